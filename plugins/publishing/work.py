"""What a push is built from: its content as files, and the installed program that builds it.

The pushed tree is data. What runs is a version of the program that somebody with the right to do so installed (decision 26).
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import selectors
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from ..records.problems import shorten
from ..site.pinned import LOCK
from ..site.settings import Refusal
from .forms import needed, start_of, unpack
from .git import GitError, git, plain_environment
from .place import UNDONE, Place, Say, led_to, point, remove, write
from .waiting import tied

CONTENT = "content"
LONGEST = 1800  # seconds; a build that takes longer hangs


class Built(Struct, frozen=True):
    done: bool
    said: str  # problems and hints, as `fraktion pruefen` words them
    summary: str = ""
    stale: str = ""  # what an audit found
    broken: bool = False  # the program itself broke off; `said` is what it left


# ------------------------------------------------------------------------------------- the program


def program_of(repo: Path, commit: str) -> str:
    """Stands for all of a commit but its content: two commits with the same program have the same."""
    entries = [
        entry
        for entry in git(repo, "ls-tree", "-z", commit).split(b"\0")
        if entry and entry.partition(b"\t")[2] != CONTENT.encode()
    ]
    return hashlib.sha256(b"\0".join(entries)).hexdigest()[:16]


def installed(place: Place, program: str) -> Path | None:
    folder = place.programs / program
    return folder if folder.is_dir() else None


def required(place: Place, commit: str) -> Path:
    """The installed program of a commit. What is missing is never taken from the commit itself: whoever builds, for the public or for a preview, has not asked who may (decision 26)."""
    if folder := installed(place, program_of(place.repo, commit)):
        return folder
    raise missing(place, commit)


def missing(place: Place, commit: str) -> Refusal:
    return Refusal(f"""Das Programm der Fassung {commit[:9]} ist auf dem Server nicht eingerichtet; darum wird sie nicht gebaut.
    → Wer das Programm ändern darf (Zugang mit --code), richtet es ein: git commit --allow-empty -m Programm, dann git push.
      Auf dem Server geht es auch so, im Ordner des Programms in derselben Fassung: .venv/bin/fraktion server einrichten {place.root}""")


def install(place: Place, repo: Path, commit: str) -> Path:
    """Put a commit's program beside the others. Nothing of it runs before a build asks for it.

    Only two may call this: the set-up, and the hook before git accepts a push of somebody with the right to the program.
    """
    program = program_of(repo, commit)
    if folder := installed(place, program):
        return folder
    lock = (
        git(repo, "show", f"{commit}:{LOCK}").decode("utf-8", "replace") if commit_of_path(repo, commit, LOCK) else ""
    )
    missing = [name for name in needed(lock) if not commit_of_path(repo, commit, name)]
    if missing:
        raise Refusal(
            f"In {commit[:9]} fehlt {', '.join(missing)}. Bitte mit dem ganzen Projekt veröffentlichen, nicht nur mit content/."
        )
    wrong = other_packages(lock)
    if wrong:
        raise Refusal(
            f"Diese Fassung des Programms braucht andere Pakete als auf dem Server: {', '.join(wrong)}. Bitte dort einrichten: im Ordner des Programms „git pull“, „make site“ und „.venv/bin/fraktion server einrichten {place.root}“."
        )
    folder = place.programs / program
    part = place.programs / f"{UNDONE}{program}"
    remove(part)
    part.mkdir(parents=True)
    with tarfile.open(
        fileobj=io.BytesIO(git(repo, "archive", "--format=tar", commit, "--", ".", f":(exclude){CONTENT}"))
    ) as archive:
        archive.extractall(part, filter="data")
    unpack(part, lock)
    write(part / "commit.txt", commit + "\n")
    part.rename(folder)
    return folder


def commit_of_path(repo: Path, commit: str, path: str) -> bool:
    return bool(git(repo, "ls-tree", "--name-only", commit, "--", path).strip())


def other_packages(requirements: str) -> list[str]:
    """Pinned packages of which another version is installed here, or none."""
    from importlib.metadata import PackageNotFoundError, version  # late: only a new program is asked what it needs

    found = []
    for name, wanted in re.findall(r"^([A-Za-z0-9][\w.-]*)==(\S+)", requirements, re.MULTILINE):
        try:
            here = version(name)
        except PackageNotFoundError:
            here = "fehlt"
        if here != wanted and name.lower() not in ("pip", "setuptools", "wheel"):
            found.append(f"{name} {wanted} (hier: {here})")
    return found


def use(place: Place, program: str) -> None:
    """From now on this version also runs the hooks."""
    if led_to(place.program) != program:
        point(place.program, program)


# ------------------------------------------------------------------------------------- the content


def check_out(place: Place, repo: Path, commit: str, folder: Path) -> Path:
    """The commit's content as files in `folder`/content. Files that stay the same stay untouched.

    What a killed check-out left is thrown away: its files and its index may tell of two commits.
    """
    content, index, mark = folder / CONTENT, folder / "index", folder / "unfertig"
    if folder.is_symlink() or not folder.is_dir() or mark.exists() or content.is_symlink() or not content.is_dir():
        remove(folder)
    try:
        lay_out(repo, commit, folder, content, index, mark)
    except GitError:  # the index may be damaged
        remove(folder)
        lay_out(repo, commit, folder, content, index, mark)
    return content


def lay_out(repo: Path, commit: str, folder: Path, content: Path, index: Path, mark: Path) -> None:
    def at_work(*arguments: str) -> None:
        git(repo, f"--work-tree={content}", "-c", "core.bare=false", *arguments, GIT_INDEX_FILE=str(index))

    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
    remove(folder / "index.lock")
    content.mkdir(exist_ok=True)
    at_work("read-tree", "--reset", "-u", f"{commit}:{CONTENT}")
    content.mkdir(exist_ok=True)  # git takes away a folder that becomes empty
    at_work("clean", "-ffdxq")  # what no commit holds
    mark.unlink()


# ------------------------------------------------------------------------------------- the build


def build(
    place: Place,
    program: Path,
    content: Path,
    output: Path,
    *,
    day: str = "",
    preview: bool = False,
    commit: str = "",
    audit: bool = False,
    tell: Say = lambda text: None,
) -> Built:
    """Build in a process of its own, with the program's own code and settings.

    One that breaks off is begun once more without anything that earlier builds left, since that may be what is damaged.
    """
    built = build_once(place, program, content, output, day, preview, commit, audit, tell)
    if built.broken:
        forget(place, program, output)
        built = build_once(place, program, content, output, day, preview, commit, audit, tell)
    if built.broken:
        write(place.work / "letzter-fehler.txt", built.said)
        last = built.said.strip().splitlines()[-1:] or [built.summary]
        return Built(
            False,
            f"Das Programm selbst brach ab: {shorten(last[0])}\nNäheres steht auf dem Server in {place.work / 'letzter-fehler.txt'}.\n",
        )
    return built


AUDITS = (
    "fraktion/press/questions.py",
    "plugins/press/questions.py",
)  # a program without one of these knows of no audit


def forget(place: Place, program: Path, output: Path) -> None:
    """All that builds keep for the next one."""
    for left in (place.work / "cache", output, *program.rglob("__pycache__")):
        remove(left)


def make_room(place: Place, output: Path) -> None:
    """What is ours, but no folder or without our pages, would be refused by every build."""
    for folder in (place.work / "cache", output):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            remove(folder)
    if output.is_dir() and not any((output / name).is_file() for name in ("index.html", "404.html")):
        remove(output)


def build_once(
    place: Place,
    program: Path,
    content: Path,
    output: Path,
    day: str,
    preview: bool,
    commit: str,
    audit: bool,
    tell: Say,
) -> Built:
    make_room(place, output)
    command = [
        sys.executable,
        "-P",
        *start_of(program),
        "bauen",
        "--einstellungen",
        str(program / ("pelicanconf.py" if preview else "publishconf.py")),
        "--inhalt",
        str(content),
        "--ausgabe",
        str(output),
        "--zwischenspeicher",
        str(place.work / "cache"),
        "--fortschritt",
        *(["--heute", day] if day else []),
        *(["--vorschau"] if preview else []),
        *(["--pruefen"] if audit and any((program / file).is_file() for file in AUDITS) else []),
    ]
    environment = {
        **plain_environment(),
        "PYTHONPATH": str(program),
        "PYTHONIOENCODING": "utf-8",
        "FRAKTION_COMMIT": commit,
    }  # no option: an earlier program would refuse it
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tied(command, cwd=program, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, said = listen(process, tell)
        code = process.wait()
    if code not in (0, 1) or "Traceback (most recent call last)" in said:
        return Built(False, said, f"Ende mit {code}", broken=True)
    return Built(
        code == 0,
        said.replace("Es wurde nichts verändert.\n", ""),
        out.splitlines()[0] if out else "",
        next((line for line in out.splitlines() if line.startswith("Veraltet")), ""),
    )


def listen(process: subprocess.Popen, tell: Callable[[str], None]) -> tuple[str, str]:
    """All that a build prints; its progress is passed on at once."""
    texts = {process.stdout.fileno(): b"", process.stderr.fileno(): b""}
    end = time.monotonic() + LONGEST
    with selectors.DefaultSelector() as waiting:
        for stream in (process.stdout, process.stderr):
            waiting.register(stream, selectors.EVENT_READ)
        while waiting.get_map():
            for key, _ in waiting.select(timeout=max(0.0, end - time.monotonic())) or [(None, 0)]:
                if key is None:
                    raise Refusal(f"Der Bau dauerte länger als {LONGEST // 60} Minuten und wurde beendet.")
                data = os.read(key.fd, 65536)
                if not data:
                    waiting.unregister(key.fileobj)
                texts[key.fd] += data
                while (
                    key.fd == process.stderr.fileno()
                    and b"\n" in (rest := texts[key.fd])
                    and rest.startswith(b"Seiten: ")
                ):
                    line, _, texts[key.fd] = rest.partition(b"\n")
                    tell(line.decode("utf-8", "replace"))
    out, said = (text.decode("utf-8", "replace") for text in texts.values())
    return out, said
