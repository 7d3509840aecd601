"""What can be found: each record as one entry, with the words to find it by, the values to narrow down by, and what a hit shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from ..meetings.model import TABLE as MEETINGS
from ..meetings.model import Meeting
from ..motions.model import Motion
from ..news.model import TABLE as NEWS
from ..news.model import Item
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press.page import Large
from ..records import german
from ..records.body import Section
from ..records.digests import digest
from ..records.links import Link
from ..records.notes import without_marks
from ..texts import TABLE as TEXTS
from ..texts import Text
from .letters import plain

NOUNS = (
    NEWS.noun,
    MEETINGS.noun,
    PERSONS.noun,
    COMMITTEES.noun,
    TEXTS.noun,
)  # what is no motion, in the order of the filter
FIRST, LATER, LAST = range(3)  # of the same worth: motions, news on them, law
LAW = ("impressum", "datenschutz", "barrierefreiheit")


class Entry(Struct, frozen=True, kw_only=True):
    """One page as the search knows it."""

    path: str
    title: str
    kind: str
    text: str = ""  # lines of plain words
    summary: str = ""
    names: tuple[str, ...] = ()  # of bodies, places, topics, persons: found like the summary, shown nowhere
    numbers: tuple[str, ...] = ()  # of printed papers, as printed
    date: dt.date | None = None
    status: tuple[str, str, str] | None = None  # word, tone, sign
    rank: int = FIRST
    facets: tuple[tuple[str, str], ...] = ()  # name of the filter, value
    papers: tuple[tuple[str, str], ...] = ()  # of PDF files: name, text


class Source(Struct, frozen=True):
    """One text of the index: where its page is, what stands for its content, and how the entry is made."""

    path: str
    key: str
    make: Callable[[], Entry]
    names: tuple[str, ...] = ()  # of its PDF files: content and name


class Corpus(Large):
    """Everything that can be found, as one input of the index. `memory`: the file in which the index remembers the texts it was made from; "": nothing is remembered."""

    def __init__(self, sources: Iterable[Source], memory: str = "", version: str = ""):
        self.sources = tuple(sorted(sources, key=lambda source: source.path))
        super().__init__(digest(*(part for source in self.sources for part in (source.path, source.key))))
        self.memory, self.version = memory, version  # of the program that remembers


Papers = tuple[tuple[str, str], ...]  # of PDF files: name, text


def of_motion(motion: Motion, papers: Papers = (), status: tuple[str, str, str] | None = None) -> Entry:
    bodies = [link for step in motion.steps for link in (*step.committees, *step.referred_to)]
    signers = [signatory.person for signatory in motion.signatories]
    named = [*bodies, *signers, *motion.places, *motion.topics]
    numbers = tuple(filter(None, (motion.reference, *motion.other_references)))
    steps = [
        " ".join(
            filter(None, (german.day(s.date) if s.date else "", f"TOP {s.item}" if s.item else "", s.text, s.note))
        )
        for s in motion.steps
    ]
    facets = [("jahr", str(motion.date.year)), ("art", motion.kind), ("ausgang", motion.status.group)]
    facets += [
        (name, key_of(link))
        for name, links in (("gremium", bodies), ("thema", motion.topics), ("ort", motion.places), ("person", signers))
        for link in links
    ]
    return Entry(
        path=motion.path,
        title=motion.title,
        kind=motion.kind,
        date=motion.date,
        summary=motion.summary,
        numbers=numbers,
        names=(*dict.fromkeys(link.text for link in named), *motion.originators, motion.kind),
        status=status,
        text="\n".join(filter(None, [*(section_text(part.section) for part in motion.parts), *steps])),
        facets=tuple(dict.fromkeys(facets)),
        papers=papers,
    )


def of_item(item: Item, papers: Papers = ()) -> Entry:
    facets = [("jahr", str(item.date.year)), ("art", NEWS.noun), *(("thema", key_of(link)) for link in item.topics)]
    return Entry(
        path=item.path,
        title=item.title,
        kind=NEWS.noun,
        date=item.date,
        summary=f"{item.teaser} …" if item.cut else item.teaser,
        names=(item.kind, *(link.text for link in item.topics)),
        text="\n".join(map(section_text, item.sections)),
        rank=LATER,
        facets=tuple(dict.fromkeys(facets)),
        papers=papers,
    )


def of_meeting(meeting: Meeting, papers: Papers = ()) -> Entry:
    lines = [
        german.day(meeting.date),
        german.day(meeting.moved_from) if meeting.moved_from else "",
        meeting.reason,
        *(f"TOP {a.number}: {a.title}" if a.number else a.title for a in meeting.agenda),
        *map(section_text, meeting.sections),
    ]
    names = (
        meeting.kind,
        *(link.text for link in meeting.committees),
        *(meeting.location.lines if meeting.location else ()),
    )
    facets = [
        ("jahr", str(meeting.date.year)),
        ("art", MEETINGS.noun),
        *(("gremium", key_of(link)) for link in meeting.committees),
    ]
    return Entry(
        path=meeting.path,
        title=f"{meeting.name} am {german.day(meeting.date)}",
        kind=MEETINGS.noun,
        date=meeting.date,
        names=names,
        text="\n".join(filter(None, lines)),
        rank=LATER,
        facets=tuple(dict.fromkeys(facets)),
        papers=papers,
    )


def of_person(person: Person, papers: Papers = ()) -> Entry:
    lines = [
        person.office,
        *(f"{m.committee.text} {m.part}".strip() for m in person.memberships),
        *map(section_text, person.sections),
    ]
    facets = [
        ("art", PERSONS.noun),
        ("person", person.uid),
        *(("gremium", key_of(m.committee)) for m in person.memberships),
        *(("ort", key_of(link)) for link in person.places),
    ]
    return Entry(
        path=person.path,
        title=person.full_name,
        kind=PERSONS.noun,
        summary=person.life,
        names=tuple(link.text for link in person.places),
        text="\n".join(filter(None, lines)),
        facets=tuple(dict.fromkeys(facets)),
        papers=papers,
    )


def of_committee(committee: Committee, papers: Papers = ()) -> Entry:
    return Entry(
        path=committee.path,
        title=committee.name,
        kind=COMMITTEES.noun,
        names=(committee.short_name, *(f.name for f in committee.former)),
        text="\n".join(map(section_text, committee.sections)),
        facets=(("art", COMMITTEES.noun), ("gremium", committee.uid)),
        papers=papers,
    )


def of_text(text: Text, papers: Papers = ()) -> Entry:
    return Entry(
        path=text.path,
        title=text.title,
        kind=TEXTS.noun,
        summary=text.description,
        text="\n".join(map(section_text, text.sections)),
        rank=LAST if text.stem in LAW else FIRST,
        facets=(("art", TEXTS.noun),),
        papers=papers,
    )


def key_of(link: Link) -> str:
    """By which a filter knows a thing, however it was typed; of what has no page its name."""
    return link.key or german.slug(link.text)


def named(links: Iterable[Link], today: Mapping[str, str]) -> dict[str, str]:
    """Value and label of a filter: the name that a thing has today, one for each."""
    return {key_of(link): today.get(key_of(link), link.text) for link in links}


def section_text(section: Section) -> str:
    return "\n".join(filter(None, (section.heading, plain(without_marks(section.html)))))
