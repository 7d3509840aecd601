"""The program git, with its answers as bytes and its refusals as one sentence."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ..records.problems import shorten
from ..site.settings import Refusal

ZERO = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git knows it without an object


class GitError(Refusal):
    """git said no; the text holds the line that says why."""


def git(repo: Path, *arguments: str, data: bytes | None = None, **environment: str) -> bytes:
    """What git prints. A hook's own variables stay set: they lead to the objects that are not accepted yet (git-receive-pack, QUARANTINE)."""
    try:
        done = subprocess.run(["git", f"--git-dir={repo}", *arguments], input=data, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C", **environment}, **({} if data is not None else {"stdin": subprocess.DEVNULL}))
    except FileNotFoundError:
        raise GitError("Das Programm git fehlt. Auf Debian und Ubuntu hilft: sudo apt install git") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        cause = next((line for line in said if line.startswith(("error: ", "fatal: "))), said[-1] if said else f"Ende mit {done.returncode}")  # what follows the cause is advice for somebody at a checkout
        raise GitError(f"git {arguments[0]} gelang nicht: {shorten(cause)}")
    return done.stdout


def line(repo: Path, *arguments: str) -> str:
    """One line of text; "" where git finds nothing."""
    try:
        return git(repo, *arguments).decode("utf-8", "surrogateescape").strip()
    except GitError:
        return ""


def commit_of(repo: Path, name: str) -> str:
    """The commit that a branch or a name stands for; "" where there is none."""
    return line(repo, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


def in_words(repo: Path, commit: str) -> str:
    """A commit as its author tells of it, "" for none; who pushes can make subject and name as long as they like."""
    short, _, rest = line(repo, "log", "-1", "--format=%h%x00%an%x00%s", commit).partition("\0")
    author, _, subject = rest.partition("\0")
    return f"{short} „{shorten(subject, 120)}“ von {shorten(author, 60)}" if short else ""


def stream(repo: Path, oids: Sequence[str], largest: int) -> Iterator[tuple[str, str, bytes]]:
    """Id, kind and content of objects, one after the other; b"" for one with more bytes than `largest`."""
    asked = "\n".join(oids).encode()
    sizes = {row.split()[0]: int(row.split()[2]) for row in git(repo, "cat-file", "--batch-check", data=asked).decode().splitlines()}
    for oid in oids:
        if sizes[oid] > largest:
            yield oid, "blob", b""
    small = "".join(f"{oid}\n" for oid in oids if sizes[oid] <= largest).encode()
    process = subprocess.Popen(["git", f"--git-dir={repo}", "cat-file", "--batch", "--buffer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"})
    threading.Thread(target=feed, args=(process.stdin, small), daemon=True).start()
    with process:
        while head := process.stdout.readline():
            oid, kind, size = head.decode().split()
            data = process.stdout.read(int(size))
            process.stdout.read(1)
            yield oid, kind, data


def feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(data)


def plain_environment() -> dict[str, str]:
    """The environment for programs that are not git: nothing in it leads to the repository (decision 25)."""
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
