"""The text below the head: its sections, and what a reader or a screen reader would stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Protocol, Self

from msgspec import Struct
from msgspec.structs import replace

from . import german
from .addresses import Target
from .bounds import TooMuch, Work, check_lengths, told
from .characters import SUSPECT
from .fields import Record
from .headings import cleaned, meaning, unmarked
from .html import Html, to_html
from .notes import Notes, take_notes
from .problems import Problem, problem


class Section(Struct, frozen=True):
    """A part of a text under its heading; the part before the first heading has none."""

    heading: str
    line: int
    points: tuple[str, ...] = ()  # of numbered lists at the top level, as plain text
    numbers: tuple[str, ...] = ()  # the marks of the points as typed, where they do not count 1, 2, 3
    blank: bool = False
    means: str = ""  # the key of a section that has a meaning (`[[section]]` of a table)
    html: str = ""

    @property
    def point_numbers(self) -> tuple[str, ...]:
        """By which somebody may name a point: as it was typed, without the signs around it."""
        return tuple(number.strip("().") for number in self.numbers) or tuple(
            str(number) for number, _ in enumerate(self.points, 1)
        )

    @property
    def numbered_points(self) -> list[str]:
        """The points as plain text; with the marks that they have on the page, where a place in this list would say another number."""
        return (
            [f"{number} {text}" for number, text in zip(self.numbers, self.points, strict=True)]
            if self.numbers
            else list(self.points)
        )

    @property
    def anchor(self) -> str:
        return german.slug(self.heading) or "abschnitt"


class Written(Struct, frozen=True, kw_only=True):
    """A record with a running text. What else is known of it are its facts: a page that shows only these does not change with the text."""

    sections: tuple[Section, ...] = ()

    @property
    def text(self) -> tuple[str, ...]:
        """The running text: the HTML of each section."""
        return tuple(section.html for section in self.sections)

    @property
    def facts(self) -> Self:
        """The record without it. In which lines of the file its headings stand is no fact either."""
        return replace(self, sections=tuple(replace(section, line=0, html="") for section in self.sections))

    def with_text(self, text: tuple[str, ...]) -> Self:
        return replace(
            self, sections=tuple(replace(section, html=html) for section, html in zip(self.sections, text, strict=True))
        )


class Body(Struct, frozen=True):
    sections: tuple[Section, ...] = ()
    targets: tuple[Target, ...] = ()  # of all links and pictures, each with its line
    deep: tuple[int, ...] = ()  # lines of parts that are nested too deeply to be converted
    found: tuple[Problem, ...] = ()  # why other parts were not converted: too long, or too many signs

    def __bool__(self) -> bool:
        return not all(s.blank for s in self.sections)


NO_NAMES: Mapping[str, str] = {}
HEADING = re.compile(r"(#{1,6})(.*)")
UNDERLINE = re.compile(r"(=+|-+)[ ]*$")


def headings(record: Record) -> Iterable[tuple[int, int, str]]:
    """Line, level and text of each heading, as Markdown reads them: „## Text“, or underlined with = or -."""
    lines = record.body.split("\n")
    for index, line in enumerate(lines):
        sign = line[:1]
        if sign == "#":
            match = HEADING.match(line)
            yield record.body_line + index, len(match[1]), match[2].rstrip().rstrip("#").strip()
        elif index and sign in ("=", "-") and UNDERLINE.match(line) and lone(lines, index - 1):
            yield record.body_line + index - 1, 1 if line[0] == "=" else 2, lines[index - 1].strip()


def lone(lines: list[str], index: int) -> bool:
    """Is this line a paragraph's first? Only there does Markdown take the next line for an underline."""
    line = lines[index]
    return (
        bool(line.strip())
        and not line.startswith((" ", "#", ">", "|"))
        and (index == 0 or not lines[index - 1].strip())
    )


