"""Series: which dates a rhythm gives, what becomes of each, and how it is said in German. Knows no files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..records.fields import Record, Row, load_table
from ..records.german import WEEKDAYS, joined
from .hours import hours
from .vocabulary import ACCESS, FORMS, KINDS, RHYTHMS

TABLE = load_table(
    "series", Path(__file__).parent / "series.toml", kinds=KINDS, forms=FORMS, access=ACCESS, rhythms=RHYTHMS
)
WEEKS = {rhythm.word: rhythm.weeks for rhythm in RHYTHMS if rhythm.weeks}
IN_MONTH = {rhythm.word: rhythm.month for rhythm in RHYTHMS if rhythm.month}
DAY = dt.timedelta(days=1)


class Break(Struct, frozen=True):
    """Days on which there is nothing from the start: school holidays."""

    since: dt.date
    until: dt.date
    reason: str = ""


class Cancelled(Struct, frozen=True):
    date: dt.date
    changes: tuple[dt.date, ...]
    reason: str = ""
    line: int = 0


class Moved(Struct, frozen=True):
    date: dt.date
    to: dt.date
    changes: tuple[dt.date, ...]
    start: dt.time | None = None
    end: dt.time | None = None
    reason: str = ""
    line: int = 0


class Extra(Struct, frozen=True):
    date: dt.date
    start: dt.time | None = None
    end: dt.time | None = None
    published: dt.date | None = None
    line: int = 0


class Series(Struct, frozen=True, kw_only=True):
    uid: str
    stem: str
    name: str
    kind: str
    rhythm: tuple[str, ...]  # values of WEEKS or of IN_MONTH
    weekday: int  # 0 is Monday
    start: dt.time
    end: dt.time | None = None
    since: dt.date
    until: dt.date
    breaks: tuple[Break, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()
    moved: tuple[Moved, ...] = ()
    extra: tuple[Extra, ...] = ()
    published: dt.date | None = None
    changes: tuple[dt.date, ...] = ()  # of the whole series: they concern the dates that come after

    def free(self, date: dt.date) -> bool:
        return any(b.since <= date <= b.until for b in self.breaks)


class Occurrence(Struct, frozen=True, kw_only=True):
    """One date of a series, for life: `original` never changes and makes its uid and its address."""

    original: dt.date
    date: dt.date
    start: dt.time
    end: dt.time | None
    cancelled: bool = False
    moved: bool = False
    reason: str = ""
    changes: tuple[dt.date, ...] = ()
    published: dt.date | None = None
    line: int = 0  # of what made it differ


def read_series(record: Record) -> Series:
    get = record.get

    def rows(key: str) -> Iterator[Row]:
        return (row for row in get(key, ()))

    return Series(
        uid=get("uid"),
        stem=record.stem,
        name=get("name"),
        kind=get("art"),
        rhythm=get("rhythmus"),
        weekday=WEEKDAYS.index(get("tag")),
        start=get("beginn"),
        end=get("ende"),
        since=get("ab"),
        until=get("bis"),
        breaks=tuple(Break(r.get("von"), r.get("bis"), r.get("grund", "")) for r in rows("frei")),
        cancelled=tuple(
            Cancelled(r.get("tag"), r.get("geaendert_am"), r.get("grund", ""), r.line) for r in rows("entfaellt")
        ),
        moved=tuple(
            Moved(
                r.get("von"),
                r.get("auf"),
                r.get("geaendert_am"),
                r.get("beginn"),
                r.get("ende"),
                r.get("grund", ""),
                r.line,
            )
            for r in rows("verlegt")
        ),
        extra=tuple(
            Extra(r.get("tag"), r.get("beginn"), r.get("ende"), r.get("veroeffentlicht"), r.line)
            for r in rows("zusaetzlich")
        ),
        published=get("veroeffentlicht"),
        changes=tuple(sorted(r.get("datum") for r in get("aenderungen", ()))),
    )


def regular(series: Series) -> list[dt.date]:
    """The dates that rhythm and weekday give, without the breaks."""
    found: set[dt.date] = set()
    for rhythm in series.rhythm:
        found.update(weekly(series, WEEKS[rhythm]) if rhythm in WEEKS else monthly(series, IN_MONTH[rhythm]))
    return sorted(date for date in found if not series.free(date))


def weekly(series: Series, weeks: int) -> Iterator[dt.date]:
    """Counted from the first date on, through breaks: two weeks stay two weeks."""
    date = series.since + (series.weekday - series.since.weekday()) % 7 * DAY
    while date <= series.until:
        yield date
        date += weeks * 7 * DAY


def monthly(series: Series, number: int) -> Iterator[dt.date]:
    year, month = series.since.year, series.since.month
    while (first := dt.date(year, month, 1)) <= series.until:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if number > 0:
            date = first + ((series.weekday - first.weekday()) % 7 + 7 * (number - 1)) * DAY
        else:
            last = dt.date(year, month, 1) - DAY
            date = last - (last.weekday() - series.weekday) % 7 * DAY
        if series.since <= date <= series.until:
            yield date


def occurrences(series: Series) -> list[Occurrence]:
    """Every date, the extra ones too, as it stands today; in the order of the original dates."""
    extra = {e.date: e for e in series.extra}
    cancelled = {c.date: c for c in series.cancelled}
    moved = {m.date: m for m in series.moved}
    found = []
    for date in sorted({*regular(series), *extra}):
        more, gone, went = extra.get(date), cancelled.get(date), moved.get(date)
        start, end = (more and more.start) or series.start, (more and more.end) or series.end
        if went:
            start, end = went.start or start, went.end or end
        now = went.to if went else date
        retimed = bool(went and (went.start or went.end))
        published = max(filter(None, (series.published, more and more.published)), default=None)
        of_all = [day for day in series.changes if day <= now and (not published or day > published)]
        found.append(
            Occurrence(
                original=date,
                date=now,
                start=start,
                end=end,
                cancelled=gone is not None,
                moved=now != date or retimed,
                reason=(gone or went).reason if gone or went else "",
                changes=tuple(sorted([*of_all, *(gone.changes if gone else ()), *(went.changes if went else ())])),
                published=published,
                line=(gone or went or more or NOTHING).line,
            )
        )
    return found


NOTHING = Extra(dt.date.min)


def sentence(series: Series) -> str:
    """„jeden zweiten Mittwoch, 19:30 bis 21:30 Uhr“"""
    day = WEEKDAYS[series.weekday]
    rhythms = sorted(
        (RHYTHMS[r] for r in set(series.rhythm)), key=lambda rhythm: rhythm.month % 10
    )  # the last one last
    said = joined([rhythm.said for rhythm in rhythms])
    when = f"jeden {said} {day} im Monat" if rhythms[0].month else f"{said} {day}"
    return f"{when}, {hours(series.start, series.end)}"


def usual_stem(series: Series, original: dt.date) -> str:
    """The last part of a date's address; a file for it is best called so too."""
    return f"{original.isoformat()}-{series.stem}"
