"""Work on several cores: forked processes share what is there already, and send back only what they made."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MANY = 2000  # files; looking at more takes longer than to start a process


def forked(cores: int, many: bool) -> bool:
    """Is it worth more than this process? Elsewhere than on Unix there is no fork."""
    return cores > 1 and many and hasattr(os, "fork")


def all_cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def beside(question: Callable[[], bool], cores: int, many: bool) -> Iterator[Callable[[], bool]]:
    """Have a question answered in another process meanwhile; gives what waits for the answer. No is the answer of a failure.

    Where one process is enough, the question is answered when it is asked. A process that nobody asked is ended.
    """
    if not forked(cores, many):
        yield question
        return
    child = os.fork()
    if not child:
        answer = 1
        try:
            answer = 0 if question() else 1
        finally:
            os._exit(answer)
    told: list[bool] = []

    def wait() -> bool:
        if not told:
            told.append(os.waitpid(child, 0)[1] == 0)
        return told[0]

    try:
        yield wait
    finally:
        if not told:
            os.kill(child, signal.SIGKILL)
            wait()


class Ended(Exception):
    """A process was ended from outside while it worked; the text is a German sentence."""


def on_cores(work: Callable[[Any], Any], jobs: Sequence[Any], cores: int, begin: Callable[..., None] | None = None, *shared: Any) -> Iterator[Any]:
    """What `work` makes of each job, in no order. `begin` is called with `shared` in each process first.

    Raises:
        Ended: the system ended one of them, as it does where memory runs out; nobody waits for it for ever.
    """
    import multiprocessing  # late: a short build does without
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    gc.freeze()  # or the collector of each process would write to memory that they share
    with ProcessPoolExecutor(min(cores, len(jobs) or 1), multiprocessing.get_context("fork"), begin, shared) as pool:
        try:
            for done in as_completed([pool.submit(work, job) for job in jobs]):
                yield done.result()
        except BrokenProcessPool:
            raise Ended("Das System hat einen Teil des Programms beendet, wahrscheinlich weil der Arbeitsspeicher nicht reichte. Bitte anderes schließen und noch einmal aufrufen; es ist nichts verloren.") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
