"""Sending a site to a webspace: parts before pages, deletions last, what was stopped is finished, what is not ours stays."""

from __future__ import annotations

import fcntl
import getpass
import itertools
import os
import queue
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from plugins.publishing.carriers import OURS, WORDS, Rclone, Rsync, carrier
from plugins.publishing.upload import Job, Standing, inside, packed, publish, read_standing, unpacked
from plugins.site.settings import Refusal

from ..builders import ABOUT, NAMED, OWN, Project
from ..disk import HEUTE, ROOT, contents, fraktion, run, stamps

URL = "https://www.altental.test"
ODD = (
    "antraege/ä/Übersicht 1.pdf",
    "antraege/ä/-n.pdf",
    "antraege/ä/ vorn und hinten ",
    "antraege/ä/#raute *?[x].txt",
    "antraege/ä/$(touch x);'\".txt",
)
RSYNC = pytest.param("rsync", marks=pytest.mark.needs("rsync"))
RCLONE = pytest.param("rclone", marks=pytest.mark.needs("rclone"))
both = pytest.mark.parametrize("place", [RSYNC, RCLONE], indirect=True)
either = pytest.mark.parametrize(
    "place", [RSYNC, pytest.param("rclone", marks=[pytest.mark.needs("rclone"), pytest.mark.lang])], indirect=True
)  # what no program does in its own way


def make_site(folder: Path, edition: int) -> Path:
    """A small site. Each edition has another style sheet, another picture, a new page, and one page less."""
    shutil.rmtree(folder, ignore_errors=True)
    style = f"theme/main.{edition:04}.css"
    links = "".join(f'<a href="a/{number}/index.html"></a>' for number in range(edition, edition + 3))
    files = {
        style: f"/* {edition} */",
        "theme/icon.svg": "<svg/>",
        "index.html": f'<link href="{style}">{links}',
        "feeds/alles.atom": f"<feed>{edition}</feed>",
        "data.csv": f"{edition}",
        "robots.txt": "x",
    }
    for number in range(edition, edition + 3):
        files[f"a/{number}/index.html"] = (
            f'<link href="../../{style}"><a href="../../index.html"></a><img src="bild-{edition}.jpg">'
        )
        files[f"a/{number}/bild-{edition}.jpg"] = f"{number}" * 20_000
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
        os.utime(folder / path, (1_700_000_000 + edition, 1_700_000_000 + edition))
    return folder


def missing(folder: Path) -> list[tuple[str, str]]:
    """What pages at the target point to and is not there."""
    found = []
    for page in folder.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text("utf-8")):
            if not (page.parent / link).is_file():
                found.append((page.relative_to(folder).as_posix(), link))
    return found


def public(folder: Path) -> dict[str, bytes]:
    """What a visitor finds."""
    return (
        {path: data for path, data in contents(folder).items() if not path.startswith(f"{OURS}/")}
        if folder.is_dir()
        else {}
    )


class Place:
    """A target that is a folder of this machine behind the program."""

    def __init__(self, tool: str, root: Path):
        self.tool, self.root = tool, root
        self.folder = root / "ziel"
        self.target = str(self.folder) if tool == "rsync" else "ziel:"
        self.target = self.target if tool == "rsync" else f"ziel:{self.folder.name}"

    def job(self, edition: int = 1, **more) -> Job:
        return Job(
            **{
                "folder": make_site(self.root / "output", edition),
                "target": self.target,
                "url": URL,
                "cache": self.root / ".cache",
                "root": self.root,
                **more,
            }
        )


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    monkeypatch.setenv("RCLONE_CONFIG_ZIEL_TYPE", "alias")
    monkeypatch.setenv("RCLONE_CONFIG_ZIEL_REMOTE", str(tmp_path))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.delenv("RSYNC_RSH", raising=False)
    (tmp_path / "rclone.conf").touch()


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(request.param, tmp_path)


