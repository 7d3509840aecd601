"""Plain pages: contact, imprint, privacy, accessibility, about us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, encode, sort
from ..records.body import Body, Written
from ..records.fields import Record, load_table
from ..records.links import File

TABLE = load_table("text", Path(__file__).parent / "fields.toml")
NEEDED = ("kontakt", "impressum", "datenschutz", "barrierefreiheit")


class Text(Written, frozen=True, kw_only=True):
    stem: str
    title: str
    description: str = ""
    place: int | None = None  # in the footer
    as_of: dt.date | None = None
    easy: bool = False  # in Leichter Sprache
    checked_by: str = ""  # of such a text: who of those for whom it is written
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def path(self) -> str:
        return f"{self.stem}/"


def read_text(record: Record, body: Body) -> Text:
    get = record.get
    return Text(
        stem=record.stem,
        title=get("titel"),
        description=get("beschreibung", ""),
        place=get("fusszeile"),
        as_of=get("stand_vom"),
        easy=get("leichte_sprache", False),
        checked_by=get("geprueft_von", ""),
        sections=body.sections,
    )


class Imprint(Struct, frozen=True):
    """Who answers for the site (§ 5 DDG, § 18 Abs. 2 MStV), from the group's own data."""

    represented_by: str
    responsible: str
    accessibility_law: str = ""  # of the Land (decision of each county, not of the BITV)


def places(text: Text) -> Iterator[Place]:
    """Those that the footer names stand in a list, in the order of their numbers."""
    if text.place is not None:
        yield Place("fusszeile", sort(text.place, text.stem), data=encode((text.title, text.path)))


def pages(ask: Ask, ref: str) -> Iterator[Page]:
    """The imprint shows the group's data above its text, the page on accessibility its law below, so that neither can be forgotten."""
    if text := ask.whole(ref, Text):
        shown: Imprint | None = ask.piece("impressum") if text.stem == "impressum" else None
        law = ask.piece("impressum").accessibility_law if text.stem == "barrierefreiheit" else ""
        contact = ask.piece("kontakt") if text.stem == "kontakt" else None
        yield html_page(
            ask.piece("frame"),
            text.path,
            "text.html",
            title=text.title,
            description=text.description,
            crumbs=(Crumb("Start", ""),),
            text=text,
            imprint=shown,
            law=law,
            contact=contact,
            style=ask.piece("theme")["easy-style"][0] if text.easy else "",
        )


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "imprint": "Angaben zur Fraktion",
    "law": "Angaben zur Fraktion",
    "contact": "Angaben zur Fraktion",
    "style": "die Gestaltung",
    "text": "der Text",
}
PARTS = (Part(name="text", per="thing", kind="seiten/", pages=pages),)
