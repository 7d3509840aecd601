"""Values to JSON and back: what the store remembers, and what a fingerprint is taken over.

Only plain values and this program's own frozen structs; never pickle, since a store is data, not code.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import importlib
import json
import math
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from sys import intern
from typing import Any

import msgspec
from msgspec import Struct

PACKAGE = __package__.rpartition(".")[0]  # "plugins"
PLAIN = frozenset([type(None), str, bool, int])
SHORT = 48  # characters
Substitute = Callable[[Any], str | None]


def encode(value: Any, substitute: Substitute = lambda value: None) -> Any:
    """A JSON value. Arrays begin with what they stand for. `substitute` may give a name that stands for a struct.

    Kinds are taken exactly: a moment is a date to Python, and would come back as one.
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is tuple:
        return ["t", *[item if type(item) in PLAIN else encode(item, substitute) for item in value]]
    if kind is list:
        return ["l", *[item if type(item) in PLAIN else encode(item, substitute) for item in value]]
    if kind is dict:
        return ["d", *[part if type(part) in PLAIN else encode(part, substitute) for pair in value.items() for part in pair]]
    if kind is float:  # JSON knows no infinite numbers (RFC 8259, 6)
        return value if math.isfinite(value) else ["f", repr(value)]
    if kind is dt.date:
        return ["D", value.isoformat()]
    if kind is dt.time:
        return ["T", value.isoformat()]
    if kind is bytes:
        return ["b", base64.b64encode(value).decode()]
    if (instead := substitute(value)) is not None:
        return ["@", instead]
    if not issubclass(kind, Struct) and isinstance(value, Mapping):
        return encode(dict(value), substitute)
    return encode_fields(value, substitute)


date = lru_cache(maxsize=1 << 14)(dt.date.fromisoformat)


def encode_fields(value: Any, substitute: Substitute = lambda value: None) -> list:
    name, values = reader_of(type(value))
    return [name, *[item if type(item) in PLAIN else encode(item, substitute) for item in values(value)]]


def decode(data: Any, resolve: Callable[[Any], Any] = lambda name: name) -> Any:
    """The value of `encode`. `resolve` turns a substitute back into what it stood for."""
    if not isinstance(data, list):
        return data
    sign = data[0]
    if sign == "t":
        return tuple([decode(item, resolve) if isinstance(item, list) else intern(item) if type(item) is str and len(item) < SHORT else item for item in data[1:]])
    if sign == "l":
        return [decode(item, resolve) for item in data[1:]]
    if sign == "d":  # ten thousand texts have the same few keys
        return {intern(key) if type(key) is str else decode(key, resolve): decode(item, resolve) if isinstance(item, list) else item for key, item in zip(data[1::2], data[2::2], strict=True)}
    if sign == "D":
        return date(data[1])
    if sign == "T":
        return dt.time.fromisoformat(data[1])
    if sign == "f":
        return float(data[1])
    if sign == "b":
        return base64.b64decode(data[1])
    if sign == "@":
        return resolve(data[1])
    kind, names, in_order = class_of(sign)
    # Names of committees, persons, results stand in thousands of texts: each is held once.
    values = [decode(item, resolve) if isinstance(item, list) else intern(item) if type(item) is str and len(item) < SHORT else item for item in data[1:]]
    return kind(*values) if in_order and len(values) == len(names) else kind(**dict(zip(names, values, strict=True)))


@cache
def name_of(kind: type) -> str:
    if not is_struct(kind) or not kind.__struct_config__.frozen or not kind.__module__.startswith(PACKAGE + "."):
        raise TypeError(f"{kind!r} is no value of a page: only plain values and own frozen structs are")
    return f"{kind.__module__.removeprefix(PACKAGE + '.')}:{kind.__qualname__}"


@cache
def reader_of(kind: type) -> tuple[str, Callable[[Any], tuple]]:
    """A class's name, and what gives the values of its fields at once."""
    name, names = name_of(kind), names_of(kind)
    return name, attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, one) for one in names)


@cache
def class_of(name: str) -> tuple[type, tuple[str, ...], bool]:
    """A class by its name, its fields, and whether it can be made by giving these in their order."""
    module, _, qualified = name.partition(":")
    kind = getattr(importlib.import_module(f"{PACKAGE}.{module}"), qualified)
    if not is_struct(kind):
        raise TypeError(name)
    names = names_of(kind)
    return kind, names, kind.__match_args__[: len(names)] == names


@cache
def names_of(kind: type) -> tuple[str, ...]:
    """Fields that carry the value. Those that its class names as BESIDE it (how a text is loaded) are left out."""
    return tuple(name for name in kind.__struct_fields__ if name not in getattr(kind, "BESIDE", ()))


def is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Struct)


compact = msgspec.json.Encoder().encode
loads: Callable[[str | bytes], Any] = msgspec.json.Decoder().decode


def dumps(value: Any) -> str:
    """JSON without a blank (RFC 8259), as the standard library writes it, in a sixth of the time: it is asked a quarter of a million times."""
    try:
        return compact(value).decode()
    except UnicodeEncodeError:  # the name of a file that is no UTF-8
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Damaged(Exception):
    """What the store gave is not what was put into it."""


def seal(text: str, *place: str) -> str:
    """The text with a digest in front, over it and where it is kept: SQLite finds a damaged file, neither a damaged text in it nor one that stands in another's place."""
    return digest(*place, text) + text


def unseal(text: object, *place: str) -> str:
    if not isinstance(text, str) or digest(*place, text[32:]) != text[:32]:
        raise Damaged
    return text[32:]


def digest(*parts: str | bytes) -> str:
    """32 hexadecimal digits over parts that cannot run into one another."""
    taken = hashlib.blake2b(digest_size=16)
    for part in parts:
        plain = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        taken.update(b"%d:" % len(plain))
        taken.update(plain)
    return taken.hexdigest()
