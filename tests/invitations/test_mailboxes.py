"""A mailbox is read as its owner sees it: what mail programs and servers really write, with the flags set as they set them."""

from __future__ import annotations

import mailbox
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from plugins.invitations.boxes import stored
from plugins.invitations.flags import DELETED, DRAFT, JUNK, UNSENT
from plugins.invitations.requests import Bounce, Passed, Request, read_mailbox, remove_requests
from plugins.site.settings import Refusal

from .servers import USER, WORD, dovecot
from .world import Office, mail_server

MARK = "[m4t8wd]"


def mail(
    name: str,
    head: str = "",
    text: str = "Guten Tag, ich möchte gern kommen.",
    subject: str = f"Einladung zur Sitzung {MARK}",
) -> str:
    return f"{head}From: {name.title()} Beispiel <{name}@example.net>\nTo: fraktion@example.org\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"


def box(path: Path, *mails: str, line: str = "From - Wed Nov 25 10:00:00 2026\n", end: str = "\n") -> Path:
    path.write_bytes("".join(f"{line}{each}\n" for each in mails).replace("\n", end).encode())
    return path


def seen(path: Path) -> tuple[set[str], Counter[str]]:
    """Who is a request, and how many were passed over for what."""
    found = list(read_mailbox(path, ("fraktion@example.org",)))
    return {each.guest.address.partition("@")[0] for each in found if isinstance(each, Request)}, Counter(
        each.state for each in found if isinstance(each, Passed) and each.state
    )


FLAGS = [  # a head as a program writes it, and what that means
    ("X-Mozilla-Status: 0009\n", DELETED),
    ("X-Mozilla-Status: 0008\n", DELETED),
    ("X-Mozilla-Status: 100d\n", DELETED),
    ("X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00200000\n", DELETED),
    ("X-Mozilla-Status: 0801\n", UNSENT),
    ("X-Mozilla-Status: 0001\nX-Mozilla-Status2: 01000000\n", DRAFT),
    ("X-Mozilla-Draft-Info: internal/draft; vcard=0\n", DRAFT),
    ("X-Mozilla-Keys: $label1 junk                    \n", JUNK),
    ("X-Unsent: 1\n", DRAFT),
    ("Status: RO\nX-Status: D\n", DELETED),
    ("Status: RD\n", DELETED),
    ("Status: O\nX-Status: T\n", DRAFT),
    ("X-Status: AFD\n", DELETED),
    ("X-Keywords: $Junk   \n", JUNK),
    ("X-Status: RD\nX-KMail-EncryptionState: N\n", DELETED),
    ("X-Status: UQ\n", UNSENT),
    ("X-Status: RP\n", JUNK),
    ("X-Evolution: 00000012-0012\n", DELETED),
    ("X-Evolution: 00000012-0014\n", DRAFT),
    ("X-Evolution: 00000012-0090\n", JUNK),
    ("X-Gmail-Labels: Papierkorb,=?UTF-8?Q?Ge=C3=B6ffnet?=\n", DELETED),
    ("X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe?=\n", DRAFT),
    ("X-Gmail-Labels: Spam\n", JUNK),
    ("X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\nX-Mozilla-Keys: NonJunk  \n", ""),
    ("X-Mozilla-Status: 1007\n", ""),
    ("X-Mozilla-Status: 0000\n", ""),
    ("Status: RO\nX-Status: AF\n", ""),
    ("X-Status: RT\nX-KMail-SignatureState: N\n", ""),
    ("X-Status: RAGT\n", ""),
    ("X-Evolution: 00000012-0211\n", ""),
    ("X-Gmail-Labels: Posteingang,Wichtig\n", ""),
    ("X-Keywords: NonJunk $Forwarded\n", ""),
    ("X-Unsent: 0\n", ""),
    ("X-Mozilla-Status: wie bitte\n", ""),
]


