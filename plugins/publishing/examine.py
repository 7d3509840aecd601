"""Is a push such that its files may be laid out and built? Looked at as git's objects, before a file of it exists.

From outside comes: any list of names of refs with any ids, and any objects below them that git's own check lets through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from ..records import german
from ..records.problems import shorten
from . import work
from .git import EMPTY_TREE, ZERO, commit_of, git, in_words, line, names
from .place import Place, led_to
from .refs import BRANCHES, TAGS, Ref, objection, short

LARGEST = 50 * 2**20  # bytes a file
LONGEST_NAME = 200  # bytes of one name; a file system takes 255, and a compressed copy needs an ending
LONGEST_PATH = 1000  # bytes
LISTED = 10
MOST = 500  # branches and tags in one push


class Update(Struct, frozen=True):
    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        return shorten(short(self.ref).encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def examine(place: Place, updates: Sequence[Update], code: bool) -> list[str]:
    """Sentences that say why the push is refused; none: it may be built. `code`: the program may change too."""
    if len(updates) > MOST:
        return [
            said(
                f"Das sind {german.number(len(updates))} Zweige und Marken auf einmal.",
                f"Bitte höchstens {MOST} zusammen veröffentlichen, meist einfach: git push",
            )
        ]
    found: list[str] = []
    main, here = place.main, names(place.repo)
    pushed = Counter(update.ref for update in updates)
    gone = {update.ref for update in updates if update.new == ZERO}
    public = [
        tip
        for tip in (here.get(main, ""), *(update.new for update in updates if update.ref == main))
        if tip and commit_of(place.repo, tip)
    ]
    others = {*here, *(ref for ref in pushed if ref.startswith((BRANCHES, TAGS)))} - gone
    for update in updates:
        twice = (
            [
                said(
                    f"„{update.name}“ steht in diesem Push zweimal.",
                    "Bitte einzeln veröffentlichen, meist einfach: git push",
                )
            ]
            if pushed[update.ref] > 1
            else []
        )
        reasons = twice or list(name(place, update, main, here, others)) or list(branch(place, update, main))
        if not reasons and update.new != ZERO and not (update.ref.startswith(TAGS) and is_known(place, update, public)):
            reasons = [*tree(place, update, main), *program(place, update, main, code)]
        found += reasons
    return list(dict.fromkeys(found))


def name(place: Place, update: Update, main: Ref, here: Collection[str], others: Collection[str]) -> Iterator[str]:
    """What may be called how. Whatever is there already may be deleted, and a branch be pushed to, whatever else has its name."""
    if not update.ref.startswith((BRANCHES, TAGS)):
        yield said(
            f"„{update.name}“ ist weder ein Zweig noch eine Marke.",
            "Bitte nur Zweige veröffentlichen, meist einfach: git push",
        )
    elif update.ref in here and (target := line(place.repo, "symbolic-ref", "--quiet", Ref(update.ref))):
        yield said(
            f"„{update.name}“ ist auf dem Server nur ein Verweis auf {shorten(short(target))}.",
            f"Bitte diesen nehmen: git push origin HEAD:{shorten(target)}",
        )
    elif update.new != ZERO and (update.ref not in here or update.ref.startswith(TAGS)):
        what, remedy = objection(update.ref, others, main)
        if what:
            yield said(f"„{update.name}“: {what}.", remedy)


def branch(place: Place, update: Update, main: Ref) -> Iterator[str]:
    """What may happen to which branch (decision 25)."""
    commit = commit_of(place.repo, update.new) if update.new != ZERO else ""
    if update.new != ZERO and (not commit or (update.ref.startswith(BRANCHES) and commit != update.new)):
        yield said(
            f"„{update.name}“ zeigt auf keinen Commit.", "Bitte einen Commit veröffentlichen, meist einfach: git push"
        )
    elif update.ref == main:
        here = commit_of(place.repo, main)
        if update.new == ZERO:
            yield said(
                f"Der Zweig {update.name} ist die öffentliche Website und lässt sich nicht löschen.",
                "Soll ein Text verschwinden: die Datei löschen, dann git commit und git push.",
            )
        elif here and not is_ancestor(place, here, update.new):
            yield said(
                f"Auf dem Server liegt Neueres als das, worauf dieser Push aufbaut ({in_words(place.repo, here)}).",
                "Bitte erst holen, dann noch einmal: git pull --rebase, danach git push. Überschreiben (--force) geht nicht, damit nichts verloren geht.",
            )


def is_known(place: Place, update: Update, public: Sequence[str]) -> bool:
    """Is it a commit of the public history, as it is or as this push makes it? A tag there brings nothing new, also of a time with another program."""
    commit = commit_of(place.repo, update.new)
    return any(is_ancestor(place, commit, tip) for tip in public)


def is_ancestor(place: Place, old: str, new: str) -> bool:
    return line(place.repo, "merge-base", old, new) == old


def tree(place: Place, update: Update, main: Ref) -> Iterator[str]:
    """Files that cannot be laid out safely: links, other repositories, names that are none, giants."""
    if not commit_of_content(place, update.new):
        yield said(
            f"In diesem Stand fehlt der Ordner {work.CONTENT}/ oder er ist leer.",
            "Bitte den Ordner mit den Texten nicht löschen oder umbenennen. Zurückholen: git checkout HEAD~1 -- content",
        )
        return
    base = commit_of(place.repo, main) or EMPTY_TREE
    odd: dict[str, list[str]] = {}
    blobs: dict[bytes, bytes] = {}
    parts = iter(
        git(place.repo, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", base, update.new).split(b"\0")
    )
    for head, path in zip(parts, parts, strict=False):
        _, mode, _, oid, _ = head.split(b" ")
        if reason := wrong_with(mode, path):
            odd.setdefault(reason, []).append(path.decode("utf-8", "backslashreplace"))
        elif mode.startswith(b"100"):
            blobs[oid] = path
    for row in (
        git(
            place.repo,
            "cat-file",
            "--batch-check=%(objectname) %(objectsize)",
            data=b"".join(oid + b"\n" for oid in blobs),
        ).splitlines()
        if blobs
        else ()
    ):
        oid, size = row.split()
        if int(size) > LARGEST:
            odd.setdefault("large", []).append(
                f"{blobs[oid].decode('utf-8', 'backslashreplace')} ({german.size(int(size))})"
            )
    for reason, paths in odd.items():
        what, remedy = REASONS[reason]
        more = f" und {len(paths) - LISTED} weitere" if len(paths) > LISTED else ""
        yield said(f"{what}: {', '.join(shorten(path) for path in paths[:LISTED])}{more}.", remedy)


def wrong_with(mode: bytes, path: bytes) -> str:
    if mode == b"120000":
        return "link"
    if mode == b"160000":
        return "submodule"
    try:
        path.decode()
    except UnicodeDecodeError:
        return "name"
    names = path.split(b"/")
    if any(sign < 32 or sign == 127 for sign in path):
        return "control"
    if any(name.lower().rstrip(b". ") in (b"", b".git", b"git~1") for name in names):
        return "reserved"
    if len(path) > LONGEST_PATH or any(len(name) > LONGEST_NAME for name in names):
        return "long"
    return ""


REASONS = {
    "link": (
        "Das ist eine Verknüpfung (symbolischer Link), keine Datei",
        "Bitte durch die Datei selbst ersetzen; eine Verknüpfung könnte aus der Website hinausführen.",
    ),
    "submodule": (
        "Das ist ein anderes Repository (Submodul), kein Ordner mit Dateien",
        "Bitte die Dateien selbst aufnehmen: git rm --cached NAME, den Ordner .git darin löschen, git add NAME.",
    ),
    "name": (
        "Der Dateiname ist nicht in UTF-8 geschrieben",
        "Bitte umbenennen, am besten nur mit a–z, 0–9 und Bindestrich.",
    ),
    "control": (
        "Im Dateinamen steht ein unsichtbares Steuerzeichen",
        "Bitte umbenennen, am besten nur mit a–z, 0–9 und Bindestrich.",
    ),
    "reserved": ("Diesen Namen braucht git selbst", "Bitte umbenennen."),
    "long": ("Der Dateiname ist zu lang", f"Bitte kürzen, auf höchstens {LONGEST_NAME} Zeichen je Name."),
    "large": (
        "Diese Datei ist größer als 50 MB",
        "Bitte verkleinern (Bilder, PDF) oder anderswo ablegen und verlinken. Aus dem Commit nehmen: git rm --cached NAME, dann git commit --amend --no-edit.",
    ),
}


def commit_of_content(place: Place, commit: str) -> bool:
    return git(place.repo, "ls-tree", "-z", commit, "--", work.CONTENT).startswith(b"040000 ")


def program(place: Place, update: Update, main: Ref, code: bool) -> Iterator[str]:
    """Texts may be changed by everybody who may push, the program only by those who were allowed to (decision 26).

    So texts come with the program that is in force: of the public branch, of the branch itself, or what was set up last. That
    another one was installed once is not enough: whoever went back to it would open again what was mended since.
    """
    if code:
        return
    wanted = work.program_of(place.repo, update.new)
    tips = [tip for ref in {main, Ref(update.ref)} if (tip := commit_of(place.repo, ref))]
    if wanted in {led_to(place.program), *(work.program_of(place.repo, tip) for tip in tips)}:
        if not work.installed(place, wanted):
            yield str(work.missing(place, update.new))
        return
    paths = sorted(
        path.decode("utf-8", "backslashreplace")
        for path in git(
            place.repo,
            "diff-tree",
            "-r",
            "-z",
            "--name-only",
            commit_of(place.repo, main) or EMPTY_TREE,
            update.new,
            "--",
            ".",
            f":(exclude){work.CONTENT}",
        ).split(b"\0")
        if path
    )
    more = f" und {len(paths) - LISTED} weitere" if len(paths) > LISTED else ""
    yield said(
        f"Dieser Zugang darf nur Texte ändern, also Dateien in {work.CONTENT}/. Anders als auf dem Server sind: {', '.join(shorten(path) for path in paths[:LISTED])}{more}.",
        "Bitte diese Änderungen zurücknehmen (git checkout origin/main -- NAME, dann git commit --amend --no-edit) oder jemanden mit dem Recht am Programm bitten. Baut ein Zweig auf Älterem auf: git pull --rebase origin main",
    )


def said(what: str, remedy: str) -> str:
    return f"{what}\n    → {remedy}"
