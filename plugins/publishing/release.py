"""Releases: a folder of files each, sharing what did not change with the one before, and one of them public.

A release is whole before it has its name, and the switch is one rename of a link, so a visitor sees an old or a new site.
What an open page may still ask for is carried into later releases for a while (carried.py).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct, convert

from .carried import CARRIED, Read, Table, carry, read_table, stamps, write_table
from .floor import main_feeds
from .listing import ENDINGS, Listing, differing, read_listing, stamp_in, stamp_of
from .place import RELEASE, UNDONE, Place, led_to, make_way, now, point
from .whole import faults_of, has_copies, time_of

LISTS = ("demnaechst", "drucksachen", "gemeinsam", "ohne-ergebnis")  # of motions
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
        return sorted(
            (name for name in os.listdir(place.releases) if RELEASE.fullmatch(name)),
            key=lambda name: int(name.partition("-")[0]),
        )
    return []


def load(place: Place, name: str) -> Release | None:
    """None where the description is missing or damaged: such a release can be served, but not built upon."""
    try:
        told = convert(json.loads((place.releases / f"{name}.json").read_bytes()), Release)
        dt.date.fromisoformat(told.day)
        return told if told.name == name and dt.datetime.fromisoformat(told.made).tzinfo else None
    except (OSError, ValueError):
        return None


def listed(place: Place, name: str) -> Listing:
    """The files of a release; none where nobody knows them."""
    file = place.releases / f"{name}{LIST}"
    try:
        seen = os.stat(file)
        return read_once(file, (seen.st_mtime_ns, seen.st_size, seen.st_ino))
    except (OSError, ValueError, TypeError):
        return {}


@lru_cache(maxsize=2)
def read_once(file: Path, stamp: tuple[int, int, int]) -> Listing:
    """A push asks several times. Nobody changes what is given."""
    return read_listing(file)


def carried_by(place: Place, name: str) -> Table:
    """What a release carries besides for open pages."""
    return read_table(place.releases / f"{name}{CARRIED}")


def sound(place: Place, name: str) -> bool:
    """Is the release what its list says? Looks at every file."""
    told = listed(place, name)
    try:
        return bool(told) and not faults_of(place.releases / name, told, stamps(carried_by(place, name)))
    except OSError:
        return False


def public(place: Place) -> str:
    """The name of the release that visitors see; "" before the first."""
    name = led_to(place.public)
    return (
        name
        if name and place.root / place.public.readlink() == place.releases / name and (place.releases / name).is_dir()
        else ""
    )


def staged(place: Place, commit: str, program: str) -> str:
    """The newest release that was made of the same; "" if there is none."""
    for name in reversed(names(place)):
        if (
            name.endswith(commit[:12])
            and (told := load(place, name))
            and (told.commit, told.program) == (commit, program)
        ):
            return name
    return ""


# ------------------------------------------------------------------------------------- switching


def switch(place: Place, name: str, what: str, who: str = "") -> None:
    """Make a release public: one rename."""
    before, told = public(place), load(place, name)
    if before not in ("", name) and (not told or told.since != before):  # else it was looked after when it was made
        hand_over(place, before, name)
    remember(place, name, what, who)
    point(place.public, f"releases/{name}")


def hand_over(place: Place, before: str, name: str) -> None:
    """The release that was not made after the public one carries for its open pages, too."""
    folder, own = place.releases / name, carried_by(place, name)
    table = carry(
        listed(place, before),
        listed(place, name),
        {**own, **carried_by(place, before)},
        reader(place.releases / before),
        reader(folder),
        now(),
    )
    for path in own.keys() - table.keys():
        drop(folder, path)
    write_table(place.releases / f"{name}{CARRIED}", table)
    bring(place.releases / before, folder, table)
    write_table(place.releases / f"{name}{CARRIED}", table)


def remember(place: Place, name: str, what: str, who: str) -> None:
    """The history is written first, so that a kill between the two shows in `stand`, which looks at the link."""
    with make_way(place.history).open("a", encoding="utf-8") as file:
        file.write(
            json.dumps({"wann": now().isoformat(), "fassung": name, "was": what, "wer": who}, ensure_ascii=False) + "\n"
        )


def history(place: Place) -> list[dict[str, Any]]:
    """What was made public, the oldest first. A line that a kill cut off, or that is damaged, is left out."""
    found = []
    with suppress(OSError):
        for text in place.history.read_text("utf-8", "replace").splitlines():
            with suppress(ValueError, TypeError, KeyError):
                entry = json.loads(text)
                dt.datetime.fromisoformat(entry["wann"])
                if RELEASE.fullmatch(entry["fassung"]):
                    found.append(entry)
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
    rows = (
        tuple(address(path) for path in sorted(each, key=by_weight)) for each in (new, changed, filter(is_page, gone))
    )
    return Difference(*rows, feeds=tuple(main_feeds(paths)))


def is_page(path: str) -> bool:
    return path.endswith("index.html") and not path.startswith("a/")


def address(path: str) -> str:
    return path.removesuffix("index.html")


def by_weight(path: str) -> tuple[int, str]:
    """A text's own page before the lists that name it: it lies deeper, and no list but that of a year ends in digits."""
    parts = path.split("/")[:-1]
    own = (
        len(parts) == 2
        and not parts[1].isdecimal()
        and parts[0] in ("antraege", "meldungen", "sitzungen", "personen", "gremien")
        and parts[1] not in LISTS
    )
    return (0 if own else 1, path)


# ------------------------------------------------------------------------------------- its files


def reader(folder: Path) -> Read:
    return lambda path: (folder / path).read_bytes()


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


def link_copies(source: Path, target: Path, path: str, stamp: str) -> bool:
    """Take both compressed copies over, if they are those of the file with this stamp."""
    for ending in ENDINGS:
        try:
            seen = os.lstat(source / (path + ending))
        except OSError:
            return False
        if not stat.S_ISREG(seen.st_mode) or str(seen.st_mtime_ns) != time_of(stamp):
            return False
        link(source / (path + ending), target / (path + ending))
    return True


def drop(target: Path, path: str) -> None:
    """Take a file out of a release, and the folders that become empty."""
    for name in (path, *(path + ending for ending in ENDINGS)):
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(target / name)
    with suppress(OSError):
        os.removedirs((target / path).parent)


def bring(source: Path, target: Path, table: Table) -> None:
    """Link into a release what it carries. What is not there any more as it was is not carried."""
    for path, each in list(table.items()):
        try:
            if stamp_of(os.lstat(target / path)) == each.stamp:
                continue
        except OSError:
            pass
        try:
            if stamp_of(os.lstat(source / path)) != each.stamp:
                raise FileNotFoundError
            os.makedirs((target / path).parent, exist_ok=True)
            link(source / path, target / path)
        except (FileNotFoundError, NotADirectoryError):
            del table[path]
            continue
        if has_copies(path, each.stamp, table.get) and not link_copies(source, target, path, each.stamp):
            del table[path]
            drop(target, path)
