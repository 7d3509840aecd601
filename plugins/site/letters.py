"""Letters on this site: whether there are any, what they show, and what is said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from msgspec.structs import replace

from .. import group
from ..documents import checks, typeset
from ..documents.letter import Sender, sender_of
from ..documents.pages import links
from ..documents.pages import pages as letter_pages
from ..documents.picture import Picture, as_svg
from ..motions.model import Motion
from ..press import Page
from ..records.links import Link
from ..records.problems import Problem, problem
from .reading import place_of

LISTED = "content/fraktion.yaml"
LOGOS = (".png", ".jpg", ".jpeg", ".svg")


def check(about: group.About | None, motions: list[Motion], content: Path, public: bool, found: list[Problem], told: bool = False) -> list[Problem]:
    """All hints of letters, where the group makes them; none where it does not, unless `told`. `found`: what was found in the texts."""
    wanted = bool(about and about.letters)
    kept = [p for p in found if wanted or told or p.code not in checks.HINTS]
    if wanted:
        kept += checks.check_taken(motions)
        if not typeset.possible():
            kept.append(problem(LISTED, 0, "letters-missing" if public else "letters-missing-here"))
    if about and about.logo and logo_of(about, content) is None:
        kept.append(problem(LISTED, 0, "logo-missing", name=about.logo))
    return kept


def shown(about: group.About) -> bool:
    return about.letters and typeset.possible()


def pages(about: group.About, url: str, motions: list[Motion], content: Path) -> Iterator[Page]:
    if shown(about):
        yield from letter_pages(sender(about, url, content), motions, {motion.path: pictures for motion in motions if (pictures := pictures_of(motion, content))})


def named(about: group.About, motions: list[Motion]) -> dict[str, tuple[Link, ...]]:
    return {motion.path: found for motion in motions if (found := links(motion))} if shown(about) else {}


def sender(about: group.About, url: str, content: Path) -> Sender:
    return sender_of(about, url, logo_of(about, content))


def logo_of(about: group.About, content: Path) -> Picture | None:
    """The group's own picture; None where there is none, or no picture."""
    name = about.logo
    if not name or "/" in name or not name.lower().endswith(LOGOS) or not (content / name).is_file():
        return None
    found = picture(content / name)
    return found if as_svg(found) else None


def pictures_of(motion: Motion, content: Path) -> tuple[Picture, ...]:
    """What the text shows, by the addresses that stand in its HTML."""
    found = []
    for file in motion.brings:
        if file.digest:
            found.append(Picture(str(place_of(file, content)), file.digest, tuple(file.variant(width, "jpg") for width in file.widths)))
        elif file.name.lower().endswith(".gif"):
            found.append(replace(picture(place_of(file, content)), places=(quote(file.path),)))
    return tuple(found)


def picture(source: Path) -> Picture:
    return Picture(str(source), hashlib.sha256(source.read_bytes()).hexdigest())
