"""PDF files: their text is found on the page that names them, each is read once, and no file breaks a build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.records.problems import errors
from plugins.search import papers
from plugins.search.papers import Read, read_papers

from ..builders import ABOUT, LOCKED, codes, pdf


def with_paper(project, data: bytes, name: str = "antrag.pdf"):
    project.motion(head=f"pdf: {name}")
    project.write(f"antraege/2024-03-radweg/{name}", data)
    return project


def fragments(output: Path) -> dict[str, str]:
    """By address, the text that can be found in the files of its page."""
    found = {}
    for path in output.glob("suche/teile/x/*.js"):
        said = json.loads(path.read_text("utf-8").partition(",")[2].removesuffix(")\n"))
        shown = (output / "suche/teile/d" / path.name).read_text("utf-8")
        found[json.loads(shown.partition(",")[2].removesuffix(")\n"))[0]] = " ".join(
            f"{name}: {text}" for name, text in said
        )
    return found


def test_the_text_of_a_file_is_found_on_the_page_that_names_it(project):
    with_paper(project, pdf("Der Aussichtsturm\nauf dem Kühberg", "Zweite Seite: Wendehammer")).build()
    text = fragments(project.output)["antraege/2024-03-radweg/"]
    assert "antrag.pdf: Der Aussichtsturm" in text
    assert "auf dem Kühberg Zweite Seite: Wendehammer" in text
    assert any("ichtsturm" in path.read_text("utf-8") for path in project.output.glob("suche/teile/p/*.js"))


def test_a_word_broken_at_the_end_of_a_line_is_whole_again():
    assert papers.tidy("Aussichts\ufffe\r\nturm und Kreis\u00ad\nstraße\x00 2") == "Aussichtsturm und Kreisstraße 2"


def test_letters_of_a_file_are_composed_as_those_of_the_texts_are():
    assert papers.tidy("Gru\u0308nfla\u0308che") == "Gr\u00fcnfl\u00e4che"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.4 kein PDF", "pdf-bad"),
        (b"", "pdf-bad"),
        (LOCKED, "pdf-locked"),
        (pdf(""), "pdf-silent"),
        (pdf(*["Seite"] * 201), "pdf-long"),
        (pdf(*["\n".join(["Wort " * 12] * 50)] * 80), "pdf-long"),
    ],
    ids=["broken", "empty", "locked", "scanned", "many pages", "many letters"],
)
def test_a_file_without_its_text_in_the_search_is_a_hint_and_the_site_is_built(project, data, code):
    result = with_paper(project, data).build()
    assert [(p.path, p.line, p.code, p.warning) for p in result.problems if p.code.startswith("pdf-")] == [
        ("content/antraege/2024-03-radweg.md", 6, code, True)
    ]
    assert (project.output / "antraege/2024-03-radweg/antrag.pdf").read_bytes() == data


def test_a_huge_file_is_not_even_opened(project, monkeypatch, tmp_path):
    file = tmp_path / "x.pdf"
    with file.open("wb") as out:
        out.truncate(papers.BYTES + 1)  # a hole, no bytes on the disk
    assert list(read_papers([file])) == [Read(wrong="pdf-huge")]


def test_a_file_that_kills_its_reader_costs_no_other(tmp_path, monkeypatch):
    """As one would that is endless: the process ends in the middle, and another goes on with the next file."""
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.pdf"
    bad.write_bytes(pdf("Endlos"))
    good.write_bytes(pdf("Gut"))
    (tmp_path / "sitecustomize.py").write_text(
        f"import pathlib\nold = pathlib.Path.stat\ndef stat(self, **more):\n    if self == pathlib.Path({str(bad)!r}):\n        while True: pass\n    return old(self, **more)\npathlib.Path.stat = stat\n"
    )
    run = papers.subprocess.run
    monkeypatch.setattr(
        papers.subprocess,
        "run",
        lambda command, env, **more: run(command, env={**env, "PYTHONPATH": f"{tmp_path}:{env['PYTHONPATH']}"}, **more),
    )
    assert [r.text or r.wrong for r in read_papers([good, bad, good], seconds=1)] == ["Gut", "pdf-bad", "Gut"]


def test_a_file_is_read_once(project, monkeypatch):
    with_paper(project, pdf("Der Aussichtsturm")).build()
    monkeypatch.setattr(
        "plugins.site.papers.read_papers", lambda paths: pytest.fail("read again") if paths else iter(())
    )
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    project.build()
    assert "Aussichtsturm" in fragments(project.output)["antraege/2024-03-radweg/"]


def test_an_edited_text_keeps_what_its_file_says(project):
    """The short way makes the bundle again from what is remembered; the same bytes as if all were built anew."""
    with_paper(project, pdf("Der Aussichtsturm")).build()
    project.motion(head="pdf: antrag.pdf", body="## Beschlussvorschlag\n\n1. Eine Brücke wird gebaut.\n")
    report = project.build().report
    assert {path.split("/")[0] for path in report.written} >= {"antraege", "suche"}
    assert "Aussichtsturm" in fragments(project.output)["antraege/2024-03-radweg/"]
    assert any("Brücke" in path.read_text("utf-8") for path in project.output.glob("suche/teile/d/*.js"))


def test_another_file_of_the_same_name_makes_what_it_changes_anew(project):
    with_paper(project, pdf("Der Aussichtsturm")).build()
    project.write("antraege/2024-03-radweg/antrag.pdf", pdf("Der Wendehammer"))
    report = project.build().report
    assert len([path for path in report.written if path.startswith("suche/")]) <= 8
    assert "Wendehammer" in fragments(project.output)["antraege/2024-03-radweg/"]


def test_a_way_into_a_conference_in_a_file_is_a_problem(project):
    """Whatever its letters are made of: what can be read can be found."""
    found = with_paper(project, pdf("Einwahl: https://zoom.us/j/123456789")).check()
    assert ("content/antraege/2024-03-radweg/antrag.pdf", "conference") in [(p.path, p.code) for p in found]


def test_what_was_found_clean_is_not_looked_through_again_but_for_a_new_blocked_address(project, monkeypatch):
    with_paper(project, pdf("Einwahl: konferenz-beispiel.org")).build()
    asked = []
    monkeypatch.setattr("plugins.site.papers.check_guard", lambda path, text, blocked: asked.append(path) or iter(()))
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    project.build()
    assert asked == []
    monkeypatch.undo()
    project.write("fraktion.yaml", ABOUT + "gesperrte_adressen:\n  - konferenz-beispiel.org\n")
    assert ("content/antraege/2024-03-radweg/antrag.pdf", "conference") in [(p.path, p.code) for p in project.check()]


def test_a_site_without_such_files_starts_no_reader(project, monkeypatch):
    monkeypatch.setattr(papers.subprocess, "run", lambda *a, **k: pytest.fail("started"))
    project.motion()
    assert "pdf-bad" not in codes(project.check())


def test_a_hint_on_a_file_moves_with_its_line(project):
    """Its place was remembered, while the running text above it grew."""
    lines = []
    for text in ("Kurz.", "Lang.\n\nSehr lang.", "Wieder kurz."):
        project.motion(body=f"## Beschlussvorschlag\n\n1. Ein Radweg.\n\n## Begründung\n\n{text}\n\n[Plan](plan.pdf)\n")
        project.write("antraege/2024-03-radweg/plan.pdf", pdf(""))
        lines += [p.line for p in project.build().problems if p.code == "pdf-silent"]

    assert [line - lines[0] for line in lines] == [0, 2, 0]


def test_what_is_not_public_is_not_in_it(project):
    """Neither a draft, nor what lies beside it, nor what was taken off the site."""
    project.motion(head="pdf: antrag.pdf\nstand: Entwurf")
    project.write("antraege/2024-03-radweg/antrag.pdf", pdf("Der Aussichtsturm"))
    project.motion("2024-04-bus", uid="k7f3qx", titel="Schnellbus nach Moorbeck")
    project.motion("2024-05-weg", uid="k7f3qw", titel="Quastenweg", head="geloescht_am: 2024-06-01")
    assert errors(project.build().problems) == []
    said = "\n".join(path.read_text("utf-8") for path in project.output.glob("suche/teile/**/*.js"))
    assert "Schnellbus" in said
    assert not [word for word in ("Aussichtsturm", "ichtsturm", "Quastenweg", "quastenweg") if word in said]
    project.motion("2024-04-bus", uid="k7f3qx", titel="Schnellbus nach Moorbeck", head="stand: Entwurf")
    assert errors(project.build().problems) == []
    said = "\n".join(path.read_text("utf-8") for path in project.output.glob("suche/teile/**/*.js"))
    assert "Schnellbus" not in said
    assert not any(b"chnellbus" in path.read_bytes() for path in (project.root / ".cache").glob("suche-*"))
