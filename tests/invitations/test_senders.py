"""Whose address it is (decision 32): only a person's own From invites by itself, and nothing is dropped without a word."""

from __future__ import annotations

import base64
import mailbox
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from plugins.invitations.requests import Passed, Request, read_mailbox, sorted_in

from .world import Office

MARK = "[m4t8wd]"
OURS = {"fraktion@example.org"}
LEA = "Lea Beispiel <lea@example.net>"
SUBJECT = f"Einladung zur Fraktionssitzung {MARK}"
TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag, ich möchte gern kommen.\r\n"


def read(sender: str = LEA, subject: str = SUBJECT, to: str = "fraktion@example.org", head: str = "", rest: str = TEXT):
    return sorted_in(f"{head}From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{rest}".encode(), "Mail 1", OURS)


REWRITTEN = {  # heads before the mail, From, and whose address is shown
    "our own group": ("Reply-To: Lea Beispiel <lea@example.net>\r\n", "\"'Lea' via Fraktion\" <fraktion@example.org>"),
    "our own, Google": (
        "X-Original-From: Lea Beispiel <lea@example.net>\r\nX-Original-Sender: lea@example.net\r\nReply-To: Lea Beispiel <lea@example.net>\r\n",
        "'Lea' via Fraktion <fraktion@example.org>",
    ),
    "our own with a list": (
        "List-Id: <fraktion.example.org>\r\nReply-To: lea@example.net\r\n",
        "Fraktion <fraktion@example.org>",
    ),
    "Reply-To names the list too": (
        "List-Post: <mailto:vorstand@liste.example>\r\nReply-To: vorstand@liste.example, lea@example.net\r\n",
        "Vorstand <vorstand@liste.example>",
    ),
    "the list's own": (
        "List-Id: Vorstand <vorstand.liste.example>\r\nX-Original-From: lea@example.net\r\n",
        "Lea <vorstand@liste.example>",
    ),
    "via somebody": ("Reply-To: lea@example.net\r\n", "Lea Beispiel via Verteiler <verteiler@liste.example>"),
    "encoded via": ("Reply-To: lea@example.net\r\n", "=?utf-8?q?Lea_via_Gr=C3=BCne?= <verteiler@liste.example>"),
    "another original": ("X-Original-Sender: lea@example.net\r\n", "Gruppe <gruppe@liste.example>"),
    "a form": ("Reply-To: Lea Beispiel <lea@example.net>\r\n", "Website <noreply@example.com>"),
    "WordPress": ("Reply-To: lea@example.net\r\n", "WordPress <wordpress@example.com>"),
    "in the local part": ("", "Lea <lea=40example.net@dmarc.liste.example>"),
    "SRS": ("", "Lea <SRS0=AbCd=XY=example.net=lea@weiter.example>"),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_sender_is_shown_with_the_command(name: str):
    head, sender = REWRITTEN[name]
    found = read(sender, head=head)

    assert isinstance(found, Passed) and found.looks, found
    assert [guest.address for guest in found.guests] == ["lea@example.net"]
    (line,) = found.lines
    assert line.startswith("fraktion einladen m4t8wd ") and "lea@example.net" in line


@pytest.mark.parametrize(
    ("head", "sender", "many"),
    [
        ("Reply-To: lea@example.net, tom@example.net\r\n", "Fraktion <fraktion@example.org>", 2),
        ("X-Original-From: lea@example.net\r\nReply-To: tom@example.net\r\n", "Fraktion <fraktion@example.org>", 2),
        ("", "Fraktion <fraktion@example.org>", 0),
        ("Reply-To: fraktion@example.org\r\n", "Fraktion <fraktion@example.org>", 0),
        ("Reply-To: noreply@example.com\r\n", "x via Liste <liste@liste.example>", 0),
    ],
)
def test_two_candidates_or_none_need_a_look_too(head: str, sender: str, many: int):
    found = read(sender, head=head)

    assert isinstance(found, Passed) and found.looks and len(found.lines) == many
    assert ("Mehrere kommen in Frage" in found.why) == (many == 2)


def test_what_we_sent_ourselves_is_only_counted():
    assert read("Fraktion <fraktion@example.org>", subject=f"Re: {SUBJECT}", to=LEA).quiet


@pytest.mark.parametrize(
    "head",
    [
        "List-Id: <gruene.liste.example>\r\nPrecedence: list\r\n",
        "Sender: jemand@example.com\r\n",
        "Reply-To: anders@example.com\r\n",
        "Resent-From: fraktion@example.org\r\n",
        "X-Original-From: lea@example.net\r\n",
        "X-Original-To: fraktion@example.org\r\n",
        "Delivered-To: vorstand@example.org\r\n",
        "List-Id: <l.example>\r\nList-Unsubscribe: <mailto:x@l.example>\r\nPrecedence: bulk\r\n",
        "Authentication-Results: mx.example.org; spf=fail smtp.mailfrom=x; dkim=pass header.d=example.net; dmarc=pass\r\n",
    ],
)
def test_a_persons_own_address_invites_whatever_way_it_came(head: str):
    assert read(head=head).guest.address == "lea@example.net"


# ----------------------------------------------------------------------------------- passed on

OUTLOOK = "Content-Type: text/plain; charset=utf-8\r\n\r\nBitte einladen.\r\n\r\n-----Ursprüngliche Nachricht-----\r\nVon: Lea Beispiel [mailto:lea@example.net]\r\nGesendet: Montag\r\nAn: Ida\r\nBetreff: Einladung\r\n"
THUNDERBIRD = "Content-Type: text/plain; charset=utf-8\r\n\r\n-------- Weitergeleitete Nachricht --------\r\nBetreff: \tEinladung\r\nDatum: \tMo\r\nVon: \tLea Beispiel <lea@example.net>\r\nAn: \tida@example.com\r\n"
GMAIL = "Content-Type: text/plain; charset=utf-8\r\n\r\n---------- Forwarded message ---------\r\nVon: Lea Beispiel <lea@example.net>\r\nDate: Mo\r\n"
APPLE = "Content-Type: text/plain; charset=utf-8\r\n\r\n> Anfang der weitergeleiteten Nachricht:\r\n> \r\n> Von: Lea Beispiel <lea@example.net>\r\n> Betreff: Einladung\r\n"
PACKED = (
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(GMAIL.partition("\r\n\r\n")[2].encode()).decode()
)
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Bitte.</p><div><b>Von:</b> Lea Beispiel &lt;lea@example.net&gt;<br><b>An:</b> Ida</div>"
ATTACHED = f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{TEXT}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {LEA}\r\nSubject: {SUBJECT}\r\n\r\nHallo\r\n--b--\r\n"


@pytest.mark.parametrize("rest", [OUTLOOK, THUNDERBIRD, GMAIL, APPLE, PACKED, HTML, ATTACHED])
@pytest.mark.parametrize(
    "subject",
    [
        f"WG: {SUBJECT}",
        f"Fwd: {SUBJECT}",
        f"AW: WG: {SUBJECT}",
        f"[Fwd: {SUBJECT}]",
        f"[EXTERN] FW: {SUBJECT}",
        f"Weitergeleitet: {SUBJECT}",
    ],
)
def test_who_passes_a_request_on_is_not_invited(rest: str, subject: str):
    found = read("Ida Muster <ida@example.com>", subject=subject, rest=rest)

    assert isinstance(found, Passed) and found.looks
    assert [guest.address for guest in found.guests] == ["lea@example.net"]


def test_a_mail_that_hangs_on_another_counts_as_passed_on_without_a_word_in_the_subject():
    assert [guest.address for guest in read("Ida <ida@example.com>", rest=ATTACHED).guests] == ["lea@example.net"]
    assert isinstance(read(rest=ATTACHED), Request)  # her own, once more
    assert read("Ida <ida@example.com>", subject=f"WG: {SUBJECT}").guests == ()


# ------------------------------------------------------------------------------------ machines

SUBJECTS = [
    "Automatische Antwort: {}",
    "Automatic reply: {}",
    "Auto: {}",
    "AutoReply: {}",
    "Auto-Reply: {}",
    "[Auto-Reply] {}",
    "Automatisierte Antwort: {}",
    "Abwesenheitsnotiz: {}",
    "Abwesenheit: {}",
    "Abwesend: {}",
    "AW: Abwesenheitsnotiz {}",
    "Out of Office: {}",
    "Out of the office {}",
    "Out-of-Office AutoReply: {}",
    "OOO: {}",
    "Nicht im Büro: {}",
    "Ich bin im Urlaub ({})",
    "Urlaubsnotiz: {}",
    "Vacation: {}",
    "Away from my mail {}",
    "Undeliverable: {}",
    "Unzustellbar: {}",
    "Undelivered Mail Returned to Sender {}",
    "Mail delivery failed: {}",
    "Delivery Status Notification (Failure) {}",
    "failure notice {}",
    "Zustellung fehlgeschlagen: {}",
    "Gelesen: {}",
    "Read: {}",
    "Not read: {}",
    "Lesebestätigung: {}",
    "Ungelesen gelöscht: {}",
    "Empfangsbestätigung: {}",
    "Ihre Anfrage ist eingegangen {}",
    "[Extern] Automatische Antwort: {}",
    "[SPAM] {}",
    "***SPAM*** {}",
    "Re: Automatic reply: {}",
    "Eingangsbestätigung {}",
]
HUMAN = [
    "Einladung {}",
    "AW: Einladung {}",
    "Re: Re: {}",
    "Antwort: {}",
    "Auto und Rad {}",
    "Im Urlaub, aber gern dabei {}",
    "Abwesenheiten im Ausschuss {}",
    "Bürolärm {}",
    "Readiness {}",
    "Frage {}",
    "Vacationland {}",
    "Ich möchte kommen {}",
    "[EXTERN] Einladung {}",
    "Absender unbekannt {}",
    "I like it {}",
    "Spamfilter {}",
    "zu {} und AW: weiter",
]
HEADS = [
    "Auto-Submitted: auto-replied",
    "X-Auto-Response-Suppress: All",
    "X-Autoreply-From: x",
    "X-EvolutionAutoReply: yes",
    "Return-Path: <>",
    "Return-Path: <MAILER-DAEMON@example.net>",
    "Precedence: junk",
    "X-Precedence: bulk",
    "Preference: auto_reply",
    "X-Vacation: yes",
    "X-Loop: other",
    "Feedback-ID: x",
    "List-Unsubscribe: <x>",
    "X-Zammad-Ticket-Id: 1",
    "X-OTRS-Loop: x",
]
ANSWERS = [
    "Abgesagt: {}",
    "Zugesagt: {}",
    "Accepted: {}",
    "Declined: {}",
    "Mit Vorbehalt: {}",
    "Absage: {}",
    "Neue Zeit vorgeschlagen: {}",
    "Zusage: {}",
    "AW: Abgelehnt: {}",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_machine_is_known_by_its_subject(subject: str):
    found = read(subject=subject.format(SUBJECT))

    assert isinstance(found, Passed) and found.machine, found


@pytest.mark.parametrize("head", HEADS)
def test_a_machine_is_known_by_its_head(head: str):
    assert read(head=f"{head}\r\n").machine


@pytest.mark.parametrize("subject", HUMAN)
def test_what_a_person_writes_is_no_machines(subject: str):
    assert isinstance(read(subject=subject.format(MARK)), Request)


@pytest.mark.parametrize("subject", ANSWERS)
def test_an_answer_to_an_invitation_is_looked_at(subject: str):
    found = read(subject=subject.format(SUBJECT))

    assert (
        isinstance(found, Passed) and found.looks and [guest.address for guest in found.guests] == ["lea@example.net"]
    )


@pytest.mark.parametrize(
    "head",
    [
        "Authentication-Results: mx; dmarc=fail",
        "Authentication-Results: mx; spf=pass; compauth=fail reason=001",
        "Authentication-Results: mx; spf=fail; dkim=none",
        "Received-SPF: Fail (mx: x)",
        "Received-SPF: fail",
    ],
)
def test_what_our_server_thinks_forged_is_looked_at(head: str):
    found = read(head=f"{head}\r\n")

    assert isinstance(found, Passed) and found.looks and "vielleicht gefälscht" in found.why


def test_who_was_invited_by_hand_needs_no_look_any_more(tmp_path: Path):
    office = Office(tmp_path)
    (tmp_path / "eml").mkdir()
    (tmp_path / "eml/1.eml").write_text(
        f"Reply-To: {LEA}\nFrom: Lea via Fraktion <fraktion@example.org>\nTo: fraktion@example.org\nSubject: {SUBJECT}\n\nx\n"
    )
    first = office.run("2026-12-02", "--postfach", str(tmp_path / "eml"))

    assert (
        "Braucht einen Blick (1):\n  eml, Mail 1: Der Absender ist unsere eigene Adresse. Gefragt hat vielleicht:\n    fraktion einladen m4t8wd 'Lea Beispiel <lea@example.net>'\n"
        in first
    )
    assert "Es ist nichts zu senden" in first
    office.run("m4t8wd", LEA, "--postfach", str(tmp_path / "eml"), "--als-datei", str(tmp_path / "mails"))
    assert "Braucht einen Blick" not in office.run("2026-12-02", "--postfach", str(tmp_path / "eml"))


# ----------------------------------------------------------------------------------- histories


class History:
    """A mailbox as it becomes in some weeks, and what is right: who is to be invited, who needs a look, who neither."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.mails: list[tuple[str, str]] = []  # head with flags, the mail
        self.invited: set[str] = set()
        self.looked: set[str] = set()
        self.never: set[str] = set()
        for number in range(self.random.randrange(3, 14)):
            self.happen(f"p{number}")

    def happen(self, name: str) -> None:
        address, person = (
            f"{name}@example.net",
            f"Person {name[1:]} <{name}@example.net>".replace(name[1:], "Ah" if name == "p1" else "Be", 1),
        )
        good = f"From: {person}\nTo: fraktion@example.org\nSubject: {SUBJECT}\n\nHallo\n"
        match self.random.randrange(15):
            case 0 | 1:
                self.put(good, invited=address)
            case 2:  # deleted, or moved elsewhere and still there
                self.put(
                    good,
                    self.random.choice(
                        ("X-Mozilla-Status: 0009\n", "X-Status: D\n", "Status: RD\n", "X-Evolution: 0000001a-0013\n")
                    ),
                    never=address,
                )
            case 3:
                self.put(
                    good,
                    self.random.choice(
                        (
                            "X-Mozilla-Draft-Info: x\n",
                            "X-Mozilla-Keys: junk\n",
                            "X-Unsent: 1\n",
                            "X-Mozilla-Status: 0801\n",
                        )
                    ),
                    never=address,
                )
            case 4:  # by a group's address
                self.put(
                    f"From: {name} via Fraktion <fraktion@example.org>\nReply-To: {address}\nTo: fraktion@example.org\nSubject: {SUBJECT}\n\nHallo\n",
                    looked=address,
                )
            case 5:
                self.put(f"List-Id: <liste.example.org>\nPrecedence: list\n{good}", invited=address)
            case 6:
                self.put(
                    f"From: Ida <ida@example.com>\nTo: fraktion@example.org\nSubject: WG: {SUBJECT}\n\n-----Original Message-----\nVon: {person}\n",
                    looked=address,
                    never="ida@example.com",
                )
            case 7:
                self.put(
                    self.random.choice(("Auto-Submitted: auto-replied\n", "X-Autoreply: yes\n", "Return-Path: <>\n"))
                    + good,
                    never=address,
                )
            case 8:
                self.put(good.replace(SUBJECT, f"Automatische Antwort: {SUBJECT}"), never=address)
            case 9:  # asked twice, the first deleted
                self.put(good, "X-Mozilla-Status: 0009\n")
                self.put(good.replace(address, address.upper()), invited=address)
            case 10:
                self.put(f"Authentication-Results: mx.example.org; dmarc=fail\n{good}", looked=address)
            case 11:
                self.put(
                    f"Reply-To: boese{name}@example.com\n{good}", invited=address, never=f"boese{name}@example.com"
                )
            case 12:  # a text that looks like a mail
                self.put(
                    good + f"\nFrom here on\nFrom: falsch{name}@example.com\nSubject: {SUBJECT}\n\nx\n",
                    invited=address,
                    never=f"falsch{name}@example.com",
                )
            case 13:
                self.put(good.replace(SUBJECT, f"Abgesagt: {SUBJECT}"), looked=address)
            case 14:
                self.put(good)
                self.put(good, invited=address)

    def put(self, mail: str, flag: str = "", invited: str = "", looked: str = "", never: str = "") -> None:
        self.mails.append((flag, mail))
        self.invited |= {invited} - {""}
        self.looked |= {looked} - {""}
        self.never |= {never} - {""}

    def write(self, path: Path) -> Path:
        match self.random.randrange(4):
            case 0:
                line = self.random.choice(
                    ("From - Wed Nov 25 10:00:00 2026\n", "From x@example.net Wed Nov 25 10:00:00 2026\n")
                )
                path.write_text("".join(f"{line}{flag}{mail}\n" for flag, mail in self.mails))
            case 1:
                path.write_text(
                    "".join(
                        f"From x@example.net Wed Nov 25 10:00:00 2026\nContent-Length: {len(mail.partition(chr(10) * 2)[2].encode())}\n{flag}{mail}\n"
                        for flag, mail in self.mails
                    )
                )
            case 2:
                mailbox.Maildir(path)
                for number, (flag, mail) in enumerate(self.mails):
                    letters = "T" if flag.startswith(("X-Status", "Status")) else "S"
                    (path / f"cur/{number:04}.x:2,{letters}").write_text(flag + mail)
            case _:
                path.mkdir()
                for number, (flag, mail) in enumerate(self.mails):
                    (path / f"{number:04}.eml").write_text(flag + mail)
        return path


@pytest.mark.parametrize("many", [100, pytest.param(1000, marks=pytest.mark.lang)])
def test_of_random_histories_nobody_is_invited_who_should_not_be_and_nobody_is_lost(tmp_path: Path, many: int):
    done: Counter[str] = Counter()
    for seed in range(many):
        history = History(seed)
        path = history.write(tmp_path / str(seed))
        found = list(read_mailbox(path, OURS))
        requests = {each.guest.key for each in found if isinstance(each, Request)}
        shown = {guest.key for each in found if isinstance(each, Passed) and each.looks for guest in each.guests}

        assert requests == history.invited, (seed, path)
        assert shown == history.looked, (seed, path)
        assert not requests & history.never
        assert len(found) == len(history.mails), (seed, path)  # each is a request or a line
        done.update(type(each).__name__ for each in found)
    assert min(done["Request"], done["Passed"]) > many
