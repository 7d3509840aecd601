"""The short way of a build: nothing but running texts of motions changed, so only pages that hold one can have.

All else on the site depends on what a text has in common with its last version: its head, its headings and
numbered points, where its links lead, what is wrong with it (`reading.fixed_part`). Where any of that
differs, or another file, the day, a setting, a template, or an output file is not as it was left,
this answers None and the long way is taken. It never guesses.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from .. import motions
from ..motions.model import TABLE as MOTION
from ..motions.model import Facts, Motion
from ..press.codec import decode, dumps
from ..press.cores import beside
from ..press.page import Page
from ..press.prints import Print, Prints, page_from
from ..press.store import Store
from ..press.templates import environment, template_digests
from ..press.write import Report, bring, contents, drop, folder_stamp, untouched
from ..records.links import Link, Names, Resolver
from ..records.problems import Problem, errors
from .reading import RACY, Draft, Entry, content_key, files_by_folder, files_of, fixed_part, motion_keys, parse, put_parsed, restore, scan
from .result import Result, inspector
from .settings import Settings
from .tables import folder_of

MANY = 2000  # output files; looking at more takes longer than to start a process
FEW = 100  # files; what is known of more is read at once


class Unknown(Exception):
    """Something changed, or a page holds something, that this way does not know."""


Ready = tuple[Page, Print, dict[str, bytes]]  # a page, what it was made from, its files


def build_briefly(settings: Settings, store: Store, made_from: str, lenient: bool, cores: int) -> Result | None:
    scope = str(settings.output)
    facts = store.facts(scope)
    if facts.get("made_from") != made_from or facts["pages"] != store.count("pages", scope) or facts["folders"] != store.count("folders", scope):
        return None
    problems: list[Problem] = decode(facts["problems"])
    if errors(problems) and not lenient:
        return None
    same = beside(partial(untouched, settings.output, store), cores, facts["pages"] > MANY)
    begun = time.time_ns()
    entries = scan(settings.content)
    ready: list[Ready] | None = None
    try:
        stamps, texts = changes(settings.content, entries, store, scope, (*decode(facts["blocked"]), *settings.private), problems, cores)
        briefly = Briefly(settings, store, scope, facts, entries, texts)
        ready = list(briefly.render())
    except Unknown:
        pass
    finally:
        as_left = same()  # what is rendered meanwhile is not written before this is known
    if ready is None or not as_left:
        return None
    report = Report(pages=facts["pages"], files=facts["files"])
    briefly.press(ready, report)
    if report.problems:
        return None
    rows = ((entry.stamp[0] if max(entry.stamp[:2]) < begun - RACY else 0, *entry.stamp[1:], key, scope, path) for path, (entry, key) in stamps.items())
    store.db.executemany("UPDATE sources SET mtime = ?, ctime = ?, size = ?, inode = ?, key = ? WHERE folder = ? AND path = ?", rows)
    store.commit()
    return Result(problems, report, decode(facts["counts"]))


def changes(content: Path, entries: dict[str, Entry], store: Store, scope: str, blocked: tuple[str, ...], problems: list[Problem], cores: int) -> tuple[dict[str, tuple[Entry, str]], dict[str, str]]:
    """Files with a new stamp, and the keys of those motions whose running text changed.

    Raises:
        Unknown: more than that changed.
    """
    before = set(store.rows("sources", "path, mtime, ctime, size, inode", scope))
    if len(before) != len(entries):
        raise Unknown("")
    if any(not entry.regular and "/" not in path for path, entry in entries.items()):
        raise Unknown("")  # a link to a list: where it leads may have changed
    new = [entry for path, entry in entries.items() if (f"content/{path}", *entry.stamp) not in before]
    known = {path: (key, size) for path, key, size in store.rows("sources", "path, key, size", scope, [e.shown for e in new] if len(new) < FEW else None)}
    stamps: dict[str, tuple[Entry, str]] = {}
    for entry in new:
        shown = entry.shown
        key, _ = known.get(shown, ("", 0))
        if not key or not entry.regular:
            raise Unknown(shown)
        stamps[shown] = (entry, key)
    texts: dict[str, str] = {}
    try:
        for entry, data, now in altered(content, new, known, blocked, cores):
            path, shown = entry.path, entry.shown
            if not path.startswith("antraege/") or not path.endswith(".md") or path.count("/") != 1:
                raise Unknown(shown)
            parsed = parse(path, MOTION, data, blocked)
            if parsed.record is None or [(fixed_part(parsed),)] != list(store.rows("sources", "fixed", scope, [shown])):
                raise Unknown(shown)
            if any(p.path == shown and p.line >= parsed.record.body_line for p in problems):
                raise Unknown(shown)  # its line may have moved
            put_parsed(store, now, parsed)
            texts[shown] = now
            stamps[shown] = (entry, now)
    except OSError:
        raise Unknown("") from None
    return stamps, texts


def altered(content: Path, entries: list[Entry], known: dict[str, tuple[str, int]], blocked: tuple[str, ...], cores: int) -> list[tuple[Entry, bytes, str]]:
    """Files with another content than before, with it and its key. Of the many of a fresh clone another process reads half, those with the same size."""
    half = [entry for entry in entries[1::2] if entry.size == known[entry.shown][1]] if len(entries) > MANY and cores > 1 else []
    taken = {entry.path for entry in half}

    def unlike(entries: list[Entry]) -> list[tuple[Entry, bytes, str]]:
        found = []
        for entry in entries:
            path = entry.path
            data = read(f"{content}/{path}", entry.size)
            key = content_key(path, data, blocked if folder_of(path) else ())
            if key != known[entry.shown][0]:
                found.append((entry, data, key))
        return found

    same = beside(lambda: not unlike(half), cores, bool(half))
    mine: list[tuple[Entry, bytes, str]] = []
    try:
        mine = unlike([entry for entry in entries if entry.path not in taken])
    finally:
        all_same = same()
    return mine if all_same else mine + unlike(half)


def read(path: str, size: int) -> bytes:
    """A whole file. After a fresh clone every text is read, and a file object costs as much as the reading."""
    handle = os.open(path, os.O_RDONLY)
    try:
        data = os.read(handle, size + 1)
        while len(data) != size and (more := os.read(handle, 1 << 20)):  # it has grown or shrunk since
            data += more
        return data
    finally:
        os.close(handle)


class Briefly:
    """Builds motions from what the store knows, and presses the pages that hold them."""

    def __init__(self, settings: Settings, store: Store, scope: str, facts: dict[str, Any], entries: dict[str, Entry], texts: dict[str, str]):
        self.settings, self.store, self.scope, self.facts, self.texts = settings, store, scope, facts, texts
        self.entries = entries
        self.group, self.deciding, self.frame = (decode(facts[name]) for name in ("group", "deciding", "frame"))
        self.made: dict[str, Motion] = {}

    @cached_property
    def folders(self) -> dict[str, dict[str, int]]:
        return files_by_folder(self.entries)

    def render(self) -> Iterator[Ready]:
        """Every page that holds one of the texts, made anew."""
        if not self.texts:
            return
        blocked = (*decode(self.facts["blocked"]), *self.settings.private)
        env = environment(self.settings.theme, self.settings.filters, self.store.version, self.settings.cache)
        prints = Prints(template_digests(self.settings.theme, self.settings.filters), dumps(blocked))
        for path, data in self.held():
            page = page_from(path, data, self.resolve)
            yield page, prints.of(page), contents(page, env)

    def press(self, ready: list[Ready], report: Report) -> None:
        inspect = inspector((*decode(self.facts["blocked"]), *self.settings.private))
        for page, taken, parts in ready:
            brought = bring(page, self.settings.output, parts, inspect)
            report.rendered += 1
            report.problems += brought.problems
            if brought.problems:
                return
            ((old,),) = self.store.rows("pages", "files", self.scope, [page.path])
            report.removed += drop(self.settings.output, old, brought.files) if old else []
            report.files -= len(report.removed)
            report.written += brought.written
            report.reasons |= dict.fromkeys(brought.written, "der Text des Antrags")
            for folder in {path.rpartition("/")[0] for path in (*brought.written, *report.removed)}:
                self.store.put("folders", [(self.scope, folder, *folder_stamp(f"{self.settings.output}/{folder}"))])
            self.store.put("pages", [(self.scope, page.path, taken.whole, *brought.stamp, dumps(taken.parts), brought.files)])
        report.written.sort()
        report.removed.sort()

    def held(self) -> list[tuple[str, str]]:
        """Path and context of each page that holds one of the changed texts."""
        pages = {page for source in self.texts for page in self.known(source)[1]}
        return [(page, self.store.sealed("SELECT data FROM contexts WHERE folder = ? AND page = ?", self.scope, page)) for page in sorted(pages)]

    def known(self, source: str) -> tuple[list[list[str]], list[str]]:
        """Where a motion's references lead, and which pages hold its text."""
        return json.loads(self.store.sealed("SELECT known FROM sources WHERE folder = ? AND path = ?", self.scope, source))

    def resolve(self, name: str) -> Any:
        """What stands in a page's inputs under a name."""
        kind, _, source = name.partition(":")
        match kind:
            case "frame":
                return self.frame
            case "text":
                return self.motion(source)
            case "facts":
                return Facts(self.motion(source))
            case "paper":
                from .papers import paper_in  # late: the short way knows nothing else of the search

                return paper_in(self.store, source)
        raise Unknown(name)

    def motion(self, source: str) -> Motion:
        if source not in self.made:
            (key,) = self.store.db.execute("SELECT key FROM sources WHERE folder = ? AND path = ?", (self.scope, source)).fetchone()
            ((key, fixed, data),) = self.store.parsed([self.texts.get(source, key)])
            parsed = restore(data, key, self.store)
            if any(target.picture for target in parsed.body.targets):
                raise Unknown(source)  # its pictures would have to be looked at
            links = self.known(source)[0]
            draft = Draft(MOTION, parsed.record, parsed.body, self.folders.get(source.removeprefix("content/").removesuffix(".md"), {}), [], key, fixed, dumps(links))
            self.made[source] = motions.read_motion(parsed.record, parsed.body, resolver(links), files_of(draft), self.group, self.deciding, motion_keys(draft, self.group, self.deciding))
        return self.made[source]


def resolver(links: list[list[str]]) -> Resolver:
    """Knows what one motion names, which is all that it asks for."""
    names: dict[str, Names] = {}
    for kind, typed, *link in links:
        names.setdefault(kind, Names()).add(Link(*link), [typed])
    return Resolver(names)
