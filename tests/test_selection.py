"""A short run takes the tests that a change needs, the nearest first, and says what it left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import selection
from .durations import longest_first
from .selection import BUDGET, ELSEWHERE, STANDS_ON, Unit, area_of, arguments, distances, ranks, select, summary, units

EVERY = [
    Unit("tests/motions/test_votes.py", 5),
    Unit("tests/feeds/test_feeds.py", 10),
    Unit("tests/feeds/test_feeds.py::test_slow", 20),
    Unit("tests/site/test_pages.py", 30),
    Unit("tests/people/test_people.py", 1),
]


def names(units: list[Unit]) -> list[str]:
    return [unit.name for unit in units]


def test_every_area_has_tests_or_somebody_who_tests_it():
    tested = {unit.area for unit in units({})}

    assert set(STANDS_ON) - tested <= set(ELSEWHERE)
    assert set(ELSEWHERE.values()) <= tested <= set(STANDS_ON)


@pytest.mark.parametrize(
    ("path", "area"),
    [
        ("plugins/motions/model.py", "motions"),
        ("plugins/einstellungen.py", "einstellungen"),
        ("plugins/README.md", "house"),
        ("tests/feeds/test_feeds.py", "feeds"),
        ("tests/test_form.py", "house"),
        ("tests/cases/radweg/expected/index.html", "house"),
        ("theme/templates/base.html", "theme"),
        ("content/seiten/kontakt.md", "content"),
        ("Makefile", "house"),
    ],
)
def test_a_file_belongs_to_a_room_or_to_the_house(path: str, area: str):
    assert area_of(path) == area


def test_what_stands_on_a_changed_room_is_as_near_as_there_are_arrows_between_them():
    found = distances(["motions"])

    assert (found["motions"], found["feeds"], found["publishing"]) == (0, 1, 2)
    assert "people" not in found


def test_a_changed_test_concerns_its_folder_alone_and_what_all_use_concerns_all():
    assert ranks(["tests/motions/test_votes.py"]) == {"motions": 0}
    assert set(ranks(["tests/builders.py"]).values()) == {1}
    assert set(ranks(["tests/builders.py"])) == set(STANDS_ON)


@pytest.mark.parametrize(
    ("path", "tester"), [("theme/static/css/main.css", "browser"), ("plugins/einstellungen.py", "founding")]
)
def test_what_has_no_tests_of_its_own_is_tested_by_another(path: str, tester: str):
    assert ranks([path])[tester] == 0


def test_the_nearest_are_run_first_and_slow_ones_only_where_there_is_time():
    near = distances(["motions"])

    assert names(select(near, EVERY, budget=16).chosen) == ["tests/motions/test_votes.py", "tests/feeds/test_feeds.py"]
    assert names(select(near, EVERY, budget=40).chosen)[2:] == ["tests/feeds/test_feeds.py::test_slow"]
    assert names(select(near, EVERY, budget=99).left_out) == []
    assert "tests/people/test_people.py" not in names(select(near, EVERY, budget=99).chosen)


def test_a_slow_test_is_not_run_without_its_file_and_pytest_is_told_what_is_left_out(tmp_path: Path):
    chosen = select({"feeds": 0}, EVERY, budget=15)

    assert arguments(chosen, tmp_path)[-1:] == ["tests/feeds/test_feeds.py"]
    assert (tmp_path / "left-out.txt").read_text() == "tests/feeds/test_feeds.py::test_slow\n"
    assert names(select({"feeds": 0}, [Unit("tests/feeds/test_feeds.py", 20), EVERY[2]], budget=20).chosen) == [
        "tests/feeds/test_feeds.py"
    ]


def test_it_says_which_rooms_it_ran_whole_in_part_and_not_at_all():
    said = summary(select(distances(["motions"]), EVERY, budget=16))

    assert said == [
        "Gelaufen, ganz: motions.",
        "Zum Teil: feeds (ohne 1 langsame).",
        "Nicht; zwei Minuten reichen nicht: site.",
    ]


@pytest.mark.parametrize("room", [area for area in STANDS_ON if area not in ELSEWHERE])
def test_whatever_is_changed_the_run_stays_within_its_time(room: str):
    chosen = select(distances([room]), units(selection.measured()))

    assert 0 < chosen.seconds <= BUDGET
    assert any(unit.area == room for unit in chosen.chosen)


def test_an_unknown_room_is_named_with_those_there_are():
    with pytest.raises(SystemExit, match=r"Unbekannt: motion\. Es gibt: records, press"):
        selection.main("motion")


def test_the_longest_file_is_begun_first_and_stays_together():
    class Item:
        def __init__(self, nodeid: str):
            self.nodeid = nodeid

    items = [Item("a.py::one"), Item("a.py::two"), Item("b.py::one"), Item("c.py::one")]
    known = {"a.py": 3.0, "b.py": 9.0}

    assert [item.nodeid for item in longest_first(items, known)] == ["b.py::one", "a.py::one", "a.py::two", "c.py::one"]
