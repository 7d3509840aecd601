"""Requests: one person, one address, one meeting; whatever else arrives is said and left alone."""

from __future__ import annotations

import email
import email.policy
import mailbox
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.invitations.guests import Guest, Odd, from_header, read_guest
from plugins.invitations.requests import Bounce, Passed, Request, read_mailbox, sorted_in
from plugins.invitations.tables import read_table
from plugins.site.settings import Refusal

MARK = "[m4t8wd]"
GOOD = f"From: Mara Neugier <mara@example.net>\r\nTo: fraktion@example.org\r\nSubject: Einladung zur Fraktionssitzung {MARK}\r\n\r\nGuten Tag\r\n"


def read(text: str | bytes):
    return sorted_in(text.encode() if isinstance(text, str) else text, "Mail 1", {"fraktion@example.org"})


def with_head(line: str) -> str:
    return line + "\r\n" + GOOD


def test_the_mark_and_the_sender_make_a_request():
    assert read(GOOD) == Request("m4t8wd", Guest("mara@example.net", "Mara Neugier"), "Mail 1")


def test_reply_to_and_sender_do_not_count():
    assert (
        read(with_head("Reply-To: boese@example.com\r\nSender: boese@example.com")).guest.address == "mara@example.net"
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Auto-Submitted: auto-replied", "automatische Antwort"),
        ("X-Autoreply: yes", "automatische Antwort"),
        ("Precedence: bulk", "an viele"),
        ("List-Unsubscribe: <https://example.org/x>", "an viele"),
        ("Return-Path: <>", "Rückmeldung"),
        ("Content-Type: multipart/report; boundary=x", "Rückmeldung"),
        ("X-Spam-Flag: YES", "Werbung"),
        ("From: zwei@example.org", "nicht genau einen Absender"),
        ("Content-Type: text/calendar; method=REPLY", "Kalenders"),
    ],
)
def test_a_machine_asks_for_nothing(line: str, why: str):
    found = read(with_head(line))

    assert isinstance(found, Passed) and why in found.why


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@example.org",
        "noreply@example.org",
        "no-reply+x@example.org",
        "liste-bounces@example.org",
        "postmaster@example.org",
    ],
)
def test_the_address_of_a_machine_is_none(sender: str):
    assert read(GOOD.replace("Mara Neugier <mara@example.net>", sender)).why == "Der Absender ist ein Programm."


def test_our_own_mails_and_those_without_a_mark_are_passed_over_in_silence():
    assert read(
        GOOD.replace("To: fraktion@example.org", "To: vera@example.org").replace(
            "mara@example.net", "fraktion@example.org"
        )
    ).quiet
    assert read(GOOD.replace(MARK, "")).quiet
    assert not read(GOOD.replace(MARK, f"{MARK} [k7f3qz]")).quiet


