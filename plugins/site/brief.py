"""The short way of a build: nothing but running texts of motions changed, so only pages that hold one can have.

All else on the site depends on what a text has in common with its last version: its head, its headings and
numbered points, where its links lead, what is wrong with it (`reading.fixed_part`). Where any of that
differs, or another file, the day, a setting, a template, or an output file is not as it was left,
this answers None and the long way is taken. It never guesses.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from .. import motions
from ..motions.model import TABLE as MOTION
from ..motions.model import Facts, Motion
from ..press import left
from ..press.codec import decode, dumps, loads
from ..press.cores import beside
from ..press.page import Page
from ..press.prints import Print, Prints, page_from
from ..press.store import Store
from ..press.templates import environment, template_digests
from ..press.write import Report, bring, contents, drop
from ..records.links import Link, Names, Resolver
from ..records.problems import Problem, errors
from .changed import Changes, Unknown
from .gallery import Gallery
from .reading import Draft, Entry, files_by_folder, motion_keys, restore, scan
from .result import Result, inspector
from .settings import Settings

INDEX = "suche/teile/"  # as plugins/search has it, which is imported late
Ready = tuple[Page, Print, Mapping[str, bytes]]  # a page, what it was made from, its files


def build_briefly(settings: Settings, store: Store, made_from: str, as_left: Callable[[], bool], lenient: bool, cores: int) -> Result | None:
    """`as_left`: is the output as the last build left it? Asked at the end, since another process may still be looking."""
    scope = str(settings.output)
    facts = store.facts(scope)
    if facts.get("made_from") != made_from or facts["pages"] != store.count("pages", scope) or facts["folders"] != store.count("folders", scope):
        return None
    problems: list[Problem] = decode(facts["problems"])
    if errors(problems) and not lenient:
        return None
    report = Report(pages=facts["pages"], files=facts["files"])
    try:
        briefly = made_anew(settings, store, scope, facts, problems, cores)
        if as_left():
            briefly.press(report)
            if not report.problems:
                if report.files != facts["files"]:  # a search bundle came out in more files, or in fewer
                    store.put_facts(scope, {**facts, "files": report.files})
                store.commit()
                return Result(problems, report, decode(facts["counts"]))
    except Unknown:
        pass
    store.rollback()
    return None


def made_anew(settings: Settings, store: Store, scope: str, facts: dict[str, Any], problems: list[Problem], cores: int) -> Briefly:
    """The pages that hold a changed text, rendered; the new stamps are remembered, to be committed with what is written."""
    begun = time.time_ns()
    entries = scan(settings.content)
    changes = Changes(settings.content, entries, store, scope, (*decode(facts["blocked"]), *settings.private), problems, settings.council)
    with beside(lambda: not changes.unlike(changes.most), cores, bool(changes.most)) as same:
        changes.take(changes.own)
        changes.remember(begun)
        briefly = Briefly(settings, store, scope, facts, entries, changes.texts)
        if same():
            return briefly
    changes.take(changes.most)
    changes.remember(begun)
    return Briefly(settings, store, scope, facts, entries, changes.texts)


class Briefly:
    """Builds motions from what the store knows, and renders the pages that hold one of the texts: they are `ready` to be written."""

    def __init__(self, settings: Settings, store: Store, scope: str, facts: dict[str, Any], entries: dict[str, Entry], texts: dict[str, str]):
        self.settings, self.store, self.scope, self.facts, self.texts = settings, store, scope, facts, texts
        self.entries = entries
        self.group, self.deciding, self.frame = (decode(facts[name]) for name in ("group", "deciding", "frame"))
        self.made: dict[str, Motion] = {}
        self.ready: list[Ready] = list(self.render())

    @cached_property
    def folders(self) -> dict[str, dict[str, int]]:
        return files_by_folder({path: entry for path, entry in self.entries.items() if path.count("/") > 1})  # those beside motions

    def render(self) -> Iterator[Ready]:
        """Every page that holds one of the texts."""
        if not self.texts:
            return
        blocked = (*decode(self.facts["blocked"]), *self.settings.private)
        env = environment(self.settings.theme, self.settings.filters, self.store.version, self.settings.cache)
        prints = Prints(template_digests(self.settings.theme, self.settings.filters), dumps(blocked))
        for path, data in self.held():
            page = page_from(path, data, self.resolve)
            yield page, prints.of(page), contents(page, env)
        if self.store.count("pages", self.scope) and (row := self.store.db.execute("SELECT print FROM pages WHERE folder = ? AND path = ?", (self.scope, INDEX)).fetchone()):
            yield from self.index(row[0], prints, env)

    def index(self, before: str, prints: Prints, env: Any) -> Iterator[Ready]:
        """The search holds every text: what it remembers of the others is enough, if it is of the build that left this output."""
        from ..search.entries import corpus_of, motion_source  # late: without a search it is not needed
        from ..search.memory import sources_in

        memory = self.store.beside(self.scope)
        known = {source.path: source for source in sources_in(*memory)}
        data = self.store.sealed("contexts", "SELECT data FROM contexts WHERE folder = ? AND page = ?", self.scope, INDEX)
        if not known or prints.of(page_from(INDEX, data, lambda name: corpus_of(known.values()))).whole != before:
            raise Unknown(INDEX)
        for motion in map(self.motion, self.texts):
            if motion.path in known:
                papers = tuple(self.resolve(f"paper:{name}") for name in known[motion.path].names)
                known[motion.path] = motion_source(motion, self.settings.today, papers)
        page = page_from(INDEX, data, lambda name: corpus_of(known.values(), *memory))
        yield page, prints.of(page), contents(page, env)

    def press(self, report: Report) -> None:
        inspect = inspector((*decode(self.facts["blocked"]), *decode(self.facts["allowed"]), *self.settings.private))
        for page, taken, parts in self.ready:
            ((old,),) = self.store.rows("pages", "files", self.scope, [page.path])
            brought = bring(page, self.settings.output, parts, inspect, old)
            report.rendered += 1
            report.problems += brought.problems
            if brought.problems:
                return
            if old:
                report.removed += drop(self.settings.output, page.path, old, brought.files)
                report.files += len(left.files_of(page.path, left.NOWHERE, brought.files)) - len(left.files_of(page.path, left.NOWHERE, old))
            report.written += brought.written
            report.reasons |= dict.fromkeys(brought.written, "der Text des Antrags")
            for folder in {path.rpartition("/")[0] for path in (*brought.written, *report.removed)}:
                self.store.put("folders", [(self.scope, folder, *left.folder_stamp(f"{self.settings.output}/{folder}"))])
            self.store.put("pages", [(self.scope, page.path, taken.whole, *brought.stamp, dumps(taken.parts), brought.files)])
        report.written.sort()
        report.removed.sort()

    def held(self) -> list[tuple[str, str]]:
        """Path and context of each page that holds one of the changed texts."""
        pages = {page for source in self.texts for page in self.known(source)[1]}
        return [(page, self.store.sealed("contexts", "SELECT data FROM contexts WHERE folder = ? AND page = ?", self.scope, page)) for page in sorted(pages)]

    def known(self, source: str) -> tuple[list[list[str]], list[str]]:
        """Where a motion's references lead, and which pages hold its text."""
        return loads(self.store.sealed("sources", "SELECT known FROM sources WHERE folder = ? AND path = ?", self.scope, source))

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
            parsed = restore(data, key, self.store, source)
            if any(target.picture for target in parsed.body.targets):
                raise Unknown(source)  # its pictures would have to be looked at
            links = self.known(source)[0]
            draft = Draft(MOTION, parsed.record, parsed.body, self.folders.get(source.removeprefix("content/").removesuffix(".md"), {}), [], key, fixed, dumps(links))
            self.made[source] = motions.on_site(motions.read_motion(parsed.record, parsed.body, resolver(links), Gallery(self.settings.content, self.store).attached(draft), self.group, self.deciding, motion_keys(draft, self.group, self.deciding), self.settings.today))
        return self.made[source]


def resolver(links: list[list[str]]) -> Resolver:
    """Knows what one motion names, which is all that it asks for."""
    names: dict[str, Names] = {}
    for kind, typed, *link in links:
        names.setdefault(kind, Names()).add(Link(*link), [typed])
    return Resolver(names)
