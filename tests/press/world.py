"""A small site that a test edits in every way a person can (edits.py), and the law that holds after each build.

`Start` says what the site is made of, an `Edit` what happens to it. Both print as what one would type to
make them, so that a counter-example can be kept as it is. Numbers mean "the n-th there is", counted round.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest
from msgspec.structs import asdict

from plugins.press import left, press, templates
from plugins.press.page import Page
from plugins.press.store import Store
from plugins.records.digests import digest
from plugins.records.fields import UID_ALPHABET
from plugins.records.problems import errors
from plugins.search.papers import extract
from plugins.site import content, papers, reading
from plugins.site.build import build
from plugins.site.result import Result
from plugins.site.settings import Settings

from ..builders import ABOUT, BASE, ROOT, TODAY, Project

if TYPE_CHECKING:
    from .edits import Edit

Snapshot = dict[str, tuple[bytes, int, int]]  # path → bytes, mtime_ns, inode


class Brief:
    """Prints as a call that names only what differs from the usual."""

    def __repr__(self) -> str:
        given = [
            f"{f.name}={shown(value)}"
            for f in dataclasses.fields(self)
            if (value := getattr(self, f.name)) != f.default
        ]
        return f"{type(self).__name__}({', '.join(given)})"


def shown(value: object) -> str:
    return f"day({(value - TODAY).days})" if isinstance(value, dt.date) else repr(value)


def day(offset: int) -> dt.date:
    return TODAY + dt.timedelta(days=offset)


# ------------------------------------------------------------------------------- what there is


@dataclass(frozen=True, repr=False)
class Step(Brief):
    committee: int = 0
    date: dt.date | None = None
    result: str = ""
    meeting: bool = False  # names a meeting as its sitting


@dataclass(frozen=True, repr=False)
class Paper(Brief):
    """A motion."""

    number: int = 0
    title: str = ""
    stem: str = ""
    date: dt.date = day(-300)
    question: bool = False
    draft: bool = False
    reference: str = ""
    topics: tuple[int, ...] = ()
    refers: tuple[int, ...] = ()  # numbers of other papers
    signers: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    due: dt.date | None = None
    text: str = "Weil es gut ist."
    points: tuple[str, ...] = ("Ein Radweg wird gebaut.",)
    extra: tuple[str, ...] = ()  # further blocks of text
    before: str = ""  # above the first heading
    files: tuple[str, ...] = ()  # attachments the head names

    @property
    def uid(self) -> str:
        return uid("m", self.number)

    @property
    def name(self) -> str:
        return self.stem or f"antrag-{self.number}"


@dataclass(frozen=True, repr=False)
class News(Brief):
    number: int = 0
    date: dt.date = day(-20)
    text: str = "Es gab etwas Neues, und es war gut."
    teaser: str = ""
    about: tuple[int, ...] = ()  # papers
    expires: dt.date | None = None  # of a foreign one


@dataclass(frozen=True, repr=False)
class Meeting(Brief):
    number: int = 0
    date: dt.date = day(5)
    committee: int | None = None  # None: our own
    about: tuple[int, ...] = ()


@dataclass(frozen=True, repr=False)
class Series(Brief):
    """Every Sunday from two weeks ago to four weeks ahead; the n-th of them is meant."""

    cancelled: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()  # by two days
    extra: tuple[int, ...] = ()  # three days after the n-th
    filed: int | None = None  # has a file of its own
    about: tuple[int, ...] = ()  # what is on its agenda


@dataclass(frozen=True, repr=False)
class Start(Brief):
    """The site before anything happens to it."""

    papers: tuple[Paper, ...] = (Paper(),)
    news: tuple[News, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    series: Series | None = None
    persons: int = 2


def uid(kind: str, number: int) -> str:
    digits = "".join(UID_ALPHABET[number // 27**place % 27] for place in range(4))
    return f"{kind}x{digits}"


# ------------------------------------------------------------------------------------ the world


SELDOM = [
    "suche/",
    "karten/",
]  # left out unless a test is about them: the index takes a twentieth of a second, a card a hundredth

Colds = dict[str, tuple[Result, dict[str, bytes]]]


@dataclass
class World:
    """The site as it stands, with everything that a build is told."""

    project: Project
    papers: list[Paper] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    series: Series | None = None
    persons: list[int] = field(default_factory=list)
    deleted: list[Paper] = field(default_factory=list)
    committees: list[tuple[str, ...]] = field(
        default_factory=lambda: [("Kreistag",), ("Ausschuss für Soziales",)]
    )  # name, then former names
    topics: list[str] = field(default_factory=lambda: ["Verkehr", "Soziales"])
    files: dict[tuple[int, str], bytes] = field(default_factory=dict)  # attachments by paper and name
    about: str = ABOUT
    redirects: str = ""
    term: str = "2025-11-01"  # when the second legislative term begins
    texts: dict[str, str] = field(default_factory=dict)  # below the heads of other kinds
    told: dict[str, object] = field(default_factory=lambda: {"OHNE": SELDOM})  # settings
    cores: int = 1
    kill: int | None = None  # at which write the next build is killed
    wrong: Callable[[], None] | None = None  # what is broken for one build
    said: list[str] = field(default_factory=list)
    on_disk: dict[str, bytes] = field(default_factory=dict)
    colds: Colds | None = None  # cold builds by what they are made from, where the same site comes again and again

    # -------------------------------------------------------------- finding what an edit means

    def paper(self, n: int) -> Paper | None:
        return self.papers[n % len(self.papers)] if self.papers else None

    def change(self, n: int, **values) -> None:
        if self.papers:
            index = n % len(self.papers)
            self.papers[index] = replace(self.papers[index], **values)

    def source(self, paper: Paper) -> Path:
        return self.project.content / f"antraege/{paper.name}.md"

    @property
    def output(self) -> Path:
        return self.project.output

    def outputs(self) -> list[Path]:
        return sorted(p for p in self.output.rglob("*") if p.is_file())

    def own_theme(self) -> Path:
        theme = self.project.root / "theme"
        if theme.is_symlink():
            theme.unlink()
            shutil.copytree(ROOT / "theme", theme)
        return theme

    # -------------------------------------------------------------------------------- writing

    def content(self) -> dict[str, bytes]:
        """Every file below content/ as the world says it should be."""
        below = self.texts.get
        texts = {
            **BASE,
            "seiten/kontakt.md": f"---\ntitel: Kontakt\n{below('fusszeile', '')}---\n{below('seiten', 'Text.')}\n",
            "fraktion.yaml": self.about,
            "themen.yaml": "".join(f"- name: {name}\n" for name in self.topics),
        }
        texts["wahlperioden.yaml"] = (
            f"- name: 2020–2025\n  von: 2020-11-01\n  bis: 2025-10-31\n- name: 2025–2030\n  von: {self.term}\n"
        )
        if self.redirects:
            texts["umleitungen.yaml"] = self.redirects
        for index, (stem, names) in enumerate(zip(("kreistag", "soziales"), self.committees, strict=True)):
            former = "frueher:\n" + "".join(f"  - name: {name}\n" for name in names[1:]) if names[1:] else ""
            texts[f"gremien/{stem}.md"] = (
                f"---\nuid: {uid('g', index)}\nname: {names[0]}\nart: {'Kreistag' if stem == 'kreistag' else 'Ausschuss'}\n{former}---\n{below('gremien', '')}\n"
            )
        for n in self.persons:
            texts[f"personen/person-{n}.md"] = (
                f"---\nuid: {uid('p', n)}\nname: Vera Beispiel {n}\nmitgliedschaften:\n  - gremium: {uid('g', n % 2)}\n---\n{below('personen', '')}\n"
            )
        drafts = {p.number for p in self.papers if p.draft}
        numbers = {p.number for p in self.papers} - drafts
        for item in self.news:
            texts[f"meldungen/{'fremd/' if item.expires else ''}meldung-{item.number}.md"] = news_text(item, numbers)
        for meeting in self.meetings:
            texts[f"sitzungen/sitzung-{meeting.number}.md"] = meeting_text(
                replace(meeting, about=tuple(n for n in meeting.about if n not in drafts)), below("sitzungen", "")
            )
        if self.series:
            texts |= series_texts(
                replace(self.series, about=tuple(n for n in self.series.about if n in numbers)), below("sitzungen", "")
            )
        for paper in self.papers:
            texts[f"antraege/{paper.name}.md"] = paper_text(
                replace(paper, refers=tuple(n for n in paper.refers if n not in drafts)), self
            )
        files = {
            f"antraege/{p.name}/{name}": data
            for p in self.papers
            for (number, name), data in self.files.items()
            if number == p.number
        }
        return {**{name: text.encode() for name, text in texts.items()}, **files}

    def sync(self) -> None:
        """Bring content/ to what the world says. What did not change is not touched."""
        wanted = self.content()
        for name in self.on_disk.keys() - wanted.keys():
            (self.project.content / name).unlink(missing_ok=True)
        for name, data in wanted.items():
            path = self.project.content / name
            if self.on_disk.get(name) != data or not path.is_file():
                self.project.write(name, data)
        self.on_disk = wanted

    def settings(self, **values) -> Settings:
        return self.project.settings(**{**self.told, **values})

    def build(self, **options) -> Result:
        return build(self.settings(), cores=self.cores, say=self.said.append, **options)


def news_text(item: News, numbers: set[int]) -> str:
    about = ", ".join(uid("m", n) for n in item.about if n in numbers and not item.expires)
    foreign = (
        f"herkunft: Bundesverband\nquelle_url: https://example.org/{item.number}\nquelle_name: Bund\nablauf: {item.expires}\n"
        if item.expires
        else ""
    )
    return f"---\nuid: {uid('n', item.number)}\ntitel: Meldung {item.number}\ndatum: {item.date}\n{foreign}{f'teaser: {item.teaser}' if item.teaser else ''}\nzu_antrag: [{about}]\n---\n\n{item.text}\n"


def meeting_text(meeting: Meeting, below: str) -> str:
    own = meeting.committee is None
    head = (
        "name: Fraktionssitzung\nart: Fraktionssitzung"
        if own
        else f"name: Sitzung\nart: Kreistag\ngremium: {uid('g', meeting.committee % 2)}"
    )
    agenda = "".join(f"  - titel: Punkt\n    antrag: {uid('m', n)}\n" for n in meeting.about)
    return f"---\nuid: {uid('s', meeting.number)}\n{head}\ndatum: {meeting.date}\nbeginn: 18:00\nform: Videokonferenz\nzugang: öffentlich\n{f'tagesordnung:{chr(10)}{agenda}' if agenda else ''}---\n{below}\n"


def series_texts(series: Series, below: str) -> dict[str, str]:
    def nth(n: int) -> dt.date:
        return day(7 * (n % 7) - 14)

    head = f"uid: {uid('r', 0)}\nname: Treffen\nart: Fraktionssitzung\nrhythmus: jede Woche\ntag: Sonntag\nbeginn: 11:00\nab: {nth(0)}\nbis: {nth(6)}\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\nveroeffentlicht: {day(-20)}\n"
    cancelled = sorted({nth(n) for n in series.cancelled})
    moved = sorted({nth(n) for n in series.moved} - set(cancelled))
    extra = sorted({nth(n) + dt.timedelta(days=3) for n in series.extra if n % 7 != 6})
    head += (
        "entfaellt: ["
        + ", ".join(f"{{tag: {date}, grund: Krankheit, geaendert_am: {day(-15)}}}" for date in cancelled)
        + "]\n"
    )
    head += (
        "verlegt: ["
        + ", ".join(f"{{von: {date}, auf: {date + dt.timedelta(days=2)}, geaendert_am: {day(-15)}}}" for date in moved)
        + "]\n"
    )
    head += "zusaetzlich: [" + ", ".join(f"{{tag: {date}}}" for date in extra) + "]\n"
    texts = {"reihen/treffen.md": f"---\n{head}---\n"}
    if series.filed is not None:
        agenda = "".join(f"  - titel: Punkt\n    antrag: {uid('m', n)}\n" for n in series.about)
        texts["sitzungen/ergaenzt.md"] = (
            f"---\nreihe: {uid('r', 0)}\ndatum: {nth(series.filed)}\n{f'tagesordnung:{chr(10)}{agenda}' if agenda else ''}---\n{below}\n"
        )
    return texts


def paper_text(paper: Paper, world: World) -> str:
    lines = [
        f"uid: {paper.uid}",
        f"titel: {paper.title or f'Antrag Nummer {paper.number}'}",
        f"art: {'Anfrage' if paper.question else 'Antrag'}",
        f"datum: {paper.date}",
    ]
    lines += ["stand: Entwurf"] if paper.draft else []
    lines += [f"drucksache: {paper.reference}"] if paper.reference else []
    lines += [f"frist: {paper.due}"] if paper.due and paper.due >= paper.date else []
    lines += (
        [f"themen: [{', '.join(world.topics[t % len(world.topics)] for t in paper.topics)}]"]
        if paper.topics and world.topics
        else []
    )
    lines += [f"bezug: [{', '.join(uid('m', n) for n in paper.refers)}]"] if paper.refers else []
    lines += ["unterzeichner:", *(f"  - name: Vera Beispiel {n}" for n in paper.signers)] if paper.signers else []
    lines += ["anlagen:", *(f"  - datei: {name}" for name in paper.files)] if paper.files else []
    steps = valid_steps(replace(paper, steps=tuple(in_sitting(step, world) for step in paper.steps)))
    lines += ["beratungsfolge:"] if steps else []
    for step in steps:
        lines.append(f"  - gremium: {uid('g', step.committee % 2)}")
        lines += [f"    datum: {step.date}"] if step.date else []
        lines += [f"    ergebnis: {step.result}"] if step.result else []
        lines += [f"    sitzung: {uid('s', world.meetings[0].number)}"] if step.meeting and world.meetings else []
    points = "\n".join(f"{n}. {point}" for n, point in enumerate(paper.points, 1))
    heading = "Fragen" if paper.question else "Beschlussvorschlag"
    blocks = [paper.before, f"## {heading}", points, "## Begründung", paper.text, *paper.extra]
    return "---\n" + "\n".join(lines) + "\n---\n\n" + "\n\n".join(b for b in blocks if b) + "\n"


def in_sitting(step: Step, world: World) -> Step:
    """A step that names a meeting is on its day and before its body: any other is refused („step-day“, „step-body“)."""
    if not (step.meeting and world.meetings):
        return step
    meeting = world.meetings[0]
    result = (
        step.result if meeting.date < day(-20) else ""
    )  # on no day that a test builds for is it one of a sitting to come
    return replace(
        step,
        date=meeting.date if step.date else None,
        result=result,
        committee=step.committee if meeting.committee is None else meeting.committee,
    )


def valid_steps(paper: Paper) -> list[Step]:
    """In the order of their days, none before the motion, and one result at most."""
    steps = sorted((s for s in paper.steps if not s.date or s.date >= paper.date), key=lambda s: s.date or dt.date.max)
    last = next((s for s in reversed(steps) if s.result), None)
    return [s if s is last or s.result == "vertagt" else replace(s, result="") for s in steps]


def make_world(start: Start, root: Path) -> World:
    world = World(Project(root))
    world.on_disk = {
        p.relative_to(world.project.content).as_posix(): p.read_bytes()
        for p in world.project.content.rglob("*")
        if p.is_file()
    }
    world.papers = [replace(paper, number=n) for n, paper in enumerate(start.papers)]
    world.news = [replace(item, number=n) for n, item in enumerate(start.news)]
    world.meetings = [replace(meeting, number=n) for n, meeting in enumerate(start.meetings)]
    world.series = start.series
    world.persons = list(range(start.persons))
    for paper in world.papers:
        world.files |= {(paper.number, name): b"%PDF-1.4 " + name.encode() for name in paper.files}
    return world


# -------------------------------------------------------------------------------------- the law


class Killed(BaseException):
    """Stands for the end of the process: nothing in the program may catch it."""


def snapshot(output: Path) -> Snapshot:
    found = {}
    for path in sorted(output.rglob("*")):
        if path.is_file():
            seen = path.stat()
            found[path.relative_to(output).as_posix()] = (path.read_bytes(), seen.st_mtime_ns, seen.st_ino)
    return found


def contents(seen: Snapshot) -> dict[str, bytes]:
    return {path: data for path, (data, _, _) in seen.items()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Paths that are only in one of the two, or differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def cold(world: World, into: Path | None = None) -> tuple[Result, dict[str, bytes]]:
    """What a build makes that knows of no other."""
    output = into or world.project.root / "kalt"
    if world.colds is None:
        return made_cold(world, output)
    sources = [
        part
        for folder in (world.project.content, world.project.root / "theme")
        for path in sorted(folder.resolve().rglob("*"))
        if path.is_file()
        for part in (path.relative_to(folder.resolve()).as_posix(), path.read_bytes())
    ]
    key = digest(
        repr(asdict(world.settings())).replace(str(world.project.root), ""), *sources
    )  # where it lies does not matter (test_output.py)
    if key not in world.colds:
        world.colds[key] = made_cold(world, output)
    return world.colds[key]


def made_cold(world: World, output: Path) -> tuple[Result, dict[str, bytes]]:
    shutil.rmtree(output, ignore_errors=True)
    result = build(world.settings(OUTPUT_PATH=str(output)), everything=True)
    return result, contents(snapshot(output))


def hold(world: World) -> Result:
    """Build, and demand the law: the same problems and bytes as from nothing, and no file touched that stayed the same."""
    before = snapshot(world.output)
    world.said.clear()
    result = world.build()
    after = snapshot(world.output)
    expected, files = cold(world)
    assert result.problems == expected.problems
    if errors(expected.problems) and expected.report:  # found on a page, not in a text: that page is not written
        assert {
            path for path in after if after[path] != before.get(path) and files.get(path) != after[path][0]
        } == set()
        return result
    if errors(expected.problems):
        assert after == before, "a refused build changes nothing"
        return result
    assert differences(contents(after), files) == []
    assert result.report.files == len(files)
    assert not [p for p in world.output.rglob("*") if p.is_dir() and not any(p.iterdir())], "no empty folder is left"
    touched = [
        path for path, seen in after.items() if path in before and before[path][0] == seen[0] and before[path] != seen
    ]
    assert touched == [], "what stayed the same is not written"
    differing = sorted(path for path in after if before.get(path, (None,))[0] != after[path][0])
    if world.said:  # the build was begun twice, since the store was found to be damaged while pages were written
        assert set(result.report.written) <= set(differing)
    else:
        assert result.report.written == differing
    gone = before.keys() - after.keys()
    assert set(result.report.removed) <= gone
    assert {
        path
        for path in gone - set(result.report.removed)
        if not room_made(path, after) and not path.endswith(left.PART)
    } == set()
    assert set(result.report.reasons) == set(result.report.written)
    return result


def room_made(path: str, after: Snapshot) -> bool:
    """Did it lie where a folder or a file is now?"""
    return any(other.startswith(f"{path}/") or path.startswith(f"{other}/") for other in after)


WRITING = (
    (Path, "write_bytes"),
    (os, "replace"),
    (os, "unlink"),
    (os, "rmdir"),
    (os, "mkdir"),
)  # pathlib goes through os


def killed_build(world: World, number: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """A build that ends at its n-th change: of a file of the output, or of what is remembered. True if it got that far."""
    count = 0

    def end_here(half: Callable = lambda: None) -> None:
        nonlocal count
        count += 1
        if count == number:
            half()
            raise Killed

    def counted(call: Callable) -> Callable:
        def instead(path: Path | str, *args, **kwargs):
            if Path(path).is_relative_to(world.output):
                end_here(lambda: call.__name__ == "write_bytes" and call(path, args[0][: len(args[0]) // 2]))
            return call(path, *args, **kwargs)

        return instead

    def commit(store: Store, remember: Callable = Store.commit) -> None:
        end_here()
        remember(store)
        end_here()

    with monkeypatch.context() as patch:
        for owner, name in WRITING:
            patch.setattr(owner, name, counted(getattr(owner, name)))
        patch.setattr(Store, "commit", commit)
        try:
            build(world.settings(), cores=1)
        except Killed:
            return True
    return False


def live(
    start: Start,
    steps: Sequence[Sequence[Edit]],
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    begun: Colds | None = None,
) -> World:
    """Let everything happen, build after each step, and demand the law each time. `begun`: cold builds of what others began with."""
    world = make_world(start, root)
    for number, edits in enumerate(((), *steps)):
        world.colds = None if number else begun
        tick()
        world.wrong = None
        for edit in edits:
            edit.apply(world)
        world.sync()
        if world.wrong:
            world.wrong()
            hold(world)
            tick()
            world.on_disk = {}  # write everything as it should be
            world.sync()
        if world.kill is not None:
            number, world.kill = world.kill, None
            killed_build(world, number, monkeypatch)
        result = hold(world)
        assert edits or result.report, f"a site to start from: {result.problems}"
    again = world.build()
    assert errors(again.problems) or (again.report.rendered, again.report.written, again.report.removed) == (
        0,
        [],
        [],
    ), "nothing is left to do"
    return world


def declared(told: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """Every page of a site as its parts declare it."""
    pages: list[Page] = []
    with monkeypatch.context() as patch:
        patch.setattr(
            press,
            "look_at",
            lambda work, unit, page, source, look=press.look_at: pages.append(page) or look(work, unit, page, source),
        )
        assert build(told, everything=True, lenient=True).report
    return pages


def tick() -> None:
    """Let the file system's clock move on (Linux: a hundredth of a second at most)."""
    time.sleep(0.011)


class Compiled(jinja2.BytecodeCache):
    """Templates compiled once for all builds of the tests; half of a cold build's time. Known by their whole source."""

    codes: dict[tuple[str, str], bytes] = {}  # noqa: RUF012

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if code := self.codes.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates compiled once; PDF files read in this process, without the start of the confined one (tests/search/test_papers.py)."""
    monkeypatch.setitem(templates.OPTIONS, "bytecode_cache", Compiled())
    monkeypatch.setattr(papers, "read_papers", lambda paths: map(extract, paths))


@pytest.fixture
def quickly(compiled: None, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Two cores also for small sites; files trusted as soon as the clock has moved on; templates compiled once."""
    for module, name, value in (
        (press, "ALONE", 4),
        (reading, "ALONE", 4),
        (reading, "MANY", 8),
        (content, "RACY", 0),
        (content, "FEW", 8),
    ):
        monkeypatch.setattr(module, name, value)
    return monkeypatch
