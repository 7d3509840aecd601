"""From the bytes of a feed to entries: pure, without network or files. Runs in a process of its own (apart.py)."""

from __future__ import annotations

import calendar
import contextlib
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from . import jsonfeed
from .days import BERLIN, FIRST, LAST, day_of
from .encoding import mended
from .tracking import untracked
from .words import clean, plain, title

MOST = 200  # entries of a feed that are kept, the newest; a source shows a handful
LARGE = 1_000_000  # bytes; of a larger feed the newest entries are read
BEGIN_OF_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(item|entry)[\s>]", re.IGNORECASE)
DATE = re.compile(
    rb"<(?:\w{1,20}:)?(pubDate|published|date|created|issued|updated|modified)[^<>]{0,200}>([^<>]{4,80})</",
    re.IGNORECASE,
)
END_OF_ENTRY = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s{0,20}>", re.IGNORECASE)
REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
UNNEEDED = re.compile(
    rb"</?(?:(?!(?:content|dc|atom|a10|rdf|rss|feedburner|xhtml|html|h):)[\w.-]+:[^<>]*|category\b[^<>]*)>"
)
UNSAFE = re.compile(r"[\x00-\x20\"'<>\\^`{|}\x7f-\xa0]|[^\x00-\uffff]|\s")
LONGEST_LINK = 900


class NotAFeed(Exception):
    """The text is half a German sentence."""


class Entry(Struct, frozen=True, kw_only=True):
    id: str  # as the feed says; "" without one
    title: str
    link: str = ""  # http(s), absolute; "" without one
    date: str = ""  # ISO; "" without one
    unread: str = ""  # the date as the feed writes it, where that cannot be read
    text: str = ""  # plain, whole
    teaser: str = ""  # what is shown of it, and
    fits: bool = True  # whether it is what its source is asked for: both worked out where it was read (choose.prepared)


class Feed(Struct, frozen=True):
    title: str
    home: str  # the page that the feed belongs to, or ""
    entries: tuple[Entry, ...]


