"""The mail: each of its parts says all by itself, and the calendar part is what RFC 5546 asks for."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser

import pytest

from plugins.invitations.guests import Guest
from plugins.invitations.letter import Occasion
from plugins.invitations.mail import CANCEL, CHANGE, FIRST, Sender, build_mail
from plugins.meetings.model import Location, Meeting
from plugins.site.private import Access

from ..builders import meeting
from .world import LINK, NUMBER, PHONE, PIN, calendar_of, parsed

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SENDER = Sender(name="Grüne im Kreistag Ebersfurt", mail="fraktion@example.org", host="www.example.org")
MARA = Guest("mara@example.net", "Mara Neugier")
PLACE = Location('Gemeindehaus; Saal, "Mitte"', "2.14", "Am Markt 1", "01234", "Altental")


def occasion(of: Meeting, **ways: str) -> Occasion:
    return Occasion(
        meeting=of,
        access=Access(**(ways or {"link": LINK, "phone": PHONE, "number": NUMBER, "pin": PIN})),
        group="Grüne im Kreistag",
        page=f"https://www.example.org/{of.path}",
        keep_days=14,
    )


def mail(
    kind: str = FIRST, *, version: int = 0, ways: dict[str, str] | None = None, guest: Guest = MARA, **more
) -> bytes:
    return build_mail(
        kind, occasion(meeting(end=dt.time(21, 30), **more), **(ways or {})), guest, SENDER, version=version, now=NOW
    )


class Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.loaded = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag, attrs) -> None:
        self.loaded += [
            value
            for key, value in attrs
            if key in ("src", "background", "srcset") or tag in ("link", "script", "img", "iframe")
        ]


def bodies(data: bytes) -> tuple[str, str]:
    """What is read in the plain text, and what in the HTML."""
    message = parsed(data)
    seen = Visible()
    seen.feed(message.get_body(("html",)).get_content())
    assert seen.loaded == []  # nothing is fetched from anywhere
    return message.get_body(("plain",)).get_content(), seen.text


FORMS = {
    "Videokonferenz": ({"form": "Videokonferenz"}, None, [LINK, PHONE, NUMBER, PIN, "Telefon"]),
    "Präsenz": (
        {"form": "Präsenz", "location": PLACE},
        None,
        ["Gemeindehaus", "Raum 2.14", "Am Markt 1", "01234 Altental"],
    ),
    "hybrid": ({"form": "hybrid", "location": PLACE}, None, [LINK, "Gemeindehaus", "Am Markt 1", "oder per Video"]),
    "geheimer Ort": (
        {"form": "Präsenz"},
        {"place": "Hinterzimmer der Krone"},
        ["Hinterzimmer der Krone", "nur für die Eingeladenen"],
    ),
    "nur Link": ({"form": "Videokonferenz"}, {"link": LINK, "pin": PIN}, [LINK, PIN, "Kenncode"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_body_alone_says_all(form: str):
    more, ways, words = FORMS[form]
    for body in bodies(mail(ways=ways, **more)):
        body = " ".join(body.split())
        missing = [
            word
            for word in (
                "Guten Tag Mara Neugier,",
                "Fraktionssitzung",
                "Mittwoch, 2. Dezember 2026, 19:30 bis 21:30 Uhr",
                "14 Tage danach",
                "https://www.example.org/sitzungen/m4t8wd/",
                *words,
            )
            if word not in body.replace("\u00a0", " ")
        ]
        assert missing == []
    if more["form"] == "Präsenz":
        assert LINK not in bodies(mail(**more, location=PLACE) if "location" not in more else mail(**more))[0]


def test_the_parts_are_in_the_order_that_mail_programs_want():
    message = parsed(mail())

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert [part.get_filename() for part in message.iter_attachments()] == ["einladung.ics"]
    assert all(len(line) < 999 and line.isascii() for line in mail().decode().split("\r\n"))


@pytest.mark.parametrize(
    ("kind", "method", "more"),
    [
        (FIRST, "REQUEST", {}),
        (CHANGE, "REQUEST", {"moved_from": dt.date(2026, 11, 25)}),
        (CANCEL, "CANCEL", {"cancelled": True}),
    ],
)
def test_the_calendar_part_is_a_valid_message(kind: str, method: str, more: dict):
    """RFC 5546, 3.2.2 and 3.2.5: what an event must hold."""
    data = mail(kind, version=3, **more)
    calendar = calendar_of(data)
    (part,) = [part for part in parsed(data).walk() if part.get_content_type() == "text/calendar"]
    (event,) = calendar.walk("VEVENT")

    assert (part.get_param("method"), calendar["method"]) == (method, method)
    assert (event["sequence"], event["uid"], event["status"]) == (
        3,
        "m4t8wd@www.example.org",
        "CANCELLED" if kind == CANCEL else "CONFIRMED",
    )
    assert (str(event["organizer"]), str(event["attendee"])) == (
        "mailto:fraktion@example.org",
        "mailto:mara@example.net",
    )
    assert event["attendee"].params["CN"] == "Mara Neugier"
    assert event["dtstart"].dt.isoformat() == "2026-12-02T19:30:00+01:00"
    assert calendar.errors == event.errors == []
    (attached,) = parsed(data).iter_attachments()
    assert attached.get_content() == part.get_content().replace("\r\n", "\n").replace("\n", "\r\n").encode()
    assert (LINK in event["description"]) is (kind != CANCEL)


def test_a_cancellation_gives_the_reason_and_no_way_in():
    for body in bodies(mail(CANCEL, cancelled=True, reason="wegen Krankheit")):
        assert "findet diese Sitzung nicht statt" in body
        assert "wegen Krankheit" in body
        assert LINK not in body


def test_the_same_mail_is_the_same_bytes_and_the_same_id():
    assert mail() == mail()
    ids = [
        parsed(mail(version=version, guest=guest))["Message-ID"]
        for version in (0, 1)
        for guest in (MARA, Guest("MARA@example.net"), Guest("otto@example.net"))
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4
    assert not any("mara" in one or "otto" in one for one in ids)


def test_no_value_becomes_html():
    html = parsed(mail(name="<b>Sitzung</b> & Co", reason="")).get_body(("html",)).get_content()

    assert "<b>" not in html
    assert "&lt;b&gt;Sitzung&lt;/b&gt; &amp; Co" in html
