"""Pictures inside a text: the converter writes `<img src alt>`, here it gets its sizes and formats, and room is kept for it. A GIF may move: it stays what it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ..records.addresses import ROOT
from ..records.links import File

IMG = re.compile(f'<img ([^>]*?)src="{ROOT}([^"]+)"([^>]*)>')
SIZES = "(min-width: 60rem) 40rem, 100vw"  # as in templates/components/picture.html


def with_sizes(html: str, files: Mapping[str, File]) -> str:
    """`files`: the pictures, by their own addresses."""

    def better(found: re.Match[str]) -> str:
        before, address, after = found.groups()
        if address not in files:
            return found[0]
        file, attributes = files[address], f"{before}{after}".strip()
        return (
            f'<img src="{ROOT}{address}" {room(file)} {attributes}>'
            if is_gif(file.path)
            else in_sizes(file, attributes)
        )

    return IMG.sub(better, html)


def by_address(files: list[File]) -> dict[str, File]:
    return {quote(file.path): file for file in files}


def is_gif(name: str) -> bool:
    return name.lower().endswith(".gif")


def room(file: File) -> str:
    return f'width="{file.width}" height="{file.height}"'


def in_sizes(file: File, attributes: str) -> str:
    """`attributes`: what the picture's element has besides, its alternative text above all."""
    sets = {
        ending: ", ".join(f"{ROOT}{file.variant(width, ending)} {width}w" for width in file.widths)
        for ending in ("avif", "webp", "jpg")
    }
    sources = "".join(
        f'<source type="image/{ending}" srcset="{sets[ending]}" sizes="{SIZES}">' for ending in ("avif", "webp")
    )
    return f'<picture>{sources}<img src="{ROOT}{file.variant(file.widths[-1], "jpg")}" srcset="{sets["jpg"]}" sizes="{SIZES}" {room(file)} decoding="async" {attributes}></picture>'
