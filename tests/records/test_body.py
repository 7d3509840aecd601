"""The text below the head: cut at its headings, its links and pictures followed, each mistake with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.body import (
    PLACEHOLDERS,
    Body,
    check_headings,
    check_placeholders,
    check_targets,
    headings,
    read_body,
)
from plugins.records.fields import Record, Row

SOURCES = {"antraege/2024-03-radweg.md", "antraege/2024-04-busse.md", "seiten/kontakt.md", "gremien/kreistag.md"}
PAGES = {"", "antraege/", "kontakt/", "antraege/2024-03-radweg/lageplan.pdf", "feeds/antraege.atom"}


def record(text: str, path: str = "content/antraege/2024-03-radweg.md") -> Record:
    """A record whose head ends in line 6: its text starts in line 7."""
    return Record("motion", path, path.rpartition("/")[2].removesuffix(".md"), Row(1, {}, ()), text, 7)


def body(text: str) -> Body:
    return read_body(record(text), "antraege")


def told(text: str, *beside: str) -> list[tuple[int, str]]:
    """Line and code of what is wrong with a text."""
    mine = record(text)
    found = [*check_headings(mine), *check_targets(mine, read_body(mine, "antraege"), beside, SOURCES, PAGES)]
    return [(p.line, p.code) for p in found]


# ------------------------------------------------------------------------------------ sections


def test_a_text_is_cut_at_its_headings_of_the_second_level():
    found = body("Vorweg.\n\n## Beschlussvorschlag\n\n1. a\n2. b\n\n### Zu 1\n\nText.\n\n## Begründung\n\nText.\n")

    assert [(s.heading, s.line, s.points, s.anchor) for s in found.sections] == [
        ("", 7, (), "abschnitt"),
        ("Beschlussvorschlag", 10, ("a", "b"), "beschlussvorschlag"),
        ("Begründung", 19, (), "begruendung"),
    ]
    assert "<h3>Zu 1</h3>" in found.sections[1].html


@pytest.mark.parametrize(
    "typed",
    [
        "## Begründung",
        "##Begründung",
        "## Begründung ##",
        "##  Begründung  ",
        "Begründung\n---",
        "Begründung\n----------",
        "## Begründung #",
    ],
)
def test_a_heading_is_a_heading_however_it_is_marked(typed: str):
    (section,) = body(f"{typed}\n\nText.").sections

    assert (section.heading, section.html) == ("Begründung", "<p>Text.</p>")


@pytest.mark.parametrize(
    "typed",
    [
        "Text\n\n---\n\nText",
        "Text\n\n\n---",
        "---",
        "> Zitat\n---",
        "| a\n---",
        " eingerückt\n---",
        "Text\nnoch eine Zeile\n---",
        "- a\n- b\n\n---",
        "| a |\n|---|\n| b |",
        "    ## Begründung",
        "> ## Begründung",
        "\\## Begründung",
    ],
)
def test_what_only_looks_like_a_heading_is_none(typed: str):
    assert list(headings(record(typed))) == []


def test_an_empty_text_has_no_sections():
    assert body("").sections == body("\n\n").sections == ()
    assert not body("\n")
    assert not body("## Beschlussvorschlag\n\n")
    assert body("Text")


def test_a_heading_without_text_below_is_a_section():
    """So that the check can say that the resolution is empty, and where."""
    first = body("## Beschlussvorschlag\n\n## Begründung\n\nText.").sections[0]

    assert (first.heading, first.line, first.html.strip()) == ("Beschlussvorschlag", 8, "")


@given(
    st.lists(
        st.sampled_from(["## A", "### B", "# C", "Text", "", "---", "===", "- a", "1. b", "> c", "    d", "## "]),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=150)
def test_every_line_of_a_text_stands_in_a_section(lines: list[str]):
    """Sections follow one another, and no word is lost between them."""
    found = body("\n".join(lines))
    whole = " ".join(s.heading + " " + s.html for s in found.sections)

    assert [s.line for s in found.sections] == sorted(s.line for s in found.sections)
    assert all(word in whole for line in lines for word in line.split() if word.isalpha())


# ------------------------------------------------------------------------------------ headings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n### B\n\n#### C\n\n## D\n\n### E", []),
        ("Text ohne Überschrift", []),
        ("# A", [(7, "heading-top")]),
        ("A\n===", [(7, "heading-top")]),
        ("A\n---", []),
        ("# A\n\n### B", [(7, "heading-top")]),
        ("##\n\n##", [(7, "heading-empty"), (9, "heading-empty")]),
        ("### A", [(7, "heading-skip")]),
        ("## A\n\n#### B", [(9, "heading-skip")]),
        ("## A\n\n### B\n\n##### C", [(11, "heading-skip")]),
        ("## A\n\n### B\n\n## C\n\n#### D", [(13, "heading-skip")]),
        ("##\n\nText", [(7, "heading-empty")]),
        ("## A\n\n## B\n\n## A", [(11, "section-twice")]),
        ("## Begründung\n\n## begründung", [(9, "section-twice")]),
        ("## A\n\n### B\n\n### B", []),
    ],
)
def test_headings_go_down_step_by_step(text: str, expected: list[tuple[int, str]]):
    assert told(text) == expected


@pytest.mark.parametrize("text", PLACEHOLDERS.values())
def test_a_text_that_waits_for_its_words_is_told_with_its_line(text: str):
    assert [(p.line, p.code) for p in check_placeholders(record(f"## A\n\n1. {text}\n"))] == [(9, "placeholder")]
    assert list(check_placeholders(record("## A\n\n1. Ein Radweg wird gebaut.\n"))) == []


# ------------------------------------------------------------------------------------ links and pictures


@pytest.mark.parametrize(
    "typed",
    [
        "[a](2024-04-busse.md)",
        "[a](../gremien/kreistag.md)",
        "[a](../seiten/kontakt.md#x)",
        "[a](lageplan.pdf)",
        "[a](2024-03-radweg/lageplan.pdf)",
        "[a](<Anlage 1.pdf>)",
        "[a](/)",
        "[a](/antraege/)",
        "[a](/kontakt)",
        "[a](/feeds/antraege.atom)",
        "[a](#begruendung)",
        "[a](https://example.org)",
        "<vera@example.org>",
        "![Plan](lageplan.pdf)",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(typed: str):
    assert told(f"## Begründung\n\n{typed}", "lageplan.pdf", "Anlage 1.pdf") == []


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("[a](2024-04-buse.md)", "link-dead-near", "„../antraege/2024-04-busse.md“"),
        ("[a](../seiten/anfahrt.md)", "link-dead", "../seiten/kontakt.md"),
        ("[a](lageplan.pfd)", "link-dead-near", "„lageplan.pdf“"),
        ("[a](Lageplan.pdf)", "link-dead-near", "„lageplan.pdf“"),
        ("[a](gutachten.docx)", "link-file", "content/antraege/2024-03-radweg/"),
        ("[a](../../fraktion.yaml)", "link-file", "content/antraege/2024-03-radweg/"),
        ("[a](../../../etc/passwd.md)", "link-dead", ""),
        ("[a](/antrage/)", "link-dead-near", "„/antraege/“"),
        ("[a](/gibt-es-nicht/)", "link-dead", ""),
        ("[a](#gruende)", "link-fragment", ""),
        ("[a](www.example.org)", "link-www", "https://www.example.org"),
        ("[a](javascript:alert(1))", "link-scheme", ""),
        ("[a](//example.org)", "link-scheme", ""),
        ("[a]()", "link-file", ""),
        ("![Plan](https://example.org/a.png)", "picture-away", ""),
        ("![Plan](karte.png)", "picture-missing", "content/antraege/2024-03-radweg/"),
        ("![](lageplan.pdf)", "picture-alt", "lageplan.pdf"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(typed: str, code: str, said: str):
    mine = record(f"## Begründung\n\nText.\n{typed}\n")
    (problem,) = check_targets(mine, read_body(mine, "antraege"), ["lageplan.pdf"], SOURCES, PAGES)

    assert (problem.line, problem.code) == (10, code)
    assert said in problem.remedy


def test_the_same_address_twice_is_told_at_both_places():
    assert told("[a](x.pdf)\n[b](x.pdf)\n\n## B\n\n[c](x.pdf)") == [
        (7, "link-file"),
        (8, "link-file"),
        (12, "link-file"),
    ]


def test_a_text_nested_too_deeply_is_told_where_its_part_begins():
    assert told("## A\n\nText.\n\n## B\n\n" + "- " * 3000 + "x")[0] == (12, "text-deep")
