"""One personal mail: text, HTML and calendar say the same, the calendar file is attached (RFC 5546, RFC 6047)."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from msgspec import Struct

from ..meetings.calendar import Party, build_calendar
from ..records.compact import dumps
from ..records.digests import digest
from ..records.quoting import mail_header
from . import letter
from .guests import Guest
from .journal import signature
from .letter import CANCEL, CHANGE, FIRST, Occasion

LONG = SMTP.clone(
    max_line_length=300
)  # of a header; the email package breaks a subject of 78 signs right after its colon


class Unbuildable(Exception):
    """Of these values no mail can be made; the text is the sentence."""


class Sender(Struct, frozen=True, kw_only=True):
    name: str
    mail: str
    host: str  # right side of the calendar's uids

    @property
    def domain(self) -> str:
        return self.mail.rpartition("@")[2]


def message_id(meeting: str, version: int, guest: Guest, sender: Sender) -> str:
    """The same for the same person and version, however often it is asked for; and nobody can read the address out of it."""
    return f"<{meeting}.{version}.{signature(meeting, version, guest.key)}@{sender.domain}>"


def rehearsal_id(meeting: str, now: dt.datetime, sender: Sender) -> str:
    """Never that of a guest's mail: a program that has one already would hide the other."""
    return f"<{meeting}.probe.{now:%Y%m%d%H%M%S%f}@{sender.domain}>"


def print_of(occasion: Occasion) -> str:
    """Stands for what an invited person must know; another one means a new version."""
    meeting, access = occasion.meeting, occasion.access
    told = [
        meeting.name,
        str(meeting.date),
        str(meeting.start),
        str(meeting.end),
        meeting.form,
        meeting.cancelled,
        *map(str, filter(None, (meeting.last, meeting.pause, meeting.second))),
    ]
    return digest(
        dumps(
            [
                *told,
                *(
                    []
                    if meeting.cancelled
                    else [occasion.place, access.note, *(access.secrets if occasion.by_video else (access.place,))]
                ),
            ]
        )
    )


def build_mail(kind: str, occasion: Occasion, guest: Guest, sender: Sender, **more) -> bytes:
    """A mail as bytes, or `Unbuildable`: what the email package makes of odd values is no matter for anybody else."""
    try:
        return built(kind, occasion, guest, sender, **more)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        raise Unbuildable(
            "Daraus lässt sich keine Mail schreiben. Bitte Name und Adresse prüfen, auch die des Absenders."
        ) from None


def built(
    kind: str,
    occasion: Occasion,
    guest: Guest,
    sender: Sender,
    *,
    version: int,
    now: dt.datetime,
    calendar: bool = True,
    thread: str = "",
    sign: str = "",
) -> bytes:
    """`thread`: the first mail's id; `sign`: an own id. Without `calendar`: for somebody who asked and hears at once that it is cancelled."""
    meeting = occasion.meeting
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(mail_header(sender.name), addr_spec=sender.mail)
    mail["To"] = Address(mail_header(guest.name), addr_spec=guest.address)
    mail["Subject"] = mail_header(letter.subject(kind, meeting))
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = sign or message_id(meeting.uid, version, guest, sender)
    if thread and thread != mail["Message-ID"]:
        mail["In-Reply-To"] = mail["References"] = thread
    mail["Auto-Submitted"] = "auto-generated"  # no holiday note comes back (RFC 3834)
    blocks = letter.paragraphs(kind, occasion, guest.name)
    mail.set_content(letter.build_text(blocks), cte="quoted-printable")
    mail.add_alternative(letter.build_html(mail["Subject"], blocks), subtype="html", cte="quoted-printable")
    if calendar:
        method = "CANCEL" if kind == CANCEL else "REQUEST"
        event = calendar_for(method, occasion, guest, sender, version, now)
        mail.attach(calendar_part(method, event))
        mail.make_mixed()
        mail.add_attachment(
            event, maintype="application", subtype="ics", filename="absage.ics" if kind == CANCEL else "einladung.ics"
        )
    mail["Content-Language"] = "de"  # late: a new content takes such headers away
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(
            f"={number}_{hashlib.sha256(mail['Message-ID'].encode()).hexdigest()[:32]}"
        )  # not by chance: the same mail is the same bytes
    return mail.as_bytes(policy=LONG)


def calendar_for(
    method: str, occasion: Occasion, guest: Guest, sender: Sender, version: int, now: dt.datetime
) -> bytes:
    """The event with the way in, for this one guest."""
    cancel = method == "CANCEL"
    place = (
        None
        if cancel
        else occasion.access.link
        if occasion.by_video and not occasion.meeting.held.place
        else occasion.place
    )
    note = "" if cancel else letter.note_for_calendar(occasion)
    return build_calendar(
        [occasion.meeting],
        name=sender.name,
        host=sender.host,
        url=occasion.page.removesuffix(f"/{occasion.meeting.path}"),
        method=method,
        place=place,
        note=note,
        organizer=Party(sender.mail, sender.name),
        attendees=[Party(guest.address, guest.name)],
        stamp=now.astimezone(dt.UTC),
        sequence=version,
    )


def calendar_part(method: str, event: bytes) -> MIMEPart:
    part = MIMEPart(policy=SMTP)
    part.set_content(event.decode(), subtype="calendar", charset="utf-8", cte="base64")
    part.set_param("method", method)
    return part


__all__ = [
    "CANCEL",
    "CHANGE",
    "FIRST",
    "Occasion",
    "Sender",
    "Unbuildable",
    "build_mail",
    "message_id",
    "print_of",
    "rehearsal_id",
]
