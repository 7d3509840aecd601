"""Cards, 1200 × 630: what a messenger shows of a link. White words and the sign of the outcome on the outcome's own dark ground, in four shades: smooth, and small."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from zlib import Z_RLE

from ..records.program import own_file

if TYPE_CHECKING:
    from PIL.Image import Image as PictureOf
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
EDGE = 80
WHITE = (255, 255, 255)
# By tone: the ground (tokens.css); white on it reaches 7 : 1 and more.
GROUNDS = {
    "": (0, 85, 56),
    "good": (0, 85, 56),
    "bad": (122, 31, 43),
    "open": (91, 67, 0),
    "info": (11, 79, 108),
    "mixed": (107, 47, 0),
    "unknown": (61, 65, 69),
}
SHADES = (
    4  # the ground, white, and two between for the edges of letters: more cost twice the time and half the bytes again
)
SHADE = [round(value * (SHADES - 1) / 255) for value in range(256)]
MARK = 64  # height of the sign of the outcome
LETTERS = own_file("theme") / "static" / "fonts" / "fraktion-sans.woff2"
ROW = SIZE[0] - 2 * EDGE
LINES = 4
SIZES = (76, 66, 58, 50)  # of the title; the largest that fits into its lines and above the status
ROOM = 4 * 66  # letters' heights, one above the other


def build_card(kind: str, title: str, status: str, name: str, tone: str = "", sign: str = "") -> bytes:
    shades = words(kind, title, status, name, sign).point(SHADE, "L")
    shades.putpalette(palette(tone))
    out = io.BytesIO()
    shades.save(
        out, "PNG", bits=2, compress_level=6, compress_type=Z_RLE
    )  # faster than the usual strategy, not more bytes
    return out.getvalue()


def words(
    kind: str, title: str, status: str, name: str, sign: str, row: int = ROW, most: int = LINES, room: int = ROOM
) -> PictureOf:
    """All that is said, white on black. `row`: how wide a line may be, `most` and `room`: how many there may be."""
    from PIL import ImageDraw

    picture = around(kind, status, name, sign, row).copy()
    size, lines = fitted(shown(title), row, most, room)
    ImageDraw.Draw(picture).multiline_text(
        (EDGE, 130), "\n".join(lines), font=font(700, size), fill=255, spacing=size // 6
    )
    return picture


@cache
def palette(tone: str) -> list[int]:
    return [
        round(a + (b - a) * n / (SHADES - 1)) for n in range(SHADES) for a, b in zip(GROUNDS[tone], WHITE, strict=True)
    ]


@lru_cache(maxsize=8)  # 750 kB each; a year's motions have few kinds and statuses
def around(kind: str, status: str, name: str, sign: str, row: int) -> PictureOf:
    """What many cards have in common: all but the title."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", SIZE, 0)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, EDGE // 4, SIZE[1]), fill=255)
    draw.text((EDGE, 70), cut(shown(kind), font(400, 38), row), font=font(400, 38), fill=255)
    if status:
        left, top = EDGE, SIZE[1] - 160
        if sign:
            picture.paste(255, (left, top), mark(sign))
            left += MARK + 20
        draw.text((left, top + 4), cut(shown(status), font(700, 46), row + EDGE - left), font=font(700, 46), fill=255)
    draw.text((EDGE, SIZE[1] - 85), cut(shown(name), font(400, 34), row), font=font(400, 34), fill=255)
    return picture


@cache
def mark(sign: str) -> PictureOf:
    """The sign of an outcome, as templates/components/shape.html has it: drawn four times as large, and made small, so that its edges are smooth."""
    from PIL import Image, ImageDraw

    unit = 4 * MARK / 24
    large = Image.new("L", (4 * MARK, 4 * MARK), 0)
    draw = ImageDraw.Draw(large)

    def shape(points: Iterable[tuple[float, float]], fill: int) -> None:
        draw.polygon([(x * unit, y * unit) for x, y in points], fill=fill)

    def disc(radius: float, fill: int) -> None:
        draw.ellipse(
            [(12 - radius) * unit, (12 - radius) * unit, (12 + radius) * unit, (12 + radius) * unit], fill=fill
        )

    if sign == "cross":
        draw.rounded_rectangle([unit, unit, 23 * unit, 23 * unit], 3 * unit, fill=255)
    elif sign == "diamond":
        shape([(12, 0.4), (23.6, 12), (12, 23.6), (0.4, 12)], 255)
    else:
        disc(11, 255)
    if sign not in ("tick", "cross", "diamond"):
        disc(8.4, 0)
    for points, fill in STROKES.get(sign, ()):
        shape(points, fill)
    if sign == "half":
        draw.pieslice([3.6 * unit, 3.6 * unit, 20.4 * unit, 20.4 * unit], 90, 270, fill=255)
    return large.resize((MARK, MARK), Image.Resampling.LANCZOS)


