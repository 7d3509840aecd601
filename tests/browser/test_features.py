"""Old browsers: every feature that the theme uses stands in features.toml, with what happens where one lacks it.

What is in use is read off the theme and the sample's pages; MDN's data say who knows it (features.mjs). Beyond that some
things are held here that a table cannot hold: that one browser's ignorance takes nothing else away.
"""

from __future__ import annotations

import json
import re
import subprocess
import textwrap
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ..conftest import ROOT
from .chromium import KINDS

HERE = Path(__file__).parent
THEME = ROOT / "theme"
NAMES = {"safari": "Safari 15.6", "firefox": "Firefox 115", "chrome": "Chrome 109"}
CASE = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}  # HTML's parser writes names small


class Tags(HTMLParser):
    """Elements with their attributes, each once."""

    def __init__(self, html: str):
        super().__init__()
        self.found: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, tuple((CASE.get(name, name), value or "") for name, value in attrs)))


def markup(template: str) -> str:
    """A template without what Jinja does; a name that it makes is one of those it may make."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", template, flags=re.DOTALL)
    text = re.sub(r"(</?h)\{\{.*?\}\}", r"\g<1>3", text)
    return re.sub(r"\{\{.*?\}\}", "x", re.sub(r"(</?)\{\{.*?\}\}", r"\g<1>div", text), flags=re.DOTALL)


def ask(css: dict[str, str], html: dict[str, list], js: dict[str, str]) -> dict:
    done = subprocess.run(
        ["node", HERE / "features.mjs"],
        input=json.dumps({"css": css, "html": html, "js": js}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_use(output: Path) -> dict:
    """What the theme uses, and a page of each kind of a built sample."""
    pages = {kind: output / (path if path.endswith(".html") else f"{path}index.html") for kind, path in KINDS.items()}
    html = {path.name: markup(path.read_text("utf-8")) for path in (THEME / "templates").rglob("*.html")}
    html |= {kind: path.read_text("utf-8") for kind, path in pages.items()}
    return ask(
        {path.name: path.read_text("utf-8") for path in (THEME / "static/css").rglob("*.css")},
        {name: sorted(Tags(text).found) for name, text in html.items()},
        {path.name: path.read_text("utf-8") for path in (THEME / "static/js").glob("*.js")},
    )


@pytest.fixture(scope="module")
def told(sample: Path) -> dict:
    return in_use(sample)


def table() -> tuple[dict[str, dict[str, str] | None], dict]:
    """Each feature with the browsers that lack it; None where MDN's data have no word on it."""
    data = tomllib.loads((HERE / "features.toml").read_text("utf-8"))
    rows: dict[str, dict[str, str] | None] = dict.fromkeys(data["unmeasured"])
    rows |= {name: {} for kind in data["known"].values() for name in kind}
    rows |= {name: row["since"] for row in data["lacking"] for name in row["names"]}
    return rows, data


@pytest.mark.needs("features")
def test_every_feature_in_use_stands_in_the_table_as_browsers_know_it(told: dict) -> None:
    rows, _ = table()
    wrong = []
    for name, entry in sorted(told["found"].items()):
        if name not in rows or rows[name] != entry["lacks"]:
            lacks = [f"{NAMES[one]} lacks it (since {version})" for one, version in (entry["lacks"] or {}).items()]
            where = "known" if entry["lacks"] == {} else "unmeasured" if entry["lacks"] is None else "lacking"
            known = ", ".join(lacks) or ("all three know it" if where == "known" else "MDN's data have no word on it")
            what = ", with what happens without it" if lacks else " (python -m tests.browser.test_features does it)"
            wrong.append(
                f"„{name}“ in {', '.join(entry['in'][:4])}: {known}. "
                f"Please write it into tests/browser/features.toml, under {where}{what}."
            )
    assert wrong == [], "\n".join(wrong)


@pytest.mark.needs("features")
def test_no_row_is_left_of_what_is_no_longer_in_use(told: dict) -> None:
    assert sorted(set(table()[0]) - set(told["found"])) == []


def test_each_row_says_what_happens_without_it() -> None:
    _, data = table()
    said = [row["without"] for row in data["lacking"]]
    assert [text for text in said if len(text) < 20 or not text.endswith(".")] == []
    names = [name for row in data["lacking"] for name in row["names"]] + data["unmeasured"]
    names += [name for kind in data["known"].values() for name in kind]
    assert len(names) == len(set(names))


