"""Encoded words of mail heads (RFC 2047), read one by one: what is broken stays as it stands and spoils no other."""

from __future__ import annotations

import binascii
import re
from itertools import groupby
from operator import itemgetter

LONGEST = 10_000  # characters of a value in a head that are looked at; longer is said, never cut
ENCODED = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]{0,60})?\?([bBqQ])\?([^?]*)\?=")


def decoded(text: str) -> str:
    """The words of a value as they are meant. A blank between two encoded words does not count, and one letter may stand in both."""
    parts: list[tuple[str, bytes, str]] = []  # charset, bytes, as it stands; without a charset it stands as it is
    end = 0
    for found in ENCODED.finditer(text):
        between = text[end : found.start()]
        if between.strip() or not parts:
            parts.append(("", b"", between))
        data = unpacked(found[2], found[3])
        parts.append(("", b"", found[0]) if data is None else (found[1].lower(), data, found[0]))
        end = found.end()
    parts.append(("", b"", text[end:]))
    said = []
    for charset, run in groupby(parts, itemgetter(0)):
        _, data, raw = zip(*run, strict=True)
        said.append(as_text(b"".join(data), charset, "".join(raw)))
    return "".join(said)


def unpacked(how: str, text: str) -> bytes | None:
    """The bytes of an encoded word; None where they are none."""
    plain = text.encode("utf-8", "replace")
    try:
        return binascii.a2b_base64(plain + b"==") if how in "bB" else binascii.a2b_qp(plain, header=True)
    except binascii.Error:
        return None


def as_text(data: bytes, charset: str, raw: str) -> str:
    if not charset:
        return raw
    try:
        return data.decode(charset)
    except (LookupError, ValueError):  # an unknown charset, or other bytes than it has
        return raw
