"""What a person can do to the small site of `world.py`: each an `Edit` that prints as what one would type to make it."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from dataclasses import dataclass, replace

from ..builders import ABOUT, ROOT, TODAY
from .world import Brief, Meeting, News, Paper, Series, Step, World, day


class Edit(Brief):
    def apply(self, world: World) -> None:
        raise NotImplementedError


def edit(kind: type) -> type:
    return dataclass(frozen=True, repr=False)(kind)


@edit
class Text(Edit):
    """The running text of a motion, and nothing else."""

    n: int = 0
    text: str = "Ganz anders."

    def apply(self, world):
        world.change(self.n, text=self.text)


@edit
class Opening(Edit):
    """Text above the first heading; empty: none. All lines below move."""

    n: int = 0
    text: str = ""

    def apply(self, world):
        world.change(self.n, before=self.text)


@edit
class Point(Edit):
    """The text of a point, or one more."""

    n: int = 0
    text: str = "Ein Baum wird gepflanzt."
    more: bool = False

    def apply(self, world):
        paper = world.paper(self.n)
        if paper:
            world.change(self.n, points=(*paper.points[: None if self.more else -1], self.text))


@edit
class Block(Edit):
    """A block at the end of the text: a heading, a link, a table; empty: all are taken out."""

    n: int = 0
    block: str = ""
    to: int = 0  # the motion it leads to

    def apply(self, world):
        paper, other = world.paper(self.n), world.paper(self.to)
        if paper:
            block = self.block.replace("ZIEL", other.name)
            world.change(self.n, extra=(*paper.extra, block) if block else ())


@edit
class Title(Edit):
    n: int = 0
    title: str = "Neuer Titel"

    def apply(self, world):
        world.change(self.n, title=self.title)


@edit
class Dated(Edit):
    n: int = 0
    date: dt.date = day(-10)

    def apply(self, world):
        world.change(self.n, date=self.date)


@edit
class Renamed(Edit):
    """The file gets another name; the uid stays."""

    n: int = 0
    stem: str = "umbenannt"

    def apply(self, world):
        if self.stem not in {p.name for p in world.papers}:
            world.change(self.n, stem=self.stem)


@edit
class Refers(Edit):
    """A motion refers to another, which becomes a target."""

    n: int = 0
    to: int = 1

    def apply(self, world):
        target = world.paper(self.to)
        if target:
            world.change(
                self.n, refers=tuple({*world.paper(self.n).refers, target.number} - {world.paper(self.n).number})
            )


@edit
class Topics(Edit):
    n: int = 0
    topics: tuple[int, ...] = ()

    def apply(self, world):
        world.change(self.n, topics=tuple(sorted({t % len(world.topics) for t in self.topics})))


@edit
class Went(Edit):
    """A step more, with or without a result."""

    n: int = 0
    step: Step = Step()

    def apply(self, world):
        paper = world.paper(self.n)
        if paper and len(paper.steps) < 3:
            world.change(self.n, steps=(*paper.steps, self.step))


@edit
class Due(Edit):
    n: int = 0
    date: dt.date | None = None

    def apply(self, world):
        world.change(self.n, due=self.date)


@edit
class Drafted(Edit):
    n: int = 0
    draft: bool = True

    def apply(self, world):
        world.change(self.n, draft=self.draft)


@edit
class Deleted(Edit):
    n: int = 0

    def apply(self, world):
        if len(world.papers) > 1:
            world.deleted.append(world.papers.pop(self.n % len(world.papers)))


@edit
class Restored(Edit):
    def apply(self, world):
        if world.deleted:
            world.papers.append(world.deleted.pop())


@edit
class Added(Edit):
    """A new motion: the newest, or the oldest."""

    newest: bool = True
    title: str = ""

    def apply(self, world):
        number = max((p.number for p in [*world.papers, *world.deleted]), default=-1) + 1
        days = [p.date for p in world.papers] or [TODAY]
        date = (
            min(max(days) + dt.timedelta(days=1), TODAY)
            if self.newest
            else max(min(days) - dt.timedelta(days=1), dt.date(2021, 1, 1))
        )
        world.papers.append(Paper(number=number, title=self.title, date=date))


@edit
class CommitteeRenamed(Edit):
    n: int = 0
    name: str = "Neuer Ausschuss"

    def apply(self, world):
        index = self.n % len(world.committees)
        if not any(self.name in names for names in world.committees):
            world.committees[index] = (self.name, *world.committees[index])


@edit
class PersonRemoved(Edit):
    n: int = 0

    def apply(self, world):
        if world.persons:
            world.persons.pop(self.n % len(world.persons))


@edit
class PersonAdded(Edit):
    n: int = 0

    def apply(self, world):
        world.persons = sorted({*world.persons, self.n})


@edit
class TopicAdded(Edit):
    name: str = "Umwelt"

    def apply(self, world):
        world.topics += [] if self.name in world.topics else [self.name]


@edit
class Attached(Edit):
    """An attachment is added, or replaced."""

    n: int = 0
    name: str = "plan.pdf"
    data: bytes = b"%PDF-1.4 neu"

    def apply(self, world):
        paper = world.paper(self.n)
        if paper:
            world.files[paper.number, self.name] = self.data
            world.change(self.n, files=tuple(sorted({*paper.files, self.name})))


@edit
class Detached(Edit):
    n: int = 0

    def apply(self, world):
        paper = world.paper(self.n)
        if paper and paper.files:
            world.files.pop((paper.number, paper.files[0]))
            world.change(self.n, files=paper.files[1:])


@edit
class Reported(Edit):
    """A news item is written, changed or, without a text, taken away."""

    n: int = 0
    item: News | None = None

    def apply(self, world):
        keep = [i for i in world.news if i.number != self.n]
        world.news = [*keep, replace(self.item, number=self.n)] if self.item else keep


@edit
class Retold(Edit):
    """The running text of something else: a news item, a person, a committee, a page."""

    kind: str = "seiten"
    text: str = "Ganz anders."

    def apply(self, world):
        world.texts[self.kind] = self.text
        if self.kind == "meldungen" and world.news:
            world.news[0] = replace(world.news[0], text=self.text)


@edit
class Met(Edit):
    """A meeting is announced, moved or struck."""

    n: int = 0
    meeting: Meeting | None = None

    def apply(self, world):
        keep = [m for m in world.meetings if m.number != self.n]
        world.meetings = [*keep, replace(self.meeting, number=self.n)] if self.meeting else keep


@edit
class Repeats(Edit):
    """A series is announced, its dates are cancelled, moved, added, or it is struck."""

    series: Series | None = None

    def apply(self, world):
        world.series = self.series


@edit
class About(Edit):
    """A line more in content/fraktion.yaml, or another name; empty: as it was."""

    line: str = ""
    name: str = ""

    def apply(self, world):
        world.about = (ABOUT.replace("Grüne im Kreistag Probe", self.name) if self.name else ABOUT) + (
            self.line + "\n" if self.line else ""
        )


@edit
class Term(Edit):
    """A legislative term begins on another day; motions move into it or out of it."""

    start: str = "2025-11-01"

    def apply(self, world):
        world.term = self.start


@edit
class Footer(Edit):
    """A page is named in the footer of all others."""

    place: int = 1

    def apply(self, world):
        world.texts["fusszeile"] = f"fusszeile: {self.place}\n"


@edit
class Redirects(Edit):
    """Old addresses, with blanks between them."""

    source: str = "/alt/seite.html"
    target: str = "/antraege/"

    def apply(self, world):
        world.redirects = "".join(f"- von: {source}\n  nach: {self.target}\n" for source in self.source.split())


@edit
class Template(Edit):
    """A visible sign at the start of a template's block or macro; 0: as it was."""

    name: str = "motion.html"
    n: int = 1

    def apply(self, world):
        original = (ROOT / "theme/templates" / self.name).read_text("utf-8")
        sign = next(
            sign
            for sign in ("<body>", "{% block content %}", *(f"{{% macro{part}%}}" for part in macros(original)))
            if sign in original
        )
        (world.own_theme() / "templates" / self.name).write_text(
            original.replace(sign, f"{sign}<i>{self.n}</i>", 1) if self.n else original, "utf-8"
        )


