"""From entries to bytes: Atom (RFC 4287), RSS 2.0, archives of a feed (RFC 5005), JSON Feed 1.1, OPML 2.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote

from msgspec import Struct

from ..records.quoting import json_text, markup, xml
from .entries import Entry, Thing, entry_of, moment, plain, with_links

TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
HISTORY = "http://purl.org/syndication/history/1.0"  # RFC 5005, 1.1
ATOM = "http://www.w3.org/2005/Atom"
BEGINNING = dt.date(2000, 1, 1)  # when an empty feed was updated


class Publisher(Struct, frozen=True, kw_only=True):
    """Who publishes all feeds of the site, and on which terms."""

    name: str
    mail: str
    url: str  # of the site, without a final "/"
    tag: str  # RFC 4151: authority and date
    licence: str = ""
    licence_url: str = ""
    hub: str = ""  # WebSub


class Channel(Struct, frozen=True, kw_only=True):
    key: str  # its name in ids: "antraege"
    title: str
    description: str
    path: str  # of the page it belongs to
    by: Publisher
    previous: str = ""  # path of the archive of the entries before
    current: str = ""  # of an archive: path of the feed that is subscribed to
    hub: bool = False  # does the hub know this feed?


def build_feed(channel: Channel, entries: tuple[Thing, ...], path: str) -> bytes:
    """The feed at `path`: JSON Feed, Atom or RSS 2.0 by the ending."""
    made = [entry_of(entry) for entry in entries]
    if path.endswith(".json"):
        return build_json(channel, made, path)
    feed = generator(channel, made, path)
    return feed.atom_str(pretty=True) if path.endswith(".atom") else feed.rss_str(pretty=True)


def generator(channel: Channel, entries: list[Entry], path: str):
    from feedgen.feed import FeedGenerator  # 0.13 s to import

    by, rss = channel.by, path.endswith(".rss")
    feed = FeedGenerator()
    newest = max((moment(e.updated, e.minutes) for e in entries), default=moment(BEGINNING))
    feed.id(feed_id(channel))
    feed.title(plain(channel.title))
    feed.description(plain(channel.description))
    feed.subtitle(plain(channel.description))
    feed.language("de")
    feed.author(name=plain(by.name), email=by.mail, uri=f"{by.url}/")
    feed.managingEditor(plain(f"{by.mail} ({by.name})"))
    feed.generator("fraktion")
    feed.rights(rights(by))
    # RSS takes the last link added for <link>: self first, the page last.
    feed.link(href=f"{by.url}/{path}", rel="self", type=TYPES["rss" if rss else "atom"])
    for rel, href, kind in relations(channel):
        feed.link({"href": href, "rel": rel, **({"type": kind} if kind else {})})
    feed.link(href=f"{by.url}/{quote(channel.path)}", rel="alternate", type="text/html")
    feed.updated(newest)
    feed.lastBuildDate(newest)
    for entry in entries:
        add(feed, entry, by, rss)
    if channel.current or (rss and channel.hub and by.hub):
        feed.register_extension("history", extension(channel))
    return feed


def add(feed, entry: Entry, by: Publisher, rss: bool) -> None:
    item = feed.add_entry(order="append")
    item.guid(f"tag:{by.tag}:{entry.id}", permalink=False)
    item.title(title_of(entry))
    item.link(href=f"{by.url}/{quote(entry.path)}", rel="alternate", type="text/html")
    if entry.enclosure:
        path, size, kind = entry.enclosure
        enclose(item, f"{by.url}/{quote(path)}", str(size), kind, rss)
    item.published(moment(entry.published))
    item.updated(moment(entry.updated, entry.minutes))
    item.author(name=plain(by.name), email=by.mail, uri=f"{by.url}/")
    # RSS readers take a description for HTML; in Atom a summary without a type is plain text.
    item.summary(markup(plain(entry.summary), quotes=False) if rss else plain(entry.summary))
    item.content(with_links(entry, by.url), type="html")
    for category in entry.categories:
        item.category(term=plain(category.term), scheme=f"tag:{by.tag}:{category.scheme}", label=plain(category.label))


def title_of(entry: Entry) -> str:
    return plain(entry.title) if plain(entry.title).strip() else "Ohne Titel"


def enclose(item, href: str, length: str, kind: str, rss: bool) -> None:
    """feedgen 1.0 writes an entry's links without their relation (entry.py, atom_entry): in Atom an enclosure would be a second page."""
    if rss:
        item.enclosure(href, length, kind)
        return
    from feedgen.ext.base import BaseEntryExtension
    from lxml.etree import SubElement

    class Enclosure(BaseEntryExtension):
        def extend_atom(self, entry):
            SubElement(entry, "link", href=href, rel="enclosure", type=kind, length=length)
            return entry

    item.register_extension("enclosure_link", Enclosure, rss=False)