REPORT = """\
From: MAILER-DAEMON@mail.example.org
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; mara@example.net
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {kind}

Message-ID: <m4t8wd.0.abc@example.org>
Subject: Einladung

--b--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_came_back_is_known_by_its_id(kind: str):
    assert read(REPORT.format(action="failed", kind=kind)) == Bounce(
        "<m4t8wd.0.abc@example.org>", "mara@example.net", "550 5.1.1 no such user"
    )
    assert isinstance(read(REPORT.format(action="delayed", kind=kind)), Passed)


# ------------------------------------------------------------------------------------- addresses

PLAIN = [
    "mara@example.net",
    "<mara@example.net>",
    "Mara <mara@example.net>",
    '"Neugier, Mara" <mara@example.net>',
    "=?utf-8?q?J=C3=B6rg?= <mara@example.net>",
    '"boese@example.com" <mara@example.net>',
    "mara@EXAMPLE.net",
    "=?utf-8?q?boese=40example=2Ecom=2C?= <mara@example.net>",
    " Mara\r\n <mara@example.net>",
]
ODD = [
    "",
    "Mara",
    "mara@example.net, boese@example.com",
    "Neugier, Mara <mara@example.net>",
    "boese@example.com <mara@example.net>",
    "Gruppe: mara@example.net, b@example.com;",
    "mara@example.net (Mara)",
    '"ma ra"@example.net',
    '"mara"@example.net',
    "mara@[127.0.0.1]",
    "mara@localhost",
    "mara@example.net\r\nBcc: boese@example.com",
    "mara@example.net\nBcc: b@example.com",
    "mara@example.net\x00",
    "ma\u200bra@example.net",
    "mära@example.net",
    ".mara@example.net",
    "mara..m@example.net",
    "mara@-example.net",
    "mara@straße.example",
    "mara@example.net>",
    "<mara@example.net",
    "<mara@example.net> <b@example.com>",
    "a@b@example.net",
    "mara@exa mple.net",
    f"{'m' * 65}@example.net",
    "mara@example.123",
    "@example.net",
    "mara@",
    "mara%b@c@example.net",
    "mara@example.net;b@example.com",
    "\u202emara@example.net",
]


@pytest.mark.parametrize("text", PLAIN)
def test_one_plain_address_is_taken(text: str):
    assert from_header(text).address == "mara@example.net"


@pytest.mark.parametrize("text", ODD)
def test_anything_else_is_refused_with_a_sentence(text: str):
    for reader in (from_header, read_guest):
        with pytest.raises(Odd) as said:
            reader(text)
        assert str(said.value).endswith((".", "vera@example.org"))


@pytest.mark.parametrize(
    ("host", "plain"), [("münchen.example", "xn--mnchen-3ya.example"), ("MÜNCHEN.example", "xn--mnchen-3ya.example")]
)
def test_a_host_with_umlauts_is_written_as_mail_servers_know_it(host: str, plain: str):
    assert read_guest(f"mara@{host}").address == f"mara@{plain}"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Mara Neugier", "Mara Neugier"),
        ("José O’Neill-Müller", "José O’Neill-Müller"),
        ("Dr. Ay Ñ", "Dr. Ay Ñ"),
        ("Gewinnen Sie auf www.boese.example", ""),
        ("Jetzt https://x", ""),
        ("a" * 80, ""),
        ("Rufen Sie 0190 an", ""),
        ("<b>Mara</b>", ""),
        ("Besuch boese.example", ""),
    ],
)
def test_only_a_name_is_greeted_by(typed: str, name: str):
    """Else a forged request would have us send a stranger somebody's sentence."""
    assert read_guest("mara@example.net", typed).name == name


atoms = st.sampled_from(
    [
        "mara",
        "boese",
        "@",
        "@example.net",
        "@example.com",
        "<",
        ">",
        ",",
        ";",
        ":",
        '"',
        "(",
        ")",
        "\\",
        " ",
        "\r\n ",
        "\n",
        "\r\n",
        "=?utf-8?q?a=40b=2Ede?=",
        "=?utf-8?b?PGJAYy5kZT4=?=",
        ".",
        "ä",
        "\0",
        "[",
        "]",
        "Mara Neugier",
        "\u200b",
        "xn--",
        "%",
        "!",
    ]
)


@given(st.lists(atoms, max_size=9).map("".join))
@settings(max_examples=200)
def test_whatever_is_taken_is_the_one_address_that_python_reads_too(text: str):
    try:
        guest = from_header(text)
    except Odd:
        return
    header = email.policy.default.header_factory("From", " ".join(text.split()))
    assert [address.addr_spec.lower() for address in header.addresses] == [guest.address.lower()]
    assert text.lower().count(guest.address.lower()) >= 1
    assert "\n" not in str(guest) and "," not in str(guest)


@given(st.text(max_size=60), st.text(max_size=40))
@settings(max_examples=40)
def test_no_text_breaks_out_of_its_header(address: str, name: str):
    from plugins.invitations.mail import FIRST, Sender, build_mail

    from ..builders import meeting
    from .test_mail import NOW, occasion

    try:
        guest = read_guest(address, name)
    except Odd:
        guest = read_guest("mara@example.net", name)
    mail = email.message_from_bytes(
        build_mail(
            FIRST,
            occasion(meeting()),
            guest,
            Sender(name="Grüne", mail="f@example.org", host="x.example"),
            version=0,
            now=NOW,
        ),
        policy=email.policy.default,
    )
    assert [a.addr_spec for a in mail["To"].addresses] == [guest.address]
    assert sorted(mail.keys()) == sorted(
        [
            "Auto-Submitted",
            "Content-Language",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ]
    )


# ------------------------------------------------------------------------------- mailboxes, tables


