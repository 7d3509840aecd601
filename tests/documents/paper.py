"""Letters as others read them: their words by pdftotext, their tags and properties by pikepdf."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from plugins.documents.letter import Sender
from plugins.documents.tree import Element, parse
from plugins.motions.model import Motion, Part
from plugins.records.body import Section
from plugins.records.html import to_html

SENDER = Sender(
    name="Grüne Probe",
    names=("Bündnis 90/Die Grünen",),
    address=("Am Markt 1", "01234 Probe"),
    mail="fraktion@example.org",
    phone="01234 567890",
    county="Kreis Probe",
    url="https://www.example.org",
)
KEYS = {
    "Beschlussvorschlag": "beschlussvorschlag",
    "Begründung": "begruendung",
    "Antworten": "antworten",
    "Beschlossener Text": "beschlossener_text",
}


def section(heading: str, html: str) -> Part:
    return Part(KEYS.get(heading, ""), Section(heading, 1, blank=not html.strip(), html=html))


def motion(html: str = "<p>Ein Radweg wird gebaut.</p>", *, parts: tuple[Part, ...] | None = None, **other) -> Motion:
    """A motion that can be a letter; `html`: what is asked for."""
    day = dt.date(2024, 3, 4)
    usual = {
        "uid": "k7f3qz",
        "stem": "2024-03-radweg",
        "source": "content/antraege/2024-03-radweg.md",
        "title": "Radweg an der K 14",
        "kind": "Antrag",
        "date": day,
        "submitted": day,
        "published": day,
        "originators": ("Bündnis 90/Die Grünen",),
    }
    return Motion(**{**usual, **other}, parts=(section("Beschlussvorschlag", html),) if parts is None else parts)


def html(text: str) -> str:
    return to_html(text, "antraege", "2024-03-radweg").html


def words(pdf: bytes) -> str:
    """What stands there, page by page, in the order of the file; words that were divided at a line's end are whole."""
    said = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return re.sub("\u00ad\n", "", said).replace("\u00a0", " ")


def letters_of(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def without_footer(text: str) -> str:
    return re.sub(r"Seite \d+ von \d+\n?", "", text)


def in_order(wanted: str, there: str) -> bool:
    """Does all of it stand there, one after the other? What stands between is others' business (numbers of points, of footnotes)."""
    rest = iter(there)
    return all(sign in rest for sign in wanted)


def apart(element: Element) -> Iterator[str]:
    """The words of a section's HTML, without its tables and footnotes, which a page sets elsewhere."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in ("table", "sup") and "footnote" not in child.get("class"):
            yield from apart(child)


def text_of(motion: Motion, later: tuple[str, ...]) -> str:
    return " ".join(
        word
        for part in motion.parts
        if part.key not in later
        for word in (part.section.heading, *apart(parse(part.section.html)))
    )


def cells_of(motion: Motion, later: tuple[str, ...]) -> list[str]:
    return [
        cell.text()
        for part in motion.parts
        if part.key not in later
        for cell in parse(part.section.html).every()
        if cell.tag in ("td", "th")
    ]


def tags(pdf: Path | bytes) -> list[str]:
    """The kinds of the structure elements, in their order."""
    import io

    found: list[str] = []

    def walk(node) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"])[1:])
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
        walk(document.Root.StructTreeRoot["/K"])
    return found


def properties(pdf: bytes) -> dict[str, str]:
    import io

    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        return {name: str(value) for name, value in meta.items()}
