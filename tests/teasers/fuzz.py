"""Feeds that nobody thought of: real and good ones spoiled by a seeded generator, each read by a forked process with the limits of apart.py.

    python -m tests.teasers.fuzz SEED COUNT    prints what became of them, and what the worst of them cost

The process is forked from one that has done what apart.py does before it looks at the bytes; a start of Python each time would be most of the work.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from plugins.records.confined import confine, load_codecs
from plugins.teasers.apart import MEMORY, SECONDS, warm_up
from plugins.teasers.reader import MOST, NotAFeed, read_feed

from .monsters import FULL, MONSTERS

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "feeds"
BASE = "https://feed.example.org/ordner/feed.xml"
TYPES = (
    "",
    "",
    "text/xml",
    "application/xml; charset=utf-16",
    "text/html; charset=gibtsnicht",
    "x; charset=hex",
    "application/rss+xml; charset=iso-8859-1",
)
GOOD = [
    "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Ä</title><item><title>Öl &amp; Gas</title><link>/a</link><guid>1</guid><pubDate>Tue, 10 Nov 2026 10:00:00 +0100</pubDate><description><![CDATA[<p>Ü <b>ß</b></p>]]></description></item></channel></rss>".encode(),
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'><title>T</title><entry><id>tag:a,2026:1</id><title type='html'>&lt;b&gt;A&lt;/b&gt;</title><link href='b'/><updated>2026-11-10T10:00:00Z</updated><summary>S</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>C</p></div></content></entry></feed>",
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://a.example/'><title>T</title></channel><item rdf:about='https://a.example/1'><title>A</title><link>https://a.example/1</link><dc:date>2026-11-10</dc:date></item></rdf:RDF>",
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "url": "https://a.example/", "title": "A", "content_html": "<p>B", "date_published": "2026-11-10T10:00:00Z"}]}',
]
TOKENS = [
    b"<",
    b">",
    b"&",
    b"\0",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"<?xml version='1.1'?>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&#xD800;",
    b"&#0;",
    b"&#x110000;",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<item>",
    b"</item>",
    b"<entry xml:base='//'>",
    b"<link>javascript:a</link>",
    b"<link>http://[</link>",
    b"<link href='data:,'/>",
    b"<category/>",
    b"<category term=''/>",
    b"<georss:point>1</georss:point>",
    b"<gml:pos>1 2</gml:pos>",
    b"<media:content url='a'/>",
    b"<enclosure/>",
    b"<source>",
    b"<guid isPermaLink='x'>",
    b"<itunes:image/>",
    b"<psc:chapter/>",
    b'"',
    b"{",
    b"[",
    b"1e999",
    b"\\ud800",
    b"null",
    b"-0",
]
DATES = [
    b"0000-00-00",
    b"Tue, 99 Nov 99999 99:99:99 +9999",
    b"9" * 400,
    b"2026-W53-9",
    b"2026-366",
    b"\xe4",
    b"10. November 2026",
    b"-1-1-1T",
    b"2026-11-10T10:00:00+99:99",
    b"\xec\x98\xa4\xed\x9b\x84",
    b"1969-12-31T23:59:60Z",
    b" " * 4000 + b"x",
]
ENCODINGS = ["utf-16", "utf-32", "utf-16-be", "utf-8-sig", "utf-7", "cp037"]


def cut(r: random.Random, data: bytes) -> bytes:
    return data[: r.randrange(len(data) + 1)]


def flip(r: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(r.choice([1, 3, 30])):
        if changed:
            changed[r.randrange(len(changed))] = r.randrange(256)
    return bytes(changed)


def at(r: random.Random, data: bytes, piece: bytes) -> bytes:
    """Mostly between two elements, where a parser still listens."""
    places = [place for place, sign in enumerate(data[:20_000]) if sign == 62] if r.random() < 0.7 else []
    place = r.choice(places) + 1 if places else r.randrange(len(data) + 1)
    return data[:place] + piece + data[place:]


def insert(r: random.Random, data: bytes) -> bytes:
    return at(r, data, r.choice(TOKENS) * r.choice([1, 1, 1, 50, 3000]))


def repeat(r: random.Random, data: bytes) -> bytes:
    start = r.randrange(len(data) + 1)
    piece = data[start : start + r.choice([3, 40, 400, 4000])]
    return data[:start] + piece * r.choice([2, 9, max(2, 1_000_000 // max(1, len(piece)))]) + data[start:]


def drop(r: random.Random, data: bytes) -> bytes:
    start = r.randrange(len(data) + 1)
    return data[:start] + data[start + r.choice([1, 20, 400]) :]


def splice(r: random.Random, data: bytes) -> bytes:
    other = r.choice(GOOD)
    return cut(r, data) + other[r.randrange(len(other)) :]


def recode(r: random.Random, data: bytes) -> bytes:
    return data.decode("latin-1").encode(r.choice(ENCODINGS), "replace")


def misdeclare(r: random.Random, data: bytes) -> bytes:
    name = r.choice([b"utf-16", b"us-ascii", b"hex", b"", b"iso-2022-jp", b"big5", b"x" * 300])
    return (
        b"<?xml version='1.0' encoding='"
        + name
        + b"'?>"
        + (data.partition(b"?>")[2] if data.startswith(b"<?xml") else data)
    )


def deepen(r: random.Random, data: bytes) -> bytes:
    tag = r.choice([b"a", b"div", b"item", b"entry", b"content:encoded", b"x:y", b"table", b"outline"])
    depth = r.choice([10, 1000, 50_000, 300_000])
    return at(r, data, (b"<%s>" % tag) * depth + (b"</%s>" % tag) * r.choice([0, depth]))


def deepen_html(r: random.Random, data: bytes) -> bytes:
    tag = r.choice([b"div", b"b", b"table", b"a href=x", b"p", b"font", b"svg", b"select", b"li"])
    return at(r, data, b"<description>" + (b"&lt;%s&gt;" % tag) * r.choice([100, 20_000, 200_000]) + b"</description>")


def deepen_json(r: random.Random, data: bytes) -> bytes:
    place = r.randrange(len(data) + 1)
    return data[:place] + r.choice([b"[", b'{"a":']) * r.choice([10, 3000, 1_000_000]) + data[place:]


def swell(r: random.Random, data: bytes) -> bytes:
    """A huge attribute, or very many."""
    piece = r.choice(
        [
            b" a='" + b"x" * r.choice([1000, 2_000_000]) + b"'",
            b"".join(b" a%d=''" % n for n in range(r.choice([50, 50_000]))),
            b"".join(b" xmlns:n%d='u%d'" % (n, n) for n in range(r.choice([20, 30_000]))),
        ]
    )
    place = data.find(b" ", r.randrange(len(data) + 1))
    return data[:place] + piece + data[place:] if place >= 0 else data + piece


def entities(r: random.Random, data: bytes) -> bytes:
    levels = r.choice([3, 12])
    inside = (
        b"<!ENTITY l0 '"
        + b"ha" * r.choice([1, 20_000])
        + b"'>"
        + b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * r.choice([2, 10])) for n in range(1, levels))
    )
    head, end, rest = data.partition(b"?>") if data.startswith(b"<?xml") else (b"", b"", data)
    return (
        head
        + end
        + b"<!DOCTYPE rss ["
        + inside
        + b"]>"
        + at(r, rest, b"<title>&l%d;</title>" % (levels - 1) * r.choice([1, 1000]))
    )


def misdate(r: random.Random, data: bytes) -> bytes:
    name = r.choice([b"pubDate", b"updated", b"published", b"dc:date", b"lastBuildDate", b"created", b"issued"])
    return at(r, data, b"<%s>%s</%s>" % (name, r.choice(DATES), name) * r.choice([1, 1, 2000]))


def fill(r: random.Random, data: bytes) -> bytes:
    start, end = sorted((r.randrange(len(data) + 1), r.randrange(len(data) + 1)))
    piece = data[start:end] or b"<item/>"
    return data[:end] + piece * min(FULL // len(piece), r.choice([100, 100_000])) + data[end:]


def pack(r: random.Random, data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


SPOIL: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut,
    cut,
    flip,
    flip,
    insert,
    insert,
    insert,
    repeat,
    drop,
    splice,
    recode,
    misdeclare,
    deepen,
    deepen_html,
    deepen_json,
    swell,
    entities,
    misdate,
    misdate,
    fill,
    pack,
)


def sources() -> list[bytes]:
    return (
        [
            *GOOD,
            *(
                path.read_bytes()
                for path in sorted(REAL.rglob("*"))
                if path.is_file() and path.name != "INDEX.json" and path.stat().st_size < 200_000
            ),
        ]
        if REAL.is_dir()
        else GOOD
    )


def spoiled(r: random.Random, seeds: list[bytes]) -> bytes:
    data = (
        MONSTERS[r.choice(sorted(MONSTERS))]() if r.random() < 0.03 else r.choice(GOOD if r.random() < 0.4 else seeds)
    )
    for _ in range(r.randint(1, 4)):
        data = r.choice(SPOIL)(r, data)[:FULL]
    return data


def read_forked(data: bytes, kind: str) -> tuple[str, float, float]:
    """What became of it (gelesen, abgelehnt, begrenzt, or what is wrong), seconds of the processor, MiB."""
    here, there = os.pipe()
    child = os.fork()
    if not child:
        os.close(here)
        confine(MEMORY, SECONDS)
        said = judged(data, kind)
        os.write(there, said.encode("utf-8", "replace")[:4000])
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as pipe:
        said = pipe.read().decode()
    _, _, used = os.wait4(child, 0)
    return said or "begrenzt", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def judged(data: bytes, kind: str) -> str:
    try:
        feed = read_feed(data, BASE, kind)
    except NotAFeed as refused:
        return "abgelehnt" if str(refused).startswith("schickt ") else f"falsch: {refused}"
    except MemoryError:
        return "begrenzt"
    except Exception as error:
        return f"falsch: {type(error).__name__} {error}"
    wrong = [
        entry
        for entry in feed.entries
        if not entry.title
        or len(entry.title) > 200
        or len(entry.text) > 20_000
        or not (not entry.link or entry.link.lower().startswith(("http://", "https://")))
    ]
    return f"falsch: {wrong[0]}" if wrong or len(feed.entries) > MOST else "gelesen"


def main(seed: int, count: int) -> dict:
    load_codecs()
    warm_up()
    r, seeds = random.Random(seed), sources()
    found: dict = {
        "gelesen": 0,
        "abgelehnt": 0,
        "begrenzt": 0,
        "falsch": [],
        "sekunden": 0.0,
        "mib": 0.0,
        "begrenzte": [],
    }
    for number in range(count):
        data, kind = spoiled(r, seeds), r.choice(TYPES)
        said, seconds, size = read_forked(data, kind)
        if said.startswith("falsch"):
            found["falsch"].append([number, said])
        else:
            found[said] += 1
        found["begrenzte"] += [[number, len(data), round(seconds, 2)]] if said == "begrenzt" else []
        found["sekunden"], found["mib"] = max(found["sekunden"], seconds), max(found["mib"], size)
    return found


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
