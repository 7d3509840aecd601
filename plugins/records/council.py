"""The words of a council, and of the group in it: one struct, from the tables, handed to whatever writes German.

Nothing else knows how a council may be called: templates say `site.council.body.within`, tables say „{body.within}“.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from .digests import digest
from .fields import Field
from .german import Noun
from .nouns import compound, noun_of
from .values import Flawed, Row, Values, load_values

NAMED = re.compile(r"\{([a-z_]+)(?:\.([A-Za-z_]+))?\}")
Thing = TypeVar("Thing")
HERE = Path(__file__).parent


class CouncilRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the table: each noun as people write it (nouns.py)."""

    body: str
    main_committee: str
    member: str
    office: str
    office_female: str
    administration: str
    area: str
    district: str
    building: str
    sitting: str
    information_system: str


class GroupRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What members of a council who work together may be called."""

    noun: str


class Council(Row, frozen=True, kw_only=True):
    """All words of one council. `word` is the name of its row, by which it is chosen."""

    body: Noun
    main_committee: Noun
    member: Noun
    office: Noun
    office_female: Noun
    administration: Noun
    area: Noun
    district: Noun
    building: Noun
    sitting: Noun
    information_system: Noun
    group: Noun  # what the group calls itself
    sign: str  # stands for all its words

    def say(self, text: str) -> str:
        """The text with this council's words: „{body.within}“ becomes „im …“. What is no noun of ours stays."""
        return NAMED.sub(self.named, text) if "{" in text else text

    def named(self, match: re.Match[str]) -> str:
        noun = getattr(self, match[1], None)
        return str(getattr(noun, match[2] or "word", match[0])) if isinstance(noun, Noun) else match[0]

    @property
    def usual(self) -> Council:
        """The row as the table has it."""
        return COUNCILS[self.word]


def in_cases(row: Row, cell: str) -> Noun:
    if noun := noun_of(getattr(row, cell)):
        return noun
    raise Flawed(
        f"Zeile „{row.word}“, {cell} = „{getattr(row, cell)}“: Die Fälle sind nicht bekannt; drei Formen helfen: der Rat, des Rates, die Räte"
    )


GROUPS = load_values(GroupRow, HERE / "groups.toml", "group")
ROWS = load_values(CouncilRow, HERE / "councils.toml", "council")
NOUNS = tuple(cell for cell in CouncilRow.__struct_fields__ if cell not in Row.__struct_fields__)
COUNCILS: Values[Council] = Values(
    ROWS.name,
    [
        Council(
            word=row.word,
            synonyms=row.synonyms,
            group=in_cases(GROUPS.rows[0], "noun"),
            sign="",
            **{cell: in_cases(row, cell) for cell in NOUNS},
        )
        for row in ROWS
    ],
)
USUAL = COUNCILS.rows[0]  # where nothing else is said

# What content/fraktion.yaml may call otherwise, under „woerter“.
WORDS = {
    "vertretung": "body",
    "hauptausschuss": "main_committee",
    "mitglied": "member",
    "amt": "office",
    "amt_weiblich": "office_female",
    "verwaltung": "administration",
    "gebiet": "area",
    "gebiet_amtlich": "district",
    "tagungsort": "building",
    "sitzung": "sitting",
    "ratsinformation": "information_system",
    "fraktion": "group",
}
DERIVED = {
    "member": "mitglied",
    "sitting": "sitzung",
    "information_system": "informationssystem",
}  # named after the body, as a rule


def council_of(name: str) -> Council | None:
    """The row of this name, however it is spelled."""
    return row_of(COUNCILS, name)


def group_of(name: str) -> Noun | None:
    row = row_of(GROUPS, name)
    return in_cases(row, "noun") if row else None


def row_of(values: Values, name: str) -> Any:
    wanted = name.strip().casefold()
    return next((row for row in values if wanted in (row.word.casefold(), *map(str.casefold, row.synonyms))), None)


def called(council: Council, words: Mapping[str, Noun], group: Noun | None = None) -> Council:
    """The row with words of its own, by their keys in content/fraktion.yaml. What is named after the body follows it."""
    own: dict[str, Any] = {"group": group} if group else {}
    own |= {WORDS[key]: noun for key, noun in words.items()}
    if "body" in own:
        for cell, last in DERIVED.items():
            if cell not in own and getattr(council, cell).word.startswith(council.body.joint.rstrip("-")):
                own[cell] = noun_of(compound(own["body"], last))
    own = {cell: noun for cell, noun in own.items() if noun != getattr(council, cell)}
    return (
        replace(council, **own, sign=digest(*(f"{cell} {noun!r}" for cell, noun in sorted(own.items()))))
        if own
        else council
    )


def means(pattern: str, word: str) -> bool:
    """Is the word this one of a table, whoever speaks? „{group.joint}sitzung“ is also „Gruppensitzung“."""
    before, brace, rest = pattern.partition("{")
    behind = rest.rpartition("}")[2]
    long_enough = len(word) > len(before) + len(behind)
    return word == pattern or bool(brace and long_enough and word.startswith(before) and word.endswith(behind))


def spoken(thing: Thing, council: Council) -> Thing:
    """Any of our tables with this council's words: every text in it, however deep."""
    if isinstance(thing, str):
        return council.say(thing)
    if isinstance(thing, Field) and thing.values and council.sign:
        return still_understood(all_spoken(thing, council), all_spoken(thing, council.usual))
    if isinstance(thing, Struct):
        return all_spoken(thing, council)
    if isinstance(thing, tuple | list):
        return type(thing)(spoken(part, council) for part in thing)
    if isinstance(thing, dict):
        return {spoken(key, council): spoken(part, council) for key, part in thing.items()}
    if isinstance(thing, Values):
        return in_words(thing, council)
    return thing


def all_spoken(thing: Thing, council: Council) -> Thing:
    return replace(thing, **{name: spoken(getattr(thing, name), council) for name in thing.__struct_fields__})


def still_understood(own: Field, usual: Field) -> Field:
    """A value may be typed in the words of the table, too: texts from before a council was called otherwise."""
    now = dict(zip(usual.values, own.values, strict=True))
    others = {word: now[value] for word, value in usual.synonyms.items()} | now
    known = (*own.values, *own.synonyms)
    return replace(own, before={word: value for word, value in others.items() if word not in known})


@cache
def in_words(values: Values, council: Council) -> Values:
    said = Values(values.name, [spoken(row, council) for row in values])
    if len(said.by_word) < len(said.rows):
        names = ", ".join(row.word for row in said)
        raise Flawed(f"{values.name}: In den Wörtern von „{council.word}“ heißen zwei Zeilen gleich: {names}.")
    return said
