"""What a news item is, and how a teaser is cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from ..records.body import Body, Written
from ..records.fields import Record, load_table
from ..records.links import File, Link, Resolver
from ..records.notes import without_marks
from ..records.problems import Problem, problem
from .vocabulary import KINDS, ORIGINS, OWN, PARTY, USUAL

TABLE = load_table("news", Path(__file__).parent / "fields.toml", kinds=KINDS, origins=ORIGINS)
MARKS = ("[...]", "[…]", "…")  # how a cut text ends, or with three dots or more


class Item(Written, frozen=True, kw_only=True):
    uid: str
    stem: str
    source: str
    title: str
    date: dt.date
    published: dt.date
    kind: str = USUAL
    origin: str = OWN
    teaser: str = ""  # plain text, cut at a word
    cut: bool = False  # there is more to read where the link leads
    source_name: str = ""
    source_url: str = ""
    fetched: dt.date | None = None
    expires: dt.date | None = None
    motions: tuple[Link, ...] = ()
    meeting: Link | None = None
    topics: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    picture: File | None = None
    picture_alt: str = ""
    picture_author: str = ""
    changes: tuple[tuple[dt.date, str], ...] = ()
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def own(self) -> bool:
        return self.origin == OWN

    @property
    def from_party(self) -> bool:
        return self.origin in PARTY

    @property
    def path(self) -> str:
        """Only our own items have a page; foreign ones lead to their source."""
        return f"meldungen/{self.stem}/" if self.own else ""

    @property
    def updated(self) -> dt.date:
        return max([self.published, *(date for date, _ in self.changes)])

    def visible(self, today: dt.date) -> bool:
        return self.own or not (self.expires and self.expires < today)


def read_item(record: Record, body: Body, names: Resolver, files: dict[str, File], words: int) -> Item:
    """`words`: how long a teaser may be that is cut from the text."""
    get = record.get
    full = " ".join(plain(without_marks(section.html)) for section in body.sections)
    given = " ".join(get("teaser", "").split())
    teaser, cut = shorten(given or full, words)
    return Item(
        uid=get("uid"),
        stem=record.stem,
        source=record.path,
        title=get("titel"),
        date=get("datum"),
        published=get("veroeffentlicht", get("datum")),
        kind=get("art", USUAL),
        origin=get("herkunft", OWN),
        teaser=teaser,
        cut=cut or bool(given and full and given != full) or not (given or full),
        source_name=get("quelle_name", ""),
        source_url=get("quelle_url", ""),
        fetched=get("abgerufen_am"),
        expires=get("ablauf"),
        motions=tuple(names.link("motion", r, own_name=True) for r in get("zu_antrag", ())),
        meeting=names.link("meeting", get("zu_sitzung"), own_name=True) if get("zu_sitzung") else None,
        topics=tuple(names.link("topic", r, own_name=True) for r in get("themen", ())),
        places=tuple(names.link("place", r, own_name=True) for r in get("ort", ())),
        picture=files.get(get("bild", "")),
        picture_alt=get("bild_alt", ""),
        picture_author=get("bild_urheber", ""),
        changes=tuple((r.get("datum"), r.get("was")) for r in get("aenderungen", ())),
        sections=body.sections,
    )


def plain(html: str) -> str:
    """The words of our own HTML as one line. Headings and blocks do not run into one another."""
    from bs4 import BeautifulSoup  # 0.2 s to import; only texts without a teaser need it

    soup = BeautifulSoup(html, "html.parser")
    for block in soup.find_all(["p", "li", "pre", "td", "th", "br", *(f"h{level}" for level in range(1, 7))]):
        block.append(" ")
    return " ".join(soup.get_text().split())


def shorten(text: str, words: int) -> tuple[str, bool]:
    """At most `words` words, cut after a word; the text without its mark, and whether more follows."""
    text = " ".join(text.split())
    whole = without_mark(text)
    parts = whole.split()
    if len(parts) <= words:
        return " ".join(parts), whole != text
    return without_rest(" ".join(parts[:words])), True


def without_mark(text: str) -> str:
    """The text up to the marks at its end that more follows („…“, „[…]“, dots), each with the blank before it."""
    end = len(text)
    while size := mark_before(text, end):
        end -= size
        end -= text.endswith(" ", 0, end)
    return text[:end]


def without_rest(text: str) -> str:
    """The text up to what no teaser may end with once it was cut: marks, commas, a dash that stands free."""
    end = len(text)
    while end:
        free_dash = text[end - 1] in "–—-" and (end == 1 or text[end - 2].isspace())
        size = 1 if text[end - 1] in " ,;:" or free_dash else mark_before(text, end)
        if not size:
            break
        end -= size
    return text[:end]


def mark_before(text: str, end: int) -> int:
    """Length of the mark that ends there; 0 without one. A run of dots is one: nothing is looked at twice."""
    for mark in MARKS:
        if text.endswith(mark, 0, end):
            return len(mark)
    if not text.endswith("...", 0, end):
        return 0
    start = end - 3
    while start and text[start - 1] == ".":
        start -= 1
    return end - start


def check_item(record: Record, body: Body) -> Iterable[Problem]:
    get = record.get
    origin = get("herkunft", OWN)
    if origin == OWN:
        for key in ("quelle_url", "quelle_name", "abgerufen_am"):
            if get(key):
                yield problem(record.path, record.line_of(key), "source-own", key=key)
        if get("ablauf"):
            yield problem(record.path, record.line_of("ablauf"), "expiry-own")
    else:
        for key in ("quelle_url", "quelle_name"):
            if not get(key):
                yield problem(
                    record.path,
                    record.line_of("herkunft"),
                    "source-missing",
                    origin=origin,
                    key=key,
                    example=TABLE.fields[key].example,
                )
    if origin == OWN and not get("teaser") and not body:
        yield problem(record.path, record.body_line, "teaser-missing")


def newest_first(items: Iterable[Item]) -> list[Item]:
    return sorted(sorted(items, key=lambda i: (i.title, i.uid)), key=lambda i: i.date, reverse=True)
