"""A reader of OParl files as somebody else would write it: from the system to every list, page after page, and into what stands inside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

Load = Callable[[str], dict[str, Any]]


def over_http(address: str) -> dict[str, Any]:
    with urlopen(address, timeout=20) as answer:
        return json.load(answer)


def from_folder(output: Path, url: str) -> Load:
    """Addresses below `url` are files of a built site."""
    return lambda address: json.loads((output / address.removeprefix(f"{url}/")).read_bytes())


def walk(load: Load, list_address: str) -> Iterator[dict[str, Any]]:
    """A list to its end. The same page, or the same object, twice would be a circle."""
    pages, seen, address = set(), set(), list_address
    while address:
        assert address not in pages, f"{address} leads back"
        pages.add(address)
        page = load(address)
        assert page["links"]["self"] == address
        assert page["links"]["first"] == list_address
        for thing in page["data"]:
            assert thing["id"] not in seen, f"{thing['id']} stands twice"
            seen.add(thing["id"])
            yield thing
        address = page["links"].get("next", "")


def objects(load: Load, system: str) -> dict[str, dict[str, Any]]:
    """Everything that there is, by id: system, bodies, their lists, and what stands inside of each object."""
    found: dict[str, dict[str, Any]] = {}

    def take(thing: Any) -> None:
        if isinstance(thing, dict):
            if "id" in thing:
                assert found.setdefault(thing["id"], thing) == thing, f"{thing['id']} is two different objects"
            for value in thing.values():
                take(value)
        elif isinstance(thing, list):
            for value in thing:
                take(value)

    take(start := load(system))
    for body in walk(load, start["body"]):
        take(body)
        for name in ("organization", "person", "meeting", "paper", "legislativeTermList"):
            for thing in walk(load, body[name]):
                take(thing)
    return found


def kind(thing: dict[str, Any]) -> str:
    return thing["type"].rsplit("/", 1)[1]
