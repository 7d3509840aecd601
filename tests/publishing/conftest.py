"""Servers to push to: one of its own, or one that many tests share because they leave it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from .world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture(scope="session")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A server with one public release. Tests that use it have all their pushes refused."""
    world = World(tmp_path_factory.mktemp("server"))
    assert world.project.push().done
    return world
