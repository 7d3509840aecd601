"""A year in the life of the office: requests in every shape, a sitting that is moved twice and goes past midnight, results from the minutes,
the newsletter of each month; and at every turn a real mailbox, a real mail server, khal and newsboat show what the pages say."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import smtplib
import sqlite3
import ssl
import sys
from email.header import Header
from email.message import EmailMessage
from pathlib import Path

import pytest

from plugins.meetings.calendar import host_of
from plugins.meetings.model import Meeting
from plugins.newsletter.model import Event
from plugins.records.german import NBSP, day
from plugins.records.problems import errors
from plugins.site.content import Site, read_site
from plugins.site.events import events

from .feeds.test_life import Newsboat
from .invitations.servers import Dovecot, dovecot
from .invitations.world import HOST, LINK, NUMBER, PHONE, PIN, WORD, Office, Post, calendar_of, mail_server, parsed
from .meetings.clients import Instance, Khal
from .reading import find, parse, served, words

SERIES = """\
---
uid: r8n4kd
name: Fraktionssitzung
art: Fraktionssitzung
rhythmus: alle vier Wochen
tag: Mittwoch
beginn: 19:30
ende: 21:30
ab: 2026-12-02
bis: 2027-12-01
form: Videokonferenz
zugang: nach Anmeldung per Mail
veroeffentlicht: 2026-11-02
---
"""
COUNCIL = "---\nuid: m4t8wd\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\ndatum: 2027-01-14\nbeginn: 18:00\nform: wird noch mitgeteilt\nzugang: öffentlich\nveroeffentlicht: 2026-12-01\n---\n"
STEP = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2027-01-14\n    top: {top}\n    terminiert_am: 2026-12-05\n"
MOTIONS = {
    "k7f3qz": ("2026-11-radweg", "Ein Radweg an der K 14", "5.1"),
    "b3s4kd": ("2026-11-busse", "Mehr Busse am Abend", "5.2"),
    "c3s4kd": ("2026-11-baeume", "Tausend Bäume", "5.10"),
}
MARK = "[r8n4kd-2026-12-02]"
SUBJECT = f"Einladung zur Fraktionssitzung {MARK}"
GREETING = "Guten Tag,\n\nich möchte gern kommen.\n"
WHOLE = (dt.date(2026, 11, 1), dt.date(2027, 12, 31))


def letter(
    sender: str, subject: str = SUBJECT, head: str = "", text: str = GREETING, kind: str = "text/plain; charset=utf-8"
) -> bytes:
    return f"{head}From: {sender}\nTo: fraktion@example.org\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{text}".encode()


PACKED = base64.b64encode("<p>Gr\u00fc\u00dfe, ich <b>komme</b>.</p>".encode()).decode()
ASKED = {"lea", "joerg", "ida", "tom", "uta", "vera", "kim"}
SHAPES = [  # what people and programs leave in the mailbox, with its flags
    (letter("Lea Beispiel <lea@example.net>"), "\\Seen"),
    (letter("LEA <Lea@Example.NET>"), ""),
    (letter(f"{Header('Jörg Müller', 'iso-8859-1').encode()} <joerg@example.net>"), "\\Answered"),
    (letter("ida@example.net", head="List-Id: <gruene.liste.example>\nPrecedence: list\n"), ""),
    (
        letter(
            "Tom <tom@example.net>",
            subject=f"{Header('Möchte kommen', 'utf-8').encode()} =?utf-8?q?=5Br8n4kd-2026?= =?utf-8?q?-12-02=5D?=",
        ),
        "\\Flagged",
    ),
    (
        letter(
            "Uta <uta@example.net>",
            head="Content-Transfer-Encoding: base64\n",
            text=PACKED,
            kind="text/html; charset=utf-8",
        ),
        "\\Seen",
    ),
    (letter("Weg <weg@example.net>"), "\\Deleted"),
    (letter("Halb <halb@example.net>"), "\\Draft"),
    (letter("Werber <werber@example.net>"), "$Junk"),
    (letter("Auto <auto@example.net>", subject=f"Abwesenheitsnotiz: {SUBJECT}"), ""),
    (letter("Robo <robo@example.net>", head="Auto-Submitted: auto-replied\n"), ""),
    (letter("'Eva' via Fraktion <fraktion@example.org>", head="Reply-To: Eva Beispiel <eva@example.net>\n"), ""),
    (
        letter(
            "Pia <pia@example.net>",
            subject=f"WG: {SUBJECT}",
            text="Bitte.\n\n-------- Weitergeleitete Nachricht --------\nVon: Max Beispiel <max@example.net>\nAn: pia@example.net\n",
        ),
        "",
    ),
    (letter("Falsch <falsch@example.net>", head="Authentication-Results: mx.example.org; dmarc=fail\n"), ""),
    (letter("Niemand <niemand@example.net>", subject="Newsletter"), ""),
]
TABLE = "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse\nVera,Beispiel,,,vera@example.net,\nKim,Beispiel,,,kim@example.net,\n"


def flat(text: str) -> str:
    return " ".join(text.split())


class Year:
    def __init__(self, folder: Path, office: Office, post: Post, site: str):
        self.office, self.project, self.post, self.folder = office, office.project, post, folder
        self.khal, self.guest = Khal(folder / "khal"), Khal(folder / "gast")
        self.reader = Newsboat(folder / "newsboat", site, ("alles.atom", "sitzungen.atom"))
        self.heard: list[str] = []
        self.taken: dict[Path, bytes] = {}
        self.shown: dict[str, Instance] = {}

    def run(self, command: str, *arguments: str, today: dt.date | str) -> str:
        said = self.office.run(*arguments, command=command, today=str(today))
        assert said.code == 0, said.text
        return said.text

    def typed(
        self, monkeypatch: pytest.MonkeyPatch, lines: list[str], command: str, *arguments: str, today: str
    ) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return self.run(command, *arguments, today=today)

    def site(self, today: dt.date) -> Site:
        site, problems = read_site(self.project.content, today)
        assert not errors(problems), "\n".join(map(str, errors(problems)))
        return site

    # ------------------------------------------------------------------ what others show of it

    def look(self, today: dt.date | str) -> list[str]:
        """Build, and ask everybody. What newsboat heard since the last time."""
        today = dt.date.fromisoformat(str(today))
        self.run("bauen", today=today)
        site = self.site(today)
        calendars = {path: path.read_bytes() for path in sorted(self.project.output.glob("kalender/**/*.ics"))}
        if new := [path for path, data in calendars.items() if self.taken.get(path) != data and b"VEVENT" in data]:
            for path in new:
                self.khal.take(path)
            self.shown = {row.uid: row for row in self.khal.shows(*WHOLE)}
        self.taken = calendars
        host = host_of(self.project.settings().feed_tag)
        for meeting in site.meetings:
            if meeting.own or any(link.path for link in meeting.committees):
                self.calendar_says(
                    meeting,
                    self.shown[f"{meeting.uid}@{host}"],
                    words(find(parse(self.project.page(meeting.path)), "main")),
                )
        for motion in site.motions:
            page = self.project.page(motion.path)
            assert [
                step.date for step in motion.steps if step.date and f'datetime="{step.date.isoformat()}"' not in page
            ] == []
        new = self.reader.heard()
        with sqlite3.connect(self.reader.cache) as db:
            for title, url in db.execute("SELECT title, url FROM rss_item WHERE deleted = 0"):
                path = self.project.output / url.removeprefix(f"{self.project.settings().url}/")
                assert (path / "index.html").is_file(), (title, url)
                about = re.split(r": |^", title)[-1] if "Eingereicht" in title else ""
                assert about in words(parse((path / "index.html").read_text("utf-8"))), title
        assert not set(new) & set(self.heard), "told twice"
        self.heard += new
        return new

    def calendar_says(self, meeting: Meeting, row: Instance, page: str) -> None:
        assert (row.date, row.start, row.cancelled) == (
            meeting.date.isoformat(),
            f"{meeting.start:%H:%M}",
            meeting.cancelled,
        )
        assert flat(day(meeting.date)) in page and f"{meeting.start:%H:%M}" in page
        if meeting.end:
            assert row.end == f"{meeting.end:%H:%M}" and row.end.replace("00:00", "24:00") in page

    def news_by_mail(self, today: str) -> list[str]:
        """The newsletter of the month: written, made public, sent to the list; what it tells."""
        self.look(today)
        self.run("rundbrief", today=today)
        path = self.project.content / f"rundbriefe/{today}.md"
        path.write_text(path.read_text("utf-8").replace("entwurf: ja\n", ""), "utf-8")
        assert "Für die Mailingliste" in self.run("rundbrief", today, today=today)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "fraktion@example.org", "rundbrief@listen.example.org", "Rundbrief"
        mail.set_content((self.project.root / f"rundbriefe/{today}.txt").read_text("utf-8"))
        mail.add_alternative((self.project.root / f"rundbriefe/{today}.html").read_text("utf-8"), subtype="html")
        with smtplib.SMTP("localhost", self.post.port) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(self.post.root)))
            client.login("fraktion", WORD)
            client.send_message(mail)
        assert self.look(today) == []
        arrived = parsed(self.post.mails("rundbrief@listen.example.org")[-1])
        page = words(find(parse(self.project.page(f"rundbriefe/{today}/")), "main"))
        text, html = (arrived.get_body((kind,)).get_content() for kind in ("plain", "html"))
        told = self.told(today)
        for event in told:  # the page, the text and the HTML say it
            assert [
                flat(event.title) in flat(said) and flat(event.said) in flat(said)
                for said in (page, text, words(parse(html)))
            ] == [True] * 3, event
        return [event.id for event in told]

    def told(self, stem: str) -> list[Event]:
        site = self.site(dt.date.fromisoformat(stem))
        names = next(one.told for one in site.newsletters if one.stem == stem)
        known = {event.id: event for event in events(site, dt.date.fromisoformat(stem))}
        return [known[name] for name in names]


def invited(year: Year, server: Dovecot) -> None:
    """Everybody who asked is invited, nobody else, and nobody is lost without a word."""
    server.fill(SHAPES)
    table = year.folder / "Adressbuch.csv"
    table.write_bytes(TABLE.encode("utf-16"))
    shown = year.run("einladen", "2026-12-02", "--csv", str(table), today="2026-11-23")
    said = year.run("einladen", "2026-12-02", "--probe-an", "ich@example.org", today="2026-11-23")
    assert [recipient for recipient, _ in year.post.box] == ["ich@example.org"], said
    year.run("einladen", "2026-12-02", "--csv", str(table), "--senden", today="2026-11-23")

    assert {recipient.partition("@")[0].casefold() for recipient, _ in year.post.box[1:]} == ASKED
    assert "Übergangen, wie im Mailprogramm: 3 Mails" in shown
    assert re.findall(r"fraktion einladen r8n4kd-2026-12-02 '.*<(\w+)@", shown) == ["eva", "max", "falsch"]
    for words_ in (
        "Neu einzuladen (7)",
        "Braucht einen Blick (3)",
        "Keine Anfrage (2)",
        "Ohne Kennzeichen einer Sitzung oder von uns selbst: 1 Mail.",
    ):  # with Lea's second mail these are all
        assert words_ in shown


def calendar_at_home(year: Year, address: str) -> list[tuple[str, str]]:
    """The last invitation, opened in the guest's calendar: day and hour of all it then shows."""
    file = year.folder / "termin.ics"
    file.write_bytes(calendar_of(year.post.mails(address)[-1]).to_ical())
    year.guest.take(file)
    return [(row.date, row.start) for row in year.guest.shows(*WHOLE)]


