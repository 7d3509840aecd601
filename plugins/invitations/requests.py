"""Requests as they come: a mailbox of mails, a table, words on the command line. Read, sorted, never answered here.

A request is a mail with a meeting's mark in its subject, „[k7f3qz-2026-12-02]“, written by a person. Its From address is
the one that counts; Reply-To would let anybody have an invitation sent to somebody else under another name.
"""

from __future__ import annotations

import csv
import io
import mailbox
import re
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from msgspec import Struct

from ..records.problems import shorten, why
from ..site.settings import Refusal
from .guests import Guest, Odd, decoded, from_header, read_guest

MARK = re.compile(r"\[([2-9bcdfghjkmnpqrstvwxz]{6}(?:-\d{4}-\d{2}-\d{2})?)\]")
LARGEST = 25 * 2**20  # bytes of one mail that are looked at
MACHINES = re.compile(r"(?:^|[.+_-])(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|listserv|majordomo|mailman)(?:$|[.+_@-])", re.IGNORECASE)
NAMES, MAILS = ("name", "vorname und nachname", "teilnehmer", "person"), ("mail", "e-mail", "email", "adresse", "mailadresse", "e-mail-adresse")


class Request(Struct, frozen=True, order=True):
    meeting: str  # the mark: a meeting's uid
    guest: Guest
    source: str  # where it came from, in a word for the person at the screen


class Bounce(Struct, frozen=True):
    """A mail of ours that came back (RFC 3464)."""

    message_id: str
    address: str
    said: str


class Passed(Struct, frozen=True):
    """Something that is no request; `why` is told, unless there is nothing to do about it."""

    source: str
    why: str
    quiet: bool = False


Found = Request | Bounce | Passed


# --------------------------------------------------------------------------------------- mailboxes


def read_mailbox(path: Path, own: Iterable[str] = ()) -> Iterator[Found]:
    """Everything in a mailbox, each mail for itself: one that is broken takes no other with it. `own`: our addresses."""
    ours = {address.lower() for address in own}
    for number, (_, data) in enumerate(mails(path), 1):
        yield sorted_in(data, f"{path.name}, Mail {number}", ours)


def mails(path: Path) -> Iterator[tuple[object, bytes]]:
    """The mails of an mbox, a Maildir, a folder of .eml files or one such file, with what each is found by."""
    try:
        if path.is_dir() and not (path / "cur").is_dir():
            for file in sorted(path.glob("*.eml")):
                yield file, file.read_bytes()[:LARGEST]
        elif path.suffix.lower() == ".eml":
            yield path, path.read_bytes()[:LARGEST]
        else:
            with closing(opened(path)) as box:
                for key in sorted(box.keys()):
                    with suppress(KeyError, mailbox.Error):
                        yield key, box.get_bytes(key)[:LARGEST]
    except OSError as error:
        raise Refusal(f"Das Postfach {path} lässt sich nicht lesen: {why(error)}. Bitte den Weg prüfen.") from None


def opened(path: Path) -> mailbox.Mailbox:
    if path.is_dir():
        return mailbox.Maildir(path, factory=None, create=False)
    if not path.is_file():
        raise Refusal(f"Das Postfach {path} gibt es nicht. Möglich sind eine mbox-Datei, ein Maildir oder ein Ordner mit .eml-Dateien.")
    with path.open("rb") as file:
        start = file.read(5)
    if start and start != b"From ":
        raise Refusal(f"{path} ist kein Postfach: Eine mbox-Datei beginnt mit „From “. Eine Tabelle bitte mit --csv angeben.")
    return mailbox.mbox(path, factory=None, create=False)


def sorted_in(data: bytes, source: str, ours: set[str]) -> Found:
    try:
        message = message_from_bytes(data)
        return bounce(message) or looked_at(message, source, ours)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, AssertionError, RecursionError):  # what the email package raises on mails that are none
        return Passed(source, "Diese Mail ist beschädigt.")


def looked_at(message: Message, source: str, ours: set[str]) -> Found:
    marks = set(MARK.findall(words(message, "Subject")))
    if not marks:
        return Passed(source, "Im Betreff steht kein Kennzeichen einer Sitzung.", quiet=True)
    if machine := from_machine(message):
        return Passed(source, machine)
    if len(marks) > 1:
        return Passed(source, "Im Betreff stehen die Kennzeichen mehrerer Sitzungen.")
    senders = message.get_all("From") or []
    if len(senders) != 1:
        return Passed(source, "Diese Mail hat nicht genau einen Absender.")
    try:
        guest = from_header(str(senders[0]))  # bytes beyond ASCII become U+FFFD, which no address may hold
    except Odd as odd:
        return Passed(source, f"Der Absender ist nicht eindeutig. {odd}")
    if guest.key in ours:
        return Passed(source, "Diese Mail ist von uns selbst.", quiet=True)
    if MACHINES.search(guest.address):
        return Passed(source, "Der Absender ist ein Programm.")
    return Request(marks.pop(), guest, source)


