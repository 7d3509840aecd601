"""HTML of a word processor's document, a mail or a page → lines. What becomes Markdown is made by markdownify."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

from .numbering import POINT
from .sheet import HEADING, ITEM, NOTE, PICTURE, ROW, TEXT, Line, Picture, Sheet

BLOCKS = (
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "pre",
    "div",
    "section",
    "article",
    "main",
    "body",
    "center",
    "address",
    "header",
    "footer",
    "dl",
    "dt",
    "dd",
    "figure",
    "hr",
    "li",
    "tr",
)
DROPPED = (
    "script",
    "style",
    "head",
    "title",
    "meta",
    "link",
    "template",
    "object",
    "iframe",
    "svg",
    "form",
    "input",
    "button",
    "nav",
)
PRINTED = re.compile(rf"{POINT}\d{{1,5}}")
MOST = 20_000  # lines of one letter
DEEP = 60  # nested elements
MARK = re.compile(r"([\\`\[\]<>]|(?<!\w)[*_]|[*_](?!\w))")  # the star of „Bürger*innen“ means nothing


def of_html(html: str, title: str = "") -> Sheet:
    """A sheet of HTML. Pictures come along where the HTML holds them (data:)."""
    return of_soup(BeautifulSoup(html, "html.parser"), title)


def of_soup(soup: BeautifulSoup, title: str = "") -> Sheet:
    title = title or (soup.title.get_text(" ", strip=True) if soup.title else "")
    for element in soup.find_all(DROPPED):
        element.decompose()
    reader = Walker()
    reader.walk(soup, 0)
    reader.flush()
    return Sheet(tuple(reader.lines), tuple(reader.pictures), title)


class Walker:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pictures: list[Picture] = []
        self.gap = 0
        self.inline: list = []
        self.converter = MarkdownConverter(
            strip=["img"],
            bullets="-",
            escape_asterisks=False,
            escape_underscores=False,
            escape_misc=False,
            autolinks=False,
            sub_symbol="",
            sup_symbol="",
        )

    def walk(self, parent, depth: int) -> None:
        if depth > DEEP:
            self.inline.append(parent)
            return
        for child in list(parent.children):
            name = getattr(child, "name", None)
            if name is None:
                if type(child).__name__ == "NavigableString":
                    self.inline.append(child)
            elif name in BLOCKS:
                self.flush()
                self.block(child, depth)
            elif child.find(BLOCKS):
                self.walk(child, depth + 1)
            else:
                self.inline.append(child)

    def block(self, element, depth: int) -> None:
        name = element.name
        if name in ("ul", "ol"):
            self.list(element, 0)
        elif name == "table":
            self.table(element)
        elif name == "hr":
            self.gap += 1
        elif re.fullmatch(r"h[1-6]", name):
            self.paragraph(element.contents, HEADING, int(name[1]))
        else:
            self.walk(element, depth + 1)
            empty = not element.get_text(strip=True) and not element.find("img")
            self.flush()
            self.gap += 1 if empty else 0

    def flush(self) -> None:
        inline, self.inline = self.inline, []
        if inline:
            self.paragraph(inline, TEXT, 0)

    def paragraph(self, contents: list, kind: str, level: int) -> None:
        """One paragraph; a line break in it ends a printed line."""
        runs: list[list] = [[]]
        for node in flat(contents):
            if getattr(node, "name", None) == "br":
                runs.append([])
            else:
                runs[-1].append(node)
        for number, run in enumerate(runs):
            for picture in (
                image
                for node in run
                if getattr(node, "name", None)
                for image in ([node] if node.name == "img" else node.find_all("img"))
            ):
                self.picture(picture)
            text, markdown = self.words(run)
            if text:
                parts = [node for node in run if (node if isinstance(node, str) else node.get_text()).strip()]
                strong = all(
                    getattr(node, "name", None) in ("strong", "b", "u")
                    or (
                        getattr(node, "name", None)
                        and node.find(["strong", "b"])
                        and node.find(["strong", "b"]).get_text(strip=True) == node.get_text(strip=True)
                    )
                    for node in parts
                )
                self.add(
                    text,
                    markdown,
                    kind=kind,
                    level=level,
                    whole=len(runs) == 1,
                    strong=strong and kind == TEXT,
                    cells=cells_of(run),
                )
            elif number and number < len(runs) - 1:
                self.gap += 1

    def words(self, nodes: list) -> tuple[str, str]:
        plain = " ".join("".join(node if isinstance(node, str) else node.get_text() for node in nodes).split())
        marked = "".join(
            escape(str(node)) if isinstance(node, str) else self.converter.convert(str(node)) for node in nodes
        )
        return plain, " ".join(marked.split())

    def add(self, text: str, markdown: str, **more) -> None:
        if len(self.lines) < MOST:
            self.lines.append(
                Line(len(self.lines) + 1, text, markdown if markdown != escape(text) else "", gap=self.gap, **more)
            )
            self.gap = 0

    def list(self, element, level: int) -> None:
        ordered = element.name == "ol"
        first = int(element.get("start") or 1) if str(element.get("start") or 1).isdecimal() else 1
        style = element.get("type") or ""
        for number, item in enumerate(
            (child for child in element.children if getattr(child, "name", None) == "li"), first
        ):
            inner = [child for child in item.children if getattr(child, "name", None) not in ("ul", "ol")]
            blocks = [
                node
                for child in inner
                for node in ([child] if getattr(child, "name", None) not in ("p", "div") else [*child.children, "\n"])
            ]
            text, markdown = self.words(blocks)
            if ordered and (mark := item.find("a", id=PRINTED)):
                number = int(str(mark["id"])[len(POINT) :])
            note = str(item.get("id") or "").startswith(("footnote", "endnote"))
            marker = (
                f"{number}."
                if ordered and style not in ("a", "A")
                else f"{chr(96 + min(number, 26))})"
                if ordered
                else "-"
            )
            for image in (
                image
                for child in inner
                if getattr(child, "name", None)
                for image in ([child] if child.name == "img" else child.find_all("img"))
            ):
                self.picture(image)
            if text:
                self.add(
                    re.sub(r" ?↑$", "", text),
                    re.sub(r" ?\[?↑\]?(?:\(#[\w-]*\))?$", "", markdown),
                    kind=NOTE if note else ITEM,
                    level=level,
                    marker=marker,
                    whole=True,
                )
            for inner_list in (child for child in item.children if getattr(child, "name", None) in ("ul", "ol")):
                if level < 6:
                    self.list(inner_list, level + 1)

    def table(self, element) -> None:
        for row in element.find_all("tr"):
            if row.find_parent("table") is not element:
                continue
            cells, plain = [], []
            for cell in row.find_all(["td", "th"], recursive=False):
                for image in cell.find_all("img"):
                    self.picture(image)
                inside = [self.words(part) for part in printed(cell)]
                plain.append("\n".join(text for text, _ in inside if text))
                cells.append("\n".join(markdown for text, markdown in inside if text))
            if any(plain):
                self.add(
                    " ".join(" ".join(plain).split()),
                    "",
                    kind=ROW,
                    whole=True,
                    cells=tuple(cells),
                    strong=bool(row.find("th")),
                )
            else:
                self.gap += 1

    def picture(self, image) -> None:
        match = re.match(
            r"data:image/(png|jpe?g|gif|webp|tiff|bmp|x-emf|x-wmf|svg\+xml);base64,", str(image.get("src") or "")[:60]
        )
        if match and len(self.pictures) < 50:
            data = b64decode(image["src"][match.end() :], validate=False)
            ending = {"jpeg": "jpg"}.get(match[1], match[1])
            if ending in ("png", "jpg", "gif", "webp") and len(data) > 200:
                name = f"bild-{len(self.pictures) + 1}.{ending}"
                about = " ".join(str(image.get("alt") or "").split())
                self.pictures.append(Picture(name, data, about))
                self.add(name, "", kind=PICTURE, whole=True)


def printed(cell) -> list[list]:
    """The lines of a cell: its paragraphs, and what stands between line breaks."""
    runs: list[list] = [[]]
    for node in flat(list(cell.children)):
        name = getattr(node, "name", None)
        if name == "br":
            runs.append([])
        elif name in ("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4"):
            runs += [*printed(node), []]
        else:
            runs[-1].append(node)
    return [run for run in runs if run]


def flat(nodes: list) -> Iterator:
    """The nodes, line breaks inside of one taken out of it."""
    for node in nodes:
        if getattr(node, "name", None) and node.name != "br" and node.find("br"):
            wrap = node.name
            for child in flat(list(node.children)):
                if getattr(child, "name", None) == "br" or wrap not in ("strong", "b", "em", "i"):
                    yield child
                else:
                    new = node.__copy__()
                    new.clear()
                    new.append(child.__copy__() if hasattr(child, "__copy__") else str(child))
                    yield new
        else:
            yield node


def cells_of(run: list) -> tuple[str, ...]:
    """Columns that somebody made with tabulators."""
    text = "".join(node if isinstance(node, str) else node.get_text() for node in run).strip()
    cells = [" ".join(cell.split()) for cell in re.split(r"\t+|[ \u00a0]{4,}", text) if cell.strip()]
    return tuple(cells) if len(cells) > 1 else ()


def escape(text: str) -> str:
    """Plain words in which no sign means anything in Markdown."""
    return MARK.sub(r"\\\1", text)
