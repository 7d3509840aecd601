"""The texts inside a file that is no plain text: of a PDF, an Office document, an archive, another coding.

What may come in: any bytes. Everything here runs in a process with limits (`documents.py`). Files are known by how they
begin, not by their names. Not a reader of these formats for people: all that can be read is yielded, also twice.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import io
import lzma
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress

MOST = 60 * 2**20  # bytes that one file, with all in it, is unpacked to
DEEP = 3  # archives in one another: a zip, a docx in it, a sheet in that
ENTRIES = 5_000  # of an archive
PDF, ZIP, GZIP, RTF = b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"{\\rtf"
BEGINNINGS = (
    ZIP,
    b"PK\x05\x06",
    GZIP,
    b"BZh",
    b"\xfd7zXZ\0",
    RTF,
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
BASE64 = (
    re.compile(
        rb"base64[^\r\n:,]{0,80}(?:\r?\n[\w-]{1,60}:[^\r\n]{0,200}){0,6}[:,\r\n]\s{0,20}([A-Za-z0-9+/_=\s>-]{16,})",
        re.IGNORECASE,
    ),  # behind its name and further lines of a head (RFC 2045, 2397, 5545)
    re.compile(
        rb"((?:[A-Za-z0-9+/_-]{48,100}[ \t>]{0,4}\r?\n[ \t>]{0,4}){1,800000}[A-Za-z0-9+/_-]{0,100}={0,2})"
    ),  # lines of it, wherever its name is
)
QUOTED = re.compile(rb"quoted-printable|=\r?\n|=[0-9A-F]{2}=[0-9A-F]{2}|=3[AD]|=2[EF]", re.IGNORECASE)
WORDS_OF_HEAD = re.compile(
    rb"=\?[\w*-]{1,40}\?([bq])\?([^?\s]{1,1000})\?=(?:\s{1,20}(?==\?))?", re.IGNORECASE
)  # of a mail (RFC 2047)
STREAM = re.compile(rb"stream\r?\n")
STRING = re.compile(rb"\(((?:[^()\\]|\\[\s\S]){1,2000})\)|<([0-9A-Fa-f\s]{4,4000})>")
ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|\r?\n|([\s\S]))")
PRINTED = re.compile(rb"[\t\n\r\x20-\x7e]{6,}")
WORDS_OF_PICTURE = re.compile(rb"[zi]TXt[\s\S]{1,200}?(?=\x78[\x01\x5e\x9c\xda])")  # of a PNG, packed (W3C PNG, 11.3.3)
WIDE = (
    ("utf-16-le", re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\0){6,}")),
    ("utf-16-be", re.compile(rb"(?:\0[\t\n\r\x20-\x7e\xa0-\xff]){6,}")),
    ("utf-32-le", re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\0\0\0){6,}")),
    ("utf-32-be", re.compile(rb"(?:\0\0\0[\t\n\r\x20-\x7e\xa0-\xff]){6,}")),
)
RICH = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?|\\(par|line|tab|cell|row)\b ?|\\\*|\\[a-zA-Z]{1,32}-?\d{0,10} ?|[{}]|\r?\n|\\([\\{}~_-])"
)
PLAIN_ENDS = (
    ".xml",
    ".rels",
    ".txt",
    ".html",
    ".htm",
    ".csv",
    ".json",
    ".md",
    ".rdf",
    ".ics",
    ".vml",
    ".svg",
    ".xhtml",
)


def is_document(data: bytes) -> bool:
    """Is it more than a plain text in UTF-8? Texts in which something is packed (a mail's coding, a calendar's attachment) are, too."""
    if data.startswith(BEGINNINGS) or PDF in data[:1024] or b"\0" in data:
        return True
    if (b"base64" in data or b"BASE64" in data or b"Base64" in data) and any(block.search(data) for block in BASE64):
        return True
    if b"=" in data and (QUOTED.search(data) or WORDS_OF_HEAD.search(data)):
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


class Budget:
    """How many bytes may still be unpacked; `short` where it was not enough."""

    def __init__(self, left: int = MOST):
        self.left = left
        self.short = False

    def take(self, size: int) -> bool:
        if size > self.left:
            self.short = True
            return False
        self.left -= size
        return True


def texts(data: bytes, budget: Budget | None = None, deep: int = 0) -> Iterator[str]:
    """Texts to look through; a file that is text itself is one."""
    budget = budget or Budget()
    if PDF in data[:1024]:
        yield from in_pdf(data, budget, deep)
    if data.startswith(ZIP) or b"PK\x05\x06" in data[-66_000:]:
        yield from in_archive(data, budget, deep)
        if data.startswith(ZIP):
            return
    elif data.startswith((GZIP, b"BZh", b"\xfd7zXZ\0")):
        with suppress(OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
            yield from nested(unzipped(data, budget), budget, deep)
        return
    elif data.startswith(RTF):
        yield rich(data)
    yield from in_text(data, budget, deep)


def nested(data: bytes, budget: Budget, deep: int) -> Iterator[str]:
    if data and deep < DEEP:
        yield from texts(data, budget, deep + 1)


def in_text(data: bytes, budget: Budget, deep: int) -> Iterator[str]:
    """Bytes as the text that they are in one coding or another."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
    try:
        yield data.decode()
    except UnicodeDecodeError:
        yield (
            "\n".join(run.decode() for run in PRINTED.findall(data))
            if b"\0" in data
            else data.decode("utf-8" if data.startswith(b"\xef\xbb\xbf") else "latin-1", "replace")
        )
    if b"\0" in data:
        for coding, runs in WIDE:
            yield "\n".join(run.decode(coding) for run in runs.findall(data))
    for found in WORDS_OF_PICTURE.finditer(data) if data.startswith(b"\x89PNG") else ():
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[found.end() :], 2**20).decode("utf-8", "replace")
    for found in (found for block in BASE64 for found in block.finditer(data)) if b"base64" in data.lower() else ():
        with suppress(binascii.Error, ValueError):
            packed = re.sub(rb"[\s>]", b"", found[1]).replace(b"-", b"+").replace(b"_", b"/").partition(b"=")[0]
            packed = packed[: len(packed) - (len(packed) % 4 == 1)]
            if budget.take(len(packed)):
                yield from nested(base64.b64decode(packed + b"=" * (-len(packed) % 4)), budget, deep)
    if b"=?" in data:
        yield WORDS_OF_HEAD.sub(word_of_head, data).decode("utf-8", "replace")
    if QUOTED.search(data):
        plain = quopri.decodestring(re.sub(rb"\r?\n[ \t](?==)", b"", data))
        yield plain.decode("utf-8", "replace")


