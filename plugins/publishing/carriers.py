"""The programs that carry files to a target: rsync and rclone. What they complain about is said in German.

Paths go to them as lists, never as arguments: a name may begin with a hyphen or hold a blank.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath

from ..records.problems import shorten
from ..site.settings import Refusal

OURS = ".fraktion"  # our folder at the target: the list of what was sent, and files on their way
LIST = "stand.json.gz"
COMING_LIST = "stand.neu.gz"  # until it is whole
EXAMPLES = "Möglich sind zum Beispiel: web@www.example.org:/var/www/website (rsync über ssh), speicher:website (rclone), /srv/website (Ordner auf diesem Rechner)."

# What the programs say, as the sentence and the remedy. The first that fits counts, so the narrow ones stand above.
WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), sentence, remedy)
    for pattern, sentence, remedy in (
        (
            r"host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED",
            "Der Rechner ist hier nicht bekannt, oder er hat einen anderen Schlüssel als bisher.",
            "Bitte einmal von Hand mit ssh anmelden und den Fingerabdruck mit dem vergleichen, den der Anbieter nennt.",
        ),
        (
            r"permission denied \([a-z]|permission denied, please try again|too many authentication failures|@ERROR: auth failed|unable to authenticate|\b401\b|Unauthorized|InvalidAccessKeyId|SignatureDoesNotMatch",
            "Die Anmeldung wurde abgelehnt.",
            "Bitte Name, Schlüssel oder Passwort prüfen.",
        ),
        (
            r"could not resolve hostname|no such host|name or service not known|server misbehaving",
            "Diesen Rechner gibt es nicht, oder es fehlt die Verbindung zum Netz.",
            "Bitte den Namen im Ziel und die Verbindung prüfen.",
        ),
        (
            r"connection refused|no route to host|network is unreachable|connection reset|kex_exchange_identification",
            "Der Rechner ist nicht zu erreichen.",
            "Bitte Verbindung, Namen und Anschluss prüfen und den Befehl später wiederholen.",
        ),
        (
            r"timed? ?out|i/o timeout|deadline exceeded|timeout in data",
            "Der Rechner antwortet nicht mehr.",
            "Bitte den Befehl wiederholen; er macht dort weiter, wo er aufhörte.",
        ),
        (
            r"no space left|quota exceeded|insufficient storage|\b507\b|QuotaExceeded",
            "Am Ziel ist kein Platz mehr.",
            "Bitte dort Platz schaffen und den Befehl wiederholen; er macht dort weiter, wo er aufhörte.",
        ),
        (r"read-only file system", "Das Ziel ist schreibgeschützt.", "Bitte beim Anbieter nachfragen."),
        (
            r"permission denied|operation not permitted|\b403\b|forbidden|AccessDenied",
            "Am Ziel fehlt die Berechtigung zu schreiben.",
            "Bitte den Weg prüfen und beim Anbieter die Rechte an diesem Ordner.",
        ),
        (
            r"rsync: (command )?not found|rsync: No such file|exec.*rsync.*failed",
            "Auf dem anderen Rechner fehlt rsync.",
            "Bitte dort einrichten lassen, oder rclone mit SFTP benutzen.",
        ),
        (
            r"didn't find section in config file|unknown remote",
            "rclone kennt dieses Ziel nicht.",
            "Bitte zuerst einrichten: rclone config. Für ssh gehört der Name davor: nutzer@rechner:/weg",
        ),
        (
            r"unrecognized option|unknown option|unknown flag|openrsync",
            "Das Programm ist zu alt, oder es ist das mitgelieferte von macOS.",
            "Gebraucht wird rsync 3.2 oder rclone 1.60, oder eine neuere Fassung; auf macOS hilft: brew install rsync rclone",
        ),
        (
            r"no such file or directory|directory not found|change_dir|chdir|mkdir|unknown module|\b404\b|NoSuchBucket|not a directory",
            "Den Ordner gibt es am Ziel nicht, und er lässt sich nicht anlegen.",
            "Bitte den Weg im Ziel prüfen; der Ordner darüber muss da sein.",
        ),
        (
            r"connection (unexpectedly )?closed|broken pipe|error in rsync protocol|unexpected EOF|received SIG",
            "Die Verbindung brach ab.",
            "Bitte den Befehl wiederholen; er macht dort weiter, wo er aufhörte.",
        ),
    )
)
ABSENT = re.compile(
    r"^rsync: \[sender\] (?:change_dir|link_stat) .*: No such file or directory \(2\)", re.MULTILINE
)  # the code that goes with it differs
OTHERWISE = (
    "Die Übertragung ist nicht gelungen.",
    "Bitte den Befehl wiederholen; er macht dort weiter, wo er aufhörte. Hilft das nicht, hilft die folgende Zeile beim Suchen.",
)


def carrier(target: str, lock: int = -1) -> Rsync | Rclone:
    """Which program a target means: `@`, rsync:// or a folder is rsync, any other `name:weg` is rclone."""
    if not target.isprintable():
        raise Refusal(f"Das Ziel enthält ein unsichtbares Zeichen. {EXAMPLES}")
    if target.startswith(("/", "./", "../", "~")):
        folder = Path(target).expanduser().resolve()
        if folder == Path(folder.anchor):
            raise Refusal(f"„{target}“ ist der ganze Rechner. Bitte einen Ordner angeben. {EXAMPLES}")
        return Rsync(str(folder), False, lock)
    if re.fullmatch(r"rsync://[^/\s-][^/\s]*/[^/].*", target):
        return Rsync(target.rstrip("/"), False, lock)
    if match := re.fullmatch(r"([^@:/\s-][^@:/\s]*)@([^@:/\s-][^@:/\s]*|\[[0-9a-fA-F:.]+\]):(.+)", target):
        if match[3].strip("/") in ("", "~", "."):
            raise Refusal(f"„{target}“ ist der ganze Rechner. Bitte den Ordner der Website angeben. {EXAMPLES}")
        path = (
            match[3].removeprefix("~/").rstrip("/")
        )  # a relative way starts at home; no shell is there to expand a tilde
        return Rsync(f"{match[1]}@{match[2]}:{path}", True, lock)
    if re.fullmatch(
        r"(?:[\w.+ ]|[\w.+ ][\w.+ -]*[\w.+-]|:[a-z0-9]+(?:,.*)?):[^/].*|[\w.+ ][\w.+ -]*:/[^/].*", target
    ) and target.rpartition(":")[2].strip("/"):
        return Rclone(target.rstrip("/"), lock)
    raise Refusal(f"„{target}“ ist kein Ziel. {EXAMPLES}")