def broken(random: Random) -> bytes:
    """A request with something wrong in it: bytes thrown away, doubled, set at random, or cut off."""
    data = bytearray(
        GOOD.encode().replace(b"Mara Neugier <mara@example.net>", random.choice(ODD).encode("utf-8", "surrogatepass"))
    )
    for _ in range(random.randrange(1, 12)):
        at = random.randrange(len(data))
        match random.randrange(4):
            case 0:
                del data[at : at + random.randrange(20)]
            case 1:
                data[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(9)))
            case 2:
                data[at:at] = random.choice(
                    [
                        b"\r\n\r\n",
                        b"From: a@b.de\r\n",
                        b"\0",
                        b"Content-Type: multipart/mixed; boundary=\r\n",
                        b"=?utf-8?b?////?=",
                        b"=?nix?q?a?=",
                        b"Subject: [m4t8wd]\r\n",
                        b"Content-Transfer-Encoding: base64\r\n",
                    ]
                )
            case 3:
                data = data[: at + 1]
        if not data:
            return b"\n"
    return bytes(data)


def test_a_thousand_broken_requests_take_no_good_one_with_them(tmp_path: Path):
    """And none of them leads to an address that does not stand in its own From."""
    random = Random(7)
    mailbox.Maildir(tmp_path / "Anfragen")  # makes the folders; its own way to add waits for the disk each time
    bad = [broken(random) for _ in range(1000)]
    for number, data in enumerate(bad):
        (tmp_path / f"Anfragen/new/{number}.schlecht").write_bytes(data)
        if number % 100 == 0:
            (tmp_path / f"Anfragen/new/{number}.gut").write_bytes(GOOD.replace("mara@", f"gut{number}@").encode())
    found = list(read_mailbox(tmp_path / "Anfragen"))
    guests = {each.guest.address for each in found if isinstance(each, Request)}

    assert len(found) == 1010
    assert {f"gut{number}@example.net" for number in range(0, 1000, 100)} <= guests
    heads = b"\n".join(data.partition(b"\r\n\r\n")[0].lower() for data in bad)
    assert all(address.startswith("gut") or address.encode() in heads for address in guests)


def test_every_kind_of_mailbox_is_read_and_can_forget(tmp_path: Path):
    from plugins.invitations.requests import remove_requests

    mbox, maildir, folder = mailbox.mbox(tmp_path / "mbox"), mailbox.Maildir(tmp_path / "maildir"), tmp_path / "eml"
    folder.mkdir()
    other = EmailMessage()
    other["From"], other["Subject"] = "x@example.org", "Privat"
    for box in (mbox, maildir):
        box.add(GOOD.encode())
        box.add(other)
        box.close()
    (folder / "1.eml").write_bytes(GOOD.encode())
    (folder / "2.eml").write_bytes(other.as_bytes())
    for path in (tmp_path / "mbox", tmp_path / "maildir", folder):
        assert [each.guest.address for each in read_mailbox(path) if isinstance(each, Request)] == ["mara@example.net"]
        assert remove_requests(path, {"k7f3qz"}) == 0
        assert remove_requests(path, {"m4t8wd"}) == 1
        assert [each.quiet for each in read_mailbox(path)] == [True]


def test_a_file_that_is_no_mailbox_is_told(tmp_path: Path):
    (tmp_path / "a.csv").write_text("name;mail\n")
    for path, words in ((tmp_path / "a.csv", "ist kein Postfach"), (tmp_path / "nichts", "gibt es nicht")):
        with pytest.raises(Refusal, match=words):
            list(read_mailbox(path))


@pytest.mark.parametrize(
    "data",
    [
        "name;mail\nMüller, Jörg;j@example.org\n".encode("cp1252"),
        b'\xef\xbb\xbfMail,Name\r\nj@example.org,"M\xc3\xbcller, J\xc3\xb6rg"\r\n',
        "E-Mail\tName\nj@example.org\tJörg Müller".encode(),
    ],
)
def test_tables_of_every_office_program(tmp_path: Path, data: bytes):
    (tmp_path / "a.csv").write_bytes(data)

    assert [each.guest for each in read_table(tmp_path / "a.csv", "m4t8wd")] == [Guest("j@example.org", "Jörg Müller")]


def test_a_row_that_is_wrong_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "a.csv").write_text("name;mail\nA;a@example.org\nB;b(at)example.org\n\nC\n")
    good, *bad = read_table(tmp_path / "a.csv", "m4t8wd")

    assert good.guest.address == "a@example.org"
    assert [each.source for each in bad] == ["a.csv, Zeile 3", "a.csv, Zeile 5"]
    (tmp_path / "a.csv").write_text("vorname;strasse\n")
    with pytest.raises(Refusal, match="fehlt die Spalte mit der Mailadresse"):
        list(read_table(tmp_path / "a.csv", "m4t8wd"))
