"""What a build says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..press.write import Inspect, Report
from ..records.guard import check_guard
from ..records.problems import Problem

Tick = Callable[[int, int], None]


@dataclass(slots=True)
class Result:
    problems: list[Problem]
    report: Report | None = None  # None: nothing was written
    counts: dict[str, int] = field(default_factory=dict)


def inspector(blocked: tuple[str, ...]) -> Inspect:
    return lambda path, data: check_guard(path, data, blocked)
