"""What released versions accepted and showed. A vocabulary only grows: what is red here is a question that the CHANGELOG answers.

`tests/cases/bestand/<version>/content` is content as that version accepted it, with every key, every value, every synonym and every
spelling of a vote. Beside it, as that version said it: `worte.txt` (each word with what it means), `pruefen.txt`, `stand.txt` (statuses
and verdicts), `feeds.txt` (ids and titles of entries). These files are never made anew to turn a test green: what is said otherwise
since stands in `seither.toml`, with the reason that the CHANGELOG gives. A new version gets a folder of its own:
`python -m tests.test_stock 1.1` writes the four files beside a new `content`, and refuses where they are there already.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from plugins.motions.story import verdict
from plugins.records.fields import READERS, Field
from plugins.site.tables import group_table, tables

from .builders import ROOT, Project

STOCK = Path(__file__).parent / "cases" / "bestand"
VERSIONS = sorted(path.name for path in STOCK.iterdir() if path.is_dir())
TODAY = dt.date(2026, 11, 29)
ATOM = "{http://www.w3.org/2005/Atom}"


def fields() -> Iterator[tuple[str, Field]]:
    """Every field of every table, by its full name."""
    for table in (*tables().values(), group_table()):
        yield from ((f"{table.kind}.{field.key}", field) for field in table.fields.values())
        yield from (
            (f"{table.kind}.{name}.{field.key}", field) for name, rows in table.rows.items() for field in rows.values()
        )


def words() -> str:
    """Every key, and of a choice each word with the value that it means."""
    lines = []
    for name, field in fields():
        lines += [
            name,
            *(f"{name}: {word} = {READERS['choice'](word, field)}" for word in (*field.values, *field.synonyms)),
        ]
    return "".join(f"{line}\n" for line in lines)


def said(project: Project) -> dict[str, str]:
    """What the program says of the content: by the file's name."""
    result = project.build(HEUTE=TODAY, OHNE=["karten/", "suche/"])
    assert result.report, "\n".join(map(str, result.problems))
    site = project.site(TODAY)
    rows = []
    for motion in site.motions:
        told = verdict(motion, TODAY)
        rows.append(
            " | ".join([motion.stem, motion.progress, motion.status.group, told.tone, told.word, told.sentence])
        )
    entries = set()
    for path in (project.output / "feeds").rglob("*.atom"):
        for entry in etree.parse(path).getroot().iter(f"{ATOM}entry"):
            entries.add(
                " | ".join(
                    [entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated"), entry.findtext(f"{ATOM}title")]
                )
            )
    return {
        "pruefen.txt": "".join(f"{problem}\n" for problem in sorted(result.problems)),
        "stand.txt": "".join(f"{row}\n" for row in sorted(rows)).replace("\u00a0", "~"),
        "feeds.txt": "".join(f"{entry}\n" for entry in sorted(entries)).replace("\u00a0", "~"),
    }


def project_of(version: str, root: Path) -> Project:
    shutil.copytree(STOCK / version / "content", root / "content")
    return Project(root, {})


def changes(folder: Path) -> list[dict[str, str]]:
    """What is said otherwise since: `datei`, `war` and `ist` (whole lines), `weil` (as the CHANGELOG says it)."""
    file = folder / "seither.toml"
    return tomllib.loads(file.read_text("utf-8"))["change"] if file.is_file() else []


def as_of_today(folder: Path, name: str) -> list[str]:
    lines = (folder / name).read_text("utf-8").splitlines()
    for change in changes(folder):
        if change["datei"] == name:
            lines[lines.index(change["war"])] = change["ist"]
    return lines


def entries(lines: list[str]) -> list[str]:
    """Each line with those that are set in below it."""
    return re.split(r"\n(?! )", "\n".join(lines))


@pytest.fixture(scope="module", params=VERSIONS)
def specimen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    return STOCK / request.param, said(project_of(request.param, tmp_path_factory.mktemp("bestand") / "projekt"))


@pytest.mark.parametrize("name", ["pruefen.txt", "stand.txt", "feeds.txt"])
def test_old_texts_are_accepted_and_shown_as_they_were(specimen: tuple[Path, dict[str, str]], name: str) -> None:
    folder, now = specimen
    before, after = (sorted(entries(lines)) for lines in (as_of_today(folder, name), now[name].splitlines()))
    more = [entry for entry in after if entry not in before] if name == "pruefen.txt" else []
    assert [entry for entry in after if entry not in more] == before
    assert [
        entry for entry in more if "Hinweis: " not in entry
    ] == []  # a later version may say more, but refuse nothing that was accepted


@pytest.mark.parametrize("version", VERSIONS)
def test_what_changed_in_old_texts_is_told_in_the_changelog(version: str) -> None:
    told = (ROOT / "CHANGELOG.md").read_text("utf-8").split("Was sich an alten Texten ändert")[1:]
    assert [
        change["weil"] for change in changes(STOCK / version) if not any(change["weil"] in chapter for chapter in told)
    ] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_word_that_was_ever_accepted_is_accepted_and_means_what_it_meant(version: str) -> None:
    known = set(words().splitlines())
    assert [line for line in (STOCK / version / "worte.txt").read_text("utf-8").splitlines() if line not in known] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_word_of_a_version_stands_in_its_specimens(version: str) -> None:
    """So that none of them is accepted in name only."""
    text = "\n".join(
        path.read_text("utf-8") for path in (STOCK / version / "content").rglob("*") if path.suffix in (".md", ".yaml")
    )
    lines = (STOCK / version / "worte.txt").read_text("utf-8").splitlines()
    missing = [line for line in lines if ": " not in line and f"{line.rpartition('.')[2]}:" not in text]
    missing += [line for line in lines if ": " in line and line.partition(": ")[2].partition(" = ")[0] not in text]
    assert missing == []


if __name__ == "__main__":
    folder = STOCK / sys.argv[1]
    with tempfile.TemporaryDirectory() as root:
        made = {"worte.txt": words(), **said(project_of(folder.name, Path(root) / "projekt"))}
    if there := [name for name in made if (folder / name).exists()]:
        raise SystemExit(f"{', '.join(there)}: what a version said is not written anew.")
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8")
