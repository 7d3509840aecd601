"""Meetings: what is still to come, how one is invited, and what does not fit together."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from plugins.meetings.listings import next_own, past, row, upcoming
from plugins.meetings.model import Location, Registration
from plugins.meetings.pages import invite, map_of
from plugins.press.hyphens import BREAK

from ..builders import TODAY, Project, meeting

DAY = dt.timedelta(days=1)
HEAD = "uid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n"  # lines 2 to 8


def slips(project: Project, head: str) -> list[tuple[int, str]]:
    project.write("sitzungen/2026-12-02.md", f"---\n{head}---\n")
    return [(p.line, p.code) for p in project.check()]


def read(project: Project, head: str):
    project.write("sitzungen/2026-12-02.md", f"---\n{head}---\n")
    return project.site().meetings[0]


def test_today_is_still_to_come_yesterday_is_past():
    yesterday, today, tomorrow = (meeting(date=TODAY + n * DAY) for n in (-1, 0, 1))

    assert upcoming([tomorrow, yesterday, today], TODAY) == [today, tomorrow]
    assert past([tomorrow, yesterday, today], TODAY) == [yesterday]


def test_the_nearest_is_first_of_the_coming_and_of_the_past():
    late, early = meeting(start=dt.time(20)), meeting(start=dt.time(9))

    assert upcoming([late, early], TODAY) == [early, late]
    assert past([early, late], TODAY + 99 * DAY) == [late, early]


def test_a_cancelled_meeting_stays_and_is_marked():
    (left,) = upcoming([meeting(cancelled=True, reason="Krankheit")], TODAY)

    assert (row(left).cancelled, row(left).reason) == (True, "Krankheit")


@pytest.mark.parametrize(
    "wrong", [{"cancelled": True}, {"access": "nichtöffentlich"}, {"kind": "Kreistag"}, {"date": TODAY - DAY}]
)
def test_the_next_is_one_of_ours_that_takes_place_and_that_people_may_come_to(wrong: dict):
    other, right = meeting(**{"date": TODAY, **wrong}), meeting("m5t8wd", TODAY + DAY)

    assert next_own([other, right], TODAY) == right
    assert next_own([other], TODAY) is None


@pytest.mark.parametrize(
    ("place", "short"),
    [
        (Location("Kreishaus", town="Altental"), "Kreishaus, Altental"),
        (Location("Rathaus Altental", town="Altental"), "Rathaus Altental"),
        (Location("Kreishaus"), "Kreishaus"),
    ],
)
def test_a_place_names_its_town_once(place: Location, short: str):
    assert place.short == short


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (
            Location("Kreishaus", "2.14", "Am Markt 1", "01234", "Altental"),
            "geo:0,0?q=Am%20Markt%201%2C%2001234%20Altental",
        ),
        (Location("Saal", street="Straße 5 & 7"), "geo:0,0?q=Stra%C3%9Fe%205%20%26%207"),
        (Location("Kreishaus", town="Altental"), ""),  # a name alone finds another one
        (None, ""),
    ],
)
def test_a_place_with_an_address_leads_to_the_map_of_the_reader(place: Location | None, address: str):
    assert map_of(place) == address


def test_a_sitting_leads_to_the_one_before_and_after_it_of_the_same_body_over_new_year(project: Project):
    """The group's lead to the group's, a committee's to the committee's; whoever is cancelled names the next."""
    for name, head in {
        "2026-12-02": "uid: m2t2wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02",
        "2026-12-09": "uid: m3t3wd\nname: Sozialausschuss\nart: Ausschuss\ngremium: Sozialausschuss\ndatum: 2026-12-09",
        "2027-01-13": "uid: m4t4wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2027-01-13\nabgesagt: ja",
        "2027-02-10": "uid: m5t5wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2027-02-10",
    }.items():
        project.write(
            f"sitzungen/{name}.md",
            f"---\n{head}\nbeginn: 19:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n---\n",
        )
    result = project.build()
    assert [p for p in result.problems if not p.warning] == []

    def leads(name: str) -> list[str]:
        return re.findall(r'href="../../sitzungen/([\d-]+)/" rel="(\w+)"', project.page(f"sitzungen/{name}/"))

    assert leads("2026-12-02") == [("2027-01-13", "next")]
    assert leads("2026-12-09") == []
    assert leads("2027-01-13") == [("2026-12-02", "prev"), ("2027-02-10", "next")]
    off = project.page("sitzungen/2027-01-13/").partition("Die nächste:")[2]
    assert off.partition('href="')[2].startswith("../../sitzungen/2027-02-10/")


def test_an_invitation_is_asked_for_by_a_mail_that_every_program_reads():
    """RFC 6068, 2 and 5: no raw blank, „+“ is no blank, line ends are CRLF, the rest is UTF-8."""
    address = invite(
        meeting(
            name="Bürger*innengespräch", registration=Registration("büro+a@example.org", "Einladung & Gespräch", None)
        )
    )
    query = parse_qs(urlsplit(address).query, strict_parsing=True)

    assert address.startswith("mailto:b%C3%BCro%2Ba@example.org?subject=Einladung%20%26%20Gespr%C3%A4ch&body=")
    assert address.isascii()
    assert "+" not in address
    assert "%C2%A0" not in address
    assert set(query) == {"subject", "body"}
    assert "Bürger*innengespräch, Mittwoch, 2. Dezember 2026, 19:30 Uhr.\r\n" in query["body"][0]
    assert "\n" not in query["body"][0].replace("\r\n", "")


def test_where_nobody_needs_to_ask_there_is_no_mail():
    assert invite(meeting(access="öffentlich")) == ""


def test_the_group_says_how_to_ask_where_the_meeting_does_not(project: Project):
    assert read(project, HEAD).registration == Registration(
        "fraktion@example.org", "Einladung zur Fraktionssitzung am 2.\u00a0Dezember 2026 [m4t8wd]", dt.date(2026, 12, 1)
    )


def test_a_meeting_may_say_otherwise(project: Project):
    made = read(project, HEAD + "anmeldung: {mail: a@example.org, betreff: Bitte, frist: 2026-11-30}\n")

    assert made.registration == Registration("a@example.org", "Bitte [m4t8wd]", dt.date(2026, 11, 30))


def test_an_open_meeting_asks_for_no_registration(project: Project):
    assert read(project, HEAD.replace("nach Anmeldung per Mail", "öffentlich")).registration is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD, []),
        (HEAD + "ende: 21:30\n", []),
        (HEAD + "ende: 19:30\n", [(9, "end-before-start")]),
        (HEAD + "ende: 9:00\n", [(9, "end-before-start")]),
        (HEAD + "absagegrund: Krankheit\n", [(9, "reason-without")]),
        (HEAD + "abgesagt: ja\nabsagegrund: Krankheit\n", [(9, "change-undated")]),
        (HEAD.replace("Videokonferenz", "Präsenz"), [(7, "place-missing")]),
        (HEAD.replace("Videokonferenz", "Präsenz") + "ort: Kreishaus\n", []),
        (HEAD.replace("Videokonferenz", "Präsenz") + "abgesagt: ja\n", [(9, "change-undated")]),
        (HEAD.replace("art: Fraktionssitzung", "art: Kreistag"), [(4, "committee-missing")]),
        (HEAD.replace("art: Fraktionssitzung", "art: Kreistag") + "gremium: Kreistag\n", []),
        (HEAD + "gremium: Kreitag\n", [(9, "committee-near")]),
        (HEAD + "anmeldung:\n  mail: a@example.org\n  frist: 2026-12-03\n", [(11, "date-early")]),
    ],
)
def test_what_does_not_fit_together_is_told_at_its_line(project: Project, head: str, expected: list[tuple[int, str]]):
    assert slips(project, head) == expected


# ------------------------------------------------------------------------------- hours as they happen

HOURS = [  # lines of the head, how it is said, when the calendar says that it ends
    ("beginn: 22:00\nende: 00:30", "22:00 bis 00:30 Uhr am nächsten Tag", "2026-12-03T00:30"),
    ("beginn: 19:30\nende: 24:00", "19:30 bis 24:00 Uhr", "2026-12-03T00:00"),
    ("beginn: 19:30\nende: 24 Uhr", "19:30 bis 24:00 Uhr", "2026-12-03T00:00"),
    ("beginn: 20:00\nende: 0.20 Uhr", "20:00 bis 00:20 Uhr am nächsten Tag", "2026-12-03T00:20"),
    (
        "beginn: 16:00\nende: 13:00\nende_am: 2026-12-04",
        "16:00 Uhr bis Freitag, 4. Dezember 2026, 13:00 Uhr",
        "2026-12-04T13:00",
    ),
    ("beginn: 16:00\nende_am: 2026-12-04", "16:00 Uhr bis Freitag, 4. Dezember 2026", "2026-12-04T18:00"),
    ("beginn: 19:30", "19:30 Uhr", "2026-12-02T21:30"),
    ("beginn: 23:00", "23:00 Uhr", "2026-12-03T01:00"),
    ("beginn: 19:30\nende: 21:30", "19:30 bis 21:30 Uhr", "2026-12-02T21:30"),
]


@pytest.mark.parametrize(("lines", "said", "until"), HOURS)
def test_hours_as_they_happen(project: Project, lines: str, said: str, until: str):
    """Past midnight, 24:00, several days, an end that nobody knows: on the page and in the calendar."""
    import icalendar

    project.write(
        "sitzungen/nacht.md",
        f"---\nuid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\n{lines}\nform: Präsenz\nort: Rathaus\nzweiter_ort: {{name: Feuerwache, stadt: Altental}}\npause: 20:00 bis 20:15 Uhr\nzugang: öffentlich\n---\n",
    )
    assert project.check() == []
    project.build()
    page = project.page("sitzungen/nacht/").replace("\u00a0", " ")
    (event,) = icalendar.Calendar.from_ical((project.output / "kalender/termine/nacht.ics").read_bytes()).walk("VEVENT")

    assert said in page and "Feuerwache, Altental" in page and "20:00 bis 20:15 Uhr" in page
    assert event["DTEND"].dt.isoformat()[:16] == until
    assert ("steht nicht fest; im Kalender" in event["DESCRIPTION"].replace("\u00a0", " ")) == ("ende:" not in lines)
    assert "Zweiter Ort: Feuerwache, Altental." in event["DESCRIPTION"] and "Pause: 20:00" in event["DESCRIPTION"]


def test_a_retreat_is_over_after_its_last_day_and_the_public_sitting_is_named_too(project: Project):
    project.write(
        "sitzungen/klausur.md",
        "---\nuid: m4t8wd\nname: Klausur\nart: Klausur\ndatum: 2026-11-20\nende_am: 2026-11-22\nbeginn: 16:00\nform: wird noch mitgeteilt\nzugang: öffentlich\n---\n",
    )
    project.write(
        "sitzungen/rat.md",
        "---\nuid: m5t8wd\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\ndatum: 2026-12-17\nbeginn: 17:00\nform: wird noch mitgeteilt\nzugang: öffentlich\n---\n",
    )
    (retreat, _) = sorted(project.site().meetings, key=lambda m: m.date)

    assert not retreat.over(dt.date(2026, 11, 22)) and retreat.over(dt.date(2026, 11, 23))
    project.build()
    for address, first, second in (
        ("", "Klausur", "Sitzung des Kreistags"),
        ("sitzungen/", "Sitzung des Kreistags", "Klausur"),
    ):  # on its own page what is public comes first
        page = project.page(address).replace(BREAK, "").replace('<span class="wort">', "").replace("</span>", "")
        assert -1 < page.find(f">{first}") < page.find(f">{second}")
