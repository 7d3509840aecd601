"""What can be found: each record as one entry, with the words to find it by and the values to filter by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from ..meetings.model import TABLE as MEETINGS
from ..meetings.model import Meeting
from ..motions.model import Motion
from ..news.model import TABLE as NEWS
from ..news.model import Item
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..records import german
from ..records.body import Section
from ..records.notes import without_marks
from ..texts import TABLE as TEXTS
from ..texts import Text
from .words import plain, spellings, with_endings

FILTERS = ("art", "gremium", "thema", "ausgang")  # names in the bundles; the year is which bundle


NOUNS = (NEWS.noun, MEETINGS.noun, PERSONS.noun, COMMITTEES.noun, TEXTS.noun)  # what is no motion, in the order of the filter


class Entry(Struct, frozen=True, kw_only=True):
    """One page as the search knows it."""

    path: str
    title: str
    kind: str
    text: str
    date: dt.date | None = None
    status: str = ""
    committees: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    outcome: str = ""


def of_motion(motion: Motion) -> Entry:
    numbers = [spellings(number) for number in (motion.reference, *motion.other_references) if number]
    bodies = dict.fromkeys(c.text for step in motion.steps for c in (*step.committees, *step.referred_to))
    names = [s.person.text for s in motion.signatories]
    words = [*(f"Drucksache {n}." for n in numbers), motion.summary, *map(section_text, (p.section for p in motion.parts)), *bodies, *names, *(p.text for p in motion.places), *(t.text for t in motion.topics)]
    return Entry(
        path=motion.path, title=motion.title, kind=motion.kind, date=motion.date, status=motion.status.label, text=" ".join(filter(None, words)),
        committees=tuple(bodies), topics=tuple(t.text for t in motion.topics), outcome=motion.status.group,
    )  # fmt: skip


def of_item(item: Item) -> Entry:
    return Entry(path=item.path, title=item.title, kind=NEWS.noun, date=item.date, text=" ".join([item.teaser, *map(section_text, item.sections)]), topics=tuple(t.text for t in item.topics))


def of_meeting(meeting: Meeting) -> Entry:
    words = [meeting.name, german.day(meeting.date), meeting.location.short if meeting.location else "", *(f"{a.number} {a.title}" for a in meeting.agenda), *map(section_text, meeting.sections)]
    return Entry(path=meeting.path, title=f"{meeting.name} am {german.day(meeting.date)}", kind=MEETINGS.noun, date=meeting.date, text=" ".join(filter(None, words)), committees=tuple(c.text for c in meeting.committees))


def of_person(person: Person) -> Entry:
    words = [person.office, person.life, *(f"{m.committee.text} {m.role}" for m in person.memberships), *(p.text for p in person.places), *map(section_text, person.sections)]
    return Entry(path=person.path, title=person.full_name, kind=PERSONS.noun, text=" ".join(filter(None, words)))


def of_committee(committee: Committee) -> Entry:
    words = [committee.short_name, *(f.name for f in committee.former), *map(section_text, committee.sections)]
    return Entry(path=committee.path, title=committee.name, kind=COMMITTEES.noun, text=" ".join(words), committees=(committee.name,))


def of_text(text: Text) -> Entry:
    return Entry(path=text.path, title=text.title, kind=TEXTS.noun, text=" ".join(map(section_text, text.sections)))


def section_text(section: Section) -> str:
    return f"{section.heading} {plain(without_marks(section.html))}".strip()


def as_record(entry: Entry) -> dict:
    """As Pagefind's service takes it (its types: InternalAddRecordRequest). The title is searched as meta data are."""
    filters = {"art": [entry.kind], "gremium": list(entry.committees), "thema": list(entry.topics), "ausgang": [entry.outcome] if entry.outcome else []}
    meta = {"title": with_endings(entry.title), "art": entry.kind, "datum": german.day(entry.date) if entry.date else "", "stand": entry.status}
    return {"url": entry.path, "content": with_endings(entry.text) or entry.title, "language": "de", "meta": {key: value for key, value in meta.items() if value}, "filters": {key: values for key, values in filters.items() if values}}


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda e: e.path)