def words(message: Message, name: str) -> str:
    return decoded(re.sub(r"\r?\n(?=[ \t])", "", str(message.get(name, ""))))


def from_machine(message: Message) -> str:
    """Why a mail was not written by a person for us (RFC 3834, RFC 2919); "" if it may have been."""
    if words(message, "Auto-Submitted").strip().lower() not in ("", "no") or message["X-Autoreply"] or message["X-Autorespond"]:
        return "Das ist eine automatische Antwort."
    if message["List-Id"] or message["List-Post"] or words(message, "Precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply"):
        return "Das ist eine Mail einer Mailingliste."
    if "Return-Path" in message and words(message, "Return-Path").strip() == "<>":
        return "Das ist eine Rückmeldung eines Mailservers."
    if message.get_content_type() == "multipart/report":
        return "Das ist eine Rückmeldung oder Lesebestätigung."
    if any(part.get_content_type() == "text/calendar" for part in message.walk()):
        return "Das ist die Antwort eines Kalenders auf eine Einladung."
    if words(message, "X-Spam-Flag").strip().upper() == "YES":
        return "Diese Mail gilt als Werbung (X-Spam-Flag)."
    return ""


def bounce(message: Message) -> Bounce | None:
    """A delivery report that says „failed“, with the mail it is about."""
    if message.get_content_type() != "multipart/report" or str(message.get_param("report-type", "")).lower() != "delivery-status":
        return None
    address = said = about = ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for group in part.get_payload() if part.is_multipart() else ():
                if words(group, "Action").strip().lower() == "failed":
                    address = words(group, "Final-Recipient").partition(";")[2].strip()
                    said = words(group, "Diagnostic-Code").partition(";")[2].strip() or words(group, "Status").strip()
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            about = about or message_id_in(part)
    return Bounce(about, address, shorten(said, 120)) if about and address else None


def message_id_in(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner:
        return words(inner[0], "Message-ID").strip()
    return words(message_from_bytes(part.get_payload(decode=True) or b""), "Message-ID").strip()


# ------------------------------------------------------------------------------------------ tables


def read_table(path: Path, meeting: str) -> Iterator[Found]:
    """A table (CSV) with a column for the address and one for the name; the first line names them."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(f"Die Tabelle {path} lässt sich nicht lesen: {why(error)}. Bitte den Weg prüfen.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")  # as Excel stores it
    head = text.partition("\n")[0]
    sign = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        titles = [title.strip().casefold() for title in next(rows, [])]
        mail = next((n for n, title in enumerate(titles) if title in MAILS), None)
        if mail is None:
            raise Refusal(f"In der ersten Zeile von {path} fehlt die Spalte mit der Mailadresse. Bitte so beginnen: name;mail")
        name = next((n for n, title in enumerate(titles) if title in NAMES), None)
        for row in rows:
            source = f"{path.name}, Zeile {rows.line_num}"
            if any(cell.strip() for cell in row):
                yield typed(row[mail] if mail < len(row) else "", row[name] if name is not None and name < len(row) else "", meeting, source)
    except csv.Error:
        raise Refusal(f"{path}, Zeile {rows.line_num}: Das ist keine Tabelle (CSV). Bitte neu speichern, mit Strichpunkten zwischen den Spalten.") from None


def read_words(people: Iterable[str], meeting: str) -> Iterator[Found]:
    """„Vera Beispiel <vera@example.org>“ from the command line."""
    for text in people:
        yield typed(text, "", meeting, "Aufruf")


def typed(text: str, name: str, meeting: str, source: str) -> Found:
    try:
        return Request(meeting, read_guest(text.strip(), name.strip()), source)
    except Odd as odd:
        return Passed(source, f"„{shorten(text, 80)}“: {odd}")


# -------------------------------------------------------------------------------------- forgetting


def remove_requests(path: Path, meetings: set[str]) -> int:
    """Take the mails with these meetings' marks out of a mailbox: how many they were."""

    def meant(data: bytes) -> bool:
        with suppress(ValueError, LookupError, TypeError, AttributeError):
            return bool(meetings & set(MARK.findall(words(message_from_bytes(data), "Subject"))))
        return False

    keys = [key for key, data in mails(path) if meant(data)]
    if not keys:
        return 0
    if isinstance(keys[0], Path):
        for file in keys:
            file.unlink()
        return len(keys)
    with closing(opened(path)) as box:
        try:
            box.lock()
            for key in keys:
                box.remove(key)
            box.flush()
        except mailbox.ExternalClashError:
            raise Refusal(f"Das Postfach {path} ist gerade in Gebrauch. Bitte das Mailprogramm schließen und noch einmal.") from None
        finally:
            box.unlock()
    return len(keys)
