"""Sending one mail over SMTP, so that afterwards it is known whether it went out, or known that nobody knows.

TLS always, with the certificate checked. What the server refuses before the text is certainly unsent; from the first byte
of the text until a plain answer the outcome is unknown.

What may come in: from the server, any bytes, at any pace. A reply is whole, in time and has a form (`Wire.getreply`), or it
is none; its words are shown as one printable line.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Callable

from msgspec import Struct

from ..records.problems import shorten
from ..site.private import Server
from ..site.settings import Refusal
from .journal import BEGUN, LATER, REFUSED, SENT, UNSENT

HELLO = "[127.0.0.1]"  # as mail programs do; the machine's own name is nobody's business
LONGEST_WAIT = 3600  # seconds for one reply
MOST_LINES, LONGEST_LINE = 100, 8192  # of one reply (RFC 5321, 4.5.3.1.5, says 512 bytes a line)
REPLY = re.compile(rb"([2-5][0-9][0-9])(?:([ -])([^\n]*))?\r?\n")
NONE = -1  # the code of a reply that is none


class Unreachable(Exception):
    """The server cannot be reached now; the text is the sentence."""


class Outcome(Struct, frozen=True):
    state: str
    said: str = ""
    alive: bool = True  # may the connection be used again?


class Wire:
    """Replies read strictly. `smtplib` takes half a line for a whole one, and waits for ever for one that never ends."""

    ahead = b""  # what the server has said and nobody has read yet

    def getreply(self) -> tuple[int, bytes]:
        """One reply (RFC 5321, 4.2.1): its code and words. What has not its form has the code NONE."""
        said, codes, end = [], set(), time.monotonic() + self.timeout
        while len(said) < MOST_LINES:
            line = self.line(end)
            found = REPLY.fullmatch(line)
            said.append(found[3] or b"" if found else line.strip())
            codes.add(found[1] if found else b"")
            if not found or found[2] != b"-":
                break
        else:
            codes.add(b"")
        return int(codes.pop()) if len(codes) == 1 and b"" not in codes else NONE, b"\n".join(said)

    def line(self, end: float) -> bytes:
        while (at := self.ahead.find(b"\n") + 1) == 0 and len(self.ahead) <= LONGEST_LINE:
            self.sock.settimeout(max(0.001, end - time.monotonic()))
            if time.monotonic() > end or not (more := self.sock.recv(4096)):
                self.close()
                raise TimeoutError if time.monotonic() > end else smtplib.SMTPServerDisconnected("closed")
            self.ahead += more
        self.sock.settimeout(self.timeout)
        line, self.ahead = self.ahead[: at or None], self.ahead[at:] if at else b""
        return line

    def speaks_out_of_turn(self) -> bool:
        """Has it already said something for which nobody asked? Its next reply would be taken for another one."""
        return bool(self.ahead) or bool(isinstance(self.sock, ssl.SSLSocket) and self.sock.pending())

    def starttls(self, **more: object) -> tuple[int, bytes]:
        answer = super().starttls(**more)
        self.ahead = b""  # what was said before it was encrypted
        return answer


class Plain(Wire, smtplib.SMTP):
    pass


class Encrypted(Wire, smtplib.SMTP_SSL):
    pass


def connect(server: Server) -> smtplib.SMTP:
    where = f"Der Mailserver {server.host}:{server.port}"
    if not f"{server.user}{server.password}".isascii():
        raise Refusal(
            f"{where} kann nur Nutzer und Passwörter ohne Umlaute und andere besondere Zeichen annehmen. Bitte in der privaten Datei unter smtp prüfen."
        )
    how = {"local_hostname": HELLO, "timeout": min(server.patience, LONGEST_WAIT)}
    smtp: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context(cafile=server.roots or None)
        if server.implicit:
            smtp = Encrypted(server.host, server.port, context=context, **how)
        else:
            smtp = Plain(server.host, server.port, **how)
            greeted(smtp)
            if not smtp.has_extn("starttls"):
                raise Refusal(
                    f"{where} bietet keine Verschlüsselung an (STARTTLS). Ohne sie wird nichts gesendet. Vielleicht passt: anschluss: 465, verschluesselung: TLS"
                )
            smtp.starttls(context=context)
        greeted(smtp)
        if server.user:
            smtp.login(server.user, server.password)
        ready, smtp = smtp, None
        return ready
    except ssl.SSLCertVerificationError as error:
        raise Refusal(
            f"{where} weist sich mit einem Zertifikat aus, das nicht stimmt ({words(error.verify_message)}). Es wird nichts gesendet. Bitte den Namen des Mailservers prüfen."
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise Unreachable(f"{where} nimmt die Anmeldung gerade nicht an ({words(error.smtp_error)}).") from None
        raise Refusal(
            f"{where} nimmt Nutzer und Passwort nicht an. Bitte in der privaten Datei unter smtp prüfen."
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise Refusal(f"{where} bietet keine Anmeldung an. Bitte den Anschluss prüfen.") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Unreachable(f"{where} ist nicht zu erreichen ({reason(error)}).") from None
    finally:
        if smtp:
            smtp.close()


def greeted(smtp: smtplib.SMTP) -> None:
    code, said = smtp.ehlo()
    if code != 250:
        raise smtplib.SMTPResponseException(code, said)


def reason(error: Exception) -> str:
    """In a word; the system's own would be English and long."""
    if isinstance(error, FileNotFoundError):
        return "das eigene Stammzertifikat fehlt"
    if isinstance(error, TimeoutError) or "timed out" in str(error):  # smtplib gives only the words on
        return "keine Antwort"
    if isinstance(error, smtplib.SMTPResponseException):
        return answer(error.smtp_code, error.smtp_error)
    if isinstance(error, UnicodeError):
        return "den Namen gibt es nicht"
    return {
        "gaierror": "den Namen gibt es nicht",
        "ConnectionRefusedError": "er nimmt dort nichts an",
        "SSLError": "die Verschlüsselung gelang nicht",
    }.get(type(error).__name__, "die Verbindung brach ab")


