"""What the group shows of itself: a claim, pictures, a drawing of its county, accounts, who answers the press, when somebody is there.

Files have here the names that content/fraktion.yaml gives them; what they are as pictures, `site/face.py` finds out.
"""

from __future__ import annotations

from msgspec import Struct

from ..records.accounts import Account, read_accounts
from ..records.fields import Row
from ..records.links import File


class Named(Struct, frozen=True, kw_only=True):
    """A picture as content/ names it. `focus`: what of it must be seen, „25-50“ in hundredths from the left and from the top."""

    name: str
    alt: str = ""
    author: str = ""
    focus: str = ""
    line: int = 0


class Shown(Struct, frozen=True, kw_only=True):
    """The same as pages show it."""

    file: File
    alt: str = ""
    author: str = ""
    focus: str = ""

    @property
    def across(self) -> str:
        """Which part of it must be seen, in hundredths from the left."""
        return self.focus.partition("-")[0]

    @property
    def down(self) -> str:
        return self.focus.partition("-")[2]

    @property
    def shape(self) -> str:
        """How it is laid out: one that is small is not blown up, one that stands upright is not cut across."""
        if small(self.file.width, self.file.height):
            return "small"
        return "upright" if self.file.height > self.file.width else ""


SMALL, SMALL_UPRIGHT = 900, 600  # points across; below, a picture would be blurred where it fills its part of a screen


def small(width: int, height: int) -> bool:
    return width < (SMALL_UPRIGHT if height > width else SMALL)


class Drawing(Struct, frozen=True, kw_only=True):
    """The group's own drawing of its county, by day and by night."""

    day: str
    night: str
    alt: str
    line: int = 0


class Press(Struct, frozen=True):
    """Who answers journalists."""

    name: str = ""
    mail: str = ""
    phone: str = ""


class Face(Struct, frozen=True, kw_only=True):
    claim: str = ""
    start: Named | None = None  # on the home page
    group: Named | None = None
    drawing: Drawing | None = None
    accounts: tuple[Account, ...] = ()
    press: Press = Press()
    hours: tuple[str, ...] = ()


class Contact(Struct, frozen=True):
    """How else the group is reached: what its page „Kontakt“ says before its own text."""

    hours: tuple[str, ...] = ()
    press: Press = Press()
    accounts: tuple[Account, ...] = ()


def read_face(row: Row) -> Face:
    get = row.get
    drawing, press = get("zeichnung"), get("presse")
    return Face(
        claim=get("leitsatz", ""),
        start=read_picture(get("startbild")),
        group=read_picture(get("gruppenbild")),
        drawing=Drawing(
            day=drawing.get("tag", ""),
            night=drawing.get("nacht") or drawing.get("tag", ""),
            alt=drawing.get("alt", ""),
            line=drawing.line,
        )
        if drawing
        else None,
        accounts=read_accounts(get("konten", ())),
        press=Press(press.get("name", ""), press.get("mail", ""), press.get("telefon", "")) if press else Press(),
        hours=get("sprechzeiten", ()),
    )


def read_picture(row: Row | None) -> Named | None:
    if row is None or not row.get("datei"):
        return None
    return Named(
        name=row.get("datei"),
        alt=row.get("alt", ""),
        author=row.get("urheber", ""),
        focus=row.get("blickpunkt", ""),
        line=row.line_of("datei"),
    )
