"""Which folder of content/ holds which kind of text, and the table of its fields."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from .. import group
from ..records.council import USUAL, Council, spoken
from ..records.fields import Table

PACKAGE = __package__.rpartition(".")[0]

# In the order of the handbook. Loaded when asked for: a short build reads motions and nothing else.
FOLDERS = {
    "antraege": "motions.model:TABLE",
    "sitzungen": "meetings.model:TABLE",
    "reihen": "meetings.series:TABLE",
    "meldungen": "news.model:TABLE",
    "rundbriefe": "newsletter.model:TABLE",
    "personen": "people.model:PERSONS",
    "gremien": "people.model:COMMITTEES",
    "seiten": "texts:TABLE",
}


@cache
def table_of(folder: str, council: Council = USUAL) -> Table:
    """The table of the texts in content/<folder>/, in the words of a council."""
    module, _, name = FOLDERS[folder].partition(":")
    return spoken(getattr(import_module(f"{PACKAGE}.{module}"), name), council)


@cache
def tables(council: Council = USUAL) -> dict[str, Table]:
    """All of them, by kind."""
    return {table.kind: table for table in (table_of(folder, council) for folder in FOLDERS)}


@cache
def group_table(council: Council = USUAL) -> Table:
    """The table of who the group is and of its lists."""
    return spoken(group.TABLE, council)


def folder_of(path: str) -> str:
    """In which of the folders a text lies: content/antraege/x.md, content/meldungen/fremd/x.md; "" for all that is no text."""
    folder, _, name = path.rpartition("/")
    if not name.endswith(".md") or name.startswith("."):
        return ""
    folder = "meldungen" if folder == "meldungen/fremd" else folder
    return folder if folder in FOLDERS else ""


def text_table(path: str, council: Council = USUAL) -> Table | None:
    """The table of a text by where it lies."""
    folder = folder_of(path)
    return table_of(folder, council) if folder else None
