"""The program as a package, made once for a run, and how it is run far from the checkout."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plugins.founding.packing import pack

from ..disk import run


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of this checkout. Do not write beside it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "paket"
    folder.mkdir(exist_ok=True)
    with (folder / "sperre").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = list((folder / "dist").glob("*.whl")) or [pack(folder / "dist")]
        if not (folder / "programm").is_dir():
            zipfile.ZipFile(made[0]).extractall(folder / "programm")
    return made[0]


ALONE = """import sys
from fraktion.cli import main
code = main(sys.argv[1:])
assert not [name for name in sys.modules if name.partition(".")[0] == "plugins"], "the checkout was asked"
sys.exit(code)"""


def unpacked(wheel: Path) -> Path:
    return wheel.parent.parent / "programm"


def packed_fraktion(wheel: Path, *arguments: str, cwd: Path, program: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`fraktion …` from the package alone."""
    return run([sys.executable, "-P", "-c", ALONE, *arguments], cwd, env={"PYTHONPATH": str(program or unpacked(wheel))})
