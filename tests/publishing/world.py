"""A server with a bare repository, and volunteers who clone it and push: real git, real processes."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from plugins.publishing.listing import files_below
from plugins.publishing.place import Place
from plugins.publishing.release import public
from plugins.site.stamp import STAMP

from ..builders import BASE, NAMED, OWN, ROOT

PROGRAM = (".gitignore", "plugins", "theme", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt")
ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PYTHON"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Vera Beispiel"), ("EMAIL", "vera@example.org"))
    },
}
MOTION = "---\nuid: {uid}\ntitel: {title}\nart: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. {text}\n"
SIGNS = "bcdfghjkmnpqrstvwxz23456789"


@dataclass(frozen=True)
class Said:
    """How a command ended and all that it printed; of a push, without git's own prefix."""

    done: bool
    text: str

    def __contains__(self, words: str) -> bool:
        return words in self.text


class Checkout:
    """A volunteer's clone."""

    patience = 300  # seconds for a push

    def __init__(self, root: Path, remote: str = "origin"):
        self.root, self.remote = root, remote

    def git(self, *arguments: str, data: bytes | None = None, check: bool = True) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            input=data,
            capture_output=True,
            env=ENVIRONMENT,
            check=False,
            **({"stdin": subprocess.DEVNULL} if data is None else {}),
        )
        assert not check or done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def motion(
        self, stem: str = "2024-03-radweg", text: str = "Ein Radweg wird gebaut.", title: str = "Radweg"
    ) -> None:
        """A motion whose uid follows from its name."""
        uid = "".join(SIGNS[byte % len(SIGNS)] for byte in hashlib.sha256(stem.encode()).digest()[:6])
        self.write(f"content/antraege/{stem}.md", MOTION.format(uid=uid, title=title, text=text))

    def commit(self, message: str = "Texte", *options: str) -> str:
        self.git("add", "-A")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, *options)
        return self.git("rev-parse", "HEAD")

    def push(self, *what: str, before: tuple[str, ...] = ()) -> Said:
        done = subprocess.run(
            [*before, "git", "-C", str(self.root), "push", self.remote, *(what or ("main",))],
            capture_output=True,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=self.patience,
        )
        return Said(
            done.returncode == 0,
            "\n".join(
                line.removeprefix("remote: ").rstrip() for line in done.stderr.decode("utf-8", "replace").splitlines()
            ),
        )

    def catch_up(self) -> None:
        """As the server has it."""
        self.git("fetch", "--quiet", self.remote)
        self.git("checkout", "--quiet", "--force", "-B", "main", f"{self.remote}/main")
        self.git("clean", "--quiet", "-fdx")


