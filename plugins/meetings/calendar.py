"""Calendar files of meetings (RFC 5545, 5546, 7986): pure functions, the same bytes for the same meetings.

The interface, for pages and for mails:

- `host_of(feed_tag)` is the right side of every uid; `uid_of(meeting, host)` the whole of it. Neither ever changes.
- `event(meeting, host=…)` gives one `icalendar.Event`. What only a mail may hold comes by parameters: `place` and `note`
  (the address or the way in), `organizer` and `attendees`.
- `build_calendar(meetings, name=…, host=…)` gives the bytes of a calendar. Without `method` it is a file to keep or to
  subscribe to, with a hint how often to look (`source`: where it lies). With "REQUEST", "CANCEL" or "PUBLISH" it is the
  part of a mail; what RFC 5546 asks for then is insisted upon: ValueError.

Times are those of Europe/Berlin, with the zone's rule in the file. There is no RRULE: every date is an event of its own.
SEQUENCE counts the dated changes (`sequence_of`), DTSTAMP is the last of them (`changed_on`), so that a file written
twice is the same file, and a calendar that knows an older one takes the newer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ..records.german import clock, day
from ..records.quoting import calendar, calendar_name
from .hours import ASSUMED, last_day
from .model import BERLIN, Location, Meeting

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//fraktion//Sitzungen//DE"
LOOK_AGAIN = dt.timedelta(hours=12)
NEVER_DATED = dt.date(2000, 1, 1)  # a meeting that does not say when it was made public
# icalendar's own `add_missing_timezones` begins summer time at 03:00; RFC 5545 wants the local time before the change.
ZONE = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


class Party(Struct, frozen=True):
    """Who invites, or who is invited."""

    mail: str
    name: str = ""


def host_of(feed_tag: str) -> str:
    """„www.example.org,2026“ → „www.example.org“: the name that stays when the site moves."""
    return feed_tag.partition(",")[0]


def uid_of(meeting: Meeting, host: str) -> str:
    return f"{meeting.uid}@{host}"


def sequence_of(meeting: Meeting) -> int:
    """How often the meeting was changed; a cancellation or a move without a day counts as one."""
    return max(len(meeting.changes), meeting.cancelled + bool(meeting.moved_from))


def changed_on(meeting: Meeting) -> dt.date:
    return max((*(change.date for change in meeting.changes), meeting.published or NEVER_DATED))


def moment(date: dt.date) -> dt.datetime:
    """A day as a moment; noon, so that it is the same day everywhere."""
    return dt.datetime(date.year, date.month, date.day, 12, tzinfo=dt.UTC)


def event(
    meeting: Meeting,
    *,
    host: str,
    page: str = "",
    place: str | None = None,
    note: str = "",
    organizer: Party | None = None,
    attendees: Sequence[Party] = (),
    stamp: dt.datetime | None = None,
    sequence: int | None = None,
) -> Event:
    """One meeting. `page`: its public address; `place` instead of the public one; `note` below the public sentences."""
    from icalendar import Event

    made = Event()
    made.add("uid", uid_of(meeting, host))
    made.add("sequence", sequence_of(meeting) if sequence is None else sequence)
    made.add("dtstamp", stamp or moment(changed_on(meeting)))
    made.add("last-modified", stamp or moment(changed_on(meeting)))
    if meeting.published:
        made.add("created", moment(meeting.published))
    made.add("dtstart", dt.datetime.combine(meeting.date, meeting.start, BERLIN))
    made.add("dtend", ends(meeting))
    made.add("summary", calendar(summary(meeting)))
    made.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if meeting.cancelled else "OPAQUE")
    made.add("class", "PUBLIC")
    made.add("categories", [calendar(meeting.kind)])
    where = place_of(meeting.location) if place is None else place
    if where:
        made.add("location", calendar(where))
    made.add("description", calendar("\n".join(filter(None, [*sentences(meeting), note]))))
    if page:
        made.add("url", page)
    if organizer:
        made.add(
            "organizer",
            f"mailto:{organizer.mail}",
            parameters={"CN": calendar_name(organizer.name)} if organizer.name else {},
        )
    for party in attendees:
        named = {"CN": calendar_name(party.name)} if party.name else {}
        made.add(
            "attendee",
            f"mailto:{party.mail}",
            parameters={
                **named,
                "CUTYPE": "INDIVIDUAL",
                "ROLE": "OPT-PARTICIPANT",
                "PARTSTAT": "NEEDS-ACTION",
                "RSVP": "FALSE",
            },
        )
    return made


def summary(meeting: Meeting) -> str:
    """Not every calendar shows STATUS; the word stands there too."""
    return f"Abgesagt: {meeting.name}" if meeting.cancelled else meeting.name


def place_of(location: Location | None) -> str:
    """On one line: several lines in a LOCATION are cut after the first by some programs."""
    return ", ".join(location.lines) if location else ""


def sentences(meeting: Meeting) -> list[str]:
    """What anybody may know. Never a way into a conference."""
    if meeting.cancelled:
        return [f"Diese Sitzung findet nicht statt{f' ({meeting.reason})' if meeting.reason else ''}."]
    moved = (
        ""
        if not meeting.moved_from
        else "Die Uhrzeit hat sich geändert."
        if meeting.moved_from == meeting.date
        else f"Verlegt; geplant war der {day(meeting.moved_from)}."
    )
    unknown = (
        ""
        if meeting.end
        else f"Beginn {clock(meeting.start)}, das Ende steht nicht fest; im Kalender {'endet sie am letzten Tag' if meeting.last else 'stehen zwei Stunden'}."
    )
    second = f"Zweiter Ort: {place_of(meeting.second)}." if meeting.second else ""
    return [
        said
        for said in (
            moved,
            meeting.held.calendar,
            meeting.admission.sentence,
            unknown,
            f"Pause: {meeting.pause}." if meeting.pause else "",
            second,
        )
        if said
    ]


def ends(meeting: Meeting) -> dt.datetime:
    """When it is over, or is taken to be."""
    if meeting.end:
        return dt.datetime.combine(
            last_day(meeting.date, meeting.start, meeting.end, meeting.last), meeting.end, BERLIN
        )
    assumed = dt.datetime.combine(meeting.last or meeting.date, meeting.start) + ASSUMED  # on the wall's clock
    return assumed.replace(tzinfo=BERLIN)


def bare(meeting: Meeting) -> Meeting:
    """What a calendar needs of a meeting, so that nothing else of it makes a calendar anew."""
    return replace(
        meeting,
        source="",
        state="",
        series="",
        committees=(),
        registration=None,
        agenda=(),
        invitation=None,
        minutes=None,
        files=(),
        sections=(),
        topics=(),
        places=(),
        changes=tuple(replace(change, what="") for change in meeting.changes),
    )


def build_calendar(
    meetings: Iterable[Meeting],
    *,
    name: str,
    host: str,
    url: str = "",
    source: str = "",
    about: str = "",
    method: str | None = None,
    place: str | None = None,
    note: str = "",
    organizer: Party | None = None,
    attendees: Sequence[Party] = (),
    stamp: dt.datetime | None = None,
    sequence: int | None = None,
) -> bytes:
    """The calendar as bytes, lines folded at 75 octets. `url`: of the site, without a final "/", to link each meeting's page."""
    meetings = list(meetings)
    made = begun(name, source, about, method)
    if method:
        check_method(method, meetings, organizer, attendees)
    for meeting in meetings:
        page = f"{url}/{meeting.path}" if url else ""
        made.add_component(
            event(
                meeting,
                host=host,
                page=page,
                place=place,
                note=note,
                organizer=organizer,
                attendees=attendees,
                stamp=stamp,
                sequence=sequence,
            )
        )
    return made.to_ical()


