"""How the last build left the output: which files there are, by their stamps, and whether anybody was there since."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

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


def folder_stamp(path: str) -> tuple[int, int] | None:
    """Changes whenever something is put into the folder, renamed in it or taken out."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_ino


def strangers(output: Path, known: Iterable[tuple[str, Stamp]]) -> bool:
    """Does the folder hold somebody else's files? Then it is not ours to sweep.

    Ours has our mark on one of two pages, or a file that is still as the store knows it.
    """
    if not output.exists():
        return False
    if not output.is_dir():
        return True
    if all(entry.name.endswith(PART) for entry in os.scandir(output)):
        return False
    marked = any(
        page.is_file() and MARK in page.read_text("utf-8", "replace")
        for page in (output / "index.html", output / "404.html")
    )
    return not marked and not any(stamp_of(f"{output}/{path}") == stamp for path, stamp in known)
