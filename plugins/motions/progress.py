"""The status that follows from the steps, as one table of rules, and the checks that belong to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .vocabulary import ANSWERED, DISCUSSED, IN_WORDS, LOST, NOT_KNOWN, RESULTS, SCHEDULED, STATUSES, SUBMITTED

if TYPE_CHECKING:
    from .model import Step

FINAL = frozenset(result.word for result in RESULTS if result.decides != "never")
ANYWHERE = tuple(result for result in RESULTS if result.decides == "anywhere")
OF_QUESTIONS = tuple(result for result in RESULTS if result.decides == "question")


def final_steps(steps: Sequence[Step]) -> list[Step]:
    """Deciding steps with a final result, oldest first. One that yields counts only where there is no other."""
    final = [s for s in steps if s.deciding and s.result in FINAL]
    return sorted(
        [s for s in final if not s.outcome.yields] or final[-1:], key=lambda s: (s.date is not None, s.date or 0)
    )


def silent(step: Step) -> bool:
    """Votes were counted, but none on the motion: on a committee's recommendation, on the administration's text."""
    return bool(step.votes) and step.outcome.by_vote and not any(v.telling for v in step.votes)


def points_differ(step: Step) -> bool:
    """Were points decided differently, in a result that does not say so itself?"""
    return bool(step.outcome.parted) and len({v.outcome for v in step.votes if v.on_part and v.outcome}) > 1


# From top to bottom; the first rule that says a word is right.
RULES: tuple[tuple[str, Callable[[Sequence[Step], bool, bool], str]], ...] = (
    (
        "was gleich wo gilt, und eine Antwort",
        lambda steps, q, a: first(ANYWHERE, steps) or (ANSWERED if q and a else ""),
    ),
    ("die letzte endgültige Entscheidung gilt", lambda steps, q, a: decision(final_steps(steps))),
    ("was bei einer Anfrage gleich wo gilt", lambda steps, q, a: first(OF_QUESTIONS, steps) if q else ""),
    ("das letzte Ergebnis gibt es nur im Wortlaut", lambda steps, q, a: IN_WORDS if quoted(steps) else ""),
    ("ein Ergebnis ohne Entscheidung", lambda steps, q, a: DISCUSSED if any(s.decided for s in steps) else ""),
    ("eine Sitzung ist bestimmt", lambda steps, q, a: SCHEDULED if any(s.date for s in steps) else ""),
    ("sonst", lambda steps, q, a: SUBMITTED),
)


def derive_progress(steps: Sequence[Step], *, question: bool = False, answered: bool = False) -> str:
    """The value of `stand` that the steps say (decision table above)."""
    return next(word for _, rule in RULES if (word := rule(steps, question, answered)))


def quoted(steps: Sequence[Step]) -> bool:
    """Is the last result that of a deciding body, in words that decide nothing?"""
    last = next((step for step in reversed(steps) if step.decided), None)
    return last is not None and last.deciding and not last.outcome.typed


def aged(progress: str, steps: Sequence[Step], today: dt.date) -> str:
    """What a status has become that followed from the steps: a sitting is over, a year went by without a word. Of one that was typed nobody knows better."""
    if STATUSES[progress].when not in ("scheduled", "discussed") or any(
        step.date and step.date >= today and not step.decided for step in steps
    ):
        return progress
    last = next((step for step in reversed(steps) if step.date and step.date < today), None)
    if last and not last.decided:
        return NOT_KNOWN
    return LOST if last and last.outcome.waits and forgotten(last) <= today else progress


def forgotten(step: Step) -> dt.date:
    """The day from which on a referral or deferral that nothing followed is too old to be the state of things."""
    since = max(step.date, step.deferred_to or step.date)
    return since.replace(year=since.year + 1) if (since.month, since.day) != (2, 29) else dt.date(since.year + 1, 3, 1)


def first(results: Sequence, steps: Sequence[Step]) -> str:
    """The status of the first of these results, in the order of their table, that some step has."""
    there = {s.result for s in steps}
    return next((result.status for result in results if result.word in there), "")


def decision(final: Sequence[Step]) -> str:
    if not final:
        return ""
    last = final[-1]
    if silent(last):
        return DISCUSSED  # the check asks for an explicit status
    return last.outcome.parted if points_differ(last) else last.outcome.status
