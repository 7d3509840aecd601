"""What a person and a committee are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..records import german
from ..records.accounts import Account, read_accounts
from ..records.body import Body, Written
from ..records.council import Council
from ..records.fields import Record, load_table
from ..records.german import day
from ..records.links import File, Link, Resolver
from ..records.problems import Problem, problem
from .vocabulary import BODIES, ROLES, bodies, role_of

PERSONS = load_table("person", Path(__file__).parent / "person.toml", roles=ROLES)
COMMITTEES = load_table("committee", Path(__file__).parent / "committee.toml", bodies=BODIES)


class Membership(Struct, frozen=True):
    committee: Link
    role: str = ""
    voting: bool | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def part(self) -> str:
        """What the person is there, in words."""
        label = role_of(self.role).label if self.role else ""
        return self.role if "{" in label else label

    def current(self, today: dt.date) -> bool:
        return not (self.end and self.end < today)


class Person(Written, frozen=True, kw_only=True):
    uid: str
    stem: str
    name: str
    family_name: str
    given_name: str = ""
    titles: tuple[str, ...] = ()
    office: str = ""
    mail: tuple[str, ...] = ()
    places: tuple[Link, ...] = ()
    life: str = ""
    memberships: tuple[Membership, ...] = ()
    picture: File | None = None
    picture_alt: str = ""
    picture_author: str = ""
    press_picture: File | None = None  # to download
    topics: tuple[Link, ...] = ()
    hours: str = ""
    web: str = ""
    accounts: tuple[Account, ...] = ()
    left: dt.date | None = None
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def path(self) -> str:
        return f"personen/{self.stem}/"

    @property
    def full_name(self) -> str:
        return " ".join([*self.titles, self.name])


class Former(Struct, frozen=True):
    name: str
    until: dt.date | None = None


class Committee(Written, frozen=True, kw_only=True):
    """OParl's Organization of the type „Gremium“."""

    uid: str
    stem: str
    name: str
    short_name: str
    kind: str
    decides: bool
    order: int = 0  # its place in the list of committees, before the name
    former: tuple[Former, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    web: str = ""
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def path(self) -> str:
        return f"gremien/{self.stem}/"


def read_person(record: Record, body: Body, names: Resolver, files: dict[str, File]) -> Person:
    get = record.get
    return Person(
        uid=get("uid"),
        stem=record.stem,
        name=get("name"),
        family_name=get("nachname") or get("name").split()[-1],
        given_name=get("vorname", ""),
        titles=get("titel", ()),
        office=get("funktion", ""),
        mail=get("mail", ()),
        places=tuple(names.link("place", r) for r in get("ort", ())),
        life=" ".join(get("kurzvorstellung", "").split()),
        memberships=tuple(
            Membership(
                names.link("committee", r.get("gremium"), own_name=True),
                r.get("rolle", ""),
                r.get("stimmrecht"),
                r.get("von"),
                r.get("bis"),
            )
            for r in get("mitgliedschaften", ())
        ),
        picture=files.get(get("bild", "")),
        picture_alt=get("bild_alt", ""),
        picture_author=get("bild_urheber", ""),
        press_picture=files.get(get("pressebild", "")),
        topics=tuple(names.link("topic", r, own_name=True) for r in get("themen", ())),
        hours=get("sprechzeit", ""),
        web=get("web", ""),
        accounts=read_accounts(get("konten", ())),
        left=get("ausgeschieden_am"),
        sections=body.sections,
    )


def read_committee(record: Record, body: Body, council: Council) -> Committee:
    get = record.get
    kind = bodies(council)[get("art")]
    return Committee(
        uid=get("uid"),
        stem=record.stem,
        name=get("name"),
        short_name=get("kurz", get("name")),
        kind=kind.label,
        decides=get("entscheidet", kind.decides),
        order=kind.order,
        former=tuple(Former(r.get("name"), r.get("bis")) for r in get("frueher", ())),
        start=get("von"),
        end=get("bis"),
        web=get("web", ""),
        sections=body.sections,
    )


def committee_names(record: Record) -> list[str]:
    return [
        record.get("name"),
        record.get("kurz", ""),
        record.get("uid"),
        record.stem,
        *(row.get("name") for row in record.get("frueher", ())),
    ]


def person_names(record: Record) -> list[str]:
    titled = " ".join([*record.get("titel", ()), record.get("name")])
    return [record.get("name"), titled, record.get("uid"), record.stem, *record.get("fruehere_namen", ())]


def check_spans(record: Record) -> Iterable[Problem]:
    """„bis“ before „von“; a picture without words."""
    for row in (record.head, *record.get("mitgliedschaften", ())):
        start, end = row.get("von"), row.get("bis")
        if start and end and end < start:
            yield problem(record.path, row.line_of("bis"), "span-backwards", until=day(end), since=day(start))


def by_name(persons: Iterable[Person]) -> list[Person]:
    return sorted(persons, key=lambda p: (german.sort_key(p.family_name), german.sort_key(p.name), p.uid))
