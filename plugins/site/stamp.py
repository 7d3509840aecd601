"""`/stand.json`: which commit a public site was made of, by which program, for which day. Whoever published looks there whether it has arrived."""

from __future__ import annotations

from ..press import Page
from ..records.program import version
from ..records.quoting import json_text
from .settings import Settings

STAMP = "stand.json"


def build_stamp(commit: str, program: str, day: str) -> str:
    """`commit`: of the texts; "" where no commit holds them as they are."""
    return json_text({"commit": commit, "programm": program, "tag": day}) + "\n"


def pages(settings: Settings) -> list[Page]:
    """Of a public build; any other has not been published by anybody."""
    return [Page(STAMP, build_stamp, {"commit": settings.commit, "program": version(), "day": settings.today.isoformat()})] if settings.public else []
