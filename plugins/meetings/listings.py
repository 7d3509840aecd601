"""Lists of meetings: lists in, lists out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from .model import Meeting


class Row(Struct, frozen=True, kw_only=True):
    """A meeting in a listing. The day itself decides nothing here: it does so in `upcoming` and `past`."""

    name: str
    path: str
    kind: str
    own: bool
    date: dt.date
    start: dt.time
    hours: str
    form: str  # in the words of a list
    access: str
    place: str
    cancelled: bool
    reason: str
    moved_from: dt.date | None
    minutes: str  # path of the file


def row(meeting: Meeting) -> Row:
    where = meeting.location
    return Row(
        name=meeting.name,
        path=meeting.path,
        kind=meeting.kind,
        own=meeting.own,
        date=meeting.date,
        start=meeting.start,
        hours=meeting.hours,
        form=meeting.held.listed,
        access=meeting.access,
        place=where.short if where else "",
        cancelled=meeting.cancelled,
        reason=meeting.reason,
        moved_from=meeting.moved_from,
        minutes=meeting.minutes.path if meeting.minutes else "",
    )


def short(meeting: Meeting | None) -> Meeting | None:
    """What another page says of the next meeting: when, where, how to ask."""
    return (
        replace(
            meeting,
            source="",
            state="",
            committees=(),
            agenda=(),
            invitation=None,
            minutes=None,
            files=(),
            sections=(),
            changes=(),
            published=None,
            topics=(),
            places=(),
        )
        if meeting
        else None
    )


def in_order(meetings: Iterable[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=lambda m: (m.date, m.start, m.name, m.uid))


def upcoming(meetings: Iterable[Meeting], today: dt.date) -> list[Meeting]:
    """Today's and later ones, the nearest first; cancelled ones stay, visibly so."""
    return [m for m in in_order(meetings) if not m.over(today)]


def past(meetings: Iterable[Meeting], today: dt.date) -> list[Meeting]:
    """The latest first."""
    return [m for m in reversed(in_order(meetings)) if m.over(today)]


def next_public(meetings: Iterable[Meeting], today: dt.date) -> Meeting | None:
    """The next meeting of the council or a committee that takes place and that anybody may come to."""
    return next((m for m in upcoming(meetings, today) if not m.own and not m.cancelled and m.admission.free), None)


def next_own(meetings: Iterable[Meeting], today: dt.date) -> Meeting | None:
    """The group's next meeting that takes place and that people may come to."""
    return next((m for m in upcoming(meetings, today) if m.own and not m.cancelled and not m.admission.closed), None)


SOON = 4


def offered(meeting: Meeting) -> bool:
    """May citizens come: to one of the group that is not closed, or to a public one?"""
    return not meeting.cancelled and not meeting.admission.closed and (meeting.own or meeting.admission.free)


def soon(coming: Iterable[Row]) -> tuple[Row, ...]:
    """What is next for citizens, of what is `offered` and to come, in its order: the group's next one, and public ones."""
    own = council = 0
    found = []
    for meeting in coming:
        if (meeting.own and (own or len(found) == SOON)) or (not meeting.own and council == SOON - (not own)):
            continue
        own, council = own + meeting.own, council + (not meeting.own)
        found.append(meeting)
        if own and len(found) == SOON:
            break
    return tuple(found)
