"""Where long words may break: where pyphen breaks them, only in long ones, nowhere but where a page is shown, and never by a sign that is copied or read aloud."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from plugins.press import hyphens
from plugins.press.hyphens import BREAK, EDGE, SHORTEST, keep_in, places, points, soften, soften_html

from ..builders import Project
from ..conftest import ROOT

SOFT = "\u00ad"
BOX = re.compile(r'<span class="wort">|</span>')
TITLE = "Gebärdensprachdolmetschung in Kreistagssitzungen"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gebärdensprachdolmetschung", "[Gebär|den|sprach|dol|met|schung]"),
        (
            "Die Beteiligungsleitlinie, bald",
            "Die [Betei|li|gungs|leit|li|nie,] bald",
        ),  # pyphen itself would leave a lonely t
        ("Radweg an der K 14", "Radweg an der K 14"),
        ("Antragsteller*innen & Meldungen", "[Antrag|stel|ler*innen] &amp; [Mel|dun|gen]"),
        ("https://www.example.org/", "https://www.example.org/"),
        ("", ""),
    ],
)
def test_long_words_may_break_and_move_as_a_whole(text: str, shown: str) -> None:
    assert seen(soften(text)) == shown


def seen(html: str) -> str:
    """Breaks as strokes, boxes in brackets."""
    return html.replace(BREAK, "|").replace('<span class="wort">', "[").replace("</span>", "]")


def test_html_is_left_alone() -> None:
    html = Markup('<a href="/antraege/gebaerdensprachdolmetschung/">Gebärdensprachdolmetschung</a>')
    assert soften(html) is html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Das Integrationsmanagement im Kreistag</p>", "<p>Das Inte|gra|ti|ons|ma|na|ge|ment im Kreistag</p>"),
        ("<p>Die Abstimmung</p>", "<p>Die Abstimmung</p>"),  # a telephone has a line for it
        (
            "<h3>Die Abstimmung</h3><p>Die Abstimmung</p>",
            "<h3>Die [Abstim|mung]</h3><p>Die Abstimmung</p>",
        ),  # in larger letters it may have none
        (
            '<a href="../integrationsmanagementkonzept/">hier</a>',
            '<a href="../integrationsmanagementkonzept/">hier</a>',
        ),
        (
            "<p>www.integrationsmanagement.de/integrationsmanagement</p>",
            "<p>www.integrationsmanagement.de/integrationsmanagement</p>",
        ),
        ("<p><code>integrationsmanagement</code></p>", "<p><code>integrationsmanagement</code></p>"),
    ],
)
def test_in_a_running_text_only_what_no_line_holds_is_softened(html: str, shown: str) -> None:
    assert seen(soften_html(html)) == shown


@settings(max_examples=60)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABC *-\n<&", max_size=60))
def test_a_text_without_its_breaks_is_the_text(text: str) -> None:
    soft = str(soften(text))
    assert BOX.sub("", soft.replace(BREAK, "")) == (text if soft == text else str(escape(text)))
    for part in re.findall(r"[^\W\d_]*(?:\|[^\W\d_]*)+", soft.replace(BREAK, "|")):
        assert len(part.replace("|", "")) >= SHORTEST
        assert len(part.split("|")[0]) >= EDGE and len(part.split("|")[-1]) >= EDGE


def test_the_patterns_say_what_pyphen_says() -> None:
    """Pyphen takes a second to read its dictionary, so its patterns are read here; the breaks are the same for every word of the sample."""
    import pyphen

    theirs = pyphen.Pyphen(lang="de_DE").hd
    words = {
        word
        for path in (ROOT / "content").rglob("*.md")
        for word in re.findall(r"[^\W\d_]{8,}", path.read_text("utf-8"))
    }
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
    """Title of the tab, descriptions, feeds, tables of data, the sitemap are as typed. (What is copied from a page has none: tests/browser/test_use.py.)"""
    project.motion(titel=TITLE, head=f"kurzfassung: {TITLE}.")
    assert project.build().report
    page = project.page("antraege/2024-03-radweg/")
    assert BREAK in re.search(r"<h1>(.*?)</h1>", page)[1]
    assert BREAK in project.page("antraege/")
    assert "fuge" not in page.partition("</head>")[0]
    for path in project.output.rglob("*"):
        if path.suffix in (".xml", ".atom", ".rss", ".json", ".csv"):
            assert "fuge" not in path.read_text("utf-8"), path.name


def test_no_page_holds_a_soft_hyphen(sample: Path, project: Project) -> None:
    """It would be spoken and copied (findings, real-world 61); also one that somebody typed is left out."""
    assert [
        path
        for path in sample.rglob("*.html")
        if {SOFT, "&shy;", "&#173;"} & set(re.findall("\u00ad|&shy;|&#173;", path.read_text("utf-8")))
    ] == []
    project.motion(body="## Beschlussvorschlag\n\nDer Rad&shy;weg am Bach.\n")
    assert project.build().report
    page = project.page("antraege/2024-03-radweg/")
    assert SOFT not in page and "&shy;" not in page
