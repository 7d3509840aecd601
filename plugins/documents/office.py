"""The same letter for a word processor (.docx), for offices that insist: plain styles, real lists and tables, nothing that a form would need."""

from __future__ import annotations

import base64
import datetime as dt
import io
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .letter import said
from .tree import Node

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LETTERS = "Arial"  # every office has it
FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "aa": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
WIDE = 165  # mm


def possible() -> bool:
    return find_spec("docx") is not None


def build_office(paper: dict[str, Any]) -> bytes:
    """A document of `letter.paper`, as bytes."""
    from docx import Document

    writer = Writer(Document(), paper)
    for letter in paper["letters"]:
        writer.letter(letter)
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()


class Writer:
    def __init__(self, document: Document, paper: dict[str, Any]):
        from docx.shared import Mm, Pt

        self.document = document
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
            Mm(25),
            Mm(20),
            Mm(27),
            Mm(25),
        )
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
            style = document.styles[name]
            style.font.name = LETTERS
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), LETTERS)
            style.font.color.rgb = None
        document.styles["Normal"].font.size = Pt(11)
        document.styles["Normal"].paragraph_format.space_after = Pt(6)
        core = document.core_properties
        core.title, core.author, core.language, core.comments = paper["title"], ", ".join(paper["authors"]), "de-DE", ""
        core.created = core.modified = dt.datetime(*paper["date"], 12)
        core.last_modified_by = ""

    # ----------------------------------------------------------------------------- the letter

    def letter(self, letter: dict[str, Any]) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self.lines([letter["from"]["name"]], bold=True)
        self.lines(line["text"] for line in letter["from"]["lines"])
        if letter["to"]:
            self.lines(["An", *letter["to"]])
        if letter["place"]:
            self.document.add_paragraph(letter["place"]).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for label, value in letter["facts"]:
            self.lines([f"{label}: {value}"])
        self.lines([letter["kind"]])
        self.document.add_heading(letter["title"], 1)
        if letter["steps"]["rows"]:
            self.table(
                {
                    "head": [[{"t": "p", "c": [cell]}] for cell in letter["steps"]["head"]],
                    "rows": [[[{"t": "p", "c": [cell]}] for cell in row] for row in letter["steps"]["rows"]],
                }
            )
        for line in letter["opening"]:
            self.document.add_paragraph(line)
        for part in letter["parts"]:
            if "heads" in part:
                self.table({"head": [[{"t": "p", "c": [head]}] for head in part["heads"]], "rows": [part["sides"]]})
            else:
                self.blocks(part["tree"])
        self.end(letter)

    def end(self, letter: dict[str, Any]) -> None:
        if letter["closing"]:
            self.document.add_paragraph(letter["closing"])
        for row in letter["columns"]:
            table = self.document.add_table(1, len(row))
            for cell, column in zip(table.rows[0].cells, row, strict=True):
                people = [
                    line
                    for who in column["people"]
                    for line in [*(["", "", "_" * 24] if who["room"] else []), *who["lines"], ""]
                ]
                cell.text = "\n".join([*filter(None, [column["name"]]), *people]).rstrip("\n")
        if letter["files"]["list"]:
            self.lines([letter["files"]["word"]], bold=True)
            for name in letter["files"]["list"]:
                self.document.add_paragraph(name, "List Bullet")
        if letter["note"]:
            self.document.add_paragraph(letter["note"])

    def lines(self, lines: Iterable[str], *, bold: bool = False) -> None:
        if text := "\n".join(filter(None, lines)):
            self.document.add_paragraph().add_run(text).bold = bold or None

    # ------------------------------------------------------------------------------- the text

    def blocks(self, tree: Iterable[Node], depth: int = 0) -> None:
        from docx.shared import Mm

        for node in tree:
            match node["t"]:
                case "p":
                    paragraph = self.document.add_paragraph()
                    paragraph.paragraph_format.left_indent = Mm(7 * depth) if depth else None
                    self.words(paragraph, node["c"])
                case "h":
                    self.words(self.document.add_heading("", min(node["l"], 4)), node["c"])
                case "ul":
                    self.points([(None, item) for item in node["c"]], "List Bullet", depth, None)
                case "ol":
                    self.points([(item["n"], item["c"]) for item in node["c"]], "List Number", depth, node)
                case "quote":
                    self.blocks(node["c"], depth + 1)
                case "pre":
                    self.document.add_paragraph("\n".join(node["c"]))
                case "hr":
                    self.document.add_paragraph("—")
                case "table":
                    self.table(node)
                case "img":
                    self.picture(node)

    def points(self, items: list[tuple[int | None, list[Node]]], style: str, depth: int, numbered: Node | None) -> None:
        style = f"{style} {depth + 1}" if 0 < depth < 3 else style
        numbering = self.numbering(style, numbered) if numbered else None
        for number, item in items:
            first, rest = (item[0]["c"], item[1:]) if item and item[0]["t"] == "p" else ([], item)
            paragraph = self.document.add_paragraph(style=style)
            if number is not None and numbered:  # a number that is not the next one begins a list of its own
                numbering = self.numbering(style, {**numbered, "start": number})
            if numbering is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, numbering
            self.words(paragraph, first)
            self.blocks(rest, depth + 1)

    def numbering(self, style: str, node: Node) -> int:
        """A list that counts by itself, from its own first number (ECMA-376, 17.9)."""
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        part = self.document.part.numbering_part.element
        known = {int(each.get(qn("w:abstractNumId"))) for each in part.findall(qn("w:abstractNum"))}
        new = max(known, default=0) + 1
        sign = node["as"].strip("().")
        form, text = FORMATS[sign], node["as"].replace(sign, "%1")
        indent = 360 * (2 if style[-1].isdigit() else 1)
        level = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{int(new)}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="{int(node["start"])}"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{int(indent)}" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
        )
        part.insert(len(known), level)
        return part.add_num(new).numId

    def table(self, node: Node) -> None:
        rows = [node["head"], *node["rows"]] if node["head"] else node["rows"]
        table = self.document.add_table(len(rows), max(map(len, rows)), "Table Grid")
        for line, row in zip(table.rows, rows, strict=True):
            for cell, content in zip(line.cells, row, strict=False):
                self.inside(cell, content, bold=row is node["head"])

    def inside(self, cell: Any, content: list[Node], *, bold: bool) -> None:
        """A cell begins with a paragraph; what is more stands below it."""
        paragraph = cell.paragraphs[0]
        flat: list[tuple[str, list[Any]]] = []

        def walk(tree: Iterable[Node], before: str = "") -> None:
            for inner in tree:
                if inner["t"] in ("p", "h"):
                    flat.append((before, inner["c"]))
                elif inner["t"] == "ul":
                    for item in inner["c"]:
                        walk(item, "• ")
                elif inner["t"] == "ol":
                    for number, item in enumerate(inner["c"], inner["start"]):
                        walk(item["c"], f"{item['n'] if item['n'] is not None else number}. ")
                elif inner["t"] in ("quote",):
                    walk(inner["c"], before)

        walk(content)
        for number, (before, words) in enumerate(flat):
            here = paragraph if not number else cell.add_paragraph()
            if before:
                here.add_run(before)
            self.words(here, words, bold=bold)

    def picture(self, node: Node) -> None:
        from docx.shared import Mm

        if "base64," not in node["svg"]:
            self.document.add_paragraph(f"[{node['alt']}]")  # a drawing: word processors want points
            return
        data = base64.b64decode(node["svg"].split("base64,", 1)[1].split('"', 1)[0])
        shape = self.document.add_picture(io.BytesIO(data), width=Mm(WIDE * node["share"] / 100))
        shape._inline.docPr.set("descr", node["alt"])

    def words(self, paragraph: Paragraph, parts: Iterable[Any], **marks: bool) -> None:
        for part in parts:
            if isinstance(part, str):
                run = paragraph.add_run(part)
                for mark in filter(marks.get, marks):
                    if mark in ("bold", "italic"):
                        setattr(run, mark, True)
                    else:
                        setattr(run.font, mark, True)
                continue
            match part["t"]:
                case "br":
                    paragraph.add_run().add_break()
                case "fn":
                    paragraph.add_run(f" ({' '.join(map(said, part['c']))})")
                case "again":
                    paragraph.add_run(part["n"])
                case "a":
                    self.link(paragraph, part["href"], said(part["c"]))
                case kind:
                    mark = {"b": "bold", "i": "italic", "sup": "superscript", "sub": "subscript", "del": "strike"}.get(
                        kind
                    )
                    self.words(paragraph, part["c"], **marks, **({mark: True} if mark and mark not in marks else {}))

    def link(self, paragraph: Paragraph, address: str, text: str) -> None:
        """python-docx has no words for it (ECMA-376, 17.16.22)."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement

        holder = OxmlElement("w:hyperlink")
        holder.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(text)
        run.font.underline = True
        holder.append(run._r)
        paragraph._p.append(holder)


def qn(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
