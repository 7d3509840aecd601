"""Laws of the check: no file gives a traceback, none is lost in silence, none takes another with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.records.problems import FORMATS, Problem, errors
from plugins.site.content import Site, read_site

from ..builders import BASE, TODAY, Project
from ..records.test_head_laws import fragments, texts, words
from .test_problems import CASES, place

few = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# A right text of each kind, with the list of the site that holds it.
RIGHT = {
    "antraege/2024-03-radweg.md": (
        "motions",
        "---\nuid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\nthemen: [Verkehr]\nunterzeichner:\n  - name: Vera Beispiel\n    rolle: Sprecherin\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-06-12\n    top: 3.10\n    ergebnis: abgelehnt\n    abstimmungen:\n      - stimmen: 24 Ja, 41 Nein, 1 Enthaltung\numsetzung:\n  - datum: 2025-01-15\n    stand: umgesetzt\n---\n\n## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n\n## Begründung\n\nEr fehlt.\n",
    ),
    "sitzungen/2026-12-02-fraktion.md": (
        "meetings",
        "---\nuid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\ntagesordnung:\n  - top: 1\n    titel: Haushalt\n---\n",
    ),
    "meldungen/2026-11-klinik.md": (
        "news",
        "---\nuid: n5r2xp\ntitel: Klinik bleibt\ndatum: 2026-11-11\nteaser: Sie bleibt.\n---\n\nText.\n",
    ),
    "personen/vera.md": (
        "persons",
        "---\nuid: p3v7bn\nname: Vera Beispiel\nmail: vera@example.org\nmitgliedschaften:\n  - gremium: Kreistag\n    rolle: Mitglied\n    von: 2020-11-01\n---\n",
    ),
    "gremien/beirat.md": (
        "committees",
        "---\nuid: g6k2hs\nname: Beirat\nart: Beirat\nfrueher:\n  - name: Rat\n    bis: 2022-06-30\n---\n",
    ),
    "seiten/mitmachen.md": ("texts", "---\ntitel: Mitmachen\n---\n\nSo geht es.\n"),
}
LISTS = {
    "fraktion.yaml": BASE["fraktion.yaml"],
    "themen.yaml": BASE["themen.yaml"],
    "orte.yaml": BASE["orte.yaml"],
    "wahlperioden.yaml": BASE["wahlperioden.yaml"],
    "umleitungen.yaml": "- von: /alt/\n  nach: /antraege/\n",
    "teaserquellen.yaml": "- name: Bundespartei\n  adresse: https://www.example.org/feed\n  ebene: Bundesverband\n  anzahl: 3\n  nur_mit:\n    - Verkehr\n",
}


def there(site: Site, name: str) -> bool:
    """Did the text become a model?"""
    return any(model.stem == Path(name).stem for model in getattr(site, RIGHT[name][0]))


def check(project: Project, name: str) -> tuple[Site, list[Problem]]:
    """Read, hold the laws that every site keeps, and give both back."""
    site, problems = read_site(project.content, TODAY)
    path = f"content/{name}"
    lines = (project.content / name).read_bytes()
    count = lines.count(b"\n") + lines.count(b"\r") + 1
    assert all(0 <= p.line <= count for p in problems if p.path == path), "a line that the file does not have"
    for told in FORMATS.values():
        told(problems)
    if name in RIGHT:
        assert there(site, name) != bool(errors([p for p in problems if p.path == path])), (
            "a text is there, or it is told why not"
        )
    return site, problems


def mutated(text: str):
    """A text with a few places changed, as fingers, editors and merges do it."""

    def at(place: int, what: str, length: int) -> str:
        return text[:place] + what + text[place + length :]

    lines = text.split("\n")
    one = st.builds(at, st.integers(0, len(text)), st.one_of(texts, fragments, st.just("")), st.integers(0, 12))
    swapped = st.permutations(lines).map("\n".join)
    dropped = st.sets(st.integers(0, len(lines) - 1), max_size=3).map(
        lambda gone: "\n".join(line for number, line in enumerate(lines) if number not in gone)
    )
    doubled = st.integers(0, len(lines) - 1).map(lambda n: "\n".join([*lines[:n], lines[n], *lines[n:]]))
    shifted = st.tuples(st.integers(0, len(lines) - 1), st.integers(1, 5)).map(
        lambda m: "\n".join([*lines[: m[0]], " " * m[1] + lines[m[0]], *lines[m[0] + 1 :]])
    )
    return st.one_of(one, one, swapped, dropped, doubled, shifted)


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_texts_are_right(project: Project, name: str):
    project.write("personen/vera.md", RIGHT["personen/vera.md"][1])
    project.write(name, RIGHT[name][1])
    site, problems = check(project, name)

    assert problems == []
    assert there(site, name)


@pytest.mark.parametrize("name", [*RIGHT, *LISTS])
def test_a_spoiled_text_is_there_or_told(project: Project, name: str):
    project.motion("2024-02-anderer", uid="t7r3tz")

    @given(mutated(RIGHT[name][1] if name in RIGHT else LISTS[name]))
    @few
    def law(text: str):
        project.write(name, text)
        site, problems = check(project, name)

        assert "2024-02-anderer" in [m.stem for m in site.motions]
        assert not errors([p for p in problems if p.path.endswith("anderer.md") and name not in LISTS])

    law()


@pytest.mark.parametrize("name", [*RIGHT, *LISTS])
def test_any_bytes_are_told(project: Project, name: str):
    @given(
        st.one_of(
            st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
        ),
        st.booleans(),
    )
    @settings(few, max_examples=25)
    @example(b"", False)
    @example(b"\x00", True)
    def law(data: bytes, fenced: bool):
        project.write(name, b"---\n" + data + b"\n---\n" if fenced else data)
        check(project, name)

    law()


HEADS = {
    "antraege/2024-03-radweg.md": "uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n",
    "meldungen/2026-11-klinik.md": "uid: n5r2xp\ntitel: Klinik\ndatum: 2026-11-11\n",
    "sitzungen/2026-12-02-fraktion.md": "uid: m4t8wd\nname: x\nart: Klausur\ndatum: 2026-12-02\nbeginn: 19:30\nform: hybrid\nzugang: öffentlich\n",
}


@pytest.mark.parametrize("name", HEADS)
def test_any_text_below_a_head_is_there_or_told(project: Project, name: str):
    marks = st.sampled_from(
        [
            "## ",
            "# ",
            "### ",
            "\n",
            "\n\n",
            "1. ",
            "1) ",
            "- ",
            "    ",
            "> ",
            "[a](b)",
            "[x](../antraege/a.md)",
            "![](c.png)",
            "![d](e.png)",
            "](",
            "[",
            "*",
            "**",
            "`",
            "<b>",
            "&amp;",
            "| a | b |\n|---|---|\n",
            "---\n",
            "===\n",
            "https://zoom.us/j/1",
            "Wort ",
            "\\",
            "[a]: b\n",
            "<x@y.de>",
            "ä",
        ]
    )

    @given(st.lists(marks, max_size=30).map("".join))
    @few
    @example("## Beschlussvorschlag\n\n1. x\n")
    def law(body: str):
        project.write(name, f"---\n{HEADS[name]}---\n{body}")
        check(project, name)

    law()


def test_any_file_name_is_there_or_told(project: Project):
    names = st.lists(
        st.one_of(words, st.sampled_from("abcäßÄé09-_. \n\t\\\"'<>&%#*?:;~\u202e😀")), min_size=1, max_size=8
    ).map("".join)

    @given(
        names.map(lambda name: name.replace("/", "-")).filter(lambda name: name and not name.startswith("."))
    )  # hidden files are those of editors and systems
    @few
    @example("ä b")
    @example("-")
    @example("2024")
    @example("a\nb")
    def law(stem: str):
        file = project.motion(stem)
        site, problems = project.read()
        file.unlink()

        assert bool(errors(problems)) != any(m.stem == stem for m in site.motions)

    law()


def test_spoiled_files_are_told_as_if_each_were_alone(project: Project):
    """What a file says of itself does not depend on the others."""

    def told(cases: list[Path]) -> set[tuple]:
        files = [project.write(place(case), case.read_bytes()) for case in cases]
        found = project.check()
        for file in files:
            file.unlink()
        return {(p.path, p.line, p.code) for p in found if p.code not in ("uid-twice", "ref-near", "ref-unknown")}

    texts = [case for case in CASES if case.suffix == ".md"]

    assert told(texts) == set().union(*(told([case]) for case in texts))
