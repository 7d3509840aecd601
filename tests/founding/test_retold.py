"""The handbooks of a site speak in the words of its council."""

from __future__ import annotations

import re

import pytest

from plugins.founding.packing import HANDBOOKS
from plugins.founding.retold import retold
from plugins.founding.writing import Group, build_around
from plugins.records.council import COUNCILS, USUAL, Council, called, group_of

from ..conftest import ROOT

GROUP = called(COUNCILS["Regionsversammlung"], {}, group_of("Gruppe"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Der Kreistag entscheidet.", "Die Regionsversammlung entscheidet."),
        ("die Sitzung des Kreistags", "die Sitzung der Regionsversammlung"),
        ("zum Kreistag, vom Kreis, im Kreishaus", "zur Regionsversammlung, von der Region, im Regionshaus"),
        ("an den Landrat, die Landrätin", "an den Regionspräsidenten, die Regionspräsidentin"),
        ("der Kreisverband, Kreis-, Landes- und Bundesverband", "der Kreisverband, Kreis-, Landes- und Bundesverband"),
        (
            "Die Fraktion und die Fraktionen in einer Fraktionssitzung",
            "Die Gruppe und die Fraktionen in einer Gruppensitzung",
        ),
        (
            "`fraktion neu`, `content/fraktion.yaml`, Fraktionsgemeinschaft",
            "`fraktion neu`, `content/fraktion.yaml`, Fraktionsgemeinschaft",
        ),
    ],
)
def test_a_sentence_is_told_in_the_words_of_another_council(text: str, said: str) -> None:
    assert retold(text, GROUP) == said
    assert retold(text, USUAL) == text


@pytest.mark.parametrize("council", [*COUNCILS.rows[1:], GROUP], ids=lambda row: f"{row.word}-{row.group}")
def test_no_handbook_speaks_of_another_council(council: Council) -> None:
    books = {
        name: text
        for name, text in build_around(Group("Grüne", "https://www.altental.test", council)).items()
        if name.startswith("handbuch/")
    }
    assert sorted(books) == sorted(f"handbuch/{name}" for name in HANDBOOKS)
    lines = [line for text in books.values() for line in text.split("\n") if ", ".join(COUNCILS.words) not in line]
    assert [line for line in lines if re.search(r"Kreistag|Landr[aä]t|Kreisausschuss|Kreishaus", line)] == []
    assert len(lines) > 1000


def test_here_they_stand_as_they_are_written() -> None:
    books = build_around(Group("Grüne", "https://www.altental.test", USUAL))
    assert books["handbuch/HANDBUCH.md"] == (ROOT / "content/HANDBUCH.md").read_text("utf-8")
