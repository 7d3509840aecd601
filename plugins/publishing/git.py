"""The program git, with its answers as bytes and its refusals as one sentence: the only module that calls it for a room.

What may come in: ids of objects, whole names made by `refs`, options, and after "--" paths. A bare name is refused before git
sees it (`whole`), and so is a command that stands in no list here: what its words mean has to be thought about first.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from ..records.problems import shorten
from ..site.settings import Refusal
from .refs import HEAD, TAGS, Ref

ZERO = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git knows it without an object
ID = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"
OBJECT = re.compile(
    rf"\^?{ID}(?:\^\{{(?:commit|tree)\}}|:.*)?", re.DOTALL
)  # forty digits are an id to git, whatever else is called so
WHOLE = r"refs/(?:heads|tags|remotes)/[^:*?\[]+"
REFSPEC = re.compile(rf"\+?{WHOLE}:{WHOLE}|(refs/heads/[^:*?\[]+\*):\1")
OBJECTS = frozenset(
    [
        "archive",
        "cat-file",
        "commit-tree",
        "diff",
        "diff-tree",
        "log",
        "ls-files",
        "ls-tree",
        "merge-base",
        "read-tree",
        "reset",
        "rev-list",
        "rev-parse",
        "show",
    ]
)
NAMES = frozenset(["for-each-ref", "show-ref", "symbolic-ref"])
ELSEWHERE = frozenset(["fetch", "push"])  # the first word says where, the others what
MOVES = frozenset(["update-ref"])  # the first word says which ref, the others are ids
NEITHER = frozenset(
    [
        "add",
        "bundle",
        "clean",
        "commit",
        "config",
        "gc",
        "hash-object",
        "init",
        "merge-file",
        "remote",
        "status",
        "update-index",
        "write-tree",
    ]
)
VALUED = frozenset(
    ["-c", "-C", "-L", "--git-path", "--message", "--push-option"]
)  # options whose value is the next word


class GitError(Refusal):
    """git said no; the text holds the line that says why."""


class BareName(GitError):
    """The program itself gave git a name that could mean several things. Nothing was run."""


def run(
    repo: Path | None, *arguments: str, data: bytes | None = None, environment: Mapping[str, str] = os.environ
) -> subprocess.CompletedProcess[bytes]:
    """git, however it ends. Nothing that was put in the place of an object is taken for it (git-replace)."""
    whole(arguments, data)
    try:
        return subprocess.run(
            ["git", *([f"--git-dir={repo}"] if repo else []), *arguments],
            input=data,
            capture_output=True,
            check=False,
            env={**environment, "GIT_NO_REPLACE_OBJECTS": "1"},
            **({} if data is not None else {"stdin": subprocess.DEVNULL}),
        )
    except FileNotFoundError:
        raise GitError("Das Programm git fehlt. Auf Debian und Ubuntu hilft: sudo apt install git") from None


def git(repo: Path | None, *arguments: str, data: bytes | None = None, **environment: str) -> bytes:
    """What git prints. A hook's own variables stay set: they lead to the objects that are not accepted yet (git-receive-pack, QUARANTINE)."""
    done = run(repo, *arguments, data=data, environment={**os.environ, "LC_ALL": "C", **environment})
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        cause = next(
            (line for line in said if line.startswith(("error: ", "fatal: "))),
            said[-1] if said else f"Ende mit {done.returncode}",
        )  # what follows the cause is advice for somebody at a checkout
        raise GitError(f"git {command_of(arguments)[0]} gelang nicht: {shorten(cause)}")
    return done.stdout


