"""`fraktion neu` with odd input: a file that passes the check, whatever was typed, or a sentence (test_cli.py has the usual)."""

from __future__ import annotations

import errno
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.characters import SUSPECT
from plugins.records.frontmatter import read_source
from plugins.records.nodes import Mapping, Scalar
from plugins.records.tree import read_yaml
from plugins.site.new import listed, new_text, scalar
from plugins.site.settings import Refusal

from ..builders import TODAY, Project
from ..disk import HEUTE, called, contents
from ..hostile import lines


def new(project: Project, kind: str, *arguments: str) -> Path:
    """The file that a call makes; it passes the check."""
    before = set(project.content.rglob("*.md"))
    done = called(project, "neu", kind, *arguments, "--heute", HEUTE)
    assert done.returncode == 0, done.stderr
    (path,) = set(project.content.rglob("*.md")) - before
    assert done.stdout.startswith(f"Angelegt: {path.relative_to(project.root)}\n")
    problems = [p for p in project.check() if p.path.endswith(path.name) and not p.warning]
    assert problems == [], path.read_text("utf-8")
    return path


def head(path: Path) -> dict:
    """The head of a text, as the checker reads it."""
    source = read_source("", path.read_bytes())
    assert source.problems == ()
    return {
        key: value.text if isinstance(value, Scalar) else [item.text for item in value.items]
        for key, value in source.head.entries.items()
    }


@pytest.mark.parametrize(
    "kind, arguments, name",
    [
        (
            "antrag",
            ["--titel", "Radweg an der K 14 – jetzt!", "--datum", "4.3.2024"],
            "antraege/2024-03-radweg-an-der-k-14-jetzt.md",
        ),
        (
            "meldung",
            ["--titel", "Bürger*innen fragen, wir antworten"],
            "meldungen/2026-11-22-buerger-innen-fragen-wir-antworten.md",
        ),
        ("sitzung", ["--datum", "2026-12-02"], "sitzungen/2026-12-02-fraktionssitzung.md"),
        ("reihe", ["--ab", "2.12.2026", "--bis", "2027-07-07"], "reihen/fraktionssitzung.md"),
        ("person", ["--name", "Şükran Łukasz-Groß"], "personen/suekran-lukasz-gross.md"),
        ("person", ["--name", "2024"], "personen/person-2024.md"),
        ("person", ["--name", "中文"], "personen/person.md"),
        (
            "gremium",
            ["--name", "Ausschuss für Umwelt, Klima und Bau", "--kurz", "Bauausschuss"],
            "gremien/bauausschuss.md",
        ),
        ("antrag", ["--titel", "x" * 200], f"antraege/2026-11-{'x' * 60}.md"),
    ],
)
def test_the_name_of_the_file_comes_from_what_was_typed(
    project: Project, kind: str, arguments: list[str], name: str
) -> None:
    assert new(project, kind, *arguments).relative_to(project.content).as_posix() == name


def test_a_motion_begins_as_a_draft_with_places_for_its_text(project: Project) -> None:
    path = new(project, "antrag", "--titel", "Radweg", "--themen", "Verkehr, Soziales", "--drucksache", "0270/2024")
    assert head(path)["stand"] == "Entwurf"
    assert head(path)["themen"] == ["Verkehr", "Soziales"]
    assert "## Beschlussvorschlag\n\n1. " in path.read_text("utf-8")
    assert "## Fragen\n\n1. " in new(project, "antrag", "--titel", "Wie viele", "--art", "anfrage").read_text("utf-8")
    assert project.build().report
    assert not (project.output / "antraege" / path.stem).exists()