@pytest.mark.parametrize(("head", "state"), FLAGS)
def test_the_flags_of_every_program_count_in_an_mbox_and_a_file_of_its_own(tmp_path: Path, head: str, state: str):
    path = box(tmp_path / "Anfragen", mail("lea"), mail("tom", head))
    (tmp_path / "eml").mkdir()
    (tmp_path / "eml/1.eml").write_text(mail("tom", head))

    assert seen(path) == ({"lea"} if state else {"lea", "tom"}, Counter([state] if state else []))
    assert seen(tmp_path / "eml")[1] == Counter([state] if state else [])


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("1.M2.host:2,ST", DELETED),
        ("1.M2.host;2,T", DELETED),
        ("1.M2.host!2,DS", DRAFT),
        ("1.M2.host,U=3:2,Sa", JUNK),
        ("1.M2.host:2,FRS", ""),
        ("1.M2.host:2,b", ""),
        ("1.T2.host", ""),
        ("1.eml", ""),
    ],
)
def test_the_letters_of_a_maildir_count(tmp_path: Path, name: str, state: str):
    path = tmp_path / "Maildir"
    mailbox.Maildir(path)
    (path / "dovecot-keywords").write_text("0 $Junk\n1 NonJunk\n")
    (path / "cur" / name).write_text(mail("tom"))
    (path / "cur" / ".nfs0001").write_text(mail("niemand"))

    assert seen(path) == (set() if state else {"tom"}, Counter([state] if state else []))


def test_in_a_maildir_a_status_that_came_with_the_mail_is_the_senders(tmp_path: Path):
    mailbox.Maildir(tmp_path / "Maildir")
    (tmp_path / "Maildir/new/1").write_text(mail("tom", "Status: RD\nX-Status: D\n"))

    assert seen(tmp_path / "Maildir") == ({"tom"}, Counter())


def test_how_many_were_passed_over_is_said(tmp_path: Path):
    office = Office(tmp_path)
    path = box(
        tmp_path / "Anfragen",
        mail("lea"),
        mail("tom", "X-Mozilla-Status: 0009\n"),
        mail("uwe", "X-Mozilla-Status: 0009\n"),
        mail("ida", "X-Mozilla-Draft-Info: x\n"),
    )
    for said in (office.run("2026-12-02", "--postfach", str(path)), office.run("--postfach", str(path))):
        assert "Übergangen, wie im Mailprogramm: 3 Mails (1 Entwurf, 2 gelöscht)." in said
        assert "tom" not in said


# ------------------------------------------------------------------------------------- separators

