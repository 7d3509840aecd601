"""Fetching one address politely, and safely: whoever names an address must not reach what only we can reach.

A host is looked up once, each of its addresses is checked, and the connection goes to a checked one, so that a second look
cannot give another answer (DNS rebinding). Redirects are followed by us, each with the same checks. Everything has an end.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field

LARGEST = 5_000_000  # bytes of a feed, unpacked
REDIRECTS = 5
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, application/json;q=0.7, text/xml;q=0.7, */*;q=0.1"
MOVED, FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
NAT64 = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
)  # RFC 6052, RFC 8215: the last 32 bits are an IPv4 address

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Trouble(Exception):
    """Why nothing came; the text is half a German sentence. `gone`: it will not come again."""

    def __init__(self, text: str, *, gone: bool = False, wait: int = 0):
        super().__init__(text)
        self.gone, self.wait = gone, wait


class Limits(Struct, frozen=True, kw_only=True):
    """Seconds and bytes; tests take smaller ones."""

    connect: float = 10
    read: float = 10  # between two pieces
    total: float = 30  # of all, redirects included
    largest: int = LARGEST
    agent: str = "fraktion-teaser"
    networks: tuple[Network, ...] = ()  # private ones that are allowed


class Answer(Struct, frozen=True, kw_only=True):
    """What came. Without a body: it is as it was (304)."""

    address: str  # where it came from in the end
    body: bytes | None = None
    type: str = ""
    etag: str = ""
    modified: str = ""
    moved: str = ""  # where the source says that it has moved for good
    wait: int = 0  # seconds until it may be asked again


def fetch(address: str, limits: Limits, etag: str = "", modified: str = "") -> Answer:
    """Ask once, with what was remembered of the last answer. Raises Trouble."""
    end, asked, moved = time.monotonic() + limits.total, address, ""
    for _ in range(REDIRECTS + 1):
        with asking(
            asked,
            limits,
            end,
            {**({"If-None-Match": etag} if etag else {}), **({"If-Modified-Since": modified} if modified else {})},
        ) as (response, watch):
            if response.status in MOVED and (target := response.headers.get("Location")):
                target = urljoin(asked, target.strip())
                moved = (
                    target if response.status in FOR_GOOD and moved == ("" if asked == address else asked) else moved
                )
                asked = target
                continue
            return answer(response, watch, asked, moved, limits)
    raise Trouble(f"wird öfter als {REDIRECTS}-mal weitergeleitet")


def answer(response, watch: Watch, asked: str, moved: str, limits: Limits) -> Answer:
    head = response.headers
    common = {
        "address": asked,
        "moved": moved,
        "etag": sane(head.get("ETag")),
        "modified": sane(head.get("Last-Modified")),
    }
    if response.status == 304:
        return Answer(**common, wait=fresh_for(head.get("Cache-Control")))
    if response.status == 410:
        raise Trouble("gibt es nicht mehr (410)", gone=True)
    if response.status != 200:
        raise Trouble(
            f"antwortet mit {response.status}{STATUS.get(response.status, '')}", wait=seconds(head.get("Retry-After"))
        )
    return Answer(
        **common,
        body=read_body(response, watch, limits),
        type=sane(head.get("Content-Type")),
        wait=fresh_for(head.get("Cache-Control")),
    )


STATUS = {
    401: ": nur mit Anmeldung",
    403: ": der Zugriff ist verboten",
    404: ": unter dieser Adresse liegt nichts",
    429: ": zu viele Abrufe",
    500: ": dort liegt ein Fehler vor",
    503: ": vorübergehend nicht da",
}


def read_body(response, watch: Watch, limits: Limits) -> bytes:
    """The body, unpacked piece by piece, so that a small parcel cannot become a large one (urllib3 unpacks no more than was asked for)."""
    if (
        (length := response.headers.get("Content-Length", "")).isdecimal()
        and len(length) < 20
        and int(length) > limits.largest
    ):
        raise too_large(limits)
    parts, size = [], 0
    while piece := response.read(min(65536, limits.largest + 1), decode_content=True):
        size += len(piece)
        if size > limits.largest:
            raise too_large(limits)
        parts.append(piece)
    watch.check()
    return b"".join(parts)


def too_large(limits: Limits) -> Trouble:
    return Trouble(f"schickt mehr als {limits.largest / 1_000_000:g} MB".replace(".", ","))


def sane(value: str | None) -> str:
    """A header's value that may be sent back: printable, on one line, short."""
    return value if value and len(value) <= 400 and re.fullmatch(r"[ -~]+", value) else ""


