"""The pages of news: a list by year, and a page for each item of our own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from ..press import Crumb, FeedLink, Year, card_of, html_page
from ..press.ask import Ask
from ..press.page import Page
from ..press.part import Part
from ..press.things import Place, encode, sort
from ..records.links import File, Link
from .model import Item
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
        title=item.title,
        date=item.date,
        kind=item.kind if item.kind != USUAL else "",
        text=item.teaser,
        cut=item.cut,
        path=item.path,
        url=item.source_url,
        label=ORIGINS[item.origin].label,
        source=item.source_name,
        fetched=item.fetched,
        picture=item.picture,
        alt=item.picture_alt,
    )


def order(item: Item) -> bytes:
    return sort(item.date, item.title, item.uid, down=True)


def places(item: Item, today: dt.date) -> Iterator[Place]:
    """In which lists it stands, and what its row says there."""
    here = order(item)
    if item.visible(today):
        yield Place("neueste/", here, item.date.year, encode((item.own, teaser(item))), listed=True)
    if not item.own:
        if item.visible(today):
            yield Place("fremde", here, data=encode(teaser(item)))
        return
    yield Place("meldungen/", here, item.date.year, card=True, next=True, listed=True)
    link = encode(Link(item.title, item.path))
    for motion in dict.fromkeys(motion.path for motion in item.motions if motion.path):
        yield Place(f"meldungen:{motion}", here, data=link)
    if item.meeting:
        yield Place(f"berichte:{item.meeting.path}", here, data=link)


def next_day(item: Item, today: dt.date) -> dt.date | None:
    """On which its rows read otherwise."""
    return item.expires + dt.timedelta(days=1) if item.expires and not item.own and item.expires >= today else None


def overview(ask: Ask, _: str) -> Iterator[Page]:
    years = ask.years("meldungen/")
    counted = tuple(Year(year, f"meldungen/{year}/", count) for year, count in years.items())
    newest = counted[0].year if counted else None
    yield html_page(
        ask.piece("frame"),
        ALL.path,
        "news.html",
        title="Meldungen",
        description="Unsere Meldungen und solche aus der Partei.",
        crumbs=(HOME,),
        rows=tuple(ask.cards("meldungen/", Teaser, newest)) if newest else (),
        foreign=tuple(ask.data("fremde", Teaser)),
        years=counted,
        year=newest,
    )


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    year, years = int(key.partition("\t")[2]), ask.which("meldungen/")
    if year in years:
        plain = tuple(Year(each, f"meldungen/{each}/") for each in years)
        yield html_page(
            ask.piece("frame"),
            f"meldungen/{year}/",
            "news.html",
            title=f"Meldungen {year}",
            description=f"Unsere Meldungen aus dem Jahr {year}.",
            crumbs=(HOME, ALL),
            rows=tuple(ask.cards("meldungen/", Teaser, year)),
            foreign=(),
            years=plain,
            year=year,
        )


FEEDS = (FeedLink("Meldungen (Atom)", "feeds/meldungen.atom", "application/atom+xml"),)


def of_item(ask: Ask, ref: str) -> Iterator[Page]:
    item = ask.whole(ref, Item)
    if item and item.own:
        frame = ask.piece("frame")
        newer, older = ask.beside("meldungen/", item.date.year, order(item), ref, Teaser)
        yield html_page(
            frame,
            item.path,
            "item.html",
            title=item.title,
            description=item.teaser,
            crumbs=(HOME, ALL, Crumb(str(item.date.year), f"meldungen/{item.date.year}/")),
            feeds=FEEDS,
            card=card_of(item.path, item.title, bool(item.picture and item.picture.width)),
            structured=structured(item, frame),
            item=item,
            newer=Link(newer.title, newer.path) if newer else None,
            older=Link(older.title, older.path) if older else None,
        )


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "foreign": "Meldungen anderer",
    "item": "die Meldung",
    "items": "eine Meldung",
}
PARTS = (
    Part(name="meldungen", pages=overview),
    Part(name="meldungen-jahr", per="year", kind="meldungen/", pages=of_year),
    Part(name="meldung", per="thing", kind="meldungen/", pages=of_item),
)
