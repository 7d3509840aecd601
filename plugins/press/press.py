"""From what was touched to the pages that hold it, and to their files.

A **unit** is a piece of a part: a motion with its pages, a year of a list, the home page. It is asked for its pages when a key
that it asked for was touched, when it has come to be, or when one of its files is not as it was left. A page that is made from
the same as before is not rendered; one that comes out with the same bytes is not written.

Which units are to be asked is committed before the first file is written, and cleared with the last: a build that is
stopped anywhere is finished by the next.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from msgspec import Struct, field

from ..records.digests import number_of
from ..records.problems import Problem, failure, problem
from .ask import Ask
from .cores import forked, on_cores
from .left import NOWHERE, Stamp, folder_stamp, stamp_of
from .maps import Map
from .page import Joined, Page
from .part import Part, unit_of
from .prints import Prints, encode
from .questions import Questions
from .store import Damaged
from .templates import render
from .things import Shelves, base_of, key_of
from .write import fold, folders_of, remove, sweep, write

ALONE = 24  # units; fewer are made faster than a second process starts
BEARS = {
    "thing": "facts",
    "list": "which",
    "year": "list",
}  # of which kind the keys are by which pieces of a part come to be
TOGETHER = 12  # units that a process is given at once

Inspect = Callable[[str, bytes], list[Problem]]
UNMAPPED = (
    "deleted.html",
    "embedded.html",
    "forward.html",
    "patterns.html",
)  # pages that no search engine needs to know


class Report(Struct):
    """What a build did."""

    pages: int = 0  # of the site
    files: int = 0
    asked: int = 0  # units
    rendered: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # of written pages: which inputs changed
    kept: list[str] = field(default_factory=list)  # chunks of joined files that are others
    joined: set[str] = field(default_factory=set)  # files among those written that are joined of chunks
    stale: list[str] = field(
        default_factory=list
    )  # what an audit found: texts and pages that should have been asked again
    problems: list[Problem] = field(default_factory=list)


class Known(Struct, frozen=True, array_like=True):
    """What is remembered of a page. `files`: those of a bundle, by their names below the page's path."""

    unit: int
    whole: bytes  # its fingerprint
    signs: bytes  # of its inputs (`Print.signs`), encoded
    stamp: Stamp = NOWHERE
    files: dict[str, Stamp] | None = None
    mapped: str | None = None  # for the sitemap: the day of its last change; None for what does not stand there
    holds: bytes = b""  # of a chunk: a digest of its bytes

    def left(self, path: str) -> list[tuple[str, Stamp]]:
        """Its files with their stamps."""
        return (
            [(path, self.stamp)] if self.files is None else [(path + name, stamp) for name, stamp in self.files.items()]
        )


class Made(Struct, frozen=True):
    """A page after it was looked at, and rendered where it is made from something else than before."""

    path: str
    known: Known
    rendered: bool = False
    written: tuple[str, ...] = ()  # paths of files with other bytes than before
    kept: bytes | None = None  # of a chunk that is another than before
    joined: bool = False
    removed: tuple[str, ...] = ()  # files that a bundle has no more
    reason: str = ""
    problems: tuple[Problem, ...] = ()


class Asked(Struct, frozen=True):
    """A unit after it was asked."""

    name: str
    keys: tuple[int, ...]
    made: tuple[Made, ...]


