"""A build may end at any moment. Every file then has its old or its new bytes, and the next build finishes the work."""

from __future__ import annotations

import itertools
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from plugins.press.left import PART

from ..disk import HEUTE, contents
from .edits import Attached, Deleted, Edit, Renamed, Restored, Template, Text, Title, edit
from .world import SELDOM, Meeting, News, Paper, Start, World, cold, day, differences, hold, killed_build, make_world

START = Start(
    papers=(Paper(), Paper(date=day(-100), refers=(0,), files=("plan.pdf",)), Paper(date=day(-700), topics=(1,))),
    news=(News(about=(0,)),),
    meetings=(Meeting(about=(1,)),),
)


@edit
class Afresh(Edit):
    """As if nothing had ever been built."""

    def apply(self, world):
        shutil.rmtree(world.output, ignore_errors=True)
        shutil.rmtree(world.project.root / ".cache", ignore_errors=True)


# There and back again, or the writes would grow with the kills: the short way; pages that go and come; every page; the first build of all.
DEEDS: dict[str, tuple[list[Edit], list[Edit]]] = {
    "text": ([Text(0, "Nach dem Ende.")], [Text(0, "Vor dem Ende.")]),
    "moved": (
        [Renamed(1, "umbenannt"), Attached(1, "anlage.pdf"), Deleted(2)],
        [Renamed(1, "antrag-1"), Attached(1, "anlage.pdf", b"anders"), Restored(), Title(0, "Ein Titel")],
    ),
    "everything": (
        [Template("base.html"), Title(0, "Neuer Titel"), Deleted(2)],
        [Template("base.html", 0), Title(0, "Alter Titel"), Restored()],
    ),
    "first": ([Afresh()], [Afresh(), Text()]),
}


def whole(world: World, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Nothing but temporary files may be half written; what was there and stays is there all the time."""
    found = contents(world.output)
    assert [
        path for path, data in found.items() if not path.endswith(PART) and data not in (old.get(path), new.get(path))
    ] == []
    assert [path for path in old.keys() & new.keys() if path not in found] == []


def kill_at(numbers: Iterable[int], deed: str, root: Path, patch: pytest.MonkeyPatch) -> int:
    """Kill the builds there and back at each of the numbers, until one is too high; says how many were killed."""
    world = make_world(START, root / "projekt")
    world.colds = {}
    world.sync()
    hold(world)
    kills = 0
    for number in numbers:
        before = kills
        for edits in DEEDS[deed]:
            for each in edits:
                each.apply(world)
            world.sync()
            old, (_, new) = contents(world.output), cold(world)
            kills += killed_build(world, number, patch)
            whole(world, old, new)
            hold(world)
        if kills == before:
            return kills
    return kills


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed != "text"])  # that one below
def test_a_build_killed_at_some_writes_is_finished_by_the_next(
    deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first ones, where the folder is not yet known to be ours, and then ever fewer."""
    numbers = (1, 2, 5, 13, 50, 252)
    assert kill_at(numbers, deed, tmp_path, monkeypatch) >= 8


@pytest.mark.lang
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("deed", DEEDS)
def test_a_build_killed_at_every_write_is_finished_by_the_next(
    deed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kill_at(itertools.count(1), deed, tmp_path, monkeypatch) >= 8


@pytest.mark.usefixtures("compiled")
def test_the_place_of_a_kill_can_be_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One edit: what is to be done, the page and six feeds, each written and given its name, and that it is done."""
    last = 7 * 2 + 4
    assert kill_at((1, 4, 9, last - 1, last, last + 1), "text", tmp_path, monkeypatch) == 2 * 5, (
        "the last one that is killed, and none after it"
    )


# ------------------------------------------------------------------------------ a real kill


def command(world: World, *more: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "plugins.cli", "bauen", "--heute", HEUTE, *more],
        cwd=world.project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def kill_for_real(seed: int, root: Path, times: int = 3) -> int:
    """Several processes write a page each when the first of them is shot; the next build begins at once."""
    chance = random.Random(seed)
    papers = tuple(Paper(date=day(-number), topics=(number % 2,)) for number in range(60))
    world = make_world(Start(papers=papers), root / "projekt")
    settings = world.project.root / "pelicanconf.py"
    settings.write_text(f"{settings.read_text('utf-8')}\nOHNE = {SELDOM}\n", "utf-8")  # for the command, as for `cold`
    world.sync()
    expected = cold(world)[1]
    shot = 0
    for n in range(times):
        old = contents(world.output) if world.output.is_dir() else {}
        building = command(world, "--kerne", "2")
        started = newest(world.output)
        while building.poll() is None and newest(world.output) == started:
            time.sleep(0.002)  # until the first page is there
        time.sleep(chance.random() * 0.25)
        building.send_signal(signal.SIGKILL)
        shot += building.wait() == -signal.SIGKILL
        whole(world, old, expected)
        Template("base.html", n + 1).apply(world)  # what the shot one was about to write is no longer right
        expected = cold(world)[1]
        again = command(world, "--kerne", "2")
        out, err = again.communicate(timeout=100)
        assert again.returncode == 0, out + err
        assert differences(contents(world.output), expected) == []
        Template("base.html", 0).apply(world)
        expected = cold(world)[1]
    return shot


def newest(output: Path) -> int:
    try:
        return (output / "index.html").stat().st_mtime_ns
    except OSError:
        return 0


def test_a_build_that_is_shot_is_finished_by_the_next(tmp_path: Path) -> None:
    assert kill_for_real(1, tmp_path, 1)


@pytest.mark.lang
@pytest.mark.parametrize("seed", range(2, 22))
def test_builds_that_are_shot_are_finished_by_the_next(seed: int, tmp_path: Path) -> None:
    assert kill_for_real(seed, tmp_path)
