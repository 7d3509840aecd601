"""How far a motion has come, in three or four words."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.motions.model import Implementation
from plugins.motions.stages import AHEAD, DONE, NOW, stages

from ..builders import TODAY, motion, step

JUNE, MAY = dt.date(2024, 6, 12), dt.date(2024, 5, 2)
ADVISED, DECIDED = step("empfohlen", MAY, "Sozialausschuss", deciding=False), step("beschlossen", JUNE)


def told(**more) -> list[tuple[str, str]]:
    return [(stage.word, stage.state) for stage in stages(motion(**more), TODAY)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [("Eingereicht", DONE), ("Beratung", AHEAD), ("Entscheidung", AHEAD)]),
        (
            {"progress": "in Beratung", "steps": (ADVISED,)},
            [("Eingereicht", DONE), ("In Beratung", NOW), ("Entscheidung", AHEAD)],
        ),
        (
            {"progress": "angenommen", "steps": (ADVISED, DECIDED)},
            [("Eingereicht", DONE), ("Beraten", DONE), ("Angenommen", DONE), ("Umsetzung", AHEAD)],
        ),
        (
            {"progress": "angenommen", "steps": (DECIDED,), "implementation": (Implementation(JUNE, "in Umsetzung"),)},
            [("Eingereicht", DONE), ("Angenommen", DONE), ("In Umsetzung", NOW)],
        ),
        (
            {
                "progress": "angenommen",
                "steps": (DECIDED,),
                "implementation": (Implementation(JUNE, "umgesetzt"), Implementation(MAY, "offen")),
            },
            [("Eingereicht", DONE), ("Angenommen", DONE), ("Umgesetzt", DONE)],
        ),
        (
            {"progress": "in geänderter Fassung angenommen", "steps": (DECIDED,)},
            [("Eingereicht", DONE), ("Geändert angenommen", DONE), ("Umsetzung", AHEAD)],
        ),
        ({"progress": "abgelehnt", "steps": (step("abgelehnt", JUNE),)}, [("Eingereicht", DONE), ("Abgelehnt", DONE)]),
        ({"progress": "zurückgezogen"}, [("Eingereicht", DONE), ("Zurückgezogen", DONE)]),
        ({"kind": "Anfrage"}, [("Eingereicht", DONE), ("Antwort", AHEAD)]),
        (
            {"kind": "Anfrage", "progress": "beantwortet", "answered": JUNE},
            [("Eingereicht", DONE), ("Beantwortet", DONE)],
        ),
    ],
)
def test_the_stages_say_what_is_known(more: dict, expected: list[tuple[str, str]]) -> None:
    assert told(**more) == expected


def test_a_result_that_is_not_known_is_not_guessed() -> None:
    assert told(progress="auf der Tagesordnung", steps=(step("", JUNE),))[-1] == ("Ergebnis nicht bekannt", NOW)


def test_the_sign_is_that_of_the_outcome() -> None:
    assert [stage.tone for stage in stages(motion(progress="abgelehnt", steps=(step("abgelehnt", JUNE),)), TODAY)] == [
        "info",
        "bad",
    ]
