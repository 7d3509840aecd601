"""Names for life (`id`), types and moments of the objects.

An id is the address of a file below oparl/, or of a place in one: it holds a uid, never a title, a day that was moved, or an address of a page.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from urllib.parse import quote

from msgspec import Struct

from ...meetings.model import BERLIN

FOLDER = "oparl/"
SCHEMA = "https://schema.oparl.org/1.1/"
OURS = "fraktion"  # the group among the organizations; a uid has no vowels


class Origin(Struct, frozen=True, kw_only=True):
    """Who publishes the objects, and where."""

    name: str
    short_name: str
    county: str
    mail: str
    url: str  # of the site, without a final "/"
    ids: str  # what all ids begin with: the site's address when they were first made
    names: tuple[str, ...]  # of the group, as papers write them
    licence: str = ""
    licence_url: str = ""

    def id(self, kind: str, name: str) -> str:
        """„https://…/oparl/paper/k7f3qz.json“."""
        return f"{self.ids}/{FOLDER}{kind}/{name}.json"

    def file(self, name: str) -> str:
        """A file beside the folders: „https://…/oparl/papers.json“."""
        return f"{self.ids}/{FOLDER}{name}.json"

    def page(self, path: str) -> str:
        """A page or a file of the site, for people."""
        return f"{self.url}/{quote(path)}"

    @property
    def ours(self) -> str:
        return self.id("organization", OURS)


def typed(kind: str) -> str:
    return SCHEMA + kind


@lru_cache(maxsize=1 << 14)
def moment(date: dt.date, time: dt.time = dt.time(12)) -> str:
    """A day as a moment: noon in Berlin, as in the feeds, so that no reader's time zone shows another day."""
    return dt.datetime.combine(date, time, BERLIN).isoformat()
