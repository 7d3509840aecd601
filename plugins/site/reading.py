"""The files of content/: found, read once per content, remembered in the store."""

from __future__ import annotations

import gc
import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..documents.checks import check_signs
from ..motions.checks import check_parts
from ..motions.model import Group
from ..motions.vocabulary import DRAFT
from ..press.codec import Damaged, decode, digest, dumps, encode, loads
from ..press.cores import forked, on_cores
from ..press.store import Store
from ..records.body import Body, check_headings, check_placeholders, check_references, read_body
from ..records.characters import composed
from ..records.confirm import check_confirmed
from ..records.council import USUAL, Council
from ..records.doubts import check_doubts
from ..records.fields import Record, Row, Table, read_record
from ..records.frontmatter import read_source
from ..records.guard import check_guard
from ..records.headings import fold
from ..records.left import check_left
from ..records.links import File
from ..records.nodes import Mapping, Scalar
from ..records.problems import Problem, errors, failure, problem, why
from .tables import folder_of, tables, text_table

MOTION = "motion"  # the kind of text of which letters are made
RACY = 2_000_000_000  # ns; a file changed this shortly before it was read may change again unseen (as in git's index)
ALONE = 64  # texts; fewer are read faster than a second process starts


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


class Parsed(Struct, frozen=True):
    """All that a file says by itself, whatever else is on the site."""

    record: Record | None
    body: Body
    problems: tuple[Problem, ...] = ()


class Draft(Struct):
    """A file on its way to a model."""

    table: Table
    record: Record
    body: Body
    beside: dict[str, int]  # files in the folder beside it, with their size
    found: list[Problem]
    key: str = ""  # stands for the file's content
    fixed: str = ""  # the same, its running text left out
    links: str = "[]"  # where its references lead (`Resolver.check`), as JSON
    typed: Record | None = None  # where a series completes the record: what its author wrote
    series: Draft | None = None  # whose date it is
    brings: tuple[File, ...] = ()  # files that its page links or shows

    @property
    def good(self) -> bool:
        return not errors(self.found)


def scan(content: Path) -> dict[str, Entry]:
    """Everything below `content` but folders, in the order of the names. Links are seen, not followed.

    Paths are composed (`located` finds the file again); one that then is the same as another's stays as it is on the disk.
    """
    found: dict[str, Entry] = {}

    def walk(folder: str, base: str) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda e: (composed(e.name), composed(e.name) != e.name))
        except OSError:
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                walk(entry.path, f"{base}{composed(entry.name)}/")
            else:
                seen = entry.stat(follow_symlinks=False)
                path = base + composed(entry.name)
                path = path if path not in found else base + entry.name
                found[path] = Entry(path, stat.S_ISREG(seen.st_mode), (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino))

    walk(str(content), "")
    return found


def located(content: Path, path: str) -> Path:
    """Where a file of content/ lies, by its composed path: on the disk its name may be written with letters taken apart."""
    place = content / path
    if path.isascii() or os.path.lexists(place):
        return place
    place = content
    for name in path.split("/"):
        there = place / name
        if not os.path.lexists(there):
            there = next((place / other for other in sorted(os.listdir(place)) if composed(other) == name), there)
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
        return Parsed(None, Body(), (problem(shown, 0, "text-misplaced", noun=other.noun, target=target), *check_guard(shown, data, blocked)))
    found = [*found, *check_guard(shown, data, blocked)]
    text = record or (Record(table.kind, shown, name.removesuffix(".md"), Row(1, {}, ()), source.body, source.body_line, False) if source.body else None)
    if text is None:
        return Parsed(None, Body(), tuple(found))
    draft = (record.get("stand") == DRAFT or record.get("entwurf", False)) if record else bool(UNREADY.search(data))
    words = data.decode("utf-8", "replace")
    found += [*check_confirmed(shown, words, draft), *check_left(shown, words)]
    names = section_names(table.sections)
    body = read_body(text, folder, names)
    found += [*body.found, *check_headings(text), *check_references(text), *check_placeholders(text, draft), *check_doubts(text, draft), *(check_parts(text, body) if table.kind == MOTION else ())]
    if record is None:
        return Parsed(None, Body(), tuple(found))
    found += check_signs(record) if table.kind == MOTION else ()
    return Parsed(replace(record, body=""), replace(body, found=()), tuple(found))


