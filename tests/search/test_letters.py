"""Words as the search compares them. The browser must see each as Python does: tests/browser/test_search.py asks it the same table."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.search.bag import shortened
from plugins.search.letters import fold, joined, key, plain, words

FOLDING = [line.split("\t") for line in Path(__file__).with_name("folding.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("word", "expected"), FOLDING, ids=[word for word, _ in FOLDING])
def test_a_word_is_found_in_every_spelling_and_form(word: str, expected: str) -> None:
    assert key(shortened(word)) == expected


def test_folding_twice_changes_nothing() -> None:
    assert [fold(fold(word)) for word, _ in FOLDING] == [fold(word) for word, _ in FOLDING]


def test_of_a_star_the_first_word_counts_and_a_hyphen_also_joins() -> None:
    assert words("Schüler*innen, Bürger:innen und Radfahrer_in") == ["Schüler", "Bürger", "und", "Radfahrer"]
    assert words("Uhr: 18:30") == ["Uhr", "18", "30"]
    assert joined("Das Job-Ticket (E-Mail-Liste) - und") == ["JobTicket", "EMailListe"]


def test_html_becomes_lines_of_words() -> None:
    """Blocks do not run together, words that are marked in the middle do; soft hyphens are no letters."""
    assert (
        plain("<p>Rad<b>weg</b></p><ul><li>Eins</li><li>A &amp; B&nbsp;&lt;C&gt;</li></ul>Kreis\u00adstraße <br>2")
        == "Radweg\nEins\nA & B <C>\nKreisstraße\n2"
    )
