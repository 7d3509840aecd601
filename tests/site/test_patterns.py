"""The pattern page and its examples: every component has one, one name, and a place in the style sheet's table of contents."""

from __future__ import annotations

import re

import pytest

from plugins.press.assets import SHEETS as SHEET_FILES
from plugins.press.theme import Theme
from plugins.site.patterns import read_examples

from ..builders import Project
from ..conftest import ROOT
from ..reading import elements, parse

THEME = ROOT / "theme"
COMPONENTS = sorted(path.stem for path in (THEME / "templates/components").glob("*.html"))
STYLES = sorted(path.stem for path in (THEME / "static/css/components").glob("*.css"))
# Style sheets of parts that are no macro: of the frame, of single pages, of what a module or a filter adds.
PARTS = {
    "easy",
    "figures",
    "glossary",
    "head",
    "hero",
    "imprint",
    "join",
    "masthead",
    "motion",
    "pattern",
    "profile",
    "refine",
    "search",
    "told",
    "words",
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_one_macro_of_its_own_name(name: str) -> None:
    text = (THEME / f"templates/components/{name}.html").read_text("utf-8")
    assert re.findall(r"\{%-? macro (\w+)\(", text) == [name]


def test_every_component_has_examples_and_every_example_a_component() -> None:
    assert sorted(read_examples(Theme((THEME,)), "")) == COMPONENTS
    assert all(
        example["name"] and example["with"]
        for shown in read_examples(Theme((THEME,)), "").values()
        for example in shown
    )


SHEETS = {name: (THEME / "static/css" / name).read_text("utf-8") for name in SHEET_FILES.values()}


def test_every_style_sheet_has_a_component_and_is_in_one_table_of_contents() -> None:
    named = {name: re.findall(r"components/([\w-]+)\.css", text) for name, text in SHEETS.items()}
    assert set(STYLES) - PARTS <= set(COMPONENTS)
    assert sorted(name for found in named.values() for name in found) == STYLES
    assert all(found == sorted(found) for found in named.values())


def test_a_class_has_the_name_of_its_component() -> None:
    """`.chip`, `.chip--good`, `.chip__sign` stand in chip.css."""
    strangers = {}
    for name in set(STYLES) - {
        "head",
        "hero",
        "masthead",
        "member",
        "motion",
        "words",
        "years",
    }:  # those place what others are
        text = re.sub(r"/\*.*?\*/", "", (THEME / f"static/css/components/{name}.css").read_text("utf-8"), flags=re.S)
        others = {
            c
            for c in re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "", text))
            if c.split("__")[0].split("--")[0]
            not in (name, "shape", "button", "lead", "stages", "fuge", "wort", "more", "sender")
        }
        if others:
            strangers[name] = others
    assert strangers == {}


def test_the_preview_shows_the_patterns_and_the_site_does_not(project: Project) -> None:
    project.motion()
    assert project.build().report
    assert not (project.output / "muster").exists()
    assert project.build(ENTWUERFE=True).report
    page = parse(project.page("muster/"))
    assert [e.get("id") for e in elements(page) if e.tag == "section" and e.get("class") == "pattern"] == [
        f"{name}_" for name in COMPONENTS
    ]
    assert "muster" not in project.page("sitemap.xml")
    assert any(e.get("name") == "robots" and e.get("content") == "noindex" for e in elements(page))


def test_every_example_is_shown(project: Project) -> None:
    project.motion()
    assert project.build(ENTWUERFE=True).report
    page = parse(project.page("muster/"))
    names = ["".join(e.itertext()).strip() for e in elements(page) if e.get("class") == "pattern__name"]
    assert names == [example["name"] for shown in read_examples(Theme((THEME,)), "").values() for example in shown]
