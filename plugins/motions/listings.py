"""Lists of motions: what their rows and pages say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from ..press.ask import Ask
from ..press.things import decoder
from ..records import german
from ..records.links import Link
from .model import Motion, Step
from .story import sign, status_word, tone
from .vocabulary import GROUPS


class Card(Struct, frozen=True, kw_only=True):
    """A motion as one row of a listing."""

    title: str
    path: str
    uid: str
    date: dt.date
    kind: str
    reference: str
    status: str
    tone: str
    sign: str
    body: str = ""  # committee of the last or next step
    body_date: dt.date | None = None
    originators: tuple[str, ...] = ()  # only of joint motions
    item: str = ""


def card(motion: Motion, today: dt.date, step: Step | None = None) -> Card:
    shown = (
        step
        or next((s for s in reversed(motion.steps) if s.date and (s.decided or s.date < today)), None)
        or motion.next_step(today)
    )
    return Card(
        title=motion.title,
        path=motion.path,
        uid=motion.uid,
        date=motion.date,
        kind=motion.kind,
        reference=motion.reference,
        status=status_word(motion, today),
        tone=tone(motion, today),
        sign=sign(motion, today),
        body=shown.body_name if shown else "",
        body_date=shown.date if shown else None,
        originators=motion.originators if motion.joint else (),
        item=shown.item if shown else "",
    )


def newest_first(motions: Iterable[Motion]) -> list[Motion]:
    """By date; the same day by title and uid, so that the order never depends on the disk."""
    return sorted(motions, key=lambda m: (-m.date.toordinal(), german.sort_key(m.title), m.uid))


def kind_link(motion: Motion) -> Link:
    """The page of all motions of this type."""
    return Link(motion.kind, f"arten/{german.slug(motion.kind)}/", german.slug(motion.kind))


def committees(motion: Motion) -> list[Link]:
    """Every committee that met or will meet on it, or to which it was referred."""
    return [c for step in motion.steps for c in (*step.committees, *step.referred_to) if c.path]


def signatories(motion: Motion) -> list[Link]:
    return [s.person for s in motion.signatories if s.person.path]


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple(
        (0, int(p)) if p[0] in "0123456789" else (1, p.casefold()) for p in re.findall(r"[0-9]+|[^0-9]+", text)
    )


LISTED = sorted(GROUPS, key=lambda group: not group.open)  # what is open comes first


def outcome_path(group: str) -> str:
    return f"ausgang/{german.slug(group)}/"


class Counted(Struct, frozen=True):
    """How many motions a group has, for the bar on the home page and above the list."""

    word: str
    count: int
    path: str
    tone: str
    sign: str


def counted(ask: Ask) -> tuple[Counted, ...]:
    """All groups, also when empty."""
    counts = {found.list: found.count for found in ask.lists("ausgang/")}
    return tuple(
        Counted(group.word, counts.get(path := outcome_path(group.word), 0), path, group.tone, group.sign)
        for group in LISTED
    )


def rows_of(ask: Ask, name: str, year: int) -> tuple[Card, ...] | tuple[tuple[str, Card], ...]:
    """The rows of one year of a list; with its number, where the list is one of numbers."""
    rows = ask.rows(name, year)
    cards = ask.cards_of([row.number for row in rows], Card)
    return (
        tuple((decoder(str).decode(row.data), card) for row, card in zip(rows, cards, strict=True))
        if rows and rows[0].data
        else tuple(cards)
    )


class FacetRow(Struct, frozen=True):
    """One value of a facet in its overview."""

    text: str
    path: str
    count: int
    newest: dt.date
    description: str = ""


def facet_rows(ask: Ask, base: str, texts: Mapping[str, tuple[str, str]]) -> tuple[FacetRow, ...]:
    """The lists of a facet in the order of a dictionary. `texts`: by address, heading and description."""
    rows = [
        FacetRow(texts[found.list][0], found.list, found.count, found.newest, texts[found.list][1])
        for found in ask.lists(base)
    ]
    return tuple(sorted(rows, key=lambda row: german.sort_key(row.text)))
