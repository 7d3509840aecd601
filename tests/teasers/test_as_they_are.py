"""What a source meant is read: bytes that are not quite UTF-8, German days, no zone, corrected titles, addresses with trackers."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from plugins.teasers.days import day_of
from plugins.teasers.encoding import mended
from plugins.teasers.plan import corrected
from plugins.teasers.reader import Entry, Feed, NotAFeed, read_feed
from plugins.teasers.tracking import untracked

from ..builders import TODAY
from ..conftest import REAL
from .test_choosing import entry, feed, plan, shown, source

BASE = "https://www.example.org/feed"
TITLES = ("Grüne für Öffnung", "Maß – „groß“ … 5 €", "Straße, Übung, Ähre, ß", "Zug 🚲 fährt")


def rss(*titles: str, bad: bytes = b"", at: int = -1, encoding: str = "utf-8", charset: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    items = [
        f"<item><title>{title}</title><guid>{n}</guid><description>Text {title} @@{n}@@</description></item>".encode(
            charset, "xmlcharrefreplace"
        )
        for n, title in enumerate(titles)
    ]
    items[at] = items[at].replace(f"@@{at % len(items)}@@".encode(), bad)
    return (
        head.encode()
        + b"<rss version='2.0'><channel><title>\xc3\x84</title>".replace(b"\xc3\x84", "Ä".encode(charset))
        + b"".join(items)
        + b"</channel></rss>"
    )


BAD = [
    b"\xf0\x9f\x9a",
    b"\xf0\x9f",
    b"\xf0",
    b"\xe2\x80",
    b"\xc3",
    b"\xff",
    b"\xfe\xff",
    b"\x80",
    b"\xfc",
    b"\xf0\x9f\x9a \xe2\x82",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xc0\xaf",
]


@pytest.mark.parametrize("encoding", ["utf-8", "", "UTF-8", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("bad", BAD)
def test_one_bad_place_spoils_no_other(bad: bytes, encoding: str):
    for at in (0, 2):
        found = read_feed(rss(*TITLES, *TITLES, bad=bad, at=at, encoding=encoding), BASE)

        assert tuple(one.title for one in found.entries) == (*TITLES, *TITLES)
        assert not any(sign in one.text for one in found.entries for sign in ("\ufffd", "Ã", "â€", "Â"))


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [
        ("utf-8", "cp1252"),
        ("iso-8859-1", "iso-8859-1"),
        ("windows-1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_what_is_another_encoding_is_left_to_the_parser(encoding: str, charset: str):
    data = (
        rss("Grüne für Öffnung", "Straße", encoding=encoding, charset=charset)
        if charset != "utf-16"
        else rss("Grüne für Öffnung", "Straße", encoding="utf-16").decode().encode("utf-16")
    )

    assert [one.title for one in read_feed(data, BASE).entries] == ["Grüne für Öffnung", "Straße"]
    assert mended(data) == data


def test_a_bad_byte_in_json_too():
    data = (
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "T",
                "items": [{"id": "1", "title": "Grüne", "content_text": "Öffnung @@"}],
            },
            ensure_ascii=False,
        )
        .encode()
        .replace(b"@@", b"\xf0\x9f\x9a")
    )
    (one,) = read_feed(data, BASE).entries
    assert (one.title, one.text.strip()) == ("Grüne", "Öffnung")


# ------------------------------------------------------------------------------------------ days

DAYS = [
    ("Mo, 12 Okt 2026 10:00:00 +0200", "2026-10-12"),
    ("Do, 05 Mär 2026 08:00:00 +0100", "2026-03-05"),
    ("Di, 13 Mai 2026 08:00:00", "2026-05-13"),
    ("Fr, 04 Dez 2025 23:30:00 +0000", "2025-12-05"),
    ("Mi, 21.10.2026 - 15:26", "2026-10-21"),
    ("03.11.2026", "2026-11-03"),
    ("Dienstag, 3. November 2026", "2026-11-03"),
    ("3. März 2026, 14 Uhr", "2026-03-03"),
    ("03.11.26 14:00", "2026-11-03"),
    ("3.11.2026 23:59 Uhr", "2026-11-03"),
    ("1. Januar 2026 00:10", "2026-01-01"),
    ("Samstag, 7. Februar 2026, 9.30 Uhr", "2026-02-07"),
    ("07. Jänner 2026", "2026-01-07"),
    ("15.09.2026 um 12:00", "2026-09-15"),
    ("So., 22. Nov. 2026", "2026-11-22"),
    ("12-Okt-2026", "2026-10-12"),
    ("Mon, 23 Nov 2026 23:30:00", "2026-11-23"),
    ("Mon, 23 Nov 2026 23:30:00 GMT", "2026-11-24"),
    ("Mon, 23 Nov 2026 23:30:00 +0100", "2026-11-23"),
    ("Mon, 23 Nov 2026 23:30:00 MEZ", "2026-11-23"),
    ("Mon, 23 Nov 2026 20:30:00 EST", "2026-11-24"),
    ("2026-11-23T23:30:00", "2026-11-23"),
    ("2026-11-23T23:30:00Z", "2026-11-24"),
    ("2026-11-23 23:30", "2026-11-23"),
    ("2026-11-23T00:30:00+02:00", "2026-11-22"),
    ("2026-11-23T00:30:00.123+0200", "2026-11-22"),
    ("Nov 23, 2026", "2026-11-23"),
    ("November 23, 2026 10:00 am", "2026-11-23"),
    ("Mon Nov 23 10:00:00 2026", "2026-11-23"),
    ("2026/11/23", "2026-11-23"),
    ("2026.11.23", "2026-11-23"),
    ("20261123", "2026-11-23"),
    ("20261123T101500", "2026-11-23"),
    ("23/11/2026", "2026-11-23"),
    ("11/23/2026", "2026-11-23"),
    ("1795341600", "2026-11-22"),
    ("Mon, 23 Nov 26 10:00:00 +0100", "2026-11-23"),
    ("2026-11-23T24:00:00+01:00", "2026-11-24"),
    ("demnächst", ""),
    ("", ""),
    ("31.02.2026", ""),
    ("0000-00-00", ""),
    ("gestern, 12:00", ""),
    ("12:30 Uhr", ""),
    ("1.2.3.4", ""),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_days_as_german_feeds_write_them(text: str, day: str):
    assert day_of(text) == day


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_feed_that_writes_it_so_is_read_so(text: str, day: str):
    data = f"<rss version='2.0'><channel><item><title>Neuer Radweg</title><guid>1</guid><pubDate>{text}</pubDate></item></channel></rss>".encode()
    (one,) = read_feed(data, BASE).entries

    assert one.date == day
    assert one.unread == ("" if day else text)


def test_a_day_that_cannot_be_read_or_lies_ahead_is_never_today():
    a = source("A")
    odd = feed(
        dated("Ohne Sinn", "", "demnächst"),
        dated("Morgen", (TODAY + dt.timedelta(days=1)).isoformat()),
        dated("Ohne Angabe", ""),
        dated("Gestern", (TODAY - dt.timedelta(days=1)).isoformat()),
    )

    assert shown(plan([a], {"A": odd})) == [("A", "Gestern"), ("A", "Ohne Angabe")]


def named(title: str, days: int) -> Entry:
    slug = title.lower().replace(" ", "-").replace("ß", "ss")
    return entry(title, days, f"https://www.example.org/{slug}", id=f"tag:example.org,2026:{slug}")


def dated(title: str, date: str, unread: str = "") -> Entry:
    return Entry(
        id=f"tag:example.org,2026:{title}",
        title=title,
        link=f"https://www.example.org/{len(title)}",
        date=date,
        unread=unread,
    )


# ----------------------------------------------------------------------------------------- titles


def test_a_corrected_title_under_a_new_id_takes_the_place_of_the_old_one():
    a = source("A")
    first = plan([a], {"A": feed(named("Radweg an der Kreisstraße kommt bald", 1), named("Haushalt beraten", 2))})
    again = plan(
        [a],
        {"A": feed(named("Radweg an der Kreisstraße kommt schon bald", 1), named("Haushalt beraten", 2))},
        first.shelf,
    )

    assert shown(again) == [("A", "Haushalt beraten"), ("A", "Radweg an der Kreisstraße kommt schon bald")]
    assert {kept.get("uid") for kept in first.shelf.records.values()} == {
        kept.get("uid") for kept in again.shelf.records.values()
    }
    both = plan(
        [a],
        {
            "A": feed(
                named("Radweg an der Kreisstraße kommt bald", 1), named("Radweg an der Kreisstraße kommt schon bald", 1)
            )
        },
    )
    assert len(shown(both)) == 2


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Radweg kommt bald", "Radweg kommt schon bald", True),
        ("Kreistag beschlisst Haushalt", "Kreistag beschließt Haushalt", True),
        ("12. Sitzung des Kreistags", "13. Sitzung des Kreistags", False),
        ("Neue Busse", "Alte Bahnen", False),
        ("Termine", "Termin", False),
    ],
)
def test_what_counts_as_a_correction(old: str, new: str, same: bool):
    assert corrected(old, new) is same


# ---------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("link", "plain"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=rss&p=3&wt_mc=rss.1", "https://a.example/x?p=3"),
        ("https://a.example/x?utm_source=rss", "https://a.example/x"),
        ("https://a.example/x?at_medium=rss&at_campaign=y#top2", "https://a.example/x#top2"),
        ("https://a.example/x#xtor=RSS-3", "https://a.example/x"),
        ("https://a.example/x#utm_source=rss", "https://a.example/x"),
        ("https://a.example/x#ref=rss", "https://a.example/x"),
        ("https://a.example/?id=7&ref=9", "https://a.example/?id=7&ref=9"),
        ("https://a.example/x?a=b%26c&fbclid=1", "https://a.example/x?a=b%26c"),
        ("https://a.example/x?", "https://a.example/x?"),
        ("https://a.example/#/termine/3", "https://a.example/#/termine/3"),
        ("https://a.example/x?WT.mc_id=1&q=%C3%A4", "https://a.example/x?q=%C3%A4"),
    ],
)
def test_trackers_are_left_out_of_the_address_and_nothing_else(link: str, plain: str):
    assert untracked(link) == plain


# -------------------------------------------------------------------------------------- real feeds


def read_or_none(data: bytes) -> Feed | None:
    try:
        return read_feed(data, BASE)
    except NotAFeed:
        return None


@pytest.mark.needs("real")
@pytest.mark.parametrize("share", [8, pytest.param(1, marks=pytest.mark.lang)])
def test_of_real_feeds_with_one_cut_sign_no_title_is_garbled(share: int):
    files = [
        path
        for path in sorted((REAL / "feeds").rglob("*"))
        if path.is_file() and path.suffix not in (".json", ".md", ".tsv")
    ][::share]
    garbled = []
    for path in files:
        data = path.read_bytes()
        if data.isascii() or not (before := read_or_none(data)):
            continue
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        at = data.rfind(b"</")
        after = read_or_none(data[:at] + b"\xf0\x9f\x9a" + data[at:])
        known = {one.title for one in before.entries}
        garbled += [(path.name, one.title) for one in (after.entries if after else ()) if one.title not in known]
    assert garbled == []