def macros(text: str) -> list[str]:
    """The heads of a template's macros, between their signs."""
    return [part.partition("%}")[0] for part in text.split("{% macro")[1:]]


@edit
class Style(Edit):
    n: int = 1

    def apply(self, world):
        original = (ROOT / "theme/static/css/base.css").read_text("utf-8")
        (world.own_theme() / "static/css/base.css").write_text(original + f".n{self.n} {{ color: red; }}\n", "utf-8")


@edit
class Told(Edit):
    """A setting; None: as in pelicanconf.py."""

    key: str = "SITEURL"
    value: object = None

    def apply(self, world):
        world.told = {
            **{k: v for k, v in world.told.items() if k != self.key},
            **({} if self.value is None else {self.key: self.value}),
        }


@edit
class Day(Edit):
    """The day of the build."""

    offset: int = 0

    def apply(self, world):
        world.told["HEUTE"] = day(self.offset)


@edit
class Cores(Edit):
    count: int = 2

    def apply(self, world):
        world.cores = self.count


@edit
class OutputDeleted(Edit):
    n: int = 0

    def apply(self, world):
        if files := world.outputs():
            files[self.n % len(files)].unlink()


@edit
class OutputEdited(Edit):
    """By hand; `same_size`: so that only the time tells."""

    n: int = 0
    same_size: bool = False

    def apply(self, world):
        if files := world.outputs():
            file = files[self.n % len(files)]
            data = file.read_bytes()
            file.write_bytes(data[:-1] + b"\x00" if self.same_size and data else data + b"<!-- von Hand -->")


