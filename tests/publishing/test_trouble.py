"""Whatever happens while something is published: visitors see a whole release, and no work is lost."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin

import pytest

from plugins.publishing.listing import ENDINGS, files_below, files_of
from plugins.publishing.release import listed, load, names
from plugins.publishing.waiting import PATIENCE

from .servers import free_port, get, nginx
from .world import ENVIRONMENT, Checkout, World

pytestmark = pytest.mark.needs("git")


def plain(folder: Path) -> dict[str, bytes]:
    """A release's files without the compressed copies."""
    return {path: (folder / path).read_bytes() for path in files_below(folder) if not path.endswith(ENDINGS)}


def numbered(world: World) -> int:
    """Which text is public: each says its number."""
    return numbered_in(world.place.public.resolve())


def numbered_in(release: Path) -> int:
    return int(re.search(r"Runde (\d+)\.", (release / "antraege/2024-03-radweg/index.html").read_text("utf-8"))[1])


def write_round(checkout: Checkout, number: int) -> None:
    """A change that every part of a release shows: a page, lists, feeds, data."""
    checkout.motion(text=f"Runde {number}.", title=f"Radweg {number}")
    checkout.commit(f"Runde {number}")


# ---------------------------------------------------------------------------------------------- killed


PARTS = {
    "Git": "receive-pack",
    "Haken": "server (vor|nach)-annahme",
    "Bau": "bauen --einstellungen",
    "Absender": "git .*push",
}  # of a push, by their command lines


