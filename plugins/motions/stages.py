"""How far a motion has come, at a glance: submitted, discussed, decided, done."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from .model import Motion, outcome
from .story import IMPLEMENTED, TONES, status_word

SHORT = {"in geänderter Fassung angenommen": "geändert angenommen"}
DONE, NOW, AHEAD = "erledigt", "läuft", "steht aus"


class Stage(Struct, frozen=True):
    """One stage: its word, how it stands, since when, and the sign of what came out."""

    word: str
    state: str  # erledigt, läuft, steht aus
    date: dt.date | None = None
    tone: str = "info"


def stages(motion: Motion, today: dt.date) -> tuple[Stage, ...]:
    """Three or four stages. What is not known is not said: a motion that was withdrawn has no implementation ahead."""
    first = Stage("Eingereicht", DONE, motion.submitted)
    if motion.question:
        return first, answer(motion)
    decided = outcome(motion.progress) != "offen"
    steps = [s for s in motion.steps if s.date and (s.decided or s.date < today)]
    begun = steps[0].date if steps else None
    if not decided:
        middle = Stage("In Beratung", NOW, begun, "open") if begun else Stage("Beratung", AHEAD, None, "open")
        unknown = motion.unknown_result(today)
        return first, middle, Stage("Ergebnis noch nicht bekannt", NOW, unknown.date, "open") if unknown else Stage("Entscheidung", AHEAD, None, "open")
    last = next((s for s in reversed(motion.steps) if s.decided and s.deciding), None) or next((s for s in reversed(motion.steps) if s.decided), None)
    word = SHORT.get(motion.progress, status_word(motion, today))
    end = Stage(word[:1].upper() + word[1:], DONE, last.date if last else None, TONES.get(motion.progress, "info"))
    before = (Stage("Beraten", DONE, begun),) if begun and last and begun != last.date else ()
    return (first, *before, end, *implementation(motion))


def answer(motion: Motion) -> Stage:
    if motion.progress == "beantwortet":
        return Stage("Beantwortet", DONE, motion.answered)
    if outcome(motion.progress) != "offen":
        return Stage(motion.progress[:1].upper() + motion.progress[1:], DONE)
    return Stage("Antwort", AHEAD, None, "open")


def implementation(motion: Motion) -> tuple[Stage, ...]:
    """Only of what was adopted: nobody carries out what was refused."""
    if outcome(motion.progress) != "erfolgreich":
        return ()
    if not motion.implementation:
        return (Stage("Umsetzung", AHEAD, None, "open"),)
    last = sorted(motion.implementation, key=lambda entry: entry.date)[-1]
    if last.state == "offen":
        return (Stage("Umsetzung", AHEAD, None, "open"),)
    state = NOW if last.state == "in Umsetzung" else DONE
    return (Stage(last.state[:1].upper() + last.state[1:], state, last.date, IMPLEMENTED[last.state]),)
