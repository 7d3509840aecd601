"""Fingerprints: what a page was made from, in 32 digits; and its inputs as text, to make it again.

A value may say what stands for it (`stands_as`: a name, and a key for its content; without a key the
content itself is taken, once for each object). A name "text:<source>" says that the page holds that
source's running text: when nothing but texts changed, only such pages can have.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from zlib import crc32

from msgspec import Struct

from .codec import PACKAGE, decode, digest, dumps, encode, encode_fields, loads
from .page import Page

TEXT = "text:"
SIMPLE = frozenset([str, type(None), bool])
EMPTY = {tuple: dumps(encode(())), dict: dumps(encode({}))}
short = lru_cache(maxsize=1 << 12)(dumps)  # of what ten thousand pages say alike


class Print(Struct, frozen=True):
    whole: str
    maker: tuple[str, ...]
    data: dict[str, str]  # each input as JSON
    keys: dict[str, list[str]]  # by input: what stands for the objects in it
    sources: tuple[str, ...]  # whose running text the page holds

    @property
    def parts(self) -> dict[str, str]:
        """Eight digits for the template or function and for each input; asked for only where the page is another."""
        return {"Vorlage": sign(self.maker), **{name: sign((data, *self.keys.get(name, ()))) for name, data in self.data.items()}}


def sign(parts: Iterable[str]) -> str:
    """Eight digits that say which of a page's inputs is another; nothing is decided by them."""
    return format(crc32("\0".join(parts).encode("utf-8", "surrogatepass")), "08x")


class Prints:
    """Takes the prints of one build; `templates` are the digests of the theme's templates.

    `rules` stands for what every page is looked through for: where that changes, all are made and looked at again.
    """

    def __init__(self, templates: dict[str, str], rules: str = ""):
        self.templates = templates
        self.rules = rules
        self.seen: dict[int, tuple[Any, str]] = {}  # the object is kept, so that its id stays its own

    def of(self, page: Page) -> Print:
        maker = (self.templates.get(page.maker, "") if isinstance(page.maker, str) else name_of(page.maker), name_of(page.prepare) if page.prepare else "")
        data: dict[str, str] = {}
        keys: dict[str, list[str]] = {}
        sources: dict[str, None] = {}
        name = ""

        def substitute(value: Any) -> str | None:
            stands_as = getattr(value, "stands_as", None)
            if stands_as is None:
                return None
            label, key = stands_as()
            keys.setdefault(name, []).append(key or self.content(value))
            if label.startswith(TEXT):
                sources[label.removeprefix(TEXT)] = None
            return label

        told = [self.rules, *maker]
        for name, value in page.inputs.items():
            kind = type(value)
            data[name] = short(value) if kind in SIMPLE else EMPTY[kind] if not value and kind in EMPTY else dumps(encode(value, substitute))
            told += (name, data[name], *keys.get(name, ()))
        return Print(digest(*told), maker, data, keys, tuple(sources))

    def content(self, value: Any) -> str:
        """The digest of an object that many pages share, taken once."""
        if id(value) not in self.seen:
            self.seen[id(value)] = (value, digest(dumps(encode_fields(value))))
        return self.seen[id(value)][1]


def name_of(function: Callable) -> str:
    return f"{function.__module__}:{function.__qualname__}"


def context(page: Page, taken: Print) -> str:
    """A page as text, to make it again when a text it holds has changed."""
    maker = page.maker if isinstance(page.maker, str) else [name_of(page.maker)]
    return dumps({"maker": maker, "prepare": name_of(page.prepare) if page.prepare else "", "inputs": taken.data})


def page_from(path: str, data: str, resolve: Callable[[str], Any]) -> Page:
    """The page that `context` wrote; `resolve` gives what the names stand for."""
    told = loads(data)
    maker = told["maker"] if isinstance(told["maker"], str) else function_of(told["maker"][0])
    inputs = {name: decode(loads(text), resolve) for name, text in told["inputs"].items()}
    return Page(path, maker, inputs, function_of(told["prepare"]) if told["prepare"] else None)


def function_of(name: str) -> Callable:
    module, _, function = name.partition(":")
    if not module.startswith(PACKAGE + "."):
        raise ValueError(name)
    return getattr(importlib.import_module(module), function)
