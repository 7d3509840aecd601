"""Every built page of the sample: valid, linked, named, and the same for everybody."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from ..builders import Project
from ..conftest import ROOT
from ..reading import addresses, elements, find, parsed, runnable, served, words

SITE = "https://www.example.org"
FEEDS = {"feeds/alles.atom", "feeds/alles.rss"}


@pytest.fixture(scope="module")
def pages(sample: Path) -> dict[str, Element]:
    return parsed(sample)


@pytest.fixture(scope="module")
def files(sample: Path) -> set[str]:
    return {path.relative_to(sample).as_posix() for path in sample.rglob("*") if path.is_file()}


def wrong(pages: dict[str, Element], claim) -> list[str]:
    """The pages of which a claim is not true."""
    return [path for path, page in pages.items() if not claim(path, page)]


def links(page: Element, rel: str) -> list[Element]:
    return [e for e in elements(page) if e.tag == "link" and e.get("rel") == rel]


def indexed(pages: dict[str, Element]) -> dict[str, Element]:
    return {
        path: page
        for path, page in pages.items()
        if not [e for e in elements(page) if e.get("name") == "robots" and "noindex" in e.get("content")]
    }


def forwards(page: Element) -> str:
    """Where a page leads on to by itself, or ""."""
    return next((e.get("content").partition("url=")[2] for e in elements(page) if e.get("http-equiv") == "refresh"), "")


def targets(path: str, page: Element) -> Iterator[tuple[str, str]]:
    """Every address of this site that a page names: path in the output, fragment."""
    named = [value for _, _, value in addresses(page)] + [forwards(page)]
    for value in filter(None, named):
        parts = urlsplit(value)
        if not parts.scheme:
            yield where(path, parts.path), unquote(parts.fragment)


def where(path: str, address: str) -> str:
    """The file that a server gives for an address on a page."""
    full = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(address))) if address else f"/{path}"
    full += "/" if address.endswith(("/", "..")) or address == "." else ""
    return (full + "index.html" if full.endswith("/") else full).lstrip("/")


def some_of_each_kind(paths: Iterable[str], most: int = 3) -> list[str]:
    """The first pages of each folder and depth: what lies side by side is made from the same template."""
    kinds: dict[tuple[str, int], list[str]] = {}
    for path in sorted(paths):
        kinds.setdefault((path.split("/")[0], path.count("/")), []).append(path)
    return [path for kind in kinds.values() for path in kind[:most]]


@pytest.mark.needs("vnu")
@pytest.mark.parametrize("choose", [some_of_each_kind, pytest.param(list, marks=pytest.mark.lang, id="all")])
def test_the_validator_has_nothing_to_say(
    pages, sample: Path, tmp_path: Path, choose: Callable[[Iterable[str]], list[str]]
) -> None:
    """The Nu checker, over some pages of each kind or every page: neither errors nor warnings. Over HTTP, since it judges a page's policy by its address."""
    wrong = tmp_path / "falsch.html"  # a page it must complain about, as a sign that it reads what it is given
    wrong.write_text(
        '<!doctype html><html lang="de"><meta charset="utf-8"><title>x</title><h1>x</h1><img src="x">', "utf-8"
    )
    # It takes data for a script that the policy stops. Browsers do not (HTML, 4.12.1: a data block is not executed); tests/browser reads what Chromium complains of.
    data = ["--filterpattern", r".*Content Security Policy \(meta tag\): blocked by .script-src. directive.*"]
    vnu = [
        "java",
        "-Xss4m",
        "-Dnu.validator.servlet.allow-forbidden-hosts=true",
        "-jar",
        ROOT / "tests/browser/node_modules/vnu-jar/build/dist/vnu.jar",
        "--format",
        "json",
        *data,
    ]
    with served(sample) as site:
        done = subprocess.run(
            [*vnu, wrong, *(f"{site}/{path}" for path in choose(pages))], capture_output=True, text=True, timeout=600
        )
    said = [
        f"{m['url'].removeprefix(site)}:{m.get('lastLine')}: {m['message']}"
        for m in json.loads(done.stderr)["messages"]
    ]
    assert len(said) == 1, said
    assert "falsch.html:1: An “img” element must have an “alt” attribute" in said[0]


