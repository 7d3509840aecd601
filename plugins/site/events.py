"""What newsletters tell: the happenings of the feeds, under the same names. What rooms know of one another goes through here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ..feeds.entries import entry_of_item, id_of
from ..feeds.sittings import entries_of, upcoming
from ..meetings.model import Meeting
from ..motions.happenings import Happening, happenings, headline, recall, sentence, step_of
from ..motions.model import Motion
from ..news.model import Item
from ..newsletter.model import Event, Newsletter
from ..newsletter.vocabulary import NEWS, SITTING
from ..press.ask import Ask
from ..records.problems import Problem, problem

if TYPE_CHECKING:
    from .content import Site


def of_motion(motion: Motion, told: Happening) -> Event:
    submitted = told.event.what == "submitted"
    steps = step_of(motion, told)
    committees = [link.path for step in steps for link in (*step.committees, *step.referred_to)]
    day = next((step.date for step in steps if step.date), told.date)
    return Event(
        id=id_of(motion, told),
        what=told.event.what,
        date=told.date,
        day=day,
        heading=f"{headline(motion, told)}: {motion.title}",
        title=motion.title,
        said=" ".join(
            filter(None, [sentence(motion, told), motion.summary if submitted and not motion.deleted else ""])
        ),
        path=motion.path,
        about=(*(link.path for link in (*motion.topics, *motion.places)), *committees),
    )


def of_item(item: Item) -> Event:
    entry = entry_of_item(item, False)
    return Event(
        id=entry.id,
        what=NEWS,
        date=entry.published,
        day=item.date,
        heading=entry.title,
        title=entry.title,
        said=f"{entry.summary} […]" if item.cut and entry.summary else entry.summary,
        path=entry.path,
        about=tuple(link.path for link in item.topics),
    )


def of_meeting(meeting: Meeting, today: dt.date) -> Iterator[Event]:
    for entry in entries_of(meeting, today):
        yield Event(
            id=entry.id,
            what=SITTING,
            date=entry.published,
            day=meeting.date,
            heading=entry.title,
            title=entry.title,
            said=entry.summary,
            path=entry.path,
            about=tuple(link.path for link in meeting.committees),
        )


def events(site: Site, today: dt.date) -> list[Event]:
    """All that the feeds tell on a day."""
    found = [
        of_motion(motion, told) for motion in site.motions if not motion.draft for told in happenings(motion, today)
    ]
    found += [of_item(item) for item in site.news if item.own and item.published <= today]
    coming = {entry.id for entry in upcoming(site.meetings, today)}
    return found + [event for meeting in site.meetings for event in of_meeting(meeting, today) if event.id in coming]


Find = Callable[[str, type], Any]  # the record of a uid, where it is one of this kind


class Telling:
    """What newsletters tell, as it reads today: a corrected title is the corrected one, a text that is gone is left out."""

    def __init__(self, find: Find):
        self.find = find

    def of(self, letter: Newsletter) -> tuple[Event, ...]:
        return tuple(
            event for name in letter.told if (event := self.event(name, letter.until)) and not self.hidden(event)
        )

    def hidden(self, event: Event) -> bool:
        """Of a text that was taken from the site only that is still told."""
        motion = self.find(event.id.split("/")[1], Motion) if event.id.startswith("antrag/") else None
        return bool(motion and motion.deleted and event.what != "deleted")

    def event(self, name: str, until: dt.date) -> Event | None:
        """None: there is no such thing, or no more."""
        kind, _, rest = name.partition("/")
        uid, _, key = rest.partition("/ereignis/")
        if kind == "antrag" and (motion := self.find(uid, Motion)):
            told = recall(motion, key) if not motion.draft else None
            return of_motion(motion, told) if told else None
        if kind == "meldung" and not key and (item := self.find(uid, Item)) and item.own:
            return of_item(item)
        if kind == "sitzung" and (meeting := self.find(uid, Meeting)):
            return next((event for event in of_meeting(meeting, until) if event.id == name), None)
        return None


def among(site: Site) -> Find:
    """Records of a site that was read."""
    known = {(thing.uid, type(thing)): thing for thing in (*site.motions, *site.news, *site.meetings)}
    return lambda uid, kind: known.get((uid, kind))


FOLDERS = {Motion: "antraege/", Item: "meldungen/", Meeting: "sitzungen/"}


def asked(ask: Ask) -> Find:
    """Records that are asked for."""

    def find(uid: str, kind: type) -> Any:
        refs = (ref for ref in ask.data(f"uid-von:{uid}", str) if ref.startswith(FOLDERS[kind]))
        return next((found for ref in refs if (found := ask.facts(ref, kind))), None)

    return find


def check_told(ask: Ask, letter: Newsletter, line: int) -> Iterator[Problem]:
    """`line`: where its list begins. What is told twice, and what nobody knows any more."""
    telling = Telling(asked(ask))
    for name in letter.told:
        first = next(iter(ask.data(f"erzaehlt:{letter.about}:{name}", str)), letter.source)
        if first != letter.source:
            yield problem(letter.source, line, "event-told", name=name, other=first)
        elif telling.event(name, letter.until) is None:
            yield problem(letter.source, line, "event-gone", name=name)


def tell(ask: Ask, letter: Newsletter) -> tuple[Event, ...]:
    return Telling(asked(ask)).of(letter)


__all__ = ["Telling", "among", "check_told", "events", "tell"]
