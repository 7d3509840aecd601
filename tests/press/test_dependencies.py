"""Every dependency is touched alone, and in any order: the output equals a build from nothing, byte for byte, and nothing is touched that stayed the same.

Here stands nothing of how the press works: a town (`town.py`), what its people do (`deeds.py`), and the front of every build. A dependency
that is forgotten is found by the deed that touches nothing but it.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from plugins.press import things
from plugins.records.problems import errors
from plugins.site.build import build
from plugins.site.result import Result

from ..builders import TODAY, Project
from ..disk import contents, stamps
from .deeds import ALL, DEEDS, Deed, content

pytestmark = pytest.mark.usefixtures("compiled")

SELDOM = ["suche/", "karten/"]  # left out but for some stories: they take longer than all else
Done = tuple[str, Deed]
Cold = tuple[Result, dict[str, bytes]]


class Town:
    """The town as it stands, and its output."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True)
        self.project = Project(folder, {})
        self.done: set[Done] = set()
        self.told: dict[str, object] = {"HEUTE": TODAY, "OHNE": SELDOM}
        self.colds: dict[object, Cold] = {}
        self.cores = 1

    def write(self) -> None:
        """Bring content/ to what was done. What did not change is not touched."""
        wanted, there = content(self.done), contents(self.project.content) if self.project.content.is_dir() else {}
        for name in there.keys() - wanted.keys():
            (self.project.content / name).unlink()
        for name in sorted(wanted):
            if there.get(name) != wanted[name]:
                self.project.write(name, wanted[name])

    def cold(self) -> Cold:
        """What a build makes that knows of no other."""
        key = (frozenset(self.done), repr(self.told))
        if key not in self.colds:
            root = self.project.root
            for name in ("kalt", "kalter-speicher"):
                shutil.rmtree(root / name, ignore_errors=True)
            result = build(
                self.project.settings(
                    **self.told, OUTPUT_PATH=str(root / "kalt"), CACHE_ORDNER=str(root / "kalter-speicher")
                )
            )
            self.colds[key] = result, contents(root / "kalt")
        return self.colds[key]

    def hold(self) -> Result:
        """Build, and demand the law."""
        self.write()
        output = self.project.output
        before, stamped = (contents(output), stamps(output)) if output.is_dir() else ({}, {})
        result = build(self.project.settings(**self.told), audit=True, cores=self.cores)
        assert not result.report or result.report.stale == [], "a dependency was forgotten"
        after, stamped_after = (contents(output), stamps(output)) if output.is_dir() else ({}, {})
        expected, files = self.cold()
        assert result.problems == expected.problems
        if errors(expected.problems) and expected.report:  # found on a page, not in a text: that page is not written
            assert [path for path in after if before.get(path) != after[path] != files.get(path)] == []
            return result
        if errors(expected.problems):
            assert (after, stamped_after) == (before, stamped), "a refused build changes nothing"
            return result
        assert sorted(path for path in {*after, *files} if after.get(path) != files.get(path)) == []
        assert [
            path for path in after if before.get(path) == after[path] and stamped[path] != stamped_after[path]
        ] == [], "what stayed the same is not written"
        assert result.report.written == sorted(path for path in after if before.get(path) != after[path])
        return result

    def do(self, *deeds: Done) -> Result:
        """One turns what is done into undone, and the other way round."""
        tick()
        self.done ^= set(deeds)
        return self.hold()


def tick() -> None:
    """Let the file system's clock move on (Linux: a hundredth of a second at most)."""
    time.sleep(0.011)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path / "ort")
    assert not errors(town.hold().problems)
    return town


# ----------------------------------------------------------------------------- deed by deed


@pytest.mark.parametrize("room", DEEDS)
def test_deeds_in_a_row(town: Town, room: str) -> None:
    """First what changes no page, mostly since it is refused; each heals again. Then all others, some in each build, on top of one another."""
    before = contents(town.project.output)
    for deed in DEEDS[room]:
        if deed.quiet:
            town.do((room, deed))
            assert contents(town.project.output) == before, deed
            town.done.clear()
    deeds = [(room, deed) for deed in DEEDS[room] if not deed.quiet]
    for start in range(0, len(deeds), 8):
        assert [problem for problem in town.do(*deeds[start : start + 8]).problems if not problem.warning] == []


@pytest.mark.lang
@pytest.mark.parametrize("room", DEEDS)
def test_each_deed_alone_and_back(town: Town, room: str) -> None:
    for deed in DEEDS[room]:
        report = town.do((room, deed)).report
        assert bool(report and (report.written or report.removed)) is not deed.quiet, f"{deed} is no deed"
        town.do((room, deed))


# ------------------------------------------------------------------------------- the days

DAYS = [
    dt.date.fromisoformat(day)
    for day in (
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
        "2026-11-29",
        "2026-11-30",
        "2026-12-01",
        "2026-12-03",
        "2026-12-09",
        "2026-12-11",
        "2027-01-01",
        "2027-01-08",
        "2027-02-25",
        "2027-11-01",
        "2029-01-01",
        "2026-11-01",
        "2026-11-22",
    )
]


