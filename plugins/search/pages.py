"""The page with the field, and the bundles that it asks: one for each year, of a full year several, and one for what has no year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from ..meetings.model import TABLE as MEETINGS
from ..meetings.model import Meeting
from ..motions.listings import LISTED, committees
from ..motions.model import Motion
from ..news.model import TABLE as NEWS
from ..news.model import Item
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, Row, encode, sort
from ..records import german
from ..texts import TABLE as TEXTS
from ..texts import Text
from .bundle import build_bundle
from .entries import NOUNS, Entry, of_committee, of_item, of_meeting, of_motion, of_person, of_text
from .pagefind import program

BASE = "suche/"
ALWAYS = f"{BASE}allgemein/"  # persons, committees, pages; and the program for the browser
HOME = Crumb("Start", "")
MOST = 120  # records of a bundle; an edit makes one anew, and Pagefind takes six milliseconds for a record
PARTS_OF_YEAR = (1, 2, 3, 4, 6, 12)  # of a year, each of as many months


def possible() -> bool:
    return program() is not None


def places(kind: str, model: Any) -> Iterator[Place]:
    """In which bundle a record is found, and by which values one may narrow down."""
    match kind:
        case "motion":
            if not model.deleted:
                yield Place("suche/", sort(model.path), model.date.year, encode((model.kind, tuple(c.text for c in committees(model)), tuple(t.text for t in model.topics))), listed=True)
        case "news":
            if model.own:
                yield Place("suche/", sort(model.path), model.date.year, encode((NEWS.noun, (), ())), listed=True)
        case "meeting":
            yield Place("suche/", sort(model.path), model.date.year, encode((MEETINGS.noun, (), ())), listed=True)
        case "person" | "committee" | "text":
            yield Place("suche-zeitlos", sort(model.path))


KINDS = {"antraege": (Motion, of_motion), "meldungen": (Item, of_item), "sitzungen": (Meeting, of_meeting), "personen": (Person, of_person), "gremien": (Committee, of_committee), "seiten": (Text, of_text)}


def entry(ask: Ask, row: Row) -> Entry:
    kind, of = KINDS[ask.ref(row.number).partition("/")[0]]
    found = of(ask.whole(row.number, kind))
    papers = [(name, ask.seen(f"paper:{digest}")[1:].decode("utf-8", "surrogatepass")) for some in ask.data(f"papiere:{found.path}", tuple[tuple[str, str], ...]) for name, digest in some]
    more = " ".join(f"Aus {name}: {text}" for name, text in papers if text)
    return replace(found, text=f"{found.text} {more}".strip()) if papers else found


def timeless(ask: Ask, _: str) -> Iterator[Page]:
    yield Page(ALWAYS, build_bundle, {"entries": tuple(entry(ask, row) for row in ask.rows("suche-zeitlos")), "runtime": True})


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    year = int(key.partition("\t")[2])
    found: dict[str, list[Entry]] = {}
    entries = [entry(ask, row) for row in ask.rows("suche/", year)]
    parts = parts_of(len(entries))
    for one in entries:
        found.setdefault(part_of(one.date, parts), []).append(one)
    for part, some in found.items():
        yield Page(f"{BASE}{part}/", build_bundle, {"entries": tuple(some)})


def parts_of(count: int) -> int:
    """Into how many bundles a year goes: as few as hold no more than MOST if every month is alike."""
    return next((parts for parts in PARTS_OF_YEAR if count <= parts * MOST), PARTS_OF_YEAR[-1])


def part_of(date: dt.date, parts: int) -> str:
    """2026, or of a full year its part: 2026-1."""
    return str(date.year) if parts == 1 else f"{date.year}-{(date.month - 1) * parts // 12 + 1}"


def search_page(ask: Ask, _: str) -> Iterator[Page]:
    """Its inputs are values that seldom change: a new motion alone leaves the page as it is."""
    years = ask.years("suche/")
    rows = [data for year in years for data in ask.data("suche/", tuple[str, tuple[str, ...], tuple[str, ...]], year)]
    counts = {year: parts_of(count) for year, count in years.items()}
    parts = {part_of(dt.date(year, month, 1), number) for year, number in counts.items() if number > 1 for month in range(1, 13)}
    there = {kind for kind, _, _ in rows}
    kinds = sorted(there - set(NOUNS), key=german.sort_key)
    timeless = {KINDS[ask.ref(row.number).partition("/")[0]][0] for row in ask.rows("suche-zeitlos")}
    rest = [noun for noun in NOUNS if noun in there or {PERSONS.noun: Person, COMMITTEES.noun: Committee, TEXTS.noun: Text}.get(noun) in timeless]
    choices = (
        ("jahr", "Jahr", tuple(map(str, years))),
        ("art", "Art", (*kinds, *rest)),
        ("gremium", "Gremium", words({name for _, bodies, _ in rows for name in bodies})),
        ("thema", "Thema", words({name for _, _, topics in rows for name in topics})),
        ("ausgang", "Ausgang", tuple(group.word for group in LISTED)),
    )  # fmt: skip
    yield html_page(ask.piece("frame"), BASE, "search.html", title="Suche", description="Anträge, Meldungen, Sitzungen und Menschen durchsuchen.", crumbs=(HOME,), script=ask.piece("theme")["search"][0], index=ALWAYS, choices=choices, parts=tuple(sorted(parts)))


def words(values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=german.sort_key))


PARTS = (Part(name="suche", pages=search_page, begins=BASE), Part(name="suche-zeitlos", pages=timeless, begins=BASE), Part(name="suche-jahr", per="year", kind=BASE, pages=of_year, begins=BASE))
