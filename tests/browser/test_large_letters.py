"""Letters twice the size, on telephones (WCAG 1.4.4): no page scrolls sideways, and no word is torn elsewhere than where it may break."""

from __future__ import annotations

import pytest

from .chromium import BARE, FLAGS, KINDS
from .test_pages import TORN, width

pytestmark = pytest.mark.needs("chromium")
TELEPHONES = [320, 390]
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
BARS = """() => [...document.body.querySelectorAll('*')].filter((e) => e.checkVisibility() && !e.matches('.prose table, .part table')
  && [getComputedStyle(e).overflowX, getComputedStyle(e).overflowY].some((how) => how === 'auto' || how === 'scroll')
  && (e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight)).map((e) => e.outerHTML.slice(0, 80))"""


def faults(browser, site: str, wide: int, *, zoom: bool) -> dict[str, tuple[int, list[str]]]:
    """What is wrong with each kind of page, whatever can be opened on it being open."""
    found = {}
    with browser.new_context(viewport={"width": wide, "height": 844}, bypass_csp=True) as context:
        page = context.new_page()
        for kind, address in KINDS.items():
            page.goto(f"{site}/{address}")
            if zoom:
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            page.evaluate(OPENED)
            torn, needed = page.evaluate(TORN), width(page)
            if torn or needed > wide:
                found[kind] = needed, torn
    return found


@pytest.mark.parametrize("wide", TELEPHONES)
def test_text_zoomed_by_two_fits_and_no_word_is_torn(browser, site: str, wide: int) -> None:
    """Zoom of the text alone moves no media query."""
    assert faults(browser, site, wide, zoom=True) == {}


@pytest.mark.parametrize("wide", TELEPHONES)
def test_a_browser_set_to_letters_twice_the_size_shows_every_page_whole(browser, site: str, wide: int) -> None:
    """The browser's own setting moves media queries, too."""
    large = browser.browser_type.launch(executable_path=BARE, args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    try:
        assert faults(large, site, wide, zoom=False) == {}
    finally:
        large.close()


@pytest.mark.parametrize("size", [900, 1280])
def test_with_classic_scroll_bars_no_part_of_a_page_has_one(browser, site: str, size: int) -> None:
    """Neither head nor card, only a wide table of a text; the window's own bar takes 15 px and makes nothing wider."""
    classic = browser.browser_type.launch(executable_path=BARE, args=FLAGS, ignore_default_args=["--hide-scrollbars"])
    try:
        page = classic.new_page(viewport={"width": size, "height": 800})
        found = {}
        for kind, address in KINDS.items():
            page.goto(f"{site}/{address}")
            bars, room = page.evaluate(BARS), page.evaluate("document.documentElement.clientWidth")
            if bars or width(page) > room:
                found[kind] = bars, width(page), room
        assert room == size - 15  # the last page is longer than the window, so bars are really drawn
        assert found == {}
    finally:
        classic.close()
