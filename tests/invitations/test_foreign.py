"""Foreign mails, tables and words: whatever comes in becomes a request or a line, never an end."""

from __future__ import annotations

import json
import mailbox
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from plugins.invitations.guests import Odd, from_header, read_guest
from plugins.invitations.journal import ASKED, SENT
from plugins.invitations.letterbox import LARGEST, read_mail
from plugins.invitations.requests import Bounce, Passed, Request, read_mailbox, remove_requests, sorted_in
from plugins.invitations.senders import from_machine
from plugins.invitations.tables import read_table
from plugins.invitations.words import LONGEST, decoded
from plugins.site.settings import Refusal

from .mutants import HEAD, MARK, NESTED, PLAIN, SUBJECT, mutants
from .world import Office, mail_server

GOOD = HEAD.format(sender="Mara Neugier <mara@example.net>", subject=SUBJECT, number=1) + PLAIN
POISON = "=?a?q?b?=@example.com"


def read(data: str | bytes):
    return sorted_in(data.encode() if isinstance(data, str) else data, "Mail 1", {"fraktion@example.org"})


def with_head(line: str) -> str:
    return f"{line}\r\n{GOOD}"


def fill(folder: Path, mails: list[bytes]) -> Path:
    mailbox.Maildir(folder)
    for number, data in enumerate(mails):
        (folder / f"new/{number:05}.x").write_bytes(data)
    return folder


# ------------------------------------------------------------------------------------------ mutated


@pytest.mark.parametrize("many", [1500, pytest.param(20_000, marks=pytest.mark.lang)])
def test_a_mutated_mail_is_a_request_or_a_line(many: int):
    """And no request leads to an address that does not stand in its own head."""
    kinds: Counter[str] = Counter()
    for data in mutants(many, 1):
        found = read(data)
        kinds[type(found).__name__] += 1
        if isinstance(found, Request):
            local = found.guest.address.partition("@")[0].encode()
            head = min(data.partition(b"\n\n")[0], data.partition(b"\n\r\n")[0], key=len)
            assert local in head
            assert found.meeting.encode() in head or b"=?" in head
        elif isinstance(found, Passed):
            assert found.why.isprintable()
            assert not found.quiet or MARK.encode() not in data or from_machine(read_mail(data), set()), data
    assert kinds["Request"] > many / 5
    assert kinds["Passed"] > many / 5


@pytest.mark.parametrize("many", [60, pytest.param(3000, marks=pytest.mark.lang)])
def test_of_a_mailbox_of_mutants_every_mail_is_accounted_for(tmp_path: Path, many: int):
    with mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        box = fill(tmp_path / "Anfragen", list(mutants(many, 2)))
        shown = office.run("2026-12-02", "--postfach", str(box))
        said = office.run("2026-12-02", "--postfach", str(box), "--senden")
        again = office.run("2026-12-02", "--postfach", str(box), "--senden")
        listed = office.run("--postfach", str(box))

    assert all("Traceback" not in one.text for one in (shown, said, again, listed))
    assert all(one.text.replace("\n", "").isprintable() for one in (shown, said, again, listed))
    got = Counter(recipient for recipient, _ in post.box)
    assert max(got.values()) == 1
    assert (
        got.keys() == {address for address, state in office.states().items() if state == SENT} == office.states().keys()
    )
    found = list(read_mailbox(box, ("fraktion@example.org",)))
    assert len(found) == many
    lines = len(re.findall(r"^  Anfragen, Mail \d+: ", shown.text, re.MULTILINE))
    (quiet,) = re.findall(r"von uns selbst: ([\d.]+) Mails?", shown.text) or ["0"]
    requests = [each for each in found if isinstance(each, Request)]
    bounces = [each for each in found if isinstance(each, Bounce)]
    assert lines + int(quiet.replace(".", "")) + len(requests) + len(bounces) == many
    assert {each.guest.address for each in requests if each.meeting == "m4t8wd"} == got.keys()


# ----------------------------------------------------------------------------------------- monsters

