"""Feeds are valid, whatever they hold, and every reader finds the same in every format."""

from __future__ import annotations

import datetime as dt
import html
import json
from pathlib import Path

import atoma
import feedparser
import pytest
from lxml import etree

from plugins.feeds.build import Channel, Publisher, build_feed, build_opml
from plugins.feeds.entries import Category, Entry, plain
from plugins.records.links import File

from ..conftest import REAL
from ..reading import parse, runnable
from .grammar import wrong, wrong_atom

BY = Publisher(
    name="Grüne & <Co>",
    mail="fraktion@example.org",
    url="https://www.example.org",
    tag="www.example.org,2026",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/deed.de",
    hub="https://hub.example.org/",
)
CHANNEL = Channel(key="alles", title="Alles", description="Was geschieht", path="", by=BY, hub=True)
KINDS = ("atom", "rss", "json")


def feeds(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "feeds").rglob("*") if path.suffix in (".atom", ".rss", ".json"))


def entry(number: int, text: str, **more) -> Entry:
    given = {
        "title": text,
        "path": "antraege/radweg/",
        "summary": text,
        "content": f"<p>{html.escape(text)}</p>",
        "published": dt.date(2024, 3, 4),
        "updated": dt.date(2024, 3, 4),
        "categories": (Category("thema", text, text),),
    }
    return Entry(**{"id": f"antrag/{number}", **given, **more})


def test_every_feed_of_the_sample_is_valid(sample: Path) -> None:
    assert [
        (path.name, wrong(path.name, path.read_bytes()))
        for path in feeds(sample)
        if wrong(path.name, path.read_bytes())
    ] == []
    assert {path.suffix for path in feeds(sample)} == {".atom", ".rss", ".json"}


@pytest.mark.parametrize(
    "damage",
    [
        (b"<title>", b"<titel>"),
        (b"</updated>", b" </updated>"),
        (b'rel="self"', b'rel="via"'),
        (b"<id>tag:", b"<id>"),
        (b"<published>2", b"<published>3"),
    ],
)
def test_the_grammar_sees_what_is_wrong(sample: Path, damage: tuple[bytes, bytes]) -> None:
    data = (sample / "feeds/ergebnisse.atom").read_bytes()
    assert wrong_atom(data) == []
    damaged = (
        data.replace(damage[0], damage[1])
        if damage[0] != b"<title>"
        else data.replace(b"<title>", b"<titel>").replace(b"</title>", b"</titel>")
    )
    assert wrong_atom(damaged) != []


def test_atoma_and_feedparser_read_every_atom_feed_alike(sample: Path) -> None:
    """atoma is strict: it raises for what RFC 4287 does not allow."""
    for path in feeds(sample):
        if path.suffix == ".atom":
            strict, kind = atoma.parse_atom_bytes(path.read_bytes()), feedparser.parse(path.read_bytes())
            assert not kind.bozo, path
            assert [(e.id_, e.title.value, e.published, e.updated) for e in strict.entries] == [
                (e.id, e.title, dt.datetime.fromisoformat(e.published), dt.datetime.fromisoformat(e.updated))
                for e in kind.entries
            ]


@pytest.mark.parametrize("name", ["alles", "antraege", "ergebnisse"])
def test_three_formats_hold_the_same_entries(sample: Path, name: str) -> None:
    atom, rss = (
        feedparser.parse((sample / f"feeds/{name}.{kind}").read_bytes(), sanitize_html=False)
        for kind in ("atom", "rss")
    )
    strict = atoma.parse_rss_bytes((sample / f"feeds/{name}.rss").read_bytes())
    items = json.loads((sample / f"feeds/{name}.json").read_bytes())["items"]
    assert len(items) == len(rss.entries) > 30
    for one, other, third, item in zip(atom.entries, rss.entries, strict.items, items, strict=False):
        assert one.id == other.id == third.guid == item["id"]
        assert one.title == other.title == third.title == item["title"]
        assert one.link == other.link == third.link == item["url"]
        assert one.content[0].value == other.content[0].value == item["content_html"]
        assert html.unescape(other.summary) == html.unescape(one.summary) == item["summary"]
        assert one.published_parsed == other.published_parsed
        assert one.published == item["date_published"]
        assert one.updated == item["date_modified"]
        assert (
            sorted({tag.label for tag in one.tags}) == sorted({tag.term for tag in other.tags}) == sorted(item["tags"])
        )
        assert one.author_detail.name == item["authors"][0]["name"]
        files = [(link.href, link.length, link.type) for link in one.links if link.rel == "enclosure"]
        pictures = [(item["image"], "image/")] if "image" in item else []  # JSON Feed has a word of its own for them
        assert files == [(e.href, e.length, e.type) for e in other.enclosures]
        assert [
            (href, kind[:6]) if kind.startswith("image/") else (href, length, kind) for href, length, kind in files
        ] == pictures + [(f["url"], str(f["size_in_bytes"]), f["mime_type"]) for f in item.get("attachments", ())]


def test_a_pdf_is_enclosed_with_its_size(sample: Path) -> None:
    found = [
        link
        for e in feedparser.parse((sample / "feeds/antraege.atom").read_bytes()).entries
        for link in e.links
        if link.rel == "enclosure"
    ]
    assert {link.type for link in found} == {"application/pdf"}
    for link in found:
        assert (sample / link.href.removeprefix("https://www.example.org/")).stat().st_size == int(link.length)


