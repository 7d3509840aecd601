"""The one door for foreign mails: bytes come in, plain values go out. Nothing behind it knows how a mail is written.

What may come in: any bytes, of which the first LARGEST are looked at. Read is the head, line by line, and the heads of the
parts, in one pass and without recursion (RFC 5322, 2.2; RFC 2046, 5.1): a line that is no head's line is passed over, so
that one flipped bit hides nothing but itself. What cannot be read is said with `Unreadable`; nothing else is raised.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from msgspec import Struct

from .words import LONGEST, decoded

LARGEST = 2 * 2**20  # bytes of one mail that are looked at: its head and its first parts
LONGEST_HEAD = 2**20  # bytes
MOST_PARTS = 1000
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]*)")
BOUNDARY = re.compile(r'\bboundary\s{0,20}=\s{0,20}(?:"([^"]{1,200})"|([^\s;"]{1,200}))', re.IGNORECASE)
LINES = re.compile(rb"(?m)^--([^\r\n]*)")
Heads = dict[str, list[str]]


class Unreadable(Exception):
    """A mail that a person has to look at; the text is the sentence that says why."""


class Part(Struct, frozen=True):
    """A head's values by name, in small letters and unfolded, and what follows."""

    heads: Heads
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        """All values of this name as they came; encoded words are not decoded."""
        found = self.heads.get(name.lower(), [])
        if any(len(value) > LONGEST for value in found):
            raise Unreadable(f"Im Kopf dieser Mail ist eine Zeile („{name}“) länger als {LONGEST} Zeichen.")
        return found

    def words(self, name: str) -> str:
        """The first value of this name, decoded; "" without one."""
        return decoded(next(iter(self.values(name)), "")).strip()

    def token(self, name: str) -> str:
        """The first word of a value in small letters: „Yes, score=9“ is „yes“. One of a foreign length is none."""
        return re.split(r"[\s;,(]", next(iter(self.heads.get(name.lower(), [])), "")[:200].strip().lower())[0]

    @property
    def kind(self) -> str:
        """Its MIME type, e.g. „text/plain“."""
        return self.token("Content-Type") or "text/plain"


class Mail(Part, frozen=True):
    parts: tuple[Part, ...] = ()  # of a multipart, however deep, but not of a mail within the mail
    start: str = ""  # what the mail begins with, as it came


def read_mail(data: bytes) -> Mail:
    """A mail from its bytes."""
    data = data[:LARGEST]
    end, begin = end_of_head(data, 0, LONGEST_HEAD)
    heads = read_head(data[:end])
    mail = Mail(heads, data[begin:])
    return Mail(
        heads,
        mail.body,
        tuple(parts_of(mail)) if mail.kind.startswith("multipart/") else (),
        as_text(data[:LONGEST_HEAD]),
    )


def end_of_head(data: bytes, start: int, most: int) -> tuple[int, int]:
    """Where the empty line begins that ends a head, and where the text after it does."""
    if data.startswith((b"\n", b"\r\n"), start):
        return start, data.index(b"\n", start) + 1
    found = [(at, at + len(sign)) for sign in (b"\n\n", b"\n\r\n") if (at := data.find(sign, start, start + most)) >= 0]
    return min(found, default=(min(len(data), start + most),) * 2)


def read_head(data: bytes) -> Heads:
    """Names and values of a head; a value that was folded is one again."""
    lines: dict[str, list[list[bytes]]] = {}
    last: list[bytes] | None = None
    for line in data.split(b"\n"):
        line = line.removesuffix(b"\r")
        if line[:1] in (b" ", b"\t"):
            if last is not None:
                last.append(line)
        elif found := FIELD.fullmatch(line):
            last = [found[2]]
            lines.setdefault(found[1].decode().lower(), []).append(last)
        else:
            last = None
    return {name: [as_text(b"".join(value)).strip(" \t") for value in values] for name, values in lines.items()}


def as_text(data: bytes) -> str:
    """UTF-8 (RFC 6532); signs of another kind become U+FFFD, which no address may hold."""
    return data.decode("utf-8", "replace")


def parts_of(mail: Mail) -> Iterator[Part]:
    """The parts of a multipart in their order. A part that has parts itself comes before them."""
    signs = set(boundary(mail.heads))
    opened: Heads | None = None
    begin = many = 0
    for found in LINES.finditer(mail.body):
        line = found[1].rstrip()
        if line not in signs and not (line.endswith(b"--") and line[:-2] in signs):
            continue
        if opened is not None:
            yield Part(opened, mail.body[begin : found.start()])
        opened, many = None, many + 1
        if line in signs and many <= MOST_PARTS:
            start = mail.body.find(b"\n", found.end()) + 1 or len(mail.body)
            end, begin = end_of_head(mail.body, start, LONGEST)
            opened = read_head(mail.body[start:end])
            signs.update(boundary(opened))
    if opened is not None:
        yield Part(opened, mail.body[begin:])


def boundary(heads: Heads) -> Iterator[bytes]:
    for value in heads.get("content-type", [])[:1]:
        if found := BOUNDARY.search(value[:LONGEST]):
            yield (found[1] or found[2]).rstrip().encode()


def inner(part: Part) -> list[Part]:
    """The heads that stand in the body of a part, one after the other: of a mail within the mail, or of a report's groups (RFC 3464, 2.1)."""
    data = part.body
    try:
        match part.token("Content-Transfer-Encoding"):
            case "base64":
                data = binascii.a2b_base64(data)
            case "quoted-printable":
                data = binascii.a2b_qp(data)
    except binascii.Error:
        return []
    return [
        Part(read_head(group))
        for group in re.split(rb"\r?\n\r?\n", data[:LONGEST_HEAD].strip(b"\r\n"), maxsplit=MOST_PARTS)
    ]
