"""What is written into another language is read there as it was meant: each function against its real reader."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import io
import json
import os
import re
import subprocess
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.records import quoting

from ..meetings.clients import CONFIG

# Whole Unicode, and more often than by chance what the languages read.
SIGNS = "\"'`\\$%&<>;:,=+-@|!#*?()[]{}~^\n\r\t\0\x07\x1b\x7f\x85\x9b\u2028\u2029\u202e\u2066\ufeff\ufffe\U000e0041äß€🌻 ­\u200d"
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(SIGNS)), max_size=40)
SAID = TEXTS.filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))
NASTY = [
    "",
    "a\\",
    "\\N",
    "\\,",
    " ",
    *SIGNS,
    *(f"a{sign}b" for sign in SIGNS),
    "$(id)",
    "`id`",
    "'; id; '",
    "a\r\nBcc: b@example.org",
    "</script><script>",
    "<!--",
    "]]>",
    "=1+1",
    " =1",
    "%0A::error::x",
    "\x1b]0;x\x07\x1b[2J",
    "\udce9\ud83c",
    "-n",
    "~",
    "=?utf-8?q?a?=",
    "a" * 5000,
]


def both(strategy: st.SearchStrategy[str]):
    """Every named case first, then what is made up."""

    def decorate(test):
        for text in NASTY:
            if strategy is TEXTS or not any("\ud800" <= sign <= "\udfff" for sign in text):
                test = pytest.mark.filterwarnings("ignore")(example(text)(test))
        return settings(
            max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )(given(strategy)(test))

    from hypothesis import example

    return decorate


# --------------------------------------------------------------------------------------- terminal, logs


def test_everything_that_a_terminal_obeys_or_that_hides_is_known():
    """All of Unicode: controls but line end and tab, directions, what has no width, lone surrogates, line and paragraph ends."""
    told = {chr(number) for number in range(0x110000) if quoting.terminal(chr(number)) != chr(number)}
    wanted = {
        chr(number) for number in range(0x110000) if unicodedata.category(chr(number)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    } - {"\n", "\t"}

    assert wanted - told == set()
    assert {sign for sign in told - wanted if unicodedata.category(sign) != "Cn"} == set()


@both(TEXTS)
def test_a_screen_gets_nothing_but_signs(text: str):
    shown = quoting.terminal(text)

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert re.sub(r"<U\+([0-9A-F]{4,6})>", lambda found: chr(int(found[1], 16)), shown) == text or "<U+" in text
    shown.encode()


@both(TEXTS)
def test_a_workflow_command_holds_one_message(text: str):
    """As GitHub's runner reads a line: decoded, it is the text; nothing else begins in it (actions/runner, ActionCommand)."""
    line = f"::error file={quoting.workflow_property(text)},line=1::{quoting.workflow(text)}"
    assert "\n" not in line
    assert "\r" not in line
    head, _, message = line.removeprefix("::").partition("::")
    found = dict(each.split("=", 1) for each in head.split(" ", 1)[1].split(","))

    def decoded(value: str) -> str:
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(code, sign)
        return value

    assert set(found) == {"file", "line"}
    assert decoded(found["file"]) == text
    assert message.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") == text


# --------------------------------------------------------------------------------------- shell and its kin


def test_a_shell_reads_each_text_as_one_word(tmp_path: Path):
    """One script with all of them, run by the real shells, in an empty folder that must stay empty."""
    texts = [text for text in NASTY if "\0" not in text] + [
        f"{a}{b}" for a in SIGNS for b in SIGNS if "\0" not in (a, b)
    ]
    script = "".join(f"printf '%s\\0' {quoting.shell(text)}\n" for text in texts)
    for shell in ("sh", "bash"):
        done = subprocess.run(
            [shell], input=script.encode("utf-8", "surrogatepass"), capture_output=True, check=True, cwd=tmp_path
        )
        assert done.stdout.decode("utf-8", "surrogatepass").split("\0")[:-1] == texts
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="NUL"):
        quoting.shell("a\0b")


@both(SAID)
def test_an_option_of_a_key_ends_where_it_should(text: str):
    """As sshd reads a quoted value (auth-options.c, opt_dequote)."""
    try:
        quoted = quoting.authorized_keys(text)
    except ValueError:
        assert re.search(r"[\x00-\x1f\x7f]|\\\"|\\$", text)
        return
    assert re.fullmatch(r'"((?:[^"\\]|\\"|\\(?!"))*)"', quoted)
    assert quoted[1:-1].replace('\\"', '"') == text


@both(SAID)
def test_what_is_plain_needs_no_quoting_anywhere(text: str):
    try:
        assert quoting.plain(text) == text
    except ValueError:
        return
    assert re.fullmatch(r"[A-Za-z0-9_./:@~\[\]-]*", text)
    assert not text.startswith("-")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("www.Example.org", "www.example.org"),
        ("grüne-probe.de", "xn--grne-probe-beb.de"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("a;b", None),
        ("a b", None),
        ("-a.de", None),
        ("a..de", None),
        ("$x", None),
        ("a\nb", None),
        ("", None),
        (f"{'a' * 64}.de", None),
        ("a{b}", None),
    ],
)
def test_a_host_is_a_name_that_every_server_takes(typed: str, name: str | None):
    if name is None:
        with pytest.raises(ValueError, match="machine"):
            quoting.host(typed)
    else:
        assert quoting.host(typed) == name


