"""Fetching on the own server: what `fraktion teaser holen` finds is pushed like anybody's texts, with all that a push is looked at for.

The push goes by an account that nobody can be given (`ACCOUNT`): it may change texts, never the program, and its name stands in the history.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from ..site.settings import Refusal
from .git import GitError, commit_of, git, line, names, plain_environment, run
from .place import Place, Say, remove
from .receive import held
from .refs import BRANCHES, short, tracking
from .waiting import tied

ACCOUNT = "Teaser-Abruf"  # `grant` allows no capitals, so no key carries this name and no right to the program
FOLDER = "content/meldungen/fremd"
LONGEST = 1800  # seconds
AGAIN = 3  # times that somebody may push in between


def fetch_and_publish(place: Place, say: Say) -> bool:
    """Fetch into a clone, commit, push. Nothing new: no commit, no release. False: it did not work."""
    tip = commit_of(place.repo, place.main)
    if not tip:
        say("Noch wurde nichts veröffentlicht; ohne Texte gibt es keine Quellen.")
        return True
    if held(place, tip):
        say(
            "Jemand ist zu einer früheren Fassung zurückgegangen; bis wieder etwas veröffentlicht wird, wird nichts abgerufen."
        )
        return True
    with alone(place):
        for _ in range(AGAIN):
            base = commit_of(place.repo, place.main)
            clone = fresh_clone(place, base)
            done = fetch(place, clone, say)
            if not changed(clone):
                return done
            git(
                clone / ".git",
                f"--work-tree={clone}",
                "commit",
                "--quiet",
                "--message",
                "Anrisse von anderen abgerufen",
                **author(place),
            )
            pushed = push(clone, short(place.main))
            told = pushed.stderr.replace("remote: ", "").rstrip()
            if not pushed.returncode:
                say(told)
                return done
            if commit_of(place.repo, place.main) == base:
                raise Refusal(f"Die abgerufenen Anrisse wurden nicht angenommen:\n{told}")
        raise Refusal("Während des Abrufs wurde mehrmals anderes veröffentlicht. Der nächste Lauf versucht es wieder.")


@contextlib.contextmanager
def alone(place: Place) -> Iterator[None]:
    """One fetch at a time, beside pushes and nightly builds: the sources may take long to answer, and nobody's push waits for them."""
    place.work.mkdir(parents=True, exist_ok=True)
    with (place.work / "teaser.sperre").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("Gerade werden schon Anrisse geholt. Bitte warten, bis das fertig ist.") from None
        yield


def fresh_clone(place: Place, tip: str) -> Path:
    """A checkout of that commit, and nothing beside it: no tag comes along that could be taken for a branch."""
    clone = place.work / "teaser"
    repo = clone / ".git"
    try:
        if not repo.is_dir() or set(names(repo)) != {place.main}:
            raise GitError("")
        lay_out(place, clone, tip)
    except GitError:  # the first time, or what a kill left
        part = place.work / "teaser.neu"  # no name that a push sweeps away: it does not wait for us
        remove(part)
        git(None, "init", "--quiet", f"--initial-branch={short(place.main)}", str(part))
        git(part / ".git", "remote", "add", "origin", str(place.repo))
        git(part / ".git", "config", "core.hooksPath", os.devnull)
        git(part / ".git", "config", "commit.gpgSign", "false")
        lay_out(place, part, tip)
        remove(clone)
        part.rename(clone)
    return clone


def lay_out(place: Place, clone: Path, tip: str) -> None:
    repo = clone / ".git"
    git(repo, "fetch", "--quiet", "--no-tags", "origin", f"+{place.main}:{tracking('origin', short(place.main))}")
    git(repo, f"--work-tree={clone}", "reset", "--quiet", "--hard", tip)
    git(repo, f"--work-tree={clone}", "clean", "--quiet", "-fdx")


def author(place: Place) -> dict[str, str]:
    mail = f"{getpass.getuser()}@{place.read().get('host') or 'localhost'}"
    return {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Abruf fremder Meldungen"), ("EMAIL", mail))
    }


def fetch(place: Place, clone: Path, say: Say) -> bool:
    """With the installed program and its settings; the pushed tree is data."""
    command = [
        str(place.command),
        "teaser",
        "holen",
        "--einstellungen",
        str(place.program.resolve() / "publishconf.py"),
        "--inhalt",
        str(clone / "content"),
        "--zwischenspeicher",
        str(place.work / "teaser-gemerkt"),
    ]
    with tied(
        command,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=plain_environment(),
        cwd=place.root,
    ) as process:
        try:
            out, wrong = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise Refusal(
                f"Der Abruf dauerte länger als {LONGEST // 60} Minuten und wurde beendet. Es hat sich nichts geändert."
            ) from None
    say(
        "\n".join(text for text in (*out.splitlines(), *wrong.splitlines()) if "git restore" not in text)
    )  # that is advice for a person at a checkout
    return process.returncode == 0


def changed(clone: Path) -> bool:
    """Is there anything to commit? Only what belongs to the fetching is looked at."""
    git(
        clone / ".git",
        f"--work-tree={clone}",
        "add",
        "--all",
        "--",
        *([FOLDER] if (clone / FOLDER).is_dir() or line(clone / ".git", "ls-files", "--", FOLDER) else []),
    )
    return bool(line(clone / ".git", f"--work-tree={clone}", "diff", "--cached", "--name-only"))


def push(clone: Path, branch: str) -> subprocess.CompletedProcess[str]:
    """Through the same hooks as any push; they see the account's name.

    A pattern is matched with whole names, while of a single one git would ask what else there ends like it (git-push, <refspec>). The clone has no other branch.
    """
    done = run(
        clone / ".git",
        "push",
        "--quiet",
        "origin",
        f"{BRANCHES}{branch}*:{BRANCHES}{branch}*",
        environment={**plain_environment(), "FRAKTION_ZUGANG": ACCOUNT, "LC_ALL": "C.UTF-8"},
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )
