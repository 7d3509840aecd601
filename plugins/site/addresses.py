"""Addresses that follow from the files alone, before anything is built: of the dates of series, of topics, places and terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from msgspec import Struct

from .. import group
from ..meetings.occurrence import find, uid_of
from ..meetings.series import Occurrence, Series, occurrences, read_series, usual_stem
from ..meetings.series_checks import check_series
from ..news.vocabulary import OWN
from ..records.fields import Record, read_record, read_rows
from ..records.frontmatter import read_list, read_source
from ..records.links import fold
from ..records.problems import errors
from ..texts import NEEDED as PAGES
from .tables import group_table, text_table
from .unready import appears

LISTS = {group.LISTS[kind][0]: (kind, group.LISTS[kind][1]) for kind in ("topic", "place", "term")}
NEEDED = frozenset(f"seiten/{name}.md" for name in PAGES)  # the check asks for them
SITTINGS = "/sitzungen/"


def has_page(record: Record) -> bool:
    """Series lead to their dates, news of others to their source."""
    return record.kind != "series" and (record.kind != "news" or record.get("herkunft", OWN) == OWN)


class Dates(Struct, frozen=True):
    """All public series, each with its dates."""

    series: tuple[tuple[Series, tuple[Occurrence, ...]], ...] = ()

    def addresses(self) -> dict[str, str]:
        """Of each date: its address → its uid. Where a file of another name was written for it, the address leads there."""
        return {address(series, one): uid_of(series, one.original) for series, dates in self.series for one in dates}

    def usual(self, record: Record) -> str:
        """The address of the date for which a file was written; "" where no series has it."""
        name = fold(record.get("reihe").text) if record.get("reihe") else ""
        for series, dates in self.series if name and record.get("datum") else ():
            if name in (series.uid, fold(series.stem), fold(series.name)) and (one := find(record, dates)):
                return address(series, one)
        return ""


def address(series: Series, one: Occurrence) -> str:
    return f"{SITTINGS}{usual_stem(series, one.original)}/"


def dates_in(files: Iterable[tuple[str, bytes]], today: dt.date) -> Dates:
    """`files`: those of content/reihen/, by their path below content/. Of a series that is not right there are none; the check says why."""
    found = []
    for path, data in files:
        table = text_table(path)
        if table is None:
            continue
        record, problems = read_record(table, read_source(path, data), path.rpartition("/")[2].removesuffix(".md"))
        if record and not errors([*problems, *check_series(record)] if record.complete else problems):
            series = read_series(record)
            if record.complete and appears(record) <= today:
                dates = tuple(one for one in occurrences(series) if not one.published or one.published <= today)
                found.append((series, dates))
    return Dates(tuple(found))


class Listed(Struct, frozen=True):
    """An entry of a list with a page of its own."""

    name: str
    address: str
    typed: bool  # it says its address itself


def entries_in(name: str, data: bytes) -> list[Listed] | None:
    """Of a list by its file's name; None where it cannot be read."""
    kind, _ = LISTS[name]
    rows, problems = read_rows(group_table(), kind, read_list(name, data))
    if errors(problems):
        return None
    lists, _ = group.read_lists({kind: rows})
    own = {row.get("name"): bool(row.get("adresse")) for row in rows}
    entries = {"topic": lists.topics, "place": lists.places, "term": lists.terms}[kind]
    return [Listed(each.link.text, f"/{each.link.path}", own.get(each.link.text, False)) for each in entries]
