"""What the pages are made from: records as rows (things), and where each stands (places).

A **thing** is a record with its number: `facts` (all but its running text), `text`, and a `card`, by which lists show it.
A **place** is a row of a list. A room says in which lists a record of its stands; that is all it says of who depends on it:
pages and checks ask for lists and things, and what they asked for is noted. When a record's places differ before and after
(`face`), whoever asked for one of those lists is asked again.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..records.digests import face_of, number_of
from .maps import Map
from .store import Store

encode = msgspec.msgpack.Encoder().encode
FIRST = 40  # rows of a list on its first page
DAY = 7  # digits of a day, where rows are sorted by one first
END = b"\x00"  # after what a row is sorted by, which never holds it


class Place(Struct, frozen=True):
    """A row of a list.

    list    its name, of pages their address: "themen/radwege/"
    sort    rows stand in the order of these bytes
    year    of a list that is divided by years; 0 of any other
    data    what the row says, encoded; nothing where the thing's card says it
    card    the row shows the thing's card
    next    whoever stands before and after shows this row too
    listed  the list is one of those that are counted (`Ask.years`, `Ask.lists`)
    """

    list: str
    sort: bytes = b""
    year: int = 0
    data: bytes = b""
    card: bool = False
    next: bool = False
    listed: bool = False


class Thing(Struct, frozen=True):
    """A record on its way into the store. `turn`: the day on which its places read otherwise, though nothing was edited."""

    ref: str  # "antraege/2024-03-radweg": kind and name of its file
    facts: bytes
    text: bytes = b""
    card: bytes = b""
    lines: bytes = b""  # for files that are joined of many; a row's data say when they are others
    places: tuple[Place, ...] = ()
    turn: dt.date | None = None

    @property
    def number(self) -> int:
        return number_of(self.ref)


class Standing(Struct, frozen=True, array_like=True):
    """A place as it is remembered with its thing."""

    list: str
    year: int
    row: bytes
    face: int
    next: bool
    listed: bool


class Known(Struct, frozen=True, array_like=True):
    """What is remembered of a thing beside its values."""

    facts: int  # faces
    text: int
    turn: str
    standing: tuple[Standing, ...]


KNOWN = msgspec.msgpack.Decoder(Known)


def sort(*parts: str | int | dt.date | tuple[str, ...], down: bool = False) -> bytes:
    """Bytes in the order of the parts, one after the other. `down`: days are sorted the latest first."""
    found = []
    for part in parts:
        if isinstance(part, tuple):
            found.append("\x01".join(part))
        elif isinstance(part, dt.date):
            found.append(f"{9_999_999 - part.toordinal() if down else part.toordinal():07d}")
        else:
            found.append(f"{part:012d}" if isinstance(part, int) else part)
    return "\x01".join(found).replace("\x00", "").encode("utf-8", "surrogatepass")


def day_in(row: bytes) -> dt.date:
    """The day by which a row is sorted first, the latest first."""
    return dt.date.fromordinal(9_999_999 - int(row[:DAY]))


class Row(Struct, frozen=True):
    """A row of a list as it is asked for."""

    number: int  # of its thing
    data: bytes


def key_of(name: str, year: int = 0) -> str:
    return f"{name}\t{year}" if year else name


def row_of(place: Place, number: int) -> bytes:
    return place.sort + END + number.to_bytes(8, "big") + place.data


def read_row(row: bytes) -> Row:
    start = row.index(END) + 1
    return Row(int.from_bytes(row[start : start + 8], "big"), row[start + 8 :])


class Touched(dict[str, str]):
    """Keys that were touched, each once; and, until somebody takes them, one after the other, again where they were touched again."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def add(self, *keys: str) -> None:
        self.log += [self.setdefault(key, key) for key in keys]

    def taken(self) -> list[str]:
        """Those that were touched since this was asked last."""
        log, self.log = self.log, []
        return log


