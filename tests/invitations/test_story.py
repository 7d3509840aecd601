"""The whole story: a series, a citizen's mail, an invitation in the calendar, a move, an update, and everything forgotten."""

from __future__ import annotations

import datetime as dt
import mailbox
import re
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from ..meetings.clients import Khal
from .world import LINK, NUMBER, PHONE, PIN, Office, mail_server, parsed

SERIES = """\
---
uid: r8n4kd
name: Fraktionssitzung
art: Fraktionssitzung
rhythmus: alle zwei Wochen
tag: Mittwoch
beginn: 19:30
ende: 21:30
ab: 2026-12-02
bis: 2027-03-31
form: Videokonferenz
zugang: nach Anmeldung per Mail
veroeffentlicht: 2026-11-18
{more}---
"""
YEAR = (dt.date(2026, 11, 1), dt.date(2027, 10, 31))


def deliver(path: Path, mail: EmailMessage) -> None:
    box = mailbox.mbox(path)
    box.add(mail)
    box.close()


def asked_on(page: str) -> EmailMessage:
    """What a citizen's mail program makes of the button „Einladung anfordern“."""
    (link,) = set(re.findall(r'href="(mailto:[^"]+)"', page)) - {"mailto:fraktion@example.org"}
    parts = urlsplit(link.replace("&amp;", "&"))
    mail = EmailMessage()
    mail["From"], mail["To"] = "Mara Neugier <mara@example.net>", unquote(parts.path)
    mail["Subject"] = parse_qs(parts.query)["subject"][0]
    mail["Reply-To"] = "jemand-anders@example.com"
    mail.set_content(parse_qs(parts.query)["body"][0] + "Mara Neugier\n")
    return mail


def imported(khal: Khal, folder: Path, mail: bytes) -> list[tuple[str, str, str]]:
    """The calendar attached to a mail, opened in a calendar program: day, hour and title of all it then shows."""
    (part,) = [
        part for part in parsed(mail).iter_attachments() if part.get_filename() and part.get_filename().endswith(".ics")
    ]
    file = folder / "termin.ics"
    file.write_bytes(part.get_content())
    khal.take(file)
    return [(one.date, one.start, one.summary) for one in khal.shows(*YEAR)]


@pytest.mark.needs("khal")
def test_from_a_series_to_a_calendar_and_back_to_nothing(tmp_path: Path):
    with mail_server(tmp_path) as post:
        office, box, khal = Office(tmp_path, post.smtp()), tmp_path / "Anfragen", Khal(tmp_path / "khal")
        (office.project.content / "sitzungen/2026-12-02-sitzung.md").unlink()
        office.project.write("reihen/fraktionssitzung.md", SERIES.format(more=""))

        # A citizen reads the page and asks by mail.
        assert office.run(command="bauen").code == 0
        (page,) = office.project.output.glob("sitzungen/2026-12-16*/index.html")
        mail = asked_on(page.read_text("utf-8"))
        assert "[r8n4kd-2026-12-16]" in mail["Subject"]
        deliver(box, mail)
        assert "2026-12-16  Fraktionssitzung, Videokonferenz [r8n4kd-2026-12-16]: 1 einzuladen" in office.run(
            "--postfach", str(box)
        )

        # The office looks, and sends.
        assert "Mara Neugier <mara@example.net>" in office.run("2026-12-16", "--postfach", str(box))
        assert post.box == []
        assert "1 von 1 Mail gesendet." in office.run("2026-12-16", "--postfach", str(box), "--senden")
        (first,) = post.mails("mara@example.net")
        assert LINK in parsed(first).get_body(("plain",)).get_content()
        assert imported(khal, tmp_path, first) == [("2026-12-16", "19:30", "Fraktionssitzung")]

        # The meeting moves; so does the entry in her calendar.
        office.project.write(
            "reihen/fraktionssitzung.md",
            SERIES.format(
                more="verlegt:\n  - von: 2026-12-16\n    auf: 2026-12-17\n    beginn: 18:00\n    ende: 20:00\n    geaendert_am: 2026-11-22\n"
            ),
        )
        assert "1 mit Änderung" in office.run("--postfach", str(box))
        assert "1 von 1 Mail gesendet." in office.run("2026-12-17", "--postfach", str(box), "--senden")
        _, change = post.mails("mara@example.net")
        assert imported(khal, tmp_path, change) == [("2026-12-17", "18:00", "Fraktionssitzung")]
        assert "Es ist nichts zu senden." in office.run("2026-12-17", "--postfach", str(box), "--senden")

        # The site never held the way in; nobody else was written to.
        assert office.run(command="bauen").code == 0
        output = b"".join(path.read_bytes() for path in office.project.output.rglob("*") if path.is_file())
        assert [value for value in (LINK, PHONE, NUMBER, PIN, "mara@") if value.encode() in output] == []
        assert {recipient for recipient, _ in post.box} == {"mara@example.net"}

        # Ten days after, the next call forgets her, wherever it is about; the mails in the mailbox go when told to.
        assert "mara@example.net" in office.journal("r8n4kd-2026-12-16").path.read_text()
        office.run(today="2026-12-27")
        assert "mara@example.net" in office.journal("r8n4kd-2026-12-16").path.read_text()
        assert "Vergessen: 1 Person zur Sitzung r8n4kd-2026-12-16." in office.run(today="2026-12-28")
        assert "mara" not in "".join(path.read_text() for path in office.state.iterdir())
        assert "Aus dem Postfach gelöscht: 1 Anfrage" in office.run(
            "--vergessen", "--postfach", str(box), today="2026-12-28"
        )
        assert "mara" not in box.read_text()
