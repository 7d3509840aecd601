"""After an election, as one story: a new term, members leave and stay, a committee is renamed and another split, the group joins with others.

What was true before stays said of what happened before; `aufgaben` leads through it, one step after the other.
"""

from __future__ import annotations

import datetime as dt
import json
import re

from plugins.site.tasks import tasks

from ..builders import ABOUT, BASE, Project, codes
from ..test_councils import unbroken

EVE, DAY = dt.date(2025, 10, 1), dt.date(2025, 11, 10)
OLD = ABOUT.replace("beispiel: ja", "beispiel: nein\ndrucksachen: nein\nantrag_als_pdf: nein")
JOINED = (
    OLD.replace("name: Grüne im Kreistag Probe", "name: Gruppe Grüne und Volt im Kreistag Probe", 1)
    .replace("kurzname: Grüne Probe", "kurzname: Grüne und Volt")
    .replace("  - Bündnis 90/Die Grünen", "  - Grüne/Volt")
    + "frueher:\n  - bis: 2025-10-31\n    name: Grüne im Kreistag Probe\n    namen: Bündnis 90/Die Grünen\n    bezeichnung: Fraktion\nbezeichnung: Gruppe\n"
)
TERM = "- name: 2020–2025\n  von: 2020-11-01\n  bis: 2025-10-31\n"
SEAT = "  - gremium: {}\n    rolle: Mitglied\n    von: {}\n"


def motion(
    uid: str, title: str, day: str, body: str, result: str = "    ergebnis: beschlossen\n", council: str = "2024-06-20"
) -> str:
    steps = f"  - gremium: {body}\n    datum: {council}\n" + result.replace("beschlossen", "empfohlen")
    return f"---\nuid: {uid}\ntitel: {title}\nart: Antrag\ndatum: {day}\nfraktionsbeschluss_am: {day}\nberatungsfolge:\n{steps}  - gremium: Kreistag\n    datum: {council}\n{result}---\n\n## Beschlussvorschlag\n\n1. Eins.\n"


def person(uid: str, name: str, seats: str, more: str = "") -> str:
    return f"---\nuid: {uid}\nname: {name}\n{more}mitgliedschaften:\n{seats}---\n"


def committee(uid: str, name: str, more: str = "") -> str:
    return f"---\nuid: {uid}\nname: {name}\nart: Ausschuss\n{more}---\n"


def before(project: Project) -> None:
    for name, text in {
        "fraktion.yaml": OLD,
        "wahlperioden.yaml": TERM,
        "gremien/soziales.md": committee("g3s3z3", "Ausschuss für Soziales"),
        "gremien/umwelt.md": committee("g3m3w3", "Ausschuss für Umwelt und Verkehr"),
        "antraege/2024-03-heim.md": motion("k7f3qz", "Ein Heim", "2024-03-04", "Ausschuss für Soziales"),
        "antraege/2024-04-bus.md": motion("k7f3q2", "Ein Bus", "2024-04-04", "Ausschuss für Umwelt und Verkehr"),
        "personen/vera.md": person("p3v7bn", "Vera Beispiel", SEAT.format("Kreistag", "2020-11-01")),
        "personen/ada.md": person("p3v7bk", "Ada Lang", SEAT.format("Kreistag", "2020-11-01")),
    }.items():
        project.write(name, text)


def said(project: Project, today: dt.date) -> dict[str, list[str]]:
    """The tasks by their groups: file and first words."""
    site, problems = project.read(today)
    found: dict[str, list[str]] = {}
    for task in tasks(site, today, project.settings().council, problems):
        found.setdefault(task.group, []).append(
            f"{task.path.removeprefix('content/')}: {task.text}".replace("\u00a0", " ")
        )
    return found


def feed_entries(project: Project) -> set[tuple[str, str]]:
    text = (project.output / "feeds/alles.atom").read_text("utf-8")
    return set(re.findall(r"<entry>\s*<id>([^<]+)</id>\s*<title>([^<]+)</title>", text))