class Press:
    """The pages of one output folder. `words`: what the inputs of pages are called when one is the reason (from the rooms)."""

    def __init__(
        self, shelves: Shelves, parts: Sequence[Part], output: Path, count: int, fresh: bool, words: Mapping[str, str]
    ):
        store, folder = shelves.store, shelves.folder
        self.store, self.shelves, self.output, self.words = store, shelves, output, words
        self.parts = {part.name: part for part in parts}
        self.bearing = {sign: [part for part in parts if part.per == per] for per, sign in BEARS.items()}
        self.questions = Questions(shelves, "pages", count, fresh)
        self.pages: Map[Known] = Map(store, folder, "pages", Known, count, fresh)
        self.folders: Map[tuple[int, int]] = Map(store, folder, "folders", tuple[int, int], 16, fresh)
        self.todo: Map[int] = Map(store, folder, "todo", int, 16, fresh)
        self.values: Map[bytes] = Map(store, folder, "values", bytes, 16, fresh)
        self.maps = (*self.questions.maps, self.pages, self.folders, self.todo, self.values)

    # ------------------------------------------------------------------------ what is to be done

    def look(self) -> tuple[set[str], set[str]]:
        """Units whose files are not as they were left, and folders in which somebody was. Of what was never made nothing is known: every folder."""
        units, folders = set(), set()
        if self.pages.fresh:
            return units, {os.path.relpath(base, self.output).removeprefix(".") for base, _, _ in os.walk(self.output)}
        for path, known in self.pages.items():
            if any(stamp_of(f"{self.output}/{file}") != stamp for file, stamp in known.left(path)):
                units.add(self.questions.name_of(known.unit))
        for folder, stamp in self.folders.items():
            if folder_stamp(f"{self.output}/{folder}") != stamp:
                folders.add(folder)
        return units, folders

    def touched(self, keys: Iterable[str]) -> set[str]:
        """The units that asked for one of the keys, and those that come to be by one."""
        keys = list(keys)
        return {unit for key in keys for unit in self.questions.who(key)} | self.begotten(keys)

    def begotten(self, keys: Iterable[str]) -> set[str]:
        """The units that come to be by one of the keys: a record, a list, a year of one."""
        found = set()
        for key in keys:
            sign, _, name = key.partition(":")
            if sign == "facts":
                name = self.shelves.refs.get(int(name), "")
            for part in self.bearing[sign] if sign in self.bearing and name else ():
                if name.startswith(part.kind) and (sign != "list" or "\t" in name):
                    found.add(unit_of(part, name))
        return found

    def every(self) -> set[str]:
        """All units that there are, or were."""
        keys = [f"facts:{number}" for number, _ in self.shelves.refs.items()]
        for _, lists in self.shelves.lists.items():
            for name, years in lists.items():
                keys += [f"which:{name}", *(f"list:{key_of(name, year)}" for year in years)]
        known = self.questions.everybody() | {part.name for part in self.parts.values() if part.per == "site"}
        return known | self.begotten(keys)

    def part_of(self, unit: str) -> tuple[Part | None, str]:
        name, _, of = unit.partition(" ")
        return self.parts.get(name), of

    def plan(self, units: Iterable[str]) -> None:
        """Remember what is to be asked, until it is done."""
        for unit in units:
            if unit not in self.todo:
                self.todo.put(unit, 1)

    def planned(self) -> set[str]:
        return {unit for unit, _ in self.todo.items()}

    def value(self, name: str) -> Any:
        data = self.values.get(name)
        if data is None:
            raise Damaged
        return msgspec.msgpack.decode(data)

    def declared(self) -> Iterator[tuple[str, str | None]]:
        """Every page but of the parts that ask for it, with its day for the sitemap."""
        last = {number_of(part.name) for part in self.parts.values() if part.last > 1}
        return (
            (path, known.mapped)
            for path, known in self.pages.items()
            if known.unit not in last and not chunk_of(path)[1]
        )

    def held_by(self, path: str) -> bytes | None:
        """Stands for the bytes of a chunk."""
        known = self.pages.get(path)
        return known and known.holds

    def work_out(self, ask: Ask) -> None:
        """Values that other units ask for; whoever asked for one that is another now is to be asked as well."""
        for part in self.parts.values():
            if part.value and part.name in self.todo and ask.wanted(part.begins):
                ask.noted = {}
                data = encode(part.value(ask))
                self.note(Asked(part.name, tuple(map(number_of, ask.noted)), ()))
                if self.values.get(part.name) != data:
                    self.values.put(part.name, data)
                    self.plan(self.touched([f"value:{part.name}"]))
                self.todo.drop(part.name)

    # ------------------------------------------------------------------------ doing it

    def run(
        self, report: Report, work: Work, unlike: Iterable[str], tick: Callable[[int, int], None], cores: int
    ) -> None:
        """Ask all that is planned, bring their pages to disk, sweep the folders that are `unlike` what they were."""
        todo = self.planned()
        changes = Changes()
        first = sorted((unit for unit in todo if not ((part := self.part_of(unit)[0]) and part.last)), key=order)
        for number, one in enumerate(ask_all(work, first, cores), 1):
            tick(number, len(todo))
            self.take(one, report, changes)
        self.retire(report, changes)
        for part in sorted(self.parts.values(), key=lambda part: part.last):
            if part.last and not report.problems:
                touched = self.touched(changes.keys())
                for unit in sorted({*todo, *touched}):
                    if self.part_of(unit)[0] is part:
                        self.take(ask_unit(work, unit), report, changes)
        tick(len(todo), len(todo))
        report.written.sort()
        self.retire(report, changes)
        if not report.problems:
            self.clear(report, changes, unlike)
            for unit in todo:
                self.todo.drop(unit)
        report.removed.sort()

    def audit(self, work: Work, tick: Callable[[int, int], None]) -> list[str]:
        """Ask every unit again, whatever was touched: the pages that are made from something else than is remembered. Nothing is rendered.

        Each of them shows a dependency that was forgotten: its unit read what it had not asked for. It is planned to be made.
        """
        stale: dict[str, None] = {}
        for part in self.parts.values():
            if part.value and work.wanted(part.begins) and encode(part.value(work.ask)) != self.values.get(part.name):
                stale[part.name] = None
                self.plan([part.name])
                self.work_out(work.ask)
        units = sorted(self.every())
        for number, unit in enumerate(units, 1):
            tick(number, len(units))
            part, of = self.part_of(unit)
            wanted = part is not None and part.pages is not None and work.wanted(part.begins)
            pages = (
                {
                    page.path: work.prints.of(work.dress(work.ask, page)).whole
                    for page in part.pages(work.ask, of)
                    if work.wanted(page.path)
                }
                if wanted
                else {}
            )
            remembered = self.questions.units.get(number_of(unit))
            gone = {
                path
                for path in (remembered.pages if remembered else ())
                if path not in pages and (known := self.pages.get(path)) and known.unit == number_of(unit)
            }
            other = sorted(
                {
                    path
                    for path, whole in pages.items()
                    if (known := self.pages.get(path)) is None or known.whole != whole
                }
                | gone
            )
            if other:
                stale |= dict.fromkeys(other)
                self.plan([unit])
        return list(stale)

    def take(self, one: Asked, report: Report, changes: Changes) -> None:
        """What a unit answered becomes what is remembered of it."""
        number, before = number_of(one.name), self.note(one)
        report.asked += 1
        for made in one.made:
            known = self.pages.get(made.path)
            file, year = chunk_of(made.path)
            if made.kept is not None and (known is None or known.holds != made.known.holds):
                self.store.put_chunk(self.shelves.folder, file, year, made.kept)
                changes.chunks.add(file)
                report.kept.append(made.path)
            if known is None or known.mapped != made.known.mapped:
                changes.mapped = True
            if known is None and not year:
                changes.paths = True
                changes.folders |= {file.rpartition("/")[0] for file, _ in made.known.left(made.path)}
                report.pages += 1
            report.files += len(made.known.left(made.path)) - (len(known.left(made.path)) if known else 0)
            if known != made.known:
                self.pages.put(made.path, made.known)
            report.rendered += made.rendered
            report.written += made.written
            report.joined |= set(made.written if made.joined else ())
            report.removed += made.removed
            report.problems += made.problems
            report.reasons |= dict.fromkeys(made.written, made.reason)
            changes.folders |= {path.rpartition("/")[0] for path in (*made.written, *made.removed)}
        changes.gone |= dict.fromkeys(set(before) - {made.path for made in one.made}, number)

    def note(self, one: Asked) -> tuple[str, ...]:
        """Remember what a unit asked for; gives the pages that it had before."""
        pages = tuple(made.path for made in one.made)
        gone = not pages and not self.is_there(*self.part_of(one.name))  # what brings it back begets it
        return self.questions.note(one.name, () if gone else one.keys, pages)

    def is_there(self, part: Part | None, of: str) -> bool:
        """Is there what a unit is a piece of? One that has no page today, as a year that is not closed yet, is asked again all the same."""
        if part is None or part.per == "site":
            return part is not None
        if part.per == "thing":
            return number_of(of) in self.shelves.refs
        return of in (self.shelves.lists.get(base_of(of)) or {}) if part.per == "list" else of in self.shelves.rows

    def retire(self, report: Report, changes: Changes) -> None:
        """Take away pages that nobody has any more."""
        for path, number in changes.gone.items() if not report.problems else ():
            known = self.pages.get(path)
            if known and known.unit == number:  # else another unit has it now
                for file, _ in known.left(path):
                    report.removed += [file] if remove(self.output, file) else []
                    report.files -= 1
                    changes.folders.add(file.rpartition("/")[0])
                self.pages.drop(path)
                file, year = chunk_of(path)
                if year:
                    self.store.drop_chunk(self.shelves.folder, file, year)
                    changes.chunks.add(file)
                else:
                    report.pages -= 1
                    changes.paths = changes.mapped = True
        changes.gone.clear()

    def clear(self, report: Report, changes: Changes, unlike: Iterable[str]) -> None:
        """Take away what somebody else put into our folders, and remember how all are left."""
        unlike = {folder for folder in unlike if os.path.isdir(f"{self.output}/{folder}")}
        if unlike:
            ours = {file for path, known in self.pages.items() for file, _ in known.left(path)}
            folders = folders_of(ours)
            for folder in sorted(unlike):
                report.removed += sweep(self.output, folder, ours.__contains__, folders.__contains__)
                fold(self.output, folder)
        for folder in sorted({*changes.folders, *unlike}, key=len, reverse=True):
            while folder not in self.folders or folder_stamp(f"{self.output}/{folder}") != self.folders.get(folder):
                if stamp := folder_stamp(f"{self.output}/{folder}"):
                    self.folders.put(folder, stamp)
                else:
                    self.folders.drop(folder)
                if not folder:
                    break
                folder = folder.rpartition("/")[0]


