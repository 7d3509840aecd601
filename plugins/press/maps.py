"""Maps that last: names and what stands under them, cut into buckets that are read, sealed and written as one.

A bucket is read when one of its names is asked for and written with the next `flush` if it changed. All buckets
of a map are there from its first `flush` on, so that a lost one is noticed, and with it a lost name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar
from zlib import crc32

import msgspec

from .store import Store

Value = TypeVar("Value")
encode = msgspec.msgpack.Encoder().encode


class Map(Generic[Value]):
    """`kind`: of the values, as msgspec takes it; `count`: of buckets. `fresh`: nothing was written yet."""

    def __init__(
        self, store: Store, folder: int, name: str, kind: type, count: int, fresh: bool, numbered: bool = False
    ):
        self.store, self.folder, self.name, self.count, self.fresh = store, folder, name, count, fresh
        self.decode = msgspec.msgpack.Decoder(dict[int if numbered else str, kind]).decode
        self.numbered = numbered
        self.buckets: dict[int, dict] = {}
        self.changed: set[int] = set()

    def number(self, name: str | int) -> int:
        return (name if self.numbered else crc32(name.encode("utf-8", "surrogatepass"))) % self.count

    def bucket(self, number: int) -> dict:
        if number not in self.buckets:
            self.buckets[number] = {} if self.fresh else self.decode(self.store.bucket(self.folder, self.name, number))
        return self.buckets[number]

    def get(self, name: str | int, default: Value | None = None) -> Value | None:
        return self.bucket(self.number(name)).get(name, default)

    def __contains__(self, name: str | int) -> bool:
        return name in self.bucket(self.number(name))

    def put(self, name: str | int, value: Value) -> None:
        number = self.number(name)
        self.bucket(number)[name] = value
        self.changed.add(number)

    def drop(self, name: str | int) -> None:
        number = self.number(name)
        if self.bucket(number).pop(name, None) is not None:
            self.changed.add(number)

    def items(self) -> Iterator[tuple[str | int, Value]]:
        """All of it. What was not read yet is not kept: there may be a hundred thousand."""
        if self.fresh:
            for there in list(self.buckets.values()):
                yield from list(there.items())
            return
        for number, data in list(self.store.every_bucket(self.folder, self.name, self.count)):
            there = self.buckets.get(number)
            yield from list((self.decode(data) if there is None else there).items())

    def flush(self) -> None:
        for number in sorted(set(range(self.count)) if self.fresh else self.changed):
            self.store.put_bucket(self.folder, self.name, number, encode(self.bucket(number)))
        self.changed.clear()
        self.fresh = False

    def forget(self) -> None:
        """What was read, to be read again: another process may have written since."""
        self.buckets.clear()
        self.changed.clear()
