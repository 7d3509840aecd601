"""Letters twice the size, on a telephone (WCAG 1.4.4): the page does not scroll sideways, and no word is torn elsewhere than where it may break."""

from __future__ import annotations

import pytest

from .chromium import BARE, FLAGS, KINDS
from .test_pages import TORN, width

pytestmark = pytest.mark.needs("chromium")
TELEPHONE = {"width": 390, "height": 844}
BARS = """() => [...document.querySelectorAll('header *, .masthead, .papers, .dates, .news, .fields')]
  .filter(e => e.checkVisibility() && ['auto', 'scroll'].some(how => [getComputedStyle(e).overflowX, getComputedStyle(e).overflowY].includes(how)) && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)).map(e => e.outerHTML.slice(0, 80))"""


def faults(browser, site: str, zoom: bool) -> dict[str, tuple[int, list[str]]]:
    found = {}
    with browser.new_context(viewport=TELEPHONE, bypass_csp=True) as context:
        page = context.new_page()
        for kind, address in KINDS.items():
            page.goto(f"{site}/{address}")
            if zoom:
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            torn, wide = page.evaluate(TORN), width(page)
            if torn or wide > TELEPHONE["width"]:
                found[kind] = wide, torn
    return found


def test_text_zoomed_by_two_fits_and_no_word_is_torn(browser, site: str) -> None:
    """Zoom of the text alone moves no media query."""
    assert faults(browser, site, zoom=True) == {}


def test_a_browser_set_to_letters_twice_the_size_shows_every_page_whole(browser, site: str) -> None:
    """The browser's own setting moves media queries, too."""
    large = browser.browser_type.launch(executable_path=BARE, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    try:
        assert faults(large, site, zoom=False) == {}
    finally:
        large.close()


@pytest.mark.parametrize("size", [900, 1280])
def test_with_classic_scroll_bars_no_part_of_a_page_has_one(browser, site: str, size: int) -> None:
    """Neither the head nor a card (citizens.md, real-world.md); the window's own bar takes 15 px and makes nothing wider."""
    classic = browser.browser_type.launch(executable_path=BARE, args=FLAGS, ignore_default_args=["--hide-scrollbars"])
    try:
        page = classic.new_page(viewport={"width": size, "height": 800})
        found = {}
        for kind in ("home", "motion adopted", "motions", "meetings", "search", "news", "place"):
            page.goto(f"{site}/{KINDS[kind]}")
            bars, room = page.evaluate(BARS), page.evaluate("document.documentElement.clientWidth")
            if bars or width(page) > room:
                found[kind] = bars, width(page), room
        assert found == {}
    finally:
        classic.close()
