"""Every kind of page in Chromium: accessible, one column on a telephone, and nobody else is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ..reading import served

pytestmark = pytest.mark.needs("chromium")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [f"--{name}" for name in ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}
KINDS = {
    "home": "",
    "search": "suche/",
    "balance": "bilanz/",
    "motion": "antraege/2021-06-kommunales-integrationsmanagement/",
    "motion with table": "antraege/2023-08-nachtbus/",
    "motions": "antraege/",
    "year": "antraege/2024/",
    "topic": "themen/verkehr/",
    "topics": "themen/",
    "place": "orte/hohenbruch/",
    "outcome": "ausgang/erfolgreich/",
    "steps": "antraege/demnaechst/",
    "no result": "antraege/ohne-ergebnis/",
    "references": "antraege/drucksachen/",
    "meetings": "sitzungen/",
    "meetings of a year": "sitzungen/2026/",
    "meeting": "sitzungen/2026-12-02-fraktionssitzung/",
    "news": "meldungen/",
    "item": "meldungen/2026-05-10-radweg-k14/",
    "persons": "personen/",
    "person": "personen/mira-tannhof/",
    "committees": "gremien/",
    "committee": "gremien/soziales/",
    "text": "barrierefreiheit/",
    "feeds": "abonnieren/",
    "not found": "404.html",
}


@pytest.fixture(scope="module")
def site(sample: Path) -> Iterator[str]:
    with served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(browser):
    """axe has to get past the site's strict policy."""
    with browser.new_context(bypass_csp=True, color_scheme="light", viewport=NARROW) as context:
        yield context


@contextmanager
def opened(context, address: str):
    """A page, with what it asked for and what it complained of."""
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(address)
    yield page
    page.close()


def violations(page, **options) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={**RULES, **options}).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_fits_and_is_quiet(context, site: str, kind: str) -> None:
    """axe finds nothing, nothing stands beyond the edge, no other host is asked, the console stays empty."""
    with opened(context, f"{site}/{KINDS[kind]}") as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page) == []
        page.set_viewport_size(WIDE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly=["color-contrast"]) == []  # nothing else depends on the scheme
        assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site).netloc}
        assert page.said == []


def test_a_wide_table_moves_in_itself_and_by_keyboard(context, site: str) -> None:
    with opened(context, f"{site}/antraege/2024-01-radverkehr-luecken/") as page:
        table = page.locator(".part table, .prose table").first
        assert table.get_attribute("tabindex") == "0"
        assert table.evaluate("e => getComputedStyle(e).overflowX") == "auto"


def test_axe_would_complain(context, site: str) -> None:
    """A page without a language and with a picture nobody describes: the check reads what it is given."""
    with opened(context, f"{site}/") as page:
        page.set_content("<title>x</title><main><h1>x</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>")
        assert {line.split(":")[0] for line in violations(page)} >= {"html-has-lang", "image-alt"}


def test_the_policy_of_the_site_stops_no_part_of_its_own_pages(browser, site: str) -> None:
    """The same pages with the policy in force: nothing is refused, and the style is there."""
    with browser.new_context(viewport=WIDE) as context:
        for kind in ("home", "motion", "item", "person"):
            with opened(context, f"{site}/{KINDS[kind]}") as page:
                assert page.said == []
                assert page.evaluate("document.styleSheets.length") == 1


def test_the_first_tab_leads_to_the_content(context, site: str) -> None:
    with opened(context, f"{site}/{KINDS['motion']}") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt"
        assert page.locator(":focus").is_visible()


def test_a_page_at_twice_the_letter_size_still_fits(context, site: str) -> None:
    """WCAG 1.4.4: 200 % on a wide screen."""
    with opened(context, f"{site}/{KINDS['motion']}") as page:
        page.set_viewport_size(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_motion_can_be_printed(context, site: str) -> None:
    with opened(context, f"{site}/{KINDS['motion']}") as page:
        paper = page.pdf(format="A4")
        assert paper.startswith(b"%PDF-")
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.locator("header nav").is_visible()
