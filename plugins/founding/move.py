"""`fraktion umstellen`: a site that is a clone of the program becomes a site of its own, in one commit (decision 42).

Texts stay byte for byte, and so do all addresses and ids: the same settings follow the package's. What the clone changed in the
program's theme becomes its own theme; what it changed in the program's code is named, since it goes. Which files are the program's
own is asked of the history of the program: this runs from a clone of it.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from .. import einstellungen
from ..publishing.git import commit_of, git, line
from ..publishing.place import remove, write
from ..publishing.refs import BRANCHES, HEAD, tracking
from ..records.german import counted, joined
from ..records.program import ROOT, is_packed
from ..site.pinned import FOLDER, pin_of
from ..site.settings import Refusal
from .begin import LOCKS, MADE, commit, listed, locks
from .council import ABOUT, SETTING, lead_over, named_in, without_setting
from .packing import HANDBOOKS, WORKFLOWS
from .renew import around
from .wheel import Wheel

OWN = frozenset(name for name in vars(einstellungen) if name.isupper()) | {"PLUGIN_PATHS"}
SETTINGS = "pelicanconf.py"


class Move(Struct, frozen=True):
    theme: dict[str, bytes]  # what the clone changed, to be laid over the package's
    lost: tuple[str, ...]  # what it changed in the program
    kept: tuple[str, ...]  # around the texts: changed, so it stays
    going: tuple[str, ...]


def move(site: Path, wheel: Wheel, say: Callable[[str], None], agree: Callable[[str], bool] | None, yes: bool) -> int:
    repo = site / ".git"
    if pin_of(site):
        return move_council(site, say, agree, yes)
    if not (site / "plugins").is_dir() or not (site / "content").is_dir() or not repo.exists():
        raise Refusal(
            f"{site} ist keine Website, die eine Kopie des Programms ist: Es fehlt plugins/, content/ oder das git-Repository."
        )
    if is_packed() or site == ROOT:
        raise Refusal(
            "Umgestellt wird mit einem frischen Klon des Programms: dort „make site“, dann .venv/bin/fraktion umstellen ORDNER mit dem Ordner der Website."
        )
    if git(repo, f"--work-tree={site}", "status", "--porcelain", "--untracked-files=no").strip():
        raise Refusal(
            'Hier liegen Änderungen, die noch nicht festgeschrieben sind. Bitte zuerst: git add -A, git commit -m "Stand vor dem Umstellen"'
        )
    if git(repo, "ls-tree", commit_of(repo, HEAD), "--", "content/fraktion.yaml").strip() == b"":
        raise Refusal("content/fraktion.yaml ist nicht im Repository.")
    plan = planned(site)
    say(
        f"{counted(len(plan.going), 'Datei', 'Dateien')} des Programms gehen; stattdessen liegt es als Paket in {FOLDER}/. Die Texte in content/ bleiben, wie sie sind, ebenso Adressen und Kennungen der Feeds."
    )
    if plan.theme:
        say(f"Am Aussehen geändert, bleibt als Eigenes in theme/: {joined(sorted(plan.theme))}.")
    if plan.kept:
        say(f"Von Hand geändert, bleibt so: {joined(plan.kept)}.")
    if plan.lost:
        say(
            f"Am Programm selbst geändert; das geht verloren und steht nur noch in der Geschichte des Repositorys: {joined(plan.lost)}."
        )
    if not yes and (agree is None or not agree("So umstellen? [J/n] ")):
        say("Es wurde nichts verändert." + ("" if agree else " Ohne Frage geht es mit: --ja"))
        return 0 if agree else 1
    settings = own_settings((site / SETTINGS).read_text("utf-8"))
    if name := named_in((site / SETTINGS).read_text("utf-8")):
        lead_over(site, name)
    for name in plan.going:
        (site / name).unlink(missing_ok=True)
    for name in ("plugins", "tests", "theme", ".ci"):
        remove(site / name) if (site / name).is_dir() else None
    write(
        site / SETTINGS, settings.replace("from fraktion.", "from plugins.")
    )  # for a moment: the package is not set up yet
    texts = {name: text for name, text in around(site, site / "content").items() if name not in plan.kept}
    write(site / SETTINGS, settings)
    for name, text in {**texts, **locks(wheel), MADE: listed(texts)}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        write(site / name, text)
    for name, data in plan.theme.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    (site / FOLDER / wheel.name).write_bytes(wheel.data)
    commit(site, "Umgestellt: das Programm als Paket", "Website", "website@localhost", "--all")
    say(
        "Umgestellt. So geht es weiter:\n    make site\nHat die Website einen eigenen Server, wird zuerst er erneuert, aus diesem Ordner heraus: .venv/bin/fraktion server einrichten ORDNER. Danach wie immer hochladen."
    )
    return 0


def move_council(site: Path, say: Callable[[str], None], agree: Callable[[str], bool] | None, yes: bool) -> int:
    """A site of its own from before its council was named in content/."""
    settings = (site / SETTINGS).read_text("utf-8")
    name = named_in(settings)
    if not name:
        say("Diese Website hat das Programm schon als Paket. Es gibt nichts zu tun.")
        return 0
    say(
        f"„{SETTING} = {name}“ zieht aus {SETTINGS} nach {ABOUT} um, als Zeile „vertretung: {name}“. Auf der Website ändert sich nichts."
    )
    if not yes and (agree is None or not agree("So umstellen? [J/n] ")):
        say("Es wurde nichts verändert." + ("" if agree else " Ohne Frage geht es mit: --ja"))
        return 0 if agree else 1
    repo, names = site / ".git", (SETTINGS, ABOUT.as_posix())
    if repo.exists() and git(repo, f"--work-tree={site}", "status", "--porcelain", "--", *names).strip():
        raise Refusal(f"In {joined(names)} liegen noch Änderungen. Bitte erst hochladen: fraktion hochladen")
    lead_over(site, name)
    write(site / SETTINGS, without_setting(settings))
    if repo.exists():
        commit(
            site,
            "Umgestellt: die Vertretung steht in content/fraktion.yaml",
            "Website",
            "website@localhost",
            "--",
            *(f":(top){each}" for each in names),
            only=True,
        )
    say("Umgestellt. Zu sehen ist davon nichts; hochgeladen wird es wie immer mit: fraktion hochladen")
    return 0


AROUND = (
    "publishconf.py",
    "README.md",
    ".gitignore",
    *WORKFLOWS,
)  # what a group may have changed for itself, and a site has too
FOLDERS = ("plugins/", "theme/", "tests/")


def planned(site: Path) -> Move:
    """A file whose bytes the program once had is the program's, and so is one where the program has a file; all else is the group's."""
    repo, program = site / ".git", ROOT / ".git"
    if not (head := commit_of(program, HEAD) if program.exists() else ""):
        raise Refusal(
            f"Der Ordner {ROOT} hat keine Geschichte; ohne sie ist nicht zu erkennen, was am Aussehen geändert wurde.\n    → Bitte das Programm mit „git clone“ holen, nicht als Archiv, und von dort umstellen."
        )
    if line(program, "rev-parse", "--is-shallow-repository") == "true":
        fetch_history(program)
    known = {row.split(b" ")[0].decode() for row in git(program, "rev-list", "--objects", head).split(b"\n")} | {
        blob_of(file) for folder in FOLDERS[:2] for file in (ROOT / folder).rglob("*") if file.is_file()
    }
    ours = set(git(program, "ls-tree", "-r", "-z", "--name-only", head).decode("utf-8", "surrogateescape").split("\0"))
    going, other = [], []
    for row in (
        git(repo, "ls-tree", "-r", "-z", commit_of(repo, HEAD)).decode("utf-8", "surrogateescape").split("\0")[:-1]
    ):
        about, _, name = row.partition("\t")
        foreign = about.split(" ")[2] not in known
        other += (
            [name] if foreign and not name.startswith("content/") and (name.startswith(FOLDERS) or name in ours) else []
        )
        if name in HANDED or (
            not name.startswith("content/") and (not foreign or name.startswith(FOLDERS) or name in ours)
        ):
            going.append(name)
    theme = {
        name: (site / name).read_bytes() for name in other if name.startswith(("theme/templates/", "theme/static/"))
    }
    kept = tuple(name for name in other if name in AROUND)
    return Move(
        theme,
        tuple(name for name in other if name not in theme and name not in kept and name not in (SETTINGS, *LOCKS)),
        kept,
        tuple(name for name in going if name not in kept and name != SETTINGS),
    )


def fetch_history(program: Path) -> None:
    """A clone of the newest commits only does not know which bytes the program once had: each older file would look like the group's own."""
    other, branch = line(program, "remote").partition("\n")[0], line(program, "symbolic-ref", "--quiet", HEAD)
    with suppress(Refusal, ValueError):
        there = tracking(other, branch.removeprefix(BRANCHES))
        git(program, "fetch", "--quiet", "--unshallow", other, f"+{branch}:{there}")
    if line(program, "rev-parse", "--is-shallow-repository") == "true":
        raise Refusal(
            f"Der Klon {ROOT} enthält nur die neuesten Stände des Programms (git clone --depth), und der Rest ließ sich nicht holen; ohne ihn ist nicht zu erkennen, was am Aussehen geändert wurde.\n    → Bitte das Programm noch einmal klonen, ohne „--depth“, und von dort umstellen. Es wurde nichts verändert."
        )


HANDED = frozenset(f"content/{name}" for name in (*HANDBOOKS, "LIZENZ.md"))  # of the program, below content/


def blob_of(file: Path) -> str:
    """A file's id in git (git-hash-object)."""
    data = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def own_settings(text: str) -> str:
    """The group's settings behind the package's: each statement that is its own, with the comment above it."""
    tree = ast.parse(text)
    lines, start, kept = text.splitlines(), 0, []
    for node in tree.body:
        part = "\n".join(lines[start : node.end_lineno]).strip("\n")
        start = node.end_lineno
        doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        names = {
            target.id
            for each in (node.targets if isinstance(node, ast.Assign) else ())
            for target in ast.walk(each)
            if isinstance(target, ast.Name)
        }
        if not doc and not (names and names <= OWN | {SETTING}):
            kept.append(part)
    tail = "\n".join(lines[start:]).strip("\n")
    head = '"""Einstellungen für die Technik. Wer die Fraktion ist, steht in content/fraktion.yaml."""\n\nfrom fraktion.einstellungen import *'
    return "\n\n".join([head, *kept, *([tail] if tail else [])]) + "\n"
