"""Mailboxes on a disk: which mails lie in them, what their owner did with each, and how one is taken out again.

What may come in: a file or folder of any bytes. An mbox is cut where RFC 4155 says a mail begins: a line „From “ with a
sender and a date, at the start of the file or after an empty line. Mozilla leaves both out (MboxMsgOutputStream.cpp) and
writes „>From“ within a text; so its short line counts in its own boxes only. Dovecot writes no „>“ but a true
Content-Length; one that ends just before the next mail holds.
"""

from __future__ import annotations

import mmap
import os
import re
import shutil
import socket
import string
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from ..records.problems import shorten, why
from ..site.settings import Refusal
from . import flags
from .letterbox import LARGEST, LONGEST_HEAD, Part, end_of_head, read_head
from .locks import locked

DAYS, MONTHS = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
TIME = rb"\d{1,2}:\d\d(?::\d\d)?"
DATED = re.compile(  # asctime, with a zone somewhere or none, or as in a head
    rb"From (?:\S[^\r\n]{0,300}? {1,20})?"
    + DAYS
    + rb",? {1,4}(?:"
    + MONTHS
    + rb" {1,4}\d{1,2} {1,4}"
    + TIME
    + rb"(?: {1,4}[A-Z+-][\w+-]{0,9}){0,2} {1,4}\d{4}|\d{1,2} {1,4}"
    + MONTHS
    + rb" {1,4}\d{4} {1,4}"
    + TIME
    + rb")(?: {1,4}[A-Z+-][\w+-]{0,9})?(?: {1,4}remote from \S{1,200})? {0,4}\r?\n"
)
START = re.compile(rb"(?m)^From [^\n]{0,600}\n")
BARE = re.compile(rb"From(?: -)? {0,4}\r?\n")
HEADED = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
MOZILLA = re.compile(rb"From (?:- |\r?\n)")


class Stored(Struct, frozen=True):
    """A mail as it lies there. Instead of its bytes a sentence, why it cannot be read; `state`: what its owner did with it."""

    key: object  # a file, or the place in an mbox
    data: bytes | str
    state: str = ""
    hidden: bool = False  # does something lie in its text that another program would take for a further mail?


def stored(path: Path) -> Iterator[Stored]:
    """The mails of an mbox, a Maildir, a folder of .eml files or one such file."""
    try:
        if path.is_dir() and (path / "cur").is_dir():
            yield from in_maildir(path)
        elif path.is_dir() and (path / "mbox").is_file():  # as Apple Mail exports a folder
            yield from in_mbox(path / "mbox")
        elif path.is_dir():
            for file in sorted(file for file in path.iterdir() if not file.name.startswith(".")):
                yield of_file(file)
        elif path.suffix.lower() == ".eml" and path.is_file():
            yield of_file(path)
        else:
            yield from in_mbox(path)
    except OSError as error:
        raise Refusal(f"Das Postfach {path} lässt sich nicht lesen: {why(error)}. Bitte den Weg prüfen.") from None


def of_file(file: Path) -> Stored:
    if file.suffix.lower() != ".eml" or not file.is_file():
        return Stored(
            file, f"„{shorten(file.name, 80)}“ ist keine .eml-Datei. Bitte im Mailprogramm als .eml speichern."
        )
    data = start_of(file)
    return Stored(file, data, "" if isinstance(data, str) else flags.by_head(head_of(data)))


def in_maildir(path: Path) -> Iterator[Stored]:
    """Also where a program keeps the letters behind another sign than a colon, since its disk knows none."""
    keywords = {}
    with suppress(OSError):
        lines = (path / "dovecot-keywords").read_text("utf-8", "replace")[:10_000].splitlines()
        keywords = {
            string.ascii_lowercase[int(number)]: word
            for number, _, word in (line.partition(" ") for line in lines)
            if number.isdecimal() and int(number[:4]) < 26
        }
    files = [
        file
        for folder in ("new", "cur")
        if (path / folder).is_dir()
        for file in sorted((path / folder).iterdir())
        if not file.name.startswith(".") and not file.is_dir()
    ]
    for file in files:
        with suppress(FileNotFoundError):  # moved elsewhere meanwhile
            data = start_of(file)
            yield Stored(
                file,
                data,
                flags.by_name(file.name, keywords)
                or ("" if isinstance(data, str) else flags.by_head(head_of(data), letters=False)),
            )


