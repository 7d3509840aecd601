"""The files of content/: found, read once per content."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Generic

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ..documents.checks import check_signs
from ..motions.checks import check_parts
from ..motions.vocabulary import DRAFT
from ..press.cores import forked, on_cores
from ..records.body import Body, check_headings, check_placeholders, check_references, read_body
from ..records.characters import composed
from ..records.confirm import check_confirmed
from ..records.council import USUAL, Council
from ..records.digests import digest
from ..records.doubts import check_doubts
from ..records.fields import Given, Record, Row, Table, read_record
from ..records.frontmatter import read_source
from ..records.guard import check_guard
from ..records.headings import fold
from ..records.left import check_left
from ..records.links import File
from ..records.nodes import Mapping, Scalar
from ..records.problems import Problem, errors, failure, problem, why
from ..records.stored import record_type
from ..texts.easy import check_sentences
from .tables import folder_of, table_of, tables, text_table

MOTION = "motion"  # the kind of text of which letters are made
RACY = 2_000_000_000  # ns; a file changed this shortly before it was read may change again unseen (as in git's index)
ALONE = 64  # texts; fewer are read faster than a second process starts
TOGETHER = 50  # that a process is given at once


def shown_as(path: str) -> str:
    """A path below content/ as problems name it."""
    return f"content/{path}" if path.isascii() else f"content/{path}".encode("utf-8", "replace").decode()


class Entry(Struct, frozen=True):
    """A directory entry below content/ that is no folder."""

    path: str  # relative to content/, with "/"
    regular: bool  # False: a link or something stranger
    stamp: tuple[int, int, int, int]  # mtime_ns, ctime_ns, size, inode

    @property
    def shown(self) -> str:
        return shown_as(self.path)

    @property
    def size(self) -> int:
        return self.stamp[2]


class Parsed(Struct, Generic[Given], frozen=True):
    """All that a file says by itself, whatever else is on the site. `record`: None where there is no head to read."""

    record: Given | None
    body: Body
    problems: tuple[Problem, ...] = ()


class Draft(Struct):
    """A file on its way to a model."""

    table: Table
    record: Record
    body: Body
    beside: dict[str, int]  # files in the folder beside it, with their size
    found: list[Problem]
    typed: Record | None = None  # where a series completes the record: what its author wrote
    series: Draft | None = None  # whose date it is
    brings: tuple[File, ...] = ()  # files that its page links or shows

    @property
    def good(self) -> bool:
        return not errors(self.found)


def scan(content: Path) -> dict[str, Entry]:
    """Everything below `content` but folders, in the order of the names. Links are seen, not followed.

    Paths are legible (`located` finds the file again); one that then is the same as another's stays as it is on the disk.
    """
    found: dict[str, Entry] = {}

    def walk(folder: str, base: str) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda e: (legible(e.name), legible(e.name) != e.name, e.name))
        except OSError:
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                walk(entry.path, f"{base}{legible(entry.name)}/")
            else:
                seen = entry.stat(follow_symlinks=False)
                path = base + legible(entry.name)
                path = path if path not in found else base + replaced(entry.name)
                while (
                    path in found
                ):  # two that differ in what nobody can read: the second is told, and found under its next name
                    path += UNREADABLE
                found[path] = Entry(
                    path, stat.S_ISREG(seen.st_mode), (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
                )

    walk(str(content), "")
    return found


UNREADABLE = "\ufffd"


def legible(name: str) -> str:
    """Of a file, with the letters put together; with a sign for what is no UTF-8, which no store and no page can hold."""
    return name if name.isascii() else replaced(composed(name))


def replaced(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "replace")


def located(content: Path, path: str) -> Path:
    """Where a file of content/ lies, by its legible path: on the disk its name may be written with letters taken apart."""
    place = content / path
    if path.isascii() or os.path.lexists(place):
        return place
    place = content
    for name in path.split("/"):
        there = place / name
        if not os.path.lexists(there):
            there = next((place / other for other in sorted(os.listdir(place)) if legible(other) == name), there)
        place = there
    return place


def place_of(file: File, content: Path) -> Path:
    """Where a file that is published lies."""
    return located(content, file.source.removeprefix("content/"))


def parse(path: str, table: Table, data: bytes, blocked: Iterable[str]) -> Parsed:
    """Read one text. Pure: the same path and bytes give the same result."""
    shown = shown_as(path)
    folder, _, name = path.rpartition("/")
    source = read_source(shown, data)
    record, found = read_record(table, source, name.removesuffix(".md"))
    if record and errors(found) and (other := fitting(source.head, table)):
        target = f"content/{other.folder}/{name}"
        return Parsed(
            None,
            Body(),
            (problem(shown, 0, "text-misplaced", noun=other.noun, target=target), *check_guard(shown, data, blocked)),
        )
    found = [*found, *check_guard(shown, data, blocked)]
    text = record or (
        Record(table.kind, shown, name.removesuffix(".md"), Row(1, {}, ()), source.body, source.body_line, False)
        if source.body
        else None
    )
    if text is None:
        return Parsed(None, Body(), tuple(found))
    draft = (record.get("stand") == DRAFT or record.get("entwurf", False)) if record else bool(UNREADY.search(data))
    words = data.decode("utf-8", "replace")
    found += [*check_confirmed(shown, words, draft), *check_left(shown, words)]
    names = section_names(table.sections)
    body = read_body(text, folder, names)
    found += [
        *body.found,
        *check_headings(text),
        *check_references(text),
        *check_placeholders(text, draft),
        *check_doubts(text, draft),
        *(check_parts(text, body) if table.kind == MOTION else ()),
        *(check_sentences(text) if text.get("leichte_sprache") else ()),
    ]
    if record is None:
        return Parsed(None, Body(), tuple(found))
    found += check_signs(record) if table.kind == MOTION else ()
    return Parsed(replace(record, body=""), replace(body, found=()), tuple(found))


def fitting(head: Mapping, table: Table) -> Table | None:
    """The only kind of text that a head is whole for, where it is not for this one: whose file lies in the wrong folder."""

    def fits(other: Table) -> bool:
        kind, field = head.entries.get("art"), other.fields.get("art")
        known = (
            field is None
            or not field.values
            or not isinstance(kind, Scalar)
            or kind.text.strip().casefold() in {word.casefold() for word in (*field.values, *field.synonyms)}
        )
        needed = [
            f.key
            for f in other.fields.values()
            if f.required and f.type != "uid" and not (f.unless and f.unless in head.entries)
        ]
        return known and head.entries.keys() <= other.fields.keys() and all(key in head.entries for key in needed)

    if fits(table):
        return None
    found = [other for other in tables().values() if other.kind != table.kind and fits(other)]
    return found[0] if len(found) == 1 and len(head.entries) > 2 else None


UNREADY = re.compile(rb"(?m)^(?:stand:[ \t]*Entwurf|entwurf:[ \t]*ja)\b")  # in a head that cannot be read


def section_names(sections: tuple[dict, ...]) -> dict[str, str]:
    """Headings that have a meaning in texts of a table, folded."""
    return {fold(name): row["key"] for row in sections for name in row["names"]}


# ----------------------------------------------------------------------------- once per content


def content_key(path: str, data: bytes, blocked: Iterable[str], council: Council = USUAL) -> str:
    return digest(path.encode("utf-8", "surrogateescape"), data, council.word, council.sign, *blocked)


@cache
def decoder(folder: str, council: Council) -> msgspec.msgpack.Decoder:
    return msgspec.msgpack.Decoder(Parsed[record_type(table_of(folder, council))])


encode = msgspec.msgpack.Encoder().encode


def restore(path: str, data: bytes, council: Council) -> Parsed:
    """A text as it was parsed before."""
    return decoder(folder_of(path), council).decode(data)


def draft_of(path: str, parsed: Parsed, beside: dict[str, int], council: Council) -> Draft:
    return Draft(text_table(path, council), parsed.record, parsed.body, beside, list(parsed.problems))


def keys_of(content: Path, paths: list[str], blocked: tuple[str, ...], cores: int, council: Council) -> dict[str, str]:
    """What stands for each file's content; "" where it cannot be read. After a fresh clone that is every file."""
    work = partial(keys_of_some, str(content), blocked, council)
    if not forked(cores, len(paths) >= MANY):
        return dict(work(paths))
    parts = [paths[start : start + PART] for start in range(0, len(paths), PART)]
    return dict(pair for part in on_cores(work, parts, cores) for pair in part)


