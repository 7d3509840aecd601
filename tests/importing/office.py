"""Letters as offices write them, in the formats in which they come: one letter, six files."""

from __future__ import annotations

import io
from email.message import EmailMessage
from html import escape
from typing import Any

from msgspec import Struct

from ..builders import PICTURE

GROUP = "Bündnis 90/Die Grünen im Kreistag Ebersfurt"


class Office(Struct, frozen=True, kw_only=True):
    """A letter's parts. Blocks: ("p", text) · ("h", text) · ("ol", items) · ("ul", items) · ("table", rows) · ("link", before, words, address) · ("note", before, note) · ("img", about)."""

    title: str
    kind: str = "Antrag"
    number: str = "0112/2026"
    date: str = "12. März 2026"
    signed: tuple[tuple[str, str], ...] = (
        ("Vera Beispiel", "Fraktionssprecherin"),
        ("Carl Muster-Probe", "Kreistagsmitglied"),
    )
    steps: tuple[tuple[str, str, str], ...] = (
        ("Sozialausschuss", "14.04.2026", "4.1"),
        ("Kreistag", "12.06.2026", "6"),
    )
    resolution: tuple[tuple[Any, ...], ...] = ()
    reason: tuple[tuple[Any, ...], ...] = ()


def head(letter: Office) -> list[str]:
    return [
        GROUP,
        "Am Markt 1, 01234 Ebersfurt",
        "",
        "An den",
        "Landrat des Kreises Ebersfurt",
        "Herrn Hans Muster",
        "Kreishaus",
        "",
        f"Ebersfurt, den {letter.date}",
        f"Drucksache {letter.number}",
        "",
    ]


GREETING = "Sehr geehrter Herr Landrat Muster,"
DEMAND = f"die Fraktion {GROUP} beantragt, der Kreistag möge beschließen:"
CLOSING = "Mit freundlichen Grüßen"


def subject(letter: Office) -> str:
    return f"{letter.kind}: {letter.title}"


# ------------------------------------------------------------------------------------------ formats


def html(letter: Office, style: str = "") -> str:
    """For Chromium's PDF, and for mails."""

    def block(kind: str, *more: Any) -> str:
        match kind:
            case "p":
                return f"<p>{escape(more[0])}</p>"
            case "h":
                return f"<p><b>{escape(more[0])}</b></p>"
            case "ol" | "ul":
                return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in more[0])}</{kind}>"
            case "table":
                return f"<table border=1 cellspacing=0 cellpadding=4>{''.join('<tr>' + ''.join(f'<td>{escape(cell)}</td>' for cell in row) + '</tr>' for row in more[0])}</table>"
            case "link":
                return f'<p>{escape(more[0])}<a href="{escape(more[2])}">{escape(more[1])}</a>.</p>'
            case "note":
                return f"<p>{escape(more[0])} (Anm.: {escape(more[1])})</p>"
            case _:
                import base64

                return f'<p><img alt="{escape(more[0])}" width=80 height=40 src="data:image/png;base64,{base64.b64encode(picture()).decode()}"></p>'

    rows = "".join(f"<tr><td>{escape(a)}</td><td>{b}</td><td>{c}</td></tr>" for a, b, c in letter.steps)
    signed = "".join(
        f"<td style='width:8cm'>gez. {escape(name)}<br>{escape(role)}</td>" for name, role in letter.signed
    )
    return (
        f"<!doctype html><html lang=de><meta charset=utf-8><title>{escape(subject(letter))}</title><style>body{{font:11pt/1.35 sans-serif}} p{{margin:0 0 9pt}} ol,ul{{margin:0 0 9pt}} .k{{margin:0}} {style}</style>"
        + "".join(f"<p class=k>{escape(line) or '&nbsp;'}</p>" for line in head(letter))
        + f"<p><b>{escape(subject(letter))}</b></p><table><tr><td>Gremium</td><td>Sitzung am</td><td>TOP</td></tr>{rows}</table><p>&nbsp;</p><p>{GREETING}</p><p>{DEMAND}</p>"
        + "".join(block(*b) for b in letter.resolution)
        + "<p><b>Begründung</b></p>"
        + "".join(block(*b) for b in letter.reason)
        + f"<p>&nbsp;</p><p>{CLOSING}</p><p>&nbsp;</p><table><tr>{signed}</tr></table></html>"
    )


