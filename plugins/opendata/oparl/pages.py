"""The files: an object each, and the lists, which hold the same lines year by year, the newest first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ...group.model import Entry
from ...motions.happenings import happenings
from ...motions.model import Facts, Motion
from ...people.model import Committee, Person, by_name
from ...press import Page
from ...press.codec import dumps
from ...press.structured import filled
from . import objects
from .names import FOLDER, Origin
from .objects import Object, Paper
from .sittings import Sitting, Steps

Kind = tuple[str, str]
Thing = TypeVar("Thing")


def pages(by: Origin, papers: Iterable[Paper], held: Sequence[Sitting], persons: Iterable[Person], committees: Iterable[Committee], kinds: Mapping[str, Kind], terms: Iterable[Entry]) -> Iterator[Page]:
    """`papers`: all that are or were public, the newest first; `kinds`: of each committee's kind, how the standard calls it."""
    papers, persons, terms, committees = list(papers), by_name(persons), tuple(terms), sorted(committees, key=lambda c: (c.order, c.uid))
    yield Page(f"{FOLDER}system.json", build_system, {"by": by})
    yield Page(f"{FOLDER}bodies.json", build_bodies, {"by": by, "terms": terms})
    yield Page(f"{FOLDER}body.json", build_body, {"by": by, "terms": terms})
    yield Page(f"{FOLDER}terms.json", build_terms, {"by": by, "terms": terms})
    for entry in terms:
        yield Page(f"{FOLDER}term/{entry.link.key}.json", build_term, {"by": by, "entry": entry})
    bodies = tuple((c, kinds[c.kind], tuple(objects.members(c, persons, by))) for c in committees)
    yield Page(f"{FOLDER}organizations.json", build_organizations, {"by": by, "committees": bodies})
    yield Page(f"{FOLDER}organization/fraktion.json", build_group, {"by": by})
    for committee, kind, members in bodies:
        yield Page(f"{FOLDER}organization/{committee.uid}.json", build_organization, {"by": by, "committee": committee, "kind": kind, "of": members})
    yield Page(f"{FOLDER}persons.json", build_persons, {"by": by, "persons": tuple(persons)})
    for person in persons:
        yield Page(f"{FOLDER}person/{person.uid}.json", build_person, {"by": by, "person": person})
    for paper in papers:
        yield Page(f"{FOLDER}paper/{paper.motion.uid}.json", build_paper, {"by": by, "paper": paper})
    for sitting in held:
        yield Page(f"{FOLDER}meeting/{sitting.name}.json", build_meeting, {"by": by, "sitting": sitting})
    for path, around, group in by_years("papers", [p for p in papers if not p.motion.deleted], lambda p: p.motion.date.year):
        yield Page(path, build_papers, {"by": by, "papers": group, "around": around})
    for path, around, group in by_years("meetings", [s for s in reversed(held) if not s.deleted], lambda s: s.year):
        yield Page(path, build_meetings, {"by": by, "sittings": group, "around": around})


def papers_of(motions: list[Motion], steps: Steps, today: dt.date) -> Iterator[Paper]:
    """Each motion with its sittings, and with those that name it."""
    there = {m.uid for m in motions}
    named: dict[str, dict[str, list[str]]] = {key: defaultdict(list) for key in ("aendert", "bezug", "ersetzt")}
    own: dict[str, dict[str, list[str]]] = {key: defaultdict(list) for key in named}
    for motion in motions:
        for relation in motion.relations if not motion.deleted else ():
            if relation.link.key in there:
                named[relation.key][relation.link.key].append(motion.uid)
                own[relation.key][motion.uid].append(relation.link.key)
    for motion in motions:
        uid, told = motion.uid, [h.date for h in happenings(motion, today)]
        yield Paper(
            facts=Facts(motion), day=max([motion.effective_day(today), *told]), changed=max([motion.published, *told]), places=tuple(steps.get((uid, index)) for index in range(len(motion.steps))),
            parents=tuple(own["aendert"][uid]), children=tuple(named["aendert"][uid]), replaced=tuple(own["ersetzt"][uid]),
            related=tuple(dict.fromkeys([*own["bezug"][uid], *own["ersetzt"][uid], *named["bezug"][uid], *named["ersetzt"][uid]])),
        )  # fmt: skip


