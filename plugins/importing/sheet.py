"""A letter as it was read: its lines in their order, whatever program it was written with. Knows no rule about motions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from ..records.characters import without_suspects

TEXT, HEADING, ITEM, ROW, PICTURE, NOTE = "text", "heading", "item", "row", "picture", "note"


class Line(Struct, frozen=True):
    """One line. Blank ones are not kept; `gap` says how many stood before."""

    number: int  # counted from 1, as somebody counts the lines of the page that are not empty
    text: str  # its words, nothing else
    markdown: str = ""  # the same for the body; "" where it is the same
    kind: str = TEXT
    whole: bool = False  # a paragraph of its own; False: a printed line that may go on in the next
    gap: int = 0  # blank lines before it
    level: int = 0  # of a heading or a list
    marker: str = ""  # of an item, as typed
    cells: tuple[str, ...] = ()  # of a row
    strong: bool = False  # in bold, or larger than the text
    page: int = 1
    room: float = 0.0  # that is left behind it, in letters or points
    lead: float = 0.0  # what its first word takes, in the same: where that would have fitted into the line before, it begins a new paragraph


class Picture(Struct, frozen=True):
    name: str
    data: bytes
    about: str = ""  # its alternative text, where the document has one


class Sheet(Struct, frozen=True):
    """What a document holds. `said`: what whoever reads on must know, as whole sentences."""

    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()
    title: str = ""  # as the document's properties or the mail's subject name it
    said: tuple[str, ...] = ()
    placed: bool = (
        False  # its lines were put in order by where they stand; in the text of a PDF a form\'s labels may come last
    )


FURNITURE = re.compile(
    r"(?:https?://\S+|[_=*·.–—-]{3,}|-- ?\d{1,4} of \d{1,4} ?--|[–—-] ?\d{1,4} ?[–—-]|\d{1,3} ?/ ?\d{1,3}|"
    r"(?:[_–—-]{2,} ?)?(?:seite|blatt) \d{1,4}(?: (?:von|/) \d{1,4})?(?: ?[_–—-]{2,})?|gedruckt auf 100|(?:gedruckt auf )?(?:100 )?(?:prozent|%) recyclingpapier|gedruckt auf 100 prozent recyclingpapier|"
    r"[x☒☐☑□■✓✗](?: [x☒☐☑□■✓✗])*)",
    re.IGNORECASE,
)
AND = re.compile(r"(?:und|oder|bzw\.?|sowie|als|bis|noch)\b")  # „Rad- und Fußweg“
TURN = re.compile(
    r"^(?:[–—-]+ ?\d|seite \d|blatt \d)|of \d", re.IGNORECASE
)  # between two pages, where nothing else tells them apart


def tidy(sheet: Sheet) -> Sheet:
    """Without what belongs to the paper and not to the letter: page numbers, rules, boxes, running heads."""
    pages = max((line.page for line in sheet.lines), default=1)
    running = {
        text
        for text, count in Counter(line.text for line in at_the_edge(sheet.lines)).items()
        if pages > 2 and count >= pages - 1 and len(text) < 120
    }
    lines = (
        line
        if line.text.isascii()
        else replace(
            line,
            text=without_suspects(line.text),
            markdown=without_suspects(line.markdown),
            cells=tuple(map(without_suspects, line.cells)),
        )
        for line in sheet.lines
    )
    kept: list[Line] = []
    gap = turned = 0
    for line in lines:
        if line.kind != PICTURE and (FURNITURE.fullmatch(line.text) or line.text in running):
            gap = max(gap, line.gap)
            turned += pages == 1 and bool(TURN.search(line.text))
            continue
        kept.append(
            replace(line, gap=max(gap, line.gap), page=line.page + turned) if gap > line.gap or turned else line
        )
        gap = 0
    return replace(sheet, lines=tuple(kept))


def of_text(text: str) -> Sheet:
    """Printed lines, a form feed between two pages."""
    lines: list[Line] = []
    gap, page = 0, 1
    for raw in re.split(r"\r\n|[\n\r\x0b\u2028\u2029]|(?=\f)", text):
        if raw.startswith("\f"):
            page += 1
        words = " ".join(raw.split())
        if not words:
            gap += 1
            continue
        cells = tuple(" ".join(cell.split()) for cell in re.split(r"\t+|[ \u00a0]{3,}", raw.strip()) if cell.strip())
        lines.append(Line(len(lines) + 1, words, gap=gap, page=page, cells=cells if len(cells) > 1 else ()))
        gap = 0
    longest = max((len(line.text) for line in lines), default=0)
    return Sheet(
        tuple(
            replace(line, room=float(longest - len(line.text)), lead=float(len(line.text.partition(" ")[0])))
            for line in columns(lines)
        )
    )


def joined(lines: Sequence[str]) -> str:
    """Printed lines as one; a word that was broken at the end of a line is whole again."""
    text = ""
    for words in lines:
        last = text[-2:-1]
        if not text:
            text = words
        elif text.endswith("-") and "://" in text.rpartition(" ")[2]:
            text += words
        elif text.endswith("\u2010") or (
            text.endswith("-") and last.isalpha() and words[:1].islower() and not AND.match(words)
        ):
            text = text[:-1] + words
        elif text.endswith(("-", "/")) and last and not last.isspace() and (words[:1].isupper() or not last.isalpha()):
            text += words
        else:
            text = f"{text} {words}"
    return text


def at_the_edge(lines: tuple[Line, ...]) -> Iterator[Line]:
    """The first three and the last three lines of each page."""
    for _, page in groupby(lines, key=lambda line: line.page):
        own = list(page)
        yield from own[:3]
        yield from own[3:][-3:]


def columns(lines: list[Line]) -> Iterator[Line]:
    """Neighbours with as many columns are the rows of a table."""
    for at, line in enumerate(lines):
        many = len(line.cells)
        beside = [
            other
            for other in ([lines[at - 1]] if at and line.gap < 2 else [])
            + ([lines[at + 1]] if at + 1 < len(lines) and lines[at + 1].gap < 2 else [])
            if len(other.cells) == many
        ]
        yield (
            replace(line, kind=ROW, whole=True)
            if 1 < many < 7 and beside and all(len(cell) < 90 for cell in line.cells)
            else line
        )
