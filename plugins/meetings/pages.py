"""The information page about the meetings, a page for each, and the calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from ..press import Crumb, Page, Year, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..records.council import spoken
from ..records.german import clock, day, weekday
from ..records.links import Link, mailto
from . import listings
from .calendar import bare, build_calendar
from .model import AgendaItem, Location, Meeting
from .places import among, order
from .series import Series, sentence
from .structured import structured
from .vocabulary import ACCESS, is_own

HOME = Crumb("Start", "")
ALL = Crumb("Sitzungen", "sitzungen/")
OURS = "kalender/fraktion.ics"
NEAR = dt.timedelta(days=28)  # a next meeting that is farther off is said to come after a break


class Calendar(Struct, frozen=True):
    """A calendar that one can subscribe to; `committee` is the path of the body whose meetings it holds, "" for ours."""

    title: str
    path: str
    committee: str = ""


class Rhythm(Struct, frozen=True):
    """When the meetings of a series are, in words."""

    name: str
    sentence: str
    until: dt.date


def next_own(ask: Ask) -> Meeting | None:
    """The group's next meeting that takes place and that people may come to."""
    return first_of(ask, "naechste")


def next_public(ask: Ask) -> Meeting | None:
    """The next meeting of the council or a committee that takes place and that anybody may come to."""
    return first_of(ask, "naechste-oeffentliche")


def first_of(ask: Ask, name: str) -> Meeting | None:
    rows = ask.rows(name)
    return ask.facts(rows[0].number, Meeting) if rows else None


def overview(ask: Ask, _: str) -> Iterator[Page]:
    """The page about the meetings, and the years of those that are over."""
    frame, today, series, about = ask.piece("frame"), ask.day(), ask.piece("reihen"), ask.piece("sitzungen")
    first = next_own(ask)
    coming = ask.data("kommend", listings.Row)
    years = ask.years("sitzungen/")
    yield html_page(
        frame,
        ALL.path,
        "meetings.html",
        title="Sitzungen",
        description="Wann wir uns treffen und wie Sie teilnehmen können."
        if frame.has(OURS)
        else "Wann die Gremien tagen.",
        crumbs=(HOME,),
        text=about.text,
        council_next=listings.short(next_public(ask)),
        next=listings.short(first),
        invite=invite(first) if first else "",
        usual=about.usual,
        pause=pause(first, series, today),
        rhythms=rhythms(series, today),
        calendar=OURS,
        keep=about.keep,
        access=spoken(ACCESS, frame.council).rows,
        own=tuple(row for row in coming if row.own),
        council=tuple(row for row in coming if not row.own),
        past=past(ask, next(iter(years))) if years else (),
        years=tuple(Year(year, f"sitzungen/{year}/", count) for year, count in years.items()),
    )


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    year, years = int(key.partition("\t")[2]), ask.which("sitzungen/")
    if year in years:
        plain = tuple(Year(each, f"sitzungen/{each}/") for each in years)
        yield html_page(
            ask.piece("frame"),
            f"sitzungen/{year}/",
            "meetings-year.html",
            title=f"Sitzungen {year}",
            description=f"Vergangene Sitzungen des Jahres {year}.",
            crumbs=(HOME, ALL),
            rows=past(ask, year),
            years=plain,
            year=year,
        )


def past(ask: Ask, year: int) -> tuple[listings.Row, ...]:
    """The latest first."""
    return tuple(reversed(ask.data("sitzungen/", listings.Row, year)))


def of_meeting(ask: Ask, ref: str) -> Iterator[Page]:
    meeting = ask.whole(ref, Meeting)
    if not meeting:
        return
    frame = ask.piece("frame")
    [over] = ask.data(f"vorbei:{meeting.path}", bool)
    for agenda in ask.data(f"agenda:{meeting.path}", tuple[AgendaItem, ...]):
        meeting = replace(meeting, agenda=agenda)  # with what only motions say of it
    newer, older = ask.beside(among(meeting), meeting.date.year, order(meeting, down=True), ref, Link)
    said = {s.uid: sentence(s) for s in ask.piece("reihen")} if meeting.series else {}
    yield html_page(
        frame,
        meeting.path,
        "meeting.html",
        title=f"{meeting.name} am {day(meeting.date)}",
        crumbs=(HOME, ALL),
        description=f"{meeting.name} am {weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}.",
        structured=structured(meeting, frame),
        meeting=meeting,
        over=over,
        reports=tuple(ask.data(f"berichte:{meeting.path}", Link)),
        rhythm=said.get(meeting.series, ""),
        calendar=file_of(meeting),
        newer=newer,
        older=older,
        map=map_of(meeting.location),
        invite=invite(meeting) if not over and not meeting.cancelled else "",
    )
    yield Page(
        file_of(meeting),
        build_calendar,
        {"meetings": (bare(meeting),), "name": meeting.name, "host": ask.piece("sitzungen").host, "url": frame.url},
    )


