"""The values of persons and committees: kinds of body, what a member is; each a row of a table beside this file."""

from __future__ import annotations

from pathlib import Path

from ..records.council import Council, in_words, means
from ..records.values import Value, Values, load_values


class BodyKind(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    decides: bool
    order: int
    oparl: str
    organization: str
    ours: bool


class Role(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    oparl: str


HERE = Path(__file__).parent
BODIES = load_values(BodyKind, HERE / "bodies.toml")
ROLES = load_values(Role, HERE / "roles.toml")
GROUP = BODIES.one("ours")


def role_of(word: str) -> Role:
    """The row of a role, whatever the group in which somebody has it calls itself."""
    return ROLES.by_word.get(word) or max(
        (row for row in ROLES if means(row.word, word)), key=lambda row: len(row.word)
    )


def bodies(council: Council) -> Values[BodyKind]:
    """The kinds of body, as this council calls them."""
    return in_words(BODIES, council)
