"""Bring declared pages to disk: skip what is made from the same, render on all cores, sweep the rest."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import jinja2
from msgspec import Struct, field

from ..records.problems import Problem, failure, problem
from .codec import Damaged, dumps, loads, seal
from .cores import forked, on_cores
from .left import NOWHERE, PART, Stamp, as_left, files_of, folder_stamp, stamp_of
from .page import Page
from .prints import Prints, context
from .store import Store
from .templates import render

ALONE = 64  # pages; fewer are rendered faster than a second process starts

Inspect = Callable[[str, bytes], list[Problem]]
Before = tuple[str, Stamp, str, str]  # of a page as the last build left it: its print, its file, the prints of its inputs as JSON, a bundle's files


class Report(Struct):
    """What a build did."""

    pages: int = 0
    files: int = 0
    rendered: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)  # of written pages: which inputs changed
    problems: list[Problem] = field(default_factory=list)
    holders: dict[str, list[str]] = field(default_factory=dict)  # by source: the pages that hold its running text


class Made(Struct, frozen=True):
    """A page after it was looked at, and rendered where it is made from something else than before."""

    path: str
    whole: str  # its print
    parts: str = ""  # the prints of its inputs as JSON; like `context` only where the print is another
    context: str = ""  # to make it again, sealed; "" for a page that holds no running text
    sources: tuple[str, ...] = ()
    files: str = ""  # of a bundle: each file with its stamp as JSON, sealed
    brought: Brought | None = None


class Brought(Struct, frozen=True):
    """A page that was rendered, and what came of it on disk."""

    written: tuple[str, ...] = ()  # paths of files with other bytes than before
    stamp: Stamp = NOWHERE
    files: str = ""
    problems: tuple[Problem, ...] = ()


def press(pages: Iterable[Page], output: Path, env: jinja2.Environment, prints: Prints, store: Store, inspect: Inspect = lambda path, data: [], tick: Callable[[int, int], None] = lambda done, of: None, cores: int = 1) -> Report:
    """Bring `output` to exactly the declared pages. A page made from the same inputs is not even rendered.

    `inspect` sees every text before it is written; a page it objects to is not written.
    Nothing is remembered before all is done, so a build that is stopped is finished by the next.
    """
    scope = str(output)
    store.commit()  # texts that were read, for the processes that render; what follows becomes valid with the end of the build
    work = Work(list(pages), output, env, prints, store, inspect, {path: (whole, tuple(stamp), parts, files) for path, whole, *stamp, parts, files in store.rows("pages", "path, print, mtime, size, inode, inputs, files", scope)})
    report = Report(pages=len(work.pages))
    declared: set[str] = set()  # every file
    for number, made in enumerate(make_all(work, cores), 1):
        tick(number, len(work.pages))
        for source in made.sources:
            report.holders.setdefault(source, []).append(made.path)
        if made.parts:
            if made.context:
                store.put("contexts", [(scope, made.path, made.context)])
            elif made.path in work.before:
                store.drop("contexts", "page", scope, [made.path])
        declared.update(path for path, _ in files_of(made.path, NOWHERE, made.files))
        if brought := made.brought:
            report.rendered += 1
            report.problems += brought.problems
            store.put("pages", [(scope, made.path, made.whole, *brought.stamp, made.parts or work.before[made.path][2], brought.files)])
            report.written += brought.written
            report.reasons |= dict.fromkeys(brought.written, reason(made.parts, work.before.get(made.path)) if brought.written else "")
    report.written.sort()
    report.files = len(declared)
    if not report.problems:
        report.removed = sweep(output, declared)
        remember(store, output, declared, work.before.keys() - {page.path for page in work.pages})
    return report


def remember(store: Store, output: Path, declared: set[str], gone: set[str]) -> None:
    scope = str(output)
    store.drop("pages", "path", scope, gone)
    store.drop("contexts", "page", scope, gone)
    old = {path: tuple(stamp) for path, *stamp in store.rows("folders", "path, mtime, inode", scope)}
    new = {path: folder_stamp(f"{output}/{path}") for path in folders_of(declared)}
    store.drop("folders", "path", scope, old.keys() - new.keys())
    store.put("folders", ((scope, path, *stamp) for path, stamp in new.items() if old.get(path) != stamp))


def reason(parts: str, before: Before | None) -> str:
    """Which inputs differ from the last time, in the words of `REASONS`; no `parts`: none does."""
    if not before:
        return "neu"
    if not parts:
        return "die Datei fehlte oder war von Hand geändert"
    try:
        old = dict(loads(before[2]))
    except (TypeError, ValueError):  # damaged
        old = {}
    changed = [name for name, part in loads(parts).items() if old.get(name) != part]
    return ", ".join(REASONS.get(name, name) for name in changed) or "die Datei fehlte oder war von Hand geändert"


REASONS = {
    "Vorlage": "die Vorlage", "site": "Name, Adresse oder Gestaltung der Seite", "frame": "Name oder Adresse der Seite", "url": "die Adresse der Seite", "channel": "Name oder Adresse der Seite", "tag": "die Kennung der Feeds",
    "motion": "der Antrag", "motions": "ein Antrag", "newer": "der neuere Nachbar", "older": "der ältere Nachbar", "day": "der Tag", "reverse": "Bezüge anderer Anträge", "sittings": "eine Sitzung dazu", "numbers": "eine Nummer der Tagesordnung", "council_next": "die nächste öffentliche Sitzung", "latest": "die neuesten Anträge",
    "listing": "die Liste", "rows": "die Zeilen", "years": "die Jahre", "year": "das Jahr", "counts": "die Zahlen", "total": "die Zahl der Anträge", "ways": "die Übersichten", "first": "die Zahl der Jahre", "empty": "der Hinweis", "intro": "die Einleitung",
    "item": "die Meldung", "items": "eine Meldung", "entries": "ein Eintrag", "thread": "der Antrag", "by": "Angaben zur Fraktion", "outlines": "die Feeds", "groups": "die Feeds", "opml": "die Feeds", "deleted": "der Tag der Löschung", "kind": "die Art", "date": "das Datum", "teasers": "die Meldungen", "subjects": "die Themen", "examples": "die Beispiele", "foreign": "Meldungen anderer", "news": "Meldungen dazu", "reports": "Berichte dazu",
    "meeting": "die Sitzung", "meetings": "die Sitzungen", "next": "die nächste Sitzung", "own": "kommende Sitzungen", "council": "Sitzungen der Gremien", "past": "vergangene Sitzungen", "over": "die Sitzung ist vorbei",
    "rhythms": "die Reihen", "rhythm": "die Reihe", "pause": "die Pause", "keep": "die Frist zum Löschen", "calendar": "der Kalender", "calendars": "die Kalender", "name": "der Name", "host": "die Kennung der Feeds", "about": "die Beschreibung", "access": "der Zugang", "invite": "die Anmeldung", "usual": "die Anmeldung", "meetings_text": "der Satz zu den Sitzungen",
    "person": "die Person", "persons": "die Personen", "former": "frühere Mitglieder", "current": "laufende Mitgliedschaften", "committee": "das Gremium", "members": "die Mitglieder", "text": "der Text", "law": "Angaben zur Fraktion", "imprint": "Angaben zur Fraktion",
    "script": "das Skript der Suche", "index": "der Ort des Suchindex", "choices": "die Auswahl zum Eingrenzen", "corpus": "was gefunden werden kann", "direct": "die Liste „Direkt zu“", "rules": "die Regeln der Suche",
    "card": "die Karte zum Teilen", "structured": "die Angaben für Programme", "status": "der Stand", "width": "die Breite", "ending": "das Format", "bodies": "die Gremien", "days": "die Dauer", "share": "der Anteil",
    "letter": "der Rundbrief", "parts": "was der Rundbrief erzählt", "mailing": "die Bestellung des Rundbriefs", "sender": "Angaben zur Fraktion", "pictures": "ein Bild", "old": "der geänderte Antrag", "letters": "die Briefe dazu",
    "paper": "der Antrag", "papers": "ein Antrag", "sitting": "die Sitzung", "committees": "die Gremien", "terms": "die Wahlperioden", "entry": "die Wahlperiode", "of": "die Mitglieder", "around": "die Zahl der Jahre",
    "table": "die Tabelle", "tables": "die Spalten der Tabellen", "versions": "die Fassungen der Daten", "extensions": "die Erklärung der Daten", "standard": "die Erklärung der Daten", "last": "der Tag der letzten Änderung", "citation": "Name oder Adresse der Seite",
    "licence": "die Lizenz", "licence_url": "die Lizenz", "json": "der Ort der Datei", "package": "der Ort der Datei", "system": "der Ort der Datei", "embed": "der Code zum Einbetten",
    "title": "der Titel", "description": "die Beschreibung", "crumbs": "der Weg zur Seite", "alternates": "die Feeds", "target": "das Ziel", "root": "die Adresse der Seite", "path": "der Ort der Datei", "addresses": "die Adressen", "redirects": "die Umleitungen", "data": "der Inhalt", "digest": "der Inhalt", "source": "der Ort der Datei",
}  # fmt: skip


# ------------------------------------------------------------------------------------ making


class Work(Struct):
    """What the rendering processes share; they are forked, so nothing of it is copied or sent."""

    pages: list[Page]
    output: Path
    env: jinja2.Environment
    prints: Prints
    store: Store
    inspect: Inspect
    before: dict[str, Before]


def make_all(work: Work, cores: int) -> Iterator[Made]:
    """Look at every page, on several cores where that pays. The home page comes first: its mark says whose folder this is."""
    if not forked(cores, len(work.pages) >= ALONE):
        yield from make_part(work, range(len(work.pages)))
        return
    yield from make_part(work, range(1))
    alone = [n for n, page in enumerate(work.pages) if page.bundle]  # each takes as long as a hundred pages
    others = [n for n, page in enumerate(work.pages) if n and not page.bundle]
    spans = [[n] for n in alone] + [others[start : start + 25] for start in range(0, len(others), 25)]
    for part in on_cores(continued, spans, cores, begin, work):
        yield from part


def begin(work: Work) -> None:
    global _work
    work.store.reopen()
    _work = work


def continued(span: Sequence[int]) -> list[Made]:
    return list(make_part(_work, span))


def make_part(work: Work, span: Sequence[int]) -> Iterator[Made]:
    for number in span:
        yield look_at(work, work.pages[number])


def look_at(work: Work, page: Page) -> Made:
    """Take the print of a page, and bring it to disk if it is another than before, or if a file is."""
    taken = work.prints.of(page)
    whole, stamp, _, files = work.before.get(page.path, ("", NOWHERE, "", ""))
    same = whole == taken.whole
    if same and as_left(work.output, files_of(page.path, stamp, files)):
        return Made(page.path, whole, sources=taken.sources, files=files)
    try:
        brought = bring(page, work.output, contents(page, work.env), work.inspect, files)
    except (OSError, Damaged, sqlite3.DatabaseError):
        raise  # of the disk, the command says which; of the store, it is made anew
    except Exception as error:  # it may run in a process of many pages: the others are made all the same
        source = next(iter(sorted(taken.sources)), f"{work.output.name}/{page.path}")
        brought = Brought(problems=(problem(source, 0, "page-failed", page=page.path, why=failure(error)),))
    if same:
        return Made(page.path, whole, "", "", taken.sources, brought.files, brought)
    return Made(page.path, taken.whole, dumps(taken.parts), seal(context(page, taken), "contexts", str(work.output), page.path) if taken.sources else "", taken.sources, brought.files, brought)


def contents(page: Page, env: jinja2.Environment) -> Mapping[str, bytes]:
    """Render one page: its file, or all those of a bundle, by their names below it."""
    made = make(env, page)
    return made if isinstance(made, Mapping) else {"": made.encode() if isinstance(made, str) else made}


def bring(page: Page, output: Path, parts: Mapping[str, bytes], inspect: Inspect, before: str = "") -> Brought:
    """Write what differs of a page's `contents`. What `inspect` objects to is not written.

    `before`: a bundle's files as the last build left them. One that its maker says is `settled`, and that is as it was left, is not even asked for.
    """
    known = dict(files_of(page.path, NOWHERE, before)) if before else {}
    settled = getattr(parts, "settled", lambda name: False)
    stamps = {path: known[path] for name in parts if (path := page.path + name) in known and settled(name) and stamp_of(f"{output}/{path}") == known[path]}
    new = [name for name in parts if page.path + name not in stamps]
    found = tuple(problem for name in new for problem in inspect(page.path + name, page.says.encode() or parts[name]))
    if found:
        return Brought(problems=found)
    written = tuple(page.path + name for name in new if write(f"{output}/{page.path}{name}", parts[name]))
    stamps |= {page.path + name: stamp_of(f"{output}/{page.path}{name}") or NOWHERE for name in new}
    if not page.bundle:
        return Brought(written, stamps[page.path])
    return Brought(written, files=seal(dumps([(path, *stamp) for path, stamp in stamps.items()]), "files", page.path))


def make(env: jinja2.Environment, page: Page) -> str | bytes | Mapping[str, bytes]:
    """The page's content, from its inputs alone."""
    if not isinstance(page.maker, str):
        return page.maker(**page.inputs)
    return render(env, page.maker, page.path, page.prepare(**page.inputs) if page.prepare else page.inputs)


