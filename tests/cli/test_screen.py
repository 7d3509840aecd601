"""Nothing that is printed is obeyed by a terminal, whoever wrote it: the real commands with hostile values in every place."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cli import main
from plugins.cli.around import progress
from plugins.cli.screen import Screen
from plugins.records.problems import FORMATS

from ..builders import ROOT, Project
from ..invitations.world import Office

# Renames the window, clears the screen, colours (as C0 and C1), turns the writing round, hides a line, rings, goes back over what stands there.
EVIL = "A\x1b]0;neuer Titel\x07\x1b[2J\x9b31m\u202egnp\u2066x\u2028\x85\x7f\x08\rB"
IN_YAML = json.dumps(EVIL)
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")


def run(*arguments: str, folder: Path) -> tuple[int, str]:
    """The command in this process; what it says, as the bytes that a terminal would get."""
    out = io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True)
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
    return code, out.buffer.getvalue().decode()


def harmless(said: str) -> str:
    assert not OBEYED.search(said), ascii(OBEYED.search(said))
    assert "Traceback" not in said
    return said


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Values, keys, names of files and folders, bytes that are no text."""
    project = Project(tmp_path_factory.mktemp("feind"))
    for number, key in enumerate(
        (
            "titel",
            "kurz",
            "stand",
            "datum",
            "themen",
            "ort",
            "bezug",
            "drucksache",
            "pdf",
            "unterzeichner",
            "antragstellende",
            "art",
            "uid",
            "wahlperiode",
        )
    ):
        head = {"uid": f"k{number:02}3qz", "titel": "Radweg", "art": "Antrag", "datum": "2024-03-04", key: IN_YAML}
        project.write(
            f"antraege/schluessel-{number}.md",
            "---\n"
            + "".join(f"{name}: {value}\n" for name, value in head.items())
            + "---\n\n## Beschlussvorschlag\n\n1. Ja.\n",
        )
    project.write(
        "antraege/roh.md",
        f"---\nuid: r7f3qz\ntitel: Roh {EVIL}\n{EVIL}: x\nart: Antrag\ndatum: 2024-03-04\n---\n\n{EVIL}\n[x]({EVIL})\n",
    )
    project.write(
        "antraege/lang.md",
        f"---\nuid: l7f3qz\ntitel: {'Lang ' * 20_000}\nart: {'x' * 50_000}\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ja.\n",
    )
    project.write(
        "antraege/folge.md",
        f"---\nuid: f7f3qz\ntitel: Folge\nart: Antrag\ndatum: 2024-03-04\nberatungsfolge:\n  - {{gremium: {IN_YAML}, datum: 2024-03-05, ergebnis: {IN_YAML}}}\n  - {IN_YAML}: {IN_YAML}\n---\n\n## Beschlussvorschlag\n\n1. Ja.\n",
    )
    for name in (
        EVIL.replace("/", ""),
        "\u202egpj.md",
        "a\nb.md",
        "a\rb.md",
        os.fsdecode(b"caf\xe9.md"),
        os.fsdecode(b"\xff\xfe"),
    ):
        project.write(f"antraege/{name}", "x")
        project.write(f"{name}/x.md", "x")
        project.write(f"antraege/folge/{name}.pdf", "%PDF-1.4")
    project.write(
        "umleitungen.yaml",
        f"- von: {IN_YAML}\n  nach: {IN_YAML}\n- von: /{json.dumps(EVIL)[1:-1]}\n  nach: /antraege/\n- {IN_YAML}: x\n",
    )
    project.write("teaserquellen.yaml", f"- name: {IN_YAML}\n  adresse: {IN_YAML}\n  ebene: {IN_YAML}\n")
    project.write("themen.yaml", f"- name: {IN_YAML}\n- name: Verkehr\n- name: Verkehr\n")
    project.write("seiten/kontakt.md", f"---\ntitel: {IN_YAML}\n---\n{EVIL}")
    project.write("personen/vera.md", f"---\nuid: p3v7bn\nname: {IN_YAML}\nrolle: {IN_YAML}\n---\n")
    project.write(
        "sitzungen/nacht.md",
        f"---\nuid: m4t8wd\nname: {IN_YAML}\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: {IN_YAML}\nform: Videokonferenz\nzugang: öffentlich\n---\n",
    )
    return project


@pytest.mark.parametrize("form", FORMATS)
def test_a_check_of_hostile_texts_is_harmless(hostile: Project, form: str):
    code, said = run("pruefen", "--format", form, folder=hostile.root)

    assert code == 1
    assert len(harmless(said).splitlines()) > 30
    assert max(map(len, said.splitlines())) < 3000
    if form in ("json", "gitlab"):
        paths = {row.get("datei") or row["location"]["path"] for row in json.loads(said)}
        assert f"content/{EVIL}/x.md" in paths | {f"content/{EVIL}"} or any(
            EVIL in path for path in paths
        )  # the value itself is whole


