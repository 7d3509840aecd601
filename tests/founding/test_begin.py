"""`fraktion anfangen`: a group's own site, with nothing of the sample and with its gaps marked."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from plugins.founding.answers import STATES, ask, build_questions, completed, read_answers
from plugins.founding.writing import build_site
from plugins.records.council import COUNCILS
from plugins.records.left import GAP, gaps_in, gaps_of
from plugins.records.program import version
from plugins.records.sample import digest_of as digest_of_paragraph
from plugins.records.sample import of_the_program, paragraphs
from plugins.site.build import build
from plugins.site.settings import Refusal, load

from ..builders import OWN, TODAY, Project
from ..disk import called, contents, run
from .package import OURS, packed_fraktion


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def built(folder: Path, **overrides) -> tuple[dict[str, bytes], list]:
    """A site of texts alone, built by this checkout under the package's settings."""
    settings = folder / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace("from fraktion.", "from plugins."), "utf-8")
    result = build(load(settings, HEUTE=TODAY, **overrides))
    return contents(folder / "output") if result.report else {}, result.problems


# ------------------------------------------------------------------------------------ the questions


def test_the_questions_unchanged_mean_the_same_as_no_answers(tmp_path: Path) -> None:
    file = tmp_path / "antworten.yaml"
    file.write_text(build_questions(), "utf-8")
    assert read_answers(file) == completed({})
    (tmp_path / "leer.yaml").write_text("", "utf-8")
    assert read_answers(tmp_path / "leer.yaml") == completed({})


def test_a_proposal_follows_from_earlier_answers() -> None:
    answers = completed(OURS)
    assert (answers["name"], answers["gebiet"], answers["orte"]) == (
        "Bündnis 90/Die Grünen im Stadtrat Altental",
        "Stadt Altental",
        ("Altental",),
    )
    assert (answers["wahlperiode_von"].isoformat(), answers["wahlperiode_bis"].isoformat()) == (
        "2026-04-01",
        "2031-03-31",
    )


def test_what_is_wrong_with_answers_is_said_at_once_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "antworten.yaml"
    file.write_text("vertretung: Stadtrad\nland: Hessen\nmail: keine\nfarbe: grün\n", "utf-8")
    with pytest.raises(Refusal) as refused:
        read_answers(file)
    said = str(refused.value)
    assert [int(number) for number in re.findall(r"antworten\.yaml:(\d+)", said)] == [1, 3, 4]
    assert "Stadtrat" in said
    assert said.endswith("Es wurde nichts angelegt.")


def test_asked_one_by_one_enter_takes_the_proposal_and_a_slip_is_asked_again() -> None:
    typed = iter(["Stadtrad", "Stadtrat", "Hessen", "Altental"])
    said: list[str] = []
    answers = ask(lambda question: next(typed, ""), said.append)
    assert answers == completed({"vertretung": "Stadtrat", "land": "Hessen", "ort": "Altental"})
    assert any("Stadtrad" in line and "Stadtrat" in line for line in said)


def test_every_land_and_every_council_has_its_words() -> None:
    assert len(STATES.words) == 16
    for council in COUNCILS:
        for state in STATES:
            files = build_site(completed({"vertretung": council.word, "land": state.word}), TODAY)
            assert f"land: {state.word}\n" in files["content/fraktion.yaml"]
            assert state.authority in files["content/seiten/datenschutz.md"]
            assert not [
                name
                for name, text in files.items()
                if name.startswith("content/")
                and council.word != "Kreistag"
                and re.search(r"Kreistag|Landrat|Landrätin", text)
            ]


# ---------------------------------------------------------------------------------------- the texts


def test_nothing_of_the_sample_is_in_a_new_site(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "unsere", build_site(completed({}), TODAY))
    pages, problems = built(folder)
    assert [p for p in problems if not p.warning] == []
    sample = of_the_program()
    assert sample.paragraphs and sample.names
    word = re.compile(rf"{'|'.join(map(re.escape, sample.names))}|\bexample\.(?:org|com|net)\b")
    texts = {**{f"content/{name}": data for name, data in contents(folder / "content").items()}, **pages}
    assert [
        (name, found) for name, data in texts.items() for found in word.findall(data.decode("utf-8", "ignore"))
    ] == []
    assert [
        name
        for name, data in texts.items()
        for _, part in paragraphs(data.decode("utf-8", "ignore"))
        if digest_of_paragraph(part) in sample.paragraphs
    ] == []


