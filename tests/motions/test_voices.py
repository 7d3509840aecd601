"""A roll call: names are read as people type them, numbers and groups follow, and what cannot be is told."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.motions.decision import vote_sentence
from plugins.motions.model import votes_of
from plugins.motions.vocabulary import VOICES
from plugins.motions.voices import counts, in_order, people, read_names, side_of
from plugins.records.fields import Row

from ..builders import Project

ROLL = """\
Ja: Vera Beispiel (Bündnis 90/Die Grünen), Kurt Muster (SPD)
          Nein: Anna Text (CDU), Otto Text (CDU), Ida Text (FDP)
          Enthaltung: [Ute Text (SPD)]"""
MOTION = f"""\
---
uid: k7f3qz
titel: Radweg
art: Antrag
datum: 2024-03-04
beratungsfolge:
  - gremium: Kreistag
    rolle: Entscheidung
    datum: 2024-06-12
    ergebnis: abgelehnt
    abstimmungen:
      - namen:
          {ROLL}
---

## Beschlussvorschlag

1. Ein Radweg wird gebaut.
"""
PERSON = "---\nuid: p2v3b4\nname: Vera Beispiel\n---\nText.\n"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def vote(**row):
    return votes_of(Row(1, row, ()))[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vera Beispiel (SPD), Kurt Muster (CDU)", [("Vera Beispiel", "SPD"), ("Kurt Muster", "CDU")]),
        ("Vera Beispiel,Kurt Muster,", [("Vera Beispiel", ""), ("Kurt Muster", "")]),
        ("Beispiel, Vera (SPD); Muster, Kurt", [("Beispiel, Vera", "SPD"), ("Muster, Kurt", "")]),
        (
            "Dr. Vera von Beispiel-Text (Bündnis 90/Die Grünen)",
            [("Dr. Vera von Beispiel-Text", "Bündnis 90/Die Grünen")],
        ),
        ("Vera Beispiel (UWG, fraktionslos), Kurt", [("Vera Beispiel", "UWG, fraktionslos"), ("Kurt", "")]),
        ("Vera\n  Beispiel (SPD)", [("Vera Beispiel", "SPD")]),
        ("Vera Beispiel (SPD, Kurt (CDU)", [("Vera Beispiel", "SPD"), ("Kurt", "CDU")]),
        (" , ;", []),
    ],
)
def test_names_are_read_as_minutes_write_them(text, said):
    assert list(people(text)) == said


def test_each_side_is_known_by_its_words_in_any_case():
    assert {side_of(word.upper()) for kind in VOICES for word in (kind.word, *kind.synonyms)} == set(VOICES.words)
    assert side_of("Jein") == ""


def test_numbers_groups_and_manner_follow_from_the_names():
    one = vote(namen={"Ja": "A (SPD), B (SPD)", "nein": "C (CDU)", "abwesend": "D (CDU)"})

    assert (one.yes, one.no, one.abstained, one.absent) == (2, 1, 0, 1)
    assert one.by_group == (("SPD", "2 Ja"), ("CDU", "1 Nein"))
    assert plain(vote_sentence(one)) == "In namentlicher Abstimmung mit 2 zu 1 Stimmen angenommen"


def test_what_is_typed_goes_before_what_follows():
    one = vote(ja=2, nein=1, art="offen", nach_fraktionen={"SPD": "2 Ja"}, namen={"Ja": "A, B", "Nein": "C"})

    assert (one.yes, one.no, one.abstained, one.manner, one.by_group) == (2, 1, 0, "offen", (("SPD", "2 Ja"),))
    assert vote(namen={"Ja": "A, B (SPD)"}).by_group == ()  # of one it is not known
    assert vote(namen={"abwesend": "A"}).yes is None  # nobody says that nobody voted


@given(st.lists(st.tuples(st.sampled_from(VOICES.words), st.sampled_from(["", "SPD", "CDU"])), max_size=60))
def test_no_voice_is_lost(said):
    typed: dict[str, str] = {}
    for number, (side, group) in enumerate(said):
        typed[side] = f"{typed.get(side, '')}N{number}{f' ({group})' if group else ''}, "
    voices = read_names(typed)

    assert sorted((v.said, v.group, v.person.text) for v in voices) == sorted(
        (side, group, f"N{number}") for number, (side, group) in enumerate(said)
    )
    assert sum(counts(voices).values()) == len(in_order(voices)) == len(said)


def test_the_page_shows_everybody_closed_and_leads_to_our_own(project: Project):
    project.write("personen/vera-beispiel.md", PERSON)
    project.write("antraege/2024-03-radweg.md", MOTION)
    assert project.build().problems == []
    page = project.page("antraege/2024-03-radweg/")
    roll = page.partition('<details class="ballots__names">')[2].partition("</details>")[0]

    assert "<details open" not in page
    assert roll.count("<tr class=") == 6
    assert '<th scope="row"><a href="../../personen/vera-beispiel/">Vera Beispiel</a></th>' in roll
    assert '<th scope="row">Kurt Muster</th><td>SPD</td>' in roll
    assert "In namentlicher Abstimmung mit 3 zu 2 Stimmen bei 1" in plain(page)


def test_the_data_hold_each_name(project: Project):
    project.write("antraege/2024-03-radweg.md", MOTION)
    project.build()
    text = (project.output / "daten/namen.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    (motion,) = json.loads((project.output / "antraege/antraege.json").read_text("utf-8"))["antraege"]
    paper = json.loads((project.output / "oparl/paper/k7f3qz.json").read_text("utf-8"))

    assert {(row["name"], row["fraktion"], row["stimme"]) for row in rows} >= {("Ute Text", "SPD", "Enthaltung")}
    assert len(rows) == 6
    inside = motion["beratungsfolge"][0]["abstimmungen"][0]["namen"]
    assert inside == [{key: row[key] for key in ("name", "fraktion", "stimme")} for row in rows]
    assert "Antrag: Ute Text (SPD): Enthaltung" in paper["consultation"][0]["fraktion:stimmenDerPersonen"]


@pytest.mark.parametrize(
    ("typed", "instead", "told"),
    [
        ("Ja: Vera", "Jein: Vera", "„Jein“ sagt nicht, wie jemand gestimmt hat."),
        ("Anna Text (CDU)", "kurt muster", "kurt muster steht zweimal"),
        (
            "- namen:",
            "- ja: 5\n        nein: 3\n        namen:",
            "Unter „namen“ bei „Ja“: 2\u00a0Namen. Gezählt sind 5 Stimmen.",
        ),
        (f"namen:\n          {ROLL}", "namen: alle", "werden einzelne Angaben erwartet"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(project: Project, typed: str, instead: str, told: str):
    project.write("antraege/2024-03-radweg.md", MOTION.replace(typed, instead))
    said = [f"{p.path}:{p.line}: {p.what}" for p in project.build().problems if not p.warning]

    assert any(told in line and line.startswith("content/antraege/2024-03-radweg.md:1") for line in said), said
