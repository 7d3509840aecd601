"""What is remembered between builds. The only module with SQL.

One SQLite file below .cache/. It may be deleted at any time; one that is damaged or belongs to another
version of the program is thrown away and never trusted: every value is sealed (`seal`), since SQLite does
not notice a changed letter or two values that changed places, and one that must be there and is not is damage too.

    parsed    what a text says by itself, by its content
    seen      what was seen of a picture, a PDF file or an attachment, by its content
    outputs   of an output folder: what it was made from as a whole
    things    of an output folder: its records, typed
    buckets   of an output folder: the maps of `maps.py`, cut into parts that are read and written as one; and the
              chunks of files that are joined of many
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..records.digests import digest, number_of

PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA = """
CREATE TABLE version (kind TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE parsed (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE seen (key TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE outputs (folder TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE things (folder INTEGER, id INTEGER, card BLOB, facts BLOB, places BLOB, text BLOB, lines BLOB, PRIMARY KEY (folder, id)) WITHOUT ROWID;
CREATE TABLE buckets (folder INTEGER, map TEXT, number INTEGER, data BLOB, PRIMARY KEY (folder, map, number)) WITHOUT ROWID;
"""
SEAL = 8  # bytes

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


# What each kind of what is kept was made by: rooms, and modules of rooms. "outputs" are made by everything.
MADE_BY = {
    "parsed": ("records", "site/reading", "site/tables"),
    "seen": ("records", "pictures", "search/papers", "site/face", "site/gallery", "site/papers"),
    "outputs": ("",),
}
TABLES = {"parsed": ("parsed",), "seen": ("seen",), "outputs": ("outputs", "things", "buckets")}


def code_versions() -> dict[str, str]:
    """By kind, what stands for all that can change what is kept: our code, the tables of fields (which every kind depends on), and what is installed."""
    installed = sorted(
        {
            name
            for entry in sys.path
            if entry.endswith("-packages") and Path(entry).is_dir()
            for name in os.listdir(entry)
            if name.endswith(".dist-info")
        }
    )
    parts = {
        path.relative_to(PACKAGE).as_posix(): path.read_bytes()
        for path in sorted(p for ending in ("*.py", "*.toml", "*.typ", "*.ttf") for p in PACKAGE.rglob(ending))
    }
    return {
        kind: digest(
            sys.version,
            *installed,
            *[
                part
                for name, data in parts.items()
                if name.startswith(makers) or name.endswith(".toml")
                for part in (name, data)
            ],
        )
        for kind, makers in MADE_BY.items()
    }


class Store:
    """The open store. All changes of a build become valid at once, with `commit`."""

    def __init__(self, folder: Path | None, say: Say = lambda text: None):
        """`folder`: where the store lies; None for one that is forgotten at the end."""
        self.say = say
        self.writable = True
        self.versions = code_versions()
        self.version = self.versions["outputs"]
        self.temporary: tempfile.TemporaryDirectory | None = None
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
            versions = dict(self.db.execute("SELECT kind, digest FROM version"))
        except (sqlite3.DatabaseError, ValueError):
            self.renew(OTHER if self.is_first_edition() else DAMAGED)
            return
        if versions.keys() != self.versions.keys():
            self.renew(DAMAGED)
            return
        if other := [kind for kind, version in self.versions.items() if versions[kind] != version]:
            self.clear({*other, "outputs"})
            self.tell(OTHER)

    def is_first_edition(self) -> bool:
        """A store as programs before 2.0 made it: one version for all of it."""
        with contextlib.suppress(sqlite3.DatabaseError, AttributeError):
            return len(self.db.execute("SELECT digest FROM version").fetchone() or ()) == 1
        return False

    def clear(self, kinds: set[str]) -> None:
        """Throw away what other code made, and nothing else."""
        for kind in sorted(kinds):
            for table in TABLES[kind]:
                self.db.execute(f"DELETE FROM {table}")
            self.db.execute("UPDATE version SET digest = ? WHERE kind = ?", (self.versions[kind], kind))

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
        self.db.executemany("INSERT INTO version VALUES (?, ?)", self.versions.items())
        if why:
            self.tell(why)

    def tell(self, why: str) -> None:
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
        """In a forked process, which reads only."""
        self.db, self.writable = self.reader(), False

    def beside(self, folder: str) -> tuple[str, str]:
        """A file beside this one for what is remembered of one output folder apart (plugins/search/memory.py), and whose it is; "" where nothing is kept."""
        return ("" if self.temporary else str(self.file.with_name(f"suche-{digest(folder)[:12]}.sqlite")), self.version)

    # ------------------------------------------------------------------------ by content

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys under which a text was read."""
        return {
            key
            for part in batched(keys)
            for (key,) in self.db.execute(f"SELECT key FROM parsed WHERE key IN ({marks(part)})", part)
        }

    def parsed(self, key: str) -> bytes:
        """Raises Damaged where it is not there."""
        return self.one("parsed", key)

    def put_parsed(self, key: str, data: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO parsed VALUES (?, ?)", (key, seal(data, "parsed", key)))

    def seen(self, key: str) -> bytes:
        """Empty of what is new."""
        row = self.db.execute("SELECT data FROM seen WHERE key = ?", (key,)).fetchone()
        return unseal(row[0], "seen", key) if row else b""

    def put_seen(self, key: str, data: bytes) -> None:
        if not self.writable:
            return  # another process will see it again
        self.db.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (key, seal(data, "seen", key)))

    def forget_parsed(self, keys: Iterable[str]) -> None:
        """Drop texts that no output folder was made from."""
        self.db.executemany("DELETE FROM parsed WHERE key = ?", [(key,) for key in keys])

    def parsed_keys(self) -> set[str]:
        return {key for (key,) in self.db.execute("SELECT key FROM parsed")}

    # ------------------------------------------------------------------------ an output folder

    def outputs(self) -> list[str]:
        return [folder for (folder,) in self.db.execute("SELECT folder FROM outputs ORDER BY folder")]

    def output(self, folder: str) -> bytes:
        """What is known of it as a whole; empty of a new one."""
        row = self.db.execute("SELECT data FROM outputs WHERE folder = ?", (folder,)).fetchone()
        return unseal(row[0], "outputs", folder) if row else b""

    def put_output(self, folder: str, data: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO outputs VALUES (?, ?)", (folder, seal(data, "outputs", folder)))

    def forget_output(self, folder: str) -> None:
        number = number_of(folder)
        self.db.execute("DELETE FROM outputs WHERE folder = ?", (folder,))
        for table in ("things", "buckets"):
            self.db.execute(f"DELETE FROM {table} WHERE folder = ?", (number,))
        if file := self.beside(folder)[0]:
            Path(file).unlink(missing_ok=True)

    def thing(self, folder: int, number: int, column: str) -> bytes:
        """One of the four values of a record. Raises Damaged where it is not there."""
        row = self.db.execute(f"SELECT {column} FROM things WHERE folder = ? AND id = ?", (folder, number)).fetchone()
        return unseal(row and row[0], column, f"{folder} {number}")

    def things(self, folder: int, numbers: Iterable[int], column: str) -> dict[int, bytes]:
        """The same of many."""
        found = {}
        for part in batched(numbers):
            for number, data in self.db.execute(
                f"SELECT id, {column} FROM things WHERE folder = {folder} AND id IN ({marks(part)})", part
            ):
                found[number] = unseal(data, column, f"{folder} {number}")
        return found

    def put_thing(self, folder: int, number: int, values: dict[str, bytes]) -> None:
        columns = ", ".join(values)
        self.db.execute(
            f"INSERT OR REPLACE INTO things (folder, id, {columns}) VALUES (?, ?{', ?' * len(values)})",
            (folder, number, *(seal(data, column, f"{folder} {number}") for column, data in values.items())),
        )

    def drop_thing(self, folder: int, number: int) -> None:
        self.db.execute("DELETE FROM things WHERE folder = ? AND id = ?", (folder, number))

    def bucket(self, folder: int, name: str, number: int) -> bytes:
        """Raises Damaged where it is not there."""
        row = self.db.execute(
            "SELECT data FROM buckets WHERE folder = ? AND map = ? AND number = ?", (folder, name, number)
        ).fetchone()
        return unseal(row and row[0], name, f"{folder} {number}")

    def every_bucket(self, folder: int, name: str, count: int) -> Iterator[tuple[int, bytes]]:
        """All of a map, by their numbers. Raises Damaged where one is missing."""
        seen = 0
        for number, data in self.db.execute(
            "SELECT number, data FROM buckets WHERE folder = ? AND map = ? ORDER BY number", (folder, name)
        ):
            seen += 1
            yield number, unseal(data, name, f"{folder} {number}")
        if seen != count:
            raise Damaged

    def put_bucket(self, folder: int, name: str, number: int, data: bytes) -> None:
        self.db.execute(
            "INSERT OR REPLACE INTO buckets VALUES (?, ?, ?, ?)",
            (folder, name, number, seal(data, name, f"{folder} {number}")),
        )

    def chunk(self, folder: int, path: str, year: int) -> bytes:
        """A year of a file that is joined of years. Raises Damaged where it is not there."""
        return self.bucket(folder, f"chunk {path}", year)

    def put_chunk(self, folder: int, path: str, year: int, data: bytes) -> None:
        self.put_bucket(folder, f"chunk {path}", year, data)

    def drop_chunk(self, folder: int, path: str, year: int) -> None:
        self.db.execute(
            "DELETE FROM buckets WHERE folder = ? AND map = ? AND number = ?", (folder, f"chunk {path}", year)
        )

    def one(self, table: str, key: str) -> bytes:
        row = self.db.execute(f"SELECT data FROM {table} WHERE key = ?", (key,)).fetchone()
        return unseal(row and row[0], table, key)


def marks(values: list) -> str:
    return ",".join("?" * len(values))


def batched(values: Iterable, size: int = 500) -> Iterator[list]:
    values = list(values)
    for start in range(0, len(values), size):
        yield values[start : start + size]


class Damaged(Exception):
    """What the store gave is not what was put into it."""


def seal(data: bytes, *place: str) -> bytes:
    """The bytes with a digest in front, over them and where they are kept: SQLite finds a damaged file, neither a damaged value in it nor one that stands in another's place."""
    return mark_of(data, place) + data


def unseal(data: object, *place: str) -> bytes:
    if not isinstance(data, bytes) or mark_of(data[SEAL:], place) != data[:SEAL]:
        raise Damaged
    return data[SEAL:]


def mark_of(data: bytes, place: tuple[str, ...]) -> bytes:
    taken = hashlib.blake2b(" ".join(place).encode("utf-8", "surrogatepass"), digest_size=SEAL)
    taken.update(data)
    return taken.digest()