def running(session: int) -> dict[int, str]:
    """The processes of a session that have not ended, with their command lines."""
    found = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(fields[3]) == session and fields[0] not in "ZX":
                found[int(entry.name)] = (
                    (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                )
    return found


def victims(process: subprocess.Popen, part: str) -> list[int]:
    """One part of a push, or, as in a power cut, all that it started."""
    return [
        number for number, command in running(process.pid).items() if part == "alle" or re.search(PARTS[part], command)
    ]


def kill(process: subprocess.Popen, part: str, moment: float) -> bool:
    """So many seconds after it has begun. Was it still there?"""
    while not victims(process, part) and process.poll() is None:
        time.sleep(0.01)
    time.sleep(moment)
    numbers = victims(process, part)
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    return bool(numbers)


def waited(said: str) -> float:
    """The seconds that a push says it waited for others."""
    return sum(float(number.replace(",", ".")) for number in re.findall(r"Gewartet: ([\d,]+) Sekunden", said))


@pytest.mark.parametrize("kills", [5, pytest.param(300, marks=pytest.mark.lang)])
def test_a_push_of_which_anything_is_killed_anywhere_leaves_an_old_or_a_new_release_and_the_next_soon_goes_on(
    world: World, kills: int
):
    """Everything at once, or one part while the others go on: git, which asks the hook; the hook; its build; the sender."""
    chance = random.Random(4)
    write_round(world.project, 0)
    begun = time.monotonic()
    assert world.project.push().done
    usual = time.monotonic() - begun
    shown, kept, hit, waits = 0, {}, Counter(), []
    parts = [*PARTS, "alle"]
    for number in range(1, kills + 1):
        write_round(world.project, number)
        part = parts[number % len(parts)]
        process = subprocess.Popen(
            ["git", "-C", str(world.project.root), "push", "website", "main"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=ENVIRONMENT,
            start_new_session=True,
        )
        hit[part] += kill(process, part, chance.uniform(0, usual * (1 if part in ("alle", "Absender", "Git") else 0.5)))
        release = world.place.public.resolve()
        if part != "alle" and number % 3 == 0:  # at once, while what is left of it still goes on
            waits.append(waited(world.project.push().text))
        waits.append(waited(process.communicate()[1].decode("utf-8", "replace")))
        now = numbered_in(release)
        assert shown <= now <= number
        told = dict(files_of(listed(world.place, release.name)))
        assert told.keys() == plain(release).keys()
        assert f"Radweg {now}" in (release / "antraege/2024/index.html").read_text("utf-8") and f"Radweg {now}" in (
            release / "feeds/antraege.atom"
        ).read_text("utf-8")
        if release.name in kept:
            assert plain(release) == kept[release.name], "a public release was changed"
        kept = {release.name: plain(release)}
        shown = now
        if process.returncode == 0:
            assert world.tip() == world.project.git("rev-parse", "HEAD"), "what was accepted is there"
    write_round(world.project, kills + 1)
    said = world.project.push()

    assert said.done, said.text
    assert max([*waits, waited(said.text)]) <= PATIENCE
    assert sum(hit.values()) > kills / 2
    assert numbered(world) == kills + 1
    assert world.tip() == world.project.git("rev-parse", "HEAD")
    assert len(world.project.git("rev-list", "HEAD").split()) == len(
        Checkout(world.place.repo).git("rev-list", "main").split()
    )
    assert Checkout(world.place.repo).git("fsck", "--no-dangling", "--no-progress") == ""


def test_the_push_after_one_whose_git_was_killed_goes_on_at_once(world: World):
    """The hook goes on alone, adopted by another process, and must not leave a word that the next ones wait for."""
    hook = world.place.repo / "hooks/pre-receive"
    text = hook.read_text()
    hook.write_text(text.replace("exec ", "kill -9 $PPID; exec "))
    write_round(world.project, 1)
    assert not world.project.push().done
    hook.write_text(text)
    said = world.project.push()

    assert said.done, said.text
    assert waited(said.text) <= PATIENCE
    assert numbered(world) == 1
    assert (
        not (world.place.work / "angenommen.json").exists()
        or world.tip() in (world.place.work / "angenommen.json").read_text()
    )


def test_what_was_accepted_becomes_public_though_nobody_is_there_to_hear_of_it(world: World):
    """The sender's computer sleeps, its git is gone, somebody else is publishing, and the word that the hook says of it breaks its pipe."""
    hook = world.place.repo / "hooks/post-receive"
    text = hook.read_text()
    hook.write_text(text.replace("exec ", f"kill -9 $PPID; flock {world.place.lock} sleep 1 & sleep 0.3; exec "))
    write_round(world.project, 1)
    world.project.push()
    hook.write_text(text)

    for _ in range(1000):
        if "Runde 1." in world.page("antraege/2024-03-radweg"):
            return
        time.sleep(0.02)
    pytest.fail("it did not become public")


@pytest.mark.parametrize("step", ["switch", "stage", "use"])
def test_what_was_accepted_but_not_published_is_published_by_the_next_push_or_the_night(world: World, step: str):
    """The branch has moved, and the process that would have published was killed: nobody need push again."""
    write_round(world.project, 1)
    world.project.push()
    hook = world.place.repo / "hooks/post-receive"
    text = hook.read_text()
    hook.write_text("#!/bin/sh\nkill -9 $$\n")
    write_round(world.project, 2)
    world.project.push()
    hook.write_text(text)
    assert numbered(world) == 1
    assert "Wartet: 1 Commit, zuletzt" in world.fraktion("stand", "--ziel", str(world.place.root)).text.replace(
        "\u00a0", " "
    )

    if step == "switch":
        assert world.fraktion("server", "nacht", str(world.place.root)).done
        assert numbered(world) == 2
    elif step == "stage":
        for name in names(world.place)[-1:]:
            shutil.rmtree(world.place.releases / name)
        assert world.fraktion("server", "nacht", str(world.place.root)).done
        assert numbered(world) == 2
    else:
        write_round(world.project, 3)
        assert world.project.push().done
        assert numbered(world) == 3


def test_a_lock_that_a_killed_git_left_is_no_obstacle(world: World):
    """Found among 300 kills: without this every later push is refused, in English."""
    (world.place.repo / "refs/heads/main.lock").touch()
    (world.place.repo / "packed-refs.lock").touch()
    write_round(world.project, 1)

    assert world.project.push().done
    assert numbered(world) == 1


# ---------------------------------------------------------------------------------------------- at once


@pytest.mark.parametrize(("people", "rounds"), [(3, 2), pytest.param(20, 10, marks=pytest.mark.lang)])
def test_many_push_at_once_and_nothing_is_lost_or_mixed(world: World, people: int, rounds: int):
    clones = [world.clone(f"v{number}") for number in range(people)]
    published: list[str] = []

    def turn(number: int, round_: int) -> tuple[str, bool, str]:
        clone = clones[number]
        clone.catch_up()
        stem = f"2024-05-v{number}-{round_}"
        clone.motion(stem, title=f"Antrag {number} {round_}")
        commit = clone.commit(stem)
        said = clone.push()
        return commit, said.done, said.text

    with ThreadPoolExecutor(people) as pool:
        for round_ in range(rounds):
            results = list(pool.map(lambda number, round_=round_: turn(number, round_), range(people)))
            assert any(done for _, done, _ in results)
            for commit, done, text in results:
                if done:
                    published.append(commit)
                else:
                    assert "Auf dem Server liegt Neueres als das, worauf dieser Push aufbaut" in text, text
                    assert "git pull --rebase" in text
    history = set(Checkout(world.place.repo).git("rev-list", "main").split())

    assert set(published) <= history
    assert len(history) == len(published) + 1
    assert load(world.place, world.public).commit == world.tip()
    assert plain(world.place.public.resolve()).keys() == files_below(world.place.work / "output").keys()


@pytest.mark.needs("nginx")
@pytest.mark.parametrize("switches", [4, pytest.param(50, marks=pytest.mark.lang)])
def test_a_reader_meets_no_broken_page_while_releases_switch(world: World, switches: int):
    """A client reads pages with all their parts and follows their links, while pushes and goings-back switch the release."""
    port = free_port()
    assert world.fraktion(
        "server",
        "einrichten",
        str(world.place.root),
        "--code-ohne-schluessel",
        f"--port={port}",
        cwd=world.project.root,
    ).done
    wrong: list[str] = []
    seen = [0]
    end = threading.Event()

    def read() -> None:
        while not end.is_set():
            for page in ("/", "/antraege/", "/antraege/2024-03-radweg/", "/antraege/2024/"):
                answer = get(port, page)
                text = answer.body.decode()
                if answer.status != 200 or not text.rstrip().endswith("</html>"):
                    wrong.append(f"{page}: {answer.status}")
                for target in set(re.findall(r'(?:href|src)="([^"#:?]+)"', text)):
                    part = urljoin(page, target)
                    if (status := get(port, part).status) != 200:
                        wrong.append(f"{page} → {part}: {status}")
                seen[0] += 1

    with nginx(world.place.root, port), ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        style = world.project.root / "theme/static/css/base.css"
        for number in range(switches):
            if number % 5 == 3:
                assert world.fraktion("zurueck", "--ziel", str(world.place.root)).done
                continue
            style.write_text(style.read_text("utf-8") + f"\nbody {{ --runde: {number}; }}\n", "utf-8")
            write_round(world.project, number)
            said = world.project.push()
            assert said.done, said.text
        end.set()
        for reader in readers:
            reader.result()

    assert wrong == []
    assert seen[0] > switches


# ---------------------------------------------------------------------------------------------- the disk


@pytest.mark.needs("tmpfs")
@pytest.mark.parametrize("free", [1200, pytest.param(200, marks=pytest.mark.lang)])
def test_a_full_disk_is_said_and_changes_nothing(tmp_path: Path, free: int):
    """`free`: kilobytes that are left. The next push, with room again, works."""
    small = tmp_path / "klein"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(small)], check=True)
    try:
        world = World(small)
        write_round(world.project, 1)
        assert world.project.push().done
        for number in range(80):
            world.project.motion(
                f"2024-04-antrag-{number}", title=f"Antrag {number}", text="Ein langer Satz, der Platz braucht. " * 40
            )
        world.project.commit("Viele")
        before = plain(world.place.public.resolve())
        filler = small / "voll"
        room = shutil.disk_usage(small).free - free * 1024
        with filler.open("wb") as file:
            file.write(b"x" * room)
        said = world.project.push("-o", "trotzdem", "main")
        assert not said.done
        assert "Traceback" not in said
        if free > 1000:  # with less, git itself cannot take the push, and says so in its own words
            assert "der Datenträger ist voll. Bitte Platz schaffen" in said
            assert "An den Texten liegt das nicht" in said
        assert plain(world.place.public.resolve()) == before
        filler.unlink()
        said = world.project.push("-o", "trotzdem", "main")
        assert said.done, said.text
        assert "Antrag 79" in world.page("antraege/2024-04-antrag-79")
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)
