"""The calendar of a place, a topic or a person: the meetings of the group there, and the public sittings with its motions on the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from ..meetings.calendar import NEVER_DATED, begun, event, moment
from ..meetings.model import Meeting
from ..records.quoting import calendar
from .around import Paper

if TYPE_CHECKING:
    from icalendar import Event

DAY = dt.timedelta(days=1)


class Entry(Struct, frozen=True, kw_only=True):
    """A meeting, or a day of which only the steps of motions tell: then without hours."""

    meeting: Meeting | None = None
    body: str = ""  # the committee's name
    key: str = ""  # … its uid and the day
    date: dt.date | None = None
    since: dt.date | None = None  # when the day was fixed
    papers: tuple[Paper, ...] = ()


def build_subject_calendar(
    entries: Iterable[Entry], name: str, host: str, url: str, source: str, about: str, page: str
) -> bytes:
    """`page`: of the subject, to which a day leads that has no page of its own."""
    made = begun(name, source, about)
    for entry in entries:
        if entry.meeting:
            made.add_component(
                event(entry.meeting, host=host, page=f"{url}/{entry.meeting.path}", note=agenda(entry.papers))
            )
        else:
            made.add_component(day_of(entry, host, f"{url}/{page}"))
    return made.to_ical()


def agenda(papers: Iterable[Paper]) -> str:
    """What stands on it of the subject, a line each."""
    lines = [f"TOP {paper.item}: {paper.link.text}" if paper.item else paper.link.text for paper in papers]
    return "\n".join(["Dort beraten:", *lines]) if lines else ""


def day_of(entry: Entry, host: str, page: str) -> Event:
    """The whole day, since nobody knows the hour; its uid is that of the committee with the day."""
    from icalendar import Event

    made, stamp = Event(), moment(entry.since or NEVER_DATED)
    made.add("uid", f"{entry.key}@{host}")
    made.add("sequence", 0)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("dtstart", entry.date)
    made.add("dtend", entry.date + DAY)
    made.add("summary", calendar(entry.body))
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("class", "PUBLIC")
    made.add("description", calendar("\n".join(["Die Uhrzeit ist hier nicht bekannt.", agenda(entry.papers)])))
    made.add("url", page)
    return made
