"""Letters on the site, where the group wants them, and as files on this machine, whatever the site says."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from plugins.documents import typeset
from plugins.site.content import read_site

from ..builders import ABOUT, OWN, PICTURE, TODAY, Project, codes, pdf
from ..disk import called
from ..press.world import compiled
from .paper import words

__all__ = ["compiled"]
pytestmark = pytest.mark.usefixtures("compiled")
QUICK = {"OHNE": ["suche/", "karten/", "feeds/", "muster/"]}
BODY = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"
CHANGED = BODY + "\n## Beschlossener Text\n\nEin Radweg wird später gebaut.\n"
FILED = "stand: eingereicht"


@pytest.fixture
def wanted(project: Project) -> Project:
    project.write("fraktion.yaml", ABOUT + "briefe: ja\n")
    return project


def letters(project: Project) -> dict[str, str]:
    """Every made letter of the output with the digest of its bytes."""
    return {
        path.relative_to(project.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(project.output.rglob("*brief.pdf"))
    }


def test_without_the_line_there_is_no_letter(project: Project):
    project.motion(body=CHANGED)
    project.build(**QUICK)

    assert letters(project) == {}
    assert "brief.pdf" not in project.page("antraege/2024-03-radweg/")


def test_a_motion_has_its_letter_and_one_that_was_changed_the_paper_of_its_decision(wanted: Project):
    wanted.motion(body=CHANGED)
    wanted.motion("2024-04-bus", uid="b4s7vn")
    wanted.build(**QUICK)

    assert list(letters(wanted)) == [
        "antraege/2024-03-radweg/beschluss-brief.pdf",
        "antraege/2024-03-radweg/brief.pdf",
        "antraege/2024-04-bus/brief.pdf",
    ]
    page = wanted.page("antraege/2024-03-radweg/")
    assert re.findall(r'<a href="([^"]*brief\.pdf)">([^<]*)</a>', page) == [
        ("../../antraege/2024-03-radweg/brief.pdf", "Antrag als Brief (PDF)"),
        ("../../antraege/2024-03-radweg/beschluss-brief.pdf", "Beschluss als eigenes Blatt (PDF)"),
    ]


def test_the_line_may_come_and_go(project: Project):
    """No motion was touched: each has its letter, and its page says so, as long as the line stands there."""
    project.motion(body=CHANGED)
    project.build(**QUICK)
    for line in ("briefe: ja\n", ""):
        project.write("fraktion.yaml", ABOUT + line)
        project.build(**QUICK)
        assert list(letters(project)) == (
            ["antraege/2024-03-radweg/beschluss-brief.pdf", "antraege/2024-03-radweg/brief.pdf"] if line else []
        )
        assert ("brief.pdf" in project.page("antraege/2024-03-radweg/")) is bool(line)


def test_what_was_filed_is_shown_first_and_gets_no_letter_beside_it(wanted: Project):
    wanted.motion(head="pdf: antrag.pdf", body=CHANGED)
    wanted.write("antraege/2024-03-radweg/antrag.pdf", pdf("Antrag"))
    wanted.build(**QUICK)

    assert list(letters(wanted)) == ["antraege/2024-03-radweg/beschluss-brief.pdf"]


def test_an_attachment_of_that_name_keeps_it_and_a_hint_says_so(wanted: Project):
    wanted.motion(head="anlagen: [brief.pdf]")
    own = wanted.write("antraege/2024-03-radweg/brief.pdf", pdf("Brief")).read_bytes()

    assert codes(wanted.check()) == ["letter-taken"]
    wanted.build(**QUICK)
    assert (wanted.output / "antraege/2024-03-radweg/brief.pdf").read_bytes() == own


def test_one_edited_text_makes_one_letter_anew(wanted: Project):
    wanted.motion()
    wanted.motion("2024-04-bus", uid="b4s7vn", titel="Ein Bus")
    wanted.build(**QUICK)
    before = letters(wanted)
    wanted.motion(body=BODY + "\n## Begründung\n\nDarum.\n")
    report = wanted.build(**QUICK).report

    assert [path for path in report.written if path.endswith(".pdf")] == ["antraege/2024-03-radweg/brief.pdf"]
    assert letters(wanted)["antraege/2024-04-bus/brief.pdf"] == before["antraege/2024-04-bus/brief.pdf"]


def test_what_stands_on_no_letter_makes_none_anew(wanted: Project):
    """The glossary is on every page, the day on some; a result is no part of a letter, so it has the same bytes."""
    wanted.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2024-06-12}]")
    wanted.build(**QUICK)
    wanted.write("glossar.yaml", "- wort: Radweg\n  erklaerung: Ein Weg.\n")
    wanted.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2024-06-12, ergebnis: beschlossen}]")
    report = wanted.build(**QUICK, HEUTE="2026-12-24").report

    assert report.written
    assert [path for path in report.written if path.endswith(".pdf")] == []


def test_an_amendment_follows_the_text_that_it_amends(wanted: Project):
    wanted.motion(head="drucksache: 0270/2024")
    wanted.motion(
        "2024-04-aenderung",
        uid="b4s7vn",
        art="Änderungsantrag",
        head="aendert: 0270/2024",
        body="## Beschlussvorschlag\n\nPunkt 1 entfällt.\n",
    )
    wanted.build(**QUICK)
    wanted.motion(head="drucksache: 0270/2024", body=BODY.replace("Radweg", "Fußweg"))
    report = wanted.build(**QUICK).report

    assert [path for path in report.written if path.endswith(".pdf")] == [
        "antraege/2024-03-radweg/brief.pdf",
        "antraege/2024-04-aenderung/brief.pdf",
    ]


@pytest.mark.needs("pdftotext")
def test_pictures_and_logo_are_on_it_without_what_a_camera_wrote(wanted: Project):
    import io

    from PIL import Image

    out, place = io.BytesIO(), Image.Exif()
    place[0x010E] = "GEHEIMER ORT"
    Image.new("RGB", (640, 400), (0, 120, 60)).save(out, "JPEG", exif=place)
    wanted.write("fraktion.yaml", ABOUT + "briefe: ja\nlogo: logo.png\n")
    wanted.write("logo.png", PICTURE)
    wanted.motion(body=BODY + "\n![Der Weg von oben](weg.jpg)\n")
    wanted.write("antraege/2024-03-radweg/weg.jpg", out.getvalue())
    wanted.build(**QUICK)

    data = (wanted.output / "antraege/2024-03-radweg/brief.pdf").read_bytes()
    assert data.count(b"/Subtype/Image") + data.count(b"/Subtype /Image") >= 2
    assert b"GEHEIM" not in data
    assert "[Der Weg" not in words(data)


def test_a_draft_has_a_letter_in_the_preview_only(wanted: Project):
    wanted.motion(head="stand: Entwurf")
    wanted.build(**QUICK)
    assert letters(wanted) == {}
    wanted.build(**QUICK, ENTWUERFE=True)
    assert list(letters(wanted)) == ["antraege/2024-03-radweg/brief.pdf"]


@pytest.mark.parametrize("away", ["geloescht_am: 2025-01-20", "stand: Entwurf"])
def test_a_letter_goes_with_its_motion(wanted: Project, away: str):
    wanted.motion()
    wanted.build(**QUICK)
    wanted.motion(head=away)
    report = wanted.build(**QUICK).report

    assert "antraege/2024-03-radweg/brief.pdf" in report.removed
    assert letters(wanted) == {}


def test_without_the_optional_part_a_public_build_stops_and_any_other_says_so(
    wanted: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(typeset, "possible", lambda: False)
    wanted.write("fraktion.yaml", OWN + "briefe: ja\n")
    wanted.motion()

    [stopped] = [p for p in read_site(wanted.content, TODAY, public=True)[1] if not p.warning]
    assert stopped.code == "letters-missing"
    assert "make site BRIEFE=ja" in stopped.remedy
    assert (
        wanted.build(
            **QUICK, OEFFENTLICH=True, SITEURL="https://www.altental.test", FEED_TAG="www.altental.test,2026"
        ).report
        is None
    )
    result = wanted.build(**QUICK)
    assert codes(result.problems) == ["letters-missing-here"]
    assert letters(wanted) == {}


def test_a_group_without_letters_hears_nothing_of_them(project: Project):
    project.motion(head="anlagen: [brief.pdf]", body=BODY + "\nErledigt ✅\n")
    project.write("antraege/2024-03-radweg/brief.pdf", pdf("Brief"))

    assert codes(project.check()) == []


def test_a_sign_that_the_letters_lack_is_told_with_its_line_and_there_is_a_letter(wanted: Project):
    wanted.motion(body=BODY + "\nErledigt: ✅ und noch ✅\n")

    [hint] = wanted.check()
    assert str(hint).startswith(
        "content/antraege/2024-03-radweg.md:13: Hinweis: Das Zeichen „✅“ (U+2705) hat die Schrift der Briefe nicht"
    )
    wanted.build(**QUICK)
    assert list(letters(wanted)) == ["antraege/2024-03-radweg/brief.pdf"]


# ------------------------------------------------------------------------------- the commands


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(
    "name", ["2024-03-radweg", "content/antraege/2024-03-radweg.md", "0270/2024", "k7f3qz", "radweg"]
)
def test_brief_writes_the_letter_that_is_meant(project: Project, name: str):
    project.motion(head="drucksache: 0270/2024")
    done = called(project, "brief", name)

    assert (done.returncode, done.stdout, done.stderr) == (0, "Der Brief liegt in briefe/2024-03-radweg.pdf\n", "")
    assert "Ein Radweg wird gebaut." in words((project.root / "briefe/2024-03-radweg.pdf").read_bytes())


def test_brief_of_what_is_not_there_says_what_may_be_meant(project: Project):
    project.motion()
    done = called(project, "brief", "2024-03-radwge")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Einen Antrag „2024-03-radwge“ gibt es hier nicht. Meinten Sie „2024-03-radweg“?\n"


@pytest.mark.needs("pdftotext")
def test_what_a_letter_cannot_show_is_a_hint_and_the_letter_is_there(project: Project):
    """An empty heading and a picture without words stop the page; the letter does without."""
    project.motion(head="stand: Entwurf", body=BODY + "\n###\n\n![](weg.png)\n\nFertig ✅\n")
    project.write("antraege/2024-03-radweg/weg.png", PICTURE)
    done = called(project, "brief", "2024-03-radweg")

    assert done.returncode == 0, done.stderr
    places = re.findall(r"^content/antraege/2024-03-radweg\.md:(\d+):", done.stdout, re.M)
    assert places == ["13", "15", "17"]
    assert "Fertig □" in words((project.root / "briefe/2024-03-radweg.pdf").read_bytes())


def test_what_makes_no_motion_makes_no_letter_and_is_told(project: Project):
    project.motion(head="themen: Verker")
    done = called(project, "brief", "2024-03-radweg")

    assert done.returncode == 1
    assert "Verker" in done.stderr
    assert "Der Brief entsteht, sobald das behoben ist." in done.stderr
    assert not (project.root / "briefe").exists()


@pytest.mark.needs("pdftotext")
def test_brief_beschluss_is_the_paper_of_the_decision(project: Project):
    project.motion(body=CHANGED)
    project.motion("2024-04-bus", uid="b4s7vn", titel="Bus")

    assert (
        called(project, "brief", "2024-03-radweg", "--beschluss").stdout
        == "Der Brief liegt in briefe/2024-03-radweg-beschluss.pdf\n"
    )
    assert "später gebaut" in words((project.root / "briefe/2024-03-radweg-beschluss.pdf").read_bytes())
    refused = called(project, "brief", "2024-04-bus", "--beschluss")
    assert (refused.returncode, refused.stderr.split(";")[0]) == (1, "Zu „Bus“ ist kein geänderter Text eingetragen")


def test_without_the_optional_part_the_command_says_how_to_get_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from plugins.cli import letters as commands
    from plugins.cli import main

    project.motion()
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(commands.typeset, "possible", lambda: False)

    assert main(["brief", "2024-03-radweg"]) == 1
    assert (
        capsys.readouterr().err
        == "Das Programm, das Briefe setzt, ist nicht eingerichtet. Bitte einmal ausführen: make site BRIEFE=ja\n"
    )


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize(
    ("asked", "file", "titles"),
    [
        (["--jahr", "2024"], "sammlung-2024.pdf", ["Radweg", "Bus"]),
        (["--thema", "Soziales"], "sammlung-soziales.pdf", ["Bus", "Alt"]),
        (["--wahlperiode", "2020–2025"], "sammlung-2020-2025.pdf", ["Alt", "Radweg", "Bus"]),
        (["--beschluesse"], "beschluesse.pdf", ["Radweg"]),
        ([], "sammlung.pdf", ["Alt", "Radweg", "Bus"]),
    ],
)
def test_a_collection_holds_what_was_asked_for_oldest_first(
    project: Project, asked: list[str], file: str, titles: list[str]
):
    project.motion(head="stand: in geänderter Fassung angenommen", body=CHANGED)
    project.motion("2024-04-bus", uid="b4s7vn", titel="Bus", datum="2024-04-02", head="themen: Soziales")
    project.motion("2021-04-alt", uid="b4s7vp", titel="Alt", datum="2021-04-02", head="themen: Soziales")
    project.motion("2024-05-geheim", uid="b4s7vq", titel="Geheim", datum="2024-05-02", head="stand: Entwurf")
    project.motion(
        "2024-06-geheim",
        uid="b4s7vr",
        titel="Geheim",
        datum="2024-06-02",
        head="veroeffentlicht: 2099-01-01\nthemen: Soziales",
    )
    done = called(project, "sammlung", *asked)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"in briefe/{file}\n")
    data = (project.root / "briefe" / file).read_bytes()
    contents = words(data).partition("\f")[0]
    assert re.findall(r"^(\w+) [ .]{9,}", contents, re.M) == [
        title for title in ["Alt", "Radweg", "Bus"] if title in titles
    ]
    assert "Geheim" not in words(data)
    assert outline(data) == [title for title in ["Alt", "Radweg", "Bus"] if title in titles]
    if asked == ["--beschluesse"]:
        assert "später gebaut" in words(data)


def outline(data: bytes) -> list[str]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document, document.open_outline() as entries:
        return [entry.title for entry in entries.root]


def test_a_collection_of_nothing_is_told(project: Project):
    project.motion()

    assert (
        called(project, "sammlung", "--jahr", "1999").stderr
        == "Dazu gibt es keine Anträge: Anträge und Anfragen 1999.\n"
    )
    assert (
        called(project, "sammlung", "--thema", "Verker").stderr
        == "Ein Thema „Verker“ gibt es hier nicht. Meinten Sie „Verkehr“?\n"
    )


def test_a_file_for_a_word_processor_says_the_same(project: Project):
    from docx import Document

    text = (
        BODY
        + "2. Und ein Fußweg.\n\n## Begründung\n\n**Wichtig**, siehe [hier](https://example.org).\n\n| Ort | Euro |\n|---|--:|\n| Altental | 1.000 |\n\n5. fünftens\n\n![Ein Punkt](punkt.png)\n"
    )
    project.motion(
        head="drucksache: 0270/2024\nadressat: Landrätin\nunterzeichner: [{name: Vera Beispiel, rolle: Fraktionssprecherin}]",
        body=text,
    )
    project.write("antraege/2024-03-radweg/punkt.png", PICTURE)
    done = called(project, "brief", "0270/2024", "--docx")

    assert (done.returncode, done.stdout) == (0, "Der Brief liegt in briefe/2024-03-radweg.docx\n"), done.stderr
    document = Document(project.root / "briefe/2024-03-radweg.docx")
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (
        "Landrätin",
        "Drucksache: 0270/2024",
        "Radweg",
        "Ein Radweg wird gebaut.",
        "Wichtig, siehe hier.",
        "Mit freundlichen Grüßen",
    ):
        assert part in said
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Ort", "Euro"],
        ["Altental", "1.000"],
    ]
    assert document.tables[1].rows[0].cells[0].text == "Vera Beispiel\nFraktionssprecherin"
    assert len(document.inline_shapes) == 1
    assert document.core_properties.author == "Bündnis 90/Die Grünen"


def test_briefe_is_a_folder_that_git_does_not_keep():
    assert "/briefe/" in (Path(__file__).parents[2] / ".gitignore").read_text("utf-8").split("\n")
