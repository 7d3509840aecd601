"""Is a release what its list says? It is looked at before it is public, and so is the copy that the next one begins with.

A file is known again by its stamp. A compressed copy, which stands in no list, has the time of the file it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from ..press.write import folders_of
from .compress import LEAST, TEXTS
from .listing import ENDINGS, Listing, files_of, held_in


class Faults(Struct, frozen=True):
    """What is wrong with a folder of files. All paths are relative to it."""

    files: frozenset[str] = frozenset()  # missing, or another file than the one that was listed
    copies: frozenset[str] = frozenset()  # files whose compressed copies are missing or are not made of them
    extra: tuple[str, ...] = ()  # files, links and folders that nothing leads to

    def __bool__(self) -> bool:
        return bool(self.files or self.copies or self.extra)


def faults_of(folder: Path, listing: Listing, carried: Mapping[str, str]) -> Faults:
    """`carried`: path and stamp of what stands in no list and is kept for open pages, with copies of its own.

    Raises:
        OSError: the folder cannot be looked through, or is being taken away.
    """
    there, folders = held_in(folder)
    wanted = dict(files_of(listing))
    files = {path for path, stamp in wanted.items() if there.get(path) != stamp}
    wanted |= carried
    bare, copies = set(), set()
    for path, stamp in wanted.items():
        if has_copies(path, stamp, wanted.get):
            mine = {path + ending for ending in ENDINGS}
            if not all(time_of(there.get(copy, "")) == time_of(stamp) for copy in mine):
                bare.add(path)
            copies |= mine
    known = folders_of(wanted)
    extra = [path for path in there if path not in wanted and path not in copies]
    extra += [path for path in carried if path in there and there[path] != carried[path]]
    return Faults(frozenset(files), frozenset(bare), tuple(sorted([*extra, *folders - known])))


def has_copies(path: str, stamp: str, beside: Callable[[str], object]) -> bool:
    """A text that is worth it, unless a file of the site has the name that a copy would have."""
    return (
        path.endswith(TEXTS)
        and int(stamp.split(" ")[1]) >= LEAST
        and not any(beside(path + ending) for ending in ENDINGS)
    )


def time_of(stamp: str) -> str:
    return stamp.partition(" ")[0]
