"""What must never be published or stored: join links, keys, tokens, passwords, lists of people.

Searched in every new object of a push and in every name that a new commit gives one, so also in a commit that a later one
takes back: what git stores, everybody who clones can read (decision 27). What may come in: any objects. What is a secret,
`records/rules.py` says, for check and build too. The finding never repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ..records.exact import EXACT
from ..records.guard import (
    ALLOWED,
    CONFERENCE,
    PRIVATE,
    SECRET,
    Hit,
    allowed_in,
    allowing,
    blocked_in,
    find_name,
    hide,
    look_at,
    real,
    text_of_file,
)
from ..records.problems import shorten
from ..site.private import known_secrets
from .git import ZERO, GitError, git, line, stream

ABOUT = "content/fraktion.yaml"  # names the hosts, for the guard
INVENTED = (
    "tests/",
    "programm/fraktion-",
)  # of the program, and the program itself as a package, which only those with the right to it can push: ways into a conference are made up there, to be found
STAMP = re.compile(rb" \d{1,20} [+-]\d{1,6}$", re.MULTILINE)  # behind a name: seconds since 1970 and the zone
MESSAGE = "nachricht.md"  # a commit message is read like a text
COMMIT, ABOUT_COMMIT = "Commit-Nachricht", "Angaben zum Commit"


class Finding(Struct, frozen=True, order=True):
    path: str  # "" in a commit message
    line: int  # 0 where the file itself is meant
    what: str
    commits: tuple[str, ...] = ()  # short ids
    allowing: str = ""  # how a false alarm is ended

    def __str__(self) -> str:
        place = shorten(self.path) + (f":{self.line}" if self.line else "") if self.path else COMMIT
        return (
            f"{place}: {self.what}"
            + (f" (Commit {', '.join(self.commits)})" if self.commits else "")
            + (f"\n    → {self.allowing}" if self.allowing else "")
        )


def find_secrets(
    path: str, data: bytes, blocked: Sequence[str] = (), allowed: Callable[[], Iterable[str]] = tuple
) -> Iterator[Finding]:
    """In a file's name and content; `path` is "" for a commit message. `blocked`: the group's own conference hosts. `allowed`: what the head beside it allows."""
    sought = tuple(entry for entry in blocked if path != ABOUT or entry.startswith((EXACT, ALLOWED)))
    own = (lambda: (*allowed_in(path, data), *allowed())) if path.endswith((".md", ".yaml")) else allowed
    for hit in (*find_name(path, sought), *look_at(path or MESSAGE, data, sought, own)):
        if hit.kind == SECRET or not path.startswith(INVENTED):
            yield Finding(path, hit.line, said(hit), allowing=allowing(path, hit))


def said(hit: Hit) -> str:
    if hit.kind == CONFERENCE:
        return f"Das ist der Einwahllink einer Videokonferenz („{hide(hit.value)}“); er ist nie öffentlich."
    return f"Hier steht {hit.what} aus der privaten Datei mit den Einwahldaten." if hit.kind == PRIVATE else hit.what


def scan(repo: Path, new: Iterable[str], known: Sequence[str], largest: int, refs: Iterable[str] = ()) -> list[Finding]:
    """Everything secret in the objects that these commits bring. `known`: what is there already, as git rev-list takes it.

    A file of more than `largest` bytes is looked at by its name only. `refs`: names of the branches and tags.
    """
    tips = [commit for commit in new if commit != ZERO]
    if not tips:
        return []
    names = names_of(repo, tips, known)
    blocked = (*blocked_hosts(repo, tips), *known_secrets(repo.parent / "content"))
    found = [
        Finding("Name des Zweigs", 0, hit.what)
        for ref in refs
        for hit in find_secrets("", ref.encode("utf-8", "surrogateescape"), blocked)
    ]
    for oid, kind, data in stream(repo, list(names), largest):
        if kind in ("commit", "tag"):
            found += [replace(hit, commits=(oid[:9],)) for hit in in_commit(data, blocked)]
        for path in sorted(names[oid]) if kind == "blob" else ():
            hits = list(find_secrets(path, data, blocked, partial(allowed_beside, repo, tips, path)))
            commits = (
                tuple(line(repo, "log", "--format=%h", "-3", f"--find-object={oid}", *tips, "--not", *known).split())
                if hits
                else ()
            )
            found += [replace(hit, commits=commits) for hit in hits]
    return sorted(set(found))


def names_of(repo: Path, tips: Sequence[str], known: Sequence[str]) -> dict[str, set[str]]:
    """The objects to look at, each with every path that a new commit gives it.

    `rev-list` names an object once and one that was there before never; what a commit adds, renames or merges, `diff-tree`
    tells (with `-c`: of a merge what differs from all its parents).
    """
    names: dict[str, set[str]] = {}
    for row in git(repo, "rev-list", "--objects", *tips, "--not", *known).split(b"\n"):
        oid, _, name = row.partition(b" ")
        if oid:
            names.setdefault(oid.decode(), set()).update([name.decode("utf-8", "replace")] if name else [])
    commits = git(repo, "rev-list", *tips, "--not", *known)
    fields = iter(
        git(
            repo, "diff-tree", "--stdin", "-r", "-c", "--root", "--no-renames", "--no-commit-id", "-z", data=commits
        ).split(b"\0")
    )
    for row in fields:
        if row.startswith(b":"):
            colons = len(row) - len(
                row.lstrip(b":")
            )  # one for each parent; then so many modes and ids, and those of the commit itself
            parts = row.lstrip(b":").split()
            mode, oid, path = parts[colons], parts[2 * colons + 1].decode(), next(fields).decode("utf-8", "replace")
            if mode not in (b"000000", b"160000"):  # gone; another repository's commit
                names.setdefault(oid, set()).add(path)
    return names


def in_commit(data: bytes, blocked: Sequence[str]) -> Iterator[Finding]:
    """In a commit's or a tag's message, and in all that stands above it: names, addresses, further headers, signatures."""
    head, _, message = data.partition(b"\n\n")
    yield from find_secrets("", message, blocked)
    rows = [row for row in head.split(b"\n") if not row.startswith((b"tree ", b"parent ", b"object "))]
    yield from (
        replace(hit, path=ABOUT_COMMIT, line=0) for hit in find_secrets("", STAMP.sub(b"", b"\n".join(rows)), blocked)
    )


def allowed_beside(repo: Path, commits: Iterable[str], path: str) -> tuple[str, ...]:
    """What the head of the text says beside which a file lies, in these commits."""
    text = text_of_file(path)
    return tuple(value for commit in commits for value in allowed_in(text, shown(repo, commit, text)))


def blocked_hosts(repo: Path, commits: Iterable[str]) -> tuple[str, ...]:
    """The group's own conference hosts, as these commits name them (content/fraktion.yaml, gesperrte_adressen), and what it allows."""
    entries = {entry for commit in commits for entry in blocked_in(ABOUT, shown(repo, commit, ABOUT))}
    return tuple(sorted(real(entries)))


def shown(repo: Path, commit: str, path: str) -> bytes:
    try:
        return git(repo, "show", f"{commit}:{path}")
    except GitError:
        return b""


UNDO = """\
So verschwindet es, bevor es jemand sieht, im Ordner der Website:
  1. git reset --soft {base}
     (Die Texte bleiben, wie sie sind; nur die Commits seither gehen.{more})
  2. das Genannte entfernen, dann git add -A
  3. git commit -m "…"
  4. git push
Was schon anderswo lag (GitHub, Codeberg, eine Mail), gilt als bekannt: bitte das Passwort, den Schlüssel oder den Link ändern."""


USUAL = ("origin/main", "\n     Heißt der Server hier nicht origin, dann mit seinem Namen; ihn zeigt: git remote")


def refusal(found: Sequence[Finding], base: str = "") -> str:
    """All findings, and the way to undo them. `base`: up to where all is well, if that is known; the server does not know what it is called."""
    many = [str(finding) for finding in found[:20]]
    if len(found) > 20:
        many.append(f"… und {len(found) - 20} weitere")
    return "\n".join([*many, "", UNDO.format(base=base or USUAL[0], more="" if base else USUAL[1])])
