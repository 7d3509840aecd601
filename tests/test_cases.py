"""Cases an editor could write: `content/` comes on top of tests.builders.BASE, `expected/` is what citizens then read.

A file `expected/antraege__2024-03-radweg.html` holds <main> of the page antraege/2024-03-radweg/.
After a change that is meant: `python -m tests.test_cases`, then read every difference as a citizen would.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest

from plugins.press.hyphens import BREAK

from .builders import BASE, Project

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if (path / "expected").is_dir())
PAGES = [(case, page) for case in CASES for page in sorted((case / "expected").glob("*.html"))]


def built(case: Path, root: Path) -> Project:
    project = Project(
        root,
        {
            **BASE,
            **{
                path.relative_to(case / "content").as_posix(): path.read_text("utf-8")
                for path in (case / "content").rglob("*")
                if path.is_file()
            },
        },
    )
    result = project.build()
    assert result.report and [p for p in result.problems if not p.warning] == []
    return project


def main_of(project: Project, page: Path) -> str:
    """<main> of a page, one line as one line, with blanks that can be seen and without the places where words may break."""
    html = project.page("" if page.stem == "index" else page.stem.replace("__", "/") + "/")
    found = (
        re.search(r"<main.*</main>", html, re.DOTALL)[0]
        .replace("\u00a0", "&nbsp;")
        .replace("\u202f", "&#8239;")
        .replace(BREAK, "")
    )
    found = re.sub(r'<span class="wort">([^<]*)</span>', r"\1", found)
    return "".join(f"{' '.join(line.split())}\n" for line in found.splitlines() if line.strip())


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Project]:
    return {case: built(case, tmp_path_factory.mktemp("fall") / "projekt") for case in CASES}


@pytest.mark.parametrize("case, page", PAGES, ids=[f"{case.name}/{page.stem}" for case, page in PAGES])
def test_citizens_read_what_the_editor_meant(projects: dict[Path, Project], case: Path, page: Path) -> None:
    assert main_of(projects[case], page) == page.read_text("utf-8")


def test_every_case_has_pages() -> None:
    assert [case.name for case in CASES if not list((case / "expected").glob("*.html"))] == []
    assert len(CASES) >= 5


if __name__ == "__main__":
    for case, page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page.write_text(main_of(built(case, Path(folder) / "projekt"), page), "utf-8")