DEEP = "".join(f'Content-Type: multipart/mixed; boundary="d{n}"\r\n\r\n--d{n}\r\n' for n in range(1000)) + PLAIN
WITHIN = "Content-Type: message/rfc822\r\n\r\n" * 5000
HEADED = GOOD.partition("Content-Type")[0]
REQUESTS = {
    "25 MB": GOOD.encode() + b"x" * 25 * 2**20,
    "25 MB of lines": HEADED.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\n" * 6 * 2**20,
    "parts in parts": HEADED + DEEP,
    "mails in mails": HEADED + WITHIN,
    "a million parts": HEADED + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\nX: y\r\n\r\n" * 100_000,
    "NUL in the body": GOOD + "\0" * 1000,
    "8 bit": GOOD.replace("Mara Neugier", "J\xf6rg").encode("latin-1"),
    "UTF-8": GOOD.replace("Mara Neugier", "Jörg"),
    "a foreign charset": GOOD.replace("Mara Neugier", "=?x-unknown?q?M=FCller?="),
    "UTF-7": GOOD.replace("Mara Neugier", "=?utf-7?q?+AOQ-?="),
    "a broken word before the mark": GOOD.replace("Einladung", "=?utf-8?b?A?="),
    "a broken word as the name": GOOD.replace("Mara Neugier", "=?utf-8?b?A?="),
    "line ends of Unix": GOOD.replace("\r\n", "\n"),
    "a line that is none": GOOD.replace("To: ", "To fraktion\xff\r\n To: "),
    "a boundary that is none": HEADED + "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    "a long list of recipients": GOOD.replace("To: ", "To: " + "a@example.org, " * 20_000),
    "an attachment": HEADED + NESTED,
    "an endless head": GOOD.replace("\r\n\r\n", "\r\n" + "X-A: b\r\n" * 400_000),
}
LOOKS = {
    "a From of a megabyte": (GOOD.replace("Mara Neugier", "a " * 500_000), f"länger als {LONGEST} Zeichen"),
    "blanks around a name": (
        GOOD.replace("Mara Neugier", " " * 60_000 + "a" + " " * 60_000),
        f"länger als {LONGEST} Zeichen",
    ),
    "a subject of a megabyte": (GOOD.replace("Einladung", "Ä " * 500_000), f"länger als {LONGEST} Zeichen"),
    "a broken word that may hide the mark": (
        GOOD.replace(SUBJECT, "=?utf-8?b?A?="),
        "Betreff lässt sich nicht ganz lesen",
    ),
    "the mark elsewhere": (GOOD.replace(SUBJECT, "Hallo") + MARK, "aber nicht im Betreff"),
    "poison": (GOOD.replace("mara@example.net", POISON), "nicht jeder Mailserver"),
    "NUL in the address": (GOOD.replace("mara@", "ma\0ra@"), "Steuerzeichen"),
    "two senders": (with_head("From: b@example.org"), "nicht genau einen"),
    "none": (GOOD.replace("From:", "Fro:"), "nicht genau einen"),
    "two marks": (GOOD.replace(MARK, f"{MARK} [k7f3qz]"), "mehrerer Sitzungen"),
    "forged": (
        with_head("Authentication-Results: mx.example.org; spf=fail; dmarc = fail (p=NONE)"),
        "vielleicht gefälscht",
    ),
    "a carriage return": (GOOD.replace("From: Mara", "From: x@example.org\rFrom: Mara"), "Steuerzeichen"),
    "only the mark": (MARK, "aber nicht im Betreff"),
    "a subject under another name": (GOOD.replace("Subject", "X-Subject"), "aber nicht im Betreff"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_an_odd_mail_of_a_person_is_a_request_all_the_same(name: str):
    data, begin = REQUESTS[name], time.process_time()
    found = read(data)

    assert isinstance(found, Request) and found.guest.address == "mara@example.net", found
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("name", LOOKS)
def test_what_is_not_plain_is_a_line_for_somebody_to_look_at(name: str):
    data, words = LOOKS[name]
    begin, found = time.process_time(), read(data)

    assert isinstance(found, Passed) and not found.quiet and not found.machine
    assert words in found.why and len(found.why) < 400
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "text",
    [
        "a" * LONGEST,
        " " * LONGEST,
        "<" * LONGEST,
        '"' * LONGEST,
        '"' + "\\" * LONGEST,
        "a@" * (LONGEST // 2),
        "=?utf-8?q?a" * (LONGEST // 11),
        "=?a?q?b?= " * (LONGEST // 10),
        ". " * (LONGEST // 2),
        "a." * (LONGEST // 2) + "@example.org",
        f"{' ' * 4900}a{' ' * 4900}<a@b",
    ],
)
def test_the_longest_value_is_read_in_no_time(text: str):
    begin = time.process_time()
    for reader in (from_header, read_guest):
        with pytest.raises(Odd):
            reader(text[:LONGEST])
        with pytest.raises(Odd, match=f"mehr als {LONGEST} Zeichen"):
            reader(text + "a" * LONGEST)
    decoded(text)

    assert time.process_time() - begin < 2


# -------------------------------------------------------------------------------- what machines write

MACHINES = [
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-generated; type=x",
    "AUTO-SUBMITTED: Auto-Notified",
    "X-Autoreply: yes",
    "X-Autorespond: Re",
    "X-Autoresponder: vacation",
    "X-Auto-Response-Suppress: All",
    "X-Auto-Response-Suppress: DR, OOF, AutoReply",
    "Precedence: bulk",
    "Precedence: junk",
    "Precedence: auto_reply",
    "Precedence: auto-reply",
    "Precedence:\r\n bulk (x)",
    "List-Unsubscribe: <https://example.org/x>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "Feedback-ID: 1:2:3:example",
    "X-Spam-Flag: YES",
    "X-Spam-Status: Yes, score=9.1",
    "X-Spam: yes",
    "Return-Path: <>",
    "Return-Path: < >".replace(" >", ">"),
    "X-Loop: someone@example.com",
    "X-Failed-Recipients: a@example.org",
    "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
    "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    "Content-Type: text/calendar; method=REPLY",
    "X-FC-MachineGenerated: true",
    "X-Autogenerated: Reply",
    "X-Mail-Autoreply: x",
    "Content-Type: message/delivery-status",
]
PERSONS = [
    "List-Id: <l.example.org>",
    "List-Id: <l.example.org>\r\nPrecedence: bulk",
    "List-Post: <mailto:l@example.org>",
    "List-Help: <x>",
    "List-Subscribe: <x>",
    "List-Owner: <x>",
    "List-Archive: <x>",
    "X-Mailing-List: l@example.org",
    "X-BeenThere: l@example.org",
    "Precedence: List",
    "X-Auto-Response-Suppress: None",
    "Auto-Submitted: no",
    "X-Autoreply: no",
    "Precedence: normal",
    "Precedence: first-class",
    "X-Spam-Flag: NO",
    "X-Spam-Status: No, score=-1",
    "X-Spam: no",
    "Return-Path: <mara@example.net>",
    "X-Loop: fraktion@example.org",
    "X-MS-Exchange-Inbox-Rules-Loop: fraktion@example.org",
    "X-Mailer: Outlook",
    "X-Priority: 1",
    "Importance: high",
    "Disposition-Notification-To: mara@example.net",
    "Return-Receipt-To: mara@example.net",
    "Authentication-Results: mx; dmarc=pass",
    "X-MS-Exchange-Organization-SCL: -1",
]


@pytest.mark.parametrize("line", MACHINES)
def test_a_machine_is_known_by_every_usual_header(line: str):
    found = read(with_head(line))

    assert isinstance(found, Passed) and found.machine and not found.quiet, found


@pytest.mark.parametrize("line", PERSONS)
def test_what_programs_of_persons_write_makes_no_machine(line: str):
    assert isinstance(read(with_head(line)), Request)


def test_a_calendar_part_counts_however_deep_but_not_that_of_a_mail_within_the_mail():
    part = "--b0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nx\r\n"
    deep = (
        HEADED
        + 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed;\r\n boundary="b0"\r\n\r\n'
        + part
        + "--b0--\r\n--a--\r\n"
    )
    within = (
        HEADED
        + "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n"
        + part
        + "--b0--\r\n--a--\r\n"
    )

    assert read(deep).machine
    assert isinstance(read(within), Request)


@pytest.mark.parametrize("cte", ["7bit", "base64", "quoted-printable"])
def test_a_report_names_the_mail_that_came_back_however_it_is_packed(cte: str):
    import base64

    inside = "Message-ID: <m4t8wd.0.abc@example.org>\r\n\r\n"
    packed = base64.encodebytes(inside.encode()).decode() if cte == "base64" else inside
    report = f"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; m@example.net\r\nAction: Failed\r\nStatus: 5.1.1\r\n\r\n--r\r\nContent-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: {cte}\r\n\r\n{packed}--r--\r\n"

    assert read(report) == Bounce("<m4t8wd.0.abc@example.org>", "m@example.net", "5.1.1")


def test_only_what_writes_a_mail_knows_the_email_package():
    """Reading has one door (letterbox.py), which raises one thing only; the package would raise what nobody can list."""
    modules = sorted((Path(__file__).parents[2] / "plugins/invitations").glob("*.py"))

    assert [
        module.name
        for module in modules
        if re.search(r"^\s*(?:from|import) email\b", module.read_text("utf-8"), re.MULTILINE)
    ] == ["mail.py"]


def test_of_a_mail_no_more_is_looked_at_than_is_needed():
    assert len(read_mail(b"\n" + b"x" * 2 * LARGEST).body) < LARGEST


# ------------------------------------------------------------------------------------------- poison


def test_no_address_may_begin_an_encoded_word():
    for text in (POISON, f"Mara <{POISON}>", "=?@example.com", "a=?b@example.com"):
        with pytest.raises(Odd):
            read_guest(text)
    assert read_guest("a=b?c@example.com").address == "a=b?c@example.com"


def test_a_journal_that_was_poisoned_heals(tmp_path: Path):
    with mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        office.run("2026-12-02", "vera@example.org", "--senden")
        path = office.journal().path
        with path.open("a") as file:
            file.write(
                json.dumps(
                    {"was": ASKED, "zeit": "2026-11-22T10:00:00+01:00", "adresse": POISON, "name": "", "woher": "x"}
                )
                + "\n"
            )
        said = [office.run("2026-12-02", "carl@example.org", *more) for more in ((), ("--senden",), ("--senden",))]

    assert all(f"{POISON}: Das ist keine Mailadresse." in one for one in said)
    assert [recipient for recipient, _ in post.box] == ["vera@example.org", "carl@example.org"]


def test_a_mail_that_cannot_be_built_is_a_line_and_nothing_of_it_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each is built before the first is sent, whatever it is that the email package does not like."""
    from email.errors import HeaderParseError, InvalidHeaderDefect

    from plugins.invitations import mail

    for error in (HeaderParseError("x"), InvalidHeaderDefect("x")):

        def odd(kind, occasion, guest, *more, error=error, build=mail.built, **values):
            if guest.address.startswith("otto"):
                raise error
            return build(kind, occasion, guest, *more, **values)

        with monkeypatch.context() as patch, mail_server(tmp_path) as post:
            patch.setattr(mail, "built", odd)
            office = Office(tmp_path / type(error).__name__, post.smtp())
            shown = office.run("2026-12-02", "vera@example.org", "otto@example.org", "ida@example.org")
            said = office.run("2026-12-02", "vera@example.org", "otto@example.org", "ida@example.org", "--senden")

        assert all(
            "Braucht einen Blick (1):\n  otto@example.org: Daraus lässt sich keine Mail schreiben." in one
            for one in (shown, said)
        )
        assert "Neu einzuladen (2)" in shown
        assert [recipient for recipient, _ in post.box] == ["vera@example.org", "ida@example.org"]
        assert office.states().keys() == {"vera@example.org", "ida@example.org"}


# ------------------------------------------------------------------------------------------ mailboxes


def test_a_file_that_cannot_be_read_takes_no_other_with_it(tmp_path: Path):
    folder = tmp_path / "eml"
    (folder / "ordner.eml").mkdir(parents=True)
    (folder / "1.EML").write_bytes(GOOD.encode())
    (folder / "2.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "weg.eml").symlink_to(tmp_path / "nirgends")
    os.mkfifo(folder / "rohr.eml")
    found = list(read_mailbox(folder))

    assert [type(each).__name__ for each in found] == ["Request", "Passed", "Passed", "Passed", "Passed"]
    assert not any(each.quiet for each in found[1:])


@pytest.mark.parametrize("many", [1000, pytest.param(10_000, marks=pytest.mark.lang)])
def test_an_mbox_of_many_mails_is_read_in_time(tmp_path: Path, many: int):
    box = tmp_path / "Anfragen"
    box.write_bytes(
        b"".join(
            b"From x Sun Nov 22 10:00:00 2026\n"
            + GOOD.replace("mara@", f"mara{n}@").replace("\r\n", "\n").encode()
            + b"\n"
            for n in range(many)
        )
    )
    begin = time.process_time()

    assert len({each.guest.address for each in read_mailbox(box) if isinstance(each, Request)}) == many
    assert time.process_time() - begin < 20


def mbox(path: Path) -> Path:
    past = "From x Sun Nov 22 10:00:00 2026\n" + GOOD.replace("\r\n", "\n") + "\n"
    both = past.replace(MARK, f"{MARK} [k7f3qz]")
    path.write_text(
        past
        + past.replace(MARK, "").replace("From:", "X: privat\nFrom:")
        + both
        + past.replace(SUBJECT, "=?utf-8?b?A?=")
    )
    return path


def test_only_what_is_certainly_past_is_deleted(tmp_path: Path):
    """A mail that asks for another meeting too, and one that cannot be read, stay."""
    path = mbox(tmp_path / "Anfragen")

    assert remove_requests(path, {"m4t8wd"}) == 1
    assert len(list(read_mailbox(path))) == 3
    assert remove_requests(path, {"m4t8wd"}) == 0


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from plugins.invitations import boxes
from plugins.invitations.requests import remove_requests
setattr({"boxes": boxes, "os": os, "shutil": shutil, "Path": Path}[sys.argv[2]], sys.argv[3], lambda *all: os.kill(os.getpid(), signal.SIGKILL))
remove_requests(Path(sys.argv[1]), {"m4t8wd"})
"""


@pytest.mark.parametrize(
    "step", ["boxes write_without", "boxes pass_on", "os fsync", "shutil copymode", "Path replace"]
)
def test_a_lock_ends_with_its_owner_and_so_do_the_copies(tmp_path: Path, step: str):
    path = mbox(tmp_path / "past")
    before = path.read_bytes()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), *step.split()],
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert killed.returncode == -9
    assert path.read_bytes() == before
    assert (tmp_path / "past.lock").exists()
    assert remove_requests(path, {"m4t8wd"}) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["past"]


def test_the_lock_of_a_program_that_works_is_respected_and_an_old_one_is_not(tmp_path: Path):
    path, lock = mbox(tmp_path / "past"), tmp_path / "past.lock"
    for owner in ("", "0", f"{os.getpid()} {os.uname().nodename}", "1 anderswo", "\xff" * 300):
        lock.write_text(owner)
        with pytest.raises(Refusal, match="ist gerade in Gebrauch"):
            remove_requests(path, {"m4t8wd"})
        assert lock.exists()
    os.utime(lock, (time.time() - 700,) * 2)

    assert remove_requests(path, {"m4t8wd"}) == 1
    assert not lock.exists()


# ------------------------------------------------------------------------------ tables, words, the file


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("name;mail\nMüller;j@example.org\n".encode("utf-16"), ["j@example.org"]),
        (b"name;mail\nA;a\0@example.org\n", ["Steuerzeichen"]),
        (b"name;mail\nA;" + b"a" * 20_000 + b"@example.org\n", [f"mehr als {LONGEST} Zeichen"]),
        (b"mail\n\xff\xfe@example.org\n", ["Vor dem @"]),
        (b"mail\n" + POISON.encode() + b"\n", ["Vor dem @"]),
        (b"name;mail\nA;a@example.org;x;y\n;\n;;\nB\n", ["a@example.org", "keine Mailadresse"]),
    ],
)
def test_a_table_of_any_bytes_gives_a_line_for_each_row(tmp_path: Path, data: bytes, found: list[str]):
    (tmp_path / "a.csv").write_bytes(data)
    rows = list(read_table(tmp_path / "a.csv", "m4t8wd"))

    assert len(rows) == len(found)
    assert all(
        words in (row.guest.address if isinstance(row, Request) else row.why)
        for row, words in zip(rows, found, strict=True)
    )


@pytest.mark.parametrize(
    "data",
    [
        b'name;mail\n"A;a@example.org\nB;b@example.org\n',
        b"name;mail\n" + b"x" * 200_000 + b";a@example.org\n",
        b"\0\1\2",
        b"",
        b"\xff\xfe\0",
        b'"',
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path: Path, data: bytes):
    """A quotation mark without its second would swallow everybody after it."""
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(Refusal) as said:
        list(read_table(tmp_path / "a.csv", "m4t8wd"))
    assert str(said.value).replace("\n", "").isprintable()


def test_places_and_words_that_are_none_are_refused_with_a_sentence(tmp_path: Path):
    office = Office(tmp_path)
    for words in (
        ("--postfach", "~niemand/Mail"),
        ("--csv", "~niemand/a.csv"),
        ("--postfach", "x" * 5000),
        ("--csv", str(tmp_path)),
        ("\udcff@example.org",),
        ("a" * 20_000 + "@example.org",),
        (POISON,),
        ("\x1b[2J@example.org",),
    ):
        said = office.run("2026-12-02", *words)
        assert said.code == 1
        assert "Traceback" not in said.text and said.text.replace("\n", "").isprintable()
