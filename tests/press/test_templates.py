"""Templates: what a change of one can reach, and compiled ones, which are kept and never trusted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from plugins.press import templates
from plugins.press.templates import environment, template_digests
from plugins.press.theme import Theme

from ..conftest import ROOT

THEME = Theme((ROOT / "theme",))


def test_a_template_named_while_rendering_may_be_any(tmp_path: Path) -> None:
    """Then a change of any template reaches the page: better one too many."""
    folder = tmp_path / "templates"
    folder.mkdir()
    ways = {
        "plus": '{%+ include "part.html" %}',
        "tight": '{%include"part.html"%}',
        "list": '{% include ["no.html", "part.html"] %}',
        "sum": '{% include "par" ~ "t.html" %}',
        "choice": '{% include "no.html" if no else "part.html" %}',
        "variable": '{% set name = "part.html" %}{% include name %}',
        "dots": '{% include "./part.html" %}',
        "escape": r'{% include "p\x61rt.html" %}',
        "brackets": '{% include("part.html") %}',
        "two": '{% include "par" "t.html" %}',
        "from": "{% from 'part.html' import m %}",
        "import": '{% import "part.html"as p %}',
        "missing": '{% include "part.html" ignore missing with context %}',
        "extends": '{%- extends "part.html" -%}',
        "over": '{% include "tight.html" %}',
    }
    for name, text in ways.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    (folder / "apart.html").write_text('{% include "other.html" %}{# {% set x = "part.html" %} #}', "utf-8")
    (folder / "part.html").write_text("{% macro m() %}{% endmacro %}eins", "utf-8")
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(folder))
    assert [
        name
        for name in ways
        if name not in ("from", "import") and env.get_template(f"{name}.html").render().strip() != "eins"
    ] == [], "these do reach it"
    before = template_digests(Theme((tmp_path,)))
    (folder / "part.html").write_text("{% macro m() %}{% endmacro %}zwei", "utf-8")
    later = template_digests(Theme((tmp_path,)))
    assert {name for name in before if before[name] != later[name]} == {*(f"{name}.html" for name in ways), "part.html"}


# ----------------------------------------------------------------------------- compiled once


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of compiled templates, with one in it."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    environment(THEME, version="1", cache=tmp_path).get_template("forward.html")
    return tmp_path / "vorlagen"


def compiles(folder: Path, version: str = "1", **filters: Callable) -> bool:
    """Must the template be compiled anew?"""
    done = []
    env = environment(THEME, filters, version, folder.parent)
    compile_it, env.compile = env.compile, lambda *args: done.append(args) or compile_it(*args)
    env.get_template("forward.html")
    return bool(done)


def test_a_template_is_compiled_once(kept: Path) -> None:
    assert not compiles(kept)
    assert [path.suffix for path in kept.iterdir()] == [".jinja"]


def test_a_template_is_compiled_anew_for_other_code_and_other_filters(kept: Path) -> None:
    assert compiles(kept, "2")
    assert compiles(kept, "2", day=lambda value: "nie")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-7],
        lambda data: data[:40] + b"\x00" + data[41:],
        lambda data: data[:50],
        lambda data: b"x" * 500,
    ],
)
def test_a_damaged_compiled_template_is_compiled_anew(kept: Path, damage: Callable[[bytes], bytes]) -> None:
    (file,) = kept.iterdir()
    file.write_bytes(damage(file.read_bytes()))

    assert compiles(kept)
    assert not compiles(kept)


def test_where_nothing_can_be_kept_a_template_is_compiled_each_time(kept: Path) -> None:
    (kept.parent / "datei").touch()
    there = kept.parent / "datei" / "vorlagen"

    assert compiles(there)
    assert compiles(there)


def test_an_address_is_quoted_where_it_needs_to_be() -> None:
    for target in (
        "antraege/2024-03-radweg/",
        "a/b c.pdf",
        "ä/ü.pdf",
        "x#y",
        "a%20b",
        "",
        "100%/a?b=c&d",
        'x"><script>',
        "a\n",
    ):
        assert templates.href(None, target) == (templates.quote(target, safe="/#-_.~,()+") or "./")
