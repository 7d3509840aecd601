"""Two people changed the same website: what both did becomes one, where that is certain; where it is not, both are shown.

Certain is: only one of them touched it; both did the same; they changed different lines of a text (git's own comparison says
which); both added items to a list of content/. A text is known by its uid, so that it may be renamed by one and edited by the
other. Everything else is a clash: nothing is guessed, and no sign of a conflict is ever written anywhere.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from ...records.fields import UID
from ..git import run
from .clone import CONTENT, FILE, RUN, Entry, Tree

SIGNS = 991  # of a mark around a place: longer than a line of a text may be without a word of the check
MARKS = (
    b"<" * SIGNS + b" fraktion-ours",
    b"|" * SIGNS + b" fraktion-base",
    b"=" * SIGNS,
    b">" * SIGNS + b" fraktion-theirs",
)
LIST = re.compile(rf"{CONTENT}/[^/]+\.yaml")
MINE, THEIRS = "hier", "dort"

HEAD = 500  # lines that a head may have

Read = Callable[[Entry], bytes]
Rule = Callable[
    [bytes, bytes, bytes, set[str]], "bytes | None"
]  # base, ours, theirs, and all paths there will be → the file; None: no better than by lines


class Place(Struct, frozen=True):
    """Where both wrote something else, as lines."""

    base: bytes
    mine: bytes
    theirs: bytes


class Clash(Struct, frozen=True):
    """A file of which nobody can be certain. What became of it on each side: a path, or "" where it was deleted."""

    path: str  # as it was before, or as both call it
    mine: str
    theirs: str
    places: tuple[Place, ...] = ()  # none where it is not about lines


class Joined(Struct):
    files: dict[str, Entry | bytes]  # of the whole tree; bytes are new
    clashes: list[Clash]


def join(
    base: Tree,
    ours: Tree,
    theirs: Tree,
    read: Read,
    chosen: Mapping[str, str] | None = None,
    rules: Mapping[str, Rule] | None = None,
) -> Joined:
    """`chosen`: by path, whose version counts where both cannot be had. `rules`: for files that are more than lines."""
    return Joining(base, ours, theirs, read, chosen or {}, rules or {}).done()


class Joining:
    def __init__(
        self, base: Tree, ours: Tree, theirs: Tree, read: Read, chosen: Mapping[str, str], rules: Mapping[str, Rule]
    ):
        self.base, self.ours, self.theirs, self.read, self.chosen = base, ours, theirs, read, chosen
        self.rules = rules
        self.result: dict[str, Entry | bytes] = {}
        self.clashes: list[Clash] = []

    def done(self) -> Joined:
        mine, others = renames(self.base, self.ours, self.read), renames(self.base, self.theirs, self.read)
        seen_mine, seen_theirs = set(), set()
        for path, before in self.base.items():
            here, there = mine.get(path, path), others.get(path, path)
            seen_mine.add(here)
            seen_theirs.add(there)
            self.one(path, before, here, there)
        for path in sorted((self.ours.keys() - seen_mine) | (self.theirs.keys() - seen_theirs)):
            new_mine = self.ours.get(path) if path not in seen_mine else None
            new_theirs = self.theirs.get(path) if path not in seen_theirs else None
            if new_mine and new_theirs and new_mine != new_theirs:
                self.lines(path, path, Entry(FILE, ""), new_mine, new_theirs)
            else:
                self.add(path, path, new_mine or new_theirs)
        for path, rule in self.rules.items():
            self.by_rule(path, rule)
        for path in sorted(self.result):
            for folder in folders(path):
                if folder in self.result:
                    self.clash(folder, folder, path)
        return Joined(self.result, self.clashes)

    def one(self, path: str, before: Entry, here: str, there: str) -> None:
        """A file that both had."""
        mine, theirs = self.ours.get(here), self.theirs.get(there)
        if mine is None and theirs is None:
            return
        if mine is None or theirs is None:
            left, its = (theirs, there) if mine is None else (mine, here)
            if left == before and its == path:
                return  # one deleted it, the other did nothing
            self.clash(path, here if mine else "", there if theirs else "", left, its)
            return
        target = here if there == path else there
        if here != there and path not in (
            here,
            there,
        ):  # which name is a question of its own; what both wrote is joined all the same
            target = there if self.takes(path) == THEIRS else here
            if not self.takes(path):
                self.clashes.append(Clash(path, here, there))
            path = target
        if mine == theirs or theirs == before:
            self.add(path, target, mine)
        elif mine == before:
            self.add(path, target, theirs)
        else:
            self.lines(path, target, before, mine, theirs)

    def by_rule(self, path: str, rule: Rule) -> None:
        sides = [self.read(tree[path]) if path in tree else b"" for tree in (self.base, self.ours, self.theirs)]
        if (
            path in self.ours
            and path in self.theirs
            and len(set(sides)) == 3
            and (data := rule(*sides, set(self.result))) is not None
        ):
            self.result[path] = data
            self.clashes = [clash for clash in self.clashes if clash.path != path]

    def takes(self, path: str) -> str:
        return self.chosen.get(path, "")

    def clash(
        self, path: str, here: str, there: str, left: Entry | None = None, its: str = "", places: Sequence[Place] = ()
    ) -> None:
        """`left`: what is there if it is to be kept, under the name `its`."""
        choice = self.takes(path)
        if not choice:
            self.clashes.append(Clash(path, here, there, tuple(places)))
        if left and (not choice or (here if choice == MINE else there)):
            self.result[its] = left

    def add(self, path: str, target: str, entry: Entry) -> None:
        if target in self.result and self.result[target] != entry:
            self.clash(path, target, target)
        else:
            self.result[target] = entry

    def lines(self, path: str, target: str, before: Entry, mine: Entry, theirs: Entry) -> None:
        """Both changed the text, or both began one under the same name."""
        if {before.mode, mine.mode, theirs.mode} - {FILE, RUN}:
            return self.clash(path, target, target, mine if self.takes(path) != THEIRS else theirs, target)
        old, new, other = (self.read(entry) if entry.oid else b"" for entry in (before, mine, theirs))
        if any(b"\0" in data for data in (old, new, other)):
            return self.clash(path, target, target, mine if self.takes(path) != THEIRS else theirs, target)
        parts = list(woven(old, new, other))
        if LIST.fullmatch(target):
            parts = [both_items(part) if isinstance(part, Place) else part for part in parts]
        places = [part for part in parts if isinstance(part, Place)]
        choice = self.takes(path)
        if places and not choice:
            self.clash(path, target, target, mine, target, places)
            return None
        self.result[target] = b"".join(
            (part.mine if choice == MINE else part.theirs) if isinstance(part, Place) else part for part in parts
        )
        return None


def woven(base: bytes, mine: bytes, theirs: bytes) -> Iterator[bytes | Place]:
    """The text of both, and between its parts the places where they differ (git-merge-file)."""
    with tempfile.TemporaryDirectory(prefix="fraktion-") as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, data in zip(files, (mine, base, theirs), strict=True):
            file.write_bytes(data)
        done = run(
            None,
            "merge-file",
            "-p",
            "-q",
            "--diff3",
            f"--marker-size={SIGNS}",
            *(word for label in ("fraktion-ours", "fraktion-base", "fraktion-theirs") for word in ("-L", label)),
            "--",
            *map(str, files),
        )
    if done.returncode < 0 or done.returncode > 127:
        yield Place(base, mine, theirs)
        return
    yield from apart(done.stdout)


def apart(data: bytes) -> Iterator[bytes | Place]:
    """What git wove, line by line; its marks are told by their length and by the word behind them."""
    parts: list[list[bytes]] = [[]]
    for line in data.splitlines(keepends=True):
        bare = line.rstrip(b"\r\n")
        if bare in MARKS:
            if bare == MARKS[0]:
                yield b"".join(parts[0])
                parts = [[]]
            elif bare == MARKS[3]:
                mine, base, theirs = (b"".join(part) for part in parts)
                yield Place(base, mine, theirs)
                parts = [[]]
            else:
                parts.append([])
        else:
            parts[-1].append(line)
    yield b"".join(parts[0])


def both_items(place: Place) -> bytes | Place:
    """Where both only added items to a list, it has the items of both."""
    if place.base or not all(data.startswith(b"- ") for data in (place.mine, place.theirs)):
        return place
    first, second = (data if data.endswith(b"\n") else data + b"\n" for data in (place.theirs, place.mine))
    known = set(items(first))
    return first + b"".join(item for item in items(second) if item not in known)


def items(data: bytes) -> list[bytes]:
    """A list of YAML, item by item; what stands above the first comes first, even if that is nothing."""
    found = [b""]
    for line in data.splitlines(keepends=True):
        if line.startswith(b"- "):
            found.append(b"")
        found[-1] += line
    return found


def folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


# ------------------------------------------------------------------------------------- renamed


def is_text(path: str) -> bool:
    return path.startswith(f"{CONTENT}/") and path.endswith(".md") and path.count("/") > 1


def uid_of(data: bytes) -> str:
    """The uid in a text's head."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n", HEAD)[:HEAD]
    for line in lines[1:] if lines[0].startswith(b"---") else ():
        key, _, value = line.partition(b":")
        if line.startswith(b"---"):
            break
        if key.rstrip() == b"uid":
            uid = value.partition(b"#")[0].strip(b" \t\r\"'")
            return uid.decode() if UID.fullmatch(uid.decode("ascii", "replace")) else ""
    return ""


def renames(before: Tree, after: Tree, read: Read) -> dict[str, str]:
    """Old path → new path, of texts that have another name now, and of what lies beside them."""
    gone = {uid: path for path in before.keys() - after.keys() if is_text(path) and (uid := uid_of(read(before[path])))}
    if not gone:
        return {}
    found = {}
    for path in sorted(path for path in after.keys() - before.keys() if is_text(path)):
        if old := gone.get(uid_of(read(after[path]))):
            found[old] = path
    for old, new in list(found.items()):
        beside, there = old.removesuffix(".md") + "/", new.removesuffix(".md") + "/"
        for path in before:
            if path.startswith(beside) and path not in after and there + path.removeprefix(beside) in after:
                found[path] = there + path.removeprefix(beside)
    return found
