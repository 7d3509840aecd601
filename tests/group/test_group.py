"""Who we are, and the lists beside it: names, addresses, spans, old addresses."""

from __future__ import annotations

import pytest

from plugins.group import Redirect
from plugins.records.links import Link

from ..builders import ABOUT, Project


def slips(project: Project, name: str, text: str) -> list[tuple[int, str]]:
    project.write(name, text)
    return [(p.line, p.code) for p in project.check()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- name: Verkehr\n- name: Soziales\n", []),
        ("- name: Verkehr\n- name: Verkehr\n", [(2, "name-twice")]),
        ("- name: Verkehr\n- name: verkehr\n", [(2, "address-twice")]),
        ("- name: Bus & Bahn\n- name: Bus, Bahn\n", [(2, "address-twice")]),
        ("- name: Bus & Bahn\n- name: Bus, Bahn\n  adresse: busse\n", []),
        ("- name: Verkehr\n- name: Wege\n  adresse: verkehr\n", [(2, "address-twice")]),
        ("- name: Verkehr\n  adresse: Über uns\n", [(2, "value-slug")]),
        ("- Verkehr\n", [(1, "list-no-map")]),
        ("name: Verkehr\n", [(1, "list-no-rows")]),
        ("", []),
    ],
)
def test_a_list_of_topics_has_each_name_and_address_once(project: Project, text: str, expected: list[tuple[int, str]]):
    assert slips(project, "themen.yaml", text) == expected


def test_an_entry_has_its_address_from_its_name_or_as_given(project: Project):
    project.write("themen.yaml", "- name: Öffentlicher Verkehr\n- name: Soziales & Gesundheit\n  adresse: soziales\n")

    assert [e.link for e in project.site().lists.topics] == [
        Link("Öffentlicher Verkehr", "themen/oeffentlicher-verkehr/", "oeffentlicher-verkehr"),
        Link("Soziales & Gesundheit", "themen/soziales/", "soziales"),
    ]


@pytest.mark.parametrize("typed", ["Öffentlicher Verkehr", "öffentlicher  verkehr", "oeffentlicher-verkehr"])
def test_a_topic_is_found_by_name_and_address_and_shown_by_name(project: Project, typed: str):
    project.write("themen.yaml", "- name: Öffentlicher Verkehr\n")
    project.motion(head=f"themen: {typed}")

    assert [t.text for t in project.site().motions[0].topics] == ["Öffentlicher Verkehr"]


def test_a_slip_in_a_topic_is_told_with_what_was_meant(project: Project):
    project.motion(head="themen: Verkher")
    (said,) = project.check()

    assert (said.line, said.code) == (6, "ref-near")
    assert said.remedy == "Meinten Sie „Verkehr“? Neue Einträge gehören nach content/themen.yaml."


def test_a_term_that_ends_before_it_begins_is_told(project: Project):
    assert slips(project, "wahlperioden.yaml", "- name: a\n  von: 2025-11-01\n  bis: 2020-10-31\n") == [
        (3, "span-backwards")
    ]


def test_a_name_with_a_dash_keeps_its_two_years_apart(project: Project):
    assert [t.link.key for t in project.site().lists.terms] == ["2020-2025", "2025-2030"]


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("/alt/seite.html", "alt/seite.html"),
        ("/alt/", "alt"),
        ("/%C3%BCber-uns", "über-uns"),
        ("/index.php?id=17", "index.php"),
        ("/", ""),
        ("alt", None),
        ("//example.org/a", None),
        ("/\\example.org", None),
        ("https://example.org/a", None),
        ("/../a", None),
        ("/a/%2e%2e/b", None),
        ("/a//b", None),
        ("/a%00b", None),
        ("/a:b", None),
    ],
)
def test_an_old_address_stays_below_the_root_of_the_site(source: str, path: str | None):
    assert Redirect(source, "/", 1).path == path


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("/alt", "/antraege/", []),
        ("/alt", "/kontakt/#mail", []),
        ("alt", "/antraege/", [(1, "redirect-bad")]),
        ("/kontakt/", "/antraege/", [(1, "redirect-taken")]),
        ("/alt", "/gibt-es-nicht/", [(1, "redirect-loop")]),
        ("/alt", "//example.org/", [(1, "redirect-loop")]),
        ("/alt", "https://example.org/", [(1, "redirect-loop")]),
    ],
)
def test_a_redirect_leads_from_an_old_address_to_a_page(
    project: Project, source: str, target: str, expected: list[tuple[int, str]]
):
    assert slips(project, "umleitungen.yaml", f"- von: {source}\n  nach: {target}\n") == expected


def test_an_old_address_leads_to_one_page_only(project: Project):
    assert slips(project, "umleitungen.yaml", "- {von: /alt, nach: /antraege/}\n- {von: /alt/, nach: /kontakt/}\n") == [
        (2, "redirect-taken")
    ]


def test_invitations_go_to_the_group_unless_it_says_otherwise(project: Project):
    assert project.site().about.invite_mail == "fraktion@example.org"

    project.write("fraktion.yaml", ABOUT + "anmeldung: {mail: treff@example.org, tage_vorher: 3}\n")
    about = project.site().about

    assert (about.invite_mail, about.invite_subject, about.invite_days) == (
        "treff@example.org",
        "Einladung zur Fraktionssitzung",
        3,
    )


def test_a_host_that_the_group_blocks_is_found_in_every_text(project: Project):
    project.write("fraktion.yaml", ABOUT + "gesperrte_adressen: treff.example.org\n")
    project.write("seiten/kontakt.md", "---\ntitel: Kontakt\n---\nhttps://treff.example.org/x\n")

    assert [(p.path, p.line, p.code) for p in project.check()] == [("content/seiten/kontakt.md", 4, "conference")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- wort: TOP\n  erklaerung: a\n- wort: Top\n  erklaerung: b\n  adresse: anders\n", []),
        ("- wort: TOP\n  erklaerung: a\n- wort: TOP\n  erklaerung: b\n", [(3, "TOP", "TOP")]),
        ("- wort: TOP\n  auch: Punkt\n  erklaerung: a\n- wort: Punkt\n  erklaerung: b\n", [(4, "Punkt", "TOP")]),
        ("- wort: Punkt\n  erklaerung: b\n- wort: TOP\n  auch: Punkt\n  erklaerung: a\n", [(3, "Punkt", "Punkt")]),
        (
            "- wort: TOP\n  auch: [Punkt, Ziffer]\n  erklaerung: a\n- wort: Nummer\n  auch: [Zahl, Ziffer]\n  erklaerung: b\n",
            [(4, "Ziffer", "TOP")],
        ),
        ("- wort: TOP\n  auch: [Punkt, Punkt, TOP]\n  erklaerung: a\n", []),
    ],
)
def test_a_spelling_explains_one_word_only(project: Project, text: str, expected: list[tuple[int, str, str]]):
    project.write("glossar.yaml", text)
    found = [p for p in project.check() if p.code == "name-twice"]

    assert [p.line for p in found] == [line for line, _, _ in expected]
    assert all(
        f"„{name}“" in p.what and f"„{other}“" in p.what for p, (_, name, other) in zip(found, expected, strict=True)
    )
    assert len(project.read()[0].lists.words) == text.count("wort:") - len(expected)
