"""The HTML of a text as a small tree of lists, texts and numbers: what a letter is set from, in whatever program.

The tree is data for other programs, never a part of their language. What a letter cannot hold is left out here (an empty heading),
or put in order (a heading that skips a level).

    blocks    {"t": "p", "c": inline} · {"t": "h", "l": 3, "c": inline} · {"t": "ul", "c": [blocks, …]} · {"t": "quote", "c": blocks} · {"t": "pre", "c": [lines]} · {"t": "hr"}
              {"t": "ol", "start": 1, "as": "1.", "c": [{"n": number or None, "c": blocks}, …]} · {"t": "img", "src": path, "alt": text}
              {"t": "table", "head": [blocks, …], "rows": [[blocks, …], …], "align": ["left", …], "size": points}
    inline    text · {"t": "b" | "i" | "code" | "sup" | "sub" | "del", "c": inline} · {"t": "a", "href": address, "c": inline} · {"t": "br"}
              {"t": "fn", "c": [inline, …]} a footnote, one inline a paragraph · {"t": "again", "n": "2"} the same one once more
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from unicodedata import category

from msgspec import Struct, field

Node = dict[str, Any]
VOID = frozenset({"br", "hr", "img", "source", "input", "wbr", "col", "area", "embed", "link", "meta", "base"})
MARKS = {
    "strong": "b",
    "b": "b",
    "em": "i",
    "i": "i",
    "cite": "i",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "sup": "sup",
    "sub": "sub",
    "del": "del",
    "s": "del",
}
BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "figure",
        "figcaption",
        "div",
        "section",
        "aside",
        "article",
        "header",
        "footer",
        "hr",
        "picture",
        "details",
        "summary",
    }
)
HIDDEN = frozenset({"script", "style", "template", "source"})
SIGNS = (
    "1",
    "a",
    "A",
    "i",
    "I",
    "aa",
)  # how points are counted, and what stands around: the dialect says it by a class, „marks-a-bracket“
SHAPES = {"": "{}.", "bracket": "{})", "point-bracket": "{}.)", "brackets": "({})"}
SPACE = re.compile(r"[ \t\n\r\f]+")
SIZES = ((4, 10), (6, 9), (8, 8))  # so many columns, and the points in which they are set


class Element(Struct):
    """An element of the HTML; its children are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def words(self, name: str) -> list[str]:
        return self.get(name).split()

    def elements(self) -> Iterator[Element]:
        return (child for child in self.children if isinstance(child, Element))

    def every(self) -> Iterator[Element]:
        for child in self.elements():
            yield child
            yield from child.every()

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class Parser(HTMLParser):
    """The HTML that our own dialect writes, so it is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    parser = Parser()
    parser.feed(html)
    parser.close()
    return parser.root


def read_tree(
    html: str,
    link: Callable[[str], str] = str,
    above: int = 2,
    notes: dict[str, Element] | None = None,
    say: Callable[[str], str] = str,
    told: list[Element] | None = None,
) -> list[Node]:
    """`link`: what an address becomes, "" for one that leads nowhere on paper. `above`: the level of the heading above it. `say`: each text as it can be shown.

    `notes`: footnotes of the other sections. `told`: those that stand in the letter already, in their order; it grows.
    """
    return Reader(parse(html), link, above, notes, say, [] if told is None else told).read()


def notes_in(html: str) -> dict[str, Element]:
    return dict(notes_of(parse(html))) if "footnote" in html else {}


def notes_of(root: Element) -> Iterator[tuple[str, Element]]:
    """Footnotes by the id that leads to them."""
    for box in root.every():
        if is_notes(box):
            yield from ((item.get("id"), item) for item in box.every() if item.tag == "li" and item.get("id"))


def is_notes(element: Element) -> bool:
    return (
        element.tag in ("div", "section", "aside", "ol")
        and any(word.startswith("footnote") for word in element.words("class"))
    ) or element.get("role") == "doc-endnotes"


def is_back(element: Element) -> bool:
    """The way back from a footnote: of no use where it stands below the text."""
    return element.tag == "a" and (
        "footnote-backref" in element.words("class")
        or element.get("role") == "doc-backlink"
        or element.get("href").startswith("#fnref")
    )


class Reader:
    def __init__(
        self,
        root: Element,
        link: Callable[[str], str],
        above: int,
        notes: dict[str, Element] | None,
        say: Callable[[str], str],
        told: list[Element],
    ):
        self.root, self.link, self.level, self.top, self.say = root, link, above, above, say
        self.notes = {**dict(notes_of(root)), **(notes or {})}
        self.told = told

    def read(self) -> list[Node]:
        return self.blocks(self.root)

    # ------------------------------------------------------------------------------ blocks

    def blocks(self, element: Element) -> list[Node]:
        """What stands in an element one below the other; words between blocks are a paragraph."""
        found: list[Node] = []
        loose: list[Any] = []

        def close() -> None:
            if parts := trimmed(loose):
                found.append({"t": "p", "c": parts})
            loose.clear()

        for child in element.children:
            if isinstance(child, str) or (child.tag not in BLOCKS and child.tag != "img"):
                loose += self.inline([child], found, close)
            else:
                close()
                found += self.block(child)
        close()
        return found

    def block(self, element: Element) -> list[Node]:
        if element.tag in HIDDEN or is_notes(element):
            return []
        match element.tag:
            case "p" | "dt" | "dd" | "figcaption" | "summary":
                return self.paragraph(element)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self.heading(element)
            case "ul":
                return self.points(element)
            case "ol":
                return self.numbers(element)
            case "blockquote":
                inner = self.blocks(element)
                return [{"t": "quote", "c": inner}] if inner else []
            case "pre":
                lines = element.text().rstrip("\n").replace("\t", "    ").split("\n")
                return [
                    {
                        "t": "pre",
                        "c": [
                            "\u00a0" * (len(line) - len(line.lstrip(" "))) + self.say(line.lstrip(" "))
                            for line in lines
                        ],
                    }
                ]
            case "table":
                return self.table(element)
            case "img":
                return [{"t": "img", "src": element.get("src"), "alt": " ".join(element.get("alt").split())}]
            case "hr":
                return [{"t": "hr"}]
        return self.blocks(element)

    def paragraph(self, element: Element) -> list[Node]:
        """One paragraph; a picture in its midst stands alone between two."""
        return self.blocks(Element("div", {}, element.children))

    def heading(self, element: Element) -> list[Node]:
        parts = trimmed(self.inline(element.children))
        if not parts:
            return []
        self.level = max(self.top + 1, min(int(element.tag[1]), self.level + 1))
        return [{"t": "h", "l": self.level, "c": parts}]

    def points(self, element: Element) -> list[Node]:
        items = [self.blocks(item) for item in element.elements() if item.tag == "li"]
        return [{"t": "ul", "c": items}] if items else []

    def numbers(self, element: Element) -> list[Node]:
        items = [
            {"n": number_of(item.get("value")), "c": self.blocks(item)}
            for item in element.elements()
            if item.tag == "li"
        ]
        start = number_of(element.get("start"))
        return (
            [{"t": "ol", "start": 1 if start is None else start, "as": form_of(element), "c": items}] if items else []
        )

    def table(self, element: Element) -> list[Node]:
        rows = [
            [cell for cell in row.elements() if cell.tag in ("th", "td")] for row in element.every() if row.tag == "tr"
        ]
        rows = [
            row
            for row in rows
            if any(cell.text().strip() or any(inner.tag == "img" for inner in cell.every()) for cell in row)
        ]  # an empty head is none
        if not rows:
            return []
        width = max(map(len, rows))
        cells = [[self.blocks(cell) for cell in row] + [[] for _ in range(width - len(row))] for row in rows]
        sides = [side_of(next((row[at] for row in rows if at < len(row)), None)) for at in range(width)]
        size = next((points for most, points in SIZES if width <= most), 7)
        return [{"t": "table", "head": cells[0], "rows": cells[1:], "align": sides, "size": size}]

    # ------------------------------------------------------------------------------ words

    def inline(
        self,
        children: Iterable[Element | str],
        blocks: list[Node] | None = None,
        close: Callable[[], None] = lambda: None,
    ) -> list[Any]:
        """Words and what is among them. A picture inside marks goes to `blocks`, where there are any; else its words stand for it."""
        found: list[Any] = []
        for child in children:
            if isinstance(child, str):
                found.append(self.say(SPACE.sub(" ", child)))
            elif child.tag == "br":
                found.append({"t": "br"})
            elif child.tag == "img":
                if blocks is None:
                    found.append(child.get("alt"))
                else:
                    close()
                    blocks += self.block(child)
            elif child.tag in HIDDEN or is_back(child):
                continue
            elif note := self.note(child):
                found.append(note)
            elif child.tag == "a":
                found += self.anchor(child, blocks, close)
            elif inner := self.inline(child.children, blocks, close):
                found += [{"t": MARKS[child.tag], "c": inner}] if child.tag in MARKS else inner
        return found

    def anchor(self, element: Element, blocks: list[Node] | None, close: Callable[[], None]) -> list[Any]:
        inner, address = self.inline(element.children, blocks, close), self.link(element.get("href"))
        return [{"t": "a", "href": address, "c": inner}] if address and trimmed(inner) else inner

    def note(self, element: Element) -> Node | None:
        """The footnote to which a mark in the text leads; marked a second time, its number alone."""
        mark = (
            next(
                (
                    inner
                    for inner in (element, *element.every())
                    if inner.tag == "a" and inner.get("href").startswith("#")
                ),
                None,
            )
            if element.tag in ("sup", "a")
            else None
        )
        target = mark.get("href")[1:] if mark else ""
        if target not in self.notes or (element.tag == "a" and not is_mark(element)):
            return None
        note = self.notes[target]
        if number := next((number for number, each in enumerate(self.told, 1) if each is note), 0):
            return {"t": "again", "n": str(number)}
        self.told.append(note)
        parts = [node["c"] for node in self.blocks(note) if node["t"] == "p"]
        return {"t": "fn", "c": parts or [[note.text().strip()]]}


def is_mark(element: Element) -> bool:
    return (
        "footnote-ref" in element.words("class")
        or element.get("role") == "doc-noteref"
        or element.get("id").startswith("fnref")
    )


def form_of(element: Element) -> str:
    """„a)“, „(1)“, „I.“: the mark of a list's first point, as it was typed."""
    sign, _, shape = next(
        (word.removeprefix("marks-") for word in element.words("class") if word.startswith("marks-")), ""
    ).partition("-")
    sign = sign or element.get("type")
    return SHAPES.get(shape, "{}.").format(sign if sign in SIGNS else "1")


def number_of(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 6 else None


def side_of(cell: Element | None) -> str:
    """`|--:|` aligns a column: the dialect says so by a class."""
    return next((word for word in (cell.words("class") if cell else ()) if word in ("right", "center")), "left")


def trimmed(parts: list[Any]) -> list[Any]:
    """Without blanks and breaks at both ends; nothing where there is no word."""
    parts = list(parts)
    while parts and blank(parts[0]):
        parts.pop(0)
    while parts and blank(parts[-1]):
        parts.pop()
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(" ")
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(" ")
    return parts


def blank(part: Any) -> bool:
    if isinstance(part, str):
        return all(category(sign) in ("Zs", "Cf") for sign in part)
    return part["t"] == "br" or (part["t"] in (*MARKS.values(), "a") and not trimmed(part["c"]))
