"""Dates of series have addresses of their own, though no file was written for them: they follow from the series (meetings/series.py)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from ...meetings.occurrence import find, uid_of
from ...meetings.series import Occurrence, Series, occurrences, read_series, usual_stem
from ...meetings.series_checks import check_series
from ...records.fields import Record, read_record
from ...records.frontmatter import read_source
from ...records.links import fold
from ...records.problems import errors
from ...site.tables import text_table
from ...site.unready import appears
from .clone import CONTENT, Tree
from .joining import Read

FOLDER = f"{CONTENT}/reihen/"


class Dates(Struct, frozen=True):
    """All public series of a tree, each with its dates."""

    series: tuple[tuple[Series, tuple[Occurrence, ...]], ...] = ()

    def addresses(self) -> dict[str, str]:
        """Of each date: its address → its uid. A file of another name leads on from there."""
        return {address(series, one): uid_of(series, one.original) for series, dates in self.series for one in dates}

    def usual(self, record: Record) -> str:
        """The address of the date for which a file was written; "" where no series has it."""
        name = fold(record.get("reihe").text) if record.get("reihe") else ""
        for series, dates in self.series if name and record.get("datum") else ():
            if name in (series.uid, fold(series.stem), fold(series.name)) and (one := find(record, dates)):
                return address(series, one)
        return ""


def address(series: Series, one: Occurrence) -> str:
    return f"/sitzungen/{usual_stem(series, one.original)}/"


def dates_in(tree: Tree, read: Read, today: dt.date) -> Dates:
    """Of a series that cannot be read, or is not right, there are none; the check says why."""
    found = []
    for path in sorted(path for path in tree if path.startswith(FOLDER) and path.endswith(".md")):
        table = text_table(path.removeprefix(f"{CONTENT}/"))
        record, problems = (
            read_record(table, read_source(path, read(tree[path])), path.rpartition("/")[2].removesuffix(".md"))
            if table
            else (None, [])
        )
        if record and not errors(problems) and not errors(list(check_series(record))) and appears(record) <= today:
            series = read_series(record)
            dates = tuple(one for one in occurrences(series) if not one.published or one.published <= today)
            found.append((series, dates))
    return Dates(tuple(found))
