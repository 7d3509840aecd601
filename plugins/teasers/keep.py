"""The records in content/meldungen/fremd/, and the list of what was fetched, by which a hand's change is known.

    content/meldungen/fremd/2026-11-10-schulwege.md    a record, as an editor would write it
    content/meldungen/fremd/.abgerufen                 one line each: key of the entry, name of the record, digest of what was written

A record whose digest differs was changed by an editor: it stays as it is. One that is listed and gone was deleted by an editor:
it is not made again. Lines that cannot be read count for nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from ..group import Source
from ..news.model import check_item
from ..records import german
from ..records.fields import UID_ALPHABET, Record
from ..records.problems import errors
from ..site.new import scalar
from ..site.reading import parse
from ..site.tables import table_of
from .choose import Candidate, Shown

FOLDER = "meldungen/fremd"
LIST = ".abgerufen"
UNDONE = ".neu-"  # beginning of names that a killed process leaves behind
LINE = re.compile(r"([0-9a-f]{16}) ([a-z0-9-]+) ([0-9a-f]{12})")
HEAD = "# Was abgerufen wurde. Bitte nicht ändern: Daran erkennt „fraktion teaser holen“, was jemand geändert oder gelöscht hat.\n"
UID_LINE = re.compile(rb"^uid:[ \t]*[\"']?([0-9a-z]{6})\b", re.MULTILINE)


class Kept(Struct, dict=True):  # for what is worked out when it is asked for
    """A record that lies there."""

    stem: str
    data: bytes
    record: Record | None = None  # None: it cannot be read; then it is not ours to touch

    def get(self, key: str, default=None):
        return self.record.get(key, default) if self.record else default

    @cached_property
    def digest(self) -> str:
        return digest_of(self.data)

    @cached_property
    def shown(self) -> Shown:
        return Shown(
            self.get("quelle_name", ""),
            self.get("titel", ""),
            self.get("quelle_url", ""),
            self.get("teaser", ""),
            self.get("datum") or dt.date.min,
        )


class Shelf(Struct):
    """All records by name, and the list: key → name and digest."""

    records: dict[str, Kept] = field(default_factory=dict)
    fetched: dict[str, tuple[str, str]] = field(default_factory=dict)

    def copy(self) -> Shelf:
        return Shelf(dict(self.records), dict(self.fetched))

    def untouched(self, key: str) -> bool:
        """Does the record lie there as it was written?"""
        stem, digest = self.fetched[key]
        return stem in self.records and self.records[stem].digest == digest

    def put(self, key: str, stem: str, text: str) -> None:
        self.records[stem] = read_kept(stem, text.encode())
        self.fetched[key] = (stem, self.records[stem].digest)

    def take_away(self, key: str, *, forget: bool = True) -> None:
        self.records.pop(self.fetched[key][0], None)
        if forget:
            del self.fetched[key]


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:12]


def read_shelf(content: Path) -> Shelf:
    folder, shelf = content / FOLDER, Shelf()
    for path in sorted(folder.glob("*.md")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            shelf.records[path.stem] = read_kept(path.stem, path.read_bytes())
    with contextlib.suppress(FileNotFoundError):
        for line in (folder / LIST).read_text("utf-8", "replace").splitlines():
            if match := LINE.fullmatch(line.strip()):
                shelf.fetched[match[1]] = (match[2], match[3])
    return shelf


def read_kept(stem: str, data: bytes) -> Kept:
    return Kept(stem, data, parse(f"{FOLDER}/{stem}.md", table_of("meldungen"), data, ()).record)


# ------------------------------------------------------------------------------------ a record


def build_record(candidate: Candidate, source: Source, *, uid: str, home: str, fetched: dt.date) -> str:
    """The record as a file. It holds what our own table knows, nothing else of the feed."""
    entry = candidate.entry
    values = {
        "uid": uid,
        "titel": entry.title,
        "datum": candidate.date.isoformat(),
        "herkunft": source.level,
        "teaser": entry.teaser,
        "quelle_name": source.name,
        "quelle_url": entry.link or home or source.address,
        "abgerufen_am": fetched.isoformat(),
        "ablauf": (candidate.date + dt.timedelta(days=source.days)).isoformat(),
    }
    return "\n".join(["---", *(f"{key}: {scalar(value)}" for key, value in values.items() if value), "---", ""])


def wrong_with(text: str, blocked: Sequence[str]) -> str:
    """Why our own check would refuse a record; "" if it passes. What is stored must never stop a build."""
    parsed = parse(f"{FOLDER}/neu.md", table_of("meldungen"), text.encode("utf-8", "replace"), blocked)
    found = errors([*parsed.problems, *(check_item(parsed.record, parsed.body) if parsed.record else ())])
    return found[0].what if found else ""


def stem_for(candidate: Candidate, taken: Iterable[str]) -> str:
    """2026-11-10-schulwege; a number behind it where the name is taken."""
    first = f"{candidate.date}-{german.slug(candidate.entry.title)[:60].strip('-') or 'meldung'}"
    stem, number = first, 2
    while stem in taken:
        stem, number = f"{first}-{number}", number + 1
    return stem


def uid_for(key: str, taken: set[str]) -> str:
    """Six signs from the entry's key, so that two machines that fetch the same write the same."""
    for attempt in range(1000):
        number = int.from_bytes(hashlib.sha256(f"{key} {attempt}".encode()).digest()[:8], "big")
        uid = "".join(UID_ALPHABET[number // len(UID_ALPHABET) ** place % len(UID_ALPHABET)] for place in range(6))
        if uid not in taken:
            break
    taken.add(uid)
    return uid


def uids(content: Path) -> set[str]:
    """Every uid that some text carries, right or wrong."""
    found = set()
    for path in content.rglob("*.md"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            found |= {match.decode() for match in UID_LINE.findall(file.read(4000))}
    return found


# ------------------------------------------------------------------------------------- the disk


def write_shelf(content: Path, before: Shelf, after: Shelf) -> tuple[list[str], list[str]]:
    """Names of the records that were written, and that were removed. Each file has its old or its new bytes, whenever this is stopped.

    The list comes last: a record that it does not know yet is taken over by the next run if it is just what that would write.
    """
    folder = content / FOLDER
    written = sorted(
        stem
        for stem, kept in after.records.items()
        if stem not in before.records or before.records[stem].data != kept.data
    )
    removed = sorted(before.records.keys() - after.records.keys())
    lines = HEAD + "".join(f"{key} {stem} {digest}\n" for key, (stem, digest) in sorted(after.fetched.items()))
    known = (folder / LIST).read_bytes() if (folder / LIST).is_file() else b""
    if not written and not removed and (known == lines.encode() or (not known and not after.fetched)):
        return [], []
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{UNDONE}*"):
        left.unlink()
    for stem in written:
        replace(folder / f"{stem}.md", after.records[stem].data, before.records.get(stem))
    for stem in removed:
        if (path := folder / f"{stem}.md").is_file() and path.read_bytes() == before.records[stem].data:
            path.unlink()
    replace(folder / LIST, lines.encode(), None)
    return written, removed


def replace(path: Path, data: bytes, before: Kept | None) -> None:
    """Through a temporary name. What somebody saved since it was read stays."""
    if path.suffix == ".md" and path.exists() and (before is None or path.read_bytes() != before.data):
        return
    part = path.with_name(f"{UNDONE}{path.name}")
    part.write_bytes(data)
    part.replace(path)
