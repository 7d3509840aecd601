"""An office with its private file, and a real mail server (TLS, authentication) that can behave badly.

Links, numbers and passwords are put together when the test runs, so that none of them stands in the project.
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import io
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from random import Random

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from plugins.cli import main
from plugins.invitations.journal import Journal, state_folder
from plugins.records.german import NBSP

from ..builders import ABOUT, ROOT, Project

HOST = "konferenz.probe" + ".example"
LINK = f"https://{HOST}/r/" + "mittwoch-7f3k-9q2m"
PHONE, NUMBER, PIN = "01234 55" + "0 123", "812 345" + "6 7890", "471" + "123"
WORD = "Langes" + "Wort17"
FEED_TAG = "www.example.org,2026"  # as in pelicanconf.py
MEETING = """\
---
uid: {uid}
name: Fraktionssitzung
art: Fraktionssitzung
datum: {date}
beginn: 19:30
ende: 21:30
form: {form}
zugang: nach Anmeldung per Mail
veroeffentlicht: 2026-11-02
{more}---
"""


@dataclass(frozen=True)
class Said:
    code: int
    text: str

    def __contains__(self, words: str) -> bool:
        return words in self.text


class Office:
    """A project, the person's own folders, and the command as a process of its own."""

    def __init__(self, folder: Path, smtp: str = ""):
        self.folder = folder
        self.project = Project(folder / "projekt")
        self.project.write(
            "fraktion.yaml",
            ABOUT + f"anmeldung:\n  mail: fraktion@example.org\n  tage_danach: 10\ngesperrte_adressen:\n  - {HOST}\n",
        )
        self.private = folder / "einwahl.yaml"
        self.write_private(smtp)
        self.meeting()

    def write_private(self, smtp: str = "", ways: str = "", mode: int = 0o600) -> None:
        usual = f'  - fuer: alle\n    link: "{LINK}"\n    telefon: {PHONE}\n    kennung: {NUMBER}\n    pin: "{PIN}"\n'
        self.private.write_text(f"einwahl:\n{ways or usual}{smtp}")
        self.private.chmod(mode)

    def meeting(
        self,
        uid: str = "m4t8wd",
        date: str = "2026-12-02",
        form: str = "Videokonferenz",
        stem: str = "2026-12-02-sitzung",
        more: str = "",
    ) -> None:
        self.project.write(f"sitzungen/{stem}.md", MEETING.format(uid=uid, date=date, form=form, more=more))

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "FRAKTION_EINWAHL": str(self.private),
            "FRAKTION_ABLAGE": str(self.folder / "ablage"),
            "PYTHONPATH": str(ROOT),
            "PYTHONSAFEPATH": "1",
            "HOME": str(self.folder),
        }
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "XDG_", "FRAKTION_"))},
            **mine,
        }

    def start(self, *arguments: str, today: str = "2026-11-22") -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "plugins.cli", "einladen", *arguments, "--heute", today],
            cwd=self.project.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *arguments: str, today: str = "2026-11-22", command: str = "einladen") -> Said:
        """The command in this process: starting one costs more than all it does."""
        said = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        before = dict(os.environ)
        with contextlib.chdir(self.project.root), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            os.environ.clear()
            os.environ.update(self.environment)
            try:
                code = main([command, *arguments, "--heute", today])
            finally:
                os.environ.clear()
                os.environ.update(before)
        return Said(code, said.buffer.getvalue().decode().replace(NBSP, " "))

    @property
    def state(self) -> Path:
        return state_folder(FEED_TAG, {"FRAKTION_ABLAGE": str(self.folder / "ablage")})

    def journal(self, uid: str = "m4t8wd") -> Journal:
        return Journal(self.state, uid)

    def states(self, uid: str = "m4t8wd") -> dict[str, str]:
        """Of everybody, what became of the last mail; "" where none was begun."""
        story = self.journal(uid).story
        return {
            key: person.mailings[max(person.mailings)].state if person.mailings else ""
            for key, person in story.people.items()
        }


