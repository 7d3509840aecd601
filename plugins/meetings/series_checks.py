"""What can be wrong with a series beyond its single fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..records.fields import Record, Row
from ..records.german import clock, day, weekday
from ..records.problems import Problem, problem
from .hours import too_long
from .series import DAY, WEEKS, Series, occurrences, read_series, regular

LONGEST = dt.timedelta(days=5 * 366)  # a legislative term
FARTHEST = dt.timedelta(days=92)  # a meeting that is put off further than that has a slip in its year
LONGEST_BREAK = dt.timedelta(days=100)


def check_series(record: Record) -> Iterable[Problem]:
    """Rules of a record in which every value could be read."""
    series = read_series(record)
    found = list(check_frame(record, series))
    if not found:
        found += check_exceptions(record, series)
    if not found:
        found += check_result(record, series)
    return found


def check_frame(record: Record, series: Series) -> Iterator[Problem]:
    """First and last day, rhythm, hours, breaks."""
    path = record.path
    if series.until < series.since:
        yield problem(path, record.line_of("bis"), "series-span", since=day(series.since), until=day(series.until))
    elif series.until - series.since > LONGEST:
        yield problem(
            path,
            record.line_of("bis"),
            "series-long",
            since=day(series.since),
            until=day(series.until),
            latest=(series.since + LONGEST).isoformat(),
        )
    weekly = [r for r in series.rhythm if r in WEEKS]
    if weekly and len(series.rhythm) > 1:
        yield problem(path, record.line_of("rhythmus"), "series-rhythm", weekly=weekly[0])
    if weekly and series.since.weekday() != series.weekday:
        right = series.since + (series.weekday - series.since.weekday()) % 7 * DAY
        yield problem(
            path,
            record.line_of("ab"),
            "series-weekday",
            date=day(series.since),
            weekday=weekday(series.since),
            wanted=record.get("tag"),
            right=right.isoformat(),
        )
    if series.end and too_long(series.start, series.end):
        yield problem(
            path, record.line_of("ende"), "end-before-start", end=f"{series.end:%H:%M}", start=f"{series.start:%H:%M}"
        )
    for row in record.get("frei", ()):
        since, until = row.get("von"), row.get("bis")
        if until < since:
            yield problem(path, row.line_of("bis"), "series-span", since=day(since), until=day(until))
        elif until - since > LONGEST_BREAK:
            yield problem(path, row.line_of("bis"), "series-break-long", since=day(since), until=day(until))


def check_exceptions(record: Record, series: Series) -> Iterator[Problem]:
    """Dates that are cancelled, moved or added, against the dates that there are."""
    path, dates = record.path, regular(series)
    seen: dict[dt.date, int] = {}
    for row in record.get("zusaetzlich", ()):
        date, line = row.get("tag"), row.line_of("tag")
        if date in dates or date in seen:
            yield problem(path, line, "series-twice", date=day(date))
        elif not series.since <= date <= series.until:
            yield problem(
                path, line, "series-outside", date=day(date), since=day(series.since), until=day(series.until)
            )
        else:
            seen[date] = line
    known = sorted({*dates, *seen})
    told: set[dt.date] = set()
    for key, name in (("entfaellt", "tag"), ("verlegt", "von")):
        for row in record.get(key, ()):
            date = row.get(name)
            if date in told:
                yield problem(path, row.line_of(name), "series-told-twice", date=day(date))
            elif date not in known:
                yield not_a_date(record, series, row, name, known)
            told.add(date)
    for row in record.get("verlegt", ()):
        if abs(row.get("auf") - row.get("von")) > FARTHEST:
            yield problem(path, row.line_of("auf"), "series-far", old=day(row.get("von")), new=day(row.get("auf")))


def not_a_date(record: Record, series: Series, row: Row, key: str, known: list[dt.date]) -> Problem:
    date = row.get(key)
    if not series.since <= date <= series.until:
        return problem(
            record.path,
            row.line_of(key),
            "series-outside",
            date=day(date),
            since=day(series.since),
            until=day(series.until),
        )
    near = min(known, key=lambda other: abs(other - date)).isoformat() if known else "keiner"
    return problem(record.path, row.line_of(key), "series-no-date", date=day(date), weekday=weekday(date), near=near)


def check_result(record: Record, series: Series) -> Iterator[Problem]:
    """The dates as they come out in the end."""
    found = occurrences(series)
    if not found:
        yield problem(record.path, record.line_of("bis"), "series-empty")
    taken: dict[dt.date, dt.date] = {}
    for one in found:
        line = one.line or record.line_of("tag")
        if one.cancelled:
            continue
        if one.date in taken:
            yield problem(
                record.path,
                line,
                "series-clash",
                date=day(one.date),
                first=day(taken[one.date]),
                second=day(one.original),
            )
        taken.setdefault(one.date, one.original)
        if one.end and too_long(one.start, one.end) and (one.start, one.end) != (series.start, series.end):
            yield problem(record.path, line, "end-before-start", end=f"{one.end:%H:%M}", start=clock(one.start))