STROKES: dict[str, tuple[tuple[tuple[tuple[float, float], ...], int], ...]] = {
    "tick": ((((10, 17.4), (5.2, 12.6), (7.2, 10.6), (10, 13.4), (16.8, 6.2), (18.8, 8.2)), 0),),
    "cross": (
        (
            (
                (12, 10),
                (8, 6),
                (6, 8),
                (10, 12),
                (6, 16),
                (8, 18),
                (12, 14),
                (16, 18),
                (18, 16),
                (14, 12),
                (18, 8),
                (16, 6),
            ),
            0,
        ),
    ),
    "diamond": (
        (((10.5, 5.5), (13.5, 5.5), (13.5, 13.7), (10.5, 13.7)), 0),
        (((10.5, 15.5), (13.5, 15.5), (13.5, 18.5), (10.5, 18.5)), 0),
    ),
    "clock": ((((10.7, 6), (13.3, 6), (13.3, 11.3), (16.7, 13.6), (15.3, 15.7), (10.7, 12.7)), 255),),
    "arrow": (
        (
            (
                (6, 10.7),
                (13.3, 10.7),
                (11, 8.4),
                (12.8, 6.6),
                (18.2, 12),
                (12.8, 17.4),
                (11, 15.6),
                (13.3, 13.3),
                (6, 13.3),
            ),
            255,
        ),
    ),
    "question": (
        (((8, 9.7), (10.5, 9.7), (12, 8.2), (13.3, 9.7), (10.7, 14.3), (13.3, 14.3), (16, 9.7), (12, 5.7)), 255),
        (((10.7, 15.7), (13.3, 15.7), (13.3, 18.3), (10.7, 18.3)), 255),
    ),
}


@cache
def font(weight: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    letters = ImageFont.truetype(LETTERS, size, layout_engine=ImageFont.Layout.BASIC)
    letters.set_variation_by_axes([weight])
    return letters


def shown(text: str) -> str:
    """The text in signs that the letters have: „CO₂“ is „CO2“ on a card, and a sign that nothing stands for is left out rather than drawn as a box."""
    return "".join([sign if known(sign) else "".join(filter(known, normalize("NFKD", sign))) for sign in text])


@lru_cache(maxsize=1 << 10)
def known(sign: str) -> bool:
    letters = font(400, 34)
    return sign.isspace() or (
        letters.getmask(sign).getbbox() is not None and bytes(letters.getmask(sign)) != bytes(letters.getmask("\ufffe"))
    )


def fitted(title: str, row: int = ROW, most: int = LINES, room: int = ROOM) -> tuple[int, list[str]]:
    """The largest letters in which the title has room; a very long one ends with an ellipsis."""
    for size in SIZES:
        lines = wrapped(title, font(700, size), row)
        if len(lines) <= most and len(lines) * size <= room:
            return size, lines
    return SIZES[-1], [*lines[: most - 1], cut(f"{lines[most - 1]} …", font(700, SIZES[-1]), row)]


def wrapped(text: str, letters: FreeTypeFont, row: int = ROW) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for word in text.split():
        longer = (
            used
            + width(letters, f"{lines[-1][-1]} {word[0]}")
            - width(letters, lines[-1][-1])
            - width(letters, word[0])
            + width(letters, word)
            if lines
            else 0
        )
        if lines and longer <= row:
            lines[-1], used = f"{lines[-1]} {word}", longer
        else:
            lines.append(cut(word, letters, row))
            used = width(letters, lines[-1])
    return lines


def cut(text: str, letters: FreeTypeFont, room: float = ROW) -> str:
    while width(letters, text) > room:
        text = text.rstrip(" …")[:-1] + "…"
    return text


@lru_cache(maxsize=1 << 14)
def width(letters: FreeTypeFont, text: str) -> float:
    """Words come again and again. In Layout.BASIC a width is the sum of the letters' and of what each pair is moved together."""
    return letters.getlength(text)
