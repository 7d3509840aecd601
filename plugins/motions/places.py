"""In which lists a motion stands, and what its row says there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..press.things import Place, encode, sort
from ..records import german
from ..records.links import Link
from .balance import datum
from .lately import places as of_lately
from .listings import Card, card, committees, kind_link, natural, outcome_path, signatories
from .model import Motion

REVERSE = {
    "bezug": "Darauf bezieht sich",
    "aendert": "Geändert durch",
    "ersetzt": "Ersetzt durch",
}  # by the key of the field


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
        yield Place("bilanz/", row, year, encode(datum(motion)), listed=True)
        for link in (*motion.topics, kind_link(motion)):
            if link.path:
                yield Place(f"abo:{link.path}", row, year, listed=True)


def of_today(motion: Motion, today: dt.date) -> Place:
    """What the day means for its page, in a list of its own."""
    return Place(f"tag:{motion.path}", data=encode(motion.effective_day(today)))


__all__ = ["Card", "of_today", "order", "places"]
