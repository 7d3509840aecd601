"""The guard: every usual join address is found however it is written, and nothing else is."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.guard import Hints, Lines, check_guard, find, find_name, hide, join_addresses
from plugins.records.rules import GAP, NAMES, RULES, Name, Rule
from plugins.site.result import inspector

from ..conftest import REAL, ROOT
from ..worst import within

JOIN = {
    "Zoom": [
        "https://us02web.zoom.us/j/81234567890?pwd=QWErty12",
        "https://zoom.us/j/81234567890",
        "zoom.us/my/vera.beispiel",
        "https://zoom.us/w/81234567890?tk=abc",
        "https://zoom.us/wc/join/81234567890",
        "https://zoom.us/webinar/register/WN_abc",
        "https://zoom.us/meeting/register/abc",
        "https://telekom.zoom-x.de/j/81234567890",
        "zoommtg://zoom.us/join?confno=812345",
        "https://zoom.us:443/j/812345",
    ],
    "Teams": [
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x",
        "https://teams.live.com/meet/9312345678",
        "https://teams.microsoft.com/meet/312345?p=abc",
        "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19",
        "https://teams.microsoft.com/_#/l/meetup-join/19:meeting",
        "https://teams.microsoft.com/v2/?meetingjoin=true#/l/meetup-join/19",
    ],
    "Webex": [
        "https://kreis.webex.com/kreis/j.php?MTID=m123",
        "https://kreis.webex.com/meet/vera",
        "https://kreis.my.webex.com/join/vera",
        "https://kreis.webex.com/webappng/sites/kreis/meeting/info/1",
        "https://web.webex.com/join/x",
    ],
    "BigBlueButton": [
        "https://bbb.example.org/b/ver-abc-def",
        "https://bbb.example.org/rooms/ver-abc-def-ghi/join",
        "https://konferenz.example.org/ver-abc-def",
        "https://lecture.senfcall.de/vor-nam-abc-def",
        "https://lernen.example.org/bigbluebutton/api/join?meetingID=1",
        "https://bbb.example.org/html5client/join?sessionToken=abc",
    ],
    "Jitsi": [
        "https://meet.jit.si/GrueneProbe",
        "https://meet.ffmuc.net/fraktion",
        "https://jitsi.example.org/fraktion",
        "https://jitsi-meet.uni.example.org/raum1",
        "https://meet1.example.org/fraktion",
        "https://8x8.vc/probe/raum",
    ],
    "andere": [
        "https://meet.google.com/abc-defg-hij",
        "https://meet.google.com/lookup/abc",
        "https://global.gotomeeting.com/join/123456789",
        "https://meet.goto.com/123456789",
        "https://whereby.com/fraktion-probe",
        "https://app.alfaview.com/#/join/x",
        "https://konferenz.netzbegruenung.de/probe",
        "https://join.skype.com/abcDEF",
        "https://conf.example.org/j/812345?pwd=abc",
        "https://conf.example.org/j/812345?x=1&passcode=abc",
        "meetingpw=abcdef",
    ],
}
ADDRESSES = [address for addresses in JOIN.values() for address in addresses]

ORDINARY = """\
https://zoom.us/
https://zoom.us/download
https://zoom.us/de/pricing
https://explore.zoom.us/de/products/meetings/
https://www.zoom.com/de/trust/
https://www.microsoft.com/de-de/microsoft-teams/group-chat-software
https://teams.microsoft.com/
https://www.webex.com/de/video-conferencing.html
https://help.webex.com/de-de/article/abc
https://meet.google.com/
https://jitsi.org/
https://jitsi.org/security/
https://jitsi.github.io/handbook/docs/intro
https://bigbluebutton.org/
https://docs.bigbluebutton.org/admin/install/
https://meet-your-mp.example.org/
https://meet-your-mp.example.org/abgeordnete/vera-beispiel
https://www.meetup.com/de-DE/gruene-probe/events/
https://www.example.org/meet/fraktion
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42
https://youtu.be/dQw4w9WgXcQ
https://vimeo.com/123456789
https://video.example.org/w/das-war-die-konferenz-2024
https://konferenz.example.org/programm
https://www.example.org/videokonferenz/anleitung.pdf
https://media.ccc.de/v/38c3-abc-def
https://whereby.com/information/tos
https://www.example.org/b/radweg-an-der-k14
https://www.example.org/rooms/
https://www.example.org/j/2024/03/radweg.html
https://www.example.org/j/2024?seite=2
https://www.example.org/konto?pwd=
https://github.com/jitsi/jitsi-meet/issues/1
https://de.wikipedia.org/wiki/Zoom_Video_Communications
Die Konferenz der Parteien (COP) tagt; auf der Videokonferenz zoomen wir in die Karte.
Teilnahme per Zoom, Teams, Webex, Jitsi oder BigBlueButton nach Anmeldung.
Das Meeting (meet & greet) beginnt um 19:30 Uhr im Videoraum, Zimmer b/2.14.
Rechnernamen allein: zoom.us, teams.microsoft.com, meet.jit.si, webex.com.
Aktenzeichen 12/j/34, Drucksache 7/b/11-abc-def
""".splitlines()


def found(text: str, *blocked: str) -> list[str]:
    return [address for _, address in join_addresses(text, blocked)]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_join_address_is_found_in_every_dress(address: str):
    plain = f"Zugang: {address} (ab 19:25 Uhr)"
    dresses = {
        "plain": plain,
        "as a link": f"[hier]({address})",
        "in HTML": f'<a href="{address.replace("&", "&amp;")}">x</a>',
        "in capitals": plain.upper(),
        "percent-encoded": f"https://example.org/weiter?url={quote(address, safe='')}",
        "percent-encoded twice": f"https://example.org/weiter?url={quote(quote(address, safe=''), safe='')}",
        "as decimal entities": "".join(f"&#{ord(c)};" for c in address),
        "as hexadecimal entities": "".join(f"&#x{ord(c):X};" for c in address),
        "with its points as entities": address.replace(".", "&period;").replace("/", "&sol;"),
        "encoded both ways": "".join(f"&#{ord(c)};" for c in quote(address, safe="")),
    }

    assert [dress for dress, text in dresses.items() if not found(text)] == []


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_address_is_left_alone(text: str):
    assert found(text) == []


@pytest.mark.parametrize("path", sorted((ROOT / "content").glob("*/**/*.md")), ids=lambda path: path.stem)
def test_the_sample_content_holds_none(path):
    assert found(path.read_text("utf-8"), "konferenz.example.org", "video.example.org") == []


@pytest.mark.needs("real")
@pytest.mark.parametrize("folder", ["motions-berlin", "motions-karlsruhe"])
def test_real_motions_hold_none(folder: str):
    assert {path.name: hits for path in (REAL / folder).glob("*.*") if (hits := found(path.read_text("utf-8")))} == {}


def test_one_address_is_told_once():
    assert found("https://us02web.zoom.us/j/81234567890?pwd=QWErty12#success") == [
        "zoom.us/j/81234567890?pwd=QWErty12#success"
    ]


def test_the_line_is_named():
    assert list(join_addresses("a\n\nhttps://meet.jit.si/x1 und https://zoom.us/j/123\n")) == [
        (3, "meet.jit.si/x1"),
        (3, "zoom.us/j/123"),
    ]


# ------------------------------------------------------------------------------------ the group's own list


@pytest.mark.parametrize(
    "text",
    [
        "https://raum.example.org/x",
        "raum.example.org",
        "unter raum.example.org.",
        "(RAUM.example.org)",
        "https://a.raum.example.org/",
        "https://raum.example.org:8443/",
        "raum%2Eexample%2Eorg",
    ],
)
@pytest.mark.parametrize("entry", ["raum.example.org", "https://raum.example.org", "https://raum.example.org/"])
def test_a_host_of_the_groups_own_list_is_found(entry: str, text: str):
    assert len(found(text, entry)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://mein-raum.example.org/",
        "raum.example.organic",
        "raum-example.org",
        "raum.example.org.example.com",
        "Raum",
    ],
)
def test_another_host_is_not_the_one_on_the_list(text: str):
    assert found(text, "raum.example.org") == []


@pytest.mark.parametrize("entry", ["", "https://", "/"])
def test_an_empty_entry_blocks_nothing(entry: str):
    assert found("Ein Radweg wird gebaut.", entry) == []


# ------------------------------------------------------------------------------------ the message


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_message_does_not_give_the_address_away(address: str):
    """It is logged by servers and forges; a third of it is enough to find the place."""
    told = check_guard("content/a.md", address)

    assert told
    assert all(hit not in p.what for p in told for hit in found(address))
    assert all(len(hide(hit)) - 1 <= max(4, len(hit) / 3) for hit in found(address))


signs = st.sampled_from(
    [
        "zoom.us",
        "/j/",
        "?pwd=",
        "meet.",
        "meet",
        "a-",
        "a.",
        ".",
        "-",
        "/b/",
        "abc-",
        "%41",
        "%",
        "&amp;",
        "&",
        "/",
        "teams.live.com/",
        "webex.com/",
        "x",
        "?",
        "=",
        " ",
        "'",
        "ä",
    ]
)


@given(st.lists(signs, max_size=40).map("".join), st.lists(st.text("ab.-/", max_size=8), max_size=2))
@settings(deadline=None, max_examples=200)
def test_any_text_is_looked_through(text: str, blocked: list[str]):
    for line, address in join_addresses(text, blocked):
        assert line == 1
        assert address


@pytest.mark.parametrize(
    "sign",
    [
        "a-",
        "a.",
        "meet.",
        "meet.a/",
        "/j/x?",
        "zoom.us/",
        "/b/",
        "?&",
        "teams.live.com/",
        "webex.com/a/",
        "%25",
        "&amp;",
        "abc-",
        "video.",
    ],
)
def test_a_very_long_line_is_looked_through(sign: str):
    """Patterns with unbounded parts would need hours here (tried: minutes for a tenth of it)."""
    list(join_addresses(sign * (200_000 // len(sign))))


SEVERAL = {
    "links": ("", f"{JOIN['Zoom'][1]}\n"),
    "links in one line": ("", f"{JOIN['Zoom'][1]} "),
    "rooms": ("", f"{JOIN['Jitsi'][1]}\n"),
    "passwords": ("", "Pass" + "wort: g8Hk2-mmx\n"),
    "both": ("", "Pass" + f"wort: g8Hk2-mmx\n{JOIN['Teams'][0]}\n"),
    "what is allowed": (
        "---\nerlaubt:\n" + "".join(f"  - meet.ffmuc.net/r{number}\n" for number in range(5_000)) + "---\n",
        "https://meet.ffmuc.net/raum",
    ),
}


@pytest.mark.parametrize("kind", SEVERAL)
def test_thousands_of_findings_cost_little_more_than_one(kind: str):
    """Each has its line, and asks what else stands where it does."""
    head, each = SEVERAL[kind]
    text = head + "".join(f"{each}{number}\n" if head else each for number in range(300_000 // len(each)))

    within(5, lambda: check_guard("content/seiten/x.md", text))


@pytest.mark.parametrize("value", ["812 3456 7890", "812\n3456\n7890"])
def test_the_line_of_a_private_value_is_found_in_a_text_of_many_lines(value: str):
    told = []

    within(
        2,
        lambda: told.extend(
            find("content/seiten/x.md", "a\n" + "\n" * 300_000 + value + "\nb" * 50_000, ("=812 3456 7890",))
        ),
    )

    assert len(told) == 1
    assert 300_001 <= told[0].line <= 300_002


# ------------------------------------------------------------------------------------ the table of rules

PATH_OF = {
    "Telefon einer Person": "content/personen/x.md",
    "Telefon im Kopf": "content/antraege/x.md",
    "Kennwort, eingestellt": "content/x.yaml",
}
EXAMPLES = [(rule, example.replace(GAP, "")) for rule in RULES for example in rule.found]


def told(rule: Rule, text: str) -> bool:
    return any(hit.what == rule.what for hit in find(PATH_OF.get(rule.name, "content/seiten/x.md"), text))


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{number}" for number, (rule, _) in enumerate(EXAMPLES)]
)
def test_a_row_finds_its_examples_in_every_dress(rule: Rule, example: str):
    dresses = {
        "plain": example,
        "entities": "".join(f"&#{ord(c)};" if c != "\n" else c for c in example),
        "percent": quote(example, safe="\n"),
        "tags with digits": f"{example[:-4]}<span class='T1'>{example[-4:-2]}</span>{example[-2:]}",
        "invisible": "\u200b".join(example),
    }
    if not rule.exact_case:
        dresses["capitals"] = (
            example.upper() if rule.name not in ("Kennwort in der Adresse", "Passwort, sprechbar") else example
        )
    if not rule.pattern.startswith("^"):
        dresses |= {"broken": f"{example[:-4]}\n{example[-4:]}", "in a sentence": f"Siehe {example} (ab 19 Uhr)."}

    assert [dress for dress, text in dresses.items() if not told(rule, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_row_leaves_its_other_examples_alone(rule: Rule):
    assert [text for text in rule.free if told(rule, text.replace(GAP, ""))] == []


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.what)
def test_a_file_is_known_by_its_name(name: Name):
    assert [path for path in name.found if not any(hit.what == name.what for hit in find_name(path))] == []
    assert [path for path in name.free if any(hit.what == name.what for hit in find_name(path))] == []


def test_a_row_with_an_empty_cell_does_not_start():
    whole = {"name": "x", "what": "Das ist x.", "hint": ("x",), "pattern": "x", "found": ("x",), "free": ("y",)}
    Rule(**whole)
    for cell in whole:
        with pytest.raises((ValueError, TypeError)):
            Rule(**{**whole, cell: type(whole[cell])()})
        with pytest.raises((ValueError, TypeError)):
            Rule(**{key: value for key, value in whole.items() if key != cell})


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{number}" for number, (rule, _) in enumerate(EXAMPLES)]
)
def test_a_hint_stands_in_every_example(rule: Rule, example: str):
    """Else the row is dead, since nothing looks for it."""
    assert rule in Hints((rule,)).rows(example.lower().encode())


BROKEN = [f"https://{HEAD}.us/\nj/81234567890" for HEAD in ("zoo" + "m", "us02web.zoo" + "m")] + [
    "zoo" + "m.us/\nj/123456789",
    "zoo" + "m.\nus/j/123456789",
    "> https://te" + "ams.live.com/me\n> et/9312345678",
    "https://me" + "et.jit.si/\r\nGrueneProbe",
]


@pytest.mark.parametrize("text", BROKEN)
def test_an_address_that_goes_on_in_the_next_line_is_found(text: str):
    told = [hit.line for hit in find("content/seiten/x.md", f"Siehe\n{text}\nund so weiter")]

    assert told == [2]
    assert inspector(())("x/index.html", f"<p>Siehe\n{text}\nund so weiter</p>\n".encode())


ROWS = {
    "json": b'{"was":"%s","abstimmungen":[]}]},',
    "json, a number": b'{"was":"%s","ja":12}},',
    "json, nothing": b'{"was":"%s","frist":null},',
    "json, a list begins": b'{"was":"%s","antraege":[',
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_ends_a_structure_is_whole(row: str):
    """Ten thousand rows of data are looked through once, not in every dress; what stands in one is found all the same."""
    harmless = b"\n".join([ROWS[row] % b"Radweg am Fluss, 3:4 / 5.6"] * 3)
    assert Lines(()).harmless("antraege/antraege.json", harmless)
    for part in (
        "https://zoo" + "m.us/j/81234567890",
        "zoo" + "m.us\\/my\\/vera.beispiel",
        "https%3A%2F%2Fzoo" + "m.us%2Fj%2F812345",
    ):
        assert not Lines(()).harmless(
            "antraege/antraege.json", harmless + b"\n" + ROWS[row] % part.encode() + b"\n" + harmless
        )
        assert inspector(())("antraege/antraege.json", harmless + b"\n" + ROWS[row] % part.encode())


@pytest.mark.parametrize(
    "end", ["https://zoo" + "m.", "zoo" + "m", "raum.example.org/x}", "raum.example.org/{", "a:]", "a/],"]
)
def test_a_word_that_may_go_on_is_no_end(end: str):
    assert not Lines(()).harmless("antraege/antraege.json", f"Siehe {end}\nj/81234567890 am Abend".encode())


def test_lines_that_begin_anew_are_not_joined():
    assert find("x.md", "https://zoom.us/\n\nj/123456\n- zoom.us/\n- j/123456") == []


# ---------------------------------------------------------------------------- what a head allows

ALARM = "https://meet.kreis-probe.de/radverkehr"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Mehr: {ALARM}.", ALARM),
        (f"Mehr: {ALARM}", ALARM.removeprefix("https://")),
        ("Passwort: g8Hk2-mmx", "g8Hk2-mmx"),
        ("Passwort: g8Hk2-mmx", '"Passwort: g8Hk2-mmx"'),
        ("Meeting" + "-ID: 812 3456 7890", "812 3456 7890"),
    ],
)
def test_a_false_alarm_is_ended_by_the_line_that_it_names(text: str, value: str):
    alarm = check_guard("content/seiten/x.md", f"---\ntitel: x\n---\n{text}\n")
    assert (
        "erlaubt diese Zeile" in alarm[0].remedy
        or "erlaubt es diese Zeile im Kopf von content/seiten/x.md" in alarm[0].remedy
    )
    for head in (f"erlaubt: {value}", f"erlaubt:\n  - anderes\n  - {value}"):
        assert check_guard("content/seiten/x.md", f"---\ntitel: x\n{head}\n---\n{text}\n") == []
    assert check_guard("content/seiten/x.md", f"---\ntitel: x\nerlaubt: {value[:-2]}\n---\n{text}\n")


@pytest.mark.parametrize("value", ADDRESSES[:20])
def test_a_known_service_is_allowed_by_nothing(value: str):
    assert check_guard("content/seiten/x.md", f"---\ntitel: x\nerlaubt: '{value}'\n---\n{value}\n")


def test_a_value_of_the_private_file_and_a_blocked_host_are_allowed_by_nothing():
    head = "---\ntitel: x\nerlaubt: [0123 456 7890, raum.example.org/x]\n---\n"

    assert check_guard("content/seiten/x.md", f"{head}0123 456 7890", ("=0123 456 7890", "!0123 456 7890"))
    assert check_guard(
        "content/seiten/x.md", f"{head}https://raum.example.org/x", ("raum.example.org", "!raum.example.org/x")
    )


def test_an_address_is_not_allowed_by_the_end_of_another():
    assert check_guard(
        "content/seiten/x.md", f"---\nerlaubt: https://example.org/?u=x{ALARM.removeprefix('https://')}\n---\n{ALARM}\n"
    )
