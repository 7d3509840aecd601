"""In which feeds a record stands, and what its row says there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..meetings.model import Meeting
from ..motions.happenings import Happening, happenings, step_of
from ..motions.listings import kind_link
from ..motions.model import Motion
from ..news.model import Item
from ..press.things import Place, encode, sort
from ..records.gone import Gone
from ..records.links import Link
from .entries import minutes, updated
from .sittings import known_on

MOST_MINUTES = 999


class Paper(Struct, frozen=True):
    """Of a motion's row: what happened to it, and the year in which it was published."""

    year: int
    news: tuple[Happening, ...]


def of_motion(motion: Motion, today: dt.date) -> Iterator[Place]:
    """The latest last in the feeds of what happened; in those of motions, the one to which something happened last first."""
    news = tuple(happenings(motion, today))
    yield Place(f"geschehen:{motion.path}", data=encode(news))
    for number, told in enumerate(news):
        here, data = sort(told.date, motion.uid, number), encode(told)
        for name in feeds_of(motion, told):
            yield Place(f"feed:{name}", here, told.date.year, data, listed=True)
    last, rank = updated(motion, news), f"{MOST_MINUTES - minutes(news):03d}"
    data = encode(Paper(motion.published.year, news))
    yield Place(
        "feed:antraege/", sort(last, rank, motion.published, motion.uid, down=True), last.year, data, listed=True
    )
    yield Place(
        "archiv:antraege/",
        sort(motion.published, last, rank, motion.uid, down=True),
        motion.published.year,
        data,
        listed=True,
    )


def feeds_of(motion: Motion, told: Happening) -> dict[str, None]:
    """The lists of the feeds that tell it."""
    names = [
        "alles/",
        *(["ergebnisse/"] if told.final else ()),
        *(["fragen/"] if motion.question and (told.final or told.event.questions) else ()),
    ]
    links: Iterable[Link] = (
        *motion.topics,
        *motion.places,
        kind_link(motion),
        *(s.person for s in motion.signatories),
        *(c for step in step_of(motion, told) for c in (*step.committees, *step.referred_to)),
    )
    return dict.fromkeys((*names, *(link.path for link in links if link.path)))


def next_day(motion: Motion, today: dt.date) -> dt.date | None:
    """The next day on which something happened to it, as far as is known."""
    return min((told.date for told in happenings(motion, dt.date.max) if told.date > today), default=None)


def of_item(item: Item, today: dt.date) -> Iterator[Place]:
    """Our own items only: what others wrote is theirs to announce."""
    if not item.own:
        return
    if item.published <= today:
        yield Place("feed:alles/", sort(item.published, f"meldung/{item.uid}", 0), item.published.year, listed=True)
    data = encode(Paper(item.published.year, ()))
    yield Place(
        "feed:meldungen/", sort(item.updated, item.published, item.uid, down=True), item.updated.year, data, listed=True
    )
    yield Place(
        "archiv:meldungen/",
        sort(item.published, item.updated, item.uid, down=True),
        item.published.year,
        data,
        listed=True,
    )


def of_gone(item: Gone) -> Iterator[Place]:
    """An item that was taken off the site keeps its entry, which says so; else readers would never know."""
    updated, data = max(item.published, item.deleted), encode(Paper(item.published.year, ()))
    alone, listed, archived = (
        sort(item.published, f"meldung/{item.uid}", 0),
        sort(updated, item.published, item.uid, down=True),
        sort(item.published, updated, item.uid, down=True),
    )
    yield Place("feed:alles/", alone, item.published.year, listed=True)
    yield Place("feed:meldungen/", listed, updated.year, data, listed=True)
    yield Place("archiv:meldungen/", archived, item.published.year, data, listed=True)


def next_day_of_item(item: Item, today: dt.date) -> dt.date | None:
    return item.published if item.published > today else None


def of_meeting(meeting: Meeting, today: dt.date) -> Iterator[Place]:
    if not meeting.over(today) and known_on(meeting) <= today:
        here = sort(meeting.date, meeting.start.isoformat(), meeting.uid)
        yield Place("feed:sitzungen", here)
        if meeting.own and not meeting.admission.closed:
            yield from (Place(f"feed-dort:{place.path}", here) for place in meeting.places if place.path)


def next_day_of_meeting(meeting: Meeting, today: dt.date) -> dt.date | None:
    return known_on(meeting) if known_on(meeting) > today else None
