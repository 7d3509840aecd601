"""The page with the field, and the bundles that it asks: one for each year, and one for what has no year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..meetings.model import Meeting
from ..motions.listings import committees
from ..motions.model import OUTCOMES, Motion
from ..news.model import Item
from ..people.model import Committee, Person
from ..press import Crumb, Frame, Page, html_page
from ..records import german
from ..texts import Text
from .bundle import build_bundle
from .entries import Entry, of_committee, of_item, of_meeting, of_motion, of_person, of_text
from .pagefind import program
from .papers import Paper, words_of

BASE = "suche/"
ALWAYS = f"{BASE}allgemein/"  # persons, committees, pages; and the program for the browser
HOME = Crumb("Start", "")


def possible() -> bool:
    return program() is not None


def pages(frame: Frame, script: str, motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], persons: Iterable[Person], bodies: Iterable[Committee], texts: Iterable[Text], papers: dict[str, tuple[Paper, ...]]) -> Iterator[Page]:
    motions = sorted(motions, key=lambda m: m.path)
    others = [*map(of_item, (i for i in items if i.own)), *map(of_meeting, meetings)]
    years: dict[int, tuple[list[Motion], list[Entry]]] = {}
    for motion in motions:
        years.setdefault(motion.date.year, ([], []))[0].append(motion)
    for entry in others:
        years.setdefault(entry.date.year, ([], []))[1].append(entry)
    timeless = [*map(of_person, persons), *map(of_committee, bodies), *map(of_text, texts)]
    yield search_page(frame, script, sorted(years, reverse=True), motions, others, timeless)
    yield Page(ALWAYS, build_timeless, {"entries": tuple(sorted(timeless, key=lambda e: e.path)), "runtime": True, **having(papers, (e.path for e in timeless))})
    for year, (own, entries) in sorted(years.items(), reverse=True):
        yield Page(f"{BASE}{year}/", build_year, {"motions": tuple(own), "entries": tuple(sorted(entries, key=lambda e: e.path)), **having(papers, (x.path for x in (*own, *entries)))})


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


def search_page(frame: Frame, script: str, years: list[int], motions: list[Motion], others: list[Entry], timeless: list[Entry]) -> Page:
    """Its inputs are values that seldom change: a new motion alone leaves the page as it is."""
    kinds = sorted({m.kind for m in motions}, key=german.sort_key)
    rest = [kind for kind in ("Meldung", "Sitzung", "Person", "Gremium", "Seite") if any(e.kind == kind for e in (*others, *timeless))]
    choices = (
        ("jahr", "Jahr", tuple(map(str, years))),
        ("art", "Art", (*kinds, *rest)),
        ("gremium", "Gremium", words({c.text for m in motions for c in committees(m)})),
        ("thema", "Thema", words({t.text for m in motions for t in m.topics})),
        ("ausgang", "Ausgang", tuple(name for name in ("offen", *OUTCOMES))),
    )  # fmt: skip
    return html_page(frame, BASE, "search.html", title="Suche", description="Anträge, Meldungen, Sitzungen und Menschen durchsuchen.", crumbs=(HOME,), script=script, index=ALWAYS, choices=choices)


def words(values: set[str]) -> tuple[str, ...]:
    return tuple(sorted(values, key=german.sort_key))
