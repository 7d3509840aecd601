"""The status that follows from the steps, as one table of rules, and the checks that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Step

ADOPTED = ("beschlossen", "einstimmig beschlossen", "mehrheitlich beschlossen")
DECISIONS = {
    **dict.fromkeys(ADOPTED, "angenommen"),
    "geändert beschlossen": "in geänderter Fassung angenommen",
    "teilweise beschlossen": "teilweise angenommen",
    "abgelehnt": "abgelehnt",
    "zurückgezogen": "zurückgezogen",
    "zur Kenntnis genommen": "zur Kenntnis genommen",
    "erledigt": "erledigt",
    "beantwortet": "beantwortet",
}
FINAL = frozenset(DECISIONS)
BY_VOTE = (*ADOPTED, "geändert beschlossen", "teilweise beschlossen", "abgelehnt")  # results that a vote decides, and so its subject


def final_steps(steps: Sequence[Step]) -> list[Step]:
    """Deciding steps with a final result, oldest first."""
    return sorted((s for s in steps if s.deciding and s.result in FINAL), key=lambda s: (s.date is not None, s.date or 0))


def silent(step: Step) -> bool:
    """Votes were counted, but none on the motion: on a committee's recommendation, on the administration's text."""
    return step.result in BY_VOTE and bool(step.votes) and not any(v.on_motion or v.subject == "Änderungsantrag" for v in step.votes)


def points_differ(step: Step) -> bool:
    return len({v.outcome for v in step.votes if v.subject.startswith("Punkt ") and v.outcome}) > 1


# From top to bottom; the first rule that says a word is right.
RULES: tuple[tuple[str, Callable[[Sequence[Step], bool, bool], str]], ...] = (
    ("zurückgezogen, gleich wo", lambda steps, q, a: "zurückgezogen" if any(s.result == "zurückgezogen" for s in steps) else ""),
    ("eine Anfrage ist beantwortet", lambda steps, q, a: "beantwortet" if (q and a) or any(s.result == "beantwortet" for s in steps) else ""),
    ("die letzte endgültige Entscheidung gilt", lambda steps, q, a: decision(final_steps(steps))),
    ("eine Anfrage wurde zur Kenntnis genommen", lambda steps, q, a: "zur Kenntnis genommen" if q and any(s.result == "zur Kenntnis genommen" for s in steps) else ""),
    ("ein Ergebnis ohne Entscheidung", lambda steps, q, a: "in Beratung" if any(s.decided for s in steps) else ""),
    ("eine Sitzung ist bestimmt", lambda steps, q, a: "auf der Tagesordnung" if any(s.date for s in steps) else ""),
    ("sonst", lambda steps, q, a: "eingereicht"),
)


def derive_progress(steps: Sequence[Step], *, question: bool = False, answered: bool = False) -> str:
    """The value of `stand` that the steps say (decision table above)."""
    return next(word for _, rule in RULES if (word := rule(steps, question, answered)))


def decision(final: Sequence[Step]) -> str:
    if not final:
        return ""
    last = final[-1]
    if silent(last):
        return "in Beratung"  # the check asks for an explicit status
    if points_differ(last) and (last.result in ADOPTED or last.result == "abgelehnt"):
        return "teilweise angenommen"
    return DECISIONS[last.result]
