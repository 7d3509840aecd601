"""What a build says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct, field

from ..press.write import Inspect, Report
from ..records.exact import EXACT
from ..records.guard import Lines, check_guard
from ..records.problems import Problem

Tick = Callable[[int, int], None]


class Result(Struct):
    problems: list[Problem]
    report: Report | None = None  # None: nothing was written
    counts: dict[str, int] = field(default_factory=dict)


def inspector(blocked: tuple[str, ...]) -> Inspect:
    """Looks for ways into a conference in everything that is written: pages, feeds, calendars, and the text inside attachments."""
    private = any(entry.startswith(EXACT) for entry in blocked)
    lines = Lines(blocked)

    def inspect(path: str, data: bytes) -> list[Problem]:
        found = check_guard(path, path, blocked)
        for text in shown(path, data):
            if private or not lines.harmless(text):
                found += check_guard(path, text, blocked)
        return found

    return inspect


def shown(path: str, data: bytes) -> Iterable[bytes]:
    """What can be read in a file. A calendar breaks its lines anywhere, in the middle of an address too (RFC 5545, 3.1)."""
    try:
        data.decode()
    except UnicodeDecodeError:
        from ..records.inside import texts  # late: few builds write anything else than text

        return [text.encode("utf-8", "replace") for text in texts(data)]
    return [data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"")] if path.endswith(".ics") else [data]
