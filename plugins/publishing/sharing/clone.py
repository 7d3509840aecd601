"""A volunteer's clone: what lies in its folders, what its commits hold, and how the one becomes the other.

From outside comes: whatever somebody typed into content/, and a clone in any state that git or a person can leave it in.
Nothing here writes over a file that is not as this program last saw it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...press.write import write
from ...site.settings import Refusal
from ..git import ID, ZERO, commit_of, git, line, repository_of, run
from ..refs import BRANCHES, HEAD, Ref

CONTENT = "content"
FILE, RUN = "100644", "100755"
FORGES = ("GITHUB_SHA", "CI_COMMIT_SHA")  # in which GitHub and Forgejo, and GitLab, name the commit that they build


class Entry(Struct, frozen=True):
    """A file in a tree."""

    mode: str
    oid: str


Tree = Mapping[str, Entry]  # path → file, of everything that git keeps


class Clone:
    """A work tree and its repository."""

    def __init__(self, root: Path):
        self.root = root
        found = line(None, "-C", str(root), "rev-parse", "--absolute-git-dir")
        if not found:
            raise Refusal(
                f"Der Ordner {root} ist noch kein git-Repository; darum gibt es nichts, wohin hochgeladen werden könnte. Das Betriebsbuch (content/BETRIEB.md) sagt, wie die Website auf einen Server oder zu einem Anbieter kommt."
            )
        self.repo = Path(found)
        self.journal = self.repo / "fraktion-hochladen.json"

    # ------------------------------------------------------------------------------- what is so

    @property
    def branch(self) -> Ref:
        """What is checked out; a Refusal where that is no branch, or where git is in the middle of something."""
        for name, what in (
            ("MERGE_HEAD", "merge"),
            ("rebase-merge", "rebase"),
            ("rebase-apply", "rebase"),
            ("CHERRY_PICK_HEAD", "cherry-pick"),
            ("REVERT_HEAD", "revert"),
        ):
            if (self.repo / name).exists():
                raise Refusal(
                    f"Hier ist ein „git {what}“ noch nicht zu Ende; bitte erst damit fertig werden (git {what} --continue) oder es zurücknehmen (git {what} --abort). Danach noch einmal: fraktion hochladen"
                )
        name = line(self.repo, "symbolic-ref", "--quiet", HEAD)
        if not name.startswith(BRANCHES):
            raise Refusal(
                "Hier ist gerade ein früherer Stand zu sehen, kein Zweig. Zurück zum neuesten: git switch main"
            )
        return Ref(name)

    @property
    def head(self) -> str:
        return commit_of(self.repo, HEAD)

    def tree(self, oid: str) -> dict[str, Entry]:
        return tree_in(self.repo, oid)

    def read(self, entry: Entry) -> bytes:
        return read_in(self.repo, entry)

    def as_it_lies(self, head: str, besides: Iterable[str] = ()) -> str:
        """The id of a tree: `head`, with content/ (and the paths `besides`) as they lie here now. The index stays as it is."""
        with self.own_index(head) as index:
            here = (
                [
                    path
                    for path in (CONTENT, *besides)
                    if os.path.lexists(self.root / path) or line(self.repo, "ls-tree", head, "--", path)
                ]
                if head
                else [CONTENT]
            )
            if here:
                self.at_work(index, "add", "--all", "--", *here)
            return self.at_work(index, "write-tree").decode().strip()

    def elsewhere(self) -> list[str]:
        """What is changed or new here outside of content/; that is left as it is."""
        rows = (
            self.at_work(
                None,
                "status",
                "--porcelain",
                "-z",
                "--no-renames",
                "--untracked-files=normal",
                "--",
                ".",
                f":(exclude){CONTENT}",
            )
            .decode("utf-8", "surrogateescape")
            .split("\0")
        )
        return [row[3:] for row in rows if len(row) > 3]

    # ------------------------------------------------------------------------------- what is made

    def put(self, data: bytes) -> str:
        return git(self.repo, "hash-object", "-w", "--stdin", data=data).decode().strip()

    def grow(self, base: str, files: Mapping[str, Entry | None]) -> str:
        """The id of the tree that differs from `base` in these files; None: gone."""
        with self.own_index(base) as index:
            rows = [
                f"{entry.mode} {entry.oid}\t{path}" if entry else f"0 {ZERO}\t{path}" for path, entry in files.items()
            ]
            self.at_work(
                index,
                "update-index",
                "-z",
                "--index-info",
                data=b"".join(row.encode("utf-8", "surrogateescape") + b"\0" for row in rows),
            )
            return self.at_work(index, "write-tree").decode().strip()

    def commit(self, tree: str, parents: Iterable[str], message: str) -> str:
        return (
            git(
                self.repo,
                "commit-tree",
                tree,
                *[word for parent in parents for word in ("-p", parent)],
                "-F",
                "-",
                data=f"{message.strip()}\n".encode("utf-8", "surrogateescape"),
                **self.author(),
            )
            .decode()
            .strip()
        )

    def move(self, ref: Ref, new: str, old: str) -> None:
        """Only if it still is where it was seen (git-update-ref)."""
        git(self.repo, "update-ref", ref, new, old or ZERO)

    def differing(self, old: str, new: str) -> list[str]:
        before, after = self.tree(old), self.tree(new)
        return [path for path in sorted(before.keys() | after.keys()) if before.get(path) != after.get(path)]

    def lay_out(self, here: str, there: str) -> None:
        """Bring the files from the tree that lies here to another: what goes first, then what comes."""
        after, paths = self.tree(there), self.differing(here, there)
        for path in [path for path in paths if path in after]:
            if after[path].mode not in (FILE, RUN):
                raise Refusal(
                    f"{path} ist eine Verknüpfung oder ein anderes Repository; so etwas wird hier nicht angelegt."
                )
        for path in [path for path in paths if path not in after]:
            (self.root / path).unlink(missing_ok=True)
            self.drop_empty(Path(path).parent)
        for path in [path for path in paths if path in after]:
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            write(
                target, self.at_work(None, "cat-file", "--filters", f"{there}:{path}")
            )  # with the line ends of this machine
            if after[path].mode == RUN:
                target.chmod(0o755)

    def drop_empty(self, folder: Path) -> None:
        while folder.parts and folder != Path(CONTENT):
            try:
                (self.root / folder).rmdir()
            except OSError:
                return
            folder = folder.parent

    # ------------------------------------------------------------------------------- how

    @contextlib.contextmanager
    def own_index(self, tree: str) -> Iterator[Path]:
        """An index of ours with that tree: what git knows of the files' times is taken over, so that they need not be read."""
        index = self.repo / f"fraktion-index-{os.getpid()}"
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(self.repo / "index", index)
        try:
            self.at_work(
                index,
                *(
                    ("read-tree", "--reset", tree)
                    if tree and index.exists()
                    else ("read-tree", tree)
                    if tree
                    else ("read-tree", "--empty")
                ),
            )
            yield index
        finally:
            index.unlink(missing_ok=True)
            index.with_name(f"{index.name}.lock").unlink(missing_ok=True)

    def at_work(self, index: Path | None, *arguments: str, data: bytes | None = None) -> bytes:
        return git(
            self.repo,
            f"--work-tree={self.root}",
            *arguments,
            data=data,
            **({"GIT_INDEX_FILE": str(index)} if index else {}),
        )

    def author(self) -> dict[str, str]:
        """Who commits, where git was never told: the account of this machine."""
        found = {}
        if not (os.environ.get("GIT_AUTHOR_EMAIL") or self.told("user.email")):
            import getpass

            name = getpass.getuser()
            found = {
                f"GIT_{who}_{what}": value
                for who in ("AUTHOR", "COMMITTER")
                for what, value in (("NAME", self.told("user.name") or name), ("EMAIL", f"{name}@localhost"))
            }
        return found

    def told(self, key: str) -> str:
        """A setting of git; "" without one."""
        done = run(self.repo, "config", "--get", key)
        return done.stdout.decode("utf-8", "replace").strip() if not done.returncode else ""

    def tell(self, key: str, value: str) -> None:
        git(self.repo, "config", key, value)

    def tidy_index(self, tree: str) -> None:
        """The index is that of a commit; what git knows of the files' times stays. What somebody had put there besides is a change like any other again."""
        self.at_work(None, "read-tree", "--reset", tree)

    # ------------------------------------------------------------------------------- to be gone on with

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One run at a time. What a killed one left of git's own locks goes, since whoever held them is gone."""
        with (self.repo / "fraktion-hochladen.sperre").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refusal("Hier wird gerade schon hochgeladen. Bitte warten, bis das fertig ist.") from None
            if self.noted():
                for left in (
                    self.repo / "index.lock",
                    self.repo / "HEAD.lock",
                    *self.common().glob("refs/heads/**/*.lock"),
                    *self.repo.glob("fraktion-index-*"),
                ):
                    left.unlink(missing_ok=True)
            yield

    def common(self) -> Path:
        """Where the refs of a further work tree lie."""
        found = line(self.repo, "rev-parse", "--git-common-dir")
        return Path(found) if Path(found).is_absolute() else self.repo / found if found else self.repo

    def noted(self) -> dict[str, Any]:
        try:
            found = json.loads(self.journal.read_bytes())
            return found if isinstance(found, dict) else {}
        except (OSError, ValueError):
            return {}

    def note(self, **what: Any) -> None:
        """What is to be remembered until the end, also by the next run; without anything it is forgotten."""
        if what:
            write(self.journal, json.dumps(what, ensure_ascii=False).encode())
        else:
            self.journal.unlink(missing_ok=True)


