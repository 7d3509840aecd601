"""The private file and the kept requests: nobody else reads them, git never gets them, and they go in time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plugins.site.private import Where, known_secrets, read_private, table
from plugins.site.settings import Refusal

from ..conftest import ROOT
from .world import LINK, PHONE, PIN, WORD, Office, mail_server

PASSPHRASE = "sechs zufaellige " + "woerter sind genug"


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=V", "-c", "user.email=v@example.org", *words],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_may_read_is_refused_with_the_remedy(office: Office, mode: int):
    office.write_private(mode=mode)
    said = office.run("2026-12-02", "vera@example.org")

    assert (said.code, f"Bitte ändern: chmod 600 {office.private}" in said) == (1, True)
    assert "dürfen auch andere" in office.run(command="bauen")


@pytest.mark.needs("git")
def test_a_file_that_git_has_or_could_take_is_refused(office: Office):
    git(office.folder, "init", "-q")
    assert "liegt in einem Ordner, aus dem git Dateien aufnimmt" in office.run("2026-12-02", "vera@example.org")
    (office.folder / ".gitignore").write_text("einwahl.yaml\nablage\n")
    assert office.run("2026-12-02", "vera@example.org").code == 0
    git(office.folder, "add", "-f", "einwahl.yaml")
    assert "ist in git aufgenommen" in office.run("2026-12-02", "vera@example.org")


@pytest.mark.needs("git")
def test_requests_and_mails_are_kept_nowhere_that_git_looks(office: Office):
    git(office.folder, "init", "-q")
    (office.folder / ".gitignore").write_text("einwahl.yaml\n")
    assert "Der Ordner für die Anfragen" in office.run("2026-12-02", "vera@example.org")
    (office.folder / ".gitignore").write_text("einwahl.yaml\nablage\n")
    said = office.run("2026-12-02", "vera@example.org", "--als-datei", str(office.folder / "mails"))
    assert "Der Ordner für die Mails" in said
    assert not (office.folder / "mails").exists()


def test_what_is_kept_is_readable_for_its_owner_only(tmp_path: Path):
    with mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        office.run("2026-12-02", "vera@example.org", "--senden")
    kept = [office.state, *office.state.iterdir()]

    assert len(kept) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)


@pytest.mark.parametrize(
    "text",
    [
        "einwahl: [",
        f'einwahl:\n  - link: "{LINK}\n',
        f"einwahl:\n  - lnk: {LINK}\n",
        f"einwahl:\n  - link:\n      x: {LINK}\n",
        "- a\n",
        "",
        f"smtp:\n  rechner: x\n  anschluss: {WORD}x\n",
        f"smtp:\n  rechner: x\n  je_minute: {WORD}\n",
        f"passwort: a: {WORD}\n",
    ],
)
def test_a_slip_in_it_is_told_without_what_stands_there(office: Office, text: str):
    office.private.write_text(text)
    said = office.run("2026-12-02", "vera@example.org")

    assert said.code == 1
    assert LINK not in said.text
    assert WORD not in said.text.replace(f"{WORD}x", "")


@pytest.mark.parametrize(
    "text",
    [
        "smtp:\n  rechner: x\n  passwort: ü{word}\n".encode("latin-1"),
        "smtp:\n  rechner: x\n  passwort: \u200b{word}\n".encode(),
        b"---\n{word}",
        b"smtp:\n  rechner: x\n  passwort: \x07{word}\n",
        b"smtp:\n  rechner: x\n  anschluss: " + b"9" * 5000,
        b"smtp:\n  rechner: x\n  zertifikat: ~niemand/x\n",
    ],
)
def test_bytes_that_are_none_are_told_without_what_stands_beside_them(office: Office, text: bytes):
    office.private.write_bytes(text.replace(b"{word}", WORD.encode()))
    said = office.run("2026-12-02", "vera@example.org")

    assert said.code == 1
    assert WORD not in said.text and "Traceback" not in said.text
    assert said.text.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("more", "ways", "words"),
    [
        ("", "  - fuer: 2026-12-09\n    link: x\n", "steht kein Link in der privaten Datei"),
        ("form: Präsenz\nort: x\n", None, ""),
        ("abgesagt: ja\n", None, ""),
    ],
)
def test_an_invitation_without_a_way_in_is_not_written(office: Office, more: str, ways: str | None, words: str):
    if ways:
        office.write_private(ways=ways)
    office.meeting(more=more.replace("form: Präsenz\n", ""), form="Präsenz" if "Präsenz" in more else "Videokonferenz")
    said = office.run("2026-12-02", "vera@example.org")

    assert words in said
    assert said.code == bool(words)


def test_the_more_particular_way_holds(office: Office):
    office.write_private(
        ways='  - link: "https://a.example/1"\n  - fuer: 2026-12-02\n    ort: Am Tag\n    link: "https://b.example/2"\n  - fuer: m4t8wd\n    link: "https://c.example/3"\n'
    )
    private = read_private(Where(office.project.content, str(office.private)), lambda question: "")
    from plugins.invitations.plan import access_for

    from ..builders import meeting

    assert [
        access_for(private, one).link
        for one in (meeting(), meeting(uid="k7f3qz"), meeting(uid="k7f3qz", date=meeting().date.replace(day=3)))
    ] == ["https://c.example/3", "https://b.example/2", "https://a.example/1"]


def test_a_link_that_the_website_would_not_know_again_is_not_sent(office: Office):
    office.write_private(ways='  - link: "https://unbekannt.example/raum/1"\n')
    shown, sent = office.run("2026-12-02", "vera@example.org"), office.run("2026-12-02", "vera@example.org", "--senden")

    for said in (shown, sent):
        assert "gesperrte_adressen:\n    - unbekannt.example" in said
    assert (shown.code, sent.code) == (0, 1)
    assert not office.journal().path.exists()


def test_nobody_is_invited_to_what_is_over_unknown_or_closed(office: Office):
    assert "ist vorbei" in office.run("2026-12-02", "vera@example.org", today="2026-12-03")
    assert "gibt es nicht. Die nächsten:\n  2026-12-02  Fraktionssitzung" in office.run("2026-12-24")
    office.meeting(uid="k7f3qz", stem="zweite")
    assert "sind mehrere Sitzungen. Bitte statt des Tages die Kennung angeben:\n  k7f3qz" in office.run(
        "2026-12-02"
    ).text.replace("m4t8wd", "k7f3qz", 1)
    path = office.project.content / "sitzungen/zweite.md"
    path.write_text(path.read_text().replace("nach Anmeldung per Mail", "nichtöffentlich"))
    assert "Diese Sitzung ist nichtöffentlich" in office.run("k7f3qz", "vera@example.org")


# -------------------------------------------------------------------------------------- encrypted


def test_encrypted_it_may_lie_beside_the_texts(office: Office, monkeypatch: pytest.MonkeyPatch):
    """With a passphrase: opened for sending, and a build does without, since it asks nobody."""
    monkeypatch.setenv("FRAKTION_PASSWORT", PASSPHRASE)
    from plugins.site.private import encrypted

    data = encrypted(
        office.private.read_bytes(), Where(office.project.content, str(office.private)), lambda question: ""
    )
    (office.project.content / "einwahl.age").write_bytes(data)
    where = Where(
        office.project.content, environment={"HOME": str(office.folder / "leer"), "FRAKTION_PASSWORT": PASSPHRASE}
    )
    private = read_private(where, lambda question: "")

    assert all(value.encode() not in data for value in (LINK, PHONE, PIN))
    assert private.accesses[0].link == LINK
    assert (
        read_private(
            Where(office.project.content, environment={"HOME": str(office.folder / "leer")}), lambda question: ""
        )
        is None
    )
    monkeypatch.setenv("HOME", str(office.folder / "leer"))
    monkeypatch.delenv("FRAKTION_EINWAHL", raising=False)
    assert known_secrets(office.project.content) == ()
    where.environment["FRAKTION_PASSWORT"] = "falsch" * 5
    with pytest.raises(Refusal, match="Das Passwort passt nicht"):
        read_private(where, lambda question: "")


def test_with_a_key_the_guard_opens_it_too(office: Office, monkeypatch: pytest.MonkeyPatch):
    import pyrage

    key = office.folder / "schluessel.txt"
    key.write_text(f"# created: heute\n{pyrage.x25519.Identity.generate()}\n")
    key.chmod(0o600)
    monkeypatch.setenv("FRAKTION_SCHLUESSEL", str(key))
    from plugins.site.private import encrypted

    (office.project.content / "einwahl.age").write_bytes(
        encrypted(office.private.read_bytes(), Where(office.project.content, str(office.private)), lambda question: "")
    )
    monkeypatch.setenv("HOME", str(office.folder / "leer"))
    monkeypatch.delenv("FRAKTION_EINWAHL", raising=False)

    assert f"={LINK}" in known_secrets(office.project.content)
    key.chmod(0o644)
    with pytest.raises(Refusal, match="dürfen auch andere"):
        known_secrets(office.project.content)


def test_the_command_encrypts_and_a_short_passphrase_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRAKTION_PASSWORT", "kurz")
    from plugins.site.private import encrypted

    with pytest.raises(Refusal, match="mindestens 20 Zeichen"):
        encrypted(office.private.read_bytes(), Where(office.project.content, str(office.private)), lambda question: "")


# -------------------------------------------------------------------------------------- forgetting


@pytest.fixture
def invited(tmp_path: Path):
    with mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp())
        office.run("2026-12-02", "Vera Beispiel <vera@example.org>", "--senden")
        yield office


def kept(office: Office) -> str:
    return "".join(path.read_text() for path in office.state.iterdir())


def test_requests_go_after_the_days_that_the_group_set(invited: Office):
    invited.run(today="2026-12-12")
    assert "vera" in kept(invited)
    assert "Vergessen: 1 Person zur Sitzung m4t8wd." in invited.run(today="2026-12-13")
    assert "vera" not in kept(invited).lower()


def test_a_meeting_that_was_moved_or_whose_text_is_gone_is_forgotten_by_its_last_day(invited: Office):
    invited.meeting(date="2026-12-30", more="verlegt_von: 2026-12-02\n")
    invited.run(today="2026-12-20")
    assert "vera" in kept(invited)
    (invited.project.content / "sitzungen/2026-12-02-sitzung.md").unlink()
    invited.run(today="2026-12-13")  # what is known is the day of the last sending
    assert "vera" not in kept(invited).lower()


def test_what_is_past_goes_at_once_when_told_to(invited: Office):
    invited.run("--vergessen", today="2026-12-02")
    assert "vera" in kept(invited)
    assert "Vergessen: 1 Person" in invited.run("--vergessen", today="2026-12-03")
    assert "vera" not in kept(invited).lower()


def test_the_handbook_explains_every_key_of_the_private_file():
    text = (ROOT / "content/EINLADEN.md").read_text("utf-8")

    assert [
        key
        for fields in (table().fields, table().rows["access"], table().rows["server"], table().rows["imap"])
        for key in fields
        if f"{key}:" not in text and f"`{key}`" not in text
    ] == []