MANY = 2000  # files; reading more takes longer than to start a process
PART = 500  # that a process is given at once


def keys_of_some(content: str, blocked: tuple[str, ...], council: Council, paths: list[str]) -> list[tuple[str, str]]:
    return [(path, key_of_file(content, path, blocked, council)) for path in paths]


def key_of_file(content: str, path: str, blocked: tuple[str, ...], council: Council) -> str:
    try:
        with open(f"{content}/{path}" if path.isascii() else located(Path(content), path), "rb") as file:
            return content_key(path, file.read(), blocked if folder_of(path) else (), council)
    except OSError:
        return ""


def read_text(content: str, path: str, blocked: tuple[str, ...], council: Council) -> tuple[str, Parsed | None]:
    """A text with its key; without a text, why it cannot be read."""
    try:
        with open(f"{content}/{path}" if path.isascii() else located(Path(content), path), "rb") as file:
            data = file.read()
    except OSError as error:
        return why(error), None
    return content_key(path, data, blocked, council), parse_or_say(path, text_table(path, council), data, blocked)


def parse_or_say(path: str, table: Table, data: bytes, blocked: Iterable[str]) -> Parsed:
    """As `parse`; where the program itself fails, that is a problem of this file and of no other. It may run in a process of many texts."""
    try:
        return parse(path, table, data, blocked)
    except Exception as error:
        return Parsed(
            None,
            Body(),
            (problem(f"content/{path}".encode("utf-8", "replace").decode(), 0, "file-failed", why=failure(error)),),
        )


