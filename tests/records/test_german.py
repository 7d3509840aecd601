"""German for programs: days, numbers, lists of words, addresses from names, names close to a name."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records import german
from plugins.records.german import clock, counted, day, joined, near, number, size, slug, sort_key, weekday

laws = settings(deadline=None, max_examples=200)


# ------------------------------------------------------------------------------------ days and numbers


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (dt.date(2024, 6, 12), "12. Juni 2024"),
        (dt.date(2024, 3, 1), "1. März 2024"),
        (dt.date(1999, 12, 31), "31. Dezember 1999"),
        (dt.date(2024, 1, 9), "9. Januar 2024"),
    ],
)
def test_a_day_is_said_in_words_and_does_not_break_after_its_number(date: dt.date, said: str):
    assert day(date) == said.replace(". ", ".\u00a0")


def test_every_month_and_weekday_has_its_name():
    assert [day(dt.date(2024, month, 1)).split("\u00a0")[1].split()[0] for month in range(1, 13)] == list(german.MONTHS)
    assert [weekday(dt.date(2024, 1, n)) for n in range(1, 8)] == [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ]


@pytest.mark.parametrize(
    ("time", "said"), [(dt.time(19, 30), "19:30"), (dt.time(9, 5), "09:05"), (dt.time(0, 0), "00:00")]
)
def test_a_time_is_said_with_uhr(time: dt.time, said: str):
    assert clock(time) == f"{said}\u00a0Uhr"


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (0, 0, "0"),
        (7, 0, "7"),
        (1234, 0, "1.234"),
        (1234567, 0, "1.234.567"),
        (1234.5, 1, "1.234,5"),
        (0.05, 2, "0,05"),
        (-1234.5, 1, "-1.234,5"),
        (999.95, 1, "1.000,0"),
    ],
)
def test_a_number_has_points_for_thousands_and_a_comma(value: float, places: int, said: str):
    assert number(value, places) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "1 kB"),
        (1, "1 kB"),
        (1499, "1 kB"),
        (1501, "2 kB"),
        (123_456, "123 kB"),
        (999_499, "999 kB"),
        (999_500, "1,0 MB"),
        (1_000_000, "1,0 MB"),
        (2_449_000, "2,4 MB"),
        (1_234_567_890, "1.234,6 MB"),
    ],
)
def test_a_size_is_said_as_people_read_it(count: int, said: str):
    assert size(count) == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 Anträge"), (1, "1 Antrag"), (2, "2 Anträge"), (1234, "1.234 Anträge")]
)
def test_one_is_singular(count: int, said: str):
    assert counted(count, "Antrag", "Anträge") == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a und b"),
        (["a", "b", "c"], "a, b und c"),
        (("a", "b", "c", "d"), "a, b, c und d"),
    ],
)
def test_words_are_joined_as_people_list_them(words: list[str], said: str):
    assert joined(words) == said


def test_the_last_word_of_a_list_can_be_joined_otherwise():
    assert joined(["a", "b", "c"], "oder") == "a, b oder c"


# ------------------------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Anträge", "antraege"),
        ("Über uns", "ueber-uns"),
        ("Öffentlicher Nahverkehr", "oeffentlicher-nahverkehr"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Fu\u0308r und wider", "fuer-und-wider"),
        ("Café Zoë, Málaga", "cafe-zoe-malaga"),
        ("Bündnis 90/Die Grünen", "buendnis-90-die-gruenen"),
        ("Schüler*innen", "schueler-innen"),
        ("  -- K 14 --  ", "k-14"),
        ("„Zitat“ – 50 % & mehr", "zitat-50-mehr"),
        ("Łódź, Ørsted, Æther, Đakovo, ısı", "lodz-orsted-aether-dakovo-isi"),
        ("2020–2025", "2020-2025"),
        ("ﬁnanzen ½", "finanzen-1-2"),
        ("日本", ""),
        ("", ""),
        ("!?", ""),
    ],
)
def test_a_name_becomes_an_address(name: str, address: str):
    assert slug(name) == address


@given(st.text(max_size=60))
@laws
def test_an_address_is_clean_and_stays_itself(name: str):
    address = slug(name)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", address)
    assert slug(address) == address


@given(st.text(max_size=60))
@laws
def test_how_an_accent_is_stored_makes_no_other_address(name: str):
    """macOS stores file names decomposed."""
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))


# ------------------------------------------------------------------------------------ order


def test_words_stand_in_the_order_of_a_german_list():
    """DIN 5007-1: ä as a, ß as ss, capitals as small letters."""
    words = [
        "Zebra",
        "Ärger",
        "Apfel",
        "Ende",
        "ändern",
        "Österreich",
        "Oder",
        "Straße",
        "Strasse",
        "Strand",
        "über",
        "unter",
        "Énergie",
    ]

    assert sorted(words, key=sort_key) == [
        "ändern",
        "Apfel",
        "Ärger",
        "Ende",
        "Énergie",
        "Oder",
        "Österreich",
        "Strand",
        "Strasse",
        "Straße",
        "über",
        "unter",
        "Zebra",
    ]


@given(st.lists(st.text("aäAÄbß s", max_size=4), max_size=8))
@laws
def test_the_order_does_not_depend_on_how_the_list_came(words: list[str]):
    assert sorted(words, key=sort_key) == sorted([*words[1:], *words[:1]], key=sort_key)


# ------------------------------------------------------------------------------------ names close to a name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Verker", "Verkehr"),
        ("verkehr", "Verkehr"),
        ("Sozialauschuss", "Sozialausschuss"),
        ("Kreistg", "Kreistag"),
        ("Finanzen", None),
        ("", None),
        ("x" * 200, None),
    ],
)
def test_the_name_that_somebody_most_likely_meant(typed: str, meant: str | None):
    assert near(typed, ["Verkehr", "Sozialausschuss", "Kreistag"]) == meant


def test_of_two_that_are_as_close_it_is_always_the_same():
    assert near("Radwex", ["Radweg", "Radwel"]) == near("Radwex", ["Radwel", "Radweg"])


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=6))
@laws
def test_only_known_names_are_proposed(typed: str, known: list[str]):
    assert near(typed, known) in [None, *known]


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        (["Kreistag"], "an den Kreistag"),
        (
            ["Ausschuss für Soziales", "Jugendhilfeausschuss"],
            "an den Ausschuss für Soziales und den Jugendhilfeausschuss",
        ),
        (["Schulkommission"], "an die Schulkommission"),
        (["Kreistag", "Jugendamt"], "an: Kreistag und Jugendamt"),
    ],
)
def test_a_motion_is_referred_to_somebody(bodies: list[str], said: str) -> None:
    assert german.toward(bodies) == said
