"""Nobody waits for a process that is gone, adopted, or another with its number; and nothing outlives the one that wanted it."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plugins.press.cores import Lost, Parent, on_cores
from plugins.publishing import waiting
from plugins.publishing.refs import branch
from plugins.publishing.waiting import PATIENCE, STEP, process, remember_accepted, tied, wait_for_accepted

from ..conftest import ROOT
from .world import World

pytestmark = pytest.mark.needs("git")
FOREVER = ["sleep", "600"]
HANG = 20  # seconds; ten times what must be


def ended(number: int) -> bool:
    """Is it gone within HANG? An orphan is asked after by whoever adopts it."""
    for _ in range(HANG * 50):
        if waiting.state_of(number)[0] in ("", "Z", "X"):
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How often, and for how long, somebody slept; nobody does."""
    slept: list[float] = []
    clock = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(waiting.time, "sleep", sleep)
    monkeypatch.setattr(waiting.time, "monotonic", lambda: clock[0])
    return slept


def accept(world: World, number: int, **other: str | int) -> None:
    """As a push left it that will never arrive: its branch leads nowhere."""
    by = process(number)
    told = {"prozess": by.number, "seit": by.start, "start": by.boot, "ziele": {"refs/heads/nie": "1" * 40}, **other}
    (world.place.work / "angenommen.json").write_text(json.dumps(told))


# ------------------------------------------------------------------------ for the push before


def test_for_a_living_one_a_push_waits_two_seconds_once_and_says_for_what(shared_world: World, rounds: list[float]):
    said: list[str] = []
    accept(shared_world, os.getpid())

    assert not wait_for_accepted(shared_world.place, said.append)
    assert PATIENCE - 2 * STEP <= round(sum(rounds), 6) <= PATIENCE
    assert said == [
        "Der Push davor wird noch zu Ende geschrieben; dieser wartet darauf, höchstens zwei Sekunden.",
        "Gewartet: 2,0 Sekunden.",
    ]
    rounds.clear()
    assert not wait_for_accepted(shared_world.place, said.append), "its locks are still its own"
    assert (rounds, len(said)) == ([], 2)
    (shared_world.place.work / "angenommen.json").unlink()


@pytest.mark.parametrize(
    "who",
    [
        "dead",
        "zombie",
        "another with its number",
        "before the reboot",
        "the first process of another boot",
        "nobody knew",
        "old record",
        "damaged",
    ],
)
def test_for_one_that_is_gone_nobody_waits(shared_world: World, rounds: list[float], who: str):
    file, said = shared_world.place.work / "angenommen.json", []
    child = subprocess.Popen(["true"])
    match who:
        case "dead":
            accept(shared_world, child.pid)
            child.wait()
        case "zombie":
            accept(shared_world, child.pid)
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        case "another with its number":
            accept(shared_world, os.getpid(), seit="1")
        case "before the reboot":
            accept(shared_world, os.getpid(), start="ein anderer")
        case "the first process of another boot":
            accept(shared_world, 1, start="ein anderer")
        case "nobody knew":
            accept(shared_world, os.getpid(), seit="")
        case "old record":
            file.write_text(json.dumps({"prozess": 1, "seit": process(1).start, "ziele": {"refs/heads/nie": "1" * 40}}))
        case "damaged":
            file.write_text('{"prozess": "x"')

    assert wait_for_accepted(shared_world.place, said.append)
    child.wait()
    assert (rounds, said) == ([], [])
    assert not file.exists()


def test_what_has_arrived_is_waited_for_no_longer(shared_world: World, rounds: list[float]):
    accept(shared_world, os.getpid())
    file = shared_world.place.work / "angenommen.json"
    file.write_text(
        json.dumps(
            {
                **json.loads(file.read_text()),
                "ziele": {"refs/heads/main": shared_world.tip(), "refs/heads/weg": "0" * 40},
            }
        )
    )

    assert wait_for_accepted(shared_world.place)
    assert rounds == []
    assert not file.exists()


@pytest.mark.parametrize("lost", [1, 4])
def test_whoever_lost_its_git_accepts_nothing(shared_world: World, lost: int):
    """Whatever process has adopted it: the first, or one that looks after others."""
    assert not remember_accepted(shared_world.place, Parent(lost), {branch("nie"): "1" * 40})
    assert not (shared_world.place.work / "angenommen.json").exists()


# ------------------------------------------------------------------------ nothing outlives the one that wanted it


