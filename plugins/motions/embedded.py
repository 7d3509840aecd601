"""Lists for other people's sites: a plain page without script in a frame, and the line of HTML that puts it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ..press import Frame, Page, html_page
from ..press.policy import EMBEDDED
from ..records.links import Link
from ..records.quoting import markup
from .listings import Cards
from .model import Motion

ROWS = 10
HEIGHT = 620  # points: five rows and the line below them, on a telephone; a frame scrolls

Groups = Mapping[str, tuple[Link, list[Motion]]]


def address(link: Link) -> str:
    """Of a topic's or committee's list: „themen/verkehr/“ is „einbetten/thema/verkehr/“."""
    folder, _, name = link.path.partition("/")
    return f"{EMBEDDED}{SINGULAR[folder]}/{name}"


SINGULAR = {"themen": "thema", "gremien": "gremium"}


def pages(frame: Frame, groups: Iterable[Groups], cards: Cards) -> Iterator[Page]:
    """`groups`: motions by topic, by committee; the newest of each."""
    for group in groups:
        for link, motions in group.values():
            if link.path:
                title = f"{link.text}: Anträge und Anfragen"
                yield html_page(frame, address(link), "embedded.html", title=title, description=title, rows=cards.rows(motions[:ROWS]), total=len(motions), target=link.path)


class Embedding(Struct, frozen=True):
    """What a list says of its page for other sites: where that is, and what somebody copies onto their own."""

    path: str
    line: str


def embedding(frame: Frame, link: Link) -> Embedding:
    title = markup(f"{link.text}: Anträge und Anfragen, {frame.short_name}")
    return Embedding(address(link), f'<iframe src="{markup(frame.absolute(address(link)))}" title="{title}" width="100%" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>')
