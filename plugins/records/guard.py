"""The guard: a conference's join address is never published, not in a text and not in any output.

Patterns for the usual services; a group adds its own hosts in content/fraktion.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

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
    HOST + r"meet\.jit\.si/" + SIGNS + "+",
    HOST + r"8x8\.vc/" + SIGNS + "+",
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


# One of these stands in every address that a pattern finds; looking for them first costs a hundredth.
NEEDLES = ("zoom", "teams.", "webex", "meet", "jitsi", "bbb", "bigbluebutton", "konferenz", "video", "greenlight", "/b/", "/rooms", "goto", "whereby", "alfaview", "senfcall", "8x8.vc", "html5client", "skype", "/j/", "pwd=", "pw=", "passcode")


@lru_cache(maxsize=8)
def pattern(blocked: tuple[str, ...] = ()) -> tuple[re.Pattern[str], tuple[str, ...]]:
    hosts = [host for host in (re.sub(r"^https?://", "", host).rstrip("/") for host in blocked) if host]
    rules = [*PATTERNS, *(HOST + re.escape(host) + r"(?![\w-]|\.\w)" for host in hosts)]
    return re.compile("|".join(rules), re.IGNORECASE), (*NEEDLES, *(host.lower() for host in hosts))


def join_addresses(text: str, blocked: Iterable[str] = ()) -> Iterator[tuple[int, str]]:
    """Line and text of each join address, plain, percent-encoded or written with HTML entities."""
    rule, needles = pattern(tuple(blocked))
    if not hints(text, needles):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if hints(line, needles):
            for match in rule.finditer(decoded(line)):
                yield number, match[0]


def hints(text: str, needles: tuple[str, ...]) -> bool:
    """May there be an address? Lines that hide one behind % or & are looked at decoded."""
    low = text.lower()
    if any(needle in low for needle in needles):
        return True
    if "%" not in text and "&" not in text:
        return False
    hidden = "\n".join(decoded(line) for line in text.split("\n") if "%" in line or "&" in line).lower()
    return any(needle in hidden for needle in needles)


def decoded(line: str) -> str:
    """The line as a browser would come to read it; one way of writing may hide in the other."""
    for _ in range(3):
        seen = unescape(line) if "&" in line else line
        seen = unquote(seen) if "%" in seen else seen
        if seen == line:
            break
        line = seen
    return line


def check_guard(path: str, text: str, blocked: Iterable[str] = ()) -> list[Problem]:
    """The address itself is not repeated: messages are logged and shown."""
    return [problem(path, line, "conference", shown=hide(address)) for line, address in join_addresses(text, blocked)]


def hide(address: str) -> str:
    """Enough to find the place, too little to get in."""
    return address[: min(12, max(4, len(address) // 3))] + "…"
