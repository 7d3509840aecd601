"""Tables of values: a value is one row, everything that hangs on it stands in the row, and no cell has a default.

A table is a TOML file of `[[value]]` rows, and a struct names its cells. Code asks for a cell, never for a word: what it must know
of a value (does it decide? does it name a place?) is a cell. A row that lacks one ends the program at its start, with table, row and cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct, ValidationError, convert
from msgspec.structs import fields

from .fields import read_toml


class Flawed(SystemExit):
    """A table of ours that cannot be used. Says so in one sentence and ends the program: nothing may be built from half a vocabulary."""


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row has: its word, and other words that mean it."""

    word: str
    synonyms: tuple[str, ...]


class Value(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row that editors type: it knows the value that means the contrary ("" if none), which is never proposed for it."""

    opposite: str


class Choice(Struct, frozen=True):
    """A row as a field takes it of which a name is chosen: names have no opposite."""

    word: str
    synonyms: tuple[str, ...]
    opposite: str = ""


Kind = TypeVar("Kind", bound=Row)


class Values(Generic[Kind]):
    """The rows of a table, in its order, by word. `name`: of the file, for messages."""

    def __init__(self, name: str, rows: Iterable[Kind]):
        self.name = name
        self.rows = tuple(rows)
        self.by_word = {row.word: row for row in self.rows}

    def __getitem__(self, word: str) -> Kind:
        return self.by_word[word]

    def __iter__(self):
        return iter(self.rows)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.by_word)

    def those(self, cell: str) -> tuple[Kind, ...]:
        """The rows in which a cell is filled."""
        return tuple(row for row in self.rows if getattr(row, cell))

    def one(self, cell: str, value: Any = True) -> Kind:
        """The only row of which the cell says this. None or several: an error of the table, named."""
        found = [row for row in self.rows if getattr(row, cell) == value]
        if len(found) != 1:
            raise Flawed(
                f"{self.name}: „{cell} = {toml(value)}“ steht {'in keiner Zeile' if not found else 'mehr als einmal da: ' + ', '.join(row.word for row in found)}; gebraucht wird es genau einmal."
            )
        return found[0]


def choices(values: Values) -> list[Choice]:
    return [Choice(row.word, row.synonyms) for row in values]


def toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'


def load_values(kind: type[Kind], path: Path, section: str = "value") -> Values[Kind]:
    """A table from its file."""
    name = f"{path.parent.name}/{path.name}"
    try:
        rows = read_toml(path).get(section, [])
    except ValueError as error:  # no TOML, or no UTF-8
        raise Flawed(f"{name}: Die Datei lässt sich nicht lesen ({error}).") from None
    return read_values(kind, name, rows)


def read_values(kind: type[Kind], name: str, rows: Iterable[Mapping[str, Any]]) -> Values[Kind]:
    """Rows as structs; `name` is said where one is not right."""
    found = [read_row(kind, f"{name}, Zeile „{row.get('word', number)}“", row) for number, row in enumerate(rows, 1)]
    if not found:
        raise Flawed(f"{name}: Die Tabelle ist leer.")
    seen: dict[str, str] = {}
    for row in found:
        for word in (row.word, *row.synonyms):
            if other := seen.get(word.casefold()):
                raise Flawed(f"{name}, Zeile „{row.word}“: „{word}“ steht schon in der Zeile „{other}“.")
            seen[word.casefold()] = row.word
    values = Values(name, found)
    for row in found if issubclass(kind, Value) else ():
        must_be(values, row, "opposite", values)
    return values


def read_row(kind: type[Kind], said: str, row: Mapping[str, Any]) -> Kind:
    check_cells(kind, said, row, "")
    try:
        return convert(row, kind)
    except ValidationError as error:
        raise Flawed(f"{said}: Eine Spalte hat die falsche Form ({error}).") from None


@cache
def cells_of(kind: type[Struct]) -> dict[str, type[Struct] | None]:
    """Names of the cells; of one that is a small table, its struct. Asked once a kind: it looks at annotations."""
    return {
        cell.name: cell.type if isinstance(cell.type, type) and issubclass(cell.type, Struct) else None
        for cell in fields(kind)
    }


def check_cells(kind: type[Struct], said: str, row: Mapping[str, Any], within: str) -> None:
    """Every cell is there, and no other; a cell may hold a small table of its own."""
    cells = cells_of(kind)
    for cell, inner in cells.items():
        if cell not in row:
            raise Flawed(
                f'{said}: Es fehlt „{within}{cell}“. Jede Zeile braucht jede Spalte; was nicht zutrifft, steht als "", [] oder false da.'
            )
        if inner and isinstance(row[cell], Mapping):
            check_cells(inner, said, row[cell], f"{within}{cell}.")
    for cell in row if len(row) > len(cells) else ():
        if cell not in cells:
            raise Flawed(f"{said}: Die Spalte „{within}{cell}“ gibt es hier nicht. Bekannt sind: {', '.join(cells)}.")


def must_be(values: Values, row: Row, cell: str, known: Values | Iterable[str]) -> None:
    """A cell that names a row of a table, or nothing."""
    word = getattr(row, cell)
    if word and word not in (known.by_word if isinstance(known, Values) else known):
        raise Flawed(
            f"{values.name}, Zeile „{row.word}“: „{cell} = {toml(word)}“ gibt es {'in ' + known.name if isinstance(known, Values) else 'dort'} nicht."
        )
