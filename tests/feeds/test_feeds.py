"""Feeds: what a reader of feeds sees, and that it is told nothing twice."""

from __future__ import annotations

import calendar
import os
import re
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from ..builders import PICTURE, Project
from ..reading import addresses, parse, served

SITE = "https://www.example.org"
RESULT = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-20\n    ergebnis: abgelehnt\n"
BODY = """\
Vorweg: [so geht es weiter](#begruendung).

## Beschlussvorschlag

1. Ein Radweg wird gebaut, siehe [Kontakt](../seiten/kontakt.md) und [Lageplan](2024-03-radweg/plan.pdf).
2. <script>alert(1)</script> & ]]> bleiben Text.

![Der Radweg im Herbst](radweg.jpg)

## Begründung

Weil er fehlt.
"""


def read(folder: Path, name: str) -> feedparser.FeedParserDict:
    feed = feedparser.parse((folder / "feeds" / name).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def entries(project: Project, name: str = "antraege.atom", **settings) -> dict[str, dict]:
    """The entries of a feed after a build, by id."""
    result = project.build(**settings)
    assert result.report, result.problems
    return {entry.id: entry for entry in read(project.output, name).entries}


def news(
    project: Project,
    stem: str = "2024-05-06-radtour",
    *,
    uid: str = "m2m2m2",
    titel: str = "Radtour",
    head: str = "",
    body: str = "Wir fahren mit.\n",
) -> None:
    project.write(f"meldungen/{stem}.md", f"---\nuid: {uid}\ntitel: {titel}\ndatum: 2024-05-06\n{head}---\n\n{body}")


# ------------------------------------------------------------------------------ what they hold


@pytest.mark.parametrize("name, kind", [("antraege", "antrag"), ("meldungen", "meldung")])
def test_both_formats_hold_the_same_entries(sample: Path, name: str, kind: str) -> None:
    atom, rss = read(sample, f"{name}.atom"), read(sample, f"{name}.rss")
    assert (atom.version, rss.version) == ("atom10", "rss20")
    assert atom.feed.language == rss.feed.language == "de"
    assert atom.feed.link == rss.feed.link == f"{SITE}/{name}/"
    assert len(atom.entries) > 9
    for one, other in zip(atom.entries, rss.entries, strict=True):
        assert re.fullmatch(rf"tag:www\.example\.org,2026:{kind}/[2-9b-z]{{6}}", one.id)
        assert (one.id, one.title, one.link, one.summary, one.content[0].value) == (
            other.id,
            other.title,
            other.link,
            other.summary,
            other.content[0].value,
        )
        assert one.published_parsed == other.published_parsed
        assert {tag.label for tag in one.get("tags", ())} == {tag.term for tag in other.get("tags", ())}
    raw = (sample / f"feeds/{name}.rss").read_text("utf-8")
    assert raw.count('<guid isPermaLink="false">tag:') == raw.count("<guid") == len(rss.entries)
    assert len({entry.id for entry in atom.entries}) == len(atom.entries)


def test_a_feed_says_where_it_is_and_when_it_changed(sample: Path) -> None:
    """`updated` of the feed is that of its newest entry, never the time of the build."""
    for name in ("antraege", "meldungen"):
        atom, rss = read(sample, f"{name}.atom"), read(sample, f"{name}.rss")
        assert {link.href for link in atom.feed.links if link.rel == "self"} == {f"{SITE}/feeds/{name}.atom"}
        assert f'href="{SITE}/feeds/{name}.rss"' in (sample / f"feeds/{name}.rss").read_text("utf-8")
        assert (
            atom.feed.updated_parsed == max(entry.updated_parsed for entry in atom.entries) == rss.feed.updated_parsed
        )
        assert [entry.updated_parsed for entry in atom.entries] == sorted(
            (entry.updated_parsed for entry in atom.entries), reverse=True
        )


def test_an_entry_holds_the_whole_text_and_every_link_works_from_anywhere(project: Project) -> None:
    for name in ("plan.pdf", "radweg.jpg"):
        project.write(f"antraege/2024-03-radweg/{name}", PICTURE if name == "radweg.jpg" else b"%PDF-1.4")
    project.motion(titel='"Radweg <jetzt> & ]]>"', body=BODY)
    (entry,) = entries(project).values()
    html = entry.content[0].value
    assert (
        feedparser.parse((project.output / "feeds/antraege.rss").read_bytes()).entries[0].title
        == entry.title
        == "Radweg <jetzt> & ]]>"
    )
    for words in (
        "Ein Radweg wird gebaut",
        "Weil er fehlt.",
        "Beschlussvorschlag",
        "Begründung",
        "]]&gt; bleiben Text",
    ):
        assert words in html
    raw = (
        feedparser.parse((project.output / "feeds/antraege.atom").read_bytes(), sanitize_html=False)
        .entries[0]
        .content[0]
        .value
    )
    page = f"{SITE}/antraege/2024-03-radweg/"
    (picture,) = [f"{SITE}/{path.relative_to(project.output)}" for path in project.output.glob("bilder/*.jpg")]
    assert [value for _, _, value in addresses(parse(raw))] == [
        f"{page}#begruendung",
        f"{SITE}/kontakt/",
        f"{page}plan.pdf",
        picture,
    ]
    assert "<script" not in raw


def test_no_link_in_any_feed_is_relative(sample: Path) -> None:
    for name in ("antraege", "meldungen"):
        for entry in read(sample, f"{name}.rss").entries:
            found = [entry.link, *(value for _, _, value in addresses(parse(entry.content[0].value)))]
            assert [value for value in found if urlsplit(value).scheme not in ("https", "mailto", "tel")] == []


def test_what_is_not_ours_and_what_is_not_ready_is_in_no_feed(project: Project) -> None:
    """Foreign teasers and drafts; drafts not even in the preview."""
    project.motion("2024-03-radweg")
    project.motion("2024-04-geheim", uid="n5b7sx", titel="Noch geheim", head="stand: Entwurf")
    news(project)
    project.write(
        "meldungen/fremd/2024-05-05-bund.md",
        "---\nuid: m3m3m3\ntitel: Vom Bund\ndatum: 2024-05-05\nherkunft: Bundesverband\nteaser: Kurz.\nquelle_name: Bund\nquelle_url: https://example.net/\n---\n",
    )
    for settings in ({}, {"ENTWUERFE": True}):
        assert project.build(**settings).report
        feeds = {
            name: (project.output / "feeds" / name).read_text("utf-8")
            for name in ("antraege.atom", "antraege.rss", "meldungen.atom", "meldungen.rss")
        }
        assert [name for name, text in feeds.items() if "geheim" in text or "Vom Bund" in text] == []
        assert [entry.title for entry in read(project.output, "meldungen.rss").entries] == ["Radtour"]


def test_a_site_without_motions_and_news_has_empty_feeds(project: Project) -> None:
    assert project.build().report
    assert [
        read(project.output, name).entries
        for name in ("antraege.atom", "antraege.rss", "meldungen.atom", "meldungen.rss")
    ] == [[], [], [], []]


# -------------------------------------------------------------------------- nothing is told twice


def shown(found: dict[str, dict]) -> dict[str, str]:
    return {id: entry.updated for id, entry in found.items()}


def test_title_text_name_of_the_file_and_domain_change_no_id_and_no_day(project: Project) -> None:
    project.motion("2024-03-radweg", head=RESULT)
    before = shown(entries(project))
    assert list(before) == ["tag:www.example.org,2026:antrag/k7f3qz"]

    project.motion(
        "2024-03-radweg",
        head=RESULT,
        titel="Radweg an der K 14",
        body="## Beschlussvorschlag\n\n1. Ein schöner Radweg wird gebaut.\n",
    )
    assert shown(entries(project)) == before
    (project.content / "antraege" / "2024-03-radweg.md").rename(project.content / "antraege" / "2024-03-radweg-k14.md")
    moved = entries(project)
    assert shown(moved) == before
    assert moved["tag:www.example.org,2026:antrag/k7f3qz"].link == f"{SITE}/antraege/2024-03-radweg-k14/"
    away = entries(project, SITEURL="https://www.example.net/fraktion")
    assert shown(away) == before
    assert (
        away["tag:www.example.org,2026:antrag/k7f3qz"].link
        == "https://www.example.net/fraktion/antraege/2024-03-radweg-k14/"
    )


def test_a_corrected_date_changes_no_id(project: Project) -> None:
    """Where the day of publication stands in the head, it does not even change `updated`."""
    project.motion("2024-03-radweg", datum="2024-03-04", head="veroeffentlicht: 2024-03-08")
    news(project, head="veroeffentlicht: 2024-05-08\n")
    before, news_before = shown(entries(project)), shown(entries(project, "meldungen.atom"))
    project.motion("2024-03-radweg", datum="2024-03-05", head="veroeffentlicht: 2024-03-08")
    news(project, titel="Die Radtour", head="veroeffentlicht: 2024-05-08\nart: Bericht aus dem Kreistag\n")
    assert (shown(entries(project)), shown(entries(project, "meldungen.atom"))) == (before, news_before)

    project.motion("2024-03-radweg", datum="2024-03-05")
    assert list(entries(project)) == list(before)


@pytest.mark.parametrize(
    "event, day",
    [
        (RESULT, "2024-06-20"),
        ("umsetzung:\n  - datum: 2024-09-01\n    stand: in Umsetzung\n    was: Es geht los.\n", "2024-09-01"),
        ("aenderungen:\n  - datum: 2024-04-01\n    was: Punkt 2 ergänzt.\n", "2024-04-01"),
    ],
)
def test_a_dated_event_raises_the_day_of_that_entry_only(project: Project, event: str, day: str) -> None:
    project.motion("2024-03-radweg")
    project.motion("2024-02-bus", uid="n5b7sx", titel="Bus", datum="2024-02-05")
    before = shown(entries(project))
    project.motion("2024-03-radweg", head=event)
    after = shown(entries(project))
    assert set(after) == set(before)
    assert after["tag:www.example.org,2026:antrag/n5b7sx"] == before["tag:www.example.org,2026:antrag/n5b7sx"]
    assert before["tag:www.example.org,2026:antrag/k7f3qz"] == "2024-03-04T12:00:00+01:00"
    assert after["tag:www.example.org,2026:antrag/k7f3qz"].startswith(day)
    assert next(iter(after)) == "tag:www.example.org,2026:antrag/k7f3qz"


def test_a_step_to_come_makes_the_entry_newer_once(project: Project) -> None:
    project.motion("2026-11-radweg", datum="2026-11-04")
    before = shown(entries(project))
    project.motion(
        "2026-11-radweg", datum="2026-11-04", head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-12-10\n"
    )
    scheduled = shown(entries(project))
    assert {id: day[:10] for id, day in scheduled.items()} == {id: day[:10] for id, day in before.items()}
    assert [*scheduled.values()] > [*before.values()]
    assert shown(entries(project, HEUTE="2026-12-01")) == scheduled


# --------------------------------------------------------------------------------- a real reader


class Newsboat:
    """A reader with its own folder; it reads the feeds of a project over HTTP, under an address that stays the same."""

    def __init__(self, folder: Path, site: str, feeds: Sequence[str] = ("antraege.atom", "meldungen.rss")):
        folder.mkdir()
        self.folder, self.cache, self.log = folder, folder / "cache.db", folder / "log"
        (folder / "urls").write_text("".join(f"{site}/feeds/{name}\n" for name in feeds), "utf-8")
        (folder / "config").write_text("", "utf-8")

    def reload(self) -> list[str]:
        """Titles of what it shows as new."""
        files = ["-u", self.folder / "urls", "-c", self.cache, "-C", self.folder / "config", "-d", self.log, "-l", "3"]
        done = subprocess.run(
            ["newsboat", *files, "-x", "reload"],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "HOME": str(self.folder)},
        )
        assert done.returncode == 0, done.stderr
        with sqlite3.connect(self.cache) as db:
            return sorted(
                title for (title,) in db.execute("SELECT title FROM rss_item WHERE unread = 1 AND deleted = 0")
            )

    def read_all(self) -> None:
        with sqlite3.connect(self.cache) as db:
            db.execute("UPDATE rss_item SET unread = 0")


