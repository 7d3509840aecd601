"""Which folder of content/ holds which kind of text, and the table of its fields."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ..press.codec import PACKAGE
from ..records.fields import Table

# In the order of the handbook. Loaded when asked for: a short build reads motions and nothing else.
FOLDERS = {
    "antraege": "motions.model:TABLE", "sitzungen": "meetings.model:TABLE", "reihen": "meetings.series:TABLE", "meldungen": "news.model:TABLE",
    "personen": "people.model:PERSONS", "gremien": "people.model:COMMITTEES", "seiten": "texts:TABLE",
}  # fmt: skip


@cache
def table_of(folder: str) -> Table:
    """The table of the texts in content/<folder>/."""
    module, _, name = FOLDERS[folder].partition(":")
    return getattr(import_module(f"{PACKAGE}.{module}"), name)


@cache
def tables() -> dict[str, Table]:
    """All of them, by kind."""
    return {table.kind: table for table in map(table_of, FOLDERS)}


def folder_of(path: str) -> str:
    """In which of the folders a text lies: content/antraege/x.md, content/meldungen/fremd/x.md; "" for all that is no text."""
    folder, _, name = path.rpartition("/")
    if not name.endswith(".md") or name.startswith("."):
        return ""
    folder = "meldungen" if folder == "meldungen/fremd" else folder
    return folder if folder in FOLDERS else ""


def text_table(path: str) -> Table | None:
    """The table of a text by where it lies."""
    folder = folder_of(path)
    return table_of(folder) if folder else None