def spied(place: Place, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Put a program before the real one. `script` sees $REAL, and the number of the call in $N; gives the file of calls."""
    real = shutil.which(place.tool)
    folder, log = place.root / "bin", place.root / "aufrufe"
    folder.mkdir(exist_ok=True)
    (folder / place.tool).write_text(
        f'#!/bin/sh\nREAL={real}\necho "$@" | tr "\\n" " " >> {log}; echo >> {log}\nN=$(wc -l < {log})\n{script}\n',
        "utf-8",
    )
    (folder / place.tool).chmod(0o755)
    log.write_text("", "utf-8")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return log


def in_a_process(job: Job) -> subprocess.Popen[bytes]:
    """The upload where it can be killed: a process group of its own."""
    fields = {name: getattr(job, name) for name in Job.__slots__}
    code = (
        f"import datetime; from pathlib import *; from plugins.publishing.upload import *; publish(Job(**{fields!r}))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def begun(place: Place, process: subprocess.Popen[bytes]) -> None:
    """Wait until the run has written its first list, or has ended."""
    file = place.folder / OURS / "stand.json.gz"
    before = file.stat().st_mtime_ns if file.exists() else 0
    while process.poll() is None and (file.stat().st_mtime_ns if file.exists() else 0) == before:
        time.sleep(0.005)


# ------------------------------------------------------------------------------------ what is sent


@both
def test_the_target_becomes_what_was_built_whatever_lay_there_of_ours(place: Place) -> None:
    for edition in (1, 2, 5, 2):
        job = place.job(edition)
        publish(job)
        assert public(place.folder) == contents(job.folder)
        assert not [
            folder
            for folder in place.folder.rglob("*")
            if folder.is_dir() and folder.name != OURS and not any(folder.iterdir())
        ]


@both
def test_only_what_changed_is_sent_and_what_did_not_keeps_its_time(place: Place) -> None:
    publish(place.job(1))
    before = stamps(place.folder)
    job = place.job(1)
    (job.folder / "index.html").write_text("neu", "utf-8")
    for path in job.folder.rglob("*"):
        os.utime(path)  # built on another machine: the same bytes, other times

    plan = publish(job)

    assert (plan.new, plan.changed, plan.gone) == ([], ["index.html"], [])
    after = stamps(place.folder)
    assert {path for path in after if after[path] != before.get(path)} == {"index.html", f"{OURS}/stand.json.gz"}


@both
def test_files_keep_their_time_at_the_target(place: Place) -> None:
    job = place.job(1)
    publish(job)
    assert {path: int((place.folder / path).stat().st_mtime) for path in contents(job.folder)} == dict.fromkeys(
        contents(job.folder), 1_700_000_001
    )


@either
def test_nothing_is_written_where_nothing_changed(place: Place) -> None:
    publish(place.job(1))
    before = stamps(place.folder)

    assert not publish(place.job(1))
    assert stamps(place.folder) == before


@either
@pytest.mark.parametrize("first", [True, False])
def test_a_rehearsal_tells_and_changes_nothing(place: Place, first: bool) -> None:
    if not first:
        publish(place.job(1))
    before = stamps(place.folder) if place.folder.exists() else None

    plan = publish(place.job(2, rehearse=True))

    assert (stamps(place.folder) if place.folder.exists() else None) == before
    assert plan == publish(place.job(2))
    if not first:
        assert plan.gone == [
            "a/1/bild-1.jpg",
            "a/1/index.html",
            "a/2/bild-1.jpg",
            "a/3/bild-1.jpg",
            "theme/main.0001.css",
        ]
        assert plan.lines(2)[0] == "  neu       a/2/bild-2.jpg"
        assert plan.lines(2)[-1].startswith("  … und ")
        assert len(plan.lines(None)) == len(plan.new) + len(plan.changed) + len(plan.gone)


@both
def test_a_name_is_only_a_name(place: Place) -> None:
    job = place.job(1)
    for name in ODD + (("antraege/ä/zwei\nZeilen.txt",) if place.tool == "rsync" else ()):
        (job.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (job.folder / name).write_text(name, "utf-8")
    publish(job)
    assert public(place.folder) == contents(job.folder)
    assert not publish(replace(job, everything=True))

    publish(place.job(1))
    assert public(place.folder) == contents(place.root / "output")


@both
def test_what_was_changed_at_the_target_is_found_when_asked(place: Place) -> None:
    job = place.job(1)
    publish(job)
    (place.folder / "index.html").write_text("von Hand", "utf-8")
    (place.folder / "data.csv").unlink()
    assert not publish(job)

    assert publish(replace(job, everything=True)).changed == ["data.csv", "index.html"]
    assert public(place.folder) == contents(job.folder)


@pytest.mark.needs("rclone")
def test_a_name_of_two_lines_is_refused_where_the_program_cannot_carry_it(tmp_path: Path) -> None:
    place = Place("rclone", tmp_path)
    job = place.job(1)
    (job.folder / "zwei\nZeilen.txt").write_text("x", "utf-8")
    with pytest.raises(Refusal, match="Zeilenumbruch"):
        publish(job)


# ------------------------------------------------------------------------------------ in which order


@both
def test_parts_come_first_then_pages_then_deletions(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after every call of the program, every page at the target has all that it points to."""
    publish(place.job(1))
    states = place.root / "staende"
    states.mkdir()
    log = spied(place, monkeypatch, f'"$REAL" "$@"; C=$?; cp -a {place.folder} {states}/$N; exit $C')

    publish(place.job(2))

    steps = [public(states / str(number + 1)) for number in range(len(log.read_text("utf-8").splitlines()))]
    kinds = []
    for before, after in itertools.pairwise(steps):
        if different := {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}:
            kinds.append(
                {
                    "deleted" if path not in after else "page" if path.endswith((".html", ".atom")) else "part"
                    for path in different
                }
            )
    assert kinds[0] == {"part"}
    assert kinds[1:3] == [{"page"}, {"page"}]
    assert {kind for kinds_of_step in kinds[3:] for kind in kinds_of_step} == {"deleted"}
    assert [missing(states / str(number + 1)) for number in range(len(steps))] == [[]] * len(steps)


@either
def test_a_run_that_is_killed_between_two_calls_is_finished_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place.job(1))
    log = spied(
        place, monkeypatch, f'[ "$N" = "$(cat {place.root}/halt)" ] && kill -9 $PPID && exit 1\nexec "$REAL" "$@"'
    )
    for edition in range(2, 30):
        job = place.job(edition)
        log.write_text("", "utf-8")
        (place.root / "halt").write_text(str(edition - 1), "utf-8")  # the first call, the second, …
        for _ in range(2):  # the second time it is one that was to finish the work
            process = in_a_process(job)
            process.communicate(timeout=60)
            assert missing(place.folder) == []
            (place.root / "halt").write_text("2", "utf-8")
            log.write_text("", "utf-8")
        (place.root / "halt").write_text("0", "utf-8")
        publish(job)
        assert public(place.folder) == contents(job.folder)
        if len(log.read_text("utf-8").splitlines()) < edition:
            break
    assert edition > 7