def words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return shorten(" ".join(text.split()), 160)


def answer(code: int, said: bytes | str) -> str:
    """A reply for the screen and the journal; of one that is none, only its words."""
    return f"unklare Antwort: „{words(said)}“" if code == NONE else f"{code} {words(said)}".strip()


def deliver(smtp: smtplib.SMTP, sender: str, recipient: str, mail: bytes, begin: Callable[[], None]) -> Outcome:
    """One mail to one recipient. `begin` writes „wird gesendet“; when it returns, that is on the disk.

    Once the text has begun, 250 means sent, 4xx later, 5xx refused (RFC 5321, 4.2.1), and all else that nobody knows.
    """
    begun = False
    try:
        code, said = smtp.mail(sender)
        if code != 250:  # our own address, not the recipient's fault
            return refused(smtp, code, said, whole=True)
        code, said = smtp.rcpt(recipient)
        if code not in (250, 251):
            return refused(smtp, code, said)
        begin()
        code, said = smtp.docmd("DATA")
        if code != 354 or smtp.speaks_out_of_turn():
            return refused(smtp, code, said, lost=not 400 <= code < 600)
        begun = True
        smtp.send(re.sub(rb"(?m)^\.", b"..", mail) + b".\r\n")
        code, said = smtp.getreply()
        if code == 250:
            return Outcome(SENT, "", alive=not smtp.speaks_out_of_turn())
        if 400 <= code < 600:
            return refused(smtp, code, said)
        smtp.close()
        return Outcome(BEGUN, answer(code, said), alive=False)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        with contextlib.suppress(Exception):
            smtp.close()
        return Outcome(BEGUN if begun else UNSENT, reason(error), alive=False)


def refused(smtp: smtplib.SMTP, code: int, said: bytes, whole: bool = False, lost: bool = False) -> Outcome:
    """4xx may go another time, 5xx may not; any other answer before the text means it was not sent. `lost`: the server may wait for a text."""
    alive = code not in (421, NONE) and not lost
    try:
        if alive:
            alive = smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        alive = False
    if not alive:
        smtp.close()
    return Outcome(REFUSED if 500 <= code < 600 and not whole else LATER, answer(code, said), alive)
