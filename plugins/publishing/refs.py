"""Names of branches and tags: whole wherever git is given one, and none that git could read in two ways.

A short name means the first of `.git/NAME`, `refs/NAME`, `refs/tags/NAME`, `refs/heads/NAME`, `refs/remotes/NAME` … that is
there (gitrevisions, "<refname>"), so whoever may push a tag would say what a branch is. Even a whole one is taken for
`refs/tags/refs/heads/NAME` where its branch does not exist. So: `branch`, `tag` and `tracking` make the names, `git.commit_of`
finds out exactly what stands there, and every other command is given the id of an object.

From outside comes: any name that git's protocol lets through, in any encoding (`objection` says which may come to be).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

BRANCHES, TAGS, TRACKING = "refs/heads/", "refs/tags/", "refs/remotes/"
LONGEST = 200  # bytes; git makes a file of each part, with an ending
PLAIN = re.compile(r"\w[\w.+#@,=-]*(?:/\w[\w.+#@,=-]*)*")
FOLDERS = frozenset(
    ["refs", "heads", "tags", "remotes", "notes", "replace", "bisect", "worktree", "rewritten", "origin", "website"]
)  # below which git, or a volunteer's clone, has something else
TAKEN = frozenset(
    [
        "stash",
        "origin",
        "website",
        "head",
        "fetch_head",
        "orig_head",
        "merge_head",
        "rebase_head",
        "revert_head",
        "cherry_pick_head",
        "bisect_head",
        "auto_merge",
        "@",
    ]
)
IDS = re.compile(r"(?=\d*[a-f])[0-9a-f]{7,64}|[0-9a-f]{40}|[0-9a-f]{64}")  # a day written in digits is none


class Ref(str):
    """The whole name of a branch, a tag, a branch as it was fetched, or HEAD. Raises ValueError for any other text."""

    __slots__ = ()

    def __new__(cls, name: str) -> Ref:
        if name != "HEAD" and not (
            name.startswith((BRANCHES, TAGS, TRACKING)) and name.isprintable() and not name.endswith("/")
        ):
            raise ValueError(f"no whole name of a ref: {name!r}")
        return super().__new__(cls, name)


HEAD = Ref("HEAD")  # what is checked out


def branch(name: str) -> Ref:
    return Ref(BRANCHES + name)


def tag(name: str) -> Ref:
    return Ref(TAGS + name)


def tracking(remote: str, name: str) -> Ref:
    """A branch of another repository as it was fetched last."""
    return Ref(f"{TRACKING}{remote}/{name}")


def short(ref: str) -> str:
    """As people say it. Never given to git."""
    return ref.removeprefix(BRANCHES).removeprefix(TAGS)


@lru_cache(maxsize=4096)
def key(ref: str) -> str:
    """What two names share that a file system, or a person, takes for one: capitals, and letters composed or decomposed (NFC, NFD)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", short(ref)).casefold())


def objection(ref: str, others: Collection[str], main: Ref) -> tuple[str, str]:
    """Why a branch or tag may not come to be under this name: a sentence and what to do; ("", "") if it may.

    `others`: whole names of all branches and tags, so also of those that come in the same push. The main branch may always
    come to be: a tag of its name that is there already must not keep it away.
    """
    if ref == main:
        return "", ""
    name, rename = (
        unicodedata.normalize("NFC", short(ref)),
        "git tag NEU ALT, dann git tag -d ALT" if ref.startswith(TAGS) else "git branch -m ALT NEU",
    )
    if (
        not PLAIN.fullmatch(name)
        or ".." in name
        or re.search(r"(?:\.lock|\.)(?:/|$)", name)
        or len(ref.encode("utf-8", "surrogateescape")) > LONGEST
    ):
        return (
            "Dieser Name geht auf dem Server nicht",
            f"Bitte umbenennen, am besten nur mit a–z, 0–9 und Bindestrich, auf höchstens {LONGEST - len(BRANCHES)} Zeichen: {rename}",
        )
    own = key(ref)
    if ("/" in own and own.partition("/")[0] in FOLDERS) or own in TAKEN or IDS.fullmatch(own):
        return "Diesen Namen nimmt git auch für anderes", f"Bitte umbenennen, zum Beispiel in stand-2026: {rename}"
    for other in {*others, main} - {ref}:
        there = key(other)
        if there == own:
            return (
                f"So heißt schon {called(other)}",
                f"Groß- und Kleinschreibung allein unterscheidet nicht. Bitte umbenennen: {rename}",
            )
        if kind(other) == kind(ref) and (own.startswith(f"{there}/") or there.startswith(f"{own}/")):
            return (
                f"Neben diesem Namen kann es {called(other).replace('der Zweig', 'den Zweig')} nicht geben; bei git wäre das eine der Ordner des anderen",
                f"Bitte umbenennen: {rename}",
            )
    return "", ""


def kind(ref: str) -> str:
    return TAGS if ref.startswith(TAGS) else BRANCHES


def called(ref: str) -> str:
    return f"{'die Marke' if kind(ref) == TAGS else 'der Zweig'} {short(ref)}"
