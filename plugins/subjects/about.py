"""Of which subjects a news item is, and in which of their lists it therefore stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..motions.places import ABOUT
from ..news.model import Item
from ..news.pages import order
from ..press.ask import Ask
from ..press.things import Place, sort

NEWS = "neues:"  # before the address of a subject: news of it, by year


def subjects_of(ask: Ask, item: Item, today: dt.date) -> Iterator[Place]:
    """Its own topics and places, and those of the motions and the meeting that it is about."""
    if not item.own:
        return
    paths = dict.fromkeys(link.path for link in (*item.topics, *item.places) if link.path)
    for record in (*item.motions, *([item.meeting] if item.meeting else [])):
        for found in ask.data(f"{ABOUT}{record.path}", tuple[str, ...]) if record.path else ():
            paths |= dict.fromkeys(found)
    for path in paths:
        yield Place(f"{NEWS}{path}", order(item), item.date.year, card=True, listed=True)
        if path.startswith("orte/") and item.published <= today:
            here = sort(item.published, f"meldung/{item.uid}", 0)
            yield Place(f"feed:{path}", here, item.published.year, listed=True)
