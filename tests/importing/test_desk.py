"""From letters to drafts at the command: shown, asked, written once; minutes propose, and a yes enters."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.importing.desk import Order, take_over
from plugins.importing.results import results_from
from plugins.motions.vocabulary import DRAFT
from plugins.records.problems import errors
from plugins.site.content import read_site
from plugins.site.repair import mends
from plugins.site.settings import Refusal

from ..builders import TODAY, Project, pdf
from . import office
from .office import Office
from .test_formats import LETTER


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.docx"
    file.write_bytes(office.docx(LETTER))
    return file


class Terminal:
    """What was said, and the answers to what was asked."""

    def __init__(self, *answers: bool):
        self.said: list[str] = []
        self.answers = list(answers)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str) -> bool:
        self.said.append(question)
        return self.answers.pop(0)

    def __str__(self) -> str:
        return "\n".join(self.said)


def taken(project: Project, *files: Path | str, answers: tuple[bool, ...] = (), **order) -> tuple[int, Terminal]:
    terminal = Terminal(*answers)
    return take_over(
        project.settings(),
        Order(files=tuple(map(str, files)), **order),
        terminal.say,
        terminal.ask if answers else None,
    ), terminal


def motions(project: Project) -> list[Path]:
    return sorted((project.content / "antraege").rglob("*.md"))


def test_a_letter_becomes_a_draft_after_a_yes_and_the_check_knows_what_to_look_at(project: Project, brief: Path):
    code, terminal = taken(project, brief, answers=(True,))

    assert code == 0
    [file] = motions(project)
    assert file.name == "2026-03-ein-radweg-an-der-k-14.md"
    assert "stand: Entwurf" in file.read_text("utf-8")
    assert f"Angelegt: content/antraege/{file.name}" in str(terminal)
    assert "weggelassen: Anrede" in str(terminal)
    assert f"/antraege/{file.stem}/" in str(terminal)
    assert errors(read_site(project.content, TODAY)[1]) == []


def test_a_line_to_look_at_stays_until_somebody_deletes_it(project: Project, brief: Path):
    """A hint in a draft, a problem in what would be public; no repair takes it away."""
    text = brief.with_name("brief.txt")
    text.write_text(office.txt(LETTER).replace(LETTER.number, "0112/2019"), "utf-8")
    taken(project, text, yes=True)
    [file] = motions(project)
    assert "# bitte prüfen: drucksache (gelesen: „Drucksache 0112/2019“, Zeile" in file.read_text("utf-8")

    found = read_site(project.content, TODAY)[1]
    assert [p.code for p in found if p.code.startswith("confirm")] == ["confirm-draft"]
    assert mends(project.content, found, TODAY) == []
    assert "# bitte prüfen: drucksache" in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(f"stand: {DRAFT}\n", ""), "utf-8")
    assert [p.code for p in errors(read_site(project.content, TODAY)[1])] == ["confirm"]
    file.write_text(
        "".join(line for line in file.read_text("utf-8").splitlines(keepends=True) if "bitte prüfen" not in line),
        "utf-8",
    )
    assert errors(read_site(project.content, TODAY)[1]) == []


def test_nothing_is_written_without_a_yes(project: Project, brief: Path):
    for answers in ((False,), ()):
        assert "Es wurde nichts angelegt." in str(taken(project, brief, answers=answers)[1])
        assert motions(project) == []


def test_a_letter_that_is_here_already_is_not_doubled(project: Project, brief: Path):
    taken(project, brief, yes=True)

    assert (
        "Diesen Brief gibt es hier schon: content/antraege/2026-03-ein-radweg-an-der-k-14.md (mit derselben Drucksache)."
        in str(taken(project, brief, yes=True)[1])
    )
    other = brief.with_name("ohne-nummer.txt")
    other.write_text(office.txt(LETTER).replace(f"Drucksache {LETTER.number}\n", ""), "utf-8")
    assert "Diesen Brief gibt es hier schon" in str(taken(project, other, yes=True)[1])
    assert len(motions(project)) == 1


def test_a_letter_without_a_number_is_known_by_title_and_day_though_its_pictures_were_asked_about(
    project: Project, brief: Path
):
    short = Office(
        title="Ein Radweg an der K 14",
        number="",
        steps=(("Ausschuss für Unbekanntes", "15.04.2026", "4"),),
        resolution=(("p", "Der Kreis baut einen Radweg."),),
        reason=(("p", "Er fehlt."), ("img", "")),
    )
    brief.write_bytes(office.docx(short))
    taken(project, brief, yes=True)

    assert errors(read_site(project.content, TODAY)[1]) != []  # the committee is not known
    assert "Diesen Brief gibt es hier schon" in str(taken(project, brief, yes=True)[1])


def test_a_picture_without_words_is_asked_about_and_the_draft_passes_so_that_the_preview_shows_it(
    project: Project, brief: Path
):
    brief.write_bytes(office.docx(replace(LETTER, reason=(("p", "Er fehlt."), ("img", "")))))
    terminal = taken(project, brief, yes=True)[1]
    _, problems = read_site(project.content, TODAY)

    assert "Zu 1\u00a0Bild fehlt, was es zeigt" in str(terminal)
    assert errors(problems) == []
    assert any("Hier steht, was das Bild zeigt." in problem.what for problem in problems)


def test_a_number_that_is_not_sure_does_not_make_two_letters_one(project: Project, brief: Path):
    project.motion(head="drucksache: 0112/2019", titel="Heckenpflege")
    brief.write_bytes(office.docx(replace(LETTER, number="0112/2019")))

    assert "Angelegt: " in str(taken(project, brief, yes=True)[1])


def test_a_file_without_a_text_makes_no_motion(project: Project, brief: Path):
    empty = brief.with_name("eingelesen.pdf")
    empty.write_bytes(pdf(""))

    code, terminal = taken(project, empty, yes=True)

    assert code == 1
    assert "Die Datei enthält keinen Text; vermutlich ist sie eingelesen (gescannt)" in str(terminal)
    assert motions(project) == []


def test_what_is_still_to_be_typed_is_said(project: Project, brief: Path):
    assert "Noch einzutragen, was nicht im Brief steht: Thema und In einem Satz." in str(
        taken(project, brief, yes=True)[1]
    )


def test_a_folder_is_one_command_and_one_bad_file_takes_no_other_with_it(project: Project, brief: Path):
    brief.with_name("kaputt.pdf").write_bytes(b"%PDF-1.4 kaputt")
    (brief.parent / "notizen.xyz").write_bytes(b"a")

    code, terminal = taken(project, brief.parent, yes=True)

    assert code == 1
    assert "kaputt.pdf: Die Datei ist als PDF beschädigt." in str(terminal)
    assert "1\u00a0Text angelegt, 1\u00a0Datei nicht gelesen." in str(terminal)


def test_for_machines_each_letter_is_one_line_and_nothing_is_written(project: Project, brief: Path):
    code, terminal = taken(project, brief, brief, json=True)

    rows = [json.loads(line) for line in terminal.said]
    assert code == 0
    assert [row["datei"] for row in rows] == [str(brief)] * 2
    assert rows[0]["felder"]["titel"] == {
        "wert": LETTER.title,
        "sicher": True,
        "zeile": rows[0]["felder"]["titel"]["zeile"],
    }
    assert motions(project) == []


def test_standard_input_is_a_letter(project: Project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(office.txt(LETTER).encode())))

    assert json.loads(taken(project, "-", json=True)[1].said[0])["felder"]["drucksache"]["wert"] == LETTER.number


def test_a_pdf_becomes_the_attachment_and_a_docx_is_never_published(project: Project, brief: Path):
    printed = brief.with_name("antrag.pdf")
    printed.write_bytes(pdf(*office.txt(LETTER).split("\f")))
    taken(project, printed, yes=True)
    taken(project, brief, yes=True)

    assert [path.name for path in (project.content / "antraege").rglob("*.*") if path.suffix != ".md"] == ["antrag.pdf"]
    assert [
        line
        for line in "".join(file.read_text("utf-8") for file in motions(project)).splitlines()
        if line.startswith("pdf:")
    ] == ["pdf: antrag.pdf"], "once"


def test_a_file_that_is_not_there_is_named(project: Project):
    with pytest.raises(Refusal, match="gibt es nicht"):
        taken(project, "fehlt.docx")


# -------------------------------------------------------------------------------------- minutes

MINUTES = """\
Kreis Ebersfurt
Niederschrift über die 12. Sitzung des Kreistags am 12.06.2026

