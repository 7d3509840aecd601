"""From the folder content/ to things in lists, with every problem of every text: what changed is read, and whoever asked for it.

A text is read alone, in steps: what it says by itself (`reading.parse`), how it may be meant (`names.identity`), and what it
says of others, for which it asks (`take.take`). So it is taken again when it changed, when a file beside it did, when one that
it named came, went or is called otherwise, and on a day on which it reads otherwise.

A wrong file is named and left out; it never takes a right one with it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .. import group, opendata
from ..documents.checks import HINTS
from ..meetings.model import Invite, Meeting
from ..meetings.series import Series
from ..motions.model import Group, Motion
from ..news.model import Item
from ..newsletter.model import Newsletter
from ..people.model import Committee, Person
from ..press.ask import Ask
from ..press.cores import forked, on_cores
from ..press.maps import Map
from ..press.questions import Questions
from ..press.store import Store
from ..press.things import Place, Shelves, Thing, decoder, encode, sort
from ..records.council import USUAL, Council
from ..records.digests import digest, face_of, number_of
from ..records.left import judged
from ..records.links import Names, Resolver
from ..records.problems import Problem, problem
from ..texts import Text
from . import letters
from .council import council_at
from .dates import weave
from .face import Faces
from .files import check_alike, check_name, check_names, check_needed, check_strays
from .gallery import Gallery
from .gone import FOLDER as GONE
from .group_data import LISTS, read_about, read_group_lists
from .insides import check_inside
from .left import check_around
from .names import (
    ALWAYS,
    LATER,
    NOW,
    There,
    Unread,
    all_names,
    identity,
    identity_of_lists,
    known,
    path_of,
    ref_of,
    unreadable,
)
from .papers import Papers
from .reading import RACY, Draft, Entry, draft_of, files_by_folder, keys_of, parse_all, restore, scan
from .redirects import check_redirects
from .tables import folder_of, text_table
from .take import Context, Taken, take
from .unready import waits

ORDER = (
    "gremien",
    "personen",
    "reihen",
    "sitzungen",
    "antraege",
    "meldungen",
    "rundbriefe",
    "seiten",
)  # committees first: whether one may decide is a fact of a motion
WOVEN = ("sitzungen/", "reihen/")  # a date of a series is completed by it
REDIRECTS = "umleitungen"  # the unit of the list of old addresses
FEW = 200  # texts; fewer are taken faster than a second process starts


class Source(Struct, frozen=True, array_like=True):
    """What is remembered of a file. A stamp that may hide a change has no time."""

    stamp: tuple[int, int, int, int]
    key: str


class State(Struct, frozen=True):
    """What a reading depends on beside the files."""

    content: Path
    today: dt.date
    public: bool = False
    drafts: bool = False  # a preview: drafts have pages
    private: tuple[str, ...] = ()  # exact values that the guard looks for
    council: Council = USUAL
    tolerated: frozenset[str] = frozenset()  # problems in spite of which a text becomes a model
    letters_told: bool = False  # what a letter cannot show is told though the site has none

    @property
    def sign(self) -> str:
        """Another sign: everything is read anew."""
        return digest(self.council.word, self.council.sign, str(self.public), str(self.drafts), *self.private)


class Few(Struct, frozen=True):
    """What there is one of."""

    about: group.About | None
    lists: group.Lists
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> tuple[str, ...]:
        return self.about.blocked if self.about else ()


class Contents:
    """All that is known of a folder content/, brought up to date by `read`."""

    def __init__(self, store: Store, shelves: Shelves, state: State, count: int, fresh: bool, cores: int = 1):
        self.store, self.shelves, self.state, self.cores, self.fresh = store, shelves, state, cores, fresh
        self.sources: Map[Source] = Map(store, shelves.folder, "sources", Source, count, fresh)
        self.found: Map[tuple[Problem, ...]] = Map(store, shelves.folder, "problems", tuple[Problem, ...], 64, fresh)
        self.kept: Map[bytes] = Map(store, shelves.folder, "kept", bytes, 4, fresh)
        self.dates: Map[int] = Map(store, shelves.folder, "dates", int, 16, fresh)
        self.questions = Questions(shelves, "texts", count, fresh)
        self.ask = Ask(shelves, {}, state.today)
        self.gone_keys: set[str] = set()  # of texts that were read before
        self.entries: dict[str, Entry] = {}
        self.folders: dict[str, dict[str, int]] = {}
        self.maps = (self.sources, self.found, self.kept, self.dates, *self.questions.maps)

    # ------------------------------------------------------------------------ the whole way

    def read(
        self, before: dt.date | None, origin: Callable[[group.About], opendata.Origin | None] = lambda about: None
    ) -> None:
        """Look at every file, read what changed, and take again whoever it concerns. `before`: the day of the last reading; `origin`: who publishes data."""
        begun = time.time_ns()
        self.entries = scan(self.state.content)
        anew = self.read_few()
        if self.few.about and not self.few.about.persons:
            self.entries = {path: entry for path, entry in self.entries.items() if not path.startswith("personen/")}
        self.folders = files_by_folder(self.entries)
        changed, gone = self.compare(begun, anew)
        texts = {path for path in changed if folder_of(path)}
        self.check_files(changed, gone, texts)
        self.shelves.touched.add(*(f"file:{self.entries[path].shown}" for path in changed - texts))
        paths = {
            *self.parse(texts),
            *(
                text
                for path in (changed | gone) - texts
                if (text := f"{path.rpartition('/')[0]}.md") in self.entries
                and folder_of(text)
                and self.sources.get(text).key
            ),
        }
        pending = self.identify(paths, gone, anew) | self.turned(before)
        self.origin = origin(self.few.about) if self.few.about else None
        context = self.context(self.origin)
        pending |= self.asked(self.shelves.touched) - {REDIRECTS}
        self.take_all(pending, context)
        self.check_redirects()

    def read_few(self) -> bool:
        """Read the group's data and lists where one of their files changed. True: every file is to be looked at as if it were new."""
        stamps = encode([stamp_of(self.state.content / name) if name in self.entries else None for name in LISTS])
        known = self.kept.get("few")
        if known and self.kept.get("lists") == stamps:
            self.few = decoder(Few).decode(known)
        else:
            state = self.state
            about, found = read_about(state.content, state.private, state.council)
            lists, more = read_group_lists(state.content, about.blocked if about else (), state.council)
            self.few = Few(about, lists, (*found, *more))
            self.kept.put(
                "few",
                encode(
                    replace(
                        self.few,
                        about=replace(about, blocked=tuple(each for each in about.blocked if each not in state.private))
                        if about
                        else None,
                    )
                ),
            )
            self.kept.put("lists", stamps)
            self.shelves.put(identity_of_lists(lists, unread_lists(more)))
        if self.few.about:
            self.few = replace(
                self.few,
                about=replace(
                    self.few.about, blocked=tuple(dict.fromkeys((*self.few.about.blocked, *self.state.private)))
                ),
            )
        sign = encode(digest(self.state.sign, *self.few.blocked))
        anew = self.kept.get("sign") != sign
        self.kept.put("sign", sign)
        return anew

    def compare(self, begun: int, anew: bool) -> tuple[set[str], set[str]]:
        """The paths of files that are new or have another content, and of those that are gone."""
        known = {} if anew else dict(self.sources.items())
        unlike = [path for path, entry in self.entries.items() if path not in known or known[path].stamp != entry.stamp]
        keys = keys_of(
            self.state.content,
            [path for path in unlike if self.entries[path].regular],
            self.few.blocked,
            self.cores,
            self.state.council,
        )
        changed = set()
        for path in unlike:
            entry, before = self.entries[path], known.get(path)
            after = Source(
                entry.stamp if max(entry.stamp[:2]) < begun - RACY else (0, *entry.stamp[1:]), keys.get(path, "")
            )
            if before is None or before.key != after.key or not after.key:
                changed.add(path)
            if before != after:
                self.gone_keys |= {before.key} if before else set()
                self.sources.put(path, after)
        gone = {path for path in (known if not anew else dict(self.sources.items())) if path not in self.entries}
        for path in gone:
            self.gone_keys.add(self.sources.get(path).key)
            self.sources.drop(path)
        return changed, gone

    def check_files(self, changed: set[str], gone: set[str], texts: set[str]) -> None:
        """What is wrong with files as files."""
        new = [self.entries[path] for path in changed]
        names: dict[str, list[Problem]] = {}
        for path, found in check_names(new, self.few.blocked):
            names.setdefault(path, []).append(found)
        others = {path for path in changed - texts if path not in LISTS}
        others |= {
            f"{folder}/{name}"
            for path in texts
            for folder in [path.removesuffix(".md")]
            for name in self.folders.get(folder, ())
            if f"inhalt {folder}/{name}" in self.found
        }  # its head says what is no secret
        for path in changed | gone:
            self.say(f"name {path}", names.get(path, ()))
            if path not in texts:
                self.say(
                    f"rest {path}", check_around(self.state.content, self.entries[path]) if path in self.entries else ()
                )
        for path in others | gone:
            inside = (
                check_inside(self.state.content, self.entries[path], self.few.blocked) if path in self.entries else None
            )
            if inside is None:
                self.found.drop(f"inhalt {path}")
            else:
                self.found.put(f"inhalt {path}", tuple(inside))
        if changed or gone:
            self.say(
                "dateien",
                [
                    *check_alike(self.state.content, self.entries),
                    *check_strays(self.entries),
                    *check_needed(self.entries),
                ],
            )

    def say(self, unit: str, found: Iterable[Problem]) -> None:
        if found := tuple(found):
            self.found.put(unit, found)
        else:
            self.found.drop(unit)

    # ------------------------------------------------------------------------ texts

    def parse(self, texts: set[str]) -> list[str]:
        """Read what is new. Gives the paths of the texts that have a head."""
        keys = {path: self.sources.get(path).key for path in texts if self.entries[path].regular}
        known = self.store.known(key for key in keys.values() if key)
        for path in texts:
            entry = self.entries[path]
            self.say(
                f"text {path}",
                [problem(entry.shown, 0, "file-link")]
                if not entry.regular
                else check_name(path, entry, text_table(path, self.state.council)),
            )
        for path, key, data in parse_all(
            self.state.content,
            sorted(path for path, key in keys.items() if key not in known),
            self.few.blocked,
            self.cores,
            self.state.council,
        ):
            if data:
                self.store.put_parsed(key, data)
                if key != keys[path]:  # it changed since it was looked at: the next build sees that
                    keys[path] = key
                    self.sources.put(path, Source((0, 0, 0, 0), key))
            else:
                self.say(f"text {path}", [problem(self.entries[path].shown, 0, "file-unreadable", why=key)])
                del keys[path]
                self.unread(path)
        for path in texts:
            if not self.entries[path].regular:
                self.forget(path)
        return sorted(keys)

    def forget(self, path: str) -> None:
        """A text is gone, or cannot be read."""
        ref = path.removesuffix(".md")
        for name in (ref, f"name:{ref}", f"entwurf:{ref}", f"{GONE}{ref}"):
            self.shelves.drop(name)
        self.found.drop(ref)
        self.questions.note(ref, ())

    def unread(self, path: str) -> None:
        """Nobody can say what stands in a text; that it is there is known."""
        self.forget(path)
        self.shelves.put(unreadable(path, text_table(path, self.state.council).kind))

    def identify(self, paths: set[str], gone: set[str], anew: bool) -> set[str]:
        """How texts may be meant. Gives the units that are to be taken."""
        pending: set[str] = set()
        for path in gone:
            if folder_of(path):
                self.found.drop(f"text {path}")
                self.forget(path)
        for path in sorted(paths):
            if not path.startswith(WOVEN) and (draft := self.draft(path)):
                self.put_identity(draft)
                pending.add(ref_of(draft))
        if any(path.startswith(WOVEN) for path in (*paths, *gone)):
            for ref, draft in self.woven.items():
                sign = face_of(
                    encode(
                        (
                            draft.record,
                            draft.body,
                            draft.beside,
                            draft.found,
                            draft.typed,
                            draft.brings,
                            draft.series.record if draft.series else None,
                        )
                    )
                )
                if anew or self.dates.get(ref) != sign:
                    self.put_identity(draft)
                    self.dates.put(ref, sign)
                    pending.add(ref)
            for ref, _ in self.dates.items():
                if ref not in self.woven:
                    self.forget(f"{ref}.md")
                    self.dates.drop(ref)
        return pending

    def put_identity(self, draft: Draft) -> None:
        self.shelves.put(identity(draft, waits(draft, self.state.today, self.state.drafts)))

    @cached_property
    def woven(self) -> dict[str, Draft]:
        """All meetings and series: what the one says completes the other. With where usual addresses lead now."""
        drafts = [
            draft
            for path in self.entries
            if path.startswith(WOVEN)
            and folder_of(path)
            and self.entries[path].regular
            and self.sources.get(path).key
            and (draft := self.draft(path))
        ]
        drafts, forwards = weave(drafts)
        self.shelves.put(
            Thing(
                "name:weiterleitungen",
                encode(forwards),
                places=tuple(
                    place
                    for number, address in enumerate(forwards)
                    for place in (
                        Place(f"seite:{address}", sort("", number)),
                        Place("seiten", sort("", "forward", number), data=encode(address)),
                    )
                ),
            )
        )
        return {ref_of(draft): draft for draft in drafts}

    def draft(self, path: str) -> Draft | None:
        """A text on its way to a model; None where it has no head, which is told then."""
        ref, beside = path.removesuffix(".md"), self.folders.get(path.removesuffix(".md"), {})
        parsed = restore(path, self.store.parsed(self.sources.get(path).key), self.state.council)
        if parsed.record is None:
            self.unread(path)
            self.say(ref, parsed.problems)
            return None
        draft = draft_of(path, parsed, beside, self.state.council)
        self.gallery.dress(draft)
        draft.brings = self.gallery.brings(draft)
        return draft

    @cached_property
    def gallery(self) -> Gallery:
        return Gallery(self.state.content, self.store)

    # ------------------------------------------------------------------------ taking

    def context(self, origin: opendata.Origin | None) -> Context:
        """What the group says of itself, as far as texts depend on it; `fraktion` stands for that."""
        about, state, ask = self.few.about, self.state, self.ask
        ours = Group(
            about.names if about else (),
            tuple((t.link, t.start, t.end) for t in self.few.lists.terms if t.start),
            tuple((was.until, was.names, was.kind) for was in about.before) if about else (),
        )
        invite = Invite(about.invite_mail, about.invite_subject, about.invite_days) if about else Invite("", "", 0)
        words, party = (about.teaser_words, about.party) if about else (30, True)
        papers = (bool(about and about.letters), bool(about and letters.shown(about)))
        meets = not about or about.meets
        for name, piece in (("fraktion", (ours, invite, words, party, papers, meets)), ("adresse", origin)):
            data = encode(piece)
            if self.kept.get(name) != data:
                self.kept.put(name, data)
                self.shelves.touched.add(f"piece:{name}")
        return Context(
            state.content,
            self.store,
            ask,
            Resolver(known(ask, NOW), Unread(ask), known(ask, LATER)),
            Resolver(known(ask, NOW, LATER), Unread(ask)),
            self.gallery,
            state.today,
            state.drafts,
            state.council,
            self.few.blocked,
            ours,
            invite,
            words,
            party,
            *papers,
            state.tolerated,
            origin,
            meets,
        )

    def check_redirects(self) -> None:
        """Old addresses are checked anew when their list changed, or an address that one of them names."""
        data = encode(self.few.lists.redirects)
        if self.kept.get("redirects") != data or REDIRECTS in self.asked(self.shelves.touched):
            self.ask.noted = {}
            pages, hidden = There(self.ask, "seite", "seiten", ALWAYS), There(self.ask, "wartet", "")
            found, redirects = check_redirects(
                self.few.lists.redirects, lambda page: page in pages and page not in hidden
            )
            self.questions.note(REDIRECTS, map(number_of, self.ask.noted))
            self.say(REDIRECTS, found)
            self.kept.put("redirects", data)
            self.kept.put("good", encode(redirects))
        self.redirects = decoder(tuple[group.Redirect, ...]).decode(self.kept.get("good"))

    def turned(self, before: dt.date | None) -> set[str]:
        """Texts that read otherwise today than on the day before. On an earlier day nothing is known."""
        today = self.state.today
        if before is None or before == today:
            return set()
        if today < before:
            pending = waiting = self.questions.everybody() - {REDIRECTS}
        else:
            turned = [ref for ref, day in self.shelves.turns.items() if day <= today.isoformat()]
            pending = {ref.removeprefix("entwurf:") for ref in turned if not ref.startswith("name:")}
            waiting = {ref.removeprefix("name:") for ref in turned if ref.startswith("name:")}
        for ref in waiting:  # a text that appears today has another identity
            if draft := self.draft_of(ref):
                self.put_identity(draft)
        return pending | {ref for ref in waiting if ref.partition("/")[0] in ORDER}

    def asked(self, keys: Iterable[str]) -> set[str]:
        return {unit for key in keys for unit in self.questions.who(key)}

    def take_all(self, pending: set[str], context: Context) -> None:
        """Take texts until nobody has asked for anything that was touched since. Committees first, since motions ask whether one may decide."""
        touched = self.shelves.touched
        touched.taken()
        while pending:
            again: set[str] = set()
            for number, folder in enumerate(ORDER):
                some = sorted(ref for ref in pending if ref.partition("/")[0] == folder)
                for taken in self.take_some(some, context):
                    self.keep(taken)
                for ref in self.asked(dict.fromkeys(touched.taken())) - {REDIRECTS}:
                    (pending if ORDER.index(ref.partition("/")[0]) > number else again).add(ref)
            pending = again

    def keep(self, taken: Taken) -> None:
        self.say(taken.ref, taken.found)
        self.questions.note(taken.ref, taken.keys)
        there = {thing.ref for thing in taken.things}
        for ref in (taken.ref, f"entwurf:{taken.ref}", f"{GONE}{taken.ref}"):
            if ref not in there:
                self.shelves.drop(ref)
        for thing in taken.things:
            self.shelves.put(thing)

    def take_some(self, refs: list[str], context: Context) -> Iterator[Taken]:
        work = Work(self, context)
        if (refs and refs[0].startswith(WOVEN)) or not forked(self.cores, len(refs) >= FEW):
            yield from take_part(work, refs)
            return
        self.flush()
        self.store.commit()  # for the processes that read
        for part in on_cores(
            continued, [refs[start : start + 50] for start in range(0, len(refs), 50)], self.cores, begin, work
        ):
            yield from part

    def draft_of(self, ref: str) -> Draft | None:
        if ref.startswith(WOVEN):
            return self.woven.get(ref)
        return self.draft(f"{ref}.md") if f"{ref}.md" in self.entries else None

    def audit(self) -> list[str]:
        """Take every text again, whatever was touched: those of which something else comes. Each shows a dependency that was forgotten; what it touches is to be asked again."""
        self.shelves.touched.clear()
        stale, context = [], self.context(self.origin)
        refs = self.questions.everybody() - {REDIRECTS}
        for folder in ORDER:
            for taken in self.take_some(sorted(ref for ref in refs if ref.partition("/")[0] == folder), context):
                found = self.found.get(taken.ref)
                self.shelves.touched.taken()
                self.keep(taken)
                if self.shelves.touched.taken() or self.found.get(taken.ref) != found:
                    stale.append(f"content/{taken.ref}.md")
        return stale

    def flush(self) -> None:
        for one in (*self.maps, *self.shelves.maps()):
            one.flush()

    # ------------------------------------------------------------------------ what came of it

    def problems(self) -> list[Problem]:
        told = self.state.letters_told or bool(self.few.about and self.few.about.letters)
        found = [each for _, some in self.found.items() for each in some if told or each.code not in HINTS] + list(
            self.few.problems
        )
        found += Faces(self).check()
        found += letters.check(self.few.about, self.state.public)
        if self.state.public and self.few.about and self.few.about.sample:
            found.append(problem("content/fraktion.yaml", 0, "sample-public"))
        return sorted(set(judged(found, self.state.public, bool(self.few.about and self.few.about.sample))))


