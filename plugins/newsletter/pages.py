"""The pages of newsletters: a list by year, and a page for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from ..press import Crumb, Page, Year, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, encode, sort
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


def places(letter: Newsletter) -> Iterator[Place]:
    yield Place(
        ALL.path,
        sort(letter.date, letter.stem, down=True),
        letter.date.year,
        encode(Row(letter.title, letter.date, letter.path, letter.choice)),
        listed=True,
    )


def telling(letter: Newsletter) -> Iterator[Place]:
    """What it tells, also as a draft: the first of its choice that tells a thing is the one that does."""
    here = sort(letter.date, letter.stem)
    yield from (Place(f"erzaehlt:{letter.about}:{name}", here, data=encode(letter.source)) for name in letter.told)


def mailing(ask: Ask, address: str) -> Mailing:
    return Mailing(address, ALL.path if ask.which(ALL.path) else "")


def overview(ask: Ask, _: str) -> Iterator[Page]:
    if years := ask.years(ALL.path):
        newest = max(years)
        counted = tuple(Year(year, f"{ALL.path}{year}/", count) for year, count in years.items())
        yield html_page(
            ask.piece("frame"),
            ALL.path,
            "newsletters.html",
            title=ALL.text,
            description=ABOUT,
            crumbs=(HOME,),
            rows=tuple(ask.data(ALL.path, Row, newest)),
            years=counted,
            year=newest,
            mailing=ask.piece("bestellung"),
        )


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    year, years = int(key.partition("\t")[2]), ask.which(ALL.path)
    if year in years:
        plain = tuple(Year(each, f"{ALL.path}{each}/") for each in years)
        yield html_page(
            ask.piece("frame"),
            f"{ALL.path}{year}/",
            "newsletters.html",
            title=f"Rundbriefe {year}",
            description=ABOUT,
            crumbs=(HOME, ALL),
            rows=tuple(ask.data(ALL.path, Row, year)),
            years=plain,
            year=year,
            mailing=ask.piece("bestellung"),
        )


class Letters(Struct, frozen=True):
    """`tell`: what a newsletter tells, as it reads today."""

    tell: Callable[[Ask, Newsletter], Iterable[Event]]

    def pages(self, ask: Ask, ref: str) -> Iterator[Page]:
        if letter := ask.whole(ref, Newsletter):
            crumbs = (HOME, ALL, Crumb(str(letter.date.year), f"{ALL.path}{letter.date.year}/"))
            yield html_page(
                ask.piece("frame"),
                letter.path,
                "newsletter.html",
                title=letter.title,
                description=ABOUT,
                crumbs=crumbs,
                letter=letter,
                parts=parts(self.tell(ask, letter)),
                mailing=ask.piece("bestellung"),
            )

    def parts(self) -> tuple[Part, ...]:
        return (
            Part(name="rundbriefe", pages=overview),
            Part(name="rundbriefe-jahr", per="year", kind=ALL.path, pages=of_year),
            Part(name="rundbrief", per="thing", kind=ALL.path, pages=self.pages),
        )


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {"letter": "der Rundbrief", "parts": "was der Rundbrief erzählt", "mailing": "die Bestellung des Rundbriefs"}