def test_a_file_for_a_date_of_a_series_holds_no_more_than_that(project: Project) -> None:
    """And the date keeps its uid and its address."""
    new(project, "reihe", "--ab", "2026-12-02", "--bis", "2027-07-07")
    before = sorted((m.uid, m.path) for m in project.site().meetings)
    path = new(project, "sitzung", "--reihe", "fraktionssitzung", "--datum", "2026-12-16")

    assert head(path) == {"reihe": "fraktionssitzung", "datum": "2026-12-16"}
    assert sorted((m.uid, m.path) for m in project.site().meetings) == before
    assert (
        "gibt es schon"
        in called(
            project, "neu", "sitzung", "--reihe", "fraktionssitzung", "--datum", "2026-12-16", "--heute", HEUTE
        ).stderr
    )
    assert (
        "keine Sitzung der Reihe"
        in called(
            project, "neu", "sitzung", "--reihe", "fraktionssitzung", "--datum", "2026-12-17", "--heute", HEUTE
        ).stderr
    )


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text_becomes_a_scalar_that_reads_as_itself(text: str) -> None:
    line = SUSPECT.sub("", text.replace("\n", " ")).strip()
    node, problems = read_yaml("", f"x: {scalar(line)}\n", 1)
    assert problems == []
    assert isinstance(node, Mapping)
    assert node.entries["x"].text.strip() == line


@pytest.mark.parametrize(
    ("name", "step"), [("eigene", 1), pytest.param("naughty-strings", 6, marks=pytest.mark.needs("real"))]
)
def test_naughty_strings_as_a_title_give_a_right_file_or_a_sentence(project: Project, name: str, step: int) -> None:
    """Letters are composed, whatever the keyboard made of them."""
    made, tried = 0, lines(name)[::step]
    for line in tried:
        try:
            path = new_text(project.content, "antrag", {"titel": line}, TODAY)
        except Refusal as refusal:
            assert str(refusal).startswith("„")
            continue
        assert head(path)["titel"] == unicodedata.normalize("NFC", SUSPECT.sub("", line.replace("\t", " ")).strip())
        path.unlink()
        made += 1
    assert made > 0.9 * len(tried)


@pytest.mark.parametrize(
    "kind, wrong, said",
    [
        ("antrag", ["--titel", " \u200b "], "„titel“ (Titel) fehlt."),
        ("antrag", ["--titel", "zwei\nZeilen"], "„titel“"),
        ("antrag", ["--titel", "x" * 3000], "„titel“"),
        ("antrag", ["--titel", "kaputt\udcff"], "ist kein lesbarer Text. Bitte neu eintippen."),
        ("sitzung", ["--form", "Präsenz"], "Zu „form: Präsenz“ gehört ein Ort; er fehlt."),
        ("sitzung", ["--art", "Kreistag"], "Bei einer Sitzung der Art „Kreistag“ fehlt das Gremium."),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_and_no_file(
    project: Project, kind: str, wrong: list[str], said: str
) -> None:
    before = contents(project.content)
    done = called(project, "neu", kind, *wrong, "--heute", HEUTE)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert contents(project.content) == before


def test_a_name_with_a_comma_is_one_name(project: Project) -> None:
    new(project, "gremium", "--name", "Ausschuss für Umwelt, Verkehr und Bau")
    path = new(
        project,
        "sitzung",
        "--datum",
        "2026-12-03",
        "--art",
        "Ausschuss",
        "--gremium",
        "Ausschuss für Umwelt, Verkehr und Bau, Kreistag",
    )
    assert head(path)["gremium"] == ["Ausschuss für Umwelt, Verkehr und Bau", "Kreistag"]
    assert list(listed("a, b, c , ,d", {"a, b", "b, c"})) == ["a, b", "c", "d"]


def test_a_folder_that_takes_no_file_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, *args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "open", full)
    done = called(project, "neu", "person", "--name", "Vera")
    assert done.returncode == 1
    assert done.stderr.endswith(
        "lässt sich nicht lesen oder schreiben; der Datenträger ist voll. Bitte Platz schaffen und den Befehl wiederholen; er macht dort weiter, wo er aufhörte.\n"
    )
