"""The journal on a disk that fails: a damaged line is named and set aside, the rest goes on, nobody gets a second mail."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from plugins.invitations.guests import Guest
from plugins.invitations.journal import (
    ASKED,
    BEGUN,
    DAMAGED,
    FILED,
    LATER,
    REFUSED,
    SENT,
    UNSENT,
    VERSION,
    Journal,
    row_of,
)
from plugins.invitations.mail import message_id

from ..builders import meeting
from .test_mail import SENDER
from .world import LINK, Office, Post, mail_server

VERA, OTTO, IDA, EMIL, JULE, LENA = (f"{name}@example.org" for name in ("vera", "otto", "ida", "emil", "J.ule", "lena"))
PRINT = "a" * 32


@pytest.fixture
def post(tmp_path: Path):
    with mail_server(tmp_path) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, post: Post) -> Office:
    return Office(tmp_path, post.smtp())


def about(address: str, version: int = 0) -> dict:
    return {
        "adresse": address,
        "fassung": version,
        "kennung": message_id(meeting().uid, version, Guest(address), SENDER),
    }


def begin(office: Office) -> Journal:
    """As a run leaves it that ended in the middle. Vera and Otto have their mail, Ida’s outcome is unknown, Emil has a file; Jule is to be tried again, Lena was not begun."""
    office.run("2026-12-02", VERA, OTTO, "--senden")
    journal = office.journal()
    for address in (IDA, EMIL, JULE, LENA):
        journal.add(ASKED, adresse=address, name="", woher="Aufruf")
    journal.add(BEGUN, **about(IDA), art="Einladung", abdruck=journal.story.print)
    journal.add(FILED, **about(EMIL), art="Einladung", abdruck=journal.story.print)
    journal.add(UNSENT, **about(JULE), antwort="keine Antwort")
    return journal


def damage(journal: Journal, number: int, change) -> bytes:
    """The line with this number (from 0), changed; what stood there."""
    lines = journal.path.read_bytes().splitlines(keepends=True)
    old, lines[number] = lines[number], change(lines[number])
    journal.path.write_bytes(b"".join(lines))
    return old


def line_number(journal: Journal, what: str, address: str) -> int:
    return next(
        n
        for n, line in enumerate(journal.path.read_bytes().splitlines())
        if (row := json.loads(line))["was"] == what and row.get("adresse") == address
    )


CHANGES = {
    "a bracket gone": lambda line: line.replace(b"{", b"", 1),
    "another word": lambda line: line.replace(b'"was": "', b'"was": "x', 1),
    "another address": lambda line: line.replace(b"@example", b"@exampla"),
    "another version": lambda line: line.replace(b'"fassung": 0', b'"fassung": 1'),
    "another key": lambda line: line.replace(b'"adresse"', b'"adressf"'),
    "no text": lambda line: line.replace(b"example", b"ex\xffmple"),
    "half": lambda line: line[: len(line) // 2] + b"\n",
    "nothing left": lambda line: b"\0" * (len(line) - 1) + b"\n",
    "broken in two": lambda line: line.replace(b'"adresse": "', b'"adresse": "\n'),
    "run together": lambda line: line[:-1] + b"*",
    "a list": lambda line: b"[1]\n",
    "deep": lambda line: b"[" * 100_000 + b"\n",
    "a number": lambda line: b"7\n",
    "no date": lambda line: line.replace(b'"zeit": "', b'"zeit": 7, "z": "'),
}


@pytest.mark.parametrize(
    ("change", "what", "address"),
    [
        *((change, BEGUN, IDA) for change in CHANGES),
        *((change, FILED, EMIL) for change in ("another word", "nothing left")),
    ],
)
def test_who_may_have_a_mail_gets_no_second_one_and_is_named(
    office: Office, post: Post, change: str, what: str, address: str
):
    journal = begin(office)
    damage(journal, line_number(journal, what, address), CHANGES[change])
    shown = office.run("2026-12-02")
    said = office.run("2026-12-02", "neu@example.org", "--senden")

    assert Counter(recipient for recipient, _ in post.box) <= Counter([VERA, OTTO, JULE, LENA, "neu@example.org"])
    for text in (shown.text, said.text):
        assert "Braucht einen Blick" in text and "Verzeichnis zu m4t8wd, Zeile" in text
        assert address in text.partition("Ungewiss, ob die Mail ankam")[2] or (what == FILED and address in text)
    assert JULE in {recipient for recipient, _ in post.box}  # a later line says that nothing had gone out
    assert ("neu@example.org" in {recipient for recipient, _ in post.box}) == (
        change not in ("nothing left", "deep")
    )  # zeros may hide many lines, and so anybody
    unsent = {JULE, LENA, "neu@example.org"} - {recipient for recipient, _ in post.box}
    assert all(person in said.text.partition("Ungewiss, ob die Mail ankam")[2] for person in unsent)
    assert office.run("2026-12-02", "--nochmal", address, "--senden").code == 0
    assert Counter(recipient for recipient, _ in post.box)[address] == 1


def test_a_line_that_still_names_its_person_holds_up_nobody_else(office: Office, post: Post):
    journal = begin(office)
    damage(journal, line_number(journal, BEGUN, IDA), CHANGES["another word"])
    office.run("2026-12-02", "neu@example.org", "--senden")

    assert sorted(recipient for recipient, _ in post.box) == sorted([VERA, OTTO, JULE, LENA, "neu@example.org"])


def test_a_damaged_request_holds_up_nobody_who_was_asked_for(office: Office, post: Post):
    """It was no mail, whoever it named; that person is named by what is left of the line."""
    journal = begin(office)
    journal.add(ASKED, adresse="paul@example.org", name="", woher="x" * 20)
    damage(
        journal,
        line_number(journal, ASKED, "paul@example.org"),
        lambda line: line.replace(b"paul@example", b"pa\xff\xff\xff"),
    )
    said = office.run("2026-12-02", "--senden")

    assert sorted(recipient for recipient, _ in post.box) == sorted([VERA, OTTO, JULE, LENA])
    assert '"anfrage"' in said and "pa\ufffd\ufffd\ufffd.org" in said


def test_an_address_that_is_damaged_is_known_by_the_id_of_its_mail(office: Office, post: Post):
    journal = begin(office)
    damage(journal, line_number(journal, FILED, EMIL), CHANGES["another address"])
    said = office.run("2026-12-02", "--senden")

    assert sorted(recipient for recipient, _ in post.box) == sorted([VERA, OTTO, JULE, LENA])
    assert EMIL in said.text.partition("Ungewiss, ob die Mail ankam")[2]


def test_what_is_set_aside_lies_beside_the_journal_and_is_said_until_it_is_forgotten(office: Office, post: Post):
    journal = begin(office)
    old = damage(journal, line_number(journal, ASKED, VERA), CHANGES["another word"])
    office.run("2026-12-02", "--senden")
    aside = journal.path.with_suffix(".beschaedigt")

    assert CHANGES["another word"](old) in aside.read_bytes()
    assert aside.stat().st_mode & 0o077 == 0
    assert [row["was"] for line in journal.path.read_bytes().splitlines() if (row := row_of(line))].count(DAMAGED) == 1
    assert all(row_of(line) for line in journal.path.read_bytes().splitlines())
    assert "Braucht einen Blick" in office.run("2026-12-02")
    once = journal.path.read_bytes()
    office.run("2026-12-02", "--senden")
    assert journal.path.read_bytes() == once
    office.run(today="2026-12-20")
    assert "vera" not in "".join(path.read_text("utf-8", "replace") for path in office.state.iterdir()).lower()


def test_hidden_lines_may_concern_people_of_whom_nothing_is_left(office: Office, post: Post):
    """A stretch of zeros, as disks leave it: whoever asks again may be one of those that stood there."""
    journal = begin(office)
    data = journal.path.read_bytes()
    first, last = (data.index(sign.encode()) for sign in (f'"adresse": "{VERA}"', '"was": "als Datei"'))
    journal.path.write_bytes(data[:first] + b"\0" * (last - first) + data[last:])
    said = office.run("2026-12-02", VERA, IDA, "neu@example.org", "--senden")

    assert [recipient for recipient, _ in post.box].count(VERA) == 1
    assert all(
        person in said.text.partition("Ungewiss, ob die Mail ankam")[2] for person in (VERA, IDA, "neu@example.org")
    )
    assert "--nochmal ADRESSE" in said


@pytest.mark.parametrize("what", [VERSION, "sitzung"])
def test_a_damaged_version_sends_the_same_to_nobody_again(office: Office, post: Post, what: str):
    office.run("2026-12-02", VERA, "--senden")
    journal = office.journal()
    damage(
        journal,
        next(n for n, line in enumerate(journal.path.read_bytes().splitlines()) if json.loads(line)["was"] == what),
        CHANGES["another word"],
    )

    assert "Es ist nichts zu senden." in office.run("2026-12-02", "--senden")
    office.meeting(more="abgesagt: ja\n")
    assert "1 von 1 Mail gesendet." in office.run("2026-12-02", "--senden")
    assert len(post.box) == 2


def test_a_change_is_told_though_the_line_of_the_last_version_is_damaged(office: Office, post: Post):
    """Each mail's own line says too what was told."""
    office.run("2026-12-02", VERA, "--senden")
    journal = office.journal()
    damage(
        journal,
        next(n for n, line in enumerate(journal.path.read_bytes().splitlines()) if json.loads(line)["was"] == VERSION),
        CHANGES["another word"],
    )
    office.write_private(post.smtp(), ways=f'  - link: "{LINK}-neu"\n')  # of which the public calendar knows nothing

    assert "1 von 1 Mail gesendet." in office.run("2026-12-02", "--senden")
    assert len(post.box) == 2


