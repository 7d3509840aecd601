"""The scheduled fetching on the forges: sparing with rights, and its steps run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from ..disk import run
from ..teasers.rogue import FEED, Rogue, answer
from .test_forges import FETCHING, FORGEJO, GITHUB, GITLAB, clone, read

__all__ = ["clone"]  # the fixture

FILES = pytest.mark.parametrize("file", FETCHING, ids=["github", "forgejo"])


@FILES
def test_a_file_says_first_in_german_what_it_does_and_what_to_switch_on(file: Path) -> None:
    head = file.read_text("utf-8").split("\n\n")[0]

    assert all(line.startswith("#") for line in head.splitlines())
    assert head.startswith("# Anrisse auf ")
    assert "Einschalten, einmal, " in head
    assert "WEBSITE_TEASER" in head
    assert "\n# Rechte: " in head


@FILES
def test_it_runs_by_the_clock_on_the_main_branch_and_writes_no_more_than_a_commit(file: Path) -> None:
    flow = read(file)
    (job,) = flow["jobs"].values()

    assert set(flow["on"]) == {"schedule", "workflow_dispatch"}
    assert flow["permissions"] == {}
    assert job["if"] == "github.ref == 'refs/heads/main' && vars.WEBSITE_TEASER == 'ja'"
    assert job["permissions"] == {"contents": "write", "actions": "write"}
    assert 5 <= int(job["timeout-minutes"]) <= 30
    steps = job["steps"]
    assert [
        step
        for step in steps
        if "checkout" in step.get("uses", "") and step["with"].get("persist-credentials") != "false"
    ] == []
    assert [step for step in steps if "${{" in step.get("run", "")] == []
    assert [step["name"] for step in steps if "github.token" in str(step)] == [steps[-1]["name"]]
    assert not re.search(
        r"\.venv|python|make|fraktion ", steps[-1]["run"]
    )  # where the token is, nothing of the repository runs


@FILES
def test_its_actions_are_those_of_the_website(file: Path) -> None:
    def pins(name: Path) -> set[str]:
        return set(re.findall(r"uses: (\S*actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)", name.read_text("utf-8")))

    assert pins(file) <= pins(GITHUB if file == FETCHING[0] else FORGEJO)
    assert len(pins(file)) == file.read_text("utf-8").count("uses: ")


def steps_of(forge: str) -> list[str]:
    """What a forge gives to the shell; the call that starts the publishing goes to nobody."""
    if forge == "gitlab":
        return ["\n".join(read(GITLAB)["anrisse"]["script"])]
    return [
        step["run"] for step in read(FETCHING[0 if forge == "github" else 1])["jobs"]["holen"]["steps"] if "run" in step
    ]


@pytest.mark.needs("git", "make")
@pytest.mark.parametrize(
    "forge", ["github", pytest.param("forgejo", marks=pytest.mark.lang), pytest.param("gitlab", marks=pytest.mark.lang)]
)
def test_the_steps_fetch_check_and_push_and_do_nothing_the_second_time(clone: Path, forge: str, tmp_path: Path) -> None:
    rogue = Rogue()
    rogue.pages["/feed"] = answer(FEED.encode())
    (clone / "content/teaserquellen.yaml").write_text(
        f"- name: Bundespartei\n  adresse: {rogue.base}/feed\n  ebene: Bundesverband\n", "utf-8"
    )
    with (clone / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('TEASER_NETZE = ["127.0.0.0/8"]\n')
    git(clone, "init", "--quiet", "--initial-branch=main")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Anfang")
    curl = tmp_path / "bin/curl"
    curl.parent.mkdir()
    curl.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/gerufen"\n')
    curl.chmod(0o755)

    try:
        for _ in range(2):
            for script in steps_of(forge):
                done = run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                    clone,
                    env=environment(clone, curl.parent),
                    timeout=600,
                )
                assert done.returncode == 0, done.stdout + done.stderr
    finally:
        rogue.close()

    pushed = git(clone.parent / "fraktion/website.git", "log", "--format=%s", "main").splitlines()
    assert pushed == ["Anrisse von anderen abgerufen", "Anfang"]
    assert git(clone, "show", "--name-only", "--format=", "HEAD").splitlines() == [
        "content/meldungen/fremd/.abgerufen",
        "content/meldungen/fremd/2026-11-10-schoene-wege.md",
    ]
    called = (tmp_path / "gerufen").read_text().splitlines() if (tmp_path / "gerufen").exists() else []
    assert [line.rpartition("/repos/")[2] for line in called] == (
        [] if forge == "gitlab" else ["fraktion/website/actions/workflows/website.yml/dispatches"]
    )


def environment(clone: Path, tools: Path) -> dict[str, str]:
    place = clone.parent.as_uri()
    return {
        "CI": "true",
        "PATH": f"{tools}:{os.environ['PATH']}",
        "TOKEN": "nur-ein-Beispiel",
        "TEASER_TOKEN": "nur-ein-Beispiel",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GITHUB_SERVER_URL": place,
        "GITHUB_REPOSITORY": "fraktion/website",
        "GITHUB_API_URL": "https://api.example.org",
        "CI_SERVER_URL": place,
        "CI_PROJECT_PATH": "fraktion/website",
        "CI_DEFAULT_BRANCH": "main",
    }


def git(repo: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=Vera Beispiel", "-c", "user.email=vera@example.org", "-C", str(repo), *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
