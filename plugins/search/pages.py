"""The page with the field, and the index that it asks: both made from everything that can be found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from msgspec import Struct

from ..meetings.model import Meeting
from ..motions.listings import LISTED
from ..motions.model import Motion
from ..motions.story import sign, status_word, tone
from ..motions.vocabulary import KINDS as MOTIONS
from ..news.model import Item
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, decoder, encode, sort
from ..records import german
from ..records.digests import digest
from ..records.links import Link
from ..texts import Text
from .entries import (
    NOUNS,
    Corpus,
    Entry,
    Source,
    key_of,
    of_committee,
    of_item,
    of_meeting,
    of_motion,
    of_person,
    of_text,
)
from .index import build_index
from .ways import Way, of_way, ways_of

BASE = "suche/"
INDEX = f"{BASE}teile/"
HOME = Crumb("Start", "")
KINDS = {
    "motion": (Motion, of_motion),
    "news": (Item, of_item),
    "meeting": (Meeting, of_meeting),
    "person": (Person, of_person),
    "committee": (Committee, of_committee),
    "text": (Text, of_text),
}
APART = "\x1f"  # between the parts of a list's name, which may hold anything else
Status = tuple[str, str, str]  # word, tone, sign


class Found(Struct, frozen=True, array_like=True):
    """A row of all that is found."""

    kind: str
    path: str
    key: str  # stands for all that the index holds of it
    papers: tuple[tuple[str, str], ...] = ()  # PDF files with their digests
    status: Status | None = None  # of a motion on this day


def places(kind: str, model: Any, face: str, papers: tuple[tuple[str, str], ...], today: dt.date) -> Iterator[Place]:
    """What is found, and by which values one may narrow down. `face` stands for all that is known of the record, its text too."""
    if kind not in KINDS or (kind == "news" and not model.own):
        return
    date = getattr(model, "date", None)
    status = (status_word(model, today), tone(model, today), sign(model, today)) if kind == "motion" else None
    key = digest(face, *(status or ()), *(part for paper in papers for part in paper))
    yield Place(
        BASE,
        sort(model.path),
        date.year if date else 0,
        encode(Found(kind, model.path, key, papers, status)),
        listed=True,
    )
    if kind == "motion":
        here = sort(model.date, model.uid, down=True)
        for name, links in (
            ("art", [Link("", key=model.kind)]),
            ("gremium", [link for step in model.steps for link in (*step.committees, *step.referred_to)]),
            ("thema", model.topics),
            ("ort", model.places),
            ("person", [signatory.person for signatory in model.signatories]),
        ):
            for link in dict.fromkeys(links):
                yield Place(
                    f"wahl/{APART.join((name, key_of(link), '' if link.path or name == 'art' else link.text))}",
                    here,
                    listed=True,
                )
        if model.joint:
            yield from (Place(f"mit/{name}", here, listed=True) for name in dict.fromkeys(model.originators))


def entry(ask: Ask, number: int, found: Found) -> Entry:
    model, of = KINDS[found.kind]
    read = tuple(
        (name, text)
        for name, digest in found.papers
        if (text := ask.seen(f"paper:{digest}")[1:].decode("utf-8", "surrogatepass"))
    )
    return of(ask.behind(number, model), read, *([found.status] if found.kind == "motion" else []))


def index(ask: Ask, _: str) -> Iterator[Page]:
    ways = ways_of(ask)
    corpus = Corpus(sources_of(ask, ways), *ask.piece("gedaechtnis"))
    yield Page(
        INDEX,
        build_index,
        {"corpus": corpus, "direct": tuple(way.told for way in ways), "rules": ask.piece("suchregeln")},
    )


def sources_of(ask: Ask, ways: Iterable[Way]) -> Iterator[Source]:
    paths, decode = set(), decoder(Found).decode
    for year in ask.which(BASE):
        for row in ask.rows(BASE, year):
            found = decode(row.data)
            paths.add(found.path)
            yield Source(
                found.path,
                found.key,
                partial(entry, ask, row.number, found),
                tuple(f"{digest}/{name}" for name, digest in found.papers),
            )
    for way in ways:
        if way.kind not in (PERSONS.noun, COMMITTEES.noun) and way.path not in paths:
            yield Source(way.path, digest(encode(way)), partial(of_way, way))


def search_page(ask: Ask, _: str) -> Iterator[Page]:
    """Its inputs are values that seldom change: a new motion alone leaves the page as it is."""
    names = {
        "gremium": {link.key: link.text for link in ask.piece("gremien:alle")},
        "person": {p.uid: p.full_name for p in (ask.facts(row.number, Person) for row in ask.rows("menschen"))},
        **{
            name: {path.split("/")[1]: text for path, (text, _) in ask.piece(base).items()}
            for name, base in (("thema", "themen/"), ("ort", "orte/"))
        },
    }
    links: dict[str, dict[str, str]] = {name: {} for name in ("art", "gremium", "thema", "ort", "person")}
    for found in ask.lists("wahl/"):
        name, key, text = found.list.removeprefix("wahl/").split(APART)
        links[name][key] = names.get(name, {}).get(key, text)
    kinds = sorted((kind.word for kind in MOTIONS if kind.word in links["art"]), key=german.sort_key)
    choices = (
        ("jahr", "Jahr", tuple((str(year), str(year)) for year in ask.which(BASE) if year)),
        ("art", "Art", tuple((kind, kind) for kind in (*kinds, *NOUNS))),
        ("gremium", "Gremium", ordered(links["gremium"] | names["gremium"])),
        ("thema", "Thema", ordered(links["thema"])),
        ("ort", "Ort", ordered(links["ort"])),
        ("person", "Person", ordered(links["person"] | names["person"])),
        ("ausgang", "Ausgang", tuple((group.word, group.label) for group in LISTED)),
    )
    yield html_page(
        ask.piece("frame"),
        BASE,
        "search.html",
        title="Suche",
        description="Anträge, Meldungen, Sitzungen und Menschen durchsuchen."
        if ask.piece("frame").has("personen/")
        else "Anträge, Meldungen und Sitzungen durchsuchen.",
        crumbs=(HOME,),
        script=ask.piece("theme")["search"][0],
        style=ask.piece("theme")["search-style"][0],
        index=INDEX,
        choices=choices,
    )


def ordered(labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(labels.items(), key=lambda pair: (german.sort_key(pair[1]), pair[0])))


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "choices": "die Auswahl zum Eingrenzen",
    "corpus": "was gefunden werden kann",
    "direct": "die Liste „Direkt zu“",
    "index": "der Ort des Suchindex",
    "rules": "die Regeln der Suche",
    "script": "das Skript der Suche",
    "style": "die Gestaltung der Suche",
}
PARTS = (Part(name="suche", pages=search_page, begins=BASE), Part(name="suche-teile", pages=index, begins=BASE))
