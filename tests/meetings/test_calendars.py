"""Calendars, read by the programs that people use: the same meetings as on the page, over two years and both changes of summer time."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import icalendar
import pytest

from plugins.meetings.calendar import Party, build_calendar, event, host_of, sequence_of
from plugins.meetings.model import Change, Location
from plugins.records.characters import without_suspects
from plugins.site.build import build
from plugins.site.result import inspector

from ..builders import TODAY, Project, meeting
from ..hostile import lines
from ..reading import elements, parse
from .clients import BERLIN, Instance, Khal, by_icalendar, by_icaljs, by_recurring, told_by_icaljs

HOST = "www.example.org"
SINCE, UNTIL = dt.date(2026, 9, 1), dt.date(2028, 9, 30)
SUNDAYS = """\
uid: r7k4qd
name: Frühstück; mit „Gästen“, Teil 1
art: Bürger*innengespräch
rhythmus: jede Woche
tag: Sonntag
beginn: 01:30
ende: 03:30
ab: 2026-10-04
bis: 2028-09-24
form: Präsenz
ort: Kreishaus, Raum 2; Altental
zugang: öffentlich
veroeffentlicht: 2026-09-20
zusaetzlich: [2027-04-01]
"""
EXCEPTIONS = """\
entfaellt:
  - {tag: 2027-03-21, grund: wegen Krankheit, geaendert_am: 2027-03-19}
verlegt:
  - {von: 2027-10-24, auf: 2027-10-25, beginn: 18:00, ende: 20:00, geaendert_am: 2027-10-01}
  - {von: 2028-02-06, auf: 2028-02-06, beginn: 00:30, geaendert_am: [2027-10-01, 2027-11-01]}
"""
PARTY = Party("fraktion@example.org", "Grüne, „Probe“")


def on_pages(project: Project) -> list[Instance]:
    """Every meeting as its page says it, in the words of a calendar."""
    found = []
    for path in sorted((project.output / "sitzungen").glob("*-*/index.html")):
        page = parse(path.read_text("utf-8"))
        lead = next(e for e in elements(page) if e.get("class") == "lead")
        hours = re.findall(r"\d\d:\d\d", "".join(lead.itertext()))
        name = next("".join(e.itertext()) for e in elements(page) if e.tag.endswith("h1"))
        off = "Abgesagt" in ["".join(e.itertext()) for e in elements(page) if e.tag.endswith("h2")]
        date = next(e.get("datetime") for e in lead.iter() if e.get("datetime"))
        found.append(
            Instance(
                date,
                hours[0],
                hours[1] if len(hours) > 1 else "",
                f"r7k4qd-{path.parent.name[:10]}@{HOST}",
                f"Abgesagt: {name}" if off else name,
                off,
            )
        )
    return sorted(found)


@pytest.fixture(scope="module")
def sundays(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A meeting on every Sunday at an hour that both changes of summer time go through."""
    project = Project(tmp_path_factory.mktemp("sonntage") / "projekt")
    project.write("reihen/fruehstueck.md", f"---\n{SUNDAYS}{EXCEPTIONS}---\n")
    assert project.build().report
    return project


@pytest.mark.needs("khal", "icaljs")
def test_every_program_shows_what_the_pages_show(sundays: Project, tmp_path: Path):
    file = sundays.output / "kalender/fraktion.ics"
    shown = on_pages(sundays)
    khal = Khal(tmp_path)
    khal.take(file)

    assert len(shown) == 105
    assert {"2027-03-28", "2027-10-31", "2028-03-26"} <= {one.date for one in shown}
    assert by_icalendar(file.read_bytes()) == shown
    assert by_recurring(file.read_bytes(), SINCE, UNTIL) == shown
    assert by_icaljs(file, SINCE, UNTIL) == shown
    assert khal.shows(SINCE, UNTIL) == shown


def test_each_meeting_has_a_file_that_says_the_same_as_the_calendar(sundays: Project):
    alone = [
        one for path in (sundays.output / "kalender/termine").glob("*.ics") for one in by_icalendar(path.read_bytes())
    ]

    assert sorted(alone) == by_icalendar((sundays.output / "kalender/fraktion.ics").read_bytes())