LINES = [
    "From - Wed Nov 25 10:00:00 2026\n",
    "From lea@example.net Wed Nov 25 10:00:00 2026\n",
    "From lea@example.net  Wed Nov  5 09:00 2026\n",
    "From MAILER-DAEMON Wed Nov 25 10:00:00 2026\n",
    "From lea@example.net Wed Nov 25 10:00:00 2026 +0100\n",
    "From lea@example.net Wed Nov 25 10:00:00 MET DST 2026\n",
    "From lea@example.net Wed Nov 25 10:00:00 +0000 2026\n",
    "From ???@??? Wed Nov 25 10:00:00 2026\n",
    "From 1849@xxx Wed Nov 25 10:00:00 +0000 2026\n",
    "From lea Beispiel Wed Nov 25 10:00:00 2026 remote from host\n",
    "From - Wed, 25 Nov 2026 10:00:00 +0100\n",
    "From \n",
    "From lea@example.net 2026-11-25T10:00:00Z\n",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("line", LINES)
def test_the_line_before_a_mail_is_known_as_every_program_writes_it(tmp_path: Path, line: str, end: str):
    path = box(tmp_path / "Anfragen", mail("lea"), mail("tom"), mail("ida"), line=line, end=end)

    assert seen(path) == ({"lea", "tom", "ida"}, Counter())
    assert remove_requests(path, {"m4t8wd"}) == 3
    assert path.read_bytes() == b""


BODIES = [
    "From here on we talk.",
    "From here…",
    "From Monday on",
    "From Wed Nov on",
    "From ",
    "From x",
    "From lea@example.net",
    "From: x",
    "From Wednesday to Friday 10:00 2026",
    "From the 25 Nov 2026 10:00:00 we",
]


@pytest.mark.parametrize("start", [line for line in LINES if line not in ("From \n", LINES[0], LINES[10], LINES[12])])
@pytest.mark.parametrize("begin", BODIES)
def test_a_line_of_a_text_parts_no_mail(tmp_path: Path, begin: str, start: str):
    forged = f"Guten Tag\n\n{begin}\n{mail('falsch')}"
    path = box(tmp_path / "Anfragen", mail("lea", text=forged), mail("tom"), line=start)

    assert seen(path)[0] == {"lea", "tom"}


def test_mails_without_an_empty_line_between_them_are_none_the_less_two(tmp_path: Path):
    path = tmp_path / "Anfragen"
    path.write_text("".join(f"From x Wed Nov 25 10:00:00 2026\n{mail(name)}" for name in ("lea", "tom")))

    assert seen(path)[0] == {"lea", "tom"}


def test_a_true_length_holds_and_a_false_one_hides_nobody(tmp_path: Path):
    inside = f"Hallo\n\nFrom x Wed Nov 25 10:00:00 2026\n{mail('falsch')}"
    length = len(inside.encode())
    true = box(tmp_path / "true", mail("lea", f"Content-Length: {length + 1}\n", text=inside), mail("tom"))
    found = list(read_mailbox(true))

    assert [each.guest.address for each in found if isinstance(each, Request)] == ["lea@example.net", "tom@example.net"]
    assert any("steht eine weitere" in each.why for each in found if isinstance(each, Passed))
    for wrong in (0, 1, 5, length * 3, 10**9, 10**30):
        path = box(tmp_path / str(wrong)[:12], mail("lea", f"Content-Length: {wrong}\n"), mail("tom"))
        assert seen(path)[0] == {"lea", "tom"}


def test_mozillas_short_line_after_the_long_one_and_the_folder_of_apple(tmp_path: Path):
    path = tmp_path / "Anfragen"
    path.write_text(
        f"From - Wed Nov 25 10:00:00 2026\n{mail('lea')}\nFrom \r\n{mail('tom')}\nFrom \n{mail('ida', 'X-Mozilla-Status: 0009' + chr(10))}"
    )
    assert seen(path) == ({"lea", "tom"}, Counter({DELETED: 1}))
    folder = tmp_path / "Anfragen.mbox"
    folder.mkdir()
    path.rename(folder / "mbox")
    assert seen(folder)[0] == {"lea", "tom"}
    assert remove_requests(folder, {"m4t8wd"}) == 3


# ------------------------------------------------------------------------ servers and mail programs

SET = {
    "lea": "",
    "tom": "\\Seen",
    "uwe": "\\Deleted",
    "ida": "\\Draft",
    "eva": "$Junk",
    "max": "\\Answered \\Flagged",
    "pia": "NonJunk",
    "ben": "\\Seen \\Deleted",
    "udo": "Junk",
}
STANDING, PASSED = {"lea", "tom", "max", "pia"}, Counter({DELETED: 2, DRAFT: 1, JUNK: 2})
FORGED = f"Guten Tag\n\nFrom x Wed Nov 25 10:00:00 2026\n{mail('falsch')}\nFrom here on\n"


@pytest.mark.needs("dovecot", "root")
@pytest.mark.parametrize("kind", ["mbox", "maildir"])
def test_what_dovecot_writes_is_seen_as_its_owner_sees_it(tmp_path: Path, kind: str):
    with dovecot(tmp_path / "dovecot", kind) as server:
        server.fill([(mail(name, text=FORGED).encode(), words) for name, words in SET.items()])
        with server.client() as client:  # flags that are set later, and one mail expunged
            server.fill([(mail("kai").encode(), ""), (mail("jan").encode(), "")])
            client.select("Anfragen")
            client.store("10", "+FLAGS", "(\\Deleted)")
            client.uid("EXPUNGE", "10")
        assert seen(server.path()) == ({*STANDING, "jan"}, PASSED)
        assert remove_requests(server.path(), {"m4t8wd"}) == len(SET) + 1
        assert seen(server.path()) == (set(), Counter())


@pytest.mark.needs("dovecot", "root")
@pytest.mark.parametrize("more", [{}, {"anschluss": "plain", "verschluesselung": "STARTTLS"}])
def test_a_folder_of_a_server_is_read_and_nothing_in_it_changes(tmp_path: Path, more: dict[str, str]):
    with dovecot(tmp_path / "dovecot") as server, mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        server.fill([(mail(name, text=FORGED).encode(), words) for name, words in SET.items()], "Anfragen & Über")
        office.write_private(
            post.smtp()
            + server.private(ordner='"Anfragen & Über"', **({**more, "anschluss": server.plain} if more else {}))
        )
        before = {
            file: file.read_bytes()
            for file in server.home.rglob("*")
            if file.is_file() and file.parent.name in ("cur", "new")
        }
        shown = office.run("2026-12-02")
        said = office.run("2026-12-02", "--senden")
        forgot = office.run("--vergessen", today="2026-12-20")

        assert (
            "Neu einzuladen (4)" in shown
            and "Lea Beispiel <lea@example.net>  (Anfragen & Über auf localhost, Mail 1)" in shown
        )
        assert "Übergangen, wie im Mailprogramm: 5 Mails (1 Entwurf, 2 als Werbung abgelegt, 2 gelöscht)." in shown
        assert "4 von 4 Mails gesendet." in said
        assert {recipient.partition("@")[0] for recipient, _ in post.box} == STANDING
        assert "Auf dem Mailserver wird nur gelesen." in forgot
        assert before == {
            file: file.read_bytes()
            for file in server.home.rglob("*")
            if file.is_file() and file.parent.name in ("cur", "new")
        }


@pytest.mark.needs("dovecot", "root")
def test_what_is_wrong_with_a_server_is_said(tmp_path: Path):
    with dovecot(tmp_path / "dovecot") as server:
        office = Office(tmp_path)
        server.fill([(mail("lea").encode(), "")])
        address = f"imaps://{USER}@localhost:{server.port}/Anfragen"
        for private, arguments, words in [
            (server.private(passwort='"falsch"'), (), "nimmt Nutzer und Passwort nicht an"),
            (server.private(ordner="Anfrage"), (), "gibt es den Ordner „Anfrage“ nicht. Dort liegen: Anfragen, INBOX."),
            (server.private(zertifikat=""), (), "Zertifikat aus, das nicht stimmt"),
            (server.private(rechner="127.0.0.1"), (), "Zertifikat aus, das nicht stimmt"),
            (server.private(passwort=""), (), "fehlt das Passwort"),
            (server.private(anschluss=1), (), "er nimmt dort nichts an"),
            (server.private(anschluss="x"), (), "ist kein Anschluss"),
            (server.private(zertifikat="/nirgends.pem"), (), "Stammzertifikat fehlt"),
            (server.private(), ("--postfach", address.replace("@", ":geheim@")), "gehört nicht auf die Befehlszeile"),
            (server.private(), ("--postfach", "imaps://"), "heißt so: imaps://"),
            ("", ("--postfach", address), "fehlt das Passwort"),
            (server.private(ordner="Nichts"), ("--postfach", address), "lea@example.net"),
        ]:
            office.write_private(private)
            said = office.run("2026-12-02", *arguments)
            assert words in said, (words, said)
            assert "Traceback" not in said and WORD not in said


@pytest.mark.needs("dovecot", "mbsync", "root")
def test_what_mbsync_brings_is_seen_as_its_owner_sees_it(tmp_path: Path):
    with dovecot(tmp_path / "dovecot") as server:
        server.fill([(mail(name).encode(), words) for name, words in SET.items() if "unk" not in words])
        config = tmp_path / "mbsyncrc"
        config.write_text(
            f"IMAPStore dort\nHost localhost\nPort {server.port}\nUser {USER}\nPass {WORD}\nSSLType IMAPS\nCertificateFile {server.root}\n\nMaildirStore hier\nPath {tmp_path}/hier/\nInbox {tmp_path}/hier/INBOX\n\n"
            "Channel alles\nFar :dort:\nNear :hier:\nPatterns Anfragen\nCreate Near\nExpunge None\nSyncState *\n"
        )
        (tmp_path / "hier").mkdir()
        subprocess.run(["mbsync", "-c", str(config), "alles"], check=True, capture_output=True, timeout=60)

        assert seen(tmp_path / "hier/Anfragen") == ({"lea", "tom", "max"}, Counter({DELETED: 2, DRAFT: 1}))


@pytest.mark.needs("mutt")
@pytest.mark.parametrize("kind", ["mbox", "Maildir"])
def test_what_mutt_stores_is_seen_as_its_owner_sees_it(tmp_path: Path, kind: str):
    """Saved from one box into another, where mutt writes its own separators and flags; there one is deleted without being purged."""
    box(tmp_path / "alt", *(mail(name, text=FORGED.replace("\nFrom ", "\n>From ")) for name in ("lea", "tom", "ida")))
    keys = (
        "<tag-pattern>~A<enter><tag-prefix><save-message><kill-line>=neu<enter>y<enter>"
        if kind == "mbox"
        else "<tag-pattern>~A<enter><tag-prefix><save-message><kill-line>=neu<enter>"
    )
    rc = tmp_path / "muttrc"
    rc.write_text(
        f"set folder={tmp_path}\nset mbox_type={kind}\nset confirmcreate=no\nset confirmappend=no\nset delete=yes\nset quit=yes\nset sleep_time=0\nset wait_key=no\nset maildir_trash=yes\nset move=no\nset record=\n"
    )
    for file, push in (
        (tmp_path / "alt", keys + "<quit>"),
        (tmp_path / "neu", ("<delete-message>" if kind == "Maildir" else "<flag-message>") + "<quit>"),
    ):
        subprocess.run(
            ["script", "-qec", f"mutt -F {rc} -f {file} -e 'push \"{push}\"'", "/dev/null"],
            check=True,
            capture_output=True,
            timeout=60,
            env={"TERM": "xterm", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )
    requests, passed = seen(tmp_path / "neu")

    assert requests <= {"lea", "tom", "ida"} and len(requests) == (3 if kind == "mbox" else 2)
    assert passed == (Counter() if kind == "mbox" else Counter({DELETED: 1}))


# -------------------------------------------------------------------------------------- rehearsal


def test_a_rehearsal_goes_to_one_address_and_is_not_noted(tmp_path: Path):
    with mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        path = box(tmp_path / "Anfragen", mail("lea"))
        office.write_private(f"postfach: {path}\n" + post.smtp())
        said = office.run("2026-12-02", "--probe-an", "Ich <ich@example.org>")
        assert "Probe an Ich <ich@example.org>: gesendet. Sonst ging nichts hinaus, und gemerkt wurde nichts." in said
        assert not office.state.exists() or list(office.state.iterdir()) == []
        ((recipient, rehearsed),) = post.box
        assert recipient == "ich@example.org"
        office.run("2026-12-02", "Ich <ich@example.org>", "--senden")
        real = dict(post.box[1:])["ich@example.org"]
        assert plain(rehearsed) == plain(real)
        assert office.run("2026-12-02", "--probe-an", "ich@example.org", "--senden").code == 1
        assert "--probe-an steht allein" in office.run("--probe-an", "ich@example.org")
        assert "keine Mailadresse" in office.run("2026-12-02", "--probe-an", "ich")
        assert len(post.box) == 3
        assert office.states().keys() == {"ich@example.org", "lea@example.net"}


def plain(data: bytes) -> list[str]:
    """A mail without what differs from one to the next."""
    from .world import parsed

    message = parsed(data)
    ids = message["Message-ID"]
    lines = []
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content()
            lines += (content.decode() if isinstance(content, bytes) else content).splitlines()
    assert ids
    return [
        message["Subject"],
        message["To"],
        message["From"],
        *(line for line in lines if not line.startswith(("DTSTAMP", "LAST-MODIFIED", "CREATED"))),
    ]


def test_a_box_that_is_empty_or_none(tmp_path: Path):
    (tmp_path / "leer").touch()
    assert list(stored(tmp_path / "leer")) == []
    (tmp_path / "x").write_text("Hallo\n")
    with pytest.raises(Refusal, match="ist kein Postfach"):
        list(stored(tmp_path / "x"))
    assert not isinstance(next(iter(read_mailbox(box(tmp_path / "y", mail("lea"))))), Bounce)