def test_every_link_leads_to_something_that_is_there(pages, files, sample: Path) -> None:
    ids = {path: {e.get("id") for e in elements(page)} - {None} for path, page in pages.items()}
    ids |= {
        path: set(re.findall(r' id="(\w+)"', (sample / path).read_text("utf-8")))
        for path in files
        if path.endswith(".svg")
    }  # pieces of a drawing
    dead = [
        f"{path} → {target}#{fragment}"
        for path, page in pages.items()
        for target, fragment in targets(path, page)
        if target not in files or (fragment and fragment not in ids.get(target, ()))
    ]
    assert dead == []


def test_links_are_relative_to_the_page(pages) -> None:
    """So that the site works below any address and from a folder. The 404 page alone cannot know where it is shown."""
    rooted = [
        f"{path}: {value}"
        for path, page in pages.items()
        if path != "404.html"
        for _, _, value in addresses(page)
        if value.startswith("/")
    ]
    ours = [
        f"{path}: {value}"
        for path, page in pages.items()
        for e, _, value in addresses(page)
        if value.startswith(SITE) and (e.tag, e.get("rel")) != ("link", "canonical")
    ]
    assert rooted + ours == []


def test_nothing_is_loaded_from_elsewhere(pages, sample: Path) -> None:
    loaded = [
        f"{path}: {value}"
        for path, page in pages.items()
        for e, name, value in addresses(page)
        if (name == "src" or (e.tag == "link" and e.get("rel") != "canonical")) and urlsplit(value).netloc
    ]
    assert loaded == []
    style = next((sample / "theme").glob("*.css")).read_text("utf-8")
    assert not re.search(r"@import|https?:|//", style)


def test_nothing_on_a_page_runs(pages) -> None:
    assert [f"{path}: {found}" for path, page in pages.items() for found in runnable(page)] == []


def test_every_page_forbids_what_it_does_not_need(pages) -> None:
    def policy(page: Element) -> str:
        return next((e.get("content") for e in elements(page) if e.get("http-equiv") == "Content-Security-Policy"), "")

    def narrow(path: str, page: Element) -> bool:
        scripts = [e for e in elements(page) if e.tag == "script" and e.get("src")]
        form = any(e.tag == "form" for e in elements(page))
        words = {
            "script-src 'self'": bool(scripts),
            "connect-src 'self'": not any(e.get("http-equiv") == "refresh" for e in elements(page)),
            "form-action 'self'": form,
            "form-action 'none'": not form,
        }
        return (
            policy(page).startswith("default-src 'none';")
            and "unsafe" not in policy(page)
            and all((f"{word};" in policy(page) + ";") == wanted for word, wanted in words.items())
        )

    assert wrong(pages, narrow) == []


def test_every_page_has_one_heading_of_its_own_and_no_level_is_skipped(pages) -> None:
    levels = {
        path: [int(e.tag[1]) for e in elements(page) if re.fullmatch("h[1-6]", e.tag)] for path, page in pages.items()
    }
    assert [path for path, found in levels.items() if found.count(1) != 1] == []
    assert [
        path
        for path, found in levels.items()
        if [b for a, b in zip([0, *found], found, strict=False) if b > a + 1 and (a, b) != (0, 2)]
    ] == []
    assert wrong(pages, lambda path, page: words(find(page, "h1"))) == []


def test_every_page_says_that_it_is_german(pages) -> None:
    assert wrong(pages, lambda path, page: page.get("lang") == "de") == []


def test_no_two_pages_have_the_same_title_or_description(pages) -> None:
    titles: dict[str, list[str]] = {}
    for path, page in indexed(pages).items():
        titles.setdefault(words(find(page, "title")), []).append(path)
    assert [paths for paths in titles.values() if len(paths) > 1] == []
    assert (
        wrong(
            indexed(pages),
            lambda path, page: any(e.get("name") == "description" and e.get("content").strip() for e in elements(page)),
        )
        == []
    )


