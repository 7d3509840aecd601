"""A dependency that was forgotten is found by name: `fraktion bauen --pruefen`."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from plugins.press.ask import Ask
from plugins.site.build import build

from ..builders import Project
from ..disk import HEUTE, contents, fraktion
from .test_dependencies import Town, tick

pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions that begin so are answered, and not noted."""
    forgotten: list[str] = []
    note = Ask.note
    monkeypatch.setattr(Ask, "note", lambda self, key: None if key.startswith(tuple(forgotten)) else note(self, key))
    return forgotten


@pytest.mark.parametrize(
    ("question", "file", "old", "new", "stale"),
    [
        (
            "piece:sitzungen",
            "fraktion.yaml",
            "Kommen Sie dazu.",
            "Kommen Sie gern dazu.",
            ["index.html", "sitzungen/index.html"],
        ),
        (
            "list:meldungen:",
            "meldungen/fest.md",
            "titel: Das Fest war schön",
            "titel: Das Fest war laut",
            ["antraege/heim/index.html"],
        ),
        (
            "beside:",
            "antraege/radweg.md",
            "titel: Radweg am Fluss",
            "titel: Radweg am See",
            ["antraege/baum/index.html", "antraege/frage/index.html"],
        ),
    ],
)
def test_what_was_forgotten_is_named_and_made_anew(
    tmp_path: Path, forgetful: list[str], question: str, file: str, old: str, new: str, stale: list[str]
) -> None:
    forgetful.append(question)
    town = Town(tmp_path / "ort")
    town.write()
    build(town.project.settings(**town.told))
    tick()
    text = (town.project.content / file).read_text("utf-8")
    assert old in text
    town.project.write(file, text.replace(old, new))
    build(town.project.settings(**town.told))
    tick()
    result = build(town.project.settings(**town.told), audit=True)
    assert set(stale) <= set(result.report.stale)
    cold = tmp_path / "kalt"
    build(town.project.settings(**town.told, OUTPUT_PATH=str(cold), CACHE_ORDNER=str(tmp_path / "kalter")))
    assert contents(town.project.output) == contents(cold)
    assert build(town.project.settings(**town.told), audit=True).report.stale == []


def test_a_text_that_was_not_asked_again_is_named(tmp_path: Path, forgetful: list[str]) -> None:
    """Its problem is told, late; and nothing is made of it."""
    forgetful.append("list:uid:")
    town = Town(tmp_path / "ort")
    town.write()
    settings = town.project.settings(**town.told)
    build(settings)
    tick()
    text = (town.project.content / "antraege/bus.md").read_text("utf-8")
    town.project.write("antraege/bus.md", text.replace("uid: mxbbs2", "uid: mxhhm2"))
    assert "uid-twice" not in {problem.code for problem in build(settings).problems}
    assert "uid-twice" in {problem.code for problem in build(settings, audit=True).problems}


# These are not noted: they say nothing that a row does not stand for, which was asked for before.
QUIET = {"ref", "seen", "behind", "lines_behind", "cards_of"}


def test_every_other_question_is_noted() -> None:
    for name, method in inspect.getmembers(Ask, inspect.isfunction):
        if not name.startswith("_") and name not in {*QUIET, "note"}:
            source = inspect.getsource(method)
            assert "self.note(" in source or any(
                f"self.{other}(" in source for other in ("facts", "rows", "years", "data", "cards_of")
            ), name


def test_the_command_says_that_all_is_well(project: Project) -> None:
    project.motion()
    fraktion(project, "bauen", "--heute", HEUTE)
    said = fraktion(project, "bauen", "--heute", HEUTE, "--pruefen").stdout
    assert "Alle Seiten sind auf dem Stand der Texte.\n" in said
