"""The files: an object each, and the lists, which hold the same lines year by year, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ...group.model import Entry
from ...meetings.model import Meeting
from ...people.model import Committee, Person, by_name
from ...press import Page
from ...press.ask import Ask
from ...press.part import Part
from ...press.structured import filled
from ...records.compact import dumps
from ...records.gone import Gone
from ..lines import DATA, OPARL, Rows, of_paper
from ..lines import object_line as line_of
from . import objects
from .names import FOLDER, Origin
from .objects import Object
from .sittings import SITTINGS, Sitting, with_file, without_file

Kind = tuple[str, str]
Around = tuple[str, str, str, str]  # names of the files: this one, the one before, the one after, the last


# --------------------------------------------------------------------------- of what there is one


def system(ask: Ask, _: str) -> Iterator[Page]:
    by, terms = ask.piece("herkunft"), ask.piece("amtszeiten")
    yield Page(f"{FOLDER}system.json", build_system, {"by": by})
    yield Page(f"{FOLDER}bodies.json", build_bodies, {"by": by, "terms": terms})
    yield Page(f"{FOLDER}body.json", build_body, {"by": by, "terms": terms})
    yield Page(f"{FOLDER}terms.json", build_terms, {"by": by, "terms": terms})
    for entry in terms:
        yield Page(f"{FOLDER}term/{entry.link.key}.json", build_term, {"by": by, "entry": entry})


def people(ask: Ask, _: str) -> Iterator[Page]:
    by, kinds = ask.piece("herkunft"), ask.piece("arten-der-gremien")
    persons = by_name(ask.facts(row.number, Person) for row in ask.rows("menschen"))
    committees = sorted(
        (ask.facts(row.number, Committee) for row in ask.rows("alle-gremien")), key=lambda c: (c.order, c.uid)
    )
    bodies = tuple((c, kinds[c.kind], tuple(objects.members(c, persons, by))) for c in committees)
    yield Page(f"{FOLDER}organizations.json", build_organizations, {"by": by, "committees": bodies})
    yield Page(f"{FOLDER}organization/fraktion.json", build_group, {"by": by})
    for committee, kind, members in bodies:
        yield Page(
            f"{FOLDER}organization/{committee.uid}.json",
            build_organization,
            {"by": by, "committee": committee, "kind": kind, "of": members},
        )
    yield Page(f"{FOLDER}persons.json", build_persons, {"by": by, "persons": tuple(persons)})
    for person in persons:
        yield Page(f"{FOLDER}person/{person.uid}.json", build_person, {"by": by, "person": person})


KINDS = {"person": ("person", "Person"), "committee": ("organization", "Organization")}  # of the site's kinds, as data


def left(ask: Ask, ref: str) -> Iterator[Page]:
    """Of a person or a committee that was taken off the site nothing is told but that (OParl 1.1, 2.8)."""
    if (gone := ask.facts(ref, Gone)) and gone.uid and gone.kind in KINDS:
        yield Page(
            f"{FOLDER}{KINDS[gone.kind][0]}/{gone.uid}.json", build_gone, {"by": ask.piece("herkunft"), "thing": gone}
        )


# ----------------------------------------------------------------------------- papers and sittings


def paper(ask: Ask, ref: str) -> Iterator[Page]:
    """Of every motion that is or was public; of one that was taken off the site nothing is told but that."""
    if found := of_paper(ask, ref):
        uid, lines = found
        yield Page(f"{FOLDER}paper/{uid}.json", build_paper, {"line": lines.oparl})


def meeting(ask: Ask, ref: str) -> Iterator[Page]:
    if held := ask.facts(ref, Meeting):
        yield meeting_page(ask, with_file(ask, held))


def day(ask: Ask, name: str) -> Iterator[Page]:
    """A day in a committee of which only the steps of motions know."""
    if sitting := on_day(ask, name):
        yield meeting_page(ask, sitting)


def on_day(ask: Ask, name: str) -> Sitting | None:
    key, date = name.partition("/")[2][:-11], dt.date.fromisoformat(name[-10:])
    return without_file(ask, key, date)


def meeting_page(ask: Ask, sitting: Sitting) -> Page:
    return Page(
        f"{FOLDER}meeting/{sitting.name}.json", build_meeting, {"by": ask.piece("herkunft"), "sitting": sitting}
    )


def papers(ask: Ask, key: str) -> Iterator[Page]:
    """A year of them, the newest first."""
    year, years = int(key.partition("\t")[2]), ask.which(DATA)
    if year in years:
        yield papers_page(ask, [year], around("papers", year, years))


def papers_page(ask: Ask, years: list[int], name: Around) -> Page:
    return Page(
        f"{FOLDER}{name[0]}.json",
        build_papers,
        {"by": ask.piece("herkunft"), "papers": Rows(ask, years, OPARL), "around": name},
    )


def meetings(ask: Ask, key: str) -> Iterator[Page]:
    """The sittings of a year, the latest first."""
    year, years = int(key.partition("\t")[2]), ask.which(SITTINGS)
    if year not in years:
        return
    rows = ask.rows(SITTINGS, year)
    found = [with_file(ask, ask.facts(row.number, Meeting)) for row in rows if not row.data]
    found += [
        sitting
        for name in dict.fromkeys(row.data.decode() for row in rows if row.data)
        if (sitting := on_day(ask, name))
    ]
    found.sort(key=lambda sitting: (sitting.date, sitting.name), reverse=True)
    yield meetings_page(ask, tuple(found), around("meetings", year, years))


def meetings_page(ask: Ask, found: tuple[Sitting, ...], name: Around) -> Page:
    return Page(
        f"{FOLDER}{name[0]}.json", build_meetings, {"by": ask.piece("herkunft"), "sittings": found, "around": name}
    )


def empty(ask: Ask, _: str) -> Iterator[Page]:
    """The lists in which nothing stands yet."""
    if not ask.which(DATA):
        yield papers_page(ask, [], alone("papers"))
    if not ask.which(SITTINGS):
        yield meetings_page(ask, (), alone("meetings"))


def around(name: str, year: int, years: list[int]) -> Around:
    """A list in pages, one a year: the newest has the list's own name, so that a new thing changes one page, and a new year those beside it."""
    names = [name, *(f"{name}-{each}" for each in years[1:])]
    place = years.index(year)
    return (
        names[place],
        names[place - 1] if place else "",
        names[place + 1] if place + 1 < len(names) else "",
        names[-1],
    )


