"""The page of a text that was taken off the site: that it was there, since when it is gone, and why."""

from __future__ import annotations

import datetime as dt

from ..records import german
from .page import Crumb, Frame, Page, html_page


def farewell(
    frame: Frame,
    path: str,
    *,
    title: str,
    what: str,
    deleted: dt.date,
    because: str,
    crumbs: tuple[Crumb, ...],
    over: Crumb,
) -> Page:
    """`what`: what it was, „Antrag vom 4. März 2024“; `over`: where others of its kind are."""
    return html_page(
        frame,
        path,
        "deleted.html",
        title=title,
        description=f"Diese Seite steht seit dem {german.day(deleted)} nicht mehr hier.",
        crumbs=crumbs,
        what=what,
        deleted=deleted,
        reason=because,
        over=over,
    )


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "what": "was es war",
    "deleted": "der Tag der Löschung",
    "reason": "der Grund der Löschung",
    "over": "der Weg zu den anderen",
}
