"""„Direkt zu“: pages that somebody means who types their name; and the same pages as texts that can be found by their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from ..motions.listings import LISTED, outcome_path
from ..motions.vocabulary import KINDS, STATUSES
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press.ask import Ask
from ..records import german
from ..records.fields import read_toml
from ..texts import Text
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


def ways_of(ask: Ask) -> list[Way]:
    """In the order in which they are offered where a name means several."""
    own = set(ask.piece("namen"))
    others = sorted({found.list.removeprefix("mit/") for found in ask.lists("mit/")} - own)
    persons = [ask.facts(row.number, Person) for row in ask.rows("menschen")]
    bodies = [ask.facts(row.number, Committee) for row in ask.rows("alle-gremien")]
    words = ask.piece("frame").words
    kinds = {f"arten/{german.slug(kind.word)}/": (kind.word, "") for kind in KINDS}
    terms = {path: (text, "") for path, (text, _) in ask.piece("wahlperioden/").items()}
    return [
        *by_list(ask, PLACE, "orte/", ask.piece("orte/")),
        *by_list(ask, TOPIC, "themen/", ask.piece("themen/")),
        *(
            Way(
                p.path,
                p.full_name,
                PERSONS.noun,
                tuple(dict.fromkeys((p.name, p.family_name, *p.given_name.split()[:1], *p.name.split()))),
            )
            for p in sorted(persons, key=lambda p: p.stem)
        ),
        *(
            Way(c.path, c.name, COMMITTEES.noun, tuple(dict.fromkeys((c.short_name, *(f.name for f in c.former)))))
            for c in sorted(bodies, key=lambda c: c.stem)
        ),
        *(way for way in fixed_ways(here(ask, bool(words)), others) if ask.piece("frame").has(way.path)),
        *outcomes(),
        *by_list(ask, LIST, "arten/", kinds),
        *by_list(ask, LIST, "wahlperioden/", terms),
        *(Way(f"glossar/#{word.key}", word.term, WORD, word.names, word.text) for word in words),
    ]


def by_list(ask: Ask, kind: str, base: str, texts: Mapping[str, tuple[str, str]]) -> Iterator[Way]:
    """The lists that motions stand in; `texts`: by address, heading and description."""
    for path in sorted((found.list for found in ask.lists(base)), key=lambda path: german.sort_key(texts[path][0])):
        yield Way(path, texts[path][0], kind, (), texts[path][1])


def here(ask: Ask, words: bool) -> set[str]:
    """Which of the pages that are always there this site has."""
    return {
        path
        for row in FIXED
        if ask.wanted(path := row["path"])
        and (words or path != "glossar/")
        and (path != "kontakt/" or ask.facts("seiten/kontakt", Text))
    }


def fixed_ways(here: set[str], others: Iterable[str]) -> Iterator[Way]:
    for row in FIXED:
        if row["path"] in here:
            more = (
                tuple(f"{name} mit {other}" for other in others for name in row["names"][:1])
                if row["path"] == "antraege/gemeinsam/"
                else ()
            )
            yield Way(row["path"], row["label"], LIST, (*row["names"], *more))


def outcomes() -> Iterator[Way]:
    """Also by the words of the statuses that count there."""
    for group in LISTED:
        names = [status.label for status in STATUSES if status.group == group.word and status.typed]
        yield Way(outcome_path(group.word), group.label, LIST, tuple(dict.fromkeys((group.word, *names))), group.text)


def of_way(way: Way) -> Entry:
    """So that a page is found by its words, too; by its other names only above the hits. Persons and committees are records of their own."""
    return Entry(
        path=way.path,
        title=way.label,
        kind=way.kind,
        summary=way.text,
        names=way.names if way.kind == WORD else (),
        rank=LATER,
    )
