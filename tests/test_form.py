"""The form of the code: what ruff says of it, and what the project must never hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_ruff_has_nothing_to_say():
    said = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--quiet", "--no-cache", "."], cwd=ROOT, capture_output=True, text=True
    )

    assert said.stdout + said.stderr == ""
