"""What there is of a subject beside its motions: what is next, news, people, outcomes, and how to follow it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from ..meetings.listings import Row
from ..motions.listings import LISTED, Counted
from ..motions.places import COMING, Due
from ..motions.within import OF, list_of_outcome
from ..news.pages import Teaser
from ..people.model import Person
from ..press.ask import Ask
from ..press.page import calendar_of, feed_of
from ..records.links import Link
from .about import NEWS

DATES = 6
TEASERS = 5


class Paper(Struct, frozen=True):
    """A motion on an agenda."""

    item: str
    link: Link


class Date(Struct, frozen=True, kw_only=True):
    """A day on which something is about the subject: a meeting, or a sitting that only steps of motions tell of."""

    name: str
    path: str  # "": of which there is no page
    date: dt.date
    start: dt.time | None = None
    hours: str = ""
    access: str = ""
    form: str = ""
    place: str = ""
    cancelled: bool = False
    reason: str = ""
    moved_from: dt.date | None = None
    papers: tuple[Paper, ...] = ()


class Around(Struct, frozen=True, kw_only=True):
    dates: tuple[Date, ...]
    more: int  # dates that are not shown
    news: tuple[Teaser, ...]
    people: tuple[Person, ...]
    counts: tuple[Counted, ...]
    feed: str  # paths; "" where there is none
    calendar: str


def around(ask: Ask, subject: str) -> Around:
    coming = dates(ask, subject)
    return Around(
        dates=coming[:DATES],
        more=len(coming[DATES:]),
        news=tuple(ask.cards_of([row.number for row in ask.newest(f"{NEWS}{subject}", TEASERS)], Teaser)),
        people=tuple(ask.facts(row.number, Person) for row in ask.rows(f"von-dort:{subject}")),
        counts=outcomes(ask, subject),
        feed=feed_of(subject) if has_feed(ask, subject) else "",
        calendar=calendar_of(subject) if has_calendar(ask, subject) else "",
    )


def dates(ask: Ask, subject: str) -> tuple[Date, ...]:
    """The meetings there, and the public sittings with its motions, each once; the nearest first."""
    found = {row.path: date_of(row) for row in ask.data(f"dort:{subject}", Row)}
    for due in ask.data(f"{COMING}{subject}", Due):
        row = sitting(ask, due)
        date = date_of(row) if row else Date(name=due.body.text, path="", date=due.date)
        key = row.path if row else f"{due.body.path}{due.date}"
        date = found.setdefault(key, date)
        found[key] = replace(date, papers=(*date.papers, Paper(due.item, due.motion)))
    return tuple(sorted(found.values(), key=lambda date: (date.date, date.start or dt.time.min, date.name)))


def sitting(ask: Ask, due: Due) -> Row | None:
    """The meeting on the day of a step; one that takes place rather than one that was called off."""
    rows = ask.data(f"am:{due.body.path}{due.date}", Row) if due.body.path else []
    return min(rows, key=lambda row: row.cancelled, default=None)


def date_of(row: Row) -> Date:
    return Date(
        name=row.name,
        path=row.path,
        date=row.date,
        start=row.start,
        hours=row.hours,
        access=row.access,
        form=row.form,
        place=row.place,
        cancelled=row.cancelled,
        reason=row.reason,
        moved_from=row.moved_from,
    )


def outcomes(ask: Ask, subject: str) -> tuple[Counted, ...]:
    """How many of its motions ended how, each with its list."""
    named = [(group, list_of_outcome(subject, group.word)) for group in LISTED]
    counts = [(group, name, ask.count(name)) for group, name in named]
    return tuple(
        Counted(group.word, count, name.removeprefix(OF), group.tone, group.sign)
        for group, name, count in counts
        if count
    )


def has_feed(ask: Ask, subject: str) -> bool:
    """A topic has one as soon as there is a motion; all other subjects always."""
    return not subject.startswith("themen/") or bool(ask.which(f"abo:{subject}"))


def has_calendar(ask: Ask, subject: str) -> bool:
    """A committee that is no more has none."""
    return not subject.startswith("gremien/") or any(link.path == subject for link in ask.piece("gremien"))
