"""A web server that does everything that a web server should not do, one trick a path. Bytes are written by hand: no library would."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Probe</title><link>https://www.altental.test/</link>
<item><guid isPermaLink="false">tag:altental.test,2026:1</guid><title>Schöne Wege</title><link>https://www.altental.test/wege</link><pubDate>Tue, 10 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;Der Weg ist gut. Wir bauen ihn.&lt;/p&gt;</description></item>
</channel></rss>"""


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    given = {
        "Content-Length": str(len(body)),
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return (
        f"HTTP/1.1 {status}\r\n".encode()
        + "".join(f"{name}: {value}\r\n" for name, value in given.items() if value).encode()
        + b"\r\n"
        + body
    )


class Rogue:
    """Serves `pages`: path → bytes, or a function that gets the socket and the request."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[socket.socket, str], None]] = {}
        self.requests: list[str] = []
        self.over = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listening.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            asked = b""
            while b"\r\n\r\n" not in asked and (piece := connection.recv(65536)):
                asked += piece
            if not asked:
                return
            request = asked.decode("latin-1")
            self.requests.append(request)
            page = self.pages.get(request.split(" ")[1], answer(b"weg", "404 Not Found"))
            if callable(page):
                page(connection, request)
            else:
                connection.sendall(page)

    def drip(self, pieces: Iterator[bytes], pause: float = 0.05) -> Callable[[socket.socket, str], None]:
        """A page that comes in drops, until the test is over."""

        def page(connection: socket.socket, request: str) -> None:
            for piece in pieces:
                if self.over.wait(pause):
                    return
                connection.sendall(piece)
            self.over.wait()

        return page

    def close(self) -> None:
        self.over.set()
        self.listening.close()


def bomb(size: int, window: int) -> bytes:
    """A small parcel that becomes `size` bytes."""
    packer = zlib.compressobj(9, wbits=window)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def forever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def quick(piece: bytes) -> Callable[[socket.socket, str], None]:
    """Without end and without a pause."""

    def page(connection: socket.socket, request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            connection.sendall(piece)

    return page