def test_a_new_term_from_its_first_task_to_the_last(project: Project) -> None:
    before(project)
    assert codes(project.build(HEUTE=EVE).problems) == []
    addresses = {path.relative_to(project.output).as_posix() for path in project.output.rglob("*.html")}
    entries, page = feed_entries(project), project.page("antraege/2024-03-heim/")
    assert len(entries) >= 4 and "Bündnis 90/Die Grünen" in page

    # the term ends: what comes first is the next one
    assert said(project, EVE)["Nach der Wahl"] == [
        "wahlperioden.yaml: Die Wahlperiode 2020–2025 endet am 31. Oktober 2025. Bitte die nächste eintragen, mit „von“ und „bis“."
    ]
    project.write("wahlperioden.yaml", TERM + "- name: 2025–2030\n  von: 2025-11-01\n  bis: 2030-10-31\n")
    steps = said(project, DAY)["Nach der Wahl"]
    assert [step.partition(":")[0] for step in steps] == [
        "fraktion.yaml",
        "personen/ada.md",
        "personen/vera.md",
        "gremien/kreistag.md",
        "gremien/soziales.md",
        "gremien/umwelt.md",
    ]
    assert "Die Fraktion heißt hier „Grüne im Kreistag Probe“." in steps[0] and "„frueher“" in steps[0]

    # each step that is done is gone
    project.write("fraktion.yaml", JOINED)
    project.write(
        "personen/ada.md",
        person("p3v7bk", "Ada Lang", SEAT.format("Kreistag", "2020-11-01"), "ausgeschieden_am: 2025-10-31\n"),
    )
    seats = SEAT.format("Kreistag", "2020-11-01") + "    bis: 2025-10-31\n" + SEAT.format("Kreistag", "2025-11-01")
    project.write(
        "personen/vera.md",
        person("p3v7bn", "Vera Beispiel", seats + SEAT.format("Ausschuss für Soziales und Integration", "2025-11-01")),
    )
    project.write("gremien/soziales.md", committee("g3s3z3", "Ausschuss für Soziales und Integration"))
    wrong = project.check(DAY)
    assert [(p.path, p.code) for p in wrong] == [("content/antraege/2024-03-heim.md", "committee-unknown")]
    assert (
        'Hieß eines davon früher so, bitte in seiner Datei ergänzen: frueher: ["Ausschuss für Soziales"]'
        in wrong[0].remedy
    )
    project.write(
        "gremien/soziales.md",
        committee("g3s3z3", "Ausschuss für Soziales und Integration", 'frueher: ["Ausschuss für Soziales"]\n'),
    )
    project.write("gremien/umwelt.md", committee("g3m3w3", "Ausschuss für Umwelt und Verkehr", "bis: 2025-10-31\n"))
    project.write("gremien/klima.md", committee("g3k3m3", "Klimaausschuss", "von: 2025-11-01\n"))
    project.write("gremien/verkehr.md", committee("g3v3k3", "Verkehrsausschuss", "von: 2025-11-01\n"))
    assert set(said(project, DAY)) == {"Umsetzung nachfragen"}

    # a motion of the new term, and all that was before
    project.write(
        "antraege/2025-11-weg.md",
        motion("k7f3q3", "Ein Weg", "2025-11-05", "Ausschuss für Soziales und Integration", "", "2025-12-10"),
    )
    assert codes(project.build(HEUTE=DAY).problems) == []
    assert addresses - {path.relative_to(project.output).as_posix() for path in project.output.rglob("*.html")} == set()
    assert entries - feed_entries(project) == set()
    old, new = (unbroken(project.page(f"antraege/{stem}/")) for stem in ("2024-03-heim", "2025-11-weg"))
    assert "Bündnis 90/Die Grünen" in old and "Grüne/Volt" not in re.sub(r"(?s)<head>.*?</head>", "", old)
    assert "Beschluss der Fraktion" in old and "Beschluss der Gruppe" in new
    assert "Grüne/Volt" in new and "Bündnis 90/Die Grünen" not in new
    assert "Ausschuss für Soziales" in old and "../../gremien/soziales/" in old and "Integration" not in old
    assert "Das Gremium bestand bis zum 31.\u00a0Oktober 2025." in unbroken(project.page("gremien/umwelt/"))
    assert "Früherer Name: Ausschuss für Soziales" in unbroken(project.page("gremien/soziales/"))
    assert "Ada Lang" in project.page("personen/").partition("Früher dabei")[2]
    assert 'href="../wahlperioden/2020-2025/"' in project.page("antraege/2024-03-heim/").replace("../../", "../")
    balance = unbroken(project.page("bilanz/"))
    assert all(name in balance for name in ("Ausschuss für Umwelt und Verkehr", "Kreistag"))
    for uid in ("k7f3qz", "k7f3q3"):
        assert (
            len(json.loads((project.output / f"oparl/paper/{uid}.json").read_text("utf-8"))["originatorOrganization"])
            == 1
        )


def test_whoever_left_does_not_stay_in_the_imprint(project: Project) -> None:
    before(project)
    project.write("fraktion.yaml", OLD.replace("vertreten_durch: Vera Beispiel", "vertreten_durch: Ada Lang"))
    project.write(
        "personen/ada.md",
        person("p3v7bk", "Ada Lang", SEAT.format("Kreistag", "2020-11-01"), "ausgeschieden_am: 2025-10-31\n"),
    )
    assert said(project, DAY)["Impressum prüfen"] == [
        "fraktion.yaml: Ada Lang ist am 31. Oktober 2025 ausgeschieden und steht noch unter „vertreten_durch“ oder „verantwortlich“."
    ]


def test_nobody_is_asked_for_ever(project: Project) -> None:
    before(project)
    project.write("wahlperioden.yaml", TERM + "- name: 2025–2030\n  von: 2025-11-01\n  bis: 2030-10-31\n")
    assert "Nach der Wahl" not in said(project, dt.date(2026, 11, 22))
    project.write("wahlperioden.yaml", BASE["wahlperioden.yaml"])
    assert "fraktion.yaml" not in "".join(said(project, dt.date(2026, 2, 1))["Nach der Wahl"])


def test_a_gap_is_a_task(project: Project) -> None:
    project.write(
        "seiten/kontakt.md", "---\ntitel: Kontakt\n---\n[Bitte ergänzen: Telefon] und [Bitte ergänzen: Mail]\n"
    )
    assert said(project, DAY)["Lücken füllen"] == [
        "seiten/kontakt.md: Das kann kein Programm wissen: „[Bitte ergänzen: Telefon]“."
    ]
