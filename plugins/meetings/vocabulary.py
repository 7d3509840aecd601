"""The values of meetings: forms, who may come, kinds; each a row of a table beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..records.council import means
from ..records.values import Value, load_values


class Form(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How people meet."""

    label: str
    listed: str
    calendar: str
    beside: str
    request: str
    answer: str
    where: str
    begin: str
    place: bool
    needs_place: bool
    video: bool
    settled: bool
    attendance: Literal["Offline", "Online", "Mixed", ""]


class Admission(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may come."""

    sentence: str
    about: str
    by_mail: bool
    free: bool
    closed: bool


class Kind(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    own: bool


class Rhythm(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often a series is."""

    weeks: int
    month: int
    said: str


HERE = Path(__file__).parent
FORMS = load_values(Form, HERE / "forms.toml")
ACCESS = load_values(Admission, HERE / "access.toml")
KINDS = load_values(Kind, HERE / "kinds.toml")
RHYTHMS = load_values(Rhythm, HERE / "rhythms.toml")
OWN = tuple(kind for kind in KINDS if kind.own)  # all others are meetings of a committee, whatever it is called here


def is_own(kind: str) -> bool:
    """A meeting of the group, whatever the group calls itself."""
    return any(means(row.word, kind) for row in OWN)
