"""How bright a picture is, and whether it stands out from the green of the head."""

from __future__ import annotations

from collections.abc import Sequence

from ..records.raster import upright

TANNE = (0, 85, 56)  # the ground on which a sign stands (tokens.css)


def light(data: bytes) -> tuple[int, bool]:
    """How bright a picture is, of 100; and whether its parts that are not transparent would be lost on the green of the head."""
    from PIL import Image, ImageStat

    picture = upright(data)
    picture.thumbnail((64, 64), Image.Resampling.BOX)
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    mask = alpha.point([0] * 128 + [255] * 128) if alpha else None
    mean = ImageStat.Stat(picture.convert("RGB"), mask).mean if not mask or mask.getbbox() else [255.0] * 3
    bright = round((0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2]) / 2.55)
    return bright, mask is not None and contrast(mean, TANNE) < 3


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two colours (WCAG 2.2, contrast ratio)."""
    dark, bright = sorted(
        sum(weight * linear(value / 255) for weight, value in zip((0.2126, 0.7152, 0.0722), colour, strict=True))
        for colour in (one, other)
    )
    return (bright + 0.05) / (dark + 0.05)


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