1. Eröffnung
2. Radweg an der K 14
3. Verschiedenes

TOP 1 Eröffnung
Der Landrat eröffnet die Sitzung.

TOP 2 Antrag: Radweg an der K 14 (Drucksache 0112/2026)
Vera Beispiel begründet den Antrag. Ein Änderungsantrag liegt nicht vor.
{decision}

TOP 3 Verschiedenes
Nichts.
"""
STEP = 'drucksache: 0112/2026\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2026-06-12\n    top: "2"'


def minutes(project: Project, tmp_path: Path, decision: str, *answers: bool) -> Terminal:
    file = tmp_path / "niederschrift.txt"
    file.write_text(MINUTES.format(decision=decision), "utf-8")
    terminal = Terminal(*answers)
    assert results_from(project.settings(), [str(file)], terminal.say, terminal.ask if answers else None) == 0
    return terminal


@pytest.mark.parametrize(
    ("decision", "result"),
    [
        ("Der Kreistag nimmt den Antrag an.\nAbstimmungsergebnis: 41 Ja, 9 Nein, 2 Enthaltungen", "beschlossen"),
        ("Der Antrag wird mehrheitlich abgelehnt.", "mehrheitlich abgelehnt"),
        ("Der Kreistag lehnt den Antrag mit 9 zu 41 Stimmen ab.", "abgelehnt"),
        ("Der Antrag wird vertagt.", "vertagt"),
        ("Beschluss: einstimmig angenommen", "einstimmig beschlossen"),
        ("Der Antrag findet keine Mehrheit.", "abgelehnt"),
        ("Der Antrag wird in geänderter Fassung beschlossen.", "geändert beschlossen"),
        ("Der Kreistag nimmt den Bericht zur Kenntnis: zur Kenntnis genommen.", "zur Kenntnis genommen"),
        ("Der Kreistag nimmt den Bericht der Verwaltung zur Kenntnis.", "zur Kenntnis genommen"),
        ("Der Kreistag beschließt den Radweg.\nAbstimmungsergebnis: 41 Ja, 9 Nein, 2 Enthaltungen", "beschlossen"),
        ("Der Antrag wird abgelehnt.\nEin Antrag auf Redezeit wird angenommen.", "abgelehnt"),
    ],
)
def test_a_result_is_proposed_with_its_sentence_and_entered_after_a_yes(
    project: Project, tmp_path: Path, decision: str, result: str
):
    project.motion(head=STEP, datum="2026-03-12")

    terminal = minutes(project, tmp_path, decision, True)

    assert f"Ergebnis: {result}" in str(terminal)
    assert decision.split("\n")[-1].rstrip(".")[:30] in str(terminal) or decision.split("\n")[0].rstrip(".")[
        :30
    ] in str(terminal)
    [motion] = read_site(project.content, TODAY)[0].motions
    assert motion.steps[0].result == result


@pytest.mark.parametrize(
    "decision",
    [
        "Der Antrag wird nicht beschlossen.",
        "Die Beratung wird fortgesetzt.",
        "Vera Beispiel wirbt dafür, dass der Antrag angenommen wird.",
        "Es wird vorgeschlagen, den Antrag zu vertagen. Dem wird einstimmig zugestimmt.",
        "Der Kreistag beschließt den Radweg.\nAbstimmungsergebnis: 9 Ja, 41 Nein, 2 Enthaltungen",
        "",
    ],
)
def test_what_is_not_said_in_a_known_word_is_not_guessed(project: Project, tmp_path: Path, decision: str):
    project.motion(head=STEP, datum="2026-03-12")
    before = motions(project)[0].read_bytes()

    assert "Ergebnis: nicht erkannt" in str(minutes(project, tmp_path, decision, True))
    assert motions(project)[0].read_bytes() == before


def test_without_a_yes_nothing_is_entered_and_a_result_that_stands_there_stays(project: Project, tmp_path: Path):
    project.motion(head=STEP, datum="2026-03-12")
    before = motions(project)[0].read_bytes()
    minutes(project, tmp_path, "Der Antrag wird abgelehnt.", False)
    minutes(project, tmp_path, "Der Antrag wird abgelehnt.")
    assert motions(project)[0].read_bytes() == before

    minutes(project, tmp_path, "Der Antrag wird abgelehnt.", True)
    assert "Im Antrag steht schon: abgelehnt." in str(minutes(project, tmp_path, "Der Antrag wird angenommen.", True))


COMMITTEE = """\
Niederschrift
über die 6. Sitzung des Ausschusses für Soziales
am Dienstag, 12.05.2026

