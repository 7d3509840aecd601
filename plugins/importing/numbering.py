"""The numbers that Word prints before points (ISO 29500-1, 17.9), as bookmarks in the points: mammoth begins each list with 1."""

from __future__ import annotations

from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
POINT = "punkt-"  # a bookmark's name before the number
DEEP = 9  # levels
PARENTS = 10  # of a style


def with_numbers(document: bytes, numbering: bytes, styles: bytes) -> bytes:
    """The document with a bookmark „punkt-3“ in each point that is printed as „3.“"""
    root = ElementTree.fromstring(document)
    kinds, starts = levels_of(ElementTree.fromstring(numbering))
    looks = styles_of(ElementTree.fromstring(styles)) if styles else {}
    counts: dict[str, list[int]] = {}
    for paragraph in root.iter(W + "p"):
        found = place_of(paragraph, looks)
        if not found or found[0] not in kinds:
            continue
        number, level = found
        kind = kinds[number]
        counted = counts.setdefault(kind, [0] * DEEP)
        first = starts.get((kind, level), 1)
        counted[level] = max(counted[level] + 1, first) if counted[level] else first
        counted[level + 1 :] = [0] * (DEEP - level - 1)
        mark = ElementTree.Element(W + "bookmarkStart", {W + "id": "0", W + "name": f"{POINT}{counted[level]}"})
        paragraph.insert(1 if paragraph.find(W + "pPr") is not None else 0, mark)
    return ElementTree.tostring(root)


def levels_of(root: ElementTree.Element) -> tuple[dict[str, str], dict[tuple[str, int], int]]:
    """Which count each list takes part in, and where its levels start. Lists of one abstract list go on counting, unless one begins anew."""
    starts: dict[tuple[str, int], int] = {}
    for abstract in root.iter(W + "abstractNum"):
        for level in abstract.iter(W + "lvl"):
            starts[f"a{abstract.get(W + 'abstractNumId')}", whole(level.get(W + "ilvl"))] = whole(
                value_of(level.find(W + "start")), 1
            )
    kinds: dict[str, str] = {}
    for each in root.iter(W + "num"):
        number = each.get(W + "numId") or ""
        kinds[number] = f"a{value_of(each.find(W + 'abstractNumId'))}"
        for override in each.iter(W + "lvlOverride"):
            level = whole(override.get(W + "ilvl"))
            if (start := override.find(W + "startOverride")) is not None:
                starts[f"n{number}", level] = whole(value_of(start), 1)
                if not level:
                    kinds[number] = f"n{number}"
    return kinds, starts


def styles_of(root: ElementTree.Element) -> dict[str, tuple[str, str, str]]:
    """List, level and parent of each style of paragraphs."""
    found = {}
    for style in root.iter(W + "style"):
        numbered = style.find(f"{W}pPr/{W}numPr")
        number, level = (
            ("", "")
            if numbered is None
            else (value_of(numbered.find(W + "numId")), value_of(numbered.find(W + "ilvl")))
        )
        found[style.get(W + "styleId") or ""] = (number, level, value_of(style.find(W + "basedOn")))
    return found


def place_of(paragraph: ElementTree.Element, looks: dict[str, tuple[str, str, str]]) -> tuple[str, int] | None:
    """The list that a paragraph is a point of, and on which level; None for none."""
    numbered = paragraph.find(f"{W}pPr/{W}numPr")
    number = level = ""
    if numbered is not None:
        number, level = value_of(numbered.find(W + "numId")), value_of(numbered.find(W + "ilvl"))
    style = value_of(paragraph.find(f"{W}pPr/{W}pStyle"))
    for _ in range(PARENTS):
        if number or style not in looks:
            break
        number, level, style = looks[style]
    return (number, min(DEEP - 1, whole(level))) if number and number != "0" else None


def value_of(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.get(W + "val") or ""


def whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
