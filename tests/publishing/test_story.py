"""From nothing to a public website, and what the runbook promises, with the very lines that are printed there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.publishing.release import names

from ..builders import own_site
from ..conftest import ROOT
from .servers import free_port, get, nginx
from .world import ENVIRONMENT, Checkout, World

pytestmark = pytest.mark.needs("git")
README = (ROOT / "README.md").read_text("utf-8")
RUNBOOK = (ROOT / "content" / "BETRIEB.md").read_text("utf-8")


def commands(text: str, after: str) -> list[str]:
    """The lines of the first shell block after some words."""
    return re.search(r"```sh\n(.*?)```", text[text.index(after) :], re.DOTALL)[1].splitlines()


@pytest.mark.needs("nginx", "make", "root")
@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.lang)], ids=["Programm da", "make site"])
def test_the_steps_of_the_readme_lead_to_a_public_website(tmp_path: Path, whole: bool):
    """In a fresh clone with content of one's own. `whole`: also with a set-up of its own."""
    project, server, port = tmp_path / "website", tmp_path / "srv", free_port()
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), str(project)], check=True, capture_output=True)
    subprocess.run(
        ["git", "-C", str(project), "checkout", "-q", "-B", "main"], check=True
    )  # whatever the branch of this checkout is called
    for name in subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0"):
        if name and (ROOT / name).is_file():  # as it is now, committed or not
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, project / name)
    own_site(project)
    if not whole:
        (project / ".venv/bin").mkdir(parents=True)
        (project / ".venv/bin/fraktion").write_text(
            f'#!/bin/sh\nPYTHONPATH="{project}" exec "{sys.executable}" -P -m plugins.cli "$@"\n'
        )
        (project / ".venv/bin/fraktion").chmod(0o755)
    lines = [
        line.replace("/srv/website", str(server))
        for line in commands(README, "**Ein eigener Server**")
        if whole or line != "make site"
    ]
    lines = [f"{line} --port {port}" if "server einrichten" in line else line for line in lines]
    lines = [
        f'{line} --satz "Unsere Website"' if "hochladen" in line else line for line in lines
    ]  # nobody can be asked
    done = subprocess.run(
        ["bash", "-e"],
        input="\n".join(lines),
        cwd=project,
        env={**ENVIRONMENT, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"ln -s {server}/konfiguration/nginx.conf" in done.stdout
    assert "Öffentlich, Fassung 1:" in done.stdout + done.stderr
    with nginx(server, port):
        answer = get(port, "/")
        assert answer.status == 200
        assert "Beispielseite" not in answer.body.decode()
        assert get(port, "/antraege/2024-03-radweg/").status == 200


def test_restoring_from_nothing_but_a_clone(world: World, tmp_path: Path):
    before = world.files()
    clone = world.clone("klon")
    shutil.rmtree(world.place.root)
    assert world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root).done
    said = clone.push()

    assert said.done, said.text
    assert world.files() == before


def test_moving_to_another_machine(world: World, tmp_path: Path):
    old, before = tmp_path / "alt", world.files()
    world.place.root.rename(old)
    assert world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root).done
    Checkout(tmp_path).git("clone", "-q", "--mirror", str(old / "site.git"), str(tmp_path / "spiegel"))
    done = subprocess.run(
        ["git", "-C", str(tmp_path / "spiegel"), "push", "--mirror", str(world.place.repo)],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()

    assert world.files() == before


def test_taking_something_down_leaves_it_in_no_release(world: World):
    world.project.motion("2024-09-name", text="Hier steht ein Name: Uta Ungenannt.")
    world.project.commit("Mit Name")
    world.project.push()
    world.project.motion("2024-09-name", text="Hier steht kein Name.")
    world.project.commit("Ohne Name")
    world.project.push()
    assert world.fraktion("server", "aufraeumen", str(world.place.root), "--behalten", "1").done

    assert len(names(world.place)) == 1
    assert (
        subprocess.run(
            [
                "grep",
                "-rl",
                "Uta Ungenannt",
                str(world.place.releases),
                str(world.place.work / "output"),
                str(world.place.work / "haupt"),
            ],
            capture_output=True,
            check=False,
        ).stdout
        == b""
    )


def test_only_so_many_releases_are_kept_and_the_public_one_always(world: World):
    settings = json.loads(world.place.settings.read_text())
    world.place.settings.write_text(json.dumps({**settings, "behalten": 3}))
    for number in (1, 2, 3):
        world.project.motion(text=f"Runde {number}.")
        world.project.commit(f"Runde {number}")
        world.project.push()
    world.fraktion("zurueck", "2", "--ziel", str(world.place.root))
    world.fraktion("server", "aufraeumen", str(world.place.root), "--behalten", "1")

    assert "Runde 1." in world.page("antraege/2024-03-radweg")
    assert [name[:6] for name in names(world.place)] == ["000002", "000004"]
    assert world.fraktion("zurueck", "0", "--ziel", str(world.place.root)).done
    assert "Runde 3." in world.page("antraege/2024-03-radweg")


def test_going_back_lasts_until_the_next_push(world: World):
    def stand() -> str:
        return world.fraktion("stand", cwd=world.project.root).text.replace("\u00a0", " ")

    for number in (1, 2):
        world.project.motion(text=f"Runde {number}.")
        world.project.commit(f"Runde {number}")
        world.project.push()
    assert "Wartet: nichts." in stand()
    assert "Öffentlich ist jetzt wieder die Fassung 2" in world.fraktion(
        "zurueck", cwd=world.project.root
    ).text.replace("\u00a0", " ")
    assert "Wartet: 1 Commit, zuletzt" in stand()
    assert "Jemand ist zu dieser Fassung zurückgegangen." in stand()
    assert "bleibt öffentlich, bis wieder etwas veröffentlicht wird" in world.fraktion(
        "server", "nacht", str(world.place.root)
    )
    world.project.push("main:entwurf")
    assert "Runde 1." in world.page("antraege/2024-03-radweg")
    assert "So weit zurück geht es nicht." in world.fraktion("zurueck", "9", cwd=world.project.root)
    world.project.motion(text="Runde 3.")
    world.project.commit("Runde 3")
    world.project.push()
    assert "Runde 3." in world.page("antraege/2024-03-radweg")
    assert "Wartet: nichts." in stand()


@pytest.mark.needs("faketime")
def test_the_night_moves_what_depends_on_the_day(world: World):
    """A meeting that is over must not stay the next one; without a change there is no new release."""
    world.project.write(
        "content/sitzungen/2027-01-13-fraktionssitzung.md",
        "---\nuid: s3k7bn\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2027-01-13\nbeginn: 19:30\nende: 21:30\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n---\n",
    )
    world.project.commit("Sitzung")
    said = world.project.push(before=("faketime", "2027-01-10 12:00:00"))
    assert said.done, said.text

    def night(day: str) -> str:
        done = subprocess.run(
            ["faketime", f"{day} 00:05:00", str(world.place.command), "server", "nacht", str(world.place.root)],
            env=ENVIRONMENT,
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return world.public

    first = world.public
    assert night("2027-01-11") == first
    assert night("2027-01-14") != first
    assert "13. Januar 2027" not in (world.place.public / "index.html").read_text("utf-8").replace("\u00a0", " ")


def test_a_night_that_cannot_build_keeps_the_old_release(world: World):
    before = world.files()
    program = world.place.program.resolve()
    (program / "plugins/site/content.py").write_text("kaputt(")
    said = world.fraktion("server", "nacht", str(world.place.root))

    assert not said.done
    assert "Das Programm selbst brach ab:" in said
    assert "Öffentlich bleibt die letzte Fassung." in said
    assert world.files() == before


def test_every_command_of_the_runbook_exists(shared_world: World):
    called = set(re.findall(r"(?:\.venv/bin/|`|^)fraktion ((?:server )?[a-z]+)", RUNBOOK, re.MULTILINE))

    assert called >= {
        "server einrichten",
        "server zugang",
        "server nacht",
        "server aufraeumen",
        "stand",
        "zurueck",
        "haken",
    }
    for words in sorted(called):
        assert shared_world.fraktion(*words.split(), "--help").done, words
