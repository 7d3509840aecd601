"""What is remembered between builds: texts by their content, and what each output folder was made from.

One SQLite file below .cache/. It may be deleted at any time; one that is damaged or belongs to another
version of the program is thrown away and never trusted.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from .codec import digest

PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA = """
CREATE TABLE version (digest TEXT);
CREATE TABLE parsed (key TEXT PRIMARY KEY, data TEXT, fixed TEXT) WITHOUT ROWID;
CREATE TABLE texts (key TEXT PRIMARY KEY, data TEXT) WITHOUT ROWID;
CREATE TABLE outputs (folder TEXT PRIMARY KEY, facts TEXT) WITHOUT ROWID;
CREATE TABLE sources (folder TEXT, path TEXT, mtime INTEGER, ctime INTEGER, size INTEGER, inode INTEGER, key TEXT, fixed TEXT, known TEXT, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE TABLE pages (folder TEXT, path TEXT, print TEXT, mtime INTEGER, size INTEGER, inode INTEGER, inputs TEXT, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE TABLE holders (folder TEXT, source TEXT, page TEXT, PRIMARY KEY (folder, source, page)) WITHOUT ROWID;
CREATE TABLE contexts (folder TEXT, page TEXT, data TEXT, PRIMARY KEY (folder, page)) WITHOUT ROWID;
"""

Say = Callable[[str], None]


def code_version() -> str:
    """Stands for everything that can change what a build makes of its inputs: our code, and what is installed."""
    files = sorted(p for ending in ("*.py", "*.toml") for p in PACKAGE.rglob(ending))
    installed = sorted({name for entry in sys.path if "site-packages" in entry and Path(entry).is_dir() for name in os.listdir(entry) if name.endswith(".dist-info")})
    return digest(sys.version, *installed, *[part for p in files for part in (p.relative_to(PACKAGE).as_posix(), p.read_bytes())])


class Store:
    """The open store. All changes of a build become valid at once, with `commit`."""

    def __init__(self, folder: Path | None, say: Say = lambda text: None):
        """`folder`: where the store lies; None for one that is forgotten at the end."""
        self.version = code_version()
        self.temporary: tempfile.TemporaryDirectory | None = None
        self.last_text: tuple[str, list[str]] = ("", [])
        try:
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                self.file = folder / "presse.sqlite"
                self.open(say)
                return
        except (OSError, sqlite3.OperationalError) as error:
            say(f"Der Zwischenspeicher {folder} ist nicht beschreibbar ({error}); diesmal wird alles neu gebaut.")
        self.temporary = tempfile.TemporaryDirectory()
        self.file = Path(self.temporary.name) / "presse.sqlite"
        self.open(say)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, say: Say) -> None:
        existed = self.file.exists()
        try:
            self.connect()
            if existed and self.db.execute("SELECT digest FROM version").fetchone() != (self.version,):
                self.renew()
            elif not existed:
                self.create()
        except (sqlite3.DatabaseError, TypeError):
            say("Der Zwischenspeicher war beschädigt und wurde verworfen; diesmal wird alles neu gebaut.")
            self.renew()

    def connect(self) -> None:
        self.db = sqlite3.connect(self.file, isolation_level=None, timeout=60)
        # Processes that render read texts while this one writes what it will remember.
        self.db.execute("PRAGMA journal_mode=WAL")
        # The store can be made again at any time, so waiting for the disk buys nothing.
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-8000")
        self.db.execute("BEGIN")

    def create(self) -> None:
        self.db.execute("COMMIT")
        self.db.executescript("BEGIN;" + SCHEMA)
        self.db.execute("INSERT INTO version VALUES (?)", (self.version,))

    def renew(self) -> None:
        with contextlib.suppress(sqlite3.Error, AttributeError):
            self.db.close()
        for name in (self.file.name, self.file.name + "-wal", self.file.name + "-shm"):
            self.file.with_name(name).unlink(missing_ok=True)
        self.connect()
        self.create()

    def commit(self) -> None:
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def rollback(self) -> None:
        self.db.execute("ROLLBACK")
        self.db.execute("BEGIN")

    def close(self) -> None:
        self.db.close()
        if self.temporary:
            self.temporary.cleanup()

    def reopen(self) -> None:
        """A connection of its own for a forked process (SQLite: never carry one across a fork)."""
        self.db = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=60)

    # ------------------------------------------------------------------------ texts by content

    def known(self) -> dict[str, str]:
        """Keys of every text that has been read, each with its `fixed`."""
        return dict(self.db.execute("SELECT key, fixed FROM parsed"))

    def parsed(self, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Key and data of the texts that are known, in no order."""
        keys = list(keys)
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            yield from self.db.execute(f"SELECT key, data FROM parsed WHERE key IN ({','.join('?' * len(part))})", part)

    def put_parsed(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Rows of key, data, fixed, HTML of the sections as JSON."""
        for key, data, fixed, texts in rows:
            self.db.execute("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)", (key, data, fixed))
            self.db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (key, texts))

    def text(self, key: str, number: int) -> str:
        """The HTML of one section. The last text is kept, since its sections are asked for in a row."""
        if self.last_text[0] != key:
            (data,) = self.db.execute("SELECT data FROM texts WHERE key = ?", (key,)).fetchone()
            self.last_text = (key, json.loads(data))
        return self.last_text[1][number]

    def forget_texts_of(self, folder: str) -> None:
        """Which pages of an output folder hold which texts is told anew by each build."""
        self.db.execute("DELETE FROM holders WHERE folder = ?", (folder,))
        self.db.execute("DELETE FROM contexts WHERE folder = ?", (folder,))

    def forget_unused(self) -> None:
        """Drop texts that no output folder was made from."""
        self.db.execute("DELETE FROM parsed WHERE key NOT IN (SELECT key FROM sources)")
        self.db.execute("DELETE FROM texts WHERE key NOT IN (SELECT key FROM sources)")

    # ------------------------------------------------------------------------ an output folder

    def facts(self, folder: str) -> dict[str, Any]:
        row = self.db.execute("SELECT facts FROM outputs WHERE folder = ?", (folder,)).fetchone()
        return json.loads(row[0]) if row else {}

    def put_facts(self, folder: str, facts: dict[str, Any]) -> None:
        self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (folder, json.dumps(facts)))

    def rows(self, table: str, columns: str, folder: str) -> Iterator[tuple]:
        return self.db.execute(f"SELECT {columns} FROM {table} WHERE folder = ?", (folder,))

    def put(self, table: str, rows: Iterable[tuple]) -> None:
        for row in rows:
            self.db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(row))})", row)

    def drop(self, table: str, column: str, folder: str, values: Iterable[str]) -> None:
        self.db.executemany(f"DELETE FROM {table} WHERE folder = ? AND {column} = ?", [(folder, value) for value in values])
