"""Python-Markdown, set up as our one dialect: tables, no raw HTML, addresses as `addresses.py` reads them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS, AtomicString

from .addresses import Addresses, Target
from .bounds import Work
from .html import Html

KNOWN = "3.11.3"  # `fast_markdown.py` knows the inside of exactly this version
DEEPEST = 1000  # calls that one conversion may take
BLOCKS = frozenset([*BLOCK_LEVEL_ELEMENTS, "br"])


def convert(text: str, addresses: Addresses, deepest_heading: int, work: Work | None = None) -> Html:
    """`work`: by which is counted what its signs cost; None where they cost nothing."""
    ours = converter()
    ours.reset()
    ours.links.start(addresses, deepest_heading)
    ours.counting.work = work
    # A link's title that begins before `code` and ends in it leaves one of Python-Markdown's placeholders cut in two.
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(stack_depth() + DEEPEST)
        html = ours.convert(text).replace("\x02", "").replace("\x03", "")
    except RecursionError:
        converter.cache_clear()  # it stopped half-way and would take that along into the next text
        return Html("", deep=True)
    finally:
        sys.setrecursionlimit(limit)
    return Html(html, tuple(addresses.targets), tuple(ours.links.points))


def stack_depth() -> int:
    """How many calls are open. Python-Markdown stops at block quotes near Python's limit, which may not depend on who asks."""
    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    return depth


class Counting(Treeprocessor):
    """Counts what the signs of each piece of text will cost, before they are looked for."""

    work: Work | None = None

    def run(self, root: Element) -> None:
        if self.work is None:
            return
        for element in root.iter():
            for text in (element.text, element.tail):
                if text and not isinstance(text, AtomicString):
                    self.work.inline(text)


class Links(Treeprocessor):
    """Rewrites addresses, collects them, keeps headings in their place."""

    def start(self, addresses: Addresses, top: int) -> None:
        self.addresses, self.top = addresses, top
        self.points: list[str] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                self.anchor(element)
            elif element.tag == "img":
                self.picture(element)
            elif element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                element.tag = f"h{max(self.top, int(element.tag[1]))}"
            elif element.tag == "table":
                element.set("tabindex", "0")  # a wide one scrolls in itself; that must work by keyboard (WCAG 2.1.1)
            elif element.tag in ("th", "td"):
                self.cell(element)
        self.points = [plain(item) for child in root if child.tag == "ol" for item in child]

    def cell(self, element: Element) -> None:
        """`|--:|` aligns a column; as a class, since our pages forbid style attributes (CSP style-src)."""
        if style := element.attrib.pop("style", ""):
            element.set("class", style.removeprefix("text-align: ").rstrip(";"))
        if element.tag == "th":
            element.set("scope", "col")

    def anchor(self, element: Element) -> None:
        attributes = self.addresses.link(unescape(element.attrib.pop("href", "")))
        element.attrib.update(attributes)

    def picture(self, element: Element) -> None:
        typed = unescape(element.get("src", ""))
        target, address = self.addresses.resolve(typed)
        if target.kind != "file":
            target, address = Target("bad", typed, typed), ""
        self.addresses.targets.append(Target(target.kind, target.value, typed, True, element.get("alt", "").strip()))
        element.set("src", address or "")
        element.set("loading", "lazy")


def unescape(text: str) -> str:
    """Undo Python-Markdown's private escapes, so that a text is read as it was typed."""
    text = re.sub("\x02amp\x03#(\\d+);", lambda m: chr(int(m[1])), text)  # <name@example.org> comes as numbers
    return re.sub("\x02(\\d+)\x03", lambda m: chr(int(m[1])), text).replace("\x02amp\x03", "&")


def plain(element: Element) -> str:
    """The words of an element as one line; blocks do not run into one another."""

    def parts(element: Element) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            edge = " " if child.tag in BLOCKS else ""
            yield edge
            yield from parts(child)
            yield edge + (child.tail or "")

    return " ".join(unescape("".join(parts(element))).split())


class Star(InlineProcessor):
    """The star in „Schüler*innen und Pendler*innen“ is a letter, not the start of an emphasis."""

    triggers = "*"  # for fast_markdown.py

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        return "*", m.start(0), m.end(0)


class Ours(Extension):
    """What differs from stock: raw HTML is text (nothing typed may become a script), stars in words are letters."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(Star(r"\*(?<=[^\W\d_]\*)(?=[^\W\d_])", md), "star", 65)  # before "em_strong" (60)
        md.links, md.counting = Links(md), Counting(md)
        md.treeprocessors.register(md.counting, "counting", 25)  # before "inline"
        md.treeprocessors.register(md.links, "ours", 15)  # after "inline" (20), before "prettify" (10)


@cache
def converter() -> markdown.Markdown:
    """One instance for all texts; making one costs more than a conversion."""
    return make_converter(markdown.__version__)


def make_converter(version: str) -> markdown.Markdown:
    kind = markdown.Markdown
    if version == KNOWN:
        from .fast_markdown import FastMarkdown as kind  # with another version it need not even import
    return kind(extensions=["tables", "sane_lists", Ours()], output_format="html")
