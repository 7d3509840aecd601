"""A meeting as schema.org's Event."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from ..press import Frame
from ..press.structured import publisher
from .model import Meeting

BERLIN = ZoneInfo("Europe/Berlin")


def structured(meeting: Meeting, frame: Frame) -> dict[str, Any]:
    """Where one meets online is this page: the link itself is sent by mail only."""
    page = frame.absolute(meeting.path)
    state = "Cancelled" if meeting.cancelled else "Rescheduled" if meeting.moved_from else "Scheduled"
    places = [
        *([place(meeting)] if meeting.location else []),
        *([{"@type": "VirtualLocation", "url": page}] if meeting.held.video else []),
    ]
    return {
        "@type": "Event",
        "name": meeting.name,
        "url": page,
        "startDate": moment(meeting.date, meeting.start),
        "endDate": moment(meeting.last_day, meeting.end) if meeting.end else "",
        "eventStatus": f"https://schema.org/Event{state}",
        "previousStartDate": meeting.moved_from.isoformat() if meeting.moved_from and not meeting.cancelled else "",
        "eventAttendanceMode": f"https://schema.org/{meeting.held.attendance}EventAttendanceMode"
        if meeting.held.attendance
        else "",
        "location": places[0] if len(places) == 1 else places,
        "inLanguage": "de",
        "organizer": publisher(frame)
        if meeting.own
        else [{"@type": "Organization", "name": body.text} for body in meeting.committees],
    }


def place(meeting: Meeting) -> dict[str, Any]:
    where = meeting.location
    address = {
        "@type": "PostalAddress",
        "streetAddress": where.street,
        "postalCode": where.postal_code,
        "addressLocality": where.town,
    }
    return {
        "@type": "Place",
        "name": where.name,
        "address": {**address, "addressCountry": "DE"} if any((where.street, where.town)) else where.name,
    }


def moment(date: dt.date, time: dt.time) -> str:
    return dt.datetime.combine(date, time, BERLIN).isoformat()
