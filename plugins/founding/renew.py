"""`fraktion erneuern`: another version of the program for a site of its own. Never anything in content/; shown before it is done; taken back by one command.

What is written is one commit: the package, the lock files, and those files around content/ that are still as the program wrote them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from ..publishing.git import commit_of, git, line
from ..publishing.place import remove, write
from ..publishing.refs import HEAD
from ..records.german import counted, joined
from ..records.program import NAME, ROOT
from ..site.pinned import FOLDER, LOCK, pin_in, pin_of
from ..site.settings import Refusal
from .begin import LOCKS, MADE, commit
from .compare import compare
from .offer import Offer, offered, version_key
from .writing import build_lock

SOURCE = f"{FOLDER}/quelle.txt"
WORK = Path(".cache") / "erneuern"
HEADING = re.compile(r"^## (\d+\.\d+\.\d+)", re.MULTILINE)
MAKE = "make site"
Say = Callable[[str], None]


class Wish(Struct, frozen=True):
    source: str = ""
    yes: bool = False
    rehearse: bool = False
    day: str = ""


def renew(site: Path, wish: Wish, say: Say, agree: Callable[[str], bool] | None) -> int:
    """`agree`: asks; None where nobody can answer."""
    pin = pin_of(site)
    if not pin:
        raise Refusal(
            "Dieser Ordner ist keine Website mit dem Programm als Paket. Eine Kopie des Programms wird erst umgestellt, mit einem frischen Klon des Programms: fraktion umstellen ORDNER"
        )
    source = wish.source or remembered(site)
    offer = offered(source)
    if offer.wheel.digest == pin.digest:
        say(f"Diese Website hat schon die Fassung {pin.version}. Es gibt nichts zu tun.")
        return 0
    if version_key(offer.version) < version_key(pin.version):
        raise Refusal(
            f"In {source} liegt die Fassung {offer.version}; diese Website hat schon {pin.version}. Zurück geht es mit: fraktion erneuern --zurueck"
        )
    say(f"Fassung {offer.version}, bisher {pin.version}.\nsha256 {offer.wheel.digest}")
    if news := news_of(offer.read("CHANGELOG.md"), pin.version):
        say(f"\n{news}\n")
    work = site / WORK
    remove(work)
    try:
        prepare(site, offer, work)
        old, new = built(site, offer, work, wish.day, say)
        say("\n".join(compare(old, new).lines()))
        around = written_by(offer, work)
        plan = planned(site, offer, around)
        for text in plan.said(site, old_theme(site, pin.file), offer):
            say(text)
        if wish.rehearse:
            say("Das war eine Probe; es wurde nichts verändert.")
            return 0
        if not wish.yes and (agree is None or not agree("So übernehmen? [J/n] ")):
            say("Es wurde nichts verändert." + ("" if agree else " Ohne Frage geht es mit: fraktion erneuern --ja"))
            return 0 if agree else 1
        alone = only_program(site, offer.read(LOCK))
        apply(site, plan, source)
        settle(
            site,
            f"Programm: Fassung {offer.version} statt {pin.version}",
            [*plan.files, *plan.gone, SOURCE, f"{FOLDER}/{offer.wheel.name}"],
        )
        left = installed(site, say, alone)
    finally:
        remove(work)
    say(
        f"Das Programm ist jetzt die Fassung {offer.version}. Zurück: fraktion erneuern --zurueck. Zu sehen ist es nach dem nächsten Hochladen.{left}"
    )
    return 0


def remembered(site: Path) -> str:
    try:
        return (site / SOURCE).read_text("utf-8").strip()
    except OSError:
        raise Refusal(
            "Woher die neue Fassung kommt, steht noch nirgends. Bitte einmal angeben: fraktion erneuern QUELLE – ein Paket, ein Ordner mit Paketen, ein Klon des Programms oder eine Adresse mit https://. Danach merkt sich die Website das."
        ) from None


def news_of(changes: str, version: str) -> str:
    """What changes for editors since a version: the parts of the CHANGELOG above it."""
    parts = [(match[1], match.start()) for match in HEADING.finditer(changes)]
    ends = [start for _, start in parts[1:]] + [len(changes)]
    return "\n\n".join(
        changes[start:end].strip()
        for (number, start), end in zip(parts, ends, strict=True)
        if version_key(number) > version_key(version)
    )


# ---------------------------------------------------------------------------------- the new program, beside the old


def prepare(site: Path, offer: Offer, work: Path) -> None:
    """The new program as files, and the site's settings with its lock file: content stays where it is."""
    with zipfile.ZipFile(BytesIO(offer.wheel.data)) as package:
        package.extractall(work / "programm")
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copyfile(site / name, work / name)
    if (site / "theme").is_dir():
        shutil.copytree(site / "theme", work / "theme")
    write(work / LOCK, build_lock(offer.read(LOCK), offer.wheel.name, offer.wheel.digest))


