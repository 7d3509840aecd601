"""What is not public yet: drafts, and texts that wait for their day. No page, no file, no word of them stands anywhere until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ..motions.vocabulary import DRAFT
from ..press.ask import Ask
from ..records import german
from ..records.fields import Record, walk_rows
from ..records.links import Link
from ..records.problems import Problem, problem
from .reading import Draft

NEVER = dt.date.max  # a draft waits for no day


def appears(record: Record) -> dt.date:
    """From which day on a text is public; a date of a series with its series."""
    if record.get("entwurf") or record.get("stand") == DRAFT:
        return NEVER
    return record.get("veroeffentlicht", dt.date.min)


def waits(draft: Draft, today: dt.date, preview: bool) -> dt.date | None:
    """The day that it waits for; None of what is public. In a preview nothing waits."""
    day = appears((draft.series or draft).record)
    return day if day > today and not preview else None


def check_named(ask: Ask, draft: Draft, later: dict[str, Any], mine: dt.date) -> Iterator[Problem]:
    """A text that is public earlier names one that is not yet: its link would be dead, and the other's title public. `later`: names of what waits."""
    record = draft.record
    for fld, value, _ in walk_rows(record, draft.table, "ref"):
        link: Link | None = (
            later[fld.to].find(value.text) if fld.to in later and fld.to != "person" else None
        )  # a name without a page is a name
        if link and (day := day_of(ask, link.path)) > mine:
            yield told(record, value.line, value.text, day)
    for target in draft.body.targets:
        if target.kind in ("source", "page") and (day := day_of(ask, target.value)) > mine:
            yield told(record, target.line, target.typed, day)


def day_of(ask: Ask, address: str) -> dt.date:
    """For which day the text waits that has this address, or lies there."""
    return max(ask.data(f"wartet:{address}", dt.date), default=dt.date.min)


def told(record: Record, line: int, value: str, day: dt.date) -> Problem:
    if day == NEVER:
        return problem(record.path, line, "draft-named", value=value, draft=DRAFT)
    return problem(record.path, line, "waiting-named", value=value, date=german.day(day), day=day.isoformat())