1.  Radweg an der K 14
    (Antrag der Fraktion)                  0112/2026

TOP 1 Radweg an der K 14
Vorlage: 0112/2026
Der Antrag auf Vertagung wird abgelehnt. Der Ausschuss empfiehlt dem Kreistag, den Antrag anzunehmen.
Ja-Stimmen: 10
Nein-Stimmen: 4

TOP 2 Heckenpflege, Sachstand
Der Ausschuss nimmt den Bericht zur Kenntnis.

Ende der Sitzung: 19:40 Uhr
"""


def test_the_body_that_sat_is_the_one_of_the_sitting_and_its_agenda_proposes_nothing(project: Project, tmp_path: Path):
    project.motion(
        head="drucksache: 0112/2026\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2026-05-12\n  - gremium: Sozialausschuss\n    rolle: Vorberatung\n    datum: 2026-05-12",
        datum="2026-03-12",
    )
    file = tmp_path / "niederschrift.txt"
    file.write_text(COMMITTEE, "utf-8")
    terminal = Terminal(True)

    assert results_from(project.settings(), [str(file)], terminal.say, terminal.ask) == 0
    assert "Ausschuss für Soziales am 12." in str(terminal)
    assert "nicht erkannt" not in str(terminal)
    assert [step.result for step in read_site(project.content, TODAY)[0].motions[0].steps] == ["", "empfohlen"]
