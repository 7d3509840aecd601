"""What is remembered between builds: texts by their content, and what each output folder was made from.

One SQLite file below .cache/. It may be deleted at any time; one that is damaged or belongs to another
version of the program is thrown away and never trusted. What pages are made from is sealed (`codec.seal`),
since SQLite does not notice a changed letter or two texts that changed places; other columns are only compared, and one that is damaged is unlike.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from .codec import Damaged, digest, dumps, loads, seal, unseal

PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA = """
CREATE TABLE version (digest TEXT);
CREATE TABLE parsed (key TEXT PRIMARY KEY, data TEXT);
CREATE TABLE texts (key TEXT PRIMARY KEY, data TEXT);
CREATE TABLE seen (key TEXT PRIMARY KEY, data TEXT);
CREATE TABLE outputs (folder TEXT PRIMARY KEY, facts TEXT) WITHOUT ROWID;
CREATE TABLE sources (folder TEXT, path TEXT, mtime INTEGER, ctime INTEGER, size INTEGER, inode INTEGER, key TEXT, fixed TEXT, known TEXT, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE TABLE pages (folder TEXT, path TEXT, print TEXT, mtime INTEGER, size INTEGER, inode INTEGER, inputs TEXT, files TEXT, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE TABLE folders (folder TEXT, path TEXT, mtime INTEGER, inode INTEGER, PRIMARY KEY (folder, path)) WITHOUT ROWID;
CREATE TABLE contexts (folder TEXT, page TEXT, data TEXT, PRIMARY KEY (folder, page)) WITHOUT ROWID;
"""

Say = Callable[[str], None]
DAMAGED = "war beschädigt"
OTHER = "stammt von einer anderen Fassung des Programms"


@contextlib.contextmanager
def alone(folder: Path, say: Say) -> Iterator[None]:
    """One build at a time: two would sweep each other's files away.

    The lock ends with the last process of a build, so also with those that outlive a killed one for a moment.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "sperre").open("wb")
    except OSError:  # the store says what is the matter
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Es wird schon gebaut; dieser Bau wartet, bis der andere fertig ist.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def code_version() -> str:
    """Stands for everything that can change what a build makes of its inputs: our code, and what is installed."""
    files = sorted(p for ending in ("*.py", "*.toml", "*.typ", "*.ttf") for p in PACKAGE.rglob(ending))
    installed = sorted({name for entry in sys.path if entry.endswith("-packages") and Path(entry).is_dir() for name in os.listdir(entry) if name.endswith(".dist-info")})
    return digest(sys.version, *installed, *[part for p in files for part in (p.relative_to(PACKAGE).as_posix(), p.read_bytes())])


class Store:
    """The open store. All changes of a build become valid at once, with `commit`."""

    def __init__(self, folder: Path | None, say: Say = lambda text: None):
        """`folder`: where the store lies; None for one that is forgotten at the end."""
        self.say = say
        self.version = code_version()
        self.temporary: tempfile.TemporaryDirectory | None = None
        self.last_text: tuple[str, list[str]] = ("", [])
        try:
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                self.file = folder / "presse.sqlite"
                self.open()
                return
        except (OSError, sqlite3.OperationalError):
            say(f"Der Zwischenspeicher {folder} ist nicht beschreibbar; diesmal wird alles neu gebaut.")
        self.temporary = tempfile.TemporaryDirectory()
        self.file = Path(self.temporary.name) / "presse.sqlite"
        self.open()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        if not self.file.exists() or not self.file.stat().st_size:
            self.renew("")
            return
        try:
            self.connect()
            (version,) = self.db.execute("SELECT digest FROM version").fetchone()
        except (sqlite3.DatabaseError, TypeError):
            self.renew(DAMAGED)
            return
        if version != self.version:
            self.renew(OTHER)

    def connect(self) -> None:
        self.db = sqlite3.connect(self.file, isolation_level=None, timeout=60)
        # Processes that render read texts while this one writes what it will remember.
        self.db.execute("PRAGMA journal_mode=WAL")
        # The store can be made again at any time, so waiting for the disk buys nothing.
        self.db.execute("PRAGMA synchronous=OFF")
        self.db.execute("PRAGMA cache_size=-8000")
        # What was taken out of the texts is not left in the file.
        self.db.execute("PRAGMA secure_delete=ON")
        self.db.execute("BEGIN IMMEDIATE")  # refused where nothing can be written

    def renew(self, why: str) -> None:
        """Start with an empty store, and say so where one is thrown away."""
        with contextlib.suppress(sqlite3.Error, AttributeError):
            self.db.close()
        for name in (self.file.name, self.file.name + "-wal", self.file.name + "-shm", self.file.name + "-journal"):
            left = self.file.with_name(name)
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)
        self.connect()
        self.db.execute("COMMIT")
        self.db.executescript("BEGIN;" + SCHEMA)
        self.db.execute("INSERT INTO version VALUES (?)", (self.version,))
        self.last_text = ("", [])
        if why:
            self.say(f"Der Zwischenspeicher {why} und wurde verworfen; diesmal wird alles neu gebaut.")

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

    def reader(self) -> sqlite3.Connection:
        """A further connection, for a forked process (SQLite: never carry one across a fork)."""
        return sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=60)

    def reopen(self) -> None:
        self.db = self.reader()

    def beside(self, folder: str) -> tuple[str, str]:
        """A file beside this one for what is remembered of one output folder apart (plugins/search/memory.py), and whose it is; "" where nothing is kept."""
        return ("" if self.temporary else str(self.file.with_name(f"suche-{digest(folder)[:12]}.sqlite")), self.version)

    # ------------------------------------------------------------------------ texts by content

    def known(self) -> set[str]:
        """Keys of every text that has been read."""
        return {key for (key,) in self.db.execute("SELECT key FROM parsed")}

    def parsed(self, keys: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Key, `fixed` and data of texts that are known, in no order."""
        keys = list(keys)
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            found = 0
            for key, data in self.db.execute(f"SELECT key, data FROM parsed WHERE key IN ({','.join('?' * len(part))})", part):
                opened = unseal(data, "parsed", key)
                yield key, opened[:32], opened[32:]
                found += 1
            if found != len(part):
                raise Damaged

    def put_parsed(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Rows of key, `fixed` (a digest), data, HTML of the sections as JSON."""
        for key, fixed, data, texts in rows:
            self.db.execute("INSERT OR REPLACE INTO parsed VALUES (?, ?)", (key, seal(fixed + data, "parsed", key)))
            self.db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (key, seal(texts, "texts", key)))

    def text(self, key: str, number: int) -> str:
        """The HTML of one section. The last text is kept, since its sections are asked for in a row."""
        if self.last_text[0] != key:
            self.last_text = (key, loads(self.sealed("texts", "SELECT data FROM texts WHERE key = ?", key)))
        return self.last_text[1][number]

    def seen(self, key: str) -> str:
        """What was seen of a picture or a PDF file, as JSON; "" of one that is new."""
        row = self.db.execute("SELECT data FROM seen WHERE key = ?", (key,)).fetchone()
        return unseal(row[0], "seen", key) if row else ""

    def put_seen(self, key: str, data: str) -> None:
        self.put("seen", [(key, seal(data, "seen", key))])

    def forget_unused(self) -> None:
        """Drop texts that no output folder was made from."""
        self.db.execute("DELETE FROM parsed WHERE key NOT IN (SELECT key FROM sources)")
        self.db.execute("DELETE FROM texts WHERE key NOT IN (SELECT key FROM sources)")

    def forget_gone(self, own: str) -> None:
        """Drop all that belongs to output folders that are gone, as the preview of a branch that was deleted; `own` is about to be made."""
        gone = [folder for (folder,) in self.db.execute("SELECT folder FROM outputs WHERE folder != ?", (own,)) if not Path(folder).is_dir()]
        for folder in gone:
            for table in ("outputs", "sources", "pages", "folders", "contexts"):
                self.db.execute(f"DELETE FROM {table} WHERE folder = ?", (folder,))
            if file := self.beside(folder)[0]:
                Path(file).unlink(missing_ok=True)
        if gone:
            self.forget_unused()

    # ------------------------------------------------------------------------ an output folder

    def facts(self, folder: str) -> dict[str, Any]:
        row = self.db.execute("SELECT facts FROM outputs WHERE folder = ?", (folder,)).fetchone()
        return loads(unseal(row[0], "outputs", folder)) if row else {}

    def put_facts(self, folder: str, facts: dict[str, Any]) -> None:
        self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (folder, seal(dumps(facts), "outputs", folder)))

    def sealed(self, table: str, query: str, *values: str) -> str:
        """The one sealed text that must be there, sealed for its table and the values that lead to it."""
        row = self.db.execute(query, values).fetchone()
        return unseal(row and row[0], table, *values)

    def count(self, table: str, folder: str) -> int:
        return self.db.execute(f"SELECT count(*) FROM {table} WHERE folder = ?", (folder,)).fetchone()[0]

    def rows(self, table: str, columns: str, folder: str, paths: list[str] | None = None) -> Iterator[tuple]:
        """All rows of a folder, or those of some paths."""
        some = f" AND path IN ({','.join('?' * len(paths))})" if paths is not None else ""
        return self.db.execute(f"SELECT {columns} FROM {table} WHERE folder = ?{some}", (folder, *(paths or ())))

    def put(self, table: str, rows: Iterable[tuple]) -> None:
        rows = iter(rows)
        if first := next(rows, None):
            self.db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(first))})", chain([first], rows))

    def drop(self, table: str, column: str, folder: str, values: Iterable[str]) -> None:
        self.db.executemany(f"DELETE FROM {table} WHERE folder = ? AND {column} = ?", [(folder, value) for value in values])
