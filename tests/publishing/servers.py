"""Web servers as they run elsewhere, on this machine and for one test."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path


def write_site(files: dict[str, str], folder: Path, before: str = "") -> Path:
    """The files of a site, as the set-up lays them; the first is what a server is given."""
    for name, text in files.items():
        (folder / name).write_text(text)
    own = folder / next(iter(files))
    own.write_text(before + own.read_text())
    return own


def free_port() -> int:
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        return waiting.getsockname()[1]


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A program that listens on a port, until the end of the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        for _ in range(500):
            assert process.poll() is None, log.read_text("utf-8", "replace")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def nginx(root: Path, port: int) -> Iterator[None]:
    """nginx with the configuration that the set-up wrote, included where Debian includes it."""
    folder = root.parent / "nginx"
    folder.mkdir(exist_ok=True)
    main = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"include /etc/nginx/modules-enabled/*.conf;\n{user}\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ {temporary}\n include {root}/konfiguration/nginx.conf;\n}}\n"
    )
    with running(["nginx", "-c", str(main)], port, folder / "log"):
        yield


def get(port: int, path: str, host: str = "www.altental.test", **headers: str) -> http.client.HTTPResponse:
    """One answer; its body is in `.body`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "GET", path, headers={"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
        )
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer
    finally:
        connection.close()