@pytest.mark.needs("khal", "icaljs")
def test_a_moved_and_a_cancelled_meeting_take_the_place_of_the_older(project: Project, tmp_path: Path):
    file, khal = project.output / "kalender/fraktion.ics", Khal(tmp_path / "khal")
    series = SUNDAYS.replace("2026-10-04", "2027-03-07").replace("2028-09-24", "2027-04-04")
    changed = "entfaellt:\n  - {tag: 2027-03-21, geaendert_am: 2027-03-01}\nverlegt:\n  - {von: 2027-03-28, auf: 2027-03-29, beginn: 18:00, ende: 20:00, geaendert_am: 2027-03-02}\n"

    def subscribed(more: str, today: dt.date) -> dict[str, tuple[Instance, int]]:
        project.write("reihen/fruehstueck.md", f"---\n{series}{more}---\n")
        assert project.build(HEUTE=today).report
        khal.take(file)
        sequences = {e["uid"]: e["sequence"] for e in told_by_icaljs(file, SINCE, UNTIL)}
        return {one.uid: (one, sequences[one.uid]) for one in khal.shows(SINCE, UNTIL)}

    before = subscribed("", TODAY)
    after = subscribed(changed, dt.date(2027, 3, 3))
    gone, went = (f"r7k4qd-{date}@{HOST}" for date in ("2027-03-21", "2027-03-28"))

    assert before.keys() == after.keys()
    assert [uid for uid in before if before[uid] != after[uid]] == [gone, went]
    assert (after[gone][0].cancelled, after[gone][1]) == (True, 1)
    assert (after[went][0].date, after[went][0].start, after[went][1]) == ("2027-03-29", "18:00", 1)
    assert len(list(khal.folder.glob("*.ics"))) == len(before)


# -------------------------------------------------------------------------------- round trips

HARD = [
    "a,b;c",
    "C:\\neu\\nacht",
    "zwei\nZeilen\n\nund eine",
    "\\n",
    "\\\\,;",
    "„a“ \"b\" 'c'",
    "um 19:30: dann",
    "BEGIN:VEVENT",
    "ENDE\nEND:VEVENT\nBEGIN:VEVENT",
    "ä" * 200,
    "👩‍👩‍👧‍👦" * 40,
    "x" * 74 + "ß",
    "^n^'^^",
    "%0A&amp;",
    " am Rand ",
    "TZID=Europe/Berlin:20260101T000000",
]


NAUGHTY = ["eigene", pytest.param("naughty-strings", marks=pytest.mark.needs("real"))]


def hostile(name: str) -> list[str]:
    """What somebody can type: texts are read without characters that nobody sees."""
    return [text for line in lines(name) if (text := without_suspects(line))]


def events_of(texts: list[str]) -> bytes:
    return build_calendar(
        [
            meeting(f"u{n}", name=text, location=Location(text), form="Präsenz", access="öffentlich")
            for n, text in enumerate(texts)
        ],
        name="Probe",
        host=HOST,
    )


@pytest.mark.needs("icaljs")
@pytest.mark.parametrize("name", NAUGHTY)
def test_every_text_comes_back_as_it_was(tmp_path: Path, name: str):
    """Through icalendar and ical.js; the description through the note that a mail may add."""
    texts = [*HARD, *hostile(name)]
    data = events_of(texts)
    calendar = icalendar.Calendar()
    for text in texts:
        calendar.add_component(event(meeting(), host=HOST, note=text))
    notes = icalendar.Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
    (tmp_path / "alle.ics").write_bytes(data)
    told = {e["uid"]: e for e in told_by_icaljs(tmp_path / "alle.ics", SINCE, UNTIL)}
    read = {str(e["uid"]): e for e in icalendar.Calendar.from_ical(data).walk("VEVENT")}

    assert [
        texts[n]
        for n in range(len(texts))
        if (str(read[f"u{n}@{HOST}"]["summary"]), str(read[f"u{n}@{HOST}"]["location"])) != (texts[n], texts[n])
    ] == []
    assert [
        texts[n]
        for n in range(len(texts))
        if (told[f"u{n}@{HOST}"]["summary"], told[f"u{n}@{HOST}"]["place"]) != (texts[n], texts[n])
    ] == []
    assert [
        text for text, note in zip(texts, notes, strict=True) if not str(note["description"]).endswith(f"\n{text}")
    ] == []
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert [line for line in data.split(b"\r\n") if line.decode()] != []  # no sign is cut in two