def read_body(record: Record, folder: str, names: Mapping[str, str] = NO_NAMES) -> Body:
    """Cut the text at its headings of level 2 and convert each part that keeps the bounds. `names`: headings that have a meaning, folded, with its key."""
    found_long = list(check_lengths(record.path, record.body, record.body_line))
    long, work = {p.line - record.body_line for p in found_long}, Work()
    typed = record.body.split("\n")
    places = Places(typed)
    lines, notes = take_notes(typed)
    starts = [
        (line - record.body_line, cleaned(text), 1 if typed[line - record.body_line].startswith("#") else 2)
        for line, level, text in headings(record)
        if level <= 2
    ]
    starts += [
        (index, text, 1) for index, text in unmarked(typed, names, {meaning(text, names) for _, text, _ in starts})
    ]
    starts.sort()
    parts = [("", 0, starts[0][0] if starts else len(lines))]
    for number, (start, text, skip) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        parts.append((text, min(start + skip, len(lines)), end))
    sections: list[Section] = []
    targets: list[Target] = []
    deep: list[int] = []
    for heading, start, end in parts:
        converted = Html("")
        whole = not any(start <= line < end for line in long)
        if whole:
            text, own = notes.numbered("\n".join(lines[start:end]), start)
            try:
                converted = to_html(
                    text, folder, record.stem, work=work, notes=(notes.texts, own, notes.used) if notes else None
                )
            except TooMuch as much:
                found_long.append(told(record.path, lines, record.body_line, start, much))
                whole = False
        blank = whole and not converted.html.strip() and not converted.deep
        if blank and any(start <= line < end for line in notes.emptied):
            continue  # „## Fußnoten“: they stand where they are named
        if heading or not blank:
            sections.append(
                Section(
                    heading,
                    record.body_line + start,
                    converted.points,
                    converted.numbers,
                    blank,
                    meaning(heading, names),
                    converted.html,
                )
            )
            found = places.of([target.typed for target in converted.targets], start)
            targets += [
                replace(target, line=record.body_line + index)
                for target, index in zip(converted.targets, found, strict=True)
            ]
            deep += [record.body_line + start] if converted.deep else []
    found_long += check_notes(record, notes)
    return Body(tuple(sections), tuple(targets), tuple(deep), tuple(found_long))


def check_notes(record: Record, notes: Notes) -> Iterable[Problem]:
    """Footnotes that are named and not explained, or the other way round: one of both would be missing on the page."""
    for line, mark in notes.unknown:
        yield problem(record.path, record.body_line + line, "footnote-missing", mark=mark)
    for line, mark in notes.unused:
        yield problem(record.path, record.body_line + line, "footnote-unused", mark=mark)
    for line, mark in notes.twice:
        yield problem(record.path, record.body_line + line, "footnote-twice", mark=mark)


REFERENCE = re.compile(r"&(?:#(?P<decimal>\d{1,9})|#[xX](?P<hexadecimal>[0-9a-fA-F]{1,9})|\w+);")


def check_references(record: Record) -> Iterable[Problem]:
    """Markdown lets „&#8238;“ through: what it stands for is refused like the character itself, but for a soft hyphen."""
    for number, line in enumerate(record.body.split("\n") if "&" in record.body else ()):
        for match in REFERENCE.finditer(line):
            meant = unescape(match[0])
            code = int(match["decimal"] or 0) or int(match["hexadecimal"] or "0", 16)
            if meant in ("", "\ufffd") or 0x7F <= code <= 0x9F or (SUSPECT.search(meant) and meant != "\u00ad"):
                yield problem(record.path, record.body_line + number, "reference", typed=match[0])


# What `fraktion neu` writes where an editor's own words belong.
OPENING = "Hier steht"  # of all of them: one search says whether there is any
PLACEHOLDERS = {
    "resolution": f"{OPENING}, was beschlossen werden soll.",
    "reason": f"{OPENING}, warum.",
    "question": f"{OPENING} die erste Frage.",
    "news": f"{OPENING} die Meldung.",
}


def check_placeholders(record: Record, draft: bool = False) -> Iterable[Problem]:
    for number, line in enumerate(record.body.split("\n") if OPENING in record.body else ()):
        if text := next((text for text in PLACEHOLDERS.values() if line.rstrip().endswith(text)), ""):
            yield problem(
                record.path, record.body_line + number, "placeholder-draft" if draft else "placeholder", text=text
            )


