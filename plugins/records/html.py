"""Text → HTML. The one dialect is that of Python-Markdown as `markdown.py` sets it up.

Pure: the same text gives the same HTML, whatever else is on the site.
"""

from __future__ import annotations

from msgspec import Struct

from .addresses import Addresses, Target
from .bounds import Work
from .cells import with_tables
from .lists import as_markdown


class Html(Struct, frozen=True):
    html: str
    targets: tuple[Target, ...] = ()
    points: tuple[str, ...] = ()  # items of numbered lists at the top level, as plain text
    numbers: tuple[str, ...] = ()  # their marks as they were typed, where those do not count 1, 2, 3
    deep: bool = False  # nested too deeply to be converted; `html` is empty then


def to_html(
    text: str,
    folder: str,
    stem: str,
    deepest_heading: int = 3,
    work: Work | None = None,
    notes: tuple[dict[str, str], tuple[str, ...], set[str]] | None = None,
) -> Html:
    """Convert the text of a record in content/<folder>/<stem>.md; its headings start at `deepest_heading`.

    `work`: what the sections before it cost. Raises TooMuch where the signs of a text would take too long.
    `notes`: the footnotes of the page by number, those that stand below this text, and which places in the text are taken.
    """
    work = work or Work()
    text = as_markdown(with_tables(text))
    work.blocks(text)
    little = work.little(text) and not notes
    from .markdown import convert  # late: the library takes long to import, and many builds convert nothing

    return convert(text, Addresses(folder, stem), deepest_heading, None if little else work, notes)
