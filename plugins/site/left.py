"""Gaps and what is left of the sample in what is no text: the lists, and files beside the texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..records.left import LEFT, check_left
from ..records.problems import Problem, problem
from ..records.sample import mark_of, of_the_program

if TYPE_CHECKING:
    from .reading import Entry


def check_around(content: Path, entry: Entry) -> Iterator[Problem]:
    """A list; any other file is looked into only where one of the sample's has its size."""
    path = entry.path
    if "/" not in path and path.endswith(".yaml"):
        yield from check_left(
            f"content/{path}", data.decode("utf-8", "replace") if (data := read(content / path)) else ""
        )
    elif (
        not path.endswith(".md")
        and any(int(mark.partition(":")[0]) == entry.size for mark in of_the_program().files)
        and (data := read(content / path))
        and mark_of(data) in of_the_program().files
    ):
        yield problem(entry.shown, 0, LEFT, near=path.rpartition("/")[2])


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # said elsewhere
        return b""
