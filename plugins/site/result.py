"""What a build says of itself."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field

from ..press.press import Inspect, Report
from ..records.exact import EXACT
from ..records.guard import Lines, as_problem, check_guard, find_name
from ..records.inside import PRINTED
from ..records.problems import Problem

MADE = ("bilder/", "suche/", "theme/")  # the build's own files: their words stand in texts that were looked through
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
        found = [as_problem(path, hit) for hit in find_name(path, blocked)]
        text = shown(path, data)
        if private or not lines.harmless(path, text):
            found += check_guard(path, text, blocked)
        return found

    return inspect


def shown(path: str, data: bytes) -> bytes:
    """What can be read in a file. A calendar breaks its lines anywhere, in the middle of an address too (RFC 5545, 3.1)."""
    if path.startswith(MADE) and b"\0" in data:
        return b"\n".join(PRINTED.findall(data))
    return data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"") if path.endswith(".ics") else data
