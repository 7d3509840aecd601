"""The chapters of a newsletter, each a row of the table beside this file."""

from __future__ import annotations

from pathlib import Path

from ..records.values import Row, load_values


class Chapter(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    of: tuple[str, ...]


CHAPTERS = load_values(Chapter, Path(__file__).parent / "chapters.toml")
NEWS, SITTING = "news", "sitting"  # beside the kinds of what happens to a motion