def hostile() -> list[str]:
    """Lines and whole texts that other people collected to break programs."""
    texts = [
        path.read_bytes().decode("utf-8", "surrogateescape")
        for path in sorted((REAL / "hostile").rglob("*"))
        if path.is_file()
    ]
    return [line for text in texts for line in text.split("\n") if line.strip()]


OWN = [
    "<script>alert(1)</script>",
    "]]>",
    "&amp;amp;",
    "\x00\x08\x1b",
    "\ud800",
    "\ufffe\uffff",
    "\u202eumgekehrt",
    "a\u0085b\u2028c",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "<![CDATA[",
    "%00",
    "😀",
    "{{ 7*7 }}",
    "\r\n",
    " ",
]


@pytest.mark.parametrize(
    "lines", [OWN, pytest.param(None, marks=pytest.mark.needs("real"))], ids=["eigene", "gesammelte"]
)
def test_no_text_breaks_a_feed(lines: list[str] | None) -> None:
    given = [line[:2000] for line in (lines if lines is not None else hostile())]
    entries = tuple(
        entry(n, line, file=File(line[:50], line, f"antraege/{line[:50].encode(errors='replace').decode()}", "", 7))
        for n, line in enumerate(given)
    )
    for kind in KINDS:
        data = build_feed(CHANNEL, entries, f"feeds/alles.{kind}")
        assert wrong(f"alles.{kind}", data) == []
        assert b"<script" not in data or kind == "json"
    atom, rss = (etree.fromstring(build_feed(CHANNEL, entries, f"feeds/alles.{kind}")) for kind in ("atom", "rss"))
    shown_as_html = [e.text or "" for e in (*atom.iter("{*}content"), *rss.iter("description", "{*}encoded"))] + [
        item["content_html"] for item in json.loads(build_feed(CHANNEL, entries, "feeds/alles.json"))["items"]
    ]
    assert [found for text in shown_as_html if (found := runnable(parse(text)))] == []
    assert {e.get("href").partition(":")[0] for e in atom.iter("{*}link")} == {"https"}
    shown = [(e.findtext("{*}title") or "").strip("\r\n\t ") for e in atom.findall("{*}entry")]
    assert shown == [
        plain(line).replace("\r\n", "\n").strip("\r\n\t ") if plain(line).strip("\r\n\t ") else shown[n]
        for n, line in enumerate(given)
    ]


def test_the_hub_and_the_licence_are_named_in_every_format() -> None:
    made = {kind: build_feed(CHANNEL, (entry(1, "Eins"),), f"feeds/alles.{kind}").decode() for kind in KINDS}
    assert [wrong(f"a.{kind}", text.encode()) for kind, text in made.items()] == [[], [], []]
    assert '<link href="https://hub.example.org/" rel="hub"/>' in made["atom"]
    assert '<atom:link href="https://hub.example.org/" rel="hub"/>' in made["rss"]
    assert json.loads(made["json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert all("CC BY 4.0" in text for text in made.values())
    assert f'<link href="{BY.licence_url}" rel="license"/>' in made["atom"]


def test_without_a_hub_no_feed_names_one(sample: Path) -> None:
    assert [
        path for path in feeds(sample) if 'rel="hub"' in path.read_text("utf-8") or '"hubs"' in path.read_text("utf-8")
    ] == []


def test_the_same_content_gives_the_same_bytes() -> None:
    for kind in KINDS:
        assert build_feed(CHANNEL, (entry(1, "Eins"),), f"feeds/alles.{kind}") == build_feed(
            CHANNEL, (entry(1, "Eins"),), f"feeds/alles.{kind}"
        )


def test_the_list_for_feed_readers_names_every_feed_but_those_of_single_motions(sample: Path) -> None:
    listed = {
        e.get("xmlUrl").removeprefix("https://www.example.org/")
        for e in etree.parse(sample / "feeds/alle.opml").iter("outline")
        if e.get("xmlUrl")
    }
    made = {path.relative_to(sample).as_posix() for path in feeds(sample) if path.suffix == ".atom"}
    assert listed == {path for path in made if not path.startswith(("feeds/antrag/", "feeds/archiv/"))}
    page = (sample / "abonnieren/index.html").read_text("utf-8")
    assert [path for path in listed if path.removeprefix("feeds/") not in page] == []
    assert "xmlUrl" in build_opml(BY, ()) or build_opml(BY, ()).endswith("</opml>\n")


def test_every_page_names_the_feeds_that_belong_to_it(sample: Path) -> None:
    def named(page: str) -> set[str]:
        return {
            e.get("href").lstrip("./")
            for e in parse((sample / page / "index.html").read_text("utf-8")).iter()
            if e.get("rel") == "alternate" and e.get("href")
        }

    always = {"feeds/alles.atom", "feeds/alles.rss"}
    assert named("antraege/2024-01-radverkehr-luecken") == {*always, "feeds/antrag/tjqpft.atom"}
    assert named("gremien/kreistag") == {*always, "feeds/gremien/kreistag.atom"}
    assert named("themen/verkehr") == {*always, "feeds/themen/verkehr.atom"}
    assert named("ausgang") == {*always, "feeds/ergebnisse.atom", "feeds/ergebnisse.rss", "feeds/ergebnisse.json"}
    assert named("arten/anfrage") == {*always, "feeds/fragen.atom", "feeds/fragen.rss", "feeds/arten/anfrage.atom"}
    assert {"feeds/sitzungen.atom", "feeds/meldungen.rss", "feeds/antraege.json"} <= named(".")
