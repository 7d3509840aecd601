"""The guard finds join addresses however they are written, and leaves ordinary addresses alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.guard import NEEDLES, PATTERNS, check_guard, hints, join_addresses

from ..builders import ROOT
from ..conftest import REAL

# Host and rest stand apart, so that no line here is an address itself.
JOIN = {
    "zoom": ("us02web.zoom.us", "/j/81234567890"),
    "zoom with a name": ("zoom.us", "/my/fraktion.probe"),
    "zoom webinar": ("zoom.us", "/w/81234567890"),
    "zoom x": ("uni.zoom-x.de", "/j/61234567890"),
    "teams": ("teams.microsoft.com", "/l/meetup-join/19%3ameeting_x"),
    "teams live": ("teams.live.com", "/meet/9312345678901"),
    "webex room": ("kreis.webex.com", "/meet/vera.beispiel"),
    "webex join": ("kreis.webex.com", "/kreis/j.php?MTID=m0123"),
    "meet": ("meet.google.com", "/abc-defg-hij"),
    "jitsi": ("meet.jit.si", "/FraktionProbe"),
    "own jitsi": ("jitsi.example.org", "/FraktionProbe"),
    "bigbluebutton": ("bbb.example.org", "/b/ver-abc-def"),
    "greenlight 3": ("konferenz.example.org", "/rooms/abc-def-ghi-jkl/join"),
    "goto": ("meet.goto.com", "/123456789"),
    "gotomeeting": ("global.gotomeeting.com", "/join/123456789"),
    "whereby": ("whereby.com", "/fraktion-probe"),
    "any with a password": ("video.example.net", "/j/123?pwd=abc"),
}
ORDINARY = (
    "https://zoom.us", "https://zoom.us/download", "https://us02web.zoom.us/", "https://www.youtube.com/watch?v=dQw4w9", "Die Videokonferenz beginnt um 19:30 Uhr.",
    "https://jitsi.org/jitsi-meet/", "https://jitsi.github.io/handbook/docs/intro", "https://meet-your-mp.example.org/veranstaltung", "https://meet.jit.si", "https://www.webex.com/de/",
    "https://teams.microsoft.com/", "https://meet.google.com/", "https://bigbluebutton.org/", "https://www.goto.com/de/meeting", "https://video.example.org/sitzung-vom-mai",
    "https://konferenz.example.org/programm", "https://www.meetup.com/de-DE/gruppe/", "https://example.org/j/2024", "R&D & 100 % zoom",
)  # fmt: skip


def percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def entities(text: str) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


WRITINGS = {"plain": str, "percent-encoded": percent, "as entities": entities, "as entities of percents": lambda text: entities(percent(text)), "as percents of entities": lambda text: percent(entities(text)), "loudly": str.upper}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("service", JOIN)
def test_a_join_address_is_found(service: str, writing: str):
    text = f"Guten Tag\n\nhttps://{WRITINGS[writing](''.join(JOIN[service]))} bis dann"

    assert [line for line, _ in join_addresses(text)] == [3]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_address_is_not(text: str):
    assert list(join_addresses(text)) == []


@pytest.mark.parametrize("host", ["treff.example.org", "https://treff.example.org/", "https://Treff.example.org"])
def test_a_host_of_our_own_is_found(host: str):
    assert [line for line, _ in join_addresses("Komm zu https://treff.example.org/x", [host])] == [1]
    assert list(join_addresses("https://mein-treff.example.org/x https://treff.example.org.example.net", [host])) == []


def test_an_empty_host_blocks_nothing():
    assert list(join_addresses("Guten Tag", ["", "https://"])) == []


def test_our_own_sample_content_holds_none():
    texts = [path for path in (ROOT / "content").rglob("*") if path.suffix in (".md", ".yaml")]

    assert texts
    assert [(path.name, line) for path in texts for line, _ in join_addresses(path.read_text("utf-8"))] == []


@pytest.mark.needs("real")
@pytest.mark.parametrize("folder", ["motions-berlin", "motions-karlsruhe"])
def test_no_real_motion_is_taken_for_an_invitation(folder: str):
    texts = [path for path in (REAL / folder).iterdir() if path.suffix in (".md", ".txt")]

    assert texts
    assert [(path.name, line) for path in texts for line, _ in join_addresses(path.read_text("utf-8", "replace"))] == []


@settings(deadline=None, max_examples=10)
@given(st.data())
@pytest.mark.parametrize("rule", PATTERNS)
def test_whatever_a_pattern_finds_has_a_needle(rule: str, data: st.DataObject):
    """Else a line would be passed over before its pattern is tried."""
    found = data.draw(st.from_regex(re.compile(rule, re.IGNORECASE | re.ASCII), fullmatch=True))

    assert hints(found, NEEDLES)


@pytest.mark.parametrize("service", JOIN)
def test_the_message_does_not_repeat_the_address(service: str):
    host, rest = JOIN[service]
    (said,) = check_guard("x.md", f"\nhttps://{host}{rest}")

    assert (said.code, said.line) == ("conference", 2)
    assert rest not in str(said)
    assert rest.rpartition("/")[2][-5:] not in str(said)
