"""Names typed in a head, resolved to links; files that lie beside a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from . import german
from .characters import composed
from .fields import UID, Record, Reference, Table, walk_rows
from .problems import Problem, problem

# Content that a browser would run as a page of ours (HTML standard: scripts in documents, SVG, XSLT).
RUNNABLE = frozenset(
    [
        "html",
        "htm",
        "xhtml",
        "xht",
        "shtml",
        "svg",
        "xml",
        "xsl",
        "xslt",
        "js",
        "mjs",
        "php",
        "cgi",
        "css",
        "wasm",
        "mht",
        "mhtml",
    ]
)

WHERE = {
    "committee": "content/gremien/",
    "person": "content/personen/",
    "motion": "content/antraege/",
    "meeting": "content/sitzungen/",
    "series": "content/reihen/",
    "topic": "content/themen.yaml",
    "place": "content/orte.yaml",
    "term": "content/wahlperioden.yaml",
}


MANY = 1000  # names in one head; of more nobody is asked whom they come close to


class Link(Struct, frozen=True, order=True):
    """Words that lead somewhere, or nowhere (`path` empty)."""

    text: str
    path: str = ""  # from the root of the site, without a leading slash
    key: str = ""  # uid or slug of what it leads to


WIDTHS, WIDEST = (480, 960), 1600
# What lies beside a text, by the ending of its name (IANA, media types).
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "txt": "text/plain",
    "csv": "text/csv",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class File(Struct, frozen=True):
    """A file that lies beside a text and is published with it."""

    name: str
    title: str
    path: str  # from the root of the site
    source: str  # relative to the project
    size: int  # bytes
    width: int = 0  # of a picture that is published in several sizes, in points
    height: int = 0
    digest: str = ""
    shown_size: int = 0  # bytes of the largest JPEG of such a picture, where somebody asks for it

    @property
    def widths(self) -> tuple[int, ...]:
        """In which a picture is published: for a telephone, for a column, for a large screen; never larger than it is."""
        return (*(w for w in WIDTHS if w < self.width), min(self.width, WIDEST))

    @property
    def type(self) -> str:
        return TYPES.get(self.name.rpartition(".")[2].casefold(), "application/octet-stream")

    def variant(self, width: int, ending: str) -> str:
        """Where the picture lies in this width and format. Other content has another address."""
        return f"bilder/{self.digest[:12]}-{width}.{ending}"


def titled(file: File | None, title: str) -> File | None:
    return replace(file, title=title or file.title) if file else None


def mailto(address: str, subject: str, body: str = "") -> str:
    """A mailto address: CRLF line ends, everything else percent-encoded (RFC 6068, 2 and 5)."""
    parts = {"subject": subject, "body": body.replace("\n", "\r\n")}
    query = "&".join(f"{key}={quote(text.replace(german.NBSP, ' '), safe='')}" for key, text in parts.items() if text)
    return f"mailto:{quote(address, safe='@')}?{query}"


class Names(Struct):
    """All names by which records of one kind can be meant, each with its link."""

    links: dict[str, Link] = field(default_factory=dict)
    proper: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # every name as it is written

    def add(self, link: Link, names: Iterable[str]) -> None:
        self.proper.append(link.text)
        for name in filter(None, names):
            folded = fold(name)
            self.links.setdefault(folded, link)
            self.typed.setdefault(folded, name)

    @property
    def keys(self) -> set[str]:
        """The uids."""
        return {link.key for link in self.links.values()}

    def find(self, text: str) -> Link | None:
        return self.links.get(fold(text))


@lru_cache(maxsize=1 << 12)
def fold(name: str) -> str:
    """Upper and lower case, runs of blanks, and how letters with marks are put together do not tell names apart."""
    return " ".join(composed(name).casefold().split())


class Resolver:
    """Turns references into links. What is typed is what is printed; the link leads to today's page. `names`: like `Names`, by kind."""

    def __init__(self, names: Mapping[str, Any], unread: Collection[str] = (), later: Mapping[str, Any] | None = None):
        """`unread`: kinds of which a file could not be read, so that nobody can say which names there are. `later`: also those that are not public yet."""
        self.names, self.unread, self.later = names, unread, later or {}
        self.close: dict[
            tuple[str, str], str | None
        ] = {}  # kind and text of foreign names, and the known one they come close to

    def link(self, kind: str, reference: Reference, own_name: bool = False) -> Link:
        """The link for a checked reference. `own_name`: print the record's name, not what was typed (for uids)."""
        found = self.names[kind].find(reference.text) if kind in self.names else None
        own = found and (own_name or reference.text == found.key)
        return found if own else Link(reference.text, found.path, found.key) if found else Link(reference.text)

    def check(self, record: Record, table: Table) -> list[Problem]:
        """Unknown names: an error where only ours make sense, else a hint when one comes close."""
        found = []
        for number, (fld, value, _) in enumerate(walk_rows(record, table, "ref")):
            names = self.names.get(fld.to, Names())
            link = names.find(value.text)
            if not link and (fld.to in self.unread or (fld.to in self.later and self.later[fld.to].find(value.text))):
                continue
            if not link:
                found += [
                    p
                    for p in [self.unknown(record, fld, value, names, number < MANY and len(found) < german.GUESSES)]
                    if p
                ]
        return found

    def unknown(self, record: Record, fld, value: Reference, names: Any, guess: bool = True) -> Problem | None:
        common = {"value": value.text, "key": fld.key, "label": fld.label, "where": WHERE[fld.to]}
        if fld.foreign:
            if not guess or not (fld.to == "person" or UID.fullmatch(value.text)):
                return None
            known = names.proper if fld.to == "person" else names.keys
            if (fld.to, value.text) not in self.close:
                self.close[fld.to, value.text] = (
                    german.near_phrase(value.text, known) if fld.to == "person" else german.near_word(value.text, known)
                )
            near = self.close[fld.to, value.text]
            return problem(record.path, value.line, "ref-foreign-near", near=near, **common) if near else None
        parts = [part.strip() for part in value.text.split(",")]
        if fld.many and len(parts) > 1 and all(names.find(part) for part in parts):
            return problem(record.path, value.line, "ref-list", **common)
        near = german.near_phrase(value.text, names.typed.values()) if guess else None
        if fld.to == "committee":  # it may have been called so
            file = f"content/{names.find(near).path.rstrip('/')}.md" if near else ""
            known = ", ".join(names.proper) or "noch keine"
            code = "committee-near" if near else "committee-unknown"
            return problem(record.path, value.line, code, near=near, file=file, known=known, **common)
        if near:
            return problem(record.path, value.line, "ref-near", near=near, **common)
        return problem(record.path, value.line, "ref-unknown", known=", ".join(names.proper) or "noch keine", **common)


def check_files(record: Record, table: Table, beside: dict[str, int]) -> list[Problem]:
    """Every file a head names lies in the folder beside the text, under that very name."""
    folder = record.path.removesuffix(".md")
    found = []
    for fld, value, row in walk_rows(record, table, "file"):
        common = {"value": value, "key": fld.key, "folder": folder}
        if not plain_name(value):
            found.append(problem(record.path, row.line_of(fld.key), "file-name", **common))
        elif value.rpartition(".")[2].casefold() in RUNNABLE:
            found.append(problem(record.path, row.line_of(fld.key), "file-kind", **common))
        elif value not in beside:
            near = german.near(value, beside, 0.6) if len(found) < german.GUESSES else None
            code = "file-missing-near" if near else "file-missing"
            found.append(problem(record.path, row.line_of(fld.key), code, near=near, **common))
    return found


def plain_name(name: str) -> bool:
    """A name that stays in its folder and needs no quoting in an address, in a shell or on Windows."""
    return (
        bool(name)
        and name[0] not in ".-"
        and len(name.encode()) <= 120
        and all(c.isalnum() or c in " ._-+()," for c in name)
    )
