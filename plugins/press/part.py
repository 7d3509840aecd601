"""A part of the site: which pages it has, and of what there is one of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from .ask import Ask
from .page import Page
from .things import base_of


class Part(Struct, frozen=True, kw_only=True):
    """`pages(ask, of)` declares the pages of one of its pieces; asked for one that is not there any more, it declares none.

    per      "site": there is one piece; "thing": one for each record in a folder of content/; "list": for each list whose name begins so; "year": for each year of such a list
    kind     that folder, or that beginning
    value    a part without pages works out what many others ask for, so that they are asked again only when this is another (`Ask.value`)
    last     made after all others: 1: joins what these kept (`Ask.joined`); 2: asks which pages there are (`Ask.paths`, `Ask.addresses`)
    begins   how the addresses of all its pages begin, so that a site without these does not ask for them
    """

    name: str
    per: str = "site"
    kind: str = ""
    pages: Callable[[Ask, str], Iterable[Page]] | None = None
    value: Callable[[Ask], Any] | None = None
    last: int = 0
    begins: str = ""


def unit_of(part: Part, of: str = "") -> str:
    """The name of a piece of a part."""
    return f"{part.name} {of}" if of else part.name


__all__ = ["Part", "base_of", "unit_of"]