def picture() -> bytes:
    """A small drawing, large enough that a reader takes it for one."""
    from PIL import Image

    image = Image.new("RGB", (80, 40), (0, 85, 56))
    image.putdata([(x % 256, (x * 7) % 256, 56) for x in range(3200)])
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def docx(letter: Office) -> bytes:
    import docx as library
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    file = library.Document()
    file.core_properties.title = subject(letter)

    def numbering() -> str:
        """A list of its own: without it Word would count on."""
        part = file.part.numbering_part.numbering_definitions._numbering
        abstract = next(num.abstractNumId.val for num in part.num_lst)
        for num in part.num_lst:
            if num.numId == file.styles["List Number"].element.pPr.numPr.numId.val:
                abstract = num.abstractNumId.val
        num = part.add_num(abstract)
        num.add_lvlOverride(0).add_startOverride(1)
        return str(num.numId)

    def block(kind: str, *more: Any) -> None:
        if kind in ("p", "note"):
            file.add_paragraph(more[0] + (f" (Anm.: {more[1]})" if kind == "note" else ""))
        elif kind == "h":
            file.add_paragraph().add_run(more[0]).bold = True
        elif kind == "ul":
            for item in more[0]:
                file.add_paragraph(item, style="List Bullet")
        elif kind == "ol":
            number = numbering()
            for item in more[0]:
                paragraph = file.add_paragraph(item, style="List Number")
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = int(number)
                paragraph._p.pPr.numPr.get_or_add_ilvl().val = 0
        elif kind == "table":
            made = file.add_table(rows=len(more[0]), cols=len(more[0][0]))
            for row, cells in zip(made.rows, more[0], strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif kind == "link":
            paragraph = file.add_paragraph(more[0])
            link = OxmlElement("w:hyperlink")
            link.set(
                qn("r:id"),
                file.part.relate_to(
                    more[2],
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                    is_external=True,
                ),
            )
            run = OxmlElement("w:r")
            text = OxmlElement("w:t")
            text.text = more[1]
            run.append(text)
            link.append(run)
            paragraph._p.append(link)
            paragraph.add_run(".")
        else:
            file.add_picture(io.BytesIO(picture()))
            file.inline_shapes[-1]._inline.docPr.set("descr", more[0])

    for line in head(letter):
        file.add_paragraph(line)
    file.add_paragraph().add_run(subject(letter)).bold = True
    block("table", (("Gremium", "Sitzung am", "TOP"), *letter.steps))
    for line in ("", GREETING, DEMAND):
        file.add_paragraph(line)
    for each in letter.resolution:
        block(*each)
    block("h", "Begründung")
    for each in letter.reason:
        block(*each)
    for line in ("", CLOSING, ""):
        file.add_paragraph(line)
    signed = file.add_table(rows=2, cols=len(letter.signed))
    for at, (name, role) in enumerate(letter.signed):
        signed.cell(0, at).text = f"gez. {name}"
        signed.cell(1, at).text = role
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def odt(letter: Office) -> bytes:
    from odf import draw, style, table, text
    from odf.opendocument import OpenDocumentText

    file = OpenDocumentText()
    bold = style.Style(name="Fett", family="paragraph")
    bold.addElement(style.TextProperties(fontweight="bold"))
    file.automaticstyles.addElement(bold)
    numbers = text.ListStyle(name="Zahlen")
    numbers.addElement(text.ListLevelStyleNumber(level=1, numformat="1", numsuffix="."))
    points = text.ListStyle(name="Punkte")
    points.addElement(text.ListLevelStyleBullet(level=1, bulletchar="•"))
    file.automaticstyles.addElement(numbers)
    file.automaticstyles.addElement(points)

    def block(kind: str, *more: Any) -> None:
        if kind in ("p", "note"):
            file.text.addElement(text.P(text=more[0] + (f" (Anm.: {more[1]})" if kind == "note" else "")))
        elif kind == "h":
            file.text.addElement(text.P(text=more[0], stylename=bold))
        elif kind in ("ol", "ul"):
            made = text.List(stylename=numbers if kind == "ol" else points)
            for item in more[0]:
                entry = text.ListItem()
                entry.addElement(text.P(text=item))
                made.addElement(entry)
            file.text.addElement(made)
        elif kind == "table":
            made = table.Table()
            made.addElement(table.TableColumn(numbercolumnsrepeated=len(more[0][0])))
            for row in more[0]:
                line = table.TableRow()
                for cell in row:
                    box = table.TableCell()
                    box.addElement(text.P(text=cell))
                    line.addElement(box)
                made.addElement(line)
            file.text.addElement(made)
        elif kind == "link":
            paragraph = text.P(text=more[0])
            paragraph.addElement(text.A(href=more[2], text=more[1]))
            paragraph.addText(".")
            file.text.addElement(paragraph)
        else:
            paragraph = text.P()
            frame = draw.Frame(width="2cm", height="1cm")
            frame.addElement(draw.Image(href=file.addPictureFromString(picture(), "image/png")))
            from odf.svg import Desc

            frame.addElement(Desc(text=more[0]))
            paragraph.addElement(frame)
            file.text.addElement(paragraph)

    for line in head(letter):
        block("p", line)
    block("h", subject(letter))
    block("table", (("Gremium", "Sitzung am", "TOP"), *letter.steps))
    for line in ("", GREETING, DEMAND):
        block("p", line)
    for each in letter.resolution:
        block(*each)
    block("h", "Begründung")
    for each in letter.reason:
        block(*each)
    for line in ("", CLOSING, ""):
        block("p", line)
    block("table", (tuple(f"gez. {name}" for name, _ in letter.signed), tuple(role for _, role in letter.signed)))
    out = io.BytesIO()
    file.write(out)
    return out.getvalue()


def txt(letter: Office, width: int = 0) -> str:
    """Plain text, each paragraph one line, or broken as mail programs do."""
    import textwrap

    def wrap(words: str, hang: str = "") -> list[str]:
        return (
            textwrap.wrap(words, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
            if width
            else [words]
        )

    def block(kind: str, *more: Any) -> list[str]:
        match kind:
            case "p":
                return [*wrap(more[0]), ""]
            case "h":
                return [more[0], ""]
            case "ol":
                return [
                    *(line for number, item in enumerate(more[0], 1) for line in wrap(f"{number}. {item}", "   ")),
                    "",
                ]
            case "ul":
                return [*(line for item in more[0] for line in wrap(f"- {item}", "  ")), ""]
            case "table":
                return [*("\t".join(row) for row in more[0]), ""]
            case "link":
                return [*wrap(f"{more[0]}{more[1]}."), ""]
            case "note":
                return [*wrap(f"{more[0]} (Anm.: {more[1]})"), ""]
        return []

    lines = [
        *head(letter),
        *wrap(subject(letter)),
        "",
        "Gremium\tSitzung am\tTOP",
        *("\t".join(step) for step in letter.steps),
        "",
        GREETING,
        "",
        *wrap(DEMAND),
        "",
    ]
    lines += (
        [line for each in letter.resolution for line in block(*each)]
        + ["Begründung", ""]
        + [line for each in letter.reason for line in block(*each)]
    )
    lines += [
        "",
        CLOSING,
        "",
        "\t\t".join(f"gez. {name}" for name, _ in letter.signed),
        "\t\t".join(role for _, role in letter.signed),
        "",
    ]
    return "\n".join(lines)


def rtf(letter: Office) -> bytes:
    body = "".join(
        "\\par "
        if line == ""
        else "".join(
            sign
            if sign.isascii() and sign not in "\\{}"
            else f"\\{sign}"
            if sign in "\\{}"
            else "".join(f"\\u{unit if unit < 32768 else unit - 65536}?" for unit in utf16(sign))
            for sign in line
        ).replace("\t", "\\tab ")
        + "\\par\n"
        for line in txt(letter).split("\n")
    )
    return ("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22 " + body + "}").encode("ascii")


def utf16(sign: str) -> list[int]:
    data = sign.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]


def eml(letter: Office) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "vera@example.org", "buero@example.org", subject(letter)
    message["Date"], message["Message-ID"] = "Thu, 12 Mar 2026 10:00:00 +0100", "<1@example.org>"
    message.set_content(txt(letter, 72))
    message.add_alternative(html(letter), subtype="html")
    return message.as_bytes()


assert PICTURE
