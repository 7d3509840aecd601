"""Where everything of a server lies, and the small files that say what is so.

site.git/        the repository that is pushed to
releases/        every kept release: a folder of files, and beside it what it is (<name>.json) and of which files (<name>.liste)
aktuell          the public release, a link; the web server's root
vorschau/        one folder a branch, under a name that cannot be guessed
programm/        the installed versions of the program; aktuell is a link
arbeit/          what the builds work on: checked-out content, outputs, the press's store
konfiguration/   what nginx, Caddy and systemd need
server.json      who may push, how many releases are kept
verlauf.jsonl    what was made public when
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import hmac
import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..records import german
from ..site.settings import Refusal
from .refs import Ref, branch

DEFAULTS = {"zweig": "main", "behalten": 10, "code_ohne_schluessel": False, "zugaenge": {}}
RELEASE = re.compile(r"(\d{6,})-([0-9a-f]{12})")
UNDONE = ".neu-"  # beginning of names that a killed process leaves behind

Say = Callable[[str], None]


class Place:
    """The folder of a server (ZIEL)."""

    def __init__(self, root: Path):
        self.root = root
        self.repo = root / "site.git"
        self.releases = root / "releases"
        self.public = root / "aktuell"
        self.previews = root / "vorschau"
        self.programs = root / "programm"
        self.program = self.programs / "aktuell"
        self.work = root / "arbeit"
        self.configuration = root / "konfiguration"
        self.command = root / "bin" / "fraktion"
        self.settings = root / "server.json"
        self.history = root / "verlauf.jsonl"
        self.pin = root / "gehalten.json"
        self.lock = root / "sperre"

    def exists(self) -> bool:
        return self.settings.is_file() and self.repo.is_dir()

    def read(self) -> dict[str, Any]:
        """server.json, with what it leaves open."""
        try:
            return {**DEFAULTS, **json.loads(self.settings.read_bytes())}
        except FileNotFoundError:
            return dict(DEFAULTS)
        except ValueError:
            raise Refusal(
                f"Die Datei {self.settings} ist beschädigt. Bitte aus der Sicherung holen, oder löschen und neu einrichten: fraktion server einrichten {self.root}"
            ) from None

    @property
    def main(self) -> Ref:
        """The branch that is public."""
        return branch(self.read()["zweig"])

    def preview(self, branch: str) -> str:
        """The name of a branch's preview: the same for as long as the server lives, and not to be guessed."""
        sign = hmac.new(
            self.read()["geheim"].encode(), branch.encode("utf-8", "surrogateescape"), hashlib.sha256
        ).hexdigest()[:20]
        plain = re.sub(r"[^a-z0-9]+", "-", branch.lower()).strip("-")[:30]
        return f"{plain}-{sign}" if plain else sign


def place_at(root: Path) -> Place:
    place = Place(root.absolute())
    if not place.exists():
        raise Refusal(
            f"In {root} ist kein Server eingerichtet. Bitte den Ordner prüfen oder einrichten: fraktion server einrichten {root}"
        )
    return place


@contextlib.contextmanager
def locked(place: Place, say: Say = lambda text: None) -> Iterator[None]:
    """One push, switch or nightly build at a time. The lock ends with the process, however it ends."""
    with make_way(place.lock).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Gerade wird schon etwas veröffentlicht; dieser Schritt wartet, bis das fertig ist.")
            begun = time.monotonic()
            fcntl.flock(file, fcntl.LOCK_EX)
            say(waited_for(time.monotonic() - begun))
        sweep_undone(place)
        yield


def waited_for(seconds: float) -> str:
    return f"Gewartet: {german.number(seconds, 1)} Sekunden."


def sweep_undone(place: Place) -> None:
    """What a killed process left; whoever holds the lock knows that nobody works on it."""
    for folder in (place.releases, place.programs, place.work):
        for left in folder.glob(f"{UNDONE}*"):
            remove(left)


def make_way(path: Path) -> Path:
    """Where a file of ours is to be, a folder, or a link that would be followed, is taken away."""
    if path.is_symlink() or path.is_dir():
        remove(path)
    return path


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def write(path: Path, text: str, mode: int = 0o644) -> bool:
    """Through a temporary name; was it another text before? Lone surrogates are the bytes they stand for."""
    data = text.encode("utf-8", "surrogateescape")
    if path.is_file() and path.read_bytes() == data and path.stat().st_mode & 0o777 == mode:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = make_way(path.with_name(f"{UNDONE}{path.name}"))
    part.write_bytes(data)
    part.chmod(mode)
    part.replace(path if path.is_symlink() else make_way(path))
    return True


def write_json(path: Path, value: Any, mode: int = 0o644) -> None:
    write(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", mode)


def point(link: Path, target: str) -> None:
    """Let a link lead elsewhere, in one step: whoever looks sees the old target or the new one."""
    part = link.with_name(f"{UNDONE}{link.name}")
    part.unlink(missing_ok=True)
    part.symlink_to(target)
    if not link.is_symlink():  # somebody copied the server without its links
        make_way(link)
    part.replace(link)


def now() -> dt.datetime:
    return dt.datetime.now(ZoneInfo("Europe/Berlin")).replace(microsecond=0)


def new_secret() -> str:
    return secrets.token_hex(16)


def led_to(link: Path) -> str:
    """The name that a link leads to; "" without a link."""
    try:
        return link.readlink().name
    except OSError:
        return ""
