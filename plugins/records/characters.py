"""Characters that nobody sees: found, named, taken out."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from .problems import Problem, problem

# Unicode Standard Annex 9 (directional formatting) and characters without a width.
INVISIBLE = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "ein Zeichen, das die Schreibrichtung verdreht",
)
INVISIBLE |= dict.fromkeys(
    [0x034F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080)], "ein unsichtbares Zeichen"
)
INVISIBLE |= {0x00AD: "ein weiches Trennzeichen, das nicht zu sehen ist"}
CONTROL = (
    {c for c in range(0x20) if c not in (0x09, 0x0A)}
    | {0x7F}
    | set(range(0x80, 0xA0))
    | {0x2028, 0x2029, 0xFFFE, 0xFFFF}
    | set(range(0xFDD0, 0xFDF0))
)
SUSPECTS = frozenset(map(chr, CONTROL | set(INVISIBLE)))
SEEN_AS_LETTERS = tuple(
    sign for sign in sorted(SUSPECTS) if sign.isprintable()
)  # all others Python, too, calls unprintable
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
        near = (
            text[max(start, match.start() - 12) : match.start()]
            + "▯"
            + text[match.end() : match.end() + 12 if end < 0 else min(end, match.end() + 12)]
        )
        found.append(
            problem(
                path,
                line,
                "character",
                column=column + 1,
                code=f"U+{ord(match[0]):04X}",
                kind=kind_of(match[0]),
                near=without_suspects(near).strip(),
            )
        )
    return found


def clean(text: str) -> bool:
    """Are none of them in the text? Most texts hold nothing else that is unprintable, and that is known in a sixth of the time."""
    return (
        text.replace("\n", "").isprintable() and not any(sign in text for sign in SEEN_AS_LETTERS)
    ) or SUSPECTS.isdisjoint(text)


def kind_of(char: str) -> str:
    return INVISIBLE.get(ord(char), "ein Steuerzeichen")


def without_suspects(text: str) -> str:
    """The same text without the characters that `suspects` names."""
    return SUSPECT.sub("", text)


def composed(text: str) -> str:
    """The same letters, each as one sign where there is one (Unicode NFC): a Mac writes names of files as letters with marks behind them, and they look alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# UTF-8 that a program took for Windows' own coding and saved anew: „GrÃ¼ner“. Only what then is a sign of German texts is meant.
TWICE = re.compile(
    "[ÂÃâ][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]{1,2}"
)
MEANT = frozenset("äöüÄÖÜß§„“”‚‘’–—…€°éèàáçñ²³½»«·\u00a0•")
# Letters of other alphabets that look like ours.
LOOKALIKES = str.maketrans("аеорсухіјѕԁһАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι", "aeopcyxijsdhABEKMHOPCTXIJSABEZHIKMNOPTYXoi")
ALIKE = re.compile(f"[{''.join(map(chr, LOOKALIKES))}]")
WORD = re.compile(r"[^\W\d_]{2,500}")
FIGURE = re.compile(r"(?<![^\W_])\d{1,12}[Oo]\d{1,12}(?![^\W_])")  # a letter O in a number


def once(found: str) -> str:
    """What somebody typed before it was coded twice; the same where that is not certain."""
    for end in range(len(found), 1, -1):
        try:
            meant = b"".join(
                c.encode("cp1252") if ord(c) > 0xBF or not 0x80 <= ord(c) <= 0x9F else bytes([ord(c)])
                for c in found[:end]
            ).decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) == 1 and meant in MEANT:
            return meant + found[end:]
    return found


def coded_once(text: str) -> str:
    return TWICE.sub(lambda found: once(found[0]), text) if "Ã" in text or "Â" in text or "â" in text else text


def in_our_letters(text: str) -> str:
    """Words that hold letters of ours and others that only look like them, in ours; the letter O in a number as a nought."""
    if ALIKE.search(text):
        text = WORD.sub(
            lambda word: word[0].translate(LOOKALIKES) if any(c.isascii() for c in word[0]) else word[0], text
        )
    return (
        FIGURE.sub(lambda number: number[0].replace("O", "0").replace("o", "0"), text)
        if "O" in text or "o" in text
        else text
    )


def strange(path: str, text: str) -> list[Problem]:
    """Letters that are not those that were meant, at most ten of a file."""
    if text.isascii() and not FIGURE.search(text):
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if (meant := coded_once(line)) != line:
            word = next(a for a, b in zip(line.split(), meant.split(), strict=False) if a != b)
            found.append(problem(path, number, "coded-twice", word=word, meant=coded_once(word)))
        elif (meant := in_our_letters(line)) != line:
            word = next(a for a, b in zip(line.split(), meant.split(), strict=False) if a != b)
            found.append(problem(path, number, "lookalike", word=word, meant=in_our_letters(word)))
        if len(found) == 10:
            break
    return found