def fitting(head: Mapping, table: Table) -> Table | None:
    """The only kind of text that a head is whole for, where it is not for this one: whose file lies in the wrong folder."""

    def fits(other: Table) -> bool:
        kind, field = head.entries.get("art"), other.fields.get("art")
        known = field is None or not field.values or not isinstance(kind, Scalar) or kind.text.strip().casefold() in {word.casefold() for word in (*field.values, *field.synonyms)}
        needed = [f.key for f in other.fields.values() if f.required and f.type != "uid" and not (f.unless and f.unless in head.entries)]
        return known and head.entries.keys() <= other.fields.keys() and all(key in head.entries for key in needed)

    if fits(table):
        return None
    found = [other for other in tables().values() if other.kind != table.kind and fits(other)]
    return found[0] if len(found) == 1 and len(head.entries) > 2 else None


UNREADY = re.compile(rb"(?m)^(?:stand:[ \t]*Entwurf|entwurf:[ \t]*ja)\b")  # in a head that cannot be read


def section_names(sections: tuple[dict, ...]) -> dict[str, str]:
    """Headings that have a meaning in texts of a table, folded."""
    return {fold(name): row["key"] for row in sections for name in row["names"]}


def fixed_part(parsed: Parsed, record: str | None = None) -> str:
    """What other pages and the checks may depend on: all but the running text and where its lines stand.

    `record`: the record as JSON, where that is at hand.
    """
    sections = [[s.heading, s.points, s.numbers, s.blank, s.means] for s in parsed.body.sections]
    targets = sorted([t.kind, t.value, t.picture, bool(t.alt)] for t in parsed.body.targets)
    return digest(record or dumps(encode(parsed.record)), dumps([sections, targets, parsed.body.deep, encode(parsed.problems)]))


def as_json(parsed: Parsed) -> tuple[str, str, str]:
    """What the store holds of a text: what stands for its fixed part, all but the HTML, the HTML of its sections."""
    record = dumps(encode(parsed.record))
    return fixed_part(parsed, record), f"[{record},{dumps(encode((parsed.body, parsed.problems)))}]", dumps([s.html for s in parsed.body.sections])


# ----------------------------------------------------------------------------- once per content


def content_key(path: str, data: bytes, blocked: Iterable[str], council: Council = USUAL) -> str:
    return digest(path.encode("utf-8", "surrogateescape"), data, council.word, *blocked)


def read_drafts(content: Path, entries: dict[str, Entry], store: Store | None, scope: str, blocked: tuple[str, ...], cores: int, found: list[Problem], begun: int, council: Council = USUAL) -> tuple[list[Draft], list[tuple]]:
    """Every text of a known folder as a draft, and the rows by which the store knows the files again.

    `begun`: when the folder was looked at, in nanoseconds.
    """
    jobs = [(path, entry) for path, entry in entries.items() if folder_of(path)]
    for _, entry in jobs:
        if not entry.regular:
            found.append(problem(entry.shown, 0, "file-link"))
    jobs = [(path, entry) for path, entry in jobs if entry.regular]
    if store is None:
        results = {path: in_memory(content, path, blocked, council) for path, _ in jobs}
    else:
        results = remembered(content, jobs, store, scope, blocked, cores, council)
    folders = files_by_folder(entries)
    drafts = []
    for path, entry in jobs:
        key, fixed, parsed = results[path]
        if parsed is None:
            found.append(problem(entry.shown, 0, "file-unreadable", why=key))
        elif parsed.record is None:
            found += parsed.problems
        else:
            drafts.append(Draft(text_table(path, council), parsed.record, parsed.body, folders.get(path.removesuffix(".md"), {}), list(parsed.problems), key, fixed))
    rows = []
    for path, entry in entries.items():
        key, fixed, parsed = results.get(path) or other(content, path, entry)
        stamp = entry.stamp if max(entry.stamp[:2]) < begun - RACY else (0, *entry.stamp[1:])
        rows.append((scope, entry.shown, *stamp, key if parsed else "", fixed, ""))
    gc.freeze()  # all of it lives until the end of the build: the collector need not look through it again and again
    return drafts, rows


def other(content: Path, path: str, entry: Entry) -> tuple[str, str, object]:
    """A file that is no text: an attachment or a list. Known by its bytes; without a key where it cannot be read."""
    try:
        return (content_key(path, located(content, path).read_bytes(), ()), "", entry) if entry.regular else ("", "", None)
    except OSError:
        return "", "", None


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
        return Parsed(None, Body(), (problem(f"content/{path}".encode("utf-8", "replace").decode(), 0, "file-failed", why=failure(error)),))


