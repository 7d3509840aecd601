"""Lists for other people's sites: a plain page without script in a frame, and the line of HTML that puts it there."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..press import Frame, Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.policy import EMBEDDED
from ..records.links import Link
from ..records.quoting import markup
from .listings import Card

ROWS = 10
HEIGHT = 620  # points: five rows and the line below them, on a telephone; a frame scrolls
SINGULAR = {"themen/": "thema", "gremien/": "gremium"}  # by how the addresses of the lists begin


def address(link: Link) -> str:
    """Of a topic's or committee's list: „themen/verkehr/“ is „einbetten/thema/verkehr/“."""
    folder, _, name = link.path.partition("/")
    return f"{EMBEDDED}{SINGULAR[f'{folder}/']}/{name}"


def of_topic(ask: Ask, name: str) -> Iterator[Page]:
    if found := ask.piece("themen/").get(name):
        yield from page(ask, Link(found[0], name))


def of_committee(ask: Ask, name: str) -> Iterator[Page]:
    for link in ask.piece("gremien:alle"):
        if link.path == name:
            yield from page(ask, link)


def page(ask: Ask, link: Link) -> Iterator[Page]:
    """The newest of a list; none where nothing stands in it."""
    if total := ask.count(link.path):
        title = f"{link.text}: Anträge und Anfragen"
        rows = tuple(ask.cards_of([row.number for row in ask.newest(link.path, ROWS)], Card))
        yield html_page(
            ask.piece("frame"),
            address(link),
            "embedded.html",
            title=title,
            description=title,
            rows=rows,
            total=total,
            target=link.path,
        )


class Embedding(Struct, frozen=True):
    """What a list says of its page for other sites: where that is, and what somebody copies onto their own."""

    path: str
    line: str


def embedding(frame: Frame, link: Link) -> Embedding:
    title = markup(f"{link.text}: Anträge und Anfragen, {frame.short_name}")
    return Embedding(
        address(link),
        f'<iframe src="{markup(frame.absolute(address(link)))}" title="{title}" width="100%" height="{HEIGHT}" loading="lazy" style="border:0"></iframe>',
    )


PARTS = (
    Part(name="einbetten-thema", per="list", kind="themen/", pages=of_topic, begins=EMBEDDED),
    Part(name="einbetten-gremium", per="list", kind="gremien/", pages=of_committee, begins=EMBEDDED),
)
