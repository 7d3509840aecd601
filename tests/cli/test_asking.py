"""`fraktion neu` asks each question with its choices, checks each answer at once, and throws none away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.cli.asking import ask
from plugins.site.content import read_site
from plugins.site.new import KINDS, new_text
from plugins.site.tables import tables

from ..builders import TODAY, Project, codes


def answering(answers: dict[str, list[str]]) -> Callable[[str], str]:
    """Somebody at the keyboard: for a question that begins so, one answer after the other; Enter for all others."""
    left = {label: list(said) for label, said in answers.items()}

    def read(question: str) -> str:
        said = next((said for label, said in left.items() if question.startswith(label) and said), None)
        answer = said.pop(0) if said else ""
        if answer == "Strg+C":
            raise KeyboardInterrupt
        return answer

    return read


def asked(project: Project, word: str, answers: dict[str, list[str]]) -> dict[str, str]:
    return ask(
        tables()[KINDS[word]],
        word,
        TODAY.isoformat(),
        {},
        read_site(project.content, TODAY)[0].names,
        answering(answers),
    )


def made(project: Project, word: str, answers: dict[str, list[str]]) -> str:
    path = new_text(project.content, word, asked(project, word, answers), TODAY)
    assert [p for p in project.check() if not p.warning] == []
    return path.read_text("utf-8")


def test_a_motion_is_asked_for_all_that_a_letter_has(project: Project, tmp_path: Path):
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.4")
    text = made(
        project,
        "antrag",
        {
            "Titel": ["Radweg"],
            "An": ["Landrätin"],
            "Antragsteller*in": ["Bündnis 90/Die Grünen, SPD"],
            "Unterzeichner*in": ["Vera Beispiel, Kim Muster"],
            "Thema": ["Verkehr, Soziales"],
            "Beratungsfolge": ["Sozialausschuss, Kreistag"],
            "Anlage": [str(tmp_path / "plan.pdf")],
        },
    )

    for line in (
        "adressat: Landrätin",
        "antragstellende:\n  - Bündnis 90/Die Grünen\n  - SPD",
        "unterzeichner:\n  - Vera Beispiel\n  - Kim Muster",
        "themen:\n  - Verkehr\n  - Soziales",
        "beratungsfolge:\n  - gremium: Sozialausschuss\n  - gremium: Kreistag",
        "anlagen: plan.pdf",
    ):
        assert line in text
    assert list(project.content.rglob("plan.pdf"))


def test_an_answer_is_checked_at_once_with_the_choices(project: Project, capsys):
    given = asked(
        project,
        "antrag",
        {
            "Titel": ["Radweg"],
            "Thema": ["Verker", "Verkehr"],
            "Beratungsfolge": ["Kreistg", "Kreistag"],
            "Datum": ["31.2.2024", "3.9.2024"],
            "Anlage": ["/gibt/es/nicht.pdf", ""],
        },
    )
    said = capsys.readouterr().out

    assert (given["themen"], given["beratungsfolge"], given["datum"]) == ("Verkehr", "Kreistag", "2024-09-03")
    assert "Meinten Sie „Verkehr“?" in said
    assert "Meinten Sie „Kreistag“?" in said
    assert "/gibt/es/nicht.pdf" in said
    assert "  Ausschuss für Soziales, Kreistag\n" in said


def test_who_breaks_off_gets_a_command_with_all_answers(project: Project, capsys):
    with pytest.raises(KeyboardInterrupt):
        asked(project, "antrag", {"Titel": ["Radweg an der K 14"], "Thema": ["Strg+C"]})

    assert "neu antrag --titel 'Radweg an der K 14' --art Antrag" in capsys.readouterr().out


def test_a_sitting_of_a_committee_is_asked_for_its_committee_and_its_place(project: Project, capsys):
    text = made(
        project,
        "sitzung",
        {
            "Art": ["Ausschuss"],
            "Gremium": ["", "Sozialausschuss"],
            "Form": ["Präsenz"],
            "Ort": ["", "Kreishaus, Raum 2.14"],
            "Tag": ["2027-01-20"],
        },
    )

    assert "name: Sozialausschuss" in text
    assert "gremium: Sozialausschuss" in text
    assert "ort: Kreishaus, Raum 2.14" in text
    assert capsys.readouterr().out.count("Bitte eintragen") == 2


def test_a_sitting_of_the_group_is_not(project: Project):
    assert {"gremium", "ort"}.isdisjoint(asked(project, "sitzung", {"Form": ["Videokonferenz"]}))


def test_a_sitting_of_a_committee_is_no_meeting_of_the_group(project: Project):
    path = new_text(
        project.content, "sitzung", {"art": "Ausschuss", "gremium": "Sozialausschuss", "datum": "2027-01-20"}, TODAY
    )
    text = path.read_text("utf-8")

    assert "name: Sozialausschuss" in text
    assert "Fraktionssitzung" not in text
    assert "Videokonferenz" not in text
    assert "zugang: öffentlich" in text
    assert codes([p for p in project.check() if not p.warning]) == []
