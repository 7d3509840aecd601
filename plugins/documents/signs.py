"""Which signs the letters' font has; what it lacks is not printed as a box of unknown meaning, and its place is told (`checks.py`)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unicodedata import category, normalize

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "fraktion-sans-regular.ttf"
INSTEAD = "\u25a1"  # an empty square


@cache
def known() -> frozenset[int]:
    """The code points of the regular font; bold and italic have the same. OpenType, table cmap, format 4."""
    data = REGULAR.read_bytes()
    (tables,) = struct.unpack(">H", data[4:6])
    at = next(
        struct.unpack(">I", data[start + 8 : start + 12])[0]
        for start in range(12, 12 + 16 * tables, 16)
        if data[start : start + 4] == b"cmap"
    )
    (count,) = struct.unpack(">H", data[at + 2 : at + 4])
    places = (struct.unpack(">I", data[at + 8 + 8 * n : at + 12 + 8 * n])[0] for n in range(count))
    table = next(data[at + place :] for place in places if data[at + place : at + place + 2] == b"\0\4")
    (twice,) = struct.unpack(">H", table[6:8])
    ends = struct.unpack(f">{twice // 2}H", table[14 : 14 + twice])
    starts = struct.unpack(f">{twice // 2}H", table[16 + twice : 16 + 2 * twice])
    return frozenset(code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)) - {0xFFFF}


def printable(text: str) -> str:
    """The text as the letters can print it: a sign that they lack is an empty square; what has no shape is left out."""
    return text if text.isascii() and text.isprintable() else "".join(map(shown, normalize("NFC", text)))


def shown(sign: str) -> str:
    if ord(sign) in known() and sign >= " ":
        return sign
    kind = category(sign)
    if kind in ("Zs", "Zl", "Zp") or sign in "\t\n\r":
        return " "
    return "" if shapeless(sign, kind) else INSTEAD


def shapeless(sign: str, kind: str) -> bool:
    """Joiners, marks of direction, choices between two looks of a sign: they say how others look."""
    return kind in ("Cc", "Cf") or 0xFE00 <= ord(sign) <= 0xFE0F or 0x1F3FB <= ord(sign) <= 0x1F3FF


def lacking(text: str) -> Iterator[str]:
    """Signs of a text that would be printed as a square, as often as they stand there."""
    try:
        text.encode("cp1252")  # what nearly all German texts are written with, and all of it is known
    except UnicodeEncodeError:
        text = normalize("NFC", text)
        missing = {
            sign for sign in set(text) if shown(sign) == INSTEAD != sign
        }  # a text has thousands of signs, of few kinds
        yield from (sign for sign in text if sign in missing) if missing else ()
