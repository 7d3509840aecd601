"""Releases: a folder of files each, sharing what did not change with the one before, and one of them public.

A release is whole before it has its name, and the switch is one rename of a link, so a visitor sees an old or a new site.
Hashed files of the theme live on in later releases as long as one is kept that needs them: a page that was
loaded a moment before the switch still finds its style.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import stat
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from .compress import ENDINGS, compress
from .place import RELEASE, UNDONE, Place, led_to, now, point, remove, write_json

Stamp = tuple[int, int, int]  # mtime_ns, size, inode: a shared file has the same in every release
PARTS = "theme/"  # files here carry a digest in their name
LISTS = ("demnaechst", "drucksachen", "gemeinsam", "ohne-ergebnis")  # of motions
SPARE = "vorrat"  # a copy of the public release, made after a push for the next one


@dataclass(slots=True)
class Release:
    """What releases/<name>.json says."""

    name: str
    commit: str  # of the content
    program: str  # which installed version made it
    day: str  # the build's day, ISO
    made: str  # when, ISO with offset
    files: dict[str, Stamp] = field(default_factory=dict)  # as built; compressed copies are not among them
    folders: dict[str, tuple[int, int]] = field(default_factory=dict)  # of the output it was made from: mtime_ns, inode

    @property
    def number(self) -> int:
        return int(self.name.partition("-")[0])


@dataclass(frozen=True, slots=True)
class Difference:
    """What a visitor finds changed: addresses below the site's root."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def files_below(folder: Path) -> dict[str, Stamp]:
    """Path and stamp of every file."""
    found: dict[str, Stamp] = {}

    def walk(where: str, base: str) -> None:
        for entry in os.scandir(where):
            if entry.is_dir(follow_symlinks=False):
                walk(entry.path, f"{base}{entry.name}/")
            else:
                seen = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(seen.st_mode):
                    found[base + entry.name] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)

    walk(str(folder), "")
    return found


def look_through(output: Path, last: Release | None) -> tuple[dict[str, Stamp], dict[str, tuple[int, int]]]:
    """Every file and every folder of a build's output. Where a folder is as it was for `last`, so are its files.

    For the press never writes into a file that is there: it puts another in its place, and that the folder shows.
    """
    last = last or Release("", "", "", "", "")
    files: dict[str, Stamp] = {}
    folders: dict[str, tuple[int, int]] = {}
    inside: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for path in last.files:
        inside[path.rpartition("/")[0]].append(path)
    for folder in filter(None, last.folders):
        below[folder.rpartition("/")[0]].append(folder)

    def walk(folder: str) -> None:
        seen = os.stat(f"{output}/{folder}")
        folders[folder] = (seen.st_mtime_ns, seen.st_ino)
        if last.folders.get(folder) == folders[folder]:
            files.update((path, last.files[path]) for path in inside[folder])
            for each in below[folder]:
                walk(each)
            return
        for entry in os.scandir(f"{output}/{folder}"):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                walk(path)
            elif stat.S_ISREG((seen := entry.stat(follow_symlinks=False)).st_mode):
                files[path] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)

    walk("")
    return files, folders


# ------------------------------------------------------------------------------------- the list of them


def names(place: Place) -> list[str]:
    """The releases that are there, the oldest first."""
    with suppress(FileNotFoundError):
        return sorted((name for name in os.listdir(place.releases) if RELEASE.fullmatch(name)), key=lambda name: int(name.partition("-")[0]))
    return []


def load(place: Place, name: str) -> Release | None:
    """None where the description is missing or damaged: such a release can be served, but not built upon."""
    file = place.releases / f"{name}.json"
    try:
        seen = os.stat(file)
        return read(str(file), (seen.st_mtime_ns, seen.st_size, seen.st_ino))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


@lru_cache(maxsize=2)
def read(file: str, stamp: Stamp) -> Release:
    """A push asks for the same release several times, and fifty thousand files take a fifth of a second. Nobody changes what is given."""
    gc.disable()  # it would look through all of them again and again
    try:
        told = json.loads(Path(file).read_bytes())
        return Release(**{**told, **{name: {path: tuple(stamp) for path, stamp in told.get(name, {}).items()} for name in ("files", "folders")}})
    finally:
        gc.enable()


def public(place: Place) -> str:
    """The name of the release that visitors see; "" before the first."""
    name = led_to(place.public)
    return name if name and (place.releases / name).is_dir() else ""


def staged(place: Place, commit: str, program: str) -> str:
    """The newest release that was made of the same; "" if there is none."""
    for name in reversed(names(place)):
        if name.endswith(commit[:12]) and (told := load(place, name)) and (told.commit, told.program) == (commit, program):
            return name
    return ""


# ------------------------------------------------------------------------------------- making one


def stage(place: Place, output: Path, seen: tuple[dict, dict], commit: str, program: str, day: str) -> Release:
    """A new release with what was `seen` of `output` (`look_through`). Call it with the lock held; whatever happens, the old ones stay as they are."""
    place.releases.mkdir(exist_ok=True)
    kept = names(place)
    number = max((int(name.partition("-")[0]) for name in kept), default=0) + 1
    release = Release(f"{number:06d}-{commit[:12]}", commit, program, day, now().isoformat(), *seen)
    target = place.releases / f"{UNDONE}{release.name}"
    try:
        before = take_spare(place, target) or Release("", "", "", "", "")
        last = before if before.name else (kept and load(place, kept[-1])) or before
        changed = [path for path, stamp in release.files.items() if before.files.get(path) != stamp]
        for path in before.files.keys() - release.files.keys():
            drop(target, path)
        for folder in {path.rpartition("/")[0] for path in changed}:
            os.makedirs(target / folder, exist_ok=True)
        fresh = []
        for path in changed:
            link(output / path, target / path)
            if last.name and last.files.get(path) == release.files[path]:
                for ending in ENDINGS:
                    with suppress(FileNotFoundError):
                        link(place.releases / last.name / (path + ending), target / (path + ending))
            else:
                fresh.append(path)
        compress(target, fresh)
        for name in kept:
            carry(place.releases / name, target)
        write_json(place.releases / f"{release.name}.json", {name: getattr(release, name) for name in Release.__slots__})
        os.rename(target, place.releases / release.name)
    except BaseException:
        remove(target)
        raise
    return release


