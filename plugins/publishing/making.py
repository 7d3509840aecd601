"""How a release is made of a build's output: begun with a copy of the public one, which is looked at, and brought to what was built.

The copy (the spare) is a shortcut, never another result: what is missing in it, is another file or leads nowhere is set right.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from ..site.stamp import STAMP
from .carried import CARRIED, carry, fresh, stamps, write_table
from .listing import ENDINGS, Listing, differing, stamp_in, write_listing
from .place import UNDONE, Place, make_way, now, remove, write_json
from .release import (
    LIST,
    Difference,
    Release,
    bring,
    carried_by,
    difference,
    drop,
    link,
    link_copies,
    listed,
    load,
    names,
    public,
    reader,
)
from .whole import Faults, faults_of, has_copies

SPARE = "vorrat"  # a copy of the public release, made after a push for the next one


class Look(Struct, frozen=True):
    """The spare copy, looked through while something else is being built."""

    name: str  # of the release that it is a copy of
    faults: Faults


def stage(
    place: Place, output: Path, seen: Listing, commit: str, program: str, day: str, looked: Look | None = None
) -> Release:
    """A new release with what was `seen` of `output` (`look_through`). Call it with the lock held; whatever happens, the old ones stay as they are."""
    from .compress import compress  # late: after a push nothing is compressed

    place.releases.mkdir(exist_ok=True)
    kept, since, moment = names(place), public(place), now()
    number = max((int(name.partition("-")[0]) for name in kept), default=0) + 1
    public_list = listed(place, since) if since else {}
    release = Release(
        f"{number:06d}-{commit[:12]}", commit, program, day, moment.isoformat(), since, difference(public_list, seen)
    )
    table = (
        carry(public_list, seen, carried_by(place, since), reader(place.releases / since), reader(output), moment)
        if since
        else {}
    )
    target = place.releases / f"{UNDONE}{release.name}"
    try:
        copied, faults = take_spare(place, target, looked)
        before = listed(place, copied) if copied else {}
        last = copied or (kept[-1] if kept else "")
        there = listed(place, last) if last else {}
        for path in faults.extra:
            remove(target / path)
        changed, gone = differing(before, seen)
        for path in (*gone, *(carried_by(place, copied).keys() - table.keys() if copied else ())):
            if not stamp_in(seen, path):
                drop(target, path)
        changed += sorted(path for path in faults.files.difference(changed) if stamp_in(seen, path))
        for folder in {"", *(path.rpartition("/")[0] for path in changed)}:
            os.makedirs(target / folder, exist_ok=True)
        bare = sorted(path for path in faults.copies.difference(changed) if stamp_in(seen, path) or path in table)
        for path in changed:
            link(output / path, target / path)
            stamp = stamp_in(seen, path)
            if not has_copies(path, stamp, lambda other: stamp_in(seen, other)):
                drop_copies(target, path, seen)
            elif stamp_in(there, path) != stamp or not link_copies(place.releases / last, target, path, stamp):
                bare.append(path)
        bring(place.releases / since, target, table)
        compress(target, bare)
        write_listing(place.releases / f"{release.name}{LIST}", seen)
        write_table(place.releases / f"{release.name}{CARRIED}", table)
        write_json(place.releases / f"{release.name}.json", to_builtins(release))
        os.rename(target, place.releases / release.name)
    except BaseException:
        remove(target)
        raise
    return release


def renew_day(place: Place, told: Release, output: Path, seen: Listing, day: str) -> None:
    """The public release was built for another day and came out the same: only what it says of that day is another file."""
    if told.day != day:
        link(output / STAMP, place.releases / told.name / STAMP)
        write_listing(place.releases / f"{told.name}{LIST}", seen)
        write_json(place.releases / f"{told.name}.json", to_builtins(replace(told, day=day)))


def drop_copies(target: Path, path: str, seen: Listing) -> None:
    for ending in ENDINGS:
        if not stamp_in(seen, path + ending):
            (target / (path + ending)).unlink(missing_ok=True)


# ------------------------------------------------------------------------------------- before and after a push


def tidy(place: Place, keep: int, forever: bool = False) -> Iterator[Path]:
    """Take old releases off the list and yield what is left of them, to be deleted without the lock.

    `forever`: those that stay tell of nothing that went before them, and carry nothing for open pages.
    """
    there = names(place)
    shown = public(place)
    for name in there[: max(0, len(there) - keep)]:
        if name != shown:
            gone = place.releases / f".weg-{name}"
            os.rename(place.releases / name, gone)
            yield gone
    there = names(place)
    for name in there:
        table = carried_by(place, name)
        left = {} if forever else {path: each for path, each in table.items() if fresh(each, now())}
        if left != table:
            write_table(place.releases / f"{name}{CARRIED}", left)
            for path in table.keys() - left.keys():
                drop(place.releases / name, path)
        if forever and (told := load(place, name)):
            write_json(place.releases / f"{name}.json", to_builtins(replace(told, since="", changes=Difference())))
    if forever:
        with making_spares(place, wait=True):  # one that is just being made may hold what went
            for spare in (*place.releases.glob(f"{SPARE}-*"), *place.releases.glob(f".{SPARE}-*")):
                remove(spare)
    yield from place.releases.glob(".weg-*")
    for left in (*place.releases.glob("*.json"), *place.releases.glob(f"*{LIST}"), *place.releases.glob(f"*{CARRIED}")):
        if left.stem not in there:
            remove(left)


@contextmanager
def making_spares(place: Place, *, wait: bool) -> Iterator[bool]:
    """A lock of its own, so that no push waits for the copy. False: somebody else makes one, and `wait` was not asked for."""
    with make_way(place.releases / ".vorrat").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def make_spare(place: Place) -> None:
    """Copy the public release by links, for the next push to start from."""
    with making_spares(place, wait=False) as ours:
        if not ours:
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
        with suppress(
            OSError
        ):  # the release was taken away meanwhile, or the disk is full: the next push makes its own copy
            copy(place.releases / name, part)
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


def look_ahead(place: Place) -> Look | None:
    """Read the public release's list and compare the spare with it. Nobody changes it while the lock is held."""
    name = public(place)
    told = listed(place, name) if name else {}
    spare = place.releases / f"{SPARE}-{name}"
    with suppress(OSError):
        if told and spare.is_dir() and not spare.is_symlink():
            return Look(name, faults_of(spare, told, stamps(carried_by(place, name))))
    return None


def take_spare(place: Place, target: Path, looked: Look | None) -> tuple[str, Faults]:
    """Turn the spare copy into the beginning of a new release: the name of what it is a copy of, and what is wrong with it; "" where there is none."""
    for spare in place.releases.glob(f"{SPARE}-*"):
        name = spare.name.removeprefix(f"{SPARE}-")
        if not spare.is_dir() or spare.is_symlink():
            remove(spare)
        elif told := listed(place, name):
            with suppress(FileNotFoundError):  # it is being replaced
                os.rename(spare, target)
                return name, looked.faults if looked and looked.name == name else faults_of(
                    target, told, stamps(carried_by(place, name))
                )
    return "", Faults()
