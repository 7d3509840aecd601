"""The page with the field, and the bundles that it asks: one for each year, of a full year several, and one for what has no year."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ..meetings.model import Meeting
from ..motions.listings import LISTED, committees
from ..motions.model import Motion
from ..news.model import Item
from ..people.model import Committee, Person
from ..press import Crumb, Frame, Page, html_page
from ..records import german
from ..texts import Text
from .bundle import build_bundle
from .entries import NOUNS, Entry, of_committee, of_item, of_meeting, of_motion, of_person, of_text
from .pagefind import program
from .papers import Paper, words_of

BASE = "suche/"
ALWAYS = f"{BASE}allgemein/"  # persons, committees, pages; and the program for the browser
HOME = Crumb("Start", "")
MOST = 120  # records of a bundle; an edit makes one anew, and Pagefind takes six milliseconds for a record
PARTS = (1, 2, 3, 4, 6, 12)  # of a year, each of as many months


def possible() -> bool:
    return program() is not None


def pages(frame: Frame, script: str, motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], persons: Iterable[Person], bodies: Iterable[Committee], texts: Iterable[Text], papers: dict[str, tuple[Paper, ...]]) -> Iterator[Page]:
    motions = sorted(motions, key=lambda m: m.path)
    others = [*map(of_item, (i for i in items if i.own)), *map(of_meeting, meetings)]
    timeless = [*map(of_person, persons), *map(of_committee, bodies), *map(of_text, texts)]
    years = parts_of(thing.date.year for thing in (*motions, *others))
    parts: dict[str, tuple[list[Motion], list[Entry]]] = {}
    for number, things in enumerate((motions, others)):
        for thing in things:
            parts.setdefault(part_of(thing.date, years), ([], []))[number].append(thing)
    yield search_page(frame, script, list(years), tuple(sorted(part for part in parts if "-" in part)), motions, others, timeless)
    yield Page(ALWAYS, build_timeless, {"entries": tuple(sorted(timeless, key=lambda e: e.path)), "runtime": True, **having(papers, (e.path for e in timeless))})
    for part, (own, entries) in sorted(parts.items(), reverse=True):
        yield Page(f"{BASE}{part}/", build_year, {"motions": tuple(own), "entries": tuple(sorted(entries, key=lambda e: e.path)), **having(papers, (x.path for x in (*own, *entries)))})


def parts_of(years: Iterable[int]) -> dict[int, int]:
    """Into how many bundles each year goes, the newest first: as few as hold no more than MOST if every month is alike."""
    counts = Counter(years)
    return {year: next((parts for parts in PARTS if counts[year] <= parts * MOST), PARTS[-1]) for year in sorted(counts, reverse=True)}


def part_of(date: dt.date, years: dict[int, int]) -> str:
    """2026, or of a full year its part: 2026-1."""
    parts = years[date.year]
    return str(date.year) if parts == 1 else f"{date.year}-{(date.month - 1) * parts // 12 + 1}"


def having(papers: dict[str, tuple[Paper, ...]], paths: Iterable[str]) -> dict[str, dict[str, tuple[Paper, ...]]]:
    """The PDF files of these pages as an input, where there are any."""
    found = {path: papers[path] for path in sorted(paths) if path in papers}
    return {"papers": found} if found else {}


def build_year(motions: tuple[Motion, ...], entries: tuple[Entry, ...], papers: dict[str, tuple[Paper, ...]] | None = None) -> dict[str, bytes]:
    return build_bundle(with_papers((*map(of_motion, motions), *entries), papers or {}))


def build_timeless(entries: tuple[Entry, ...], runtime: bool, papers: dict[str, tuple[Paper, ...]] | None = None) -> dict[str, bytes]:
    return build_bundle(with_papers(entries, papers or {}), runtime)


def with_papers(entries: tuple[Entry, ...], papers: dict[str, tuple[Paper, ...]]) -> tuple[Entry, ...]:
    """The text of a PDF file is found on the page that names it."""
    return tuple(replace(e, text=f"{e.text} {words_of(papers[e.path])}".strip()) if e.path in papers else e for e in entries)


def search_page(frame: Frame, script: str, years: list[int], parts: tuple[str, ...], motions: list[Motion], others: list[Entry], timeless: list[Entry]) -> Page:
    """Its inputs are values that seldom change: a new motion alone leaves the page as it is."""
    kinds = sorted({m.kind for m in motions}, key=german.sort_key)
    rest = [kind for kind in NOUNS if any(e.kind == kind for e in (*others, *timeless))]
    choices = (
        ("jahr", "Jahr", tuple(map(str, years))),
        ("art", "Art", (*kinds, *rest)),
        ("gremium", "Gremium", words({c.text for m in motions for c in committees(m)})),
        ("thema", "Thema", words({t.text for m in motions for t in m.topics})),
        ("ausgang", "Ausgang", tuple(group.word for group in LISTED)),
    )  # fmt: skip
    return html_page(frame, BASE, "search.html", title="Suche", description="Anträge, Meldungen, Sitzungen und Menschen durchsuchen.", crumbs=(HOME,), script=script, index=ALWAYS, choices=choices, parts=parts)


def words(values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=german.sort_key))
