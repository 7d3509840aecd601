"""How far a motion has come, at a glance: submitted, discussed, decided, done."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from ..records.german import capital
from .model import Motion
from .vocabulary import ANSWERED, STAGES, UNKNOWN

DONE, NOW, AHEAD = "done", "now", "ahead"
HOW = {DONE: "", NOW: "läuft", AHEAD: "steht aus"}  # said where no day is


class Stage(Struct, frozen=True):
    """One stage: its word, how it stands, since when, and the sign of what came out."""

    word: str
    state: str  # done, now, ahead
    date: dt.date | None = None
    tone: str = "info"
    sign: str = "arrow"

    @property
    def how(self) -> str:
        return HOW[self.state]


def stages(motion: Motion, today: dt.date) -> tuple[Stage, ...]:
    """Three or four stages. What is not known is not said: a motion that was withdrawn has no implementation ahead."""
    first = Stage(STAGES["submission"].done, DONE, motion.submitted)
    if motion.question:
        return first, answer(motion)
    steps = [s for s in motion.steps if s.date and (s.decided or s.date < today)]
    begun = steps[0].date if steps else None
    if not motion.group.settled:
        middle = Stage(STAGES["discussion"].now, NOW, begun, "open") if begun else ahead("discussion")
        unknown = motion.unknown_result(today)
        if unknown or not motion.group.open:
            return (
                first,
                middle,
                Stage(
                    motion.status.short if not motion.group.open else UNKNOWN.sentence,
                    NOW,
                    unknown.date if unknown else steps[-1].date if steps else None,
                    "open",
                ),
            )
        return first, middle, ahead("decision")
    last = next((s for s in reversed(motion.steps) if s.decided and s.deciding), None) or next(
        (s for s in reversed(motion.steps) if s.decided), None
    )
    end = Stage(motion.status.short, DONE, last.date if last else None, motion.status.tone, motion.status.sign)
    before = (Stage(STAGES["discussion"].done, DONE, begun),) if begun and last and begun != last.date else ()
    return (first, *before, end, *implementation(motion))


def ahead(stage: str) -> Stage:
    return Stage(STAGES[stage].ahead, AHEAD, None, "open")


def answer(motion: Motion) -> Stage:
    if motion.group.settled:
        return Stage(motion.status.sentence, DONE, motion.answered if motion.progress == ANSWERED else None)
    return ahead("answer")


def implementation(motion: Motion) -> tuple[Stage, ...]:
    """Only of what was adopted: nobody carries out what was refused."""
    if not motion.group.adopted:
        return ()
    last = sorted(motion.implementation, key=lambda entry: entry.date)[-1] if motion.implementation else None
    if not last or last.done.stage == AHEAD:
        return (ahead("implementation"),)
    return (Stage(capital(last.done.label), last.done.stage, last.date, last.done.tone, last.done.sign),)
