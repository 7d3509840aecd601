"""On paper: every page says who it is from and where it stands, and none ends with a page that is nearly empty."""

from __future__ import annotations

import pypdfium2
import pytest

from .chromium import KINDS

pytestmark = pytest.mark.needs("chromium")
SENDER = ("Bündnis 90/Die Grünen im Kreistag Ebersfurt", "Am Markt 1", "fraktion@example.org")
MOTIONS = ("motion", "motion adopted", "motion with table")
QUICK = ("home", "meeting", "meetings", "motion adopted", "person", "topics")
LEAST = 0.18  # of the height of the last page: less is a heading with a line or two
FOOT = 60  # points, in which the number of the page stands


def printed(page, address: str) -> tuple[list[str], float]:
    """The texts of the pages, and how much of the last one is used."""
    page.goto(address)
    pages = list(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)))
    texts = [one.get_textpage() for one in pages]
    height = pages[-1].get_height()
    lows = [texts[-1].get_rect(n)[1] for n in range(texts[-1].count_rects())]
    used = height - min(low for low in lows if low > FOOT)
    return [" ".join(text.get_text_bounded().split()) for text in texts], used / height


@pytest.mark.parametrize("kinds", [QUICK, pytest.param(tuple(KINDS), marks=pytest.mark.lang)], ids=["some", "all"])
def test_every_page_names_its_sender_and_its_address_and_fills_its_paper(browser, site: str, kinds: tuple[str, ...]):
    wrong = {}
    with browser.new_context() as context:
        page = context.new_page()
        for kind in kinds:
            texts, used = printed(page, f"{site}/{KINDS[kind]}")
            where = "https://www.example.org/" + ("a/" if kind in MOTIONS else KINDS[kind].removesuffix("404.html"))
            missing = [words for words in (*SENDER, where) if words not in " ".join(texts)]
            if missing or (len(texts) > 1 and used < LEAST):
                wrong[kind] = missing, len(texts), round(used, 2)
    assert wrong == {}


def test_a_meeting_on_paper_says_where_to_register(browser, site: str) -> None:
    """Without the button, which nobody can press there (citizens.md 52)."""
    with browser.new_context() as context:
        texts, _ = printed(context.new_page(), f"{site}/{KINDS['meeting']}")
    assert "Einladung per Mail: fraktion@example.org" in texts[0]
    assert "Einladung anfordern" not in texts[0]


def test_what_lies_closed_is_open_on_paper(browser, site: str) -> None:
    """What was asked for, and every name of a roll call."""
    with browser.new_context() as context:
        page = context.new_page()
        assert "Radwege" in " ".join(printed(page, f"{site}/{KINDS['motion adopted']}")[0])
        roll = " ".join(printed(page, f"{site}/antraege/2025-02-entsiegelung/")[0])
    assert "Roswitha Dornbusch CDU Nein" in roll
