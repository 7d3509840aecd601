"""Text → HTML. The one dialect is that of Python-Markdown as `markdown.py` sets it up.

Pure: the same text gives the same HTML, whatever else is on the site.
"""

from __future__ import annotations

import re

from msgspec import Struct

from .addresses import Addresses, Target
from .bounds import Work


class Html(Struct, frozen=True):
    html: str
    targets: tuple[Target, ...] = ()
    points: tuple[str, ...] = ()  # items of numbered lists at the top level, as plain text
    deep: bool = False  # nested too deeply to be converted; `html` is empty then


LIST_AFTER_COLON = re.compile(r"(:[ \t]*\n)(?=(?:\d{1,3}[.)]|[-*+])[ \t]+\S)")
BRACKETED_LIST = re.compile(r"\n[ \t]*\n\d{1,3}\)[ \t](?:[^\n]|\n(?=[^\n]))*+")  # a block that begins with „1) “, up to the next empty line
BRACKET = re.compile(r"\n( *\d{1,3})\)(?=[ \t])")
SHALLOW = re.compile(r"\n {2,3}(?! )")
ITEM = re.compile(r" *(?:[-*+]|\d{1,3}\.) +\S")


def to_html(text: str, folder: str, stem: str, deepest_heading: int = 3, work: Work | None = None) -> Html:
    """Convert the text of a record in content/<folder>/<stem>.md; its headings start at `deepest_heading`.

    `work`: what the sections before it cost. Raises TooMuch where the signs of a text would take too long.
    """
    work = work or Work()
    work.blocks(text)
    little = work.little(text)
    # „1)“ is as usual in motions as „1.“, and few leave a blank line between „beschließt:“ and the first point.
    text = LIST_AFTER_COLON.sub(r"\1\n", text)
    text = BRACKETED_LIST.sub(lambda block: BRACKET.sub(r"\n\1.", block[0]), "\n\n" + text)[2:]
    text = by_fours(text) if SHALLOW.search(text) else text
    from .markdown import convert  # late: the library takes long to import, and many builds convert nothing

    return convert(text, Addresses(folder, stem), deepest_heading, None if little else work)


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
