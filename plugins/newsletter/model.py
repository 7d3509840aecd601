"""What a newsletter is, and what it tells: happenings under the names that they have in the feeds (each is told once)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from ..records.body import Body, Written
from ..records.fields import Record, load_table
from ..records.german import MONTHS, day
from ..records.links import File, Link, Resolver
from ..records.problems import Problem, problem
from .vocabulary import CHAPTERS

TABLE = load_table("newsletter", Path(__file__).parent / "fields.toml")
CHOICES = ("thema", "ort", "gremium")  # keys by one of which it may be narrowed down
BACK = dt.timedelta(days=60)  # what is older is no news, whether it was told or not
KINDS = ("antrag/", "meldung/", "sitzung/")  # how the name of a happening begins


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened, as the feeds tell it."""

    id: str  # of the feeds' entry, without its tag: "antrag/k7f3qz/ereignis/eingereicht"
    what: str  # by which its chapter is known
    date: dt.date  # on which it is told
    day: dt.date  # on which it is, or was: a sitting lies ahead
    heading: str  # of the feeds' entry
    title: str
    said: str  # a sentence or two
    path: str
    about: tuple[str, ...] = ()  # pages of the topics, places and committees it belongs to


class Newsletter(Written, frozen=True, kw_only=True):
    uid: str
    stem: str
    source: str
    title: str
    date: dt.date
    until: dt.date
    choice: Link | None = None  # topic, place or committee; None: everything
    chosen_by: str = ""  # the key that says so
    told: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    brings: tuple[File, ...] = ()  # see `site/files.py`
    draft: bool = False

    @property
    def path(self) -> str:
        return f"rundbriefe/{self.stem}/"

    @property
    def about(self) -> str:
        return self.choice.path if self.choice else ""


class Part(Struct, frozen=True):
    """A chapter of one newsletter."""

    heading: str
    events: tuple[Event, ...]


def read_newsletter(record: Record, body: Body, names: Resolver, draft: bool = False) -> Newsletter:
    get = record.get
    key = next((key for key in CHOICES if get(key)), "")
    return Newsletter(
        uid=get("uid"),
        stem=record.stem,
        source=record.path,
        title=get("titel"),
        date=get("datum"),
        until=get("bis"),
        choice=names.link(TABLE.fields[key].to, get(key), own_name=True) if key else None,
        chosen_by=key,
        told=get("erzaehlt", ()),
        left=get("ausgelassen", ()),
        sections=body.sections,
        draft=draft,
    )


def check_newsletter(record: Record) -> Iterable[Problem]:
    get = record.get
    if len(given := [key for key in CHOICES if get(key)]) > 1:
        yield problem(record.path, record.line_of(given[1]), "choice-twice", one=given[0], other=given[1])
    if get("bis") > get("datum"):
        yield problem(record.path, record.line_of("bis"), "told-ahead", until=day(get("bis")), date=day(get("datum")))
    for key in ("erzaehlt", "ausgelassen"):
        for name in get(key, ()):
            if not name.startswith(KINDS):
                yield problem(
                    record.path, record.line_of(key), "event-bad", name=name, key=key, example=TABLE.fields[key].example
                )
    for name, count in Counter((*get("erzaehlt", ()), *get("ausgelassen", ()))).items():
        if count > 1:
            yield problem(record.path, record.line_of("erzaehlt"), "event-twice", name=name)


def parts(told: Iterable[Event]) -> tuple[Part, ...]:
    """What is told, by chapters; within one in the given order. Chapters without anything are left out."""
    told = tuple(told)
    return tuple(
        Part(chapter.word, found)
        for chapter in CHAPTERS
        if (found := tuple(event for event in told if event.what in chapter.of))
    )


# ---------------------------------------------------------------------------------- a new one


def untold(events: Iterable[Event], until: dt.date, choice: str, known: Collection[str]) -> list[Event]:
    """What a newsletter up to this day has to tell: of its choice, told by none before, not too old; by chapters, the oldest first."""
    fresh = [
        event
        for event in events
        if until - BACK < event.date <= until and event.id not in known and (not choice or choice in event.about)
    ]
    return [
        event
        for part in parts(sorted(fresh, key=lambda event: (event.day, event.date, event.id)))
        for event in part.events
    ]


def known_to(letters: Iterable[Newsletter], choice: str, but: str = "") -> set[str]:
    """What the newsletters of a choice told or left out for good, without one of them."""
    return {
        name
        for letter in letters
        if letter.about == choice and letter.source != but
        for name in (*letter.told, *letter.left)
    }


def usual_title(date: dt.date, choice: Link | None, by: str) -> str:
    named = "" if choice is None else f" {choice.text}:" if by == "gremium" else f" zu {choice.text}:"
    return f"Rundbrief{named} {MONTHS[date.month - 1]} {date.year}"


def usual_opening(since: dt.date | None) -> str:
    return f"Das ist seit dem {day(since)} geschehen." if since else "Das ist in den letzten Wochen geschehen."
