"""The wire: a real server on this machine with every nastiness. Whatever it does, it ends, it is said in German, and nothing private is reached."""

from __future__ import annotations

import ipaddress
import resource
import socket
import ssl
import struct
import threading

import pytest
import trustme

from plugins.teasers.reach import Limits, Trouble, fetch, may_reach, parts_of

from .conftest import HERE
from .rogue import FEED, Rogue, answer, bomb, forever, packed, quick

PLAIN = FEED.encode()


def trouble(address: str, limits: Limits) -> str:
    with pytest.raises(Trouble) as caught:
        fetch(address, limits)
    return str(caught.value)


# ------------------------------------------------------------------------------------ what is good


def test_a_feed_comes_with_what_is_needed_to_ask_again(rogue: Rogue, limits: Limits):
    rogue.pages["/feed"] = answer(
        PLAIN,
        ETag='"eins"',
        Last_Modified="Tue, 10 Nov 2026 09:00:00 GMT",
        Content_Type="application/rss+xml; charset=utf-8",
        Cache_Control="public, max-age=7200",
    )

    got = fetch(f"{rogue.base}/feed", limits)

    assert (got.body, got.etag, got.modified, got.type, got.wait) == (
        PLAIN,
        '"eins"',
        "Tue, 10 Nov 2026 09:00:00 GMT",
        "application/rss+xml; charset=utf-8",
        7200,
    )
    assert (
        "user-agent: fraktion-teaser/1.0 (+https://www.example.org/; fraktion@example.org)\r\n"
        in rogue.requests[0].lower()
    )
    assert f"host: 127.0.0.1:{rogue.port}\r\n" in rogue.requests[0].lower()


def test_what_was_remembered_is_asked_with_and_304_costs_no_body(rogue: Rogue, limits: Limits):
    rogue.pages["/feed"] = b'HTTP/1.1 304 Not Modified\r\nETag: "eins"\r\n\r\n'

    got = fetch(f"{rogue.base}/feed", limits, '"eins"', "Tue, 10 Nov 2026 09:00:00 GMT")

    assert got.body is None
    assert 'if-none-match: "eins"' in rogue.requests[0].lower()
    assert "if-modified-since: tue, 10 nov 2026 09:00:00 gmt" in rogue.requests[0].lower()


def test_packed_answers_are_unpacked(rogue: Rogue, limits: Limits):
    rogue.pages["/feed"] = answer(packed(FEED), Content_Encoding="gzip")

    assert fetch(f"{rogue.base}/feed", limits).body == PLAIN


def test_chunks_are_put_together(rogue: Rogue, limits: Limits):
    half = len(PLAIN) // 2
    rogue.pages["/feed"] = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (PLAIN[:half], PLAIN[half:]))
        + b"0\r\n\r\n"
    )

    assert fetch(f"{rogue.base}/feed", limits).body == PLAIN


def test_a_redirect_is_followed_and_one_for_good_is_told(rogue: Rogue, limits: Limits):
    rogue.pages |= {
        "/alt": answer(b"", "301 Moved", Location="/neu"),
        "/neu": answer(b"", "302 Found", Location=f"{rogue.base}/feed?a=%C3%A4"),
        "/feed?a=%C3%A4": answer(PLAIN),
    }

    got = fetch(f"{rogue.base}/alt", limits)

    assert (got.body, got.address, got.moved) == (PLAIN, f"{rogue.base}/feed?a=%C3%A4", f"{rogue.base}/neu")


# ------------------------------------------------------------------------------------- what is bad


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (answer(b"", "410 Gone"), "gibt es nicht mehr (410)"),
        (answer(b"", "404 Not Found"), "antwortet mit 404: unter dieser Adresse liegt nichts"),
        (answer(b"", "500 Oops"), "antwortet mit 500: dort liegt ein Fehler vor"),
        (answer(b"", "206 Partial Content"), "antwortet mit 206"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nkurz", "bricht mitten im Text ab"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nkurz",
            "schickt etwas, das sich nicht entpacken lässt",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: "
            + b", ".join([b"gzip"] * 500)
            + b"\r\nContent-Length: 4\r\n\r\nkurz",
            "schickt etwas, das sich nicht entpacken lässt",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss>", "schickt mehr als 5 MB"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", "schickt zu viel vor dem eigentlichen Inhalt"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 500 + b"\r\n", "schickt zu viel vor dem eigentlichen Inhalt"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nkeine Zahl\r\n", "bricht mitten im Text ab"),
        (b"gar kein HTTP\r\n\r\n", "antwortet auf eine Weise, die nicht zu verstehen ist"),
        (b"", "bricht die Verbindung ab"),
    ],
)
def test_a_bad_answer_is_a_sentence(rogue: Rogue, limits: Limits, page: bytes, said: str):
    rogue.pages["/feed"] = page

    assert trouble(f"{rogue.base}/feed", limits) == said


