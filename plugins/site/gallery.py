"""The pictures that lie beside the texts: each is looked at once per content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from .. import pictures
from ..press.store import Store
from ..press.things import decoder, encode
from ..records.addresses import Target
from ..records.fields import walk_rows
from ..records.links import File
from ..records.problems import Problem, problem
from .reading import Draft, files_of, located


class Gallery:
    def __init__(self, content: Path, store: Store):
        self.content, self.store = content, store
        self.seen: dict[str, tuple[str, pictures.Look]] = {}  # by source: digest and look

    def check(self, draft: Draft) -> Iterator[Problem]:
        """Every picture that a text names can be opened."""
        files = files_of(draft) if draft.beside else {}
        for name, line in named(draft).items() if files else ():
            if name in files and name.lower().endswith(pictures.ENDINGS):
                _, seen = self.look(files[name])
                if seen.wrong:
                    yield problem(draft.record.path, line, seen.wrong, text=name)

    def look(self, file: File) -> tuple[str, pictures.Look]:
        if file.source not in self.seen:
            try:
                data = located(self.content, file.source.removeprefix("content/")).read_bytes()
            except OSError:
                data = b""
            digest = hashlib.sha256(data).hexdigest()
            key, look = (
                (f"gif:{digest}", pictures.look_at_gif) if pictures.is_gif(file.source) else (digest, pictures.look)
            )
            known = self.store.seen(key)
            seen = decoder(pictures.Look).decode(known) if known else look(data)
            if not known:
                self.store.put_seen(key, encode(seen))
            self.seen[file.source] = digest, seen
        return self.seen[file.source]

    def files(self, draft: Draft) -> dict[str, File]:
        """The files beside a text, its picture with its size."""
        files, name = files_of(draft), draft.record.get("bild", "")
        if name in files:
            digest, seen = self.look(files[name])
            files[name] = replace(files[name], width=seen.width, height=seen.height, digest=digest)
            if seen.width:
                files[name] = replace(files[name], shown_size=self.largest(files[name]))
        return files

    def largest(self, file: File) -> int:
        """How long the largest JPEG of a picture is that comes with a feed's entry."""
        return self.length(
            f"largest:{file.digest}:{file.widths[-1]}",
            lambda source: pictures.build_variant(source, file.digest, file.widths[-1], "jpg"),
            file,
        )

    def cleaned(self, file: File) -> int:
        """How long a picture is that is published under its own name."""
        digest = self.look(file)[0]
        return self.length(
            f"cleaned:{digest}:{file.name.rpartition('.')[2].lower()}",
            lambda source: pictures.build_clean(source, digest),
            file,
        )

    def length(self, key: str, make: Callable[[str], bytes], file: File) -> int:
        """How many bytes are published of a picture: made once per content."""
        known = self.store.seen(key)
        if not known:
            known = b"%d" % len(make(str(located(self.content, file.source.removeprefix("content/")))))
            self.store.put_seen(key, known)
        return int(known)

    def attached(self, draft: Draft) -> dict[str, File]:
        """The files beside a text as they are published: a picture that its head names is one from which what the camera wrote was taken, and so has another length."""
        files = files_of(draft)
        for _, name, _ in walk_rows(draft.record, draft.table, "file") if files else ():
            if name in files and name.lower().endswith(pictures.ENDINGS) and self.look(files[name])[1].width:
                files[name] = replace(files[name], size=self.cleaned(files[name]))
        return files

    def all_files(self, draft: Draft) -> dict[str, File]:
        """The files beside a text as they are published, its picture with its size."""
        return self.attached(draft) | {name: file for name, file in self.files(draft).items() if file.width}

    def only_shown(self, draft: Draft) -> set[str]:
        """A picture of the head is published in its sizes only: the file itself may say where it was taken."""
        in_text = {t.value for t in draft.body.targets if t.picture and t.value.lower().endswith(pictures.ENDINGS)}
        rest = {value for fld, value, _ in walk_rows(draft.record, draft.table, "file") if fld.key != "bild"}
        return (
            ({draft.record.get("bild", "")} | in_text)
            - rest
            - {t.value for t in draft.body.targets if t.value not in in_text or not t.picture}
        )

    def brings(self, draft: Draft) -> tuple[File, ...]:
        """What the page of a text needs beside it: pictures in their sizes, and other files as they are."""
        if not draft.beside:
            return ()
        files = files_of(draft)
        sized = {file.name: file for file in self.inside(draft) if not pictures.is_gif(file.path)}
        if (shown := self.files(draft).get(draft.record.get("bild", ""))) and shown.width:
            sized[shown.name] = shown
        return (
            *sized.values(),
            *(files[name] for name in sorted(named_files(draft) - self.only_shown(draft)) if name in files),
        )

    def inside(self, draft: Draft) -> list[File]:
        """The pictures that a text shows, with their sizes."""
        wanted = {t.value for t in draft.body.targets if shows_file(t)} if draft.beside else set()
        files = files_of(draft) if wanted else {}
        found: list[File] = []
        for name in sorted(wanted & files.keys()):
            digest, seen = (
                self.look(files[name]) if name.lower().endswith((*pictures.ENDINGS, ".gif")) else ("", pictures.Look())
            )
            if seen.width:
                found.append(replace(files[name], width=seen.width, height=seen.height, digest=digest))
        return found

    def dress(self, draft: Draft) -> None:
        """The pictures inside a text get their sizes and formats."""
        if found := self.inside(draft):
            known = pictures.by_address(found)
            draft.body = replace(
                draft.body,
                sections=tuple(replace(s, html=pictures.with_sizes(s.html, known)) for s in draft.body.sections),
            )


def shows_file(target: Target) -> bool:
    return target.picture and target.kind == "file"


def named(draft: Draft) -> dict[str, int]:
    """Every file that a text names, with the line where it does."""
    head = {value: row.line_of(fld.key) for fld, value, row in walk_rows(draft.record, draft.table, "file")}
    return {**{t.value: t.line for t in draft.body.targets if t.kind == "file"}, **head}


def named_files(draft: Draft) -> set[str]:
    return set(named(draft))
