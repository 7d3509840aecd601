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
from .footnotes import Footnotes, is_footnote
from .html import Html
from .lists import TYPED

KNOWN = "3.11.3"  # `fast_markdown.py` knows the inside of exactly this version
DEEPEST = 1000  # calls that one conversion may take
BLOCKS = frozenset([*BLOCK_LEVEL_ELEMENTS, "br"])


def convert(
    text: str,
    addresses: Addresses,
    deepest_heading: int,
    work: Work | None = None,
    notes: tuple[dict[str, str], tuple[str, ...], set[str]] | None = None,
) -> Html:
    """`work`: by which is counted what its signs cost; None where they cost nothing. `notes`: see `Footnotes.start`."""
    ours = converter()
    ours.reset()
    if notes:
        ours.footnotes.start(*notes)
    ours.links.start(addresses, deepest_heading)
    ours.counting.work = work
    # A link's title that begins before `code` and ends in it leaves one of Python-Markdown's placeholders cut in two.
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(stack_depth() + DEEPEST)
        html = ours.convert(text).replace("\x02", "").replace("\x03", "")
        html = LEFT.sub(r"\1 ", html) if TYPED in html else html
    except RecursionError:
        converter.cache_clear()  # it stopped half-way and would take that along into the next text
        return Html("", deep=True)
    finally:
        sys.setrecursionlimit(limit)
    numbers = ours.links.numbers
    counted = [label.strip("().") for label in numbers] == [str(number) for number in range(1, len(numbers) + 1)]
    return Html(html, tuple(addresses.targets), tuple(ours.links.points), () if counted else tuple(numbers))


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
        self.numbers: list[str] = []

    def run(self, root: Element) -> None:
        labels: dict[Element, str] = {}
        for parent in list(root.iter()):
            labels |= marked(parent)
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
        for child in root:
            if child.tag == "ol":
                self.points += [plain(item) for item in child]
                self.numbers += [labels.get(item, "") for item in child]

    def cell(self, element: Element) -> None:
        """`|--:|` aligns a column; as a class, since our pages forbid style attributes (CSP style-src)."""
        if style := element.attrib.pop("style", ""):
            element.set("class", style.removeprefix("text-align: ").rstrip(";"))
        if element.tag == "th":
            element.set("scope", "col")

    def anchor(self, element: Element) -> None:
        if is_footnote(element):
            if element.get("class") == "footnote-ref":
                element.set("role", "doc-noteref")
                element.set("aria-label", f"Fußnote {element.text}")
            return
        unwrap(element)
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


def unwrap(anchor: Element) -> None:
    """An address among the words of a link is no link in it."""
    for parent in list(anchor.iter()):
        before = None
        for child in list(parent):
            if child.tag != "a":
                before = child
                continue
            words = (child.text or "") + (child.tail or "")
            if before is None:
                parent.text = (parent.text or "") + words
            else:
                before.tail = (before.tail or "") + words
            parent.remove(child)


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


LEFT = re.compile(f"(?:1\\. )?{TYPED}(\\S+) \\S+ \\d+{TYPED}")  # a mark that became no point after all
SHAPES = {")": "bracket", ".)": "point-bracket", "()": "brackets"}


def marked(parent: Element) -> dict[Element, str]:
    """Take the typed marks out of the words of lists, and say them to the browser: kind, first number, numbers that do not follow, signs around them."""
    labels: dict[Element, str] = {}
    for first in [child for child in parent if child.tag == "ol"]:
        points, items = first, list(first)
        taken = [take_mark(item) for item in items]
        if not any(taken):
            continue
        kind, expected = "", int(first.get("start", "1")) - 1
        for item, mark in zip(items, taken, strict=True):
            label, own, value = mark or ("", kind or "1", expected + 1)
            labels[item] = label or f"{value}."
            if kind and own != kind:  # Markdown has one list where two stand one below the other
                rest = Element("ol")
                parent.insert(list(parent).index(points) + 1, rest)
                rest.tail, points.tail = points.tail, "\n"
                points = rest
            if points is not first:
                first.remove(item)
                points.append(item)
            if own != kind:
                kind, expected = own, value - 1
                dress_list(points, kind, value)
            if value != expected + 1:
                item.set("value", str(value))
            expected = value
    return labels


def dress_list(points: Element, kind: str, first: int) -> None:
    sign, _, shape = kind.partition(":")
    if first != 1 and not points.get("start"):
        points.set("start", str(first))
    if sign != "1":
        points.set("type", sign[0])
    if shape or sign == "aa":
        points.set("class", f"marks-{sign}{f'-{SHAPES[shape]}' if shape else ''}")


def take_mark(item: Element) -> tuple[str, str, int] | None:
    """Label, kind and value, as `lists.py` wrote them at the beginning of a point."""
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    text = holder.text or ""
    if not text.startswith(TYPED):
        return None
    said, _, holder.text = text[1:].partition(TYPED)
    label, kind, value = said.split(" ")
    return label, kind, int(value)


class Star(InlineProcessor):
    """The star in „Schüler*innen und Pendler*innen“ is a letter, not the start of an emphasis."""

    triggers = "*"  # for fast_markdown.py

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        return "*", m.start(0), m.end(0)


ADDRESS = r"(?<![\w/@.:=-])(?:https?://|www\.(?=[\w-]+\.))[^\s<>\"„“”»«`\x02\x03\x11]{3,2000}"
MAIL = r"(?<![\w.+/:=@-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}(?![\w@-])"


class Bare(InlineProcessor):
    """An address that somebody typed as it is."""

    def __init__(self, pattern: str, md: markdown.Markdown, triggers: tuple[str, ...], before: str):
        super().__init__(pattern, md)
        self.triggers, self.before = triggers, before

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int] | tuple[None, None, None]:
        typed = m[0]
        while typed and (
            typed[-1] in ".,;:!?'*_|"
            or (typed[-1] in ")]}" and typed.count(typed[-1]) > typed.count("([{"[")]}".index(typed[-1])]))
        ):
            typed = typed[:-1]
        address = typed if "://" in typed else f"{self.before}{typed}"
        if "." not in typed.partition("://")[2].partition("/")[0] and "://" in typed:
            return None, None, None
        link = Element("a", {"href": address})
        link.text = AtomicString(typed)
        return link, m.start(0), m.start(0) + len(typed)


class Ours(Extension):
    """What differs from stock: raw HTML is text (nothing typed may become a script), stars in words are letters, an address is a link."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(Star(r"\*(?<=[^\W\d_]\*)(?=[^\W\d_])", md), "star", 65)  # before "em_strong" (60)
        md.inlinePatterns.register(
            Bare(ADDRESS, md, ("://", "www."), "https://"), "address", 100
        )  # after links (160 to 120), before entities (80) and emphasis
        md.inlinePatterns.register(Bare(MAIL, md, ("@",), "mailto:"), "mail", 95)
        md.links, md.counting = Links(md), Counting(md)
        md.treeprocessors.register(md.counting, "counting", 25)  # before "inline"
        md.treeprocessors.register(
            md.links, "ours", 14
        )  # after "inline" (20) and "footnote-duplicate" (15), before "prettify" (10)


@cache
def converter() -> markdown.Markdown:
    """One instance for all texts; making one costs more than a conversion."""
    return make_converter(markdown.__version__)


def make_converter(version: str) -> markdown.Markdown:
    kind = markdown.Markdown
    if version == KNOWN:
        from .fast_markdown import FastMarkdown as kind  # with another version it need not even import
    return kind(extensions=["tables", "sane_lists", Footnotes(), Ours()], output_format="html")
