"""Sending: at most once per person and version, whatever happens in between, and everybody is accounted for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from plugins.invitations.journal import BEGUN, REFUSED, SENT, Story, alone
from plugins.invitations.plan import version_of
from plugins.meetings.calendar import sequence_of

from ..builders import meeting
from .world import LINK, NUMBER, PHONE, PIN, WORD, Moody, Office, Post, calendar_of, mail_server, parsed


@pytest.fixture
def post(tmp_path: Path):
    with mail_server(tmp_path) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, post: Post) -> Office:
    return Office(tmp_path, post.smtp())


@pytest.mark.parametrize(("people", "kills"), [(20, 4), pytest.param(500, 50, marks=pytest.mark.lang)])
def test_nobody_gets_two_and_everybody_is_accounted_for(office: Office, post: Post, people: int, kills: int):
    """A server that refuses, delays and drops connections, before the text, within it and after its own „ok“; a sender that is killed at every step."""
    addresses = [f"{'unbekannt' if n % 12 == 5 else 'person'}{n}@example.org" for n in range(people)]
    table = office.folder / "anfragen.csv"
    table.write_text("name;mail\n" + "".join(f"Person Nummer;{address}\n" for address in addresses))
    mood = post.trouble = Moody(people, kills)
    runs = killed = 0
    while runs == 0 or (
        runs < 40 + 4 * kills and any(state not in (SENT, BEGUN, REFUSED) for state in office.states().values())
    ):
        mood.process = office.start("2026-12-02", "--csv", str(table), "--senden")
        said = mood.process.communicate()[0].decode()
        assert "Traceback" not in said, said
        killed += mood.process.returncode == -9
        mood.kills += mood.process.returncode != -9 and mood.process.pid in mood.killed  # it had ended before
        runs += 1

    got = Counter(recipient for recipient, _ in post.box)
    states = office.states()
    assert killed == kills
    assert sorted(states) == sorted(addresses)
    assert max(got.values()) == 1  # none twice
    assert {a for a, state in states.items() if state == SENT} <= got.keys()
    assert not {a for a, state in states.items() if state == REFUSED} & got.keys()
    assert all(state in (SENT, BEGUN, REFUSED) for state in states.values())
    assert {a for a in addresses if "unbekannt" in a} <= {a for a, state in states.items() if state == REFUSED}
    shown = office.run("2026-12-02")
    assert all(address in shown for address, state in states.items() if state in (BEGUN, REFUSED))
    print(
        f"\n{people} Mails, {runs} Aufrufe, {killed} abgebrochen: {Counter(states.values())}, zugestellt {len(got)}, {dict(mood.done)}"
    )


def test_a_second_run_sends_nothing(office: Office, post: Post):
    first = office.run("2026-12-02", "Vera Beispiel <vera@example.org>", "--senden")
    again = office.run("2026-12-02", "vera@EXAMPLE.org", "--senden")

    assert first.code == again.code == 0
    assert "1 von 1 Mail gesendet." in first
    assert "Schon gesendet: 1 Person." in again
    assert "Es ist nichts zu senden." in again
    assert [recipient for recipient, _ in post.box] == ["vera@example.org"]


def test_without_the_word_nothing_is_sent_or_kept(office: Office, post: Post):
    said = office.run("2026-12-02", "Vera Beispiel <vera@example.org>")

    assert "Vera Beispiel <vera@example.org>" in said
    assert "Es wurde nichts gesendet." in said
    assert post.box == []
    assert not office.state.exists()


def test_an_unknown_outcome_is_named_and_only_sent_again_when_somebody_says_so(office: Office, post: Post):
    post.trouble = lambda step, recipient: "drop" if step == "stored" else ""
    said = office.run("2026-12-02", "vera@example.org", "--senden")
    post.trouble = lambda step, recipient: ""
    shown = office.run("2026-12-02", "--senden")

    assert "vera@example.org: ungewiss" in said
    assert "Ungewiss, ob die Mail ankam (1):\n  vera@example.org" in shown
    assert len(post.box) == 1
    again = office.run("2026-12-02", "--nochmal", "vera@example.org", "--senden")
    assert "1 von 1 Mail gesendet." in again
    ids = {parsed(mail)["Message-ID"] for mail in post.mails()}
    assert (len(post.box), len(ids)) == (2, 1)  # so that a mail program may know the second as the first
    assert office.run("2026-12-02", "--senden").text.count("Schon gesendet: 1") == 1


@pytest.mark.parametrize(
    ("step", "answer", "state", "words"),
    [
        (
            "rcpt",
            "550 5.1.1 unknown",
            "abgewiesen",
            "Vom Mailserver abgewiesen (1):\n  vera@example.org: 550 5.1.1 unknown",
        ),
        ("data", "554 no", "abgewiesen", "abgewiesen (1)"),
        ("rcpt", "451 later", "vertagt", "Neu einzuladen (1)"),
        ("data", "452 full", "vertagt", "Neu einzuladen (1)"),
        ("rcpt", "drop", "nicht gesendet", "Neu einzuladen (1)"),
    ],
)
def test_what_the_server_refuses_is_retried_or_listed(
    office: Office, post: Post, step: str, answer: str, state: str, words: str
):
    post.trouble = lambda at, recipient: answer if at == step else ""
    said = office.run("2026-12-02", "vera@example.org", "--senden")
    post.trouble = lambda at, recipient: ""

    assert said.code == 1
    assert office.states() == {"vera@example.org": state}
    assert words in office.run("2026-12-02")
    office.run("2026-12-02", "--senden")
    assert len(post.box) == (0 if state == "abgewiesen" else 1)


def test_a_server_that_says_nothing_is_given_up_in_time(office: Office, post: Post):
    office.write_private(post.smtp(geduld=1))
    post.trouble = lambda step, recipient: "wait2" if step == "data" else ""
    said = office.run("2026-12-02", "vera@example.org", "--senden")

    assert "ungewiss (keine Antwort)" in said
    assert office.states() == {"vera@example.org": BEGUN}


def test_two_at_once_wait_for_one_another(office: Office, post: Post):
    with alone(office.state):
        said = office.run("2026-12-02", "vera@example.org", "--senden")

    assert (said.code, said.text) == (
        1,
        "Es läuft schon ein anderer Versand. Bitte warten, bis er fertig ist, dann noch einmal.\n",
    )
    assert post.box == []


# ---------------------------------------------------------------------------------------- the way


def test_a_certificate_of_somebody_else_stops_everything(tmp_path: Path):
    with mail_server(tmp_path, name="anderswo.example") as post:
        office = Office(tmp_path, post.smtp())
        said = office.run("2026-12-02", "vera@example.org", "--senden")

    assert said.code == 1
    assert "mit einem Zertifikat aus, das nicht stimmt" in said
    assert post.steps == {}


def test_a_server_without_tls_gets_nothing(tmp_path: Path):
    with mail_server(tmp_path, plain=True) as post:
        office = Office(tmp_path, post.smtp())
        said = office.run("2026-12-02", "vera@example.org", "--senden")

    assert "bietet keine Verschlüsselung an (STARTTLS). Ohne sie wird nichts gesendet." in said
    assert post.steps == {}


def test_tls_from_the_first_byte(tmp_path: Path):
    with mail_server(tmp_path, implicit=True) as post:
        office = Office(tmp_path, post.smtp(verschluesselung="TLS"))

        assert "1 von 1 Mail gesendet." in office.run("2026-12-02", "vera@example.org", "--senden")


def test_a_wrong_password_is_told_without_it(office: Office, post: Post):
    office.write_private(post.smtp(passwort="Falsch" + "esWort1"))
    said = office.run("2026-12-02", "vera@example.org", "--senden")

    assert "nimmt Nutzer und Passwort nicht an" in said
    assert "FalschesWort1" not in said.text
    assert office.states() == {"vera@example.org": ""}  # asked for, not begun


def test_a_server_that_is_not_there_leaves_all_open(office: Office, post: Post):
    office.write_private(post.smtp(anschluss=1))
    said = office.run("2026-12-02", "a@example.org", "b@example.org", "--senden")

    assert "ist nicht zu erreichen" in said
    assert "0 von 2 Mails gesendet. Noch offen: 2." in said
    assert said.code == 1


def test_no_secret_is_on_the_screen_or_in_the_journal(office: Office, post: Post):
    said = (
        office.run("2026-12-02", "vera@example.org").text
        + office.run("2026-12-02", "vera@example.org", "--senden").text
    )
    said += "".join(path.read_text() for path in office.state.glob("*.jsonl"))

    assert [value for value in (LINK, PHONE, NUMBER, PIN, WORD) if value in said] == []
    assert all(
        value in parsed(post.box[0][1]).get_body(("plain",)).get_content() for value in (LINK, PHONE, NUMBER, PIN)
    )


# --------------------------------------------------------------------------------------- changes


def test_a_change_is_told_once_to_those_who_were_invited(office: Office, post: Post):
    office.run("2026-12-02", "vera@example.org", "--senden")
    office.meeting(
        date="2026-12-03", more="verlegt_von: 2026-12-02\naenderungen:\n  - datum: 2026-11-20\n    was: verlegt\n"
    )
    office.run("2026-12-03", "neu@example.org", "--senden")
    office.run("2026-12-03", "--senden")

    first, change = post.mails("vera@example.org")
    assert parsed(change)["Subject"] == "Geändert: Fraktionssitzung am Donnerstag, 3. Dezember 2026, 19:30 Uhr"
    assert parsed(change)["In-Reply-To"] == parsed(first)["Message-ID"]
    (a, b) = (calendar_of(mail).walk("VEVENT")[0] for mail in (first, change))
    assert (a["uid"], a["sequence"], b["sequence"]) == (b["uid"], 0, 1)
    assert len(post.mails("neu@example.org")) == 1
    assert parsed(post.mails("neu@example.org")[0])["Subject"].startswith("Einladung: ")


def test_a_new_link_is_a_change_too_though_no_calendar_shows_it(office: Office, post: Post):
    office.run("2026-12-02", "vera@example.org", "--senden")
    office.write_private(post.smtp(), ways=f'  - link: "{LINK}-neu"\n')
    office.run("2026-12-02", "--senden")

    first, change = (calendar_of(mail).walk("VEVENT")[0] for mail in post.mails("vera@example.org"))
    assert (first["sequence"], change["sequence"]) == (0, 1)
    assert change["location"] == f"{LINK}-neu"


def test_a_cancelled_meeting_is_cancelled_once(office: Office, post: Post):
    office.run("2026-12-02", "vera@example.org", "--senden")
    office.meeting(more="abgesagt: ja\nabsagegrund: wegen Krankheit\n")
    office.run("2026-12-02", "spaet@example.org", "--senden")
    office.run("2026-12-02", "--senden")

    _, cancel = post.mails("vera@example.org")
    calendar = calendar_of(cancel)
    assert (calendar["method"], calendar.walk("VEVENT")[0]["status"], calendar.walk("VEVENT")[0]["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        1,
    )
    assert parsed(cancel)["Subject"].startswith("Fällt aus: ")
    (late,) = post.mails("spaet@example.org")  # was never invited: there is nothing to take out of a calendar
    assert [part.get_content_type() for part in parsed(late).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert LINK not in parsed(late).get_body(("plain",)).get_content()


def test_by_hand_counts_as_sent(office: Office, post: Post):
    folder = office.folder / "mails"
    said = office.run("2026-12-02", "Vera Beispiel <vera@example.org>", "--als-datei", str(folder))
    (file,) = folder.glob("*.eml")

    assert "1 Mail liegt in" in said
    assert parsed(file.read_bytes())["To"] == "Vera Beispiel <vera@example.org>"
    assert file.stat().st_mode & 0o077 == 0
    assert "Es ist nichts zu senden." in office.run("2026-12-02", "vera@example.org", "--senden")
    assert post.box == []


def test_a_torn_line_is_mended(office: Office, post: Post):
    office.run("2026-12-02", "vera@example.org", "--senden")
    path = office.journal().path
    path.write_bytes(path.read_bytes() + b'{"was": "anfr')
    office.run("2026-12-02", "otto@example.org", "--senden")

    assert set(office.states().values()) == {SENT}
    assert len(post.box) == 2


@pytest.mark.parametrize(("told", "changes", "expected"), [(0, 0, 1), (0, 1, 1), (0, 3, 3), (4, 1, 5)])
def test_a_change_is_never_below_the_public_calendar(told: int, changes: int, expected: int):
    """Else a calendar program that has both takes the mail for the older one (RFC 5546, 2.1.4)."""
    changed = meeting(changes=tuple(dt.date(2026, 11, 10 + n) for n in range(changes)))

    assert sequence_of(changed) == changes
    assert version_of(Story("m4t8wd", version=told, print="alt"), changed, "neu") == (expected, True)
    assert version_of(Story("m4t8wd", version=told, print="neu"), changed, "neu") == (told, False)
    assert version_of(Story("m4t8wd"), changed, "neu") == (changes, True)