def python_for(offer: Offer, site: Path, work: Path, say: Say) -> str:
    """This Python where it has all the new version needs; else one of its own, with everything by its hash."""
    if without_program(offer.read(LOCK)) == without_program((site / LOCK).read_text("utf-8")):
        return sys.executable
    say("Die neue Fassung braucht andere Pakete; sie werden zum Vergleichen geholt (etwa eine halbe Minute) …")
    place = work / "umgebung"
    write(work / "pakete.txt", offer.read(LOCK))
    for command in (
        [sys.executable, "-m", "venv", str(place)],
        [
            str(place / "bin/python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
            str(work / "pakete.txt"),
        ],
    ):
        if subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=900
        ).returncode:
            raise Refusal(
                "Die Pakete der neuen Fassung ließen sich nicht holen; meist fehlt die Verbindung zum Netz. Es wurde nichts verändert."
            )
    return str(place / "bin/python")


def only_program(site: Path, lock: str) -> bool:
    """Needs the other version nothing but itself? Asked before anything is written; an environment that lags behind needs all."""
    ready, here = site / ".venv/.bereit", site / LOCK
    fresh = ready.is_file() and ready.stat().st_mtime_ns >= here.stat().st_mtime_ns
    return fresh and without_program(lock) == without_program(here.read_text("utf-8"))


def without_program(lock: str) -> str:
    pin = pin_in(lock)
    return "\n".join(
        row
        for row in lock.replace("\\\n", "").split("\n")
        if row.strip() and not (pin and row.startswith(f"./{FOLDER}/"))
    )


