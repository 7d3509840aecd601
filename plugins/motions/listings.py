"""Lists of motions: lists in, lists out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from itertools import groupby

from msgspec import Struct

from ..press import Year
from ..records import german
from ..records.links import Link
from .model import Motion, Step
from .story import sign, status_word, tone
from .vocabulary import GROUPS


class Card(Struct, frozen=True, kw_only=True):
    """A motion as one row of a listing."""

    title: str
    path: str
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

    def stands_as(self) -> tuple[str, str]:
        return "card", ""


def card(motion: Motion, today: dt.date, step: Step | None = None) -> Card:
    shown = step or next((s for s in reversed(motion.steps) if s.date and (s.decided or s.date < today)), None) or motion.next_step(today)
    return Card(
        title=motion.title, path=motion.path, date=motion.date, kind=motion.kind, reference=motion.reference,
        status=status_word(motion, today), tone=tone(motion, today), sign=sign(motion, today),
        body=shown.body_name if shown else "", body_date=shown.date if shown else None,
        originators=motion.originators if motion.joint else (), item=shown.item if shown else "",
    )  # fmt: skip


class Cards:
    """The row of each motion, made once: a motion stands in many listings."""

    def __init__(self, today: dt.date):
        self.today = today
        self.made: dict[str, Card] = {}

    def of(self, motion: Motion) -> Card:
        if motion.uid not in self.made:
            self.made[motion.uid] = card(motion, self.today)
        return self.made[motion.uid]

    def rows(self, motions: Iterable[Motion]) -> tuple[Card, ...]:
        return tuple(map(self.of, motions))

    def numbered(self, motions: Iterable[Motion]) -> tuple[tuple[str, Card], ...]:
        """By printed-paper number; a motion stands under each that it has."""
        return tuple((number, self.of(motion)) for number, motion in by_reference(motions))


def newest_first(motions: Iterable[Motion]) -> list[Motion]:
    """By date; the same day by title and uid, so that the order never depends on the disk."""
    return sorted(motions, key=lambda m: (-m.date.toordinal(), german.sort_key(m.title), m.uid))


def by_year(motions: Iterable[Motion]) -> dict[int, list[Motion]]:
    """Group motions by year, newest year first."""
    return {year: list(group) for year, group in groupby(newest_first(motions), key=lambda m: m.date.year)}


def by(motions: Iterable[Motion], keys: Callable[[Motion], Iterable[Link]]) -> dict[str, tuple[Link, list[Motion]]]:
    """Group motions by what `keys` says of each; a motion stands in every group it belongs to, once."""
    groups: dict[str, tuple[Link, list[Motion]]] = {}
    for motion in motions:
        for link in {link.key: link for link in keys(motion)}.values():
            groups.setdefault(link.key, (link, []))[1].append(motion)
    return groups


def kind_link(motion: Motion) -> Link:
    """The page of all motions of this type."""
    return Link(motion.kind, f"arten/{german.slug(motion.kind)}/", german.slug(motion.kind))


def committees(motion: Motion) -> list[Link]:
    """Every committee that met or will meet on it, or to which it was referred."""
    return [c for step in motion.steps for c in (*step.committees, *step.referred_to) if c.path]


def signatories(motion: Motion) -> list[Link]:
    return [s.person for s in motion.signatories if s.person.path]


def next_on_agenda(motions: Iterable[Motion], today: dt.date) -> list[tuple[Step, Motion]]:
    """Steps to come, the nearest first."""
    coming = [(s, m) for m in motions for s in m.steps if s.date and s.date >= today and not s.decided]
    return sorted(coming, key=lambda pair: (pair[0].date, natural(pair[0].item), german.sort_key(pair[1].title), pair[1].uid))


def without_result(motions: Iterable[Motion], today: dt.date) -> list[tuple[Step, Motion]]:
    """Motions whose last sitting is over and whose result is not known here; the latest first."""
    found = [(s, m) for m in newest_first(motions) if (s := m.unknown_result(today))]
    return sorted(found, key=lambda pair: pair[0].date, reverse=True)


def by_reference(motions: Iterable[Motion]) -> list[tuple[str, Motion]]:
    """Every printed-paper number with its motion, in the order people count (9 before 10)."""
    pairs = [(number, m) for m in motions for number in (m.reference, *m.other_references) if number]
    return sorted(pairs, key=lambda pair: (natural(pair[0]), pair[1].uid))


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which runs of digits count as numbers."""
    return tuple((0, int(p)) if p[0] in "0123456789" else (1, p.casefold()) for p in re.findall(r"[0-9]+|[^0-9]+", text))


LISTED = sorted(GROUPS, key=lambda group: not group.open)  # what is open comes first


def outcome_groups(motions: Iterable[Motion]) -> dict[str, list[Motion]]:
    """Motions by the group of their status: all groups, also when empty."""
    groups: dict[str, list[Motion]] = {group.word: [] for group in LISTED}
    for motion in motions:
        groups[motion.status.group].append(motion)
    return groups


def outcome_path(group: str) -> str:
    return f"ausgang/{german.slug(group)}/"


class Counted(Struct, frozen=True):
    """How many motions a group has, for the bar on the home page and above the list."""

    word: str
    count: int
    path: str
    tone: str
    sign: str


def balance_of(groups: dict[str, list[Motion]]) -> tuple[Counted, ...]:
    return tuple(Counted(name, len(motions), outcome_path(name), GROUPS[name].tone, GROUPS[name].sign) for name, motions in groups.items())


class Listing(Struct, frozen=True):
    """One year of a listing, with the way to the other years.

    Only the first page says how many there are in all and in each year: a year's page stays as it is when another year grows.
    """

    total: int | None  # None on the page of one year
    year: int | None  # None where there is nothing to list
    years: tuple[Year, ...]
    rows: tuple[Card, ...] | tuple[tuple[str, Card], ...]  # by number, where the listing is one of numbers


def by_years(base: str, motions: Iterable[Motion], rows_of: Callable[[list[Motion]], tuple]) -> list[tuple[str, Listing]]:
    """Split a listing by year: `base` shows the newest, `base`<year>/ each one. Addresses never shift. `rows_of`: of `Cards`."""
    years = {year: rows for year, group in by_year(motions).items() if (rows := rows_of(group))}
    counted = tuple(Year(year, f"{base}{year}/", len(rows)) for year, rows in years.items())
    plain = tuple(Year(year, f"{base}{year}/") for year in years)
    result = []
    for year, rows in years.items():
        if not result:
            result.append((base, Listing(sum(map(len, years.values())), year, counted, rows)))
        result.append((f"{base}{year}/", Listing(None, year, plain, rows)))
    return result or [(base, Listing(0, None, (), ()))]


class FacetRow(Struct, frozen=True):
    """One value of a facet in its overview."""

    text: str
    path: str
    count: int
    newest: dt.date
    description: str = ""


def facet_rows(groups: Iterable[tuple[Link, list[Motion]]], describe: dict[str, str] | None = None) -> tuple[FacetRow, ...]:
    rows = [FacetRow(link.text, link.path, len(ms), max(m.date for m in ms), (describe or {}).get(link.path, "")) for link, ms in groups if ms]
    return tuple(sorted(rows, key=lambda row: german.sort_key(row.text)))
