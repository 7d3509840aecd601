"""`pruefen --beheben` mends what can only be meant one way, shows it first, keeps every other byte, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.records.fields import derived_uid
from plugins.site.repair import do, mends, shown, undo

from ..builders import TODAY, Project, codes

HEAD = ["uid: k7f3qz", "titel: Radweg", "art: Antrag", "datum: 2024-03-04"]
BODY = "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n"
NAME = "antraege/2024-03-radweg.md"


def mended(project: Project, rounds: int = 4) -> list[str]:
    """Mend as the command does; what was said."""
    said = []
    for _ in range(rounds):
        found = mends(project.content, project.check(), TODAY)
        if not found:
            break
        said += [line for mend in found for line in shown(mend)]
        do(project.content, found, project.root / ".cache" / "behoben.json")
    return said


def written(project: Project, *lines: str, body: str = BODY) -> Path:
    return project.write(NAME, "\n".join(["---", *lines, "---", "", body]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kurzfassung: Radweg: jetzt", 'kurzfassung: "Radweg: jetzt"'),
        ("kurzfassung:Radweg", "kurzfassung: Radweg"),
        ('kurzfassung: "Radweg" jetzt', "kurzfassung: '\"Radweg\" jetzt'"),
        ("themen:\n  -Verkehr\n  -Soziales", "themen:\n  - Verkehr\n  - Soziales"),
        ("themen:\n\t- Verkehr", "themen:\n  - Verkehr"),
        ("themen:\n  – Verkehr", "themen:\n  - Verkehr"),
        ("kurzfassung:\u00a0Radweg", "kurzfassung: Radweg"),
        ("themen:\n\u00a0\u00a0- Verkehr", "themen:\n  - Verkehr"),
        ("drucksahce: 12/24", "drucksache: 12/24"),
        ("kurzfassung: Rad\u00adweg", "kurzfassung: Radweg"),
        ("kurzfassung: GrÃ¼ner Weg", "kurzfassung: Grüner Weg"),
        ("kurzfassung: R\u0430dweg", "kurzfassung: Radweg"),
    ],
)
def test_a_slip_that_can_only_be_meant_one_way_is_mended(project: Project, typed: str, meant: str):
    file = written(project, *HEAD, typed)
    before = file.read_text("utf-8")

    assert mended(project)
    assert file.read_text("utf-8") == before.replace(typed, meant)
    assert project.check() == []


@pytest.mark.parametrize(
    "typed",
    [
        "kurzfassung: Radweg #Klima",
        "verlegt_auf: 2024-05-05",
        "stand: fertig",
        "themen: Unbekanntes",
        "datum2: 2024-01-01",
        "kurzfassung: 'Radweg",
    ],
)
def test_what_could_mean_something_else_is_left_alone(project: Project, typed: str):
    file = written(project, *HEAD, typed)
    before = file.read_bytes()

    mended(project)
    assert file.read_bytes() == before


def test_a_change_is_shown_line_by_line_before_it_is_made(project: Project):
    file = written(project, *HEAD, "kurzfassung: Radweg: jetzt")
    (mend,) = mends(project.content, project.check(), TODAY)

    assert list(shown(mend)) == [
        f"content/{NAME}: so geschrieben, wie die Meldung sagt.",
        "    - kurzfassung: Radweg: jetzt",
        '    + kurzfassung: "Radweg: jetzt"',
    ]
    assert b'"' not in file.read_bytes()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("antraege/2024-03-Radweg am Fluß.md", "antraege/2024-03-radweg-am-fluss.md"),
        ("antraege/2024-03-radweg.md.txt", NAME),
        ("antraege/2024-03-radweg.MD", NAME),
        ("sitzungen/2024-03-radweg.md", NAME),
    ],
)
def test_a_file_with_a_wrong_name_or_place_goes_where_it_belongs_with_what_lies_beside_it(
    project: Project, wrong: str, right: str
):
    project.write(wrong, "\n".join(["---", *HEAD, "stand: angenommen", "pdf: antrag.pdf", "---", "", BODY]))
    if wrong.endswith(".md"):
        project.write(f"{wrong.removesuffix('.md')}/antrag.pdf", b"%PDF-1.4")

    mended(project)
    assert (project.content / right).is_file()
    assert not (project.content / wrong).exists() or (project.content / wrong).samefile(project.content / right)
    if wrong.endswith(".md"):
        assert (project.content / right.removesuffix(".md") / "antrag.pdf").is_file()


def test_nothing_is_put_over_a_file_that_is_there(project: Project):
    written(project, *HEAD)
    other = project.write("antraege/2024-03-Radweg.md", "\n".join(["---", "uid: b4s7vn", *HEAD[1:], "---", "", BODY]))
    if other.samefile(project.content / NAME):
        return  # a disk that knows no capitals

    mended(project)
    assert other.is_file()


@pytest.mark.parametrize("typed", ["kurzfassung: Radweg: jetzt", "drucksahce: 12/24", "kurzfassung: GrÃ¼ner Weg"])
def test_all_of_it_is_taken_back_at_once(project: Project, typed: str):
    file = written(project, *HEAD[1:], typed, body=BODY + "\nR\u0430dweg.\n")
    wrong = project.write("antraege/2024-04-Bus.md.txt", "\n".join(["---", "uid: b4s7vn", *HEAD[1:], "---", "", BODY]))
    before = file.read_bytes(), wrong.read_bytes()

    mended(project)
    assert f"uid: {derived_uid(f'content/{NAME}')}" in file.read_text("utf-8")
    assert not wrong.exists()
    undo(project.content, project.root / ".cache" / "behoben.json")
    assert (file.read_bytes(), wrong.read_bytes()) == before
    assert undo(project.content, project.root / ".cache" / "behoben.json") == []


def test_what_somebody_changed_since_is_not_taken_back(project: Project):
    file = written(project, *HEAD, "kurzfassung: Radweg: jetzt")
    mended(project)
    file.write_text(file.read_text("utf-8") + "\nMehr.\n", "utf-8")

    (said,) = undo(project.content, project.root / ".cache" / "behoben.json")
    assert "seitdem geändert" in said
    assert "Mehr." in file.read_text("utf-8")


SLIPS = {
    "kurzfassung: Radweg: jetzt": 'kurzfassung: "Radweg: jetzt"',
    "kurzfassung:Radweg": "kurzfassung: Radweg",
    "kurzfassung: Rad\u200bweg": "kurzfassung: Radweg",
    "drucksahce: 1/24": "drucksache: 1/24",
}


@given(
    slip=st.sampled_from(sorted(SLIPS)),
    comments=st.lists(
        st.sampled_from(
            [
                "# nur für uns",
                "",
                "weitere_nummern: [1/24-1]",
                "federfuehrend: 'Dezernat III'",
                "rechtsgrundlage:   § 5 GeschO  ",
            ]
        ),
        max_size=4,
        unique=True,
    ),
    place=st.integers(0, 4),
    mark=st.booleans(),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    last=st.booleans(),
)
@settings(deadline=None, max_examples=30, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_other_byte_stays(
    tmp_path_factory, slip: str, comments: list[str], place: int, mark: bool, end: str, last: bool
):
    project = Project(tmp_path_factory.mktemp("repair"))
    lines = [*HEAD, *comments]
    lines.insert(min(place, len(lines)), slip)
    text = end.join(
        ["---", *lines, "---", "", "## Beschlussvorschlag", "", "1. Ein Radweg:  wird gebaut.\t", "   So."]
    ) + (end if last else "")
    data = ("\ufeff" if mark else "").encode() + text.encode()
    file = project.write(NAME, data)

    mended(project)
    assert file.read_bytes() == data.replace(slip.encode(), SLIPS[slip].encode())


def test_codes_of_wrong_places(project: Project):
    project.write("antraege/2024-03-radweg.docx", b"PK")
    project.write("antraege/2024-04-radweg (1).md", "\n".join(["---", *HEAD, "---", "", BODY]))
    project.write("antraege/Thumbs.db", b"x")
    project.write(
        "antraege/2024-05-sitzung.md",
        "---\nuid: s2m2m2\nname: Sitzung\nart: Fraktionssitzung\ndatum: 2027-05-06\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n---\n",
    )

    assert sorted(codes(project.check(TODAY))) == ["file-copy", "text-misplaced", "text-office"]