def word_of_head(found: re.Match[bytes]) -> bytes:
    if found[1] in b"qQ":
        return quopri.decodestring(found[2], header=True)
    try:
        return base64.b64decode(found[2] + b"=" * (-len(found[2]) % 4))
    except binascii.Error:
        return found[0]


def rich(data: bytes) -> str:
    """The words of an RTF file (RTF 1.9.1): its escapes read, its control words left out."""

    def read(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return bytes.fromhex(found[1].decode()).decode("cp1252", "replace").encode()
        if found[2]:
            return chr(int(found[2]) % 65536).encode("utf-8", "replace")
        return b"\n" if found[3] else found[4] or b""

    return RICH.sub(read, data).decode("utf-8", "replace")


# ---------------------------------------------------------------------------------------- archives


def unzipped(data: bytes, budget: Budget) -> bytes:
    """What gzip, bzip2 or xz packed, never more than the budget has left."""
    most = budget.left
    if data.startswith(GZIP):
        packer = zlib.decompressobj(31)
        plain = packer.decompress(data, most)
        while (
            packer.eof and packer.unused_data.startswith(GZIP) and len(plain) < most
        ):  # several, one behind the other (RFC 1952, 2.2)
            rest = packer.unused_data
            packer = zlib.decompressobj(31)
            plain += packer.decompress(rest, most - len(plain))
        whole = packer.eof
    else:
        other = bz2.BZ2Decompressor() if data.startswith(b"BZh") else lzma.LZMADecompressor(memlimit=200 * 2**20)
        plain = other.decompress(data, most)
        whole = other.eof
    budget.take(len(plain))
    budget.short |= not whole and len(plain) >= most
    return plain


def in_archive(data: bytes, budget: Budget, deep: int) -> Iterator[str]:
    """The parts of a docx, odt or any other zip file: first those that are text, then what may hold some."""
    short, budget.short = (
        budget.short,
        True,
    )  # until its list is read: a program for people may mend what is damaged, and show it
    with (
        suppress(zipfile.BadZipFile, OSError, ValueError, NotImplementedError),
        zipfile.ZipFile(io.BytesIO(data)) as archive,
    ):
        budget.short = short
        entries = archive.infolist()
        budget.short |= len(entries) > ENTRIES
        yield archive.comment.decode("utf-8", "replace")
        yield "\n".join(entry.filename for entry in entries)
        for entry in sorted(
            entries[:ENTRIES], key=lambda entry: (not entry.filename.lower().endswith(PLAIN_ENDS), entry.file_size)
        ):
            with suppress(
                zipfile.BadZipFile,
                zlib.error,
                RuntimeError,
                NotImplementedError,
                OSError,
                ValueError,
                EOFError,
                lzma.LZMAError,
            ):
                with archive.open(entry) as file:
                    part = file.read(budget.left + 1)
                if not budget.take(len(part)):
                    continue
                yield entry.comment.decode("utf-8", "replace")
                if part.lstrip()[:1] == b"<" and b"\0" not in part:
                    yield from in_markup(part)
                else:
                    yield from nested(part, budget, deep)


def in_markup(data: bytes) -> Iterator[str]:
    """A part of an Office document: as it stands, and with a line for each paragraph or cell, whose runs belong together."""
    text = data.decode("utf-8", "replace")
    yield text
    yield re.sub(r"</(?:w:p|a:p|text:p|text:h|si|c|table:table-cell|p|div|td|li)>", "\n", text)


# ---------------------------------------------------------------------------------------------- PDF


def in_pdf(data: bytes, budget: Budget, deep: int) -> Iterator[str]:
    """What PDFium reads of its pages, and what stands in its objects and streams."""
    yield from by_pdfium(data, budget, deep)
    yield data.decode("latin-1") if b"<x:xmpmeta" in data else ""
    for part in [data, *unpacked(data, budget)]:
        found = [string(literal, digits) for literal, digits in STRING.findall(part)]
        yield "\n".join(found)
        yield "".join(found)  # a line is often drawn in many pieces
        if part is not data:
            if part.lstrip()[:1] in (b"<", b"{", b"[") or b"<?xml" in part[:200]:
                yield part.decode("utf-8", "replace")
            yield from nested(part, budget, deep) if part.startswith((PDF, *BEGINNINGS)) else ()


def by_pdfium(data: bytes, budget: Budget, deep: int) -> Iterator[str]:
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError:
        return
    with suppress(PdfiumError, OSError, ValueError, MemoryError), PdfDocument(data) as document:
        yield "\n".join(str(value) for value in document.get_metadata_dict().values())
        with suppress(PdfiumError):
            yield "\n".join(str(getattr(mark, "title", "") or mark.get_title()) for mark in document.get_toc())
        for number in range(min(document.count_attachments(), 100)):
            with suppress(PdfiumError):
                attached = document.get_attachment(number)
                yield attached.get_name()
                part = bytes(attached.get_data())
                if budget.take(len(part)):
                    yield from nested(part, budget, deep)
        for number in range(len(document)):
            with suppress(PdfiumError):
                page = document[number]
                text = page.get_textpage().get_text_bounded()
                if not budget.take(len(text)):
                    return
                yield re.sub("[\ufffe\u00ad\x02]\\s*", "", text)


def unpacked(data: bytes, budget: Budget) -> Iterator[bytes]:
    """Its streams, of those that zlib knows."""
    end, whole = 0, memoryview(data)  # of all that is left there is one copy, not one for each stream
    for match in STREAM.finditer(data):
        begin = data[match.end() : match.end() + 2]
        if (
            len(begin) < 2 or begin[0] & 15 != 8 or int.from_bytes(begin, "big") % 31
        ):  # RFC 1950, 2.2: zlib would copy the rest before it says so
            continue
        if end < match.end():
            end = data.find(b"endstream", match.end())
            end = len(data) if end < 0 else end
        try:
            part = zlib.decompressobj().decompress(whole[match.end() : end], budget.left + 1)
        except zlib.error:
            continue
        if not budget.take(len(part)):
            return
        yield part


def string(literal: bytes, digits: bytes) -> str:
    if digits:
        plain = bytes.fromhex(b"".join(digits.split()).decode() + "0" * (len(b"".join(digits.split())) % 2))
    else:
        plain = ESCAPED.sub(lambda found: bytes([int(found[1], 8) & 255]) if found[1] else found[2] or b"", literal)
    return (
        plain.decode("utf-16-be", "replace")
        if plain[:1] == b"\0" or plain[:2] == b"\xfe\xff"
        else plain.decode("latin-1")
    )