def test_the_end_of_the_last_line_may_be_damaged_too(office: Office, post: Post):
    """Not to be taken for a line whose writing was stopped."""
    journal = begin(office)
    journal.add(ASKED, adresse="paul@example.org", name="", woher="x")
    journal.add(FILED, **about("paul@example.org"), art="Einladung")
    whole = journal.path.read_bytes()
    for end in (whole[:-1] + b"*", whole[:-1], whole[:-3] + b"}*", whole[:-5] + b"xx}\n"):
        journal.path.write_bytes(end)
        assert office.journal().story.gaps == [] or end[:-1] != whole[:-1]
        office.run("2026-12-02", "--senden")
        assert "paul@example.org" not in [recipient for recipient, _ in post.box]


def test_lines_of_earlier_versions_have_no_sum_and_hold(tmp_path: Path):
    rows = [
        {"was": "sitzung", "tag": "2026-12-02"},
        {"was": VERSION, "fassung": 0, "abdruck": PRINT},
        {"was": ASKED, "adresse": VERA, "name": "Vera", "woher": "x"},
        {"was": BEGUN, **about(VERA), "art": "Einladung"},
        {"was": SENT, **about(VERA), "antwort": ""},
    ]
    (tmp_path / "m4t8wd.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    story = Journal(tmp_path, "m4t8wd").story

    assert (story.gaps, story.version, story.people[VERA].state(0)) == ([], 0, SENT)


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    journal = Journal(tmp_path, "m4t8wd")
    journal.ask(Guest(VERA), "x")
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:7]))
    with pytest.raises(OSError):
        journal.add(BEGUN, **about(VERA))
    monkeypatch.undo()
    journal.add(BEGUN, **about(VERA))

    assert Journal(tmp_path, "m4t8wd").story.gaps == []


