"""Headings as people write them."""

from __future__ import annotations

import pytest

from plugins.motions.checks import check_parts
from plugins.motions.model import TABLE
from plugins.records.body import read_body
from plugins.records.fields import Record, Row
from plugins.site.reading import section_names

NAMES = section_names(TABLE.sections)


def record(text: str, kind: str = "Antrag") -> Record:
    return Record("motion", "content/antraege/a.md", "a", Row(1, {"art": kind}, ()), text, 1)


def sections(text: str) -> list[tuple[str, str]]:
    return [(section.means, section.heading) for section in read_body(record(text), "antraege", NAMES).sections]


def told(text: str, kind: str = "Antrag") -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in check_parts(record(text, kind), read_body(record(text, kind), "antraege", NAMES))]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("## Beschluss:", "Beschluss"),
        ("## Beschlussvorschlag:", "Beschlussvorschlag"),
        ("## **Beschlussvorschlag**", "Beschlussvorschlag"),
        ("## **Beschlussvorschlag:**", "Beschlussvorschlag"),
        ("## 1. Beschlussvorschlag", "1. Beschlussvorschlag"),
        ("## I. Beschlussvorschlag", "I. Beschlussvorschlag"),
        ("##Beschluss", "Beschluss"),
        ("## BESCHLUSSVORSCHLAG", "BESCHLUSSVORSCHLAG"),
        ("## Beschlußvorschlag", "Beschlußvorschlag"),
        ("## Der Kreistag möge beschließen", "Der Kreistag möge beschließen"),
        ("## Der Kreistag möge folgendes beschließen:", "Der Kreistag möge folgendes beschließen"),
        ("**Beschluss:**", "Beschluss"),
        ("**Beschluss**:", "Beschluss"),
        ("__Beschlussvorschlag__", "Beschlussvorschlag"),
        ("Beschlussvorschlag:", "Beschlussvorschlag"),
        ("BESCHLUSSVORSCHLAG", "BESCHLUSSVORSCHLAG"),
        ("Beschlussvorschlag", "Beschlussvorschlag"),
        ("**Der Stadtrat möge beschließen:**", "Der Stadtrat möge beschließen"),
        ("Der Kreistag möge beschließen:", "Der Kreistag möge beschließen"),
        ("Beschlussvorschlag\n==================", "Beschlussvorschlag"),
        ("## Der Kreistag wird gebeten, zu beschließen", "Der Kreistag wird gebeten, zu beschließen"),
    ],
)
def test_a_heading_is_known_however_it_is_marked(line: str, shown: str):
    text = f"{line}\n\n1. Ein Radweg wird gebaut.\n\n**Begründung:**\n\nEs fehlt einer."

    assert sections(text) == [("beschlussvorschlag", shown), ("begruendung", "Begründung")]
    assert told(text) == []


def test_a_sentence_below_a_heading_is_text():
    text = "## Beschlussvorschlag\n\nDer Kreistag möge beschließen:\n\n1. Ein Radweg wird gebaut."

    assert sections(text) == [("beschlussvorschlag", "Beschlussvorschlag")]
    assert "möge beschließen" in read_body(record(text), "antraege", NAMES).sections[0].html


def test_bold_words_that_name_no_section_stay_bold():
    assert sections("## Beschlussvorschlag\n\n1. a\n\n**Wichtig:**\n\nText\n\n**Beschluss:**\n\nText") == [
        ("beschlussvorschlag", "Beschlussvorschlag")
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Text.\n\n## Beschlusvorschlag der Grünen\n\n1. a", [(3, "resolution-near")]),
        ("Wir beantragen, dass ein Radweg gebaut wird.\n\nText", [(1, "resolution-near")]),
        ("Nichts davon.", [(1, "resolution-missing")]),
        ("## Beschlussvorschlag\n\n## Begründung\n\nText", [(1, "resolution-missing")]),
        ("## Beschlussvorschlag\n\n1. a\n2. b\n2. c", [(2, "point-twice")]),
        ("## Beschlussvorschlag\n\n1. a\n3. c", []),
    ],
)
def test_a_missing_resolution_is_told_where_it_nearly_was(text: str, found: list):
    assert told(text) == found


def test_questions_too():
    assert told("**Fragen:**\n\n1. Wann?", "Anfrage") == []
    assert told("Wir bitten um Beantwortung:\n\n1. Wann?", "Anfrage") == [(1, "questions-near")]
