"""Where a file lies: a text in the wrong place is told, never dropped; one problem does not hide the next."""

from __future__ import annotations

import pytest

from plugins.records.problems import errors

from ..builders import ABOUT, PICTURE, Project, codes, pdf

MOTION = "---\nuid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"


@pytest.mark.parametrize(
    "name",
    [
        "anträge/radweg.md",
        "antrag/radweg.md",
        "Antraege/radweg.md",
        "radweg.md",
        "antraege/2024/radweg.md",
        "antraege/fremd/radweg.md",
        "antraege/antraege/radweg.md",
        "meldungen/fremd/2024/radweg.md",
        "thema.yaml",
        "themen.yml",
        "antraege/themen.yaml",
    ],
)
def test_a_text_that_lies_where_none_is_read_is_an_error(project: Project, name: str):
    project.write(name, MOTION)

    assert [(p.path, p.code) for p in project.check()] == [(f"content/{name}", "text-stray")]


@pytest.mark.parametrize(
    "name",
    [
        "LIZENZ.md",
        "HANDBUCH.md",
        "FELDER.md",
        "README.md",
        "antraege/.radweg.md.swp",
        "antraege/radweg.md~",
        ".gitkeep",
        "antraege/.DS_Store",
        "logo.png",
    ],
)
def test_what_is_no_text_may_lie_about(project: Project, name: str):
    """Documents for people are written in capitals; hidden files and copies are those of editors and systems."""
    project.write(name, "x")

    assert project.check() == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("antraege/karte.png", "file-stray"),
        ("antraege/radweg.txt", "file-stray"),
        ("antraege/anderer/karte.png", "file-stray"),
        ("antraege/2024-03-radweg/karte.png", "file-unnamed"),
        ("antraege/2024-03-radweg/notiz.md", "file-unnamed"),
    ],
)
def test_a_file_that_no_text_names_is_told_and_stops_nothing(project: Project, name: str, code: str):
    project.motion()
    project.write(name, "x")

    assert [(p.path, p.code, p.warning) for p in project.check()] == [(f"content/{name}", code, True)]


def test_a_file_that_a_text_names_is_published_with_it(project: Project):
    project.motion(head="pdf: antrag.pdf", body="## Beschlussvorschlag\n\n1. Siehe [Karte](<Karte 1.png>).\n")
    project.write("antraege/2024-03-radweg/antrag.pdf", pdf("Ein Blatt"))
    project.write("antraege/2024-03-radweg/Karte 1.png", PICTURE)
    site, problems = project.read()

    assert problems == []
    assert sorted(file.path for file in site.motions[0].brings) == [
        "antraege/2024-03-radweg/Karte 1.png",
        "antraege/2024-03-radweg/antrag.pdf",
    ]


def test_links_are_seen_and_not_followed(project: Project):
    project.motion()
    (project.content / "antraege" / "verknuepft.md").symlink_to(project.content / "antraege" / "2024-03-radweg.md")
    (project.content / "antraege" / "2024-03-radweg").symlink_to(project.root)
    site, problems = project.read()

    assert "file-link" in codes(problems)
    assert [m.stem for m in site.motions] == ["2024-03-radweg"]
    assert site.motions[0].brings == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Über uns", "name-bad"),
        ("Radweg", "name-bad"),
        ("a--b", "name-bad"),
        ("-a", "name-bad"),
        ("a_b", "name-bad"),
        ("a" * 101, "name-bad"),
        ("2024", "name-reserved"),
        ("drucksachen", "name-reserved"),
        ("gemeinsam", "name-reserved"),
    ],
)
def test_a_name_that_is_no_address_is_told_with_one_that_is(project: Project, name: str, code: str):
    project.motion(name)
    (said,) = project.check()

    assert (said.path, said.line, said.code) == (f"content/antraege/{name}.md", 0, code)


# ------------------------------------------------------------------------------------ all at once


def test_a_join_address_is_found_in_every_file_of_the_group(project: Project):
    address = "https://meet.jit.si/GrueneProbe"
    project.write("fraktion.yaml", ABOUT + f"sitzungen_text: Hier {address}\ngesperrte_adressen: [treff.example.org]\n")
    project.write(
        "themen.yaml",
        f"- name: Verkehr\n  beschreibung: {address}\n- name: Soziales\n  beschreibung: https://treff.example.org/\n",
    )
    project.motion(head=f"kurzfassung: {address}", body=f"## Beschlussvorschlag\n\n{address}\n")

    assert [(p.path, p.line) for p in project.check() if p.code == "conference"] == [
        ("content/antraege/2024-03-radweg.md", 6),
        ("content/antraege/2024-03-radweg.md", 11),
        ("content/fraktion.yaml", ABOUT.count("\n") + 1),
        ("content/themen.yaml", 2),
        ("content/themen.yaml", 4),
    ]


def test_a_problem_of_the_text_does_not_hide_the_rules_of_the_head(project: Project):
    """A dead link, a join address, an unknown topic, a missing file: and still the votes are held against the result."""
    project.motion(
        head="themen: Raumfahrt\npdf: fehlt.pdf\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    ergebnis: beschlossen\n    abstimmungen: [24 Ja 41 Nein]\nanlagen: [fehlt-auch.pdf]",
        body="## Beschlussvorschlag\n\n[dort](x.pdf) https://zoom.us/j/123\n",
    )

    assert sorted(codes(project.check())) == [
        "conference",
        "file-missing",
        "file-missing",
        "link-file",
        "ref-unknown",
        "votes-contradict",
    ]


def test_a_value_that_cannot_be_read_is_told_without_guesses_about_the_rest(project: Project):
    """Rules need the values; they are held against a head that is complete."""
    project.motion(head="frist: morgen\nveroeffentlicht: 2023-01-01")

    assert codes(project.check()) == ["value-date"]


def test_a_spoiled_committee_is_still_known_by_its_name(project: Project):
    project.write("gremien/beirat.md", "---\nuid: g6k2hs\nname: Beirat\nart: Beirat\nart: Ausschuss\n---\n")
    project.motion(head="beratungsfolge:\n  - gremium: Beirat")

    assert [(p.path, p.code) for p in errors(project.check())] == [("content/gremien/beirat.md", "key-twice")]


def test_the_same_id_twice_names_both_files(project: Project):
    project.motion("a-alt")
    project.motion("b-neu")
    (said,) = project.check()

    assert (said.path, said.code) == ("content/antraege/b-neu.md", "uid-twice")
    assert "content/antraege/a-alt.md" in said.what
