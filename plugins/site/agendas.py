"""Sitting and step are one thing (decision 54): the agenda shows the steps that name the sitting, and where the two contradict each other both lines are named.

The motion stays whole by itself: committee, day, number and result of a step are the truth. A sitting is known by committee and day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from ..meetings.model import AgendaItem, Meeting
from ..motions.model import Motion
from ..press.ask import Ask
from ..press.things import Place, encode, sort
from ..records.german import NBSP, day
from ..records.links import Link
from ..records.problems import Problem, problem
from .reading import Draft


class Standing(Struct, frozen=True):
    """A step on a day in its committees, with what its motion is called."""

    motion: Link
    source: str
    shown: bool  # on the site, so that an agenda may name it
    line: int
    date: dt.date | None
    bodies: tuple[str, ...]  # paths of the committees
    body: str  # their names
    item: str
    public: bool | None
    decided: bool


def standing(motion: Motion) -> Iterator[Place]:
    """Where the steps of a motion stand: by committee and day, and by the meeting that they name."""
    for step in motion.steps:
        here = sort(motion.source, step.line)
        if not step.date and not step.meeting:
            continue
        data = encode(
            Standing(
                Link(motion.title, motion.path, motion.uid),
                motion.source,
                not motion.draft and not motion.deleted,
                step.line,
                step.date,
                tuple(committee.path for committee in step.committees),
                step.body_name,
                step.item,
                step.public,
                step.decided,
            )
        )
        for committee in dict.fromkeys(committee.path for committee in step.committees if step.date):
            yield Place(f"schritte:{committee}{step.date}", here, data=data)
        if step.meeting:
            yield Place(f"genannt:{step.meeting.path}", here, data=data)


def steps_on(ask: Ask, meeting: Meeting, date: dt.date | None = None) -> list[Standing]:
    """The steps on one sitting, each once."""
    found = {
        (step.source, step.line): step
        for committee in meeting.committees
        for step in ask.data(f"schritte:{committee.path}{date or meeting.date}", Standing)
    }
    return list(found.values())


# ------------------------------------------------------------------------------------ shown


def completed(ask: Ask, meeting: Meeting) -> tuple[AgendaItem, ...]:
    """The agenda with the steps that name this sitting, in order of their numbers."""
    steps = [step for step in steps_on(ask, meeting) if step.shown]
    if not steps:
        return meeting.agenda
    numbers = {step.motion.path: step.item for step in steps}
    rows = [
        replace(row, number=next((numbers[m.path] for m in row.motions if numbers.get(m.path)), ""))
        if not row.number
        else row
        for row in meeting.agenda
    ]
    named = {link.path for row in rows for link in row.motions}
    added = [
        AgendaItem(step.item, step.motion.text, (step.motion,), step.public)
        for step in steps
        if step.motion.path not in named
    ]
    for item in sorted(added, key=lambda item: (natural(item.number), item.title)):
        later = next(
            (
                at
                for at, row in enumerate(rows)
                if item.number and row.number and natural(row.number) > natural(item.number)
            ),
            len(rows),
        )
        rows.insert(later, item)
    return tuple(rows)


def natural(number: str) -> tuple:
    """„Ö 3.10“ after „Ö 3.9“; without a number last."""
    parts = re.findall(r"\d{1,9}|[^\d.\s]{1,20}", number)
    return (not parts, [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts])


# ---------------------------------------------------------------------------------- checked


def check_agenda(ask: Ask, meeting: Meeting, draft: Draft | None) -> Iterator[Problem]:
    """`draft`: of the meeting's file, if it has one. Each contradiction stands at the sitting's file and names the step's line, or the other way round."""
    if draft:
        yield from check_rows(ask, meeting, draft)
        yield from check_change(meeting, draft)
    if meeting.committees:
        yield from check_moved(ask, meeting)
    for step in ask.data(f"genannt:{meeting.path}", Standing):
        yield from check_named(step, meeting, draft)


