"""Drafts and waiting texts of every kind: nothing of them is anywhere until their day, and from that day on all of it is."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.site.content import read_site

from ..builders import TODAY, Project, codes

DAY = TODAY + dt.timedelta(days=10)
WORD = "Zwiebelfisch"  # stands in each of them and nowhere else
KINDS = {
    "motion": (
        "antraege/2024-03-geheim.md",
        f"---\nuid: k7f3qz\ntitel: {WORD}\nart: Antrag\ndatum: 2024-03-04\nHEAD\n---\n\n## Beschlussvorschlag\n\n1. {WORD}.\n",
    ),
    "news": (
        "meldungen/2024-05-05-geheim.md",
        f"---\nuid: m2m2m2\ntitel: {WORD}\ndatum: 2024-05-05\nHEAD\n---\n\n{WORD}.\n",
    ),
    "meeting": (
        "sitzungen/2024-05-06-geheim.md",
        f"---\nuid: s2m2m2\nname: {WORD}\nart: Fraktionssitzung\ndatum: 2027-05-06\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\nHEAD\n---\n",
    ),
    "series": (
        "reihen/geheim.md",
        f"---\nuid: r7k4qd\nname: {WORD}\nart: Fraktionssitzung\nrhythmus: alle zwei Wochen\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-02\nbis: 2027-07-07\nform: Videokonferenz\nzugang: öffentlich\nHEAD\n---\n",
    ),
    "person": ("personen/geheim.md", f"---\nuid: p2m2m2\nname: Vera {WORD}\nHEAD\n---\n\n{WORD}.\n"),
    "committee": ("gremien/geheim.md", f"---\nuid: g2m2m2\nname: Ausschuss für {WORD}\nart: Ausschuss\nHEAD\n---\n"),
    "text": ("seiten/geheim.md", f"---\ntitel: {WORD}\nHEAD\n---\n\n{WORD}.\n"),
}


def traces(project: Project) -> list[str]:
    return sorted(
        path.relative_to(project.output).as_posix()
        for path in project.output.rglob("*")
        if "geheim" in path.name or (path.is_file() and WORD.encode() in path.read_bytes())
    )


def write(project: Project, kind: str, head: str) -> None:
    name, text = KINDS[kind]
    project.write(name, text.replace("HEAD", head))


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_any_kind_is_nowhere_but_in_the_preview(project: Project, kind: str):
    write(project, kind, "entwurf: ja" + ("\nveroeffentlicht: 2026-11-20" if kind == "series" else ""))

    assert project.build().report, project.check()
    assert traces(project) == []
    assert project.build(ENTWUERFE=True).report
    assert traces(project)


@pytest.mark.parametrize("kind", KINDS)
def test_a_waiting_text_of_any_kind_appears_on_its_day(project: Project, kind: str):
    write(project, kind, f"veroeffentlicht: {DAY}")

    for day in (TODAY, DAY - dt.timedelta(days=1)):
        assert project.build(HEUTE=day).report, project.check()
        assert traces(project) == []
    assert project.build(HEUTE=DAY).report
    assert traces(project)


def test_files_beside_a_draft_are_not_published(project: Project):
    project.write(
        "meldungen/2024-05-05-geheim.md",
        "---\nuid: m2m2m2\ntitel: A\ndatum: 2024-05-05\nentwurf: ja\n---\n\n[Plan](plan.pdf)\n",
    )
    project.write("meldungen/2024-05-05-geheim/plan.pdf", b"%PDF-1.4 geheim")

    assert project.build().report
    assert not list(project.output.rglob("plan.pdf"))


def test_a_motion_signed_by_somebody_whose_page_is_a_draft_prints_the_name(project: Project):
    project.write("personen/vera.md", "---\nuid: p2m2m2\nname: Vera Muster\nentwurf: ja\n---\n")
    project.motion(head="unterzeichner: Vera Muster")

    assert project.build().report, project.check()
    page = project.page("antraege/2024-03-radweg/")
    assert "Vera Muster" in page
    assert "personen/vera" not in page


def test_a_public_text_may_not_name_one_that_waits_and_one_that_waits_longer_may(project: Project):
    project.motion(head=f"veroeffentlicht: {DAY}")
    news = "---\nuid: m2m2m2\ntitel: A\ndatum: 2024-05-05\nzu_antrag: k7f3qz\n{}---\n\n[Antrag](../antraege/2024-03-radweg.md)\n"
    project.write("meldungen/2024-05-05-a.md", news.format(""))
    assert codes(project.check()) == ["waiting-named", "waiting-named"]

    for head in (f"veroeffentlicht: {DAY}\n", f"veroeffentlicht: {DAY + dt.timedelta(days=1)}\n", "entwurf: ja\n"):
        project.write("meldungen/2024-05-05-a.md", news.format(head))
        assert project.check() == []
    project.write("meldungen/2024-05-05-a.md", news.format(f"veroeffentlicht: {DAY - dt.timedelta(days=1)}\n"))
    assert codes(project.check()) == ["waiting-named", "waiting-named"]


def test_both_words_for_a_draft_mean_the_same(project: Project):
    project.motion(head="entwurf: ja")
    project.motion("2024-04-busse", uid="b4s7vn", head="stand: Entwurf")

    assert read_site(project.content, TODAY)[0].unready == (
        "content/antraege/2024-03-radweg.md",
        "content/antraege/2024-04-busse.md",
    )


def test_a_news_item_dated_ahead_is_told_that_nothing_holds_it_back(project: Project):
    project.write("meldungen/2099-a.md", "---\nuid: m2m2m2\ntitel: A\ndatum: 2099-05-05\n---\n\nText\n")

    assert codes(project.check()) == ["date-ahead"]
