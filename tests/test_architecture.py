"""The house stands: rooms import downwards only, one module speaks to Pelican, templates see their inputs only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta

from plugins.press.templates import environment
from plugins.press.theme import Theme

from .conftest import ROOT

PLUGINS = ROOT / "plugins"
TEMPLATES = ROOT / "theme" / "templates"

# Every arrow between rooms, from the ground up. A new arrow is a decision: it is written down here,
# and in the picture of plugins/README.md, or it is not drawn.
FLOORS = (
    ("records", "press"),
    ("group", "motions", "meetings", "news", "people", "texts"),
    ("documents", "feeds", "newsletter", "opendata", "pictures", "search", "subjects"),
    ("site", "einstellungen"),
    ("publishing", "invitations", "teasers", "importing"),
    ("founding",),
    ("cli",),
)
ARROWS = {
    "records": set(),
    "press": {"records"},
    "group": {"records", "press"},
    "motions": {"records", "press"},
    "meetings": {"records", "press"},
    "news": {"records", "press"},
    "people": {"records", "press"},
    "texts": {"records", "press"},
    "documents": {"records", "press", "group", "motions"},
    "feeds": {"records", "press", "motions", "meetings", "news"},
    "newsletter": {"records", "press"},
    "opendata": {"records", "press", "group", "motions", "meetings", "people"},
    "pictures": {"records", "press"},
    "subjects": {"records", "press", "motions", "meetings", "news", "people"},
    "search": {"records", "press", "motions", "meetings", "news", "people", "texts"},
    "site": {
        "records",
        "press",
        "group",
        "motions",
        "meetings",
        "news",
        "people",
        "texts",
        "documents",
        "feeds",
        "newsletter",
        "opendata",
        "pictures",
        "search",
        "subjects",
    },
    "publishing": {"records", "press", "site"},
    "invitations": {"records", "group", "meetings", "site"},
    "teasers": {"records", "group", "news", "site"},
    "importing": {"records", "press", "motions", "site"},
    "founding": {"records", "group", "site", "einstellungen", "publishing"},
    "einstellungen": {"records"},
    "cli": {
        "records",
        "press",
        "group",
        "motions",
        "documents",
        "site",
        "publishing",
        "invitations",
        "teasers",
        "importing",
        "founding",
    },
}
ORDER = [room for floor in FLOORS for room in floor]
MODULES = sorted(PLUGINS.rglob("*.py"))


def room_of(module: Path) -> str:
    """The first folder below plugins/, or the file itself; "" for plugins/__init__.py."""
    first = module.relative_to(PLUGINS).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imports(source: str, package: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and full dotted name of everything a module of `package` imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, tuple(alias.name.split("."))) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = (*base, *(node.module.split(".") if node.module else ()))
            yield from ((node.lineno, (*stem, alias.name)) for alias in node.names)


def drawn() -> dict[tuple[str, str], str]:
    """Every arrow in today's code, with the first place where it is drawn."""
    found: dict[tuple[str, str], str] = {}
    for module in MODULES:
        package = ("plugins", *module.relative_to(PLUGINS).parts[:-1])
        for line, name in imports(module.read_text("utf-8"), package):
            if name[0] == "plugins" and len(name) > 1 and name[1] != room_of(module):
                found.setdefault((room_of(module), name[1]), f"{module.relative_to(ROOT)}:{line}")
    return found


# -------------------------------------------------------------------------------------- rooms


def test_rooms_import_only_what_the_table_allows():
    new = {arrow: place for arrow, place in drawn().items() if arrow[1] not in ARROWS.get(arrow[0], ())}

    assert not new, f"arrows that the table does not know: {new}"


def test_the_table_holds_no_arrow_that_nobody_needs():
    assert {(a, b) for a, targets in ARROWS.items() for b in targets} == set(drawn())


def test_every_allowed_arrow_points_downwards():
    assert [(a, b) for a, targets in ARROWS.items() for b in targets if ORDER.index(b) >= ORDER.index(a)] == []


def test_rooms_of_the_same_floor_do_not_know_one_another():
    """On the ground floor the press stands on the records; above it, what two rooms share comes from below or goes through the site."""
    beside = [(a, b) for floor in FLOORS for a in floor for b in floor if b in ARROWS[a]]

    assert beside == [("press", "records")]


def test_no_room_imports_itself_by_way_of_others():
    graph: dict[str, set[str]] = {}
    for a, b in drawn():
        graph.setdefault(a, set()).add(b)

    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_every_room_stands_on_a_floor():
    assert sorted({room_of(module) for module in MODULES} - {""}) == sorted(ORDER) == sorted(ARROWS)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from ..motions.model import Motion", ("plugins", "motions", "model", "Motion")),
        ("from .. import feeds", ("plugins", "feeds")),
        ("from . import listings", ("plugins", "news", "listings")),
        ("import plugins.motions.model", ("plugins", "motions", "model")),
        ("from plugins import motions as m", ("plugins", "motions")),
        ("def late():\n    from ..motions import pages", ("plugins", "motions", "pages")),
        ("if TYPE_CHECKING:\n    from ..motions import Motion", ("plugins", "motions", "Motion")),
    ],
)
def test_an_import_is_seen_in_every_spelling(source, name):
    assert [found for _, found in imports(source, ("plugins", "news"))] == [name]


# ---------------------------------------------------------------------------------- modules


def test_one_module_speaks_to_pelican():
    speakers = {
        module.relative_to(PLUGINS).as_posix()
        for module in MODULES
        for _, name in imports(module.read_text("utf-8"), ("plugins",))
        if name[0] == "pelican"
    }

    assert speakers == {"site/plugin.py"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_a_module_starts_by_saying_what_it_is(module):
    text = module.read_text("utf-8")
    said = ast.get_docstring(ast.parse(text)) or ""

    assert text.startswith('"""')
    assert said.split("\n")[0].endswith((".", ":"))


# --------------------------------------------------------------------------------- templates


def test_the_environment_gives_templates_no_globals_of_its_own():
    assert environment(Theme((ROOT / "theme",))).globals == jinja2.Environment().globals


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda template: template.relative_to(TEMPLATES).as_posix()
)
def test_a_template_calls_no_global(template):
    """What a page shows is among its inputs. Of Jinja's own words `namespace` alone is allowed: without it a loop cannot add up."""
    env = environment(Theme((ROOT / "theme",)))
    known = set(env.globals) - {"namespace"}
    env.globals.clear()  # Jinja's own search passes over the names it finds here

    assert meta.find_undeclared_variables(env.parse(template.read_text("utf-8"))) & known == set()


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda template: template.relative_to(TEMPLATES).as_posix()
)
def test_a_template_starts_by_saying_what_it_is(template):
    assert template.read_text("utf-8").startswith("{# ")
