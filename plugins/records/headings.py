"""Headings as people write them: with a colon, a number, in bold, in capitals, as „Der … möge beschließen“."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .characters import composed

BOLD = re.compile(r" {0,3}(\*\*|__)(?!\s)(.{2,100}?)\1[:.]?[ \t]*$")
NUMBER = re.compile(r"(?:\d{1,2}|[ivxIVX]{1,4}|[a-zA-Z])[.)]\s+|[§#]\s*\d{1,2}\s+")
ASKED = re.compile(
    r"(?:der|die|das) [\w /-]{3,60} (?:möge|wolle|soll|möchte)(?: folgendes| wie folgt)? beschliessen"
    r"|(?:der|die|das) [\w /-]{3,60} wird gebeten,?(?: folgendes| wie folgt)? zu beschliessen"
    r"|(?:der|die|das) [\w /-]{3,60} beschliesst(?: folgendes| wie folgt)?|wir beantragen(?: daher| deshalb| hiermit)?"
)
MEANT = "beschlussvorschlag"  # the key of the section that such a sentence begins
LONGEST = 100


def fold(text: str) -> str:
    return " ".join(composed(text).replace("\u00ad", "").casefold().split())


def cleaned(text: str) -> str:
    """The words of a heading without what only marks it as one."""
    text = text.strip()
    for mark in ("**", "__", "*", "_"):
        if text.startswith(mark) and text.rstrip(":. ").endswith(mark) and len(text) > 2 * len(mark):
            text = text.strip().rstrip(":. ")[len(mark) : -len(mark)]
    return text.strip().rstrip(":").rstrip()


def meaning(text: str, names: Mapping[str, str]) -> str:
    """The key of the section that a heading begins, or ""."""
    plain = fold(cleaned(text)).rstrip(".:")
    bare = NUMBER.sub("", plain, count=1) if NUMBER.match(plain) else plain
    for words in (plain, bare):
        if key := names.get(words):
            return key
    return MEANT if MEANT in names.values() and len(bare) < LONGEST and ASKED.fullmatch(bare) else ""


def unmarked(lines: list[str], names: Mapping[str, str], given: set[str]) -> Iterator[tuple[int, str]]:
    """Lines that are headings but for their marks: index and words. `given`: sections that have a marked heading."""
    if not names:
        return
    found = set(given)
    for index, line in enumerate(lines):
        if (
            not line.strip()
            or len(line) > LONGEST
            or line.startswith(("#", "    ", ">", "|", "-", "*   "))
            or (index and lines[index - 1].strip() and not lines[index - 1].startswith("#"))
        ):
            continue
        bold = BOLD.match(line)
        words = bold[2] if bold else line.strip()
        alone = index + 1 >= len(lines) or not lines[index + 1].strip()
        if not bold and not (words.endswith(":") or alone or words.upper() == words):
            continue
        key = meaning(words, names)
        if key and key not in found:
            found.add(key)
            yield index, cleaned(words)
