"""The pages of newsletters: a list by year, and a page for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from msgspec import Struct

from ..press import Crumb, Frame, Page, Year, html_page
from ..records.links import Link
from .model import Event, Newsletter, parts

HOME = Crumb("Start", "")
ALL = Crumb("Rundbriefe", "rundbriefe/")
ABOUT = "Was seit dem letzten Rundbrief geschah, jedes Ereignis einmal."


class Row(Struct, frozen=True):
    """A newsletter in a list."""

    title: str
    date: dt.date
    path: str
    choice: Link | None


class Mailing(Struct, frozen=True):
    """How people get it: where they subscribe ("": nowhere), and whether there are any to read."""

    address: str = ""
    path: str = ""

    @property
    def href(self) -> str:
        return self.address if self.address.startswith(("http://", "https://")) else f"mailto:{self.address}"


def mailing(letters: Iterable[Newsletter], address: str) -> Mailing:
    return Mailing(address, ALL.path if any(letters) else "")


def pages(frame: Frame, letters: Iterable[Newsletter], address: str, tell: Callable[[Newsletter], Iterable[Event]]) -> Iterator[Page]:
    """`tell`: what a newsletter tells, as it reads today."""
    ordered = sorted(letters, key=lambda letter: (letter.date, letter.stem), reverse=True)
    if not ordered:
        return
    way = mailing(ordered, address)
    years = {year: tuple(Row(letter.title, letter.date, letter.path, letter.choice) for letter in group) for year, group in groupby(ordered, key=lambda letter: letter.date.year)}
    counted = tuple(Year(year, f"{ALL.path}{year}/", len(rows)) for year, rows in years.items())
    plain = tuple(Year(year, f"{ALL.path}{year}/") for year in years)
    newest = ordered[0].date.year
    yield html_page(frame, ALL.path, "newsletters.html", title=ALL.text, description=ABOUT, crumbs=(HOME,), rows=years[newest], years=counted, year=newest, mailing=way)
    for year, rows in years.items():
        yield html_page(frame, f"{ALL.path}{year}/", "newsletters.html", title=f"Rundbriefe {year}", description=ABOUT, crumbs=(HOME, ALL), rows=rows, years=plain, year=year, mailing=way)
    for letter in ordered:
        yield html_page(frame, letter.path, "newsletter.html", title=letter.title, description=ABOUT, crumbs=(HOME, ALL, Crumb(str(letter.date.year), f"{ALL.path}{letter.date.year}/")), brings=letter.brings, letter=letter, parts=parts(tell(letter)), mailing=way)