# ------------------------------------------------------------------------------------- makers


def one(thing: Object) -> str:
    return f"{line_of(thing)}\n"


def listed(by: Origin, lines: Iterable[str], around: Around) -> str:
    """A page of a list (OParl 1.1, 2.5); an object a line, so that two versions can be compared."""
    name, before, after, last = around
    first = name.partition("-")[0]
    links = {
        "first": by.file(first),
        "prev": by.file(before) if before else "",
        "self": by.file(name),
        "next": by.file(after) if after else "",
        "last": by.file(last),
    }
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
    return listed(
        by,
        [line_of(objects.group(by)), *(line_of(objects.organization(c, by, kind, of)) for c, kind, of in committees)],
        alone("organizations"),
    )


def build_group(by: Origin) -> str:
    return one(objects.group(by))


def build_organization(by: Origin, committee: Committee, kind: Kind, of: tuple[str, ...]) -> str:
    return one(objects.organization(committee, by, kind, of))


def build_persons(by: Origin, persons: tuple[Person, ...]) -> str:
    return listed(by, [line_of(objects.person(person, by)) for person in persons], alone("persons"))


def build_person(by: Origin, person: Person) -> str:
    return one(objects.person(person, by))


def build_gone(by: Origin, thing: Gone) -> str:
    name, kind = KINDS[thing.kind]
    return one(objects.gone(by.id(name, thing.uid), kind, min(thing.published, thing.deleted), thing.deleted))


def build_paper(line: str) -> str:
    return f"{line}\n"


def build_papers(by: Origin, papers: Rows, around: Around) -> str:
    return listed(by, papers.load(), around)


def build_meeting(by: Origin, sitting: Sitting) -> str:
    return one(objects.meeting(sitting, by))


def build_meetings(by: Origin, sittings: tuple[Sitting, ...], around: Around) -> str:
    return listed(by, [line_of(objects.meeting(sitting, by)) for sitting in sittings], around)


PARTS = tuple(
    Part(name=f"oparl-{name}", per=per, kind=kind, pages=pages, begins=FOLDER)
    for name, per, kind, pages in (
        ("system", "site", "", system),
        ("menschen", "site", "", people),
        ("geloescht", "thing", "geloescht/", left),
        ("papier", "thing", "antraege/", paper),
        ("sitzung", "thing", "sitzungen/", meeting),
        ("tag", "list", "oparl", day),
        ("papiere", "year", DATA, papers),
        ("sitzungen", "year", SITTINGS, meetings),
        ("leer", "site", "", empty),
    )
)