def call(
    program: str,
    target: str,
    arguments: Sequence[str],
    lock: int,
    data: bytes | None = None,
    fine: Collection[int] = (0,),
    absent: re.Pattern[str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program. A code that is not `fine` becomes a German sentence with the line it comes from, unless it says that what was asked for is `absent`.

    The child inherits the lock, so that after a killed command the next one waits for what still runs.
    """
    keep = (lock,) if lock >= 0 else ()
    try:
        for _ in range(
            5
        ):  # a failure without a word is asked again: rsync can lose what the other side said at its end, on a busy machine twice in a row (seen)
            done = subprocess.run(
                [program, *arguments],
                input=data,
                stdin=subprocess.DEVNULL if data is None else None,
                capture_output=True,
                pass_fds=keep,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )
            if done.returncode in fine or done.returncode < 0 or done.stderr.strip():
                break
    except FileNotFoundError:
        raise Refusal(
            f"Das Programm {program} fehlt auf diesem Rechner. Auf Debian und Ubuntu hilft: sudo apt install {program}. Auf macOS: brew install {program}"
        ) from None
    said = done.stderr.decode("utf-8", "replace")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if done.returncode in fine or (absent and absent.search(said)):
        return done
    pattern, sentence, remedy = next(
        (words for words in WORDS if words[0].search(said)), (re.compile(r"^(?!rsync (?:error|warning):)"), *OTHERWISE)
    )
    last = next(
        (line for line in reversed(lines) if pattern.search(line)),
        lines[-1] if lines else f"Ende mit {done.returncode}",
    )
    raise Refusal(f"{target}: {sentence}\n    → {remedy}\n    {program} sagt: {shorten(last)}")


class Rsync:
    """rsync, to another machine or to a folder here. Files get their names when they are whole."""

    portion = 100_000  # files at a time: what a stopped run has sent, the next one finds by its content

    def __init__(self, target: str, ssh: bool, lock: int = -1):
        self.target, self.lock = target, lock
        self.options = ["--secluded-args", "--timeout=60"]
        if ssh:
            self.options.append(f"--rsh={remote_shell()}")

    def call(self, *arguments: str, data: bytes | None = None, absent: re.Pattern[str] | None = None) -> bytes:
        return call("rsync", self.target, [*self.options, *arguments], self.lock, data, absent=absent).stdout

    def read(self) -> bytes | None:
        """The list at the target, if there is one."""
        with tempfile.TemporaryDirectory() as folder:
            self.call("--", f"{self.target}/{OURS}/{LIST}", f"{folder}/", absent=ABSENT)
            file = Path(folder, LIST)
            return file.read_bytes() if file.is_file() else None

    def fetch(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Those of our files that are there."""
        with tempfile.TemporaryDirectory() as folder:
            self.call(
                "--ignore-missing-args",
                "--from0",
                "--files-from=-",
                "--",
                f"{self.target}/",
                f"{folder}/",
                data=joined(paths),
            )
            return read_there(folder, paths)

    def in_place(self) -> str:
        return ""

    def foreign(self) -> bool:
        """Is anything there but our own folder?"""
        lines = (
            self.call("--list-only", "--8-bit-output", "--", f"{self.target}/", absent=ABSENT)
            .decode("utf-8", "replace")
            .splitlines()
        )
        return any(line.split(None, 4)[-1] not in (".", OURS) for line in lines if line.strip())

    def note(self, data: bytes) -> None:
        """Write the list; what a stopped run left in our folder goes with it."""
        # Two lists of one second can have the same size: rsync must not guess that nothing changed.
        with tempfile.TemporaryDirectory() as folder:
            own = Path(folder, OURS)
            own.mkdir()
            (own / LIST).write_bytes(data)
            self.call(
                "--recursive",
                "--relative",
                "--ignore-times",
                "--delete",
                "--chmod=D755,F644",
                "--",
                f"{folder}/./{OURS}/",
                f"{self.target}/",
            )

    def send(self, base: Path, paths: Sequence[str]) -> None:
        """Bring files to the target with their times. One that is there with these bytes is not sent again."""
        self.call(
            "--times",
            "--omit-dir-times",
            "--copy-links",
            "--checksum",
            "--chmod=D755,F644",
            f"--temp-dir={OURS}",
            "--from0",
            "--files-from=-",
            "--",
            f"{base}/",
            f"{self.target}/",
            data=joined(paths),
        )

    def delete(self, paths: Sequence[str], folders: Sequence[str]) -> None:
        """Delete files, then the folders that have become empty, the deepest first."""
        for names in filter(None, (paths, *by_depth(folders))):
            with tempfile.TemporaryDirectory() as nothing:
                for parent in {PurePosixPath(name).parent for name in names}:
                    Path(nothing, parent).mkdir(
                        parents=True, exist_ok=True
                    )  # rsync wants to see the way to what is missing
                self.call(
                    "--delete-missing-args",
                    "--dirs",
                    "--from0",
                    "--files-from=-",
                    "--",
                    f"{nothing}/",
                    f"{self.target}/",
                    data=joined(names),
                )

    def differing(self, base: Path, paths: Sequence[str]) -> set[str]:
        """Which of our files lie at the target with other bytes, or not at all; it reads every byte there."""
        lines = self.call(
            "--dry-run",
            "--checksum",
            "--copy-links",
            "--8-bit-output",
            "--out-format=%i %n",
            "--from0",
            "--files-from=-",
            "--",
            f"{base}/",
            f"{self.target}/",
            data=joined(paths),
        )
        plain = (re.sub(rb"\\#([0-7]{3})", lambda m: bytes([int(m[1], 8)]), line) for line in lines.splitlines())
        return {os.fsdecode(line.split(b" ", 1)[1]) for line in plain if line[:2] in (b"<f", b">f")}


class Rclone:
    """rclone, to what its configuration calls by a name: S3, WebDAV, SFTP and many more."""

    portion = 500  # files at a time; after each the list is written, so that a stopped run goes on from there

    def __init__(self, target: str, lock: int = -1):
        self.target, self.lock = target, lock
        self.options = [
            "--contimeout=20s",
            "--timeout=60s",
            "--retries=3",
            "--low-level-retries=3",
            f"--ask-password={str(sys.stdin.isatty()).lower()}",
        ]

    def call(self, *arguments: str, data: bytes | None = None, fine: Collection[int] = (0,)) -> bytes:
        return call(
            "rclone", self.target, [*arguments[:1], *self.options, *arguments[1:]], self.lock, data, fine
        ).stdout

    def read(self) -> bytes | None:
        """The list at the target; where a run was stopped while putting it in its place, it has its other name."""
        return next(
            (
                data
                for name in (LIST, COMING_LIST)
                if (data := self.call("cat", "--", f"{self.target}/{OURS}/{name}", fine=(0, 3, 4)))
            ),
            None,
        )

    def fetch(self, paths: Sequence[str]) -> dict[str, bytes]:
        with tempfile.TemporaryDirectory() as folder:
            self.call(
                "copy",
                "--no-traverse",
                "--files-from-raw=-",
                "--",
                self.target,
                folder,
                data=self.lines(paths),
                fine=(0, 3, 4),
            )
            return read_there(folder, paths)

    def in_place(self) -> str:
        """The version, where it writes files in their place, so that half a page could be seen; "" where it does not."""
        version = re.search(rb"v(\d+)\.(\d+)", self.call("version"))
        if not version or (int(version[1]), int(version[2])) >= (1, 63):
            return ""
        kinds = dict(
            re.findall(r"^(.+?):\s+(\S+)$", self.call("listremotes", "--long").decode("utf-8", "replace"), re.MULTILINE)
        )
        kind = kinds.get(self.target.partition(":")[0]) or re.split("[,:]", self.target)[1]
        return "" if kind in ("s3", "webdav", "swift", "b2") else f"{int(version[1])}.{int(version[2])}"

    def foreign(self) -> bool:
        lines = (
            self.call("lsf", "--max-depth=1", "--", self.target, fine=(0, 3)).decode("utf-8", "replace").splitlines()
        )
        return any(line.rstrip("/") != OURS for line in lines if line)

    def note(self, data: bytes) -> None:
        self.call("rcat", "--", f"{self.target}/{OURS}/{COMING_LIST}", data=data)
        # Two lists can have the same size, and WebDAV knows no times: rclone would take the new one for the old and throw it away.
        self.call(
            "moveto", "--ignore-times", "--", f"{self.target}/{OURS}/{COMING_LIST}", f"{self.target}/{OURS}/{LIST}"
        )

    def send(self, base: Path, paths: Sequence[str]) -> None:
        # Not every storage knows times or digests, and a size alone proves nothing: what is listed is sent.
        self.call(
            "copy",
            "--ignore-times",
            "--no-traverse",
            "--copy-links",
            "--files-from-raw=-",
            "--",
            str(base),
            self.target,
            data=self.lines(paths),
        )

    def delete(self, paths: Sequence[str], folders: Sequence[str]) -> None:
        if paths:
            self.call("delete", "--files-from-raw=-", "--", self.target, data=self.lines(paths))
        for names in by_depth(folders):
            for name in names:
                self.call(
                    "rmdir", "--", f"{self.target}/{name}", fine=range(256)
                )  # storage may know no folders, or somebody put a file there

    def differing(self, base: Path, paths: Sequence[str]) -> set[str]:
        lines = self.call(
            "check",
            "--one-way",
            "--download",
            "--copy-links",
            "--files-from-raw=-",
            "--combined=-",
            "--",
            str(base),
            self.target,
            data=self.lines(paths),
            fine=(0, 1),
        )
        return {os.fsdecode(line[2:]) for line in lines.split(b"\n") if line[:2] in (b"* ", b"+ ")}

    def lines(self, paths: Sequence[str]) -> bytes:
        """rclone reads one name a line."""
        if broken := [path for path in paths if "\n" in path or "\r" in path]:
            raise Refusal(
                f"{broken[0]!r}: Den Namen dieser Datei kann rclone nicht übertragen; er enthält einen Zeilenumbruch. Bitte umbenennen."
            )
        return b"".join(os.fsencode(path) + b"\n" for path in paths)


def remote_shell() -> str:
    """ssh that gives up on a silent line and, without a terminal, asks nothing. Port and key belong into ~/.ssh/config."""
    given = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")
    options = ["-oConnectTimeout=20", "-oServerAliveInterval=15", "-oServerAliveCountMax=3"]
    if not sys.stdin.isatty():
        options.append("-oBatchMode=yes")
    return shlex.join([given[0], *options, *given[1:]]) if Path(given[0]).name == "ssh" else shlex.join(given)


def read_there(folder: str, paths: Iterable[str]) -> dict[str, bytes]:
    return {path: file.read_bytes() for path in paths if (file := Path(folder, path)).is_file()}


def joined(paths: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def by_depth(folders: Iterable[str]) -> list[list[str]]:
    """Folders of the same depth together, the deepest first."""
    depths: dict[int, list[str]] = {}
    for folder in folders:
        depths.setdefault(len(PurePosixPath(folder).parts), []).append(folder)
    return [sorted(depths[depth]) for depth in sorted(depths, reverse=True)]
