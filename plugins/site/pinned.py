"""Which program a group's own site belongs to: its requirements.txt names the package by version and digest (decision 41).

From outside comes: requirements.txt of the site, of which one line is read. In a checkout of the program there is no such line.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from msgspec import Struct

from ..records.program import PACKAGE, is_packed, version

LOCK = "requirements.txt"
FOLDER = "programm"
LINE = re.compile(
    r"^\./programm/(fraktion-(\d+\.\d+\.\d+)-py3-none-any\.whl)[ \t]+--hash=sha256:([0-9a-f]{64})[ \t]*$",
    re.MULTILINE | re.ASCII,
)


class Pin(Struct, frozen=True):
    file: str  # of the package, in programm/
    version: str
    digest: str


def pin_in(text: str) -> Pin | None:
    found = LINE.search(text.replace("\\\n", ""))  # one requirement may go over several lines
    return Pin(*found.groups()) if found else None


def pin_of(site: Path) -> Pin | None:
    try:
        return pin_in((site / LOCK).read_text("utf-8", "replace"))
    except OSError:
        return None


def installed_digest() -> str:
    """Of the package that runs, as pip noted it (PEP 610); "" where it came otherwise: from a checkout, or unpacked by a server."""
    try:
        noted = json.loads((PACKAGE.parent / f"fraktion-{version()}.dist-info" / "direct_url.json").read_text("utf-8"))
        return noted["archive_info"]["hashes"]["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def other_program(site: Path) -> str:
    """What to say where another program runs than the one this site belongs to; "" where it is the same."""
    pin = pin_of(site)
    if not pin or (pin.version == version() and (not is_packed() or installed_digest() in ("", pin.digest))):
        return ""
    here = f"hier läuft {version()}" if version() != pin.version else "hier läuft eine andere Ausgabe derselben Fassung"
    return f"Diese Website gehört zur Fassung {pin.version} des Programms; {here}.\n    → Bitte im Ordner {site} zuerst „make site“ und dann den Befehl von dort: .venv/bin/fraktion"
