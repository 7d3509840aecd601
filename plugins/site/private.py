"""The private file: the ways into a conference, and the mail server. It never lies where git or others can read it.

The guard knows its values on every machine that has one; only `fraktion einladen` sends them, and only to people who asked.
"""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..records.exact import EXACT
from ..records.problems import Problem, errors, shorten
from .settings import Refusal, of_disk

if TYPE_CHECKING:
    from ..records.fields import Row, Table

IN_CONTENT = "einwahl.age"  # the encrypted one may lie beside the texts
BEGINNINGS = (b"age-encryption.org/v1\n", b"-----BEGIN AGE ENCRYPTED FILE-----")
EXAMPLE = "einwahl:\n  - link: https://…"
Ask = Callable[[str], str]


def home(path: str) -> Path:
    """„~“ as a shell means it; of somebody who has no home here it stays as it is, where `Path.expanduser` raises."""
    return Path(os.path.expanduser(path))  # noqa: PTH111


class Access(Struct, frozen=True, kw_only=True):
    """One way in. No `repr`: it must not end up in a log."""

    meant: tuple[str, ...] = ("alle",)
    link: str = ""
    phone: str = ""
    number: str = ""
    pin: str = ""
    place: str = ""
    note: str = ""

    __repr__ = object.__repr__

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.link, self.phone, self.number, self.pin, self.place)))


class Server(Struct, frozen=True, kw_only=True):
    host: str
    port: int
    implicit: bool = False  # TLS from the first byte; else STARTTLS
    user: str = ""
    password: str = ""
    roots: str = ""
    per_minute: int = 20
    patience: int = 60  # seconds

    __repr__ = object.__repr__


class Imap(Struct, frozen=True, kw_only=True):
    """A folder of mails on a server."""

    host: str
    port: int = 993
    implicit: bool = True  # TLS from the first byte; else STARTTLS
    user: str = ""
    password: str = ""
    folder: str = "INBOX"
    roots: str = ""
    patience: int = 60  # seconds

    __repr__ = object.__repr__


class Private(Struct, frozen=True, kw_only=True):
    path: Path
    accesses: tuple[Access, ...] = ()
    server: Server | None = None
    imap: Imap | None = None
    sender: str = ""
    mailbox: str = ""

    __repr__ = object.__repr__

    @property
    def secrets(self) -> tuple[str, ...]:
        """What the guard may find nowhere, each marked as an exact value."""
        passwords = [each.password for each in (self.server, self.imap) if each and each.password]
        return tuple(
            f"{EXACT}{value}" for value in dict.fromkeys([*(v for a in self.accesses for v in a.secrets), *passwords])
        )


class Where(Struct, frozen=True):
    """Where the private file may lie, and the key of an encrypted one."""

    content: Path
    chosen: str = ""
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def folder(self) -> Path:
        base = self.environment.get("XDG_CONFIG_HOME") or f"{self.environment.get('HOME') or '~'}/.config"
        return home(base) / "fraktion"

    def file(self) -> Path | None:
        """As asked for, or the first that is there: the own one, else the encrypted one beside the texts."""
        if named := self.chosen or self.environment.get("FRAKTION_EINWAHL", ""):
            return home(named)
        return next(
            (
                path
                for path in (self.folder() / "einwahl.yaml", self.content / IN_CONTENT)
                if os.access(path, os.F_OK) and path.is_file()
            ),
            None,
        )  # a folder that this user may not enter holds none for him

    def key(self) -> Path:
        return home(str(self.environment.get("FRAKTION_SCHLUESSEL") or self.folder() / "schluessel.txt"))


# ---------------------------------------------------------------------------------------- reading


def known_secrets(content: Path) -> tuple[str, ...]:
    """The exact values for the guard, where a private file can be read here without asking anybody."""
    where = Where(content)
    path = where.file()
    if (
        path is None
        or not path.is_file()
        or (is_age(path) and (b"-> scrypt " in head_of(path.read_bytes()) or not where.key().is_file()))
    ):
        return ()
    private = read_private(where, lambda question: "")
    return private.secrets if private else ()


def read_private(where: Where, ask: Ask) -> Private | None:
    """None: there is none. `ask`: for the passphrase of an encrypted one; "" leaves it closed."""
    path = where.file()
    if path is None:
        return None
    try:
        if is_age(path):
            data = opened(path, where, ask)
            if data is None:
                return None
        else:
            refuse_exposed(path)
            data = path.read_bytes()
    except OSError as error:
        raise of_disk(error) from None
    return typed(path, data, where.environment)


@cache
def table() -> Table:
    """The fields of the private file."""
    from ..records.fields import load_table

    return load_table("private", Path(__file__).parent / "private.toml")


