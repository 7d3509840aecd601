"""Plain pages: contact, imprint, privacy, accessibility, about us."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from ..press import Crumb, Frame, Page, html_page
from ..records.body import Body, Section
from ..records.fields import Record, load_table
from ..records.links import File

TABLE = load_table("text", Path(__file__).parent / "fields.toml")
NEEDED = ("kontakt", "impressum", "datenschutz", "barrierefreiheit")


class Text(Struct, frozen=True, kw_only=True):
    stem: str
    title: str
    description: str = ""
    place: int | None = None  # in the footer
    as_of: dt.date | None = None
    sections: tuple[Section, ...] = ()
    brings: tuple[File, ...] = ()  # see `press.Page`

    BESIDE = ("brings",)

    @property
    def path(self) -> str:
        return f"{self.stem}/"


def read_text(record: Record, body: Body) -> Text:
    get = record.get
    return Text(stem=record.stem, title=get("titel"), description=get("beschreibung", ""), place=get("fusszeile"), as_of=get("stand_vom"), sections=body.sections)


class Imprint(Struct, frozen=True):
    """Who answers for the site (§ 5 DDG, § 18 Abs. 2 MStV), from the group's own data."""

    represented_by: str
    responsible: str
    accessibility_law: str = ""  # of the Land (decision of each county, not of the BITV)


def pages(frame: Frame, texts: Iterable[Text], imprint: Imprint) -> Iterator[Page]:
    """The imprint shows the group's data above its text, the page on accessibility its law below, so that neither can be forgotten."""
    for text in texts:
        shown = imprint if text.stem == "impressum" else None
        law = imprint.accessibility_law if text.stem == "barrierefreiheit" else ""
        yield html_page(frame, text.path, "text.html", title=text.title, description=text.description, crumbs=(Crumb("Start", ""),), brings=text.brings, text=text, imprint=shown, law=law)
