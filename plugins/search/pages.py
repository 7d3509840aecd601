"""The page with the field, and the index that it asks: both made from everything that can be found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ..group.model import Lists
from ..meetings.model import Meeting
from ..motions.listings import LISTED
from ..motions.model import Motion
from ..news.model import Item
from ..people.model import Committee, Person
from ..press import Crumb, Frame, Page, html_page
from ..press.codec import digest, dumps, encode
from ..press.words import Word
from ..records import german
from ..texts import Text
from .entries import NOUNS, Corpus, Source, corpus_of, entry_source, motion_source, named, of_committee, of_item, of_meeting, of_person, of_text
from .index import build_index
from .papers import Paper
from .ways import COMMITTEES, PERSONS, Way, of_way, ways_of

BASE = "suche/"
INDEX = f"{BASE}teile/"
HOME = Crumb("Start", "")
Papers = Mapping[str, tuple[Paper, ...]]


def pages(frame: Frame, script: str, motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], persons: Iterable[Person], bodies: Iterable[Committee], texts: Iterable[Text], papers: Papers, lists: Lists, own: Iterable[str], today: dt.date, fixed: Iterable[str], memory: str = "", version: str = "") -> Iterator[Page]:
    """`fixed`: addresses that this site has; `memory`: where the index remembers what it was made from."""
    motions, meetings, persons, bodies = list(motions), list(meetings), list(persons), list(bodies)
    items = [item for item in items if item.own]
    ways = ways_of(motions, persons, bodies, lists, frame.words, own, fixed)
    sources = sources_of(motions, items, meetings, persons, bodies, texts, papers, ways, today)
    yield search_page(frame, script, motions, [*items, *meetings], persons, bodies)
    yield index_page(corpus_of(sources, memory, version), ways, lists)


def index_page(corpus: Corpus, ways: Iterable[Way], lists: Lists) -> Page:
    return Page(INDEX, build_index, {"corpus": corpus, "direct": tuple(way.told for way in ways), "rules": tuple((rule.words, rule.also) for rule in lists.synonyms)})


def sources_of(motions: Iterable[Motion], items: Iterable[Item], meetings: Iterable[Meeting], persons: Iterable[Person], bodies: Iterable[Committee], texts: Iterable[Text], papers: Papers, ways: Iterable[Way], today: dt.date) -> Iterator[Source]:
    for motion in motions:
        yield motion_source(motion, today, papers.get(motion.path, ()))
    for make, things in ((of_item, items), (of_meeting, meetings), (of_person, persons), (of_committee, bodies), (of_text, texts)):
        for thing in things:
            held = papers.get(thing.path, ())
            yield entry_source(partial(make, thing, held), thing.path, key_of(thing), held)
    for way in ways:
        if way.kind not in (PERSONS.noun, COMMITTEES.noun) and way.path not in {text.path for text in texts}:
            yield entry_source(partial(of_way, way), way.path, key_of(way), ())


def key_of(thing: Any) -> str:
    return digest(dumps(encode(thing)))


def search_page(frame: Frame, script: str, motions: list[Motion], dated: list, persons: list[Person], bodies: list[Committee]) -> Page:
    """Its inputs are values that seldom change: a new motion alone leaves the page as it is."""
    kinds = sorted({m.kind for m in motions}, key=german.sort_key)
    links = {name: {} for name in ("gremium", "thema", "ort", "person")}
    today = {**{c.uid: c.name for c in bodies}, **{p.uid: p.full_name for p in persons}}
    for name, found in (
        ("gremium", (link for m in motions for s in m.steps for link in (*s.committees, *s.referred_to))), ("thema", (link for m in motions for link in m.topics)),
        ("ort", (link for m in motions for link in m.places)), ("person", (s.person for m in motions for s in m.signatories)),
    ):  # fmt: skip
        links[name] = named(found, today)
    links["person"] |= {p.uid: p.full_name for p in persons}
    links["gremium"] |= {c.uid: c.name for c in bodies}
    choices = (
        ("jahr", "Jahr", tuple((str(year), str(year)) for year in sorted({thing.date.year for thing in (*motions, *dated)}, reverse=True))),
        ("art", "Art", tuple((kind, kind) for kind in (*kinds, *NOUNS))),
        ("gremium", "Gremium", ordered(links["gremium"])), ("thema", "Thema", ordered(links["thema"])), ("ort", "Ort", ordered(links["ort"])), ("person", "Person", ordered(links["person"])),
        ("ausgang", "Ausgang", tuple((group.word, group.label) for group in LISTED)),
    )  # fmt: skip
    return html_page(frame, BASE, "search.html", title="Suche", description="Anträge, Meldungen, Sitzungen und Menschen durchsuchen.", crumbs=(HOME,), script=script, index=INDEX, choices=choices)


def ordered(labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(labels.items(), key=lambda pair: (german.sort_key(pair[1]), pair[0])))


__all__ = ["BASE", "INDEX", "Word", "pages"]
