"""The search in Chromium: German words, numbers, filters, by keyboard, under the site's own policy, and without JavaScript."""

from __future__ import annotations

import gzip
from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit

import pytest

from .conftest import NARROW, WIDE
from .test_pages import violations

pytestmark = pytest.mark.needs("chromium")

LANES = "Mittel für Radwege im Haushalt 2026"


@pytest.fixture
def page(browser, site: str):
    """The search page with the site's policy in force; at the end nothing was complained of and nobody else was asked."""
    with browser.new_context(viewport=WIDE) as context:
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(f"{site}/suche/")
        yield page
        assert page.said == []
        assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(site).netloc}


def found(page, words: str, **filters: str) -> list[str]:
    """Titles of what is found, after the field was filled in and sent by keyboard."""
    status = page.locator(".search__status")
    status.evaluate("e => e.textContent = 'Die Suche läuft.'")
    for name, value in filters.items():
        page.select_option(f"#suche_{name}", value)
    page.fill("#suche_wort", words)
    page.press("#suche_wort", "Enter")
    page.wait_for_function("e => !['', 'Die Suche läuft.'].includes(e.textContent)", arg=status.element_handle())
    return page.locator(".search__results h2").all_text_contents()


def test_nothing_is_loaded_before_the_field_is_used(page) -> None:
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.asked if "/suche/allgemein" in url]
    with page.expect_request("**/pagefind.js"):
        page.focus("#suche_wort")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("words", ["Radweg", "Radwege", "radwegen", "Wege", "Weges", "Mittel für Radwege"])
def test_a_word_is_found_in_its_forms_and_inside_of_compounds(page, words: str) -> None:
    assert LANES in found(page, words)


def test_umlauts_are_found_however_they_are_typed(page) -> None:
    for form in ("NFC", "NFD"):
        assert found(page, normalize(form, "Abwärme"))[0] == "Abwärme für ein Wärmenetz in Hohenbruch nutzen"
    assert "Abwärme für ein Wärmenetz in Hohenbruch nutzen" in found(page, "Abwarme")
    assert "Sichere Querung der K 7 in Lindenrode" in set(found(page, "Strasse")) & set(found(page, "Straße"))


def test_a_number_is_found_in_its_spellings(page) -> None:
    for number in ("0270/2024", "270/2024", "Drucksache 0270/2024", "Drs. 270/2024"):
        assert found(page, number)[0] == "Lücken im Radwegenetz schließen", number


def test_filters_narrow_down(page) -> None:
    every = found(page, "Radweg")
    some = found(page, "Radweg", jahr="2024")
    assert set(some) < set(every)
    assert "Lücken im Radwegenetz schließen" in some
    assert LANES not in some
    assert found(page, "Radweg", jahr="", art="Meldung")[:2] == ["Radwege, Aufzug, Wärme", "Der Radweg an der K 14 ist offen"]
    assert len(found(page, "", art="Anfrage")) == 5
    assert page.url.endswith("/suche/?art=Anfrage")


def test_persons_meetings_news_and_pages_are_found(page) -> None:
    assert found(page, "Kieselbach")[0] == "Lotte Kieselbach"
    assert "Barrierefreiheit" in found(page, "Barrierefreiheit", art="Seite")
    assert any("Fraktionssitzung am" in title for title in found(page, "Abwärme", art="Sitzung"))


def test_nothing_found_is_said(page) -> None:
    assert found(page, "Quastenflosser") == []
    assert page.text_content(".search__status").startswith("Nichts gefunden.")


def test_what_is_shown_is_text_without_the_endings_of_compounds(page) -> None:
    found(page, "Wege")
    text = page.text_content(".search__results")
    assert "~" not in text
    assert page.locator(".search__results mark").count()
    assert page.locator(".search__results :not(li, h2, a, p, mark)").count() == 0


def test_more_is_shown_by_keyboard_and_the_focus_goes_there(page) -> None:
    found(page, "Kreistag")
    assert page.locator(".search__results li").count() == 10
    page.focus(".search__more button")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement === document.querySelectorAll('.search__results a')[10]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/suche/" not in url)


def test_an_address_with_words_is_answered(page, site: str) -> None:
    page.goto(f"{site}/suche/?q=Radwege&art=Haushaltsantrag")
    page.wait_for_selector(".search__results a")
    assert page.input_value("#suche_wort") == "Radwege"
    assert page.locator(".search__results h2").first.text_content() == LANES
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator(".search__results a").first.click()
    assert page.title().startswith(LANES)


def test_the_search_is_accessible_and_fits(browser, site: str) -> None:
    with browser.new_context(viewport=NARROW, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{site}/suche/?q=Radwege")
        page.wait_for_selector(".search__results a")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.get_attribute(".search__status", "aria-live") == "polite"


def test_without_javascript_the_page_leads_to_the_listings(browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/suche/")
        assert not page.locator("form").is_visible()
        assert "Die Suche braucht JavaScript" in page.locator("main").inner_text()
        page.get_by_role("link", name="Anträge nach Thema").click()
        assert page.url.endswith("/themen/")


def test_a_search_that_cannot_be_loaded_says_so(page, site: str) -> None:
    page.route("**/pagefind.js", lambda route: route.abort())
    found(page, "Radweg")
    assert page.text_content(".search__status").startswith("Die Suche lässt sich gerade nicht laden.")
    page.said.clear()


def test_one_question_loads_little(page, sample: Path) -> None:
    """Bytes as served: Pagefind's own files are gzipped already."""
    before = len(page.asked)
    found(page, "Radwege")
    loaded = {urlsplit(url).path.lstrip("/") for url in page.asked[before:]}
    assert sum(len(gzip.compress((sample / path).read_bytes())) for path in loaded) < 150_000
