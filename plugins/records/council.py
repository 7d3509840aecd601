"""The words of a council: one struct, from one table, handed to whatever writes German.

Nothing else knows how a council may be called: templates say `site.council.body.within`, tables say „{body.within}“.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from .german import Noun
from .values import Flawed, Row, Values, load_values

NAMED = re.compile(r"\{([a-z_]+)(?:\.([A-Za-z_]+))?\}")
Thing = TypeVar("Thing")


class Council(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the table. `word` is its name, by which it is chosen."""

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

    def say(self, text: str) -> str:
        """The text with this council's words: „{body.within}“ becomes „im …“. What is no noun of ours stays."""
        return NAMED.sub(self.named, text) if "{" in text else text

    def named(self, match: re.Match[str]) -> str:
        noun = getattr(self, match[1], None)
        return str(getattr(noun, match[2] or "word", match[0])) if isinstance(noun, Noun) else match[0]


COUNCILS: Values[Council] = load_values(Council, Path(__file__).parent / "councils.toml", "council")
USUAL = COUNCILS.rows[0]  # where nothing else is said


def council_of(name: str) -> Council | None:
    """The row of this name, however it is spelled."""
    wanted = name.strip().casefold()
    return next((row for row in COUNCILS if wanted in (row.word.casefold(), *map(str.casefold, row.synonyms))), None)


def spoken(thing: Thing, council: Council) -> Thing:
    """Any of our tables with this council's words: every text in it, however deep."""
    if isinstance(thing, str):
        return council.say(thing)
    if isinstance(thing, tuple | list):
        return type(thing)(spoken(part, council) for part in thing)
    if isinstance(thing, dict):
        return {spoken(key, council): spoken(part, council) for key, part in thing.items()}
    if isinstance(thing, Values):
        return in_words(thing, council)
    if isinstance(thing, Struct):
        return replace(thing, **{name: spoken(getattr(thing, name), council) for name in thing.__struct_fields__})
    return thing


@cache
def in_words(values: Values, council: Council) -> Values:
    said = Values(values.name, [spoken(row, council) for row in values])
    if len(said.by_word) < len(said.rows):
        raise Flawed(
            f"{values.name}: In den Wörtern von „{council.word}“ heißen zwei Zeilen gleich: {', '.join(row.word for row in said)}."
        )
    return said
