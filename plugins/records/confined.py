"""Work on what strangers sent, in a process of its own: it may cost so much time and memory, and reach nothing.

The process is given bytes and answers with JSON. Before it looks at them it gives up what it does not need any more: it can
open no file and no connection, write none, and take no more memory and time than it was given. `ask` and `answer` are the two
sides of one question; who asks one process many things, or lets it open files, builds on `program`, `confine` and `allow`.
"""

from __future__ import annotations

import codecs
import contextlib
import encodings
import json
import os
import pkgutil
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from .program import ROOT

PATIENCE = 60  # seconds on a clock beyond what it may compute; a busy machine gives a process its time late


class TooMuch(Exception):
    """The process ended without an answer: it took too long, too much memory, or broke."""


def program(module: str) -> tuple[list[str], dict[str, Any]]:
    """The command that starts a module as a process of its own, and what subprocess takes beside it: from no folder, with nothing of our environment."""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    return [sys.executable, "-P", "-m", module], {"env": environment, "cwd": "/"}


def confine(memory: int, seconds: int | None = None) -> None:
    """No more memory than so many bytes, and nothing written; with `seconds` of a processor nothing opened either, and then the end."""
    limits = [(resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if seconds is not None:
        limits += [(resource.RLIMIT_CPU, used() + seconds), (resource.RLIMIT_NOFILE, 0)]
    for what, most in limits:
        with contextlib.suppress(ValueError, OSError):  # some systems know not every limit
            resource.setrlimit(what, (most, most))


def allow(seconds: int) -> None:
    """So much more time of a processor, for the next piece of work."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (used() + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def used() -> int:
    """Whole seconds of a processor so far."""
    return int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))


def load_codecs() -> None:
    """Python imports them late: no file can be opened afterwards, not even of its own."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError, LookupError):
            codecs.lookup(module.name)


def ask(module: str, head: dict[str, Any], data: bytes, seconds: int) -> dict[str, Any]:
    """What `module`, run as a program, says to `head` and `data`. `seconds` of a processor. Raises TooMuch."""
    command, around = program(module)
    try:
        done = subprocess.run(
            command,
            **around,
            input=json.dumps(head).encode() + b"\n" + data,
            capture_output=True,
            timeout=seconds + PATIENCE,
            check=False,
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise TooMuch from None


def answer(
    work: Callable[[dict[str, Any], bytes], dict[str, Any]],
    warm: Callable[[dict[str, Any]], None],
    memory: int,
    seconds: int,
) -> None:
    """The other side, as a module's main: confined, it answers once. `warm` imports what is imported late, for this head. `memory` in bytes."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    sys.stdin.close()
    given = json.loads(head)
    load_codecs()
    warm(given)
    confine(memory, seconds)
    sys.stdout.write(json.dumps(work(given, data)))
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy up
