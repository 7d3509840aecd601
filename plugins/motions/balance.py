"""What became of the motions, in numbers: by year, by committee, in days, as a share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from ..press import Crumb, Frame, Page, html_page
from ..records import german
from .listings import by, by_year, committees, outcome_groups
from .model import Motion
from .progress import final_steps
from .vocabulary import ADOPTED, GROUPS


class Key(Struct, frozen=True):
    """A group in a chart: its word and how it looks."""

    word: str
    tone: str
    sign: str


class Row(Struct, frozen=True):
    """One bar: what it stands for, and how many motions of each group, in the order of GROUPS."""

    name: str
    path: str
    counts: tuple[int, ...]


class Days(Struct, frozen=True):
    """How long decisions took: half of the motions were decided within `median` days."""

    year: int | None  # of submission; None: all years
    median: int
    count: int


class Share(Struct, frozen=True):
    """Of the motions that a body decided by adopting or rejecting them, how many were adopted."""

    adopted: int
    decided: int

    @property
    def percent(self) -> int:
        return round(100 * self.adopted / self.decided) if self.decided else 0


def page(frame: Frame, motions: Iterable[Motion]) -> Page:
    own = [m for m in motions if not m.draft]
    return html_page(
        frame, "bilanz/", "balance.html", title="Bilanz", description=f"Was aus unseren Anträgen wurde: nach Jahr und Gremium, wie oft {ADOPTED} und wie lange es dauert.", crumbs=(Crumb("Start", ""), Crumb("Anträge", "antraege/")),
        total=row("", "", own), years=years(own), bodies=bodies(own), days=all_days(own), share=share(own), groups=tuple(Key(group.word, group.tone, group.sign) for group in GROUPS),
    )  # fmt: skip


def row(name: str, path: str, motions: Iterable[Motion]) -> Row:
    groups = outcome_groups(motions)
    return Row(name, path, tuple(len(groups[group.word]) for group in GROUPS))


def years(motions: Iterable[Motion]) -> tuple[Row, ...]:
    return tuple(row(str(year), f"antraege/{year}/", group) for year, group in by_year(motions).items())


def bodies(motions: Iterable[Motion]) -> tuple[Row, ...]:
    """A motion counts for each committee that dealt with it, once."""
    return tuple(row(link.text, link.path, group) for link, group in sorted(by(motions, committees).values(), key=lambda pair: (-len(pair[1]), german.sort_key(pair[0].text))))


def share(motions: Iterable[Motion]) -> Share:
    found = [m.group for m in motions if not m.question and m.group.decided]
    return Share(sum(group.adopted for group in found), len(found))


def all_days(motions: Iterable[Motion]) -> tuple[Days, ...]:
    """All together first, then the years of submission, newest first; only where something was decided."""
    from statistics import median  # late: a short build knows this module and makes no balance

    known = [m for m in motions if days(m) is not None]
    groups: list[tuple[int | None, list[Motion]]] = [(None, known), *by_year(known).items()]
    return tuple(Days(year, round(median(map(days, group))), len(group)) for year, group in groups if group)


def days(motion: Motion) -> int | None:
    """From submission to the last final decision by a deciding body; of a question there is none."""
    decided: dt.date | None = next((s.date for s in reversed(final_steps(motion.steps)) if s.date), None)
    if motion.question or decided is None or not motion.group.decided:
        return None
    return max(0, (decided - motion.submitted).days)
