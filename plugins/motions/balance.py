"""What became of the motions, in numbers: by year, by committee, in days, as a share."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median

from msgspec import Struct

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..records import german
from ..records.links import Link
from .listings import committees
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


class Datum(Struct, frozen=True):
    """What one motion says."""

    group: str  # of its status
    question: bool
    days: int | None  # until it was decided
    bodies: tuple[Link, ...]  # each committee that dealt with it, once


def datum(motion: Motion) -> Datum:
    return Datum(
        motion.status.group,
        motion.question,
        days(motion),
        tuple({link.key: link for link in committees(motion)}.values()),
    )


def pages(ask: Ask, _: str) -> Iterator[Page]:
    frame = ask.piece("frame")
    by_year = {year: ask.data("bilanz/", Datum, year) for year in ask.which("bilanz/")}
    own = [each for group in by_year.values() for each in group]
    yield html_page(
        frame,
        "bilanz/",
        "balance.html",
        title="Bilanz",
        description=f"Was aus unseren Anträgen wurde: nach Jahr und Gremium, wie oft {ADOPTED} und wie lange es dauert.",
        crumbs=(Crumb("Start", ""), Crumb("Anträge", "antraege/")),
        total=row("", "", own),
        years=tuple(row(str(year), f"antraege/{year}/", group) for year, group in by_year.items()),
        bodies=bodies(own),
        days=all_days(by_year),
        share=share(own),
        groups=tuple(Key(group.word, group.tone, group.sign) for group in GROUPS),
    )


def row(name: str, path: str, data: Iterable[Datum]) -> Row:
    counts = Counter(each.group for each in data)
    return Row(name, path, tuple(counts[group.word] for group in GROUPS))


def bodies(data: Iterable[Datum]) -> tuple[Row, ...]:
    """A motion counts for each committee that dealt with it, once."""
    found: dict[str, tuple[Link, list[Datum]]] = {}
    for each in data:
        for link in each.bodies:
            found.setdefault(link.key, (link, []))[1].append(each)
    return tuple(
        row(link.text, link.path, group)
        for link, group in sorted(found.values(), key=lambda pair: (-len(pair[1]), german.sort_key(pair[0].text)))
    )


def share(data: Iterable[Datum]) -> Share:
    found = [GROUPS[each.group] for each in data if not each.question and GROUPS[each.group].decided]
    return Share(sum(group.adopted for group in found), len(found))


def all_days(by_year: dict[int, list[Datum]]) -> tuple[Days, ...]:
    """All together first, then the years, newest first; only where something was decided."""
    known = {year: [each.days for each in group if each.days is not None] for year, group in by_year.items()}
    groups: list[tuple[int | None, list[int]]] = [
        (None, [days for group in known.values() for days in group]),
        *known.items(),
    ]
    return tuple(Days(year, round(median(group)), len(group)) for year, group in groups if group)


def days(motion: Motion) -> int | None:
    """From submission to the last final decision by a deciding body; of a question there is none."""
    decided: dt.date | None = next((s.date for s in reversed(final_steps(motion.steps)) if s.date), None)
    if motion.question or decided is None or not motion.group.decided:
        return None
    return max(0, (decided - motion.submitted).days)
