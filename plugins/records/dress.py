"""One text in its dresses: as it stands, as the eye and the browser take it, and whole again where a line or a tag broke it.

What hides something by accident (a word processor, a mail program, a browser's own reading of addresses) is undone here,
once, for every rule. What only somebody does who wants to hide (letters in words, pictures, rot13) is not.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from itertools import accumulate
from urllib.parse import unquote_to_bytes

from msgspec import Struct

# Signs that nobody sees: soft hyphens, zero widths, variation selectors, marks of annotation and language (Default_Ignorable of Unicode).
INVISIBLE = "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
FIGURES = "[\u0660-\uffff\U00010000-\U0001fbff](?<=\\d)"  # digits of other writings
POINTS = {
    "。": ".",
    "۔": ".",
    "܁": ".",
    "܂": ".",
    "∕": "/",
    "⁄": "/",
    "⧸": "/",
    "∶": ":",
    "\u2028": "\x0b",
    "\u2029": "\x0b",
    "\x85": "\x0b",
}
OTHER = f"[{''.join(POINTS)}]"
UNUSUAL = re.compile(
    f"{INVISIBLE}|{OTHER}|{FIGURES}"
)  # the one that every text is held against; of the others most builds need none
TAG = r"<!--(?:[^<-]|<(?!!--)|-(?!->)){0,2000}-->|<[^<>=]{1,80}(?:=\"[^\"<]{0,4000}\"|='[^'<]{0,4000}'|[^<>]){0,4000}+>|<[^<>]{0,4000}>"  # Word writes styles of a thousand signs
TAGS = re.compile(TAG)
TAG_BYTES = re.compile(TAG.encode())
HIDDEN = (
    re.compile(rb"%[2-7][\da-f]"),
    re.compile(rb"&[#a-z]"),
    re.compile(rb"\\u00[2-7]|\\x[2-7]|\\/"),
    re.compile(rb"ahr0c[dh]"),
    re.compile(rb"/url\?u="),
)
# What mail filters make of a link: Sophos encodes it (RFC 4648, 5), Proofpoint has its own signs for slashes and the rest (URL Defense, version 2).
PACKED = re.compile(r"(?<=[=/])aHR0c(?:HM6L|DovL)[\w+/-]{4,4000}")
DEFENDED = re.compile(r"(?<=/url\?u=)[\w.%-]{1,4000}")
DEFENDED_SIGN = re.compile(r"-([2-7][0-9A-F])|_")
ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([2-7][0-9a-fA-F])|\\(/)")  # JSON (RFC 8259, 7), JavaScript
STRESSED = re.compile(
    r"(?<![^\W_])_{1,3}(?=[^\W_])|(?<=[\w/])_{1,3}(?![^\W])"
)  # in Markdown underscores stress whole words only
LINKED = re.compile(r"\]\([^()\s]{0,400}\)")  # of Markdown: what a link leads to, behind its words
ESCAPED = re.compile(r"\\(?=[^\w\s\\])")
# What a browser makes of an address (WHATWG URL, 4.4): slashes of both kinds, one or many; parts that lead nowhere; an empty port; a point behind the host.
SLASHES = re.compile(r"(?<=[\w.:/])(?<!:)[/\\]{1,20}")
NOWHERE = re.compile(r"/\.(?=/)|(?<!/)/(?!\.\.?/)[^/\s]{1,100}/\.\.(?=/)")
ABOVE = re.compile(r"(?<=[\w:])(?:/\.\.){1,9}(?=/)")
POINT = re.compile(r"\.(?<=\w\.)(?=[:/]\w)")  # both begin with their sign, for which a text is searched in no time
PORT = re.compile(r":(?<=\w:)\d{0,9}(?=/\w)")
BREAKS = "\t\x0b\x0c\x1c\x1d\x1e"  # further ends of lines, as word processors leave them in a copied text


ENCODED = ("&", "%", "\\", "aHR0c", "/url?u=")  # one of them is in whatever `decoded` undoes
ANEW = re.compile(
    r"$|[-*+#|] |#|\||\d{1,3}[.)] |[a-zA-Z]{2,9}:"
)  # a line of its own: empty, of a list or a table, a heading, an address


class Dress(Struct, frozen=True, dict=True):
    """A text to look through. `pieces`: of one whose lines are joined, what became of each."""

    text: str
    pieces: tuple[str, ...] = ()

    def line(self, place: int) -> int:
        return bisect_right(self.ends, place) + 1

    def until(self, place: int) -> int:
        """Where the line ends in which a place was."""
        return self.ends[bisect_right(self.ends, place)] if self.pieces else len(self.text)

    @cached_property
    def ends(self) -> list[int]:
        """Where each line ends: once for the text, since it may hold thousands of things that are found."""
        return (
            list(accumulate(map(len, self.pieces)))
            if self.pieces
            else list(accumulate(len(line) + 1 for line in self.text.split("\n")))
        )


def clean(text: str) -> str:
    """Without signs that nobody sees, and with one way to write each of the others."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return (
        figures(re.sub(OTHER, lambda found: POINTS[found[0]], re.sub(INVISIBLE, "", text)))
        if UNUSUAL.search(text)
        else text
    )