def seconds(value: str | None) -> int:
    """Retry-After in seconds (RFC 9110, 10.2.3), a day at most; dates are not worth the trouble."""
    return min(int(value), 86400) if value and value.isdecimal() and len(value) < 10 else 0


def fresh_for(value: str | None) -> int:
    """How long the source says that its answer stays the same (RFC 9111, 5.2.2), a day at most."""
    match = re.search(r"(?<![\w-])max-age=\"?(\d{1,9})", value or "")
    return seconds(match[1]) if match else 0


# ------------------------------------------------------------------------------- the connection


class Watch(Struct):
    """Ends a connection when its time is over. A socket's timeout counts from byte to byte: who sends one each second would go on for ever."""

    limits: Limits
    end: float
    late: bool = False
    held: list[socket.socket] = field(default_factory=list)
    timer: threading.Timer | None = None

    def __enter__(self) -> Watch:
        self.timer = threading.Timer(max(0.0, self.end - time.monotonic()), self.cut)
        self.timer.daemon = True
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        for held in self.held:
            held.close()

    def hold(self, made: socket.socket) -> socket.socket:
        self.held.append(made.dup())  # TLS takes the first one over
        if self.late:
            self.cut()
        return made

    def cut(self) -> None:
        self.late = True
        for held in self.held:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def check(self) -> None:
        if self.late:
            raise Trouble(f"brauchte länger als {self.limits.total:g} Sekunden")


@contextlib.contextmanager
def asking(address: str, limits: Limits, end: float, headers: Mapping[str, str]) -> Iterator[tuple]:
    """One request to one checked address; whatever goes wrong on the way is a Trouble."""
    import urllib3  # late: only this command needs it

    secure, host, port, target = parts_of(address)
    reached = allowed(host, port, limits.networks)
    with Watch(limits, end) as watch:
        connection = connection_to(secure, host, port, reached, limits, watch)
        try:
            connection.request(
                "GET",
                target,
                headers={"User-Agent": limits.agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate", **headers},
                preload_content=False,
                decode_content=True,
            )
            yield connection.getresponse(), watch
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError, EOFError) as error:
            watch.check()
            raise Trouble(explained(error)) from None
        finally:
            connection.close()


def parts_of(address: str) -> tuple[bool, str, int, str]:
    """Secure or not, host, port, and what to ask the host for. Refuses all that is no plain web address."""
    try:
        parts = urlsplit(address)
        host = (
            (parts.hostname or "").encode("idna").decode()
            if not (parts.hostname or "").isascii()
            else parts.hostname or ""
        )
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except (ValueError, UnicodeError):
        raise Trouble("hat eine Adresse, die keine ist") from None
    if parts.scheme not in ("http", "https"):
        raise Trouble(
            f"leitet zu „{parts.scheme[:20] or 'nichts'}:“ weiter; abgerufen wird nur http und https"
            if parts.scheme
            else "hat eine Adresse ohne http oder https"
        )
    if parts.username is not None or parts.password is not None:
        raise Trouble("hat eine Adresse mit Nutzername oder Passwort darin; das geht nicht")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]+", host):
        raise Trouble("hat eine Adresse, die keine ist")
    return (
        parts.scheme == "https",
        host,
        port,
        quoted(parts.path or "/") + (f"?{quoted(parts.query)}" if parts.query else ""),
    )