# --------------------------------------------------------------------------------------- data


@both(SAID)
def test_a_table_gives_back_each_cell_and_no_formula(text: str):
    rows = [["kopf", text], [text, "ende"]]
    read = list(
        csv.reader(
            io.StringIO(quoting.csv_file(quoting.csv_rows(rows)).decode("utf-8-sig"), newline=""),
            delimiter=";",
            strict=True,
        )
    )

    assert [len(row) for row in read] == [2, 2]
    assert {cell.removeprefix("'") for cell in (read[0][1], read[1][0])} == {text.replace("\0", "").removeprefix("'")}
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", read[1][0])


@both(TEXTS)
def test_json_gives_back_the_value_and_obeys_nobody(text: str):
    for indent in (None, 1):
        written = quoting.json_text({"a": [text, {text: 1}]}, indent)
        assert json.loads(written) == {"a": [text, {text: 1}]}
        assert quoting.terminal(written) == written
        written.encode()


@both(SAID)
def test_json_stays_in_its_script_element(text: str):
    written = quoting.json_in_script(quoting.json_text({"name": text}))
    page = BeautifulSoup(
        f'<!doctype html><body><script type="application/ld+json">{written}</script><p>danach</p>', "html.parser"
    )

    assert json.loads(written) == {"name": text}
    assert [script.string for script in page.find_all("script")] == [written]
    assert page.p.string == "danach"
    assert not re.search("[<>&\u2028\u2029]", written)


@both(TEXTS)
def test_xml_gives_back_what_it_can_hold(text: str):
    written = quoting.xml(text)
    read = ElementTree.fromstring(f'<a b="{written}">{written}</a>'.encode())

    assert read.text in (quoting.xml_sayable(text), None if not quoting.xml_sayable(text) else ...)
    assert read.get("b") == quoting.xml_sayable(text)
    assert list(read) == []


@both(SAID)
def test_markup_gives_back_the_text(text: str):
    written = quoting.markup(text)

    assert html.unescape(written) == html.unescape(html.escape(text))
    assert not re.search("[<>\"']", written)
    assert not re.search("[<>]", quoting.markup(text, quotes=False))


# --------------------------------------------------------------------------------------- calendars, mails


@both(TEXTS)
def test_a_calendar_gives_back_text_and_names(text: str):
    event = icalendar.Event()
    event.add("summary", quoting.calendar(text))
    event.add(
        "attendee",
        "mailto:vera@example.org",
        parameters={"CN": quoting.calendar_name(text)} if quoting.calendar_name(text) else {},
    )
    data = event.to_ical()
    read = icalendar.Event.from_ical(data)

    assert str(read["summary"]) == quoting.calendar(text)
    assert str(read["attendee"]) == "mailto:vera@example.org"
    assert read["attendee"].params.get("CN", "") == quoting.calendar_name(text)
    assert read.errors == []
    assert set(read) == {"SUMMARY", "ATTENDEE"}
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.needs("khal")
def test_a_calendar_program_shows_the_text(tmp_path: Path):
    shown = ["a;b", "a,b", "a\\b", "a:b", 'a"b', "a^nb", "BEGIN:VEVENT", "ä€🌻", "a\\", "%0A", "{x}"]
    folder = tmp_path / "kalender"
    folder.mkdir()
    for number, text in enumerate(shown):
        made, event = icalendar.Calendar(), icalendar.Event()
        made.add("version", "2.0")
        made.add("prodid", "-//x//y//DE")
        for key, value in (
            ("uid", f"u{number}@example.org"),
            ("summary", quoting.calendar(text)),
            ("dtstamp", dt_at(1)),
            ("dtstart", dt_at(number)),
        ):
            event.add(key, value)
        made.add_component(event)
        (folder / f"{number}.ics").write_bytes(made.to_ical())
    (tmp_path / "khal.conf").write_text(CONFIG.format(folder=folder, base=tmp_path))
    done = subprocess.run(
        [
            "khal",
            "-c",
            str(tmp_path / "khal.conf"),
            "list",
            "2026-12-01",
            "1d",
            "--day-format",
            "",
            "--format",
            "<{title}>",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
    )

    assert [line for line in done.stdout.splitlines() if line] == [f"<{text}>" for text in shown]


def dt_at(hour: int):
    import datetime as dt

    return dt.datetime(2026, 12, 1, hour, tzinfo=dt.UTC)


@both(TEXTS)
def test_a_header_is_one_line_that_is_read_back(text: str):
    value = quoting.mail_header(text)
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = value
    mail["To"] = Address(value, addr_spec="vera@example.org")
    mail.set_content("Text")
    data = mail.as_bytes()
    read = email.message_from_bytes(data, policy=email.policy.default)

    assert len(value) <= 500
    assert set(read.keys()) == {"Subject", "To", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
    assert [address.addr_spec for address in read["To"].addresses] == ["vera@example.org"]
    assert read.get_content().strip() == "Text"
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", str(read["Subject"]))
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))  # RFC 5322, 2.1.1
