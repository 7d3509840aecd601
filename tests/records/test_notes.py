"""Footnotes: numbered once for a page, told below the section that names them, and none is lost."""

from __future__ import annotations

import re

import pytest

from plugins.records.body import read_body
from plugins.records.fields import Record, Row
from plugins.records.notes import without_marks


def body(text: str):
    return read_body(Record("motion", "content/antraege/a.md", "a", Row(1, {}, ()), text, 1), "antraege")


def htmls(text: str) -> list[str]:
    return [section.html for section in body(text).sections]


def told(text: str) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in body(text).found]


def test_a_footnote_stands_below_its_section_with_the_way_back():
    (html,) = htmls("Text[^1] und mehr.\n\n[^1]: Quelle, S. 12")

    assert (
        'Text<sup id="fnref:1"><a aria-label="Fußnote 1" class="footnote-ref" href="#fn:1" role="doc-noteref">1</a></sup> und'
        in html
    )
    assert re.search(
        r'<li id="fn:1">\n<p>Quelle, S. 12(&#160;|\xa0)<a [^>]*class="footnote-backref" href="#fnref:1" [^>]*title="Zurück zu Fußnote 1 im Text"',
        html,
    )


def test_footnotes_are_numbered_through_the_page_in_the_order_of_their_naming():
    first, second = htmls("## A\n\nText[^b] und[^a].\n\n## B\n\nNoch[^c] und[^b].\n\n[^a]: Aa\n[^b]: Bb\n[^c]: Cc")

    assert re.findall(r">(\d)</a></sup>", first) == ["1", "2"]
    assert re.findall(r"(?s)<li id=\"fn:(\d)\">\s*<p>(\w\w)", first) == [("1", "Bb"), ("2", "Aa")]
    assert re.findall(r">(\d)</a></sup>", second) == ["3", "1"]
    assert '<ol start="3">' in second
    ids = re.findall(r' id="([^"]+)"', first + second)
    assert len(ids) == len(set(ids))


def test_a_section_that_holds_nothing_but_footnotes_is_none():
    assert [s.heading for s in body("## A\n\nText[^1]\n\n## Fußnoten\n\n[^1]: Quelle").sections] == ["A"]


def test_a_footnote_may_have_lines_paragraphs_and_a_date_at_its_beginning():
    (html,) = htmls("Text[^1]\n\n[^1]: 18. September 2025,\nS. 3\n\n    Noch ein Absatz.\n\nWeiter im Text.")

    assert "18. September 2025,\nS. 3" in html
    assert "<p>Noch ein Absatz." in html
    assert html.index("Weiter im Text.") < html.index("18. September")
    assert "<pre>" not in html


def test_what_word_makes_of_footnotes_is_read_where_both_halves_are_there():
    assert "fnref:1" in htmls("Das kostet viel.[1]\n\n[1] Haushalt, S. 12")[0]
    assert (
        "fnref" not in htmls("Siehe [1] und [2].\n\n[1] Haushalt")[0].replace("[2]", "")
        or told("Siehe [1].\n\n[1] Haushalt") == []
    )
    assert "[1] Haushalt" in htmls("Text\n\n[1] Haushalt")[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text[^1]", [(1, "footnote-missing")]),
        ("Text\n\n[^1]: Quelle", [(3, "footnote-unused")]),
        ("Text[^1]\n\n[^1]: a\n[^1]: b", [(4, "footnote-twice")]),
        ("Text[^1] `[^2]`\n\n[^1]: a", []),
        ("## A\n\nText\n\n## B\n\nText[^x]", [(7, "footnote-missing")]),
    ],
)
def test_no_half_of_a_footnote_passes_in_silence(text: str, found: list):
    assert told(text) == found


def test_the_words_of_a_text_do_not_run_into_numbers():
    assert re.sub("<[^>]+>", "", without_marks(htmls("Radweg[^1]\n\n[^1]: Quelle")[0])).split() == [
        "Radweg",
        "Quelle&#160;",
    ]