def test_contact_is_named_so_on_every_page(pages) -> None:
    def contact(path: str, page: Element) -> bool:
        return any(
            words(e) == "Kontakt" and where(path, e.get("href")) == "kontakt/index.html"
            for e in elements(page)
            if e.tag == "a"
        )

    assert wrong(pages, contact) == []


def test_every_head_names_the_feeds(pages) -> None:
    def feeds(path: str, page: Element) -> bool:
        return {where(path, e.get("href")) for e in links(page, "alternate")} >= FEEDS and all(
            e.get("title") and e.get("type") for e in links(page, "alternate")
        )

    assert wrong(pages, feeds) == []


def test_the_canonical_address_is_the_one_a_page_has_or_leads_to(pages) -> None:
    """A list for other sites says where the whole of it is (tests/motions/test_embedded.py)."""

    def canonical(path: str, page: Element) -> bool:
        target = where(path, forwards(page).partition("#")[0]) if forwards(page) else path
        return [e.get("href") for e in links(page, "canonical")] == [f"{SITE}/{target.removesuffix('index.html')}"]

    assert (
        wrong(
            {path: page for path, page in pages.items() if path != "404.html" and not path.startswith("einbetten/")},
            canonical,
        )
        == []
    )


def test_the_sitemap_has_each_page_once_and_no_page_that_only_leads_on(pages, sample: Path) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    rows = ElementTree.parse(sample / "sitemap.xml").getroot()
    listed = [row.findtext(f"{name}loc") for row in rows]
    assert len(listed) == len(set(listed))
    assert set(listed) == {f"{SITE}/{path.removesuffix('index.html')}" for path in indexed(pages)}
    days = [row.findtext(f"{name}lastmod") for row in rows]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", day) and day <= "2026-11-22" for day in days if day)
    assert len([day for day in days if day]) > 40
    assert (sample / "robots.txt").read_text("utf-8").splitlines()[-1] == f"Sitemap: {SITE}/sitemap.xml"


def test_every_page_can_be_reached_from_the_first(pages) -> None:
    seen, coming = set(), ["index.html"]
    while coming:
        path = coming.pop()
        if path in pages and path not in seen:
            seen.add(path)
            coming += [target for target, _ in targets(path, pages[path])]
    # A list with one year names no years; its page for that year waits for the second. A year that stands whole on a
    # list's first page is a heading there.
    first_year = {path for path in indexed(pages) if re.search(r"/20\d\d/index\.html$", path)}
    assert set(indexed(pages)) - seen - first_year == set()
    assert len(first_year & seen) > 20


def test_every_motion_has_a_short_address_that_leads_to_it(pages) -> None:
    short = {path for path in pages if path.startswith("a/")}
    led = {where(path, forwards(pages[path])) for path in short}
    motions = {
        path
        for path, page in pages.items()
        if find(page, "h1") is not None and re.fullmatch(r"antraege/20\d\d-\d\d-[a-z0-9-]+/index.html", path)
    }
    assert led == motions
    assert len(short) == len(motions) > 35


@pytest.mark.parametrize("url, root", [(SITE, "/"), ("https://www.example.org/fraktion", "/fraktion/")])
def test_the_page_for_a_wrong_address_works_wherever_it_is_shown(project: Project, url: str, root: str) -> None:
    project.motion()
    assert project.build(SITEURL=url).report
    page = parsed(project.output)["404.html"]
    inner = [value for _, _, value in addresses(page) if not urlsplit(value).scheme and not value.startswith("#")]
    assert len(inner) > 8
    assert [value for value in inner if not value.startswith(root) or value.startswith("//")] == []
    files = {path.relative_to(project.output).as_posix() for path in project.output.rglob("*")}
    assert [value for value in inner if where("index.html", value.removeprefix(root) or "./") not in files] == []


def test_no_page_or_file_holds_a_join_address(sample: Path) -> None:
    from plugins.records.guard import join_addresses

    texts = [
        path
        for path in sample.rglob("*")
        if path.suffix in (".html", ".xml", ".atom", ".rss", ".json", ".csv", ".txt", ".css")
    ]
    assert [(path.name, found) for path in texts for found in join_addresses(path.read_text("utf-8"))] == []
