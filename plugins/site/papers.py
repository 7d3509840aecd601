"""The PDF files that the texts name, for the search: each is read once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from ..press.store import Store
from ..records.digests import digest as digest_of
from ..records.guard import check_guard
from ..records.links import File
from ..records.problems import Problem, problem
from ..search.papers import ENDING, Read, read_papers
from .gallery import named
from .reading import Draft, files_of, located


class Papers:
    def __init__(self, content: Path, store: Store, drafts: list[Draft]):
        self.store = store
        self.digests: dict[str, str] = {}  # by source
        self.found: dict[str, Read] = {}  # by digest; of what the store knows only what is wrong
        new: dict[str, Path] = {}
        for file in (file for draft in drafts for file, _ in papers_of(draft)):
            path = located(content, file.source.removeprefix("content/"))
            try:
                digest = self.digests[file.source] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                continue
            if known := store.seen(f"wrong:{digest}"):
                self.found[digest] = Read(wrong=known[1:].decode())
            else:
                new[digest] = path
        for digest, read in zip(new, read_papers(list(new.values())), strict=True):
            self.found[digest] = read
            store.put_seen(f"paper:{digest}", b"+" + read.text.encode("utf-8", "surrogatepass"))
            store.put_seen(f"wrong:{digest}", b"+" + read.wrong.encode())

    def check(self, draft: Draft, blocked: tuple[str, ...]) -> Iterator[Problem]:
        """What keeps a file out of the search; and no way into a conference stands in what is found."""
        for file, line in papers_of(draft):
            digest = self.digests.get(file.source, "")
            if digest and (wrong := self.found[digest].wrong):
                yield problem(draft.record.path, line, wrong, text=file.name)
            if digest and not self.known_clean(digest, blocked):
                yield from (replace(p, line=0) for p in check_guard(file.source, self.text(digest), blocked))

    def known_clean(self, digest: str, blocked: tuple[str, ...]) -> bool:
        """Nothing was found in this text for these blocked addresses; what the guard itself looks for is code, and new code has a new store."""
        key = f"clean:{digest_of(digest, *blocked)}"
        if not self.store.seen(key):
            if any(check_guard("", self.text(digest), blocked)):
                return False
            self.store.put_seen(key, b"+")
        return True

    def text(self, digest: str) -> str:
        return text_in(self.store, digest)

    def of(self, path: str, files: Iterable[File]) -> tuple[tuple[str, str], ...]:
        """Name and digest of those that lie beside the text of the page at this path. The text of a series has many pages, and its files are found on none of them."""
        digests = {
            file.name: self.digests[file.source]
            for file in files
            if file.path.startswith(path) and file.source in self.digests
        }
        return tuple((name, digest) for name, digest in digests.items() if self.found[digest].wrong in ("", "pdf-long"))


def text_in(store: Store, digest: str) -> str:
    return store.seen(f"paper:{digest}")[1:].decode("utf-8", "surrogatepass")


def papers_of(draft: Draft) -> list[tuple[File, int]]:
    """The PDF files that a text names, with the line where it does."""
    if not any(name.lower().endswith(ENDING) for name in draft.beside):
        return []
    files = files_of(draft)
    return [
        (files[name], line) for name, line in named(draft).items() if name in files and name.lower().endswith(ENDING)
    ]