def read_feed(data: bytes, address: str, type: str = "") -> Feed:
    """RSS, Atom, RDF, CDF as feedparser knows them, and JSON Feed. Raises NotAFeed."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise NotAFeed("schickt nichts")
    data = mended(data, type)
    if looks_like_json(data):
        feed = jsonfeed.read(data)
        if feed is None:
            raise NotAFeed("schickt JSON, aber keinen Feed")
        return of_json(feed, address)
    return of_xml(data, address, type)


def looks_like_json(data: bytes) -> bool:
    return data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")[:1] in (b"{", b"[")


# ---------------------------------------------------------------------------------------- XML


def of_xml(data: bytes, address: str, type: str) -> Feed:
    headers = {"content-type": content_type(data, type), "content-location": address}
    data = REFERENCE.sub(existing, shortened(data))
    try:
        found = parsed(data, headers)
    except Exception:
        # feedparser trips over some elements in odd places (a place without a place, a category without one): once more without what a teaser does not need
        try:
            found = parsed(UNNEEDED.sub(b"", data), headers)
        except Exception:
            raise NotAFeed("schickt etwas, das sich nicht lesen lässt") from None
    if not found.get("version") and not found.entries:
        raise NotAFeed(what_else(data, address))
    home = link_of(str(found.feed.get("link") or ""), address)
    kept = newest(found.entries, [date_of(entry) for entry in found.entries])
    entries = [of_entry(entry, address) for entry in kept]
    pictures = [picture_in(str(entry.get("title") or "")) for entry in kept]
    return Feed(
        title(of_detail(found.feed, "title")),
        home,
        tuple(named(entry, home, picture) for entry, picture in zip(entries, pictures, strict=True)),
    )


def existing(match: re.Match[bytes]) -> bytes:
    """A character reference, or nothing where no such character exists: feedparser takes every number for one."""
    digits, base = (match[1], 16) if match[1] else (match[2], 10)
    return match[0] if len(digits.lstrip(b"0")) < 8 and int(digits, base) < 0x110000 else b""


def parsed(data: bytes, headers: dict[str, str]) -> Any:
    """Never give feedparser an address or a name, it would open it. What it gets is bytes that are here already."""
    import feedparser

    return feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def content_type(data: bytes, type: str) -> str:
    """What to say of the bytes. The text itself knows better than a server what XML it is; bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever is said of them."""
    if not data.isascii():
        try:
            data.decode("utf-8")
            return "application/xml; charset=utf-8"
        except UnicodeDecodeError:
            pass
    said = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", type)
    declared = re.match(rb"[^>]{0,200}encoding\s*=", data.replace(b"\0", b"")[:400])
    return f"application/xml; charset={said[1]}" if said and not declared else "application/xml"


def newest(entries: Sequence[Any], dates: Sequence[str]) -> list[Any]:
    """The newest MOST in their order; one without a date is as old as the one before it, the first ones as today."""
    if len(entries) <= MOST:
        return list(entries)
    ranks, last = [], LAST.isoformat()
    for date in dates:
        last = date or last
        ranks.append(last)
    kept = sorted(sorted(range(len(entries)), key=ranks.__getitem__, reverse=True)[:MOST])
    return [entries[n] for n in kept]


def shortened(data: bytes) -> bytes:
    """Of a large feed its head and its newest entries, so many as fit, closed again."""
    if len(data) <= LARGE:
        return data
    first = BEGIN_OF_ENTRY.search(data)
    ends = [match.end() for match in END_OF_ENTRY.finditer(data)] if first else []
    if not ends:
        return data[: LARGE * 2]
    head = data[: first.start()]
    pieces = [data[start:end] for start, end in zip([first.start(), *ends], ends, strict=False)]
    ranks, last = [], LAST.isoformat()
    for piece in pieces:
        last = day_in(piece) or last
        ranks.append(last)
    kept, room = set(), LARGE - len(head)
    for number in sorted(range(len(pieces)), key=ranks.__getitem__, reverse=True)[:MOST]:
        room -= len(pieces[number])
        if room < 0 and kept:
            break
        kept.add(number)
    closing = (
        b"</feed>"
        if first[1].lower() == b"entry"
        else b"</rdf:RDF>"
        if b"<rdf:RDF" in data[:5000]
        else b"</channel></rss>"
    )
    return head + b"".join(pieces[number] for number in sorted(kept)) + closing


def day_in(piece: bytes) -> str:
    """When an entry is from, read off its bytes; "" where that cannot be said so."""
    found = {match[1].lower(): match[2].strip().decode("ascii", "replace") for match in DATE.finditer(piece)}
    for name in (b"pubdate", b"published", b"date", b"created", b"issued", b"updated", b"modified"):
        with contextlib.suppress(ValueError, TypeError, IndexError):
            if name in found:
                return day_of(found[name])
    return ""


def of_entry(entry: Any, base: str) -> Entry:
    text = of_detail(entry, "summary")
    for content in entry.get("content") or ():
        longer = plain(str(content.get("value") or ""), markup=is_markup(content)) if text_type(content) else ""
        text = longer if len(longer) > len(text) else text
    links = [
        str(entry.get("link") or ""),
        *(
            str(link.get("href") or "")
            for link in entry.get("links") or ()
            if link.get("rel", "alternate") == "alternate"
        ),
    ]
    if str(entry.get("guidislink")) == "True":
        links.append(str(entry.get("id") or ""))
    links.append(str(entry.get("feedburner_origlink") or ""))
    return Entry(
        id=clean(str(entry.get("id") or ""))[:500],
        title=title(of_detail(entry, "title")),
        link=next(filter(None, (link_of(link, base) for link in links)), ""),
        date=date_of(entry),
        unread=unread_date(entry),
        text=text,
    )


def of_detail(holder: Any, key: str) -> str:
    detail = holder.get(f"{key}_detail") or {}
    return plain(str(holder.get(key) or ""), markup=is_markup(detail))


def is_markup(detail: Any) -> bool:
    return str(detail.get("type") or "").lower() in ("text/html", "application/xhtml+xml")


def text_type(content: Any) -> bool:
    kind = str(content.get("type") or "text/plain").lower()
    return kind.startswith("text/") or kind == "application/xhtml+xml"


DATES = ("published", "created", "updated")
YEAR = re.compile(r"\d{4}|\d{2}[./-]\d{2}[./-]\d{2}")


def date_of(entry: Any) -> str:
    """The day as it is written, where that can be read; else as feedparser takes it."""
    for key in DATES:
        if day := day_of(raw_date(entry, key)):
            return day
        try:
            if YEAR.search(raw_date(entry, key)) and (
                value := dict.get(entry, f"{key}_parsed")
            ):  # of „12:30 Uhr“ it makes today; its own `get` takes one date for another
                day = dt.datetime.fromtimestamp(calendar.timegm(value), BERLIN).date()
                if FIRST <= day <= LAST:
                    return day.isoformat()
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return ""


def raw_date(entry: Any, key: str) -> str:
    return clean(str(dict.get(entry, key) or ""))


def unread_date(entry: Any) -> str:
    """What stands there for a date and is none that can be read; "" where nothing does."""
    return "" if date_of(entry) else next((raw[:60] for key in DATES if (raw := raw_date(entry, key))), "")


# --------------------------------------------------------------------------------------- JSON


def of_json(feed: dict[str, Any], address: str) -> Feed:
    word = jsonfeed.word
    home = link_of(word(feed, "home_page_url"), address)
    entries = []
    items = jsonfeed.items(feed)
    for item in newest(items, [day_of_item(item) for item in items]):
        texts = [
            plain(word(item, "content_html"), markup=True),
            clean(word(item, "content_text")[:20_000]),
            clean(word(item, "summary")[:20_000]),
        ]
        link = next(
            filter(None, (link_of(word(item, key), home or address) for key in ("url", "external_url", "id"))), ""
        )
        entries.append(
            Entry(
                id=clean(word(item, "id"))[:500],
                title=title(plain(word(item, "title"), markup=False)),
                link=link,
                date=day_of_item(item),
                unread=""
                if day_of_item(item)
                else next(
                    (
                        clean(raw)[:60]
                        for key in ("date_published", "date_modified")
                        if (raw := word(item, key).strip())
                    ),
                    "",
                ),
                text=next(filter(None, (texts[2], texts[1], texts[0])), ""),
            )
        )
    return Feed(title(plain(word(feed, "title"), markup=False)), home, tuple(named(entry, home) for entry in entries))


def day_of_item(item: dict[str, Any]) -> str:
    return next(filter(None, (day_of(jsonfeed.word(item, key)) for key in ("date_published", "date_modified"))), "")


# -------------------------------------------------------------------------------------- parts


def link_of(link: str, base: str) -> str:
    """An absolute http address that may stand in a page, or ""."""
    if len(link) > 4 * LONGEST_LINK:
        return ""
    link = re.sub(r"[\x00-\x20]*[\t\r\n]+[\x00-\x20]*", "", link).strip("\x00 \x1f\u00a0")
    if not link or re.fullmatch(r"https?:/*", link, re.IGNORECASE):
        return ""
    try:
        whole = urljoin(base, link)
        parts = urlsplit(whole)
        if (
            parts.scheme.lower() not in ("http", "https")
            or not parts.hostname
            or parts.username is not None
            or (parts.port or 0) < 0
        ):
            return ""
    except ValueError:
        return ""
    whole = (
        parts.scheme.lower() + whole[len(parts.scheme) :]
    )  # urljoin leaves a scheme as it is where it is not the base's
    whole = untracked(whole)
    whole = UNSAFE.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")),
        clean(whole).replace(" ", "%20"),
    )
    return (
        whole
        if len(whole) <= LONGEST_LINK
        and re.fullmatch(r"https?://[^\s\"'<>\\^`{|}]+\.[^\s\"'<>\\^`{|}]+", whole, re.IGNORECASE)
        else ""
    )


def named(entry: Entry, home: str, picture: str = "") -> Entry:
    """With a title: the text's first words, the last part of the link, or what the picture is called, where the feed has none."""
    if entry.title:
        return entry
    words = entry.text.split()
    said = " ".join(words[:10]) + ("…" if len(words) > 10 else "")
    if not said:
        said = last_words(entry.link) if entry.link and entry.link != home else ""
    return replace(entry, title=title(said or picture or "Meldung ohne Titel"))


