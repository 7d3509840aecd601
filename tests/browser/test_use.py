"""Using the site: by keyboard alone, without JavaScript, and with the little that JavaScript adds."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from .chromium import KINDS
from .conftest import NARROW, WIDE, opened
from .test_pages import SHIFT

pytestmark = pytest.mark.needs("chromium")

# Everything one can reach by Tab, in the order of the document.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0).map(e => e.outerHTML.slice(0, 120))"""
FOCUSED = """() => { const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e)
  return {html: e.outerHTML.slice(0, 120), ring: style.outlineStyle, width: box.width, height: box.height, top: box.top, bottom: box.bottom} }"""


@pytest.mark.parametrize("kind", ["home", "motion adopted", "motions", "meetings"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["320", "1280"])
def test_tab_reaches_everything_in_order_and_the_focus_shows(
    browser, site: str, kind: str, size: dict[str, int]
) -> None:
    with (
        browser.new_context(viewport=size, reduced_motion="reduce") as context,
        opened(context, f"{site}/{KINDS[kind]}") as page,
    ):
        wanted = page.evaluate(REACHABLE)
        seen = []
        for _ in wanted:
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUSED)
            seen.append(focus["html"])
            assert focus["ring"] == "double", focus
            assert focus["width"] > 8 and focus["height"] > 8, focus
            assert focus["bottom"] > 0 and focus["top"] < size["height"], focus
        assert seen == wanted
        assert len(seen) > 15


def test_the_first_tab_leads_to_the_content(browser, site: str) -> None:
    with browser.new_context(viewport=NARROW) as context, opened(context, f"{site}/{KINDS['motion']}") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Zum Inhalt"
        assert page.locator(":focus").is_visible()
        page.keyboard.press("Enter")
        assert page.url.endswith("#seite_inhalt")


@pytest.mark.parametrize("script", [True, False], ids=["mit JavaScript", "ohne"])
def test_the_menu_opens_in_the_flow_hides_nothing_and_closes_where_it_was_opened(
    browser, site: str, script: bool
) -> None:
    """By keyboard, on a telephone (citizens.md 54): the focus is never behind something, and the way out is the way in."""
    with (
        browser.new_context(viewport=NARROW, java_script_enabled=script) as context,
        opened(context, f"{site}/{KINDS['motion adopted']}") as page,
    ):
        menu, button, title = page.locator(".menu"), page.locator(".masthead__menu summary"), page.locator("h1")
        assert not menu.is_visible() and button.inner_text() == "Menü"
        button.focus()
        page.keyboard.press("Enter")
        assert menu.get_by_role("link", name="Sitzungen").is_visible() and button.inner_text() == "Schließen"
        assert title.bounding_box()["y"] > menu.bounding_box()["y"] + menu.bounding_box()["height"]
        for _ in range(menu.get_by_role("link").count() + 2):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "(e => { const box = e.getBoundingClientRect(), at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); return e === at || e.contains(at) || at.contains(e) })(document.activeElement)"
            )
        button.focus()
        page.keyboard.press("Enter")
        assert not menu.is_visible()


def test_a_word_leads_to_its_explanation_and_is_no_stop_of_the_tab_key(browser, site: str) -> None:
    with (
        browser.new_context(viewport=NARROW, java_script_enabled=False, reduced_motion="reduce") as context,
        opened(context, f"{site}/{KINDS['motion adopted']}") as page,
    ):
        word = page.locator(".word", has_text="Drucksache").first
        assert word.get_attribute("tabindex") == "-1"
        word.click()
        told = page.locator("#wort_drucksache")
        assert "Ein Papier, über das im Kreistag beraten wird." in told.inner_text()
        assert 0 <= told.bounding_box()["y"] < NARROW["height"]
        assert page.locator(".words").evaluate(
            "e => e.previousElementSibling.matches('nav, article') && e.parentElement.matches('main')"
        )


def test_without_javascript_everything_is_there(browser, site: str) -> None:
    """Listings with all rows, ways, years; nothing that only a script would make work."""
    with browser.new_context(viewport=NARROW, java_script_enabled=False) as context:
        with opened(context, f"{site}/{KINDS['motions']}") as page:
            assert page.locator(".papers__row").count() == page.locator(".papers__row:visible").count() > 7
            assert page.locator("input:visible").count() == 0
            further = page.get_by_role("link", name="Gemeinsame Anträge")
            assert not further.is_visible()
            page.locator(".ways summary").press("Enter")
            assert further.is_visible()
            page.locator(".years a").nth(1).click()
            assert "/antraege/2025/" in page.url
        with opened(context, f"{site}/{KINDS['motion']}") as page:
            assert page.locator(".colophon__text").is_visible()
            assert page.locator(".colophon button").count() == 0


def test_nothing_moves_when_the_field_of_a_listing_comes_late(browser, site: str) -> None:
    """On a slow connection its module comes long after the list: the room is kept."""
    with browser.new_context(
        viewport=NARROW, bypass_csp=True
    ) as context:  # what waits for the first paint is evaluated again and again
        page = context.new_page()
        page.route(
            "**/refine.*.js",
            lambda route: (page.wait_for_function("performance.getEntriesByType('paint').length"), route.continue_()),
        )
        page.goto(f"{site}/{KINDS['motions']}", wait_until="commit")
        page.get_by_label("Liste eingrenzen").wait_for()
        assert page.evaluate(SHIFT) == 0


