"""Feeds as thousands of programs write them, from a seed: each with what its author meant, so that what is read can be held against it.

python -m tests.teasers.others SEED COUNT    prints what is read otherwise than it was meant
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from email.utils import format_datetime
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from plugins.teasers.days import day_of
from plugins.teasers.reader import MOST, NotAFeed, read_feed

REAL = Path(__file__).resolve().parents[3] / "shared" / "real" / "feeds"
BASE = "https://feed.example.org/feed.xml"
GARBLED = re.compile("\ufffd|Ã[\x80-\xbf¤¶¼Ÿ„–œ\u0178\u201e\u2013\u0153]|â€|â‚¬|Â[\xa0§°»«]|ï»¿|ðŸ")
BERLIN = ZoneInfo("Europe/Berlin")
WORDS = [
    "Grüne",
    "für",
    "Öffnung",
    "der",
    "Straße",
    "am",
    "Übergang",
    "Maß",
    "Kreistag",
    "beschließt",
    "„Radweg“",
    "–",
    "5",
    "€",
    "mehr",
    "…",
    "Ähre",
    "Büchelberg",
    "größer",
    "CO₂",
    "naïve",
    "Café",
    "Łódź",
    "Öl",
    "&",
    "Gas",
    "<Entwurf>",
    "20",
    "%",
    "heißt",
    "🚲",
    "fährt",
]
DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
SHORT = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
STYLES: tuple[Callable[[dt.date], str], ...] = (
    lambda d: format_datetime(dt.datetime(d.year, d.month, d.day, 12, tzinfo=BERLIN)),
    lambda d: f"{d:%a, %d %b %Y} 12:00:00 GMT",
    lambda d: f"{d:%a, %d %b %Y} 12:00:00",
    lambda d: f"{d:%d %b %Y}",
    lambda d: f"{d:%a %b %d} 12:00:00 {d.year}",
    lambda d: f"{DAYS[d.weekday()]}, {d.day:02} {SHORT[d.month - 1]} {d.year} 12:00:00 +0100",
    lambda d: f"{DAYS[d.weekday()]}, {d:%d.%m.%Y} - 15:26",
    lambda d: f"{d:%d.%m.%Y}",
    lambda d: f"{d.day}.{d.month}.{d.year} 14:05 Uhr",
    lambda d: f"{d:%d.%m.%y} 14:00",
    lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day}. {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{d.day}. {MONTHS[d.month - 1]} {d.year}, 9.30 Uhr",
    lambda d: f"{d.day:02}-{SHORT[d.month - 1]}-{d.year}",
    lambda d: f"{DAYS[d.weekday()]}., {d.day}. {SHORT[d.month - 1]}. {d.year}",
    lambda d: f"{d}T12:00:00+01:00",
    lambda d: f"{d}T12:00:00Z",
    lambda d: f"{d}T12:00:00",
    lambda d: f"{d} 12:00",
    lambda d: f"{d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d:%b %d, %Y}",
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: str(int(dt.datetime(d.year, d.month, d.day, 12, tzinfo=BERLIN).timestamp())),
    lambda d: f"{d}T12:00:00.123+0200",
    lambda d: f"{d:%d/%m/%Y}" if d.day > 12 else f"{d:%d.%m.%Y}",
)
NO_DAYS = ("demnächst", "heute", "gestern, 12:00", "31.02.2026", "0000-00-00", "12:30 Uhr", "KW 40")
CUTS = (b"\xf0\x9f\x9a", b"\xf0\x9f", b"\xe2\x80", b"\xe2", b"\xc3", b"\xf0")
STRAY = (b"\xfc", b"\xe4", b"\x96", b"\x84", b"\xff", b"\x80")
MARK = "@@hier@@"


class Written:
    """A feed, and what its author meant: titles with their days („“: none that can be read)."""

    def __init__(self, data: bytes, type: str, meant: dict[str, str], told: str):
        self.data, self.type, self.meant, self.told = data, type, meant, told


def written(r: Random) -> Written:
    today = dt.date(2026, 11, 29)
    count = r.choice([1, 2, 5, 20, MOST + 30]) if r.random() < 0.3 else r.choice([1, 2, 5, 20])
    style, odd = r.choice(STYLES), r.random() < 0.15
    rows, meant = [], {}
    for number in range(count):
        date = today - dt.timedelta(days=r.randrange(1, 2000))
        title = f"{' '.join(r.sample(WORDS, r.randrange(2, 9)))} {number}"
        said = r.choice(NO_DAYS) if odd and r.random() < 0.5 else style(date)
        rows.append((title, said, f"https://www.example.org/{number}"))
        meant[title] = "" if said in NO_DAYS else date.isoformat()
    if r.random() < 0.5:
        rows.sort(key=lambda row: meant[row[0]], reverse=True)
    kind = r.choice(["rss", "rss", "atom", "rdf", "json"])
    text = {"rss": rss, "atom": atom, "rdf": rdf, "json": as_json}[kind](rows, r)
    data, type, how = encoded(text, kind, r)
    return Written(data, type, meant, f"{kind} {how} {style(today)!r} {count}")


def rss(rows: list, r: Random) -> str:
    name = r.choice(["pubDate", "pubDate", "dc:date"])
    return (
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Ämter</title>"
        + "".join(
            f"<item><title>{cased(title, r)}</title><link>{link}</link><guid>{link}</guid><{name}>{escape(said)}</{name}><description>Über {number} {MARK if number == len(rows) // 2 else ''}</description></item>"
            for number, (title, said, link) in enumerate(rows)
        )
        + "</channel></rss>"
    )


def cased(title: str, r: Random) -> str:
    return (
        f"<![CDATA[{escape(title)}]]>"
        if r.random() < 0.3
        else escape(escape(title))
        if r.random() < 0.3 and "<" not in title and "&" not in title
        else escape(title)
        if "<" not in title
        else f"<![CDATA[{escape(title)}]]>"
    )


def atom(rows: list, r: Random) -> str:
    name = r.choice(["updated", "published"])
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Ämter</title>"
        + "".join(
            f"<entry><id>{link}</id><title>{escape(title)}</title><link href='{link}'/><{name}>{escape(said)}</{name}><summary>Über {number} {MARK if number == len(rows) // 2 else ''}</summary></entry>"
            for number, (title, said, link) in enumerate(rows)
        )
        + "</feed>"
    )


def rdf(rows: list, r: Random) -> str:
    return (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://a.example/'><title>Ämter</title></channel>"
        + "".join(
            f"<item rdf:about='{link}'><title>{escape(escape(title))}</title><link>{link}</link><dc:date>{escape(said)}</dc:date><description>Über {number} {MARK if number == len(rows) // 2 else ''}</description></item>"
            for number, (title, said, link) in enumerate(rows)
        )
        + "</rdf:RDF>"
    )


def as_json(rows: list, r: Random) -> str:
    items = [
        {
            "id": link,
            "url": link,
            "title": title,
            "content_text": f"Über {number} {MARK if number == len(rows) // 2 else ''}",
            "date_published": said,
        }
        for number, (title, said, link) in enumerate(rows)
    ]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Ämter", "items": items}, ensure_ascii=False
    )


def encoded(text: str, kind: str, r: Random) -> tuple[bytes, str, str]:
    """The bytes as a program and a server hand them over, now and then with a bad place, and what was done."""
    how = r.choice(["utf-8", "utf-8", "utf-8", "latin", "utf-16", "misdeclared"]) if kind != "json" else "utf-8"
    type = r.choice(["", "", "text/xml", "application/rss+xml; charset=utf-8"])
    if how == "utf-16":
        return (f"<?xml version='1.0' encoding='utf-16'?>{text}".replace(MARK, "")).encode("utf-16"), "", how
    if how == "latin":
        charset = r.choice(["iso-8859-1", "windows-1252", ""])
        head = f"<?xml version='1.0' encoding='{charset}'?>" if charset else ""
        return (
            (head + text.replace(MARK, "")).encode(
                "iso-8859-1" if charset == "iso-8859-1" else "cp1252", "xmlcharrefreplace"
            ),
            "text/xml",
            f"{how} {charset}",
        )
    head = (
        ""
        if kind == "json"
        else r.choice(
            [
                "",
                "<?xml version='1.0'?>",
                "<?xml version='1.0' encoding='utf-8'?>",
                "\ufeff<?xml version='1.0' encoding='UTF-8'?>",
                "\n <?xml version='1.0' encoding='utf-8'?>",
            ]
        )
    )
    if how == "misdeclared":
        head, type = "<?xml version='1.0' encoding='iso-8859-1'?>", r.choice(["", "text/xml; charset=iso-8859-1"])
    bad = r.choice([b"", *CUTS, *STRAY]) * r.choice([1, 1, 2])
    return (head + text).encode().replace(MARK.encode(), bad), type, f"{how} {bad!r}"


def faults(feed: Written) -> list[str]:
    """What is read otherwise than it was meant."""
    try:
        entries = read_feed(feed.data, BASE, feed.type).entries
    except NotAFeed as refused:
        return [f"{feed.told}: {refused}"]
    found = [
        f"{feed.told}: {one.title!r} {one.date} {one.unread!r}"
        for one in entries
        if one.title not in feed.meant
        or one.date != feed.meant[one.title]
        or (not one.date and not one.unread)
        or GARBLED.search(one.text)
    ]
    newest = sorted(
        (title for title in feed.meant if feed.meant[title]), key=lambda title: feed.meant[title], reverse=True
    )[: MOST // 4]
    lost = [title for title in newest if title not in {one.title for one in entries}]
    return found + (
        []
        if len(entries) == min(len(feed.meant), MOST) and not lost
        else [f"{feed.told}: {len(entries)} of {len(feed.meant)}, without {lost[:2]}"]
    )


# ------------------------------------------------------------------------ real ones, slightly spoiled

DATE = re.compile(rb"<(pubDate|dc:date|updated|published|issued|modified)>\s*([^<]{6,60}?)\s*</")


def spoiled(r: Random, data: bytes) -> tuple[bytes, str]:
    """A cut sign or a stray byte somewhere in a text, dates in another spelling, entries in another order."""
    how = []
    if r.random() < 0.6:
        style = r.choice(STYLES)

        def respelled(match: re.Match[bytes]) -> bytes:
            day = day_of(match[2].decode("latin-1"))
            return match[0].replace(match[2], style(dt.date.fromisoformat(day)).encode()) if day else match[0]

        data = DATE.sub(respelled, data)
        how.append("dates")
    if r.random() < 0.7 and utf8(data):
        places = [
            match.start() for match in re.finditer(rb"</(?:description|summary|content|title|content:encoded)>", data)
        ]
        for place in sorted(r.sample(places, min(len(places), r.choice([1, 1, 3]))), reverse=True):
            data = data[:place] + r.choice([*CUTS, *STRAY[:2]]) + data[place:]
        how.append("bytes")
    items = re.findall(rb"<(item|entry)[\s>].*?</\1>", data, re.S)
    if items and r.random() < 0.3:
        whole = [match[0] for match in re.finditer(rb"<(item|entry)[\s>].*?</\1>", data, re.S)]
        start = data.index(whole[0])
        end = data.rindex(whole[-1]) + len(whole[-1])
        r.shuffle(whole)
        data = data[:start] + b"\n".join(whole) + data[end:]
        how.append("order")
    return data, " ".join(how)


def utf8(data: bytes) -> bool:
    try:
        return bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def faults_of_real(name: str, before: bytes, after: bytes, how: str) -> list[str]:
    """Titles that are garbled where the source's were not; days that are others, or none in silence, where the source gave one."""
    try:
        meant, found = read_feed(before, BASE).entries, read_feed(after, BASE).entries
    except NotAFeed:
        return []
    clean = not any(GARBLED.search(one.title) for one in meant)
    wrong = [f"{name} ({how}): {one.title!r}" for one in found if clean and GARBLED.search(one.title)]
    days = {(one.id or one.link, one.title): one.date for one in meant if one.date}
    return wrong + [
        f"{name} ({how}): {one.title!r} {days[key]} → {one.date or 'none'}"
        for one in found
        if (key := (one.id or one.link, one.title)) in days and not one.date and not one.unread
    ]


def main(seed: int, count: int) -> list[str]:
    r, found = Random(seed), []
    files = (
        [
            path
            for path in sorted(REAL.rglob("*"))
            if path.is_file() and path.name != "INDEX.json" and path.stat().st_size < 100_000
        ]
        if REAL.is_dir()
        else []
    )
    read = {path: path.read_bytes() for path in files}
    for number in range(count):
        if files and number % 2:
            path = r.choice(files)
            after, how = spoiled(r, read[path])
            found += faults_of_real(path.name, read[path], after, how)
        else:
            found += faults(written(r))
    return found


if __name__ == "__main__":
    print("\n".join(main(int(sys.argv[1]), int(sys.argv[2]))))
