"""Soft hyphens: where pyphen breaks words, only in long ones, and nowhere but where a page is shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.press import hyphens
from plugins.press.hyphens import EDGE, SHORTEST, SOFT, keep_in, places, points, soften, soften_html

from ..builders import Project
from ..conftest import ROOT

TITLE = "Gebärdensprachdolmetschung in Kreistagssitzungen"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gebärdensprachdolmetschung", "Gebär|den|sprach|dol|met|schung"),
        ("Beteiligungsleitlinie", "Betei|li|gungs|leit|linie"),  # pyphen itself would leave a lonely t
        ("Radweg an der K 14", "Radweg an der K 14"),
        ("Antragsteller*innen", "Antrag|steller*innen"),
        ("https://www.example.org/", "https://www.example.org/"),
        ("", ""),
    ],
)
def test_long_words_get_soft_hyphens(text: str, shown: str) -> None:
    assert soften(text).replace(SOFT, "|") == shown


def test_html_is_left_alone() -> None:
    html = Markup('<a href="/antraege/gebaerdensprachdolmetschung/">Gebärdensprachdolmetschung</a>')
    assert soften(html) is html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Das Integrationsmanagement im Kreistag</p>", "<p>Das Inte|gra|ti|ons|ma|na|ge|ment im Kreistag</p>"),
        ("<p>Die Stellungnahme</p>", "<p>Die Stellungnahme</p>"),  # a telephone has a line for it
        ('<a href="../integrationsmanagementkonzept/">hier</a>', '<a href="../integrationsmanagementkonzept/">hier</a>'),
        ("<p>www.integrationsmanagement.de/integrationsmanagement</p>", "<p>www.integrationsmanagement.de/integrationsmanagement</p>"),
        ("<p><code>integrationsmanagement</code></p>", "<p><code>integrationsmanagement</code></p>"),
    ],
)
def test_in_a_running_text_only_what_no_line_holds_is_softened(html: str, shown: str) -> None:
    assert soften_html(html).replace(SOFT, "|") == shown


@settings(max_examples=60)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABC *-\n", max_size=60))
def test_a_text_without_its_soft_hyphens_is_the_text(text: str) -> None:
    soft = soften(text)
    assert soft.replace(SOFT, "") == text
    for part in re.findall(rf"[^\W\d_{SOFT}]*(?:{SOFT}[^\W\d_{SOFT}]*)+", soft):
        assert len(part.replace(SOFT, "")) >= SHORTEST
        assert len(part.split(SOFT)[0]) >= EDGE and len(part.split(SOFT)[-1]) >= EDGE


def test_the_patterns_say_what_pyphen_says() -> None:
    """Pyphen takes a second to read its dictionary, so its patterns are read here; the breaks are the same for every word of the sample."""
    import pyphen

    theirs = pyphen.Pyphen(lang="de_DE").hd
    words = {word for path in (ROOT / "content").rglob("*.md") for word in re.findall(r"[^\W\d_]{8,}", path.read_text("utf-8"))}
    assert [word for word in words if points(word.lower()) != [int(place) for place in theirs.positions(word)]] == []
    assert len(words) > 1500


@pytest.mark.parametrize("damage", [b"", b"{}", b"0" * 64 + b"\n{}"])
def test_kept_patterns_that_are_damaged_are_made_again(tmp_path: Path, damage: bytes) -> None:
    before = hyphens._folder
    try:
        found = []
        for _ in range(2):
            keep_in(tmp_path)
            for remembered in (hyphens.patterns, hyphens.group):
                remembered.cache_clear()
            found.append(places("kreistagssitzung"))
            kept = next(tmp_path.glob("trennung.*.txt"))
            assert kept.read_bytes().count(b"\n") > 1000
            kept.write_bytes(damage)
        assert found[0] == found[1] != []
    finally:
        keep_in(before)


def test_only_what_is_shown_has_them(project: Project) -> None:
    """Title of the tab, descriptions, feeds, tables of data, the sitemap and the citation are as typed."""
    project.motion(titel=TITLE, head=f"kurzfassung: {TITLE}.")
    assert project.build().report
    page = project.page("antraege/2024-03-radweg/")
    assert SOFT in re.search(r"<h1>(.*?)</h1>", page)[1]
    assert SOFT in project.page("antraege/")
    assert SOFT not in page.partition("</head>")[0]
    assert SOFT not in re.search(r'<p class="colophon__text">(.*?)</p>', page)[1]
    for path in project.output.rglob("*"):
        if path.suffix in (".xml", ".atom", ".rss", ".json", ".csv"):
            assert SOFT not in path.read_text("utf-8"), path.name
            assert "\\u00ad" not in path.read_text("utf-8"), path.name
