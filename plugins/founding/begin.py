"""`fraktion anfangen`: from answers to a group's own site, a git repository with one commit. All of it is there at the end, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from ..publishing.git import git, line
from ..publishing.place import remove, write
from ..records.german import counted
from ..records.left import gaps_of
from ..records.program import own_file, version
from ..records.quoting import shell
from ..site.pinned import FOLDER
from ..site.settings import Refusal
from .answers import Answers
from .wheel import Wheel
from .writing import build_lock, build_site

MADE = f"{FOLDER}/erzeugt.json"  # digests of the files that a new version may write again
LOCKS = ("requirements.txt", "requirements-brief.txt")


def begin(folder: Path, answers: Answers, today: dt.date, wheel: Wheel, say: Callable[[str], None]) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"In {folder} liegt schon etwas; es bleibt, wie es ist. Bitte einen neuen Ordner angeben.")
    files = build_site(answers, today)
    part = folder.with_name(f".{folder.name}.unfertig")
    remove(part)
    try:
        lay_out(part, files, wheel)
        commit_all(part, f"Anfang: {answers['name']}", answers["name"], answers["mail"])
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    finally:
        remove(part)
    gaps = sum(len(gaps_of(name, text)) for name, text in files.items() if name.startswith("content/"))
    say(f"Angelegt: {folder}, ein eigenes git-Repository für {answers['name']}. Programm: Fassung {version()}.")
    if gaps:
        say(
            f"In den Texten {'steht' if gaps == 1 else 'stehen'} noch {counted(gaps, 'Lücke', 'Lücken')}, die kein Programm füllen kann („[Bitte ergänzen: …]“ und Vorschläge). „fraktion pruefen“ nennt sie alle; bis dahin lässt sich die Website bauen und ansehen, aber nicht veröffentlichen."
        )
    say(f"So geht es weiter:\n    cd {shell(str(folder))}\n    make site")


def lay_out(folder: Path, files: Mapping[str, str], wheel: Wheel) -> None:
    made = {name: text for name, text in files.items() if not name.startswith("content/") and name != "pelicanconf.py"}
    files = {**files, **locks(wheel), MADE: listed(made)}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name, text)
    (folder / FOLDER / wheel.name).write_bytes(wheel.data)


def locks(wheel: Wheel) -> dict[str, str]:
    """What pip installs: the program's own pins and the package itself; for letters, what comes on top."""
    first, second = (own_file(name).read_text("utf-8") for name in LOCKS)
    return {LOCKS[0]: build_lock(first, wheel.name, wheel.digest), LOCKS[1]: second}


def listed(files: Mapping[str, str]) -> str:
    return (
        json.dumps({name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}, indent=1)
        + "\n"
    )


def commit_all(folder: Path, message: str, name: str, mail: str) -> None:
    """The whole folder as the first commit; by the group itself where git does not know who sits here."""
    git(None, "init", "--quiet", "--initial-branch=main", str(folder))
    commit(folder, message, name, mail, "--all")


def commit(folder: Path, message: str, name: str, mail: str, *what: str, only: bool = False) -> None:
    """`what`: words of git add. `only`: of these files alone, whatever else waits to be committed."""
    repo = folder / ".git"
    who = [] if line(repo, "config", "user.email") else ["-c", f"user.name={name}", "-c", f"user.email={mail}"]
    git(repo, f"--work-tree={folder}", "add", *what)
    git(
        repo,
        f"--work-tree={folder}",
        *who,
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "--message",
        message,
        *(("--only", *what[what.index("--") :]) if only else ()),
    )
