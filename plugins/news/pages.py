"""The pages of news: a list by year, and a page for each item of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from ..press import Crumb, FeedLink, Frame, Page, Year, card_of, html_page
from ..records.links import File, Link
from .model import Item, newest_first
from .structured import structured
from .vocabulary import ORIGINS, USUAL

HOME = Crumb("Start", "")
ALL = Crumb("Meldungen", "meldungen/")


class Teaser(Struct, frozen=True, kw_only=True):
    """A news item in a list. `path` leads to our page, `url` to somebody else's."""

    title: str
    date: dt.date
    kind: str  # "" for a plain item
    text: str
    cut: bool
    path: str = ""
    url: str = ""
    label: str = ""  # „Aus der Bundespartei“
    source: str = ""
    fetched: dt.date | None = None
    picture: File | None = None
    alt: str = ""


def teaser(item: Item) -> Teaser:
    return Teaser(
        title=item.title, date=item.date, kind=item.kind if item.kind != USUAL else "", text=item.teaser, cut=item.cut, path=item.path, url=item.source_url,
        label=ORIGINS[item.origin].label, source=item.source_name, fetched=item.fetched, picture=item.picture, alt=item.picture_alt,
    )  # fmt: skip


def pages(frame: Frame, items: Iterable[Item], today: dt.date) -> Iterator[Page]:
    ordered = newest_first(items)
    own = [i for i in ordered if i.own]
    foreign = tuple(teaser(i) for i in ordered if not i.own and i.visible(today))
    years = {year: list(group) for year, group in groupby(own, key=lambda i: i.date.year)}
    counted = tuple(Year(year, f"meldungen/{year}/", len(group)) for year, group in years.items())
    plain = tuple(Year(year, f"meldungen/{year}/") for year in years)
    newest = next(iter(years.values()), [])
    yield html_page(frame, ALL.path, "news.html", title="Meldungen", description="Meldungen der Fraktion und aus der Partei.", crumbs=(HOME,), rows=tuple(map(teaser, newest)), foreign=foreign, years=counted, year=newest[0].date.year if newest else None)
    for year, group in years.items():
        yield html_page(frame, f"meldungen/{year}/", "news.html", title=f"Meldungen {year}", description=f"Meldungen der Fraktion aus dem Jahr {year}.", crumbs=(HOME, ALL), rows=tuple(map(teaser, group)), foreign=(), years=plain, year=year)
    feeds = (FeedLink("Meldungen (Atom)", "feeds/meldungen.atom", "application/atom+xml"),)
    for index, item in enumerate(own):
        newer = own[index - 1] if index else None
        older = own[index + 1] if index + 1 < len(own) else None
        yield html_page(
            frame, item.path, "item.html", title=item.title, description=item.teaser, crumbs=(HOME, ALL, Crumb(str(item.date.year), f"meldungen/{item.date.year}/")), feeds=feeds, card=card_of(item.path, item.title), structured=structured(item, frame), brings=item.brings,
            item=item, newer=Link(newer.title, newer.path) if newer else None, older=Link(older.title, older.path) if older else None,
        )  # fmt: skip
