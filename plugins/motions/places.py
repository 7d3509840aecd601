"""In which lists a motion stands, and what its row says there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..press.things import Place, encode, sort
from ..records import german
from ..records.links import Link
from .balance import datum
from .lately import places as of_lately
from .listings import (
    Card,
    card,
    carried,
    committees,
    decided_on,
    kind_link,
    natural,
    outcome_path,
    signatories,
)
from .model import Motion
from .within import EVERY, decided_list, list_of_outcome, partner_list

CALENDARS = "termine:"  # before the address of a subject: the steps of its motions, as far back as calendars go
COMING = "kommt:"  # … those to come
ABOUT = "geht-um:"  # before the address of a record: of which subjects
REVERSE = {
    "bezug": "Darauf bezieht sich",
    "aendert": "Geändert durch",
    "ersetzt": "Ersetzt durch",
}  # by the key of the field


class Due(Struct, frozen=True):
    """A step on a day, as it stands in calendars and among what is next."""

    body: Link
    date: dt.date
    item: str
    since: dt.date | None  # when its day was fixed
    motion: Link


def order(motion: Motion | Card) -> bytes:
    """The newest first; the same day by title and uid, so that the order never depends on the disk."""
    return sort(motion.date, german.sort_key(motion.title), motion.uid, down=True)


def order_of_number(number: str) -> str:
    """Printed-paper numbers in the order people count (9 before 10)."""
    return "\x02".join(f"0{len(str(part)):03d}{part}" if kind == 0 else f"1{part}" for kind, part in natural(number))


def lists_of(motion: Motion) -> dict[str, Link | None]:
    """The lists by year that show its card, by their addresses."""
    links: Iterable[Link] = (
        *motion.topics,
        *motion.places,
        kind_link(motion),
        *([motion.term] if motion.term else []),
        *committees(motion),
        *signatories(motion),
    )
    return {
        "antraege/": None,
        **({"gemeinsam/": None} if motion.joint else {}),
        outcome_path(motion.status.group): None,
        **{link.path: link for link in links if link.path},
    }


def places(motion: Motion, today: dt.date) -> Iterator[Place]:
    """Of a motion that is shown. One that was taken off the site stands in none of these."""
    row, year = order(motion), motion.date.year
    for name in lists_of(motion):
        yield Place(name, row, year, card=True, next=name == "antraege/", listed=True)
    yield from within_lists(motion, row, year)
    yield from on_days(motion, today)
    yield Place(
        f"{ABOUT}{motion.path}", data=encode(tuple(link.path for link in (*motion.topics, *motion.places) if link.path))
    )
    for number in filter(None, (motion.reference, *motion.other_references)):
        yield Place(
            "drucksachen/", sort(order_of_number(number), motion.uid), year, encode(number), card=True, listed=True
        )
    for index, step in enumerate(motion.steps):
        if step.date and step.date >= today and not step.decided:
            yield Place(
                "demnaechst",
                sort(step.date, order_of_number(step.item), german.sort_key(motion.title), motion.uid, index),
                data=encode(card(motion, today, step)),
            )
    if unknown := motion.unknown_result(today):
        yield Place(
            "ohne-ergebnis", sort(unknown.date, down=True) + b"\x01" + row, data=encode(card(motion, today, unknown))
        )
    for index, relation in enumerate(motion.relations):
        if relation.link.path:
            yield Place(
                f"bezug:{relation.link.path}",
                row + b"%03d" % index,
                data=encode((REVERSE[relation.key], Link(motion.title, motion.path))),
            )
    yield from of_lately(motion, today)
    if not motion.draft:
        yield Place("bilanz/", row, year, encode(datum(motion, today)), listed=True)
        for link in (*motion.topics, kind_link(motion)):
            if link.path:
                yield Place(f"abo:{link.path}", row, year, listed=True)


def subjects(motion: Motion) -> dict[str, None]:
    """The addresses of those who have a page with all there is of them."""
    links = (*motion.topics, *motion.places, *committees(motion), *signatories(motion))
    return dict.fromkeys(link.path for link in links if link.path)


def within_lists(motion: Motion, row: bytes, year: int) -> Iterator[Place]:
    """Lists within lists: of one outcome, of one way it was carried out, with one partner, by the year of the decision."""
    for subject in subjects(motion):
        yield Place(list_of_outcome(subject, motion.status.group), row, year, card=True, listed=True)
    if done := carried(motion):
        yield Place(done.list, row, year, card=True, listed=True)
    for partner in dict.fromkeys(map(partner_list, motion.originators)) if motion.joint else ():
        yield Place(partner, row, year, card=True, listed=True)
    if decided := decided_on(motion):
        here = sort(decided, german.sort_key(motion.title), motion.uid, down=True)
        for name in (EVERY, decided_list(motion.status.group)):
            yield Place(name, here, decided.year, card=True, listed=True)


def on_days(motion: Motion, today: dt.date) -> Iterator[Place]:
    """The public steps on days, for each of its subjects; for a committee those there."""
    others = dict.fromkeys(link.path for link in (*motion.topics, *motion.places, *signatories(motion)) if link.path)
    for index, step in enumerate(motion.steps):
        if not step.date or step.public is False or step.date.year < today.year - 1:
            continue
        here = sort(step.date, order_of_number(step.item), german.sort_key(motion.title), motion.uid, index)
        due = Due(step.committees[0], step.date, step.item, step.scheduled, Link(motion.title, motion.path, motion.uid))
        coming = step.date >= today and not step.decided
        for subject in others:
            yield Place(f"{CALENDARS}{subject}", here, data=encode(due))
        for subject in (*others, *dict.fromkeys(link.path for link in step.committees)) if coming else ():
            yield Place(f"{COMING}{subject}", here, data=encode(due))


def next_day(motion: Motion, today: dt.date) -> dt.date | None:
    """On which a step leaves the calendars; what else reads otherwise on a day is known to the motion."""
    left = (dt.date(step.date.year + 2, 1, 1) for step in motion.steps if step.date)
    return min((turn for turn in left if turn > today), default=None)


def of_today(motion: Motion, today: dt.date) -> Place:
    """What the day means for its page, in a list of its own."""
    return Place(f"tag:{motion.path}", data=encode(motion.effective_day(today)))


__all__ = ["ABOUT", "CALENDARS", "COMING", "Card", "Due", "next_day", "of_today", "order", "places"]
