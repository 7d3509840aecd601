"""What became of the motions, in numbers: adopted, carried out, by topic, committee, year, with whom, in days."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from statistics import median

from msgspec import Struct

from ..press.ask import Ask
from ..records import german
from ..records.links import Link
from .listings import ALL, CARRIED, Counted, carried, committees, decided_on, outcome_path
from .model import Motion
from .story import as_of
from .vocabulary import ADOPTED, GROUPS, REJECTED
from .within import BY_DECISION, OF, list_of_outcome, partner_list, partner_path


class Key(Struct, frozen=True):
    """A group in a chart: its word and how it looks."""

    word: str
    tone: str
    sign: str


class Row(Struct, frozen=True):
    """One bar: what it stands for, how many motions of each group, and the lists in which just these stand."""

    name: str
    path: str
    counts: tuple[int, ...]
    paths: tuple[str, ...] = ()  # "" where there is none


class Days(Struct, frozen=True):
    """How long decisions took: half of the motions were decided within `median` days."""

    year: int | None  # in which they were submitted; None: all years
    median: int
    count: int


class Share(Struct, frozen=True):
    """Of the motions that a body decided by adopting or rejecting them, how many were adopted."""

    adopted: int
    decided: int

    @property
    def percent(self) -> int:
        return round(100 * self.adopted / self.decided) if self.decided else 0


class Joint(Struct, frozen=True):
    """What was submitted together with others: how many, how many of them were adopted or are open; with whom."""

    count: int
    adopted: int
    open: int
    partners: tuple[Counted, ...]


class Balance(Struct, frozen=True, kw_only=True):
    """All figures of the page and of its files, so that these never differ."""

    day: dt.date | None  # the last on which anything is known to have happened
    total: Row
    share: Share
    carried: tuple[Counted, ...]
    days: tuple[Days, ...]
    topics: tuple[Row, ...]
    bodies: tuple[Row, ...]
    years: tuple[Row, ...]
    decisions: tuple[Row, ...]  # by the year of the decision: adopted, rejected
    joint: Joint


class Datum(Struct, frozen=True, kw_only=True):
    """What one motion says."""

    group: str  # of its status
    question: bool
    day: dt.date  # the last on which something is known to have happened to it
    days: int | None = None  # until it was decided
    decided: int | None = None  # in which year
    carried: str = ""
    bodies: tuple[Link, ...] = ()  # each committee that dealt with it, once
    topics: tuple[Link, ...] = ()
    with_others: tuple[str, ...] = ()  # all who submitted it, where these are several


def datum(motion: Motion, today: dt.date) -> Datum:
    decided, done = decided_on(motion), carried(motion)
    return Datum(
        group=motion.status.group,
        question=motion.question,
        day=as_of(motion, today),
        days=days(motion),
        decided=decided.year if decided else None,
        carried=done.word if done else "",
        bodies=tuple({link.key: link for link in committees(motion)}.values()),
        topics=tuple(link for link in motion.topics if link.path),
        with_others=motion.originators if motion.joint else (),
    )


def balance(ask: Ask) -> Balance:
    by_year = {year: ask.data("bilanz/", Datum, year) for year in ask.which("bilanz/")}
    own = [each for group in by_year.values() for each in group]
    return Balance(
        day=max((each.day for each in own), default=None),
        total=row("", "", own, outcome_path),
        share=share(own),
        carried=how_carried(own),
        days=all_days(by_year),
        topics=by_link(own, lambda each: each.topics),
        bodies=by_link(own, lambda each: each.bodies),
        years=tuple(
            row(str(year), f"{ALL.path}{year}/", group, lambda word, year=year: f"{outcome_path(word)}{year}/")
            for year, group in by_year.items()
        ),
        decisions=decisions(own),
        joint=joint(own, frozenset(ask.piece("namen"))),
    )


def row(name: str, path: str, data: Iterable[Datum], path_of: Callable[[str], str] = lambda word: "") -> Row:
    """`path_of`: the list of a group, by its word."""
    counts = Counter(each.group for each in data)
    words = [group.word for group in GROUPS]
    return Row(name, path, tuple(counts[w] for w in words), tuple(path_of(w) if counts[w] else "" for w in words))


def by_link(data: Iterable[Datum], links_of: Callable[[Datum], Iterable[Link]]) -> tuple[Row, ...]:
    """A motion counts for each topic that it has, or for each committee that dealt with it, once."""
    found: dict[str, tuple[Link, list[Datum]]] = {}
    for each in data:
        for link in links_of(each):
            found.setdefault(link.key, (link, []))[1].append(each)
    ordered = sorted(found.values(), key=lambda pair: (-len(pair[1]), german.sort_key(pair[0].text)))
    return tuple(row(link.text, link.path, group, within(link.path)) for link, group in ordered)


def within(path: str) -> Callable[[str], str]:
    return lambda word: list_of_outcome(path, word).removeprefix(OF)


def share(data: Iterable[Datum]) -> Share:
    found = [GROUPS[each.group] for each in data if not each.question and GROUPS[each.group].decided]
    return Share(sum(group.adopted for group in found), len(found))


def how_carried(data: Iterable[Datum]) -> tuple[Counted, ...]:
    """What was done with what was adopted; what nobody is at does not stand there."""
    counts = Counter(each.carried for each in data)
    return tuple(
        Counted(one.label, counts[one.word], one.path, one.tone, one.sign) for one in CARRIED if counts[one.word]
    )


def decisions(data: Iterable[Datum]) -> tuple[Row, ...]:
    """By the year in which a body decided, the latest first: adopted, rejected."""
    counts = Counter((each.decided, GROUPS[each.group].adopted) for each in data if each.decided)
    by_word = {one.word: one for one in BY_DECISION}
    found = []
    for year in sorted({year for year, _ in counts}, reverse=True):
        numbers = (counts[year, True], counts[year, False])
        lists = (by_word[ADOPTED], by_word[REJECTED])
        paths = tuple(f"{one.path}{year}/" if count else "" for one, count in zip(lists, numbers, strict=True))
        found.append(Row(str(year), f"{BY_DECISION[0].path}{year}/", numbers, paths))
    return tuple(found)


def joint(data: Iterable[Datum], own: frozenset[str]) -> Joint:
    together = [each for each in data if each.with_others]
    names: dict[str, list[str]] = {}
    for each in together:
        for name in dict.fromkeys(each.with_others):
            if name not in own:
                names.setdefault(partner_list(name), []).append(name)
    partners = [Counted(found[0], len(found), partner_path(found[0]), "", "") for found in names.values()]
    return Joint(
        len(together),
        sum(GROUPS[each.group].adopted for each in together),
        sum(GROUPS[each.group].open for each in together),
        tuple(sorted(partners, key=lambda one: (-one.count, german.sort_key(one.word)))),
    )


def all_days(by_year: dict[int, list[Datum]]) -> tuple[Days, ...]:
    """All together first, then the years, newest first; only where something was decided."""
    known = {year: [each.days for each in group if each.days is not None] for year, group in by_year.items()}
    groups: list[tuple[int | None, list[int]]] = [
        (None, [days for group in known.values() for days in group]),
        *known.items(),
    ]
    return tuple(Days(year, round(median(group)), len(group)) for year, group in groups if group)


def days(motion: Motion) -> int | None:
    """From submission to the last final decision by a deciding body; of a question there is none."""
    decided = decided_on(motion)
    return max(0, (decided - motion.submitted).days) if decided else None
