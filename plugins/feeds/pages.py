"""Which feeds there are, and the page that tells people what they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..motions.model import Motion
from ..news.model import Item
from ..press import Crumb, FeedLink, Frame, Page, html_page
from .build import Channel, build_motion_feed, build_news_feed, latest_items, latest_motions

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}
NAMES = {"antraege": "Anträge", "meldungen": "Meldungen"}
FEEDS = tuple(FeedLink(f"{title} ({'Atom' if kind == 'atom' else 'RSS'})", f"feeds/{name}.{kind}", mime) for name, title in NAMES.items() for kind, mime in TYPES.items())


def pages(frame: Frame, tag: str, motions: Iterable[Motion], items: Iterable[Item]) -> Iterator[Page]:
    yield html_page(frame, "abonnieren/", "feeds.html", title="Abonnieren", description="Neue Anträge und Meldungen von selbst erfahren.", crumbs=(Crumb("Start", ""),), feeds=FEEDS)
    made = (
        ("antraege", "Anträge und Anfragen der Fraktion und was daraus wurde", build_motion_feed, {"motions": latest_motions(motions)}),
        ("meldungen", "Meldungen der Fraktion", build_news_feed, {"items": latest_items(items)}),
    )
    for name, about, maker, inputs in made:
        channel = Channel(id=f"tag:{tag}:feed/{name}", title=f"{frame.short_name}: {NAMES[name]}", description=about, path=f"{name}/", author=frame.name, url=frame.url)
        for kind in TYPES:
            path = f"feeds/{name}.{kind}"
            yield Page(path, maker, {"channel": channel, **inputs, "tag": tag, "path": path})
