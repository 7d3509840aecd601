"""Servers to push to: one of its own, or one that many tests share because they leave it as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..once import once
from .reached import Reached
from .servers import free_port, running
from .world import World


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> World:
    def make(folder: Path) -> None:
        world = World(folder / "vorbild")
        assert world.project.push().done
        world.wait_for_spare()

    return World.at(once(tmp_path_factory, "server", make) / "vorbild")


@pytest.fixture(scope="session")
def fresh_origin(origin: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made after the other one, from which it takes what Python and Jinja compiled."""
    return World(tmp_path_factory.mktemp("neu"))


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


@pytest.fixture(scope="module")
def reached(origin: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reached]:
    folder = tmp_path_factory.mktemp("ssh")
    world, home, port = origin.copy(folder), folder / "home", free_port()
    home.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "rechner")], check=True)
    Path("/run/sshd").mkdir(exist_ok=True)
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/rechner\nPidFile {folder}/pid\nAuthorizedKeysFile {home}/.ssh/authorized_keys\nStrictModes no\nPasswordAuthentication no\nUsePAM no\nPermitRootLogin yes\nAcceptEnv LANG GIT_PROTOCOL\n"
    )
    with running(["/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "sshd_config")], port, folder / "log"):
        yield Reached(world, port, home)
