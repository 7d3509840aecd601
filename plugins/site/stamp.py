"""`/stand.json`: which commit a public site was made of, by which program, for which day. Whoever published looks there whether it has arrived."""

from __future__ import annotations

from collections.abc import Iterator

from ..press import Page
from ..press.ask import Ask
from ..records.program import version
from ..records.quoting import json_text
from .settings import Settings

STAMP = "stand.json"


def build_stamp(commit: str, program: str, day: str) -> str:
    """`commit`: of the texts; "" where no commit holds them as they are."""
    return json_text({"commit": commit, "programm": program, "tag": day}) + "\n"


def of(settings: Settings) -> tuple[str, str, str] | None:
    """Commit, program and day of a public build; any other has not been published by anybody."""
    return (settings.commit, version(), settings.today.isoformat()) if settings.public else None


def pages(ask: Ask, _: str) -> Iterator[Page]:
    if said := ask.piece("stand"):
        commit, program, day = said
        yield Page(STAMP, build_stamp, {"commit": commit, "program": program, "day": day})
