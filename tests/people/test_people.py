"""Persons and committees: their names, old and new, and who is a member of what, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.people.model import Membership, by_name
from plugins.records.links import Link

from ..builders import TODAY, Project, codes

YESTERDAY = TODAY - dt.timedelta(days=1)
RENAMED = "---\nuid: g4h4s4\nname: Ausschuss für Teilhabe\nkurz: Teilhabe\nart: Ausschuss\nfrueher:\n  - {name: Ausschuss für Arbeit, bis: 2022-06-30}\n  - Arbeitsausschuss\n---\n"


def person(
    project: Project, stem: str = "vera", uid: str = "p3v7bn", name: str = "Vera Beispiel", head: str = ""
) -> None:
    project.write(f"personen/{stem}.md", f"---\nuid: {uid}\nname: {name}\n{head}---\n")


@pytest.mark.parametrize("typed", ["Ausschuss für Arbeit", "Arbeitsausschuss", "Teilhabe", "ausschuss für  teilhabe"])
def test_a_committee_is_printed_as_typed_and_leads_to_todays_page(project: Project, typed: str):
    project.write("gremien/teilhabe.md", RENAMED)
    project.motion(head=f"beratungsfolge:\n  - {{gremium: {typed}}}")
    (link,) = project.site().motions[0].steps[0].committees

    assert link == Link(" ".join(typed.split()), "gremien/teilhabe/", "g4h4s4")


def test_a_membership_shows_the_name_of_today(project: Project):
    project.write("gremien/teilhabe.md", RENAMED)
    person(project, head="mitgliedschaften: [Arbeitsausschuss]\n")

    assert project.site().persons[0].memberships[0].committee.text == "Ausschuss für Teilhabe"


def test_a_slip_in_a_committee_is_told_with_what_was_meant(project: Project):
    person(project, head="mitgliedschaften:\n  - gremium: Sozialauschuss\n")
    (said,) = project.check()

    assert (said.line, said.code) == (5, "committee-near")
    assert "Meinten Sie „Sozialausschuss“?" in said.remedy


def test_a_committee_that_nobody_knows_is_told_with_those_there_are(project: Project):
    person(project, head="mitgliedschaften:\n  - gremium: Xylophon\n")
    (said,) = project.check()

    assert (said.line, said.code) == (5, "committee-unknown")
    assert "Kreistag, Ausschuss für Soziales" in said.remedy


@pytest.mark.parametrize("typed", ["Vera Beispiel", "Dr. Vera Beispiel", "Vera Muster", "p3v7bn"])
def test_a_person_is_found_by_every_name(project: Project, typed: str):
    person(project, head="titel: Dr.\nfruehere_namen: Vera Muster\n")
    project.motion(head=f"unterzeichner: {typed}")

    assert project.site().motions[0].signatories[0].person.path == "personen/vera/"


def test_a_person_who_is_not_ours_is_plain_text(project: Project):
    person(project)
    project.motion(head="unterzeichner: Ottilie Fremd")

    assert project.check() == []
    assert project.site().motions[0].signatories[0].person == Link("Ottilie Fremd")


@pytest.mark.parametrize(("end", "now"), [(None, True), (TODAY, True), (YESTERDAY, False)])
def test_a_membership_holds_to_its_last_day(end: dt.date | None, now: bool):
    assert Membership(Link("Kreistag"), end=end).current(TODAY) is now


def test_persons_stand_by_family_name_as_in_a_german_list(project: Project):
    for number, name in enumerate(["Kim Zander", "Ada Özdemir", "Bo Ohm", "Cy Osterloh"]):
        person(project, f"p{number}", f"p3v7b{2 + number}", name)
    person(project, "von", "p3v7b9", "Eva von Berg", "nachname: Berg\n")

    assert [p.family_name for p in by_name(project.site().persons)] == ["Berg", "Ohm", "Osterloh", "Özdemir", "Zander"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("mitgliedschaften:\n  - {gremium: Kreistag, von: 2020-11-01, bis: 2020-11-01}\n", []),
        (
            "mitgliedschaften:\n  - gremium: Kreistag\n    von: 2025-11-01\n    bis: 2020-11-01\n",
            [(7, "span-backwards")],
        ),
        (f"kurzvorstellung: {'x' * 301}\n", [(4, "value-long")]),
        ("telefon: 01234\n", [(4, "key-unknown")]),
        ("mail: vera\n", [(4, "value-mail")]),
        ("ort: Altenthal\n", [(4, "ref-near")]),
    ],
)
def test_what_does_not_fit_is_told_at_its_line(project: Project, head: str, expected: list[tuple[int, str]]):
    person(project, head=head)

    assert [(p.line, p.code) for p in project.check()] == expected


def test_a_committee_that_ends_before_it_begins_is_told(project: Project):
    project.write(
        "gremien/beirat.md", "---\nuid: g4h4s4\nname: Beirat\nart: Beirat\nvon: 2025-01-01\nbis: 2024-01-01\n---\n"
    )

    assert [(p.line, p.code) for p in project.check()] == [(6, "span-backwards")]


@pytest.mark.parametrize(
    ("kind", "more", "decides"),
    [
        ("Kreistag", "", True),
        ("Kreisausschuss", "", True),
        ("Ausschuss", "", False),
        ("Ausschuss", "entscheidet: ja\n", True),
    ],
)
def test_who_decides_follows_from_the_kind_unless_said(project: Project, kind: str, more: str, decides: bool):
    project.write("gremien/neu.md", f"---\nuid: g4h4s4\nname: Neu\nart: {kind}\n{more}---\n")

    assert {c.stem: c.decides for c in project.site().committees}["neu"] is decides


def test_two_persons_of_one_name_are_told_apart_or_told(project: Project):
    person(project)
    person(project, "vera2", "p3v7bm")

    assert codes(project.check()) == ["name-twice"]


def test_a_committee_offers_its_calendar_while_it_lasts(project: Project):
    project.write("gremien/beirat.md", "---\nuid: g4h4s4\nname: Beirat\nart: Beirat\nbis: 2024-01-01\n---\n")
    project.build()

    assert "/kalender/gremien/kreistag.ics" in project.page("gremien/kreistag/")
    assert (project.output / "kalender/gremien/kreistag.ics").is_file()
    assert "beirat.ics" not in project.page("gremien/beirat/")
    assert 'href="../kalender/"' in project.page("abonnieren/")
