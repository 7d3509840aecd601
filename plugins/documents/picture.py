"""Pictures on letters: made from their points alone, in the size they have on paper, and handed over as text."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..records.quoting import xml
from ..records.raster import saved, upright

WIDE, HIGH = 165, 120  # mm: the text, and what a picture may take of the page
FINE = 1400  # points across; 215 an inch
INCH = 25.4


class Picture(Struct, frozen=True):
    """A file that a letter shows. `digest` stands for its content."""

    source: str  # where it lies
    digest: str
    places: tuple[str, ...] = ()  # by which addresses the text means it


def as_svg(picture: Picture) -> dict[str, Any] | None:
    """The picture as SVG, which is text and can travel with the rest, and how many hundredths of the text's width it takes. None: it is none."""
    try:
        data = Path(picture.source).read_bytes()
        if picture.source.lower().endswith(".svg"):
            return {"svg": data.decode("utf-8"), "share": 100}
        points = upright(data)
    except Exception:  # a damaged file makes decoders raise almost anything; the check has told it
        return None
    wide, high = points.size
    share = min(WIDE, wide / 96 * INCH, HIGH * wide / high) / WIDE * 100
    if wide > FINE:
        points = points.resize((FINE, max(1, round(high * FINE / wide))), 1)  # 1: Lanczos
    ending = "png" if picture.source.lower().endswith((".png", ".gif")) else "jpg"
    kind = "png" if ending == "png" else "jpeg"
    shown = base64.b64encode(saved(points, ending)).decode()
    wide, high = points.size
    href = xml(f"data:image/{kind};base64,{shown}")
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="{int(wide)}" height="{int(high)}" viewBox="0 0 {int(wide)} {int(high)}"><image href="{href}" width="{int(wide)}" height="{int(high)}"/></svg>',
        "share": round(share, 1),
    }
