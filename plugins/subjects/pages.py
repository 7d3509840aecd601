"""The calendars of subjects. Their pages are those of the rooms: motions, people."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..meetings.calendar import bare
from ..meetings.model import Meeting
from ..motions.facets import PAGE_OF
from ..motions.places import CALENDARS, Due
from ..motions.within import called
from ..press import Page
from ..press.ask import Ask
from ..press.page import calendar_of
from ..press.part import Part
from .around import Paper
from .calendar import Entry, build_subject_calendar


def of_name(ask: Ask, name: str) -> Iterator[Page]:
    """Of a place or a topic."""
    yield from of_subject(ask, name.removeprefix(PAGE_OF))


def of_person(ask: Ask, ref: str) -> Iterator[Page]:
    yield from of_subject(ask, f"{ref}/")


def of_subject(ask: Ask, subject: str) -> Iterator[Page]:
    if not (text := called(ask, subject)):
        return
    frame, path = ask.piece("frame"), calendar_of(subject)
    name = f"{frame.short_name}: {text}"
    yield Page(
        path,
        build_subject_calendar,
        {
            "entries": entries(ask, subject),
            "name": name,
            "host": ask.piece("sitzungen").host,
            "url": frame.url,
            "source": frame.absolute(path),
            "about": f"{name}, Kalender zum Abonnieren",
            "page": subject,
        },
    )


def entries(ask: Ask, subject: str) -> tuple[Entry, ...]:
    """From the beginning of last year on; each sitting once, whatever stands on its agenda."""
    own = (meeting_of(ask, row.number) for row in ask.rows(f"kalender:{subject}"))
    found = {meeting.path: Entry(meeting=meeting) for meeting in own}
    for due in ask.data(f"{CALENDARS}{subject}", Due):
        meeting = held(ask, due)
        day = f"{due.body.key}-{due.date.isoformat()}"
        new = Entry(meeting=meeting) if meeting else Entry(body=due.body.text, key=day, date=due.date, since=due.since)
        key = meeting.path if meeting else day
        entry = found.setdefault(key, new)
        found[key] = replace(entry, papers=(*entry.papers, Paper(due.item, due.motion)))
    return tuple(sorted(found.values(), key=lambda e: (e.meeting.date if e.meeting else e.date, e.key, uid_of(e))))


def uid_of(entry: Entry) -> str:
    return entry.meeting.uid if entry.meeting else ""


def meeting_of(ask: Ask, number: int) -> Meeting:
    return bare(ask.facts(number, Meeting))


def held(ask: Ask, due: Due) -> Meeting | None:
    """The sitting on the day of a step, if anybody may come; one that takes place rather than one that was called off."""
    rows = ask.rows(f"am:{due.body.path}{due.date}") if due.body.path else []
    meetings = [meeting for row in rows if not (meeting := meeting_of(ask, row.number)).admission.closed]
    return min(meetings, key=lambda meeting: meeting.cancelled, default=None)


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {"around": "was es sonst dazu gibt", "page": "die Adresse der Seite"}
PARTS = (
    *(
        Part(name=f"kalender-{kind}", per="list", kind=f"{PAGE_OF}{kind}/", pages=of_name, begins=f"kalender/{kind}/")
        for kind in ("orte", "themen")
    ),
    Part(name="kalender-personen", per="thing", kind="personen/", pages=of_person, begins="kalender/personen/"),
)
