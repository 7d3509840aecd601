"""A text that is not on the site any more: its address says so for life, since when, and why. Nothing else of it is published (decision 48)."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

MARK = " (gelöscht)"  # behind the words of a link that leads to one


class Gone(Struct, frozen=True, kw_only=True):
    """What is left of a text of any kind but a motion: of those, feeds and data still tell what happened."""

    kind: str  # of its table
    noun: str  # „Meldung“
    path: str
    deleted: dt.date
    published: dt.date
    title: str = ""  # of a person none: whoever wants to be off the site is not named there
    because: str = ""
    uid: str = ""
    date: dt.date | None = None

    @property
    def told(self) -> str:
        return f"{self.because.rstrip('.')}." if self.because else ""