def check_headings(record: Record) -> Iterable[Problem]:
    before, seen = 1, {}
    for line, level, text in headings(record):
        if not text:
            yield problem(record.path, line, "heading-empty")
        elif level == 1:
            yield problem(record.path, line, "heading-top", text=text)
        elif level > before + 1:
            yield problem(
                record.path,
                line,
                "heading-skip",
                text=text,
                was="#" * level,
                before="#" * before if before > 1 else "dem Titel",
                proposal="#" * (before + 1) + " " + text,
            )
        if level == 2 and text:
            anchor = german.slug(text)
            if anchor in seen:
                yield problem(record.path, line, "section-twice", text=text, line=seen[anchor])
            seen.setdefault(anchor, line)
        before = max(level, 2) if level == 1 else level


class Lookup(Protocol):
    """A mapping of which single keys are asked, and never all."""

    def __contains__(self, key: object) -> bool: ...
    def __getitem__(self, key: str) -> str: ...


def check_targets(
    record: Record,
    body: Body,
    beside: Iterable[str],
    sources: Iterable[str],
    pages: Iterable[str],
    apart: Lookup | None = None,
) -> Iterable[Problem]:
    """Links that lead nowhere, pictures without words. `beside`: files next to the text; `apart`: the text beside which each file lies, by its address."""
    anchors = {section.anchor for section in body.sections}
    apart = {} if apart is None else apart
    guesses = iter(range(german.GUESSES))  # what is not found may be close to what is; looking for that takes long
    by_name: dict[str, str] = {}
    for line in body.deep:
        yield problem(record.path, line, "text-deep")
    for target in body.targets:
        if target.kind == "bad":
            code = "picture-away" if target.picture else "link-scheme"
            yield problem(record.path, target.line, code, target=target.typed or "(leer)")
        elif target.kind == "source" and target.value not in sources:
            by_name = by_name or {s.rpartition("/")[2]: s for s in sorted(sources, reverse=True)}
            near = next(guesses, None) is not None and german.near(target.value.rpartition("/")[2], by_name, 0.7)
            yield problem(
                record.path,
                target.line,
                "link-dead-near" if near else "link-dead",
                target=target.typed,
                near="../" * (record.path.count("/") - 1) + by_name.get(near or "", ""),
            )
        elif target.kind == "file" and target.value not in beside:
            near = next(guesses, None) is not None and german.near(target.value, beside, 0.7)
            code = (
                "link-www"
                if target.typed.startswith("www.")
                else "link-dead-near"
                if near
                else "picture-missing"
                if target.picture
                else "link-file"
            )
            yield problem(
                record.path,
                target.line,
                code,
                target=target.typed or "(leer)",
                near=near,
                folder=record.path.removesuffix(".md"),
            )
        elif target.kind == "page" and target.value in apart and target.value not in pages:
            yield problem(
                record.path,
                target.line,
                "picture-away" if target.picture else "link-unnamed",
                target=target.typed,
                text=apart[target.value],
            )
        elif target.kind == "page" and target.value not in pages:
            near = next(guesses, None) is not None and german.near(
                target.value, [p for p in pages if p.endswith("/")], 0.7
            )
            yield problem(
                record.path,
                target.line,
                "link-dead-near" if near else "link-dead",
                target=target.typed,
                near=f"/{near}",
            )
        elif target.kind == "fragment" and target.value not in anchors:
            yield problem(record.path, target.line, "link-fragment", target=target.value)
        if target.picture and not target.alt:
            yield problem(record.path, target.line, "picture-alt", text=target.typed)


class Places:
    """In which lines the addresses of a text stand: the converter does not tell."""

    def __init__(self, lines: list[str]):
        self.lines = lines
        self.left = 100_000_000  # characters to look through; an address in thousands that is not found is told at the beginning of its section

    def of(self, addresses: list[str], start: int) -> list[int]:
        """The index of a line for each, below `start`. They come mostly in order, and the same one may stand there twice."""
        found, last, here = [], {}, start
        for typed in addresses:
            first = last.get(typed, start - 1) + 1
            index = self.find(typed, max(first, here))
            if index < 0 and here > first:
                index = self.find(typed, first)
            here = index if index >= 0 else here
            last[typed] = index if index >= 0 else max(first - 1, 0)
            found.append(last[typed])
        return found

    def find(self, typed: str, start: int) -> int:
        """The index of the first line from `start` on that holds what was typed, or -1."""
        for index in range(start, len(self.lines) if self.left > 0 else 0):
            line = self.lines[index]
            self.left -= len(line) + 50
            if (typed or "]()") in line:
                return index
        return -1