@pytest.mark.parametrize(
    "words",
    [
        ("bauen",),
        ("bauen", "--vorschau", "--warum", "--kerne", "1"),
        ("aufgaben",),
        (EVIL,),
        ("pruefen", f"--{EVIL}"),
        ("pruefen", "--format", EVIL),
        ("pruefen", "--heute", EVIL),
        ("pruefen", "--einstellungen", EVIL),
        ("bauen", "--kerne", EVIL),
        ("neu", "antrag", "--titel", EVIL),
        ("neu", "antrag", "--titel", "Radweg", "--art", EVIL),
        ("neu", "antrag", "--titel", os.fsdecode(b"caf\xe9")),
        ("neu", "antrag", "--titel", "Radweg", "--themen", EVIL),
        ("neu", EVIL),
        ("neu", "person", "--name", EVIL),
        ("stand", "--ziel", EVIL),
        ("zurueck", "--ziel", EVIL),
        ("zurueck", EVIL),
        ("server", "zugang", EVIL),
        ("server", "einrichten", EVIL),
        ("server", "nacht", EVIL),
        ("veroeffentlichen", EVIL),
        ("veroeffentlichen", f"a@{EVIL}:b"),
        ("veroeffentlichen", f"{EVIL}:b"),
        ("teaser", "holen", "--nur", EVIL),
        ("einladen", EVIL),
        ("einladen", "2026-12-02", EVIL),
        ("einladen", "--postfach", EVIL),
        ("einladen", "--einwahl", EVIL),
        ("haken",),
        ("vorschau", "--port", EVIL),
        ("pruefen", "--einstellungen", os.fsdecode(b"\xff")),
    ],
    ids=lambda words: " ".join(words).replace(EVIL, "…").encode("ascii", "replace").decode(),
)
def test_what_is_said_of_hostile_words_is_harmless(
    hostile: Project, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FRAKTION_ABLAGE", str(tmp_path / "ablage"))
    _, said = run(*words, folder=hostile.root)

    assert harmless(said)


def test_who_asked_for_an_invitation_cannot_reach_the_screen(tmp_path: Path):
    """Names, subjects and addresses of a mailbox, of a table, of the command line; then a second time out of the journal."""
    office = Office(tmp_path)
    box = tmp_path / "post"
    box.mkdir()
    for number, sender in enumerate(
        (
            f'"{EVIL[:-2]}" <vera@example.org>',
            f"uli{EVIL[:-2]}@example.org",
            "=?utf-8?b?G10wO3gHG1syShtbMzFt4oCu?= <mia@example.org>",
            f"<{'x' * 5000}@example.org>",
        )
    ):
        (box / f"{number}.eml").write_bytes(
            f"From: {sender}\r\nTo: fraktion@example.org\r\nSubject: Anmeldung [m4t8wd] {EVIL[:-2]}\r\nMessage-ID: <{number}@example.org>\r\n\r\nBitte\r\n".encode()
        )
    table = tmp_path / "liste.csv"
    table.write_text(f"name;mail\n{EVIL};ida@example.org\nMax;{EVIL}@example.org\n", "utf-8")
    assert "Steuerzeichen" in harmless(office.run("2026-12-02", f"{EVIL} <eva@example.org>").text)
    assert "example.org" in harmless(office.run("2026-12-02", "--csv", str(table)).text)
    for _ in range(2):
        said = harmless(office.run("2026-12-02", "--postfach", str(box), "--als-datei", str(tmp_path / "mails")).text)
        assert "example.org" in said
        assert max(map(len, said.splitlines())) <= 1001
        harmless(office.run("--postfach", str(box)).text)


def test_a_progress_may_write_over_itself(monkeypatch: pytest.MonkeyPatch):
    """The one thing that goes past the door: a number and our own word."""
    own = io.StringIO()
    own.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", Screen(own))
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr("plugins.cli.around.time.monotonic", lambda: next(clock))
    progress("Seiten")(3, 7)
    print("\rvon fremd", file=sys.stderr)

    assert own.getvalue() == "\rSeiten: 3 von 7 <U+000D>von fremd\n"


# ----------------------------------------------------------------------------------- streams as they can be


def start(arguments: list[str], folder: Path, **more) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LC_", "LANG"))},
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    return subprocess.run([*arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, check=False, **more)


ENDINGS = ["", " | head -n 1", " | true", " >&-", " 2>&- >&-", " >/dev/full", " 2>&1 | true", " >/dev/full 2>&1"]
COMMANDS = [
    "pruefen",
    "pruefen --format json",
    "pruefen",
    "neu antrag --titel \xff",
    "stand --ziel /gibt/es/nicht",
    "felder",
    "--help",
    "pruefen",
]


def ends_quietly(command: str, ending: str, folder: Path) -> None:
    done = start(
        ["sh", "-c", f'"{sys.executable}" -m plugins.cli {command}{ending}'.encode("latin-1")],
        folder,
        capture_output=True,
    )
    said = harmless((done.stdout + done.stderr).decode())

    assert "Exception ignored" not in said
    assert "Error" not in said
    assert "Errno" not in said


@pytest.mark.parametrize(("command", "ending"), list(zip(COMMANDS, ENDINGS, strict=True)))
def test_a_command_ends_quietly_whoever_listens(hostile: Project, command: str, ending: str):
    """In the plainest locale, to a pipe that nobody reads, to a closed stream, to a full disk."""
    ends_quietly(command, ending, hostile.root)


@pytest.mark.lang
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("command", sorted({*COMMANDS, "aufgaben", "bauen", "einladen", "neu", "gibt-es-nicht"}))
def test_every_command_ends_quietly_whoever_listens(hostile: Project, command: str, ending: str):
    ends_quietly(command, ending, hostile.root)


SURROGATES: list[Callable[[], str]] = [lambda: "\ud800", lambda: os.fsdecode(b"\xe9"), lambda: EVIL]


@pytest.mark.parametrize("text", SURROGATES)
def test_an_uncaught_error_is_harmless_too(text: Callable[[], str], tmp_path: Path):
    """A slip of ours shows a traceback; what somebody wrote in it stays a word."""
    script = f"import sys\nfrom plugins import cli\ncli.said = lambda arguments: 1 / 0 if not arguments else (_ for _ in ()).throw(RuntimeError({text()!a}))\ncli.main(['x'])\n"
    done = start([sys.executable, "-c", script], tmp_path, capture_output=True)

    assert done.returncode == 1
    assert b"RuntimeError" in done.stderr
    assert not OBEYED.search(done.stderr.decode())


@pytest.mark.needs("git")
def test_what_a_server_answers_over_ssh_is_harmless(project: Project, tmp_path: Path):
    """`stand` and `zurueck` pass on what comes back; it is as foreign as any feed."""
    fake = tmp_path / "bin" / "ssh"
    fake.parent.mkdir()
    fake.write_bytes(
        f"#!/bin/sh\nprintf '%s\\n' '{EVIL}'\nprintf '%s\\n' '{EVIL}' >&2\nprintf '%s ' \"$@\"\nexit 3\n".encode()
        + b"\xff\n"
    )
    fake.chmod(0o755)
    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    subprocess.run(
        ["git", "-C", str(project.root), "config", "remote.website.url", "-oProxyCommand=x:/srv/website/site.git"],
        check=True,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
        code, said = run("stand", folder=project.root)

    assert code == 3
    assert harmless(said).count("neuer Titel") == 2
    assert "-- -oProxyCommand=x stand" in said  # a host that looks like an option is none


@pytest.mark.parametrize("program", ["rsync", "rclone"])
def test_what_a_carrier_complains_about_is_harmless(project: Project, program: str, tmp_path: Path):
    from plugins.publishing.carriers import carrier
    from plugins.site.settings import Refusal

    fake = tmp_path / "bin" / program
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\nprintf '%s\\n' 'fatal {EVIL}{'x' * 9000}' >&2\nexit 9\n", "utf-8")
    fake.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(Refusal) as refused:
            carrier("a@b.example:/c" if program == "rsync" else "speicher:c").read()

    assert f"{program} sagt: " in str(refused.value)
    assert max(map(len, str(refused.value).splitlines())) < 400
    assert not OBEYED.search(str(refused.value))


def test_stock_pelican_says_it_harmlessly_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """It has its own way to the screen; what we say there goes through the same function."""
    from plugins.site import plugin
    from plugins.site.settings import Refusal

    def refuse(*given: object) -> None:
        raise Refusal(EVIL)

    monkeypatch.setattr(plugin, "from_mapping", refuse)
    generator = object.__new__(plugin.SiteGenerator)
    generator.settings = {"PATH": "/gibt-es-nicht/content"}
    with pytest.raises(SystemExit):
        generator.generate_output(None)

    assert "neuer Titel" in harmless(capsys.readouterr().err)
