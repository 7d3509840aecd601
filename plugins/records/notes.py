"""Footnotes of a text: where they are explained, in which order they are named. Numbered once for the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from .lists import as_markdown

DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)")
NAMED = re.compile(r"(?<!!)\[\^([^\]\s]{1,60})\](?!\()")
BARE = re.compile(r" {0,3}\[(\d{1,3})\][ \t]+(?=\S)(.*)")  # „[1] Quelle“, as word processors paste it
BARE_NAMED = re.compile(r"(?<=[^\s\[])[ \t]?\[(\d{1,3})\](?![\[(:])")
CODE = re.compile(r"(`+)(?:(?!\1).)+\1")


class Note(Struct):
    line: int  # index of the line on which it is explained
    text: str
    number: int = 0


class Notes(Struct):
    """The footnotes of one page."""

    known: dict[str, Note] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)  # named, explained nowhere: index of the line, mark
    twice: list[tuple[int, str]] = field(default_factory=list)  # explained a second time
    used: set[str] = field(default_factory=set)  # ids of places in the text that name one
    emptied: set[int] = field(default_factory=set)  # lines that held nothing else

    def __bool__(self) -> bool:
        return bool(self.known)

    @property
    def texts(self) -> dict[str, str]:
        """By number, as they are called in the text that `numbered` gives."""
        return {
            str(note.number): note.text
            for note in sorted(self.known.values(), key=lambda note: note.number)
            if note.number
        }

    @property
    def unused(self) -> list[tuple[int, str]]:
        return [(note.line, mark) for mark, note in self.known.items() if not note.number]

    def numbered(self, text: str, start: int) -> tuple[str, tuple[str, ...]]:
        """A section with the numbers of its footnotes in the place of their names, and those that are first named here."""
        here: list[str] = []

        def number(found: re.Match[str]) -> str:
            note = self.known.get(found[1])
            if not note:
                return found[0]
            if not note.number:
                note.number = 1 + sum(bool(other.number) for other in self.known.values())
                here.append(found[1])
            return f"[^{note.number}]"

        lines = text.split("\n")
        for index, line in enumerate(lines):
            if "[^" in line:
                spans = [match.span() for match in CODE.finditer(line)]
                for match in NAMED.finditer(line):
                    if match[1] not in self.known and not any(a <= match.start() < b for a, b in spans):
                        self.unknown.append((start + index, match[1]))
                lines[index] = NAMED.sub(
                    lambda found, spans=spans: (
                        found[0] if any(a <= found.start() < b for a, b in spans) else number(found)
                    ),
                    line,
                )
        for mark in here:  # a footnote may name another
            self.known[mark].text = NAMED.sub(number, self.known[mark].text)
        return "\n".join(lines), tuple(str(self.known[mark].number) for mark in here)


def take_notes(lines: list[str]) -> tuple[list[str], Notes]:
    """The lines without what explains footnotes (each such line is empty then), and the footnotes."""
    notes = Notes()
    if not any("[^" in line for line in lines):
        lines = as_footnotes(lines)
        if not any("[^" in line for line in lines):
            return lines, notes
    lines = list(lines)
    mark, indented = "", False
    for index, line in enumerate(lines):
        if match := DEFINITION.match(line):
            mark, indented = match[1], False
            if mark in notes.known:
                notes.twice.append((index, mark))
            notes.known.setdefault(mark, Note(index, ""))
            line = match[2]
        elif not mark:
            continue
        elif not line.strip():
            indented = True
            notes.known[mark].text += "\n"
            continue
        elif (indented and not line.startswith((" ", "\t"))) or line.startswith("#"):
            mark = ""
            continue
        notes.known[mark].text += f"\n{line.strip()}"
        lines[index] = ""
        notes.emptied.add(index)
    for note in notes.known.values():
        note.text = as_markdown(note.text.strip())
    return lines, notes


def as_footnotes(lines: list[str]) -> list[str]:
    """„Text[1]“ and „[1] Quelle“ below: what a word processor makes of footnotes when they are copied. Only where both stand there."""
    if not any("[" in line for line in lines):
        return lines
    explained = {match[1]: index for index, line in enumerate(lines) if (match := BARE.match(line))}
    named = set(marks(lines, explained)) & explained.keys()
    if not named or len(named) < len(explained):
        return lines
    found = [BARE_NAMED.sub(lambda m: f"[^{m[1]}]" if m[1] in named else m[0], line) for line in lines]
    for mark in named:
        found[explained[mark]] = BARE.sub(lambda m: f"[^{m[1]}]: {m[2]}", lines[explained[mark]])
    return found


def marks(lines: list[str], explained: dict[str, int]) -> Iterator[str]:
    for index, line in enumerate(lines):
        for match in BARE_NAMED.finditer(line):
            if explained.get(match[1]) != index:
                yield match[1]


NAMING = re.compile(r'<sup id="fnref[^>]*>.*?</sup>')
BACK = re.compile(r'<a [^>]*class="footnote-backref".*?</a>')


def without_marks(html: str) -> str:
    """Our HTML for those who want its words: the number of a footnote is no part of the word before it."""
    return BACK.sub("", NAMING.sub("", html)) if "fnref" in html else html