def typed(path: Path, data: bytes, environment: dict[str, str]) -> Private:
    from ..records.fields import read_record  # late, as below: most builds find no such file
    from ..records.frontmatter import read_list

    record, found = read_record(table(), read_list(str(path), data), path.stem)
    if record is None or errors(found):
        raise Refusal(
            "\n".join(
                [
                    "Die private Datei lässt sich nicht verwenden.",
                    *(discreet(p) for p in sorted(errors(found))),
                    f"So sieht sie aus:\n{EXAMPLE}",
                ]
            )
        )
    head = record.head
    return Private(
        path=path,
        accesses=tuple(access(row) for row in head.get("einwahl", ())),
        sender=head.get("absender", ""),
        mailbox=head.get("postfach", ""),
        server=server(head.get("smtp"), environment, path) if head.get("smtp") else None,
        imap=imap(head.get("imap"), environment, path) if head.get("imap") else None,
    )


def access(row: Row) -> Access:
    get = row.get
    return Access(
        meant=get("fuer") or ("alle",),
        link=get("link", ""),
        phone=get("telefon", ""),
        number=get("kennung", ""),
        pin=get("pin", ""),
        place=get("ort", ""),
        note=get("hinweis", ""),
    )


def server(row: Row, environment: dict[str, str], path: Path) -> Server:
    get = row.get
    implicit = get("verschluesselung", "TLS" if get("anschluss") == "465" else "STARTTLS") == "TLS"
    port = port_of(row, path, "465" if implicit else "587", "587 (STARTTLS) und 465 (TLS)")
    roots = get("zertifikat", "")
    return Server(
        host=get("rechner"),
        port=port,
        implicit=implicit,
        user=get("nutzer", ""),
        password=environment.get("FRAKTION_SMTP_PASSWORT") or get("passwort", ""),
        roots=str(home(roots)) if roots else "",
        per_minute=max(1, get("je_minute", 20)),
        patience=max(1, get("geduld", 60)),
    )


def imap(row: Row, environment: dict[str, str], path: Path) -> Imap:
    get = row.get
    implicit = get("verschluesselung", "STARTTLS" if get("anschluss") == "143" else "TLS") == "TLS"
    roots = get("zertifikat", "")
    return Imap(
        host=get("rechner"),
        port=port_of(row, path, "993" if implicit else "143", "993 (TLS) und 143 (STARTTLS)"),
        implicit=implicit,
        user=get("nutzer"),
        password=environment.get("FRAKTION_IMAP_PASSWORT") or get("passwort", ""),
        folder=get("ordner", "INBOX"),
        roots=str(home(roots)) if roots else "",
        patience=max(1, get("geduld", 60)),
    )


def port_of(row: Row, path: Path, usual: str, known: str) -> int:
    port = row.get("anschluss", usual)
    if not (port.isdecimal() and len(port) < 6 and 0 < int(port) < 65536):
        raise Refusal(
            f"{path}:{row.line_of('anschluss')}: „{shorten(port, 80)}“ ist kein Anschluss. Üblich sind {known}."
        )
    return int(port)


def imap_at(address: str, private: Private | None, environment: dict[str, str]) -> Imap:
    """„imaps://nutzer@mail.example.org/Anfragen“; password and certificate as the private file has them for this server."""
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(address)
        host, port, user, word = parts.hostname or "", parts.port, unquote(parts.username or ""), parts.password
    except ValueError:
        host, port, user, word = "", None, "", None
    known = private.imap if private and private.imap and private.imap.host == host else None
    user = user or (known.user if known else "")
    if word is not None:
        raise Refusal(
            "Ein Passwort gehört nicht auf die Befehlszeile. Bitte in die private Datei eintragen, oder FRAKTION_IMAP_PASSWORT setzen; sonst wird danach gefragt."
        )
    if not host or not user:
        raise Refusal(
            "Ein Postfach auf dem Mailserver heißt so: imaps://nutzer@mail.example.org/Anfragen. Steht im Nutzernamen ein @, dann statt seiner %40 schreiben."
        )
    implicit = parts.scheme == "imaps"
    return Imap(
        host=host,
        port=port or (known.port if known and known.implicit == implicit else 993 if implicit else 143),
        implicit=implicit,
        user=user,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        password=environment.get("FRAKTION_IMAP_PASSWORT") or (known.password if known and known.user == user else ""),
        roots=known.roots if known else "",
        patience=known.patience if known else 60,
    )


def discreet(found: Problem) -> str:
    """A problem of this file, without what stands there: messages are copied into mails and logs."""
    place = f"{found.path}:{found.line}" if found.line else found.path
    if found.code == "encoding":
        return f"{place}: Die Datei ist nicht in UTF-8 gespeichert.\n    → {found.remedy}"
    if found.code.startswith(("yaml", "value", "character", "head", "key-status")):
        return f"{place}: Diese Zeile lässt sich so nicht lesen.\n    → Bitte als „schlüssel: wert“ schreiben, den Wert in Anführungszeichen."
    return f"{place}: {found.what}\n    → {found.remedy}"


