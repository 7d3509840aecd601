"""The page of a place, a topic, a committee or a person: everything that is about it, each thing once, with its feed and its calendar."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag
from icalendar import Calendar

from plugins.records.fields import UID_ALPHABET

from ..builders import TODAY, Project

STEP = "beratungsfolge:\n  - gremium: {}\n    datum: {}\n    top: 4\n"


def page(project: Project | Path, address: str) -> Tag:
    output = project if isinstance(project, Path) else project.output
    return BeautifulSoup((output / address / "index.html").read_text("utf-8"), "html.parser").select_one("main")


def text(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""


def events(project: Project, name: str) -> list:
    data = (project.output / f"kalender/{name}.ics").read_bytes()
    return list(Calendar.from_ical(data).walk("VEVENT"))


def titles(project: Project, name: str) -> list[str]:
    return [entry.title for entry in feedparser.parse((project.output / f"feeds/{name}.atom").read_bytes()).entries]


def meeting(project: Project, stem: str, head: str, *, uid: str = "m4t8wd", date: str = "2026-12-02") -> None:
    fixed = f"uid: {uid}\nname: Gespräch\nart: Bürger*innengespräch\ndatum: {date}\nbeginn: 18:00\nzugang: öffentlich"
    project.write(f"sitzungen/{stem}.md", f"---\n{fixed}\n{head}\n---\n\nKommen Sie.\n")


def in_town(town: str, form: str = "Präsenz") -> str:
    return f"form: {form}\nort:\n  name: Gasthof\n  stadt: {town}"


# ------------------------------------------------------------------------------------- the page


def test_the_page_of_a_village_holds_all_there_is(project: Project) -> None:
    """Motions of all years under headings, what is next, news of a motion, our meeting there, who is from there, how to follow."""
    project.motion(head=f"ort: [Altental]\n{STEP.format('Kreistag', '2026-12-10')}")
    project.motion(
        "2021-05-bus", uid="k7f3qx", titel="Bus", datum="2021-05-04", head="ort: [Altental]\nstand: angenommen"
    )
    meeting(project, "abend", in_town("Altental"))
    project.write(
        "meldungen/neu.md",
        "---\nuid: n5r2xp\ntitel: Radweg kommt\ndatum: 2026-11-20\nzu_antrag: [k7f3qz]\n---\n\nGut.\n",
    )
    project.write("personen/ada.md", "---\nuid: p5r2xp\nname: Ada Lang\nort: Altental\n---\n")
    project.build()
    found = page(project, "orte/altental/")
    assert [text(year) for year in found.select(".papers__year")] == ["2024 gestellt", "2021 gestellt"]
    assert [text(title) for title in found.select(".papers__title")] == ["Radweg", "Bus"]
    assert [text(date) for date in found.select(".dates__date h3")] == ["Gespräch", "Kreistag"]
    assert "TOP 4: Radweg" in text(found.select(".dates__date")[1])
    assert text(found.select_one(".news__item h3")) == "Radweg kommt"
    assert text(found.select_one(".member h3")) == "Ada Lang"
    assert [(text(part.strong), text(part.select_one("strong + span"))) for part in found.select(".balance li")] == [
        ("1", "offen"),
        ("1", "erfolgreich"),
    ]
    assert {
        "https://www.example.org/kalender/orte/altental.ics",
        "https://www.example.org/feeds/orte/altental.atom",
    } <= {text(kbd) for kbd in found.select("#folgen .address")}


def test_a_village_has_its_page_before_there_is_a_motion(project: Project) -> None:
    project.build()
    assert "Hier steht noch kein Antrag." in text(page(project, "orte/altental/"))
    assert (events(project, "orte/altental"), titles(project, "orte/altental")) == ([], [])
    assert 'href="orte/altental/"' in (project.output / "index.html").read_text("utf-8"), "one step from the home page"


def test_a_sitting_stands_once_whatever_is_on_its_agenda(project: Project) -> None:
    for number, uid in enumerate(("k7f3qz", "k7f3qx")):
        project.motion(
            f"antrag-{number}",
            uid=uid,
            titel=f"Nummer {number}",
            head=f"ort: [Altental]\n{STEP.format('Kreistag', '2026-12-10')}",
        )
    sitting = "uid: s4t8wd\nname: 5. Sitzung\nart: Kreistag\ngremium: Kreistag\ndatum: 2026-12-10\nbeginn: 15:00\nform: Präsenz\nzugang: öffentlich\nort:\n  name: Haus"
    project.write("sitzungen/fuenf.md", f"---\n{sitting}\n---\n")
    project.build()
    [date] = page(project, "orte/altental/").select(".dates__date")
    assert [text(date.h3), *map(text, date.select(".dates__paper a"))] == ["5. Sitzung", "Nummer 0", "Nummer 1"]
    [event] = events(project, "orte/altental")
    assert event["UID"] == "s4t8wd@www.example.org"
    assert str(event["DESCRIPTION"]).endswith("Dort beraten:\nTOP 4: Nummer 0\nTOP 4: Nummer 1")


@pytest.mark.parametrize(
    ("head", "there"),
    [
        (in_town("Altental"), True),
        (in_town("Anderswo"), False),
        ("form: Videokonferenz\nzu_ort: Altental", True),
        (f"{in_town('Altental')}\nzu_ort: Neudorf", False),
    ],
    ids=["held there", "held elsewhere", "about it", "about another"],
)
def test_our_meetings_stand_on_the_page_of_the_place_where_they_are_or_which_they_are_about(
    project: Project, head: str, there: bool
) -> None:
    project.write("orte.yaml", "- name: Altental\n- name: Neudorf\n")
    meeting(project, "abend", head)
    project.build()
    assert bool(page(project, "orte/altental/").select(".dates__date")) is there
    assert bool(events(project, "orte/altental")) is there
    assert (titles(project, "orte/altental") == ["Gespräch am 2.\xa0Dezember 2026"]) is there


def test_a_topic_has_its_meetings_too(project: Project) -> None:
    meeting(project, "abend", "form: Videokonferenz\nthemen: [Verkehr]")
    project.build()
    assert [text(date) for date in page(project, "themen/verkehr/").select(".dates__date h3")] == ["Gespräch"]
    assert [str(event["SUMMARY"]) for event in events(project, "themen/verkehr")] == ["Gespräch"]


def test_what_is_not_public_is_on_no_page_and_in_no_calendar(project: Project) -> None:
    project.motion(head=f"ort: [Altental]\n{STEP.format('Kreistag', '2026-12-10')}    oeffentlich: nein")
    project.build()
    assert page(project, "orte/altental/").select(".dates__date") == []
    assert events(project, "orte/altental") == []


def test_who_has_left_is_not_from_there_any_more(project: Project) -> None:
    project.write(
        "personen/ada.md", "---\nuid: p5r2xp\nname: Ada Lang\nort: Altental\nausgeschieden_am: 2026-11-25\n---\n"
    )
    for day, shown in ((TODAY, 1), (dt.date(2026, 11, 25), 1), (dt.date(2026, 11, 26), 0)):
        project.build(HEUTE=day)
        assert len(page(project, "orte/altental/").select(".member")) == shown


def test_a_person_sees_when_their_motions_are_heard(project: Project) -> None:
    project.write("personen/ada.md", "---\nuid: p5r2xp\nname: Ada Lang\n---\n")
    project.motion(head=f"unterzeichner:\n  - name: Ada Lang\n{STEP.format('Kreistag', '2026-12-10')}")
    project.build()
    assert [text(date) for date in page(project, "personen/ada/").select(".dates__date h3")] == ["Kreistag"]
    assert [event["DTSTART"].dt for event in events(project, "personen/ada")] == [dt.date(2026, 12, 10)]


# ------------------------------------------------------------------------------- feed and calendar


def test_the_feed_of_a_place_tells_each_thing_once_and_under_the_names_of_the_main_feeds(project: Project) -> None:
    """A motion's happenings, news of it, our meeting there; a corrected title, day or town is told to nobody."""
    project.motion(head=f"ort: [Altental]\n{STEP.format('Kreistag', '2024-05-02')}    ergebnis: beschlossen")
    project.write(
        "meldungen/neu.md",
        "---\nuid: n5r2xp\ntitel: Radweg kommt\ndatum: 2026-11-20\nzu_antrag: [k7f3qz]\n---\n\nGut.\n",
    )
    meeting(project, "abend", in_town("Altental"))
    project.build()

    def ids(name: str) -> list[str]:
        return [e.id for e in feedparser.parse((project.output / f"feeds/{name}.atom").read_bytes()).entries]

    first = ids("orte/altental")
    assert len(first) == len(set(first)) == 4
    assert set(first) == {*ids("alles"), *ids("sitzungen")}
    project.motion(
        titel="Ein Radweg", head=f"ort: [Altental]\n{STEP.format('Kreistag', '2024-05-03')}    ergebnis: beschlossen"
    )
    meeting(project, "abend", in_town("Altental"), date="2026-12-03")
    project.build()
    assert ids("orte/altental") == first


