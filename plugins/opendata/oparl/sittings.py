"""Which sittings there are: meetings with a file of their own, and days of which only the steps of motions know.

A sitting is known by its committee and its first day. A motion is whole by itself: its steps say what was decided, the sitting shows them. One that a file moved keeps its name; a meeting of the group, which has no committee, is known by its uid.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ...meetings.model import AgendaItem, Meeting
from ...motions.listings import natural
from ...motions.model import Motion, Step
from ...motions.places import order
from ...press.ask import Ask
from ...press.things import Place, encode, sort
from ...records.german import day, slug
from ...records.links import File, Link


class Item(Struct, frozen=True, kw_only=True):
    """A point of an agenda."""

    key: str  # behind the sitting's name
    number: str
    title: str
    paper: str = ""  # uid
    consultation: str = ""  # key behind the paper's name; "" where the paper does not know of the sitting
    public: bool | None = None
    result: str = ""  # as OParl has it
    text: str = ""
    file: File | None = None


class Sitting(Struct, frozen=True, kw_only=True):
    name: str  # for life: „g2k2t2-2026-12-10“, or the uid of a meeting of the group
    title: str
    date: dt.date
    committees: tuple[Link, ...]
    meeting: Meeting | None = None
    items: tuple[Item, ...] = ()
    created: dt.date
    modified: dt.date
    deleted: bool = False

    @property
    def year(self) -> int:
        return self.date.year


def consultation_keys(steps: Iterable[Step]) -> list[str]:
    """Of each step, what its consultation is called: the committee, and which time the motion is there; as the feeds name it."""
    times: dict[str, int] = defaultdict(int)
    keys = []
    for step in steps:
        body = step.committees[0].key or slug(step.body_name)
        times[body] += 1
        keys.append(f"{body}-{times[body]}")
    return keys


class Stand(Struct, frozen=True, kw_only=True):
    """A step as the sittings of its day know it. Of a motion that was taken off the site nothing is left but that there was something."""

    paper: str  # uid
    title: str
    index: int
    consultation: str
    bodies: tuple[Link, ...]
    date: dt.date
    dated: dt.date | None  # when the day or the result became known
    meeting: str  # as it is called there
    number: str
    public: bool | None
    result: str
    text: str
    file: File | None
    published: dt.date
    deleted: dt.date | None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key_of(body) for body in self.bodies)


def key_of(body: Link) -> str:
    return body.key or slug(body.text)


SITTINGS = "sitzungsdaten/"  # the list of all meetings with a file, and of the days of which steps know


def day_list(key: str, date: dt.date) -> str:
    """The list of the steps in a committee on a day."""
    return f"oparl{date.year}/{key}-{date}"


def steps_of(motion: Motion) -> Iterator[Place]:
    """Where the steps of a motion stand, by committee and day."""
    for index, (step, key) in enumerate(zip(motion.steps, consultation_keys(motion.steps), strict=True)):
        if step.date:
            data = encode(
                Stand(
                    paper=motion.uid,
                    title=motion.title,
                    index=index,
                    consultation=key,
                    bodies=step.committees,
                    date=step.date,
                    dated=step.date if step.decided else step.scheduled,
                    meeting=step.meeting.text if step.meeting else "",
                    number=step.item,
                    public=step.public,
                    result=step.outcome.oparl if step.outcome.typed else step.quote,
                    text=step.text,
                    file=step.file,
                    published=motion.published,
                    deleted=motion.deleted,
                )
            )
            for body in dict.fromkeys(map(key_of, step.committees)):
                name = day_list(body, step.date)
                yield Place(name, order(motion) + b"%03d" % index, data=data, listed=True)
                if not motion.deleted:
                    yield Place(SITTINGS, sort(name, motion.uid, index), step.date.year, name.encode(), listed=True)


class Called(Struct, frozen=True):
    """A meeting with a file, by what its sitting may be called."""

    name: str
    uid: str


def names_of(meeting: Meeting) -> Iterator[Place]:
    """By which steps and other meetings find it. Where a committee has two on a day, the steps stand in the first."""
    here = sort(meeting.date, meeting.start.isoformat(), meeting.uid)
    name = (
        f"{key_of(meeting.committees[0])}-{meeting.moved_from or meeting.date}" if meeting.committees else meeting.uid
    )
    data = encode(Called(name, meeting.uid))
    yield Place(f"heisst-sitzung:{name}", here, data=data)
    for committee in meeting.committees:
        yield Place(f"hat-sitzung:{key_of(committee)}{meeting.date}", here, data=data)
    yield Place(SITTINGS, here, meeting.date.year, listed=True)


def name_of(ask: Ask, called: Called) -> str:
    """For life: the committee and the first day; of a second meeting on that day its uid."""
    first = ask.data(f"heisst-sitzung:{called.name}", Called)[0]
    return called.name if first.uid == called.uid else called.uid


def sitting_name(ask: Ask, keys: tuple[str, ...], date: dt.date) -> str:
    """The sitting on which a step of these committees is: one with a file, or one of the committees on that day, of several the first that leads a step there."""
    for key in keys:
        for called in ask.data(f"hat-sitzung:{key}{date}", Called)[:1]:
            return name_of(ask, called)
    if len(keys) > 1:
        keys = (
            tuple(
                sorted(
                    key for key in keys if any(stand.keys[0] == key for stand in ask.data(day_list(key, date), Stand))
                )
            )
            or keys
        )
    return f"{keys[0]}-{date}"


def places_of(ask: Ask, motion: Motion) -> tuple[tuple[str, str] | None, ...]:
    """Of each step of a motion: its sitting and the item on the agenda there, which is called by the motion, and which time it stands there."""
    times: dict[str, int] = defaultdict(int)
    found: list[tuple[str, str] | None] = []
    for step in motion.steps:
        if not step.date:
            found.append(None)
            continue
        name = sitting_name(ask, tuple(map(key_of, step.committees)), step.date)
        times[name] += 1
        found.append((name, motion.uid if times[name] == 1 else f"{motion.uid}-{times[name]}"))
    return tuple(found)


def stands_in(ask: Ask, name: str, keys: Iterable[str], date: dt.date) -> list[Stand]:
    """The steps of a sitting, those of the newest motion first."""
    found = {(stand.paper, stand.index): stand for key in keys for stand in ask.data(day_list(key, date), Stand)}
    return [stand for stand in found.values() if sitting_name(ask, stand.keys, date) == name]


def with_file(ask: Ask, meeting: Meeting) -> Sitting:
    """The sitting of a meeting. Steps that stayed on the day from which it was moved are on it too, as long as nothing else is there."""
    name = name_of(
        ask,
        Called(
            f"{key_of(meeting.committees[0])}-{meeting.moved_from or meeting.date}"
            if meeting.committees
            else meeting.uid,
            meeting.uid,
        ),
    )
    keys = list(map(key_of, meeting.committees))
    days = dict.fromkeys((meeting.date, meeting.moved_from or meeting.date))
    stands = [stand for date in days for stand in stands_in(ask, name, keys, date)]
    created = meeting.published or min([meeting.date, *(change.date for change in meeting.changes)])
    there = [stand for stand in stands if not stand.deleted]
    return Sitting(
        name=name,
        title=meeting.name,
        date=meeting.date,
        committees=meeting.committees,
        meeting=meeting,
        items=agenda(ask, meeting.agenda, there),
        created=created,
        modified=max(
            [created, *(change.date for change in meeting.changes), *(stand.dated for stand in there if stand.dated)]
        ),
    )


def without_file(ask: Ask, key: str, date: dt.date) -> Sitting | None:
    """A day of which only steps know; None where a meeting with a file is that sitting, or steps stand in another."""
    name = f"{key}-{date}"
    stands = stands_in(ask, name, [key], date)
    if not stands or ask.rows(f"heisst-sitzung:{name}"):
        return None
    there = [stand for stand in stands if not stand.deleted]
    modified = [
        *(stand.published for stand in there),
        *(stand.deleted for stand in stands if stand.deleted),
        *(stand.dated for stand in there if stand.dated),
    ]
    title = next((stand.meeting for stand in there if stand.meeting), "") or f"{stands[0].bodies[0].text}, {day(date)}"
    return Sitting(
        name=name,
        title=title,
        date=date,
        committees=stands[0].bodies,
        items=agenda(ask, (), there),
        created=min(stand.published for stand in stands),
        modified=max(modified),
        deleted=not there,
    )


def agenda(ask: Ask, rows: tuple[AgendaItem, ...], stands: list[Stand]) -> tuple[Item, ...]:
    """The rows that somebody typed, and the motions whose steps name the sitting, each once, by their numbers."""
    left = list(stands)
    items: list[Item] = []
    taken: dict[str, int] = defaultdict(int)

    def key(name: str) -> str:
        taken[name] += 1
        return name if taken[name] == 1 else f"{name}-{taken[name]}"

    def of_step(stand: Stand, row: AgendaItem) -> Item:
        return Item(
            key=key(stand.paper),
            number=row.number or stand.number,
            title=row.title,
            paper=stand.paper,
            consultation=stand.consultation,
            public=row.public if stand.public is None else stand.public,
            result=stand.result,
            text=stand.text,
            file=stand.file,
        )

    for position, row in enumerate(rows, 1):
        ours = [link.key for link in row.motions if link.key and ask.rows(f"papier:{link.key}")]
        for uid in ours:
            found = min((stand for stand in left if stand.paper == uid), key=lambda stand: stand.index, default=None)
            if found:
                left.remove(found)
            items.append(
                of_step(found, row)
                if found
                else Item(key=key(uid), number=row.number, title=row.title, paper=uid, public=row.public)
            )
        if not ours:
            items.append(
                Item(
                    key=key(f"top-{slug(row.number) or position}"),
                    number=row.number,
                    title=row.title,
                    public=row.public,
                )
            )
    for stand in sorted(left, key=lambda stand: (stand.title, stand.paper, stand.index)):
        items.append(of_step(stand, AgendaItem(stand.number, stand.title)))
    return tuple(sorted(items, key=lambda item: (not item.number, natural(item.number))))
