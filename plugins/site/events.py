"""What newsletters tell: the happenings of the feeds, under the same names. What rooms know of one another goes through here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..feeds.entries import entry_of_item, id_of
from ..feeds.sittings import entries_of, upcoming
from ..meetings.model import Meeting
from ..motions.happenings import Happening, happenings, headline, recall, sentence, step_of
from ..motions.model import Motion
from ..news.model import Item
from ..newsletter.model import Event, Newsletter
from ..newsletter.vocabulary import NEWS, SITTING
from ..records.problems import Problem, problem

if TYPE_CHECKING:
    from .content import Site


def of_motion(motion: Motion, told: Happening) -> Event:
    submitted = told.event.what == "submitted"
    steps = step_of(motion, told)
    committees = [link.path for step in steps for link in (*step.committees, *step.referred_to)]
    day = next((step.date for step in steps if step.date), told.date)
    return Event(
        id=id_of(motion, told), what=told.event.what, date=told.date, day=day, heading=f"{headline(motion, told)}: {motion.title}", title=motion.title,
        said=" ".join(filter(None, [sentence(motion, told), motion.summary if submitted and not motion.deleted else ""])), path=motion.path,
        about=(*(link.path for link in (*motion.topics, *motion.places)), *committees),
    )  # fmt: skip


def of_item(item: Item) -> Event:
    entry = entry_of_item(item, False)
    return Event(id=entry.id, what=NEWS, date=entry.published, day=item.date, heading=entry.title, title=entry.title, said=f"{entry.summary} […]" if item.cut and entry.summary else entry.summary, path=entry.path, about=tuple(link.path for link in item.topics))


def of_meeting(meeting: Meeting, today: dt.date) -> Iterator[Event]:
    for entry in entries_of(meeting, today):
        yield Event(id=entry.id, what=SITTING, date=entry.published, day=meeting.date, heading=entry.title, title=entry.title, said=entry.summary, path=entry.path, about=tuple(link.path for link in meeting.committees))


def events(site: Site, today: dt.date) -> list[Event]:
    """All that the feeds tell on a day."""
    found = [of_motion(motion, told) for motion in site.motions if not motion.draft for told in happenings(motion, today)]
    found += [of_item(item) for item in site.news if item.own and item.published <= today]
    coming = {entry.id for entry in upcoming(site.meetings, today)}
    return found + [event for meeting in site.meetings for event in of_meeting(meeting, today) if event.id in coming]


class Telling:
    """What newsletters tell, as it reads today: a corrected title is the corrected one, a text that is gone is left out."""

    def __init__(self, site: Site):
        self.motions = {motion.uid: motion for motion in site.motions if not motion.draft}
        self.items = {item.uid: item for item in site.news if item.own}
        self.meetings = {meeting.uid: meeting for meeting in site.meetings}

    def of(self, letter: Newsletter) -> tuple[Event, ...]:
        return tuple(event for name in letter.told if (event := self.event(name, letter.until)) and not self.hidden(event))

    def hidden(self, event: Event) -> bool:
        """Of a text that was taken from the site only that is still told."""
        motion = self.motions.get(event.id.split("/")[1])
        return bool(motion and motion.deleted and event.what != "deleted" and event.id.startswith("antrag/"))

    def event(self, name: str, until: dt.date) -> Event | None:
        """None: there is no such thing, or no more."""
        kind, _, rest = name.partition("/")
        uid, _, key = rest.partition("/ereignis/")
        if kind == "antrag" and (motion := self.motions.get(uid)):
            told = recall(motion, key)
            return of_motion(motion, told) if told else None
        if kind == "meldung" and not key and uid in self.items:
            return of_item(self.items[uid])
        if kind == "sitzung" and uid in self.meetings:
            return next((event for event in of_meeting(self.meetings[uid], until) if event.id == name), None)
        return None


def check_newsletters(letters: Iterable[Newsletter], site: Site, lines: dict[str, int]) -> Iterator[Problem]:
    """`lines`: by a newsletter's file, where its list begins. What is told twice, and what nobody knows any more."""
    telling, told = Telling(site), {}
    for letter in sorted(letters, key=lambda letter: (letter.date, letter.stem)):
        for name in letter.told:
            if other := told.get((letter.about, name)):
                yield problem(letter.source, lines[letter.source], "event-told", name=name, other=other)
            elif telling.event(name, letter.until) is None:
                yield problem(letter.source, lines[letter.source], "event-gone", name=name)
            told.setdefault((letter.about, name), letter.source)


__all__ = ["Telling", "check_newsletters", "events"]
