"""How the last build left the output: which files there are, by their stamps, and whether anybody was there since.

Imported before all that takes long to import, so that another process can look meanwhile.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from .codec import Damaged, loads, unseal
from .store import Store

PART = ".neu~"  # ending of temporary names; one that is left over is ours to remove
MARK = 'name="generator" content="fraktion"'  # in every page of the theme: this folder is ours to sweep
Stamp = tuple[int, int, int]  # mtime_ns, size, inode
NOWHERE: Stamp = (0, 0, 0)


def stamp_of(path: Path | str) -> Stamp | None:
    """By which a file is known again without reading it (decision: --alles reads every byte)."""
    try:
        seen = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def as_left(output: Path | str, files: list[tuple[str, Stamp]]) -> bool:
    return all(stamp_of(f"{output}/{path}") == stamp for path, stamp in files)


def files_of(path: str, stamp: Stamp, files: str) -> list[tuple[str, Stamp]]:
    """The files of a page with their stamps: its own, or those of a bundle as the store remembers them."""
    return [(name, tuple(each)) for name, *each in loads(unseal(files, "files", path))] if files else [(path, stamp)]


def folder_stamp(path: str) -> tuple[int, int]:
    """Changes whenever something is put into the folder, renamed in it or taken out."""
    seen = os.stat(path)
    return seen.st_mtime_ns, seen.st_ino


def untouched(output: Path, store: Store) -> bool:
    """Is every file as the last build left it, and none beside them? May be asked in a process of its own."""
    scope, base = str(output), f"{output}/"
    try:
        with closing(store.reader()) as db:
            for path, mtime, size, inode, files in db.execute("SELECT path, mtime, size, inode, files FROM pages WHERE folder = ?", (scope,)):
                if files:
                    if not as_left(output, files_of(path, NOWHERE, files)):
                        return False
                    continue
                seen = os.lstat(base + path)
                if seen.st_mtime_ns != mtime or seen.st_size != size or seen.st_ino != inode:
                    return False
            for path, mtime, inode in db.execute("SELECT path, mtime, inode FROM folders WHERE folder = ?", (scope,)):
                seen = os.stat(base + path)
                if seen.st_mtime_ns != mtime or seen.st_ino != inode:
                    return False
    except (OSError, Damaged):
        return False
    return True


def strangers(output: Path, store: Store) -> bool:
    """Does the folder hold somebody else's files? Then it is not ours to sweep.

    Ours has our mark on one of two pages, or a file that is still as the store knows it.
    """
    if not output.exists():
        return False
    if not output.is_dir():
        return True
    if all(entry.name.endswith(PART) for entry in os.scandir(output)):
        return False
    marked = any(page.is_file() and MARK in page.read_text("utf-8", "replace") for page in (output / "index.html", output / "404.html"))
    return not marked and not any(stamp_of(f"{output}/{path}") == tuple(stamp) for path, *stamp in store.rows("pages", "path, mtime, size, inode", str(output)))
