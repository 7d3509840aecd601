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

PATTERNS = (
    r"\bzoom(?:gov)?\.(?:us|com)(?::\d+)?/(?:j|w|s|my|wc|meeting|webinar)/[\w.+-]+",
    r"\bteams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet|meetup|dl/launcher|_#/l/meetup-join)[/?#][^\s\"'<>]+",
    r"\b[\w-]*\.?webex\.com/(?:[\w.-]+/)?(?:meet|join|j\.php|m|webappng|wbxmjs)[/?][^\s\"'<>]+",
    r"\bmeet\.google\.com/[a-z]{3}-?[a-z]{4}-?[a-z]{3}\b",
    r"\bmeet\.jit\.si/[^\s\"'<>]+",
    r"\b(?:[\w-]+\.)*(?:jitsi|meet|bbb|bigbluebutton|konferenz|video|videokonferenz|greenlight)[\w-]*\.[\w.-]+/(?:b/|rooms?/|join|r/)?[\w-]{3}-[\w-]{3}-[\w-]{3}(?:-[\w-]{3})?\b",
    r"\b(?:[\w-]+\.)*(?:jitsi|meet)[\w-]*\.[\w.-]+\.?[a-z]{2,}/(?!$|[\s\"'<>])[\w%-]{4,}",
    r"/bigbluebutton/(?:api/join|[\w-]+)[?/][^\s\"'<>]*",
    r"/(?:b|rooms)/[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}(?:-[a-z0-9]{3})?(?:/join)?\b",
    r"\b(?:meet\.goto|gotomeet|gotomeeting|global\.gotomeeting)\.(?:com|me)/(?:join/)?\d{6,}",
    r"\bwhereby\.com/[\w-]+",
    r"\b(?:global|edudip|alfaview|app)\.alfaview\.com/[^\s\"'<>]+",
    r"\b(?:konferenz|meet|bbb|jitsi|video)\.netzbegruenung\.(?:de|verdigado\.net)/[\w%-]+",
    r"/j/[^\s\"'<>]*[?&](?:pwd|passcode|password)=[^\s\"'<>]*",
    r"\b(?:pwd|tk|meetingpw|passcode)=[\w.%-]{6,}",
)


# One of these stands in every address that a pattern finds; looking for them first costs a hundredth.
NEEDLES = ("zoom", "teams.", "webex", "meet", "jitsi", "bbb", "bigbluebutton", "konferenz", "video", "greenlight", "/b/", "/rooms", "goto", "whereby", "alfaview", "/j/", "pwd=", "tk=", "pw=", "passcode")


@lru_cache(maxsize=8)
def pattern(blocked: tuple[str, ...] = ()) -> tuple[re.Pattern[str], tuple[str, ...]]:
    hosts = [re.sub(r"^https?://", "", host).rstrip("/") for host in blocked]
    rules = [*PATTERNS, *(re.escape(host) + r"(?![\w.-])" for host in hosts)]
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
    low = decoded(text).lower()
    return any(needle in low for needle in needles)


def decoded(text: str) -> str:
    text = unquote(text) if "%" in text else text
    return unescape(text) if "&" in text else text


def check_guard(path: str, text: str, blocked: Iterable[str] = ()) -> list[Problem]:
    """The address itself is not repeated: messages are logged and shown."""
    return [problem(path, line, "conference", shown=hide(address)) for line, address in join_addresses(text, blocked)]


def hide(address: str) -> str:
    return address[:12] + "…" if len(address) > 12 else address[:4] + "…"
