"""What must not become public: gaps, and what is left of the sample."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

from plugins.records.left import HINT, RESERVED, check_left, judged
from plugins.records.left import PUBLIC as IN_PUBLIC
from plugins.records.sample import Sample, mark_of, of_the_program, paragraphs, read_sample
from plugins.site.build import build
from plugins.site.settings import Refusal, load

from ..builders import OWN, TODAY, Project, codes
from ..conftest import ROOT

LEFT, PROBLEM = IN_PUBLIC["sample-left"], IN_PUBLIC[HINT]
PUBLIC = {"OEFFENTLICH": True, "SITEURL": "https://www.altental.test", "FEED_TAG": "www.altental.test,2026"}


@pytest.fixture
def own(project: Project) -> Project:
    project.write("fraktion.yaml", OWN)
    return project


def found(project: Project, **more) -> list[tuple[str, int, str]]:
    return [
        (p.path, p.line, p.code)
        for p in build(project.settings(**PUBLIC, **more)).problems
        if p.code in (LEFT, PROBLEM, HINT, "sample-left")
    ]


def test_a_site_of_its_own_goes_public(own: Project) -> None:
    assert build(own.settings(**PUBLIC)).problems == []


def test_a_text_of_the_sample_is_found_wherever_it_stands(own: Project) -> None:
    part = next(
        words
        for path in sorted((ROOT / "content/antraege").glob("*.md"))
        for _, words in paragraphs(path.read_text("utf-8"))
    )
    own.motion(body=f"## Beschlussvorschlag\n\n1. Ein Radweg.\n\n## Begründung\n\n{textwrap.fill(part, 60)}\n")
    assert found(own) == [("content/antraege/2024-03-radweg.md", 15, LEFT)]


@pytest.mark.parametrize(
    "line",
    [
        "Wir im Kreis Ebersfurt.",
        "Fragen Sie Mira Tannhof.",
        "Rufen Sie an: 01234 567890.",
        "Mail an [uns](mailto:fraktion@example.org).",
        "Mehr unter https://www.example.org/radweg im Netz.",
    ],
)
def test_names_numbers_and_addresses_of_the_sample_are_found(own: Project, line: str) -> None:
    own.motion(body=f"## Beschlussvorschlag\n\n1. Ein Radweg.\n\n## Begründung\n\n{line}\n")
    assert found(own) == [("content/antraege/2024-03-radweg.md", 15, LEFT)]


def test_files_and_lists_of_the_sample_are_found(own: Project) -> None:
    (own.content / "antraege/2024-03-radweg").mkdir(parents=True)
    shutil.copy(
        ROOT / "content/antraege/2024-01-radverkehr-luecken/antrag.pdf",
        own.content / "antraege/2024-03-radweg/plan.pdf",
    )
    own.motion(head="anlagen: plan.pdf")
    own.write("orte.yaml", "- name: Altental\n- name: Ebersfurt\n")
    assert found(own) == [("content/antraege/2024-03-radweg/plan.pdf", 0, LEFT), ("content/orte.yaml", 2, LEFT)]


@pytest.mark.parametrize(
    "line",
    [
        "Ein Beispiel: So geht es besser, zum Beispiel in der Kita.",
        "Die Adresse www.beispiel-examples.de ist unsere.",
        "Ein gutes example für Mut.",
        "Der Radweg an der K 14 ist sicher.",
    ],
)
def test_what_any_site_may_say_does_not_count(own: Project, line: str) -> None:
    own.motion(body=f"## Beschlussvorschlag\n\n1. Ein Radweg.\n\n## Begründung\n\n{line}\n")
    assert found(own) == []


def test_nothing_of_it_is_said_of_the_sample_itself_or_before_a_site_is_public(project: Project) -> None:
    project.motion(body="## Beschlussvorschlag\n\n1. Ein Radweg in Ebersfurt.\n")
    assert codes(project.check()) == []
    assert project.site().motions
    assert codes(build(project.settings(**PUBLIC)).problems) == ["sample-public"]
    project.write("fraktion.yaml", OWN)
    assert codes(project.check()) == []
    assert project.site().motions
    assert LEFT in codes(build(project.settings(**PUBLIC)).problems)


def test_a_gap_has_its_line_in_texts_and_lists(own: Project) -> None:
    own.motion(body="## Beschlussvorschlag\n\n1. Ein Radweg.\n\n## Begründung\n\n[Bitte ergänzen: warum]\n")
    own.write("fraktion.yaml", OWN.replace("Wir prüfen.", '"[Bitte ergänzen: ein Satz]"'))
    where = [("content/antraege/2024-03-radweg.md", 15), ("content/fraktion.yaml", 6)]
    assert found(own) == [(*each, PROBLEM) for each in where]
    assert [(p.path, p.line, p.warning) for p in own.check() if p.code == HINT] == [(*each, True) for each in where]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITEURL", "https://www.example.org"),
        ("SITEURL", "https://gruene.example"),
        ("FEED_TAG", "www.example.org,2026"),
    ],
)
def test_an_address_that_is_nobodys_is_refused_in_public(own: Project, name: str, value: str) -> None:
    with pytest.raises(Refusal, match=f"^{name} ist noch „{value}“"):
        own.settings(**{**PUBLIC, name: value})
    own.settings(**{**PUBLIC, name: value, "OEFFENTLICH": False})


def test_the_sample_itself_is_known_by_its_own_flag_alone(tmp_path: Path) -> None:
    assert of_the_program().paragraphs
    (tmp_path / "fraktion.yaml").write_text(OWN, "utf-8")
    (tmp_path / "seiten").mkdir()
    (tmp_path / "seiten/kontakt.md").write_text("x" * 200, "utf-8")
    assert read_sample(tmp_path) == read_sample(tmp_path / "gibt-es-nicht") == Sample()


def test_a_whole_sample_with_another_flag_goes_public_nowhere(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "theme").symlink_to(ROOT / "theme")
    about = tmp_path / "content/fraktion.yaml"
    about.write_text(about.read_text("utf-8").replace("beispiel: ja", "beispiel: nein"), "utf-8")
    problems = build(load(tmp_path / "pelicanconf.py", HEUTE=TODAY, **PUBLIC)).problems
    files = {p.path for p in problems if p.code == LEFT}
    with_text = {
        f"content/{path.relative_to(ROOT / 'content').as_posix()}"
        for path in (ROOT / "content").rglob("*/*.md")
        if any(True for _ in paragraphs(path.read_text("utf-8")))
    }
    assert with_text <= files
    assert {
        f"content/{path.relative_to(ROOT / 'content').as_posix()}"
        for path in (ROOT / "content").rglob("*/*")
        if path.is_file()
        and path.suffix not in (".md",)
        and mark_of(path.read_bytes()) in of_the_program().files
        and not path.name.startswith(".")
    } <= files


def test_reserved_names_are_known_by_their_end() -> None:
    assert [
        text
        for text in ("example.org", "a.b.example.com", "x@example.net", "gruene.example", "https://www.EXAMPLE.org/")
        if not RESERVED.search(text)
    ] == []
    assert [
        text
        for text in ("example.de", "counterexample.org", "beispiel.org", "examples.org", "example.org.de")
        if RESERVED.search(text)
    ] == []


def test_what_is_judged_stays_otherwise_as_it_was() -> None:
    some = list(check_left("x.md", "a [Bitte ergänzen: b]\nEbersfurt\n"))
    assert [p.code for p in judged(some, True, False)] == [PROBLEM, LEFT]
    assert [p.code for p in judged(some, False, False)] == [p.code for p in judged(some, False, True)] == [HINT]
