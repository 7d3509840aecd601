"""A server that is reached over a real ssh on this machine, and the keys of those who reach it."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path

from .world import Checkout, Said, World


class Reached:
    """A server that is reached over ssh on this machine."""

    def __init__(self, world: World, port: int, home: Path):
        self.world, self.port, self.home = world, port, home
        self.known = home / "known_hosts"

    def key(self, name: str) -> Path:
        file = self.home / name
        if not file.exists():
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@zuhause", "-f", str(file)], check=True
            )
        return file

    def grant(self, name: str, *options: str) -> Said:
        return self.world.fraktion(
            "server",
            "zugang",
            str(self.world.place.root),
            name,
            "--schluessel",
            f"{self.key(name)}.pub",
            *options,
            HOME=str(self.home),
        )

    def command(self, name: str) -> str:
        return f"ssh -p {self.port} -i {self.key(name)} -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile={self.known}"

    def ask(self, name: str, *words: str) -> Said:
        done = subprocess.run(
            [*self.command(name).split(), f"{getpass.getuser()}@127.0.0.1", *words],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        return Said(done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace"))

    def clone(self, name: str, folder: str = "") -> Checkout:
        checkout = self.world.clone(folder or f"bei-{name}")
        checkout.git(
            "remote", "set-url", "origin", f"ssh://{getpass.getuser()}@127.0.0.1:{self.port}{self.world.place.repo}"
        )
        checkout.git("config", "core.sshCommand", self.command(name))
        return checkout
