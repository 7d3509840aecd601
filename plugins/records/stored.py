"""A head as it is stored: each table of fields as a type, by which msgspec reads back the very values that were typed."""

from __future__ import annotations

from typing import Any, TypedDict, get_type_hints

from . import fields
from .fields import READERS, Field, Record, Reference, Row, Table

# What a reader gives, by its type of field: as it says itself.
KINDS: dict[str, Any] = {
    **{name: get_type_hints(reader, vars(fields))["return"] for name, reader in READERS.items()},
    "ref": Reference,
    "mapping": dict[str, str],
}
known: dict[int, tuple[Table, Any]] = {}


def record_type(table: Table) -> Any:
    """The type of a table's records."""
    if id(table) not in known:
        known[id(table)] = table, Record[row_type(table, "", table.fields)]
    return known[id(table)][1]


def row_type(table: Table, name: str, fields: dict[str, Field]) -> Any:
    return Row[
        TypedDict(
            f"{table.kind}_{name}", {field.key: value_type(table, field) for field in fields.values()}, total=False
        )
    ]


def value_type(table: Table, field: Field) -> Any:
    kind = row_type(table, field.rows, table.rows[field.rows]) if field.type == "rows" else KINDS.get(field.type, Any)
    return tuple[kind, ...] if field.many else kind
