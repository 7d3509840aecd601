"""What a build says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..press.write import Inspect, Report
from ..records.guard import check_guard
from ..records.inside import texts
from ..records.problems import Problem

Tick = Callable[[int, int], None]


@dataclass(slots=True)
class Result:
    problems: list[Problem]
    report: Report | None = None  # None: nothing was written
    counts: dict[str, int] = field(default_factory=dict)


def inspector(blocked: tuple[str, ...]) -> Inspect:
    """Looks for ways into a conference in everything that is written: pages, feeds, calendars, and the text inside attachments."""

    def inspect(path: str, data: bytes) -> list[Problem]:
        found = check_guard(path, path, blocked)
        return [*found, *(p for text in ([unfolded(data) if path.endswith(".ics") else data] if is_text(data) else texts(data)) for p in check_guard(path, text, blocked))]

    return inspect


def is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def unfolded(data: str | bytes) -> str:
    """A calendar breaks its lines anywhere, in the middle of an address too (RFC 5545, 3.1)."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    return text.replace("\r\n ", "").replace("\r\n\t", "")