def figures(text: str) -> str:
    """Digits of other writings as ours."""
    return re.sub(FIGURES, lambda found: str(unicodedata.decimal(found[0], 0)), text)


def decoded(text: str) -> str:
    """The text as a browser would come to read it; one way of writing may hide in the other."""
    for _ in range(5):
        plain = unescape(text) if "&" in text else text
        plain = unquote_to_bytes(plain.encode("utf-8", "replace")).decode("utf-8", "replace") if "%" in plain else plain
        plain = PACKED.sub(unpacked, plain) if "aHR0c" in plain else plain
        plain = DEFENDED.sub(undefended, plain) if "/url?u=" in plain else plain
        plain = (
            ESCAPES.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), plain) if "\\" in plain else plain
        )
        if plain == text:
            break
        text = clean(plain)
    return text


def unpacked(found: re.Match[str]) -> str:
    packed = found[0].replace("-", "+").replace("_", "/").rstrip("/")
    packed = packed[: len(packed) - (len(packed) % 4 == 1)]
    try:
        return b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "replace")
    except ValueError:
        return found[0]


def undefended(found: re.Match[str]) -> str:
    return DEFENDED_SIGN.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else "/", found[0])


def by_lines(text: str) -> str:
    """`decoded`, with as many lines as before."""
    if not any(sign in text for sign in ENCODED):
        return text
    return "\n".join(
        decoded(line).replace("\n", " ") if any(sign in line for sign in ENCODED) else line for line in text.split("\n")
    )


def bare(text: str) -> str:
    """Without tags, without the marks of Markdown; as many lines as before."""
    if "<" in text:
        text = TAGS.sub(lambda found: "\n" * found[0].count("\n"), text)
    if "](" in text:
        text = LINKED.sub("", text)
    if "_" in text:
        text = STRESSED.sub("", text)
    for mark in "*`~[]":
        text = text.replace(mark, "")
    return ESCAPED.sub("", text.replace("\\\n", "\n")) if "\\" in text else text  # at the end of a line it breaks it


def straight(text: str) -> str:
    """Addresses as a browser asks for them."""
    if not (
        "/." in text
        or "./" in text
        or ".:" in text
        or "\\" in text
        or PORT.search(text)
        or text.count("//") != text.count("://")
        or text.count(":/") != text.count("://")
    ):
        return text
    text = SLASHES.sub("/", text)
    for _ in range(4):
        shorter = NOWHERE.sub("", text)
        if shorter == text:
            break
        text = shorter
    return PORT.sub("", POINT.sub("", ABOVE.sub("", text)))


def joined(text: str) -> Dress:
    """Without the breaks between its lines: a long address is often cut by a mail program. Words, and what begins anew, stay apart."""
    pieces, last = [], ""
    for sign in BREAKS:
        text = text.replace(sign, "")
    for line in text.split("\n"):
        line = line.strip(" \u00a0")
        apart = ANEW.match(line)
        line = line if apart else line.lstrip("> \u00a0")
        pieces.append(
            f"\n{line}"
            if apart
            or (len(last) < 30 and ((last.isalpha() and line[:1].isalnum()) or (last.isdigit() and line[:1].isalpha())))
            else line
        )
        last = line.rpartition(" ")[2]
    return Dress("".join(pieces), tuple(pieces))


def dresses(text: str, marked: bool = True, whole: bool = True) -> Iterator[Dress]:
    """The text, decoded; without marks, its addresses as a browser takes them; and, if it is one text, with its lines joined.

    `marked`: it is written for people, so that tags and stars in it are marks and no signs.
    """
    plain = by_lines(clean(text.replace("\r\n", "\n").replace("\r", "\n")))
    yield Dress(plain)
    stripped = straight(bare(plain)) if marked else plain
    if stripped != plain:
        yield Dress(stripped)
    if whole and any(sign in plain for sign in "\n" + BREAKS):
        yield joined(stripped)
        if any(sign in plain for sign in "<>") and stripped != plain:
            yield joined(straight(plain))  # an address in a tag may go on in its next line
