"""Bytes of a feed that are not quite UTF-8: one cut sign or one foreign byte must not turn every umlaut of the feed into two others.

Real writers cut a text in the middle of a sign, or put a piece of another encoding into it. What is valid is kept, a cut
sign is left out, a single byte is what Windows-1252 makes of it. Bytes that are mostly not UTF-8 are left to the parser.
"""

from __future__ import annotations

import codecs
import re

DECLARED = re.compile(rb"^[^>]{0,200}\bencoding\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9._:-]{2,40})")
UTF8 = ("utf-8", "utf8", "utf_8")
TORN = (
    b"\xf0\x9f",
    b"\xe2\x80",
)  # how the signs begin that are cut most: pictures, and dots, dashes and quotation marks


def mended(data: bytes, type: str = "") -> bytes:
    """The bytes as UTF-8 where that is what they are meant to be, else as they came."""
    if data.isascii() or data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:200]:
        return data
    places: list[bytes] = []
    taken: list[str] = []  # what stands for a single byte of another encoding

    def bad(error: UnicodeError) -> tuple[str, int]:
        piece = data[error.start : error.end]
        places.append(piece)
        said = "" if len(piece) > 1 or (0xC2 <= piece[0] <= 0xF4 and cut(data, error.start)) else single(piece)
        taken.append(said)
        return said, error.end

    codecs.register_error("fraktion-feed", bad)  # type: ignore[arg-type]
    text = data.decode("utf-8", "fraktion-feed")
    if not places:
        return data
    whole = sum(sign > "\x7f" for sign in text) - sum(sign > "\x7f" for sign in taken)
    names = {
        name.lower()
        for found in (
            DECLARED.match(data),
            re.search(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9._:-]{2,40})", type.encode("ascii", "replace")),
        )
        if found
        for name in [found[1].decode()]
    }
    declared = not names or names & set(UTF8)
    cuts = sum(len(piece) > 1 for piece in places)
    if (
        (declared and (whole > 0 or cuts == len(places)) and whole + cuts >= len(places) - cuts)
        or whole >= len(places)
        or any(piece.startswith(TORN) for piece in places)
    ):
        return renamed(text).encode("utf-8", "replace")
    return data


def cut(data: bytes, at: int) -> bool:
    """Is a first byte alone the beginning of a sign that was cut, rather than a letter of another encoding? Only Ã and Â begin the usual ones."""
    return data[at] in (0xC2, 0xC3, 0xE2, 0xF0)


def single(piece: bytes) -> str:
    return piece.decode("cp1252", "ignore")


def renamed(text: str) -> str:
    """The XML declaration says what the text now is."""
    return re.sub(
        r"^(\ufeff?\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"'])[A-Za-z0-9._:-]{2,40}",
        r"\g<1>utf-8",
        text,
        count=1,
    )
