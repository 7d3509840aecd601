"""`fraktion ergebnis ANTRAG SATZ`: how a sentence is read, which sitting it belongs to, and what it writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plugins.importing.results import Saying, enter_sentence
from plugins.motions.story import verdict
from plugins.records.german import NBSP
from plugins.records.problems import errors
from plugins.site.settings import Refusal

from ..builders import Project
from .test_desk import Terminal

TODAY = dt.date(2026, 11, 22)
STEPS = """
drucksache: 0112/2024
beratungsfolge:
  - gremium: Sozialausschuss
    datum: 2024-05-08
    ergebnis: empfohlen
  - gremium: Kreistag
    datum: 2024-06-12
    top: "7"
"""


@pytest.fixture
def radweg(project: Project) -> Path:
    return project.motion(head=STEPS, titel="Radweg an der K 14")


def entered(
    project: Project, sentence: str, motion: str = "2024-03-radweg", *, answer: bool | None = True, **more
) -> tuple[int, Terminal]:
    terminal = Terminal(*([] if answer is None else [answer]))
    return enter_sentence(
        project.settings(),
        Saying(motion=motion, sentence=sentence, **more),
        terminal.say,
        None if answer is None else terminal.ask,
    ), terminal


def said(project: Project) -> str:
    site, problems = project.read()
    assert errors(problems) == []
    return verdict(site.motions[0], TODAY).sentence.replace(NBSP, " ")


SENTENCES = {  # the sentence of the minutes, what the page says afterwards
    "mit 24 gegen 5 Stimmen bei 2 Enthaltungen abgelehnt": "Kreistag, 12. Juni 2024: Mit 24 zu 5 Stimmen bei 2 Enthaltungen abgelehnt.",
    "„Der Kreistag stimmt dem Antrag einstimmig zu.“": "Kreistag, 12. Juni 2024: Einstimmig angenommen.",
    "24 Ja, 5 Nein": "Kreistag, 12. Juni 2024: Mit 24 zu 5 Stimmen angenommen.",
    "mehrheitlich gegen die Stimmen der AfD bei Enthaltung der FDP abgelehnt": "Kreistag, 12. Juni 2024: Mehrheitlich abgelehnt.",
    "bei Stimmengleichheit abgelehnt": "Kreistag, 12. Juni 2024: Bei Stimmengleichheit abgelehnt.",
    "erledigt durch Stellungnahme der Verwaltung": "Kreistag, 12. Juni 2024: Erledigt durch Stellungnahme der Verwaltung.",
    "Der Antrag wird in den Sozialausschuss verwiesen.": "Kreistag, 12. Juni 2024: An den Sozialausschuss verwiesen. Was seitdem geschah, ist hier nicht bekannt.",
    "verwiesen in den Ausschuss für Raumfahrt": "Kreistag, 12. Juni 2024: An den Ausschuss für Raumfahrt verwiesen. Was seitdem geschah, ist hier nicht bekannt.",
    "a) einstimmig angenommen b) 5 Ja, 24 Nein": "Kreistag, 12. Juni 2024: Ergebnis im Wortlaut der Niederschrift: „a) einstimmig angenommen b) 5 Ja, 24 Nein“.",
    "Der Antrag findet allgemeine Zustimmung": "Kreistag, 12. Juni 2024: Ergebnis im Wortlaut der Niederschrift: „Der Antrag findet allgemeine Zustimmung“.",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_becomes_what_the_page_says(project: Project, radweg: Path, sentence: str):
    code, terminal = entered(project, sentence)

    assert code == 0
    assert "Sitzung: Kreistag, 12." in str(terminal)
    assert said(project) == SENTENCES[sentence]


def test_the_lines_are_shown_and_written_below_those_of_the_sitting(project: Project, radweg: Path):
    before = radweg.read_text("utf-8")
    terminal = entered(project, "mit 24 gegen 5 Stimmen bei 2 Enthaltungen (FDP) abgelehnt")[1]
    new = [
        "ergebnis: abgelehnt",
        "abstimmungen:",
        "  - ja: 5",
        "    nein: 24",
        "    enthaltung: 2",
        "    nach_fraktionen:",
        "      FDP: 2 Enthaltungen",
    ]

    assert all(f"    {line}\n" in f"{terminal}\n" for line in new)
    assert radweg.read_text("utf-8") == before.replace(
        '    top: "7"\n', '    top: "7"\n' + "".join(f"    {line}\n" for line in new)
    )


@pytest.mark.parametrize("answer", [False, None])
def test_nothing_is_written_without_a_yes(project: Project, radweg: Path, answer: bool | None):
    before = radweg.read_bytes()

    assert entered(project, "abgelehnt", answer=answer)[0] == 0
    assert radweg.read_bytes() == before


@pytest.mark.parametrize(
    "motion",
    [
        "2024-03-radweg",
        "content/antraege/2024-03-radweg.md",
        "2024-03-radweg.md",
        "k7f3qz",
        "0112/2024",
        "Radweg an der K 14",
        "radweg",
        "k 14",
    ],
)
def test_a_motion_is_known_by_its_file_its_uid_its_number_or_its_title(project: Project, radweg: Path, motion: str):
    assert entered(project, "abgelehnt", motion)[0] == 0
    assert "ergebnis: abgelehnt" in radweg.read_text("utf-8")


def test_several_motions_are_named_and_none_is_taken(project: Project, radweg: Path):
    project.motion("2024-04-radweg", uid="b4s7vn", titel="Radweg an der K 15")

    with pytest.raises(Refusal, match="passt auf mehrere Anträge"):
        entered(project, "abgelehnt", "radweg an der")
    with pytest.raises(Refusal, match="gibt es hier nicht"):
        entered(project, "abgelehnt", "Raumfahrt")


def test_the_sitting_may_be_named(project: Project, radweg: Path):
    radweg.write_text(radweg.read_text("utf-8").replace("    ergebnis: empfohlen\n", ""), "utf-8")

    with pytest.raises(Refusal, match="Welche Sitzung ist gemeint"):
        entered(project, "abgelehnt")
    assert entered(project, "einstimmig empfohlen", body="sozialausschuss")[0] == 0
    assert entered(project, "abgelehnt", date="12. Juni 2024")[0] == 0
    assert said(project) == "Kreistag, 12. Juni 2024."


def test_a_result_that_stands_there_is_not_overwritten(project: Project, radweg: Path):
    entered(project, "abgelehnt")

    with pytest.raises(Refusal, match="Keine davon ist vorbei und noch ohne Ergebnis"):
        entered(project, "angenommen")
    with pytest.raises(Refusal, match="steht schon: abgelehnt"):
        entered(project, "angenommen", body="Kreistag")


def test_a_slip_of_the_pen_is_named_and_nothing_written(project: Project, radweg: Path):
    before = radweg.read_bytes()

    with pytest.raises(Refusal, match=r"steht „einstimmit“\. Meinten Sie „einstimmig“"):
        entered(project, "einstimmit abgelehnt")
    assert radweg.read_bytes() == before


def test_what_the_check_would_refuse_is_taken_back(project: Project, radweg: Path):
    before = radweg.read_bytes()
    code, terminal = entered(project, "5 Ja, 24 Nein, angenommen")

    assert code == 1
    assert "Nicht eingetragen: " in str(terminal)
    assert radweg.read_bytes() == before


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_byte_order_mark_line_ends_comments_and_the_open_line_are_seen_to(project: Project, radweg: Path, ends: str):
    text = radweg.read_text("utf-8").replace('    top: "7"\n', '    top: "7"\n    # noch offen\n    ergebnis: offen\n')
    radweg.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", ends).encode())
    entered(project, "abgelehnt")

    assert (
        radweg.read_bytes()
        == b"\xef\xbb\xbf"
        + text.replace("    ergebnis: offen\n", "")
        .replace('    top: "7"\n', '    top: "7"\n    ergebnis: abgelehnt\n')
        .replace("\n", ends)
        .encode()
    )
