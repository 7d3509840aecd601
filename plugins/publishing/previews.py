"""A preview is built where it is served; what its open pages may still ask for stays for a day, by the rule of releases (carried.py)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from .carried import DIGEST, PREVIEW, carry, fresh, read_table, write_table
from .listing import files_of, look_through, stamp_in
from .place import Place, now, remove
from .release import bring, drop, link, reader

TABLE = "getragen.json"  # in the preview's folder in arbeit/, which goes with the branch


@contextlib.contextmanager
def keeping(place: Place, name: str) -> Iterator[None]:
    """Around a build of the preview: afterwards it holds what was built, and what is carried."""
    output, shelf, file = place.previews / name, place.work / name / "alt", place.work / name / TABLE
    table = read_table(file)
    before = look_through(output, {}) if output.is_dir() else {}
    for path in table:
        folder, _, base = path.rpartition("/")
        before.get(folder, ["", {}])[1].pop(base, None)
    remove(shelf)
    for path in [*table, *(path for path, _ in files_of(before) if path.endswith(".html") or DIGEST.fullmatch(path))]:
        with contextlib.suppress(OSError):
            (shelf / path).parent.mkdir(parents=True, exist_ok=True)
            link(output / path, shelf / path)
    try:
        yield
    finally:
        if output.is_dir():
            after = look_through(output, {})
            for path, each in table.items():
                folder, _, base = path.rpartition("/")
                if stamp_in(after, path) == each.stamp:  # a build that found mistakes swept nothing
                    del after[folder][1][base]
            table = carry(before, after, table, reader(shelf), reader(output), now(), PREVIEW)
            bring(shelf, output, table)
            write_table(file, table)
        remove(shelf)


def age(place: Place) -> None:
    """Take out of all previews what was carried long enough. Call it with the lock held."""
    for file in place.work.glob(f"*/{TABLE}"):
        table = read_table(file)
        left = {path: each for path, each in table.items() if fresh(each, now(), PREVIEW)}
        if left != table:
            write_table(file, left)
            for path in table.keys() - left.keys():
                drop(place.previews / file.parent.name, path)
