"""The one Markdown dialect: Python-Markdown with tables, without raw HTML.

Pure: the same text gives the same HTML, whatever else is on the site. Addresses inside the site are
written with the mark `ROOT` in front; whoever shows the HTML puts "../../" or the site's address there.
"""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, unquote, urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

ROOT = "\x1f"  # control characters cannot come from a source: they are refused on reading
DEEPEST = 1000  # calls that one conversion may take
BLANKS = "".join(map(chr, range(0x21))) + "\x7f"
BLOCKS = frozenset([*BLOCK_LEVEL_ELEMENTS, "br"])
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or picture in a text leads."""

    kind: str  # source, file, page, fragment, bad, web
    value: str  # path of the source, name of the file, path of the page, fragment; what was typed for "bad"
    typed: str
    picture: bool = False
    alt: str = ""
    line: int = 0  # in the file; the converter does not know it


@dataclass(frozen=True, slots=True)
class Html:
    html: str
    targets: tuple[Target, ...] = ()
    points: tuple[str, ...] = ()  # items of numbered lists at the top level, as plain text
    deep: bool = False  # nested too deeply to be converted; `html` is empty then


LIST_AFTER_COLON = re.compile(r"(:[ \t]*\n)(?=(?:\d{1,3}[.)]|[-*+])[ \t]+\S)")
BRACKETED_LIST = re.compile(r"\n[ \t]*\n\d{1,3}\)[ \t](?:[^\n]|\n(?=[^\n]))*+")  # a block that begins with „1) “, up to the next empty line
BRACKET = re.compile(r"\n( *\d{1,3})\)(?=[ \t])")
SHALLOW = re.compile(r"\n {2,3}(?! )")
ITEM = re.compile(r" *(?:[-*+]|\d{1,3}\.) +\S")


def to_html(text: str, folder: str, stem: str, deepest_heading: int = 3) -> Html:
    """Convert the text of a record in content/<folder>/<stem>.md; its headings start at `deepest_heading`."""
    # „1)“ is as usual in motions as „1.“, and few leave a blank line between „beschließt:“ and the first point.
    text = LIST_AFTER_COLON.sub(r"\1\n", text)
    text = BRACKETED_LIST.sub(lambda block: BRACKET.sub(r"\n\1.", block[0]), "\n\n" + text)[2:]
    text = by_fours(text) if SHALLOW.search(text) else text
    ours = converter()
    ours.reset()
    ours.links.start(folder, stem, deepest_heading)
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
    return Html(html, tuple(ours.links.targets), tuple(ours.links.points))


def stack_depth() -> int:
    """How many calls are open. Python-Markdown stops at block quotes near Python's limit, which may not depend on who asks."""
    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    return depth


def by_fours(text: str) -> str:
    """What stands two or three blanks below a point belongs to it, as in most editors; Python-Markdown asks for four."""
    lines = []
    inside: list[int] = []  # of the open points: how far in a line must stand to belong to it
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        while inside and line.strip() and indent < inside[-1]:
            inside.pop()
        if inside and line.strip():
            further = indent - inside[-1]  # six and more: a block of code
            line = " " * (4 * len(inside) + (further - 2 if further >= 6 else 0)) + line.lstrip(" ")
        if ITEM.match(line):
            inside.append(indent + 2)
        lines.append(line)
    return "\n".join(lines)


class Links(Treeprocessor):
    """Rewrites addresses, collects them, keeps headings in their place."""

    def start(self, folder: str, stem: str, top: int) -> None:
        self.folder, self.stem, self.top = folder, stem, top
        self.targets: list[Target] = []
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
        attributes = self.link(unescape(element.attrib.pop("href", "")))
        element.attrib.update(attributes)

    def link(self, typed: str) -> dict[str, str]:
        """The attributes of a link to what was typed; without an address it is none."""
        target, address = self.resolve(typed)
        self.targets.append(target)
        if address is None:
            return {}
        away = target.kind == "web" and urlsplit(address).scheme in ("http", "https")
        return {"href": address, "rel": "noreferrer"} if away else {"href": address}

    def typed(self, address: str) -> str:
        """The same as HTML, for addresses that hold nothing to be escaped."""
        return "".join([f' {name}="{value}"' for name, value in self.link(address).items()])

    def picture(self, element: Element) -> None:
        typed = unescape(element.get("src", ""))
        target, address = self.resolve(typed)
        if target.kind != "file":
            target, address = Target("bad", typed, typed), ""
        self.targets.append(Target(target.kind, target.value, typed, True, element.get("alt", "").strip()))
        element.set("src", address or "")
        element.set("loading", "lazy")

    def resolve(self, typed: str) -> tuple[Target, str | None]:
        """What a typed address means, and the address to print (None: no link)."""
        address = re.sub(r"[\t\n\r]", "", typed).strip(BLANKS)  # as browsers read it (URL standard, 4.4)
        try:
            parts = urlsplit(address)
        except ValueError:
            return Target("bad", typed, typed), None
        if parts.scheme or address.startswith(("//", "\\")) or re.match(r"^[^/?#]*:", address):
            if parts.scheme.lower() in SCHEMES and "\\" not in address and (parts.netloc or parts.scheme.lower() in ("mailto", "tel")):
                return Target("web", address, typed), quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")
            return Target("bad", typed, typed), None
        if address.startswith("#"):
            return Target("fragment", unquote(address[1:]), typed), address
        path, fragment = unquote(parts.path), f"#{parts.fragment}" if parts.fragment else ""
        if path.startswith("/"):
            page = posixpath.normpath(path).lstrip("/")
            page = page + "/" if page and "." not in page.rsplit("/", 1)[-1] else page
            return Target("page", page, typed), ROOT + quote(page) + fragment
        full = posixpath.normpath(posixpath.join(self.folder, path))
        if path.endswith(".md"):
            return Target("source", full, typed), ROOT + quote(published(full.removesuffix(".md"))) + "/" + fragment
        name = path.removeprefix(self.stem + "/")
        return Target("file", name, typed), f"{ROOT}{quote(published(f'{self.folder}/{self.stem}/{name}'))}"


def unescape(text: str) -> str:
    """Undo Python-Markdown's private escapes, so that a text is read as it was typed."""
    text = re.sub("\x02amp\x03#(\\d+);", lambda m: chr(int(m[1])), text)  # <name@example.org> comes as numbers
    return re.sub("\x02(\\d+)\x03", lambda m: chr(int(m[1])), text).replace("\x02amp\x03", "&")


def published(source: str) -> str:
    """Where content/<source> stands on the site: plain pages stand at its root."""
    return source.removeprefix("seiten/")


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

    triggers = "*"  # for quick.py

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        return "*", m.start(0), m.end(0)


class Ours(Extension):
    """What differs from stock: raw HTML is text (nothing typed may become a script), stars in words are letters."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(Star(r"\*(?<=[^\W\d_]\*)(?=[^\W\d_])", md), "star", 65)  # before "em_strong" (60)
        md.links = Links(md)
        md.treeprocessors.register(md.links, "ours", 15)  # after "inline" (20), before "prettify" (10)


QUICK = "3.11.3"  # quick.py knows the inside of exactly this version of Python-Markdown, and need not even import with another


@cache
def converter() -> markdown.Markdown:
    """One instance for all texts; making one costs more than a conversion."""
    return make_converter(markdown.__version__)


def make_converter(version: str) -> markdown.Markdown:
    kind = markdown.Markdown
    if version == QUICK:
        from .quick import Quick as kind
    return kind(extensions=["tables", "sane_lists", Ours()], output_format="html")
