"""The points of a picture: read upright, written without anything that a camera or a program put beside them."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

OPTIONS = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}


def upright(data: bytes) -> Image:
    """The picture as people see it; a camera may say which side is up instead of turning it."""
    from PIL import Image, ImageOps  # late: most builds have no new picture

    with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
        warnings.simplefilter("ignore")
        turned = ImageOps.exif_transpose(picture)
        return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def saved(picture: Image, ending: str) -> bytes:
    from PIL import Image

    if ending == "jpg" and picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)  # the points without the notes: Pillow hands some of them on
    out = io.BytesIO()
    bare.save(out, **OPTIONS[ending])
    return out.getvalue()
