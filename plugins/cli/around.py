"""What every command needs: where the project is, how a path is said, how far a build is."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ..records.german import number
from ..records.problems import bounded
from ..site.pinned import other_program
from ..site.settings import Refusal, Settings, load
from .screen import own


def project(options: argparse.Namespace) -> Path:
    """The folder of the project: here, or the nearest above that holds a pelicanconf.py."""
    if folder := project_or_none(options):
        return folder
    if getattr(options, "einstellungen", None):
        return Path.cwd()
    raise Refusal(
        "Hier ist kein Projekt: pelicanconf.py fehlt. Bitte in den Ordner der Website wechseln (cd …) und den Befehl wiederholen."
    )


def project_or_none(options: argparse.Namespace) -> Path | None:
    """A site that belongs to another version of the program is told so before anything else."""
    here = Path.cwd()
    folder = next((folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file()), None)
    if folder and (said := other_program(folder)):
        raise Refusal(said)
    return folder


def conf(options: argparse.Namespace, root: Path) -> Path:
    return Path(options.einstellungen).resolve() if options.einstellungen else root / "pelicanconf.py"


def settings_of(options: argparse.Namespace, **overrides) -> Settings:
    root = project(options)
    return load(conf(options, root), HEUTE=options.heute, **overrides)


def absolute(path: str | None) -> str | None:
    """As meant from here, not from the settings' folder."""
    return str(Path(path).resolve()) if path else None


def need(content: Path) -> Path:
    if not content.is_dir():
        raise Refusal(f"Den Ordner {shown(content)} gibt es nicht. Bitte im Ordner der Website aufrufen.")
    return content


def shown(path: Path) -> str:
    """As short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def port(text: str) -> int:
    """A port that somebody who is not root may listen on."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Anschluss. Möglich sind 1024 bis 65535.")
    return int(text)


def program() -> str:
    """How this command was called, to be typed again: .venv/bin/fraktion."""
    called = Path(sys.argv[0])
    return shown(called.absolute()) if called.name == "fraktion" and called.exists() else "fraktion"


def tell(text: str) -> None:
    print(bounded(text), flush=True)


def progress(what: str) -> Callable[[int, int], None]:
    """Say how far it is, on a terminal only, once a second has passed."""
    if not sys.stderr.isatty():
        return lambda done, of: None
    started = last = time.monotonic()

    def tick(done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started > 1 and (now - last > 0.1 or done == of):
            last = now
            print(
                f"\r{what}: {done} von {of} " + ("\n" if done == of else ""), end="", file=own(sys.stderr), flush=True
            )

    return tick


def lines(what: str) -> Callable[[int, int], None]:
    """The same for a log or a push, in a line of its own every three seconds."""
    last = time.monotonic()

    def tick(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > 3:
            last = time.monotonic()
            print(f"{what}: {number(done)} von {number(of)}", file=sys.stderr, flush=True)

    return tick
