"""Exact values that may stand nowhere: those of the private file, where there is one. However they are written.

A number is found with blanks, dashes or marks between its digits and with or without the country's code; a link with line
breaks in it, without its scheme, without its query. Short numbers (a PIN of four digits) are years and house numbers too:
they are found only behind a word such as „PIN“.

No hash of these values is ever stored for others. A code of six digits is found out from its hash in a second, with or
without salt: a server that shall know the values is given the private file itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from .dress import bare, clean, joined, straight

EXACT = "="  # begins an entry among the blocked ones that is such a value, not a host
BETWEEN = r"[\s./()*_,|:·•\u2010-\u2015\u2212-]{0,6}"
CLOSE = r"[ \t\u00a0*_\u2010-\u2015-]{0,3}"  # of short numbers: points and slashes make dates and file numbers of them
WORDS = r"(?:pin|code|kenn\w{0,12}|passcode|passwort|raum\w{0,8}|id)"
LONG, SHORT = 9, 6  # digits
FEW, MANY = 16, 4  # lines that are looked through one by one; over which a value is broken


class Rule(Struct, frozen=True):
    kind: str
    pattern: re.Pattern[str]
    squeezed: bool = False  # blanks are taken out of the text before
    before: re.Pattern[str] | None = None  # what may stand before a match, if a digit does
    digits: str = ""  # stand one after the other among the text's digits, or there is no match

    def in_(self, dresses: Dresses) -> bool:
        return any(
            self.digits in digits
            and any(
                self.allowed(squeezed if self.squeezed else dress, match)
                for match in self.pattern.finditer(squeezed if self.squeezed else dress)
            )
            for dress, squeezed, digits in dresses.all
        )

    def allowed(self, text: str, match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 16) : match.start()]
        return (
            self.before is None or not (before[-1:].isdigit() or before[-1:] == "#") or bool(self.before.search(before))
        )


class Dresses:
    """A text as it is sought in: as it stands, and without its tags and marks; each with its blanks closed up, without them, and its digits alone."""

    def __init__(self, text: str):
        self.text = clean(text)

    @cached_property
    def all(self) -> list[tuple[str, str, str]]:
        stripped = straight(bare(self.text))
        return [
            (re.sub(r"[^\S\n]+", " ", text), "".join(text.lower().split()), re.sub(r"\D+", "", text))
            for text in dict.fromkeys((self.text, stripped, joined(stripped).text))
        ]


@lru_cache(maxsize=8)
def rules(values: tuple[str, ...]) -> tuple[Rule, ...]:
    found: list[Rule] = []
    for value in (clean(value.removeprefix(EXACT)).strip() for value in values):
        digits = re.sub(r"\D", "", value)
        if digits and not re.search(r"[^\d\s./()+\u2010-\u2015-]", value):
            found.append(number(value, digits))
        elif re.match(r"[a-z][a-z0-9+.-]*://", value, re.IGNORECASE):
            found += [
                Rule("der Link", re.compile(re.escape(part.lower())), squeezed=True, digits=re.sub(r"\D", "", part))
                for part in telling(value)
            ]
        elif len(value) >= SHORT:
            found.append(Rule("eine Angabe", re.compile(r"\s+".join(map(re.escape, value.split())), re.IGNORECASE)))
        elif value:
            found.append(Rule("ein Kenncode", behind_word(re.escape(value))))
    return tuple(found)


def number(value: str, digits: str) -> Rule:
    """A number begins with its first digit that is neither the country's nor the trunk's: so it is found with either."""
    if len(digits) < SHORT:
        return Rule("ein Kenncode", behind_word(CLOSE.join(digits)), digits=digits)
    abroad = re.match(r"(?:\+|00)(\d\d)", value)
    core = digits[4 if value.startswith("00") else 2 :] if abroad else digits
    core = core.removeprefix("0") if abroad or digits.startswith("0") else core
    between = BETWEEN if len(digits) >= LONG else CLOSE
    before = (
        rf"(?:(?<!\d)(?:\+|00)?{abroad[1] if abroad else '49'}{BETWEEN}(?:0{BETWEEN})?|(?<!\d)0)$"
        if core != digits
        else "(?!)"
    )
    return Rule("eine Nummer", re.compile(rf"{between.join(core)}(?!\d)"), before=re.compile(before), digits=core)


def behind_word(value: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b{WORDS}\b(?:[^\w\n]{{0,12}}|[^\w\n:]{{0,6}}:[^\w\n]{{0,6}}\n[^\w\n]{{0,6}})(?:\w{{1,12}}[^\w\n]{{1,6}}){{0,2}}{value}(?!\w)",
        re.IGNORECASE,
    )


def telling(link: str) -> list[str]:
    """The parts of a link that give it away: host and path, and what is secret in them by itself."""
    parts = urlsplit(re.sub(r"\s", "", link))
    path = f"{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")
    pieces = [*parts.path.split("/")[-1:], *(value for _, value in parse_qsl(parts.query)), parts.fragment]
    return [path, *(piece for piece in pieces if len(piece) >= 8 and re.search(r"\d", piece))]


def hits(text: str, values: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Line and kind of each value in a text that is decoded already. The value itself is not given back."""
    dresses = Dresses(text)
    for rule in rules(tuple(value for value in values if value.startswith(EXACT))):
        if rule.in_(dresses):
            yield line_of(text, rule), rule.kind


def line_of(text: str, rule: Rule) -> int:
    """The first of the few lines in which the value stands. A text may have a million lines: it is halved until few are left."""
    lines, first = text.split("\n"), 0
    while len(lines) > FEW:
        half = len(lines) // 2
        if stands(lines[: half + MANY], rule):
            lines = lines[: half + MANY]
        elif stands(lines[half:], rule):
            lines, first = lines[half:], first + half
        else:
            break
    for many in (1, 2, MANY) if len(lines) <= FEW else ():
        for start in range(len(lines)):
            if stands(lines[start : start + many], rule):
                return first + start + 1
    return first + 1


def stands(lines: list[str], rule: Rule) -> bool:
    return rule.in_(Dresses("\n".join(lines)))
