"""A picture in the sizes and formats that browsers choose from. Made from its points alone: no place, no camera, no time is left in it."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..press import Page
from ..records.links import File
from ..records.raster import saved, upright

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif")  # what is read; others are no pictures to us
KINDS = {"JPEG", "MPO", "PNG", "WEBP", "AVIF"}  # MPO: what some cameras call a JPEG
MOST = 60_000_000  # points; a telephone makes 50 million
SAME = {".jpeg": "jpg"}  # endings by which a cleaned file keeps its format


class Look(Struct, frozen=True):
    """What a file is as a picture: its size as people see it, or what is wrong with it."""

    width: int = 0
    height: int = 0
    wrong: str = ""  # code of the message


def look(data: bytes) -> Look:
    """Read the whole picture: one that breaks off in the middle shows that only at its end."""
    from PIL import Image, ImageOps  # late: most builds have no new picture

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes: MOST says it in German
        try:
            with Image.open(io.BytesIO(data)) as picture:
                if picture.format not in KINDS:
                    return Look(wrong="picture-bad")
                if picture.width * picture.height > MOST:
                    return Look(wrong="picture-huge")
                picture.load()
                turned = ImageOps.exif_transpose(picture)
                return Look(*turned.size)
        except Image.DecompressionBombError:
            return Look(wrong="picture-huge")
        except Exception:  # a damaged file makes decoders raise almost anything
            return Look(wrong="picture-bad")


def look_at_gif(data: bytes) -> Look:
    """Its size, from its first bytes (GIF89a, section 18); whatever else it is, it is handed on."""
    return Look(*struct.unpack("<HH", data[6:10])) if data[:6] in (b"GIF87a", b"GIF89a") and len(data) > 10 else Look()


def variants(file: File, source: str) -> Iterator[Page]:
    for ending in ("avif", "webp", "jpg"):
        for width in file.widths:
            yield Page(
                file.variant(width, ending),
                build_variant,
                {"source": source, "digest": file.digest, "width": width, "ending": ending},
            )


def build_variant(source: str, digest: str, width: int, ending: str) -> bytes:
    """`digest` stands for the picture's content among the inputs."""
    picture = upright(Path(source).read_bytes())
    height = max(1, round(picture.height * width / picture.width))
    return saved(picture.resize((width, height), 1) if width < picture.width else picture, ending)  # 1: Lanczos


def build_clean(source: str, digest: str) -> bytes:
    """A picture at its own address and in its own size, with nothing in it but the picture."""
    ending = Path(source).suffix.lower()
    return saved(upright(Path(source).read_bytes()), SAME.get(ending, ending[1:]))
