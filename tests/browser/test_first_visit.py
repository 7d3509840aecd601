"""Who comes for the first time sees the site's own letters, and nothing moves (citizens.md 37): most visitors see one page only."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ..reading import Quiet, served
from .chromium import BARE, FLAGS
from .test_pages import SHIFT

pytestmark = pytest.mark.needs("chromium")


@pytest.mark.parametrize("wait", [0, 0.04, 0.15])
def test_the_first_page_shows_the_own_letters_and_does_not_move(browser, sample: Path, wait: float) -> None:
    """A fresh profile; `wait`: seconds before each answer."""

    class Far(Quiet):
        def send_head(self):
            time.sleep(wait)
            return super().send_head()

    fresh = browser.browser_type.launch(executable_path=BARE, args=FLAGS)
    try:
        with served(sample, Far) as site:
            page = fresh.new_page()
            page.goto(f"{site}/")
            page.wait_for_load_state("networkidle")
            session = page.context.new_cdp_session(page)
            session.send("DOM.enable")
            session.send("CSS.enable")
            root = session.send("DOM.getDocument")["root"]["nodeId"]
            title = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
            assert [
                font["familyName"] for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": title})["fonts"]
            ] == ["Fraktion Sans"]
            assert page.evaluate(SHIFT) == 0
    finally:
        fresh.close()
