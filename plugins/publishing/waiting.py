"""Waiting for others, and ending with them: nobody waits for a process that is gone, adopted, or another with its number.

    the hook      ends when the git that called it has ended: its answer is heard by nobody (`press.cores.Parent`)
    its build     ends with the hook, with everything that it started itself (`tied`)
    the next push waits until the accepted branches have moved, or nobody is left who could move them; never longer than PATIENCE

A lock needs none of this: the kernel takes it back when its last holder ends, and the holders end as above.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..press.cores import Parent
from .git import ZERO, commit_of
from .place import Place, Say, waited_for, write_json
from .refs import Ref

PATIENCE = 2.0  # seconds
STEP = 0.02
WORTH_A_WORD = 0.3  # seconds; below, nobody has noticed


class Process(Struct, frozen=True):
    """One process and no other: numbers are given again, after a reboot even with the same start."""

    number: int
    start: str  # in ticks since the boot; "" where nobody knows
    boot: str

    def lives(self) -> bool:
        """Has it not ended? One that nobody has asked after yet (a zombie) has."""
        if not self.start or self != process(self.number):
            return False
        return state_of(self.number)[0] not in "ZX"


def process(number: int) -> Process:
    """The one that has this number now."""
    return Process(number, state_of(number)[19], boot())


def state_of(number: int) -> Sequence[str]:
    """The fields after the name (proc_pid_stat(5)): the first is the state, the twentieth the start; empty ones where there is none."""
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return fields if len(fields) > 19 else [""] * 20
    return [""] * 20


def boot() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("utf-8").strip()
    return ""


# ------------------------------------------------------------------------------------- to end with others


@contextlib.contextmanager
def tied(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen]:
    """Start a program that ends with this process, however that ends, and with it all that it started; at the end of the block too.

    It runs in a group of its own and keeps one end of a pipe of which only this process has the other. When that is closed,
    the kernel sends the signal to the group (fcntl(2), F_SETOWN and F_SETSIG). A shell holds the program back until this is
    arranged, so there is no moment at which it could be left behind. Elsewhere than on Linux the end of the block must do.
    """
    (theirs, ours), (gate, go) = os.pipe(), os.pipe()
    with os.fdopen(ours, "wb"), os.fdopen(go, "wb", buffering=0) as begin:
        try:
            started = subprocess.Popen(
                ["/bin/sh", "-c", 'read -r go && exec "$@" </dev/null', "sh", *command],
                process_group=0,
                stdin=gate,
                pass_fds=(theirs,),
                **options,
            )
            if hasattr(fcntl, "F_SETSIG"):
                fcntl.fcntl(theirs, fcntl.F_SETOWN, -started.pid)
                fcntl.fcntl(theirs, fcntl.F_SETSIG, signal.SIGKILL)
                fcntl.fcntl(theirs, fcntl.F_SETFL, fcntl.fcntl(theirs, fcntl.F_GETFL) | os.O_ASYNC)
        finally:
            os.close(theirs)
            os.close(gate)
        with started:
            try:
                with contextlib.suppress(BrokenPipeError):
                    begin.write(b"\n")
                yield started
            finally:
                if started.returncode is None:  # nobody has asked for its end yet, so the number is still its own
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(started.pid, signal.SIGKILL)


# ------------------------------------------------------------------------------------- for the push before


def remember_accepted(place: Place, parent: Parent, targets: Mapping[str, str]) -> bool:
    """git moves the branches after this hook has ended: the next push has to wait for it. False: that git is gone, and nothing will move."""
    if parent.gone() or parent.number == 1:  # the first process adopts; it never is a git
        return False
    by = process(parent.number)
    write_json(accepted(place), {"prozess": by.number, "seit": by.start, "start": by.boot, "ziele": dict(targets)})
    return not parent.gone()


def accepted(place: Place) -> Path:
    return place.work / "angenommen.json"


def wait_for_accepted(place: Place, say: Say = lambda text: None) -> bool:
    """Let a push that was accepted a moment ago arrive. False: it has not, and whoever moves its branches is still at it."""
    file = accepted(place)
    try:
        last = json.loads(file.read_bytes())
        by = Process(int(last["prozess"]), str(last["seit"]), str(last["start"]))
        targets = {Ref(ref): str(new) for ref, new in last["ziele"].items()}
        waited = bool(last.get("gewartet"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        file.unlink(missing_ok=True)
        return True
    with patience(
        say, "Der Push davor wird noch zu Ende geschrieben; dieser wartet darauf, höchstens zwei Sekunden."
    ) as more:
        while (
            not (done := all((commit_of(place.repo, ref) or ZERO) == new for ref, new in targets.items()))
            and by.lives()
            and not waited
            and more()
        ):
            pass
    if done or not by.lives():
        file.unlink(missing_ok=True)
        return True
    write_json(file, {**last, "gewartet": True})  # once is enough
    return False


@contextlib.contextmanager
def patience(say: Say, why: str) -> Iterator[Callable[[], bool]]:
    """Gives what waits for a moment, until PATIENCE is used up; what was waited for and how long is told."""
    begun, told = time.monotonic(), False

    def more() -> bool:
        nonlocal told
        waited = time.monotonic() - begun
        if waited > WORTH_A_WORD and not told:
            told = True
            say(why)
        time.sleep(STEP)
        return waited + STEP < PATIENCE

    yield more
    if told:
        say(waited_for(time.monotonic() - begun))
