"""Sitting and step are one thing (decision 54): the agenda shows the steps that name the sitting, and where the two contradict each other both lines are named.

The motion stays whole by itself: committee, day, number and result of a step are the truth. A sitting is known by committee and day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from ..meetings.model import AgendaItem, Meeting
from ..motions.model import Motion, Step
from ..records.german import day
from ..records.links import Link
from ..records.problems import Problem, problem
from .reading import Draft

Standing = tuple[Motion, Step]
Sittings = dict[tuple[str, dt.date], list[Standing]]


def standing(motions: Iterable[Motion]) -> Sittings:
    """Which steps are on which day in which committee, by the committee's path."""
    found: Sittings = {}
    for motion in motions:
        for step in motion.steps:
            for committee in step.committees if step.date else ():
                found.setdefault((committee.path, step.date), []).append((motion, step))
    return found


def of(meeting: Meeting, sittings: Sittings, date: dt.date | None = None) -> list[Standing]:
    """The steps on one sitting, each once."""
    found = {(motion.path, step.line): (motion, step) for committee in meeting.committees for motion, step in sittings.get((committee.path, date or meeting.date), ())}
    return list(found.values())


# ------------------------------------------------------------------------------------ shown


def with_agendas(meetings: Iterable[Meeting], motions: Iterable[Motion]) -> list[Meeting]:
    """Each agenda with the steps that name its sitting, in order of their numbers."""
    sittings = standing(motion for motion in motions if not motion.deleted)
    return [replace(meeting, agenda=agenda) if (agenda := completed(meeting, sittings)) != meeting.agenda else meeting for meeting in meetings]


def completed(meeting: Meeting, sittings: Sittings) -> tuple[AgendaItem, ...]:
    steps = of(meeting, sittings)
    if not steps:
        return meeting.agenda
    numbers = {motion.path: step.item for motion, step in steps}
    rows = [replace(row, number=next((numbers[m.path] for m in row.motions if numbers.get(m.path)), "")) if not row.number else row for row in meeting.agenda]
    named = {link.path for row in rows for link in row.motions}
    added = [AgendaItem(step.item, motion.title, (Link(motion.title, motion.path, motion.uid),), step.public) for motion, step in steps if motion.path not in named]
    for item in sorted(added, key=lambda item: (natural(item.number), item.title)):
        later = next((at for at, row in enumerate(rows) if item.number and row.number and natural(row.number) > natural(item.number)), len(rows))
        rows.insert(later, item)
    return tuple(rows)


def natural(number: str) -> tuple:
    """„Ö 3.10“ after „Ö 3.9“; without a number last."""
    parts = re.findall(r"\d{1,9}|[^\d.\s]{1,20}", number)
    return (not parts, [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts])


def numbers(meetings: Iterable[Meeting]) -> dict[str, dict[tuple[str, dt.date], str]]:
    """The numbers that only the agendas say, by the motion's path, committee and day."""
    found: dict[str, dict[tuple[str, dt.date], str]] = {}
    for meeting in meetings:
        for row in meeting.agenda if meeting.committees else ():
            for link in row.motions if row.number else ():
                found.setdefault(link.path, {}).update({(committee.path, meeting.date): row.number for committee in meeting.committees})
    return found


# ---------------------------------------------------------------------------------- checked


def check_agendas(meetings: Iterable[Meeting], motions: Iterable[Motion], drafts: Mapping[str, Draft]) -> Iterator[Problem]:
    """`drafts`: of the meetings, by their uid. Each contradiction stands at the sitting's file and names the step's line, or the other way round."""
    motions = list(motions)
    sittings, by_path = standing(motions), {motion.path: motion for motion in motions}
    meetings = list(meetings)
    held = {(committee.path, meeting.date) for meeting in meetings if not meeting.cancelled for committee in meeting.committees}
    by_uid = {meeting.path: meeting for meeting in meetings}
    for meeting in meetings:
        if draft := drafts.get(meeting.uid):
            yield from check_rows(meeting, draft, sittings, by_path)
        if meeting.committees:
            yield from check_moved(meeting, sittings, held)
    for motion in motions:
        for step in motion.steps:
            if step.meeting and (meeting := by_uid.get(step.meeting.path)):
                yield from check_named(motion, step, meeting, drafts)


def check_rows(meeting: Meeting, draft: Draft, sittings: Sittings, motions: Mapping[str, Motion]) -> Iterator[Problem]:
    """Rows of the agenda that name a motion, against that motion's steps."""
    here = {motion.path: step for motion, step in of(meeting, sittings)}
    rows = (draft.typed or draft.record).get("tagesordnung", ())
    if len(rows) != len(meeting.agenda):
        return
    bodies = {committee.path for committee in meeting.committees}
    for row, item in zip(rows, meeting.agenda, strict=True):
        for link in item.motions:
            motion, step = motions.get(link.path), here.get(link.path)
            if motion is None:
                continue
            if step and item.number and step.item and natural(item.number) != natural(step.item):
                yield problem(meeting.source, row.line_of("top"), "agenda-number", here=item.number, there=step.item, path=motion.source, line=step.line)
            elif not step and bodies and (others := [other for other in motion.steps if other.date and not other.decided and bodies & {committee.path for committee in other.committees}]):
                near = min(others, key=lambda other: abs(other.date - meeting.date))
                yield problem(meeting.source, row.line_of("antrag"), "agenda-day", date=day(meeting.date), body=near.body_name, there=day(near.date), path=motion.source, line=near.line)


def check_moved(meeting: Meeting, sittings: Sittings, held: set[tuple[str, dt.date]]) -> Iterator[Problem]:
    """Steps that stayed on a day on which the sitting no longer is."""
    left = meeting.moved_from if meeting.moved_from and meeting.moved_from != meeting.date else meeting.date if meeting.cancelled else None
    if not left or any((committee.path, left) in held for committee in meeting.committees):
        return
    for motion, step in of(meeting, sittings, left):
        if not step.decided:
            code = "step-cancelled" if meeting.cancelled else "step-left"
            yield problem(motion.source, step.line, code, body=step.body_name, old=day(left), new=day(meeting.date), path=meeting.source, iso=left.isoformat(), target=meeting.date.isoformat())


def check_named(motion: Motion, step: Step, meeting: Meeting, drafts: Mapping[str, Draft]) -> Iterator[Problem]:
    """A step that names its sitting."""
    draft = drafts.get(meeting.uid)
    line = (draft.typed or draft.record).line_of("datum") if draft else 0
    if step.date and step.date not in (meeting.date, meeting.moved_from):
        yield problem(motion.source, step.line, "step-day", here=day(step.date), there=day(meeting.date), path=meeting.source, line=line)
    if meeting.committees and not {committee.path for committee in step.committees} & {committee.path for committee in meeting.committees}:
        yield problem(motion.source, step.line, "step-body", here=step.body_name, there=meeting.committees[0].text, path=meeting.source, line=line)


__all__ = ["check_agendas", "numbers", "with_agendas"]