class World:
    """A project, and a server made from it."""

    earlier: ClassVar[Place | None] = None  # the last one, with its program

    def __init__(self, folder: Path, **options: str):
        self.settle(folder)
        self.make_project()
        said = self.fraktion(
            "server",
            "einrichten",
            str(self.place.root),
            *[f"--{key}={value}" for key, value in options.items()],
            cwd=self.project.root,
        )
        assert said.done, said.text
        self.project.git("remote", "add", "website", str(self.place.repo))
        self.compile_from_the_last()

    def settle(self, folder: Path) -> None:
        self.folder, self.project, self.place = (
            folder,
            Checkout(folder / "projekt", "website"),
            Place(folder / "server"),
        )

    @classmethod
    def at(cls, folder: Path) -> World:
        """The one that lies there."""
        world = cls.__new__(cls)
        world.settle(folder)
        cls.earlier = cls.earlier or world.place
        return world

    def copy(self, folder: Path) -> World:
        """The same once more: project and server with all that was pushed, for a fifteenth of what a first push costs.

        What is only ever replaced, never written into, stays the same files, by which the press and the releases know it.
        """
        replaced = tuple(f"{path}{os.sep}" for path in (*self.place.releases.iterdir(), self.place.work / "output"))

        def copy(old: str, new: str) -> None:
            (os.link if old.startswith(replaced) else shutil.copy2)(old, new)

        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True, copy_function=copy)
        twin = World.at(folder)
        for file in (
            twin.place.command,
            *twin.place.repo.glob("hooks/*-receive"),
            *twin.place.configuration.iterdir(),
            twin.place.root / "erzeugt.json",
            twin.project.root / ".git/config",
        ):
            file.write_bytes(file.read_bytes().replace(bytes(self.folder), bytes(folder)))
        return twin

    def compile_from_the_last(self) -> None:
        """What Python and Jinja compiled there: half of the time of a first push. Both look whether it fits; Python by the time of the source."""
        earlier, World.earlier = World.earlier, self.place
        if not earlier or not earlier.program.is_dir():
            return
        old, new = earlier.program.resolve(), self.place.program.resolve()
        if (templates := earlier.work / "cache/vorlagen").is_dir():
            shutil.copytree(templates, self.place.work / "cache/vorlagen")
        for path in sorted(old.rglob("*")):
            twin = new / path.relative_to(old)
            if path.parent.name == "__pycache__" and path.suffix in (".pyc", ".siegel"):
                twin.parent.mkdir(exist_ok=True)
                shutil.copy2(path, twin)
            elif path.suffix == ".py" and twin.is_file() and twin.stat().st_size == path.stat().st_size:
                os.utime(twin, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))

    def make_project(self) -> None:
        project, root = self.project, self.project.root
        for name, text in BASE.items():
            project.write(f"content/{name}", text)
        project.write("content/fraktion.yaml", OWN)
        for name in PROGRAM:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, root / name)
        with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
            settings.write(NAMED)
            settings.write('\nOHNE = ["suche/", "karten/"]  # they take longest, and are published like all else\n')
        project.motion()
        project.git("init", "--quiet", "-b", "main")
        project.commit("Anfang")

    def fraktion(self, *arguments: str, cwd: Path | None = None, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "plugins.cli", *arguments],
            capture_output=True,
            cwd=cwd or ROOT,
            env={**ENVIRONMENT, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", **environment},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Said(done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace"))

    def clone(self, name: str, source: str = "") -> Checkout:
        subprocess.run(
            ["git", "clone", "--quiet", source or str(self.place.repo), str(self.folder / name)],
            env=ENVIRONMENT,
            check=True,
            capture_output=True,
        )
        return Checkout(self.folder / name)

    @property
    def public(self) -> str:
        return public(self.place)

    def page(self, address: str) -> str:
        return (self.place.public / address / "index.html").read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Every file that a visitor can ask for, but the one that names the commit."""
        root = self.place.public.resolve()
        return {path: (root / path).read_bytes() for path in files_below(root) if path != STAMP}

    def wait_for_spare(self) -> None:
        """The copy for the next push is begun by the last one, in a process of its own."""
        for _ in range(3000):
            if (self.place.releases / f"vorrat-{self.public}").exists():
                return
            time.sleep(0.02)
        raise AssertionError("no spare copy was begun")

    def tip(self) -> str:
        return Checkout(self.place.repo).git("rev-parse", "main")


def steady(text: str, world: World) -> str:
    """Without what differs from run to run: times, commits, folders."""
    text = text.replace("\u00a0", " ")
    for pattern, word in (
        (re.escape(str(world.place.root)), "ZIEL"),
        (re.escape(str(world.folder)), "ORDNER"),
        (r"\b[0-9a-f]{40}\b", "COMMIT"),
        (r"\b[0-9a-f]{7,12}\b", "COMMIT"),
        (r"\d{1,2}\. \w+ \d{4}, \d\d:\d\d", "TAG, UHR"),
        (r"in [\d,]+ Sekunden", "in N Sekunden"),
        (r"Seiten: \d+ von \d+\n", ""),
        (r"-[0-9a-f]{20}/", "-GEHEIM/"),
        (r"\d{1,2}\. \w+ 20\d\d", "TAG"),
    ):
        text = re.sub(pattern, word, text)
    return text
