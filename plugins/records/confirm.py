"""Lines that somebody must look at: „# bitte prüfen: …“ in a head, „[bitte prüfen: …]“ in a text. Deleting the line confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .problems import Problem, problem

LOOK = "bitte prüfen"
IN_HEAD = re.compile(rf"[ \t]*#[ \t]*{LOOK}:[ \t]*(\S[^\n]*)", re.IGNORECASE)
IN_TEXT = re.compile(rf"\[{LOOK}:[ \t]*([^\n\]]*)", re.IGNORECASE)


def to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """Line and what is said there, for each such line of a text with its head."""
    if LOOK not in text.casefold():
        return
    head = text.startswith("---")
    for number, line in enumerate(text.split("\n"), 1):
        if head and number > 1 and line.rstrip() == "---":
            head = False
        elif match := IN_HEAD.match(line) if head else IN_TEXT.search(line):
            yield number, match[1].strip()


def check_confirmed(path: str, text: str, draft: bool) -> list[Problem]:
    """A hint in a draft, a problem in what would be public."""
    return [
        problem(path, number, "confirm-draft" if draft else "confirm", what=what) for number, what in to_look_at(text)
    ]
