"""What somebody pushes is told to others: subjects, names, branches, files. None of it reaches a terminal, none runs off the screen."""

from __future__ import annotations

import re
import subprocess

import pytest

from plugins.publishing.git import GitError, git

from ..cli.test_screen import EVIL, OBEYED
from .world import ENVIRONMENT, World

pytestmark = pytest.mark.needs("git")
AUTHOR = {"GIT_AUTHOR_NAME": EVIL.replace("\r", "") + "x" * 3000, "GIT_AUTHOR_EMAIL": "vera@example.org"}


def harmless(said: str) -> str:
    assert not OBEYED.search(re.sub("\x1b\\[K", "", said))  # git itself clears the line behind „remote:“
    assert max(map(len, said.splitlines()), default=0) < 1200
    return said


def committed(world: World, subject: str) -> str:
    """A commit whose subject is as long as one likes: no argument may be, so it comes over a pipe."""
    tree = world.project.git("rev-parse", "HEAD^{tree}")
    done = subprocess.run(
        ["git", "-C", str(world.project.root), "commit-tree", tree, "-p", "HEAD"],
        input=subject.encode(),
        capture_output=True,
        env={**ENVIRONMENT, **AUTHOR},
        check=True,
    )
    world.project.git("update-ref", "refs/heads/main", done.stdout.decode().strip())
    return done.stdout.decode().strip()


def test_subject_and_author_are_told_short_and_harmless(world: World):
    """By `stand`, and to somebody whose push comes too late."""
    other = world.clone("andere")
    committed(world, f"{EVIL} {'lang ' * 200_000}")
    assert world.project.push().done
    told = world.fraktion("stand", "--ziel", str(world.place.root))

    assert told.done, told.text
    assert "neuer Titel<U+0007>" in harmless(told.text)
    assert "„A<U+001B>]0;neuer Titel" in told.text

    other.motion(title="Anders")
    other.commit("Anders")
    late = other.push("--force")
    assert not late.done
    assert "Auf dem Server liegt Neueres" in harmless(late.text)
    assert "<U+001B>" in late.text


def test_names_of_files_and_values_in_a_refused_push_are_harmless(world: World):
    world.project.write("content/antraege/\x1b]0;x\x07.md", "x")
    world.project.write("content/antraege/\u202egpj.md", "x")
    world.project.commit("Namen")
    said = world.project.push()
    assert not said.done
    assert "Steuerzeichen" in harmless(said.text)

    world.project.git("reset", "-q", "--hard", "HEAD~1")
    world.project.write(
        "content/antraege/2024-03-radweg.md", f"---\nuid: k7f3qz\ntitel: {EVIL}\n{EVIL}: x\n---\n{EVIL}\n"
    )
    world.project.commit("Werte")
    said = world.project.push()
    assert not said.done
    assert "    →" in harmless(said.text)


def test_what_git_complains_about_is_one_harmless_line(world: World):
    with pytest.raises(GitError) as refused:
        git(world.place.repo, "log", f"--{EVIL}{'x' * 5000}")
    with pytest.raises(GitError) as bare:
        git(world.place.repo, "show", f"{EVIL}{'x' * 5000}")

    assert len(harmless(str(refused.value))) < 300
    assert len(harmless(str(bare.value))) < 300
