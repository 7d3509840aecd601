"""Servers to push to: one of its own, or one that many tests share because they leave it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from .world import World


@pytest.fixture(scope="session")
def fresh_origin(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("neu"))


@pytest.fixture(scope="session")
def origin(fresh_origin: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    world = fresh_origin.copy(tmp_path_factory.mktemp("vorbild"))
    assert world.project.push().done
    world.wait_for_spare()
    return world


@pytest.fixture
def fresh_world(fresh_origin: World, tmp_path: Path) -> World:
    """A server to which nobody has pushed yet."""
    return fresh_origin.copy(tmp_path)


@pytest.fixture
def world(origin: World, tmp_path: Path) -> World:
    """A server with one public release."""
    return origin.copy(tmp_path)


@pytest.fixture(scope="session")
def shared_world(origin: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The same for all tests. Those that use it have all their pushes refused."""
    return origin.copy(tmp_path_factory.mktemp("server"))