@edit
class OutputNamed(Edit):
    """A file of the output is deleted, or holds something else."""

    path: str = "index.html"
    data: bytes | None = None

    def apply(self, world):
        file = world.output / self.path
        file.unlink() if self.data is None else file.write_bytes(self.data)


@edit
class Stray(Edit):
    """Something in the output that nobody declared."""

    path: str = "fremd.txt"

    def apply(self, world):
        path = world.output / self.path
        if world.output.is_dir() and not path.exists() and not any(p.is_file() for p in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("fremd")


@edit
class FolderForFile(Edit):
    """A folder stands where a file should be."""

    n: int = 0

    def apply(self, world):
        if files := world.outputs():
            file = files[self.n % len(files)]
            file.unlink()
            file.mkdir()
            (file / "fremd.txt").write_text("fremd")


@edit
class FileForFolder(Edit):
    """A file stands where a folder should be."""

    n: int = 0

    def apply(self, world):
        if folders := sorted(p for p in world.output.rglob("*") if p.is_dir()):
            folder = folders[self.n % len(folders)]
            shutil.rmtree(folder)
            folder.write_text("fremd")


@edit
class StoreDeleted(Edit):
    def apply(self, world):
        shutil.rmtree(world.project.root / ".cache", ignore_errors=True)


@edit
class StoreDamaged(Edit):
    """Random bytes in the store: some in the middle, or a cut, or nothing else at all."""

    seed: int = 0
    how: str = "middle"

    def apply(self, world):
        for file in sorted((world.project.root / ".cache").glob("presse.sqlite*")):
            data, chance = bytearray(file.read_bytes()), random.Random(self.seed)
            if self.how == "middle":
                for _ in range(8):
                    start = chance.randrange(max(1, len(data)))
                    data[start : start + 40] = chance.randbytes(len(data[start : start + 40]))
            file.write_bytes(
                data[: chance.randrange(len(data) + 1)]
                if self.how == "cut"
                else chance.randbytes(5000)
                if self.how == "noise"
                else data
            )


@edit
class KilledAt(Edit):
    """The build is killed at its n-th write, and then there is another."""

    n: int = 1

    def apply(self, world):
        world.kill = self.n


WRONG = {
    "topic": ("uid:", "themen: [Gibt es nicht]\nuid:"),
    "yaml": ("titel: ", "titel: x: "),
    "head": (
        "---\n",
        "",
    ),
    "link": ("## Begründung", "[tot](gibt-es-nicht.md)\n\n## Begründung"),
    "join": ("## Begründung", "https://meet.jit.si/geheim\n\n## Begründung"),
    "date": ("datum: ", "datum: 31.02."),
}


@edit
class Wrong(Edit):
    """For one build a motion is wrong, so that nothing may be written; then it is mended."""

    n: int = 0
    how: str = "topic"

    def apply(self, world):
        paper = world.paper(self.n)
        file = world.source(paper)
        old, new = WRONG[self.how]

        def spoil() -> None:
            file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")

        world.wrong = spoil


@edit
class Touched(Edit):
    """Every file of content/ gets a new time, as after a clone."""

    def apply(self, world):
        for path in world.project.content.rglob("*"):
            if path.is_file():
                path.touch()
