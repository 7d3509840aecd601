"""Letters are set by Typst, in a process of its own: what it needs of memory is gone afterwards, and a text on which it fails or never ends fails alone.

One process for all letters of a build, started with the first, and one for each process that builds: a program with threads of
its own does not survive a fork. It is given data, never a text of its own language, and may open the fonts and the template only.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..records.confined import PATIENCE, allow, confine, program

HERE = Path(__file__).parent
SECONDS = 20  # of a processor, for one letter
MEMORY = 3 << 30  # bytes of addresses; it uses a thirtieth of them
STANDARDS = ["a-2a", "ua-1"]


class NotSet(Exception):
    """Typst did not set this: it refused, took too long or broke."""


def possible() -> bool:
    """Is the optional part installed? Asked without importing it."""
    return find_spec("typst") is not None


class Process:
    """The process that sets, with its pipes. It ends with whoever started it, since then its input ends."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        command, around = program(__name__)
        self.process = subprocess.Popen(
            command, **around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, data: bytes, seconds: int) -> bytes:
        """Raises NotSet where it refuses, OSError or ValueError where no answer came."""
        self.process.stdin.write(b"%d %d\n" % (len(data), seconds) + data)
        self.process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            if not waiting.select(seconds + PATIENCE):
                raise OSError("no answer")
        size, why = json.loads(self.process.stdout.readline())
        if why:
            raise NotSet(why)
        made = self.process.stdout.read(size)
        if len(made) < size:
            raise OSError("half an answer")
        return made

    def end(self) -> None:
        if self.owner == os.getpid():
            with contextlib.suppress(OSError):
                self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        if self.owner == os.getpid():
            self.process.wait()


running: list[Process] = []  # at most one for each process that builds; a fork starts its own


def set_letters(data: dict[str, Any], seconds: int = SECONDS) -> bytes:
    """The PDF of what `letter.py` or `collection.py` made. Raises NotSet."""
    if running and (running[0].owner != os.getpid() or running[0].process.poll() is not None):
        stop()
    if not running:
        running.append(Process())
    try:
        return running[0].ask(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), seconds)
    except (OSError, ValueError) as error:
        stop()
        raise NotSet(f"Das Satzprogramm gab keine Antwort ({type(error).__name__}).") from None


def stop() -> None:
    while running:
        running.pop().end()


atexit.register(stop)


def main() -> None:
    os.environ["RAYON_NUM_THREADS"] = "1"  # each process that builds has its own; they share the cores already
    import typst

    compiler = typst.Compiler(
        input=str(HERE / "letter.typ"), root=str(HERE), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
    )
    confine(MEMORY)
    for head in sys.stdin.buffer:
        size, seconds = map(int, head.split())
        allow(seconds)
        data, made, why = sys.stdin.buffer.read(size).decode(), b"", ""
        try:
            made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=STANDARDS)
        except Exception as error:  # whatever it says of a text
            why = f"{error}"[:500] or type(error).__name__
        sys.stdout.buffer.write(json.dumps([len(made), why]).encode() + b"\n" + made)
        sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
