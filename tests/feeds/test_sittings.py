"""The feed of meetings: each is told once when it comes near, each change of it once with its day, and nothing when something was only mended."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import feedparser
import pytest

from plugins.feeds.sittings import entries_of, known_on, upcoming
from plugins.meetings.model import Change

from ..builders import Project, meeting
from ..reading import served
from .test_life import Newsboat

TODAY = dt.date(2026, 11, 22)
NEAR = dt.date(2026, 12, 2)
SERIES = "---\nuid: r7k4qd\nname: {name}\nart: Fraktionssitzung\nrhythmus: alle zwei Wochen\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-02\nbis: 2027-03-31\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-10-01\n{more}---\n"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def told(*meetings, today: dt.date = TODAY) -> dict[str, tuple[str, str]]:
    """What the feed holds: the end of the id → title and day."""
    return {
        entry.id.removeprefix("sitzung/m4t8wd").removeprefix("/ereignis/"): (
            entry.title.replace("\u00a0", " "),
            entry.published.isoformat(),
        )
        for entry in upcoming(meetings, today)
    }


def test_a_meeting_is_told_six_weeks_before_and_leaves_when_it_is_over() -> None:
    one = meeting(date=NEAR)
    assert [bool(told(one, today=NEAR + dt.timedelta(days))) for days in (-43, -42, 0, 1)] == [False, True, True, False]
    assert told(one) == {"": ("Fraktionssitzung am 2. Dezember 2026", "2026-10-21")}
    assert told(meeting(date=NEAR, published=day("2026-11-02"))) == {
        "": ("Fraktionssitzung am 2. Dezember 2026", "2026-11-02")
    }


def test_a_cancellation_is_told_on_its_day_and_the_meeting_says_so_too() -> None:
    gone = meeting(date=NEAR, cancelled=True, reason="wegen Krankheit", changes=(Change(day("2026-11-20")),))
    assert list(told(gone).items()) == [
        ("abgesagt", ("Fällt aus: Fraktionssitzung am 2. Dezember 2026", "2026-11-20")),
        ("", ("Fraktionssitzung am 2. Dezember 2026 (fällt aus)", "2026-10-21")),
    ]
    entry, own = entries_of(gone, TODAY)
    assert (
        entry.summary.replace("\u00a0", " ")
        == "Fällt aus (wegen Krankheit): Fraktionssitzung, Mittwoch, 2. Dezember 2026, 19:30 Uhr."
    )
    assert own.updated == entry.updated == day("2026-11-20")


def test_what_was_cancelled_before_anybody_was_told_is_one_entry() -> None:
    """A date that falls out months ahead."""
    assert told(meeting(date=NEAR, cancelled=True, changes=(Change(day("2026-09-20")),))) == {
        "": ("Fällt aus: Fraktionssitzung am 2. Dezember 2026", "2026-10-21")
    }


def test_a_meeting_that_is_moved_out_of_sight_is_told_all_the_same() -> None:
    away = meeting(date=day("2027-03-02"), moved_from=NEAR, changes=(Change(day("2026-11-20")),))
    assert told(away) == {
        "verlegt": ("Verlegt vom 2. Dezember 2026: Fraktionssitzung am 2. März 2027", "2026-11-20"),
        "": ("Fraktionssitzung am 2. März 2027", "2026-10-21"),
    }


def test_a_meeting_that_is_moved_here_is_told_from_that_day_on() -> None:
    here = meeting(
        date=day("2026-11-30"), moved_from=day("2027-03-10"), changes=(Change(day("2026-11-20"), "Vorverlegt"),)
    )
    assert known_on(here) == day("2026-11-20")
    assert told(here) == {"": ("Fraktionssitzung am 30. November 2026", "2026-11-20")}


def test_each_change_has_its_own_name_and_day_whatever_its_words_become() -> None:
    changes = (
        Change(day("2026-11-02"), "Neuer Raum"),
        Change(day("2026-11-05"), "Auf den 9. Dezember verlegt"),
        Change(day("2026-11-10"), "Noch einmal verlegt"),
    )
    found = told(meeting(date=day("2026-12-10"), moved_from=NEAR, changes=changes))
    assert {key: date for key, (_, date) in found.items()} == {
        "aenderung-1": "2026-11-02",
        "verlegt": "2026-11-05",
        "verlegt-2": "2026-11-10",
        "": "2026-10-21",
    }
    cancelled = told(
        meeting(
            date=day("2026-12-10"),
            moved_from=NEAR,
            changes=(*changes, Change(day("2026-11-20"), "Abgesagt")),
            cancelled=True,
        )
    )
    assert set(cancelled) - set(found) == {"abgesagt"}
    assert set(found) <= set(cancelled)


def test_new_hours_are_no_new_day() -> None:
    assert (
        told(meeting(date=NEAR, moved_from=NEAR, changes=(Change(day("2026-11-20")),)))["verlegt"][0]
        == "Neue Uhrzeit: Fraktionssitzung am 2. Dezember 2026"
    )


@pytest.mark.parametrize("changes", [(), (Change(day("2026-11-02"), "Neuer Raum"),)])
def test_a_cancellation_without_a_day_is_told_once_also_when_its_day_is_written_later(
    changes: tuple[Change, ...],
) -> None:
    assert "abgesagt" in told(meeting(date=NEAR, cancelled=True, changes=changes))
    assert "abgesagt" in told(meeting(date=NEAR, cancelled=True, changes=(*changes, Change(day("2026-11-20")))))


def test_what_will_be_changed_is_not_told_before() -> None:
    assert list(told(meeting(date=NEAR, changes=(Change(day("2026-11-23"), "Neuer Raum"),)))) == [""]


@pytest.mark.needs("newsboat")
def test_a_series_in_a_real_reader(project: Project, tmp_path: Path) -> None:
    def edit(more: str = "", today: str = "2026-11-22", name: str = "Fraktionssitzung") -> list[str]:
        project.write("reihen/fraktionssitzung.md", SERIES.format(more=more, name=name))
        assert project.build(HEUTE=day(today)).report
        return [title.replace("\u00a0", " ") for title in reader.heard()]

    with served(project.output) as site:
        reader = Newsboat(tmp_path / "newsboat", site, ("sitzungen.rss",))
        assert edit() == [
            "Fraktionssitzung am 16. Dezember 2026",
            "Fraktionssitzung am 2. Dezember 2026",
            "Fraktionssitzung am 30. Dezember 2026",
        ]
        gone = "entfaellt:\n  - {tag: 2026-12-16, grund: wegen Krankheit, geaendert_am: 2026-11-22}\n"
        assert edit(gone) == ["Fällt aus: Fraktionssitzung am 16. Dezember 2026"]
        assert (
            feedparser.parse((project.output / "feeds/sitzungen.rss").read_bytes())
            .entries[0]
            .published.startswith("Sun, 22 Nov 2026")
        )
        assert edit(gone.replace("wegen Krankheit", "wegen einer Krankheit"), name="Sitzung der Fraktion") == []
        moved = "verlegt:\n  - {von: 2026-12-02, auf: 2027-02-04, geaendert_am: 2026-11-23}\n"
        assert edit(gone + moved, "2026-11-23") == ["Verlegt vom 2. Dezember 2026: Fraktionssitzung am 4. Februar 2027"]
        assert edit(gone + moved.replace("2027-02-04", "2027-02-05"), "2026-11-24") == []  # a mended slip
        assert edit(
            gone + moved.replace("2026-11-23", "[2026-11-23, 2026-11-24]").replace("2027-02-04", "2027-02-06"),
            "2026-11-24",
        ) == ["Verlegt vom 2. Dezember 2026: Fraktionssitzung am 6. Februar 2027"]
        assert edit(gone + moved, "2026-12-03") == ["Fraktionssitzung am 13. Januar 2027"]
