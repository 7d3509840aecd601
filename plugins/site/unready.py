"""What is not public yet: drafts, and texts that wait for their day. No page, no file, no word of them stands anywhere until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from ..motions.vocabulary import DRAFT
from ..records import german
from ..records.fields import Record, walk_rows
from ..records.links import Names
from ..records.problems import Problem, problem
from .reading import Draft

NEVER = dt.date.max  # a draft waits for no day


def appears(record: Record) -> dt.date:
    """From which day on a text is public."""
    if record.get("entwurf") or record.get("stand") == DRAFT:
        return NEVER
    return record.get("veroeffentlicht", dt.date.min)


class Unready(Struct):
    """The texts that are not public on a day, and how others may mean them."""

    days: dict[str, dt.date] = field(default_factory=dict)  # by path; a date of a series without a file by its series
    addresses: dict[str, dt.date] = field(default_factory=dict)  # of pages and texts, below content/ or on the site

    def __bool__(self) -> bool:
        return bool(self.days)

    def holds(self, draft: Draft) -> bool:
        return draft.record.path in self.days or bool(draft.series and draft.series.record.path in self.days)

    def day_of(self, draft: Draft) -> dt.date:
        return max(self.days.get(draft.record.path, dt.date.min), self.days.get(draft.series.record.path, dt.date.min) if draft.series else dt.date.min)


def unready(drafts: Iterable[Draft], today: dt.date) -> Unready:
    found = Unready()
    for draft in drafts:
        if not draft.series and (day := appears(draft.record)) > today:
            found.days[draft.record.path] = day
    for draft in drafts if found else ():
        if found.holds(draft):
            found.addresses |= dict.fromkeys(addresses(draft), found.day_of(draft))
    return found


def addresses(draft: Draft) -> Iterator[str]:
    record, folder = draft.record, draft.table.folder
    base = f"{record.stem}/" if draft.table.kind == "text" else f"{folder}/{record.stem}/"
    yield base
    yield record.path.removeprefix("content/")
    yield from (f"{base}{name}" for name in draft.beside)
    if draft.table.kind == "motion":
        yield f"a/{record.get('uid')}/"


def check_named(draft: Draft, names: dict[str, Names], waiting: Unready) -> Iterator[Problem]:
    """A text that is public earlier names one that is not yet: its link would be dead, and the other's title public."""
    record, mine = draft.record, waiting.day_of(draft)
    if not waiting:
        return
    for fld, value, _ in walk_rows(record, draft.table, "ref"):
        link = names[fld.to].find(value.text) if fld.to in names and fld.to != "person" else None  # a name without a page is a name
        if link and (day := waiting.addresses.get(link.path, dt.date.min)) > mine:
            yield told(record, value.line, value.text, day)
    for target in draft.body.targets:
        if target.kind in ("source", "page") and (day := waiting.addresses.get(target.value, dt.date.min)) > mine:
            yield told(record, target.line, target.typed, day)


def told(record: Record, line: int, value: str, day: dt.date) -> Problem:
    if day == NEVER:
        return problem(record.path, line, "draft-named", value=value, draft=DRAFT)
    return problem(record.path, line, "waiting-named", value=value, date=german.day(day), day=day.isoformat())