# khal 0.10 (Debian 12) stands on an icalendar that takes „\\n“, a backslash before an n, for the end of a line (RFC 5545, 3.3.11 says otherwise).
MISREAD = re.compile(r"\\[nN,;\\]")


@pytest.mark.needs("khal")
@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("eigene", 1),
        pytest.param("naughty-strings", 12, marks=pytest.mark.needs("real")),
        pytest.param("naughty-strings", 1, marks=[pytest.mark.needs("real"), pytest.mark.lang]),
    ],
)
def test_khal_shows_every_text_of_one_line_as_it_was(tmp_path: Path, name: str, step: int):
    typed = [*HARD, *hostile(name)[::step]]
    texts = [
        text
        for text in typed
        if text == " ".join(text.split()) and not MISREAD.search(text) and not set(text) & set("¦§")
    ]
    (tmp_path / "alle.ics").write_bytes(events_of(texts))
    khal = Khal(tmp_path / "khal")
    khal.take(tmp_path / "alle.ics")
    shown = {uid: (title, place) for uid, title, place in khal.texts(SINCE, UNTIL, "{uid}|{title}|{location}")}

    assert len(texts) > len(typed) / 2
    assert [
        (text, shown.get(f"u{n}@{HOST}")) for n, text in enumerate(texts) if shown.get(f"u{n}@{HOST}") != (text, text)
    ] == []


# ---------------------------------------------------------------------------------- the format


def test_the_zone_of_the_file_changes_when_the_clocks_do():
    """icalendar makes a zone from the file's own rule; it agrees with the system's for every hour around the changes."""
    zone = (
        icalendar.Calendar.from_ical(build_calendar([], name="x", host=HOST))
        .walk("VTIMEZONE")[0]
        .to_tz(lookup_tzid=False)
    )
    hours = [
        dt.datetime(year, month, day, hour, 30)
        for year in (2026, 2027, 2028, 2035)
        for month in (3, 10)
        for day in range(24, 32)
        for hour in (0, 1, 3, 4)
    ]

    assert [
        hour for hour in hours if hour.replace(tzinfo=zone).utcoffset() != hour.replace(tzinfo=BERLIN).utcoffset()
    ] == []


def test_a_calendar_says_how_often_to_look_and_holds_no_rule_for_its_dates(sundays: Project):
    data = (sundays.output / "kalender/fraktion.ics").read_text("utf-8").replace("\n ", "")

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\n" in data
    assert "SOURCE;VALUE=URI:https://www.example.org/kalender/fraktion.ics\n" in data
    assert "NAME:Grüne Probe: Sitzungen der Fraktion\n" in data
    assert data.count("RRULE") == 2  # of the zone
    assert data.count("BEGIN:VTIMEZONE") == 1
    assert "METHOD" not in data


@pytest.mark.parametrize(
    ("more", "sequence", "stamp", "status"),
    [
        ({}, 0, "20000101T120000Z", "CONFIRMED"),
        ({"published": TODAY}, 0, "20261122T120000Z", "CONFIRMED"),
        (
            {"published": TODAY, "changes": (Change(dt.date(2026, 11, 23)), Change(dt.date(2026, 11, 24)))},
            2,
            "20261124T120000Z",
            "CONFIRMED",
        ),
        ({"cancelled": True}, 1, "20000101T120000Z", "CANCELLED"),
        ({"moved_from": TODAY, "cancelled": True}, 2, "20000101T120000Z", "CANCELLED"),
    ],
)
def test_changes_are_counted_and_the_last_is_the_stamp(more: dict, sequence: int, stamp: str, status: str):
    data = build_calendar([meeting(**more)], name="x", host=HOST).decode()

    assert sequence_of(meeting(**more)) == sequence
    assert {f"SEQUENCE:{sequence}", f"DTSTAMP:{stamp}", f"LAST-MODIFIED:{stamp}", f"STATUS:{status}"} <= set(
        data.split("\r\n")
    )


