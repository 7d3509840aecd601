"""The words of a text as the search shall find them."""

from __future__ import annotations

import pytest

from plugins.search.words import endings, plain, spellings, with_endings


@pytest.mark.parametrize(
    ("word", "within"),
    [("Radwege", "wege"), ("Radwegebau", "wegebau"), ("Radwegebau", "bau"), ("Krankenhausplan", "plan"), ("Schulbus", "bus"), ("Kreisstraßen", "straßen"), ("Jugendhilfeausschuss", "ausschuss"), ("Streuobstwiesen", "wiesen")],
)
def test_a_word_inside_of_a_compound_begins_one_of_its_endings(word, within):
    assert any(ending.startswith(within) for ending in endings(word))


@pytest.mark.parametrize("word", ["Förderungen", "Barrierefreiheit", "sozialverträglich", "Organisationen", "Nachhaltigkeit"])
def test_endings_that_are_no_words_are_left_out(word):
    assert not {"rungen", "heit", "lich", "lichkeit", "tionen", "tigkeit"} & set(endings(word))


def test_short_endings_are_left_out():
    assert {len(ending) for ending in endings("Verwaltungen")} & {1, 2, 3} == set()


def test_a_word_has_its_endings_once_in_a_text():
    assert with_endings("Radwege, Radwege und Wege") == "Radwege~wege, Radwege und Wege"


@pytest.mark.parametrize(("typed", "found"), [("0112/2026", "0112/2026 112/2026"), ("112/2026", "112/2026"), ("VO/0079/06/1-A", "VO/0079/06/1-A VO/79/6/1-A"), ("0876/XIX.WP", "0876/XIX.WP 876/XIX.WP")])
def test_a_number_is_found_with_and_without_its_noughts(typed, found):
    assert spellings(typed) == found


def test_html_becomes_words():
    """Blocks do not run together, words that are marked in the middle do; soft hyphens and our own sign are no words."""
    assert plain("<p>Rad<b>weg</b></p><ul><li>Eins</li><li>A &amp; B&nbsp;&lt;C&gt;</li></ul>Rad\u00adweg ~ x") == "Radweg Eins A & B <C> Radweg x"
