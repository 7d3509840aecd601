"""What is public, since when, from which commit, and what is waiting."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from ..records import german
from ..records.problems import shorten
from ..site.settings import Refusal
from . import alarm, release
from .git import ID, commit_of, git, in_words, line, names, repository_of
from .place import Place
from .receive import held, moment
from .refs import BRANCHES, objection, short


def standing(place: Place) -> str:
    """The answer of `fraktion stand`."""
    branch = place.main
    tip, shown = commit_of(place.repo, branch), release.public(place)
    told = release.load(place, shown) if shown else None
    lines = []
    if told:
        since = next(
            (entry["wann"] for entry in reversed(release.history(place)) if entry["fassung"] == shown), told.made
        )
        lines += [
            f"Öffentlich: Fassung {told.number}, seit {moment(since)}",
            f"  Texte:    {described(place, told.commit)}",
            f"  Programm: {program_commit(place, told.program)}",
            f"  Gebaut für den {german.day(dt.date.fromisoformat(told.day))}",
        ]
    else:
        lines.append(
            "Öffentlich: noch nichts."
            if not shown
            else f"Öffentlich: {shown}; die Beschreibung dazu fehlt. Beheben: fraktion server nacht {place.root}"
        )
    lines += alarm.standing(place)
    if not tip:
        lines.append(
            f"Wartet: noch nichts wurde veröffentlicht. Der erste Schritt: fraktion hochladen --wohin {place.repo}"
        )
    elif told and told.commit == tip:
        lines.append("Wartet: nichts.")
    else:
        many = len(
            git(
                place.repo,
                "rev-list",
                tip,
                *(
                    [f"^{told.commit}"]
                    if told and re.fullmatch(ID, told.commit) and commit_of(place.repo, told.commit)
                    else []
                ),
            ).split()
        )
        lines.append(f"Wartet: {german.counted(many, 'Commit', 'Commits')}, zuletzt {described(place, tip)}")
        lines.append(
            "  Jemand ist zu dieser Fassung zurückgegangen. Doch das Neueste: fraktion zurueck 0"
            if held(place, tip)
            else f"  Öffentlich machen: fraktion server nacht {place.root}"
        )
    was = {entry["fassung"] for entry in release.history(place)}
    earlier = [name for name in reversed(release.names(place)) if name in was and name < shown]
    if earlier:
        lines.append("Zurück geht es zu:")
        lines += [
            f"  {number}: Fassung {old.number} vom {moment(old.made)}, {described(place, old.commit)}"
            for number, old in enumerate((release.load(place, name) for name in earlier), 1)
            if old
        ]
    for ref, commit in sorted(names(place.repo, "refs/heads").items()):
        if ref != branch:
            lines.append(
                f"Vorschau: {shorten(short(ref), 80)}, {described(place, commit)}, unter /vorschau/{place.preview(short(ref))}/"
            )
    there = names(place.repo)
    lines += [
        f"Zweierlei unter einem Namen: {shorten(short(ref), 80)}. Veröffentlicht wird nur der Zweig. Entfernen: git push website --delete {ref}"
        for ref in sorted(there)
        if not ref.startswith(BRANCHES) and objection(ref, there, branch)[0]
    ]
    return "\n".join(lines) + "\n"


def described(place: Place, commit: str) -> str:
    return (re.fullmatch(ID, commit) and in_words(place.repo, commit)) or f"{commit[:9]} (nicht mehr im Repository)"


def program_commit(place: Place, program: str) -> str:
    try:
        return (place.programs / program / "commit.txt").read_text().strip()[:9]
    except OSError:
        return program


def find(ziel: str, project: Path | None) -> Place | tuple[str, str]:
    """The server that is meant: given, the folder here, or where the checkout pushes to. Over ssh: host and folder."""
    if ziel:
        root = Path(ziel)
        return Place(root.absolute())
    here = Place(Path.cwd())
    if here.exists():
        return here
    for name in ("website", "origin") if project else ():
        url = line(repository_of(project) or project / ".git", "remote", "get-url", name)
        if url.rstrip("/").removesuffix(".git").endswith("/site"):
            if url.startswith("ssh://"):
                parts = urlsplit(url)
                return (
                    f"{parts.username + '@' if parts.username else ''}{parts.hostname}{f':{parts.port}' if parts.port else ''}",
                    parts.path,
                )
            if url.startswith(("/", "file://")):
                return Place(Path(url.removeprefix("file://")).parent)
            if ":" in url:
                host, _, path = url.partition(":")
                return host, path
    raise Refusal(
        "Hier ist kein Server zu finden. Bitte den Ordner des Servers angeben, zum Beispiel: fraktion stand --ziel /srv/website"
    )


def ask(host: str, words: list[str], say: Callable[[str], None]) -> int:
    """Ask over ssh; the server's forced command answers. What comes back is somebody else's and goes through the same door as all that is said."""
    name, _, port = host.partition(":")
    done = subprocess.run(
        ["ssh", *(["-p", port] if port else []), "--", name, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )  # a password is asked for at the terminal itself
    say(done.stdout.decode("utf-8", "replace"))
    return done.returncode
