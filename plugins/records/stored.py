"""A head as it is stored: each table of fields as a type, by which msgspec reads back the very values that were typed."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, TypedDict

import msgspec

from .fields import Field, Record, Reference, Row, Table

KINDS: dict[str, Any] = {"date": dt.date, "time": dt.time, "count": int, "flag": bool, "ref": Reference, "mapping": dict[str, str]}  # any other value is a text
known: dict[int, tuple[Table, Any]] = {}


def record_type(table: Table) -> Any:
    """The type of a table's records."""
    if id(table) not in known:
        known[id(table)] = table, Record[row_type(table, "", table.fields)]
    return known[id(table)][1]


def row_type(table: Table, name: str, fields: dict[str, Field]) -> Any:
    return Row[TypedDict(f"{table.kind}_{name}", {field.key: value_type(table, field) for field in fields.values()}, total=False)]


def value_type(table: Table, field: Field) -> Any:
    kind = row_type(table, field.rows, table.rows[field.rows]) if field.type == "rows" else KINDS.get(field.type, str)
    return tuple[kind, ...] if field.many else kind


@cache
def encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder()
