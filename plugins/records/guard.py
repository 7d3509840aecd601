"""The guard: a conference's join address is never published, not in a text and not in any output.

Patterns for the usual services; a group adds its own hosts in content/fraktion.yaml; where the private file is, the exact
values in it (`exact.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote_to_bytes

from .exact import EXACT, INVISIBLE, hits
from .problems import Problem, problem

# Each begins with letters of its service and has bounded parts, so that no line takes long. `HOST` keeps „my-meet.de“ out.
HOST = r"(?<![\w-])"
SIGNS = r"[^\s\"'<>]"
ROOM = r"[a-z0-9]{3}(?:-[a-z0-9]{3}){2,3}(?![\w-])"  # how BigBlueButton's Greenlight names rooms
PATTERNS = (
    r"\bzoom(?:gov)?\.(?:us|com)(?::\d+)?/(?:j|w|s|my|wc|meeting|webinar)/[\w.+-]" + SIGNS + "*",
    r"\bzoom-x\.de/(?:j|w|s|my|wc)/[\w.+-]+",
    r"\bzoommtg://" + SIGNS + "+",
    r"\bteams\.(?:microsoft|live)\.com/" + SIGNS + r"{0,200}?(?:meetup-join|meet/\d)" + SIGNS + "*",
    r"\bwebex\.com/(?:[\w.-]{1,60}/)?(?:meet|join|j\.php|m|webappng|wbxmjs)[/?]" + SIGNS + "+",
    HOST + r"meet\.google\.com/(?:lookup/\w+|[a-z]{3}-?[a-z]{4}-?[a-z]{3}\b)",
    HOST + r"meet\.jit\.si/[\w%+-]" + SIGNS + "*",
    HOST + r"8x8\.vc/[\w%+-]" + SIGNS + "*",
    HOST + r"(?:jitsi(?:-?meet)?|meet)-?\d{0,3}\.[\w-]{1,60}\.(?!io/)[\w.-]{2,60}(?::\d+)?/[\w%+-]{4,}",  # not jitsi.org, jitsi.github.io
    r"\b(?:jitsi|meet|bbb|bigbluebutton|konferenz|video|videokonferenz|greenlight|senfcall)[\w-]{0,20}\.[\w.-]{2,80}/(?:b/|rooms?/|join/|r/)?" + ROOM,
    r"/(?:b|rooms)/" + ROOM,
    r"/bigbluebutton/(?:api/join|[\w-]+)[?/]" + SIGNS + "*",
    r"/html5client/join\?" + SIGNS + "+",
    HOST + r"(?:meet\.goto|(?:global\.|app\.)?gotomeet(?:ing)?|app\.goto)\.(?:com|me)/(?:join/|meeting/)?\d{6,}",
    HOST + r"join\.skype\.com/\w+",
    r"\bwhereby\.com/(?!(?:information|blog|user|org|pricing)\b)[\w-]+",
    HOST + r"(?:global|edudip|alfaview|app|rooms)\.alfaview\.com/" + SIGNS + "+",
    HOST + r"(?:konferenz|meet|bbb|jitsi|video)\.netzbegruenung\.(?:de|verdigado\.net)/[\w%-]+",
    r"/j/" + SIGNS + "{0,200}?[?&](?:pwd|passcode|password)=" + SIGNS + "*",
    r"\b(?:pwd|meetingpw|passcode)=[\w.%-]{6,}",
)


# What a pattern finds has one of these before the slash that ends its host, or one of these paths, or one of these words
# before an equals sign. Each expression begins with a letter that is searched for like a string, so that looking for
# them first costs a fiftieth of the patterns. All of it in bytes and small letters.
SERVICES = (b"zoom", b"teams.", b"webex", b"meet", b"jitsi", b"8x8.vc", b"bbb", b"bigbluebutton", b"konferenz", b"video", b"greenlight", b"senfcall", b"goto", b"skype", b"whereby", b"alfaview")
HOST_ENDS = re.compile(rb"\.[\da-z\x80-\xff][\w.\x80-\xff-]{0,80}(?::\d{1,5})?/")
LONGEST_HOST = 200
ROOMS = (re.compile(rb"/(?:[bj]|rooms|bigbluebutton|html5client)/"), re.compile(rb":(?<=zoommtg:)/"), re.compile(rb"=(?:(?<=pwd=)|(?<=pw=)|(?<=passcode=))"))
HIDDEN = (re.compile(rb"%[2-7][\da-f]"), re.compile(rb"&[#a-z]"))
# Signs that a browser leaves out of an address or reads as others: soft hyphens, zero widths; wide and decorated letters, other points.
RARE = tuple(bytes([sign]) for sign in b"\x81\x8b\x8c\x8d\x8e\x8f\xcd\xe3\xef\xf0")  # each of them but the soft hyphen has one; a single byte is sought in no time
UNSEEN = re.compile(rb"\xc2\xad|\xcd\x8f|\xe2\x80[\x8b-\x8f]|\xe2\x81\xa0|\xef\xbb\xbf")
STRANGE = re.compile(rb"\xef[\xbc\xbd]|\xe3\x80\x82|\xf0\x9d")
BROKEN = re.compile(rb"(://[^\s\"'<>]{0,200})\r?\n[ \t>]{0,20}(?=[^\s<])")
MAY_BREAK = re.compile(rb":[^\s\"'<>]++\r?$")  # of a line: wherever BROKEN may come to match
WHOLE = (b">", b'"', b" ")  # a line with such an end, as nearly all have, is not asked
LINES = 4_000  # that are remembered


def hosts_of(blocked: tuple[str, ...]) -> list[str]:
    return [host for host in (re.sub(r"^https?://", "", host).rstrip("/") for host in blocked if not host.startswith(EXACT)) if host]


@lru_cache(maxsize=8)
def pattern(blocked: tuple[str, ...]) -> re.Pattern[str]:
    """The expression for all addresses. It takes as long to compile as a page to look through, so only a hint asks for it."""
    return re.compile("|".join([*PATTERNS, *(HOST + re.escape(host) + r"(?![\w-]|\.\w)" for host in hosts_of(blocked))]), re.IGNORECASE)


@lru_cache(maxsize=8)
def own_hints(blocked: tuple[str, ...]) -> tuple[bytes, ...]:
    """For each host that the group blocks what of it is sought first."""
    return tuple(max(re.findall("[ -~]*", host.lower()), key=len).encode() for host in hosts_of(blocked))


def join_addresses(text: str | bytes, blocked: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """Line and text of each join address, plain, percent-encoded or written with HTML entities. Bytes are UTF-8."""
    blocked = tuple(blocked)
    own = own_hints(blocked)
    data = seen(text.encode("utf-8", "replace") if isinstance(text, str) else text)
    if not hints(data, own):
        return
    rule = pattern(blocked)
    for number, line in enumerate(data.split(b"\n"), 1):
        if hints(line, own):
            for match in rule.finditer(decoded(line.decode("utf-8", "replace"))):
                yield number, match[0]
    if BROKEN.search(data) and len(whole := BROKEN.sub(rb"\1", data)) != len(data):
        number = data.count(b"\n", 0, BROKEN.search(data).start()) + 1
        told = {match[0] for match in rule.finditer(decoded(data.decode("utf-8", "replace")))}
        yield from ((number, match[0]) for match in rule.finditer(decoded(whole.decode("utf-8", "replace"))) if not any(match[0].startswith(address) for address in told))


def seen(data: bytes) -> bytes:
    """The text as the eye and the browser take it."""
    data = data.replace(b"\xc2\xad", b"") if b"\xad" in data else data
    if not any(sign in data for sign in RARE):
        return data
    data = UNSEEN.sub(b"", data)
    if STRANGE.search(data):
        data = unicodedata.normalize("NFKC", data.decode("utf-8", "replace")).replace("。", ".").encode()
    return data


class Lines:
    """Lines of earlier pages without a hint: those of head, menu and footer stand in every page and are looked through once."""

    def __init__(self, blocked: tuple[str, ...]) -> None:
        self.own = own_hints(blocked)
        self.known: set[bytes] = set()

    def harmless(self, data: bytes) -> bool:
        """Is there no hint of an address in the text? One that may go on in the next line counts as a hint."""
        lines = [line for line in data.split(b"\n") if line not in self.known]
        for line in lines:
            if not line.endswith(WHOLE) and MAY_BREAK.search(line):
                return False
        if hints(seen(b"\n".join(lines)), self.own):
            return False
        if len(self.known) < LINES:
            self.known.update(lines)
        return True


def hints(data: bytes, own: tuple[bytes, ...]) -> bool:
    """May there be an address? Lines that hide one behind % or & are looked at decoded."""
    low = data.lower()
    if plain_hints(low, own):
        return True
    hidden = {line for sign in HIDDEN for line in lines_with(sign, low, data)}
    return bool(hidden) and plain_hints(decoded(b"\n".join(hidden).decode("utf-8", "replace")).lower().encode(), own)


def plain_hints(low: bytes, own: tuple[bytes, ...]) -> bool:
    for needle in own:
        if needle in low:
            return True
    for sign in ROOMS:
        if sign.search(low):
            return True
    hosts = b" ".join({low[max(0, found.start() - LONGEST_HOST) : found.end() - 1].rpartition(b"/")[2] for found in HOST_ENDS.finditer(low)})
    return bool(hosts) and any(service in hosts for service in SERVICES)


def lines_with(sign: re.Pattern[bytes], low: bytes, data: bytes) -> Iterator[bytes]:
    """The lines of `data` in which `sign` stands; `low` is the same in small letters."""
    end = -1
    while found := sign.search(low, end + 1):
        start = low.rfind(b"\n", 0, found.start()) + 1
        end = low.find(b"\n", found.start())
        end = len(low) if end < 0 else end
        yield data[start:end]


def decoded(line: str) -> str:
    """The line as a browser would come to read it; one way of writing may hide in the other."""
    for _ in range(3):
        plain = unescape(line) if "&" in line else line
        plain = unquote_to_bytes(plain.encode("utf-8", "replace")).decode("utf-8", "replace") if "%" in plain else plain
        if plain == line:
            break
        line = INVISIBLE.sub("", plain)
    return line


def check_guard(path: str, text: str | bytes, blocked: Iterable[str] = ()) -> list[Problem]:
    """The address itself is not repeated: messages are logged and shown."""
    blocked = tuple(blocked)
    found = [problem(path, line, "conference", shown=hide(address)) for line, address in join_addresses(text, blocked)]
    if any(entry.startswith(EXACT) for entry in blocked):
        found += [problem(path, line, "private", kind=kind) for line, kind in exact_values(text, blocked)]
    return found


def exact_values(text: str | bytes, blocked: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Line and kind of each value of the private file, however it is written."""
    return hits(decoded(text.decode("utf-8", "replace") if isinstance(text, bytes) else text), blocked)


def hide(address: str) -> str:
    """Enough to find the place, too little to get in."""
    return address[: min(12, max(4, len(address) // 3))] + "…"
