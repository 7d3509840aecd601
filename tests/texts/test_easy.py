"""Pages in Leichter Sprache: heading, sign, print; what the check says of sentences; honest about who read the text."""

from __future__ import annotations

import pytest

from plugins.texts.easy import sentences

from ..builders import Project, codes
from ..conftest import ROOT
from ..reading import elements, parse

HEAD = "---\ntitel: In Leichter Sprache\nleichte_sprache: ja\n{}---\n\n{}\n"
LONG = "Dieser Satz hat viele Wörter und er hört einfach nicht auf und er geht noch weiter."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wir sind da.\nSie auch.", [(1, 3), (2, 2)]),
        ("Ein Satz\nüber zwei Zeilen.", [(1, 5)]),
        ("## Eine Überschrift\n\nEin Satz", [(1, 2), (3, 2)]),
        ("Zum Beispiel:\n\n- ein Bus\n- ein Weg\n", [(1, 2), (3, 2), (4, 2)]),
        ("1. Zuerst\n2. Danach", [(1, 1), (2, 1)]),
        ("Am 3. Mai ist es so weit.", [(1, 7)]),
        ("Das ist z. B. so.", [(1, 5)]),
        ("Wir sagen **Ja!** Sie auch?", [(1, 3), (1, 2)]),
        ("Hier steht der [Kontakt](kontakt.md). Und mehr", [(1, 4), (1, 2)]),
        ("– und / so", [(1, 2)]),
        ("", []),
    ],
)
def test_a_text_falls_into_sentences_with_their_lines(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(line, len(words)) for line, words in sentences(text)] == expected


@pytest.mark.parametrize(("cut", "said"), [(16, ["easy-long"]), (15, [])])
def test_a_sentence_of_more_than_fifteen_words_is_hinted_at(project: Project, cut: int, said: list[str]) -> None:
    text = "Kurz.\n" + " ".join(LONG.split()[:cut]) + "."
    project.write("seiten/leicht.md", HEAD.format("", text))
    found = project.check()
    assert codes(found) == said
    assert [(p.line, p.warning) for p in found] == [(7, True)] * len(said)
    project.write("seiten/leicht.md", HEAD.format("", text).replace("leichte_sprache: ja\n", ""))
    assert codes(project.check()) == []


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "Diesen Text hat noch niemand geprüft."),
        ("geprueft_von: die Lebenshilfe\n", "Geprüft haben diesen Text: die Lebenshilfe."),
    ],
)
def test_the_page_has_its_sign_and_says_who_checked_it(project: Project, head: str, said: str) -> None:
    project.write("seiten/leichte-sprache.md", HEAD.format(head, "Wir sind da.\nSie auch."))
    project.build()
    page = project.page("leichte-sprache/")
    assert said in page and "easy-page." in page and 'lang="de-simple"' in page
    assert [
        " ".join("".join(e.itertext()).split()) for e in elements(parse(page)) if e.get("class") == "easy__mark"
    ] == ["Leichte Sprache"]
    assert "easy-page." not in project.page("kontakt/")
    assert 'href="../leichte-sprache/">In Leichter Sprache' in project.page("kontakt/").replace(
        '<span class="fuge"></span>', ""
    )


def test_the_sample_is_honest_and_easy() -> None:
    text = (ROOT / "content/seiten/leichte-sprache.md").read_text("utf-8")
    assert "geprueft_von" not in text
    assert [words for _, words in sentences(text.split("---")[2]) if len(words) > 12] == []