def command_of(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The command, and its words that are no options, up to "--"."""
    words: list[str] = []
    given = iter(arguments)
    for word in given:
        if word == "--":
            break
        if word in VALUED:
            next(given, None)
        elif not word.startswith("-"):
            words.append(word)
    return (words[0] if words else ""), words[1:]


def whole(arguments: Sequence[str], data: bytes | None = None) -> None:
    """Raises BareName unless every word that git would look up is an id or a whole name."""
    command, words = command_of(arguments)
    if command in OBJECTS:
        wrong = [word for word in words if not OBJECT.fullmatch(word)]
        wrong += (
            [line.decode("utf-8", "replace") for line in data.split(b"\n")[:-1] if not re.fullmatch(ID.encode(), line)]
            if command == "cat-file" and data
            else []
        )
    elif command in NAMES:
        wrong = [word for word in words if not isinstance(word, Ref) and word not in ("refs/heads", "refs/tags")]
    elif command in ELSEWHERE:
        wrong = [word for word in words[1:] if not REFSPEC.fullmatch(word)] or ([] if len(words) > 1 else [command])
    elif command in MOVES:
        wrong = [word for word in words[:1] if not isinstance(word, Ref)] + [
            word for word in words[1:] if not re.fullmatch(ID, word)
        ]
    else:
        wrong = [] if command in NEITHER else [command]
    if wrong:
        raise BareName(
            f"git {shorten(command, 40)}: „{shorten(wrong[0], 120)}“ ist kein ganzer Name. Das liegt am Programm; bitte denen Bescheid geben, die es betreuen."
        )


def line(repo: Path | None, *arguments: str) -> str:
    """One line of text; "" where git finds nothing."""
    try:
        return git(repo, *arguments).decode("utf-8", "surrogateescape").strip()
    except BareName:
        raise
    except GitError:
        return ""


def commit_of(repo: Path, what: str) -> str:
    """The commit of a ref, exactly of that one (git-show-ref, --verify), or of an object's id; "" where there is none."""
    if what == HEAD:
        return line(repo, "show-ref", "--verify", "--hash", HEAD)
    if not isinstance(what, Ref):
        return line(repo, "rev-parse", "--verify", "--quiet", f"{what}^{{commit}}")
    found = line(repo, "show-ref", "--verify", "--hash", what)
    return commit_of(repo, found) if found and what.startswith(TAGS) else found


def names(repo: Path, *below: str) -> dict[Ref, str]:
    """The branches and tags that are there, with the ids they hold. `below`: "refs/heads", "refs/tags"; both without."""
    rows = (
        git(repo, "for-each-ref", "--format=%(objectname) %(refname)", *(below or ("refs/heads", "refs/tags")))
        .decode("utf-8", "surrogateescape")
        .splitlines()
    )
    return {ref: oid for oid, _, name in (row.partition(" ") for row in rows) if (ref := listed(name))}


def listed(name: str) -> Ref | None:
    """A name that stands in the repository; None for one that cannot be shown, which nothing here ever looks for."""
    try:
        return Ref(name)
    except ValueError:
        return None


def repository_of(folder: Path) -> Path | None:
    """The repository that keeps a folder, also where it is a further work tree; None where git does not keep it, or is not there."""
    with contextlib.suppress(Refusal):
        found = line(None, "-C", str(folder), "rev-parse", "--absolute-git-dir")
        return Path(found) if found else None
    return None


def in_words(repo: Path, commit: str) -> str:
    """A commit as its author tells of it, "" for none; who pushes can make subject and name as long as they like."""
    short, _, rest = line(repo, "log", "-1", "--format=%h%x00%an%x00%s", commit).partition("\0")
    author, _, subject = rest.partition("\0")
    return f"{short} „{shorten(subject, 120)}“ von {shorten(author, 60)}" if short else ""


def stream(repo: Path, oids: Sequence[str], largest: int) -> Iterator[tuple[str, str, bytes]]:
    """Id, kind and content of objects, one after the other; b"" for one with more bytes than `largest`."""
    sizes = {
        row.split()[0]: int(row.split()[2])
        for row in git(repo, "cat-file", "--batch-check", data=rows_of(oids)).decode().splitlines()
    }
    for oid in oids:
        if sizes[oid] > largest:
            yield oid, "blob", b""
    process = subprocess.Popen(
        ["git", f"--git-dir={repo}", "cat-file", "--batch", "--buffer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1"},
    )
    threading.Thread(
        target=feed, args=(process.stdin, rows_of(oid for oid in oids if sizes[oid] <= largest)), daemon=True
    ).start()
    with process:
        while head := process.stdout.readline():
            oid, kind, size = head.decode().split()
            data = process.stdout.read(int(size))
            process.stdout.read(1)
            yield oid, kind, data


def push(
    repo: Path, root: Path, options: Sequence[str], remote: str, refspec: str, hear: Callable[[str], None]
) -> tuple[bool, list[str]]:
    """Push, and pass on what the other side says, line by line while it says it. Gives whether it was taken, and what git and its hooks said here."""
    words = ["push", "--porcelain", *options, remote, refspec]
    whole(words)
    rest: list[str] = []
    process = subprocess.Popen(
        ["git", f"--git-dir={repo}", *words],
        cwd=root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1"},
    )
    with process:
        for row in process.stdout:
            text = row.decode("utf-8", "replace").rstrip()
            if text.startswith("remote:"):
                hear(text.removeprefix("remote:").removeprefix(" "))
            elif text:
                rest.append(text)
    return process.returncode == 0, rest


def rows_of(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()


def feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(data)


def plain_environment() -> dict[str, str]:
    """The environment for programs that are not git: nothing in it leads to the repository (decision 25)."""
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
