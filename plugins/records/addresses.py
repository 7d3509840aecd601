"""What an address in a text means: a page of ours, a file beside the text, somewhere else, or nothing.

Addresses inside the site are written with the mark `ROOT` in front; whoever shows the HTML puts "../../" or the site's
address there.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from .characters import composed
from .quoting import address_pattern

ROOT = "\x1f"  # control characters cannot come from a source: they are refused on reading
BLANKS = "".join(map(chr, range(0x21))) + "\x7f"
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


class Target(Struct, frozen=True):
    """Where a link or picture in a text leads."""

    kind: str  # source, file, page, fragment, bad, web
    value: str  # path of the source, name of the file, path of the page, fragment; what was typed for "bad"
    typed: str
    picture: bool = False
    alt: str = ""
    line: int = 0  # in the file; the converter does not know it


class Addresses:
    """Reads the addresses in the text of content/<folder>/<stem>.md, and collects where they lead."""

    def __init__(self, folder: str, stem: str):
        self.folder, self.stem = folder, stem
        self.targets: list[Target] = []

    def link(self, typed: str) -> dict[str, str]:
        """The attributes of a link to what was typed; without an address it is none."""
        target, address = self.resolve(typed)
        self.targets.append(target)
        if address is None:
            return {}
        away = target.kind == "web" and urlsplit(address).scheme in ("http", "https")
        return {"href": address, "rel": "noreferrer"} if away else {"href": address}

    def resolve(self, typed: str) -> tuple[Target, str | None]:
        """What a typed address means, and the address to print (None: no link)."""
        address = re.sub(r"[\t\n\r]", "", typed).strip(BLANKS)  # as browsers read it (URL standard, 4.4)
        try:
            parts = urlsplit(address)
        except ValueError:
            return Target("bad", typed, typed), None
        if parts.scheme or address.startswith(("//", "\\")) or re.match(r"^[^/?#]*:", address):
            if (
                parts.scheme.lower() in SCHEMES
                and "\\" not in address
                and (parts.netloc or parts.scheme.lower() in ("mailto", "tel"))
            ):
                return Target("web", address, typed), quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")
            return Target("bad", typed, typed), None
        if address.startswith("#"):
            return Target("fragment", unquote(address[1:]), typed), address
        path, fragment = composed(unquote(parts.path)), f"#{parts.fragment}" if parts.fragment else ""
        if path.startswith("/"):
            page = posixpath.normpath(path).lstrip("/")
            page = page + "/" if page and "." not in page.rsplit("/", 1)[-1] else page
            return Target("page", page, typed), ROOT + quote(page) + fragment
        full = posixpath.normpath(posixpath.join(self.folder, path))
        if path.endswith(".md"):
            return Target("source", full, typed), ROOT + quote(published(full.removesuffix(".md"))) + "/" + fragment
        name = path.removeprefix(self.stem + "/")
        return Target("file", name, typed), f"{ROOT}{quote(published(f'{self.folder}/{self.stem}/{name}'))}"


def published(source: str) -> str:
    """Where content/<source> stands on the site: plain pages stand at its root."""
    return source.removeprefix("seiten/")


def asked_for(address: str) -> tuple[str, str]:
    """An address of a site as a server sees it: the path decoded, without repeated slashes, and the query as it was sent.

    Bytes that are no UTF-8 (old sites wrote Latin-1) are lone surrogates, as in names of files. What follows "#" is never sent.
    """
    path, _, query = address.partition("#")[0].partition("?")
    return re.sub("/{2,}", "/", unquote(path, errors="surrogateescape")), query


LONGEST_PATH = 255  # bytes of an old path as it is decoded; nginx up to 1.25 counts a location in one byte
LONGEST = 3_700  # of what is written for an old or a new address; nginx reads parameters of 4,096 bytes
MOST = 10_000  # old addresses; nginx takes eight kilobytes for each (1.22: 81 MB), twice while it reads a new list


def as_asked(address: str) -> str:
    """As a browser asks for it (WHATWG URL, path and query percent-encode sets), so also without signs that a configuration would read."""
    return quote(address, safe="/:?#[]@!$&()*+,;=%~-._", errors="surrogateescape")


def too_long(old: str, new: str) -> tuple[int, int] | None:
    """Why servers could not hold this redirect: how many signs something of it has, and how many it may have."""
    found = (
        (len(asked_for(old)[0].encode("utf-8", "surrogateescape")), LONGEST_PATH),
        (len(address_pattern(old)), LONGEST),
        (len(as_asked(new)), LONGEST),
    )
    return next(((count, most) for count, most in found if count > most), None)