def calendars(ask: Ask, _: str) -> Iterator[Page]:
    """The calendars that hold many: from the beginning of last year on, so that they change with the year only."""
    frame, host = ask.piece("frame"), ask.piece("sitzungen").host
    every = (
        *([Calendar(f"Sitzungen {frame.council.group.of}", OURS)] if frame.has(OURS) else []),
        *(Calendar(c.text, calendar_of(c.path), c.path) for c in ask.piece("gremien")),
    )
    yield html_page(
        frame,
        "kalender/",
        "calendars.html",
        title="Kalender",
        description="Unsere Sitzungen in Ihrem eigenen Kalender, auf dem Telefon oder am Rechner.",
        crumbs=(HOME, ALL),
        calendars=every,
    )
    for calendar in every:
        inside = tuple(bare(ask.facts(row.number, Meeting)) for row in ask.rows(f"kalender:{calendar.committee}"))
        name = f"{frame.short_name}: {calendar.title}"
        yield Page(
            calendar.path,
            build_calendar,
            {
                "meetings": inside,
                "name": name,
                "host": host,
                "url": frame.url,
                "source": frame.absolute(calendar.path),
                "about": f"{name}, Kalender zum Abonnieren",
            },
        )


def calendar_of(committee: str) -> str:
    """Where the calendar of a body lies, by the body's path."""
    return f"kalender/gremien/{committee.rstrip('/').rpartition('/')[2]}.ics"


def file_of(meeting: Meeting) -> str:
    return f"kalender/termine/{meeting.stem}.ics"


def rhythms(series: Iterable[Series], today: dt.date) -> tuple[Rhythm, ...]:
    """The group's own series that go on."""
    return tuple(Rhythm(s.name, sentence(s), s.until) for s in series if is_own(s.kind) and s.until >= today)


def pause(first: Meeting | None, series: Iterable[Series], today: dt.date) -> str:
    """Why there is no meeting for a while, and when it goes on."""
    if not first or first.date - today <= NEAR:
        return ""
    reasons = {
        b.reason: None
        for s in series
        if is_own(s.kind)
        for b in s.breaks
        if b.reason and b.until >= today and b.since <= first.date
    }
    why = f" ({', '.join(reasons)})" if reasons else ""
    return f"Bis dahin ist Pause{why}. Am {weekday(first.date)}, {day(first.date)}, geht es weiter."


def invite(meeting: Meeting) -> str:
    """A mail that asks for the invitation to this date (RFC 6068), or "" where nobody needs to ask."""
    if not meeting.registration:
        return ""
    when = f"{weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}"
    body = f"Guten Tag,\n\nich möchte an dieser Sitzung teilnehmen: {meeting.name}, {when}.\nBitte senden Sie mir eine Einladung {meeting.held.request}.\n\nMein Name:\n"
    return mailto(meeting.registration.mail, meeting.registration.subject, body)


def map_of(location: Location | None) -> str:
    """For the map that the reader uses (RFC 5870; `q` as Android has it): the address, since of no place the numbers are known."""
    if not location or not (location.street or location.postal_code):
        return ""
    where = (location.street, f"{location.postal_code} {location.town}".strip())
    return f"geo:0,0?q={quote(', '.join(filter(None, where)))}"


class About(Struct, frozen=True):
    """What the group says of all its meetings."""

    text: str  # its sentence about them
    usual: str  # mailto for a general request
    keep: int  # days until requests are forgotten
    host: str  # of the uids


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "about": "die Beschreibung",
    "access": "der Zugang",
    "calendars": "die Kalender",
    "host": "die Kennung der Feeds",
    "keep": "die Frist zum Löschen",
    "map": "der Ort auf der Karte",
    "meeting": "die Sitzung",
    "over": "die Sitzung ist vorbei",
    "own": "kommende Sitzungen",
    "past": "vergangene Sitzungen",
    "pause": "die Pause",
    "reports": "Berichte dazu",
    "rhythm": "die Reihe",
    "rhythms": "die Reihen",
    "calendar": "der Kalender",
    "council": "Sitzungen der Gremien",
    "council_next": "die nächste öffentliche Sitzung",
    "invite": "die Anmeldung",
    "next": "die nächste Sitzung",
    "usual": "die Anmeldung",
    "meetings": "die Sitzungen",
}
PARTS = (
    Part(name="sitzungen", pages=overview),
    Part(name="sitzungen-jahr", per="year", kind="sitzungen/", pages=of_year),
    Part(name="sitzung", per="thing", kind="sitzungen/", pages=of_meeting),
    Part(name="kalender", pages=calendars),
)
