"""Which files an output holds, folder by folder: a push compares fifty thousand, and most folders are as they were."""

from __future__ import annotations

import gc
import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ..records.kept import kept, sealed

ENDINGS = (".br", ".gz")  # of compressed copies, which stand in no list

STAMP = re.compile(r"\d+ \d+ \d+")

# folder → [its stamp, {name: stamp of the file}], as it stands in JSON. "" is the output itself. A row that did not change is the same object.
Listing = dict[str, list]


def stamp_of(seen: os.stat_result) -> str:
    """What tells a file from an earlier one under its name: a shared file has the same in every release. Of a folder: what it held."""
    return f"{seen.st_mtime_ns} {seen.st_size} {seen.st_ino}"


def look_through(output: Path, last: Listing) -> Listing:
    """Every folder of a build's output with its files. Where a folder is as it was in `last`, so are its files.

    For the press never writes into a file that is there: it puts another in its place, and that the folder shows.
    """
    found: Listing = {}
    unread = [""] if "" not in last else []
    for folder, row in last.items():
        try:
            seen = os.stat(f"{output}/{folder}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stamp_of(seen) == row[0]:
            found[folder] = row
        elif stat.S_ISDIR(seen.st_mode):
            unread.append(folder)
    while unread:
        folder = unread.pop()
        row = found[folder] = [stamp_of(os.stat(f"{output}/{folder}")), {}]
        for entry in os.scandir(f"{output}/{folder}"):
            if not entry.is_dir(follow_symlinks=False):
                if stat.S_ISREG((seen := entry.stat(follow_symlinks=False)).st_mode):
                    row[1][entry.name] = stamp_of(seen)
            elif (below := join(folder, entry.name)) not in last:
                unread.append(below)
    return found


def join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def files_of(listing: Listing, below: str = "") -> Iterator[tuple[str, str]]:
    """Path and stamp of every file, or of those under `below` (“feeds/”)."""
    for folder, (_, files) in listing.items():
        if f"{folder}/".startswith(below) or not below:
            for name, stamp in files.items():
                yield join(folder, name), stamp


def stamp_in(listing: Listing, path: str) -> str:
    """The file's stamp; "" where there is none."""
    folder, _, name = path.rpartition("/")
    return listing[folder][1].get(name, "") if folder in listing else ""


def differing(old: Listing, new: Listing) -> tuple[list[str], list[str]]:
    """Paths that are new or other files than before, and paths that are gone."""
    changed: list[str] = []
    gone: list[str] = []
    for folder in old.keys() | new.keys():
        before, after = old.get(folder), new.get(folder)
        if before is not after:
            was, now = before[1] if before else {}, after[1] if after else {}
            changed += [join(folder, name) for name, stamp in now.items() if was.get(name) != stamp]
            gone += [join(folder, name) for name in was if name not in now]
    return sorted(changed), sorted(gone)


def files_below(folder: Path) -> dict[str, str]:
    """Path and stamp of every file."""
    return dict(files_of(look_through(folder, {})))


def held_in(folder: Path) -> tuple[dict[str, str], set[str]]:
    """Whatever lies in a folder: path → stamp of every file, "" for a link or something stranger; and all folders below it."""
    files: dict[str, str] = {}
    folders: set[str] = set()
    unread = [""]
    while unread:
        below = unread.pop()
        for entry in os.scandir(f"{folder}/{below}"):
            path = join(below, entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.add(path)
                unread.append(path)
            else:
                seen = entry.stat(follow_symlinks=False)
                files[path] = stamp_of(seen) if stat.S_ISREG(seen.st_mode) else ""
    return files, folders


def write_listing(file: Path, listing: Listing) -> None:
    """Sealed for its name: a changed letter, or the list of another release, would make a push believe in files that are not there."""
    data = json.dumps(listing, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
    part = file.with_name(f".neu-{file.name}")
    part.write_bytes(sealed(data, file.name.encode()))
    part.replace(file)


def read_listing(file: Path) -> Listing:
    """As a release keeps it, also of a program that wrote no seal.

    Raises:
        OSError, ValueError, TypeError: missing or damaged.
    """
    sealed_data = kept(file, file.name.encode())
    data = sealed_data or file.read_bytes()
    collecting = gc.isenabled()
    gc.disable()  # it would look through all of it again and again
    try:
        found = json.loads(data)
        for stamp, files in found.values() if sealed_data is None else ():
            if not all(STAMP.fullmatch(each) for each in (stamp, *files.values())):
                raise ValueError
        return found
    except AttributeError:  # not even folders
        raise TypeError from None
    finally:
        if collecting:
            gc.enable()