def test_a_day_keeps_its_name_in_the_calendar_and_gets_that_of_its_sitting(project: Project) -> None:
    """As long as only the motion tells of it, the committee and the day; a whole day, since nobody knows the hour."""
    project.motion(head=f"ort: [Altental]\n{STEP.format('Kreistag', '2026-12-10')}    terminiert_am: 2026-11-01")
    project.build()
    [event] = events(project, "orte/altental")
    assert (event["UID"], event["DTSTART"].dt) == ("g2k2t2-2026-12-10@www.example.org", dt.date(2026, 12, 10))
    assert event["DTSTAMP"].dt.date() == dt.date(2026, 11, 1)
    assert "Die Uhrzeit ist hier nicht bekannt." in event["DESCRIPTION"]
    assert event.errors == []


def test_calendars_begin_with_last_year(project: Project) -> None:
    project.motion(
        head=f"ort: [Altental]\n{STEP.format('Kreistag', '2025-01-10')}    ergebnis: vertagt\n"
        + STEP.format("Kreistag", "2026-12-10").partition("\n")[2]
    )
    for day, dates in ((TODAY, 2), (dt.date(2027, 1, 1), 1)):
        project.build(HEUTE=day)
        assert len(events(project, "orte/altental")) == dates


# ------------------------------------------------------------------------------------- the lists


