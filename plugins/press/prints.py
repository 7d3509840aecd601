"""Fingerprints: what a page was made from, in sixteen bytes; and each of its inputs in four, to say which is another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct

from .page import Frame, Large, Page


class Print(Struct, frozen=True):
    whole: bytes
    parts: dict[str, bytes]  # each input, encoded

    def signs(self) -> dict[str, int]:
        """By these a later build sees which input is another; nothing is decided by them."""
        return {name: crc32(data) for name, data in self.parts.items()}


def plain(value: Any) -> Any:
    """What msgspec does not know: mappings that are no dict, and what is large. Anything else is no value of a page."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Large):
        return value.face
    raise TypeError(f"{type(value)!r} is no value of a page: only plain values and structs are")


encode = msgspec.msgpack.Encoder(enc_hook=plain).encode


class Prints:
    """Takes the fingerprints of one build; `templates` are the digests of the theme's templates.

    `rules` stands for what every page is looked through for: where that changes, all are made and looked at again.
    """

    def __init__(self, templates: dict[str, str], rules: str = ""):
        self.templates, self.rules = templates, rules.encode("utf-8", "surrogatepass")
        self.frames: dict[
            int, tuple[Frame, bytes]
        ] = {}  # every page has the same; the object is kept, so that its id stays its own

    def of(self, page: Page) -> Print:
        maker = (
            self.templates.get(page.maker, "") if isinstance(page.maker, str) else name_of(page.maker),
            name_of(page.prepare) if page.prepare else "",
        )
        parts = {"Vorlage": encode(maker)}
        for name, value in page.inputs.items():
            parts[name] = self.frame(value) if type(value) is Frame else encode(value)
        taken = hashlib.blake2b(self.rules, digest_size=16)
        for name, data in parts.items():
            taken.update(b"%s %d " % (name.encode(), len(data)))
            taken.update(data)
        return Print(taken.digest(), parts)

    def frame(self, frame: Frame) -> bytes:
        if id(frame) not in self.frames:
            self.frames[id(frame)] = frame, hashlib.blake2b(encode(frame), digest_size=16).digest()
        return self.frames[id(frame)][1]


def name_of(function: Callable) -> str:
    return f"{function.__module__}:{function.__qualname__}"
