"""The glossary as a page; each word stands there under its own address."""

from __future__ import annotations

from collections.abc import Iterator

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.part import Part


def pages(ask: Ask, _: str) -> Iterator[Page]:
    frame = ask.piece("frame")
    if frame.words:
        yield html_page(
            frame,
            "glossar/",
            "glossary.html",
            title="Glossar",
            description=f"Wörter {frame.council.body.out_of}, jedes in einem Satz erklärt.",
            crumbs=(Crumb("Start", ""),),
        )


PARTS = (Part(name="glossar", pages=pages),)