def test_what_was_decided_in_a_year_is_a_list_whenever_it_was_submitted(project: Project) -> None:
    """Submitted in December, adopted in January."""
    project.motion(
        datum="2024-12-10",
        head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2025-01-20\n    ergebnis: beschlossen",
    )
    project.motion("2024-05-bus", uid="k7f3qx", titel="Bus", datum="2024-05-04", head="stand: angenommen")
    project.build()
    found = page(project, "ausgang/erfolgreich/entschieden/2025/")
    assert (text(found.h1), text(found.h2), [text(t) for t in found.select(".papers__title")]) == (
        "Im Jahr 2025 angenommen",
        "1 Antrag, angenommen 2025",
        ["Radweg"],
    )
    assert "Bei 1 weiteren Antrag ist der Tag der Entscheidung hier nicht bekannt." in text(
        page(project, "ausgang/erfolgreich/entschieden/")
    )
    assert 'erfolgreich/entschieden/2025/"' in str(page(project, "ausgang/erfolgreich/")), "one step from the outcome"


def test_a_year_says_what_it_counts_and_where_the_other_count_is(project: Project) -> None:
    project.motion(head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: beschlossen")
    project.build()
    found = text(page(project, "antraege/2024/"))
    assert "1 Antrag, gestellt 2024" in found
    assert "Im Jahr 2024 wurden 1 entschieden und 1 angenommen, gleich wann sie gestellt waren." in found


def test_an_open_motion_shows_its_next_sitting_in_every_list(project: Project) -> None:
    steps = "beratungsfolge:\n  - gremium: Sozialausschuss\n    datum: 2026-09-08\n    ergebnis: empfohlen\n  - gremium: Kreistag\n    datum: 2026-12-10"
    project.motion(datum="2026-08-01", head=f"themen: [Verkehr]\n{steps}")
    project.build()
    for address in (
        "antraege/",
        "antraege/2026/",
        "themen/verkehr/",
        "themen/verkehr/offen/",
        "gremien/soziales/",
        "ausgang/offen/",
    ):
        assert "Nächste Sitzung: Kreistag, 10. Dezember 2026" in text(page(project, address)), address
    project.build(HEUTE=dt.date(2026, 12, 11))
    assert "Nächste Sitzung" not in text(page(project, "antraege/"))


def test_the_address_of_a_year_that_the_first_page_shows_leads_there(project: Project) -> None:
    project.motion(head="themen: [Verkehr]")
    project.build()
    html = (project.output / "themen/verkehr/2024/index.html").read_text("utf-8")
    assert 'content="0; url=../../../themen/verkehr/#jahr_2024"' in html
    assert 'href="https://www.example.org/themen/verkehr/"' in html
    assert "themen/verkehr/2024/" not in (project.output / "sitemap.xml").read_text("utf-8")


def test_with_whom_something_was_submitted_is_a_list(project: Project) -> None:
    project.motion(head="antragstellende: [Bündnis 90/Die Grünen, SPD]")
    project.build()
    assert text(page(project, "antraege/gemeinsam/spd/").h1) == "Gemeinsam mit SPD"
    assert not (project.output / "antraege/gemeinsam/buendnis-90-die-gruenen").exists()


def test_a_place_with_many_motions_stays_small(project: Project) -> None:
    """Forty rows, counts, and the way to the years; the page of a place reads no text."""
    for number in range(60):
        project.motion(
            f"antrag-{number}",
            uid=f"k7{UID_ALPHABET[number // 27]}{UID_ALPHABET[number % 27]}zz",
            titel=f"Nummer {number}",
            datum=f"{2026 - number // 12}-02-03",
            head="ort: [Altental]",
        )
    project.build()
    found = page(project, "orte/altental/")
    assert len(found.select(".papers__row")) == 40
    assert [text(year) for year in found.select(".papers__year")] == [
        f"{year} gestellt" for year in (2026, 2025, 2024, 2023)
    ]
    assert text(found.select(".listing__year")[-1].select_one(".more")) == "Alle 12 aus dem Jahr 2023"
    assert [link["href"].removeprefix("../../orte/altental/") for link in found.select(".years a")] == [
        "#jahr_2026",
        "#jahr_2025",
        "#jahr_2024",
        "2023/",
        "2022/",
    ]
    assert len(page(project, "orte/altental/2022/").select(".papers__row")) == 12