@pytest.mark.needs("features")
def test_a_selector_that_not_all_know_stands_alone(told: dict) -> None:
    """In a list with others it would take their rule away (CSS Selectors 4, invalid selectors)."""
    assert told["together"] == []


def test_every_property_of_ours_is_given_somewhere() -> None:
    """`var(--x)` without a value makes its whole declaration void, in every browser."""
    css = "\n".join(path.read_text("utf-8") for path in (THEME / "static/css").rglob("*.css"))
    html = "\n".join(path.read_text("utf-8") for path in (THEME / "templates").rglob("*.html"))
    given = set(re.findall(r"(--[\w-]+):", css + html))
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) - given == set()


def test_a_list_without_signs_is_a_list_for_voiceover() -> None:
    """Safari takes `list-style: none` for no list; an empty string it does not (summary is none)."""
    rules = [
        (path.name, rule)
        for path in (THEME / "static/css").rglob("*.css")
        for rule in re.findall(r"([^{}]+)\{[^{}]*list-style(?:-type)?: none", path.read_text("utf-8"))
    ]
    assert [(name, rule.strip()) for name, rule in rules if "summary" not in rule] == []


@pytest.mark.needs("features")
def test_the_finder_finds() -> None:
    """Of each language something that none of the three knows, and something old."""
    answer = ask(
        {"a.css": "a { text-box: trim-both cap alphabetic; color: red } p:open, a:hover { top: anchor(top) }"},
        {"a.html": [["search", []], ["p", [["popover", ""]]]]},
        {"a.js": "const b = a.at(-1)?.toSorted(); /(?<=x)y/v.test(b); Object.groupBy(b, Math.max)"},
    )
    lacked = {name for name, entry in answer["found"].items() if entry["lacks"]}
    want = {"text-box", ":open", "anchor()", "<search>", "<p popover>", ".toSorted", "(?<=…)", "/…/v", ".groupBy"}
    assert lacked >= want
    assert {"color", ":hover", ".at", ".max", "<p>"} <= set(answer["found"]) - lacked
    assert answer["together"] == ["a.css: p:open,a:hover"]


def group(name: str, where: list[str]) -> str:
    """Under which word of `known` it stands."""
    if all(one.endswith(".js") for one in where):
        return "script"
    if name.startswith("<"):
        return "attributes" if " " in name else "elements"
    if name.startswith(("@", "(")):
        return "rules and conditions"
    if name.startswith((":", "&")):
        return "selectors"
    if name.endswith("()") or name.startswith("1"):
        return "functions" if name.endswith("()") else "units"
    return "values" if ": " in name else "properties"


def lines(names: list[str]) -> str:
    """An array of TOML, as many to a line as it holds."""
    quoted = [json.dumps(name, ensure_ascii=False) for name in sorted(names)]
    text = f"{', '.join(one.replace(' ', chr(0)) for one in quoted)},"
    inside = textwrap.wrap(text, 116, break_long_words=False, break_on_hyphens=False)
    return "[\n" + "".join(f"  {line}\n" for line in inside).replace(chr(0), " ") + "]"


def renew(output: Path) -> None:
    """Write what all three know, and what MDN's data have no word on, as it is in use; the rest is written by hand."""
    file = HERE / "features.toml"
    text = file.read_text("utf-8")
    found = in_use(output)["found"]
    known: dict[str, list[str]] = {kind: [] for kind in tomllib.loads(text)["known"]}
    for name, entry in found.items():
        if entry["lacks"] == {}:
            known[group(name, entry["in"])].append(name)
    head, by_hand = text.partition("unmeasured = ")[0], text.partition("\n[[lacking]]")
    listed = "".join(f"{json.dumps(kind) if ' ' in kind else kind} = {lines(some)}\n" for kind, some in known.items())
    silent = lines([name for name, entry in found.items() if entry["lacks"] is None])
    file.write_text(f"{head}unmeasured = {silent}\n\n[known]\n{listed}{by_hand[1]}{by_hand[2]}", "utf-8")


if __name__ == "__main__":
    from .pictures import built

    renew(built(drafts=False))
