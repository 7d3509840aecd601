"""A head as nodes that know their line. Every scalar is text: what it means, the table of fields says."""

from __future__ import annotations

from msgspec import Struct


class Scalar(Struct, frozen=True):
    text: str
    line: int
    plain: bool = True  # False: quoted or a block


class Sequence(Struct, frozen=True):
    items: tuple[Node, ...]
    line: int


class Mapping(Struct, frozen=True):
    entries: dict[str, Node]
    lines: dict[str, int]  # of each key
    line: int


Node = Scalar | Sequence | Mapping
