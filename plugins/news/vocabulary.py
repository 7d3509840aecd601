"""The values of news: kinds, and where an item comes from; each a row of the table beside this file."""

from __future__ import annotations

from pathlib import Path

from ..records.values import Value, load_values


class Kind(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    usual: bool


class Origin(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    own: bool
    party: bool


TABLE = Path(__file__).parent / "values.toml"
KINDS = load_values(Kind, TABLE, "kind")
ORIGINS = load_values(Origin, TABLE, "origin")
USUAL = KINDS.one("usual").word
OWN = ORIGINS.one("own").word
PARTY = frozenset(origin.word for origin in ORIGINS if origin.party)  # what a group may have to leave out