# ------------------------------------------------------------------------------------ not exposed


def refuse_exposed(path: Path) -> None:
    """A private file that others may read, or that git has or could take with the next `git add`."""
    real = path.resolve()
    seen = real.stat()
    if not stat.S_ISREG(seen.st_mode):
        raise Refusal(f"{path} ist keine Datei. Bitte eine Datei angeben.")
    if stat.S_IMODE(seen.st_mode) & 0o077:
        raise Refusal(f"{path} dürfen auch andere auf diesem Rechner lesen. Bitte ändern: chmod 600 {path}")
    if seen.st_uid not in (0, os.geteuid()):
        raise Refusal(f"{path} gehört jemand anderem. Bitte eine eigene Datei anlegen.")
    if how := in_git(real):
        raise Refusal(
            f"{path} {how}. Bitte woanders ablegen, zum Beispiel als ~/.config/fraktion/einwahl.yaml, oder verschlüsseln: fraktion einladen --verschluesseln"
        )


def in_git(path: Path) -> str:
    """How git has or could have a file; "" where it cannot."""
    import subprocess  # late: nobody without such a file needs it

    base = next(folder for folder in path.parents if folder.is_dir())

    def git(*arguments: str) -> int:
        plain = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        return subprocess.run(
            ["git", "-C", str(base), *arguments], capture_output=True, check=False, env=plain, stdin=subprocess.DEVNULL
        ).returncode

    try:
        if git("ls-files", "--error-unmatch", "--", str(path)) == 0:
            return "ist in git aufgenommen"
        if git("rev-parse", "--is-inside-work-tree") == 0 and git("check-ignore", "--quiet", "--", str(path)) != 0:
            return "liegt in einem Ordner, aus dem git Dateien aufnimmt"
    except FileNotFoundError:  # no git: then the nearest .git tells
        if any((folder / ".git").exists() for folder in path.parents):
            return "liegt in einem Ordner, aus dem git Dateien aufnimmt"
    return ""


# -------------------------------------------------------------------------------------- encrypted


def is_age(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).startswith(BEGINNINGS)


def head_of(data: bytes) -> bytes:
    """The first lines of an encrypted file, which say how it opens."""
    if not data.startswith(BEGINNINGS[1]):
        return data[:400]
    try:
        return base64.b64decode(b"".join(data.split()[4:8])[:400], validate=False)
    except ValueError:
        return b""


def opened(path: Path, where: Where, ask: Ask) -> bytes | None:
    """The text of an encrypted file, by the key that lies here or by a passphrase; None where nobody gave one."""
    import pyrage

    data = path.read_bytes()
    by_word = b"-> scrypt " in head_of(data)
    try:
        if not by_word:
            return pyrage.decrypt(data, [identity(where.key())])
        word = where.environment.get("FRAKTION_PASSWORT") or ask(f"Passwort für {path.name}: ")
        return pyrage.passphrase.decrypt(data, word) if word else None
    except pyrage.DecryptError:
        raise Refusal(
            f"{path} lässt sich nicht öffnen: {'Das Passwort' if by_word else f'Der Schlüssel in {where.key()}'} passt nicht, oder die Datei ist beschädigt."
        ) from None


def identity(path: Path):
    import pyrage

    if not path.is_file():
        raise Refusal(f"Zum Öffnen fehlt der Schlüssel {path}. Bitte dort ablegen oder FRAKTION_SCHLUESSEL setzen.")
    refuse_exposed(path)
    lines = [
        line.strip()
        for line in path.read_text("utf-8", "replace").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    try:
        return pyrage.x25519.Identity.from_str(lines[0] if lines else "")
    except pyrage.IdentityError:
        raise Refusal(f"In {path} steht kein Schlüssel von age. Er beginnt mit AGE-SECRET-KEY-1.") from None


def encrypted(data: bytes, where: Where, ask: Ask) -> bytes:
    """The private file as it may lie in git: for the key that lies here, else with a passphrase."""
    import pyrage

    typed(where.file() or Path("einwahl.yaml"), data, where.environment)  # what cannot be used is not worth hiding
    if where.key().is_file():
        return pyrage.encrypt(data, [identity(where.key()).to_public()], armored=True)
    word = where.environment.get("FRAKTION_PASSWORT") or ask("Neues Passwort, mindestens 20 Zeichen: ")
    if len(word) < 20:
        raise Refusal(
            "Das Passwort ist zu kurz. Wer das Repository hat, kann beliebig lange raten: bitte mindestens 20 Zeichen, zum Beispiel sechs zufällige Wörter."
        )
    return pyrage.passphrase.encrypt(data, word, armored=True)
