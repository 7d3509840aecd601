"""A PDF file → printed lines: where they stand, how large, in which columns (PDFium)."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from .sheet import ROW, TEXT, Line, Sheet

PAGES = 200
SIGNS = 400_000
MARKER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]{0,2}|[a-zA-Z][.)]|[ivx]{1,5}[.)]|[-–•●○▪·*])")
NEAR = 9.0  # points: a blank, and by how much the margin that is seen may differ from the one that was meant
BLANK = 0.18  # of the letters' size, from which on a gap is one
ASIDE = 0.7  # of the letters' size, between two columns


class Run(Struct):
    """Signs on one height."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    first: float = 0.0  # where its first word ends; 0: it is one word


def of_pdf(data: bytes) -> Sheet:
    """The lines of a PDF's pages, from top to bottom. Raises PdfiumError where it is none, or locked."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    said: list[str] = []
    lines: list[Line] = []
    edges: list[tuple[float, float]] = []  # of each line: its right edge, the width of its first word
    if len(document) > PAGES:
        said.append(f"Gelesen sind die ersten {PAGES} von {len(document)} Seiten.")
    signs = 0
    for number in range(min(len(document), PAGES)):
        page = document[number]
        text = page.get_textpage()
        signs += text.count_chars()
        if signs > SIGNS:
            said.append(f"Gelesen sind die ersten {number} Seiten; mehr Text fasst ein Antrag nicht.")
            break
        for line, edge in of_page([*runs(text), *bullets(page)], number + 1, len(lines)):
            lines.append(line)
            edges.append(edge)
        page.close()
    rights = sorted(right for right, _ in edges)
    margin = rights[len(rights) * 19 // 20] if rights else 0.0  # a word too long to be broken may stand out
    lines = [replace(line, room=margin - right, lead=lead) for line, (right, lead) in zip(lines, edges, strict=True)]
    said += hidden(document, data)
    title = document.get_metadata_value("Title")
    return Sheet(tuple(lines), (), " ".join(title.split())[:300], tuple(said), placed=True)


def hidden(document, data: bytes) -> list[str]:
    """What the file holds beside its pages, as sentences: who takes it over should know."""
    import pypdfium2.raw as raw

    found = []
    for key, word in (("Author", "Verfasser"), ("Subject", "Betreff"), ("Keywords", "Stichwörter")):
        if value := " ".join(document.get_metadata_value(key).split()):
            found.append(f"{word} „{value[:80]}“")
    notes = 0
    for number in range(min(len(document), PAGES)):
        page = document[number]
        for at in range(min(200, raw.FPDFPage_GetAnnotCount(page))):
            note = raw.FPDFPage_GetAnnot(page, at)
            notes += raw.FPDFAnnot_GetSubtype(note) not in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET)
            raw.FPDFPage_CloseAnnot(note)
    if notes:
        found.append("1 Kommentar" if notes == 1 else f"{notes} Kommentare")
    if count := document.count_attachments():
        found.append("1 eingebettete Datei" if count == 1 else f"{count} eingebettete Dateien")
    if data.count(b"%%EOF") > 1 + (b"/Linearized" in data[:2048]):
        found.append("frühere Fassungen")
    return [f"In der PDF-Datei stehen, für alle lesbar: {', '.join(found)}."] if found else []


def runs(text) -> list[Run]:
    """Signs with their places, those joined that stand beside one another."""
    import ctypes

    import pypdfium2.raw as raw

    found: list[Run] = []
    left, right, bottom, top = box = [ctypes.c_double() for _ in range(4)]
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    fonts: dict[tuple, bool] = {}
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        sign = chr(code) if code else ""
        if not sign or code in (0xFFFE, 0xFFFF, 2):
            sign = "-" if code in (0xFFFE, 2) else ""  # PDFium's sign for a hyphen at the end of a line
        if sign in ("\r", "\n", ""):
            continue
        if not raw.FPDFText_GetCharBox(text, at, *box):
            continue
        size = raw.FPDFText_GetFontSize(text, at)
        weight = raw.FPDFText_GetFontWeight(text, at)
        raw.FPDFText_GetFontInfo(text, at, name, 256, flags)
        key = (name.value, weight)
        bold = fonts.setdefault(
            key, weight >= 600 or b"Bold" in name.value or b"Black" in name.value or b"Semibold" in name.value
        )
        last = found[-1] if found else None
        same = (
            last is not None
            and abs((last.bottom + last.top) / 2 - (bottom.value + top.value) / 2) < max(2.0, 0.6 * max(size, 6))
            and -size < left.value - last.right
        )
        if sign.isspace():
            if same and last and not last.text.endswith(" "):
                last.text += " "
                last.first = last.first or last.right
            continue
        if same and last and left.value - last.right < ASIDE * max(size, 6):
            if (
                left.value - last.right > BLANK * max(size, 6)
                and not last.text.endswith(" ")
                and not (sign.isdigit() and last.text[-1].isdigit() and adjoin(text, at))
            ):
                last.text += " "
                last.first = last.first or last.right
            last.text += sign
            last.right, last.bottom, last.top = (
                max(last.right, right.value),
                min(last.bottom, bottom.value),
                max(last.top, top.value),
            )
            last.bold = last.bold and bold
            last.size = max(last.size, size)
        else:
            found.append(Run(sign, left.value, right.value, bottom.value, top.value, size, bold))
    return found


def adjoin(text, at: int) -> bool:
    """Does a sign follow the one before without a gap, each taken as wide as its font says? The ink of „11“ stands far apart."""
    import ctypes

    import pypdfium2.raw as raw

    before, here = raw.FS_RECTF(), raw.FS_RECTF()
    return (
        bool(
            raw.FPDFText_GetLooseCharBox(text, at - 1, ctypes.byref(before))
            and raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(here))
        )
        and here.left - before.right < 0.5
    )


def bullets(page) -> list[Run]:
    """Points before the items of a list, where they are drawn and not written, as browsers do: small, as high as wide."""
    found = []
    for number, thing in enumerate(page.get_objects(max_depth=3)):
        if number > 5000:
            break
        left, bottom, right, top = thing.get_bounds()
        if thing.type == 2 and 1.5 < right - left < 7 and abs((right - left) - (top - bottom)) < 0.6:
            found.append(Run("•", left, right, bottom, top, top - bottom, False))
    return found


def of_page(found: list[Run], page: int, before: int) -> list[tuple[Line, tuple[float, float]]]:
    """The lines of a page, each with its right edge and what its first word needs, in points."""
    rows: list[list[Run]] = []
    for run in sorted((run for run in found if run.text.strip()), key=lambda run: -(run.bottom + run.top) / 2):
        middle = (run.bottom + run.top) / 2
        last = rows[-1][0] if rows else None
        if last is not None and abs((last.bottom + last.top) / 2 - middle) < max(2.0, 0.4 * max(run.size, 6)):
            rows[-1].append(run)
        else:
            rows.append([run])
    usual = Counter(round(run.size, 1) for row in rows for run in row for _ in run.text).most_common(1)
    size = usual[0][0] if usual else 11.0
    steps = [(a[0].bottom + a[0].top) / 2 - (b[0].bottom + b[0].top) / 2 for a, b in itertools.pairwise(rows)]
    near = sorted(step for step in steps if 0.8 * size < step < 2.2 * size)
    leading = near[len(near) // 3] if near else 1.3 * size
    lines: list[tuple[Line, tuple[float, float]]] = []
    for at, row in enumerate(rows):
        row.sort(key=lambda run: run.left)
        if len(row) > 1 and MARKER.fullmatch(row[0].text.strip()):  # the point of a list and its text are no columns
            row[:2] = [
                Run(
                    f"{row[0].text.strip()} {row[1].text}",
                    row[0].left,
                    row[1].right,
                    row[1].bottom,
                    row[1].top,
                    row[1].size,
                    row[1].bold,
                )
            ]
        step = steps[at - 1] if at else 0.0
        gap = 0 if not at or step < 1.35 * leading else max(1, round(step / leading) - 1)
        cells = tuple(" ".join(run.text.split()) for run in row)
        tabular = len(row) > 1 and any(
            aligned(row, rows[other]) for other in (at - 1, at + 1) if 0 <= other < len(rows)
        )
        wide = tabular or any(b.left - a.right > 2 * max(a.size, 6) for a, b in itertools.pairwise(row))
        strong = all(run.bold for run in row) or min(run.size for run in row) > 1.2 * size
        line = Line(
            before + len(lines) + 1,
            " ".join(cells),
            kind=ROW if tabular else TEXT,
            whole=tabular,
            gap=gap,
            page=page,
            cells=cells if wide and len(cells) > 1 else (),
            strong=strong,
        )
        lines.append((line, (row[-1].right, (row[0].first or row[0].right) - row[0].left + NEAR)))
    return lines


def aligned(row: list[Run], other: list[Run]) -> bool:
    """Do two rows have the same columns? Gaps of a justified text stand in one place only by chance, never all of them."""
    return len(row) == len(other) and all(
        abs(a.left - b.left) < 3
        for a, b in zip(sorted(row, key=lambda run: run.left), sorted(other, key=lambda run: run.left), strict=True)
    )
