"""Sending one mail over SMTP, so that afterwards it is known whether it went out, or known that nobody knows.

TLS always, with the certificate checked. What the server refuses before the text is certainly unsent; from the first byte
of the text until its answer the outcome is unknown.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable

from msgspec import Struct

from ..records.problems import shorten
from ..site.private import Server
from ..site.settings import Refusal
from .journal import BEGUN, LATER, REFUSED, SENT, UNSENT

HELLO = "[127.0.0.1]"  # as mail programs do; the machine's own name is nobody's business


class Unreachable(Exception):
    """The server cannot be reached now; the text is the sentence."""


class Outcome(Struct, frozen=True):
    state: str
    said: str = ""
    alive: bool = True  # may the connection be used again?


def connect(server: Server) -> smtplib.SMTP:
    where = f"Der Mailserver {server.host}:{server.port}"
    try:
        context = ssl.create_default_context(cafile=server.roots or None)
        if server.implicit:
            smtp = smtplib.SMTP_SSL(server.host, server.port, local_hostname=HELLO, timeout=server.patience, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, local_hostname=HELLO, timeout=server.patience)
            smtp.ehlo()
            if not smtp.has_extn("starttls"):
                smtp.close()
                raise Refusal(f"{where} bietet keine Verschlüsselung an (STARTTLS). Ohne sie wird nichts gesendet. Vielleicht passt: anschluss: 465, verschluesselung: TLS")
            smtp.starttls(context=context)
        smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
        return smtp
    except ssl.SSLCertVerificationError as error:
        raise Refusal(f"{where} weist sich mit einem Zertifikat aus, das nicht stimmt ({error.verify_message}). Es wird nichts gesendet. Bitte den Namen des Mailservers prüfen.") from None
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code < 500:
            raise Unreachable(f"{where} nimmt die Anmeldung gerade nicht an ({words(error.smtp_error)}).") from None
        raise Refusal(f"{where} nimmt Nutzer und Passwort nicht an. Bitte in der privaten Datei unter smtp prüfen.") from None
    except smtplib.SMTPNotSupportedError:
        raise Refusal(f"{where} bietet keine Anmeldung an. Bitte den Anschluss prüfen.") from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Unreachable(f"{where} ist nicht zu erreichen ({reason(error)}).") from None


def reason(error: Exception) -> str:
    """In a word; the system's own would be English and long."""
    if isinstance(error, FileNotFoundError):
        return "das eigene Stammzertifikat fehlt"
    if isinstance(error, TimeoutError) or "timed out" in str(error):  # smtplib gives only the words on
        return "keine Antwort"
    if isinstance(error, smtplib.SMTPResponseException):
        return words(error.smtp_error)
    return {"gaierror": "den Namen gibt es nicht", "ConnectionRefusedError": "er nimmt dort nichts an", "SSLError": "die Verschlüsselung gelang nicht"}.get(type(error).__name__, "die Verbindung brach ab")


def words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return shorten(" ".join(text.split()), 160)


def deliver(smtp: smtplib.SMTP, sender: str, recipient: str, mail: bytes, begin: Callable[[], None]) -> Outcome:
    """One mail to one recipient. `begin` writes „wird gesendet“; when it returns, that is on the disk."""
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
        if code != 354:
            return refused(smtp, code, said)
        begun = True
        smtp.send(re.sub(rb"(?m)^\.", b"..", mail) + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        with contextlib.suppress(Exception):
            smtp.close()
        return Outcome(BEGUN if begun else UNSENT, reason(error), alive=False)
    return Outcome(SENT, "") if code == 250 else refused(smtp, code, said)


def refused(smtp: smtplib.SMTP, code: int, said: bytes, whole: bool = False) -> Outcome:
    """4xx may go another time, 5xx may not (RFC 5321, 4.2.1); any other answer before the text means it was not sent."""
    text = f"{code} {words(said)}"
    alive = code != 421
    try:
        if alive:
            alive = smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        alive = False
    if not alive:
        smtp.close()
    return Outcome(REFUSED if 500 <= code < 600 and not whole else LATER, text, alive)