Around = tuple[str, str, str, str]  # names of the files: this one, the one before, the one after, the last


def by_years(name: str, things: list[Thing], year_of) -> Iterator[tuple[str, Around, tuple[Thing, ...]]]:
    """A list in pages, one a year: the newest has the list's own name, so that a new thing changes one page, and a new year those beside it."""
    years: dict[int, list[Thing]] = {}
    for thing in things:
        years.setdefault(year_of(thing), []).append(thing)
    ordered = sorted(years, reverse=True)
    names = [name, *(f"{name}-{year}" for year in ordered[1:])]
    for place, one in enumerate(names):
        around = (one, names[place - 1] if place else "", names[place + 1] if place + 1 < len(names) else "", names[-1])
        yield f"{FOLDER}{one}.json", around, tuple(years[ordered[place]]) if ordered else ()


# ------------------------------------------------------------------------------------- makers


def line_of(thing: Object) -> str:
    """An object as it stands in its file and, the same, in its list; without the blanks that only a page needs."""
    return dumps(filled(thing)).replace("\u00a0", " ")


def one(thing: Object) -> str:
    return f"{line_of(thing)}\n"


def listed(by: Origin, lines: Iterable[str], around: Around) -> str:
    """A page of a list (OParl 1.1, 2.5); an object a line, so that two versions can be compared."""
    name, before, after, last = around
    first = name.partition("-")[0]
    links = {"first": by.file(first), "prev": by.file(before) if before else "", "self": by.file(name), "next": by.file(after) if after else "", "last": by.file(last)}
    inner = ",\n".join(lines)
    return f'{{"data":[\n{inner}\n],"pagination":{{}},"links":{dumps(filled(links))}}}\n'


def alone(name: str) -> Around:
    return name, "", "", name


def build_system(by: Origin) -> str:
    return one(objects.system(by))


def build_bodies(by: Origin, terms: tuple[Entry, ...]) -> str:
    return listed(by, [line_of(objects.body(by, terms))], alone("bodies"))


def build_body(by: Origin, terms: tuple[Entry, ...]) -> str:
    return one(objects.body(by, terms))


def build_terms(by: Origin, terms: tuple[Entry, ...]) -> str:
    return listed(by, [line_of(objects.term(entry, by)) for entry in terms], alone("terms"))


def build_term(by: Origin, entry: Entry) -> str:
    return one(objects.term(entry, by))


def build_organizations(by: Origin, committees: tuple[tuple[Committee, Kind, tuple[str, ...]], ...]) -> str:
    return listed(by, [line_of(objects.group(by)), *(line_of(objects.organization(c, by, kind, of)) for c, kind, of in committees)], alone("organizations"))


def build_group(by: Origin) -> str:
    return one(objects.group(by))


def build_organization(by: Origin, committee: Committee, kind: Kind, of: tuple[str, ...]) -> str:
    return one(objects.organization(committee, by, kind, of))


def build_persons(by: Origin, persons: tuple[Person, ...]) -> str:
    return listed(by, [line_of(objects.person(person, by)) for person in persons], alone("persons"))


def build_person(by: Origin, person: Person) -> str:
    return one(objects.person(person, by))


def build_paper(by: Origin, paper: Paper) -> str:
    return one(objects.paper(paper, by))


def build_papers(by: Origin, papers: tuple[Paper, ...], around: Around) -> str:
    return listed(by, [line_of(objects.paper(paper, by)) for paper in papers], around)


def build_meeting(by: Origin, sitting: Sitting) -> str:
    return one(objects.meeting(sitting, by))


def build_meetings(by: Origin, sittings: tuple[Sitting, ...], around: Around) -> str:
    return listed(by, [line_of(objects.meeting(sitting, by)) for sitting in sittings], around)
