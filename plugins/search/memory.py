"""What the index remembers of the texts it was made from, so that an edit costs what it changes. One SQLite file; without a name it is forgotten at the end.

It may be deleted at any time: an index made from nothing is the same, byte for byte (tests/search/test_index.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

SCHEMA = """
CREATE TABLE texts (path TEXT PRIMARY KEY, key TEXT, id INTEGER, date TEXT, sign TEXT, facts TEXT, bag BLOB, shown BLOB) WITHOUT ROWID;
CREATE TABLE forms (form TEXT PRIMARY KEY, count INTEGER, folded TEXT, stem TEXT, parts TEXT) WITHOUT ROWID;
CREATE TABLE nouns (noun TEXT PRIMARY KEY, stem TEXT) WITHOUT ROWID;
CREATE TABLE lines (kind TEXT, term TEXT, usual TEXT, posts TEXT, PRIMARY KEY (kind, term)) WITHOUT ROWID;
CREATE TABLE sizes (kind TEXT, prefix TEXT, size INTEGER, PRIMARY KEY (kind, prefix)) WITHOUT ROWID;
CREATE TABLE parts (kind TEXT, start TEXT, name TEXT, PRIMARY KEY (kind, start)) WITHOUT ROWID;
CREATE TABLE files (name TEXT PRIMARY KEY, data BLOB, fresh INTEGER);
CREATE INDEX freshly ON files (fresh) WHERE fresh;
CREATE TABLE made (version TEXT);
"""
INDEXES = (
    "CREATE INDEX stems ON forms (stem)",
    "CREATE INDEX ends ON nouns (stem)",
)  # made when the first words are there


class Damaged(Exception):
    """What was remembered is not what was put there."""


def opened(file: str, version: str) -> sqlite3.Connection:
    """The memory; empty where there is none, or another version's, or one that cannot be read."""
    db = sqlite3.connect(file, isolation_level=None, timeout=60)
    if not usable(db, version):
        db.close()
        for name in (file, f"{file}-journal") if file else ():
            Path(name).unlink(missing_ok=True)
        db = sqlite3.connect(file, isolation_level=None, timeout=60)
        db.executescript("PRAGMA page_size=8192;" + SCHEMA)
        db.execute("INSERT INTO made VALUES (?)", (version,))
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA secure_delete=ON")  # what was taken out of the texts is not left in the file
    db.execute("PRAGMA cache_size=-16000")
    db.execute("BEGIN IMMEDIATE")
    return db


def usable(db: sqlite3.Connection, version: str) -> bool:
    with suppress(sqlite3.DatabaseError):
        return db.execute("SELECT version FROM made").fetchone() == (version,)
    return False


def rows(db: sqlite3.Connection, query: str, values: Iterable[str]) -> Iterator[tuple]:
    """The rows of any number of values; in the query stands „IN (*)“."""
    values = list(values)
    for start in range(0, len(values), 500):
        part = values[start : start + 500]
        yield from db.execute(query.replace("*", ",".join("?" * len(part)), 1), part)


class Files(Mapping):
    """The files of the index by their names. What they hold is read when it is asked for: of thousands an edit changes a few."""

    def __init__(self, db: sqlite3.Connection):
        self.db = db
        rows = db.execute("SELECT name, fresh FROM files ORDER BY name").fetchall()
        self.names = [name for name, _ in rows]
        self.fresh = {name for name, fresh in rows if fresh}

    def settled(self, name: str) -> bool:
        """Was it there last time, and has not been made again?"""
        return name not in self.fresh

    def __getitem__(self, name: str) -> bytes:
        row = self.db.execute("SELECT data FROM files WHERE name = ?", (name,)).fetchone()
        if not row:
            raise KeyError(name)
        return row[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __del__(self) -> None:
        self.db.close()
