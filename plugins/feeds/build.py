"""From models to RSS 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ..motions.model import Motion
from ..news.model import Item
from ..records.german import day, joined
from ..records.markdown import ROOT

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW = 50  # entries of a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, for both formats."""

    id: str  # tag URI, RFC 4151
    title: str
    path: str
    summary: str  # plain text
    content: str  # HTML, internal links marked with ROOT
    published: dt.date
    updated: dt.date
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    id: str
    title: str
    description: str
    path: str  # of the page it belongs to
    author: str
    url: str  # of the site


def entry_of_motion(m: Motion, tag: str) -> Entry:
    """One entry a motion for life. `updated` rises with dated front matter only, never with a mended typo."""
    return Entry(
        id=f"tag:{tag}:antrag/{m.uid}", title=m.title, path=m.path, summary=m.summary or f"{m.kind} vom {day(m.date)}",
        content=motion_html(m), published=m.published, updated=motion_updated(m), categories=tuple(t.text for t in m.topics),
    )  # fmt: skip


def entry_of_item(i: Item, tag: str) -> Entry:
    return Entry(
        id=f"tag:{tag}:meldung/{i.uid}", title=i.title, path=i.path, summary=i.teaser, content=sections_html(i.sections) or paragraph(i.teaser),
        published=i.published, updated=i.updated, categories=tuple(t.text for t in i.topics),
    )  # fmt: skip


def motion_updated(motion: Motion) -> dt.date:
    return max(motion.published, *motion.dated())


def latest_motions(motions: Iterable[Motion]) -> tuple[Motion, ...]:
    """The last to have changed first; ties by uid, so that the order never depends on the disk."""
    own = sorted((m for m in motions if not m.draft), key=lambda m: m.uid)
    return tuple(sorted(own, key=lambda m: (motion_updated(m), m.published), reverse=True)[:WINDOW])


def latest_items(items: Iterable[Item]) -> tuple[Item, ...]:
    """Our own items only: what others wrote is theirs to announce."""
    own = sorted((i for i in items if i.own), key=lambda i: i.uid)
    return tuple(sorted(own, key=lambda i: (i.updated, i.published), reverse=True)[:WINDOW])


def motion_html(motion: Motion) -> str:
    facts = [f"{motion.kind} vom {day(motion.date)}", f"Drucksache {motion.reference}" if motion.reference else "", joined(list(motion.originators))]
    parts = [paragraph(" · ".join(f for f in facts if f)), f"<p><strong>Stand: {html.escape(motion.progress)}</strong></p>"]
    if motion.summary:
        parts.append(paragraph(motion.summary))
    return "\n".join(parts) + "\n" + sections_html([p.section for p in motion.parts])


def sections_html(sections) -> str:
    return "\n".join((f"<h2>{html.escape(s.heading)}</h2>\n" if s.heading else "") + s.html for s in sections)


def paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def noon(date: dt.date) -> dt.datetime:
    """A day as a moment: noon in Berlin, so that no reader's time zone shows the day before."""
    return dt.datetime(date.year, date.month, date.day, 12, tzinfo=BERLIN)


def build_motion_feed(channel: Channel, motions: tuple[Motion, ...], tag: str, path: str) -> bytes:
    return build_feed(channel, [entry_of_motion(m, tag) for m in motions], path)


def build_news_feed(channel: Channel, items: tuple[Item, ...], tag: str, path: str) -> bytes:
    return build_feed(channel, [entry_of_item(i, tag) for i in items], path)


def build_feed(channel: Channel, entries: list[Entry], path: str) -> bytes:
    """The feed at `path`: Atom where it ends on .atom, else RSS 2.0."""
    from feedgen.feed import FeedGenerator  # 0.13 s to import

    feed = FeedGenerator()
    updated = noon(max((e.updated for e in entries), default=dt.date(2000, 1, 1)))
    feed.id(channel.id)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.subtitle(channel.description)
    feed.language("de")
    feed.author(name=channel.author)
    feed.generator("fraktion")
    # RSS takes the last link added for <link>: self first, the page last.
    feed.link(href=f"{channel.url}/{path}", rel="self", type="application/atom+xml" if path.endswith(".atom") else "application/rss+xml")
    feed.link(href=f"{channel.url}/{channel.path}", rel="alternate", type="text/html")
    feed.updated(updated)
    feed.lastBuildDate(updated)
    for entry in entries:
        link = f"{channel.url}/{entry.path}"
        item = feed.add_entry(order="append")
        item.id(entry.id)
        item.guid(entry.id, permalink=False)
        item.title(entry.title)
        item.link(href=link, rel="alternate", type="text/html")
        item.published(noon(entry.published))
        item.updated(noon(entry.updated))
        item.author(name=channel.author)
        item.summary(entry.summary)
        # In a reader, "#begruendung" would mean a place in the reader's own page.
        item.content(entry.content.replace(ROOT, f"{channel.url}/").replace('<a href="#', f'<a href="{link}#'), type="html")
        for name in entry.categories:
            item.category(term=name, label=name)
    return feed.atom_str(pretty=True) if path.endswith(".atom") else feed.rss_str(pretty=True)