def start_of(file: Path) -> bytes | str:
    """What of a mail is looked at."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST)
    except FileNotFoundError:
        raise
    except OSError as error:
        return f"Diese Mail lässt sich nicht lesen: {why(error)}."


def head_of(data: bytes) -> Part:
    return Part(read_head(data[: end_of_head(data, 0, LONGEST_HEAD)[0]]))


# ------------------------------------------------------------------------------------------- mbox


def in_mbox(path: Path) -> Iterator[Stored]:
    if not path.is_file():
        raise Refusal(
            f"Das Postfach {path} gibt es nicht. Möglich sind eine mbox-Datei, ein Maildir oder ein Ordner mit .eml-Dateien."
        )
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as box:
        if box[:5] != b"From ":
            raise Refusal(
                f"{path} ist kein Postfach: Eine mbox-Datei beginnt mit „From “. Eine Tabelle bitte mit --csv angeben."
            )
        yield from mails_of(box)


def mails_of(box: mmap.mmap | bytes) -> Iterator[Stored]:
    """Each mail, with where its line „From “ begins and where the next one does."""
    begins = starts(box)
    number = 0
    while number < len(begins):
        (start, text), further = begins[number], number + 1
        start_of_it = box[text : min(text + LONGEST_HEAD, begins[further][0] if further < len(begins) else len(box))]
        head, body = end_of_head(start_of_it, 0, LONGEST_HEAD)
        part, body = Part(read_head(start_of_it[:head])), text + body
        if (said := flags.first(part, "Content-Length")).isdecimal() and len(said) < 12:
            true = after(box, body + int(said), begins)
            further = true if true is not None and true >= further else further
        end = begins[further][0] if further < len(begins) else len(box)
        yield Stored(
            (start, end), box[text : min(end, text + LARGEST)], flags.by_head(part), hidden=further > number + 1
        )
        number = further


def starts(box: mmap.mmap | bytes) -> list[tuple[int, int]]:
    """Where mails begin: the line „From “, and the line after it."""
    first = START.match(box)
    known = bool(first and (DATED.fullmatch(first[0]) or BARE.fullmatch(first[0])))
    short = bool(first and MOZILLA.match(first[0]))
    found = []
    for line in START.finditer(box):
        start, text = line.span()
        parted = start == 0 or box[start - 2 : start] == b"\n\n" or box[max(0, start - 3) : start] == b"\n\r\n"
        headed = HEADED.match(box[text : text + 120])
        if (
            start == 0
            or (DATED.fullmatch(line[0]) and (parted or headed))
            or (parted and headed and ((short and BARE.fullmatch(line[0])) or not known))
        ):  # a box that begins in no known form may go on in it
            found.append((start, text))
    return found


def after(box: mmap.mmap | bytes, end: int, begins: list[tuple[int, int]]) -> int | None:
    """Which mail is the next if one ends here; None where none begins here."""
    if end > len(box):
        return None
    for gap in (b"", b"\n", b"\r\n"):
        if box[end : end + len(gap)] == gap:
            at = end + len(gap)
            next_ = bisect_left(begins, (at, 0))
            if at == len(box) or (next_ < len(begins) and begins[next_][0] == at):
                return next_
    return None


# ------------------------------------------------------------------------------------- taking out


def take_out(path: Path, meant) -> int:
    """The mails that are meant: out of the mailbox, and how many they were. A Maildir or .eml files: each is a file, and going is one step."""
    wanted = [each.key for each in stored(path) if meant(each)]
    if not wanted:
        return 0
    if isinstance(wanted[0], Path):
        for file in wanted:
            file.unlink(missing_ok=True)
        return len(wanted)
    path = path / "mbox" if path.is_dir() else path
    with locked(path):  # and only now it is certain which these are: a mail program may have put others in their place
        before = path.stat()
        gone = [each.key for each in in_mbox(path) if meant(each)]
        write_without(path, gone, before)
    return len(gone)


def write_without(path: Path, gone: list[tuple[int, int]], before: os.stat_result) -> None:
    """A new file takes the place of the old one in one step; `locks.sweep` knows its name, should this process end before."""
    copy = path.with_name(f"{path.name}.{int(time.time())}.{socket.gethostname()}.{os.getpid()}")
    try:
        with path.open("rb") as old, os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            for start, end in gone:
                pass_on(old, new, start - old.tell())
                old.seek(end)
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(path, copy)
        with suppress(PermissionError):
            os.chown(copy, before.st_uid, before.st_gid)
        now = path.stat()
        if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise Refusal(
                f"Das Postfach {path} wurde gerade verändert. Bitte das Mailprogramm schließen und noch einmal."
            )
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)


def pass_on(old, new, many: int) -> None:
    while many > 0:
        piece = old.read(min(many, 2**20))
        if not piece:
            return
        new.write(piece)
        many -= len(piece)
