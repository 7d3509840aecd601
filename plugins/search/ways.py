"""„Direkt zu“: pages that somebody means who types their name; and the same pages as texts that can be found by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from ..group.model import Lists
from ..motions.listings import LISTED, kind_link, outcome_path
from ..motions.model import Motion
from ..motions.vocabulary import STATUSES
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press.words import Word
from ..records import german
from ..records.fields import read_toml
from .entries import LATER, Entry

FIXED = read_toml(Path(__file__).with_name("ways.toml"))["way"]
TOPIC, PLACE, LIST, WORD = "Thema", "Ort", "Liste", "Wort"


class Way(Struct, frozen=True):
    path: str
    label: str
    kind: str
    names: tuple[str, ...] = ()  # besides the label
    text: str = ""

    @property
    def told(self) -> tuple[str, ...]:
        """As the index holds it."""
        return self.path, self.label, self.kind, *self.names


def ways_of(motions: Iterable[Motion], persons: Iterable[Person], bodies: Iterable[Committee], lists: Lists, words: Iterable[Word], own: Iterable[str], fixed: Iterable[str]) -> list[Way]:
    """In the order in which they are offered where a name means several. `fixed`: which of the pages that are always there this site has; `own`: names of the group."""
    motions = list(motions)
    others = sorted({name for motion in motions if motion.joint for name in motion.originators} - set(own))
    return [
        *by_link(PLACE, (link for motion in motions for link in motion.places), {e.link.path: e.description for e in lists.places}),
        *by_link(TOPIC, (link for motion in motions for link in motion.topics), {e.link.path: e.description for e in lists.topics}),
        *(Way(p.path, p.full_name, PERSONS.noun, tuple(dict.fromkeys((p.name, p.family_name, *p.given_name.split()[:1], *p.name.split())))) for p in persons),
        *(Way(c.path, c.name, COMMITTEES.noun, tuple(dict.fromkeys((c.short_name, *(f.name for f in c.former))))) for c in bodies),
        *fixed_ways(set(fixed), others),
        *outcomes(motions),
        *by_link(LIST, (kind_link(motion) for motion in motions), {}),
        *by_link(LIST, (motion.term for motion in motions if motion.term), {}),
        *(Way(f"glossar/#{word.key}", word.term, WORD, word.names, word.text) for word in words),
    ]


def by_link(kind: str, links: Iterable, texts: Mapping[str, str]) -> Iterator[Way]:
    for path, name in sorted({link.path: link.text for link in links if link.path}.items(), key=lambda pair: german.sort_key(pair[1])):
        yield Way(path, name, kind, (), texts.get(path, ""))


def fixed_ways(here: set[str], others: Iterable[str]) -> Iterator[Way]:
    for row in FIXED:
        if row["path"] in here:
            more = tuple(f"{name} mit {other}" for other in others for name in row["names"][:1]) if row["path"] == "antraege/gemeinsam/" else ()
            yield Way(row["path"], row["label"], LIST, (*row["names"], *more))


def outcomes(motions: Iterable[Motion]) -> Iterator[Way]:
    """Also by the words of the statuses that count there."""
    for group in LISTED:
        names = [status.label for status in STATUSES if status.group == group.word and status.typed]
        yield Way(outcome_path(group.word), group.label, LIST, tuple(dict.fromkeys((group.word, *names))), group.text)


def of_way(way: Way) -> Entry:
    """So that a page is found by its words, too; by its other names only above the hits. Persons and committees are records of their own."""
    return Entry(path=way.path, title=way.label, kind=way.kind, summary=way.text, names=way.names if way.kind == WORD else (), rank=LATER)