def test_a_listing_of_several_years_is_refined_as_one_and_leads_on(browser, site: str) -> None:
    """A year of which nothing is left goes with its heading; where nothing is left at all, the search goes on with the same words."""
    with browser.new_context(viewport=WIDE) as context, opened(context, f"{site}/{KINDS['topic']}") as page:
        years, field = page.locator(".papers__year:visible"), page.get_by_label("Liste eingrenzen")
        beyond = page.get_by_role("link", name="In allen Jahren suchen")
        assert years.count() > 3
        field.fill("nachtbus")
        assert (years.all_inner_texts(), page.locator(".papers__row:visible").count()) == (["2023 gestellt"], 1)
        assert not beyond.is_visible()
        field.fill("Nachtbus Sonderweg")
        assert (years.count(), beyond.is_visible()) == (0, True)
        assert beyond.get_attribute("href").endswith("suche/?q=Nachtbus+Sonderweg")


def test_a_listing_can_be_refined_in_place(browser, site: str) -> None:
    with browser.new_context(viewport=WIDE) as context, opened(context, f"{site}/{KINDS['motions']}") as page:
        rows, field = page.locator(".papers__row:visible"), page.get_by_label("Liste eingrenzen")
        every = rows.count()
        field.fill(
            normalize("NFD", "schwimmunterricht bündnis")
        )  # capitals and how a letter is put together do not stand in the way
        assert rows.count() == 1
        assert page.locator(".refine [role=status]").inner_text() == f"1 von {every} Einträgen"
        field.fill("")
        assert rows.count() == every


def test_the_citation_is_copied_without_soft_hyphens(browser, site: str) -> None:
    with (
        browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"]) as context,
        opened(context, f"{site}/{KINDS['motion']}") as page,
    ):
        page.get_by_role("button", name="Zitat kopieren").click()
        page.get_by_text("Kopiert", exact=True).wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(
            "Bündnis 90/Die Grünen: Kommunales Integrationsmanagement zuerst im Sozialausschuss beraten."
        )
        assert "\u00ad" not in copied


def test_an_address_is_copied_beside_the_button_that_writes_a_mail(browser, site: str) -> None:
    """Who reads mail in a browser has no program for the button (citizens.md 43); without a script the address alone is there."""
    with browser.new_context(viewport=NARROW, permissions=["clipboard-read", "clipboard-write"]) as context:
        for kind in ("meeting", "meetings", "person", "feeds", "calendars"):
            with opened(context, f"{site}/{KINDS[kind]}") as page:
                address = page.locator("main .address").first
                page.get_by_role("button", name=f"Kopieren: {address.inner_text()}", exact=True).first.click()
                page.get_by_text("Kopiert", exact=True).wait_for()
                assert page.evaluate("navigator.clipboard.readText()") == address.inner_text()
    with (
        browser.new_context(viewport=NARROW, java_script_enabled=False) as context,
        opened(context, f"{site}/{KINDS['meeting']}") as page,
    ):
        assert page.locator("main .address").first.is_visible()
        assert page.locator("main button").count() == 0


@pytest.mark.parametrize("view", [NARROW, WIDE], ids=["narrow", "wide"])
def test_what_a_script_adds_moves_nothing(browser, site: str, view: dict) -> None:
    """However late the script comes, as on a slow line: the page is as high before it as after."""
    kinds, heights = ("meeting", "meetings", "person", "feeds", "calendars"), {}
    for come in (True, False):
        with browser.new_context(viewport=view) as context:
            if not come:
                context.route("**/*.js", lambda route: route.abort())
            for kind in kinds:
                with opened(context, f"{site}/{KINDS[kind]}") as page:
                    assert (page.locator("main .address__copy button").count() > 0) == come
                    heights[kind, come] = page.locator("main").bounding_box()["height"]
    assert {kind: heights[kind, True] for kind in kinds} == {kind: heights[kind, False] for kind in kinds}


def test_a_long_word_is_broken_where_it_may_be(browser, site: str) -> None:
    """On a telephone a title stays in its column and shows the hyphen; what is read, copied or named has none."""
    with browser.new_context(viewport=NARROW) as context, opened(context, f"{site}/{KINDS['motion']}") as page:
        title = page.locator("h1")
        assert title.locator(".fuge").count() > 5
        assert title.evaluate("e => e.scrollWidth <= e.clientWidth")
        assert (
            title.inner_text()
            == title.evaluate("e => e.textContent")
            == "Kommunales Integrationsmanagement zuerst im Sozialausschuss beraten"
        )
        assert (
            page.get_by_role(
                "heading", name="Kommunales Integrationsmanagement zuerst im Sozialausschuss beraten", exact=True
            ).count()
            == 1
        )
        assert (
            page.evaluate(
                "(() => { getSelection().selectAllChildren(document.querySelector('h1')); return getSelection().toString() })()"
            )
            == title.inner_text()
        )
        assert title.evaluate("e => getComputedStyle(e.querySelector('.fuge'), '::after').content").startswith(
            '"\u00ad"'
        )
