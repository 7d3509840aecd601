"""The pages of persons and committees, each with its motions and meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..press import Crumb, Frame, Page, html_page
from ..records import german
from ..records.links import Link
from .model import Committee, Membership, Person, by_name

HOME = Crumb("Start", "")


class Member(Struct, frozen=True):
    """A member of a committee, as its page shows it."""

    person: Link
    membership: Membership


def pages(frame: Frame, persons: Iterable[Person], committees: Iterable[Committee], today: dt.date, listings: Mapping[str, list[tuple[str, Any]]], meetings: Mapping[str, tuple[Any, ...]], calendars: Mapping[str, str], embeds: Mapping[str, Any]) -> Iterator[Page]:
    """`listings`: by a person's or committee's path, the years of its motions; by committee's path, `meetings`: rows, `calendars`: where its calendar lies, `embeds`: what shows its motions elsewhere."""
    people = by_name(persons)
    bodies = sorted(committees, key=lambda c: (c.order, german.sort_key(c.name)))
    present = tuple(p for p in people if not (p.left and p.left < today))
    former = tuple(p for p in people if p.left and p.left < today)
    yield html_page(frame, "personen/", "persons.html", title="Menschen", description=f"Wer für die Fraktion {frame.council.body.within} arbeitet.", crumbs=(HOME,), persons=present, former=former)
    yield html_page(frame, "gremien/", "committees.html", title="Gremien", description="Wo beraten und entschieden wird.", crumbs=(HOME,),
                    rows=tuple((c, count(listings, c.path)) for c in bodies))  # fmt: skip
    for person in people:
        for path, listing in listings.get(person.path) or [(person.path, None)]:
            crumbs = (HOME, Crumb("Menschen", "personen/"), *year_crumb(path, person.path, person.name))
            yield html_page(frame, path, "person.html", title=titled(person.full_name, path, person.path, listing), description=person.life or person.office or person.full_name, crumbs=crumbs, brings=person.brings, person=person, listing=listing, first=path == person.path, current=current(person.memberships, today) if path == person.path else ())
    for body in bodies:
        members = tuple(Member(Link(p.full_name, p.path, p.uid), m) for p in people for m in p.memberships if m.committee.path == body.path and m.current(today))
        for path, listing in listings.get(body.path) or [(body.path, None)]:
            crumbs = (HOME, Crumb("Gremien", "gremien/"), *year_crumb(path, body.path, body.short_name))
            yield html_page(frame, path, "committee.html", title=titled(body.name, path, body.path, listing), description=f"{body.name}: Anträge, Sitzungen und Mitglieder der Fraktion.", crumbs=crumbs, brings=body.brings, committee=body, members=members if path == body.path else (), listing=listing, first=path == body.path, meetings=meetings.get(body.path, ()) if path == body.path else (), calendar=calendars.get(body.path, "") if path == body.path else "", embed=embeds.get(body.path) if path == body.path else None)


def count(listings: Mapping[str, list[tuple[str, Any]]], path: str) -> int:
    return listings[path][0][1].total if listings.get(path) else 0


def titled(name: str, path: str, base: str, listing: Any) -> str:
    return name if path == base else f"{name}: Anträge {listing.year}"


def year_crumb(path: str, base: str, name: str) -> tuple[Crumb, ...]:
    return () if path == base else (Crumb(name, base),)


def current(memberships: tuple[Membership, ...], today: dt.date) -> tuple[bool, ...]:
    """Which memberships are current: what the day means for this page, so that it changes only then."""
    return tuple(m.current(today) for m in memberships)