def built(site: Path, offer: Offer, work: Path, day: str, say: Say) -> tuple[Path, Path]:
    """The site by both programs, each into a folder of its own."""
    python = python_for(offer, site, work, say)
    when = ["--heute", day] if day else []
    for name, program, settings, package, runs in (
        ("alt", ROOT, site, NAME, sys.executable),
        ("neu", work / "programm", work, "fraktion", python),
    ):
        command = [
            runs,
            "-P",
            "-m",
            f"{package}.cli",
            "bauen",
            "--einstellungen",
            str(settings / "pelicanconf.py"),
            "--inhalt",
            str(site / "content"),
            "--ausgabe",
            str(work / name),
            "--zwischenspeicher",
            str(work / f"{name}.cache"),
            *when,
        ]
        done = subprocess.run(
            command,
            cwd=settings,
            env={**os.environ, "PYTHONPATH": str(program)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=3600,
        )
        if done.returncode and name == "neu":
            raise Refusal(
                f"Mit der neuen Fassung lässt sich diese Website nicht bauen; darum wurde nichts verändert. Sie sagt:\n{done.stderr.strip()}"
            )
        if done.returncode:
            raise Refusal(
                f"Die Website lässt sich schon jetzt nicht bauen. Bitte zuerst: fraktion pruefen\n{done.stderr.strip()}"
            )
    return work / "alt", work / "neu"


def written_by(offer: Offer, work: Path) -> dict[str, str]:
    """The files around content/ as the new version writes them: asked of its own code."""
    code = "import json, sys; from pathlib import Path; from fraktion.founding.renew import around; print(json.dumps(around(Path(sys.argv[1]), Path(sys.argv[2]))))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(work), str(work.parent.parent / "content")],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(work / "programm")},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise Refusal(f"Die neue Fassung bricht ab: {(done.stderr.strip().splitlines() or ['ohne Meldung'])[-1]}")
    return json.loads(done.stdout)


def around(folder: Path, content: Path) -> dict[str, str]:
    """What `writing.build_around` writes for the site whose settings lie in a folder."""
    from ..records.fields import read_record
    from ..records.frontmatter import read_list
    from ..site.settings import load
    from ..site.tables import group_table
    from .writing import Group, build_around

    settings = load(folder / "pelicanconf.py", PATH=str(content))
    record, _ = read_record(
        group_table(settings.council),
        read_list("content/fraktion.yaml", (content / "fraktion.yaml").read_bytes()),
        "fraktion",
    )
    name = record.get("name", "") if record else ""
    return build_around(Group(name, settings.url, settings.council))


# --------------------------------------------------------------------------------------------- what is written


class Plan(Struct, frozen=True):
    files: Mapping[str, str]  # to be written
    gone: tuple[str, ...]  # to be deleted
    kept: tuple[str, ...]  # changed by hand, so they stay
    wheel: Offer

    def said(self, site: Path, before: Mapping[str, int], offer: Offer) -> list[str]:
        found = [f"Von Hand geändert und darum nicht erneuert: {joined(self.kept)}."] if self.kept else []
        after = offer.digests("theme")
        own = [path.relative_to(site).as_posix() for path in sorted((site / "theme").rglob("*")) if path.is_file()]
        moved = [name for name in own if name in before and before[name] != after.get(name)]
        return found + (
            [
                f"{counted(len(own), 'eigene Datei', 'eigene Dateien')} in theme/ {'bleibt' if len(own) == 1 else 'bleiben'}. Darunter hat sich im Programm geändert, bitte vergleichen: {joined(moved)}."
            ]
            if moved
            else []
        )


def old_theme(site: Path, wheel: str) -> dict[str, int]:
    try:
        with zipfile.ZipFile(site / FOLDER / wheel) as package:
            return {
                entry.filename.removeprefix("fraktion/"): entry.CRC
                for entry in package.infolist()
                if entry.filename.startswith("fraktion/theme/")
            }
    except (OSError, zipfile.BadZipFile):
        return {}


def planned(site: Path, offer: Offer, around: Mapping[str, str]) -> Plan:
    """A file that is not as it was written is somebody's own by now; one that was deleted stays deleted."""
    known = made(site)
    files, gone, kept = {}, [], []
    for name in sorted(known.keys() | around.keys()):
        here = site / name
        if name in known and (not here.is_file() or digest(here) != known[name]):
            kept += (
                [name]
                if here.is_file() and (name not in around or around[name] != here.read_text("utf-8", "replace"))
                else []
            )
        elif name not in known and here.exists():
            kept.append(name)
        elif name not in around:
            gone.append(name)
        else:
            files[name] = around[name]
    memory = {name: digest_of(text) for name, text in files.items()} | {
        name: known[name] for name in known if name not in files and name not in gone
    }
    locks = {LOCK: build_lock(offer.read(LOCK), offer.wheel.name, offer.wheel.digest), LOCKS[1]: offer.read(LOCKS[1])}
    pin = pin_of(site)
    return Plan(
        {**files, **locks, MADE: json.dumps(memory, indent=1, sort_keys=True) + "\n"},
        (*gone, f"{FOLDER}/{pin.file}"),
        tuple(kept),
        offer,
    )


def made(site: Path) -> dict[str, str]:
    try:
        return json.loads((site / MADE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def apply(site: Path, plan: Plan, source: str) -> None:
    """The package first, the lock file that names it after it: killed anywhere, the site names a package that is there."""
    wheel = site / FOLDER / plan.wheel.wheel.name
    part = wheel.with_name(f".{wheel.name}")
    part.write_bytes(plan.wheel.wheel.data)
    part.replace(wheel)
    where = source if "://" in source else str(Path(source).expanduser().resolve())
    for name, text in {**plan.files, SOURCE: f"{where}\n"}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        write(site / name, text)
    for name in plan.gone:
        if name != f"{FOLDER}/{wheel.name}":
            (site / name).unlink(missing_ok=True)


def settle(site: Path, message: str, names: list[str]) -> None:
    """One commit of these files and no other."""
    if not (site / ".git").exists():
        return
    there = [
        name
        for name in dict.fromkeys(names)
        if (site / name).exists() or line(site / ".git", f"--work-tree={site}", "ls-files", "--", f":(top){name}")
    ]
    commit(
        site, message, "Website", "website@localhost", "--all", "--", *(f":(top){name}" for name in there), only=True
    )


def installed(site: Path, say: Say, alone: bool) -> str:
    """Into the site's own environment; gives what is still to be done. `alone`: only the program is another, so that no net is needed."""
    python, ready = site / ".venv/bin/python", site / ".venv/.bereit"
    if not python.is_file():
        return f"\nEingerichtet ist es auf diesem Rechner noch nicht. Als Nächstes: {MAKE}"
    if not alone:
        say("Die Pakete dieser Fassung werden eingerichtet (etwa eine halbe Minute) …")
    with tempfile.TemporaryDirectory() as folder:
        wanted, pin = Path(folder) / "pakete.txt", pin_of(site)
        only = f"./{FOLDER}/{pin.file} --hash=sha256:{pin.digest}\n" if alone and pin else ""
        wanted.write_text(only or (site / LOCK).read_text("utf-8"), "utf-8")
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        command += ["--force-reinstall", "--no-deps", *(["--no-index"] if only else []), "--requirement", str(wanted)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        failed = subprocess.run(command, cwd=site, check=False, timeout=900, **quiet).returncode
    if failed:
        why = (
            ""
            if only
            else "Sie braucht andere Pakete, und die ließen sich nicht holen; meist fehlt die Verbindung zum Netz. "
        )
        return f"\nEingerichtet ist sie noch nicht. {why}Bis dahin geht kein anderer Befehl. Als Nächstes: {MAKE}"
    ready.touch()
    return ""


# --------------------------------------------------------------------------------------------------- and back


def back(site: Path, say: Say) -> int:
    """The version before, as its commit had it. What was changed by hand since stays."""
    repo = site / ".git"
    head = commit_of(repo, HEAD) if repo.exists() else ""
    commits = line(repo, "log", "--max-count=2", "--format=%H", head, "--", f":(top){LOCK}").split() if head else []
    before = commits[1] if len(commits) > 1 else ""
    pin = pin_in(text_in(repo, before, LOCK)) if before else None
    now = pin_of(site)
    if not pin or not now or pin.digest == now.digest:
        raise Refusal("Es gibt keine frühere Fassung des Programms, zu der es zurückginge.")
    alone = only_program(site, text_in(repo, before, LOCK))
    known, earlier = made(site), json.loads(text_in(repo, before, MADE) or "{}")
    kept, names = [], []
    for name in sorted(known.keys() | earlier.keys()):
        here = site / name
        if here.is_file() and name in known and digest(here) != known[name]:
            kept.append(name)
            continue
        names.append(name)
        if name in earlier and (text := text_in(repo, before, name)):
            write(here, text)
        else:
            here.unlink(missing_ok=True)
    (site / FOLDER / pin.file).write_bytes(git(repo, "show", f"{before}:{FOLDER}/{pin.file}"))
    for name in (*LOCKS, MADE):
        write(site / name, text_in(repo, before, name))
    (site / FOLDER / now.file).unlink(missing_ok=True) if now.file != pin.file else None
    settle(
        site,
        f"Programm: zurück zur Fassung {pin.version}",
        [*names, *LOCKS, MADE, f"{FOLDER}/{pin.file}", f"{FOLDER}/{now.file}"],
    )
    left = installed(site, say, alone)
    if kept:
        say(f"Von Hand geändert und darum so geblieben: {joined(kept)}.")
    say(f"Das Programm ist wieder die Fassung {pin.version}. Die Texte sind, wie sie waren.{left}")
    return 0


def text_in(repo: Path, commit: str, name: str) -> str:
    try:
        return git(repo, "show", f"{commit}:{name}").decode("utf-8", "replace")
    except Refusal:
        return ""