@both
@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.lang)])
def test_a_run_that_is_killed_at_any_moment_leaves_whole_pages_with_their_parts(place: Place, kills: int) -> None:
    """Also on the first upload. Leftovers are gone after the next run. An old rclone writes in place, and says so."""
    chance = random.Random(4)
    whole = not carrier(place.target).in_place()
    old: dict[str, bytes] = {}
    for edition in range(1, kills + 1):
        job = place.job(edition)
        new = contents(job.folder)
        process = in_a_process(job)
        begun(place, process)
        time.sleep(chance.uniform(0, 0.3 if place.tool == "rsync" else 1.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        found = public(place.folder)
        assert missing(place.folder) == []
        assert [
            path
            for path, data in found.items()
            if data not in (old.get(path), new.get(path)) and (whole or not new.get(path, b"").startswith(data))
        ] == []
        publish(job)
        old = public(place.folder)
        assert old == new
        assert [path.name for path in (place.folder / OURS).iterdir()] == ["stand.json.gz"]


@both
def test_many_files_are_sent_in_portions_and_those_that_arrived_are_not_sent_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (Rsync, Rclone):
        monkeypatch.setattr(kind, "portion", 2)
    job = place.job(1)
    real, sent = type(carrier(place.target)).send, []

    def send(tool, base, paths):
        sent.extend(paths)
        if len(sent) == 4:
            raise Refusal("Die Verbindung brach ab.")
        real(tool, base, paths)

    monkeypatch.setattr(type(carrier(place.target)), "send", send)
    with pytest.raises(Refusal):
        publish(job)
    arrived = public(place.folder)
    assert sorted(arrived) == sorted(sent[:2])
    sent.clear()
    sent.append("damit es nicht noch einmal abbricht")
    publish(job)
    assert sorted(sent[1:]) == sorted(contents(job.folder).keys() - arrived.keys())
    assert public(place.folder) == contents(job.folder)


# ------------------------------------------------------------------------------------ what is not ours


@either
def test_a_folder_with_other_files_is_not_touched_unless_it_is_taken_over(place: Place) -> None:
    (place.folder / "a/1").mkdir(parents=True)
    (place.folder / "a/1/fremd.txt").write_text("bleibt", "utf-8")
    with pytest.raises(Refusal, match="schon andere Dateien"):
        publish(place.job(1))
    assert list(contents(place.folder)) == ["a/1/fremd.txt"]

    publish(place.job(1, take_over=True))
    publish(place.job(5))  # every folder of the first edition is gone, but not this one
    assert public(place.folder) == {**contents(place.root / "output"), "a/1/fremd.txt": b"bleibt"}


@either
def test_the_site_of_somebody_else_is_not_replaced_by_a_slip(place: Place) -> None:
    publish(place.job(1))
    with pytest.raises(
        Refusal, match=r"Dort liegt die Website https://www\.altental\.test, gebaut ist aber https://andere\.example"
    ):
        publish(place.job(2, url="https://andere.example"))
    publish(place.job(2, url="https://andere.example", take_over=True))
    assert public(place.folder) == contents(place.root / "output")


@either
def test_two_machines_share_one_target(place: Place) -> None:
    """Each knows from the list there what is ours, also what only the other has sent."""
    publish(place.job(1, cache=place.root / "eine"))
    publish(place.job(3, cache=place.root / "andere"))
    plan = publish(place.job(1, cache=place.root / "eine"))
    assert "a/5/index.html" in plan.gone
    assert public(place.folder) == contents(place.root / "output")


@either
def test_a_run_that_another_machine_has_not_ended_is_left_alone_until_it_is_taken_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(place.job(1))
    with monkeypatch.context() as patch, pytest.raises(Refusal, match="Strom"):
        patch.setattr(type(carrier(place.target)), "delete", lambda *_: (_ for _ in ()).throw(Refusal("Strom weg")))
        publish(place.job(2, cache=place.root / "eine"))
    with pytest.raises(Refusal, match="Jemand anderes überträgt gerade hierher"):
        publish(place.job(3, cache=place.root / "andere"))
    publish(place.job(3, cache=place.root / "andere", take_over=True))
    assert public(place.folder) == contents(place.root / "output")


@either
def test_who_publishes_at_the_same_time_learns_of_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(place.job(1))
    kind = type(carrier(place.target))
    real = kind.delete

    def delete(tool, paths, folders):
        real(tool, paths, folders)
        tool.note(packed(Standing("anderer Lauf", URL)))

    monkeypatch.setattr(kind, "delete", delete)
    with pytest.raises(Refusal, match="Zugleich hat jemand anderes hierher veröffentlicht"):
        publish(place.job(2))


@pytest.mark.needs("rsync")
def test_a_second_run_from_here_waits_and_says_so(tmp_path: Path) -> None:
    place = Place("rsync", tmp_path)
    publish(place.job(1))
    (lock,) = (tmp_path / ".cache/veroeffentlichen").glob("*.sperre")
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    with lock.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=publish, args=(place.job(2), said.put))
        second.start()
        assert said.get(timeout=60).startswith("Es wird schon zu diesem Ziel übertragen")
        assert "theme/main.0001.css" in public(place.folder)
    second.join(60)
    assert public(place.folder) == contents(tmp_path / "output")


@pytest.mark.needs("git", "rsync")
def test_an_old_state_does_not_replace_a_newer_one_by_a_slip(tmp_path: Path) -> None:
    place = Place("rsync", tmp_path)

    def git(folder: str, *arguments: str) -> None:
        run(
            ["git", "-C", tmp_path / folder, "-c", "user.name=Vera", "-c", "user.email=vera@example.org", *arguments],
            tmp_path,
        )

    (tmp_path / "eine").mkdir()
    git("eine", "init", "--quiet")
    git("eine", "commit", "--quiet", "--allow-empty", "--message", "eins")
    run(["git", "clone", "--quiet", tmp_path / "eine", tmp_path / "andere"], tmp_path)
    git("eine", "commit", "--quiet", "--allow-empty", "--message", "zwei")
    publish(place.job(2, root=tmp_path / "eine"))

    with pytest.raises(
        Refusal, match=r"Öffentlich ist ein Stand, der hier fehlt \([0-9a-f]{10}\)\. Bitte zuerst holen: git pull"
    ):
        publish(place.job(1, root=tmp_path / "andere"))
    git("andere", "pull", "--quiet")
    publish(place.job(3, root=tmp_path / "andere"))
    publish(place.job(1, root=tmp_path / "eine"))


@either
@pytest.mark.parametrize("damage", [b"", b"kein gzip", packed(Standing())[:-9]])
def test_a_damaged_list_is_told_and_made_anew(place: Place, damage: bytes) -> None:
    publish(place.job(1))
    (place.folder / OURS / "stand.json.gz").write_bytes(damage)
    with pytest.raises(Refusal, match=r"beschädigt|schon andere Dateien"):
        publish(place.job(1))
    publish(place.job(1, take_over=True))
    assert public(place.folder) == contents(place.root / "output")


@pytest.mark.needs("rclone")
def test_a_list_that_was_not_yet_in_its_place_is_read(tmp_path: Path) -> None:
    place = Place("rclone", tmp_path)
    publish(place.job(1))
    (place.folder / OURS / "stand.json.gz").rename(place.folder / OURS / "stand.neu.gz")
    assert not publish(place.job(1))


@either
def test_a_list_that_names_other_folders_deletes_nothing_there(place: Place) -> None:
    publish(place.job(1))
    outside = place.root / "fremd.txt"
    outside.write_text("bleibt", "utf-8")
    paths = ["../fremd.txt", str(outside), "a/../../fremd.txt", "", ".", OURS, f"{OURS}/stand.json.gz", "a//b"]
    assert not any(map(inside, paths))
    (place.folder / OURS / "stand.json.gz").write_bytes(packed(Standing("", URL, "", dict.fromkeys(paths, "x"))))
    publish(place.job(1))
    assert outside.read_text("utf-8") == "bleibt"
    assert public(place.folder) == contents(place.root / "output")


# ------------------------------------------------------------------------------------ over the network


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answered(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        with socket.socket() as one:
            if not one.connect_ex(("127.0.0.1", port)):
                return
        assert process.poll() is None, "the server ended"
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], str]]:
    """A real ssh server on this machine, with keys of its own; gives the target for a folder."""
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    for name in ("rechner", "person", "fremd"):
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], folder)
    shutil.copy(folder / "person.pub", folder / "erlaubt")
    port = free_port()
    config = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "rechner",
        "AuthorizedKeysFile": folder / "erlaubt",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "PidFile": "none",
    }
    (folder / "sshd_config").write_text("".join(f"{key} {value}\n" for key, value in config.items()), "utf-8")
    (folder / "bekannt").write_text(f"[127.0.0.1]:{port} {(folder / 'rechner.pub').read_text('utf-8')}", "utf-8")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen(
        [shutil.which("sshd", path="/usr/sbin:" + os.environ["PATH"]), "-D", "-e", "-f", folder / "sshd_config"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(port, process)
        monkeypatch.setenv(
            "RSYNC_RSH",
            f"ssh -F none -p {port} -i {folder}/person -o IdentitiesOnly=yes -o UserKnownHostsFile={folder}/bekannt -o StrictHostKeyChecking=yes",
        )
        yield lambda where: f"{getpass.getuser()}@127.0.0.1:{where}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.needs("rsync", "ssh", "sshd")
def test_it_works_over_ssh_also_into_a_folder_with_a_blank(tmp_path: Path, ssh: Callable[[Path], str]) -> None:
    place = Place("rsync", tmp_path)
    place.folder = tmp_path / "ziel mit 'Leerzeichen $HOME"
    for edition in (1, 2):
        job = place.job(edition, target=ssh(place.folder) + "/")
        for name in ODD:
            (job.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (job.folder / name).write_text(name, "utf-8")
        publish(job)
        assert public(place.folder) == contents(job.folder)
        assert not publish(job)


@pytest.mark.needs("rsync", "ssh", "sshd")
@pytest.mark.parametrize("kills", [1, pytest.param(10, marks=pytest.mark.lang)])
def test_a_killed_run_over_ssh_is_finished_by_the_next(tmp_path: Path, ssh: Callable[[Path], str], kills: int) -> None:
    place, chance = Place("rsync", tmp_path), random.Random(8)
    for edition in range(1, kills + 1):
        job = place.job(edition, target=ssh(place.folder))
        process = in_a_process(job)
        begun(place, process)
        time.sleep(chance.uniform(0, 2))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
        assert missing(place.folder) == []
        publish(job)
        assert public(place.folder) == contents(job.folder)


@pytest.mark.needs("rsync", "ssh", "sshd")
def test_what_ssh_refuses_is_said_in_german(
    tmp_path: Path, ssh: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place("rsync", tmp_path)
    job = place.job(1, target=ssh(place.folder))
    given = os.environ["RSYNC_RSH"]
    for shell, target, sentence in (
        (given.replace("/bekannt", "/niemand"), job.target, "Der Rechner ist hier nicht bekannt"),
        (given.replace("/person", "/fremd"), job.target, "Die Anmeldung wurde abgelehnt"),
        (given.replace("-p ", "-o HostName=127.0.0.1 -p 1 -o Port="), job.target, "Der Rechner ist nicht zu erreichen"),
        ("ssh -F none", "web@gibt-es-nicht.invalid:/srv/www", "Diesen Rechner gibt es nicht"),
        (given, ssh(tmp_path / "nicht/da/ziel"), "Den Ordner gibt es am Ziel nicht"),
    ):
        monkeypatch.setenv("RSYNC_RSH", shell)
        with pytest.raises(Refusal) as refused:
            publish(replace(job, target=target))
        place_line, remedy, last = str(refused.value).splitlines()
        assert place_line.startswith(f"{target}: {sentence}"), last
        assert remedy.startswith("    → ")
        assert last.startswith("    rsync sagt: ")
    assert not place.folder.exists()


@pytest.fixture
def webdav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A real WebDAV server on this machine; gives the folder behind it."""
    folder, port = tmp_path / "dav", free_port()
    folder.mkdir()
    process = subprocess.Popen(
        ["rclone", "serve", "webdav", str(folder), "--addr", f"127.0.0.1:{port}", "--dir-cache-time=0s"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        answered(port, process)
        for key, value in {"TYPE": "webdav", "URL": f"http://127.0.0.1:{port}", "VENDOR": "other"}.items():
            monkeypatch.setenv(f"RCLONE_CONFIG_DAV_{key}", value)
        yield folder
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.needs("rclone")
def test_it_works_over_webdav(tmp_path: Path, webdav: Path) -> None:
    """Which knows neither times nor digests: a change of the same size is sent all the same."""
    place = Place("rclone", tmp_path)
    for edition in (1, 2):
        job = place.job(edition, target="dav:website")
        publish(job)
        assert public(webdav / "website") == contents(job.folder)
    (webdav / "website/index.html").unlink()
    assert publish(replace(job, everything=True)).changed == ["index.html"]
    assert public(webdav / "website") == contents(job.folder)


@pytest.mark.needs("rclone")
def test_a_new_list_of_the_same_size_takes_the_old_ones_place(webdav: Path) -> None:
    tool = carrier("dav:website")
    for text in (b"eins", b"zwei"):
        tool.note(text)
        assert (tool.read(), [file.name for file in (webdav / "website" / OURS).iterdir()]) == (text, ["stand.json.gz"])


# ------------------------------------------------------------------------------------ what can go wrong


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("web@www.altental.test:/var/www/website", Rsync),
        ("web@[::1]:website", Rsync),
        ("rsync://www.altental.test/website", Rsync),
        ("/srv/website", Rsync),
        ("./website", Rsync),
        ("~/website", Rsync),
        ("speicher:website", Rclone),
        ("Mein Speicher:ordner/website", Rclone),
        (":webdav,url='https://dav.example.org/x':website", Rclone),
    ],
)
def test_the_target_says_which_program_carries(target: str, kind: type) -> None:
    assert type(carrier(target)) is kind


def test_home_is_where_a_relative_way_starts() -> None:
    assert (
        carrier("web@www.altental.test:~/website/").target
        == carrier("web@www.altental.test:website").target
        == "web@www.altental.test:website"
    )


@pytest.mark.parametrize(
    "target",
    [
        "",
        "website",
        "www.altental.test",
        "/",
        "//",
        "web@www.altental.test",
        "web@www.altental.test:",
        "web@www.altental.test:/",
        "web@www.altental.test:~/",
        "speicher:",
        "-oProxyCommand=x@y:/z",
        "@rechner:/weg",
        "rsync://rechner",
        "rsync://-x/y",
        "https:",
        "a\nb:c",
        "--x:y",
    ],
)
def test_what_is_no_target_is_refused_with_an_example(target: str) -> None:
    with pytest.raises(Refusal, match=r"web@www\.example\.org:/var/www/website"):
        carrier(target)


SAID = {
    'rsync: [receiver] write failed on "/srv/x": No space left on device (28)\nrsync error: error in file IO (code 11) at receiver.c(380)': "Am Ziel ist kein Platz mehr.",
    'rsync: [generator] recv_generator: mkdir "/srv/a" failed: Permission denied (13)\nrsync error: some files/attrs were not transferred (code 23)': "Am Ziel fehlt die Berechtigung zu schreiben.",
    "bash: line 1: rsync: command not found\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]": "Auf dem anderen Rechner fehlt rsync.",
    "[sender] io timeout after 60 seconds -- exiting\nrsync error: timeout in data send/receive (code 30)": "Der Rechner antwortet nicht mehr.",
    "web@host: Permission denied (publickey,password).\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]": "Die Anmeldung wurde abgelehnt.",
    "client_loop: send disconnect: Broken pipe\nrsync: connection unexpectedly closed (8 bytes received so far)": "Die Verbindung brach ab.",
    "rsync: unrecognized option `--secluded-args'": "Das Programm ist zu alt, oder es ist das mitgelieferte von macOS.",
    'Failed to create file system for "x:y": didn\'t find section in config file': "rclone kennt dieses Ziel nicht.",
    "2026/11/22 ERROR : index.html: Failed to copy: Insufficient Storage: 507 Insufficient Storage": "Am Ziel ist kein Platz mehr.",
    "2026/11/22 Failed to copy: AccessDenied: Access Denied\n\tstatus code: 403": "Am Ziel fehlt die Berechtigung zu schreiben.",
    '2026/11/22 Failed to cat: Propfind "http://x": dial tcp 127.0.0.1:1: connect: connection refused': "Der Rechner ist nicht zu erreichen.",
    "etwas ganz anderes": "Die Übertragung ist nicht gelungen.",
    "": "Die Übertragung ist nicht gelungen.",
}


@pytest.mark.parametrize("said", SAID)
def test_what_the_program_complains_about_is_said_in_german(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    (tmp_path / "gesagt").write_text(said, "utf-8")
    (tmp_path / "rsync").write_text(f"#!/bin/sh\ncat {tmp_path}/gesagt >&2\nexit 12\n", "utf-8")
    (tmp_path / "rsync").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(Refusal) as refused:
        publish(Place("rsync", tmp_path).job(1))
    assert str(refused.value).splitlines()[0] == f"{tmp_path}/ziel: {SAID[said]}"
    assert "→ Bitte" in str(refused.value) or "→ Gebraucht" in str(refused.value)


def test_a_failure_without_a_word_is_asked_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As rsync fails now and then: the other side's sentence is lost on the way."""
    (tmp_path / "rsync").write_text(
        f"#!/bin/sh\n[ -e {tmp_path}/einmal ] && echo 'mkdir failed: No such file or directory (2)' >&2\ntouch {tmp_path}/einmal\nexit 11\n",
        "utf-8",
    )
    (tmp_path / "rsync").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(Refusal, match="Den Ordner gibt es am Ziel nicht"):
        publish(Place("rsync", tmp_path).job(1))


def test_every_word_for_a_complaint_is_a_sentence_with_a_remedy() -> None:
    assert [
        words
        for _, *words in WORDS
        if not all(word.endswith((".", "rclone", "/weg")) and "!" not in word for word in words)
    ] == []


@pytest.mark.parametrize(("target", "program"), [("/srv/website", "rsync"), ("ziel:website", "rclone")])
def test_a_program_that_is_not_there_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, program: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=f"Das Programm {program} fehlt auf diesem Rechner.*sudo apt install {program}"):
        publish(Place("rsync", tmp_path).job(1, target=target))


@pytest.mark.parametrize(
    ("version", "target", "told"),
    [
        ("1.60.1", "ziel:website", "1.60"),
        ("1.60.1", "bucket:website", ""),
        ("1.60.1", ":sftp,host=x:website", "1.60"),
        ("1.60.1", ":s3,provider=x:website", ""),
        ("1.63.0", "ziel:website", ""),
        ("2.0.0", "ziel:website", ""),
    ],
)
def test_an_rclone_that_writes_in_place_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, target: str, told: str
) -> None:
    (tmp_path / "rclone").write_text(
        f'#!/bin/sh\n[ "$1" = version ] && echo "rclone v{version}" || printf "ziel:   sftp\\nbucket: s3\\n"\n', "utf-8"
    )
    (tmp_path / "rclone").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert carrier(target).in_place() == told


@pytest.mark.needs("rclone")
def test_a_storage_nobody_has_set_up_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="rclone kennt dieses Ziel nicht"):
        publish(Place("rclone", tmp_path).job(1, target="unbekannt:website"))


def test_the_list_is_read_as_it_was_written() -> None:
    standing = Standing("lauf", URL, "a" * 40, {"antraege/ä b/index.html": "0123", "x": "offen"})
    assert unpacked(packed(standing), "ziel") == standing
    assert packed(standing) == packed(standing)


def test_a_list_without_a_target_is_an_empty_standing(tmp_path: Path) -> None:
    class Nothing:
        def read(self):
            return None

        def foreign(self):
            return False

    assert read_standing(Nothing(), Place("rsync", tmp_path).job(1), tmp_path / "x") == Standing()


# ------------------------------------------------------------------------------------ the command


@pytest.fixture
def own(project: Project) -> Project:
    """A project whose content is no sample."""
    project.write("fraktion.yaml", OWN)
    with (project.root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(NAMED)
    shutil.copy(ROOT / "publishconf.py", project.root)
    project.motion()
    return project


@pytest.mark.needs("rsync")
def test_the_command_builds_sends_and_says_what(own: Project, tmp_path: Path) -> None:
    send = ("veroeffentlichen", str(tmp_path / "ziel"), "--heute", HEUTE)
    told = fraktion(own, *send, "--probe")
    assert told.returncode == 0, told.stderr
    assert "  neu       404.html" in told.stdout
    assert re.search(r"^  … und \d+ weitere\. Alle nennt: --liste$", told.stdout, re.MULTILINE)
    assert told.stdout.endswith("Das war eine Probe; am Ziel wurde nichts verändert.\n")
    assert not (tmp_path / "ziel").exists()

    sent = fraktion(own, *send, "--liste")
    assert sent.returncode == 0, sent.stderr
    assert public(tmp_path / "ziel") == contents(own.output)
    assert sent.stdout.count("  neu       ") == len(contents(own.output))
    assert re.search(
        r"\sDateien übertragen, 0 gelöscht, 0 unverändert\. Öffentlich unter https://www\.altental\.test/$",
        sent.stdout.strip(),
    )

    again = fraktion(own, *send)
    assert again.stdout == "Am Ziel ist alles auf dem neuesten Stand. Öffentlich unter https://www.altental.test/\n"


def test_the_sample_and_wrong_texts_are_not_published(own: Project, tmp_path: Path) -> None:
    own.write("antraege/2026-12-falsch.md", "---\ntitel: Falsch\n---\n")
    refused = fraktion(own, "veroeffentlichen", str(tmp_path / "ziel"))
    assert refused.returncode == 1
    assert re.search(r"^content/antraege/2026-12-falsch\.md:\d+: ", refused.stderr, re.MULTILINE)
    assert refused.stderr.endswith("Es wurde nichts veröffentlicht.\n")

    own.write("fraktion.yaml", ABOUT)
    (own.content / "antraege/2026-12-falsch.md").unlink()
    refused = fraktion(own, "veroeffentlichen", str(tmp_path / "ziel"), "--einstellungen", "pelicanconf.py")
    assert refused.returncode == 1
    assert "Diese Angaben sind noch das Beispiel" in refused.stderr
    assert not (tmp_path / "ziel").exists()


def test_a_slip_in_the_target_is_told_before_anything_is_built(own: Project) -> None:
    refused = fraktion(own, "veroeffentlichen", "website")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("„website“ ist kein Ziel. Möglich sind zum Beispiel: ")
    assert not own.output.exists()
