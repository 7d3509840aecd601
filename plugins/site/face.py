"""The pictures that the group's own data name: found in content/, looked at once per content, published in their sizes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from .. import group, pictures
from ..group.face import Named, Shown
from ..press import Page, Sign
from ..press.things import decoder, encode
from ..records import german
from ..records.links import File, plain_name
from ..records.problems import Problem, problem
from .files import is_quiet
from .reading import located, place_of

if TYPE_CHECKING:
    from .content import Contents

ABOUT = "content/fraktion.yaml"
BESIDE = "fraktion/"  # where the files lie that content/fraktion.yaml names
TOPICS = "content/themen.yaml"
BESIDE_TOPICS = "themen/"
DARK = 22  # of 100; below, nobody is recognised on a telephone in the sun
HEAVY = 150_000  # bytes of a drawing; ours has 44,000, and 9,000 as it is sent
LOGOS = (".svg", ".png", ".jpg", ".jpeg")
HIGH = 108  # points: three times what the head of a page shows of a logo


class Glance(Struct, frozen=True):
    """What a file is: `wrong` is the code of what speaks against it, `part` what is in the way."""

    digest: str = ""
    width: int = 0
    height: int = 0
    bright: int = 100  # the mean of its points, of 100
    plate: bool = False  # a sign that would be lost on the green of the head
    wrong: str = ""
    part: str = ""


class Made(Struct, frozen=True):
    """A file that is published: a photo in its sizes, a drawing as it was made anew, a sign in the one size that it has."""

    file: File
    kind: str  # "photo", "drawing", "county", "sign"


class Faces:
    """`contents`: of which the files are known, each with what stands for its content."""

    def __init__(self, contents: Contents):
        self.contents, self.store = contents, contents.store
        self.about, self.topics = contents.few.about, contents.few.lists.topics

    # ------------------------------------------------------------------------ looking

    def there(self, path: str) -> bool:
        entry = self.contents.entries.get(path)
        return bool(entry and entry.regular and self.contents.sources.get(path).key)

    def glance(self, path: str) -> Glance:
        """Of a file that is there. The salt keeps its address apart from that of the same picture beside a text."""
        key = f"gesicht:{self.contents.sources.get(path).key}"
        if known := self.store.seen(key):
            return decoder(Glance).decode(known)
        try:
            data = located(self.contents.state.content, path).read_bytes()
        except OSError:
            return Glance(wrong="picture-bad")
        seen = looked_at(path, data)
        self.store.put_seen(key, encode(seen))
        return seen

    def file(self, path: str, seen: Glance, ending: str = "") -> File:
        name = path.rpartition("/")[2]
        shown = f"bilder/{seen.digest[:12]}.{ending}" if ending else ""
        return File(
            name, name, shown, f"content/{path}", self.contents.entries[path].size, seen.width, seen.height, seen.digest
        )

    def shown(self, named: Named | None, folder: str) -> Shown | None:
        path = folder + named.name if named else ""
        if not named or not plain_name(named.name) or not self.there(path):
            return None
        seen = self.glance(path)
        if seen.wrong or not named.name.lower().endswith(pictures.ENDINGS):
            return None
        return Shown(file=self.file(path, seen), alt=named.alt, author=named.author, focus=named.focus)

    # ------------------------------------------------------------------------ what pages show

    @property
    def start(self) -> Shown | None:
        return self.shown(self.about.face.start, BESIDE)

    @property
    def group(self) -> Shown | None:
        return self.shown(self.about.face.group, BESIDE)

    def of_topics(self) -> dict[str, Shown]:
        found = {topic.link.path: self.shown(topic.picture, BESIDE_TOPICS) for topic in self.topics}
        return {path: shown for path, shown in found.items() if shown}

    def logo_path(self) -> str:
        """Where the logo lies; before there was a folder for it, it lay beside the texts."""
        name = self.about.logo
        return next((path for path in (BESIDE + name, name) if name and plain_name(name) and self.there(path)), "")

    def sign(self) -> Sign | None:
        made = self.made_sign()
        return (
            Sign(made.file.path, made.file.width, made.file.height, self.glance(self.logo_path()).plate)
            if made
            else None
        )

    def made_sign(self) -> Made | None:
        path = self.logo_path()
        seen = self.glance(path) if path else Glance(wrong="none")
        if seen.wrong:
            return None
        if path.lower().endswith(".svg"):
            return Made(self.file(path, seen, "svg"), "drawing")
        high = min(HIGH, seen.height)
        wide = max(1, round(seen.width * high / seen.height))
        smaller = Glance(seen.digest, wide, high)
        return Made(self.file(path, smaller, "png"), "sign")

    def county(self) -> tuple[File, File] | None:
        """The group's own drawing, where both of its halves can be shown."""
        drawing = self.about.face.drawing
        paths = [BESIDE + name for name in (drawing.day, drawing.night)] if drawing else []
        if not paths or not all(
            plain_name(path.removeprefix(BESIDE)) and path.endswith(".svg") and self.there(path) for path in paths
        ):
            return None
        seen = [self.glance(path) for path in paths]
        return (
            None
            if any(each.wrong for each in seen)
            else (self.file(paths[0], seen[0], "svg"), self.file(paths[1], seen[1], "svg"))
        )

    def made(self) -> tuple[Made, ...]:
        """Every file that is published, once."""
        photos = [Made(shown.file, "photo") for shown in (self.start, self.group, *self.of_topics().values()) if shown]
        drawn = [Made(file, "county") for file in self.county() or ()]
        return tuple(
            {
                (made.file.digest, made.kind): made for made in (*photos, *drawn, *filter(None, [self.made_sign()]))
            }.values()
        )

    # ------------------------------------------------------------------------ checking

    def check(self) -> Iterator[Problem]:
        if not self.about:
            return
        face = self.about.face
        for key, named in (("startbild", face.start), ("gruppenbild", face.group)):
            if named:
                yield from self.check_photo(ABOUT, key, named, BESIDE)
        for topic in self.topics:
            if topic.picture:
                yield from self.check_photo(TOPICS, "bild", topic.picture, BESIDE_TOPICS)
        if drawing := face.drawing:
            for name, key in {drawing.night: "nacht", drawing.day: "tag"}.items():  # one may stand for both
                yield from self.check_drawing(key, name, drawing.line)
        yield from self.check_logo()
        yield from self.check_unnamed()

    def check_photo(self, where: str, key: str, named: Named, folder: str) -> Iterator[Problem]:
        if found := self.absent(where, key, named.name, named.line, folder):
            yield found
            return
        if not named.name.lower().endswith(pictures.ENDINGS):
            yield problem(where, named.line, "picture-kind", text=named.name, key=key)
            return
        seen = self.glance(folder + named.name)
        if seen.wrong:
            yield problem(where, named.line, seen.wrong, text=named.name)
            return
        if not named.alt:
            yield problem(
                where,
                named.line,
                "picture-alt-key",
                text=named.name,
                key="alt",
                example="Neun Menschen stehen auf dem Marktplatz",
            )
        if group.small(seen.width, seen.height):
            yield problem(where, named.line, "picture-small", text=named.name, width=seen.width, height=seen.height)
        if seen.bright < DARK:
            yield problem(where, named.line, "picture-dark", text=named.name, bright=seen.bright)

    def check_drawing(self, key: str, name: str, line: int) -> Iterator[Problem]:
        if found := self.absent(ABOUT, key, name, line, BESIDE):
            yield found
        elif not name.endswith(".svg"):
            yield problem(ABOUT, line, "drawing-kind", text=name, key=key)
        elif (seen := self.glance(BESIDE + name)).wrong:
            yield problem(ABOUT, line, seen.wrong, text=name, part=seen.part)
        elif (size := self.contents.entries[BESIDE + name].size) > HEAVY:
            yield problem(ABOUT, line, "drawing-heavy", text=name, size=german.size(size))

    def check_logo(self) -> Iterator[Problem]:
        name = self.about.logo
        if not name:
            return
        path = self.logo_path()
        if not path or not name.lower().endswith(LOGOS):
            yield problem(ABOUT, 0, "logo-missing", name=name)
        elif (seen := self.glance(path)).wrong:
            yield problem(ABOUT, 0, seen.wrong, text=name, part=seen.part)

    def absent(self, where: str, key: str, name: str, line: int, folder: str) -> Problem | None:
        common = {"value": name, "key": key, "folder": f"content/{folder.rstrip('/')}"}
        if not plain_name(name):
            return problem(where, line, "file-name", **common)
        if self.there(folder + name):
            return None
        beside = [path.removeprefix(folder) for path in self.contents.entries if path.startswith(folder)]
        near = german.near(name, beside, 0.6)
        return problem(where, line, "file-missing-near" if near else "file-missing", near=near, **common)

    def check_unnamed(self) -> Iterator[Problem]:
        face = self.about.face
        names = {BESIDE + named.name for named in (face.start, face.group) if named} | {BESIDE + self.about.logo}
        names |= {BESIDE + name for name in (face.drawing.day, face.drawing.night)} if face.drawing else set()
        names |= {BESIDE_TOPICS + topic.picture.name for topic in self.topics if topic.picture}
        for path in self.contents.entries:
            if path.startswith((BESIDE, BESIDE_TOPICS)) and path not in names and not is_quiet(path):
                yield problem(f"content/{path}", 0, "face-unnamed", text=ABOUT if path.startswith(BESIDE) else TOPICS)


def looked_at(path: str, data: bytes) -> Glance:
    digest = hashlib.sha256(path.encode() + data).hexdigest()
    if path.lower().endswith(".svg"):
        drawn = pictures.redrawn(data)
        return Glance(digest, drawn.width, drawn.height, wrong=drawn.wrong, part=drawn.part)
    seen = pictures.look(data)
    if seen.wrong:
        return Glance(digest, wrong=seen.wrong)
    bright, plate = pictures.light(data)
    return Glance(digest, seen.width, seen.height, bright, plate)


def pages_of(made: Made, content: Path) -> Iterator[Page]:
    """What is published of a file."""
    source = str(place_of(made.file, content))
    if made.kind == "photo":
        yield from pictures.variants(made.file, source)
    elif made.kind == "sign":
        yield Page(
            made.file.path,
            pictures.build_variant,
            {"source": source, "digest": made.file.digest, "width": made.file.width, "ending": "png"},
        )
    else:
        yield Page(
            made.file.path,
            pictures.build_drawing,
            {"source": source, "digest": made.file.digest, "pieces": made.kind == "county"},
        )