def begun(name: str, source: str = "", about: str = "", method: str | None = None):
    """A calendar in which nothing stands yet, with the rule of its times."""
    from icalendar import Calendar, Timezone

    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODUCT)
    made.add("calscale", "GREGORIAN")
    if method:
        made.add("method", method)
    else:
        add_hints(made, name, source, about)
    made.add_component(Timezone.from_ical(ZONE))
    return made


def add_hints(made, name: str, source: str, about: str) -> None:
    """What a subscriber's program shows, and how often it looks (RFC 7986), with the older names of the same."""
    for key in ("name", "x-wr-calname"):
        made.add(key, calendar(name))
    if about:
        for key in ("description", "x-wr-caldesc"):
            made.add(key, calendar(about))
    if source:
        made.add("source", source, parameters={"VALUE": "URI"})
        made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT12H")


def check_method(method: str, meetings: list[Meeting], organizer: Party | None, attendees: Sequence[Party]) -> None:
    """RFC 5546, 3.2: what an event must hold and may not hold, by the kind of message. A slip here is ours."""
    if method not in ("PUBLISH", "REQUEST", "CANCEL"):
        raise ValueError(f"unknown method {method}")
    if not organizer:
        raise ValueError(f"{method} needs an organizer")
    if method == "PUBLISH" and attendees:
        raise ValueError("PUBLISH has no attendees")
    if method == "REQUEST" and not attendees:
        raise ValueError("REQUEST needs attendees")
    if any(meeting.cancelled != (method == "CANCEL") for meeting in meetings) and method != "PUBLISH":
        raise ValueError("a cancelled meeting is told with CANCEL, any other with REQUEST")
