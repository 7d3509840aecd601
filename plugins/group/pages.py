"""The glossary as a page; each word stands there under its own address."""

from __future__ import annotations

from collections.abc import Iterator

from ..press import Crumb, Frame, Page, html_page


def pages(frame: Frame) -> Iterator[Page]:
    if frame.words:
        yield html_page(frame, "glossar/", "glossary.html", title="Glossar", description=f"Wörter {frame.council.body.out_of}, jedes in einem Satz erklärt.", crumbs=(Crumb("Start", ""),))
