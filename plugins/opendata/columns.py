"""The columns of the data, each a row of the table beside this file; what a row does not say itself, the table of fields says."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from ..motions.listings import LISTED
from ..motions.model import TABLE
from ..records.fields import Field, read_toml
from ..records.values import Flawed, read_row

Form = Literal["text", "number", "truth", "day", "list", "url", "item"]


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    of: str  # path in the table of fields
    form: Form
    label: str
    hint: str
    example: str
    since: int


class DataTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    title: str
    about: str
    keys: tuple[str, ...]  # columns that together name a row

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.name]

    @property
    def path(self) -> str:
        return f"daten/{self.name}.csv"


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: int
    what: str


def field_of(path: str) -> Field | None:
    """„beratungsfolge.abstimmungen.ja“: the field at the end of the way."""
    fields, found = TABLE.fields, None
    for key in path.split(".") if path else ():
        found = fields.get(key)
        if found is None:
            return None
        fields = TABLE.rows.get(found.rows, {})
    return found


def whole(column: Column, said: str) -> Column:
    """The row with the words of its field where it has none of its own."""
    field = field_of(column.of)
    if column.of and field is None:
        raise Flawed(f"{said}: Das Feld „{column.of}“ gibt es in der Feldtabelle nicht.")
    label, hint, example = (
        getattr(column, cell) or (getattr(field, cell) if field else "") for cell in ("label", "hint", "example")
    )
    if not label:
        raise Flawed(f"{said}: Es fehlt „label“, und kein Feld hat Worte dafür.")
    return Column(
        key=column.key,
        of=column.of,
        form=column.form,
        label=label,
        hint=hint.replace("{groups}", ", ".join(group.word for group in LISTED)),
        example=example,
        since=column.since,
    )


FILE = Path(__file__).parent / "columns.toml"
DATA = read_toml(FILE)
NAME = f"{FILE.parent.name}/{FILE.name}"
TABLES = tuple(read_row(DataTable, f"{NAME}, Tabelle „{row.get('name')}“", row) for row in DATA["table"])
VERSIONS = tuple(read_row(Version, f"{NAME}, Fassung {row.get('number')}", row) for row in DATA["version"])
COLUMNS = {
    table.name: tuple(
        whole(read_row(Column, said, row), said)
        for row in DATA[table.name]
        for said in [f"{NAME}, {table.name}, Spalte „{row.get('key')}“"]
    )
    for table in TABLES
}
VERSION = VERSIONS[-1].number
