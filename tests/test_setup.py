"""What a fresh machine gets: pinned, complete, from nobody's own disk; and `make site` in an empty folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from .disk import ROOT, run

LOCKS = ("requirements.txt", "requirements-brief.txt", "requirements-lang.txt", "requirements-test.txt")


def listed(*arguments: str) -> list[str]:
    """Files by `git ls-files`, without those that were deleted and not yet committed."""
    done = subprocess.run(
        ["git", "ls-files", "-z", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def ours() -> list[str]:
    """What is, or would be, committed."""
    return listed("-co", "--exclude-standard")


def pins(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    return {
        package.lower(): version
        for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    }


# ------------------------------------------------------------------------------------ lock files


@pytest.mark.parametrize("name", [*LOCKS, "tests/browser/package-lock.json"])
def test_a_lock_file_names_no_registry(name: str) -> None:
    """Where packages come from is for the machine to say; an address here would go round its mirror."""
    text = (ROOT / name).read_text("utf-8")
    assert re.findall(r"https?://|\"resolved\"|--(?:extra-)?index-url|--find-links", text) == []


def test_the_lock_of_the_browser_tools_pins_each_by_its_hash() -> None:
    packages = json.loads((ROOT / "tests/browser/package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 1
    assert [
        path
        for path, package in packages.items()
        if path and not (package.get("version") and package.get("integrity", "").startswith("sha512-"))
    ] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_one_version_with_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(rows) > 10
    assert [row.split()[0] for row in rows if not re.match(r"[\w.-]+==\S+.* --hash=sha256:[0-9a-f]{64}", row)] == []


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = dict(
        wish.lower().split("==") for wish in [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    )
    for_tests = dict(wish.lower().split("==") for wish in project["project"]["optional-dependencies"]["test"])
    site, letters, long, test = map(pins, LOCKS)
    for_long = dict(wish.lower().split("==") for wish in project["project"]["optional-dependencies"]["lang"])
    for_letters = dict(wish.lower().split("==") for wish in project["project"]["optional-dependencies"]["brief"])
    assert {name: site.get(name) for name in needed} == needed
    assert {name: letters.get(name) for name in {**needed, **for_letters}} == {**needed, **for_letters}
    assert {name: test.get(name) for name in {**needed, **for_letters, **for_tests}} == {
        **needed,
        **for_letters,
        **for_tests,
    }
    assert {name: long.get(name) for name in {**needed, **for_long}} == {**needed, **for_long}
    assert {
        name: (version, test.get(name)) for name, version in long.items() if test.get(name, version) != version
    } == {}, "the long tests run with what the others run with"
    assert {
        name: (version, letters.get(name), test.get(name))
        for name, version in site.items()
        if {test.get(name), letters.get(name)} != {version}
    } == {}


# ----------------------------------------------------------------------------------- what is kept


@pytest.mark.needs("git")
def test_no_file_knows_where_it_was_written() -> None:
    path = f"{ROOT.parent}/".encode()
    assert path != b"//"
    assert [name for name in ours() if path in (ROOT / name).read_bytes()] == []


@pytest.mark.needs("git")
def test_no_file_is_larger_than_a_megabyte() -> None:
    assert [name for name in ours() if (ROOT / name).stat().st_size > 1_000_000] == []


@pytest.mark.needs("git")
def test_what_a_machine_makes_is_not_kept() -> None:
    made = [
        "output/index.html",
        ".cache/a",
        ".venv/bin/python",
        "fraktion.egg-info/PKG-INFO",
        "plugins/__pycache__/cli.cpython-311.pyc",
        "tests/browser/node_modules/a/b.js",
        ".hypothesis/a",
        "briefe/2024-03-radweg.pdf",
    ]
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", *made], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.split() == made
    assert listed("-ci", "--exclude-standard") == []


# ------------------------------------------------------------------------------------ make site


@pytest.mark.lang
@pytest.mark.needs("git", "make")
def test_one_command_makes_the_site_on_a_fresh_machine_and_sets_up_once(tmp_path: Path) -> None:
    """Also where the way there has a blank in it."""
    fresh = tmp_path / "neue website"
    for name in ours():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, fresh / name)
    first = run(["make", "site"], fresh, timeout=600)
    assert first.returncode == 0, first.stderr
    lines = first.stdout.splitlines()
    assert lines[0].startswith("Einmalige Einrichtung in .venv")
    assert len(lines) == 4
    assert re.fullmatch(r"Fertig\. Anträge und Anfragen: \d+, Sitzungen: \d+, Meldungen: \d+\. .*Sekunden\.", lines[1])
    assert lines[2] == f"Die Website liegt in {fresh}/output/ und kann so auf jeden Webserver."
    assert lines[3] == "Ansehen: .venv/bin/fraktion vorschau, dann im Browser http://127.0.0.1:8000/"
    assert (fresh / "output/index.html").is_file()

    stamp = fresh / ".venv/.bereit"
    before = stamp.stat().st_mtime_ns
    second = run(["make", "site"], fresh)
    assert second.returncode == 0, second.stderr
    assert len(second.stdout.splitlines()) == 3
    assert stamp.stat().st_mtime_ns == before

    (fresh / "content/antraege/2026-12-falsch.md").write_text("---\ntitel: Falsch\n---\n", "utf-8")
    third = run(["make", "site"], fresh)
    assert third.returncode != 0
    assert re.search(r"^content/antraege/2026-12-falsch\.md:\d+: ", third.stderr, re.MULTILINE)
