"""What the feed of meetings tells: a meeting once when it comes near, and each dated change of it once, on the day of the change."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..meetings.calendar import sequence_of
from ..meetings.model import Meeting
from ..motions.happenings import AHEAD
from ..records.german import clock, day, slug, weekday
from ..records.quoting import markup
from .entries import Category, Entry, paragraph, sections_html

CANCELS, MOVES, CHANGES = "abgesagt", "verlegt", "aenderung"
SAYS_MOVED = re.compile(r"verleg|verschob|verschieb", re.IGNORECASE)


class Turn(Struct, frozen=True):
    """A change of a meeting."""

    kind: str  # CANCELS, MOVES or CHANGES
    key: str  # never changes, whatever is mended
    date: dt.date | None  # None: nobody wrote it down
    what: str


def upcoming(meetings: Iterable[Meeting], today: dt.date) -> list[Entry]:
    """Meetings of the next weeks and what became of them, the last to be told first; what is over is no news."""
    near = sorted(
        (m for m in meetings if not m.over(today) and known_on(m) <= today),
        key=lambda m: (m.date, m.start, m.uid),
        reverse=True,
    )
    return sorted(
        (entry for meeting in near for entry in entries_of(meeting, today)),
        key=lambda entry: entry.published,
        reverse=True,
    )


def known_on(meeting: Meeting) -> dt.date:
    """The day on which the meeting is told first, counted from the day that was planned: one that is moved far away stays told."""
    planned = meeting.moved_from or meeting.date
    first = planned - AHEAD
    if meeting.date < planned:
        first = min(first, max([meeting.date - AHEAD, *(change.date for change in meeting.changes[-1:])]))
    return max(first, meeting.published or first)


def turns(meeting: Meeting) -> list[Turn]:
    """Each change that was made after the meeting was made public. A cancellation is the last; one or a move that has no day is told all the same."""
    rows = [
        *((change.date, change.what) for change in meeting.changes),
        *[(None, "")] * (sequence_of(meeting) - len(meeting.changes)),
    ]
    last = rows.pop() if meeting.cancelled else None
    said = [number for number, (_, what) in enumerate(rows) if not what or SAYS_MOVED.search(what)] or [0]
    moves = said if meeting.moved_from else []
    found = []
    for number, (date, what) in enumerate(rows):
        times = moves.index(number) + 1 if number in moves else 0
        found.append(
            Turn(MOVES, MOVES if times == 1 else f"{MOVES}-{times}", date, what)
            if times
            else Turn(CHANGES, f"{CHANGES}-{number + 1}", date, what)
        )
    return [*found, Turn(CANCELS, CANCELS, last[0], "")] if last else found


def entries_of(meeting: Meeting, today: dt.date) -> Iterator[Entry]:
    """The last change first, then the meeting itself as it stands now. What changed before it was told is told with it."""
    known = known_on(meeting)
    told = [turn for turn in turns(meeting) if turn.date is None or known < turn.date <= today]
    for turn in reversed(told):
        title, said = words_of(meeting, turn)
        yield entry(
            meeting, f"/ereignis/{turn.key}", title, said, published=turn.date or known, updated=turn.date or known
        )
    gone = meeting.cancelled
    title = (
        name_of(meeting)
        if not gone
        else f"{name_of(meeting)} (fällt aus)"
        if told
        else f"Fällt aus: {name_of(meeting)}"
    )
    said = cancelled(meeting) if gone else f"{meeting.name}: {when(meeting)}."
    yield entry(
        meeting,
        "",
        title,
        said,
        published=known,
        updated=max([known, *(turn.date for turn in told if turn.date)]),
        text=sections_html(meeting.sections),
    )


def entry(
    meeting: Meeting, end: str, title: str, said: str, *, published: dt.date, updated: dt.date, text: str = ""
) -> Entry:
    facts = [
        f"Wann: {when(meeting)}",
        f"Wo: {meeting.location.short}" if meeting.location else f"Form: {meeting.form}" if meeting.form else "",
        f"Teilnahme: {meeting.access}" if meeting.access else "",
    ]
    return Entry(
        id=f"sitzung/{meeting.uid}{end}",
        title=title,
        path=meeting.path,
        summary=said,
        content="\n".join(
            [
                f"<p><strong>{markup(said)}</strong></p>",
                *(paragraph(fact) for fact in facts if fact and not meeting.cancelled),
                *([text] if text else []),
            ]
        ),
        published=published,
        updated=updated,
        categories=(
            Category("art", slug(meeting.kind), meeting.kind),
            *(Category("gremium", c.key or slug(c.text), c.text) for c in meeting.committees),
        ),
    )


def words_of(meeting: Meeting, turn: Turn) -> tuple[str, str]:
    """Title and sentence of a change."""
    name = name_of(meeting)
    what = f"{turn.what.rstrip('.')}." if turn.what and (turn.kind == CHANGES or SAYS_MOVED.search(turn.what)) else ""
    if turn.kind == CANCELS:
        return f"Fällt aus: {name}", cancelled(meeting)
    if turn.kind == CHANGES:
        return f"Geändert: {name}", what or f"Jetzt: {when(meeting)}."
    if meeting.moved_from == meeting.date:
        return f"Neue Uhrzeit: {name}", what or f"Neue Uhrzeit: {when(meeting)}{because(meeting)}."
    return (
        f"Verlegt vom {day(meeting.moved_from)}: {name}",
        what or f"Statt am {day(meeting.moved_from)} nun: {when(meeting)}{because(meeting)}.",
    )


def cancelled(meeting: Meeting) -> str:
    return f"Fällt aus{because(meeting)}: {meeting.name}, {when(meeting)}."


def because(meeting: Meeting) -> str:
    return f" ({meeting.reason.rstrip('.')})" if meeting.reason else ""


def name_of(meeting: Meeting) -> str:
    return f"{meeting.name} am {day(meeting.date)}"


def when(meeting: Meeting) -> str:
    return f"{weekday(meeting.date)}, {day(meeting.date)}, {clock(meeting.start)}"
