"""What is not published yet: no page, no list, no link, no word of it."""

from __future__ import annotations

import re

import pytest

from plugins.site.content import read_site

from ..builders import PICTURE, TODAY, Project, codes, pdf
from ..reading import parsed
from .test_pages import targets

MEETING = "---\nuid: s2m2m2\nname: Sitzung\nart: Fraktionssitzung\ndatum: 2024-05-06\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\ntagesordnung:\n  - titel: Radverkehr\n    antrag: {antrag}\n---\n"
NEWS = "---\nuid: m2m2m2\ntitel: Meldung\ndatum: 2024-05-05\n{head}---\n\n{body}\n"
FOREIGN = "---\nuid: m2m2m3\ntitel: Vom Bund\ndatum: 2024-05-05\nherkunft: Bundesverband\nteaser: Kurz.\nquelle_name: Bund\nquelle_url: https://example.net/\n---\n"


@pytest.fixture
def draft(project: Project) -> Project:
    project.motion("2024-03-geheim", titel="Noch geheim", head="stand: Entwurf\ndrucksache: 0815/2024\nthemen: Verkehr")
    return project


def dead(project: Project) -> list[str]:
    pages = parsed(project.output)
    files = {path.relative_to(project.output).as_posix() for path in project.output.rglob("*")}
    return [
        f"{path} → {target}" for path, page in pages.items() for target, _ in targets(path, page) if target not in files
    ]


def test_a_draft_leaves_no_trace_in_the_output(draft: Project) -> None:
    draft.motion("2024-02-bus", uid="n5b7sx", titel="Bus", datum="2024-02-05")
    assert draft.build().report
    for path in draft.output.rglob("*"):
        assert "geheim" not in path.name
        assert "k7f3qz" not in path.name
        assert not path.is_file() or not {b"geheim", b"k7f3qz", b"0815/2024"} & {
            w for w in (b"geheim", b"k7f3qz", b"0815/2024") if w in path.read_bytes()
        }, path


def test_the_preview_shows_a_draft_like_any_motion(draft: Project) -> None:
    draft.write(
        "meldungen/2024-05-05-m.md",
        NEWS.format(head="zu_antrag: k7f3qz\n", body="[Antrag](../antraege/2024-03-geheim.md)"),
    )
    assert draft.build(ENTWUERFE=True).report
    assert "Noch geheim" in draft.page("antraege/2024-03-geheim/")
    assert "Noch geheim" in draft.page("themen/verkehr/")
    assert dead(draft) == []


@pytest.mark.parametrize(
    "name, text",
    [
        ("sitzungen/2024-05-06-s.md", MEETING.format(antrag="k7f3qz")),
        ("sitzungen/2024-05-06-s.md", MEETING.format(antrag="Noch geheim")),
        ("meldungen/2024-05-05-m.md", NEWS.format(head="zu_antrag: 0815/2024\n", body="Text.")),
        ("meldungen/2024-05-05-m.md", NEWS.format(head="", body="[Antrag](../antraege/2024-03-geheim.md)")),
        ("meldungen/2024-05-05-m.md", NEWS.format(head="", body="[Antrag](/antraege/2024-03-geheim/)")),
        ("meldungen/2024-05-05-m.md", NEWS.format(head="", body="[Antrag](/a/k7f3qz/)")),
    ],
)
def test_a_published_text_that_names_a_draft_is_told_so(draft: Project, name: str, text: str) -> None:
    """Else its link would lead nowhere, and the draft's title would be public."""
    draft.write(name, text)
    (problem,) = draft.check()
    assert (problem.code, problem.path) == ("draft-named", f"content/{name}")
    assert problem.line == 1 + next(
        i for i, line in enumerate(text.split("\n")) if "k7f3qz" in line or "geheim" in line or "0815" in line
    )
    assert read_site(draft.content, TODAY, preview=True)[1] == []


def test_a_link_to_a_file_of_a_draft_or_of_what_was_taken_off_is_told(draft: Project) -> None:
    """Neither is published; that of a draft would be there later."""
    draft.motion("2024-03-geheim", titel="Noch geheim", head="stand: Entwurf\npdf: plan.pdf")
    draft.motion("2024-03-weg", uid="n5b7sx", titel="Weg", head="geloescht_am: 2024-05-02\npdf: plan.pdf")
    for stem in ("geheim", "weg"):
        draft.write(f"antraege/2024-03-{stem}/plan.pdf", pdf("Plan"))
    draft.write(
        "seiten/mehr.md",
        "---\ntitel: Mehr\n---\n\n[x](/antraege/2024-03-geheim/plan.pdf) und [y](/antraege/2024-03-weg/plan.pdf)\n",
    )
    assert [code.removesuffix("-near") for code in sorted(codes(draft.check()))] == ["draft-named", "link-dead"]
    draft.write(
        "umleitungen.yaml",
        "- von: /alt/\n  nach: /antraege/2024-03-geheim/plan.pdf\n- von: /alt2/\n  nach: /antraege/2024-03-weg/plan.pdf\n",
    )
    assert codes(draft.check())[-2:] == ["redirect-loop", "redirect-loop"]


def test_an_old_address_cannot_lead_to_a_draft(draft: Project) -> None:
    draft.write("umleitungen.yaml", "- von: /alt/\n  nach: /antraege/2024-03-geheim/\n")
    assert codes(draft.check()) == ["redirect-loop"]


def test_drafts_may_name_one_another(draft: Project) -> None:
    draft.motion(
        "2024-04-auch",
        uid="n5b7sx",
        titel="Auch noch nicht",
        head="stand: Entwurf\nbezug: k7f3qz",
        body="## Beschlussvorschlag\n\n[x](2024-03-geheim.md)\n",
    )
    assert draft.check() == []


def test_news_of_others_have_no_page_to_link_to(project: Project) -> None:
    project.write("meldungen/fremd/2024-05-05-bund.md", FOREIGN)
    project.write("meldungen/2024-05-04-bund.md", FOREIGN.replace("m2m2m3", "m2m2m4"))
    project.write("umleitungen.yaml", "- von: /alt/\n  nach: /meldungen/2024-05-04-bund/\n")
    project.write(
        "seiten/links.md",
        "---\ntitel: Links\n---\n\n[a](../meldungen/fremd/2024-05-05-bund.md) [b](../meldungen/2024-05-04-bund.md) [c](/meldungen/2024-05-04-bund/)\n",
    )
    assert [code.removesuffix("-near") for code in codes(project.check())] == [
        "link-dead",
        "link-dead",
        "link-dead",
        "redirect-loop",
    ]


def test_plain_pages_and_their_files_are_linked_where_they_stand(project: Project) -> None:
    """content/seiten/kontakt.md is /kontakt/."""
    project.write(
        "seiten/mehr.md", "---\ntitel: Mehr\n---\n\n[a](kontakt.md) ![Ein Radweg](bild.png) [c](/impressum/)\n"
    )
    project.write("seiten/mehr/bild.png", PICTURE)
    project.motion(body="## Beschlussvorschlag\n\n[a](../seiten/mehr.md)\n")
    assert project.build().report
    assert dead(project) == []
    assert 'href="../kontakt/"' in project.page("mehr/")
    assert re.search(r'src="\.\./bilder/[\da-f]+-1\.jpg"', project.page("mehr/"))
    assert 'href="../../mehr/"' in project.page("antraege/2024-03-radweg/")
