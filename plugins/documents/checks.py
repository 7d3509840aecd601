"""What a letter cannot show as it is typed: hints, each with its line. None of it keeps a letter from being made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..motions.model import Motion
from ..records.fields import Record
from ..records.problems import Problem, problem
from .pages import DECISION, LETTER, free
from .signs import lacking

HINTS = frozenset({"letter-sign", "letter-taken", "letters-missing", "letters-missing-here"})
TOLERATED = frozenset({"heading-empty", "picture-alt"})  # problems of a page that a letter can do without


def check_signs(record: Record) -> Iterator[Problem]:
    """Signs that the letters' font has not, each once a line."""
    if not any(lacking(record.body)) and not any(lacking(record.get("titel", ""))):
        return
    for number, line in (
        (record.line_of("titel"), record.get("titel", "")),
        *enumerate(record.body.split("\n"), record.body_line),
    ):
        for sign in dict.fromkeys(lacking(line)):
            yield problem(record.path, number, "letter-sign", sign=sign, code=f"U+{ord(sign):04X}")


def check_taken(motions: Iterable[Motion]) -> Iterator[Problem]:
    """An attachment that bears the name of a letter keeps it."""
    for motion in motions:
        for name in (LETTER, DECISION):
            if not free(motion, name) and not motion.deleted:
                yield problem(motion.source, 1, "letter-taken", name=name)
