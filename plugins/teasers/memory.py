"""What is remembered of each source between two runs, in .cache/teaser.json. It may be deleted: then everything is fetched anew."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from .apart import as_json, from_json
from .reader import Feed

FORM = 2  # goes up when entries are read in another way


class Memory(Struct):
    """Of one address. Days are ISO, moments are seconds since 1970."""

    etag: str = ""
    modified: str = ""
    feed: dict[str, Any] | None = None
    question: str = ""  # that it was prepared for
    again: float = 0  # not before that moment
    good: str = ""  # last day on which it answered
    failing: str = ""  # first day since when it does not
    why: str = ""
    gone: bool = False  # answered that it is gone for good

    @property
    def known(self) -> Feed | None:
        return from_json(self.feed) if self.feed else None

    def succeeded(self, feed: Feed, question: str, today: dt.date) -> None:
        self.question = question
        self.feed, self.good, self.failing, self.why, self.gone = as_json(feed), today.isoformat(), "", "", False

    def failed(self, why: str, gone: bool, today: dt.date) -> None:
        self.failing, self.why, self.gone = self.failing or today.isoformat(), why, gone

    def days_failing(self, today: dt.date) -> int:
        return (today - dt.date.fromisoformat(self.failing)).days if self.failing else 0


def read_memory(file: Path) -> dict[str, Memory]:
    """By address. What cannot be read is forgotten."""
    found: dict[str, Memory] = {}
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
        data = json.loads(file.read_bytes())
        for address, values in data["quellen"].items() if data["form"] == FORM else ():
            with contextlib.suppress(ValueError, AttributeError, TypeError, KeyError):
                memory = Memory(**values)
                _ = memory.known, memory.days_failing(dt.date.max), memory.again + 1
                found[address] = memory
    return found


def write_memory(file: Path, memories: dict[str, Memory]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".neu-{file.name}")
    part.write_text(
        json.dumps(
            {"form": FORM, "quellen": {address: asdict(memory) for address, memory in sorted(memories.items())}},
            ensure_ascii=True,
        ),
        "utf-8",
    )
    part.replace(file)