class Changes(Struct):
    """What a run changes beside the pages themselves."""

    paths: bool = False  # a page came or went
    mapped: bool = False  # the sitemap says something else
    chunks: set[str] = field(default_factory=set)  # files of which one is another
    folders: set[str] = field(default_factory=set)
    gone: dict[str, int] = field(default_factory=dict)  # pages that a unit has no more, with its number

    def keys(self) -> list[str]:
        """By which parts that are made last are touched."""
        return [
            *(["paths"] if self.paths else ()),
            *(["addresses"] if self.mapped else ()),
            *(f"chunks:{path}" for path in self.chunks),
        ]


def order(unit: str) -> tuple[bool, str]:
    """The home page first: its mark says whose folder this is."""
    return unit != "start", unit


def chunk_of(path: str) -> tuple[str, int]:
    """Of the path of a chunk that file and year; of any other page it and 0."""
    file, _, year = path.partition("\t")
    return file, int(year or 0)


# ------------------------------------------------------------------------------------ making


class Work(Struct):
    """What the processes share that make pages; they are forked, so nothing of it is copied or sent."""

    press: Press
    ask: Ask
    env: jinja2.Environment
    prints: Prints
    inspect: Inspect
    wanted: Callable[[str], bool]  # is a page whose path begins so part of the site?
    dress: Callable[[Ask, Page], Page] = lambda ask, page: page  # what the site adds to each


