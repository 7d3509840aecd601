"""Lines of words, in order, in parts of a few kilobytes: the index („w“) and the same words from behind („b“), where a slip in the first letters is looked up.

A part begins where other letters begin, from one letter to DEEPEST, so that a word more changes the parts near to it only. Its name is the digest of its content.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby

from .memory import Damaged
from .signs import SIGN

MOST = {"w": 12_000, "b": 20_000}  # bytes of a part before it is packed
DEEPEST = 6  # letters
FOLDER = "p/"
Line = tuple[str, str, str]  # word, its usual form, where it stands


class Shelf:
    def __init__(self, db: sqlite3.Connection, kind: str):
        self.db, self.kind = db, kind

    def fill(self, lines: Iterable[Line]) -> None:
        """All lines at once, in any order, into an empty shelf."""
        ordered = sorted(lines)
        self.db.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", ((self.kind, *line) for line in ordered))
        sizes: dict[str, int] = {}
        for line in ordered:
            prefix = line[0][:DEEPEST]
            sizes[prefix] = sizes.get(prefix, 0) + size(line)
        self.db.executemany("INSERT INTO sizes VALUES (?, ?, ?)", ((self.kind, *pair) for pair in sizes.items()))
        starts = cut(sorted(sizes.items()), MOST[self.kind])
        number = 0
        for start, after in zip(starts, [*starts[1:], None], strict=True):
            begin = number
            while number < len(ordered) and (after is None or ordered[number][0] < after):
                number += 1
            self.put(start, written(ordered[begin:number]))

    def change(self, lines: dict[str, Line | None]) -> None:
        """Some lines are others, new, or gone (None). Only the parts that hold one, or whose borders moved, are written."""
        letters: dict[str, list[str]] = {}
        for word in lines:
            letters.setdefault(word[0], []).append(word)
        for letter, words in letters.items():
            end = chr(ord(letter) + 1)
            old = self.db.execute(
                "SELECT start, name FROM parts WHERE kind = ? AND start >= ? AND start < ? ORDER BY start",
                (self.kind, letter, end),
            ).fetchall()
            before = {
                start: self.lines(start, after, end)
                for start, after in between([start for start, _ in old])
                if any(start <= word and (after is None or word < after) for word in words)
            }
            names = dict(old)
            if any(names[start] != name_of(written(held)) for start, held in before.items()):
                raise Damaged
            self.replace(words, lines)
            sizes = self.db.execute(
                "SELECT prefix, size FROM sizes WHERE kind = ? AND prefix >= ? AND prefix < ? ORDER BY prefix",
                (self.kind, letter, end),
            ).fetchall()
            spans = between(cut(sizes, MOST[self.kind]))
            known = dict(between([start for start, _ in old]))
            kept = {start for start, after in spans if start in known and known[start] == after and start not in before}
            for start, name in old:
                if start not in kept:
                    self.db.execute("DELETE FROM parts WHERE kind = ? AND start = ?", (self.kind, start))
                    self.db.execute("DELETE FROM files WHERE name = ?", (f"{FOLDER}{name}.js",))
            for start, after in spans:
                if start not in kept:
                    self.put(start, written(self.lines(start, after, end)))

    def replace(self, words: list[str], lines: dict[str, Line | None]) -> None:
        for word in words:
            row = self.db.execute(
                "SELECT term, usual, posts FROM lines WHERE kind = ? AND term = ?", (self.kind, word)
            ).fetchone()
            line = lines[word]
            grown = (size(line) if line else 0) - (size(row) if row else 0)
            if line:
                self.db.execute("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?)", (self.kind, *line))
            else:
                self.db.execute("DELETE FROM lines WHERE kind = ? AND term = ?", (self.kind, word))
            if grown:
                self.db.execute(
                    "INSERT INTO sizes VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET size = size + excluded.size",
                    (self.kind, word[:DEEPEST], grown),
                )
                self.db.execute(
                    "DELETE FROM sizes WHERE kind = ? AND prefix = ? AND size = 0", (self.kind, word[:DEEPEST])
                )

    def lines(self, start: str, after: str | None, end: str) -> list[Line]:
        return self.db.execute(
            "SELECT term, usual, posts FROM lines WHERE kind = ? AND term >= ? AND term < ? ORDER BY term",
            (self.kind, start, after or end),
        ).fetchall()

    def put(self, start: str, text: str) -> None:
        name = name_of(text)
        self.db.execute("INSERT INTO parts VALUES (?, ?, ?)", (self.kind, start, name))
        self.db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, 1)", (f"{FOLDER}{name}.js", call(FOLDER + name, text))
        )

    def contents(self) -> list[str]:
        """For the list: where the parts begin, each start by how many letters it shares with the one before; and their names."""
        starts, names, last = [], [], ""
        for start, name in self.db.execute("SELECT start, name FROM parts WHERE kind = ? ORDER BY start", (self.kind,)):
            starts.append(SIGN[shared(last, start)] + start[shared(last, start) :])
            names.append(name)
            last = start
        return ["\n".join(starts), "".join(names)]


def between(starts: list[str]) -> list[tuple[str, str | None]]:
    return list(zip(starts, [*starts[1:], None], strict=False))


def size(line: Line) -> int:
    return len(line[0]) + len(line[1].encode()) + len(line[2].encode()) + 4


def cut(sizes: list[tuple[str, int]], most: int, letters: int = 1) -> list[str]:
    """Where the parts begin. Those of one letter never share a part with the next letter's."""
    starts: list[str] = []
    room = 0
    for beginning, group in groupby(sizes, key=lambda pair: pair[0][:letters]):
        alike = list(group)
        whole = sum(size for _, size in alike)
        if whole > most and letters < DEEPEST and len(alike) > 1:
            starts += cut(alike, most, letters + 1)
            room = 0
        elif whole <= room and letters > 1:
            room -= whole
        else:
            starts.append(beginning)
            room = most - whole
    return starts


def written(lines: Iterable[Line]) -> str:
    return "\n".join(packed(lines))


def packed(lines: Iterable[Line]) -> Iterator[str]:
    last = ""
    for word, usual, posts in lines:
        same = shared(last, word)
        yield f"{SIGN[same]}{word[same:]}\t{usual}\t{posts}" if posts else f"{SIGN[same]}{word[same:]}\t{usual}"
        last = word


def shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def name_of(text: str) -> str:
    """Eight letters and digits: no system takes two of them for one."""
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=5).digest(), "big")
    return "".join(LETTERS[number >> 5 * place & 31] for place in range(8))


def call(name: str, content: object) -> bytes:
    """A file of the index: one call of the reader's function, with nothing in it but text (theme/static/js/search.js)."""
    return f"sx({json.dumps(name)},{json.dumps(content, ensure_ascii=False, separators=(',', ':'))})\n".encode()
