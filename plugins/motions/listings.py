"""Lists of motions: what their rows and pages say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from ..press import Crumb
from ..press.ask import Ask
from ..press.things import decoder
from ..records import german
from ..records.links import Link
from .model import Motion, Step
from .progress import final_steps
from .story import done, sign, status_word, tone
from .vocabulary import DONE, GROUPS

HOME = Crumb("Start", "")
ALL = Crumb("Anträge", "antraege/")


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
    body: str = ""  # committee of the next step of what is open, of the last one of all else
    body_date: dt.date | None = None
    coming: bool = False  # that step is still to come
    originators: tuple[str, ...] = ()  # only of joint motions
    item: str = ""


def card(motion: Motion, today: dt.date, step: Step | None = None) -> Card:
    shown = step or (None if motion.group.settled else motion.next_step(today)) or last_step(motion, today)
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
        coming=bool(shown and not shown.decided and shown.date and shown.date >= today),
        originators=motion.originators if motion.joint else (),
        item=shown.item if shown else "",
    )


def last_step(motion: Motion, today: dt.date) -> Step | None:
    return next((s for s in reversed(motion.steps) if s.date and (s.decided or s.date < today)), None)


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


def decided_on(motion: Motion) -> dt.date | None:
    """The day of the last final decision by a deciding body, adopted or rejected; of a question there is none."""
    if motion.question or not motion.group.decided:
        return None
    return next((step.date for step in reversed(final_steps(motion.steps)) if step.date), None)


LISTED = sorted(GROUPS, key=lambda group: not group.open)  # what is open comes first


def outcome_path(group: str) -> str:
    return f"ausgang/{german.slug(group)}/"


class Carried(Struct, frozen=True):
    """How far something was carried out that was adopted."""

    word: str
    label: str
    beside: str  # behind the word for what was adopted
    tone: str
    sign: str

    @property
    def list(self) -> str:
        """The name of the list of all that came so far."""
        return f"umsetzung/{german.slug(self.word)}/"

    @property
    def path(self) -> str:
        """Its address, below that of what was adopted."""
        return f"{outcome_path(ADOPTED_GROUP.word)}{german.slug(self.word)}/"


ADOPTED_GROUP = next(group for group in GROUPS if group.adopted)
WAY = ("done", "now", "ahead")
CARRIED = (
    *(
        Carried(row.word, row.label, row.beside, "part" if row.sign == "half" else row.tone, row.sign)
        for row in sorted(DONE, key=lambda row: (row.clouds, WAY.index(row.stage), not row.ended))
    ),
    Carried("ohne Angabe", "ohne Angabe", "ohne Angabe, was daraus wurde", "unknown", "ring"),
)  # what was done comes first


def carried(motion: Motion) -> Carried | None:
    """The last that is known of what was done with what was adopted; of a question, and of all else, nothing."""
    if motion.question or not motion.group.adopted:
        return None
    last = done(motion)
    return next(each for each in CARRIED if each.word == last.state) if last else CARRIED[-1]


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


def rows_of(ask: Ask, name: str, year: int, most: int = 0) -> tuple[Card, ...] | tuple[tuple[str, Card], ...]:
    """The first rows of one year of a list, or all; with its number, where the list is one of numbers."""
    rows = ask.rows(name, year)[: most or None]
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