@pytest.mark.parametrize("many", [15, pytest.param(3000, marks=pytest.mark.lang)])
def test_a_flipped_bit_sends_nothing_twice_and_hides_nobody(office: Office, post: Post, many: int):
    """Each flip is followed by a run. Whoever had a mail gets none; whoever had none gets one, or stands in a line."""
    journal = begin(office)
    journal.add(REFUSED, **about("paul@example.org"), antwort="550 no")
    journal.add(LATER, **about("rosa@example.org"), antwort="451 later")
    whole, random = journal.path.read_bytes(), Random(17)
    had, open_ = {VERA, OTTO, IDA, EMIL}, {JULE, LENA, "rosa@example.org"}
    for _ in range(many):
        at, bit = random.randrange(len(whole)), random.randrange(8)
        journal.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        journal.path.with_suffix(".beschaedigt").unlink(missing_ok=True)
        post.box.clear()
        said = office.run("2026-12-02", "--senden")
        got = Counter(recipient for recipient, _ in post.box)
        place = f"Byte {at}, Bit {bit}: {said.text}"
        assert "Traceback" not in said.text, place
        assert not had & got.keys(), place
        assert max(got.values(), default=0) <= 1, place
        assert got.keys() <= open_ | {"paul@example.org"}, place
        assert all(
            person in got or person.lower() in said.text.lower() or "Braucht einen Blick" in said.text
            for person in open_ | had - {VERA, OTTO}
        ), place
        assert all(row_of(line) for line in journal.path.read_bytes().splitlines()), place
