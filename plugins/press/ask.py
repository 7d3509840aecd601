"""The only door from pages to what they are made from. What is asked is noted, and who asked is asked again when the answer may be another.

There is no way to ask without being noted, so no page can depend on anything that it would not be made anew for. A key is
touched by `things.Shelves` when a place or a thing comes, goes or reads otherwise, and by `site/build.plan` when a piece, a template or the day does.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from msgspec import Struct

from ..records.digests import digest, number_of
from .page import Joined
from .things import Row, Shelves, base_of, day_in, decoder, key_of, read_row, rest_of

Kind = TypeVar("Kind")


class Listed(Struct, frozen=True):
    """A list among others of its kind: how many stand in it, and the latest day."""

    list: str
    count: int
    newest: dt.date


class Ask:
    """`pieces`: what there is one of, by name; `values`: what parts worked out; `declared`: the pages there are, each with its day for the sitemap;
    `held_by`: what stands for the bytes of a chunk."""

    def __init__(
        self,
        shelves: Shelves,
        pieces: dict[str, Any],
        today: dt.date,
        values: Callable[[str], Any] = lambda name: None,
        declared: Callable[[], Iterable[tuple[str, str | None]]] = tuple,
        wanted: Callable[[str], bool] = lambda path: True,
        held_by: Callable[[str], bytes | None] = lambda path: None,
    ):
        self.wanted = wanted  # is a page of this path part of the site at all?
        self.held_by = held_by
        self.shelves, self.pieces, self.today, self.values, self.declared = shelves, pieces, today, values, declared
        self.noted: dict[str, None] = {}

    def note(self, key: str) -> None:
        self.noted[key] = None

    # ------------------------------------------------------------------------ what there is one of

    def day(self) -> dt.date:
        """Whoever asks is asked again every day. See `Thing.turn` for what changes on known days only."""
        self.note("day")
        return self.today

    def year(self) -> int:
        self.note("year")
        return self.today.year

    def piece(self, name: str) -> Any:
        """What there is one of on a site: its frame, the group's data, its settings."""
        self.note(f"piece:{name}")
        return self.pieces[name]

    def value(self, name: str) -> Any:
        """What a part worked out (`Part.value`)."""
        self.note(f"value:{name}")
        return self.values(name)

    def paths(self) -> set[str]:
        """Of every page. Parts that are made last only."""
        self.note("paths")
        return {path for path, _ in self.declared()}

    def addresses(self) -> list[tuple[str, str]]:
        """Of the pages that search engines should know, with the day of the last change where it is known."""
        self.note("addresses")
        return sorted((path.removesuffix("index.html"), day) for path, day in self.declared() if day is not None)

    def joined(self, path: str, years: Iterable[int]) -> Joined:
        """The chunks of a file, one for each of these years (`Page.kept`). Only of parts that are made last."""
        self.note(f"chunks:{path}")
        held = {year: self.held_by(key_of(path, year)) for year in years}
        store, folder = self.shelves.store, self.shelves.folder
        there = [year for year in years if held[year] is not None]
        return Joined(
            digest(*(held[year] for year in there)),
            lambda: (store.chunk(folder, path, year) for year in there),
        )

    # ------------------------------------------------------------------------ records

    def ref(self, number: int) -> str:
        """The name of the thing of a row that was asked for."""
        return self.shelves.refs.get(number)

    def facts(self, thing: int | str, kind: type[Kind]) -> Kind | None:
        """A record without its running text; None where there is none of this name."""
        number = thing if isinstance(thing, int) else number_of(thing)
        self.note(f"facts:{number}")
        return (
            decoder(kind).decode(self.shelves.store.thing(self.shelves.folder, number, "facts"))
            if number in self.shelves.refs
            else None
        )

    def whole(self, thing: int | str, kind: type[Kind]) -> Kind | None:
        """A record with its text."""
        number = thing if isinstance(thing, int) else number_of(thing)
        found = self.facts(number, kind)
        if found is None:
            return None
        self.note(f"text:{number}")
        return found.with_text(
            decoder(tuple[str, ...]).decode(self.shelves.store.thing(self.shelves.folder, number, "text"))
        )

    def behind(self, number: int, kind: type[Kind]) -> Kind:
        """The record of a row that was asked for and whose data stand for all of it, text too: whoever holds the row need not be noted for the record."""
        store, folder = self.shelves.store, self.shelves.folder
        found = decoder(kind).decode(store.thing(folder, number, "facts"))
        return found.with_text(decoder(tuple[str, ...]).decode(store.thing(folder, number, "text")))

    def lines_behind(self, numbers: list[int]) -> dict[int, bytes]:
        """The lines of things whose rows were asked for and whose data stand for them: not noted."""
        return self.shelves.store.things(self.shelves.folder, numbers, "lines")

    def seen(self, key: str) -> bytes:
        """What was seen of a file, by its content: it is never another."""
        return self.shelves.store.seen(key)

    # ------------------------------------------------------------------------ lists

    def rows(self, name: str, year: int = 0, *, down: bool = False) -> list[Row]:
        """The rows of a list, or of one of its years, in their order; `down`: from the last to the first."""
        key = key_of(name, year)
        self.note(f"list:{key}")
        rows = self.shelves.rows.get(key) or []
        return [read_row(row) for row in (reversed(rows) if down else rows)]

    def data(self, name: str, kind: type[Kind], year: int = 0) -> list[Kind]:
        """What the rows say."""
        decode = decoder(kind).decode
        return [decode(row.data) for row in self.rows(name, year)]

    def cards(self, name: str, kind: type[Kind], year: int = 0) -> list[Kind]:
        """The cards of those that stand in a list."""
        return self.cards_of([row.number for row in self.rows(name, year)], kind)

    def cards_of(self, numbers: list[int], kind: type[Kind]) -> list[Kind]:
        """The cards of rows; asked for after these, of lists that show them (`Place.card`)."""
        found = self.shelves.store.things(self.shelves.folder, set(numbers), "card")
        decode = decoder(kind).decode
        return [decode(found[number]) for number in numbers]

    def newest(self, name: str, most: int, *, down: bool = False) -> list[Row]:
        """The first rows of a list that is divided by years, through as many years as it takes; the newest year first."""
        found: list[Row] = []
        for year in self.which(name):
            if len(found) >= most:
                break
            found += self.rows(name, year, down=down)
        return found[:most]

    def first_day(self, name: str, year: int) -> dt.date:
        """Of a year of a list that is sorted by day, the latest first: the latest."""
        key = key_of(name, year)
        self.note(f"list:{key}")
        return day_in(self.shelves.rows.get(key)[0])

    def years(self, name: str) -> dict[int, int]:
        """The years of a list, the newest first, with how many stand in each."""
        self.note(f"years:{name}")
        years = (self.shelves.lists.get(base_of(name)) or {}).get(name, {})
        return {year: years[year] for year in sorted(years, reverse=True)}

    def which(self, name: str) -> list[int]:
        """The years of a list, the newest first, without how many stand in each: whoever asks is asked again when a year comes or goes."""
        self.note(f"which:{name}")
        return sorted((self.shelves.lists.get(base_of(name)) or {}).get(name, {}), reverse=True)

    def rest(self, name: str) -> int:
        """The newest year of which the first page of a list does not show all; 0 where it shows everything."""
        self.note(f"rest:{name}")
        return rest_of((self.shelves.lists.get(base_of(name)) or {}).get(name, {}))

    def count(self, name: str) -> int:
        return sum(self.years(name).values())

    def lists(self, base: str) -> list[Listed]:
        """The lists whose names begin so, by name. Of those that are sorted by day, the latest first."""
        self.note(f"lists:{base}")
        found = []
        for name, years in sorted((self.shelves.lists.get(base) or {}).items()):
            rows = self.shelves.rows.get(key_of(name, max(years)))
            found.append(Listed(name, sum(years.values()), day_in(rows[0])))
        return found

    def beside(
        self, name: str, year: int, row_sort: bytes, thing: str, kind: type[Kind]
    ) -> tuple[Kind | None, Kind | None]:
        """The cards of those that stand before and after a thing in a list."""
        number = number_of(thing)
        self.note(f"beside:{name}:{number}")
        rows = self.shelves.rows.get(key_of(name, year)) or []
        index = bisect_left(rows, row_sort + b"\0" + number.to_bytes(8, "big"))
        around = self.shelves.around(name, year, index, rows, index + 1)
        return tuple(self.cards_of([read_row(row).number], kind)[0] if row else None for row in around)
