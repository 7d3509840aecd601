"""What git leaves in a file where two people changed the same lines."""

from __future__ import annotations

import re

from .problems import Problem, problem

SIDES = re.compile(r"(?m)^(<{7}|>{7}|\|{7})(?: (.*))?$")
BETWEEN = re.compile(r"(?m)^={7}$")
FILES = (
    ".md",
    ".txt",
    ".csv",
    ".yaml",
    ".yml",
    ".json",
    ".toml",
    ".ini",
    ".ics",
    ".vcf",
    ".svg",
    ".tex",
    ".rst",
    ".markdown",
)  # in which people write


def conflict(path: str, text: str, first_line: int = 1) -> Problem | None:
    """One sentence for all the signs of a file, with the lines between which they stand and the names of both sides."""
    found = (
        [(match.start(), match[1][0], match[2] or "") for match in SIDES.finditer(text)]
        if any(sign * 7 in text for sign in "<>|")
        else []
    )
    found += (
        [(match.start(), "=", "") for match in BETWEEN.finditer(text) if found or not underlines(text, match.start())]
        if "=======" in text
        else []
    )
    if {sign for _, sign, _ in found} == {">"}:
        found = [each for each in found if not quoted(text, each[0])]
    if not found:
        return None
    found.sort()
    first, last = (text.count("\n", 0, place) + first_line for place, _, _ in (found[0], found[-1]))
    names = [f"„{name}“" for _, sign, name in found if sign in "<>" and name][:2]
    return problem(path, first, "conflict", first=first, last=last, names=f" ({' und '.join(names)})" if names else "")


def quoted(text: str, place: int) -> bool:
    """Is the line above it, but for empty ones, a quote as well? Then this is one in its seventh answer, and no sign of git's."""
    return text[:place].rstrip().rpartition("\n")[2].startswith(">")


def underlines(text: str, place: int) -> bool:
    """Is the line above it a paragraph of its own, so that this is the line below a heading?"""
    above = text[:place].split("\n")[-3:-1]
    return bool(above) and bool(above[-1].strip()) and (len(above) < 2 or not above[0].strip())
