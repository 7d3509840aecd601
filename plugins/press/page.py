"""What a page is: a path, what makes it, and everything it is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from ..records.accounts import Account
from ..records.council import USUAL, Council
from .words import Word


class Page(Struct, frozen=True):
    """One output file, or a folder of files that are made at once. `maker` sees `inputs` and nothing else, so equal inputs mean equal bytes.

    path     from the root of the output, with "/", e.g. "antraege/2024-03-radweg/index.html"; one that ends with "/" is a bundle
    maker    the name of a template, or a pure function of the inputs that gives text or bytes; of a bundle, bytes by their names below `path` (a Mapping whose `settled(name)` is true for what is surely the same as last time)
    inputs   plain values only: frozen structs, tuples, dicts, text, numbers, dates
    prepare  a pure function from the inputs to what the template sees, run only when the page is rendered
    changed  day of the last change, for the sitemap
    says     what the guard reads instead: of a picture the words that it shows, of a file that is joined of chunks its head
    kept     a chunk of a file that is joined of many (`Ask.joined`): it goes into the store, and is looked through there;
             its path is that of the file and, behind a tab, its year
    """

    path: str
    maker: str | Callable[..., str | bytes | Mapping[str, bytes]]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[..., Mapping[str, Any]] | None = None
    changed: dt.date | None = None
    says: str = ""
    kept: bool = False

    @property
    def bundle(self) -> bool:
        return self.path.endswith("/")

    @property
    def address(self) -> str:
        """The address from the root of the site: "antraege/2024-03-radweg/"."""
        return self.path.removesuffix("index.html")


class Large:
    """An input that is not taken up whole: `face` stands for all of it, and what it holds is loaded when the page is made."""

    def __init__(self, face: str):
        self.face = face

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.face == other.face

    def __hash__(self) -> int:
        return hash(self.face)


class Joined(Large):
    """The chunks of a file, as one input of it. A chunk that could not be made is missing, and the build has failed."""

    def __init__(self, face: str, load: Callable[[], Iterator[bytes]]):
        super().__init__(face)
        self.load = load


class Crumb(Struct, frozen=True):
    """A step of the way from the home page; the page itself is not one of them."""

    text: str
    path: str


class Year(Struct, frozen=True):
    """A link to the part of a listing that holds one year."""

    year: int
    path: str
    count: int | None = None  # said on a listing's first page only


class FeedLink(Struct, frozen=True):
    """A feed as a page's head names it (rel=alternate)."""

    title: str
    path: str
    type: str  # application/rss+xml, application/atom+xml


class Card(Struct, frozen=True):
    """The picture by which a page is shown where it is shared."""

    path: str
    width: int
    height: int
    alt: str


CARDS = "karten/"


def card_of(path: str, title: str, pictured: bool = False) -> Card:
    """The card of a page: "antraege/2024-03-radweg/" has "karten/antraege/2024-03-radweg.png". `pictured`: it shows the page's own picture."""
    stem = f"{CARDS}{path.rstrip('/') or 'start'}"
    return Card(f"{stem}.jpg", 600, 315, title) if pictured else Card(f"{stem}.png", 1200, 630, title)


class Sign(Struct, frozen=True):
    """The group's own sign in the head of every page; `plate`: it is dark, and needs a light ground."""

    path: str
    width: int
    height: int
    plate: bool = False


def feed_of(path: str) -> str:
    """Where the feed of a page lies, by the page's address."""
    return f"feeds/{path.rstrip('/')}.atom"


def calendar_of(path: str) -> str:
    """Where its calendar lies."""
    return f"kalender/{path.rstrip('/')}.ics"


class Frame(Struct, frozen=True, kw_only=True):
    """What stands around every page: who speaks, the way through the site, where its parts lie."""

    name: str
    short_name: str
    county: str
    mail: str
    phone: str
    address: tuple[str, ...]
    url: str  # of the public site, without a final "/"
    nav: tuple[tuple[str, str], ...]  # word, path
    footer: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # columns: heading, links
    feeds: tuple[FeedLink, ...]
    style: str  # path of the style sheet
    icon: str
    letters: str = ""  # path of the typeface, asked for before the style sheet names it
    logo: Sign | None = None  # else the icon stands in the head
    land: tuple[str, str] = ("", "")  # the drawn county, by day and by night
    land_size: tuple[int, int] = (0, 0)
    card: Card | None = None  # of whatever has none of its own
    land_alt: str = ""
    accounts: tuple[Account, ...] = ()  # of the group, elsewhere
    hours: tuple[str, ...] = ()  # of the office
    refine: str = ""  # paths of the scripts
    copy: str = ""
    search: str = ""  # address of the search, where there is one
    policy: str = ""  # what a page may load and run; with a script; without even the field of the search in its head
    script_policy: str = ""
    bare_policy: str = ""
    words: tuple[Word, ...] = ()  # the glossary
    council: Council = USUAL  # how to speak of it
    off: tuple[str, ...] = ()  # how addresses begin that this site does not have
    sample: bool  # the content is still the example
    drafts: bool  # a preview: drafts are shown

    def has(self, path: str) -> bool:
        """Is there such a page on this site?"""
        return not path.startswith(self.off)

    def absolute(self, path: str) -> str:
        return f"{self.url}/{path}"

    def sections(self, here: str, crumbs: Iterable[Crumb]) -> list[str]:
        """Which entries of the menu a page belongs to, by its address and those that its crumbs lead to."""
        above = [crumb.path for crumb in crumbs]
        return [target for _, target in self.nav if target and (target in above or here.startswith(target))]


def html_page(
    frame: Frame,
    path: str,
    template: str,
    *,
    title: str,
    description: str = "",
    crumbs: tuple[Crumb, ...] = (),
    feeds: tuple[FeedLink, ...] = (),
    card: Card | None = None,
    structured: Mapping[str, Any] | None = None,
    **inputs: Any,
) -> Page:
    """Declare a page of the theme. `path` is its address: "antraege/" becomes "antraege/index.html".

    `card`: by which it is shared, where it has one of its own; `structured`: what it says of itself to programs (press/structured.py).
    """
    full = path if path.endswith(".html") else f"{path}index.html"
    return Page(
        full,
        template,
        {
            "site": frame,
            "title": title,
            "description": description or title,
            "crumbs": crumbs,
            "alternates": tuple(feed for feed in feeds if feed not in frame.feeds),
            "card": card,
            "structured": structured,
            **inputs,
        },
    )


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "Vorlage": "die Vorlage",
    "site": "Name, Adresse oder Gestaltung der Seite",
    "frame": "Name oder Adresse der Seite",
    "url": "die Adresse der Seite",
    "title": "der Titel",
    "description": "die Beschreibung",
    "crumbs": "der Weg zur Seite",
    "alternates": "die Feeds",
    "card": "die Karte zum Teilen",
    "structured": "die Angaben für Programme",
    "path": "der Ort der Datei",
    "source": "der Ort der Datei",
    "target": "das Ziel",
    "data": "der Inhalt",
    "digest": "der Inhalt",
    "rows": "die Zeilen",
    "years": "die Jahre",
    "year": "das Jahr",
    "kind": "die Art",
    "name": "der Name",
    "date": "das Datum",
}
