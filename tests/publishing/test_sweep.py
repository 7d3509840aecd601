"""What no branch leads to goes, however the branch went."""

from __future__ import annotations

import shutil

import pytest

from plugins.publishing.place import Place
from plugins.publishing.sweep import previews

from .world import World

pytestmark = pytest.mark.needs("git")


def push_secret(world: World, branch: str = "geheim") -> str:
    """A preview with a text that nobody else has; the name of its folder."""
    world.project.git("checkout", "-qB", branch)
    world.project.motion("2024-09-geheim", text="Quastelflosse.")
    world.project.commit("Geheim")
    assert world.project.push(branch).done
    world.project.git("checkout", "-q", "main")
    name = world.place.preview(branch)
    assert (world.place.previews / name / "index.html").is_file()
    return name


def delete_and_kill(world: World, branch: str = "geheim") -> None:
    """The branch goes, and what would have removed its preview is killed."""
    hook = world.place.repo / "hooks/post-receive"
    text = hook.read_text()
    hook.write_text("#!/bin/sh\nkill -9 $$\n")
    world.project.push("--delete", branch)
    hook.write_text(text)


def left_of(place: Place, name: str) -> list[str]:
    return [str(folder) for folder in (place.previews / name, place.work / name) if folder.exists()]


WAYS = {
    "push": lambda world: (world.project.commit("Weiter"), world.project.push()),
    "branch": lambda world: world.project.push("main:anderer"),
    "night": lambda world: world.fraktion("server", "nacht", str(world.place.root)),
    "tidy": lambda world: world.fraktion("server", "aufraeumen", str(world.place.root)),
    "set up": lambda world: world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root),
}


@pytest.mark.parametrize(
    "way", [way if way in ("branch", "night") else pytest.param(way, marks=pytest.mark.lang) for way in WAYS]
)
def test_the_preview_of_a_branch_that_is_gone_goes_with_the_next_push_or_night(world: World, way: str):
    name = push_secret(world)
    delete_and_kill(world)
    assert left_of(world.place, name), "the kill came too late"
    WAYS[way](world)

    assert left_of(world.place, name) == []


def test_previews_of_branches_that_are_there_stay(world: World):
    kept, gone = push_secret(world, "bleibt"), push_secret(world, "geht/bald")
    world.project.push("--delete", "geht/bald")
    (world.place.previews / "von-hand").mkdir()
    (world.place.work / "von-hand").mkdir()
    assert world.fraktion("server", "aufraeumen", str(world.place.root)).done

    assert previews(world.place) == {kept} == {path.name for path in world.place.previews.iterdir()}
    assert left_of(world.place, gone) == []
    assert {path.name for path in world.place.work.iterdir() if path.is_dir()} == {"haupt", "output", "cache", kept}


def test_a_repository_that_cannot_be_read_costs_no_preview(world: World):
    name = push_secret(world)
    (world.place.repo / "HEAD").unlink()
    world.fraktion("server", "aufraeumen", str(world.place.root))

    assert len(left_of(world.place, name)) == 2


@pytest.mark.lang
def test_a_new_repository_has_no_previews_of_the_old_one(world: World):
    """As the runbook says where something is taken out for ever."""
    name = push_secret(world)
    world.place.repo.rename(world.place.root / "alt.git")
    assert world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root).done
    assert world.project.push().done
    shutil.rmtree(world.place.root / "alt.git")

    assert left_of(world.place, name) == []
