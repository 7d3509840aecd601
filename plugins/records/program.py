"""The program itself: where its own files lie, in a checkout and in a package, and which version it is.

One folder, two names (decision 40): `plugins` in a checkout, `fraktion` in a package. What lies at the top of a checkout and is
needed when the program runs (theme, requirements, handbooks) lies inside of the package under the same name.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
NAME = PACKAGE.name  # as it is imported
ROOT = PACKAGE.parent  # what has to stand on Python's path
LABEL = "paket.json"  # in a package only: what it is, written by founding/packing.py


def is_packed() -> bool:
    return (PACKAGE / LABEL).is_file()


def own_file(name: str) -> Path:
    """A file or folder that belongs to the program, by its name at the top of a checkout."""
    return (PACKAGE if is_packed() else ROOT) / name


@cache
def version() -> str:
    """As pyproject.toml says; "" where there is none, as in programs that a server laid out long ago."""
    if is_packed():
        return json.loads((PACKAGE / LABEL).read_text("utf-8"))["version"]
    try:
        return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    except FileNotFoundError:
        return ""
