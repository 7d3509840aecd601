"""The command beside its everyday use (test_cli.py): examples that exist, what is missing, what `--beheben` leaves alone."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from plugins.site.repair import do, mends

from ..builders import TODAY, Project
from ..disk import HEUTE, ROOT, called, contents, fraktion, sample_project

COMMANDS = [
    "pruefen",
    "bauen",
    "vorschau",
    "aufgaben",
    "felder",
    "neu",
    *(f"neu {kind}" for kind in ("antrag", "meldung", "sitzung", "person", "gremium")),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_the_help_is_a_command_that_exists(project: Project, command: str) -> None:
    """With --help behind it, so that nothing is done."""
    told = re.sub(r"\s+", " ", called(project, *command.split(), "--help").stdout)
    example = shlex.split(told.partition("Beispiel: fraktion ")[2].partition(" > ")[0])
    assert example[: len(command.split())] == command.split()
    assert called(project, *example, "--help").returncode == 0


def test_missing_content_a_wrong_day_and_missing_settings_are_told(project: Project) -> None:
    assert "ist kein Datum. Bitte so schreiben: 2026-11-22" in called(project, "pruefen", "--heute", "gestern").stderr
    assert (
        "fehlt. Bitte im Ordner des Projekts aufrufen"
        in called(project, "pruefen", "--einstellungen", "andere.py").stderr
    )
    project.content.rename(project.root / "texte")
    for command in ("pruefen", "bauen", "aufgaben", "vorschau"):
        done = called(project, command)
        assert done.returncode == 1
        assert "content gibt es nicht." in done.stderr


def test_a_theme_that_is_not_there_is_told(project: Project) -> None:
    (project.root / "theme").unlink()
    done = called(project, "bauen")
    assert done.returncode == 1
    assert "theme" in done.stderr
    assert "Bitte" in done.stderr


def test_the_sample_is_in_order_but_may_not_be_published(tmp_path: Path) -> None:
    """Its hints are those that show what a hint looks like."""
    sample = sample_project(tmp_path / "projekt")
    done = called(sample, "pruefen", "--heute", HEUTE)
    assert (done.returncode, done.stderr) == (0, "")
    (sample.root / "publishconf.py").write_text((ROOT / "publishconf.py").read_text("utf-8"), "utf-8")
    public = called(sample, "pruefen", "--heute", HEUTE, "--einstellungen", "publishconf.py")
    assert public.returncode == 1
    assert "content/fraktion.yaml: Diese Angaben sind noch das Beispiel („beispiel: ja“)." in public.stdout


def test_a_build_says_what_it_did_and_why(project: Project) -> None:
    project.motion()
    done = called(project, "bauen", "--warum")
    assert done.returncode == 0
    assert re.match(
        r"Anträge und Anfragen: 1, Sitzungen: 0, Meldungen: 0\. (\d+) Dateien, davon \1 geschrieben, 0 entfernt, in \d+,\d\u00a0Sekunden\.\n",
        done.stdout,
    )
    assert "  antraege/2024-03-radweg/index.html: neu\n" in done.stdout
    assert done.stdout.endswith("Die Seite liegt in output\n")
    project.motion(titel="Ein Radweg")
    assert "  antraege/2024-03-radweg/index.html: der Antrag" in called(project, "bauen", "--warum").stdout


def test_umlauts_survive_a_terminal_without_a_language(project: Project) -> None:
    project.motion(head="stand: beschlosen")
    done = fraktion(project, "pruefen", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert "„stand: beschlosen“ ist kein bekannter Wert." in done.stdout


# --------------------------------------------------------------------------- pruefen --beheben


HEAD = "---\r\ntitel: Rad\u00adweg\r\nart: Antrag\r\ndatum: 2024-03-04\r\n---\r\n\r\n## Beschlussvorschlag\r\n\r\n1. Ein\u200b Radweg  \r\n"


def test_repair_writes_ids_and_removes_what_cannot_be_seen_and_nothing_else(project: Project) -> None:
    """Line ends, trailing blanks, the order of the lines: all as it was."""
    project.write("antraege/2024-03-radweg.md", HEAD)
    untouched = project.motion("2024-04-bus", uid="n5b7sx", titel="Bus", head="stand: angenomen")
    before = untouched.stat()
    done = called(project, "pruefen", "--beheben")
    assert done.stdout.startswith(
        "content/antraege/2024-03-radweg.md: unsichtbare Zeichen entfernt und Kennung eingetragen.\n"
    )
    after = (project.content / "antraege" / "2024-03-radweg.md").read_bytes().decode()
    uid = re.match(r"---\r\nuid: ([2-9b-z]{6})\r\n", after)[1]
    assert after == HEAD.replace("---\r\n", f"---\r\nuid: {uid}\r\n", 1).replace("\u00ad", "").replace("\u200b", "")
    assert (untouched.stat().st_mtime_ns, untouched.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert done.returncode == 1
    assert done.stdout.endswith("\n1 Problem.\n")


@pytest.mark.parametrize(
    "head", ["uid:\n", "uid: \n", 'uid: ""\n', "uid:   # kommt noch\n", "uid: ''\n", "", "# Kommentar\n"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_id_is_written_once_wherever_its_line_stands(project: Project, head: str, end: str, mark: str) -> None:
    text = f"{mark}---\ntitel: Radweg\n{head}art: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg.\n".replace(
        "\n", end
    )
    file = project.write("antraege/2024-03-radweg.md", text)
    found = mends(project.content, project.check(), TODAY)
    assert [(mend.path, mend.said) for mend in found] == [
        ("content/antraege/2024-03-radweg.md", ["Kennung eingetragen"])
    ]
    do(project.content, found, project.root / ".cache" / "behoben.json")
    assert project.check() == []
    after = file.read_bytes().decode()
    written = re.search(r"uid: [2-9b-z]{6}" + end, after)[0]
    assert after.replace(written, head.replace("\n", end) if head.startswith("uid") else "", 1) == text
    assert mends(project.content, project.check(), TODAY) == []


def test_repair_of_a_project_in_order_changes_nothing(project: Project) -> None:
    project.motion()
    before = contents(project.content)
    done = called(project, "pruefen", "--beheben")
    assert (done.returncode, done.stdout) == (0, "Alles in Ordnung.\n")
    assert contents(project.content) == before