@pytest.mark.parametrize(
    ("method", "more", "wrong"),
    [
        ("REQUEST", {"organizer": PARTY, "attendees": [PARTY]}, False),
        ("REQUEST", {"organizer": PARTY}, True),
        ("REQUEST", {"attendees": [PARTY]}, True),
        ("CANCEL", {"organizer": PARTY, "attendees": [PARTY]}, True),  # the meeting is not cancelled
        ("PUBLISH", {"organizer": PARTY}, False),
        ("PUBLISH", {"organizer": PARTY, "attendees": [PARTY]}, True),
        ("UPDATE", {"organizer": PARTY, "attendees": [PARTY]}, True),
    ],
)
def test_a_message_holds_what_its_method_asks_for(method: str, more: dict, wrong: bool):
    """RFC 5546, 3.2."""
    if wrong:
        with pytest.raises(ValueError):
            build_calendar([meeting()], name="", host=HOST, method=method, **more)
        return
    made = icalendar.Calendar.from_ical(build_calendar([meeting()], name="", host=HOST, method=method, **more))
    message = made.walk("VEVENT")[0]

    assert made["method"] == method
    assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "ORGANIZER", "SUMMARY"} <= set(message)
    assert message["organizer"].params["CN"] == "Grüne, „Probe“"


def test_a_cancellation_is_a_message_of_its_own():
    made = icalendar.Calendar.from_ical(
        build_calendar(
            [meeting(cancelled=True)], name="", host=HOST, method="CANCEL", organizer=PARTY, attendees=[PARTY]
        )
    )

    assert (made["method"], made.walk("VEVENT")[0]["status"], made.walk("VEVENT")[0]["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        1,
    )
    with pytest.raises(ValueError, match="cancelled"):
        build_calendar(
            [meeting(cancelled=True)], name="", host=HOST, method="REQUEST", organizer=PARTY, attendees=[PARTY]
        )


def test_the_name_in_a_uid_outlives_the_address_of_the_site():
    assert host_of("www.example.org,2026") == HOST


def test_a_calendar_is_unaware_of_texts_and_agendas(project: Project):
    """So that an edit of either makes no calendar anew."""
    head = "---\nuid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n"
    project.write("sitzungen/eine.md", f"{head}---\n")
    project.build()
    project.write("sitzungen/eine.md", f"{head}tagesordnung: Haushalt\n---\nEin Text.\n")

    assert [path for path in project.build().report.written if not path.startswith("suche/")] == [
        "feeds/sitzungen.atom",
        "feeds/sitzungen.rss",
        "oparl/meeting/m4t8wd.json",
        "oparl/meetings.json",
        "sitzungen/eine/index.html",
    ]


def test_an_address_that_a_fold_cuts_in_two_is_found():
    """Wherever on the line it begins."""
    rooms = [
        build_calendar([meeting(name="x" * n + " https://raum.example" + ".net/gruen")], name="", host=HOST)
        for n in range(30, 70)
    ]

    assert [n for n, data in enumerate(rooms) if b"raum.example.net" not in data] != []
    assert [
        n for n, data in enumerate(rooms) if not list(inspector(("raum.example.net",))("kalender/fraktion.ics", data))
    ] == []


def test_a_calendar_made_from_the_same_meetings_is_the_same_file(sundays: Project, tmp_path: Path):
    result = build(sundays.settings(OUTPUT_PATH=str(tmp_path / "output"), CACHE_ORDNER=str(tmp_path / "cache")))
    names = [path.relative_to(sundays.output) for path in sundays.output.rglob("*.ics")]

    assert result.report
    assert len(names) > 100
    assert [
        name for name in names if (tmp_path / "output" / name).read_bytes() != (sundays.output / name).read_bytes()
    ] == []


def test_a_calendar_begins_with_last_year(project: Project):
    """And changes with the year only, so that a subscriber's program has nothing to do in between."""
    for uid, day in (("m4t8wd", "2024-12-31"), ("k7f3qz", "2025-01-01"), ("n5b7sx", "2026-12-31")):
        project.write(
            f"sitzungen/{day}.md",
            f"---\nuid: {uid}\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: {day}\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n---\n",
        )

    def days(today: dt.date) -> list[str]:
        assert project.build(HEUTE=today).report
        return sorted(one.date for one in by_icalendar((project.output / "kalender/fraktion.ics").read_bytes()))

    assert days(dt.date(2026, 1, 1)) == days(dt.date(2026, 12, 31)) == ["2025-01-01", "2026-12-31"]
    assert days(dt.date(2025, 12, 31)) == ["2024-12-31", "2025-01-01", "2026-12-31"]
    assert days(dt.date(2027, 1, 1)) == ["2026-12-31"]
