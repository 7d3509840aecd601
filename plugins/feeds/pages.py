"""Which feeds there are, and the page that tells people what they are."""

from __future__ import annotations

from collections.abc import Iterator

from ..press import Crumb, FeedLink, Frame, Page, html_page
from .build import Channel, Entry, build_feed

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml"}
NAMES = {"antraege": "Anträge", "meldungen": "Meldungen"}
FEEDS = tuple(FeedLink(f"{title} ({'Atom' if kind == 'atom' else 'RSS'})", f"feeds/{name}.{kind}", mime) for name, title in NAMES.items() for kind, mime in TYPES.items())


def pages(frame: Frame, tag: str, motions: tuple[Entry, ...], news: tuple[Entry, ...]) -> Iterator[Page]:
    yield html_page(frame, "abonnieren/", "feeds.html", title="Abonnieren", description="Neue Anträge und Meldungen von selbst erfahren.", crumbs=(Crumb("Start", ""),), feeds=FEEDS)
    about = {"antraege": "Anträge und Anfragen der Fraktion und was daraus wurde", "meldungen": "Meldungen der Fraktion"}
    for name, entries in (("antraege", motions), ("meldungen", news)):
        channel = Channel(id=f"tag:{tag}:feed/{name}", title=f"{frame.short_name}: {NAMES[name]}", description=about[name], path=f"{name}/", author=frame.name, url=frame.url)
        for kind in TYPES:
            path = f"feeds/{name}.{kind}"
            yield Page(path, build_feed, {"channel": channel, "entries": entries, "path": path})
