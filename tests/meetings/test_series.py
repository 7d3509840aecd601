"""Series: which dates come out, what an exception does to one, and the German sentence."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.meetings.calendar import sequence_of
from plugins.meetings.series import (
    DAY,
    IN_MONTH,
    WEEKS,
    Break,
    Cancelled,
    Extra,
    Moved,
    Occurrence,
    Series,
    occurrences,
    regular,
    sentence,
)

from ..builders import Project

WEDNESDAY = dt.date(2026, 12, 2)


def series(**more) -> Series:
    """Every second Wednesday in the winter."""
    given = {
        "rhythm": ("alle zwei Wochen",),
        "weekday": 2,
        "start": dt.time(19, 30),
        "end": dt.time(21, 30),
        "since": WEDNESDAY,
        "until": dt.date(2027, 3, 31),
        "published": dt.date(2026, 11, 20),
    }
    return Series(
        **{
            "uid": "r7k4qd",
            "stem": "fraktionssitzung",
            "name": "Fraktionssitzung",
            "kind": "Fraktionssitzung",
            **given,
            **more,
        }
    )


def days(found: Series) -> list[str]:
    return [f"{date:%d.%m.}" for date in regular(found)]


# ------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (("jede Woche",), ["02.12.", "09.12.", "16.12.", "23.12.", "30.12."]),
        (("alle zwei Wochen",), ["02.12.", "16.12.", "30.12."]),
        (("alle vier Wochen",), ["02.12.", "30.12."]),
        (("erster im Monat",), ["02.12."]),
        (("zweiter im Monat", "vierter im Monat"), ["09.12.", "23.12."]),
        (("letzter im Monat",), ["30.12."]),
    ],
)
def test_a_rhythm_gives_dates(rhythm: tuple[str, ...], expected: list[str]):
    assert days(series(rhythm=rhythm, until=dt.date(2026, 12, 31))) == expected


def test_holidays_leave_dates_out_and_the_weeks_are_counted_on():
    found = series(breaks=(Break(dt.date(2026, 12, 21), dt.date(2027, 1, 8)),), until=dt.date(2027, 1, 31))

    assert days(found) == ["02.12.", "16.12.", "13.01.", "27.01."]


def test_a_date_keeps_its_original_day_whatever_becomes_of_it():
    on = WEDNESDAY + 14 * DAY
    gone, went = (
        Cancelled(WEDNESDAY, (dt.date(2026, 11, 25),), "Krankheit"),
        Moved(on, on + DAY, (dt.date(2026, 12, 1), dt.date(2026, 12, 8)), dt.time(20)),
    )
    first, second, *_ = occurrences(series(cancelled=(gone,), moved=(went,)))

    assert (first.original, first.date, first.cancelled, first.reason, first.changes) == (
        WEDNESDAY,
        WEDNESDAY,
        True,
        "Krankheit",
        (dt.date(2026, 11, 25),),
    )
    assert (second.original, second.date, second.start, second.end, second.moved, len(second.changes)) == (
        on,
        on + DAY,
        dt.time(20),
        dt.time(21, 30),
        True,
        2,
    )


def test_a_change_of_the_whole_series_counts_for_the_dates_after_it_only():
    found = occurrences(series(changes=(dt.date(2026, 12, 20),), until=dt.date(2027, 1, 20)))

    assert [len(one.changes) for one in found] == [0, 0, 1, 1]


def test_a_date_that_was_put_off_and_put_back_stands_as_it_was_and_counts_both_changes():
    back = Moved(WEDNESDAY, WEDNESDAY, (dt.date(2026, 11, 25), dt.date(2026, 11, 27)))
    first = occurrences(series(moved=(back,)))[0]

    assert (first.date, first.moved, len(first.changes)) == (WEDNESDAY, False, 2)


def slow(found: Series) -> list[Occurrence]:
    """The same, day by day, without a thought for speed."""
    made = []
    first = next(found.since + n * DAY for n in range(7) if (found.since + n * DAY).weekday() == found.weekday)
    for number in range((found.until - found.since).days + 1):
        date = found.since + number * DAY
        hit = date.weekday() == found.weekday and any(
            (date - first).days % (7 * WEEKS[r]) == 0
            if r in WEEKS
            else (date + 7 * DAY).month != date.month
            if IN_MONTH[r] < 0
            else (date.day - 1) // 7 + 1 == IN_MONTH[r]
            for r in found.rhythm
        )
        hit = hit and not any(b.since <= date <= b.until for b in found.breaks)
        extra = [e for e in found.extra if e.date == date]
        if not hit and not extra:
            continue
        one = Occurrence(
            original=date,
            date=date,
            start=(extra and extra[0].start) or found.start,
            end=(extra and extra[0].end) or found.end,
            published=found.published,
        )
        for gone in found.cancelled:
            one = replace(one, cancelled=True, reason=gone.reason, changes=gone.changes) if gone.date == date else one
        for went in found.moved:
            one = (
                replace(
                    one,
                    date=went.to,
                    start=went.start or one.start,
                    end=went.end or one.end,
                    moved=went.to != date or bool(went.start),
                    reason=went.reason,
                    changes=went.changes,
                )
                if went.date == date
                else one
            )
        made.append(one)
    return made


@st.composite
def any_series(draw) -> Series:
    since = dt.date(2026, 1, 1) + draw(st.integers(0, 700)) * DAY
    rhythm = draw(
        st.one_of(
            st.sampled_from(sorted(WEEKS)).map(lambda r: (r,)),
            st.lists(st.sampled_from(sorted(IN_MONTH)), min_size=1, max_size=3, unique=True).map(tuple),
        )
    )
    found = series(
        since=since, until=since + draw(st.integers(0, 500)) * DAY, rhythm=rhythm, weekday=draw(st.integers(0, 6))
    )
    found = replace(
        found,
        breaks=tuple(
            Break(start, start + length * DAY)
            for start, length in draw(st.lists(st.tuples(st.dates(since, found.until), st.integers(0, 40)), max_size=3))
        ),
    )
    known = regular(found)
    found = replace(
        found,
        extra=tuple(
            Extra(date, draw(st.sampled_from([None, dt.time(8)])))
            for date in draw(st.lists(st.dates(since, found.until), max_size=3, unique=True))
            if date not in known
        ),
    )
    named = (
        draw(st.lists(st.sampled_from(sorted({*known, *(e.date for e in found.extra)})), max_size=6, unique=True))
        if known
        else []
    )
    half = len(named) // 2
    return replace(
        found,
        cancelled=tuple(Cancelled(date, (date - 9 * DAY,), "Grund") for date in named[:half]),
        moved=tuple(
            Moved(
                date,
                date + draw(st.integers(-5, 5)) * DAY,
                (date - 9 * DAY,),
                draw(st.sampled_from([None, dt.time(20)])),
            )
            for date in named[half:]
        ),
    )


@given(any_series())
@settings(max_examples=120)
def test_the_dates_are_those_of_a_slow_straightforward_model(found: Series):
    assert [replace(one, line=0) for one in occurrences(found)] == slow(found)


# ---------------------------------------------------------------------------------- in words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "jeden zweiten Mittwoch, 19:30 bis 21:30\u00a0Uhr"),
        ({"rhythm": ("jede Woche",), "end": None}, "jeden Mittwoch, 19:30\u00a0Uhr"),
        ({"rhythm": ("alle vier Wochen",), "weekday": 4}, "jeden vierten Freitag, 19:30 bis 21:30\u00a0Uhr"),
        (
            {"rhythm": ("letzter im Monat", "erster im Monat")},
            "jeden ersten und letzten Mittwoch im Monat, 19:30 bis 21:30\u00a0Uhr",
        ),
    ],
)
def test_a_series_is_said_in_german(more: dict, words: str):
    assert sentence(series(**more)) == words


# ------------------------------------------------------------------------------ as files on a site

HEAD = """\
uid: r7k4qd
name: Fraktionssitzung
art: Fraktionssitzung
rhythmus: alle zwei Wochen
tag: Mittwoch
beginn: 19:30
ende: 21:30
ab: 2026-12-02
bis: 2027-02-10
form: Präsenz
ort: Kreishaus, Altental
zugang: nach Anmeldung per Mail
veroeffentlicht: 2026-11-20
"""


def write(project: Project, more: str = "", **files: str) -> Project:
    project.write("reihen/fraktionssitzung.md", f"---\n{HEAD}{more}---\n")
    for stem, lines in files.items():
        project.write(f"sitzungen/{stem.replace('_', '-').strip('-')}.md", f"---\n{lines}\n---\n")
    return project


def test_every_date_is_a_meeting_with_a_page_and_a_uid_of_its_own(project: Project):
    found = write(project).site().meetings

    assert [(m.uid, m.path) for m in found[:2]] == [
        ("r7k4qd-2026-12-02", "sitzungen/2026-12-02-fraktionssitzung/"),
        ("r7k4qd-2026-12-16", "sitzungen/2026-12-16-fraktionssitzung/"),
    ]
    assert len(found) == 6


def test_a_file_adds_to_one_date_and_changes_neither_uid_nor_address(project: Project):
    before = {m.date: (m.uid, m.path) for m in write(project).site().meetings}
    write(
        project,
        _2026_12_16_fraktionssitzung="reihe: Fraktionssitzung\ndatum: 2026-12-16\nbeginn: 18:00\ntagesordnung: Haushalt",
    )
    after = {m.date: m for m in project.site().meetings}
    one = after[dt.date(2026, 12, 16)]

    assert {date: (m.uid, m.path) for date, m in after.items()} == before
    assert (one.start, one.end, one.location.name, one.agenda[0].title) == (
        dt.time(18),
        dt.time(21, 30),
        "Kreishaus, Altental",
        "Haushalt",
    )


def test_a_file_of_another_name_has_its_own_address_and_the_usual_one_leads_there(project: Project):
    write(project, advent="reihe: r7k4qd\ndatum: 2026-12-16").build()

    assert "url=../../sitzungen/advent/" in project.page("sitzungen/2026-12-16-fraktionssitzung/")
    assert "16.\u00a0Dezember 2026" in project.page("sitzungen/advent/")


def test_a_meeting_moved_by_the_series_or_by_its_file_is_the_same_meeting(project: Project):
    write(
        project,
        "verlegt:\n  - {von: 2026-12-16, auf: 2026-12-17, geaendert_am: 2026-12-01}\n",
        eins="reihe: r7k4qd\ndatum: 2026-12-16",
        zwei="reihe: r7k4qd\ndatum: 2026-12-03\nverlegt_von: 2026-12-02\naenderungen: [{datum: 2026-11-21, was: verlegt}]",
    )
    found = {m.stem: m for m in project.site().meetings}

    assert [
        (found[stem].uid, found[stem].date.day, found[stem].moved_from.day, sequence_of(found[stem]))
        for stem in ("eins", "zwei")
    ] == [("r7k4qd-2026-12-16", 17, 16, 1), ("r7k4qd-2026-12-02", 3, 2, 1)]


def test_a_video_conference_does_not_inherit_the_place_of_the_series(project: Project):
    write(project, video="reihe: r7k4qd\ndatum: 2026-12-16\nform: Videokonferenz")

    assert {m.stem: m.location is None for m in project.site().meetings}["video"]


def test_a_meeting_that_was_public_before_the_series_keeps_its_uid(project: Project):
    write(project, alt="uid: m4t8wd\nreihe: r7k4qd\ndatum: 2026-12-16\nveroeffentlicht: 2026-11-01")

    assert [m.uid for m in project.site().meetings if m.stem == "alt"] == ["m4t8wd"]


def test_motions_and_dates_link_both_ways(project: Project):
    project.motion()
    write(
        project, agenda="reihe: r7k4qd\ndatum: 2026-12-16\ntagesordnung:\n  - titel: Radweg\n    antrag: k7f3qz"
    ).build()

    assert 'href="../../antraege/2024-03-radweg/"' in project.page("sitzungen/agenda/")
    assert 'href="../../sitzungen/agenda/"' in project.page("antraege/2024-03-radweg/")


def test_news_and_texts_may_name_a_date_that_has_no_file(project: Project):
    write(project)
    project.write(
        "meldungen/bericht.md",
        "---\nuid: n4k7bd\ntitel: Bericht\ndatum: 2026-11-20\nzu_sitzung: r7k4qd-2026-12-16\n---\n\nSiehe [Termin](/sitzungen/2026-12-16-fraktionssitzung/).\n",
    )
    project.build()

    assert "Bericht" in project.page("sitzungen/2026-12-16-fraktionssitzung/")


def test_a_series_that_is_wrong_is_told_once_and_takes_no_other_meeting_with_it(project: Project):
    write(project, datei="reihe: r7k4qd\ndatum: 2026-12-16")
    project.write(
        "reihen/fraktionssitzung.md", f"---\n{HEAD.replace('2027-02-10', '2026-02-10')}gremium: Kreistg\n---\n"
    )
    project.write(
        "sitzungen/klausur.md",
        "---\nuid: m4t8wd\nname: Klausur\nart: Klausur\ndatum: 2026-12-16\nbeginn: 10:00\nform: Videokonferenz\nzugang: nichtöffentlich\n---\n",
    )
    site, problems = project.read()

    assert [(p.path, p.code) for p in problems] == [
        ("content/reihen/fraktionssitzung.md", "series-span"),
        ("content/reihen/fraktionssitzung.md", "committee-near"),
    ]
    assert [m.stem for m in site.meetings] == ["klausur"]


def test_a_text_cannot_link_to_a_series_itself(project: Project):
    write(project)
    project.motion(body="## Beschlussvorschlag\n\n1. Siehe [Reihe](../reihen/fraktionssitzung.md).\n")

    assert [p.code for p in project.check()] != []


def test_council_dates_stand_beside_our_own(project: Project):
    write(project)
    project.write(
        "reihen/ausschuss.md",
        f"---\n{HEAD.replace('r7k4qd', 's8m5rf').replace('name: Fraktionssitzung', 'name: Sozialausschuss').replace('art: Fraktionssitzung', 'art: Ausschuss')}gremium: Sozialausschuss\n---\n",
    )
    project.build()

    assert (
        len(re.findall(r"<h3><a [^>]*>Sozialausschuss<", re.sub(r"</?span[^>]*>", "", project.page("sitzungen/")))) == 6
    )
    assert "s8m5rf-2026-12-02" in project.page("kalender/gremien/soziales.ics").replace("\n ", "")
    assert "s8m5rf" not in project.page("kalender/fraktion.ics")


@pytest.mark.parametrize(
    ("of_all", "own", "expected"), [(20, 25, 25), (25, 20, 25), (20, None, 20), (None, 25, 25), (None, None, None)]
)
def test_an_extra_date_is_published_when_it_and_its_series_are(
    of_all: int | None, own: int | None, expected: int | None
):
    """Not before: what changed in between was never another date to anybody."""
    day = {None: None, **{n: dt.date(2026, 11, n) for n in (20, 22, 25)}}
    extra = WEDNESDAY + 7 * DAY
    one = next(
        o
        for o in occurrences(
            series(published=day[of_all], changes=(day[22],), extra=(Extra(extra, published=day[own]),))
        )
        if o.original == extra
    )

    assert one.published == day[expected]
    assert one.changes == (() if expected == 25 else (day[22],))