def ask_all(work: Work, units: Sequence[str], cores: int) -> Iterator[Asked]:
    """Ask every unit, on several cores where that pays."""
    if not forked(cores, len(units) >= ALONE):
        for unit in units:
            yield ask_unit(work, unit)
        return
    yield ask_unit(work, units[0])
    spans = [units[start : start + TOGETHER] for start in range(1, len(units), TOGETHER)]
    for part in on_cores(ask_some, spans, cores, begin, work):
        yield from part


def begin(work: Work) -> None:
    global _work
    work.press.store.reopen()
    _work = work


def ask_some(units: Sequence[str]) -> list[Asked]:
    return [ask_unit(_work, unit) for unit in units]


def ask_unit(work: Work, unit: str) -> Asked:
    part, of = work.press.part_of(unit)
    if part is None or part.pages is None or not work.wanted(part.begins):
        return Asked(unit, (), ())
    ask = work.ask
    ask.noted = {}
    source = f"content/{of}.md" if part.per == "thing" else ""
    made = []
    for page in part.pages(ask, of):
        if work.wanted(page.path):
            if isinstance(page.maker, str):
                ask.note(f"template:{page.maker}")
            made.append(look_at(work, number_of(unit), work.dress(ask, page), source))
    return Asked(unit, tuple(map(number_of, ask.noted)), tuple(made))


