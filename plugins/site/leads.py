"""Absolute addresses of our own host, followed in what a build has written: pages, feeds, calendars, data, cards, what pages say of themselves.

Links in texts are relative, and the check knows them; these are made by the program, or typed as `https://…` by an editor. A file is
looked through when it is written, so an edit costs what it changes. What an address leads to is asked of the disk, once each.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ..records.problems import Problem, problem
from .result import shown

READ = (".html", ".atom", ".rss", ".json", ".ics", ".opml", ".xml", ".csv", ".txt", ".jsonld")
MARKED = (".html", ".atom", ".rss", ".opml", ".xml")
MOST = 20  # that are told of one build


@cache
def pattern(host: str, quoted: bool) -> re.Pattern[str]:
    """Finds what follows our own host: between quotation marks or tags where it is a value, else up to the next blank."""
    own = rf"(?:https?|webcal)://{re.escape(host)}(?![\w.:-])"
    return re.compile(rf"(?<=[\"'>]){own}([^\s\"'<>\\]*)(?=[\\\"'<])" if quoted else rf"{own}([^\s\"'<>\\);]*)")


def addresses(path: str, data: bytes, host: str) -> set[str]:
    """What follows our own host in a file. Of a page its head: the links of its text are relative, and an address that is shown there may be an example."""
    if path.endswith(".html"):
        data = data[: data.find(b"</head>") + 1]
    if host.encode() not in data:
        return set()
    marked = path.endswith(MARKED)
    found = pattern(host, marked or path.endswith(".json")).findall(shown(path, data).decode("utf-8", "replace"))
    return {unescape(address) if marked else address.rstrip(".,") for address in found}


def file_of(address: str, base: str) -> str:
    """The file that a server answers an address of ours with."""
    path = address.partition("#")[0].partition("?")[0]
    path = (unquote(path) if "%" in path else path).removeprefix(base).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def read(output: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Those of these files of the output in which addresses may stand."""
    for path in paths:
        if path.endswith(READ):
            with suppress(OSError):
                yield path, (output / path).read_bytes()


def dead_ends(
    output: Path, url: str, without: tuple[str, ...], texts: Iterable[tuple[str, bytes]]
) -> Iterator[Problem]:
    """Addresses in these texts of the output that lead nowhere; each with the path of its file.

    `without`: what this build leaves out is no fault of an address.
    """
    host, base = urlsplit(url).netloc, urlsplit(url).path
    known: dict[str, bool] = {}
    found = 0
    for path, data in texts:
        if found == MOST:
            return
        for address in sorted(addresses(path, data, host)):
            file = file_of(address, base)
            if file not in known:
                known[file] = bool(without and file.startswith(without)) or os.path.isfile(f"{output}/{file}")
            if not known[file] and found < MOST:
                found += 1
                yield problem(
                    f"{output.name}/{path}", 0, "address-dead", address=f"{urlsplit(url).scheme}://{host}{address}"
                )


def every(output: Path) -> list[str]:
    return sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())


__all__ = ["addresses", "dead_ends", "every", "file_of", "read"]
