"""Colours: every pair of words and ground that a page shows is in this table, and reaches AAA; signs reach 3 : 1."""

from __future__ import annotations

import re

import pytest

from ..conftest import ROOT
from .chromium import KINDS
from .conftest import WIDE, opened

# words → the grounds on which they stand
TEXT = {
    "ink": ("paper", "sand", "good-soft", "bad-soft", "open-soft", "info-soft", "mixed-soft", "unknown-soft"),
    "quiet": ("paper", "sand"),
    "brand": ("paper", "sand"),
    "good": ("paper", "good-soft"),
    "bad": ("paper", "bad-soft"),
    "open": ("paper", "open-soft"),
    "info": ("paper", "info-soft"),
    "mixed": ("paper", "mixed-soft"),
    "unknown": ("paper", "unknown-soft"),
    "snow": ("tanne", "deep", "night"),
    "mist": ("tanne", "deep"),
    "sun": ("tanne", "deep"),
    "night": ("sun",),
}
SIGNS = {
    **{f"{tone}-mark": ("paper",) for tone in ("good", "bad", "open", "info", "mixed", "unknown", "part")},
    "edge": ("paper",),
    "brand": ("paper", "sand"),
    "sun": ("tanne", "deep", "night"),
    "night": ("paper", "sand"),
}
SHOWN = """() => {
  const pairs = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!c.endsWith(', 0)')) return c } return 'rgb(255, 255, 255)' }
  for (let node; node = walker.nextNode();) {
    const e = node.parentElement
    if (node.data.trim() && e.checkVisibility()) pairs.add(getComputedStyle(e).color + ' / ' + ground(e))
  }
  return [...pairs]
}"""


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name, as tokens.css says."""
    text = (ROOT / "theme/static/css/tokens.css").read_text("utf-8")
    light, _, rest = text.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    return found | (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", rest.partition("}\n}")[0])) if scheme == "dark" else {}
    )


def rgb(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i : i + 2], 16) for i in (0, 2, 4))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour: tuple[int, ...]) -> float:
        linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("table, least", [(TEXT, 7), (SIGNS, 3)], ids=["text", "signs"])
def test_every_pair_is_strong_enough(scheme: str, table: dict[str, tuple[str, ...]], least: float) -> None:
    colours = tokens(scheme)
    skipped = (
        {("night", "paper"), ("night", "sand")} if scheme == "dark" else set()
    )  # the focus has two rings; on dark ground the yellow one shows
    weak = {
        (a, b): round(ratio, 2)
        for a, grounds in table.items()
        for b in grounds
        if (a, b) not in skipped and (ratio := contrast(rgb(colours[a]), rgb(colours[b]))) < least
    }
    assert weak == {}


def test_the_focus_shows_on_every_ground() -> None:
    """Of the two rings one reaches 3 : 1 wherever it stands (WCAG 2.4.13)."""
    for scheme in ("light", "dark"):
        colours = tokens(scheme)
        for ground in (
            "paper",
            "sand",
            "tanne",
            "deep",
            "sun",
            "good-soft",
            "bad-soft",
            "open-soft",
            "info-soft",
            "mixed-soft",
            "unknown-soft",
        ):
            assert max(contrast(rgb(colours[ring]), rgb(colours[ground])) for ring in ("sun", "night")) >= 3, (
                scheme,
                ground,
            )


def test_black_on_white_is_21() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert round(contrast(rgb("#767676"), (255, 255, 255)), 2) == 4.54


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shows_a_pair_that_the_table_does_not_know(browser, preview: str, scheme: str) -> None:
    colours = tokens(scheme)
    known = {(rgb(colours[a]), rgb(colours[b])) for a, grounds in TEXT.items() for b in grounds}
    with browser.new_context(viewport=WIDE, color_scheme=scheme) as context:
        for address in ("muster/", KINDS["home"], KINDS["motion adopted"], KINDS["motions"]):
            with opened(context, f"{preview}/{address}") as page:
                shown = {
                    tuple(tuple(map(int, re.findall(r"\d+", part)[:3])) for part in pair.split(" / "))
                    for pair in page.evaluate(SHOWN)
                }
                assert shown - known == set(), address
                assert len(shown) > 3


def test_no_style_sheet_but_the_tokens_names_a_colour() -> None:
    sheets = [path for path in (ROOT / "theme/static/css").rglob("*.css") if path.name != "tokens.css"]
    named = [
        f"{path.name}: {found}"
        for path in sheets
        for found in re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\([^)]*\)", path.read_text("utf-8"))
    ]
    assert named == []
