"""`fraktion erneuern` from an address: a real server with TLS on this machine, and everything that can go wrong on the way."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from plugins.founding import offer
from plugins.founding.offer import fetched, offered
from plugins.founding.packing import NEWEST, digest_of
from plugins.site.pinned import pin_of
from plugins.site.settings import Refusal

from ..disk import contents
from .package import Site, another

NOTHING = "Es wurde nichts geholt und nichts verändert."


class Server:
    """What it answers, by path: bytes, or a function that speaks itself."""

    def __init__(self, authority: trustme.CA, host: str):
        self.answers: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                answer = server.answers.get(self.path)
                if callable(answer):
                    answer(self)
                    return
                self.send_response(200 if answer is not None else 404)
                self.send_header("Content-Length", str(len(answer or b"")))
                self.end_headers()
                self.wfile.write(answer or b"")

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"https://localhost:{self.http.server_port}"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    authority.cert_pem.write_to_path(str(tmp_path / "stelle.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "stelle.pem"))
    server = Server(authority, "localhost")
    yield server
    server.close()


def announce(server: Server, package: Path, **wrong: str) -> str:
    told = {"version": "2.1.0", "datei": package.name, "sha256": digest_of(package), **wrong}
    server.answers |= {f"/p/{NEWEST}": json.dumps(told).encode(), f"/p/{package.name}": package.read_bytes()}
    return f"{server.url}/p/{NEWEST}"


@pytest.mark.needs("git")
def test_a_site_is_renewed_from_an_address_and_whatever_goes_wrong_leaves_it_as_it_was(
    server: Server, wheel: Path, tmp_path: Path
) -> None:
    site = Site(tmp_path / "unsere", wheel)
    package = another(wheel, tmp_path / "neu", "2.1.0")
    before = {name: data for name, data in contents(site.root).items() if not name.startswith(".cache/")}
    address = announce(server, package, sha256="0" * 64)
    done = site.fraktion("erneuern", address, "--ja")
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"Die Prüfsumme ist eine andere. {NOTHING}")
    assert {name: data for name, data in contents(site.root).items() if not name.startswith(".cache/")} == before
    announce(server, package)
    assert site.fraktion("erneuern", address, "--ja").returncode == 0
    assert pin_of(site.root).version == "2.1.0"
    assert (site.root / "programm/quelle.txt").read_text("utf-8") == f"{address}\n"
    assert "Es gibt nichts zu tun." in site.fraktion("erneuern").stdout


def redirect(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", to)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def cut_off(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data[: len(data) // 2])
        request.close_connection = True

    return answer


def test_a_redirect_is_followed_while_it_is_encrypted(server: Server) -> None:
    server.answers |= {"/neu": redirect("/p/neu"), "/p/neu": b"da"}
    assert fetched(f"{server.url}/neu", 100) == b"da"


def test_nothing_is_asked_without_encryption(server: Server) -> None:
    server.answers["/neu"] = redirect("http://localhost:1/p/neu")
    with pytest.raises(Refusal) as told:
        fetched(f"{server.url}/neu", 100)
    assert (
        str(told.value)
        == f"{server.url}/neu leitet auf eine Adresse ohne Verschlüsselung weiter: http://localhost:1/p/neu. {NOTHING}"
    )
    server.answers |= {"/kreis": redirect("/kreis")}
    with pytest.raises(Refusal, match="antwortet mit 302 statt mit einer Datei"):
        fetched(f"{server.url}/kreis", 100)


def test_what_breaks_off_is_too_large_or_not_there_is_not_taken(
    server: Server, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers |= {"/halb": cut_off(b"x" * 200_000), "/gross": b"x" * 200_000}
    for path, said in (
        ("halb", "Die Übertragung brach ab. Bitte noch einmal."),
        ("gross", "ist größer als"),
        ("fehlt", "antwortet mit 404 statt mit einer Datei."),
    ):
        with pytest.raises(Refusal) as told:
            fetched(f"{server.url}/{path}", 100_000 if path == "gross" else 10**9)
        assert said in str(told.value) and str(told.value).endswith(NOTHING)
    monkeypatch.setattr(offer, "LARGEST", 1000)
    with pytest.raises(Refusal, match="ist größer als"):
        offered(announce(server, wheel))


def test_who_answers_must_be_who_was_asked(
    authority: trustme.CA, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Server(authority, "anderswo.test")
    said = "Das Zertifikat ist nicht gültig oder gehört einem anderen Rechner; es ist nicht sicher, wer da antwortet."
    try:
        with pytest.raises(Refusal, match=said):
            fetched(f"{other.url}/x", 100)
        assert other.asked == []
    finally:
        other.close()
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "stelle.pem"))
    with pytest.raises(Refusal, match=said):
        fetched(f"{server.url}/x", 100)


@pytest.mark.parametrize(
    "address, said",
    [
        ("https://localhost:1/x", "Der Rechner ist nicht zu erreichen."),
        ("https://gibt-es-nicht.invalid/x", "Diesen Rechner gibt es nicht, oder es fehlt die Verbindung zum Netz."),
    ],
)
def test_who_is_not_there_is_named(address: str, said: str) -> None:
    with pytest.raises(Refusal) as told:
        fetched(address, 100)
    assert said in str(told.value) and address in str(told.value)
