"""Foreign documents are looked through in a process of its own: what unpacks them is C, and they are anybody's.

One process for all documents of a build or a push, started with the first. A bomb, a damaged or an endless file costs that
process its time or its memory and is named; the next file gets another process. The values that are sought go to it over
its pipe and stand on no command line.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import selectors
import subprocess
import sys

from .confined import allow, confine, program
from .guard import SECRET, Hit, find
from .inside import Budget, texts

SECONDS = 20  # of a processor, for one file
PATIENCE = 120  # seconds on a clock
MEMORY = 1 << 30  # bytes
UNREAD = "Diese Datei ließ sich nicht bis zu Ende durchsuchen: Sie ist beschädigt, oder in ihr steckt zu viel."


class Process:
    """The process that looks, with its pipes. It ends with whoever started it, since then its input ends."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        command, around = program(__name__)
        self.process = subprocess.Popen(
            command, **around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, path: str, data: bytes, blocked: tuple[str, ...]) -> list[Hit]:
        """Raises OSError or ValueError where no answer came."""
        head = json.dumps([path, list(blocked), len(data), SECONDS]).encode()
        self.process.stdin.write(head + b"\n" + data)
        self.process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            if not waiting.select(PATIENCE):
                raise OSError("no answer")
        return [Hit(*row) for row in json.loads(self.process.stdout.readline())]

    def end(self) -> None:
        if self.owner == os.getpid():
            with contextlib.suppress(OSError):  # whoever gave up its rights may not end it; it ends with its input
                self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        if self.owner == os.getpid():
            self.process.wait()


harmless: set[bytes] = set()  # digests of documents in which nothing was found, with what was sought
running: list[Process] = []  # at most one for each process that looks; a fork starts its own


def look_inside(path: str, data: bytes, blocked: tuple[str, ...] = ()) -> list[Hit]:
    """What stands in a document. A hit's line is 0: a document has none."""
    known = hashlib.sha256(
        "\0".join(("", *blocked, path.rpartition(".")[2], "")).encode("utf-8", "replace") + data
    ).digest()
    if known in harmless:
        return []
    if running and (running[0].owner != os.getpid() or running[0].process.poll() is not None):
        stop()
    if not running:
        running.append(Process())
    try:
        found = running[0].ask(path, data, blocked)
    except (OSError, ValueError):
        stop()
        return [unread(path)]
    if not found:
        harmless.add(known)
    return found


def unread(path: str) -> Hit:
    """Who has looked into the file names it in the head."""
    return Hit(0, SECRET, UNREAD, path.rpartition("/")[2], firm=False)


def stop() -> None:
    while running:
        running.pop().end()


atexit.register(stop)


def look_through(path: str, data: bytes, blocked: tuple[str, ...]) -> list[Hit]:
    """The same, here: for each text in the document what the guard finds, each kind of thing once."""
    budget, found = Budget(), {}
    for text in texts(data, budget):
        for hit in find(f"{path}.txt", text, blocked) if text else ():
            found.setdefault((hit.what, hit.value), Hit(0, hit.kind, hit.what, hit.value, hit.firm))
    if budget.short and not found:
        found["", ""] = unread(path)
    return list({(hit.what, hit.firm): hit for hit in found.values()}.values())


def main() -> None:
    confine(MEMORY)
    for head in sys.stdin.buffer:
        path, blocked, size, seconds = json.loads(head)
        allow(seconds)
        found = look_through(path, sys.stdin.buffer.read(size), tuple(blocked))
        sys.stdout.write(json.dumps([[hit.line, hit.kind, hit.what, hit.value, hit.firm] for hit in found]) + "\n")
        sys.stdout.flush()
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
