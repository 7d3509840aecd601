"""Requests as they come: a mailbox of mails, words on the command line. Read, sorted, never answered here.

A request is a mail with a meeting's mark in its subject, „[k7f3qz-2026-12-02]“, written by a person. Its From address is
the one that counts, if it is that person's own (senders.py); Reply-To would let anybody have an invitation sent to
somebody else under another name. What the owner of the mailbox deleted or put aside is no request (flags.py).

What may come in: mailboxes and texts of any bytes. Each mail and word becomes one `Found`, so that nobody is lost without a
line; what is no mailbox at all is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from ..records.problems import shorten
from ..records.quoting import shell
from . import senders
from .boxes import Stored, stored, take_out
from .guests import Guest, Odd, from_header, read_guest
from .letterbox import Mail, Unreadable, inner, read_mail
from .words import decoded

MARK = re.compile(r"\[([2-9bcdfghjkmnpqrstvwxz]{6}(?:-\d{4}-\d{2}-\d{2})?)\]")


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
    """Something that is no request: somebody has to look at it, unless a machine wrote it; `quiet` ones are only counted."""

    source: str
    why: str
    quiet: bool = False
    machine: bool = False
    state: str = ""  # what the owner of the mailbox did with it (flags.py); these are only counted too
    meetings: tuple[str, ...] = ()
    guests: tuple[Guest, ...] = ()  # who may be meant; never invited by itself

    @property
    def looks(self) -> bool:
        return not (self.quiet or self.machine or self.state)

    @property
    def lines(self) -> list[str]:
        """The command to paste for each who may be meant."""
        return [
            f"fraktion einladen {meeting} {shell(str(guest))}" for meeting in self.meetings for guest in self.guests
        ]


Found = Request | Bounce | Passed


# --------------------------------------------------------------------------------------- mailboxes


def read_mailbox(path: Path, own: Iterable[str] = ()) -> Iterator[Found]:
    """Everything in a mailbox. `own`: our addresses."""
    yield from read_stored(stored(path), path.name, own)


def read_stored(mails: Iterable[Stored], name: str, own: Iterable[str] = ()) -> Iterator[Found]:
    """Each mail for itself: one that is broken takes no other with it."""
    ours = {address.lower() for address in own if address}
    for number, each in enumerate(mails, 1):
        source = f"{shorten(name, 80)}, Mail {number}"
        if isinstance(each.data, str):
            yield Passed(source, each.data)
        elif each.state:
            yield Passed(source, f"Diese Mail ist {each.state}.", state=each.state)
        else:
            yield sorted_in(each.data, source, ours)
            if each.hidden and MARK.search(each.data.decode("utf-8", "replace")):
                yield Passed(source, "Im Text dieser Mail steht eine weitere. Nur der Absender der äußeren gilt.")


def sorted_in(data: bytes, source: str, ours: set[str]) -> Found:
    """What one mail is, from its bytes."""
    try:
        mail = read_mail(data)
        return bounce(mail) or looked_at(mail, source, ours)
    except Unreadable as unreadable:
        return Passed(source, str(unreadable))


def marks_of(mail: Mail) -> set[str]:
    return {mark for subject in mail.values("Subject") for mark in MARK.findall(decoded(subject))}


def looked_at(mail: Mail, source: str, ours: set[str]) -> Found:
    marks, machine = marks_of(mail), senders.from_machine(mail, ours)
    if not marks:
        return Passed(source, *unmarked(mail, ours, machine))
    if machine:
        return Passed(source, machine, machine=True)

    def look(why: str, *guests: Guest) -> Passed:
        return Passed(source, why, meetings=tuple(sorted(marks)), guests=tuple(dict.fromkeys(guests)))

    froms = mail.values("From")
    if len(froms) != 1:
        return look(
            "Diese Mail hat nicht genau einen Absender.", *(guest for value in froms for guest in addressed(value))
        )
    try:
        guest = from_header(froms[0])
    except Odd as odd:
        return look(f"Der Absender ist nicht eindeutig. {odd}", *senders.named(mail, "From"))
    if replaced := senders.in_place_of(mail, guest, ours):
        return by_another(mail, guest, ours, replaced, look)
    if senders.is_passed_on(mail, guest, MARK):
        writers = [each for each in [*senders.within(mail), *senders.first_writers(mail)] if each.key not in ours]
        return look(f"{guest} hat diese Mail nur weitergeleitet. {who(writers)}", *writers)
    if len(marks) > 1:
        return look("Im Betreff stehen die Kennzeichen mehrerer Sitzungen.", guest)
    if check := senders.maybe_forged(mail):
        return look(
            f"Der Absender {guest} ist vielleicht gefälscht ({check}). Bitte nachfragen und dann von Hand einladen.",
            guest,
        )
    if senders.CALENDAR_SUBJECT.search(decoded(mail.values("Subject")[0])):
        return look("Der Betreff klingt nach der Antwort auf eine Einladung, nicht nach einer Anfrage.", guest)
    return Request(marks.pop(), guest, source)


def addressed(value: str) -> Iterator[Guest]:
    with suppress(Odd):
        yield from_header(value)


def by_another(mail: Mail, guest: Guest, ours: set[str], why: str, look) -> Passed:
    """A mail whose From is nobody's own: who wrote it stands elsewhere, or nowhere (decision 32)."""
    others = senders.candidates(mail, guest, ours)
    if senders.is_passed_on(mail, guest, MARK):
        others = others or [
            each for each in senders.first_writers(mail) if each.key not in ours and each.key != guest.key
        ]
    if not others and guest.key in ours and is_sent(mail, ours):
        return Passed(look("").source, "Diese Mail ist von uns selbst.", quiet=True)
    if not others and senders.ADDRESS.search(guest.address):
        return Passed(look("").source, "Der Absender ist ein Programm.", machine=True)
    if senders.ADDRESS.search(guest.address) and not senders.FORMS.search(
        guest.address
    ):  # a mail server, a list's program: nobody wrote through it
        return Passed(look("").source, "Der Absender ist ein Programm.", machine=True)
    return look(f"{why} {who(others)}", *others)


