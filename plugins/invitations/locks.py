"""The lock of a mailbox that mail programs use too. It ends with its owner."""

from __future__ import annotations

import contextlib
import fcntl
import glob
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from ..records.problems import why
from ..site.settings import Refusal

STALE = 600  # seconds; no program works that long on a mailbox, and one that was killed leaves its lock


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """An mbox for oneself, as mail programs and servers agree on it: a lock of the kernel, and a file beside it.

    The file names its owner („<process> <machine>“); that of a process that is no more, and one that is older than STALE,
    is taken away. Also gone then: the copies that a killed run left beside the mailbox.
    """
    busy = Refusal(f"Das Postfach {path} ist gerade in Gebrauch. Bitte das Mailprogramm schließen und noch einmal.")
    beside = path.with_name(f"{path.name}.lock")
    try:
        with path.open("rb+") as file:
            try:
                fcntl.lockf(
                    file, fcntl.LOCK_EX | fcntl.LOCK_NB
                )  # as mail servers do; ends when this process closes the mailbox anywhere
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise busy from None
            if not (taken(beside) or (is_dead(beside) and taken(beside))):
                raise busy
            try:
                sweep(path)
                yield
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(f"Das Postfach {path} lässt sich nicht ändern: {why(error)}. Bitte die Rechte prüfen.") from None


def taken(beside: Path) -> bool:
    """Made in one step with what it says: nobody ever sees one of ours that names no owner."""
    own = beside.with_name(f"{beside.name}.{os.getpid()}")
    own.write_text(f"{os.getpid()} {socket.gethostname()}\n")
    try:
        os.link(own, beside)
    except FileExistsError:
        return False
    except PermissionError:  # a disk that knows no links
        return not beside.exists() and bool(own.replace(beside))
    finally:
        own.unlink(missing_ok=True)
    return True


def is_dead(beside: Path) -> bool:
    """Is nobody behind this lock any more? Then it is away when this returns."""
    try:
        process, _, machine = beside.read_text("ascii", "replace")[:200].strip().partition(" ")
        old = time.time() - beside.stat().st_mtime > STALE
    except FileNotFoundError:
        return True
    if not old and not (
        machine == socket.gethostname() and process.isascii() and process.isdigit() and is_gone(int(process[:9]))
    ):
        return False
    beside.unlink(missing_ok=True)
    return True


def is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def sweep(path: Path) -> None:
    """`mailbox` writes a new mbox as „<name>.<seconds>.<machine>.<process>“ beside the old one before it takes its place."""
    for copy in path.parent.glob(f"{glob.escape(path.name)}.*"):
        seconds, _, rest = copy.name.removeprefix(f"{path.name}.").partition(".")
        machine, _, process = rest.rpartition(".")
        if seconds.isdigit() and machine == socket.gethostname() and process.isdigit() and is_gone(int(process[:9])):
            copy.unlink(missing_ok=True)
    for mark in path.parent.glob(f"{glob.escape(path.name)}.lock.*"):
        if (process := mark.name.rpartition(".")[2]).isdigit() and is_gone(int(process[:9])):
            mark.unlink(missing_ok=True)
