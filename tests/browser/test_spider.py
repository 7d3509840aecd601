"""What netzbegruenung/green-spider scores, as far as files can meet it (its raters of March 2020 and later, by name).

The link „Kontakt“ on every page (CONTACT_LINK) is held by tests/site/test_pages.py.
Not here: what a host decides (certificate, DNS, www, http to https, response time, green power) and links to networks, which are content.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from ..conftest import ROOT
from .conftest import opened

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def page(browser, site: str):
    """As the spider opens it: a telephone of 360 px."""
    with browser.new_context(viewport={"width": 360, "height": 640}) as context, opened(context, f"{site}/") as page:
        page.failed = []
        page.on("response", lambda response: page.failed.append(response.url) if response.status >= 400 else None)
        # what the page before still waited for is given up at the reload; that is no failure
        page.on(
            "requestfailed",
            lambda request: page.failed.append(request.url) if request.failure != "net::ERR_ABORTED" else None,
        )
        page.reload(wait_until="networkidle")
        yield page


def test_canonical_url(page) -> None:
    assert page.locator("link[rel=canonical]").get_attribute("href") == "https://www.example.org/"


def test_favicon_and_feeds(page, site: str) -> None:
    assert page.request.get(f"{site}/{page.locator('link[rel=icon]').get_attribute('href')}").ok
    assert page.locator("link[rel=alternate][type='application/rss+xml']").count() >= 1
    assert page.locator("link[rel=alternate][type='application/atom+xml']").count() >= 1


def test_network_payload_requests_and_errors(page) -> None:
    """At most 28 requests, under 994 kB, none that fails; we stay far below (test_weight.py)."""
    assert len(page.asked) <= 28
    assert page.failed == []


def test_no_script_errors_and_no_third_party_cookies(page, site: str) -> None:
    assert page.said == []
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site).netloc}


def test_responsive_layout(page) -> None:
    assert page.evaluate("document.body.scrollWidth") <= 360


def test_use_specific_fonts(page) -> None:
    """The party's faces are named; shipped is none that is not free."""
    families = page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").lower()
    assert "gruenetype" in families
    assert "arvo" in families
    shipped = list((ROOT / "theme/static/fonts").glob("*.woff2"))
    assert [font.name for font in shipped] == ["fraktion-sans.woff2"]
    assert "SIL OPEN FONT LICENSE" in (ROOT / "theme/static/fonts/OFL.txt").read_text("utf-8")


def test_charset_frames_and_links(page) -> None:
    """Further checks of the spider: the encoding is said, there are no frames."""
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert page.locator("frameset, frame, iframe").count() == 0
