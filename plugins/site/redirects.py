"""Old addresses, and where they lead now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from unicodedata import normalize
from urllib.parse import quote, unquote

from msgspec.structs import replace

from .. import group
from ..press import Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.write import folders_of
from ..records import german
from ..records.addresses import MOST, too_long
from ..records.characters import composed
from ..records.problems import Problem, problem
from ..records.quoting import json_text

FILE = "content/umleitungen.yaml"


def check_redirects(
    redirects: tuple[group.Redirect, ...], is_page: Callable[[str], bool]
) -> tuple[list[Problem], tuple[group.Redirect, ...]]:
    """Those that are none, that a page has, that lead nowhere: said, and not made. Gives the others."""
    found: list[Problem] = []
    good: dict[tuple[str, str], group.Redirect] = {}
    for redirect in redirects:
        path, query = composed(redirect.asked[0]).strip("/"), redirect.asked[1]
        line = redirect.line
        if not redirect.here:
            found.append(problem(FILE, line, "redirect-bad", source=redirect.source))
        elif sign := group.CONTROL.search(query):
            found.append(problem(FILE, line, "redirect-sign", source=redirect.source, sign=f"U+{ord(sign[0]):04X}"))
        elif long := too_long(redirect.source, redirect.target):
            found.append(
                problem(
                    FILE,
                    line,
                    "redirect-long",
                    source=redirect.source,
                    count=german.number(long[0]),
                    most=german.number(long[1]),
                )
            )
        elif not query and (
            any(
                is_page(each) or each in ("", "404.html")
                for each in (path, f"{path}/", path.removesuffix("index.html"))
            )
            or (path, "") in good
        ):
            found.append(problem(FILE, line, "redirect-taken", source=redirect.source))
        elif (path, query) in good:
            found.append(problem(FILE, line, "redirect-twice", source=redirect.source, other=good[path, query].line))
        elif not re.match(r"/(?![/\\])", redirect.target) or not is_page(
            (target := composed(unquote(redirect.target))).partition("#")[0].removeprefix("/")
        ):
            found.append(problem(FILE, line, "redirect-loop", source=redirect.source, target=redirect.target))
        elif len(good) == MOST:
            found.append(
                problem(FILE, line, "redirect-many", count=german.number(len(redirects)), most=german.number(MOST))
            )
            break
        else:
            good[path, query] = replace(redirect, target=target)
    return found, tuple(good.values())


def pages(ask: Ask, _: str) -> Iterator[Page]:
    """A page that leads on, for old addresses that a file can answer; those with a query are the server's, who reads all of them in one file.

    None takes the place of another file, as a file or as a folder of that name.
    """
    frame, redirects, taken = (
        ask.piece("frame"),
        ask.piece("umleitungen"),
        {*ask.paths(), "404.html", "sitemap.xml", "robots.txt"},
    )
    served = tuple(
        (source, r.target)
        for r in redirects
        if r.query or r.path is None or taken.isdisjoint((r.path, file_of(r.path)))
        for source in spellings(r)
    )
    folders = folders_of(taken)
    for redirect in redirects:
        if redirect.query or redirect.path is None:
            continue
        full = file_of(redirect.path)
        free = full not in taken and full not in folders and taken.isdisjoint(folders_of([full]))
        if free and "." not in full.removesuffix(".html").removesuffix(".htm").rsplit("/", 1)[-1]:
            taken.add(full)
            folders |= folders_of([full])
            yield html_page(
                frame,
                full.removesuffix("index.html"),
                "forward.html",
                title="Diese Seite ist umgezogen",
                target=redirect.target.lstrip("/"),
            )
    yield Page("umleitungen.json", build_redirects, {"redirects": served})


def spellings(redirect: group.Redirect) -> list[str]:
    """The old address as it is written; and with its letters apart, as a site that was made on a Mac may have had it."""
    apart = quote(normalize("NFD", unquote(redirect.source)))
    return (
        [redirect.source]
        if redirect.query or apart in (redirect.source, quote(unquote(redirect.source)))
        else [redirect.source, apart]
    )


def file_of(path: str) -> str:
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"


def build_redirects(redirects: tuple[tuple[str, str], ...]) -> str:
    """All old addresses with the new ones, also those that a file cannot answer: a web server can."""
    return json_text([{"von": old, "nach": new} for old, new in redirects], indent=1) + "\n"


PARTS = (Part(name="umleitungen", pages=pages, last=2),)