class Work(Struct):
    contents: Contents
    context: Context


def begin(work: Work) -> None:
    global _work
    work.contents.store.reopen()
    _work = work


def continued(refs: list[str]) -> list[Taken]:
    return list(take_part(_work, refs))


def take_part(work: Work, refs: list[str]) -> Iterator[Taken]:
    contents = work.contents
    drafts = [draft for ref in refs if (draft := contents.draft_of(ref))]
    papers = Papers(contents.state.content, contents.store, drafts)
    for draft in drafts:
        yield take(
            work.context, replace(draft, found=list(draft.found)), f"text {path_of(draft)}" in contents.found, papers
        )


def stamp_of(file: Path) -> tuple[int, int, int, int] | None:
    """Of a list's file, or of what a link leads to."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino


def unread_lists(found: list[Problem]) -> set[str]:
    """Kinds whose list could not be read."""
    return {
        kind
        for kind, (name, _) in group.LISTS.items()
        if any(
            p.path == f"content/{name}" and p.code.startswith(("yaml", "conflict", "encoding", "list-no", "file-"))
            for p in found
        )
    }


class Site(Struct):
    """Everything that is right, as models. Lists are in the order of the files' names."""

    about: group.About | None = None
    lists: group.Lists = group.Lists((), (), (), ())
    motions: list[Motion] = []
    meetings: list[Meeting] = []
    series: list[Series] = []
    news: list[Item] = []
    persons: list[Person] = []
    committees: list[Committee] = []
    texts: list[Text] = []
    newsletters: list[Newsletter] = []  # drafts too: what they tell, the next one does not
    names: dict[str, Names] = {}
    unready: tuple[str, ...] = ()  # paths of texts that are not public yet


