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
SCREENS = {"320": (320, "light"), "1280": (1280, "light"), "1280-dunkel": (1280, "dark")}
KINDS = {
    "home": "",
    "motion": "antraege/2021-06-kommunales-integrationsmanagement/",
    "motion with table": "antraege/2026-05-streuobstwiesen/",
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
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def screens(browser):
    """One context for each screen; axe has to get past the site's strict policy."""
    made = {name: browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}) for name, (width, scheme) in SCREENS.items()}
    yield made
    for context in made.values():
        context.close()


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


def violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_fits_and_is_quiet(screens, site: str, kind: str, screen: str) -> None:
    """axe finds nothing, nothing stands beyond the edge, no other host is asked, the console stays empty."""
    with opened(screens[screen], f"{site}/{KINDS[kind]}") as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= SCREENS[screen][0]
        assert violations(page) == []
        assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site).netloc}
        assert page.said == []


def test_the_table_is_a_table_that_scrolls_by_itself(screens, site: str) -> None:
    with opened(screens["320"], f"{site}/{KINDS['motion with table']}") as page:
        assert page.locator("main table").count() > 0


def test_axe_would_complain(screens, site: str) -> None:
    """A page without a language and with a picture nobody describes: the check reads what it is given."""
    with opened(screens["1280"], f"{site}/") as page:
        page.set_content("<title>x</title><main><h1>x</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>")
        assert {line.split(":")[0] for line in violations(page)} >= {"html-has-lang", "image-alt"}


def test_the_policy_of_the_site_stops_no_part_of_its_own_pages(browser, site: str) -> None:
    """The same pages with the policy in force: style and icon are there, nothing is refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    for kind in ("home", "motion", "item", "person"):
        with opened(context, f"{site}/{KINDS[kind]}") as page:
            assert page.said == []
            assert page.evaluate("document.styleSheets.length") == 1
    context.close()


def test_the_first_tab_leads_to_the_content(screens, site: str) -> None:
    with opened(screens["320"], f"{site}/{KINDS['motion']}") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt"
        assert page.locator(":focus").is_visible()


def test_a_page_at_twice_the_letter_size_still_fits(screens, site: str) -> None:
    """WCAG 1.4.4: 200 % on a wide screen."""
    with opened(screens["1280"], f"{site}/{KINDS['motion']}") as page:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_motion_can_be_printed(screens, site: str) -> None:
    with opened(screens["1280"], f"{site}/{KINDS['motion']}") as page:
        paper = page.pdf(format="A4")
        assert paper.startswith(b"%PDF-")
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.locator("header nav").is_visible()
