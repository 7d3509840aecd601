"""German for programs: days, numbers, lists of words, addresses from names, names close to a name."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records import german


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Radweg an der K 14", "radweg-an-der-k-14"),
        ("Über uns", "ueber-uns"),
        ("Größe", "groesse"),
        ("GROẞE STRAẞE", "grosse-strasse"),
        ("U\u0308ber", "ueber"),  # a mark of its own, as macOS writes file names
        ("2020–2025", "2020-2025"),
        ("Bus—Bahn", "bus-bahn"),
        ("Iğdır", "igdir"),
        ("Café Łódź", "cafe-lodz"),
        ("Schüler*innen", "schueler-innen"),
        ("a_b", "a-b"),
        ("--- Antrag! ---", "antrag"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_becomes_an_address(text: str, address: str):
    assert german.slug(text) == address


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_an_address_has_plain_letters_digits_and_single_hyphens(text: str):
    address = german.slug(text)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", address)
    assert german.slug(address) == address


@pytest.mark.parametrize(("typed", "meant"), [("Verkher", "Verkehr"), ("verkehr", "Verkehr"), ("Haushalt", None), ("V" * 200, None), ("", None)])
def test_a_near_name_is_proposed_a_far_one_is_not(typed: str, meant: str | None):
    assert german.near(typed, ["Verkehr", "Soziales"]) == meant


def test_the_proposal_does_not_hang_on_the_order_of_names():
    assert german.near("Bau", ["bau", "Bau"]) == german.near("Bau", ["Bau", "bau"])


@pytest.mark.parametrize(("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a und b"), (["a", "b", "c"], "a, b und c")])
def test_words_are_joined_as_one_speaks(words: list[str], text: str):
    assert german.joined(words) == text


def test_the_last_word_may_be_joined_by_another_word():
    assert german.joined(["a", "b"], "oder") == "a oder b"


@pytest.mark.parametrize(("count", "text"), [(0, "0\u00a0Anträge"), (1, "1\u00a0Antrag"), (2, "2\u00a0Anträge"), (1234, "1.234\u00a0Anträge")])
def test_things_are_counted_in_singular_and_plural(count: int, text: str):
    assert german.counted(count, "Antrag", "Anträge") == text


def test_days_and_times_are_written_in_words_and_do_not_break():
    assert german.day(dt.date(2024, 3, 4)) == "4.\u00a0März 2024"
    assert german.weekday(dt.date(2024, 6, 12)) == "Mittwoch"
    assert german.clock(dt.time(9, 5)) == "09:05\u00a0Uhr"


@pytest.mark.parametrize(("value", "places", "text"), [(1234.5, 1, "1.234,5"), (1_000_000, 0, "1.000.000"), (-1234, 0, "-1.234"), (0.25, 2, "0,25")])
def test_numbers_have_points_for_thousands_and_a_comma(value: float, places: int, text: str):
    assert german.number(value, places) == text


@pytest.mark.parametrize(("count", "text"), [(0, "1\u00a0kB"), (1499, "1\u00a0kB"), (250_000, "250\u00a0kB"), (1_250_000, "1,2\u00a0MB"), (999_999, "1,0\u00a0MB")])
def test_sizes_are_told_as_people_read_them(count: int, text: str):
    assert german.size(count) == text


def test_words_are_sorted_as_in_a_german_list():
    """DIN 5007-1: ä as a, ß as ss; upper and lower case make no difference."""
    words = ["Zoo", "Öl", "offen", "Äpfel", "Apfel", "Straße", "strasse", "Ohr"]

    assert sorted(words, key=german.sort_key) == ["Apfel", "Äpfel", "offen", "Ohr", "Öl", "Straße", "strasse", "Zoo"]
