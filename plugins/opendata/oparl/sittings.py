"""Which sittings there are: meetings with a file of their own, and days of which only the steps of motions know.

A sitting is known by its committee and its first day. A motion is whole by itself: its steps say what was decided, the sitting shows them. One that a file moved keeps its name; a meeting of the group, which has no committee, is known by its uid.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct, field

from ...meetings.model import AgendaItem, Meeting
from ...motions.listings import natural
from ...motions.model import Motion, Step
from ...records.german import day, slug
from ...records.links import File, Link

Steps = dict[tuple[str, int], tuple[str, str]]  # uid of the motion and which step → sitting, and the item on its agenda


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


class Known(Struct):
    """What is known of a sitting while the motions are looked through."""

    name: str
    date: dt.date
    committees: tuple[Link, ...]
    meeting: Meeting | None = None
    steps: list[tuple[Motion, int]] = field(default_factory=list)
    gone: list[Motion] = field(default_factory=list)  # motions that were taken off the site


def consultation_keys(steps: Iterable[Step]) -> list[str]:
    """Of each step, what its consultation is called: the committee, and which time the motion is there; as the feeds name it."""
    times: dict[str, int] = defaultdict(int)
    keys = []
    for step in steps:
        body = step.committees[0].key or slug(step.body_name)
        times[body] += 1
        keys.append(f"{body}-{times[body]}")
    return keys


def sittings(meetings: Iterable[Meeting], motions: Iterable[Motion]) -> tuple[list[Sitting], Steps]:
    """All sittings, the oldest first, and where each step of a motion stands. Of motions that were taken off the site nothing is left but that there was something."""
    known, places = of_meetings(meetings)
    papers = set()
    for motion in motions:
        papers.add(motion.uid)
        for index, step in enumerate(motion.steps):
            if step.date:
                one = place_of(step, known, places)
                one.gone.append(motion) if motion.deleted else one.steps.append((motion, index))
    steps: Steps = {}
    return [sitting_of(known[name], papers, steps) for name in sorted(known, key=lambda name: (known[name].date, name))], steps


def of_meetings(meetings: Iterable[Meeting]) -> tuple[dict[str, Known], dict[tuple[str, dt.date], str]]:
    """Those with a file, by name; and which one a committee has on a day. Where there are two, the steps stand in the first."""
    known: dict[str, Known] = {}
    places: dict[tuple[str, dt.date], str] = {}
    for meeting in sorted(meetings, key=lambda m: (m.date, m.start, m.uid)):
        name = f"{meeting.committees[0].key}-{meeting.moved_from or meeting.date}" if meeting.committees else meeting.uid
        name = meeting.uid if name in known else name
        known[name] = Known(name, meeting.date, meeting.committees, meeting)
        for committee in meeting.committees:
            places.setdefault((committee.key, meeting.date), name)
    return known, places


def place_of(step: Step, known: dict[str, Known], places: dict[tuple[str, dt.date], str]) -> Known:
    lead = step.committees[0]
    key = lead.key or slug(lead.text)
    name = next((found for committee in step.committees if (found := places.get((committee.key, step.date)))), "") or places.setdefault((key, step.date), f"{key}-{step.date}")
    return known.setdefault(name, Known(name, step.date, step.committees))


def sitting_of(one: Known, papers: set[str], steps: Steps) -> Sitting:
    motions = [motion for motion, _ in one.steps]
    if one.meeting:
        created = one.meeting.published or min([one.date, *(change.date for change in one.meeting.changes)])
        modified = max([created, *(change.date for change in one.meeting.changes)])
        title = one.meeting.name
    else:
        created = min(m.published for m in (*motions, *one.gone))
        modified = max([*(m.published for m in motions), *(m.deleted for m in one.gone if m.deleted)])
        title = next((m.steps[i].meeting.text for m, i in one.steps if m.steps[i].meeting), "") or f"{one.committees[0].text}, {day(one.date)}"
    dated = [step.date if step.decided else step.scheduled for motion, index in one.steps if (step := motion.steps[index])]
    return Sitting(
        name=one.name, title=title, date=one.date, committees=one.committees, meeting=one.meeting, items=agenda(one, papers, steps),
        created=created, modified=max([modified, *filter(None, dated)]), deleted=not one.meeting and not one.steps,
    )  # fmt: skip


def agenda(one: Known, papers: set[str], steps: Steps) -> tuple[Item, ...]:
    """The rows that somebody typed, and the motions whose steps name the sitting, each once, by their numbers."""
    left = list(one.steps)
    items: list[Item] = []
    taken: dict[str, int] = defaultdict(int)

    def key(name: str) -> str:
        taken[name] += 1
        return name if taken[name] == 1 else f"{name}-{taken[name]}"

    def of_step(motion: Motion, index: int, row: AgendaItem) -> Item:
        step, name = motion.steps[index], key(motion.uid)
        steps[motion.uid, index] = one.name, name
        return Item(
            key=name, number=row.number or step.item, title=row.title, paper=motion.uid, consultation=consultation_keys(motion.steps)[index],
            public=row.public if step.public is None else step.public, result=step.outcome.oparl if step.outcome.typed else step.quote, text=step.text, file=step.file,
        )  # fmt: skip

    for position, row in enumerate(one.meeting.agenda if one.meeting else (), 1):
        ours = [link.key for link in row.motions if link.key in papers]
        for uid in ours:
            found = next((pair for pair in left if pair[0].uid == uid), None)
            if found:
                left.remove(found)
            items.append(of_step(*found, row) if found else Item(key=key(uid), number=row.number, title=row.title, paper=uid, public=row.public))
        if not ours:
            items.append(Item(key=key(f"top-{slug(row.number) or position}"), number=row.number, title=row.title, public=row.public))
    for motion, index in sorted(left, key=lambda pair: (pair[0].title, pair[0].uid, pair[1])):
        items.append(of_step(motion, index, AgendaItem(motion.steps[index].item, motion.title)))
    return tuple(sorted(items, key=lambda item: (not item.number, natural(item.number))))
