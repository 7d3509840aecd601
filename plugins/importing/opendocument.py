"""A text of LibreOffice (OpenDocument 1.3, part 3) → a tree of HTML elements: paragraphs, lists, tables, notes, links, pictures."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from bs4 import BeautifulSoup, Tag

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"
SKIPPED = {
    TEXT + name
    for name in (
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "note-citation",
        "table-of-content",
        "bookmark",
        "annotation",
    )
} | {f"{OFFICE}annotation", f"{OFFICE}annotation-end"}
ENDINGS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}
Read = Callable[[str], bytes]  # a member's bytes, within bounds
Node = Tag | str


def to_soup(archive: ZipFile, read: Read) -> BeautifulSoup:
    """The text as HTML elements, its notes as a list at the end."""
    root = ElementTree.fromstring(read("content.xml"))
    trees = [root, *([ElementTree.fromstring(read("styles.xml"))] if "styles.xml" in archive.namelist() else [])]
    styles = {}
    for style in (style for tree in trees for style in tree.iter(STYLE + "style")):
        look = style.find(STYLE + "text-properties")
        styles[style.get(STYLE + "name")] = (
            {}
            if look is None
            else {"strong": look.get(FO + "font-weight") == "bold", "em": look.get(FO + "font-style") == "italic"},
            style.get(STYLE + "parent-style-name"),
        )
    lists = {
        style.get(STYLE + "name"): {
            int(level.get(TEXT + "level") or 1): level.get(STYLE + "num-format") or "1"
            for level in style
            if level.tag == TEXT + "list-level-style-number"
        }
        for tree in trees
        for style in tree.iter(TEXT + "list-style")
    }
    maker = Maker(styles, lists, read)
    body = root.find(OFFICE + "body")
    for part in body if body is not None else ():
        for child in part:
            maker.soup.extend(maker.block(child))
    if maker.notes:
        maker.soup.append(
            maker.made(
                "ol",
                *(maker.made("li", *inner, id=f"footnote-{number}") for number, inner in enumerate(maker.notes, 1)),
            )
        )
    return maker.soup


class Maker:
    def __init__(self, styles: dict, lists: dict, read: Read):
        self.soup = BeautifulSoup("", "html.parser")
        self.styles, self.lists, self.read = styles, lists, read
        self.notes: list[list[Node]] = []

    def made(self, name: str, *inner: Node, **attributes: str) -> Tag:
        tag = self.soup.new_tag(name, attrs=attributes)
        tag.extend(inner)
        return tag

    def looks(self, name: str | None, what: str) -> bool:
        """Does a style, or one that it is made from, say strong or em?"""
        for _ in range(10):
            if not name or name not in self.styles:
                return False
            found, name = self.styles[name]
            if found.get(what):
                return True
        return False

    def block(self, element: ElementTree.Element, level: int = 1, style: str = "") -> list[Tag]:
        tag = element.tag
        if tag in SKIPPED:
            return []
        if tag == TEXT + "h":
            return [
                self.made(f"h{max(1, min(6, int(element.get(TEXT + 'outline-level') or 1)))}", *self.inline(element))
            ]
        if tag == TEXT + "p":
            inner = list(self.inline(element))
            return [
                self.made(
                    "p",
                    *(
                        [self.made("strong", *inner)]
                        if inner and self.looks(element.get(TEXT + "style-name"), "strong")
                        else inner
                    ),
                )
            ]
        if tag == TEXT + "list":
            style = element.get(TEXT + "style-name") or style
            form = self.lists.get(style, {}).get(level, "")
            items = [
                self.made("li", *(made for child in item for made in self.block(child, level + 1, style)))
                for item in element
                if item.tag == TEXT + "list-item"
            ]
            start = next((item.get(TEXT + "start-value") for item in element if item.get(TEXT + "start-value")), None)
            return [
                self.made(
                    "ol" if form else "ul",
                    *items,
                    **({"start": start} if start and form else {}),
                    **({"type": "a"} if form in ("a", "A") else {}),
                )
            ]
        if tag == TABLE + "table":
            rows = (
                [
                    self.made("td", *(made for child in cell for made in self.block(child, level, style)))
                    for cell in row
                    if cell.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")
                ]
                for row in element.iter(TABLE + "table-row")
            )
            return [self.made("table", *(self.made("tr", *cells) for cells in rows))]
        return [made for child in element for made in self.block(child, level, style)]

    def inline(self, element: ElementTree.Element) -> Iterator[Node]:
        yield element.text or ""
        for child in element:
            yield from self.piece(child)
            yield child.tail or ""

    def piece(self, child: ElementTree.Element) -> Iterator[Node]:
        tag = child.tag
        if tag in SKIPPED:
            return
        if tag == TEXT + "s":
            yield " " * min(40, int(child.get(TEXT + "c") or 1))
        elif tag == TEXT + "tab":
            yield "\t"
        elif tag == TEXT + "line-break":
            yield self.made("br")
        elif tag == TEXT + "a":
            yield self.made("a", *self.inline(child), href=child.get(LINK) or "")
        elif tag == TEXT + "span":
            inner = list(self.inline(child))
            for look in ("em", "strong"):
                inner = (
                    [self.made(look, *inner)]
                    if self.looks(child.get(TEXT + "style-name"), look) and any(inner)
                    else inner
                )
            yield from inner
        elif tag == TEXT + "note":
            body = child.find(TEXT + "note-body")
            self.notes.append([node for part in (body if body is not None else ()) for node in self.inline(part)])
            yield self.made("sup", f"[{len(self.notes)}]")
        elif tag == DRAW + "frame":
            yield from self.frame(child)
        else:
            yield from self.inline(child)

    def frame(self, frame: ElementTree.Element) -> Iterator[Node]:
        about = next(
            (part.text or "" for name in ("desc", "title") for part in frame.iter(SVG + name) if part.text), ""
        )
        for image in frame.iter(DRAW + "image"):
            path = (image.get(LINK) or "").removeprefix("./")
            kind = ENDINGS.get(path.rpartition(".")[2].lower())
            if kind and re.fullmatch(r"Pictures/[\w.-]+", path):
                yield self.made("img", alt=about, src=f"data:image/{kind};base64,{b64encode(self.read(path)).decode()}")
                return
        for box in frame.iter(DRAW + "text-box"):
            for part in box:
                yield from (self.made("br"), *self.inline(part))
