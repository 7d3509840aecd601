"""A mail server at the level of bytes: at one step it answers as no server should, at all others as any does."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from .world import WORD

CLOSE, HANG = b"<close>", b"<hang>"
USUAL = {
    "connect": b"220 hello\r\n",
    "starttls": b"220 go\r\n",
    "auth": b"235 ok\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go\r\n",
    "stored": b"250 ok\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
}
ANSWERS = {
    "251": b"251 forwarded\r\n",
    "200": b"200 hm\r\n",
    "354": b"354 go on\r\n",
    "999": b"999 x\r\n",
    "words": b"garbage\r\n",
    "empty line": b"\r\n",
    "cut code": b"25" + CLOSE,
    "cut line": b"250 o" + CLOSE,
    "closed": CLOSE,
    "silence": HANG,
    "421": b"421 bye\r\n" + CLOSE,
    "451": b"451 4.3.0 later\r\n",
    "554": b"554 5.7.1 no\r\n",
    "endless": b"250-a\r\n" * 300,
    "two codes": b"250-a\r\n550 b\r\n",
    "control": b"\xff\x00\x1b[2J\x1b]0;x\x07\r\n",
    "long": b"2" * 20_000 + b"\r\n",
    "cut and on": b"250-ok\r\n" + CLOSE,
}
STEPS = ("connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "stored")


@dataclass
class Rude:
    port: int
    root: Path
    step: str = ""  # where it is rude, to `victim`
    answer: bytes = b""
    victim: str = "vera@example.org"
    box: list[str] = field(default_factory=list)  # whom a mail was delivered to
    stop: bool = False

    def smtp(self, **more: object) -> str:
        lines = {
            "rechner": "localhost",
            "anschluss": self.port,
            "nutzer": "fraktion",
            "passwort": f'"{WORD}"',
            "zertifikat": self.root,
            "je_minute": 9999,
            "geduld": 1,
            **more,
        }
        return "smtp:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items())

    def says(self, step: str, recipient: str = "") -> bytes:
        if step == self.step and recipient in ("", self.victim):
            return self.answer
        return USUAL.get(step, b"")

    def serve(self, wire: socket.socket, context: ssl.SSLContext) -> None:
        with contextlib.suppress(OSError, ValueError, EOFError):
            Talk(self, wire, context).run()
        with contextlib.suppress(OSError):
            wire.close()


class Talk:
    def __init__(self, server: Rude, wire: socket.socket, context: ssl.SSLContext):
        self.server, self.wire, self.context, self.secure = server, wire, context, False
        self.lines = wire.makefile("rb")

    def say(self, data: bytes) -> None:
        for end in (CLOSE, HANG):
            if data.endswith(end):
                self.wire.sendall(data.removesuffix(end))
                if end == HANG:
                    until = time.monotonic() + 10
                    while not self.server.stop and time.monotonic() < until and self.lines.readline():
                        pass
                raise EOFError
        self.wire.sendall(data)

    def run(self) -> None:
        server, recipient = self.server, ""
        self.say(server.says("connect"))
        while line := self.lines.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"EHLO":
                self.say(
                    server.answer
                    if server.step == "ehlo"
                    else b"250-localhost\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n"
                    if self.secure
                    else b"250-localhost\r\n250 STARTTLS\r\n"
                )
            elif word == b"STARTTLS":
                self.say(server.says("starttls"))
                if server.step != "starttls":
                    self.wire = self.context.wrap_socket(self.wire, server_side=True)
                    self.lines, self.secure = self.wire.makefile("rb"), True
            elif word == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self.say(server.says("rcpt", recipient))
            elif word == b"DATA":
                answer = server.says("data", recipient)
                self.say(answer)
                if answer.startswith(b"354"):
                    while (text := self.lines.readline()) != b".\r\n":
                        if not text or (server.step, recipient) == ("text", server.victim):
                            raise EOFError
                    answer = server.says("stored", recipient)
                    if not answer.startswith(
                        (b"4", b"5")
                    ):  # what is refused after the text is not delivered (RFC 5321, 4.2.5)
                        server.box.append(recipient)
                    self.say(answer)
            else:
                self.say(server.says(word.decode("ascii", "replace").lower()) or b"500 what\r\n")


@contextmanager
def rude_server(folder: Path) -> Iterator[Rude]:
    authority = trustme.CA()
    root = folder / "wurzel.pem"
    authority.cert_pem.write_to_path(str(root))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Rude(listening.getsockname()[1], root)

        def accept() -> None:
            while True:
                try:
                    wire, _ = listening.accept()
                except OSError:
                    return
                wire.settimeout(10)
                threading.Thread(target=server.serve, args=(wire, context), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield server
        finally:
            server.stop = True
            listening.shutdown(socket.SHUT_RDWR)
