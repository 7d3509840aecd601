"""The pages of persons and committees, each with its motions and meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from ..press import Crumb, Frame, Page, card_of, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, decoder, encode, sort
from ..press.years import Listing, RowsOf, first_page, leads_to_first, page_of_year
from ..records import german
from ..records.links import Link
from .model import Committee, Membership, Person
from .structured import structured

HOME = Crumb("Start", "")
PAST = 5  # meetings of a committee that are over; all of them stand in the list of meetings


class Member(Struct, frozen=True):
    """A member of a committee, as its page shows it."""

    person: Link
    membership: Membership


def of_person(person: Person, today: dt.date) -> Iterator[Place]:
    """In which lists a person stands, and what the row says there."""
    here = sort(german.sort_key(person.family_name), german.sort_key(person.name), person.uid)
    yield Place("menschen", here)
    for place in dict.fromkeys(link.path for link in person.places if link.path and not gone(person, today)):
        yield Place(f"von-dort:{place}", here)
    for number, membership in enumerate(person.memberships):
        if membership.committee.path:
            yield Place(
                f"mitglieder:{membership.committee.path}",
                here + b"%03d" % number,
                data=encode(Member(Link(person.full_name, person.path, person.uid), membership)),
            )


def gone(person: Person, today: dt.date) -> bool:
    return bool(person.left and person.left < today)


def next_day(person: Person, today: dt.date) -> dt.date | None:
    """On which a person stands in other lists."""
    return person.left + dt.timedelta(days=1) if person.left and person.left >= today else None


def of_committee(committee: Committee) -> Iterator[Place]:
    yield Place("alle-gremien", sort(committee.order, german.sort_key(committee.name)))


def persons(ask: Ask, _: str) -> Iterator[Page]:
    frame, today = ask.piece("frame"), ask.day()
    people = [ask.facts(row.number, Person) for row in ask.rows("menschen")]
    present = tuple(p for p in people if not gone(p, today))
    former = tuple(p for p in people if gone(p, today))
    yield html_page(
        frame,
        "personen/",
        "persons.html",
        title="Menschen",
        description=f"Wer für {frame.council.group.whom} {frame.council.body.within} arbeitet.",
        crumbs=(HOME,),
        persons=present,
        former=former,
        group=ask.piece("gruppenbild"),
    )


def committees(ask: Ask, _: str) -> Iterator[Page]:
    bodies = [ask.facts(row.number, Committee) for row in ask.rows("alle-gremien")]
    yield html_page(
        ask.piece("frame"),
        "gremien/",
        "committees.html",
        title="Gremien",
        description="Wo beraten und entschieden wird.",
        crumbs=(HOME,),
        rows=tuple((c, ask.count(c.path)) for c in bodies),
    )


def person_page(ask: Ask, person: Person, path: str, listing: Listing | None, around: Any = None) -> Page:
    first = path == person.path
    crumbs = (HOME, Crumb("Menschen", "personen/"), *year_crumb(path, person.path, person.name))
    frame, now = ask.piece("frame"), current(person.memberships, ask.day()) if first else ()
    return html_page(
        frame,
        path,
        "person.html",
        title=titled(person.full_name, path, person.path, listing),
        description=person.life or person.office or person.full_name,
        crumbs=crumbs,
        person=person,
        listing=listing,
        around=around,
        first=first,
        current=now,
        structured=structured(person, now, frame) if first else None,
        card=card_of(person.path, person.full_name, bool(person.picture and person.picture.width)) if first else None,
    )


def committee_page(
    ask: Ask,
    body: Committee,
    path: str,
    listing: Listing | None,
    members: tuple[Member, ...] = (),
    past: tuple = (),
    around: Any = None,
    embed: Any = None,
) -> Page:
    crumbs = (HOME, Crumb("Gremien", "gremien/"), *year_crumb(path, body.path, body.short_name))
    return html_page(
        ask.piece("frame"),
        path,
        "committee.html",
        title=titled(body.name, path, body.path, listing),
        description=f"{body.name}: Anträge, Sitzungen und wer von uns dabei ist.",
        crumbs=crumbs,
        committee=body,
        members=members,
        listing=listing,
        first=path == body.path,
        past=past,
        around=around,
        embed=embed,
    )


class Pages(Struct, frozen=True):
    """What other rooms know of persons and committees: the rows of their motions, and of which kind those of their meetings are."""

    rows_of: RowsOf
    sitting: type
    around: Callable[[Ask, str], Any]  # what else there is of one: what is next, news, outcomes, how to follow
    embedding: Callable[[Frame, Link], Any]  # what shows a committee's motions elsewhere

    def person(self, ask: Ask, ref: str) -> Iterator[Page]:
        if person := ask.whole(ref, Person):
            listing = first_page(ask, person.path, self.rows_of) if ask.which(person.path) else None
            yield person_page(ask, person, person.path, listing, self.around(ask, person.path))

    def person_year(self, ask: Ask, key: str) -> Iterator[Page]:
        person = ask.whole(key.partition("/\t")[0], Person)
        if person and (found := page_of_year(ask, key, self.rows_of)):
            path, listing = found
            yield (
                person_page(ask, person, path, listing)
                if listing
                else leads_to_first(ask.piece("frame"), path, person.full_name)
            )

    def committee(self, ask: Ask, ref: str) -> Iterator[Page]:
        if body := ask.whole(ref, Committee):
            today = ask.day()
            members = tuple(
                member for member in ask.data(f"mitglieder:{body.path}", Member) if member.membership.current(today)
            )
            yield committee_page(
                ask,
                body,
                body.path,
                first_page(ask, body.path, self.rows_of) if ask.which(body.path) else None,
                members=members,
                past=tuple(
                    decoder(self.sitting).decode(row.data)
                    for row in ask.newest(f"gewesen:{body.path}", PAST, down=True)
                ),
                around=self.around(ask, body.path),
                embed=self.embedding(ask.piece("frame"), Link(body.name, body.path)) if ask.which(body.path) else None,
            )

    def committee_year(self, ask: Ask, key: str) -> Iterator[Page]:
        body = ask.whole(key.partition("/\t")[0], Committee)
        if body and (found := page_of_year(ask, key, self.rows_of)):
            path, listing = found
            yield (
                committee_page(ask, body, path, listing)
                if listing
                else leads_to_first(ask.piece("frame"), path, body.name)
            )

    def parts(self) -> tuple[Part, ...]:
        return (
            Part(name="personen", pages=persons),
            Part(name="person", per="thing", kind="personen/", pages=self.person),
            Part(name="person-jahr", per="year", kind="personen/", pages=self.person_year),
            Part(name="gremien", pages=committees),
            Part(name="gremium", per="thing", kind="gremien/", pages=self.committee),
            Part(name="gremium-jahr", per="year", kind="gremien/", pages=self.committee_year),
        )


def titled(name: str, path: str, base: str, listing: Any) -> str:
    return name if path == base else f"{name}: Anträge {listing.year}"


def year_crumb(path: str, base: str, name: str) -> tuple[Crumb, ...]:
    return () if path == base else (Crumb(name, base),)


def current(memberships: tuple[Membership, ...], today: dt.date) -> tuple[bool, ...]:
    """Which memberships are current: what the day means for this page, so that it changes only then."""
    return tuple(m.current(today) for m in memberships)


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "committee": "das Gremium",
    "person": "die Person",
    "persons": "die Personen",
    "current": "laufende Mitgliedschaften",
    "first": "die Zahl der Jahre",
    "former": "frühere Mitglieder",
    "members": "die Mitglieder",
    "group": "das Gruppenbild",
    "past": "vergangene Sitzungen",
}
