"""Lists of motions: grouped, in one order whatever the disk says, with addresses that never shift."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.motions.listings import (
    Card,
    card,
    committees,
    counted,
    facet_rows,
    natural,
    newest_first,
    rows_of,
    signatories,
)
from plugins.motions.model import Motion, Signatory
from plugins.motions.places import order_of_number
from plugins.press.ask import Ask
from plugins.press.things import key_of, sort
from plugins.press.years import Listing, first_page, page_of_year
from plugins.records.links import Link

from ..builders import TODAY, asked, motion, step


def by_year(ask: Ask, name: str = "antraege/") -> dict[int, list[str]]:
    """The uids in a list, by year."""
    return {year: [row.uid for row in ask.cards(name, Card, year)] for year in ask.years(name)}


def uids(ask: Ask, name: str) -> list[str]:
    """Of a list whose rows are cards of their own."""
    return [row.uid for row in ask.data(name, Card)]


def by_reference(ask: Ask) -> list[tuple[str, str]]:
    """Printed-paper numbers with the uids of their motions, year after year."""
    return [
        (number, row.uid) for year in ask.years("drucksachen/") for number, row in rows_of(ask, "drucksachen/", year)
    ]


def by_years(name: str, motions: list[Motion]) -> list[tuple[str, Listing]]:
    """The pages of a list: its first, and one for each year."""
    ask = asked(motions)
    return [
        (name, first_page(ask, name, rows_of)),
        *(page_of_year(ask, key_of(name, year), rows_of) for year in ask.years(name)),
    ]


D2023, D2024, D2025 = dt.date(2023, 12, 1), dt.date(2024, 3, 4), dt.date(2025, 1, 7)
TRAFFIC, SOCIAL = Link("Verkehr", "themen/verkehr/", "verkehr"), Link("Ärzte", "themen/aerzte/", "aerzte")
SOON, LATER, PAST = dt.date(2026, 11, 25), dt.date(2026, 12, 9), dt.date(2026, 11, 11)


def test_years_and_motions_run_from_new_to_old():
    old, early, late = motion("b2", D2023), motion("c3", D2024), motion("d4", D2024 + dt.timedelta(days=1))

    assert by_year(asked([early, old, late])) == {2024: ["d4", "c3"], 2023: ["b2"]}


def test_motions_of_one_day_stand_in_german_order_of_their_titles():
    motions = [
        motion(f"u{n}", title=title) for n, title in enumerate(["Zug", "Äcker", "Bus", "Straße", "Strand", "bahn"])
    ]

    assert [m.title for m in newest_first(motions)] == ["Äcker", "bahn", "Bus", "Strand", "Straße", "Zug"]
    assert by_year(asked(motions)) == {2024: [m.uid for m in newest_first(motions)]}


@st.composite
def many(draw):
    """Motions that are as alike as they may be: same days, titles and numbers; only the uid tells them apart."""
    steps = st.lists(
        st.builds(
            step,
            st.sampled_from(["", "beschlossen"]),
            st.sampled_from([PAST, SOON, LATER, None]),
            item=st.sampled_from(["", "3", "10", "Ö 4.2"]),
        ),
        max_size=2,
    )
    return [
        motion(
            f"u{n:02}",
            draw(st.sampled_from([D2023, D2024])),
            title=draw(st.sampled_from(["Radweg", "radweg", "Bus"])),
            reference=draw(st.sampled_from(["", "9/2024", "10/2024", "09/2024"])),
            steps=tuple(draw(steps)),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


@given(motions=many(), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=80)
def test_no_listing_depends_on_the_order_in_which_files_were_read(motions, seed):
    shuffled = random.Random(seed).sample(motions, len(motions))

    one, other = asked(shuffled), asked(motions)
    assert newest_first(shuffled) == newest_first(motions)
    assert [uid for group in by_year(one).values() for uid in group] == [m.uid for m in newest_first(motions)]
    assert dict(one.shelves.rows.items()) == dict(other.shelves.rows.items())
    assert dict(one.shelves.lists.items()) == dict(other.shelves.lists.items())
    assert by_reference(one) == by_reference(other)
    assert one.data("demnaechst", Card) == other.data("demnaechst", Card)
    assert one.data("ohne-ergebnis", Card) == other.data("ohne-ergebnis", Card)
    assert by_years("antraege/", shuffled) == by_years("antraege/", motions)


# -------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "numbers",
    [
        ["9/2024", "10/2024", "100/2024"],
        ["3.9", "3.10", "3.14"],
        ["18", "18a", "18b", "19"],
        ["Ö 4.2", "Ö 4.10"],
        ["16-03427-01", "0270/2014", "1536/V", "2021/1012", "HFS/7/11/23", "VO/1179/06/1-A"],
        ["", "1", "a"],
        ["1/²", "1/³"],
    ],
)
def test_numbers_stand_in_the_order_people_count(numbers):
    shuffled = random.Random(1).sample(numbers, len(numbers))
    assert sorted(shuffled, key=natural) == numbers
    assert sorted(shuffled, key=order_of_number) == numbers
    assert [
        said for said, _ in by_reference(asked(motion(f"u{n}", reference=number) for n, number in enumerate(shuffled)))
    ] == [number for number in numbers if number]


@given(st.lists(st.text("0123456789abÖ/.- ", max_size=8), min_size=2, max_size=2))
def test_rows_are_sorted_as_people_count(numbers):
    """Of the bytes by which a row stands in a list: also where one number begins as another does."""
    assert sorted(numbers, key=lambda number: sort(order_of_number(number), "u")) == sorted(numbers, key=natural)


def test_a_motion_stands_under_each_of_its_numbers():
    first, second = motion("a1", reference="10/2024", other_references=("9/2024-1",)), motion("b2", reference="9/2024")

    assert by_reference(asked([first, motion("c3"), second])) == [
        ("9/2024", "b2"),
        ("9/2024-1", "a1"),
        ("10/2024", "a1"),
    ]


# -------------------------------------------------------------------------------------- agenda


def test_what_comes_next_stands_first_and_then_by_agenda_number():
    tenth, ninth, later = (
        motion("a1", steps=(step(date=SOON, item="10"),)),
        motion("b2", steps=(step(date=SOON, item="9"),)),
        motion("c3", steps=(step(date=LATER, item="1"),)),
    )

    assert [(row.body_date, row.item, row.uid) for row in asked([later, tenth, ninth]).data("demnaechst", Card)] == [
        (SOON, "9", "b2"),
        (SOON, "10", "a1"),
        (LATER, "1", "c3"),
    ]


@pytest.mark.parametrize(
    ("known", "listed"),
    [
        (step(date=TODAY), True),
        (step("offen", SOON), True),
        (step(date=PAST), False),
        (step("abgesetzt", SOON), False),
        (step(), False),
    ],
)
def test_on_the_next_agenda_is_what_is_dated_to_come_and_undecided(known, listed):
    assert bool(uids(asked([motion(steps=(known,))]), "demnaechst")) is listed


@pytest.mark.parametrize(
    ("motion", "listed"),
    [
        (motion(steps=(step(date=PAST),)), True),
        (motion(steps=(step("offen", PAST),)), True),
        (motion(steps=(step("verwiesen", PAST), step(date=SOON))), False),
        (motion(steps=(step(date=PAST), step(date=SOON))), True),
        (motion(steps=(step(date=PAST), step("beschlossen", PAST)), progress="angenommen"), False),
        (motion(steps=(step(date=PAST),), progress="erledigt"), False),
        (motion(steps=(step(date=TODAY),)), False),
        (motion(), False),
    ],
)
def test_without_result_is_an_open_motion_whose_last_sitting_is_over(motion, listed):
    assert bool(uids(asked([motion]), "ohne-ergebnis")) is listed


def test_without_result_the_latest_sitting_stands_first():
    early, late = (
        motion("a1", D2025, steps=(step(date=PAST),)),
        motion("b2", D2023, steps=(step(date=TODAY - dt.timedelta(days=1)),)),
    )

    assert uids(asked([early, late]), "ohne-ergebnis") == ["b2", "a1"]


@pytest.mark.parametrize(
    ("steps", "body", "date", "item"),
    [
        ((), "", None, ""),
        ((step(date=None, body="Kreistag"),), "", None, ""),
        ((step(date=SOON, body="Kreistag", item="3"),), "Kreistag", SOON, "3"),
        ((step("verwiesen", PAST, "Kreistag"), step(date=SOON, body="Sozialausschuss")), "Kreistag", PAST, ""),
        ((step("verwiesen", D2025, "Kreistag"), step(date=PAST, body="Sozialausschuss")), "Sozialausschuss", PAST, ""),
    ],
)
def test_a_row_names_the_body_that_met_last_or_else_the_next(steps, body, date, item):
    row = card(motion(steps=steps), TODAY)

    assert (row.body, row.body_date, row.item) == (body, date, item)


def test_a_row_names_originators_of_joint_motions_only():
    assert card(motion(originators=("Grüne",)), TODAY).originators == ()
    assert card(motion(originators=("Grüne", "SPD")), TODAY).originators == ("Grüne", "SPD")


# -------------------------------------------------------------------------------------- facets


def test_a_motion_stands_once_in_every_group_it_belongs_to():
    both, one = motion("a1", topics=(TRAFFIC, SOCIAL, TRAFFIC)), motion("b2", topics=(TRAFFIC,))

    ask = asked([both, one, motion("c3")])

    assert {found.list: by_year(ask, found.list) for found in ask.lists("themen/")} == {
        TRAFFIC.path: {2024: ["a1", "b2"]},
        SOCIAL.path: {2024: ["a1"]},
    }


def test_the_values_of_a_facet_stand_in_german_order_with_count_and_newest_day():
    ask = asked(
        [
            motion("a1", D2023, topics=(TRAFFIC,)),
            motion("b2", D2024, topics=(TRAFFIC,)),
            motion("c3", D2023, topics=(SOCIAL,)),
        ]
    )

    rows = facet_rows(
        ask, "themen/", {TRAFFIC.path: ("Verkehr", "Wege"), SOCIAL.path: ("Ärzte", ""), "themen/leer/": ("Leer", "")}
    )

    assert [(row.text, row.path, row.count, row.newest, row.description) for row in rows] == [
        ("Ärzte", "themen/aerzte/", 1, D2023, ""),
        ("Verkehr", "themen/verkehr/", 2, D2024, "Wege"),
    ]


def test_all_outcome_groups_are_there_even_when_empty():
    changed, given_up = (
        motion("a1", progress="in geänderter Fassung angenommen"),
        motion("b2", progress="zurückgezogen"),
    )

    ask = asked([changed, given_up])

    assert {row.word: row.count for row in counted(ask)} == {
        "offen": 0,
        "unklar": 0,
        "erfolgreich": 1,
        "nicht erfolgreich": 0,
        "sonst erledigt": 1,
    }
    assert {row.word: by_year(ask, row.path) for row in counted(ask) if row.count} == {
        "erfolgreich": {2024: ["a1"]},
        "sonst erledigt": {2024: ["b2"]},
    }


def test_a_motion_belongs_to_committees_that_met_and_to_those_it_was_referred_to():
    social = Link("Sozialausschuss", "gremien/soziales/", "g3s3z3")
    found = motion(steps=(step("verwiesen", PAST, "Kreistag", referred_to=(social, Link("Ältestenrat"))),))

    assert [c.text for c in committees(found)] == ["Kreistag", "Sozialausschuss"]


def test_only_signatories_with_a_page_of_their_own_have_a_listing():
    vera = Link("Vera Beispiel", "personen/vera/", "p3")

    assert signatories(motion(signatories=(Signatory(vera), Signatory(Link("Gast"))))) == [vera]


# -------------------------------------------------------------------------------------- addresses


def test_a_listing_shows_its_newest_year_and_the_way_to_each():
    pages = by_years(
        "themen/verkehr/",
        [motion(uid, day, topics=(TRAFFIC,)) for uid, day in (("a1", D2023), ("b2", D2024), ("c3", D2024))],
    )

    assert [(path, listing.year, len(listing.rows)) for path, listing in pages] == [
        ("themen/verkehr/", 2024, 2),
        ("themen/verkehr/2024/", 2024, 2),
        ("themen/verkehr/2023/", 2023, 1),
    ]
    assert {tuple((year.year, year.path) for year in listing.years) for _, listing in pages} == {
        ((2024, "themen/verkehr/2024/"), (2023, "themen/verkehr/2023/"))
    }


def test_only_the_first_page_of_a_listing_counts_so_that_a_years_page_stays_as_it_is():
    motions = [motion("a1", D2023, topics=(TRAFFIC,)), motion("b2", D2024, topics=(TRAFFIC,))]
    before, after = (
        dict(by_years("themen/verkehr/", found))
        for found in (motions, [*motions, motion("c3", D2024, topics=(TRAFFIC,))])
    )

    assert after["themen/verkehr/2023/"] == before["themen/verkehr/2023/"]
    assert (after["themen/verkehr/"].total, [year.count for year in after["themen/verkehr/"].years]) == (3, [2, 1])


def test_a_listing_of_nothing_has_its_page():
    [(path, listing)] = by_years("orte/altental/", [])

    assert (path, listing.year, listing.total, listing.rows) == ("orte/altental/", None, 0, ())


@given(dates=st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2026, 12, 31)), max_size=12), days=st.integers(0, 900))
@settings(deadline=None, max_examples=60)
def test_a_newer_motion_moves_no_older_one_to_another_address(dates, days):
    motions = [motion(f"u{n:02}", date, title=f"Antrag {n}") for n, date in enumerate(dates)]
    newer = motion("zz", max(dates, default=dt.date(2020, 1, 1)) + dt.timedelta(days=days))

    before, after = dict(by_years("antraege/", motions)), dict(by_years("antraege/", [*motions, newer]))

    assert set(before) <= set(after)
    for path in set(before) - {"antraege/"}:
        assert [row for row in after[path].rows if row.path != newer.path] == list(before[path].rows)
