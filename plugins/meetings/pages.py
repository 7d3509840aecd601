"""The information page about the meetings, and a page for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ..press import Crumb, Frame, Page, Year, html_page
from ..records.german import clock, day, weekday
from ..records.links import Link, mailto
from . import listings
from .model import Meeting
from .structured import structured

HOME = Crumb("Start", "")
ALL = Crumb("Sitzungen", "sitzungen/")

ACCESS = {
    "öffentlich": "Alle können kommen. Eine Anmeldung ist nicht nötig.",
    "nach Anmeldung per Mail": "Wer Interesse hat, kann teilnehmen. Bitte melden Sie sich vorher per Mail.",
    "mitgliederöffentlich": "Mitglieder der Partei können teilnehmen.",
    "nichtöffentlich": "Diese Sitzung ist nicht öffentlich.",
}


def pages(frame: Frame, meetings: Iterable[Meeting], today: dt.date, text: str, usual: str, reports: Mapping[str, tuple[Link, ...]]) -> Iterator[Page]:
    """`text`: the group's sentence about its meetings; `usual`: mailto for a general request; `reports`: news by meeting."""
    meetings = listings.in_order(meetings)
    coming = listings.upcoming(meetings, today)
    old = listings.past(meetings, today)
    first = listings.next_own(meetings, today)
    years = {year: list(group) for year, group in groupby(old, key=lambda m: m.date.year)}
    plain = tuple(Year(year, f"sitzungen/{year}/") for year in years)
    yield html_page(
        frame, ALL.path, "meetings.html", title="Sitzungen", description="Wann sich die Fraktion trifft und wie Sie teilnehmen können.", crumbs=(HOME,),
        text=text, next=first, invite=invite(first) if first else "", usual=usual,
        own=tuple(listings.row(m) for m in coming if m.own), council=tuple(listings.row(m) for m in coming if not m.own),
        past=tuple(listings.row(m) for m in next(iter(years.values()), [])), years=tuple(Year(year, f"sitzungen/{year}/", len(group)) for year, group in years.items()),
    )  # fmt: skip
    for year, group in years.items():
        yield html_page(frame, f"sitzungen/{year}/", "meetings-year.html", title=f"Sitzungen {year}", description=f"Vergangene Sitzungen des Jahres {year}.", crumbs=(HOME, ALL), rows=tuple(map(listings.row, group)), years=plain, year=year)
    for meeting in meetings:
        title = f"{meeting.name} am {day(meeting.date)}"
        yield html_page(
            frame, meeting.path, "meeting.html", title=title, crumbs=(HOME, ALL),
            description=f"{meeting.name} am {weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}.",
            structured=structured(meeting, frame),
            meeting=meeting, over=meeting.over(today), access=ACCESS[meeting.access], reports=reports.get(meeting.path, ()),
            invite=invite(meeting) if not meeting.over(today) and not meeting.cancelled else "",
        )  # fmt: skip


def invite(meeting: Meeting) -> str:
    """A mail that asks for the invitation to this date (RFC 6068), or "" where nobody needs to ask."""
    if not meeting.registration:
        return ""
    when = f"{weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}"
    body = f"Guten Tag,\n\nich möchte an dieser Sitzung teilnehmen: {meeting.name}, {when}.\nBitte senden Sie mir eine Einladung mit Ort oder Link.\n\nMein Name:\n"
    return mailto(meeting.registration.mail, meeting.registration.subject, body)
