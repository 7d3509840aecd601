"""Bring declared pages to disk: skip what is made from the same, render on all cores, sweep the rest."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from ..records.problems import Problem
from .codec import dumps, seal
from .page import Page
from .prints import Prints, context
from .store import Store
from .templates import render

PART = ".neu~"  # ending of temporary names; one that is left over is ours to remove
MARK = 'name="generator" content="fraktion"'  # in every page of the theme: this folder is ours to sweep
ALONE = 64  # pages; fewer are rendered faster than a second process starts

Inspect = Callable[[str, str], list[Problem]]
Stamp = tuple[int, int, int]  # mtime_ns, size, inode


@dataclass(slots=True)
class Report:
    """What a build did."""

    pages: int = 0
    rendered: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # of written pages: which inputs changed
    problems: list[Problem] = field(default_factory=list)
    holders: dict[str, list[str]] = field(default_factory=dict)  # by source: the pages that hold its running text


@dataclass(frozen=True, slots=True)
class Made:
    """A page after rendering."""

    path: str
    stamp: Stamp
    written: bool
    problems: tuple[Problem, ...] = ()


def press(pages: Iterable[Page], output: Path, env: jinja2.Environment, prints: Prints, store: Store, inspect: Inspect = lambda path, text: [], tick: Callable[[int, int], None] = lambda done, of: None, cores: int = 1) -> Report:
    """Bring `output` to exactly the declared pages. A page made from the same inputs is not even rendered.

    `inspect` sees every text before it is written; a page it objects to is not written.
    Nothing is remembered before all is done, so a build that is stopped is finished by the next.
    """
    scope = str(output)
    store.commit()  # texts that were read, for the processes that render; what follows becomes valid with the end of the build
    before = {path: (whole, stamp, parts) for path, whole, *stamp, parts in store.rows("pages", "path, print, mtime, size, inode, inputs", scope)}
    report = Report()
    declared: dict[str, tuple[str, str]] = {}  # print, and the prints of its parts as JSON
    todo: list[Page] = []
    store.forget_texts_of(scope)
    for page in pages:
        taken = prints.of(page)
        declared[page.path] = taken.whole, dumps(taken.parts)
        if taken.sources:
            store.put("contexts", [(scope, page.path, seal(context(page, taken)))])
            for source in taken.sources:
                report.holders.setdefault(source, []).append(page.path)
        whole, stamp, _ = before.get(page.path, ("", None, ""))
        if whole != taken.whole or stamp_of(output / page.path) != tuple(stamp):
            todo.append(page)
    kept: dict[str, Stamp] = {}
    for number, made in enumerate(make_all(todo, output, env, store, inspect, cores), 1):
        report.problems += made.problems
        kept[made.path] = made.stamp
        if made.written:
            report.written.append(made.path)
            report.reasons[made.path] = reason(declared[made.path][1], before.get(made.path))
        tick(number, len(todo))
    report.pages, report.rendered = len(declared), len(todo)
    report.written.sort()
    if not report.problems:
        report.removed = sweep(output, declared.keys())
        remember(store, output, declared, kept, before)
    return report


def remember(store: Store, output: Path, declared: dict[str, tuple[str, str]], kept: dict[str, Stamp], before: dict) -> None:
    scope = str(output)
    store.drop("pages", "path", scope, before.keys() - declared.keys())
    store.put("pages", ((scope, path, declared[path][0], *stamp, declared[path][1]) for path, stamp in kept.items()))
    old = {path: tuple(stamp) for path, *stamp in store.rows("folders", "path, mtime, inode", scope)}
    new = {path: folder_stamp(f"{output}/{path}") for path in folders_of(declared)}
    store.drop("folders", "path", scope, old.keys() - new.keys())
    store.put("folders", ((scope, path, *stamp) for path, stamp in new.items() if old.get(path) != stamp))


def reason(parts: str, before: tuple | None) -> str:
    """Which inputs differ from the last time, in the words of `REASONS`."""
    if not before:
        return "neu"
    try:
        old = dict(json.loads(before[2]))
    except (TypeError, ValueError):  # damaged
        old = {}
    changed = [name for name, part in json.loads(parts).items() if old.get(name) != part]
    return ", ".join(REASONS.get(name, name) for name in changed) or "die Datei fehlte oder war von Hand geändert"


REASONS = {
    "Vorlage": "die Vorlage", "site": "Name, Adresse oder Gestaltung der Seite", "frame": "Name oder Adresse der Seite", "url": "die Adresse der Seite", "channel": "Name oder Adresse der Seite", "tag": "die Kennung der Feeds",
    "motion": "der Antrag", "motions": "ein Antrag", "newer": "der neuere Nachbar", "older": "der ältere Nachbar", "day": "der Tag", "reverse": "Bezüge anderer Anträge", "sittings": "eine Sitzung dazu", "latest": "die neuesten Anträge",
    "listing": "die Liste", "rows": "die Zeilen", "years": "die Jahre", "year": "das Jahr", "counts": "die Zahlen", "total": "die Zahl der Anträge", "ways": "die Übersichten", "first": "die Zahl der Jahre", "empty": "der Hinweis", "intro": "die Einleitung",
    "item": "die Meldung", "items": "eine Meldung", "teasers": "die Meldungen", "foreign": "Meldungen anderer", "news": "Meldungen dazu", "reports": "Berichte dazu",
    "meeting": "die Sitzung", "meetings": "die Sitzungen", "next": "die nächste Sitzung", "own": "kommende Sitzungen", "council": "Sitzungen der Gremien", "past": "vergangene Sitzungen", "over": "die Sitzung ist vorbei",
    "access": "der Zugang", "invite": "die Anmeldung", "usual": "die Anmeldung", "meetings_text": "der Satz zu den Sitzungen",
    "person": "die Person", "persons": "die Personen", "former": "frühere Mitglieder", "current": "laufende Mitgliedschaften", "committee": "das Gremium", "members": "die Mitglieder", "text": "der Text", "imprint": "Angaben zur Fraktion",
    "title": "der Titel", "description": "die Beschreibung", "crumbs": "der Weg zur Seite", "alternates": "die Feeds", "target": "das Ziel", "root": "die Adresse der Seite", "path": "der Ort der Datei", "addresses": "die Adressen", "data": "der Inhalt", "digest": "der Inhalt", "source": "der Ort der Datei",
}  # fmt: skip


# ------------------------------------------------------------------------------------ making


class Work:
    """What the rendering processes share; they are forked, so nothing of it is copied or sent."""

    pages: list[Page]
    output: Path
    env: jinja2.Environment
    store: Store
    inspect: Inspect


def make_all(pages: list[Page], output: Path, env: jinja2.Environment, store: Store, inspect: Inspect, cores: int) -> Iterable[Made]:
    """Render and write pages, on several cores where that pays. The home page comes first: its mark says whose folder this is."""
    work = Work()
    work.pages, work.output, work.env, work.store, work.inspect = pages, output, env, store, inspect
    if cores < 2 or len(pages) < ALONE or "fork" not in multiprocessing.get_all_start_methods():
        yield from make_part(work, range(len(pages)))
        return
    yield from make_part(work, range(1))
    spans = [range(start, min(start + 25, len(pages))) for start in range(1, len(pages), 25)]
    with multiprocessing.get_context("fork").Pool(cores, begin, (work,)) as pool:
        for part in pool.imap_unordered(continued, spans):
            yield from part


def begin(work: Work) -> None:
    global _work
    work.store.reopen()
    _work = work


def continued(span: range) -> list[Made]:
    return make_part(_work, span)


def make_part(work: Work, span: range) -> list[Made]:
    return [bring(work.pages[number], work.output, work.env, work.inspect) for number in span]


def bring(page: Page, output: Path, env: jinja2.Environment, inspect: Inspect) -> Made:
    """Render one page and write it if its bytes differ."""
    made = make(env, page)
    data = made.encode() if isinstance(made, str) else made
    found = tuple(inspect(page.path, readable(made)))
    target = output / page.path
    if found:
        return Made(page.path, (0, 0, 0), False, found)
    written = write(target, data)
    return Made(page.path, stamp_of(target) or (0, 0, 0), written)


def readable(made: str | bytes) -> str:
    """What is text in it: feeds, tables and attachments come as bytes; a picture has none."""
    if isinstance(made, str):
        return made
    try:
        return made.decode()
    except UnicodeDecodeError:
        return ""


def make(env: jinja2.Environment, page: Page) -> str | bytes:
    """The page's content, from its inputs alone."""
    if not isinstance(page.maker, str):
        return page.maker(**page.inputs)
    return render(env, page.maker, page.path, page.prepare(**page.inputs) if page.prepare else page.inputs)