def look_at(work: Work, unit: int, page: Page, source: str) -> Made:
    """Take the print of a page, and bring it to disk if it is another than before, or if a file is."""
    press = work.press
    before = press.pages.get(page.path)
    taken = work.prints.of(page)
    mapped = (
        (page.changed.isoformat() if page.changed else "")
        if page.path.endswith("index.html") and page.maker not in UNMAPPED
        else None
    )
    same = before is not None and before.whole == taken.whole
    if same and all(stamp_of(f"{press.output}/{file}") == stamp for file, stamp in before.left(page.path)):
        return Made(page.path, msgspec.structs.replace(before, unit=unit, mapped=mapped))
    signs = taken.signs()
    try:
        contents = make(work.env, page)
    except (OSError, Damaged, sqlite3.DatabaseError):
        raise  # of the disk, the command says which; of the store, it is made anew
    except Exception as error:  # it may run in a process of many pages: the others are made all the same
        found = (
            problem(source or f"{press.output.name}/{page.path}", 0, "page-failed", page=page.path, why=failure(error)),
        )
        return Made(page.path, before or Known(unit, b"", b""), True, problems=found)
    if page.kept:
        found = tuple(work.inspect(chunk_of(page.path)[0], contents))
        held = hashlib.blake2b(contents, digest_size=16).digest()
        known = Known(unit, taken.whole, encode(signs), files={}, holds=held)
        return Made(page.path, before or known if found else known, problems=found, kept=None if found else contents)
    parts = contents if isinstance(contents, Mapping) else {"": contents}
    stamps = settled(press, page, parts, before)
    new = [name for name in parts if name not in stamps]
    if found := tuple(
        each for name in new for each in work.inspect(page.path + name, page.says.encode() or parts[name])
    ):
        return Made(page.path, before or Known(unit, b"", b""), True, problems=found)
    written = tuple(page.path + name for name in new if write(f"{press.output}/{page.path}{name}", parts[name]))
    stamps |= {name: stamp_of(f"{press.output}/{page.path}{name}") or NOWHERE for name in new}
    gone = (
        tuple(
            path
            for path in sorted({file for file, _ in before.left(page.path)} - {page.path + name for name in stamps})
            if remove(press.output, path)
        )
        if before
        else ()
    )
    known = Known(unit, taken.whole, encode(signs), *((NOWHERE, stamps) if page.bundle else (stamps[""], None)), mapped)
    return Made(
        page.path,
        known,
        True,
        written,
        joined=any(isinstance(value, Joined) for value in page.inputs.values()),
        removed=gone,
        reason=reason(signs, before, same, press.words) if written else "",
    )


def settled(press: Press, page: Page, parts: Mapping[str, bytes], before: Known | None) -> dict[str, Stamp]:
    """The files of a bundle that its maker says are the same as last time, and that are as they were left: they are not even asked for."""
    same = getattr(parts, "settled", None)
    if not same or not before:
        return {}
    left = {path.removeprefix(page.path): stamp for path, stamp in before.left(page.path)}
    return {
        name: left[name]
        for name in parts
        if name in left and same(name) and stamp_of(f"{press.output}/{page.path}{name}") == left[name]
    }


def reason(signs: dict[str, int], before: Known | None, same: bool, words: Mapping[str, str]) -> str:
    """Which inputs differ from the last time, in the words of the rooms."""
    if before is None or not before.signs:
        return "neu"
    old = msgspec.msgpack.decode(before.signs)
    changed = [] if same else [name for name, sign in signs.items() if old.get(name) != sign]
    return ", ".join(words.get(name, name) for name in changed) or "die Datei fehlte oder war von Hand geändert"


def make(env: jinja2.Environment, page: Page) -> bytes | Mapping[str, bytes]:
    """The page's content, from its inputs alone."""
    made = (
        page.maker(**page.inputs)
        if not isinstance(page.maker, str)
        else render(env, page.maker, page.path, page.prepare(**page.inputs) if page.prepare else page.inputs)
    )
    return made.encode() if isinstance(made, str) else made