def day_by_day(town: Town, days: Iterable[dt.date]) -> None:
    for day in days:
        tick()
        town.told["HEUTE"] = day
        town.hold()


def test_some_days(town: Town) -> None:
    """Meetings begin and pass, time limits run out, a year turns, and it is today again."""
    day_by_day(town, DAYS[3::4])


@pytest.mark.lang
def test_every_day_of_a_year_and_back(town: Town) -> None:
    day_by_day(town, [*(TODAY + dt.timedelta(n) for n in range(1, 380)), *DAYS])


# -------------------------------------------------------------------------------- stories


def old_pages(town: Town, chance: random.Random) -> None:
    """The output of another time, and nobody remembers how it came to be."""
    forget(town, chance)
    now = town.done
    town.done = now ^ set(chance.sample(ALL, 3))
    town.write()
    if not errors(town.cold()[0].problems):
        shutil.rmtree(town.project.output, ignore_errors=True)
        for path, data in town.cold()[1].items():
            (town.project.output / path).parent.mkdir(parents=True, exist_ok=True)
            (town.project.output / path).write_bytes(data)
    town.done = now
    town.write()


def forget(town: Town, chance: random.Random) -> None:
    shutil.rmtree(town.project.root / ".cache", ignore_errors=True)


def afresh(town: Town, chance: random.Random) -> None:
    forget(town, chance)
    shutil.rmtree(town.project.output, ignore_errors=True)


def by_hand(town: Town, chance: random.Random) -> None:
    """Somebody works in the output."""
    file = chance.choice(
        [path for path in sorted(town.project.output.rglob("*")) if path.is_file() and path.name != "index.html"]
        or [town.project.output / "x"]
    )
    chance.choice(
        [
            lambda: file.unlink(missing_ok=True),
            lambda: file.parent.mkdir(exist_ok=True) or file.write_bytes(b"von Hand"),
            lambda: (file.parent / "fremd.txt").write_bytes(b"fremd") if file.parent.is_dir() else None,
        ]
    )()


def as_cloned(town: Town, chance: random.Random) -> None:
    for path in town.project.content.rglob("*"):
        os.utime(path)


def another_day(town: Town, chance: random.Random) -> None:
    town.told["HEUTE"] = chance.choice([*DAYS, TODAY + dt.timedelta(chance.randrange(-30, 400))])


def told_otherwise(town: Town, chance: random.Random) -> None:
    key, value = chance.choice(
        [
            ("SITEURL", "https://anders.example.org/unter"),
            ("ENTWUERFE", True),
            ("OHNE", [*SELDOM, "themen/", "feeds/antrag/"]),
            ("OHNE", ["karten/"]),
            ("FEED_TAG", "anders.example.org,2026"),
            ("VERTRETUNG", "Stadtrat"),
        ]
    )
    town.told = (
        {"HEUTE": town.told["HEUTE"], "OHNE": SELDOM}
        if key in town.told and town.told[key] == value
        else {**town.told, key: value}
    )


def other_cores(town: Town, chance: random.Random) -> None:
    town.cores = 3 - town.cores


AROUND = (old_pages, forget, afresh, by_hand, as_cloned, another_day, another_day, told_otherwise, other_cores)


def tell(town: Town, seed: int, length: int) -> None:
    """A story: mostly one deed a build, now and then two at once, or something around the texts; what was refused is mended soon."""
    chance = random.Random(seed)
    told: list[object] = []
    moments = {length // 3: (forget,), length // 2: (old_pages,)}  # in every story
    try:
        for number in range(length):
            tick()
            around: Sequence = moments.get(number) or ([chance.choice(AROUND)] if chance.random() < 0.25 else [])
            deeds = chance.sample(ALL, 2 if chance.random() < 0.2 else 0 if around and chance.random() < 0.5 else 1)
            told.append([*(step.__name__ for step in around), *deeds])
            for step in around:
                step(town, chance)
            if errors(town.do(*deeds).problems):
                told.append("back")
                town.do(*deeds)
        told.append("again")
        again = town.hold()
        assert errors(again.problems) or (again.report.rendered, again.report.written, again.report.removed) == (
            0,
            [],
            [],
        ), "nothing is left to do"
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {told}\n{error}") from error


@pytest.mark.parametrize("seed", range(2))
def test_a_story(town: Town, seed: int) -> None:
    tell(town, seed, 6)


def test_first_pages_that_show_not_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there are many motions: years come to have pages of their own, and lose them again."""
    monkeypatch.setattr(things, "FIRST", 1)
    town = Town(tmp_path / "ort")
    town.hold()
    deeds = [("motions", deed) for deed in DEEDS["motions"] if not deed.quiet]
    for start in range(0, len(deeds), 10):
        town.do(*deeds[start : start + 10])


@pytest.mark.lang
@pytest.mark.parametrize("seed", range(2, 22))
def test_a_long_story(town: Town, seed: int) -> None:
    tell(town, seed, 30)
