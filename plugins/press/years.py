"""A list that is divided by years: its first page shows the newest, the rest stands on the pages of years. Addresses never shift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from . import things
from .ask import Ask
from .page import Frame, Page, Year, html_page

RowsOf = Callable[[Ask, str, int, int], tuple]  # of a list and a year; at most so many, or all of them (0)


class Span(Struct, frozen=True):
    """What a page shows of one year. Where that is not all: how many there are, and the page that has them."""

    year: int
    rows: tuple[Any, ...]
    count: int = 0
    path: str = ""


class Listing(Struct, frozen=True):
    """Some years of a list, with the way to the others.

    Only a first page says how many there are in all and in each year: a year's page stays as it is when another grows.
    """

    total: int | None  # None on the page of one year
    years: tuple[Year, ...]
    spans: tuple[Span, ...]

    @property
    def rows(self) -> tuple[Any, ...]:
        return tuple(row for span in self.spans for row in span.rows)

    @property
    def year(self) -> int | None:
        """The year, where there is one only."""
        return self.spans[0].year if len(self.spans) == 1 else None


def first_page(
    ask: Ask, name: str, rows_of: RowsOf, base: str = "", *, one_year: bool = False, pages: bool = False
) -> Listing:
    """The newest of a list, each year under its heading.

    base      the list's address, where it is another than its name
    one_year  the newest year, whole, and no other
    pages     each year has a page of its own, also one that is shown whole here
    """
    years = ask.years(name)
    most = 0 if one_year else things.FIRST
    return Listing(sum(years.values()), *divided(ask, name, rows_of, base or name, years, most, pages or one_year))


def newest(ask: Ask, name: str, rows_of: RowsOf, whole: str) -> Listing:
    """The newest of a list without pages of years. `whole`: the list in which the older ones stand, by its address."""
    years = ask.years(name)
    return Listing(sum(years.values()), (), divided(ask, name, rows_of, whole, years, things.FIRST, True)[1])


def divided(
    ask: Ask, name: str, rows_of: RowsOf, base: str, years: Mapping[int, int], most: int, pages: bool
) -> tuple[tuple[Year, ...], tuple[Span, ...]]:
    """The ways to all years, and what is shown of the newest."""
    links, spans, left = [], [], most or max(years.values(), default=0)
    for year, count in years.items():
        rows = rows_of(ask, name, year, left) if left > 0 and (most or not spans) else ()
        left -= len(rows)
        page, whole = f"{base}{year}/", len(rows) == count
        links.append(Year(year, anchor(page) if whole and most and not pages else page, count))
        if rows:
            spans.append(Span(year, rows) if whole else Span(year, rows, count, page))
    return tuple(links), tuple(spans)


def page_of_year(
    ask: Ask, key: str, rows_of: RowsOf, base: str = "", *, pages: bool = False
) -> tuple[str, Listing | None] | None:
    """The address of the page of one year and what it shows; `key`: of the list's year. None where nothing stands in it.

    No listing: the first page shows the year whole, so its address leads there. `base`, `pages`: as of the first page.
    """
    name, _, text = key.partition("\t")
    years, year, base = ask.which(name), int(text), base or name
    if year not in years:
        return None
    rest = max(years) if pages else ask.rest(name)
    if year > rest:
        return f"{base}{year}/", None
    links = tuple(Year(each, f"{base}{each}/" if each <= rest else anchor(f"{base}{each}/")) for each in years)
    return f"{base}{year}/", Listing(None, links, (Span(year, rows_of(ask, name, year, 0)),))


def anchor(path: str) -> str:
    """Where a year stands on the first page of a list, by the address that its own page would have."""
    base, _, year = path.rstrip("/").rpartition("/")
    return f"{base}/#jahr_{year}"


def leads_to_first(frame: Frame, path: str, title: str) -> Page:
    """In place of the page of a year that the first page shows whole."""
    return html_page(frame, path, "forward.html", title=title, target=anchor(path))
