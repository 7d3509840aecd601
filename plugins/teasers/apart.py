"""Reading a feed in a process of its own: whatever somebody sends, it can cost two seconds and 300 MB, and reach nothing.

The process gets bytes and gives back entries as JSON, with all that takes their whole text: teasers, and whether they fit. Before it looks at the bytes it gives up what it does not need:
it can open no file and no connection any more, write none, take no more memory and time than it was given.
"""

from __future__ import annotations

import contextlib
import json

from msgspec.structs import asdict

from ..records.confined import TooMuch, answer, ask
from .choose import USUAL, Question, prepared
from .reader import Entry, Feed, NotAFeed, read_feed

SECONDS = 2  # of a processor
MEMORY = 300 * 2**20  # bytes
SAMPLES = (
    b"<rss version='2.0'><channel><title>&lt;p&gt;A&lt;/p&gt;</title><item><title>B</title><pubDate>Tue, 10 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;C&lt;/p&gt;</description></item></channel></rss>",
    b"<rss><channel><item><title>\xe4 &auml; &</title><link>b</item>",
    b"<html><head><link rel='alternate' type='application/rss+xml' href='/'></head>\xe4",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"content_html": "<p>A", "date_published": "2026-11-10T10:00:00Z"}]}',
)


def read_apart(data: bytes, address: str, type: str = "", question: Question = USUAL) -> Feed:
    """As read_feed and then prepared, elsewhere. Raises NotAFeed, also for what was too much."""
    return elsewhere({"address": address, "type": type, "question": asdict(question)}, data)


def prepare_apart(feed: Feed, question: Question) -> Feed:
    """A feed that is known, for another question."""
    return elsewhere({"question": asdict(question)}, json.dumps(as_json(feed)).encode())


def elsewhere(given: dict, data: bytes) -> Feed:
    try:
        said = ask(__name__, given, data, SECONDS)
    except TooMuch:
        raise NotAFeed("schickt einen Feed, der sich mit vertretbarem Aufwand nicht lesen lässt") from None
    if "refused" in said:
        raise NotAFeed(said["refused"])
    return from_json(said)


def as_json(feed: Feed) -> dict:
    return {"title": feed.title, "home": feed.home, "entries": [asdict(entry) for entry in feed.entries]}


def from_json(said: dict) -> Feed:
    return Feed(said["title"], said["home"], tuple(Entry(**entry) for entry in said["entries"]))


def warm_up() -> None:
    """Import now what is imported late: no file can be opened afterwards, not even of Python itself."""
    for sample in SAMPLES:
        with contextlib.suppress(NotAFeed):
            prepared(read_feed(sample, "https://www.example.org/"), Question(wanted=("a",)))


def look_at(given: dict, data: bytes) -> dict:
    """On the other side: a feed as JSON, or why it is none."""
    try:
        feed = read_feed(data, given["address"], given["type"]) if "address" in given else from_json(json.loads(data))
        return as_json(prepared(feed, Question(**given["question"])))
    except NotAFeed as refused:
        return {"refused": str(refused)}
    except Exception:
        # A reader of all that can be sent has a gap that nobody thought of; it costs this feed and no other.
        return {"refused": "schickt etwas, das sich nicht lesen lässt"}


if __name__ == "__main__":
    answer(look_at, lambda given: warm_up(), MEMORY, SECONDS)
