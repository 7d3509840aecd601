"""Who asked for what: the keys that a unit asked for, and the units that asked for a key."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ..records.digests import number_of
from .maps import Map
from .store import Damaged
from .things import Shelves


class Unit(Struct, frozen=True, array_like=True):
    """What is remembered of a unit: its name, the keys that it asked for, the paths of its pages."""

    name: str
    keys: tuple[int, ...]
    pages: tuple[str, ...]


class Questions:
    def __init__(self, shelves: Shelves, name: str, count: int, fresh: bool):
        self.asked: Map[list[int]] = Map(
            shelves.store, shelves.folder, f"asked by {name}", list[int], count, fresh, numbered=True
        )
        self.units: Map[Unit] = Map(
            shelves.store, shelves.folder, f"units of {name}", Unit, count, fresh, numbered=True
        )
        self.maps = (self.asked, self.units)

    def name_of(self, number: int) -> str:
        unit = self.units.get(number)
        if unit is None:
            raise Damaged
        return unit.name

    def who(self, key: str) -> set[str]:
        """The units that asked for a key."""
        return {self.name_of(number) for number in self.asked.get(number_of(key)) or ()}

    def everybody(self) -> set[str]:
        return {unit.name for _, unit in self.units.items()}

    def note(self, name: str, keys: Iterable[int], pages: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Remember what a unit asked for and which pages it has now; gives those that it had before. Without both it is forgotten."""
        number = number_of(name)
        before = self.units.get(number)
        after = Unit(name, tuple(sorted(set(keys))), pages)
        if before == after:
            return pages
        old, new = set(before.keys) if before else set(), set(after.keys)
        for key in old - new:
            rest = [other for other in self.asked.get(key) or () if other != number]
            if rest:
                self.asked.put(key, rest)
            else:
                self.asked.drop(key)
        for key in new - old:
            self.asked.put(key, [*(self.asked.get(key) or ()), number])
        if after.keys or after.pages:
            self.units.put(number, after)
        else:
            self.units.drop(number)
        return before.pages if before else ()
