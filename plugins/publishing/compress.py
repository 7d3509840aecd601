"""Compressed copies beside the files, for web servers that serve them as they are (nginx: gzip_static, brotli_static)."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ..press.cores import forked, on_cores
from .place import UNDONE

TEXTS = (".html", ".css", ".js", ".json", ".csv", ".xml", ".atom", ".rss", ".svg", ".txt", ".ics", ".md")
LEAST = 256  # bytes; less does not fit into fewer packets
FEW = 200  # files; more are compressed a little less and a lot faster, on all cores


def compress(folder: Path, paths: Iterable[str]) -> None:
    """Make the copies of these files anew; a file that is no text has none."""
    jobs = [str(folder / path) for path in paths if path.endswith(TEXTS)]
    many = len(jobs) > FEW
    cores = os.cpu_count() or 1
    if forked(cores, many):
        for _ in on_cores(quickly, [jobs[start : start + 50] for start in range(0, len(jobs), 50)], cores):
            pass
    else:
        for job in jobs:
            one(job, tight=True)


def quickly(jobs: list[str]) -> None:
    for job in jobs:
        one(job, tight=False)


def one(path: str, tight: bool) -> None:
    import brotli

    with open(path, "rb") as file:
        data = file.read()
    seen = os.stat(path)
    makers: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
        (".br", lambda data: brotli.compress(data, quality=11 if tight else 5)),
        (".gz", lambda data: gzip.compress(data, 9 if tight else 6, mtime=0)),
    )
    for ending, maker in makers:
        target = path + ending
        if len(data) < LEAST:
            if os.path.exists(target):
                os.unlink(target)
            continue
        # Never into the file that is there: an older release may share it.
        part = os.path.join(os.path.dirname(path), f"{UNDONE}{os.path.basename(target)}")
        with open(part, "wb") as file:
            file.write(maker(data))
        os.utime(part, ns=(seen.st_atime_ns, seen.st_mtime_ns))  # a poll is answered from the copy's time
        os.replace(part, target)
