"""Cards, 1200 × 630: what a messenger shows of a link. White words on the brand's green, in three shades, so that a card is small."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import Z_RLE

from ..press import Page, card_of

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
EDGE = 80
GREEN, WHITE = (0, 85, 56), (255, 255, 255)  # Tanne; 8.9 : 1
SHADES = 3  # green, white, and one between for the edges of letters
FONTS = Path(__file__).resolve().parents[2] / "theme" / "static" / "fonts"
LINES = 4
SIZES = (76, 66, 58, 50)  # of the title; the largest that fits into its lines and above the status
ROOM = 4 * 66  # letters' heights, one above the other


def card_page(path: str, kind: str, title: str, status: str, name: str) -> Page:
    """`path`: of the page that it is the card of."""
    return Page(card_of(path, title).path, build_card, {"kind": kind, "title": title, "status": status, "name": name})


def build_card(kind: str, title: str, status: str, name: str) -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, EDGE // 4, SIZE[1]), fill=255)
    draw.text((EDGE, 70), kind, font=font(400, 38), fill=255)
    size, lines = fitted(title)
    draw.multiline_text((EDGE, 130), "\n".join(lines), font=font(700, size), fill=255, spacing=size // 6)
    if status:
        draw.text((EDGE, SIZE[1] - 150), f"Stand: {status}", font=font(700, 42), fill=255)
    draw.text((EDGE, SIZE[1] - 85), cut(name, font(400, 34)), font=font(400, 34), fill=255)
    shades = picture.point([round(value * (SHADES - 1) / 255) for value in range(256)], "L")
    shades.putpalette([round(a + (b - a) * n / (SHADES - 1)) for n in range(SHADES) for a, b in zip(GREEN, WHITE, strict=True)])
    out = io.BytesIO()
    shades.save(out, "PNG", bits=2, compress_level=6, compress_type=Z_RLE)  # faster than the usual strategy, not more bytes
    return out.getvalue()


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
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if letters.getlength(longer) <= SIZE[0] - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(cut(word, letters))
    return [line for line in lines if line]


def cut(text: str, letters: FreeTypeFont) -> str:
    while letters.getlength(text) > SIZE[0] - 2 * EDGE:
        text = text.rstrip(" …")[:-1] + "…"
    return text
