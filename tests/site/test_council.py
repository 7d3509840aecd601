"""The council and its words, as content/fraktion.yaml says: chosen there, each word for itself, and led over from the settings of before."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.founding.council import lead_over, named_in, without_setting
from plugins.founding.move import move
from plugins.founding.wheel import Wheel
from plugins.records.council import COUNCILS, GROUPS, Council, group_of
from plugins.records.german import Noun
from plugins.records.nouns import noun_of
from plugins.site.council import council_at

from ..builders import ABOUT, Project, codes
from ..disk import called, run

SETTING = '\n# Wie die Vertretung spricht.\nVERTRETUNG = "Stadtrat"\n'
CITY = {"gremien/kreistag.md": "---\nuid: g2k2t2\nname: Stadtrat\nart: Stadtrat\n---\n"}


def spoken(project: Project, lines: str) -> Council:
    project.write("fraktion.yaml", ABOUT + lines)
    return council_at(project.content)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("Magistrat", "der Magistrat, des Magistrats, dem Magistrat, den Magistrat, die Magistrate, den Magistraten"),
        (
            "das Stadthaus",
            "das Stadthaus, des Stadthauses, dem Stadthaus, das Stadthaus, die Stadthäuser, den Stadthäusern",
        ),
        (
            "Regionspräsident",
            "der Regionspräsident, des Regionspräsidenten, dem Regionspräsidenten, den Regionspräsidenten, die Regionspräsidenten, den Regionspräsidenten",
        ),
        (
            "die Abgeordnete, der Abgeordneten, die Abgeordneten",
            "die Abgeordnete, der Abgeordneten, der Abgeordneten, die Abgeordnete, die Abgeordneten, den Abgeordneten",
        ),
        (
            "der Rat der Stadt, des Rates der Stadt, die Räte der Stadt",
            "der Rat der Stadt, des Rates der Stadt, dem Rat der Stadt, den Rat der Stadt, die Räte der Stadt, den Räten der Stadt",
        ),
        ("die Magistrat", ""),
        ("Rat der Stadt", ""),
        ("der Rat, der Rat", ""),
        ("der Rat, des Rates, das Räte", ""),
        ("Verein", ""),
        ("", ""),
    ],
)
def test_a_noun_is_known_by_its_ending_or_by_three_forms(typed: str, forms: str) -> None:
    noun = noun_of(typed)
    said = f"{noun.the}, {noun.of}, {noun.to}, {noun.whom}, die {noun.plural}, den {noun.dative_plural}" if noun else ""
    assert said == forms


def test_words_are_made_with_a_noun_as_german_does() -> None:
    words = ["Kreistag", "Regionsversammlung", "Gruppe", "Kulturausschuss", "BVV-Sitzung", "Region", "Amt"]
    assert [noun_of(word).joint for word in words] == [
        "Kreistags",
        "Regionsversammlungs",
        "Gruppen",
        "Kulturausschuss",
        "BVV-Sitzungs",
        "Regions",
        "Amts",
    ]
    assert [group_of(row.word).joint for row in GROUPS][:4] == [
        "Fraktions",
        "Gruppen",
        "Fraktionsgemeinschafts",
        "Zählgemeinschafts",
    ]
    every = [getattr(row, cell) for row in COUNCILS for cell in row.__struct_fields__]
    assert len([noun for noun in every if isinstance(noun, Noun)]) == 7 * 12


def test_each_word_may_be_another_and_what_is_named_after_the_council_follows(project: Project) -> None:
    council = spoken(
        project, "vertretung: Gemeinderat\nwoerter:\n  vertretung: Marktgemeinderat\n  amt: Marktvorsteher\n"
    )
    said = (
        council.body.of,
        council.member.word,
        council.sitting.within,
        council.office.of,
        council.administration.word,
    )
    assert said == (
        "des Marktgemeinderats",
        "Marktgemeinderatsmitglied",
        "in der Marktgemeinderatssitzung",
        "des Marktvorstehers",
        "Gemeindeverwaltung",
    )
    assert council.word == "Gemeinderat" and council.sign
    assert spoken(project, "vertretung: bvv\n") == COUNCILS["Bezirksverordnetenversammlung"]


def test_texts_in_the_usual_words_stay_readable(project: Project) -> None:
    """A council that was called otherwise later: nobody has to go through ten years of files."""
    project.write("gremien/haupt.md", "---\nuid: g7h7h7\nname: Kreisausschuss\nart: Kreisausschuss\n---\n")
    project.write("fraktion.yaml", ABOUT + "woerter:\n  hauptausschuss: Verwaltungsausschuss\n")
    site, problems = project.read()
    assert codes(problems) == []
    assert [body.kind for body in site.committees if body.name == "Kreisausschuss"] == ["Verwaltungsausschuss"]


@pytest.mark.parametrize(
    ("lines", "code", "line", "what"),
    [
        ("vertretung: Stadtrad\n", "value-choice-near", 1, "Meinten Sie „Stadtrat“?"),
        (
            "woerter:\n  amt: Schulze\n",
            "value-noun",
            2,
            "Bitte drei Formen mit Artikel schreiben, durch Kommas getrennt: amt: der Rat, des Rates, die Räte",
        ),
        ("woerter:\n  hauptausschus: Magistrat\n", "key-near", 2, "hauptausschuss"),
        (
            "woerter:\n  hauptausschuss: Kreistag\n",
            "words-same",
            1,
            "„Kreistag“ steht hier für zwei verschiedene Dinge.",
        ),
        ("woerter:\n  vertretung: Beirat\n", "words-same", 1, "„Beirat“ steht hier"),
    ],
)
def test_a_slip_there_is_told_with_its_line_and_what_to_do(
    project: Project, lines: str, code: str, line: int, what: str
) -> None:
    project.write("fraktion.yaml", ABOUT + lines)
    [problem] = [p for p in project.check() if p.path == "content/fraktion.yaml"]
    assert (problem.code, problem.line - ABOUT.count("\n")) == (code, line)
    assert what in f"{problem.what} {problem.remedy}"


def test_a_slip_in_its_name_does_not_make_every_other_text_wrong(project: Project) -> None:
    project.write("gremien/kreistag.md", CITY["gremien/kreistag.md"])
    project.write("fraktion.yaml", ABOUT + "vertretung: Stadtrad\n")
    assert codes(project.check()) == ["value-choice-near"]


# ------------------------------------------------------------------------------------ the settings of before


def older(project: Project) -> None:
    for name, text in CITY.items():
        project.write(name, text)
    conf = project.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + SETTING, "utf-8")


def test_the_setting_of_before_counts_until_content_says_otherwise(project: Project) -> None:
    older(project)
    assert project.settings().council.word == "Stadtrat"
    done = called(project, "pruefen")
    assert (
        done.returncode,
        done.stdout.count("pelicanconf.py: Hinweis: Wie die Vertretung spricht, steht noch in den Einstellungen"),
    ) == (0, 1), done.stdout
    project.write("fraktion.yaml", ABOUT + "vertretung: Gemeinderat\n")
    assert project.settings().council.word == "Gemeinderat"


def test_it_is_found_and_cut_out_with_its_comment() -> None:
    text = f'"""Einstellungen."""\n\nSITEURL = "https://www.altental.test"\n{SETTING}\nWEBSUB = ""\n'
    assert named_in(text) == "Stadtrat"
    assert without_setting(text) == '"""Einstellungen."""\n\nSITEURL = "https://www.altental.test"\n\nWEBSUB = ""\n'
    assert named_in('A = 1\n# VERTRETUNG = "Stadtrat"\n') == ""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_in_content_it_stands_below_the_name_of_the_area(tmp_path: Path, end: str) -> None:
    (tmp_path / "content").mkdir()
    file = tmp_path / "content/fraktion.yaml"
    file.write_bytes(f"name: A{end}kreis: Stadt B{end}satz: C".replace("\r\r", "\r").encode())
    lead_over(tmp_path, "Stadtrat")
    lead_over(tmp_path, "Gemeinderat")
    assert file.read_bytes().decode() == f"name: A{end}kreis: Stadt B{end}vertretung: Stadtrat{end}satz: C"


@pytest.mark.needs("git")
def test_a_site_of_its_own_is_led_over_in_one_commit_and_looks_the_same(project: Project) -> None:
    older(project)
    project.build()
    before = {path: path.read_bytes() for path in project.output.rglob("*") if path.is_file()}
    (project.root / "requirements.txt").write_text(
        f"./programm/fraktion-9.9.9-py3-none-any.whl --hash=sha256:{'0' * 64}\n"
    )
    run(["git", "init", "-q"], project.root)
    (project.root / ".gitignore").write_text("output/\n.cache/\n")
    run(["git", "add", "-A"], project.root)
    run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x"], project.root)
    said: list[str] = []
    assert move(project.root, Wheel("", b"", ""), said.append, None, False) == 1  # nobody can answer
    assert move(project.root, Wheel("", b"", ""), said.append, lambda question: True, False) == 0
    assert "vertretung: Stadtrat\n" in (project.content / "fraktion.yaml").read_text("utf-8")
    assert "VERTRETUNG" not in (project.root / "pelicanconf.py").read_text("utf-8")
    assert run(["git", "status", "--porcelain"], project.root).stdout == ""
    assert (
        run(["git", "show", "--stat", "--format=%s"], project.root).stdout.splitlines()[0]
        == "Umgestellt: die Vertretung steht in content/fraktion.yaml"
    )
    project.build()
    assert {path: path.read_bytes() for path in project.output.rglob("*") if path.is_file()} == before
    assert move(project.root, Wheel("", b"", ""), said.append, None, True) == 0
    assert said[-1].endswith("Es gibt nichts zu tun.")
