"""A site of many motions in Chromium: what its listings weigh, what a question loads, and the way through it without a mouse or a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from ..benchmark.corpus import TODAY, Corpus, group_files, load_generator, motion_text
from ..builders import Project
from ..reading import served
from .conftest import NARROW
from .weight import Packed, sent

pytestmark = pytest.mark.needs("chromium", "bench")

SELDOM = (
    "a/",
    "feeds/",
    "kalender/",
    "karten/",
    *(f"antraege/{n:03}" for n in range(2, 98)),
)  # pages of motions are measured on the sample; here some are enough
WINDOW = 14_600  # bytes that a server may send before it hears of the browser (RFC 6928)


@dataclass(frozen=True)
class Large:
    output: Path
    address: str
    count: int


@pytest.fixture(
    scope="module", params=[pytest.param(100, id="small"), pytest.param(10_000, id="large", marks=pytest.mark.lang)]
)
def large(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    generator = load_generator()
    project = Project(tmp_path_factory.mktemp("gross"), group_files(generator))
    for head, body in Corpus(generator, request.param).motions:
        project.write(f"antraege/{head['slug']}.md", motion_text(head, body))
    assert project.build(HEUTE=TODAY, OHNE=SELDOM).report
    with served(project.output) as address:
        yield Large(project.output, address, request.param)


def listings(output: Path) -> list[str]:
    """Addresses of all pages that are no motion's own."""
    pages = [
        path.parent.relative_to(output).as_posix() + "/" for path in output.rglob("index.html") if path.parent != output
    ]
    return [page for page in pages if not re.fullmatch(r"antraege/\d{5}-.*/", page)]


def test_the_heaviest_listing_is_light(large: Large) -> None:
    weights = sorted(((sent(large.output, page), page) for page in listings(large.output)), reverse=True)
    print(weights[:8])
    assert weights[0][0] <= 60_000, weights[:5]


def test_a_question_loads_little(browser, large: Large) -> None:
    """All that the browser fetches from the first key to the results, for common and rare words."""
    for words in ("Schulbus", "Konzept", "Landrat"):
        with browser.new_context(viewport=NARROW) as context:
            page = context.new_page()
            page.goto(f"{large.address}/suche/")
            page.wait_for_load_state("networkidle")
            asked: list[str] = []
            page.on(
                "request", lambda request, asked=asked: asked.append(unquote(urlsplit(request.url).path).lstrip("/"))
            )
            page.fill("#suche_wort", words)
            page.press("#suche_wort", "Enter")
            page.wait_for_function("() => document.querySelector('.search__results h2')")
            page.wait_for_load_state("networkidle")
        loaded = sum(sent(large.output, path) for path in dict.fromkeys(asked))
        print(words, len(asked), loaded)
        assert loaded <= 100_000, words


def test_a_motion_is_reached_by_keyboard_without_a_script(browser, large: Large) -> None:
    """Home, all motions, a year, a motion: each link gets its turn by Tab and follows Enter."""
    with browser.new_context(viewport=NARROW, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(large.address)
        for way in (r"/antraege/$", r"/antraege/\d{4}/$", r"/antraege/\d{5}-[^/]+/$"):
            follow(page, way)
        print(page.url)
        page.locator("h1").wait_for()  # the address changes before the page is there
        assert page.locator("h1").count() == 1


def follow(page, way: str) -> None:
    """Press Tab until a link to such an address has the focus, then Enter."""
    client = page.context.new_cdp_session(page)
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator("a:focus")
        if focused.count() and re.search(way, focused.evaluate("e => e.href")):
            with page.expect_navigation(url=re.compile(way), wait_until="commit"):
                page.keyboard.press("Enter")
            client.detach()
            return
    pytest.fail(f"no link to {way}")


# Slow 3G as browsers' tools have it: 400 kbit/s, 400 ms from asking to the first byte. Names and connections are not slowed down.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PAINT = "new Promise(done => new PerformanceObserver(list => list.getEntries().forEach(e => e.name === 'first-contentful-paint' && done(e.startTime))).observe({type: 'paint', buffered: true}))"
BEFORE = "(paint) => performance.getEntriesByType('resource').filter(e => e.requestStart < paint).map(e => [new URL(e.name).pathname, e.renderBlockingStatus === 'blocking'])"


def test_on_a_slow_connection_the_first_words_wait_for_the_page_and_its_style_only(browser, large: Large) -> None:
    """Home, the heaviest listing, a motion. What is counted does not depend on how busy this machine is; the times are printed beside what physics asks."""
    heaviest = max(listings(large.output), key=lambda page: sent(large.output, page))
    motion = (
        next((large.output / "antraege").glob("[0-9][0-9][0-9][0-9][0-9]-*")).relative_to(large.output).as_posix() + "/"
    )
    with served(large.output, Packed) as address:
        for path in ("", heaviest, motion):
            with browser.new_context(viewport=NARROW) as context:
                page = context.new_page()
                page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
                page.goto(f"{address}/{path}")
                paint = page.evaluate(PAINT)
                before = page.evaluate(BEFORE, paint)
                whole = page.evaluate("performance.getEntriesByType('navigation')[0].transferSize")
            blocking = [urlsplit(name).path.lstrip("/") for name, blocks in before if blocks]
            must = sent(large.output, path) + sum(sent(large.output, name) for name in blocking)
            physics = 2 * SLOW["latency"] + 1000 * must / SLOW["downloadThroughput"]
            print(
                f"/{path}: {sent(large.output, path)} + {must - sent(large.output, path)} bytes, first words after {paint:.0f} ms, all of it by physics {physics:.0f} ms, asked before: {[name for name, _ in before]}"
            )
            assert [name.endswith(".css") for name in blocking] == [True]
            assert len(before) <= 4  # the style, its letters, a script of the page, the icon
            assert whole <= sent(large.output, path) * 1.1 + 500  # packed, as our servers send it
            assert must <= 60_000


def test_the_first_words_need_two_round_trips(browser, large: Large) -> None:
    """The page's beginning and one style sheet; nothing else stands before them, however long the list is."""
    heaviest = max(listings(large.output), key=lambda page: sent(large.output, page))
    with browser.new_context(viewport=NARROW) as context:
        page = context.new_page()
        page.goto(f"{large.address}/{heaviest}")
        blocking = page.evaluate(
            "performance.getEntriesByType('resource').filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
        )
    assert [urlsplit(url).path.endswith(".css") for url in blocking] == [True]
    assert sent(large.output, urlsplit(blocking[0]).path.lstrip("/")) <= WINDOW
