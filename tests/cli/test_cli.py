"""The command as people type it: German, with an example, and never a traceback (`tests.disk.run` looks, and in this process it is the test's)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.records.problems import errors
from plugins.site.new import new_text
from plugins.site.settings import Refusal

from ..builders import TODAY, Project
from ..disk import HEUTE, ROOT, called, contents, fraktion, run

COMMANDS = (
    "pruefen",
    "bauen",
    "veroeffentlichen",
    "vorschau",
    "aufgaben",
    "felder",
    "neu",
    "neu antrag",
    "neu meldung",
    "neu sitzung",
    "neu person",
    "neu gremium",
)
ENOUGH = {
    "antrag": ("--titel", "Radweg an der K 14"),
    "meldung": ("--titel", "Kinderklinik bleibt"),
    "sitzung": ("--datum", "2026-12-02"),
    "person": ("--name", "Vera Beispiel"),
    "gremium": ("--name", "Ausschuss für Umwelt"),
}
FOLDERS = {
    "antrag": "antraege",
    "meldung": "meldungen",
    "sitzung": "sitzungen",
    "person": "personen",
    "gremium": "gremien",
}


def made(project: Project, done: subprocess.CompletedProcess[str]) -> Path:
    """The file that `neu` says it has made."""
    assert done.returncode == 0, done.stderr
    return project.root / re.search(r"Angelegt: (.*)", done.stdout)[1]


# --------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_german_and_has_an_example(project: Project, command: str) -> None:
    done = called(project, *command.split(), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Aufruf: fraktion {command}")
    assert f"Beispiel: fraktion {command.split()[0]}" in done.stdout
    assert "diese Hilfe zeigen" in done.stdout
    assert not re.search(r"\b(usage|options|show this|positional|required|default)\b", done.stdout)


def test_the_first_help_names_every_command(project: Project) -> None:
    done = called(project, "--help")
    assert done.returncode == 0
    assert [
        name
        for name in ("pruefen", "bauen", "vorschau", "aufgaben", "felder", "neu")
        if f"\n    {name} " not in done.stdout
    ] == []


@pytest.mark.parametrize(
    "typed, said",
    [
        ((), "Es fehlt: BEFEHL"),
        (("bauenn",), "„bauenn“ gibt es nicht"),
        (("pruefen", "--format", "xml"), "„xml“ gibt es nicht. Möglich sind:"),
        (("pruefen", "--form"), "--format: hier fehlt ein Wert"),
        (("bauen", "--schnell"), "Unbekannte Angabe: --schnell"),
        (("bauen", "--kerne", "viele"), "„viele“ passt hier nicht"),
        (("vorschau", "--port", "80"), "„80“ ist kein Anschluss"),
        (("neu",), "Es fehlt: ART"),
        (("pruefen", "--heute", "morgen"), "Der Tag „morgen“ ist kein Datum"),
    ],
)
def test_a_slip_on_the_command_line_is_answered_in_german(project: Project, typed: tuple[str, ...], said: str) -> None:
    done = called(project, *typed)
    assert done.returncode != 0
    assert said in done.stderr
    assert not re.search(r"\b(usage|error|invalid|expected|required)\b", done.stderr)


# ------------------------------------------------------------------------------------ checking


def test_all_well_ends_with_zero(project: Project) -> None:
    project.motion()
    done = fraktion(project, "pruefen", "--heute", HEUTE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Alles in Ordnung.\n", "")


def test_a_hint_alone_ends_with_zero(project: Project) -> None:
    project.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2024-04-20}]")
    done = fraktion(project, "pruefen", "--heute", HEUTE)
    assert done.returncode == 0
    assert "Hinweis: " in done.stdout
    assert done.stdout.endswith("\n1 Hinweis.\n")


def test_a_problem_is_said_with_place_and_remedy(project: Project) -> None:
    project.motion(head="stand: beraten")
    done = called(project, "pruefen")
    assert done.returncode == 1
    assert re.match(r"content/antraege/2024-03-radweg\.md:6: .*„stand: beraten“.*\n    → .+eingereicht, ", done.stdout)
    assert done.stdout.endswith("1 Problem.\n")


def test_github_puts_the_same_problem_to_its_line(project: Project) -> None:
    project.motion(head="stand: beraten")
    done = called(project, "pruefen", "--format", "github")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=content/antraege/2024-03-radweg.md,line=6::")
    assert "%0A→ " in line


def test_editors_get_problems_as_data(project: Project) -> None:
    project.motion(head="stand: beraten")
    done = called(project, "pruefen", "--format", "json")
    (row,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert (row["datei"], row["zeile"], row["art"]) == ("content/antraege/2024-03-radweg.md", 6, "problem")
    assert set(row) == {"datei", "zeile", "spalte", "art", "kennung", "was", "tun"}


@pytest.mark.parametrize("form", ["github", "json"])
def test_nothing_wrong_is_no_line_for_programs(project: Project, form: str) -> None:
    done = called(project, "pruefen", "--format", form)
    assert (done.returncode, done.stdout) == (0, "[]\n" if form == "json" else "")


def test_a_build_with_problems_writes_nothing(project: Project) -> None:
    project.motion(head="stand: beraten")
    done = fraktion(project, "bauen")
    assert done.returncode == 1
    assert "„stand: beraten“" in done.stderr
    assert done.stderr.endswith("Es wurde nichts verändert.\n")
    assert not project.output.exists()


def test_a_build_says_what_it_made_and_where(project: Project) -> None:
    project.motion()
    done = fraktion(project, "bauen", "--ausgabe", "anderswo", "--heute", HEUTE)
    assert done.returncode == 0, done.stderr
    first, last = done.stdout.splitlines()
    assert re.fullmatch(
        r"Anträge und Anfragen: 1, Sitzungen: 0, Meldungen: 0\. \d+ Dateien, davon \d+ geschrieben, 0 entfernt, in \d+,\d.Sekunden\.",
        first,
    )
    assert last == "Die Seite liegt in anderswo"
    assert (project.root / "anderswo/index.html").is_file()


# ------------------------------------------------------------------------------------- mending


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_mending_puts_in_the_id_and_takes_out_what_nobody_sees(project: Project, end: str) -> None:
    """Nothing else in the file changes, not even the line ends and what is wrong besides."""
    before = end.join(
        [
            "---",
            "titel: Rad\u200bweg  ",
            "art: Antrag",
            "datum: 2024-03-04",
            "---",
            "",
            "## Beschlussvorschlag",
            "",
            "1. Ein\u00ad Radweg  ",
            "\tbleibt.",
            "",
            "",
        ]
    )
    path = project.write("antraege/2024-03-radweg.md", before)
    untouched = contents(project.content)
    done = called(project, "pruefen", "--beheben", "--heute", HEUTE)
    (first, *_) = done.stdout.splitlines()
    assert first == "content/antraege/2024-03-radweg.md: unsichtbare Zeichen entfernt und Kennung eingetragen."
    after = path.read_bytes().decode()
    uid = re.search("uid: ([a-z0-9]{6})", after)[1]
    assert after == before.replace("\u200b", "").replace("\u00ad", "").replace(
        f"---{end}", f"---{end}uid: {uid}{end}", 1
    )
    assert contents(project.content) == {**untouched, "antraege/2024-03-radweg.md": path.read_bytes()}
    assert done.returncode == 0, done.stdout


def test_mending_leaves_alone_what_a_person_has_to_decide(project: Project) -> None:
    path = project.motion(head="stand: beraten")
    before = path.read_bytes()
    done = called(project, "pruefen", "--beheben")
    assert done.returncode == 1
    assert path.read_bytes() == before


def test_mending_twice_changes_nothing_more(project: Project) -> None:
    project.motion(titel="Rad\u200bweg")
    called(project, "pruefen", "--beheben")
    before = contents(project.content)
    done = called(project, "pruefen", "--beheben", "--heute", HEUTE)
    assert (done.stdout, contents(project.content)) == ("Alles in Ordnung.\n", before)


# ------------------------------------------------------------------------------------ new texts


@pytest.mark.parametrize("kind", ENOUGH)
def test_a_new_text_passes_the_check_and_the_next_one_does_not_overwrite_it(project: Project, kind: str) -> None:
    first = made(project, called(project, "neu", kind, *ENOUGH[kind], "--heute", HEUTE))
    assert first.parent == project.content / FOLDERS[kind]
    assert errors(project.check()) == []
    before = first.read_bytes()
    again = called(project, "neu", kind, *ENOUGH[kind], "--heute", HEUTE)
    if again.returncode == 0:  # persons and committees need a name of their own: refused with a sentence
        assert made(project, again) != first
    else:
        assert again.stderr.strip().endswith("Es wurde nichts angelegt.")
        assert list(first.parent.glob(f"{first.stem}*")) == [first]
    assert first.read_bytes() == before
    assert errors(project.check()) == []


@pytest.mark.parametrize(
    "title",
    [
        "Radweg: jetzt",
        "Antrag zu #Klima",
        "- x",
        "ja",
        '„Anführung“ und "Zoll"',
        "Satz mit 'Strich'",
        "@alle",
        "[Entwurf] Radweg",
        "null",
        "2024",
        "C:\\Pfad",
        "x #y: z",
    ],
)
def test_what_needs_quotes_gets_them(project: Project, title: str) -> None:
    done = called(project, "neu", "antrag", "--titel=" + title, "--heute", HEUTE)
    made(project, done)
    assert errors(project.check()) == []
    assert [motion.title for motion in project.site().motions] == [title]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=60))
def test_any_title_is_taken_as_it_is_or_refused(project: Project, title: str) -> None:
    """What can be seen of it stands in the text afterwards; a refusal leaves nothing behind."""
    before = contents(project.content)
    try:
        path = new_text(project.content, "antrag", {"titel": title}, TODAY)
    except Refusal:
        assert contents(project.content) == before
        return
    try:
        assert errors(project.check()) == []
        (motion,) = project.site().motions
        assert [c for c in motion.title if not c.isspace()] == [
            c for c in title if c in motion.title and not c.isspace()
        ]
    finally:
        path.unlink()


@pytest.mark.parametrize(
    "typed, said",
    [
        (("neu", "antrag", "--titel", ""), "fehlt"),
        (("neu", "antrag", "--titel", "Radweg", "--art", "Antarg"), "Meinten Sie „Antrag“?"),
        (("neu", "antrag", "--titel", "Radweg", "--datum", "31.2.2024"), "datum"),
        (("neu", "antrag", "--titel", "Radweg", "--themen", "Weltraum"), "Weltraum"),
        (("neu", "antrag", "--titel", "Radweg", "--frist", "morgen"), "morgen"),
        (("neu", "sitzung", "--beginn", "25:00"), "25:00"),
        (("neu", "person", "--name", "Vera Beispiel", "--mail", "vera"), "vera"),
        (("neu", "gremium", "--name", "Kreistag"), "Kreistag"),
        (("neu", "gremium", "--name", "Neu", "--web", "javascript:alert(1)"), "javascript"),
        (("neu", "meldung", "--titel", "x", "--herkunft", "Bundesverband"), "quelle"),
    ],
)
def test_a_value_that_the_check_would_refuse_is_refused_with_a_sentence(
    project: Project, typed: tuple[str, ...], said: str
) -> None:
    before = contents(project.content)
    done = called(project, *typed, "--heute", HEUTE)
    assert done.returncode == 1
    assert said in done.stderr
    assert re.search(r"passt nicht|fehlt|nichts angelegt", done.stderr)
    assert contents(project.content) == before


def test_several_topics_are_given_with_commas(project: Project) -> None:
    made(
        project,
        called(project, "neu", "antrag", "--titel", "Radweg", "--themen", "Verkehr, Soziales", "--heute", HEUTE),
    )
    (motion,) = project.site().motions
    assert [topic.text for topic in motion.topics] == ["Verkehr", "Soziales"]


# ------------------------------------------------------------------------------- tasks and fields


def test_tasks_name_what_the_office_has_to_do_and_where(project: Project) -> None:
    project.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2026-11-12}]", datum="2026-10-01")
    project.motion(
        "2026-09-frage",
        uid="n5b7sx",
        titel="Wann?",
        art="Anfrage",
        datum="2026-09-01",
        head="drucksache: 12/2026\nfrist: 2026-10-01",
        body="## Fragen\n\n1. Wann?\n",
    )
    done = called(project, "aufgaben", "--heute", HEUTE)
    assert done.returncode == 0, done.stderr
    said = done.stdout.replace("\u00a0", " ")
    assert (
        "Ergebnis eintragen (1)\n  „Radweg“: Kreistag am 12. November 2026, seit 10 Tagen.\n    → content/antraege/2024-03-radweg.md:6\n"
        in said
    )
    assert (
        "Antwort überfällig (1)\n  „Wann?“: Frist war der 1. Oktober 2026, seit 52 Tagen.\n    → content/antraege/2026-09-frage.md:1\n"
        in said
    )
    assert said.endswith("\n\n5 Aufgaben.\n")


def test_no_tasks_is_said(project: Project) -> None:
    assert called(project, "aufgaben", "--heute", HEUTE).stdout == "Nichts zu tun.\n"


def test_tasks_say_when_not_every_text_could_be_read(project: Project) -> None:
    project.motion(head="stand: beraten")
    done = called(project, "aufgaben", "--heute", HEUTE)
    assert done.returncode == 0
    assert done.stderr == "Nicht alle Texte ließen sich lesen: 1 Problem. Mehr sagt: fraktion pruefen\n"


def test_fields_are_those_of_the_page_in_content(project: Project) -> None:
    done = called(project, "felder")
    assert done.returncode == 0
    assert done.stdout == (ROOT / "content/FELDER.md").read_text("utf-8")


def test_a_reader_that_goes_away_is_no_accident(project: Project) -> None:
    """`fraktion felder | head -n 1`"""
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m plugins.cli felder | head -n 1"],
        cwd=project.root,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout.startswith("#")
    assert done.stderr == ""


# ------------------------------------------------------------------------------------- the place


def test_outside_a_project_the_way_in_is_told(tmp_path: Path) -> None:
    for command in ("pruefen", "bauen", "aufgaben", "vorschau", "neu antrag --titel x"):
        done = run([sys.executable, "-m", "plugins.cli", *command.split()], tmp_path, env={"PYTHONPATH": str(ROOT)})
        assert done.returncode == 1
        assert "Hier ist kein Projekt: pelicanconf.py fehlt." in done.stderr
        assert "cd …" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_commands_work_from_a_folder_of_the_project(project: Project) -> None:
    done = fraktion(project, "pruefen", folder=project.content, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (0, "Alles in Ordnung.\n")


@pytest.mark.parametrize(
    "text, said",
    [
        ("SITEURL = ", "pelicanconf.py, Zeile 1 lässt sich nicht lesen"),
        ("1 / 0", "ZeroDivisionError"),
        ("import gibtesnicht", "gibtesnicht"),
        ("SITEURL = 'www.example.org'", "SITEURL ist „www.example.org“"),
        ("SITEURL = 'https://www.example.org'\nFEED_TAG = 'x'", "FEED_TAG ist „x“"),
        ("SITEURL = 'https://www.example.org'\nFEED_TAG = 'x,2026'\nPATH = 'weg'", "Den Ordner weg gibt es nicht."),
    ],
)
def test_broken_settings_are_named(project: Project, text: str, said: str) -> None:
    (project.root / "pelicanconf.py").write_text(text, "utf-8")
    for command in ("pruefen", "bauen", "aufgaben", "vorschau"):
        done = called(project, command)
        assert done.returncode == 1
        assert said in done.stderr.replace(str(project.root) + "/", "")