KINDS = {
    "motion": Motion,
    "meeting": Meeting,
    "series": Series,
    "news": Item,
    "person": Person,
    "committee": Committee,
    "text": Text,
    "newsletter": Newsletter,
}


def read_site(
    content: Path,
    today: dt.date,
    public: bool = False,
    preview: bool = False,
    private: tuple[str, ...] = (),
    council: Council | None = None,
    tolerated: frozenset[str] = frozenset(),
    letters_told: bool = False,
) -> tuple[Site, list[Problem]]:
    """Read and check everything below `content`, by itself and without a build.

    In a `preview` drafts have pages, so that others may name them. `private`: exact values that the guard looks for.
    `tolerated`: problems in spite of which a text becomes a model; `letters_told`: what a letter cannot show is told though the site has none.
    """
    with Store(None) as store:
        state = State(content, today, public, preview, private, council or council_at(content), tolerated, letters_told)
        contents = Contents(store, Shelves(store, 0, 16, fresh=True), state, 16, fresh=True)
        contents.read(None)
        ask, few = contents.ask, contents.few
        models = {
            kind: [model_of(ask, row.number, ask.ref(row.number), KINDS[kind]) for row in ask.rows(f"zahl:{kind}")]
            for kind in KINDS
        }
        lists = replace(few.lists, redirects=contents.redirects)
        site = Site(
            few.about,
            lists,
            models["motion"],
            models["meeting"],
            models["series"],
            models["news"],
            models["person"],
            models["committee"],
            models["text"],
            models["newsletter"],
            all_names(ask),
            tuple(sorted(ask.data("wartende", str))),
        )
        return site, contents.problems()


def model_of(ask: Ask, number: int, ref: str, kind: type):
    return ask.facts(number, kind) if kind is Series else ask.whole(number, kind)