def test_gaps_are_hints_and_in_a_public_build_problems(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "unsere", build_site(completed({}), TODAY))
    _, hints = built(folder)
    assert {p.code for p in hints} == {"own-words"}
    texts = {name: text for name, text in build_site(completed({}), TODAY).items() if name.startswith("content/")}
    assert len(hints) == sum(len(gaps_of(name, text)) for name, text in texts.items())  # what `anfangen` says
    assert {"content/fraktion.yaml", "content/seiten/datenschutz.md", "content/seiten/barrierefreiheit.md"} <= {
        p.path for p in hints
    }
    _, problems = built(
        folder, OEFFENTLICH=True, SITEURL="https://www.altental.test", FEED_TAG="www.altental.test,2026"
    )
    assert [(p.path, p.line, p.what) for p in problems] == [(p.path, p.line, p.what) for p in hints]
    assert {p.code for p in problems} == {"own-words-public"}
    assert not any(p.warning for p in problems)


def test_with_its_gaps_filled_it_goes_public_and_speaks_of_its_council(tmp_path: Path) -> None:
    files = {
        name: GAP.sub("Das Landesamt, Telefon 0611 123456", text) if name.startswith("content/") else text
        for name, text in build_site(completed(OURS), TODAY).items()
    }
    pages, problems = built(lay_out(tmp_path / "unsere", files), OEFFENTLICH=True)
    assert problems == []
    text = {name: data.decode() for name, data in pages.items() if name.endswith((".html", ".atom"))}
    assert "Stadtrat" in text["index.html"]
    assert not [name for name, page in text.items() if re.search(r"Kreistag|Landrat", page)]
    assert "tag:www.altental.test,2026:" in text["feeds/antraege.atom"]
    assert "Vera Beispiel, Am Markt 1, 36123 Altental" in text["impressum/index.html"]
    assert "Hessische Behinderten-Gleichstellungsgesetz" in text["barrierefreiheit/index.html"]


@pytest.mark.parametrize(
    ("who", "said", "unsaid"),
    [
        ("alle", "Unsere Sitzungen sind öffentlich.", "Einladung"),
        ("nur Mitglieder", "", "Einladung"),
        ("niemand", "", "Sitzung"),
        ("alle mit Anmeldung", "Sie bekommen dann eine Einladung", ""),
    ],
)
def test_contact_and_privacy_are_true_for_who_may_come(who: str, said: str, unsaid: str) -> None:
    files = build_site(completed({"sitzungen": who}), TODAY)
    texts = files["content/seiten/kontakt.md"] + files["content/seiten/datenschutz.md"]
    assert said in texts
    assert not unsaid or unsaid not in texts


def test_what_a_provider_writes_down_only_the_group_can_say() -> None:
    there = build_site(completed({**OURS, "server": "anderswo"}), TODAY)["content/seiten/datenschutz.md"]
    own = build_site(completed({**OURS, "server": "eigener Server"}), TODAY)["content/seiten/datenschutz.md"]
    assert len(gaps_in(there)) == len(gaps_in(own)) + 1
    assert "sieben Tagen" in own and "sieben Tagen" not in there


# -------------------------------------------------------------------------------------- the command


@pytest.mark.needs("git")
def test_one_command_makes_a_repository_of_its_own(project: Project, tmp_path: Path) -> None:
    done = called(
        project,
        "anfangen",
        str(tmp_path / "unsere seite"),
        "--antworten",
        str(lay_out(tmp_path, {"a.yaml": build_questions()}) / "a.yaml"),
    )
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "unsere seite"
    assert "Lücken" in done.stdout and done.stdout.endswith(f"    cd '{folder}'\n    make site\n")
    assert run(["git", "status", "--porcelain", "--ignored"], folder).stdout == ""
    assert run(["git", "log", "--format=%s"], folder).stdout == "Anfang: Bündnis 90/Die Grünen im Kreistag Musterort\n"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [
            ".git",
            ".github",
            ".forgejo",
            ".gitlab-ci.yml",
            ".gitignore",
            "content",
            "handbuch",
            "programm",
            "pelicanconf.py",
            "publishconf.py",
            "Makefile",
            "README.md",
            "requirements.txt",
            "requirements-brief.txt",
        ]
    )
    assert (folder / f"programm/fraktion-{version()}-py3-none-any.whl").is_file()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.needs("git")
