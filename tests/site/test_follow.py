"""One mistake is said once: what only follows from it is not said, above all nothing that says to delete."""

from __future__ import annotations

from ..builders import Project, codes


def test_all_that_is_wrong_with_a_file_stands_there_at_once(project: Project):
    project.motion(head="unbekanntes: ja", body="Text.\n\n## Was wir beantragen\n\nTODO Kosten\n")

    assert sorted(codes(project.check())) == ["key-unknown", "note", "resolution-near"]


def test_a_text_is_looked_through_below_a_head_that_cannot_be_read(project: Project):
    project.write("antraege/2024-03-radweg.md", '---\nuid: k7f3qz\ntitel: "Radweg\nart: Antrag\n---\n\nTODO Kosten\n')

    assert "note" in codes(project.check())


def test_nothing_is_to_be_deleted_because_a_head_cannot_be_read(project: Project):
    project.write("antraege/2024-03-radweg.md", '---\nuid: k7f3qz\ntitel: "Radweg\npdf: antrag.pdf\n---\n\nText\n')
    project.write("antraege/2024-03-radweg/antrag.pdf", b"%PDF-1.4")

    assert not [p for p in project.check() if "löschen" in p.remedy]


def test_nothing_is_to_be_deleted_because_its_name_was_misspelt(project: Project):
    project.motion(head="pdf: antrga.pdf")
    project.write("antraege/2024-03-radweg/antrag.pdf", b"%PDF-1.4")

    assert "file-unnamed" not in codes(project.check())
    assert "file-missing-near" in codes(project.check())


def test_a_list_with_a_conflict_is_one_message(project: Project):
    project.motion(head="themen: Verkehr")
    project.write("themen.yaml", "- name: Verkehr\n<<<<<<< HEAD\n- name: Klima\n=======\n- name: Soziales\n>>>>>>> x\n")

    assert codes(project.check()) == ["conflict"]


def test_a_link_to_a_text_that_cannot_be_read_is_not_dead(project: Project):
    project.motion(body="## Beschlussvorschlag\n\n1. Wie [damals](2024-02-damals.md).\n")
    project.write(
        "antraege/2024-02-damals.md",
        "---\nuid: k7f3qb\n<<<<<<< HEAD\ntitel: A\n=======\ntitel: B\n>>>>>>> x\n---\n\nText\n",
    )

    assert codes(project.check()) == ["conflict"]


def test_a_conflict_in_any_text_file_is_told(project: Project):
    project.motion(head="anlagen: [liste.csv]")
    project.write("antraege/2024-03-radweg/liste.csv", "a;b\n<<<<<<< HEAD\n1;2\n=======\n1;3\n>>>>>>> x\n")
    project.write("HINWEISE.md", "Text\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n")

    assert [p.path for p in project.check() if p.code == "conflict"] == [
        "content/HINWEISE.md",
        "content/antraege/2024-03-radweg/liste.csv",
    ]