def parse_all(
    content: Path, paths: list[str], blocked: tuple[str, ...], cores: int, council: Council
) -> Iterator[tuple[str, str, bytes]]:
    """Parse many texts, on several cores where that pays: path, key, what was parsed, encoded; without that, key says why."""
    work = partial(parse_part, str(content), blocked, council)
    if not forked(cores, len(paths) >= ALONE):
        yield from work(paths)
        return
    for part in on_cores(work, [paths[start : start + TOGETHER] for start in range(0, len(paths), TOGETHER)], cores):
        yield from part


def parse_part(
    content: str, blocked: tuple[str, ...], council: Council, paths: list[str]
) -> list[tuple[str, str, bytes]]:
    rows = []
    for path in paths:
        key, parsed = read_text(content, path, blocked, council)
        rows.append((path, key, encode(parsed) if parsed else b""))
    return rows


def files_by_folder(entries: dict[str, Entry]) -> dict[str, dict[str, int]]:
    """Regular files that are no texts, with their size, by the folder they lie in."""
    folders: dict[str, dict[str, int]] = {}
    for path, entry in entries.items():
        folder, _, name = path.rpartition("/")
        if entry.regular and not folder_of(path):
            folders.setdefault(folder, {})[name] = entry.size
    return folders


def files_of(draft: Draft) -> dict[str, File]:
    source = draft.record.path.removesuffix(".md")
    base = source.removeprefix("content/")
    base = base.removeprefix("seiten/") if draft.table.kind == "text" else base
    return {name: File(name, name, f"{base}/{name}", f"{source}/{name}", size) for name, size in draft.beside.items()}
