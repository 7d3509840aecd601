"""Characters that nobody sees: found, named, taken out."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from .problems import Problem, problem

# Unicode Standard Annex 9 (directional formatting) and characters without a width.
INVISIBLE = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "ein Zeichen, das die Schreibrichtung verdreht")
INVISIBLE |= dict.fromkeys([0x034F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080)], "ein unsichtbares Zeichen")
INVISIBLE |= {0x00AD: "ein weiches Trennzeichen, das nicht zu sehen ist"}
CONTROL = {c for c in range(0x20) if c not in (0x09, 0x0A)} | {0x7F} | set(range(0x80, 0xA0)) | {0x2028, 0x2029, 0xFFFE, 0xFFFF} | set(range(0xFDD0, 0xFDF0))
SUSPECTS = frozenset(map(chr, CONTROL | set(INVISIBLE)))
SEEN_AS_LETTERS = tuple(sign for sign in sorted(SUSPECTS) if sign.isprintable())  # all others Python, too, calls unprintable
SUSPECT = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(CONTROL | set(INVISIBLE))) + "]")


def suspects(path: str, text: str) -> list[Problem]:
    """Control and invisible characters, at most the first ten of a file."""
    if clean(text):
        return []
    found = []
    for match in islice(SUSPECT.finditer(text), 10):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.start())
        line = text.count("\n", 0, start) + 1
        column = match.start() - start
        near = text[max(start, match.start() - 12) : match.start()] + "▯" + text[match.end() : match.end() + 12 if end < 0 else min(end, match.end() + 12)]
        found.append(problem(path, line, "character", column=column + 1, code=f"U+{ord(match[0]):04X}", kind=kind_of(match[0]), near=without_suspects(near).strip()))
    return found


def clean(text: str) -> bool:
    """Are none of them in the text? Most texts hold nothing else that is unprintable, and that is known in a sixth of the time."""
    return (text.replace("\n", "").isprintable() and not any(sign in text for sign in SEEN_AS_LETTERS)) or SUSPECTS.isdisjoint(text)


def kind_of(char: str) -> str:
    return INVISIBLE.get(ord(char), "ein Steuerzeichen")


def without_suspects(text: str) -> str:
    """The same text without the characters that `suspects` names."""
    return SUSPECT.sub("", text)


def composed(text: str) -> str:
    """The same letters, each as one sign where there is one (Unicode NFC): a Mac writes names of files as letters with marks behind them, and they look alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
