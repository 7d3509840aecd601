"""Writing files so that a reader sees the old bytes or the new ones, and clearing away what is no longer declared."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from .left import PART


def folders_of(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to one of the paths; "" is the output itself."""
    found = {""}
    for path in paths:
        while (path := path.rpartition("/")[0]) not in found:
            found.add(path)
    return found


def write(target: str | os.PathLike[str], data: bytes) -> bool:
    """Write through a temporary name in the same folder, so that a reader sees the old or the new bytes."""
    folder, _, name = os.fspath(target).rpartition("/")
    try:
        seen = os.lstat(target)
        if stat.S_ISREG(seen.st_mode):
            if seen.st_size == len(data) and Path(target).read_bytes() == data:
                return False
        else:
            clear(Path(target))
    except (FileNotFoundError, NotADirectoryError):
        try:
            os.mkdir(folder)  # a new page has a folder of its own
        except OSError:
            if not os.path.isdir(folder):
                clear(Path(target))
    part = f"{folder}/.{name}{PART}"
    Path(part).write_bytes(data)
    os.replace(part, target)
    return True


def clear(target: Path) -> None:
    """Make room: a folder where a file should be, or a file where a folder should be, from an older build."""
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    if target.parent.is_dir():
        return
    for parent in reversed(target.parents):
        if parent.is_file() or (parent.is_symlink() and not parent.is_dir()):
            with suppress(FileNotFoundError, IsADirectoryError, PermissionError):  # another process was quicker
                parent.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def remove(output: Path, path: str) -> bool:
    """Take a file away, and every folder that is empty then. Was it there?"""
    target = f"{output}/{path}"
    try:
        os.unlink(target)
    except FileNotFoundError:
        return False
    except (IsADirectoryError, NotADirectoryError, PermissionError):
        if not os.path.isdir(target) or os.path.islink(target):
            return False
        return False  # a folder stands there now: a page's
    fold(output, path.rpartition("/")[0])
    return True


def fold(output: Path, folder: str) -> None:
    """Take away a folder that has become empty, and those above it."""
    while folder:
        try:
            os.rmdir(f"{output}/{folder}")
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def sweep(output: Path, folder: str, ours: Callable[[str], bool], folders: Callable[[str], bool]) -> list[str]:
    """Remove everything in a folder that is not `ours`, and folders that hold none of our files. A folder of ours may be a link to another disk."""
    removed: list[str] = []

    def clear_all(path: str, name: str) -> None:
        for entry in list(os.scandir(path)):
            if entry.is_dir(follow_symlinks=False):
                clear_all(entry.path, f"{name}/{entry.name}")
            else:
                os.unlink(entry.path)
                removed.append(f"{name}/{entry.name}")
        os.rmdir(path)

    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in list(os.scandir(f"{output}/{folder}")):
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not folders(name):
                    clear_all(entry.path, name)
            elif not ours(name) and not (folders(name) and entry.is_dir()):
                os.unlink(entry.path)
                removed.append(name)
    return removed