def link(source: Path, target: Path) -> None:
    """The same file under a second name; another one under that name is replaced in one step."""
    try:
        os.link(source, target)
    except FileExistsError:
        part = target.with_name(f"{UNDONE}{target.name}")
        with suppress(FileExistsError):
            os.link(source, part)
        os.replace(part, target)
        with suppress(FileNotFoundError):  # a rename between two names of the same file does nothing (POSIX, rename)
            os.unlink(part)


def drop(target: Path, path: str) -> None:
    """Take a file out of a release, and the folders that become empty."""
    for name in (path, *(path + ending for ending in ENDINGS)):
        with suppress(FileNotFoundError):
            os.unlink(target / name)
    with suppress(OSError):
        os.removedirs((target / path).parent)


def carry(source: Path, target: Path) -> None:
    """Keep what pages of another release may still ask for."""
    folder = source / PARTS
    for path in files_below(folder) if folder.is_dir() else ():
        here = target / PARTS / path
        if not here.exists():
            os.makedirs(here.parent, exist_ok=True)
            with suppress(FileExistsError):
                os.link(folder / path, here)


# ------------------------------------------------------------------------------------- switching


def switch(place: Place, name: str, what: str, who: str = "") -> None:
    """Make a release public: one rename."""
    if before := public(place):
        carry(place.releases / before, place.releases / name)
    remember(place, name, what, who)
    point(place.public, f"releases/{name}")


def remember(place: Place, name: str, what: str, who: str) -> None:
    """The history is written first, so that a kill between the two shows in `stand`, which looks at the link."""
    with place.history.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"wann": now().isoformat(), "fassung": name, "was": what, "wer": who}, ensure_ascii=False) + "\n")


def history(place: Place) -> list[dict[str, Any]]:
    """What was made public, the oldest first. A line that a kill cut off is left out."""
    found = []
    with suppress(FileNotFoundError):
        for text in place.history.read_text("utf-8").splitlines():
            with suppress(ValueError):
                found.append(json.loads(text))
    return found


def difference(before: Release | None, after: Release) -> Difference:
    """Pages a reader would look at: no feeds and data, no short addresses."""
    old = before.files if before else {}
    pages = {path for path in after.files if is_page(path)}
    gone = {path for path in old if is_page(path) and path not in after.files}
    new = {path for path in pages if path not in old}
    changed = {path for path in pages - new if old[path] != after.files[path]}
    return Difference(*(tuple(address(path) for path in sorted(paths, key=by_weight)) for paths in (new, changed, gone)))


def is_page(path: str) -> bool:
    return path.endswith("index.html") and not path.startswith("a/")


def address(path: str) -> str:
    return path.removesuffix("index.html")


def by_weight(path: str) -> tuple[int, str]:
    """A text's own page before the lists that name it: it lies deeper, and no list but that of a year ends in digits."""
    parts = path.split("/")[:-1]
    own = len(parts) == 2 and not parts[1].isdecimal() and parts[0] in ("antraege", "meldungen", "sitzungen", "personen", "gremien") and parts[1] not in LISTS
    return (0 if own else 1, path)


# ------------------------------------------------------------------------------------- before and after a push


def tidy(place: Place, keep: int) -> Iterator[Path]:
    """Take old releases off the list and yield what is left of them, to be deleted without the lock."""
    there = names(place)
    shown = public(place)
    for name in there[: max(0, len(there) - keep)]:
        if name != shown:
            gone = place.releases / f".weg-{name}"
            os.rename(place.releases / name, gone)
            (place.releases / f"{name}.json").unlink(missing_ok=True)
            yield gone
    yield from place.releases.glob(".weg-*")
    for left in place.releases.glob("*.json"):
        if left.stem not in there:
            left.unlink(missing_ok=True)


def make_spare(place: Place) -> None:
    """Copy the public release by links, for the next push to start from. Under a lock of its own, so no push waits for it."""
    with (place.releases / ".vorrat").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        name = public(place)
        told = load(place, name) if name else None
        target = place.releases / f"{SPARE}-{name}"
        for left in (*place.releases.glob(f"{SPARE}-*"), *place.releases.glob(f".{SPARE}-*")):
            if left != target:
                remove(left)
        if not told or target.exists():
            return
        part = place.releases / f".{SPARE}-{name}"
        with suppress(OSError):  # the release was taken away meanwhile, or the disk is full: the next push makes its own copy
            copy(place.releases / name, part)
            if told.files.keys() <= files_below(part).keys():
                os.rename(part, target)
                return
        remove(part)


def copy(source: Path, target: Path) -> None:
    """The same files under a second root."""
    os.mkdir(target)
    for entry in os.scandir(source):
        if entry.is_dir(follow_symlinks=False):
            copy(Path(entry.path), target / entry.name)
        else:
            os.link(entry.path, target / entry.name)


def take_spare(place: Place, target: Path) -> Release | None:
    """Turn the spare copy into the beginning of a new release; what it is a copy of, or None where there is none."""
    for spare in place.releases.glob(f"{SPARE}-*"):
        if told := load(place, spare.name.removeprefix(f"{SPARE}-")):
            with suppress(FileNotFoundError):  # it is being replaced
                os.rename(spare, target)
                return told
    return None