def script(text: str, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


TIED = """
import subprocess, sys, time
from plugins.publishing.waiting import tied
with tied([sys.executable, "-c", '''
import os, subprocess, time
child = subprocess.Popen(["sleep", "600"])
other = os.fork()
if other:
    print(os.getpid(), child.pid, other, flush=True)
time.sleep(600)
'''], stdout=subprocess.PIPE, text=True) as started:
    print(started.stdout.readline(), end="", flush=True)
    time.sleep(600)
"""


def test_what_a_process_started_ends_with_it_however_it_ends_with_all_that_was_started_there():
    process = script(TIED)
    numbers = [int(number) for number in process.stdout.readline().split()]
    process.kill()
    process.wait()

    assert len(numbers) == 3
    assert [ended(number) for number in numbers] == [True] * 3


def test_at_the_end_of_the_block_nothing_is_left():
    with tied(["sh", "-c", "sleep 600 & echo $!; wait"], stdout=subprocess.PIPE, text=True) as started:
        number = int(started.stdout.readline())

    assert ended(number)
    assert started.returncode == -signal.SIGKILL


def test_a_program_that_ends_by_itself_says_how_and_hears_nothing():
    with tied(["sh", "-c", 'read -r word; echo "<$word>"; exit 7'], stdout=subprocess.PIPE, text=True) as started:
        assert started.communicate() == ("<>\n", None)

    assert started.returncode == 7


CHILD = """
import os, subprocess, sys, time
from plugins.press.cores import Parent
if len(sys.argv) == 1:
    child = subprocess.Popen([sys.executable, "-c", open("/proc/self/cmdline").read().split("\\0")[2], "x"])
    time.sleep(600)
Parent().end_with()
print(os.getpid(), flush=True)
time.sleep(600)
"""


def test_whoever_ends_with_its_parent_does():
    process = script(CHILD)
    number = int(process.stdout.readline())
    assert waiting.state_of(number)[0] != "Z"
    process.kill()
    process.wait()

    assert ended(number)


def kill_yourself(job: int) -> int:
    if job == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return job


def test_a_part_of_the_work_that_was_ended_from_outside_is_not_waited_for():
    """As when memory runs out: a pool fills the gap and waits for ever for what the one that is gone had in hand."""
    with pytest.raises(Lost):
        list(on_cores(kill_yourself, range(8), 2))


# ------------------------------------------------------------------------ the whole kind

WAITS = {
    "press/cores.py": {"sleep": "until the parent is another one"},
    "press/store.py": {"flock": "the kernel takes it back from the last process of a build, which ends with its hook"},
    "records/confined.py": {"run": "with a time"},
    "documents/typeset.py": {"wait": "an own child that was killed"},
    "records/documents.py": {"wait": "an own child that was killed"},
    "search/papers.py": {"run": "limits of its own: seconds of CPU"},
    "teasers/run.py": {"flock": "does not wait"},
    "invitations/journal.py": {"flock": "does not wait"},
    "invitations/locks.py": {"flock": "does not wait", "lockf": "does not wait"},
    "invitations/desk.py": {"sleep": "the mail server's pace"},
    "site/private.py": {"run": "git, about files"},
    "founding/packing.py": {"run": "setuptools, with a time"},
    "publishing/sharing/clone.py": {"flock": "does not wait"},
    "publishing/sharing/arrival.py": {"sleep": "by hand, for ten minutes at most"},
    "cli/uploading.py": {"wait": "the same"},
    "founding/offer.py": {"run": "with a time"},
    "founding/renew.py": {"run": "with a time"},
    "publishing/place.py": {"flock": "the kernel takes it back from a hook, which ends with its git"},
    "publishing/making.py": {"flock": "does not wait"},
    "publishing/configured.py": {"run": "the server's own check of its configuration, with a time"},
    "publishing/upload.py": {"flock": "the kernel takes it back from the last process of a transfer"},
    "publishing/carriers.py": {"run": "rsync and rclone give up on a silent line"},
    "publishing/git.py": {"run": "git"},
    "publishing/status.py": {"run": "ssh, by hand"},
    "publishing/teasers.py": {"flock": "does not wait", "communicate": "with a time"},
    "publishing/receive.py": {"join": "an own thread, which reads a file"},
    "publishing/work.py": {"wait": "a build that has closed its outputs; it is tied"},
    "publishing/waiting.py": {"sleep": "never longer than PATIENCE"},
}


def test_every_wait_is_known_with_what_ends_it():
    """Another one has to be thought about: can what it waits for die, be adopted, or be another with its number?"""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, of = node.func.attr, node.func.value
                waits = (
                    name in ("wait", "waitpid", "waitid", "flock", "lockf", "communicate", "sleep", "acquire")
                    or (name == "join" and not node.args)
                    or (
                        name in ("run", "call", "check_call", "check_output")
                        and isinstance(of, ast.Name)
                        and of.id == "subprocess"
                    )
                )
                if waits:
                    found.setdefault(path.relative_to(ROOT / "plugins").as_posix(), set()).add(name)

    assert found == {path: set(why) for path, why in WAITS.items()}
    assert not [
        Path(path)
        for path in found
        if "/proc/" in (ROOT / "plugins" / path).read_text("utf-8") and path != "publishing/waiting.py"
    ]
