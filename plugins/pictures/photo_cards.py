"""Cards of what has a picture of its own: its words on the left, the picture on the right. A JPEG, since a photo has more than four shades.

It is half as large as the others, 600 × 315, what Open Graph asks for at least: letters and a photo in full size would take 40 kB.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec import Struct

from ..press import Page, card_of
from .cards import EDGE, SIZE, build_card, palette, words

if TYPE_CHECKING:
    from PIL.Image import Image as PictureOf

SMALLER = (SIZE[0] // 2, SIZE[1] // 2)
BOX = 4  # how Pillow calls the mean of the points that become one
SPLIT = 680  # points from the left: where the picture begins
ROW = SPLIT - EDGE - 40
LINES, ROOM = 7, 400  # of a title, where no status stands below it
LARGEST = 20_000  # bytes
QUALITIES = (82, 72, 62, 50, 38, 26, 14)


class Photo(Struct, frozen=True):
    """A picture beside a text: where it lies, and what stands for its content."""

    source: str
    digest: str


def card_page(
    path: str, kind: str, title: str, status: str, name: str, tone: str = "", sign: str = "", photo: Photo | None = None
) -> Page:
    """`path`: of the page that it is the card of; `tone` and `sign` of the outcome, in the words of shape.html; `photo`: the page's own picture."""
    said = {"kind": kind, "title": title, "status": status, "name": name, "tone": tone, "sign": sign}
    more = {"source": photo.source, "digest": photo.digest} if photo else {}
    return Page(
        card_of(path, title, bool(photo)).path,
        build_photo_card if photo else build_card,
        {**said, **more},
        says="\n".join((kind, title, status, name)),
    )


def build_photo_card(
    kind: str, title: str, status: str, name: str, tone: str, sign: str, source: str, digest: str
) -> bytes:
    """`digest` stands for the picture's content among the inputs."""
    said = words(kind, title, status, name, sign, ROW, *(() if status else (LINES, ROOM))).resize(SMALLER, BOX)
    said.putpalette(ramp(tone))
    card = said.convert("RGB")
    card.paste(cropped(source, (SMALLER[0] - SPLIT // 2, SMALLER[1])), (SPLIT // 2, 0))
    for quality in QUALITIES:
        out = io.BytesIO()
        card.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def cropped(source: str, size: tuple[int, int]) -> PictureOf:
    """What of the picture the card has room for."""
    from PIL import Image, ImageOps

    with Image.open(source) as picture:
        picture.draft("RGB", (2 * size[0], 2 * size[1]))  # a JPEG is read no finer than it is needed
        upright = ImageOps.exif_transpose(picture)
        flat = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if flat.mode == "RGBA":
        flat = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat).convert("RGB")
    return ImageOps.fit(flat, size, Image.Resampling.BICUBIC, centering=(0.5, 0.35))


def ramp(tone: str) -> list[int]:
    """Of every shade from the ground to white."""
    ground, white = palette(tone)[:3], (255, 255, 255)
    return [round(a + (b - a) * n / 255) for n in range(256) for a, b in zip(ground, white, strict=True)]