def check_rows(ask: Ask, meeting: Meeting, draft: Draft) -> Iterator[Problem]:
    """Rows of the agenda that name a motion, against that motion's steps."""
    here = {step.motion.path: step for step in steps_on(ask, meeting)}
    rows = (draft.typed or draft.record).get("tagesordnung", ())
    if len(rows) != len(meeting.agenda):
        return
    bodies = {committee.path for committee in meeting.committees}
    for row, item in zip(rows, meeting.agenda, strict=True):
        for link in item.motions:
            step = here.get(link.path)
            if step and item.number and step.item and natural(item.number) != natural(step.item):
                yield problem(
                    meeting.source,
                    row.line_of("top"),
                    "agenda-number",
                    here=item.number,
                    there=step.item,
                    path=step.source,
                    line=step.line,
                )
            elif not step and bodies and link.path and (motion := ask.facts(link.path.rstrip("/"), Motion)):
                others = [
                    other
                    for other in motion.steps
                    if other.date and not other.decided and bodies & {committee.path for committee in other.committees}
                ]
                if others:
                    near = min(others, key=lambda other: abs(other.date - meeting.date))
                    yield problem(
                        meeting.source,
                        row.line_of("antrag"),
                        "agenda-day",
                        date=day(meeting.date),
                        body=near.body_name,
                        there=day(near.date),
                        path=motion.source,
                        line=near.line,
                    )
                elif not any(bodies & {committee.path for committee in other.committees} for other in motion.steps):
                    yield from check_body(meeting, motion, row.line_of("antrag"), item.number)


def check_body(meeting: Meeting, motion: Motion, line: int, number: str) -> Iterator[Problem]:
    """A motion on an agenda that was never in that committee: on the same day it is in another one, or its step is missing."""
    body = meeting.committees[0].text
    if other := next((step for step in motion.steps if step.date == meeting.date and not step.decided), None):
        yield problem(
            meeting.source,
            line,
            "agenda-body",
            here=body,
            date=day(meeting.date),
            there=other.body_name,
            path=motion.source,
            line=other.line,
        )
    elif not meeting.cancelled:
        yield problem(
            meeting.source,
            line,
            "agenda-step",
            body=body,
            path=motion.source,
            iso=meeting.date.isoformat(),
            uid=motion.uid,
            number=f" --top {number}" if number else "",
        )


def check_change(meeting: Meeting, draft: Draft) -> Iterator[Problem]:
    """A change of a sitting without a day: calendars and feeds tell it, but not when it was made. What nobody wrote down may show in the name of the file."""
    record = draft.typed or draft.record
    if len(meeting.changes) < meeting.cancelled + bool(meeting.moved_from):
        key, what = (
            ("abgesagt", "abgesagt")
            if meeting.cancelled
            else (
                "verlegt_von",
                f"verlegt vom {day(meeting.moved_from)} auf den {day(meeting.date)}"
                if meeting.moved_from != meeting.date
                else "neue Uhrzeit",
            )
        )
        yield problem(meeting.source, record.line_of(key), "change-undated", what=what.replace(NBSP, " "))
    named = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", meeting.stem)
    if (
        named
        and not meeting.moved_from
        and not meeting.series
        and named[0] != meeting.date.isoformat()
        and (old := day_named(named[0]))
    ):
        yield problem(
            meeting.source, record.line_of("datum"), "date-other", old=day(old), new=day(meeting.date), iso=named[0]
        )


def day_named(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def check_moved(ask: Ask, meeting: Meeting) -> Iterator[Problem]:
    """Steps that stayed on a day on which the sitting no longer is."""
    left = (
        meeting.moved_from
        if meeting.moved_from and meeting.moved_from != meeting.date
        else meeting.date
        if meeting.cancelled
        else None
    )
    if not left or any(ask.rows(f"findet-statt:{committee.path}{left}") for committee in meeting.committees):
        return
    for step in steps_on(ask, meeting, left):
        if not step.decided:
            code = "step-cancelled" if meeting.cancelled else "step-left"
            yield problem(
                step.source,
                step.line,
                code,
                body=step.body,
                old=day(left),
                new=day(meeting.date),
                path=meeting.source,
                iso=left.isoformat(),
                target=meeting.date.isoformat(),
            )


def check_named(step: Standing, meeting: Meeting, draft: Draft | None) -> Iterator[Problem]:
    """A step that names its sitting."""
    line = (draft.typed or draft.record).line_of("datum") if draft else 0
    if step.date and step.date not in (meeting.date, meeting.moved_from):
        yield problem(
            step.source,
            step.line,
            "step-day",
            here=day(step.date),
            there=day(meeting.date),
            path=meeting.source,
            line=line,
        )
    if meeting.committees and not set(step.bodies) & {committee.path for committee in meeting.committees}:
        yield problem(
            step.source,
            step.line,
            "step-body",
            here=step.body,
            there=meeting.committees[0].text,
            path=meeting.source,
            line=line,
        )


__all__ = ["check_agenda", "completed", "standing"]