def test_a_folder_with_anything_in_it_is_left_alone(project: Project, tmp_path: Path) -> None:
    (tmp_path / "unsere").mkdir()
    (tmp_path / "unsere/brief.txt").write_text("x")
    done = called(
        project, "anfangen", str(tmp_path / "unsere"), "--antworten", str(lay_out(tmp_path, {"a.yaml": ""}) / "a.yaml")
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert contents(tmp_path / "unsere") == {"brief.txt": b"x"}


def test_where_nobody_can_answer_it_says_how_to_write_them_down(project: Project, tmp_path: Path) -> None:
    done = run([sys.executable, "-m", "plugins.cli", "anfangen", tmp_path / "x"], project.root)
    assert done.returncode == 1
    assert "fraktion anfangen --fragen > antworten.yaml" in done.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.needs("git")
def test_from_the_package_a_site_begun_can_begin_another(wheel: Path, project: Project, tmp_path: Path) -> None:
    """In a site of its own: the package is the one in programm/."""
    answers = lay_out(tmp_path, {"a.yaml": ""}) / "a.yaml"
    assert called(project, "anfangen", str(tmp_path / "erste"), "--antworten", str(answers)).returncode == 0
    done = packed_fraktion(wheel, "anfangen", tmp_path / "zweite", "--antworten", answers, cwd=tmp_path / "erste")
    assert done.returncode == 0, done.stderr
    assert {name: data for name, data in contents(tmp_path / "zweite").items() if not name.startswith(".git/")} == {
        name: data for name, data in contents(tmp_path / "erste").items() if not name.startswith(".git/")
    }


@pytest.mark.lang
@pytest.mark.needs("git", "make")
def test_two_commands_from_a_clone_to_a_built_site(project: Project, tmp_path: Path) -> None:
    """…with the proposals unchanged; and stock pelican builds the same."""
    folder = tmp_path / "unsere"
    assert (
        called(
            project,
            "anfangen",
            str(folder),
            "--antworten",
            str(lay_out(tmp_path, {"a.yaml": build_questions()}) / "a.yaml"),
        ).returncode
        == 0
    )
    done = run(["make", "site"], folder)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Fertig\. Anträge und Anfragen: 0.*\nPrüfung: \d+ Hinweise\.", done.stdout, re.MULTILINE)
    assert (folder / ".git/hooks/pre-push").is_file()
    done = run([".venv/bin/pelican", "content", "-s", "pelicanconf.py", "-o", tmp_path / "pelican"], folder)
    assert done.returncode == 0, done.stderr
    assert contents(folder / "output") == contents(tmp_path / "pelican")
    done = run([".venv/bin/fraktion", "bauen", "--einstellungen", "publishconf.py"], folder)
    assert done.returncode == 1
    assert "SITEURL ist noch „https://www.musterort.example“" in done.stderr


def test_where_there_are_no_numbers_and_no_pdf_files_nobody_is_reminded_of_them(project: Project) -> None:
    project.motion(datum="2026-03-04")
    assert "Drucksache fehlt (1)" in called(project, "aufgaben", "--heute", "2026-11-22").stdout
    assert "Antrag als PDF fehlt (1)" in called(project, "aufgaben", "--heute", "2026-11-22").stdout
    about = build_site(completed({**OURS, "drucksachen": False, "pdf": False}), TODAY)["content/fraktion.yaml"]
    assert "drucksachen: nein\nantrag_als_pdf: nein\n" in about
    project.write("fraktion.yaml", OWN + "drucksachen: nein\nantrag_als_pdf: nein\n")
    assert called(project, "aufgaben", "--heute", "2026-11-22").stdout == "Nichts zu tun.\n"


@pytest.mark.parametrize("who", ["alle", "nur Mitglieder", "niemand"])
def test_where_nobody_is_invited_no_page_offers_it(who: str, tmp_path: Path) -> None:
    pages, _ = built(lay_out(tmp_path / "unsere", build_site(completed({**OURS, "sitzungen": who}), TODAY)))
    said = {name: data.decode() for name, data in pages.items() if name.endswith(".html")}
    assert [
        name
        for name, text in said.items()
        if re.search(
            r"Einladung anfordern|Wir laden Sie|per Telefon teilnehmen|nach der Sitzung werden sie gelöscht|Fragen Sie uns gern nach dem nächsten|Kommen Sie dazu",
            text,
        )
    ] == []
    assert "Unsere Sitzungen sind öffentlich." in said["index.html"] + said["sitzungen/index.html"] or who != "alle"
