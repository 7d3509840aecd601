"""A volunteer's story, from the mail to the result: what she pastes becomes a right page, and what she mistypes is understood or named with its line."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.importing.results import Saying, enter_sentence
from plugins.records.problems import errors

from .builders import Project
from .reading import find, parse, words

PASTED = """---
uid: v3r4qz
titel: Ein Radweg an der K 14
art: Antrag
datum: 3. September 2026
drucksache: Drucksache Nr. 12/26
adressat: An den Landrat
antragstellende: Bündnis 90/Die Grünen, SPD
unterzeichner: gez. Vera Muster (Fraktionssprecherin), Jo Beispiel (SPD)
veroeffentlicht: 10.9.26
beratungsfolge:
  - gremium: Kreistag
    datum: Mittwoch, 16. Dezember 2026
    top: TOP 7
---

**Der Kreistag möge beschließen:**

1. An der K 14 wird ein Radweg gebaut[^1].
2. Die Mittel verteilen sich so:
| Jahr | Euro |
|------|------|
| 2027 | 40.000 |
| 2028 | 60.000 |

**Begründung:**

Am 3. Oktober 2025 verunglückte dort ein Kind. Mehr unter https://www.example.org/k14 oder bei
buero@example.org.

[^1]: Nach der Karte des Landes, Seite 12.
"""
LETTER, WAITING, PUBLIC, AGENDA, AFTER = (dt.date(2026, 9, day) for day in (4, 9, 10, 11, 12))
BEFORE, DAY, DAY_AFTER = dt.date(2026, 12, 1), dt.date(2026, 12, 16), dt.date(2026, 12, 17)
FILE = "antraege/2026-09-radweg.md"
ADDRESS = "antraege/2026-09-radweg/"


def main(project: Project, day: dt.date) -> str:
    result = project.build(HEUTE=day, OHNE=["karten/", "suche/"])
    assert result.report, "\n".join(map(str, result.problems))
    return words(find(parse(project.page(ADDRESS)), "main"))


@pytest.fixture
def pasted(project: Project) -> Project:
    project.write(FILE, PASTED)
    return project


def test_what_was_pasted_waits_for_its_day_and_is_a_right_page_then(pasted: Project):
    assert errors(pasted.check(LETTER)) == []
    assert pasted.build(HEUTE=WAITING, OHNE=["karten/", "suche/"]).report
    assert not (pasted.output / ADDRESS).exists()
    assert not [path for path in pasted.output.rglob("*.*") if "verunglückte".encode() in path.read_bytes()]

    said = main(pasted, PUBLIC)
    page = pasted.page(ADDRESS)

    assert "Antrag vom 3. September 2026 · Drucksache 12/26" in said
    assert "Eingereicht an: Landrat" in said
    assert "Bündnis 90/Die Grünen" in said and "SPD" in said
    assert "Vera Muster" in said and "Fraktionssprecherin" in said and "Jo Beispiel" in said
    assert "Nächste Beratung: Kreistag, 16. Dezember 2026 (TOP 7)." in said
    assert "40.000" in words(find(parse(page), "table")) and "|" not in said
    assert "Nach der Karte des Landes, Seite 12." in said and "[^1]" not in said
    assert 'href="https://www.example.org/k14"' in page and 'href="mailto:buero@example.org"' in page
    assert "Am 3. Oktober 2025 verunglückte dort ein Kind." in said
    assert "Beschlussvorschlag" in said or "möge beschließen" in said


def test_three_months_later_the_sentence_of_the_minutes_becomes_the_result(pasted: Project):
    assert "Auf der Tagesordnung" in main(pasted, BEFORE)
    assert "Ergebnis nicht bekannt" in main(pasted, DAY_AFTER)

    heard: list[str] = []
    sentence = "Der Antrag wird mit 24 gegen 5 Stimmen bei 2 Enthaltungen (FDP) abgelehnt."
    assert (
        enter_sentence(
            pasted.settings(HEUTE=DAY_AFTER),
            Saying(motion="Radweg", sentence=sentence),
            heard.append,
            lambda question: True,
        )
        == 0
    )
    said = main(pasted, DAY_AFTER)

    assert (
        "So steht es auf der Seite: Kreistag, 16.\u00a0Dezember 2026: Mit 24 zu 5\u00a0Stimmen bei 2\u00a0Enthaltungen abgelehnt."
        in "\n".join(heard)
    )
    assert "Abgelehnt Kreistag, 16. Dezember 2026: Mit 24 zu 5 Stimmen bei 2 Enthaltungen abgelehnt." in said
    assert "FraktionJaNeinEnth. FDP 0 0 2" in said
    assert (
        (pasted.content / FILE).read_text("utf-8").startswith(PASTED.partition("---\n\n")[0])
    )  # nothing else was touched


SLIPS = {  # what she mistypes, and the line that is named with it
    "titel: Ein Radweg an der K 14": ("titel: Radweg: jetzt bauen", 3),
    "art: Antrag": ("art: Antarg", 4),
    "datum: 3. September 2026": ("datum: 31. September 2026", 5),
    "  - gremium: Kreistag": ("  - gremium: Kreistg", 12),
    "unterzeichner: gez.": ("unterzeichnr: gez.", 9),
    "    top: TOP 7": ("    top: TOP 7\n    ergebnis: einstimmit abgelehnt", 15),
}


@pytest.mark.parametrize("right", SLIPS)
def test_what_she_mistypes_is_named_with_its_line(project: Project, right: str):
    wrong, line = SLIPS[right]
    project.write(FILE, PASTED.replace(right, wrong))

    assert line in {problem.line for problem in errors(project.check(DAY_AFTER))}
