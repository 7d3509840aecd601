"""From when to when: past midnight, over several days, with an end that nobody knows yet."""

from __future__ import annotations

import datetime as dt

from ..records.german import clock, day, weekday

ASSUMED = dt.timedelta(
    hours=2
)  # how long a meeting stands in a calendar whose end is not known: clients make of it no time at all, an hour or a day
LONGEST_NIGHT = dt.timedelta(
    hours=12
)  # an earlier hour than the beginning means the next day; farther off it is a slip
MIDNIGHT = dt.time(0)


def last_day(date: dt.date, start: dt.time, end: dt.time | None, last: dt.date | None) -> dt.date:
    """The day on which it ends."""
    return last or (date + dt.timedelta(days=1) if end and end <= start else date)


def length(date: dt.date, start: dt.time, end: dt.time, last: dt.date | None) -> dt.timedelta:
    """How long it is on the wall's clock."""
    return dt.datetime.combine(last_day(date, start, end, last), end) - dt.datetime.combine(date, start)


def too_long(start: dt.time, end: dt.time) -> bool:
    """Is an end that names no day of its own a slip rather than the next day?"""
    return end == start or (end < start and length(dt.date(2000, 1, 1), start, end, None) > LONGEST_NIGHT)


def hours(start: dt.time, end: dt.time | None, date: dt.date | None = None, last: dt.date | None = None) -> str:
    """„19:30 bis 21:30 Uhr“, „22:00 bis 00:30 Uhr am nächsten Tag“, „16:00 Uhr bis Sonntag, 6. Dezember 2026, 13:00 Uhr“"""
    if last and last != date:
        return f"{clock(start)} bis {weekday(last)}, {day(last)}{f', {clock(end)}' if end else ''}"
    if not end:
        return clock(start)
    if end == MIDNIGHT:
        return f"{start:%H:%M} bis {clock(end).replace('00:00', '24:00')}"
    return f"{start:%H:%M} bis {clock(end)}{' am nächsten Tag' if end <= start else ''}"
