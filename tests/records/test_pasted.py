"""Dates, numbers and names as they stand on letters are read rightly and shown once."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.records.fields import Row

from ..builders import Project, read

MOTION = "uid: k7f3qz\ntitel: Radweg\nart: Antrag\n"


def typed(line: str) -> object:
    """The value of the line's key, in plain words."""
    head = MOTION + ("" if line.startswith("datum") else "datum: 2024-03-04\n") + line
    record, _ = read("motion", head)
    return plain(record.get(line.partition(":")[0]))


def plain(value: object) -> object:
    if isinstance(value, Row):
        return {key: plain(inner) for key, inner in value.values.items()}
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    return getattr(value, "text", value)


@pytest.mark.parametrize(
    "day",
    [
        "3. September 2026",
        "3.September 2026",
        "03. September 2026",
        "3. Sept. 2026",
        "3. Sep 2026",
        "3.9.2026",
        "03.09.2026",
        "3. 9. 2026",
        "3.9.26",
        "2026-09-03",
        "2026-9-3",
        "Donnerstag, 3. September 2026",
        "Do, den 3.9.26",
        "den 3. September 2026",
        "vom 3.9.2026",
        "3.\u00a0September\u00a02026",
    ],
)
def test_a_day_is_read_as_it_stands_on_a_letter(day: str):
    assert typed(f'datum: "{day}"') == dt.date(2026, 9, 3)


@pytest.mark.parametrize("day", ["3.3.98", "3. März 1998", "3. Mrz 1998", "3. Maerz 1998"])
def test_a_year_of_two_digits_is_the_nearest_one(day: str):
    assert typed(f"datum: {day}") == dt.date(1998, 3, 3)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("3/9/2026", "value-date-slash"),
        ("31.6.2026", "value-no-day"),
        ("29. Februar 2025", "value-no-day"),
        ("3. Brumaire 2026", "value-date"),
        ("3.9.1826", "value-year"),
        ("September 2026", "value-date"),
        ("3.9.", "value-date"),
        ("3.9.2026 und 4.9.2026", "value-date"),
        ("3.9.2026-1", "value-date"),
        ("13.13.2026", "value-no-day"),
        ("2026-09-03-1", "value-date"),
    ],
)
def test_what_is_no_day_or_two_of_them_is_not_guessed(day: str, code: str):
    _, problems = read("motion", MOTION + f'datum: "{day}"')

    assert [p.code for p in problems] == [code]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("drucksache: Drucksache Nr. 12/24", "12/24"),
        ("drucksache: Drs. 12/24", "12/24"),
        ("drucksache: Nr. 12/24", "12/24"),
        ('drucksache: "Drucksachen-Nr.: 0270/2014"', "0270/2014"),
        ("drucksache: DRUCKSACHE 12/24", "12/24"),
        ("drucksache: DS 12/24", "DS 12/24"),
        ("drucksache: V 12/24", "V 12/24"),
        ("drucksache: VO/1179/06/1-A", "VO/1179/06/1-A"),
        ("drucksache: 0876/XIX.WP", "0876/XIX.WP"),
        ("drucksache: noch keine", None),
        ('drucksache: "-"', None),
        ("drucksache: –", None),
        ("drucksache: folgt", None),
        ("drucksache: k. A.", None),
        ("weitere_nummern: [Drucksache 12/24-1]", ["12/24-1"]),
        ("bezug: Drucksache 199/2021", ["199/2021"]),
        ("beratungsfolge:\n  - gremium: Kreistag\n    top: TOP 7", [{"gremium": ["Kreistag"], "top": "7"}]),
        ("beratungsfolge:\n  - gremium: Kreistag\n    top: zu TOP Ö 4.2", [{"gremium": ["Kreistag"], "top": "Ö 4.2"}]),
        ("beratungsfolge:\n  - gremium: Kreistag\n    top: 18a", [{"gremium": ["Kreistag"], "top": "18a"}]),
        ("beratungsfolge:\n  - gremium: Kreistag\n    top: noch offen", [{"gremium": ["Kreistag"]}]),
        ("adressat: An den Landrat", [{"amt": "Landrat"}]),
        ("adressat: Die Landrätin", [{"amt": "Landrätin"}]),
        ("adressat: Herrn Landrat Dr. Muster", [{"amt": "Landrat Dr. Muster"}]),
        ("adressat: Frau Muster", [{"amt": "Frau Muster"}]),
        ("adressat: Andreas Muster", [{"amt": "Andreas Muster"}]),
        ("adressat: Dezernat III", [{"amt": "Dezernat III"}]),
        (
            "unterzeichner: gez. Mira Muster (Fraktionssprecherin), Jo Beispiel (SPD)",
            [
                {"name": "Mira Muster", "rolle": "Fraktionssprecherin", "gez": True},
                {"name": "Jo Beispiel", "fraktion": "SPD", "gez": True},
            ],
        ),
        ("unterzeichner: Mira Muster und Jo von der Aue", [{"name": "Mira Muster"}, {"name": "Jo von der Aue"}]),
        (
            "unterzeichner: Mira Muster, Kreistagsabgeordnete",
            [{"name": "Mira Muster", "rolle": "Kreistagsabgeordnete"}],
        ),
        ("unterzeichner: Muster, Mira", [{"name": "Muster, Mira"}]),
        ("unterzeichner: Mira Muster", [{"name": "Mira Muster"}]),
        ("unterzeichner: Dr. Mira Muster-Beispiel", [{"name": "Dr. Mira Muster-Beispiel"}]),
        ("unterzeichner: die Fraktion", [{"name": "die Fraktion"}]),
        ("unterzeichner:\n  - name: gez. Mira Muster", [{"name": "Mira Muster"}]),
        ("antragstellende: Bündnis 90/Die Grünen, SPD", ["Bündnis 90/Die Grünen", "SPD"]),
        ("antragstellende: Grüne, SPD und FDP", ["Grüne", "SPD", "FDP"]),
        ("antragstellende: Freie Wähler und Bürger", ["Freie Wähler und Bürger"]),
    ],
)
def test_a_number_and_a_name_are_read_without_their_labels(line: str, value: object):
    assert typed(line) == value


def test_a_value_that_says_nothing_is_a_hint():
    _, problems = read("motion", MOTION + "datum: 2024-03-04\ndrucksache: noch keine")

    assert [(p.code, p.line, p.warning) for p in problems] == [("value-nothing", 6, True)]


def test_nothing_is_shown_twice(project: Project):
    project.motion(
        head="drucksache: Drucksache Nr. 12/24\nadressat: An den Landrat\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2026-12-16\n    top: TOP 7\n"
    )
    assert project.build(OHNE=["karten/", "suche/"]).report
    page = project.page("antraege/2024-03-radweg/")

    assert "12/24" in page and "Nr. 12/24" not in page
    assert "TOP 7" in page and "TOP TOP" not in page
    assert "An den Landrat" not in page
