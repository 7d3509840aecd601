"""A site that stopped being built tells somebody: one mail a week, to the address in server.json. What came of the last night stands in `nachtlauf.json`."""

from __future__ import annotations

import datetime as dt
import json
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from ..records import german
from ..records.problems import shorten
from .place import Place, Say, now, write_json

FILE = "nachtlauf.json"
AGAIN = dt.timedelta(days=7)
LATE = dt.timedelta(days=2)  # a night that did not come
PATIENCE = 30  # seconds for the mail server
LINES = 30  # of what was said


def last(place: Place) -> dict[str, str]:
    """gelungen, gescheitert (since when), gemeldet: moments, ISO; warum: what was said."""
    with suppress(OSError, ValueError, AttributeError):
        return {str(key): str(value) for key, value in json.loads((place.root / FILE).read_bytes()).items()}
    return {}


def succeeded(place: Place) -> None:
    write_json(place.root / FILE, {"fassung": 1, "gelungen": now().isoformat()})


def failed(place: Place, why: str, say: Say) -> None:
    """Remember it; tell somebody, if nobody was told within a week. Whatever the mail server does, the night goes on."""
    before, moment = last(place), now()
    known = {
        **before,
        "fassung": 1,
        "gescheitert": before.get("gescheitert") or moment.isoformat(),
        "warum": "\n".join(shorten(row, 300) for row in why.strip().splitlines()[:LINES]),
    }
    settings = place.read()
    if settings.get("mail") and (not (told := moment_of(before.get("gemeldet", ""))) or moment - told >= AGAIN):
        try:
            send(settings, letter(place, settings, known))
            known["gemeldet"] = moment.isoformat()
            say(f"Eine Mail an {settings['mail']} ist unterwegs.")
        except (OSError, smtplib.SMTPException, ValueError) as error:
            say(
                f"Die Mail an {settings['mail']} ging nicht: {shorten(str(error))}. In der nächsten Nacht wird es wieder versucht."
            )
    write_json(place.root / FILE, known)


def moment_of(text: str) -> dt.datetime | None:
    with suppress(ValueError):
        found = dt.datetime.fromisoformat(text)
        return found if found.tzinfo else None
    return None


def letter(place: Place, settings: dict, known: dict) -> EmailMessage:
    mail = EmailMessage()
    host, since = settings.get("host") or "localhost", moment_of(str(known["gescheitert"]))
    mail["Subject"] = f"Die Website {host} wird nicht mehr gebaut"
    mail["From"] = settings.get("mail_von") or f"website@{host}"
    mail["To"] = settings["mail"]
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=host)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
    mail.set_content(f"""Guten Tag,

die Website {host} wurde heute Nacht nicht neu gebaut, zum ersten Mal nicht am {german.day(since.date()) if since else "?"}.
Öffentlich ist weiter die letzte Fassung; was vom Tag abhängt (die nächste Sitzung, Fristen), stimmt darauf nicht mehr.

Das Programm sagt dazu:

{known["warum"] or "(nichts)"}

Nachsehen auf dem Server: {place.command} stand --ziel {place.root}
Noch einmal bauen:        {place.command} server nacht {place.root}
Wenn sonst nichts hilft:  das Betriebsbuch, Abschnitt „Wenn etwas klemmt“

Diese Mail kommt höchstens einmal in der Woche, bis es wieder geht.
""")
    return mail


def send(settings: dict, mail: EmailMessage) -> None:
    """Through the server of this machine, or the one in server.json (`mailserver`: name:port); with a login only over TLS."""
    host, _, port = str(settings.get("mailserver") or "localhost:25").partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=PATIENCE) as server:
        if settings.get("mail_nutzer"):
            server.starttls(context=ssl.create_default_context())
            server.login(str(settings["mail_nutzer"]), str(settings.get("mail_kennwort", "")))
        server.send_message(mail)


def standing(place: Place) -> list[str]:
    """For `fraktion stand`."""
    known = last(place)
    if since := moment_of(known.get("gescheitert", "")):
        told = moment_of(known.get("gemeldet", ""))
        whom = (
            f"; gemeldet am {german.day(told.date())}"
            if told
            else ""
            if place.read().get("mail")
            else f"; niemand erfährt es, weil in server.json keine Mailadresse steht (fraktion server einrichten {place.root} --mail ADRESSE)"
        )
        return [
            f"Der Nachtlauf scheitert seit dem {german.day(since.date())}{whom}:",
            *(f"  {row}" for row in known.get("warum", "").splitlines()[:5]),
        ]
    done = moment_of(known.get("gelungen", ""))
    if done and now() - done > LATE:
        return [
            f"Der letzte Nachtlauf war am {german.day(done.date())}. Läuft der Zeitgeber noch? Nachsehen: systemctl list-timers fraktion-nacht.timer"
        ]
    return []
