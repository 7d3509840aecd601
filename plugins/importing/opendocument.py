"""A text of LibreOffice (OpenDocument 1.3, part 3) → HTML: paragraphs, lists, tables, notes, links, pictures."""

from __future__ import annotations

import re
from base64 import b64encode
from html import escape
from xml.etree import ElementTree
from zipfile import ZipFile

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
LINK = "{http://www.w3.org/1999/xlink}href"
SKIPPED = {TEXT + name for name in ("tracked-changes", "sequence-decls", "variable-decls", "note-citation", "table-of-content", "bookmark", "annotation")} | {"{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation-end"}
ENDINGS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp"}


def to_html(archive: ZipFile, read) -> str:
    """`read` gives a member's bytes within bounds."""
    root = ElementTree.fromstring(read("content.xml"))
    styles = {}
    for tree in (root, ElementTree.fromstring(read("styles.xml")) if "styles.xml" in archive.namelist() else root):
        for style in tree.iter(STYLE + "style"):
            look = style.find(STYLE + "text-properties")
            styles[style.get(STYLE + "name")] = ({} if look is None else {"b": look.get(FO + "font-weight") == "bold", "i": look.get(FO + "font-style") == "italic"}, style.get(STYLE + "parent-style-name"))
    numbered = {
        name: {int(level.get(TEXT + "level") or 1): level.tag == TEXT + "list-level-style-number" and (level.get(STYLE + "num-format") or "1") for level in style}
        for tree in (root,)
        for style in tree.iter(TEXT + "list-style")
        if (name := style.get(STYLE + "name"))
    }
    body = root.find("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body")
    maker = Maker(styles, numbered, read)
    inner = "".join(maker.block(child) for part in body or () for child in part)
    notes = "".join(f'<li id="footnote-{number}">{text}</li>' for number, text in maker.notes)
    return f"<body>{inner}{f'<ol>{notes}</ol>' if notes else ''}</body>"


class Maker:
    def __init__(self, styles: dict, numbered: dict, read):
        self.styles, self.numbered, self.read = styles, numbered, read
        self.notes: list[tuple[str, str]] = []

    def look(self, name: str | None, what: str) -> bool:
        for _ in range(10):
            if not name or name not in self.styles:
                return False
            found, parent = self.styles[name]
            if found.get(what):
                return True
            name = parent
        return False

    def block(self, element, level: int = 1, style: str = "") -> str:
        tag = element.tag
        if tag in SKIPPED:
            return ""
        if tag == TEXT + "h":
            depth = min(6, int(element.get(TEXT + "outline-level") or 1))
            return f"<h{depth}>{self.inline(element)}</h{depth}>"
        if tag == TEXT + "p":
            inner = self.inline(element)
            bold = self.look(element.get(TEXT + "style-name"), "b") and inner
            return f"<p>{f'<strong>{inner}</strong>' if bold else inner}</p>"
        if tag == TEXT + "list":
            style = element.get(TEXT + "style-name") or style
            format = self.numbered.get(style, {}).get(level, False)
            items = "".join(f"<li>{''.join(self.block(child, level + 1, style) for child in item)}</li>" for item in element if item.tag == TEXT + "list-item")
            start = next((item.get(TEXT + "start-value") for item in element if item.get(TEXT + "start-value")), None)
            name = "ol" if format else "ul"
            return f"<{name}{f' start={chr(34)}{escape(start)}{chr(34)}' if start and format else ''}{' type=a' if format in ('a', 'A') else ''}>{items}</{name}>"
        if tag == TABLE + "table":
            rows = "".join(
                f"<tr>{''.join(f'<td>{chr(32).join(self.block(child, level, style) for child in cell)}</td>' for cell in row if cell.tag in (TABLE + 'table-cell', TABLE + 'covered-table-cell'))}</tr>"
                for row in element.iter(TABLE + "table-row")
            )
            return f"<table>{rows}</table>"
        return "".join(self.block(child, level, style) for child in element)

    def inline(self, element) -> str:
        parts = [escape(element.text or "")]
        for child in element:
            tag = child.tag
            if tag in SKIPPED:
                pass
            elif tag == TEXT + "s":
                parts.append(" " * min(40, int(child.get(TEXT + "c") or 1)))
            elif tag == TEXT + "tab":
                parts.append("\t")
            elif tag == TEXT + "line-break":
                parts.append("<br>")
            elif tag == TEXT + "a":
                parts.append(f'<a href="{escape(child.get(LINK) or "")}">{self.inline(child)}</a>')
            elif tag == TEXT + "span":
                inner, name = self.inline(child), child.get(TEXT + "style-name")
                inner = f"<em>{inner}</em>" if inner.strip() and self.look(name, "i") else inner
                parts.append(f"<strong>{inner}</strong>" if inner.strip() and self.look(name, "b") else inner)
            elif tag == TEXT + "note":
                number = str(len(self.notes) + 1)
                body = child.find(TEXT + "note-body")
                self.notes.append((number, " ".join(self.inline(part) for part in (body if body is not None else ()))))
                parts.append(f'<sup><a href="#footnote-{number}">[{number}]</a></sup>')
            elif tag == DRAW + "frame":
                parts.append(self.frame(child))
            else:
                parts.append(self.inline(child))
            parts.append(escape(child.tail or ""))
        return "".join(parts)

    def frame(self, frame) -> str:
        about = next((part.text or "" for name in ("desc", "title") for part in frame.iter(SVG + name) if part.text), "")
        for image in frame.iter(DRAW + "image"):
            path = image.get(LINK) or ""
            kind = ENDINGS.get(path.rpartition(".")[2].lower())
            if kind and re.fullmatch(r"(?:\./)?Pictures/[\w.-]+", path):
                return f'<img alt="{escape(about)}" src="data:image/{kind};base64,{b64encode(self.read(path.removeprefix("./"))).decode()}">'
        return "".join(f"<br>{self.inline(part)}" for box in frame.iter(DRAW + "text-box") for part in box)
