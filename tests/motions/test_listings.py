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

from ..builders import TODAY, asked, motion, step, thing


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
        (name, first_page(ask, name, rows_of, one_year=True)),
        *(page_of_year(ask, key_of(name, year), rows_of, pages=True) for year in ask.years(name)),
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
        ((step("verwiesen", PAST, "Kreistag"), step(date=SOON, body="Sozialausschuss")), "Sozialausschuss", SOON, ""),
        ((step(date=PAST, body="Kreistag"), step(date=TODAY, body="Sozialausschuss")), "Sozialausschuss", TODAY, ""),
        ((step("verwiesen", D2025, "Kreistag"), step(date=PAST, body="Sozialausschuss")), "Sozialausschuss", PAST, ""),
    ],
)
def test_a_row_of_what_is_open_names_the_next_sitting_or_else_the_last(steps, body, date, item):
    row = card(motion(steps=steps), TODAY)

    assert (row.body, row.body_date, row.item) == (body, date, item)
    assert row.coming is (date is not None and date >= TODAY)


def test_a_row_of_what_is_settled_names_the_last_sitting() -> None:
    """Also where a report is still to come."""
    steps = (step("beschlossen", PAST, "Kreistag"), step(date=SOON, body="Sozialausschuss"))
    row = card(motion(steps=steps, progress="angenommen"), TODAY)

    assert (row.body, row.body_date, row.coming) == ("Kreistag", PAST, False)


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


def first(count: dict[int, int], name: str = "themen/verkehr/") -> tuple[Ask, Listing]:
    """The first page of a list with so many motions in each year."""
    motions = [
        motion(f"u{year}{n:03}", dt.date(year, 3, 4), topics=(TRAFFIC,)) for year in count for n in range(count[year])
    ]
    ask = asked(motions)
    return ask, first_page(ask, name, rows_of)


@pytest.mark.parametrize(
    ("count", "shown", "rest"),
    [
        ({2024: 2, 2023: 1}, [(2024, 2, 0), (2023, 1, 0)], 0),
        ({2024: 20, 2023: 20}, [(2024, 20, 0), (2023, 20, 0)], 0),
        ({2024: 20, 2023: 21}, [(2024, 20, 0), (2023, 20, 21)], 2023),
        ({2024: 40, 2023: 1}, [(2024, 40, 0)], 2023),
        ({2024: 41, 2023: 1}, [(2024, 40, 41)], 2024),
    ],
)
def test_a_first_page_shows_forty_and_each_year_that_is_not_whole_has_a_page(count, shown, rest) -> None:
    """Decision 17."""
    ask, listing = first(count)

    assert [(span.year, len(span.rows), span.count) for span in listing.spans] == shown
    assert ask.rest("themen/verkehr/") == rest
    assert [(year.year, year.path, year.count) for year in listing.years] == [
        (year, f"themen/verkehr/{'#jahr_' if year > rest else ''}{year}{'' if year > rest else '/'}", number)
        for year, number in count.items()
    ]
    for year in count:
        path, page = page_of_year(ask, key_of("themen/verkehr/", year), rows_of)
        assert (path, page and len(page.rows)) == (f"themen/verkehr/{year}/", None if year > rest else count[year])
        assert page is None or {link.path for link in page.years} == {link.path for link in listing.years}


@given(st.lists(st.sampled_from([1, 2, 38, 39, 40, 41]), min_size=1, max_size=4), st.integers(0, 3), st.booleans())
@settings(deadline=None, max_examples=40)
def test_who_asks_for_what_is_left_is_asked_again_when_it_changes(numbers, which, more) -> None:
    """A motion more or less in any year."""
    count = {2024 - n: number for n, number in enumerate(numbers)}
    year = 2024 - which % len(numbers)
    extra = thing(motion("zzz", dt.date(year, 5, 6), topics=(TRAFFIC,)))
    ask, _ = first(count)
    shelves = ask.shelves
    if not more:
        shelves.put(extra)
    before = ask.rest("themen/verkehr/")
    shelves.touched.clear()
    if more:
        shelves.put(extra)
    else:
        shelves.drop(extra.ref)
    assert ("rest:themen/verkehr/" in shelves.touched) == (ask.rest("themen/verkehr/") != before)


def test_a_listing_shows_its_newest_year_and_the_way_to_each():
    pages = by_years("antraege/", [motion(uid, day) for uid, day in (("a1", D2023), ("b2", D2024), ("c3", D2024))])

    assert [(path, listing.year, len(listing.rows)) for path, listing in pages] == [
        ("antraege/", 2024, 2),
        ("antraege/2024/", 2024, 2),
        ("antraege/2023/", 2023, 1),
    ]
    assert {tuple((year.year, year.path) for year in listing.years) for _, listing in pages} == {
        ((2024, "antraege/2024/"), (2023, "antraege/2023/"))
    }


def test_only_the_first_page_of_a_listing_counts_so_that_a_years_page_stays_as_it_is():
    motions = [motion("a1", D2023, topics=(TRAFFIC,)), motion("b2", D2024, topics=(TRAFFIC,))]
    before, after = (
        dict(by_years("antraege/", found)) for found in (motions, [*motions, motion("c3", D2024, topics=(TRAFFIC,))])
    )

    assert after["antraege/2023/"] == before["antraege/2023/"]
    assert (after["antraege/"].total, [year.count for year in after["antraege/"].years]) == (3, [2, 1])


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