def tree_in(repo: Path, oid: str) -> dict[str, Entry]:
    """All files of a commit or tree; none of "" (nothing was committed yet)."""
    rows = git(repo, "ls-tree", "-r", "-z", "--full-tree", oid).split(b"\0") if oid else []
    found = {}
    for row in rows:
        head, _, path = row.partition(b"\t")
        if path:
            mode, _, blob = head.decode().split()
            found[path.decode("utf-8", "surrogateescape")] = Entry(mode, blob)
    return found


def read_in(repo: Path, entry: Entry) -> bytes:
    return git(repo, "cat-file", "-p", entry.oid)


def uncommitted(root: Path) -> list[str]:
    """What lies in content/ and stands in no commit; nothing where git does not keep the folder."""
    repo = repository_of(root)
    if not repo:
        return []
    rows = (
        git(
            repo,
            f"--work-tree={root}",
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--",
            str(root / CONTENT),
        )
        .decode("utf-8", "surrogateescape")
        .split("\0")
    )
    return [row[3:] for row in rows if len(row) > 3]


def commit_of_texts(root: Path) -> str:
    """The commit that holds content/ as it lies here; "" where none does."""
    repo = repository_of(root)
    if not repo:  # git is not there, or does not answer for a folder of somebody else, as in a forge's container
        return next((value for value in map(os.environ.get, FORGES) if value and re.fullmatch(ID, value)), "")
    return commit_of(repo, HEAD) if not uncommitted(root) else ""
