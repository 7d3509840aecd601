"""The program as a package, wherever this one came from: packed from a checkout, or the very file that is installed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from ..records.program import PACKAGE, is_packed, version
from ..site.pinned import FOLDER, installed_digest, pin_of
from ..site.settings import Refusal
from .packing import digest_of, pack


class Wheel(Struct, frozen=True):
    name: str
    data: bytes
    digest: str


def read_wheel(file: Path) -> Wheel:
    return Wheel(file.name, file.read_bytes(), digest_of(file))


def own_wheel(site: Path | None) -> Wheel:
    """The package of the program that runs. `site`: where this was asked, if that is a site of its own."""
    if not is_packed():
        with tempfile.TemporaryDirectory() as folder:
            return read_wheel(pack(Path(folder)))
    wanted = installed_digest()
    for file in (beside(site), installed_from()):
        if file and file.is_file() and (wheel := read_wheel(file)) and wheel.digest == (wanted or wheel.digest):
            return wheel
    raise Refusal(
        f"Das Paket dieser Fassung ({version()}) liegt nicht mehr da, von wo es eingerichtet wurde. Bitte mit --programm angeben, wo es liegt: --programm fraktion-{version()}-py3-none-any.whl"
    )


def beside(site: Path | None) -> Path | None:
    pin = pin_of(site) if site else None
    return site / FOLDER / pin.file if site and pin and pin.version == version() else None


def installed_from() -> Path | None:
    """Where pip took it from (PEP 610)."""
    try:
        noted = json.loads((PACKAGE.parent / f"fraktion-{version()}.dist-info" / "direct_url.json").read_text("utf-8"))
        return Path(unquote(urlsplit(noted["url"]).path))
    except (OSError, ValueError, KeyError, TypeError):
        return None
