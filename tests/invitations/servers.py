"""A real IMAP server (dovecot) on loopback over TLS, with its mails as an mbox or a Maildir."""

from __future__ import annotations

import contextlib
import imaplib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from plugins.invitations.imap import quoted

WORD = "Langes" + "Wort18"
USER = "anfragen"
CONFIG = """\
base_dir = {run}
log_path = {folder}/log
protocols = imap
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
mail_location = {kind}:{home}:INBOX={home}/inbox
mbox_write_locks = fcntl
first_valid_uid = 0
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {port}
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    home: Path
    port: int
    plain: int
    root: Path
    kind: str

    def private(self, **more: object) -> str:
        """The section of the private file that leads here."""
        lines = {
            "rechner": "localhost",
            "anschluss": self.port,
            "nutzer": USER,
            "passwort": f'"{WORD}"',
            "ordner": "Anfragen",
            "zertifikat": self.root,
            **more,
        }
        return "imap:\n" + "".join(f"  {key}: {value}\n" for key, value in lines.items() if value != "")

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4_SSL]:
        client = imaplib.IMAP4_SSL(
            "localhost", self.port, ssl_context=ssl.create_default_context(cafile=self.root), timeout=20
        )
        client.login(USER, WORD)
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.logout()

    def fill(self, mails: list[tuple[bytes, str]], folder: str = "Anfragen") -> None:
        """Mails with the flags that a mail program sets."""
        with self.client() as client:
            folder = quoted(folder)
            client.create(folder)
            for data, words in mails:
                assert (
                    client.append(folder, f"({words})", None, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))[0]
                    == "OK"
                )

    def path(self, folder: str = "Anfragen") -> Path:
        return self.home / (folder if self.kind == "mbox" else f".{folder}")


@contextmanager
def dovecot(folder: Path, kind: str = "maildir") -> Iterator[Dovecot]:
    folder.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "wurzel.pem"))
    issued = authority.issue_cert("localhost")
    (folder / "server.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    (folder / "server.key").write_bytes(issued.private_key_pem.bytes())
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        port, plain = one.getsockname()[1], two.getsockname()[1]
    run = Path(tempfile.mkdtemp(prefix="dc"))  # the path of a socket may have a hundred signs
    home = run / "mails"
    home.mkdir(mode=0o700)
    nobody = pwd.getpwnam("nobody")  # mails of root are nobody's: dovecot refuses them
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    run.chmod(0o755)
    config = folder / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            run=run / "run",
            folder=folder,
            kind=kind,
            home=home,
            word=WORD,
            uid=nobody.pw_uid,
            gid=nobody.pw_gid,
            port=port,
            plain=plain,
        )
    )
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    process = subprocess.Popen([program, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Dovecot(home, port, plain, folder / "wurzel.pem", kind)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        shutil.rmtree(run, ignore_errors=True)
