"""The information page about the meetings, a page for each, and the calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from ..press import Crumb, Frame, Page, Year, html_page
from ..records.council import spoken
from ..records.german import clock, day, weekday
from ..records.links import Link, mailto
from . import listings
from .calendar import bare, build_calendar
from .model import Meeting
from .series import Series, sentence
from .structured import structured
from .vocabulary import ACCESS, OWN

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


def pages(frame: Frame, meetings: Iterable[Meeting], series: Iterable[Series], committees: Iterable[Link], today: dt.date, host: str, text: str, usual: str, reports: Mapping[str, tuple[Link, ...]], keep: int) -> Iterator[Page]:
    """`text`: the group's sentence about its meetings; `usual`: mailto for a general request; `reports`: news by meeting; `host`: of the uids; `keep`: days until requests are forgotten."""
    meetings, series = listings.in_order(meetings), list(series)
    coming = listings.upcoming(meetings, today)
    old = listings.past(meetings, today)
    first = listings.next_own(meetings, today)
    years = {year: list(group) for year, group in groupby(old, key=lambda m: m.date.year)}
    plain = tuple(Year(year, f"sitzungen/{year}/") for year in years)
    yield html_page(
        frame, ALL.path, "meetings.html", title="Sitzungen", description="Wann sich die Fraktion trifft und wie Sie teilnehmen können.", crumbs=(HOME,),
        text=text, council_next=listings.short(listings.next_public(meetings, today)), next=listings.short(first), invite=invite(first) if first else "", usual=usual, pause=pause(first, series, today), rhythms=rhythms(series, today), calendar=OURS, keep=keep,
        access=spoken(ACCESS, frame.council).rows, own=tuple(listings.row(m) for m in coming if m.own), council=tuple(listings.row(m) for m in coming if not m.own),
        past=tuple(listings.row(m) for m in next(iter(years.values()), [])), years=tuple(Year(year, f"sitzungen/{year}/", len(group)) for year, group in years.items()),
    )  # fmt: skip
    for year, group in years.items():
        yield html_page(frame, f"sitzungen/{year}/", "meetings-year.html", title=f"Sitzungen {year}", description=f"Vergangene Sitzungen des Jahres {year}.", crumbs=(HOME, ALL), rows=tuple(map(listings.row, group)), years=plain, year=year)
    said = {s.uid: sentence(s) for s in series}
    for meeting in meetings:
        title = f"{meeting.name} am {day(meeting.date)}"
        over = meeting.over(today)
        yield html_page(
            frame, meeting.path, "meeting.html", title=title, crumbs=(HOME, ALL),
            description=f"{meeting.name} am {weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}.",
            structured=structured(meeting, frame), brings=meeting.brings,
            meeting=meeting, over=over, reports=reports.get(meeting.path, ()), rhythm=said.get(meeting.series, ""), calendar=file_of(meeting),
            invite=invite(meeting) if not over and not meeting.cancelled else "",
        )  # fmt: skip
    yield from calendar_pages(frame, meetings, committees, today, host)


def calendar_pages(frame: Frame, meetings: list[Meeting], committees: Iterable[Link], today: dt.date, host: str) -> Iterator[Page]:
    """A file for each meeting, and the calendars that hold many: from the beginning of last year on, so that they change with the year only."""
    calendars = (Calendar("Sitzungen der Fraktion", OURS), *(Calendar(c.text, calendar_of(c.path), c.path) for c in committees))
    yield html_page(frame, "kalender/", "calendars.html", title="Kalender", description="Unsere Sitzungen in Ihrem eigenen Kalender, auf dem Telefon oder am Rechner.", crumbs=(HOME, ALL), calendars=calendars)
    recent = [m for m in meetings if m.date >= dt.date(today.year - 1, 1, 1)]
    for calendar in calendars:
        inside = [m for m in recent if (any(c.path == calendar.committee for c in m.committees) if calendar.committee else m.own)]
        name = f"{frame.short_name}: {calendar.title}"
        yield Page(calendar.path, build_calendar, {"meetings": tuple(map(bare, inside)), "name": name, "host": host, "url": frame.url, "source": frame.absolute(calendar.path), "about": f"{name}, Kalender zum Abonnieren"})
    for meeting in meetings:
        yield Page(file_of(meeting), build_calendar, {"meetings": (bare(meeting),), "name": meeting.name, "host": host, "url": frame.url})


def calendar_of(committee: str) -> str:
    """Where the calendar of a body lies, by the body's path."""
    return f"kalender/gremien/{committee.rstrip('/').rpartition('/')[2]}.ics"


def file_of(meeting: Meeting) -> str:
    return f"kalender/termine/{meeting.stem}.ics"


def rhythms(series: Iterable[Series], today: dt.date) -> tuple[Rhythm, ...]:
    """The group's own series that go on."""
    return tuple(Rhythm(s.name, sentence(s), s.until) for s in series if s.kind in OWN and s.until >= today)


def pause(first: Meeting | None, series: Iterable[Series], today: dt.date) -> str:
    """Why there is no meeting for a while, and when it goes on."""
    if not first or first.date - today <= NEAR:
        return ""
    reasons = {b.reason: None for s in series if s.kind in OWN for b in s.breaks if b.reason and b.until >= today and b.since <= first.date}
    why = f" ({', '.join(reasons)})" if reasons else ""
    return f"Bis dahin ist Pause{why}. Am {weekday(first.date)}, {day(first.date)}, geht es weiter."


def invite(meeting: Meeting) -> str:
    """A mail that asks for the invitation to this date (RFC 6068), or "" where nobody needs to ask."""
    if not meeting.registration:
        return ""
    when = f"{weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}"
    body = f"Guten Tag,\n\nich möchte an dieser Sitzung teilnehmen: {meeting.name}, {when}.\nBitte senden Sie mir eine Einladung {meeting.held.request}.\n\nMein Name:\n"
    return mailto(meeting.registration.mail, meeting.registration.subject, body)
