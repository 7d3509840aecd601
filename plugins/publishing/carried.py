"""Files with a digest in their name live on for a while: a page that was loaded a moment before the switch still asks for them.

Seven days after the last release that named them they go; what belonged to a text that is no longer shown is in no later release.
A digest file is of the theme, a picture, or a part of the search. A picture belongs to the pages that named it, as long as they are
there and show pictures. A part of the search holds many texts: it is carried only while none of all pages went.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct, convert, to_builtins

from ..records.kept import kept, sealed
from .listing import Listing, differing, stamp_in

CARRIED = ".getragen"  # beside a release: what it carries for open pages
LONGEST = dt.timedelta(days=7)  # for a preview: one day
PREVIEW = dt.timedelta(days=1)
AHEAD = dt.timedelta(days=1)  # so far may a clock have gone back

THEME, PICTURES, SEARCH = "theme/", "bilder/", "suche/"
DIGEST = re.compile(
    r"theme/[^/]+\.[0-9a-f]{10}\.\w+|bilder/[0-9a-f]{12}-\d+\.\w+|suche/teile/(?:p/[a-z2-7]{8}|[dx]/\d+-[0-9a-f]{5})\.js"
)
PICTURE = re.compile(rb"bilder/[0-9a-f]{12}-\d+\.\w+")
NOT_SHOWN = b'<meta name="robots" content="noindex">'  # a page that only says that its text is gone

Read = Callable[[str], bytes]  # a page's bytes by its path; raises OSError


class Kept(Struct, frozen=True):
    """One file that no page of the release names any more."""

    stamp: str  # of the file, as in a list
    since: str  # ISO with offset: when the first release without it was made
    pages: tuple[str, ...] = ()  # a picture's: which pages showed it


Table = dict[str, Kept]


def carry(
    before: Listing,
    after: Listing,
    table: Table,
    old: Read,
    new: Read,
    now: dt.datetime,
    longest: dt.timedelta = LONGEST,
) -> Table:
    """What a release with the files of `after` carries, that follows one with those of `before`, which itself carried `table`."""
    changed, gone = differing(before, after)
    table = {
        **table,
        **{path: Kept(stamp_in(before, path), now.isoformat()) for path in gone if DIGEST.fullmatch(path)},
    }
    table = {path: each for path, each in table.items() if not stamp_in(after, path) and fresh(each, now, longest)}
    if not table:
        return {}
    pages = [
        path
        for path in (*changed, *gone)
        if path.endswith(".html") and not path.startswith("a/") and stamp_in(before, path)
    ]
    unnamed = {path.encode() for path, each in table.items() if path.startswith(PICTURES) and not each.pages}
    owners: dict[str, set[str]] = {}
    for page in pages if unnamed else ():
        for name in unnamed.intersection(PICTURE.findall(read_by(old, page))):
            owners.setdefault(name.decode(), set()).add(page)
    whole = (
        all(
            stamp_in(after, page) and not (NOT_SHOWN in read_by(new, page) and NOT_SHOWN not in read_by(old, page))
            for page in pages
        )
        if any(path.startswith(SEARCH) for path in table)
        else True
    )

    def shown(page: str) -> bool:
        return bool(stamp_in(after, page)) and PICTURES.encode() in read_by(new, page)

    found: Table = {}
    for path, each in table.items():
        if path.startswith(PICTURES):
            own = each.pages or tuple(sorted(owners.get(path, ())))
            if own and all(map(shown, own)):
                found[path] = Kept(each.stamp, each.since, own)
        elif path.startswith(THEME) or whole:
            found[path] = each
    return found


def fresh(each: Kept, now: dt.datetime, longest: dt.timedelta = LONGEST) -> bool:
    return -AHEAD <= now - dt.datetime.fromisoformat(each.since) < longest


def read_by(read: Read, page: str) -> bytes:
    try:
        return read(page)
    except OSError:
        return b""


def stamps(table: Table) -> dict[str, str]:
    return {path: each.stamp for path, each in table.items()}


# ------------------------------------------------------------------------------------- on disk


def read_table(file: Path) -> Table:
    """What a release carries; nothing where that is not known."""
    data = kept(file, file.name.encode())
    try:
        table = convert(json.loads(data), dict[str, Kept]) if data else {}
        for each in table.values():
            dt.datetime.fromisoformat(each.since)
        return table
    except (ValueError, TypeError):
        return {}


def write_table(file: Path, table: Mapping[str, Kept]) -> None:
    if not table:
        file.unlink(missing_ok=True)
        return
    part = file.with_name(f".neu-{file.name}")
    part.write_bytes(
        sealed(json.dumps({path: to_builtins(each) for path, each in table.items()}).encode(), file.name.encode())
    )
    part.replace(file)
