"""A folder of a mail server, read over IMAP with TLS and never changed (RFC 3501, EXAMINE and BODY.PEEK).

What may come in: from the server, anything. What is no answer ends with a sentence; a mail that does not come is a line.
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import re
import ssl
from collections.abc import Callable, Iterator

from ..records.problems import shorten
from ..site.private import Imap
from ..site.settings import Refusal
from . import flags
from .boxes import Stored, head_of
from .letterbox import LARGEST

AT_ONCE = 8 * 2**20  # bytes of mails that are fetched with one question
MOST = 50_000  # mails of a folder
SAID = re.compile(rb"UID (\d{1,10})")
SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
FLAGS = re.compile(rb"FLAGS \(([^()]{0,2000})\)")
LINE = re.compile(rb'\(([^()]{0,500})\) (?:"(?:[^"\\]|\\.)"|NIL) (.{1,500})')


def in_imap(box: Imap, ask: Callable[[str], str]) -> Iterator[Stored]:
    """The mails of the folder, with what their owner did with each."""
    where = f"Der Mailserver {box.host}:{box.port}"
    password = box.password or ask(f"Passwort für {box.user} auf {box.host}: ")
    if not password:
        raise Refusal(
            f"Zum Lesen des Postfachs auf {box.host} fehlt das Passwort. Bitte in der privaten Datei unter imap eintragen, oder FRAKTION_IMAP_PASSWORT setzen."
        )
    server = None
    try:
        server = connected(box, where)
        login(server, box, password, where)
        yield from mails_of(server, box)
    except ssl.SSLCertVerificationError as error:
        raise Refusal(
            f"{where} weist sich mit einem Zertifikat aus, das nicht stimmt ({shorten(error.verify_message, 120)}). Es wird nichts gelesen. Bitte den Namen des Mailservers prüfen."
        ) from None
    except TimeoutError:
        raise Refusal(f"{where} antwortet nicht. Bitte später noch einmal.") from None
    except (OSError, imaplib.IMAP4.error, ValueError, EOFError) as error:
        raise Refusal(f"{where} ist nicht zu erreichen ({reason(error)}).") from None
    finally:
        if server:
            with contextlib.suppress(Exception):
                server.logout()
            with contextlib.suppress(Exception):
                server.shutdown()


def connected(box: Imap, where: str) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=box.roots or None)
    if box.implicit:
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=box.patience)
    server = imaplib.IMAP4(box.host, box.port, timeout=box.patience)
    if "STARTTLS" not in server.capabilities:
        server.shutdown()
        raise Refusal(
            f"{where} bietet keine Verschlüsselung an (STARTTLS). Ohne sie wird kein Passwort gesendet. Vielleicht passt: anschluss: 993, verschluesselung: TLS"
        )
    server.starttls(context)
    return server


def login(server: imaplib.IMAP4, box: Imap, password: str, where: str) -> None:
    try:
        if box.user.isascii() and password.isascii() and "AUTH=PLAIN" not in server.capabilities:
            server.login(box.user, password)
        else:  # signs that LOGIN has no way to say (RFC 4616)
            server.authenticate("PLAIN", lambda _: f"\0{box.user}\0{password}".encode())
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Refusal(
            f"{where} nimmt Nutzer und Passwort nicht an. Bitte in der privaten Datei unter imap prüfen. Manche Anbieter verlangen ein eigenes „App-Passwort“."
        ) from None


def mails_of(server: imaplib.IMAP4, box: Imap) -> Iterator[Stored]:
    state, said = server.select(quoted(box.folder), readonly=True)
    if state != "OK":
        raise Refusal(f"Auf {box.host} gibt es den Ordner „{box.folder}“ nicht.{others(server)}")
    many = int(said[0]) if said and said[0] and said[0].isdigit() else 0
    if many > MOST:
        raise Refusal(
            f"Im Ordner „{box.folder}“ liegen {many} Mails. Bitte die Anfragen in einen eigenen Ordner verschieben."
        )
    known = list(listed(server)) if many else []
    while known:
        piece = [known.pop(0)]
        while (
            known
            and len(piece) < 100
            and sum(min(size, LARGEST) for _, size, _ in piece) + min(known[0][1], LARGEST) <= AT_ONCE
        ):
            piece.append(known.pop(0))
        texts = fetched(server, [uid for uid, _, _ in piece])
        for uid, _, state in piece:
            data = texts.get(uid)
            yield Stored(
                uid,
                "Diese Mail gab der Mailserver nicht heraus." if data is None else data,
                state or ("" if data is None else flags.by_head(head_of(data), letters=False)),
            )


def listed(server: imaplib.IMAP4) -> Iterator[tuple[int, int, str]]:
    """Number, size and state of each mail."""
    state, said = server.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")
    if state != "OK":
        raise imaplib.IMAP4.error("FETCH")
    for line in said:
        data = line[0] if isinstance(line, tuple) else line
        if data and (uid := SAID.search(data)):
            size, words = SIZE.search(data), FLAGS.search(data)
            yield (
                int(uid[1]),
                int(size[1]) if size else LARGEST,
                flags.of_words(words[1].decode("ascii", "replace").split() if words else []),
            )


def fetched(server: imaplib.IMAP4, uids: list[int]) -> dict[int, bytes]:
    """The beginnings of mails. PEEK: none becomes „read“ by it."""
    state, said = server.uid("FETCH", ",".join(map(str, uids)), f"(UID BODY.PEEK[]<0.{LARGEST}>)")
    if state != "OK":
        raise imaplib.IMAP4.error("FETCH")
    found = {}
    for number, line in enumerate(said):
        if isinstance(line, tuple):
            after = said[number + 1] if number + 1 < len(said) and isinstance(said[number + 1], bytes) else b""
            if uid := SAID.search(line[0]) or SAID.search(after):
                found[int(uid[1])] = bytes(line[1][:LARGEST])
    return found


def others(server: imaplib.IMAP4) -> str:
    """The folders that are there, for somebody who mistyped one."""
    with contextlib.suppress(imaplib.IMAP4.error, OSError, ValueError):
        state, said = server.list()
        names = [
            unquoted(found[2])
            for line in said
            if isinstance(line, bytes) and (found := LINE.search(line)) and b"noselect" not in found[1].lower()
        ]
        if state == "OK" and names:
            return f" Dort liegen: {', '.join(shorten(name, 60) for name in sorted(names)[:20])}."
    return ""


# ---------------------------------------------------------------------- names of folders (RFC 3501, 5.1.3)


def quoted(name: str) -> str:
    """As a quoted string, with other letters than ASCII in modified UTF-7."""

    def packed(found: re.Match[str]) -> str:
        return "&" + base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    plain = re.sub(r"[^\x20-\x7e]+", packed, name.replace("&", "&-"))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquoted(data: bytes) -> str:
    text = data.strip().decode("ascii", "replace")
    if text.startswith('"'):
        text = re.sub(r"\\(.)", r"\1", text[1:-1])

    def opened(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        packed = found[1].replace(",", "/")
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be", "replace")

    return re.sub(r"&([A-Za-z0-9+,]{0,200})-", opened, text)


def reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "das eigene Stammzertifikat fehlt"
    if isinstance(error, UnicodeError):
        return "den Namen gibt es nicht"
    return {
        "gaierror": "den Namen gibt es nicht",
        "ConnectionRefusedError": "er nimmt dort nichts an",
        "SSLError": "die Verschlüsselung gelang nicht",
    }.get(type(error).__name__, "die Verbindung brach ab")