# ------------------------------------------------------------------------------------ writing


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to one of the paths; "" is the output itself."""
    found = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in found:
            found.add(path)
    return found


def write(target: str | os.PathLike[str], data: bytes) -> bool:
    """Write through a temporary name in the same folder, so that a reader sees the old or the new bytes."""
    folder, _, name = os.fspath(target).rpartition("/")
    try:
        seen = os.lstat(target)
        if stat.S_ISREG(seen.st_mode):
            if seen.st_size == len(data) and Path(target).read_bytes() == data:
                return False
        else:
            clear(Path(target))
    except (FileNotFoundError, NotADirectoryError):
        try:
            os.mkdir(folder)  # a new page has a folder of its own
        except OSError:
            if not os.path.isdir(folder):
                clear(Path(target))
    part = f"{folder}/.{name}{PART}"
    Path(part).write_bytes(data)
    os.replace(part, target)
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


def sweep(output: Path, declared: set[str]) -> list[str]:
    """Remove what is not declared, files first, then folders that have become empty."""
    removed: list[str] = []
    folders = folders_of(declared)

    def clean(folder: str, start: str) -> bool:
        """Is anything left below?"""
        left = False
        for entry in list(os.scandir(folder)):
            name = start + entry.name
            if entry.is_dir(follow_symlinks=False):
                left |= clean(entry.path, name + "/")
            elif name in declared or (name in folders and entry.is_dir()):  # a folder of ours may be a link to another disk
                left = True
            else:
                os.unlink(entry.path)
                removed.append(name)
        if not left and start:
            os.rmdir(folder)
        return left

    clean(str(output), "")
    return sorted(removed)


def drop(output: Path, page: str, old: str, new: str) -> list[str]:
    """Remove the files that a bundle had and has no more, where nothing else has to be swept."""
    gone = sorted({path for path, _ in files_of(page, NOWHERE, old)} - {path for path, _ in files_of(page, NOWHERE, new)})
    for path in gone:
        Path(f"{output}/{path}").unlink(missing_ok=True)
    return gone