@pytest.mark.needs("newsboat")
def test_newsboat_shows_each_entry_once(project: Project, tmp_path: Path) -> None:
    project.motion("2024-03-radweg")
    project.motion("2024-02-bus", uid="n5b7sx", titel="Bus", datum="2024-02-05")
    news(project)
    project.build()
    with served(project.output) as site:
        reader = Newsboat(tmp_path / "newsboat", site)
        assert reader.reload() == ["Bus", "Radtour", "Radweg"]
        reader.read_all()

        project.motion("2024-03-radweg", titel="Radweg an der K 14", datum="2024-03-05", head=RESULT)
        (project.content / "antraege" / "2024-02-bus.md").rename(project.content / "antraege" / "2024-02-buslinie.md")
        news(project, "2024-05-06-die-radtour", titel="Die Radtour")
        (project.content / "meldungen" / "2024-05-06-radtour.md").unlink()
        assert project.build(SITEURL="https://www.example.net").report
        assert reader.reload() == []

        project.motion("2024-07-neu", uid="p4r8vc", titel="Etwas Neues", datum="2024-07-05")
        project.build()
        assert reader.reload() == ["Etwas Neues"]


@pytest.mark.needs("newsboat")
@pytest.mark.parametrize("share", [9, pytest.param(1, marks=pytest.mark.lang)])
def test_newsboat_and_feedparser_read_the_same_in_every_feed_of_the_sample(
    sample: Path, tmp_path: Path, share: int
) -> None:
    """An entry is one for newsboat in however many feeds it stands: whoever follows a topic and everything is told once."""
    paths = sorted(
        path.relative_to(sample / "feeds").as_posix()
        for kind in ("atom", "rss")
        for path in (sample / "feeds").rglob(f"*.{kind}")
    )
    paths = [path for number, path in enumerate(paths) if "/" not in path or number % share == 0]
    with served(sample) as site:
        reader = Newsboat(tmp_path / "newsboat", site, paths)
        reader.reload()
        assert "ERROR" not in reader.log.read_text("utf-8", "replace")
    with sqlite3.connect(reader.cache) as db:
        titles = {
            url.removeprefix(f"{site}/feeds/"): title for url, title in db.execute("SELECT rssurl, title FROM rss_feed")
        }
        seen = {
            guid: (title, url, date)
            for guid, title, url, date in db.execute("SELECT guid, title, url, pubDate FROM rss_item")
        }
    feeds = {path: read(sample, path) for path in paths}
    assert titles == {path: feed.feed.title for path, feed in feeds.items()}
    for path, feed in feeds.items():
        assert [seen.get(e.id) for e in feed.entries] == [
            (e.title, e.link, calendar.timegm(e.published_parsed)) for e in feed.entries
        ], path
    assert set(seen) == {e.id for feed in feeds.values() for e in feed.entries}
