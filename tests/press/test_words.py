"""The glossary: a word leads to its explanation once a page, all of them stand at the page's end, and nothing that is typed can slip in."""

from __future__ import annotations

import pytest

from plugins.press.words import Word, Words
from plugins.records.problems import Problem

from ..builders import Project, codes
from ..conftest import ROOT
from ..reading import elements, parse, words

PAPER = Word("Drucksache", "drucksache", "Ein Papier, über das beraten wird.", ("Drucksachen",))
REFERRED = Word("verwiesen", "verwiesen", "Der Antrag geht an einen anderen Ausschuss.")
GLOSSARY = "- wort: Drucksache\n  auch: Drucksachen\n  erklaerung: Ein Papier, über das beraten wird.\n- wort: TOP\n  erklaerung: Ein Thema der Sitzung.\n"


def explained(*texts: str) -> list[str]:
    page = Words((PAPER, REFERRED))
    return [page.explain(text) for text in texts]


def test_the_first_use_on_a_page_leads_to_a_sentence() -> None:
    """Not by the Tab key: ten words would be ten stops between a reader and the text."""
    first, second = explained("Drucksache", "Drucksache")
    assert first == '<a class="word" href="#wort_drucksache" tabindex="-1">Drucksache</a>'
    assert second == "Drucksache"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Verwiesen an: Kreistag", True),
        ("Drucksachennummer", False),
        ("Die Drucksachen liegen aus", True),
        ("drucksache", False),
        ("Haushalts-Drucksache", False),
        ("", False),
    ],
)
def test_words_are_found_whole(text: str, found: bool) -> None:
    assert ("<a" in explained(text)[0]) == found


def test_what_stands_around_a_word_is_escaped() -> None:
    (shown,) = explained("<b>Drucksache</b> & mehr")
    assert shown.startswith("&lt;b&gt;<a ") and shown.endswith("&lt;/b&gt; &amp; mehr")


def test_a_motion_s_page_explains_what_it_uses(project: Project) -> None:
    project.write("glossar.yaml", GLOSSARY)
    project.motion(
        head="drucksache: 12/2024\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    top: '6'\n    rolle: Entscheidung\n    ergebnis: beschlossen"
    )
    assert project.build().report
    page = parse(project.page("antraege/2024-03-radweg/"))
    [told] = [e for e in elements(page) if e.tag == "section" and e.get("class") == "words"]
    assert [e.get("id") for e in elements(told) if e.tag == "div"] == ["wort_drucksache", "wort_top"]
    assert words(page).count("Ein Thema der Sitzung.") == 1 and words(told).endswith("Alle Wörter")
    assert [e.get("href") for e in elements(page) if e.get("class") == "word"] == ["#wort_drucksache", "#wort_top"]
    glossary = parse(project.page("glossar/"))
    assert {"drucksache", "top"} <= {e.get("id") for e in elements(glossary)}
    assert 'href="glossar/"' in project.page("")


def test_without_a_glossary_there_is_no_page_and_no_link(project: Project) -> None:
    project.motion(head="drucksache: 12/2024")
    assert project.build().report
    assert not (project.output / "glossar").exists()
    assert "glossar/" not in project.page("")
    assert 'class="word' not in project.page("antraege/2024-03-radweg/")


def problems(project: Project, text: str) -> list[Problem]:
    project.write("glossar.yaml", text)
    return [p for p in project.check() if p.path == "content/glossar.yaml"]


def test_a_word_is_explained_once(project: Project) -> None:
    found = problems(project, GLOSSARY + "- wort: Papier\n  auch: Drucksachen\n  erklaerung: Dasselbe.\n")
    assert codes(found) == ["name-twice"]
    assert found[0].line == 6


def test_a_word_needs_an_explanation(project: Project) -> None:
    assert codes(problems(project, "- wort: TOP\n")) == ["key-missing"]


def test_every_word_of_the_sample_is_short() -> None:
    """A sentence or two, each at most twenty words."""
    import yaml

    rows = yaml.safe_load((ROOT / "content/glossar.yaml").read_text("utf-8"))
    assert [
        row["wort"] for row in rows if any(len(sentence.split()) > 20 for sentence in row["erklaerung"].split(". "))
    ] == []
    assert {"Drucksache", "TOP", "verwiesen", "Umsetzung"} <= {row["wort"] for row in rows}
