"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), as loose as feeds are: what has the wrong type is not there."""

from __future__ import annotations

import json
import re
from typing import Any

VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/\d")


def read(data: bytes) -> dict[str, Any] | None:
    """The feed, or None where this is none."""
    try:
        feed = json.loads(
            data.decode(json.detect_encoding(data), "replace").lstrip("\ufeff"),
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
    except (ValueError, RecursionError):
        return None
    return (
        feed
        if isinstance(feed, dict)
        and (VERSION.match(word(feed, "version")) or (isinstance(feed.get("items"), list) and word(feed, "title")))
        else None
    )


def word(mapping: dict[str, Any], key: str) -> str:
    """A value that is text; ids may be numbers (1.1, „id“)."""
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def items(feed: dict[str, Any]) -> list[dict[str, Any]]:
    found = feed.get("items")
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
