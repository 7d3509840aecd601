"""Letters on this site: whether there are any, what they show, and what is said of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from .. import group
from ..documents import typeset
from ..documents.letter import Sender, sender_of
from ..documents.pages import amends
from ..documents.pages import pages as letter_pages
from ..documents.picture import Picture, as_svg
from ..motions.model import Motion
from ..press import Page
from ..press.ask import Ask
from ..press.part import Part
from ..records.council import Council
from ..records.problems import Problem, problem
from .face import BESIDE, LOGOS
from .reading import place_of

LISTED = "content/fraktion.yaml"


def check(about: group.About | None, public: bool) -> list[Problem]:
    """What is missing for letters, where the group makes them."""
    found = []
    if about and about.letters and not typeset.possible():
        found.append(problem(LISTED, 0, "letters-missing" if public else "letters-missing-here"))
    return found


def shown(about: group.About) -> bool:
    return about.letters and typeset.possible()


class Letters(Struct, frozen=True):
    """The part of the site that letters are: they show pictures that lie in `content`."""

    content: Path

    def pages(self, ask: Ask, ref: str) -> Iterator[Page]:
        writer = ask.piece("absender")  # None where there are no letters
        motion = ask.whole(ref, Motion) if writer else None
        if motion and not motion.deleted:
            yield from letter_pages(writer, motion, pictures_of(motion, self.content), amended(ask, motion))

    def part(self) -> Part:
        return Part(name="brief", per="thing", kind="antraege/", pages=self.pages)


def amended(ask: Ask, motion: Motion) -> Motion | None:
    """The motion of ours that this one wants to change."""
    path = amends(motion)
    return ask.whole(path.rstrip("/"), Motion) if path else None


def sender(about: group.About, url: str, content: Path, council: Council) -> Sender:
    return sender_of(about, url, logo_of(about, content), council.group)


def logo_of(about: group.About, content: Path) -> Picture | None:
    """The group's own picture; None where there is none, or no picture."""
    name = about.logo
    if not name or "/" in name or not name.lower().endswith(LOGOS):
        return None
    there = next((place for place in (content / BESIDE / name, content / name) if place.is_file()), None)
    found = picture(there) if there else None
    return found if found and as_svg(found) else None


def pictures_of(motion: Motion, content: Path) -> tuple[Picture, ...]:
    """What the text shows, by the addresses that stand in its HTML."""
    found = []
    for file in motion.brings:
        if file.digest:
            found.append(
                Picture(
                    str(place_of(file, content)),
                    file.digest,
                    tuple(file.variant(width, "jpg") for width in file.widths),
                )
            )
        elif file.name.lower().endswith(".gif"):
            found.append(replace(picture(place_of(file, content)), places=(quote(file.path),)))
    return tuple(found)


def picture(source: Path) -> Picture:
    return Picture(str(source), hashlib.sha256(source.read_bytes()).hexdigest())
