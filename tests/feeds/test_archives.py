"""What no longer fits into a feed stays reachable, year by year (RFC 5005), and old years stay as they are."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from plugins.feeds import choice

from ..builders import Project

SITE = "https://www.example.org/"
RESULT = "beratungsfolge:\n  - {{gremium: Kreistag, datum: {day}, ergebnis: abgelehnt}}\n"
BODY = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n\n## Begründung\n\nWeil er fehlt.\n"


def uid(number: int) -> str:
    return f"k7f3{'bcdfghjkmnpqrstvwxz'[number % 19]}{'bcdfghjkmnpqrstvwxz'[number // 19]}"


@pytest.fixture
def project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Six years with two motions each, and feeds of three entries."""
    monkeypatch.setattr(choice, "WINDOW", 3)
    for year in range(2021, 2027):
        for month in (1, 2):
            project.motion(
                f"{year}-{month:02}-antrag",
                uid=uid(year - 2021 + 10 * month),
                titel=f"Antrag {year}/{month}",
                datum=f"{year}-{month:02}-01",
                head=RESULT.format(day=f"{year}-05-0{month}"),
                body=BODY,
            )
    project.write(
        "meldungen/2022-05-06-radtour.md",
        "---\nuid: m2m2m2\ntitel: Radtour\ndatum: 2022-05-06\n---\n\nWir fahren mit.\n",
    )
    project.build()
    return project


def walk(output: Path, name: str) -> list[tuple[str, feedparser.FeedParserDict]]:
    """The feed and its archives, as a reader finds them."""
    found, path = [], f"feeds/{name}.atom"
    while path:
        feed = feedparser.parse((output / path).read_bytes())
        assert not feed.bozo
        found.append((path, feed))
        path = next((link.href.removeprefix(SITE) for link in feed.feed.links if link.rel == "prev-archive"), "")
        assert path not in [seen for seen, _ in found]
    return found


@pytest.mark.parametrize("name, all_of_it", [("alles", 25), ("antraege", 12), ("ergebnisse", 12)])
def test_a_new_reader_can_have_the_whole_history(project: Project, name: str, all_of_it: int) -> None:
    documents = walk(project.output, name)
    assert [path for path, _ in documents[1:]] == [f"feeds/archiv/{name}-{year}.atom" for year in range(2025, 2020, -1)]
    assert len({entry.id for _, feed in documents for entry in feed.entries}) == all_of_it
    for path, feed in documents[1:]:
        text = (project.output / path).read_text("utf-8")
        assert "<fh:archive/>" in text
        assert {entry.published[:4] for entry in feed.entries} == {path[-9:-5]}, "each holds its year"
        assert {link.href for link in feed.feed.links if link.rel == "current"} == {f"{SITE}feeds/{name}.atom"}
    assert "fh:archive" not in (project.output / f"feeds/{name}.atom").read_text("utf-8")


def test_something_new_rewrites_no_archive(project: Project) -> None:
    project.motion("2026-11-neu", uid="p4r8vc", titel="Neu", datum="2026-11-05")
    written = project.build().report.written
    assert "feeds/alles.atom" in written
    assert [path for path in written if "archiv" in path] == []
    project.motion("2026-11-neu", uid="p4r8vc", titel="Neu", datum="2026-11-05", head=RESULT.format(day="2026-11-20"))
    assert [path for path in project.build().report.written if "archiv" in path] == []


def test_something_late_rewrites_the_year_it_belongs_to(project: Project) -> None:
    project.motion("2023-07-spaet", uid="p4r8vc", titel="Spät", datum="2023-07-05")
    assert [path for path in project.build().report.written if "archiv" in path] == [
        "feeds/archiv/alles-2023.atom",
        "feeds/archiv/antraege-2023.atom",
    ]


def test_a_text_that_is_mended_rewrites_no_archive(project: Project) -> None:
    project.motion(
        "2022-01-antrag",
        uid=uid(11),
        titel="Antrag 2022/1",
        datum="2022-01-01",
        head=RESULT.format(day="2022-05-01"),
        body=BODY + "Und weil er gut ist.\n",
    )
    assert [path for path in project.build().report.written if not path.startswith("suche/")] == [
        "antraege/2022-01-antrag/index.html"
    ]


def test_a_new_year_closes_the_last_one(project: Project) -> None:
    assert [path for path, _ in walk(project.output, "alles")][1] == "feeds/archiv/alles-2025.atom"
    project.motion("2027-01-neu", uid="p4r8vc", titel="Neu", datum="2027-01-05")
    project.build(HEUTE="2027-01-06")
    assert [path for path, _ in walk(project.output, "alles")][1] == "feeds/archiv/alles-2026.atom"
    assert len({entry.id for _, feed in walk(project.output, "alles") for entry in feed.entries}) == 26


def test_a_small_site_has_no_archive(tmp_path: Path) -> None:
    small = Project(tmp_path / "klein")
    small.motion()
    small.build()
    assert [path for path, _ in walk(small.output, "alles")] == ["feeds/alles.atom"]
    assert not (small.output / "feeds/archiv").exists()


def test_one_result_rewrites_the_feeds_that_quote_it(project: Project) -> None:
    """Of all the others not a byte is touched; of the archives, the one that holds the entry of this motion changes."""
    project.motion("2025-07-neu", uid="p4r8vc", titel="Neu", datum="2025-07-01", body=BODY)
    project.build()
    project.motion(
        "2025-07-neu", uid="p4r8vc", titel="Neu", datum="2025-07-01", head=RESULT.format(day="2026-11-20"), body=BODY
    )
    main = [f"feeds/{name}.{kind}" for name in ("alles", "antraege", "ergebnisse") for kind in ("atom", "json", "rss")]
    written = [path for path in project.build().report.written if path.startswith("feeds/")]
    assert written == sorted(
        [
            *main,
            "feeds/archiv/antraege-2025.atom",
            "feeds/antrag/p4r8vc.atom",
            "feeds/arten/antrag.atom",
            "feeds/gremien/kreistag.atom",
        ]
    )
