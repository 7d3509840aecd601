"""What happened to a motion, one thing after the other, each with a name that never changes.

The name is what a reader of feeds is told once. It holds the motion's uid (given by whoever makes a feed of it), the uid of
the committee, and which time the motion was there; no date, no title, no address and no result, so that whatever is mended
later tells nobody anything. What was entered wrongly and shall be told again is entered as a dated change (`aenderungen`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from ..records.german import because, capital, day, joined, within
from ..records.links import fold
from . import decision
from .model import Motion, Step
from .vocabulary import EVENTS, ROLES, Event, event

AHEAD = dt.timedelta(days=42)  # an agenda whose day of fixing nobody wrote down is told this long before the sitting


class Happening(Struct, frozen=True):
    kind: str  # a word of the table of happenings
    key: str  # what never changes
    date: dt.date
    index: int = -1  # of the step, of the row of `umsetzung` or of `aenderungen`, as they stand in the motion
    final: bool = False  # it says what became of the motion

    @property
    def event(self) -> Event:
        return EVENTS[self.kind]


def happenings(motion: Motion, today: dt.date) -> list[Happening]:
    """All that is known to have happened by `today`, the oldest first; of one day in the order of the text."""
    begun = max(motion.submitted, motion.published)
    found = [happening("submitted", begun)]
    found += of_steps(motion, begun)
    keys = {h.key for h in found}
    last = max(h.date for h in found)
    if motion.answered and event("answered") not in keys:
        found.append(happening("answered", motion.answered, final=True))
    if (kind := motion.status.event) and motion.group.settled and not any(h.final for h in found):
        found.append(Happening(kind, kind, motion.since or last, final=True))
    found += [happening("implemented", row.date, n, n + 1) for n, row in enumerate(motion.implementation)]
    found += [happening("changed", row.date, n, row.number or n + 1) for n, row in enumerate(motion.changes)]
    if motion.deleted:
        found.append(happening("deleted", motion.deleted))
    return sorted([h for h in found if h.date <= today], key=lambda h: h.date)


def happening(what: str, date: dt.date, index: int = -1, number: int = 0, *, final: bool = False) -> Happening:
    """Out of a committee: known by its kind, and by its number where it may happen again."""
    kind = event(what)
    return Happening(kind, f"{kind}-{number}" if number else kind, date, index, final)


def of_steps(motion: Motion, begun: dt.date) -> Iterator[Happening]:
    """A day on an agenda, until there is a result; then the result alone."""
    told: set[str] = set()  # committees whose next sitting a deferral has announced
    happened: set[str] = set()  # what happens once, in a committee or out of it
    last = begun
    for index, step, body, key in visits(motion):
        result = step.outcome
        kind = result.event or event("scheduled")
        if EVENTS[kind].once:
            if kind not in happened:
                yield Happening(kind, kind, step.date or motion.since or last, index, True)
            happened.add(kind)
        elif result.event and step.date:
            yield Happening(kind, f"{key}/{kind}", step.date, index, is_final(motion, step))
        elif step.date and not step.decided and (step.scheduled or body not in told):
            yield Happening(
                kind, f"{key}/{kind}", step.scheduled or min(step.date, max(last, step.date - AHEAD)), index
            )
        told = told | {body} if result.defers and step.deferred_to else told - {body}
        last = max(last, step.date) if step.decided and step.date else last


def visits(motion: Motion) -> Iterator[tuple[int, Step, str, str]]:
    """Each step with its place, its committee, and the part of a name that says which time the motion was there."""
    times: Counter[str] = Counter()
    for index, step in enumerate(motion.steps):
        lead = step.committees[0]
        body = lead.key or fold(lead.text)
        times[body] += 1
        yield index, step, body, f"gremium-{body}-{times[body]}"


def recall(motion: Motion, key: str) -> Happening | None:
    """What once happened under this name, though the feeds tell it no more: a day on an agenda, of which the result has taken the place."""
    found = next((h for h in happenings(motion, dt.date.max) if h.key == key), None)
    scheduled = event("scheduled")
    return found or next(
        (
            Happening(scheduled, key, step.scheduled or step.date, index)
            for index, step, _, visit in visits(motion)
            if key == f"{visit}/{scheduled}" and step.date
        ),
        None,
    )


def is_final(motion: Motion, step: Step) -> bool:
    """Does this result decide the motion? An advising committee's does where the motion's status says the same."""
    status = step.outcome.status
    return bool(status) and (step.deciding or status == motion.progress)


# ------------------------------------------------------------------------------------ telling


def headline(motion: Motion, told: Happening) -> str:
    """„Abgelehnt im Umweltausschuss“: before a colon and the title."""
    match told.event.what:
        case "scheduled":
            step = motion.steps[told.index]
            return f"Am {day(step.date)} {within(step.body_name)}"
        case "decided":
            return capital(decision.phrase(motion.steps[told.index]))
        case "implemented":
            return motion.implementation[told.index].done.feed
        case "ended":
            return motion.status.sentence
    return told.event.title


def sentence(motion: Motion, told: Happening) -> str:
    """What happened, when and where, as one sentence or two."""
    step = next(iter(step_of(motion, told)), None)
    match told.event.what:
        case "submitted":
            offices = joined([" ".join([a.office, a.name]).strip() for a in motion.addressees])
            return (
                f"{motion.kind} vom {day(motion.date)}"
                + f", {told.event.label}"
                + (f" an: {offices}." if offices else ".")
            )
        case "scheduled":
            top = f", TOP {step.item}" if step.item else ""
            role = f" ({ROLES[step.role].label})" if step.role else ""
            return f"{told.event.title}: {step.body_name}, {day(step.date)}{top}{role}."
        case "withdrawn" | "ended" if step is None:
            since = f" am {day(motion.since)}" if motion.since else ""
            return f"{because(motion.status.sentence + since, motion.progress_note)}."
        case "answered" if step is None:
            return (
                f"Die Verwaltung hat am {day(motion.answered)} geantwortet."
                if motion.answered
                else "Die Verwaltung hat geantwortet."
            )
        case "implemented":
            row = motion.implementation[told.index]
            return f"{headline(motion, told)}, {day(row.date)}{f': {row.what}' if row.what else ''}".rstrip(".") + "."
        case "changed":
            row = motion.changes[told.index]
            return f"{told.event.title} am {day(row.date)}: {row.what}".rstrip(".") + "."
        case "deleted":
            reason = f" {motion.deleted_because.rstrip('.')}." if motion.deleted_because else ""
            return f"Dieser Text steht seit dem {day(motion.deleted)} nicht mehr auf der Seite.{reason}"
    return f"{decision.sentence(step)}."


def step_of(motion: Motion, told: Happening) -> tuple[Step, ...]:
    """The step in which it happened, if it was one."""
    return (motion.steps[told.index],) if told.event.of_step and told.index >= 0 else ()
