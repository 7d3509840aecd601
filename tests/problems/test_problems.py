"""What `fraktion pruefen` says about spoiled files: each lies here beside its complete list of messages.

A new case is a file and its list. To write the list, put „x“ into it, run this test, read each sentence as
somebody does who has to mend the file tonight, and take over what is right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.records.problems import as_text, errors

from ..builders import Project

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.iterdir() if path.suffix in (".md", ".yaml"))
FOLDERS = {
    "antrag": "antraege",
    "kopf": "antraege",
    "sitzung": "sitzungen",
    "reihe": "reihen",
    "meldung": "meldungen",
    "rundbrief": "rundbriefe",
    "person": "personen",
    "gremium": "gremien",
    "seite": "seiten",
}


def place(case: Path) -> str:
    """Where a case belongs in content/: by the first word of its name."""
    return f"{FOLDERS[case.stem.split('-')[0]]}/{case.name}" if case.suffix == ".md" else case.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_spoiled_file_is_told_completely(project: Project, case: Path):
    project.write(place(case), case.read_bytes())

    assert as_text(project.check()) == case.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_spoiled_file_takes_no_other_with_it(project: Project, case: Path):
    """Every problem names the file itself, and every text that was right before still is."""
    project.motion()
    before, _ = project.read()
    project.write(place(case), case.read_bytes())
    site, problems = project.read()

    assert {p.path for p in errors(problems)} == {f"content/{place(case)}"}
    assert [m.uid for m in site.motions] == [m.uid for m in before.motions]
    assert [t.stem for t in site.texts] == [t.stem for t in before.texts]
    assert [c.name for c in site.committees] == [c.name for c in before.committees]
