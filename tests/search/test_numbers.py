"""Numbers, roads, paragraphs, days: one thing, however it is written."""

from __future__ import annotations

import pytest

from plugins.search.numbers import exact, number_keys, year_of

SPELLINGS = [
    ("0112/2026", "112/2026"),
    ("112/2026", "112/2026"),
    ("112/26", "112/2026"),
    ("DS 112-2026", "112/2026"),
    ("Drs. 0112/2026", "112/2026"),
    ("Drucksache Nr. 112/2026", "112/2026"),
    ("AF 01/2026", "af/1/2026"),
    ("AF-01/2026", "af/1/2026"),
    ("VO/0312/24", "vo/312/2024"),
    ("HH 2027/05", "hh/2027/5"),
    ("HH 2027/15", "hh/2027/15"),
    ("SV-9-0381", "sv/9/381"),
    ("0876/XIX.WP", "876/xix/wp"),
    ("2575-2023/DaDi", "2575/2023/dadi"),
    ("26-0134", "26/134"),
]


@pytest.mark.parametrize(("typed", "expected"), SPELLINGS)
def test_a_number_has_one_key(typed: str, expected: str) -> None:
    assert number_keys(typed)[0] == expected


def test_a_number_is_also_found_without_its_letters_and_with_the_year_behind() -> None:
    assert number_keys("26-0134") == ["26/134", "134/2026"]
    assert number_keys("2023/118") == ["2023/118", "118/2023"]
    assert number_keys("VO/0312/24") == ["vo/312/2024", "312/2024"]
    assert [year_of(key) for key in ("112/2026", "sv/9/381", "hh/2027/5")] == ["2026", "0", "2027"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Radweg an der K 14 und der B51", ["k14", "b51"]),
        ("gemäß §\u00a05 Abs. 2 und §16a", ["§5", "§16a"]),
        ("unter TOP 7", ["top7"]),
        ("am 18. Dezember 2026", ["@1218", "@20261218"]),
        ("vom 1.2.2025", ["@0201", "@20250201"]),
        ("am 3. März", ["@0303"]),
        ("Drucksache 0112/2026.", ["#112/2026"]),
        ("AK 14, Block 5, § neu, 32. Dezember, 1.2.3", []),
        ("10 K 5 und die K-Frage", ["k5"]),
    ],
)
def test_what_a_text_names_exactly(text: str, found: list[str]) -> None:
    assert list(exact(text)) == found