def test_a_connection_that_is_reset_is_a_sentence(rogue: Rogue, limits: Limits):
    def reset(connection: socket.socket, request: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nein")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    rogue.pages["/feed"] = reset

    assert trouble(f"{rogue.base}/feed", limits) in ("bricht die Verbindung ab", "bricht mitten im Text ab")


def test_silence_and_drops_end(rogue: Rogue, limits: Limits):
    rogue.pages["/stumm"] = rogue.drip(iter(()))
    rogue.pages["/kopf"] = rogue.drip(forever(b"H"))
    rogue.pages["/zeilen"] = rogue.drip(iter([b"HTTP/1.1 200 OK\r\n", *[b"X: a\r\n"] * 90, *[b"\r"] * 1000]))
    rogue.pages["/text"] = rogue.drip(iter([b"HTTP/1.1 200 OK\r\n\r\n", *[b" "] * 1000]))
    rogue.pages["/1xx"] = rogue.drip(forever(b"HTTP/1.1 100 Continue\r\n\r\n"))

    assert trouble(f"{rogue.base}/stumm", limits) == "antwortet nicht rechtzeitig"
    short = Limits(connect=2, read=1, total=0.5, networks=HERE)
    for path in ("/kopf", "/zeilen", "/text", "/1xx"):
        assert trouble(f"{rogue.base}{path}", short) == "brauchte länger als 0.5 Sekunden"


def test_a_handshake_that_never_ends_ends(limits: Limits):
    """The port speaks no TLS: it sends a drop now and then, which no timeout of a socket notices."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def serve() -> None:
            connection, _ = waiting.accept()
            with connection:
                connection.sendall(b"\x16\x03\x03\x40\x00")  # a record that is to come
                while not over.wait(0.05):
                    connection.sendall(b"\x02")

        threading.Thread(target=serve, daemon=True).start()
        said = trouble(
            f"https://127.0.0.1:{waiting.getsockname()[1]}/", Limits(connect=2, read=1, total=0.5, networks=HERE)
        )
        over.set()

    assert said == "brauchte länger als 0.5 Sekunden"


def test_without_end_there_is_an_end(rogue: Rogue, limits: Limits):
    rogue.pages["/feed"] = quick(b"<item/>" * 10_000)

    assert trouble(f"{rogue.base}/feed", limits) == "schickt mehr als 5 MB"


@pytest.mark.parametrize(("encoding", "window"), [("gzip", 31), ("deflate", 15)])
def test_a_bomb_is_not_unpacked(rogue: Rogue, limits: Limits, encoding: str, window: int):
    """A hundred megabytes in a hundred kilobytes; what is kept of it in memory is what may be kept."""
    rogue.pages["/feed"] = answer(bomb(100_000_000, window), Content_Encoding=encoding)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    said = trouble(f"{rogue.base}/feed", limits)

    assert said == "schickt mehr als 5 MB"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # kB


# --------------------------------------------------------------------------------------- redirects


def test_redirects_are_counted(rogue: Rogue, limits: Limits):
    rogue.pages["/kreis"] = answer(b"", "302 Found", Location="/kreis")

    assert trouble(f"{rogue.base}/kreis", limits) == "wird öfter als 5-mal weitergeleitet"
    assert len(rogue.requests) == 6


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("file:///etc/passwd", "leitet zu „file:“ weiter; abgerufen wird nur http und https"),
        ("ftp://127.0.0.1/feed", "leitet zu „ftp:“ weiter; abgerufen wird nur http und https"),
        ("gopher://127.0.0.1/_x", "leitet zu „gopher:“ weiter; abgerufen wird nur http und https"),
        ("javascript:alert(1)", "leitet zu „javascript:“ weiter; abgerufen wird nur http und https"),
        ("http://127.0.0.2/", "liegt auf 127.0.0.2, einem Rechner in einem privaten Netz; von dort wird nichts geholt"),
        (
            "http://169.254.169.254/latest/meta-data/",
            "liegt auf 169.254.169.254, einem Rechner in einem privaten Netz; von dort wird nichts geholt",
        ),
        ("http://[::1]/", "liegt auf ::1, einem Rechner in einem privaten Netz; von dort wird nichts geholt"),
        (
            "http://[::ffff:127.0.0.2]/",
            "liegt auf ::ffff:127.0.0.2, einem Rechner in einem privaten Netz; von dort wird nichts geholt",
        ),
        (
            "http://2130706434/",
            "liegt auf 2130706434, einem Rechner in einem privaten Netz; von dort wird nichts geholt",
        ),
        ("http://0x7f.2/", "liegt auf 0x7f.2, einem Rechner in einem privaten Netz; von dort wird nichts geholt"),
        ("http://vera:geheim@127.0.0.1/", "hat eine Adresse mit Nutzername oder Passwort darin; das geht nicht"),
        ("http://127.0.0.1:99999/", "hat eine Adresse, die keine ist"),
        ("http://[::1::2]/", "antwortet auf eine Weise, die nicht zu verstehen ist"),
        ("http://a b/", "hat eine Adresse, die keine ist"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(rogue: Rogue, limits: Limits, target: str, said: str):
    rogue.pages["/feed"] = answer(b"", "302 Found", Location=target)

    assert trouble(f"{rogue.base}/feed", limits) == said
    assert len(rogue.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::fb",
        "2001:db8::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_an_address_of_our_own_is_not_reached_however_it_is_written(address: str):
    assert not may_reach(ipaddress.ip_address(address), ())


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_everybody_is_reached(address: str):
    assert may_reach(ipaddress.ip_address(address), ())


def test_a_network_that_was_allowed_is_reached_and_its_neighbour_is_not():
    allowed = (ipaddress.ip_network("10.1.0.0/16"),)

    assert may_reach(ipaddress.ip_address("10.1.2.3"), allowed)
    assert may_reach(ipaddress.ip_address("::ffff:10.1.2.3"), allowed)
    assert not may_reach(ipaddress.ip_address("10.2.2.3"), allowed)


def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_that_is_reached(
    rogue: Rogue, limits: Limits, monkeypatch: pytest.MonkeyPatch
):
    """DNS rebinding: the second answer would lead elsewhere. Of several addresses only those that are allowed count."""
    answers = [["10.0.0.1", "127.0.0.1"], ["127.0.0.2"]]

    def lookup(host: str, port: int, *_, **__) -> list:
        if host[0].isdigit():
            return original(host, port, type=socket.SOCK_STREAM)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    original = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    rogue.pages["/feed"] = answer(PLAIN)

    assert fetch(f"http://feed.example.org:{rogue.port}/feed", limits).body == PLAIN
    assert len(answers) == 1
    assert f"host: feed.example.org:{rogue.port}" in rogue.requests[0].lower()


def test_the_certificate_is_that_of_the_name_not_of_the_address(
    rogue: Rogue, limits: Limits, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    original = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, *a, **k: original("127.0.0.1", port, type=socket.SOCK_STREAM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("feed.example.org").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def serve() -> None:
            for _ in range(2):
                connection, _ = waiting.accept()
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        secure.recv(65536)
                        secure.sendall(answer(PLAIN))
                except OSError:
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        port = waiting.getsockname()[1]

        assert fetch(f"https://feed.example.org:{port}/", limits).body == PLAIN
        assert (
            trouble(f"https://andere.example.org:{port}/", limits)
            == "weist sich mit einem Zertifikat aus, das nicht gilt"
        )


def test_what_a_source_asks_for_is_heeded(rogue: Rogue, limits: Limits):
    rogue.pages["/feed"] = answer(b"", "503 Busy", Retry_After="7200")
    with pytest.raises(Trouble) as caught:
        fetch(f"{rogue.base}/feed", limits)

    assert caught.value.wait == 7200


def test_an_address_with_umlauts_is_asked_for_as_the_wire_wants_it():
    assert parts_of("https://grüne.example.org/wörter und mehr?x=ä&y=%20") == (
        True,
        "xn--grne-1ra.example.org",
        443,
        "/w%C3%B6rter%20und%20mehr?x=%C3%A4&y=%20",
    )