def who(others: list[Guest]) -> str:
    if not others:
        return "Wer gefragt hat, ist nicht zu erkennen."
    return "Gefragt hat vielleicht:" if len({each.key for each in others}) == 1 else "Mehrere kommen in Frage:"


def is_sent(mail: Mail, ours: set[str]) -> bool:
    """Did we send it to somebody else, rather than it to us?"""
    to = {each.key for name in ("To", "Cc") for each in senders.named(mail, name)}
    return bool(to) and not to & ours


def unmarked(mail: Mail, ours: set[str], machine: str) -> tuple[str, bool]:
    """Why a mail without a mark in its subject is none, and whether that is all there is to it."""
    if not machine and (not is_own(mail, ours) or senders.candidates(mail, None, ours)):
        if any("=?" in decoded(subject) for subject in mail.values("Subject")):
            return "Der Betreff lässt sich nicht ganz lesen.", False
        if MARK.search(mail.start):
            return "Das Kennzeichen einer Sitzung steht in dieser Mail, aber nicht im Betreff.", False
    return "Im Betreff steht kein Kennzeichen einer Sitzung.", True


def is_own(mail: Mail, ours: set[str]) -> bool:
    with suppress(Odd):
        return len(froms := mail.values("From")) == 1 and from_header(froms[0]).key in ours
    return False


def bounce(mail: Mail) -> Bounce | None:
    """A delivery report that says „failed“, with the mail it is about (RFC 3464)."""
    if mail.kind != "multipart/report":
        return None
    address = said = about = ""
    for part in mail.parts:
        if part.kind in ("message/delivery-status", "message/global-delivery-status"):
            for group in inner(part):
                if group.token("Action") == "failed":
                    address = group.words("Final-Recipient").partition(";")[2].strip()
                    said = group.words("Diagnostic-Code").partition(";")[2].strip() or group.words("Status")
        elif part.kind in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            about = about or next((head.words("Message-ID") for head in inner(part)[:1]), "")
    return Bounce(about, shorten(address, 80), shorten(said, 120)) if about and address else None


# ------------------------------------------------------------------------------------------- words


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
    """Take the mails that ask for nothing but these meetings out of a mailbox: how many they were. What cannot be read stays."""

    def meant(mail: Stored) -> bool:
        with suppress(Unreadable):
            marks = set() if isinstance(mail.data, str) else marks_of(read_mail(mail.data))
            return bool(marks) and marks <= meetings
        return False

    return take_out(path, meant)