class Shelves:
    """All lists of an output folder, and the things that stand in them."""

    def __init__(self, store: Store, folder: int, count: int, fresh: bool):
        self.store, self.folder = store, folder
        self.rows: Map[list[bytes]] = Map(store, folder, "rows", list[bytes], count, fresh)
        self.lists: Map[dict[str, dict[int, int]]] = Map(store, folder, "lists", dict[str, dict[int, int]], 16, fresh)
        self.refs: Map[str] = Map(store, folder, "refs", str, count, fresh, numbered=True)  # thing's number → ref
        self.turns: Map[str] = Map(store, folder, "turns", str, 16, fresh)  # ref → day
        self.touched = Touched()

    def put(self, thing: Thing) -> None:
        """Put a thing in the place of the one that was there; touch what is seen otherwise since."""
        number = thing.number
        before = self.known(number)
        standing = []
        for place in thing.places:
            row = row_of(place, number)
            standing.append(
                Standing(
                    place.list,
                    place.year,
                    row,
                    face_of(row + thing.card) if place.card else 0,
                    place.next,
                    place.listed,
                )
            )
        after = Known(
            face_of(thing.facts), face_of(thing.text), thing.turn.isoformat() if thing.turn else "", tuple(standing)
        )
        if before == after:
            return
        if before is None:
            self.refs.put(number, thing.ref)
        if before is None or before.facts != after.facts:
            self.touched.add(f"facts:{number}")
        if before is None or before.text != after.text:
            self.touched.add(f"text:{number}")
        self.change(before.standing if before else (), after.standing)
        if after.turn:
            self.turns.put(thing.ref, after.turn)
        else:
            self.turns.drop(thing.ref)
        self.store.put_thing(
            self.folder,
            number,
            {
                "facts": thing.facts,
                "text": thing.text,
                "card": thing.card,
                "lines": thing.lines,
                "places": encode(after),
            },
        )

    def drop(self, ref: str) -> None:
        number = number_of(ref)
        before = self.known(number)
        if before:
            self.touched.add(f"facts:{number}", f"text:{number}")
            self.change(before.standing, ())
            self.refs.drop(number)
            self.turns.drop(ref)
            self.store.drop_thing(self.folder, number)

    def known(self, number: int) -> Known | None:
        return KNOWN.decode(self.store.thing(self.folder, number, "places")) if number in self.refs else None

    def change(self, before: Iterable[Standing], after: Iterable[Standing]) -> None:
        old, new = set(before), set(after)
        gone, come = [place for place in before if place not in new], [place for place in after if place not in old]
        for place in gone:
            self.take(place)
        for place in come:
            self.stand(place)
        self.recount(gone, come)

    def take(self, place: Standing) -> None:
        key = key_of(place.list, place.year)
        rows = self.rows.get(key)
        rows.remove(place.row)
        if place.next:
            self.touch_beside(place, bisect_left(rows, place.row), rows)
        if rows:
            self.rows.put(key, rows)
        else:
            self.rows.drop(key)
        self.touched.add(f"list:{place.list}", f"list:{key}")

    def stand(self, place: Standing) -> None:
        key = key_of(place.list, place.year)
        rows = self.rows.get(key) or []
        if place.next:
            self.touch_beside(place, bisect_left(rows, place.row), rows)
        insort(rows, place.row)
        self.rows.put(key, rows)
        self.touched.add(f"list:{place.list}", f"list:{key}")

    def recount(self, gone: list[Standing], come: list[Standing]) -> None:
        """How many stand in each year of a list; where a row only took another's place, that is as before, and perhaps the latest day is not."""
        more: dict[tuple[str, int], int] = {}
        for places, sign in ((gone, -1), (come, 1)):
            for place in places:
                if place.listed:
                    more[place.list, place.year] = more.get((place.list, place.year), 0) + sign
        days = [
            {(place.list, place.year, place.row[:DAY]) for place in places if place.listed} for places in (gone, come)
        ]
        for name in {name for name, _, _ in days[0] ^ days[1]}:
            self.touched.add(f"lists:{base_of(name)}")
        rest: dict[str, int] = {}
        for (name, year), number in more.items():
            if number:
                base = base_of(name)
                lists = self.lists.get(base) or {}
                years = lists.setdefault(name, {})
                rest.setdefault(name, rest_of(years))
                there = year in years
                years[year] = years.get(year, 0) + number
                if not years[year]:
                    del years[year]
                if not years:
                    del lists[name]
                self.lists.put(base, lists)
                self.touched.add(
                    f"lists:{base}", f"years:{name}", *([f"which:{name}"] if there != (year in years) else [])
                )
        for name, before in rest.items():
            if rest_of((self.lists.get(base_of(name)) or {}).get(name, {})) != before:
                self.touched.add(f"rest:{name}")

    def touch_beside(self, place: Standing, index: int, rows: list[bytes]) -> None:
        """Those that stand on both sides of where a row comes or goes."""
        for row in self.around(place.list, place.year, index, rows):
            if row:
                self.touched.add(f"beside:{place.list}:{read_row(row).number}")

    def around(
        self, name: str, year: int, index: int, rows: list[bytes], index_after: int | None = None
    ) -> tuple[bytes | None, bytes | None]:
        """The rows before `index` and at `index_after` (usually the same), in other years where the list ends there."""
        after = index if index_after is None else index_after
        before = rows[index - 1] if index else self.edge(name, year, newer=True)
        return before, rows[after] if after < len(rows) else self.edge(name, year, newer=False)

    def edge(self, name: str, year: int, *, newer: bool) -> bytes | None:
        years = (self.lists.get(base_of(name)) or {}).get(name, {})
        found = [other for other in years if (other > year if newer else other < year)]
        if not year or not found:
            return None
        nearest = min(found) if newer else max(found)
        rows = self.rows.get(key_of(name, nearest)) or []
        return (rows[-1] if newer else rows[0]) if rows else None

    def maps(self) -> tuple[Map, ...]:
        return self.rows, self.lists, self.refs, self.turns

    def flush(self) -> None:
        for one in self.maps():
            one.flush()


def rest_of(years: Mapping[int, int]) -> int:
    """The newest year of which a list's first page does not show all; 0 where it shows everything."""
    left = FIRST
    for year in sorted(years, reverse=True):
        if years[year] > left:
            return year
        left -= years[year]
    return 0


def base_of(name: str) -> str:
    """Of "themen/radwege/" that is "themen/"."""
    return name.partition("/")[0] + "/" if "/" in name else name


def decoder(kind: Any) -> msgspec.msgpack.Decoder:
    found = DECODERS.get(kind)
    if found is None:
        found = DECODERS[kind] = msgspec.msgpack.Decoder(kind)
    return found


DECODERS: dict[Any, msgspec.msgpack.Decoder] = {}