def last_words(link: str) -> str:
    """„neue-radwege“ of an address, as words."""
    return clean(
        re.sub(r"[-_+]|%[0-9A-Fa-f]{2}|\.[A-Za-z]{2,5}$", " ", urlsplit(link).path.rstrip("/").rpartition("/")[2])
    )


def picture_in(markup: str) -> str:
    """What the picture is called in a title that is nothing but one."""
    found = re.search(r"<img\b[^>]*\bsrc\s*=\s*[\"']?([^\"'\s>]+)", markup[:2000], re.IGNORECASE)
    try:
        words = last_words(found[1]) if found else ""
    except ValueError:
        return ""
    return f"Bild: {words}" if words else ""


def what_else(data: bytes, address: str) -> str:
    """What was sent instead of a feed; a web page may name its feed."""
    start = data[:4000].lower()
    if data[:2] == b"\x1f\x8b" or data[:2] == b"PK" or data[:4] in (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff\xe0"):
        return "schickt eine Datei, keinen Feed"
    if b"<html" not in start and b"<!doctype html" not in start:
        return "schickt etwas, das kein Feed ist"
    return "schickt eine Webseite, keinen Feed" + "".join(
        f"; sie nennt diesen: {feed}" for feed in list(feeds_named(data, address))[:1]
    )


def feeds_named(data: bytes, address: str) -> Iterator[str]:
    from bs4 import BeautifulSoup

    for link in BeautifulSoup(data[:100_000], "html.parser").find_all("link", rel="alternate", limit=20):
        if str(link.get("type", "")).lower() in (
            "application/rss+xml",
            "application/atom+xml",
            "application/feed+json",
        ) and (found := link_of(str(link.get("href", "")), address)):
            yield found
