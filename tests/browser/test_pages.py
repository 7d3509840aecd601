"""Every kind of page in Chromium: accessible, one column on a telephone, still, and nobody else is asked for anything."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from .chromium import KINDS
from .conftest import NARROW, WIDE, opened

pytestmark = pytest.mark.needs("chromium")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
# How far anything moved after it was first seen (CLS); what is done by hand does not count.
SHIFT = "new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.hadRecentInput ? 0 : e.value)).observe({type: 'layout-shift', buffered: true}); requestAnimationFrame(() => setTimeout(() => done(sum), 50)) })"


def violations(page, **options) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={**RULES, **options}).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


def width(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def check(page, site: str, *, dark: str) -> None:
    """`dark`: what axe looks for in the dark scheme, on which nothing but colours depends."""
    assert page.evaluate(SHIFT) == 0
    assert width(page) <= 320
    assert violations(page) == []
    page.set_viewport_size(WIDE)
    assert width(page) <= 1280
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, runOnly=[dark]) == []
    assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site).netloc}
    assert page.said == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_fits_and_is_quiet(context, site: str, kind: str) -> None:
    """axe finds nothing, nothing moves, nothing stands beyond the edge, no other host is asked, the console stays empty."""
    with opened(context, f"{site}/{KINDS[kind]}") as page:
        check(page, site, dark="color-contrast")


@pytest.mark.lang
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_each_kind_is_accessible_at_every_width_with_all_that_can_be_opened(
    browser, site: str, kind: str, scheme: str
) -> None:
    """With the contrast of AAA, too."""
    with (
        browser.new_context(bypass_csp=True, color_scheme=scheme) as context,
        opened(context, f"{site}/{KINDS[kind]}") as page,
    ):
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        for wide in (320, 390, 1280):
            page.set_viewport_size({"width": wide, "height": 900})
            assert violations(page, rules={"color-contrast-enhanced": {"enabled": True}}) == [], wide


# Words that go on in the next line without a hyphen; in an address, a stroke or point is enough. A line of code breaks anywhere.
TORN = """() => {
  const found = [], nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    for (const word of node.parentElement.checkVisibility() && !node.parentElement.closest('code') ? node.data.matchAll(/(?<![/.@\\p{L}\\d])\\p{L}+(?!\\p{L}|[/.@]\\p{L})/gu) : []) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


def test_no_word_is_torn_on_a_telephone(browser, site: str) -> None:
    """Not even before the site's own letters are there: what stands in for them is wider."""
    with browser.new_context(viewport=NARROW) as context:
        context.route("**/*.woff2", lambda route: route.abort())
        page = context.new_page()
        found = {}
        for kind, path in KINDS.items():
            page.goto(f"{site}/{path}")
            found[kind] = page.evaluate(TORN)
        assert {kind: words for kind, words in found.items() if words} == {}


def test_every_component_is_accessible_and_fits(context, preview: str) -> None:
    """The pattern page shows all of them, each with its examples."""
    with opened(context, f"{preview}/muster/") as page:
        check(page, preview, dark="color-contrast")


def test_axe_would_complain(context, site: str) -> None:
    """A page without a language and with a picture nobody describes: the check reads what it is given."""
    with opened(context, f"{site}/") as page:
        page.set_content(
            "<title>x</title><main><h1>x</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></main>"
        )
        assert {line.split(":")[0] for line in violations(page)} >= {"html-has-lang", "image-alt"}


def test_a_wide_table_moves_in_itself_and_by_keyboard(context, site: str) -> None:
    with opened(context, f"{site}/antraege/2024-01-radverkehr-luecken/") as page:
        table = page.locator(".part table, .prose table").first
        assert table.get_attribute("tabindex") == "0"
        assert table.evaluate("e => getComputedStyle(e).overflowX") == "auto"


def test_the_policy_of_the_site_stops_no_part_of_its_own_pages(browser, site: str) -> None:
    """The same pages with the policy in force: nothing is refused; style, letters and modules are there."""
    with browser.new_context(viewport=WIDE) as context:
        for kind in ("home", "motion", "motions", "item", "person"):
            with opened(context, f"{site}/{KINDS[kind]}") as page:
                assert page.said == []
                assert page.evaluate("document.styleSheets.length") == 1
                assert page.evaluate("document.fonts.load('1em \"Fraktion Sans\"').then(found => found.length)") == 1


def test_the_policy_stops_what_is_not_ours(browser, site: str) -> None:
    with browser.new_context(viewport=WIDE) as context, opened(context, f"{site}/{KINDS['home']}") as page:
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))"
        )
        assert page.evaluate("window.ran") is None
        assert "script-src" in page.said[0] or "default-src" in page.said[0]


@pytest.mark.parametrize("kind", ["home", "motion", "motions", "meetings"])
def test_a_page_at_twice_the_letter_size_still_fits(context, site: str, kind: str) -> None:
    """WCAG 1.4.4: 200 % on a wide screen; 1.4.10: 400 % is a screen of 320 px, and that is tested everywhere."""
    with opened(context, f"{site}/{KINDS[kind]}") as page:
        page.set_viewport_size(WIDE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert width(page) <= 1280


@pytest.mark.parametrize("size", [(320, 480), (3840, 2160)])
def test_the_smallest_and_the_largest_screen_are_used(context, site: str, size: tuple[int, int]) -> None:
    """At 320 px the menu is one row with the name; at 4K letters grow, and lines stay readable."""
    with opened(context, f"{site}/{KINDS['motion']}") as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert width(page) <= size[0]
        name, menu = (
            page.locator(".masthead__name").bounding_box(),
            page.locator(".masthead__menu" if size[0] < 700 else ".menu").bounding_box(),
        )
        assert menu["y"] < name["y"] + name["height"]
        letters = page.locator(".part p").first.evaluate(
            "e => e.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize)"
        )
        assert letters < 42  # in em: about 85 letters


@pytest.mark.parametrize("features", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}])
def test_other_people_s_settings_are_heard(browser, site: str, features: dict[str, str]) -> None:
    with (
        browser.new_context(viewport=NARROW, **features) as context,
        opened(context, f"{site}/{KINDS['motion adopted']}") as page,
    ):
        box = page.locator(".verdict")
        assert (
            box.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
        )  # its ground is gone in forced colours
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == (
            "auto" if "reduced_motion" in features else "smooth"
        )
        if "forced_colors" in features:
            assert box.evaluate("e => getComputedStyle(e).borderTopColor") != "rgba(0, 0, 0, 0)"


def test_a_motion_prints_as_a_letter(context, site: str) -> None:
    """Sender, addressee, day, subject, what became of it and what was decided, the text, signatures. Nothing to click."""
    with opened(context, f"{site}/{KINDS['motion adopted']}") as page:
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
        page.emulate_media(media="print")
        order = [
            page.locator(part).first.bounding_box()["y"]
            for part in (
                ".letterhead__sender",
                ".letterhead__day",
                "h1",
                ".verdict",
                ".decided",
                ".ballots",
                ".life",
                "#begruendung",
                ".signatures",
            )
        ]
        assert order == sorted(order)
        for gone in ("header nav", "footer", ".facts", ".stages", ".pager"):
            assert not page.locator(gone).first.is_visible()
        away = page.locator("main a[href^='http']").first
        assert f"({away.get_attribute('href')})" in away.evaluate("e => getComputedStyle(e, '::after').content")