def quoted(text: str) -> str:
    """What may not stand in a request line, percent-encoded; what is encoded stays (RFC 3986)."""
    return "".join(
        sign
        if "!" <= sign <= "~" and sign not in '"<>\\^`{|}'
        else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
        for sign in text
    )


def allowed(host: str, port: int, networks: Sequence[Network]) -> list[str]:
    """The host's addresses to which a connection may go."""
    try:
        found = {
            answer[4][0] for answer in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        }
    except (OSError, UnicodeError):
        raise Trouble(f"ist nicht zu finden: Den Rechner {host} kennt das Netz nicht") from None
    good = sorted(
        (text for text in found if may_reach(ipaddress.ip_address(text.partition("%")[0]), networks)),
        key=lambda text: (":" in text, text),
    )
    if not good:
        raise Trouble(f"liegt auf {host}, einem Rechner in einem privaten Netz; von dort wird nichts geholt")
    return good


def may_reach(address: Address, networks: Sequence[Network]) -> bool:
    """Is it an address that anybody can reach, or one of a network that was allowed? IPv4 inside IPv6 counts as what it is."""
    meant = inside(address) or address
    if any(one.version == network.version and one in network for network in networks for one in (address, meant)):
        return True
    return meant.is_global and not (
        meant.is_multicast or meant.is_reserved or meant.is_unspecified or getattr(meant, "is_site_local", False)
    )


def inside(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    if address.version == 4:
        return None
    if any(address in network for network in NAT64):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def connection_to(secure: bool, host: str, port: int, reached: Sequence[str], limits: Limits, watch: Watch):
    """A connection under the host's own name (Host, SNI, certificate) that goes to one of the checked addresses."""
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Pinned(HTTPSConnection if secure else HTTPConnection):
        def _new_conn(self) -> socket.socket:
            for number, address in enumerate(reached, 1):
                try:
                    return watch.hold(socket.create_connection((address, port), timeout=limits.connect))
                except OSError:
                    if number == len(reached):
                        raise
            raise OSError

    timeout = limits.read
    if not secure:
        return Pinned(host, port, timeout=timeout)
    context = ssl.create_default_context()
    return Pinned(
        host,
        port,
        timeout=timeout,
        ssl_context=context,
        cert_reqs="CERT_REQUIRED",
        server_hostname=host,
        assert_hostname=host,
    )


def explained(error: BaseException) -> str:
    """What went wrong, in German, so far as it can be told."""
    seen: list[BaseException] = [error]
    while (
        inner := next(
            (
                one
                for one in (*seen[-1].args, getattr(seen[-1], "reason", None), seen[-1].__cause__, seen[-1].__context__)
                if isinstance(one, BaseException) and one not in seen
            ),
            None,
        )
    ) and len(seen) < 8:
        seen.append(inner)
    for one in seen:
        if isinstance(one, ssl.SSLCertVerificationError) or "CertificateError" in type(one).__name__:
            return "weist sich mit einem Zertifikat aus, das nicht gilt"
        if isinstance(one, ssl.SSLError):
            return "baut keine sichere Verbindung auf"
        if isinstance(one, TimeoutError) or "Timeout" in type(one).__name__:
            return "antwortet nicht rechtzeitig"
        if isinstance(one, ConnectionRefusedError):
            return "nimmt keine Verbindung an"
        if isinstance(one, ConnectionError | http.client.RemoteDisconnected):
            return "bricht die Verbindung ab"
        if "Decode" in type(one).__name__:
            return "schickt etwas, das sich nicht entpacken lässt"
        if isinstance(one, http.client.LineTooLong) or "headers" in str(one):
            return "schickt zu viel vor dem eigentlichen Inhalt"
        if isinstance(one, http.client.IncompleteRead) or "Incomplete" in type(one).__name__:
            return "bricht mitten im Text ab"
    return "antwortet auf eine Weise, die nicht zu verstehen ist"
