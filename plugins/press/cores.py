"""Work on several cores: forked processes share what is there already, and send back only what they made.

None outlives the one that forked it, and none that was ended by others (memory ran out) is waited for.
"""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

MANY = 2000  # files; looking at more takes longer than to start a process
GLANCE = 0.1  # seconds between two looks at whether another process is still there


class Lost(Exception):
    """A process was ended from outside before its work was done."""


class Parent:
    """The process that started this one. Whoever is adopted has lost it, whatever number the new one has."""

    def __init__(self, number: int = 0):
        """`number`: of the parent as it was before this process could look; 0 where nobody noted it."""
        self.number = number or os.getppid()

    def gone(self) -> bool:
        return os.getppid() != self.number

    def end_with(self) -> None:
        """From now on this process ends as soon as its parent has: at once, as if it were killed, which may happen anywhere."""

        def watch() -> None:
            while not self.gone():
                time.sleep(GLANCE)
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def forked(cores: int, many: bool) -> bool:
    """Is it worth more than this process? Elsewhere than on Unix there is no fork."""
    return cores > 1 and many and hasattr(os, "fork")


def all_cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_cores(
    work: Callable[[Any], Any], jobs: Sequence[Any], cores: int, begin: Callable[..., None] | None = None, *shared: Any
) -> Iterator[Any]:
    """What `work` makes of each job, in no order. `begin` is called with `shared` in each process first. Raises Lost."""
    import multiprocessing  # late: a short build does without

    gc.freeze()  # or the collector of each process would write to memory that they share
    with multiprocessing.get_context("fork").Pool(cores, begun, (os.getpid(), begin, shared)) as pool:
        first = {child.pid for child in multiprocessing.active_children()}
        made = pool.imap_unordered(work, jobs)
        while True:
            try:
                yield made.next(timeout=GLANCE)
            except StopIteration:
                return
            except multiprocessing.TimeoutError:
                if {
                    child.pid for child in multiprocessing.active_children()
                } - first:  # the pool fills gaps, but the job of the one that is gone never ends
                    raise Lost from None


def begun(parent: int, begin: Callable[..., None] | None, shared: Sequence[Any]) -> None:
    Parent(parent).end_with()
    if begin:
        begin(*shared)