def parsed(mail: bytes) -> EmailMessage:
    return email.message_from_bytes(mail, policy=email.policy.default)


def calendar_of(mail: bytes):
    """The calendar part, read by icalendar."""
    import icalendar

    (part,) = [part for part in parsed(mail).walk() if part.get_content_type() == "text/calendar"]
    return icalendar.Calendar.from_ical(part.get_content())


# -------------------------------------------------------------------------------------- a server


@dataclass
class Post:
    """What arrived, and how the server behaves. `trouble` is asked at every step of a mail, with the step and the recipient."""

    port: int
    root: Path
    box: list[tuple[str, bytes]] = field(default_factory=list)
    trouble: Callable[[str, str], str] = lambda step, recipient: ""
    steps: Counter[str] = field(default_factory=Counter)

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await self.step(server, "rcpt", address)
        if not answer.startswith(("4", "5")):
            envelope.rcpt_tos.append(address)
        return answer or "250 ok"

    async def handle_DATA(self, server, session, envelope):
        (recipient,) = envelope.rcpt_tos
        if answer := await self.step(server, "data", recipient):
            return answer
        self.box.append((recipient, envelope.original_content))
        if answer := await self.step(server, "stored", recipient):
            return answer
        asyncio.get_running_loop().call_later(
            0.002, lambda: asyncio.ensure_future(self.step(server, "answered", recipient))
        )
        return "250 ok"

    async def step(self, server, step: str, recipient: str) -> str:
        self.steps[step] += 1
        answer = self.trouble(step, recipient)
        if answer == "drop":
            server.transport.abort()
            return "421 gone"
        if answer.startswith("wait"):
            await asyncio.sleep(float(answer[4:]))
            return ""
        return answer

    def mails(self, address: str = "") -> list[bytes]:
        return [mail for recipient, mail in self.box if not address or recipient == address]

    def smtp(self, **more: object) -> str:
        """The section of the private file that leads here."""
        lines = {
            "rechner": "localhost",
            "anschluss": self.port,
            "nutzer": "fraktion",
            "passwort": f'"{WORD}"',
            "zertifikat": self.root,
            "je_minute": 9999,
            **more,
        }
        return "smtp:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items() if value != "")


@contextmanager
def mail_server(folder: Path, implicit: bool = False, plain: bool = False, name: str = "localhost") -> Iterator[Post]:
    authority = trustme.CA()
    root = folder / "wurzel.pem"
    authority.cert_pem.write_to_path(str(root))
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        post = Post(free.getsockname()[1], root)

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(
            handled=False, success=isinstance(data, LoginPassword) and data == LoginPassword(b"fraktion", WORD.encode())
        )

    secure = (
        {"ssl_context": context} if implicit else {} if plain else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(
        post,
        hostname="localhost",
        port=post.port,
        authenticator=authenticate,
        auth_required=True,
        auth_require_tls=not (plain or implicit),
        **secure,
    )
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


class Moody:
    """Refuses, delays, drops the connection and kills the sender, at random and the same in every run."""

    def __init__(self, seed: int, kills: int, slow: str = "wait0.01"):
        self.random, self.kills, self.slow = Random(seed), kills, slow
        self.process: subprocess.Popen[bytes] | None = None
        self.killed: set[int] = set()
        self.done: Counter[str] = Counter()

    def __call__(self, step: str, recipient: str) -> str:
        if "unbekannt" in recipient and step == "rcpt":
            return "550 5.1.1 no such user"
        if self.kills and self.process and self.process.pid not in self.killed and self.random.random() < 0.12:
            self.kills -= 1
            self.killed.add(self.process.pid)
            self.done[f"kill {step}"] += 1
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)
            return ""
        lot = self.random.random()
        answer = (
            "drop"
            if lot < 0.04
            else ""
            if step in ("stored", "answered")
            else "451 4.3.0 later"
            if lot < 0.09
            else self.slow
            if lot < 0.14
            else "554 5.7.1 not you"
            if lot < 0.16 and step == "data"
            else ""
        )
        self.done[f"{answer[:4].strip() or 'ok'} {step}"] += 1
        return answer
