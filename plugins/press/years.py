"""A list that is divided by years: its first page shows the newest, and each year has a page of its own. Addresses never shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from .ask import Ask
from .page import Year

RowsOf = Callable[[Ask, str, int], tuple]


class Listing(Struct, frozen=True):
    """One year of a listing, with the way to the other years.

    Only the first page says how many there are in all and in each year: a year's page stays as it is when another year grows.
    """

    total: int | None  # None on the page of one year
    year: int | None  # None where there is nothing to list
    years: tuple[Year, ...]
    rows: tuple[Any, ...]


def first_page(ask: Ask, name: str, rows_of: RowsOf, base: str = "") -> Listing:
    """`base`: the list's address, where it is another than its name."""
    years = ask.years(name)
    counted = tuple(Year(year, f"{base or name}{year}/", count) for year, count in years.items())
    return (
        Listing(sum(years.values()), counted[0].year, counted, rows_of(ask, name, counted[0].year))
        if counted
        else Listing(0, None, (), ())
    )


def page_of_year(ask: Ask, key: str, rows_of: RowsOf, base: str = "") -> tuple[str, Listing] | None:
    """The address of the page of one year and what it shows; `key`: of the list's year. None where nothing stands in it."""
    name, _, year = key.partition("\t")
    years = ask.which(name)
    if int(year) not in years:
        return None
    plain = tuple(Year(each, f"{base or name}{each}/") for each in years)
    return f"{base or name}{year}/", Listing(None, int(year), plain, rows_of(ask, name, int(year)))
