"""Work on several cores: forked processes share what is there already, and send back only what they made."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any


def forked(cores: int, many: bool) -> bool:
    """Is it worth more than this process? Elsewhere than on Unix there is no fork."""
    return cores > 1 and many and hasattr(os, "fork")


def on_cores(work: Callable[[Any], Any], jobs: Sequence[Any], cores: int, begin: Callable[..., None] | None = None, *shared: Any) -> Iterator[Any]:
    """What `work` makes of each job, in no order. `begin` is called with `shared` in each process first."""
    import multiprocessing  # late: a short build does without

    gc.freeze()  # or the collector of each process would write to memory that they share
    with multiprocessing.get_context("fork").Pool(cores, begin, shared) as pool:
        yield from pool.imap_unordered(work, jobs)
