"""Send a built site to a webspace or a storage: what changed, parts before pages, deletions last.

At the target lies a list of what was sent, `.fraktion/stand.json.gz`, so that any machine knows what is ours
and which bytes of it. It is written first, with every file in question marked, and last, with none: whoever
is stopped in between, the next run sees what is open and finishes it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import gzip
import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from ..records.german import counted, number
from ..records.problems import shorten
from ..site.settings import Refusal
from ..site.stamp import STAMP
from . import floor
from .carriers import OURS, Rclone, Rsync, carrier
from .git import ID, commit_of, line, repository_of
from .hub import ping
from .refs import HEAD

PAGES = frozenset([".html", ".xml", ".rss", ".atom"])  # what visitors and readers ask for; all else are parts of pages
ENTRIES = frozenset(
    ["liste.js", STAMP]
)  # through which the search finds the parts of its index; by which others see that all has arrived
COMING = "neu"  # instead of a digest: a stopped run was about to send it
OPEN = "offen"  # it is there, with the old or the new bytes, or already deleted

Say = Callable[[str], None]


class Standing(Struct, frozen=True):
    """What the list at the target says."""

    run: str = ""  # of the run that is sending; "" when it ended
    url: str = ""  # of the site
    commit: str = ""  # the texts it was made from
    files: Mapping[str, str] = field(default_factory=dict)  # path → digest, COMING or OPEN


class Plan(Struct, frozen=True):
    new: list[str]
    changed: list[str]
    gone: list[str]
    same: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def lines(self, most: int | None) -> list[str]:
        """What is or was to be done, file by file."""
        rows = [
            f"  {word:<9} {shorten(path)}"
            for word, paths in (("neu", self.new), ("geändert", self.changed), ("gelöscht", self.gone))
            for path in paths
        ]
        more = len(rows) - most if most is not None else 0
        return rows if more <= 0 else [*rows[:most], f"  … und {number(more)} weitere. Alle nennt: --liste"]

    def sentence(self) -> str:
        if not self:
            return "Am Ziel ist alles auf dem neuesten Stand."
        sent, gone = len(self.new) + len(self.changed), len(self.gone)
        return (
            f"{counted(sent, 'Datei', 'Dateien')} übertragen, {number(gone)} gelöscht, {number(self.same)} unverändert."
        )

    def steps(self) -> list[tuple[str, list[str]]]:
        """What is sent in which order: parts, pages that nobody links to yet, pages that do."""
        pages = {
            path
            for path in (*self.new, *self.changed)
            if PurePosixPath(path).suffix in PAGES or PurePosixPath(path).name in ENTRIES
        }
        return [
            ("was Seiten brauchen", [path for path in (*self.new, *self.changed) if path not in pages]),
            ("neue Seiten", [path for path in self.new if path in pages]),
            (
                "geänderte Seiten und Feeds",
                sorted((path for path in self.changed if path in pages), key=lambda path: path == STAMP),
            ),
        ]


class Job(Struct, frozen=True, kw_only=True):
    """What is sent, and where to."""

    folder: Path  # the built site
    target: str
    url: str
    cache: Path
    root: Path  # of the project; if git keeps it, nobody replaces what they do not know
    rehearse: bool = False
    everything: bool = False  # also look at what lies at the target
    take_over: bool = False
    despite: bool = False  # whatever readers of feeds would notice
    today: dt.date = dt.date.min
    hub: str = ""


def publish(job: Job, say: Say = lambda text: None) -> Plan:
    """Bring the target to the state of `job.folder`, or say what would happen."""
    digests = digests_of(job.folder)
    if not digests:
        raise Refusal(f"Im Ordner {job.folder} liegt keine Website.")
    with alone(job, say) as (lock, memory):
        tool = carrier(job.target, lock)
        standing = read_standing(tool, job, memory)
        plan = plan_of(digests, doubted(tool, job, standing, digests) if job.everything else standing.files)
        if not job.despite:
            check_floor(tool, job, plan, digests)
        if not job.rehearse and (plan or standing.run):
            carry_out(tool, job, standing, plan, digests, memory, say)
            ping(job.hub, [f"{job.url}/{path}" for path in floor.main_feeds([*plan.new, *plan.changed])], say)
    return plan


def check_floor(tool: Rsync | Rclone, job: Job, plan: Plan, digests: Mapping[str, str]) -> None:
    """Refuse what readers of feeds would notice by mistake; what is public is fetched, as far as it would change."""
    wanted = [path for path in (*plan.changed, *plan.gone) if floor.watched(path)]
    if not wanted:
        return
    kept = digests.keys() - {*plan.changed, *plan.new}
    if found := floor.objections(
        tool.fetch(wanted), kept, digests, lambda path: (job.folder / path).read_bytes(), job.today
    ):
        raise Refusal(
            floor.refusal(found, "den Befehl mit --trotzdem wiederholen") + "\nEs wurde nichts veröffentlicht."
        )


def carry_out(
    tool: Rsync | Rclone, job: Job, standing: Standing, plan: Plan, digests: dict[str, str], memory: Path, say: Say
) -> None:
    if version := tool.in_place():
        say(
            f"Hinweis: rclone {version} schreibt hier an Ort und Stelle; eine Datei, die gerade unterwegs ist, ist kurz unvollständig zu sehen. Ab rclone 1.63 nicht mehr."
        )
    run = secrets.token_hex(8)
    commit = head(job.root)
    known = {**standing.files, **dict.fromkeys(plan.new, COMING), **dict.fromkeys([*plan.changed, *plan.gone], OPEN)}
    with memory.open(
        "a", encoding="utf-8"
    ) as file:  # before the list, and beside those before: whichever was stopped is known here
        file.write(f"{run}\n")
    tool.note(packed(Standing(run, job.url, standing.commit or commit, known)))
    for what, paths in plan.steps():
        if paths:
            say(f"{counted(len(paths), 'Datei', 'Dateien')}: {what} …")
        for start in range(0, len(paths), tool.portion):
            if start:
                tool.note(packed(Standing(run, job.url, standing.commit or commit, known)))
            part = paths[start : start + tool.portion]
            tool.send(job.folder, part)
            known.update((path, digests[path]) for path in part)
    if plan.gone:
        say(f"{counted(len(plan.gone), 'Datei', 'Dateien')}: was es nicht mehr gibt …")
        tool.delete(plan.gone, sorted(folders_of(plan.gone) - folders_of(digests)))
    if unpacked(tool.read(), job.target).run != run:
        raise Refusal(
            f"{job.target}: Zugleich hat jemand anderes hierher veröffentlicht. Bitte absprechen, dann den Befehl mit --alles wiederholen."
        )
    tool.note(packed(Standing("", job.url, commit, digests)))
    memory.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------ what is there


def read_standing(tool: Rsync | Rclone, job: Job, memory: Path) -> Standing:
    """What the list at the target says, if it is ours to go on from."""
    data = tool.read()
    if data is None:
        if not job.take_over and tool.foreign():
            raise Refusal(
                f"{job.target}: Dort liegen schon andere Dateien. Ist es der richtige Ordner, bitte --uebernehmen dazuschreiben; gelöscht wird davon nichts, gleiche Namen werden überschrieben."
            )
        return Standing()
    try:
        standing = unpacked(data, job.target)
    except Refusal:
        if job.take_over:
            return Standing()
        raise
    if job.take_over:
        return standing
    if standing.url and standing.url != job.url:
        raise Refusal(
            f"{job.target}: Dort liegt die Website {standing.url}, gebaut ist aber {job.url}. Bitte das Ziel prüfen. Soll die eine an die Stelle der anderen treten: --uebernehmen"
        )
    if standing.run and standing.run not in remembered(memory):
        raise Refusal(
            f"{job.target}: Jemand anderes überträgt gerade hierher, oder dessen Übertragung brach ab. Bitte absprechen. Läuft dort nichts mehr, bitte --uebernehmen dazuschreiben; dann wird sie von hier aus beendet."
        )
    if behind(job.root, standing.commit):
        raise Refusal(
            f"{job.target}: Öffentlich ist ein Stand, der hier fehlt ({standing.commit[:10]}). Bitte zuerst holen: git pull. Soll trotzdem der hiesige gelten: --uebernehmen"
        )
    return standing


def doubted(tool: Rsync | Rclone, job: Job, standing: Standing, digests: Mapping[str, str]) -> dict[str, str]:
    """The list, where every file that lies there with other bytes, or is missing, counts as open."""
    differing = tool.differing(job.folder, sorted(standing.files.keys() & digests.keys()))
    return {path: OPEN if path in differing else digest for path, digest in standing.files.items()}


def plan_of(digests: Mapping[str, str], known: Mapping[str, str]) -> Plan:
    new = sorted(path for path in digests if known.get(path, COMING) == COMING)
    changed = sorted(path for path, digest in digests.items() if known.get(path, COMING) not in (COMING, digest))
    return Plan(new, changed, sorted(known.keys() - digests.keys()), len(digests) - len(new) - len(changed))


def digests_of(folder: Path) -> dict[str, str]:
    """Every file of the built site by its content. 80 bits tell a file from itself."""
    if not folder.is_dir():
        return {}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()[:20]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (name := path.relative_to(folder).as_posix()).partition("/")[0] != OURS
    }


def folders_of(paths: Iterable[str]) -> set[str]:
    return {folder.as_posix() for path in paths for folder in PurePosixPath(path).parents if folder.name}


def packed(standing: Standing) -> bytes:
    text = json.dumps(
        {
            "fassung": 1,
            "lauf": standing.run,
            "adresse": standing.url,
            "commit": standing.commit,
            "dateien": dict(standing.files),
        },
        ensure_ascii=True,
    )
    return gzip.compress(text.encode(), 6, mtime=0)


def unpacked(data: bytes | None, target: str) -> Standing:
    """The list as read. Whoever can write there could have put anything into it: paths that lead away are left out."""
    try:
        text = json.loads(gzip.decompress(data or b""))
        files = {str(path): str(digest) for path, digest in text["dateien"].items() if inside(path)}
        return Standing(str(text["lauf"]), str(text["adresse"]), str(text["commit"]), files)
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(
            f"{target}: Die Liste dessen, was dort liegt, ist beschädigt ({OURS}). Bitte --uebernehmen dazuschreiben; dann wird alles neu übertragen."
        ) from None


def inside(path: str) -> bool:
    parts = path.split("/")
    return "\0" not in path and not {"", ".", ".."} & set(parts) and parts[0] != OURS


# ------------------------------------------------------------------------------------ who else is there


@contextlib.contextmanager
def alone(job: Job, say: Say) -> Iterator[tuple[int, Path]]:
    """One run to a target at a time from this machine, and where the last one is remembered.

    The lock ends with the last process, so also with a program that outlives a killed command for a moment.
    """
    folder = job.cache / "veroeffentlichen"
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(job.target.encode()).hexdigest()[:16]  # a target may hold a password
    with (folder / f"{name}.sperre").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Es wird schon zu diesem Ziel übertragen; dieser Lauf wartet, bis der andere fertig ist.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno(), folder / f"{name}.lauf"


def remembered(memory: Path) -> list[str]:
    """The runs from here that did not end."""
    try:
        return memory.read_text("utf-8", "replace").split()
    except OSError:
        return []


def head(root: Path) -> str:
    """The commit the texts stand at; "" where git does not keep them."""
    repo = repository_of(root)
    return commit_of(repo, HEAD) if repo else ""


def behind(root: Path, commit: str) -> bool:
    """Does the target show a commit that is not among the ancestors of ours? Then publishing would take texts away."""
    repo, ours = repository_of(root), head(root)
    if not repo or not ours or not re.fullmatch(ID, commit):
        return False
    return line(repo, "merge-base", commit, ours) != commit
