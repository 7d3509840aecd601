"""Cards, 1200 × 630: what a messenger shows of a link. White words on the brand's green, in three shades, so that a card is small."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zlib import Z_RLE

from ..press import Page, card_of
from ..records.program import own_file

if TYPE_CHECKING:
    from PIL.Image import Image as PictureOf
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
EDGE = 80
GREEN, WHITE = (0, 85, 56), (255, 255, 255)  # Tanne; 8.9 : 1
SHADES = 3  # green, white, and one between for the edges of letters
SHADE = [round(value * (SHADES - 1) / 255) for value in range(256)]
PALETTE = [round(a + (b - a) * n / (SHADES - 1)) for n in range(SHADES) for a, b in zip(GREEN, WHITE, strict=True)]
FONTS = own_file("theme") / "static" / "fonts"
ROW = SIZE[0] - 2 * EDGE
LINES = 4
SIZES = (76, 66, 58, 50)  # of the title; the largest that fits into its lines and above the status
ROOM = 4 * 66  # letters' heights, one above the other


def card_page(path: str, kind: str, title: str, status: str, name: str) -> Page:
    """`path`: of the page that it is the card of."""
    return Page(card_of(path, title).path, build_card, {"kind": kind, "title": title, "status": status, "name": name}, says="\n".join((kind, title, status, name)))


def build_card(kind: str, title: str, status: str, name: str) -> bytes:
    from PIL import ImageDraw

    picture = around(kind, status, name).copy()
    size, lines = fitted(title)
    ImageDraw.Draw(picture).multiline_text((EDGE, 130), "\n".join(lines), font=font(700, size), fill=255, spacing=size // 6)
    shades = picture.point(SHADE, "L")
    shades.putpalette(PALETTE)
    out = io.BytesIO()
    shades.save(out, "PNG", bits=2, compress_level=6, compress_type=Z_RLE)  # faster than the usual strategy, not more bytes
    return out.getvalue()


@lru_cache(maxsize=8)  # 750 kB each; a year's motions have few kinds and statuses
def around(kind: str, status: str, name: str) -> PictureOf:
    """What many cards have in common: all but the title."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, EDGE // 4, SIZE[1]), fill=255)
    draw.text((EDGE, 70), kind, font=font(400, 38), fill=255)
    if status:
        draw.text((EDGE, SIZE[1] - 150), f"Stand: {status}", font=font(700, 42), fill=255)
    draw.text((EDGE, SIZE[1] - 85), cut(name, font(400, 34)), font=font(400, 34), fill=255)
    return picture


@cache
def font(weight: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / f"pt-sans-latin-{weight}-normal.woff", size, layout_engine=ImageFont.Layout.BASIC)


def fitted(title: str) -> tuple[int, list[str]]:
    """The largest letters in which the title has room; a very long one ends with an ellipsis."""
    for size in SIZES:
        lines = wrapped(title, font(700, size))
        if len(lines) <= LINES and len(lines) * size <= ROOM:
            return size, lines
    return SIZES[-1], [*lines[: LINES - 1], cut(f"{lines[LINES - 1]} …", font(700, SIZES[-1]))]


def wrapped(text: str, letters: FreeTypeFont) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for word in text.split():
        longer = used + width(letters, f"{lines[-1][-1]} {word[0]}") - width(letters, lines[-1][-1]) - width(letters, word[0]) + width(letters, word) if lines else 0
        if lines and longer <= ROW:
            lines[-1], used = f"{lines[-1]} {word}", longer
        else:
            lines.append(cut(word, letters))
            used = width(letters, lines[-1])
    return lines


def cut(text: str, letters: FreeTypeFont) -> str:
    while width(letters, text) > ROW:
        text = text.rstrip(" …")[:-1] + "…"
    return text


@lru_cache(maxsize=1 << 14)
def width(letters: FreeTypeFont, text: str) -> float:
    """Words come again and again. In Layout.BASIC a width is the sum of the letters' and of what each pair is moved together."""
    return letters.getlength(text)
