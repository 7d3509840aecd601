"""What an invitation says, once: the plain text and the HTML are two dresses of the same paragraphs.

Frames the words for in person, by video, both, and by telephone; for a first invitation, a change and a cancellation.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from msgspec import Struct

from ..meetings.calendar import place_of
from ..meetings.model import Meeting
from ..records.german import NBSP, clock, counted, day, weekday
from ..records.quoting import markup
from ..site.private import Access

FIRST, CHANGE, CANCEL = "Einladung", "Änderung", "Absage"
SUBJECTS = {FIRST: "Einladung", CHANGE: "Geändert", CANCEL: "Fällt aus"}


class Facts(Struct, frozen=True):
    """Labels and values below one another."""

    rows: tuple[tuple[str, str], ...]


Block = str | Facts


class Occasion(Struct, frozen=True, kw_only=True):
    """Everything an invitation to one meeting is made from, but the guest. No `repr`: it holds the way in."""

    meeting: Meeting
    access: Access
    group: str
    page: str  # public address of the meeting's page
    keep_days: int

    __repr__ = object.__repr__

    @property
    def place(self) -> str:
        """Where one goes: the public address, or one that only the invited are told."""
        return self.access.place or place_of(self.meeting.location)

    @property
    def by_video(self) -> bool:
        return self.meeting.held.video


def when(meeting: Meeting) -> str:
    """Mittwoch, 2. Dezember 2026, 19:30 bis 21:30 Uhr"""
    return f"{weekday(meeting.date)}, {day(meeting.date)}, {meeting.hours}"


def subject(kind: str, meeting: Meeting) -> str:
    return f"{SUBJECTS[kind]}: {meeting.name} am {weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}".replace(
        NBSP, " "
    )


def paragraphs(kind: str, occasion: Occasion, name: str) -> list[Block]:
    meeting = occasion.meeting
    hello = f"Guten Tag {name}," if name else "Guten Tag,"
    closing = [
        f"Fragen? Antworten Sie einfach auf diese Mail. Ihre Mailadresse verwenden wir nur für diese Sitzung; {counted(occasion.keep_days, 'Tag', 'Tage')} danach löschen wir sie.",
        f"Freundliche Grüße\n{occasion.group}",
    ]
    if kind == CANCEL:
        why = f" Der Grund: {meeting.reason}." if meeting.reason else ""
        return [
            hello,
            f"leider findet diese Sitzung nicht statt.{why}",
            Facts((("Sitzung", meeting.name), ("Geplant war", when(meeting)))),
            f"Die nächsten Termine stehen auf unserer Website: {overview(occasion.page)}",
            *closing,
        ]
    opening = "vielen Dank für Ihr Interesse an unserer Arbeit. Gern laden wir Sie ein:"
    if kind == CHANGE:
        opening = "zu dieser Sitzung haben wir Sie eingeladen. Etwas hat sich geändert; es gilt jetzt:"
    moved = (("Statt", f"{weekday(meeting.moved_from)}, {day(meeting.moved_from)}"),) if meeting.moved_from else ()
    more = (
        *((("Pause", meeting.pause),) if meeting.pause else ()),
        *((("Zweiter Ort", place_of(meeting.second)),) if meeting.second else ()),
    )
    facts = Facts((("Sitzung", meeting.name), ("Wann", when(meeting)), *moved, ("Wo", where(occasion)), *more))
    return [
        hello,
        opening,
        facts,
        *ways_in(occasion),
        *([occasion.access.note] if occasion.access.note else []),
        f"Tagesordnung und Unterlagen: {occasion.page}",
        "Der Termin hängt als Kalenderdatei an.",
        *closing,
    ]


def where(occasion: Occasion) -> str:
    return occasion.meeting.held.where.format(place=occasion.place)


def ways_in(occasion: Occasion) -> list[Block]:
    """How one takes part, from where one is."""
    access, said = occasion.access, []
    if occasion.by_video:
        said += [
            f"{occasion.meeting.held.begin} kurz vor Beginn diesen Link im Browser:",
            Facts(
                tuple(
                    row
                    for row in (
                        ("Link", access.link),
                        ("Kennung", access.number if not access.phone else ""),
                        ("Kenncode", access.pin if not access.phone else ""),
                    )
                    if row[1]
                )
            ),
        ]
        if access.phone:
            codes = tuple(
                row for row in (("Nummer", access.phone), ("Kennung", access.number), ("PIN", access.pin)) if row[1]
            )
            said += [
                f"Es geht auch mit dem Telefon, ohne Bild.{' Die Ansage fragt nach den Zahlen; nach jeder die Taste # drücken.' if len(codes) > 1 else ''}",
                Facts(codes),
            ]
        said.append("Diese Angaben sind nur für Sie bestimmt. Bitte geben Sie sie nicht weiter.")
    elif access.place:
        said.append("Die Adresse ist nur für die Eingeladenen bestimmt. Bitte geben Sie sie nicht weiter.")
    return said


def overview(page: str) -> str:
    """The list of all meetings, from the address of one."""
    return re.sub(r"[^/]+/$", "", page)


def note_for_calendar(occasion: Occasion) -> str:
    """What stands below the event in the guest's own calendar."""
    rows = [row for block in ways_in(occasion) if isinstance(block, Facts) for row in block.rows]
    return "\n".join(
        [*(f"{label}: {value}" for label, value in rows), *([occasion.access.note] if occasion.access.note else [])]
    )


# ------------------------------------------------------------------------------------ two dresses


def build_text(blocks: Iterable[Block]) -> str:
    """Readable alone: no line of prose is longer than 72 signs, no address is broken."""
    parts = []
    for block in blocks:
        if isinstance(block, Facts):
            width = max(len(label) for label, _ in block.rows) + 2
            parts.append("\n".join(f"  {label + ':':<{width}}{value}" for label, value in block.rows))
        else:
            parts.append(
                "\n".join(
                    textwrap.fill(line.replace(NBSP, " "), 72, break_long_words=False, break_on_hyphens=False)
                    for line in block.split("\n")
                )
            )
    return ("\n\n".join(parts) + "\n").replace(NBSP, " ")


def build_html(title: str, blocks: Iterable[Block]) -> str:
    """Readable alone: nothing is loaded from anywhere, and every value stands there as text."""
    parts = []
    for block in blocks:
        if isinstance(block, Facts):
            rows = "".join(
                f'<tr><th scope="row" style="text-align:left;vertical-align:top;padding:.2em 1em .2em 0">{markup(label)}</th><td style="padding:.2em 0">{linked(value, label)}</td></tr>'
                for label, value in block.rows
            )
            parts.append(f'<table style="border-collapse:collapse;margin:1em 0">{rows}</table>')
        else:
            parts.append(f"<p>{'<br>'.join(map(linked, block.split(chr(10))))}</p>")
    body = "\n".join(parts)
    return f'<!doctype html>\n<html lang="de">\n<head><meta charset="utf-8"><title>{markup(title)}</title></head>\n<body style="font-family:sans-serif;font-size:1rem;line-height:1.5;max-width:40em">\n{body}\n</body>\n</html>\n'


def linked(text: str, label: str = "") -> str:
    """Escaped, with addresses and telephone numbers to press on."""
    if label == "Nummer":
        return f'<a href="tel:{markup(re.sub(r"[^0-9+]", "", text))}">{markup(text)}</a>'
    parts = re.split(r"(https://[^\s<>\"]+)", text)
    return "".join(
        f'<a href="{markup(part)}">{markup(part)}</a>' if n % 2 else markup(part) for n, part in enumerate(parts)
    )