# ------------------------------------------------------------------------------------ writing


def stamp_of(path: Path | str) -> Stamp | None:
    """By which a file is known again without reading it (decision: --alles reads every byte)."""
    try:
        seen = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def folder_stamp(path: str) -> tuple[int, int]:
    """Changes whenever something is put into the folder, renamed in it or taken out."""
    seen = os.stat(path)
    return seen.st_mtime_ns, seen.st_ino


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to one of the paths; "" is the output itself."""
    found = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in found:
            found.add(path)
    return found


def untouched(output: Path, store: Store) -> bool:
    """Is every file as the last build left it, and none beside them?"""
    scope, base = str(output), f"{output}/"
    try:
        return all(stamp_of(base + path) == tuple(stamp) for path, *stamp in store.rows("pages", "path, mtime, size, inode", scope)) and all(
            folder_stamp(base + path) == tuple(stamp) for path, *stamp in store.rows("folders", "path, mtime, inode", scope)
        )
    except OSError:
        return False


def write(target: Path, data: bytes) -> bool:
    """Write through a temporary name in the same folder, so that a reader sees the old or the new bytes."""
    with suppress(FileNotFoundError, NotADirectoryError):
        seen = target.lstat()
        if stat.S_ISREG(seen.st_mode) and seen.st_size == len(data) and target.read_bytes() == data:
            return False
    clear(target)
    part = target.with_name(f".{target.name}{PART}")
    part.write_bytes(data)
    part.replace(target)
    return True


def clear(target: Path) -> None:
    """Make room: a folder where a file should be, or a file where a folder should be, from an older build."""
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    if target.parent.is_dir():
        return
    for parent in reversed(target.parents):
        if parent.is_file() or (parent.is_symlink() and not parent.is_dir()):
            with suppress(FileNotFoundError, IsADirectoryError, PermissionError):  # another process was quicker
                parent.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def sweep(output: Path, declared: Iterable[str]) -> list[str]:
    """Remove what is no longer declared, files first, then folders that have become empty."""
    known = set(declared)
    removed = []
    folders = folders_of(known)
    for folder, inner, files in os.walk(output, topdown=False):
        base = Path(folder)
        start = "" if base == output else base.relative_to(output).as_posix() + "/"
        links = [name for name in inner if start + name not in folders and os.path.islink(f"{folder}/{name}")]
        for name in (*files, *links):
            if start + name not in known:
                (base / name).unlink()
                removed.append(start + name)
        if base != output and not any(os.scandir(base)):
            base.rmdir()
    return sorted(removed)


def strangers(output: Path, store: Store) -> bool:
    """Does the folder hold somebody else's files? Then it is not ours to sweep.

    Ours has our mark on one of two pages, or a file that is still as the store knows it.
    """
    if not output.exists():
        return False
    if not output.is_dir():
        return True
    if all(entry.name.endswith(PART) for entry in os.scandir(output)):
        return False
    marked = any(page.is_file() and MARK in page.read_text("utf-8", "replace") for page in (output / "index.html", output / "404.html"))
    return not marked and not any(stamp_of(f"{output}/{path}") == tuple(stamp) for path, *stamp in store.rows("pages", "path, mtime, size, inode", str(output)))