def feed_id(channel: Channel) -> str:
    return f"tag:{channel.by.tag}:feed/{channel.key}"


def rights(by: Publisher) -> str:
    return plain(f"{by.name}. Lizenz: {by.licence}" if by.licence else by.name)


def relations(channel: Channel) -> list[tuple[str, str, str]]:
    """Further links of a feed: relation, address, type."""
    by = channel.by
    found = [("license", by.licence_url, ""), ("hub", by.hub if channel.hub else "", "")]
    found += [
        ("prev-archive", channel.previous and f"{by.url}/{channel.previous}", TYPES["atom"]),
        ("current", channel.current and f"{by.url}/{channel.current}", TYPES["atom"]),
    ]
    return [link for link in found if link[1]]


def extension(channel: Channel) -> type:
    """What feedgen has no words for: the mark of an archive, and in RSS the hub."""
    from feedgen.ext.base import BaseExtension
    from lxml.etree import SubElement

    class History(BaseExtension):
        def extend_ns(self):
            return {"fh": HISTORY} if channel.current else {}

        def extend_atom(self, feed):
            if channel.current:
                SubElement(feed, f"{{{HISTORY}}}archive")
            return feed

        def extend_rss(self, feed):
            if channel.hub and channel.by.hub:
                SubElement(feed[0], f"{{{ATOM}}}link", href=channel.by.hub, rel="hub")
            return feed

    return History


def build_json(channel: Channel, entries: list[Entry], path: str) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    by = channel.by
    author = {"name": plain(by.name), "url": f"{by.url}/"}
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": plain(channel.title),
        "home_page_url": f"{by.url}/{quote(channel.path)}",
        "feed_url": f"{by.url}/{path}",
        "description": plain(channel.description),
        "language": "de",
        "authors": [author],
        **({"hubs": [{"type": "WebSub", "url": by.hub}]} if channel.hub and by.hub else {}),
        "_rechte": {
            "about": f"{by.url}/abonnieren/",
            "rights": rights(by),
            **({"license": by.licence_url} if by.licence_url else {}),
        },
        "items": [item(entry, by) for entry in entries],
    }
    return (json_text(feed, indent=1) + "\n").encode()


def item(entry: Entry, by: Publisher) -> dict:
    return {
        "id": f"tag:{by.tag}:{entry.id}",
        "url": f"{by.url}/{quote(entry.path)}",
        "title": title_of(entry),
        "content_html": with_links(entry, by.url),
        "summary": plain(entry.summary),
        "date_published": moment(entry.published).isoformat(),
        "date_modified": moment(entry.updated, entry.minutes).isoformat(),
        **({"image": f"{by.url}/{entry.enclosure[0]}"} if entry.picture and not entry.file else {}),
        "authors": [{"name": plain(by.name), "url": f"{by.url}/"}],
        "tags": list(dict.fromkeys(plain(c.label) for c in entry.categories)),
        **(
            {
                "attachments": [
                    {
                        "url": f"{by.url}/{quote(entry.file.path)}",
                        "mime_type": entry.file.type,
                        "title": plain(entry.file.title),
                        "size_in_bytes": entry.file.size,
                    }
                ]
            }
            if entry.file
            else {}
        ),
    }


class Outline(Struct, frozen=True):
    """Feeds under a heading, for a reader to take over all at once."""

    title: str
    feeds: tuple[tuple[str, str, str], ...]  # title, path of the feed, path of the page


def build_opml(by: Publisher, outlines: Iterable[Outline]) -> str:
    """OPML 2.0 (opml.org/spec2): type "rss" stands for every kind of feed."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "<head>",
        f"<title>{xml(by.name)}</title>",
        "</head>",
        "<body>",
    ]
    for outline in outlines:
        lines.append(f'<outline text="{xml(outline.title)}">')
        for title, path, page in outline.feeds:
            lines.append(
                f'<outline type="rss" text="{xml(title)}" title="{xml(title)}" xmlUrl="{xml(by.url)}/{xml(path)}" htmlUrl="{xml(by.url)}/{xml(quote(page))}"/>'
            )
        lines.append("</outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""])
