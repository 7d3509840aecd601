"""Lighthouse gives every kind of page 100 for accessibility, best practices and SEO. Its performance depends on the machine and is not asked."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from ..conftest import ROOT
from .chromium import CHROMIUM, FLAGS, KINDS

PROGRAM = ROOT / "tests/browser/node_modules/lighthouse/cli/index.js"
ASKED = ("accessibility", "best-practices", "seo")
NO_PAGE = ("not found",)  # says noindex, as it must, and that costs SEO


@pytest.mark.lang
@pytest.mark.needs("chromium", "lighthouse")
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in NO_PAGE])
def test_lighthouse_has_nothing_to_say(site: str, tmp_path: Path, kind: str) -> None:
    report = tmp_path / "bericht.json"
    command = [
        "node",
        PROGRAM,
        f"{site}/{KINDS[kind]}",
        "--quiet",
        f"--only-categories={','.join(ASKED)}",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "CHROME_PATH": CHROMIUM})
    told = json.loads(report.read_text("utf-8"))
    wrong = {
        name: audit["title"]
        for name, audit in told["audits"].items()
        if audit["score"] not in (None, 1)
        and audit["scoreDisplayMode"] in ("binary", "numeric")
        and any(name in [ref["id"] for ref in told["categories"][c]["auditRefs"] if ref["weight"]] for c in ASKED)
    }
    assert {name: told["categories"][name]["score"] for name in ASKED} == dict.fromkeys(ASKED, 1), wrong
