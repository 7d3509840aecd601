"""Built pages as a browser reads them."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

SCHEMES = ("http", "https", "mailto", "tel", "webcal", "geo")


def parse(html: str) -> Element:
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def parsed(output: Path) -> dict[str, Element]:
    """Every page of an output, by its path."""
    return {
        path.relative_to(output).as_posix(): parse(path.read_text("utf-8")) for path in sorted(output.rglob("*.html"))
    }


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Always the whole file: what was written within a second has the same time in HTTP."""

    def send_head(self):
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":  # curl compares by itself, too
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        if "/theme/" in self.path:  # as our servers say: such a name never gets other bytes
            super().send_header("Cache-Control", "public, max-age=31536000, immutable")
        super().end_headers()

    def log_message(self, format: str, *args) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """A folder over HTTP on this machine; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def words(element: Element | None) -> str:
    """The text of an element as one reads it, in one line: blanks that do not break are blanks."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def elements(tree: Element) -> Iterator[Element]:
    """Elements only: comments have no name."""
    return (e for e in tree.iter() if isinstance(e.tag, str))


def find(tree: Element, tag: str) -> Element | None:
    return next((e for e in elements(tree) if e.tag == tag), None)


def addresses(tree: Element) -> Iterator[tuple[Element, str, str]]:
    """Every address on a page: element, attribute, value."""
    for element in elements(tree):
        for name in ("href", "src"):
            if name in element.attrib:
                yield element, name, element.attrib[name]


def runnable(tree: Element) -> list[str]:
    """What a browser would run or load, or take for a part of the page that asks for something."""
    found = []
    for element in elements(tree):
        tag = local(element.tag)
        if ours(element):
            continue
        if tag.lower() in NEVER:
            found.append(f"<{tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in NEVER_ATTRIBUTES:
                found.append(f"<{tag} {name}={value!r}>")
            if name in ("href", "src") and (scheme := scheme_of(value)) not in ("", *SCHEMES):
                found.append(f"<{tag} {name}={scheme}:…>")
            if name == "http-equiv" and value not in ("Content-Security-Policy", "refresh"):
                found.append(f"<{tag} {name}={value!r}>")
    return found


def ours(element: Element) -> bool:
    """A module of the theme, a field above a listing, a field of the search, the drawn county: they stand in the templates, and hold nothing typed.

    And what a page says of itself to programs: data that no browser runs, in which nothing can end the element.
    """
    if local(element.tag) == "picture":
        return dict(element.attrib) in ({}, {"class": "hero__land"}, {"class": "head__picture"}, {"class": "piece"})
    if (
        local(element.tag) == "source" and element.get("media") == "(prefers-color-scheme: dark)"
    ):  # the drawn county by night
        return set(element.attrib) == {"media", "srcset"} and bool(
            re.fullmatch(r"(?:\.\./|/)*theme/kreis-nacht\.[0-9a-f]{10}\.svg(?:#s\d)?", element.get("srcset"))
        )
    if dict(element.attrib) == {"type": "search", "autocomplete": "off"}:  # the field above a listing
        return local(element.tag) == "input"
    if local(element.tag) in ("source", "img") and "srcset" in element.attrib:
        return (
            set(element.attrib) <= {"type", "srcset", "sizes", "src", "width", "height", "alt", "decoding", "loading"}
            and bool(SIZES.fullmatch(element.get("srcset")))
            and scheme_of(element.get("src", "")) == ""
        )
    if local(element.tag) in SEARCH:
        return (
            set(element.attrib) - {"value"} in SEARCH[local(element.tag)]
            and element.get("class", "search") in ("search", "seek", "masthead__search")
            and re.fullmatch(r"(?:\.\./|/)*suche/", element.get("action", "suche/"))
        )
    if element.tag == "script" and dict(element.attrib) == {"type": "application/ld+json"}:
        return isinstance(json.loads(element.text), dict) and not set(element.text) & set("<>&")
    if element.tag == "script" and "data-index" in element.attrib:
        return (
            set(element.attrib) == {"src", "data-index", "data-root", "defer"}
            and not element.text
            and bool(re.fullmatch(r"(\.\./)*theme/search\.[0-9a-f]{10}\.js", element.get("src")))
        )
    if element.tag == "script":
        return (
            set(element.attrib) == {"type", "src"}
            and element.get("type") == "module"
            and not element.text
            and bool(re.fullmatch(r"(\.\./)*theme/[a-z]+\.[0-9a-f]{10}\.js", element.get("src")))
        )
    return element.tag == "button" and dict(element.attrib) in (
        {"class": "button", "type": "submit"},
        {"class": "button", "type": "button"},
        {"class": "button button--strong"},
        {},
    )  # of the search


def shapes(tree: Element) -> set[tuple[str, str]]:
    """Which elements a page holds, and which attributes they have."""
    return {(local(e.tag), local(name)) for e in elements(tree) for name in ("", *e.attrib)}


def local(name: str) -> str:
    """Without the namespace, which SVG has."""
    return name.rpartition("}")[2]


def scheme_of(address: str) -> str:
    """The scheme as browsers read it: blanks and control characters do not count (URL standard, 4.4)."""
    squeezed = "".join(c for c in address if c > " ")
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", squeezed)
    return match[1].lower() if match else ""


SIZES = re.compile(
    r"(?:(?:\.\./)*(?:bilder/[0-9a-f]{12}-\d+\.(?:avif|webp|jpg)|theme/icon\.[0-9a-f]+\.svg) \d+w(?:, )?)+"
)  # of a picture of ours; on the pattern page the icon stands for one
# The parts of the search's forms, each with all its attributes; the one on its own page has no address to send anything to, all others lead there.
SEARCH = {
    "form": [{"class", "role", "aria-label"}, {"class", "role", "aria-label", "action"}],
    "input": [
        {"type", "id", "name", "maxlength", "autocomplete", "aria-describedby"},
        {"type", "id", "name", "maxlength"},
        {"type", "id", "name", "maxlength", "aria-label"},
        {"type", "id", "name", "maxlength", "aria-describedby"},
        {"type", "name", "maxlength", "aria-label"},
    ],
    "select": [{"id", "name"}],
    "option": [set()],
    "noscript": [set()],
}
NEVER = frozenset(
    [
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "base",
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "option",
        "dialog",
        "audio",
        "video",
        "source",
        "track",
        "picture",
        "canvas",
        "template",
        "slot",
        "noscript",
        "portal",
        "math",
        "foreignobject",
        "use",
        "animate",
        "animatemotion",
        "animatetransform",
        "set",
        "marquee",
    ]
)
NEVER_ATTRIBUTES = frozenset(
    [
        "style",
        "srcset",
        "srcdoc",
        "action",
        "formaction",
        "poster",
        "data",
        "background",
        "ping",
        "xlink:href",
        "{http://www.w3.org/1999/xlink}href",
        "contenteditable",
        "autofocus",
        "accesskey",
        "is",
        "slot",
    ]
)
