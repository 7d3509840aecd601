"""Releases: a folder of files each, sharing what did not change with the one before, and one of them public.

A release is whole before it has its name, and the switch is one rename of a link, so a visitor sees an old or a new site.
Hashed files of the theme live on in later releases as long as one is kept that needs them: a page that was
loaded a moment before the switch still finds its style.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from .floor import main_feeds
from .listing import ENDINGS, Listing, differing, files_below, files_of, read_listing, stamp_in
from .place import RELEASE, UNDONE, Place, led_to, now, point, remove, write_json

PARTS = "theme/"  # files here carry a digest in their name
LISTS = ("demnaechst", "drucksachen", "gemeinsam", "ohne-ergebnis")  # of motions
SPARE = "vorrat"  # a copy of the public release, made after a push for the next one
LIST = ".liste"  # beside a release: which files it was made of


class Difference(Struct, frozen=True):
    """What a visitor finds changed: addresses below the site's root; `feeds`: the main feeds' files that are other than before."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()


class Release(Struct, frozen=True):
    """What releases/<name>.json says. The files it was made of, without their compressed copies, are listed beside it (`listed`)."""

    name: str
    commit: str  # of the content
    program: str  # which installed version made it
    day: str  # the build's day, ISO
    made: str  # when, ISO with offset
    since: str = ""  # the release that was public then
    changes: Difference = Difference()  # since that one

    @property
    def number(self) -> int:
        return int(self.name.partition("-")[0])


# ------------------------------------------------------------------------------------- the list of them


def names(place: Place) -> list[str]:
    """The releases that are there, the oldest first."""
    with suppress(FileNotFoundError):
        return sorted((name for name in os.listdir(place.releases) if RELEASE.fullmatch(name)), key=lambda name: int(name.partition("-")[0]))
    return []


def load(place: Place, name: str) -> Release | None:
    """None where the description is missing or damaged: such a release can be served, but not built upon."""
    try:
        told = json.loads((place.releases / f"{name}.json").read_bytes())
        changes = Difference(**{key: tuple(paths) for key, paths in told.pop("changes").items()})
        return Release(**told, changes=changes)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def listed(place: Place, name: str) -> Listing:
    """The files of a release; none where nobody knows them."""
    file = place.releases / f"{name}{LIST}"
    try:
        seen = os.stat(file)
        return read_once(str(file), (seen.st_mtime_ns, seen.st_size, seen.st_ino))
    except (OSError, ValueError, TypeError):
        return {}


@lru_cache(maxsize=2)
def read_once(file: str, stamp: tuple[int, int, int]) -> Listing:
    """A push asks several times. Nobody changes what is given."""
    return read_listing(file)


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


def stage(place: Place, output: Path, seen: Listing, commit: str, program: str, day: str) -> Release:
    """A new release with what was `seen` of `output` (`look_through`). Call it with the lock held; whatever happens, the old ones stay as they are."""
    from .compress import compress  # late: after a push nothing is compressed

    place.releases.mkdir(exist_ok=True)
    kept, since = names(place), public(place)
    number = max((int(name.partition("-")[0]) for name in kept), default=0) + 1
    changes = difference(listed(place, since) if since else {}, seen)
    release = Release(f"{number:06d}-{commit[:12]}", commit, program, day, now().isoformat(), since, changes)
    target = place.releases / f"{UNDONE}{release.name}"
    try:
        copied = take_spare(place, target)
        before = listed(place, copied) if copied else {}
        last = copied or (kept[-1] if kept else "")
        there = listed(place, last) if last else {}
        changed, gone = differing(before, seen)
        for path in gone:
            drop(target, path)
        for folder in {path.rpartition("/")[0] for path in changed}:
            os.makedirs(target / folder, exist_ok=True)
        fresh = []
        for path in changed:
            link(output / path, target / path)
            if stamp_in(there, path) == stamp_in(seen, path):
                for ending in ENDINGS:
                    with suppress(FileNotFoundError):
                        link(place.releases / last / (path + ending), target / (path + ending))
            else:
                fresh.append(path)
        compress(target, fresh)
        for name in kept:
            carry(place.releases / name, target)
        write_json(place.releases / f"{release.name}{LIST}", seen)
        write_json(place.releases / f"{release.name}.json", to_builtins(release))
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


def changes_since(place: Place, before: str, after: Release) -> Difference:
    """What visitors find changed after `before`, which need not be what was public when `after` was made."""
    if after.since == before:
        return after.changes
    return difference(listed(place, before) if before else {}, listed(place, after.name))


def difference(before: Listing, after: Listing) -> Difference:
    """Pages a reader would look at (no short addresses), and the feeds that a hub knows."""
    paths, gone = differing(before, after)
    pages = [path for path in paths if is_page(path)]
    new = [path for path in pages if not stamp_in(before, path)]
    changed = [path for path in pages if stamp_in(before, path)]
    rows = (tuple(address(path) for path in sorted(each, key=by_weight)) for each in (new, changed, filter(is_page, gone)))
    return Difference(*rows, feeds=tuple(main_feeds(paths)))


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
            yield gone
    yield from place.releases.glob(".weg-*")
    there = names(place)
    for left in (*place.releases.glob("*.json"), *place.releases.glob(f"*{LIST}")):
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
        told = listed(place, name) if name else {}
        target = place.releases / f"{SPARE}-{name}"
        for left in (*place.releases.glob(f"{SPARE}-*"), *place.releases.glob(f".{SPARE}-*")):
            if left != target:
                remove(left)
        if not told or target.exists():
            return
        part = place.releases / f".{SPARE}-{name}"
        with suppress(OSError):  # the release was taken away meanwhile, or the disk is full: the next push makes its own copy
            copy(place.releases / name, part)
            if {path for path, _ in files_of(told)} <= files_below(part).keys():
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


def take_spare(place: Place, target: Path) -> str:
    """Turn the spare copy into the beginning of a new release; the name of what it is a copy of, or "" where there is none."""
    for spare in place.releases.glob(f"{SPARE}-*"):
        name = spare.name.removeprefix(f"{SPARE}-")
        if listed(place, name):
            with suppress(FileNotFoundError):  # it is being replaced
                os.rename(spare, target)
                return name
    return ""