@pytest.mark.needs("dovecot", "root", "khal", "newsboat")
@pytest.mark.parametrize("months", [2, pytest.param(12, marks=pytest.mark.lang)])
def test_a_year_in_the_life_of_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, months: int):
    with dovecot(tmp_path / "dovecot") as server, mail_server(tmp_path) as post:
        office = Office(tmp_path, post.smtp() + server.private())
        project = office.project
        with (project.root / "pelicanconf.py").open("a") as conf:
            conf.write('\nOHNE = ["suche/", "karten/", "oparl/", "daten/", "einbetten/"]\n')
        (project.content / "sitzungen/2026-12-02-sitzung.md").unlink()
        project.write("reihen/fraktionssitzung.md", SERIES)
        for number, (uid, (stem, title, _)) in enumerate(MOTIONS.items()):
            project.motion(
                stem,
                uid=uid,
                titel=title,
                datum=f"2026-11-{10 + number}",
                head=f"veroeffentlicht: 2026-11-{20 + number}",
            )
        project.output.mkdir()
        with served(project.output) as site:
            year = Year(tmp_path, office, post, site)
            assert sorted(title for title in year.look("2026-11-23")) == sorted(
                [
                    *(f"Eingereicht: {title}" for _, title, _ in MOTIONS.values()),
                    "Fraktionssitzung am 2. Dezember 2026".replace("2. ", f"2.{NBSP}"),
                    f"Fraktionssitzung am 30.{NBSP}Dezember 2026",
                ]
            )

            # People ask; they are invited once, and told when something changes.
            invited(year, server)
            assert calendar_at_home(year, "lea@example.net") == [("2026-12-02", "19:30")]
            year.run(
                "sitzung",
                "verlegen",
                "2026-12-02",
                "2026-12-03",
                "--beginn",
                "20:00",
                "--ende",
                "24:00",
                "--ja",
                today="2026-11-26",
            )
            assert [title for title in year.look("2026-11-27") if "erlegt" in title]
            assert "Es ist nichts zu senden" not in year.run("einladen", "2026-12-03", "--senden", today="2026-11-27")
            assert calendar_at_home(year, "lea@example.net") == [("2026-12-03", "20:00")]
            assert "Es ist nichts zu senden" in year.run("einladen", "2026-12-03", "--senden", today="2026-11-27")
            letters = [year.news_by_mail("2026-11-30")]

            # The council's sitting comes onto the site, is moved twice, and will go on past midnight.
            project.write("sitzungen/2027-01-14-kreistag.md", COUNCIL)
            for number, (uid, (stem, title, top)) in enumerate(MOTIONS.items()):
                project.motion(
                    stem,
                    uid=uid,
                    titel=title,
                    datum=f"2026-11-{10 + number}",
                    head=f"veroeffentlicht: 2026-11-{20 + number}\n{STEP.format(top=top)}",
                )
            assert (
                len(
                    [
                        title
                        for title in year.look("2026-12-06")
                        if title.startswith(f"Am 14.{NBSP}Januar 2027 im Kreistag: ")
                    ]
                )
                == 3
            )
            year.run(
                "sitzung",
                "verlegen",
                "2027-01-14",
                "2027-01-21",
                "--grund",
                "wegen Glatteis",
                "--ja",
                today="2026-12-10",
            )
            year.look("2026-12-11")
            year.run("sitzung", "verlegen", "2027-01-21", "2027-01-28", "--ja", today="2026-12-14")
            year.run("sitzung", "ergaenzen", "2027-01-28", "--ende", "00:30", "--ja", today="2026-12-14")
            moved = year.look("2026-12-15")
            page = project.page("sitzungen/2027-01-14-kreistag/")
            assert (
                "18:00 bis 00:30" in page
                and "am nächsten Tag" in page
                and page.index("5.1<") < page.index("5.2<") < page.index("5.10<")
            )
            assert [title for title in moved if "Sitzung des Kreistags" in title]
            assert {step.date for motion in year.site(dt.date(2026, 12, 15)).motions for step in motion.steps} == {
                dt.date(2027, 1, 28)
            }
            letters.append(year.news_by_mail("2026-12-31"))

            # The minutes say what became of it.
            sentences = [
                "Der Antrag wird mit 24 gegen 17 Stimmen bei 2 Enthaltungen angenommen.",
                "Der Antrag wird einstimmig vertagt.",
                "mehrheitlich abgelehnt",
            ]
            said = year.typed(monkeypatch, sentences, "sitzung", "nachtragen", "2027-01-28", "--ja", today="2027-01-29")
            assert "3 Sätze gelesen; offen bleiben 0." in said
            assert sorted(
                title.rpartition(": ")[2] for title in year.look("2027-01-29") if "Kreistag" in title
            ) == sorted(title for _, title, _ in MOTIONS.values())
            for stem, status in (
                ("2026-11-radweg", "Angenommen"),
                ("2026-11-busse", "Vertagt"),
                ("2026-11-baeume", "Abgelehnt"),
            ):
                assert status.casefold() in words(find(parse(project.page(f"antraege/{stem}/")), "main")).casefold()
            letters.append(year.news_by_mail("2027-01-31"))

            # The other months: somebody writes, somebody cancels, a letter tells it.
            for month in range(2, months):
                date = dt.date(2027, month, 10)
                project.motion(
                    f"2027-{month:02}-antrag",
                    uid=f"d4f{'bcdfghjkmnpq'[month]}zz",
                    titel=f"Antrag aus dem Monat {month}",
                    datum=date.isoformat(),
                )
                coming = next(
                    one for one in year.site(date).meetings if one.own and one.date > date and not one.cancelled
                )
                year.run(
                    "sitzung",
                    "absagen",
                    coming.date.isoformat(),
                    "--gremium",
                    "Fraktionssitzung",
                    "--grund",
                    "Ferien",
                    "--ja",
                    today=date,
                )
                assert f"Eingereicht: Antrag aus dem Monat {month}" in year.look(date)
                letters.append(year.news_by_mail(dt.date(2027, month, 28).isoformat()))

            # Each thing was told once, by the feeds and by the letters, and the letters told all that the feeds did.
            told = [name for one in letters for name in one]
            assert len(told) == len(set(told))
            missed = len([title for title in year.heard if title.startswith("Fällt aus")]) - len(
                [name for name in told if name.endswith("/abgesagt")]
            )
            assert (
                len(told) == len(year.heard) - missed
            )  # of a sitting that was cancelled and is over when the letter is written nobody wants to hear
            assert missed == 0 or months > 2

            # Afterwards nobody is known any more, and no way in was ever public.
            assert "Vergessen:" in year.run("einladen", today="2027-01-10")
            assert not [name for name in ASKED if name in "".join(path.read_text() for path in office.state.iterdir())]
            output = b"".join(path.read_bytes() for path in project.output.rglob("*") if path.is_file())
            assert [
                value for value in (HOST, LINK, PHONE, NUMBER, PIN, "@example.net") if value.encode() in output
            ] == []
