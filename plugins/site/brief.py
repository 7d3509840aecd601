"""The short way of a build: nothing but running texts of motions changed, so only pages that hold one can have.

All else on the site depends on what a text has in common with its last version: its head, its headings and
numbered points, where its links lead, what is wrong with it (`reading.fixed_part`). Where any of that
differs, or another file, the day, a setting, a template, or an output file is not as it was left,
this answers None and the long way is taken. It never guesses.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from .. import motions
from ..motions.model import Motion
from ..press.codec import decode, dumps
from ..press.prints import TEXT, Prints, page_from
from ..press.store import Store
from ..press.templates import environment, template_digests
from ..press.write import Report, bring, stamp_of
from ..records.fields import Table
from ..records.links import Link, Names, Resolver
from .content import files_of, motion_keys
from .reading import RACY, TABLES, Draft, Entry, content_key, files_by_folder, fixed_part, parse, put_parsed, restore, scan, text_table
from .result import Result, inspector
from .settings import Settings

MOTION: Table = TABLES["motion"]


def build_briefly(settings: Settings, store: Store, made_from: str) -> Result | None:
    scope = str(settings.output)
    facts = store.facts(scope)
    if facts.get("made_from") != made_from:
        return None
    entries = scan(settings.content)
    found = changes(settings.content, entries, store, scope, tuple(decode(facts["blocked"])))
    if found is None or not outputs_untouched(settings.output, store, scope):
        return None
    stamps, texts = found
    report = Report(pages=store.db.execute("SELECT count(*) FROM pages WHERE folder = ?", (scope,)).fetchone()[0])
    if texts:
        Briefly(settings, store, scope, facts, entries, texts).press(report)
    if report.problems:
        return None
    now = time.time_ns() - RACY
    for path, (entry, key) in stamps.items():
        mtime = entry.stamp[0] if max(entry.stamp[:2]) < now else 0
        store.db.execute("UPDATE sources SET mtime = ?, ctime = ?, size = ?, inode = ?, key = ? WHERE folder = ? AND path = ?", (mtime, *entry.stamp[1:], key, scope, path))
    store.commit()
    return Result(list(decode(facts["problems"])), report, decode(facts["counts"]))


def changes(content: Path, entries: dict[str, Entry], store: Store, scope: str, blocked: tuple[str, ...]) -> tuple[dict[str, tuple[Entry, str]], dict[str, str]] | None:
    """Files with a new stamp, and the keys of those motions whose running text changed; None: more than that changed."""
    before = {path: (tuple(stamp), key, fixed) for path, *stamp, key, fixed in store.rows("sources", "path, mtime, ctime, size, inode, key, fixed", scope)}
    if len(before) != len(entries):
        return None
    stamps: dict[str, tuple[Entry, str]] = {}
    texts: dict[str, str] = {}
    for path, entry in entries.items():
        shown = f"content/{path}"
        known = before.get(shown)
        if known is None:
            return None
        stamp, key, fixed = known
        if stamp == entry.stamp:
            continue
        if not entry.regular or not key:
            return None
        try:
            data = (content / path).read_bytes()
        except OSError:
            return None
        new = content_key(path, data, blocked if path.endswith(".md") and text_table(path) else ())
        if new != key:
            if not path.startswith("antraege/") or not path.endswith(".md") or path.count("/") != 1:
                return None
            parsed = parse(path, MOTION, data, blocked)
            if parsed.record is None or fixed_part(parsed) != fixed:
                return None
            put_parsed(store, new, parsed)
            texts[shown] = new
        stamps[shown] = (entry, new)
    return stamps, texts


def outputs_untouched(output: Path, store: Store, scope: str) -> bool:
    """Is every output file as the last build left it?"""
    base = f"{output}/"
    return all(stamp_of(base + path) == tuple(stamp) for path, *stamp in store.rows("pages", "path, mtime, size, inode", scope))


class Briefly:
    """Builds motions from what the store knows, and presses the pages that hold them."""

    def __init__(self, settings: Settings, store: Store, scope: str, facts: dict[str, Any], entries: dict[str, Entry], texts: dict[str, str]):
        self.settings, self.store, self.scope, self.facts, self.texts = settings, store, scope, facts, texts
        self.folders = files_by_folder(entries)
        self.names: dict[str, dict[str, Link]] = decode(facts["names"])
        self.group, self.deciding, self.frame = (decode(facts[name]) for name in ("group", "deciding", "frame"))
        self.made: dict[str, Motion] = {}

    def press(self, report: Report) -> None:
        env = environment(self.settings.theme, self.settings.filters)
        prints = Prints(template_digests(self.settings.theme))
        inspect = inspector(tuple(decode(self.facts["blocked"])))
        for path, data in self.held():
            page = page_from(path, data, self.resolve)
            taken = prints.of(page)
            made = bring(page, self.settings.output, env, inspect)
            report.rendered += 1
            report.problems += made.problems
            if made.written:
                report.written.append(path)
                report.reasons[path] = "der Text des Antrags"
            self.store.put("pages", [(self.scope, path, taken.whole, *made.stamp, dumps(taken.parts))])

    def held(self) -> list[tuple[str, str]]:
        """Path and context of each page that holds one of the changed texts."""
        pages = {page for source in self.texts for (page,) in self.store.db.execute("SELECT page FROM holders WHERE folder = ? AND source = ?", (self.scope, source))}
        return [(page, self.store.db.execute("SELECT data FROM contexts WHERE folder = ? AND page = ?", (self.scope, page)).fetchone()[0]) for page in sorted(pages)]

    def resolve(self, name: str) -> Any:
        return self.frame if name == "frame" else self.motion(name.removeprefix(TEXT))

    def motion(self, source: str) -> Motion:
        if source not in self.made:
            key, fixed, known = self.store.db.execute("SELECT key, fixed, known FROM sources WHERE folder = ? AND path = ?", (self.scope, source)).fetchone()
            key = self.texts.get(source, key)
            parsed = restore(next(iter(self.store.parsed([key])))[1], key, self.store)
            links = decode(json.loads(known))
            draft = Draft(MOTION, parsed.record, parsed.body, self.folders.get(source.removeprefix("content/").removesuffix(".md"), {}), [], key, fixed, links)
            self.made[source] = motions.read_motion(parsed.record, parsed.body, self.resolver(links), files_of(draft), self.group, self.deciding, motion_keys(draft, self.facts["basis"]))
        return self.made[source]

    def resolver(self, links: tuple[tuple[str, str, Link], ...]) -> Resolver:
        names = {kind: Names(dict(known)) for kind, known in self.names.items()}
        for kind, typed, link in links:
            names.setdefault(kind, Names()).add(link, [typed])
        return Resolver(names)
