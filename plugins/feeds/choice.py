"""What stands in which feed: lists in, lists out, the newest first; and what is left to the archives of earlier years."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ..meetings.model import Meeting
from ..motions.happenings import Happening, happenings, step_of
from ..motions.listings import kind_link
from ..motions.model import Facts, Motion
from ..news.model import Item
from ..records.links import Link
from .entries import Entry, Told, Whole, entry_of_item, minutes, updated

WINDOW = 50  # entries of a feed, at least
TEXT = ("submitted", "answered")  # happenings that are told with the motion's own text

class Told1(Struct, frozen=True):
    """A happening on its way into feeds; the same for all of them."""

    motion: Motion
    what: Happening
    number: int  # among those of its motion

    @property
    def order(self) -> tuple[dt.date, str, int]:
        return self.what.date, self.motion.uid, self.number

    def plain(self) -> Told:
        return Told(Facts(self.motion), self.what)

    def whole(self) -> Told:
        return Told(self.motion if self.what.event.what in TEXT else Facts(self.motion), self.what)


class Choice:
    """All that can be told on a day. What a feed needs is worked out when the feed is asked for."""

    def __init__(self, motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], today: dt.date):
        self.motions = sorted((m for m in motions if not m.draft), key=lambda m: m.uid)
        self.come = [m for m in self.motions if m.published <= today]
        self.items = sorted((come(i, today) for i in items if i.own and i.published <= today), key=lambda i: i.uid)
        self.meetings = list(meetings)
        self.today = today
        self.known: dict[str, tuple[Happening, ...]] = {}

    def news(self, motion: Motion) -> tuple[Happening, ...]:
        """What happened to a motion, worked out once."""
        if motion.uid not in self.known:
            self.known[motion.uid] = tuple(happenings(motion, self.today))
        return self.known[motion.uid]

    def updated(self, motion: Motion) -> dt.date:
        return updated(motion, self.news(motion))

    @cached_property
    def told(self) -> list[Told1]:
        return sorted((Told1(m, h, n) for m in self.motions for n, h in enumerate(self.news(m))), key=lambda t: t.order, reverse=True)

    def papers(self, most: int | None = None) -> list[Motion]:
        """The last to which something happened first: all, or the first `most`, for which not every motion is looked at closely."""
        def order(m: Motion) -> tuple[dt.date, int, dt.date]:
            return self.updated(m), minutes(self.news(m)), m.published

        if most is None:
            return sorted(self.come, key=order, reverse=True)
        found: list[Motion] = []
        for latest, group in groupby(sorted(self.come, key=self.latest, reverse=True), key=self.latest):
            if len(found) >= most and latest < self.updated(found[most - 1]):
                break
            found = sorted(sorted([*found, *group], key=lambda m: m.uid), key=order, reverse=True)
        return found[:most]

    def latest(self, motion: Motion) -> dt.date:
        """A day after which nothing happened to it; perhaps nothing did on it either."""
        coming = [min(s.date, self.today) for s in motion.steps if s.date and not s.decided]
        return max([motion.published, *(d for d in motion.dated() if d <= self.today), *coming])

    def reports(self) -> list[Item]:
        """Our own items only: what others wrote is theirs to announce."""
        return sorted(self.items, key=lambda i: (i.updated, i.published), reverse=True)

    def paper(self, motion: Motion, whole: bool) -> Whole:
        return Whole(motion if whole else Facts(motion), self.news(motion))

    def everything(self) -> list[Told1 | Item]:
        mixed = [(t.order, t) for t in self.told] + [((i.published, f"meldung/{i.uid}", 0), i) for i in self.items]
        return [thing for _, thing in sorted(mixed, key=lambda pair: pair[0], reverse=True)]

    def outcomes(self) -> list[Told1]:
        return [t for t in self.told if t.what.final]

    def questions(self) -> list[Told1]:
        return [t for t in self.told if t.motion.question and (t.what.final or t.what.event.questions)]

    def facets(self) -> dict[str, dict[str, list[Told]]]:
        """Kind of page → the page's path → the newest that is told there."""
        found: dict[str, dict[str, list[Told]]] = {"themen": defaultdict(list), "arten": defaultdict(list), "personen": defaultdict(list), "gremien": defaultdict(list)}
        for told in self.told:
            for kind, links in facets_of(told):
                for path in {link.path for link in links}:
                    if path and len(found[kind][path]) < WINDOW:
                        found[kind][path].append(told.plain())
        return found


def come(item: Item, today: dt.date) -> Item:
    """Without changes that lie ahead: a feed is never from tomorrow."""
    changes = tuple(change for change in item.changes if change[0] <= today)
    return item if changes == item.changes else replace(item, changes=changes)


def facets_of(told: Told1) -> tuple[tuple[str, Iterable[Link]], ...]:
    m = told.motion
    return (
        ("themen", m.topics), ("arten", (kind_link(m),)), ("personen", [s.person for s in m.signatories]),
        ("gremien", [c for step in step_of(m, told.what) for c in (*step.committees, *step.referred_to)]),
    )  # fmt: skip


def told(thing: Told1 | Item, whole: bool) -> Told | Entry:
    if isinstance(thing, Item):
        return entry_of_item(thing, whole)
    return thing.whole() if whole else thing.plain()


def day_of(thing: Told1 | Item | Motion) -> dt.date:
    """On which a thing became known, for the archives: it moves to no other year when something happens to it."""
    return thing.what.date if isinstance(thing, Told1) else thing.published


def current(things: list, today: dt.date, newest=day_of) -> list:
    """What a reader of the feed gets: the newest, and all of this year, so that no archive grows."""
    return [thing for n, thing in enumerate(things) if n < WINDOW or newest(thing).year >= today.year]


def archives(things: list, shown: list, today: dt.date) -> dict[int, list]:
    """The years before this one up to the last of which not all is shown, each of them whole; the newest year first."""
    there = {id(thing) for thing in shown}
    last = max((day_of(thing).year for thing in things if id(thing) not in there), default=0)
    years: dict[int, list] = {}
    for thing in sorted(things, key=day_of, reverse=True):
        if (year := day_of(thing).year) <= min(last, today.year - 1):
            years.setdefault(year, []).append(thing)
    return years
