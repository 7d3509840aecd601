"""The hook on the own machine: a secret is found before it leaves, and who must fetch first is told so. On a forge, a server's word comes too late (decision 27).

From outside comes: the name or address of the other side and one line for each branch, as git says them (githooks, pre-push).
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..records.program import NAME, ROOT
from ..records.quoting import shell
from ..site.settings import Refusal, read_day
from .examine import LARGEST
from .git import ZERO, commit_of, line, repository_of
from .place import write
from .refs import HEAD, Ref, branch, tracking
from .secrets import refusal, scan

BEHIND = """
Auf dem Server liegt Neueres als hier. Darum kann dieser Push nicht öffentlich werden.
    → Bitte erst holen, dann noch einmal: git pull --rebase {remote} main, danach git push {remote} main.
Nichts ist verloren: Die Texte liegen unverändert auf diesem Rechner.
"""
MAIN = branch("main")
MARK = "# Angelegt von „fraktion haken“."


def hook_file(project: Path) -> Path:
    """Where git looks for it; core.hooksPath and further work trees are git's to know."""
    found = line(project / ".git", "rev-parse", "--git-path", "hooks/pre-push")
    if not found:
        raise Refusal(f"Der Ordner {project} ist kein git-Repository. Bitte zuerst: git init -b main")
    return Path(found) if Path(found).is_absolute() else project / found


def install(project: Path) -> Iterator[str]:
    file = hook_file(project)
    if file.exists() and MARK not in file.read_text("utf-8", "replace"):
        raise Refusal(
            f'In {file} steht schon ein anderer Haken; er bleibt. Bitte diese Zeile dort anfügen: {command()} vor-dem-push "$1" || exit 1'
        )
    text = f"""#!/bin/sh
{MARK} Sucht vor jedem git push nach Passwörtern, Schlüsseln und Einwahllinks. Entfernen: fraktion haken --entfernen
if [ -x {shell(sys.executable)} ]; then
  exec {command()} vor-dem-push "$1"
fi
echo "Die Suche nach Passwörtern und Einwahllinks ging nicht: Das Programm liegt nicht mehr da, wo es lag." >&2
echo "Bitte neu einrichten: make site, dann .venv/bin/fraktion haken. Ohne Suche: git push --no-verify" >&2
exit 1
"""
    changed = write(file, text, 0o755)
    yield (
        "Vor jedem git push wird jetzt nach Passwörtern, Schlüsseln und Einwahllinks gesucht."
        if changed
        else "Die Suche vor jedem git push ist schon eingerichtet."
    )


def install_quietly(project: Path) -> Iterator[str]:
    """As part of the set-up, which must not fail where there is no repository, another hook, or a folder that belongs to others."""
    if not (project / ".git").exists():
        return
    with contextlib.suppress(Refusal, OSError):
        if not hook_file(project).exists():
            yield from install(project)
        elif MARK in hook_file(project).read_text("utf-8", "replace"):
            list(install(project))  # the program may lie elsewhere by now


def command() -> str:
    """The same program, wherever git calls it from; -P keeps the folder that is pushed off its path."""
    return f"env PYTHONPATH={shell(str(ROOT))} {shell(sys.executable)} -P -m {NAME}.cli"


def uninstall(project: Path) -> Iterator[str]:
    file = hook_file(project)
    if file.exists() and MARK in file.read_text("utf-8", "replace"):
        file.unlink()
        yield "Die Suche vor git push ist entfernt."
    else:
        yield "Hier war keine Suche eingerichtet."


def before_push(project: Path, remote: str, lines: Iterable[bytes]) -> str:
    """Why nothing should leave: what is secret in the commits, or what is newer elsewhere; "" if nothing is (githooks, pre-push)."""
    repo = repository_of(project) or project / ".git"
    new: list[str] = []
    there: list[str] = []
    refs: list[str] = []
    of_main: list[tuple[str, str]] = []
    behind = False
    for row in lines:
        _, local, ref, theirs = row.decode("utf-8", "replace").split()
        refs.append(ref)
        behind |= ref == MAIN and theirs != ZERO and not commit_of(repo, theirs)
        new += [local] if local != ZERO else []
        of_main += [(local, theirs)] if ref == MAIN and ZERO not in (local, theirs) and commit_of(repo, theirs) else []
        there += [theirs] if theirs != ZERO and commit_of(repo, theirs) else []
    found = scan(repo, new, [*there, f"--remotes={remote}"], LARGEST, refs)
    if not found and not behind and (moved := moved_away(repo, of_main)):
        return moved
    if not found:
        return BEHIND.format(remote=remote) if behind or (not refs and fetched_is_newer(repo, remote)) else ""
    base = f"{remote}/main" if (theirs := fetched(remote)) and commit_of(repo, theirs) else "HEAD~1"
    return f"\n{refusal(found, base)}\n\nNichts hat diesen Rechner verlassen. Ist es ein Irrtum: git push --no-verify\n"


def moved_away(repo: Path, pushed: list[tuple[str, str]]) -> str:
    """What was renamed or deleted and left nothing behind under its address (decision 48)."""
    from .sharing import redirecting
    from .sharing.clone import read_in, tree_in

    today = read_day(None)
    for new, there in pushed:
        if found := redirecting.todo(
            tree_in(repo, there), tree_in(repo, new), lambda entry: read_in(repo, entry), today
        ):
            return f"\n{redirecting.refusal(found, today, 'git push --no-verify -o verschwindet')}\n"
    return ""


def fetched(remote: str) -> Ref | None:
    """The main branch as it was fetched last; None where git was told an address instead of a name."""
    try:
        return tracking(remote, "main")
    except ValueError:
        return None


def fetched_is_newer(repo: Path, remote: str) -> bool:
    """Of a branch that git itself holds back, since what it lacks was fetched already, the hook is told nothing."""
    ref, ours = fetched(remote), commit_of(repo, HEAD)
    theirs = commit_of(repo, ref) if ref else ""
    return (
        bool(theirs and ours)
        and line(repo, "symbolic-ref", "--quiet", HEAD) == MAIN
        and line(repo, "merge-base", theirs, ours) != theirs
    )
