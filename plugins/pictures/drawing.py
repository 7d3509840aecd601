"""A drawing as SVG that a group brings: made anew from its shapes alone, so that nothing in it can run, load or hide anything."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

SVG = "http://www.w3.org/2000/svg"
MOST = 500_000  # bytes
# Shapes and what colours them (SVG 2); everything else is either dropped in silence or makes the drawing one that is not shown.
SHAPES = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "style",
        "view",
    ]
)
QUIET = frozenset(["metadata", "title", "desc"])
REACHES = re.compile(
    r"@import|url\((?!\s*['\"]?#)|\\|expression|javascript:", re.IGNORECASE
)  # of a style: out of the drawing
BOX = re.compile(r"\s*(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)\s*")
LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
LONGEST = 100  # characters of a size
# Where the pieces of a county are, in hundredths of its drawing: left, top, width, height.
PIECES = (
    (64, 46, 29, 42),
    (35, 52, 29, 42),
    (5, 55, 27, 40),
    (58, 20, 27, 40),
    (73, 57, 25, 38),
    (21, 57, 27, 40),
    (44, 43, 27, 40),
)


class Drawn(Struct, frozen=True):
    """A drawing that may be shown, with its size; or why it may not: `wrong` is the code of a message, `part` what is in the way."""

    svg: str = ""
    width: int = 0
    height: int = 0
    wrong: str = ""
    part: str = ""


def redrawn(data: bytes, pieces: bool = False) -> Drawn:
    """`pieces`: with the views of a county of which places have one each (theme/motif/draw.py)."""
    if len(data) > MOST or b"<!ENTITY" in data:
        return Drawn(wrong="drawing-huge" if len(data) > MOST else "drawing-part", part="<!ENTITY>")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError):
        return Drawn(wrong="drawing-bad")
    if root.tag != f"{{{SVG}}}svg":
        return Drawn(wrong="drawing-bad")
    if part := clean(root):
        return Drawn(wrong="drawing-part", part=part)
    box = box_of(root)
    if not box:
        return Drawn(wrong="drawing-size")
    left, top, width, height = box
    root.attrib.update(
        {"viewBox": f"{left:g} {top:g} {width:g} {height:g}", "width": f"{width:g}", "height": f"{height:g}"}
    )
    if pieces:
        root.set("preserveAspectRatio", "xMidYMax slice")
        for number, (x, y, wide, high) in reversed(list(enumerate(PIECES))):
            view = ElementTree.Element(
                f"{{{SVG}}}view",
                {
                    "id": f"s{number}",
                    "viewBox": f"{left + width * x / 100:g} {top + height * y / 100:g} {width * wide / 100:g} {height * high / 100:g}",
                },
            )
            root.insert(0, view)
    ElementTree.register_namespace("", SVG)
    return Drawn(ElementTree.tostring(root, "unicode"), round(width) or 1, round(height) or 1)


def clean(element: ElementTree.Element) -> str:
    """Drop what no browser needs in order to draw it. Gives what is in the way, "" where nothing is."""
    for name, value in list(element.attrib.items()):
        plain = name.rpartition("}")[2]
        if plain == "href" and value.startswith("#") and name in ("href", "{http://www.w3.org/1999/xlink}href"):
            del element.attrib[name]
            element.attrib["href"] = value  # SVG 2; one name for both
        elif plain == "href":
            return f'{plain}="{value[:40]}"'
        elif "}" in name or plain.lower().startswith("on"):
            del element.attrib[name]
        elif REACHES.search(value):
            return f'{plain}="{value[:40]}"'
    if element.tag == f"{{{SVG}}}style" and REACHES.search(element.text or ""):
        return "<style>"
    for child in list(element):
        space, _, name = child.tag.rpartition("}") if isinstance(child.tag, str) else ("", "", "")
        if space != f"{{{SVG}" or name in QUIET:
            drop(element, child)
        elif name not in SHAPES:
            return f"<{name}>"
        elif part := clean(child):
            return part
    return ""


def drop(element: ElementTree.Element, child: ElementTree.Element) -> None:
    child.tail = None
    element.remove(child)


def box_of(root: ElementTree.Element) -> tuple[float, float, float, float] | None:
    if box := BOX.fullmatch(root.get("viewBox", "")[:LONGEST]):
        left, top, width, height = map(float, box.groups())
    elif (wide := LENGTH.fullmatch(root.get("width", "")[:LONGEST])) and (
        high := LENGTH.fullmatch(root.get("height", "")[:LONGEST])
    ):
        left, top, width, height = 0.0, 0.0, float(wide[1]), float(high[1])
    else:
        return None
    return (left, top, width, height) if 1 <= width <= 100_000 and 1 <= height <= 100_000 else None


def build_drawing(source: str, digest: str, pieces: bool = False) -> str:
    """`digest` stands for the drawing's content among the inputs."""
    return redrawn(Path(source).read_bytes(), pieces).svg
