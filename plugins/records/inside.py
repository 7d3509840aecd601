"""The text inside a file that is no text: the strings of a PDF, the parts of an office document, the words in a picture's data.

Not a reader of these formats: what is drawn with a font of its own, or encrypted, stays unseen.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MOST = 20 * 2**20  # bytes of one file that are unpacked
STREAM = re.compile(rb"stream\r?\n")
STRING = re.compile(rb"\(((?:[^()\\]|\\[\s\S]){1,2000})\)|<([0-9A-Fa-f\s]{4,4000})>")
ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|([\s\S]))")
PRINTED = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{6,}")


def texts(data: bytes) -> Iterator[str]:
    """Texts to look through; a file that is text itself is one."""
    try:
        yield data.decode()
    except UnicodeDecodeError:
        if data[:1024].find(b"%PDF-") >= 0:
            yield from in_pdf(data)
        elif data[:4] == b"PK\x03\x04":
            yield from in_archive(data)
        else:
            yield "\n".join(run.decode("utf-8", "replace") for run in PRINTED.findall(data[:MOST]))
            yield data[:MOST].decode("utf-16-le", "replace") if b"h\0t\0t\0p\0" in data else ""


def in_pdf(data: bytes) -> Iterator[str]:
    left = MOST
    yield data.decode("latin-1")[:MOST] if b"<x:xmpmeta" in data else ""
    for part in [data, *unpacked(data)]:
        left -= len(part)
        if left < 0:
            return
        found = [string(literal, digits) for literal, digits in STRING.findall(part)]
        yield "\n".join(found)
        yield "".join(found)  # a line is often drawn in many pieces


def unpacked(data: bytes) -> Iterator[bytes]:
    """Its streams, of those that zlib knows."""
    for match in STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], MOST)
        except zlib.error:
            continue


def string(literal: bytes, digits: bytes) -> str:
    if digits:
        plain = bytes.fromhex(b"".join(digits.split()).decode() + "0" * (len(b"".join(digits.split())) % 2))
    else:
        plain = ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 255]) if found[1] else found[2] or b"", literal)
    return plain.decode("utf-16-be", "replace") if plain[:1] == b"\0" or plain[:2] == b"\xfe\xff" else plain.decode("latin-1")


def in_archive(data: bytes) -> Iterator[str]:
    """The parts of a docx, odt or any other zip file."""
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                left -= entry.file_size
                if left < 0:
                    return
                yield f"{entry.filename}\n{archive.read(entry).decode('utf-8', 'replace')}"
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return