def in_memory(content: Path, path: str, blocked: tuple[str, ...], council: Council) -> tuple[str, str, Parsed | None]:
    key, parsed = read_text(str(content), path, blocked, council)
    return key, fixed_part(parsed) if parsed else "", parsed


def remembered(content: Path, jobs: list[tuple[str, Entry]], store: Store, scope: str, blocked: tuple[str, ...], cores: int, council: Council) -> dict[str, tuple[str, str, Parsed | None]]:
    known = store.known()
    before = {}
    if store.facts(scope).get("guard") == encode(digest(council.word, *blocked)):  # else a key of before stands for other problems
        before = {path: (tuple(stamp), key) for path, *stamp, key in store.rows("sources", "path, mtime, ctime, size, inode, key", scope)}
    keys: dict[str, str] = {}
    failed: dict[str, tuple[str, str, None]] = {}
    missing: list[str] = []
    for path, entry in jobs:
        stamp, key = before.get(entry.shown, (None, ""))
        if stamp != entry.stamp or key not in known:
            try:
                key = content_key(path, located(content, path).read_bytes(), blocked, council) if known else ""
            except OSError as error:
                failed[path] = (why(error), "", None)
                continue
        if key in known:
            keys[path] = key
        else:
            missing.append(path)
    found: dict[str, tuple[str, str, Parsed | None]] = {}
    for path, key, fixed, data, html in parse_all(content, missing, blocked, cores, council):
        if data:
            store.put_parsed([(key, fixed, data, html)])
        found[path] = (key, fixed, restore(data, key, store, shown_as(path)) if data else None)
    paths = {key: path for path, key in keys.items()}  # a key holds its path, so no two paths share one
    return {**found, **{paths[key]: (key, fixed, restore(data, key, store, shown_as(paths[key]))) for key, fixed, data in store.parsed(paths)}, **failed}


def restore(data: str, key: str, store: Store, shown: str) -> Parsed:
    """A parsed text whose sections load their HTML from the store. A key that belongs to another file would bring its text."""
    record, rest = loads(data)
    body, problems = decode(rest)
    sections = tuple([replace(s, load=Stored(store, key, n)) for n, s in enumerate(body.sections)])
    parsed = Parsed(decode(record), replace(body, sections=sections), problems)
    if any(path != shown for path in ([parsed.record.path] if parsed.record else [p.path for p in problems[:1]])):
        raise Damaged
    return parsed


def put_parsed(store: Store, key: str, parsed: Parsed) -> None:
    store.put_parsed([(key, *as_json(parsed))])


class Stored:
    """Gives the HTML of a section when it is called; ten thousand texts have thirty thousand sections."""

    __slots__ = ("key", "number", "store")

    def __init__(self, store: Store, key: str, number: int):
        self.store, self.key, self.number = store, key, number

    def __call__(self) -> str:
        return self.store.text(self.key, self.number)


def parse_all(content: Path, paths: list[str], blocked: tuple[str, ...], cores: int, council: Council) -> Iterator[tuple[str, str, str, str, str]]:
    """Parse many texts, on several cores where that pays: path, key, fixed, data, HTML; without data, key says why."""
    work = partial(parse_part, str(content), blocked, council)
    if not forked(cores, len(paths) >= ALONE):
        yield from work(paths)
        return
    for part in on_cores(work, [paths[start : start + 50] for start in range(0, len(paths), 50)], cores):
        yield from part


def parse_part(content: str, blocked: tuple[str, ...], council: Council, paths: list[str]) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for path in paths:
        key, parsed = read_text(content, path, blocked, council)
        rows.append((path, key, *(as_json(parsed) if parsed else ("", "", ""))))
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


def motion_keys(draft: Draft, ours: Group, deciding: dict[str, bool]) -> tuple[str, str]:
    """What a motion was built from: with its running text, and without."""
    may_decide = [deciding.get(path) for kind, _, _, path, _ in loads(draft.links) if kind == "committee"]
    around = digest(group_key(ours), draft.links, dumps([may_decide, draft.beside]))
    return digest(draft.key, around), digest(draft.fixed, around)


@lru_cache(maxsize=4)
def group_key(ours: Group) -> str:
    return digest(dumps(encode(ours)))
