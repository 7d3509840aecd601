"""What changed since the last build, as far as the short way knows what to do about it: nothing but running texts of motions."""

from __future__ import annotations

import os
from pathlib import Path

from ..motions.model import TABLE as MOTION
from ..press.cores import MANY
from ..press.store import Store
from ..records.council import Council
from ..records.problems import Problem
from .reading import RACY, Entry, content_key, fixed_part, located, parse, put_parsed
from .tables import folder_of

FEW = 100  # files; what is known of more is read at once
OWN = 5  # of so many files this process reads every fifth: it has a page to render as well


class Unknown(Exception):
    """Something changed, or a page holds something, that the short way does not know."""


class Changes:
    """Files with a new stamp, and the keys of those motions whose running text changed (`texts`, by path).

    In a fresh clone every file has a new stamp. `most` are those that another process may look through meanwhile: as large as before.
    """

    def __init__(self, content: Path, entries: dict[str, Entry], store: Store, scope: str, blocked: tuple[str, ...], problems: list[Problem], council: Council):
        self.content, self.store, self.scope, self.blocked, self.problems, self.council = content, store, scope, blocked, problems, council
        before = set(store.rows("sources", "path, mtime, ctime, size, inode", scope))
        if len(before) != len(entries):
            raise Unknown("")
        if any(not entry.regular and "/" not in path for path, entry in entries.items()):
            raise Unknown("")  # a link to a list: where it leads may have changed
        new = [entry for path, entry in entries.items() if (f"content/{path}", *entry.stamp) not in before]
        known = {path: (key, size) for path, key, size in store.rows("sources", "path, key, size", scope, [e.shown for e in new] if len(new) < FEW else None)}
        self.stamps: dict[str, tuple[Entry, str]] = {}
        self.texts: dict[str, str] = {}
        self.own: list[Entry] = []
        self.most: list[Entry] = []
        for number, entry in enumerate(new):
            shown = entry.shown
            key, size = known.get(shown, ("", 0))
            if not key or not entry.regular:
                raise Unknown(shown)
            self.stamps[shown] = (entry, key)
            (self.own if len(new) < MANY or number % OWN == 0 or entry.size != size else self.most).append(entry)

    def unlike(self, entries: list[Entry]) -> list[tuple[Entry, bytes, str]]:
        """Those with another content than before, with it and its key."""
        found = []
        try:
            for entry in entries:
                path = entry.path
                data = read(f"{self.content}/{path}" if path.isascii() else located(self.content, path), entry.size)
                key = content_key(path, data, self.blocked if folder_of(path) else (), self.council)
                if key != self.stamps[entry.shown][1]:
                    found.append((entry, data, key))
        except OSError:
            raise Unknown("") from None  # the long way says what is the matter
        return found

    def take(self, entries: list[Entry]) -> None:
        """Read what is unlike.

        Raises:
            Unknown: more than the running text of a motion changed.
        """
        for entry, data, key in self.unlike(entries):
            path, shown = entry.path, entry.shown
            if not path.startswith("antraege/") or not path.endswith(".md") or path.count("/") != 1:
                raise Unknown(shown)
            parsed = parse(path, MOTION, data, self.blocked)
            if parsed.record is None or [(fixed_part(parsed),)] != list(self.store.rows("sources", "fixed", self.scope, [shown])):
                raise Unknown(shown)
            if any(p.path == shown and p.line >= parsed.record.body_line for p in self.problems):
                raise Unknown(shown)  # its line may have moved
            put_parsed(self.store, key, parsed)
            self.texts[shown] = key
            self.stamps[shown] = (entry, key)

    def remember(self, begun: int) -> None:
        """The new stamps, by which the files are known the next time. `begun`: when the folder was looked at, in nanoseconds."""
        rows = ((entry.stamp[0] if max(entry.stamp[:2]) < begun - RACY else 0, *entry.stamp[1:], key, self.scope, path) for path, (entry, key) in self.stamps.items())
        self.store.db.executemany("UPDATE sources SET mtime = ?, ctime = ?, size = ?, inode = ?, key = ? WHERE folder = ? AND path = ?", rows)


def read(path: str | Path, size: int) -> bytes:
    """A whole file. After a fresh clone every text is read, and a file object costs as much as the reading."""
    handle = os.open(path, os.O_RDONLY)
    try:
        data = os.read(handle, size + 1)
        while len(data) != size and (more := os.read(handle, 1 << 20)):  # it has grown or shrunk since
            data += more
        return data
    finally:
        os.close(handle)
