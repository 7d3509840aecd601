"""The command `fraktion` as people call it: German throughout, never a traceback, an exit code a script can use."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..builders import Project
from ..disk import HEUTE, ROOT, contents, fraktion, run, sample_project

COMMANDS = ["pruefen", "bauen", "vorschau", "aufgaben", "felder", "neu", *(f"neu {kind}" for kind in ("antrag", "meldung", "sitzung", "person", "gremium"))]
ENGLISH = re.compile(r"\b(usage|options?|optional|show|this|help|message|exit|positional|arguments?|default|choose|error|invalid|required|expected|unrecognized|the|and|file|folder)\b", re.I)


def english(text: str) -> list[str]:
    """English words, but for those that are names: --help, -h, DATEI."""
    return ENGLISH.findall(text.replace("--help", ""))


# ----------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_german_with_an_example(project: Project, command: str) -> None:
    done = fraktion(project, *command.split(), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Aufruf: fraktion {command}".rstrip())
    assert re.search(rf"Beispiel: fraktion {command}", re.sub(r"\s+", " ", done.stdout))
    assert "diese Hilfe zeigen" in done.stdout
    assert english(done.stdout) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_the_help_is_a_command_that_exists(project: Project, command: str) -> None:
    """With --help behind it, so that nothing is done."""
    import shlex

    told = re.sub(r"\s+", " ", fraktion(project, *command.split(), "--help").stdout)
    example = shlex.split(told.partition("Beispiel: fraktion ")[2].partition(" > ")[0])
    assert example[: len(command.split())] == command.split()
    assert fraktion(project, *example, "--help").returncode == 0


@pytest.mark.parametrize("wrong, said", [
    ([], "Es fehlt: BEFEHL"),
    (["baun"], "„baun“ gibt es nicht. Möglich sind: "),
    (["bauen", "--ziel", "x"], "Unbekannte Angabe: --ziel x"),
    (["bauen", "--ausgabe"], "--ausgabe: hier fehlt ein Wert"),
    (["bauen", "--alles=ja"], "hier gehört kein Wert hin"),
    (["bauen", "--kerne", "viele"], "„viele“ passt hier nicht"),
    (["pruefen", "--format", "xml"], "„xml“ gibt es nicht. Möglich sind: "),
    (["vorschau", "--port", "80"], "„80“ ist kein Anschluss. Möglich sind 1024 bis 65535."),
    (["vorschau", "--port", "99999"], "kein Anschluss"),
    (["vorschau", "--port", "acht"], "kein Anschluss"),
    (["neu"], "Es fehlt: ART"),
    (["neu", "brief"], "„brief“ gibt es nicht. Möglich sind: "),
    (["neu", "antrag", "--titl", "x", "--unbekannt", "y"], "Unbekannte Angabe: "),
])  # fmt: skip
def test_a_slip_on_the_command_line_is_told_in_german(project: Project, wrong: list[str], said: str) -> None:
    done = fraktion(project, *wrong)
    assert done.returncode == 2
    assert said in done.stderr
    assert english(done.stderr) == []


# ------------------------------------------------------------------------------ where and with what


@pytest.mark.parametrize("command", ["pruefen", "bauen", "vorschau", "aufgaben", "neu person --name Vera"])
def test_outside_a_project_every_command_says_so(tmp_path: Path, command: str) -> None:
    done = run([sys.executable, "-m", "plugins.cli", *command.split()], tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Hier ist kein Projekt: pelicanconf.py fehlt. Bitte in den Ordner der Website wechseln (cd …) und den Befehl wiederholen.\n"


def test_a_folder_inside_the_project_is_as_good(project: Project) -> None:
    done = fraktion(project, "pruefen", folder=project.content / "gremien", env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (0, "Alles in Ordnung.\n")


@pytest.mark.parametrize("broken, said", [
    ("SITEURL = \n", "pelicanconf.py, Zeile 1 lässt sich nicht lesen: SyntaxError"),
    ("import gibtesnicht\n", "pelicanconf.py lässt sich nicht lesen: ModuleNotFoundError"),
    ("1 / 0\n", "pelicanconf.py lässt sich nicht lesen: ZeroDivisionError"),
    ("SITEURL = 'x'\nFEED_TAG = 'www.example.org,2026'\n", "SITEURL ist „x“. Bitte"),
    ("SITEURL = 'https://www.example.org'\nFEED_TAG = 'ohne Komma'\n", "FEED_TAG ist „ohne Komma“. Bitte"),
    ("", "SITEURL ist „“. Bitte"),
])  # fmt: skip
def test_broken_settings_are_told_for_every_command(project: Project, broken: str, said: str) -> None:
    (project.root / "pelicanconf.py").write_text(broken, "utf-8")
    for command in ("pruefen", "bauen", "vorschau"):
        done = fraktion(project, command)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr


def test_missing_content_a_wrong_day_and_missing_settings_are_told(project: Project) -> None:
    assert "ist kein Datum. Bitte so schreiben: 2026-11-22" in fraktion(project, "pruefen", "--heute", "gestern").stderr
    assert "fehlt. Bitte im Ordner des Projekts aufrufen" in fraktion(project, "pruefen", "--einstellungen", "andere.py").stderr
    project.content.rename(project.root / "texte")
    for command in ("pruefen", "bauen", "aufgaben", "vorschau"):
        done = fraktion(project, command)
        assert done.returncode == 1
        assert "content gibt es nicht." in done.stderr


def test_a_theme_that_is_not_there_is_told(project: Project) -> None:
    (project.root / "theme").unlink()
    done = fraktion(project, "bauen")
    assert done.returncode == 1
    assert "theme" in done.stderr
    assert "Bitte" in done.stderr


# -------------------------------------------------------------------------------------- pruefen


@pytest.fixture
def wrong(project: Project) -> Project:
    """One problem and one hint."""
    project.motion("2024-03-radweg", head="stand: beschlosen")
    project.motion("2024-04-bus", uid="n5b7sx", titel="Bus", head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-20")
    return project


def test_the_check_prints_place_remedy_and_count(wrong: Project) -> None:
    done = fraktion(wrong, "pruefen", "--heute", HEUTE)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "content/antraege/2024-03-radweg.md:6: „stand: beschlosen“ ist kein bekannter Wert."
    assert lines[1].startswith("    → ")
    assert lines[2].startswith("content/antraege/2024-04-bus.md:8: Hinweis: Ergebnis fehlt seit ")
    assert lines[-1] == "1 Problem und 1 Hinweis."


def test_a_hint_alone_is_no_failure(wrong: Project) -> None:
    (wrong.content / "antraege" / "2024-03-radweg.md").unlink()
    done = fraktion(wrong, "pruefen", "--heute", HEUTE)
    assert done.returncode == 0
    assert done.stdout.endswith("\n1 Hinweis.\n")


def test_the_check_for_github_marks_the_lines(wrong: Project) -> None:
    done = fraktion(wrong, "pruefen", "--heute", HEUTE, "--format", "github")
    assert done.returncode == 1
    error, warning = done.stdout.splitlines()
    assert error.startswith("::error file=content/antraege/2024-03-radweg.md,line=6::„stand: beschlosen“ ist kein bekannter Wert.%0A→ ")
    assert warning.startswith("::warning file=content/antraege/2024-04-bus.md,line=8::Ergebnis fehlt seit ")


def test_the_check_for_editors_is_json(wrong: Project) -> None:
    done = fraktion(wrong, "pruefen", "--heute", HEUTE, "--format", "json")
    problem, hint = json.loads(done.stdout)
    assert (problem["datei"], problem["zeile"], problem["art"], hint["art"]) == ("content/antraege/2024-03-radweg.md", 6, "problem", "hinweis")
    assert set(problem) == {"datei", "zeile", "spalte", "art", "kennung", "was", "tun"}


def test_the_sample_is_in_order_but_may_not_be_published(tmp_path: Path) -> None:
    """Its hints are those that show what a hint looks like."""
    sample = sample_project(tmp_path / "projekt")
    done = fraktion(sample, "pruefen", "--heute", HEUTE)
    assert (done.returncode, done.stderr) == (0, "")
    (sample.root / "publishconf.py").write_text((ROOT / "publishconf.py").read_text("utf-8"), "utf-8")
    public = fraktion(sample, "pruefen", "--heute", HEUTE, "--einstellungen", "publishconf.py")
    assert public.returncode == 1
    assert "content/fraktion.yaml: Diese Angaben sind noch das Beispiel („beispiel: ja“)." in public.stdout


# --------------------------------------------------------------------- bauen, aufgaben, felder


def test_a_build_says_what_it_did_and_why(project: Project) -> None:
    project.motion()
    done = fraktion(project, "bauen", "--warum")
    assert done.returncode == 0
    assert re.match(r"1 Anträge und Anfragen, 0 Sitzungen, 0 Meldungen: (\d+) Dateien, davon \1 geschrieben, 0 entfernt, in \d+,\d\u00a0Sekunden\.\n", done.stdout)
    assert "  antraege/2024-03-radweg/index.html: neu\n" in done.stdout
    assert done.stdout.endswith("Die Seite liegt in output\n")
    project.motion(titel="Ein Radweg")
    assert "  antraege/2024-03-radweg/index.html: der Antrag" in fraktion(project, "bauen", "--warum").stdout


def test_the_tasks_of_the_office_are_listed_with_their_place(project: Project) -> None:
    project.motion("2024-04-bus", uid="n5b7sx", titel="Bus", head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-20\n")
    project.motion("2026-10-anfrage", uid="p4r8vc", titel="Radwege", art="Anfrage", datum="2026-10-01", head="frist: 2026-11-01", body="## Fragen\n\n1. Wie viele?\n")
    done = fraktion(project, "aufgaben", "--heute", HEUTE)
    assert done.returncode == 0
    assert "Ergebnis eintragen (1)\n  „Bus“: Kreistag am 20.\u00a0Juni 2024, seit 885\u00a0Tagen.\n    → content/antraege/2024-04-bus.md:" in done.stdout
    assert "Antwort überfällig (1)\n  „Radwege“: Frist war der 1.\u00a0November 2026, seit 21\u00a0Tagen.\n" in done.stdout
    assert re.search(r"\n\d+\u00a0Aufgaben\.\n$", done.stdout)


def test_tasks_are_listed_in_spite_of_a_wrong_text(wrong: Project) -> None:
    done = fraktion(wrong, "aufgaben", "--heute", HEUTE)
    assert done.returncode == 0
    assert "Ergebnis eintragen (1)" in done.stdout
    assert "Nicht alle Texte ließen sich lesen: 1 Problem." in done.stderr


def test_the_handbook_of_fields_is_printed(project: Project) -> None:
    done = fraktion(project, "felder")
    assert done.returncode == 0
    assert done.stdout.startswith("# Alle Felder\n")
    assert done.stdout == (ROOT / "content/FELDER.md").read_text("utf-8")


def test_a_reader_that_stops_early_is_no_trouble(tmp_path: Path) -> None:
    """As in `fraktion felder | head -n 1`."""
    sample = sample_project(tmp_path / "projekt")
    for command in ("felder", "aufgaben"):
        process = subprocess.Popen([sys.executable, "-u", "-m", "plugins.cli", command], cwd=sample.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        _, said = process.stderr.read(), process.wait(60)
        assert b"Traceback" not in (_ or b"")
        assert said in (0, 1)


def test_umlauts_survive_a_terminal_without_a_language(wrong: Project) -> None:
    done = fraktion(wrong, "pruefen", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert "„stand: beschlosen“ ist kein bekannter Wert." in done.stdout


# --------------------------------------------------------------------------- pruefen --beheben


HEAD = "---\r\ntitel: Rad\u00adweg\r\nart: Antrag\r\ndatum: 2024-03-04\r\n---\r\n\r\n## Beschlussvorschlag\r\n\r\n1. Ein\u200b Radweg  \r\n"


def test_repair_writes_ids_and_removes_what_cannot_be_seen_and_nothing_else(project: Project) -> None:
    """Line ends, trailing blanks, the order of the lines: all as it was."""
    project.write("antraege/2024-03-radweg.md", HEAD)
    untouched = project.motion("2024-04-bus", uid="n5b7sx", titel="Bus", head="stand: angenomen")
    before = untouched.stat()
    done = fraktion(project, "pruefen", "--beheben")
    assert done.stdout.startswith("content/antraege/2024-03-radweg.md: unsichtbare Zeichen entfernt und Kennung eingetragen.\n")
    after = (project.content / "antraege" / "2024-03-radweg.md").read_bytes().decode()
    uid = re.match(r"---\r\nuid: ([2-9b-z]{6})\r\n", after)[1]
    assert after == HEAD.replace("---\r\n", f"---\r\nuid: {uid}\r\n", 1).replace("\u00ad", "").replace("\u200b", "")
    assert (untouched.stat().st_mtime_ns, untouched.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert done.returncode == 1
    assert done.stdout.endswith("\n1 Problem.\n")


@pytest.mark.parametrize("head", ["uid:\n", "uid: \n", "uid: \"\"\n", "uid:   # kommt noch\n", "uid: ''\n", "", "# Kommentar\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_an_id_is_written_once_wherever_its_line_stands(project: Project, head: str, end: str, mark: str) -> None:
    from plugins.site.repair import repair

    text = f"{mark}---\ntitel: Radweg\n{head}art: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg.\n".replace("\n", end)
    file = project.write("antraege/2024-03-radweg.md", text)
    assert repair(project.content, project.check()) == ["content/antraege/2024-03-radweg.md: Kennung eingetragen."]
    assert project.check() == []
    after = file.read_bytes().decode()
    written = re.search(r"uid: [2-9b-z]{6}" + end, after)[0]
    assert after.replace(written, head.replace("\n", end) if head.startswith("uid") else "", 1) == text
    assert repair(project.content, project.check()) == []


def test_repair_of_a_project_in_order_changes_nothing(project: Project) -> None:
    project.motion()
    before = contents(project.content)
    done = fraktion(project, "pruefen", "--beheben")
    assert (done.returncode, done.stdout) == (0, "Alles in Ordnung.\n")
    assert contents(project.content) == before
