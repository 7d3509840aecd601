"""From a checkout to a package: `make paket`. The same checkout gives the same bytes, wherever and whenever it is packed.

The code changes its name on the way (decision 40): `plugins` here, `fraktion` there. What lies at the top of the checkout and is
needed when the program runs comes into the package under its own name (`records/program.py` finds it in both).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from ..records import sample
from ..records.program import LABEL, ROOT
from ..site.settings import Refusal

PACKAGE = "fraktion"
HANDBOOKS = ("HANDBUCH.md", "FELDER.md", "EINLADEN.md", "BETRIEB.md")  # in content/ (decision 46)
WORKFLOWS = (
    ".github/workflows/website.yml",
    ".github/workflows/anrisse.yml",
    ".forgejo/workflows/website.yml",
    ".forgejo/workflows/anrisse.yml",
    ".gitlab-ci.yml",
)
WITH = (
    "requirements.txt",
    "requirements-brief.txt",
    "CHANGELOG.md",
    "LICENSE",
    *WORKFLOWS,
    *(f"content/{name}" for name in HANDBOOKS),
)
NEWEST = "neueste.json"
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "*~", "*.pyc")
MIDNIGHT = "315532800"  # 1 January 1980, the earliest day that a zip file knows
BUILD = "import sys, setuptools.build_meta as build; sys.argv[1:] = []; print(build.build_wheel('fertig'))"


def pack(folder: Path, root: Path = ROOT) -> Path:
    """The package of a checkout, in `folder`, with its digest and what `fraktion erneuern` reads from an address."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        stage = Path(place)
        lay_out(root, stage, project)
        made = built(stage)
        wheel = folder / made.name
        shutil.copyfile(made, part := wheel.with_name(f".{wheel.name}"))
        part.replace(wheel)
    digest = digest_of(wheel)
    (folder / f"{wheel.name}.sha256").write_text(f"{digest}  {wheel.name}\n", "utf-8")
    (folder / NEWEST).write_text(
        json.dumps({"version": project["version"], "datei": wheel.name, "sha256": digest}, indent=1) + "\n", "utf-8"
    )
    return wheel


def digest_of(wheel: Path) -> str:
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def lay_out(root: Path, stage: Path, project: dict[str, Any]) -> None:
    """What the package is built from, in a folder of its own."""
    package = stage / PACKAGE
    shutil.copytree(root / "plugins", package, ignore=LEFT_OUT)
    shutil.copytree(root / "theme", package / "theme", ignore=LEFT_OUT)
    for name in WITH:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, package / name)
    shutil.copyfile(root / "LICENSE", stage / "LICENSE")
    (package / LABEL).write_text(
        json.dumps({"version": project["version"]}, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (package / sample.FILE).write_text(
        json.dumps(sample.as_data(sample.read_sample(root / "content")), ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    (stage / "pyproject.toml").write_text(described(project), "utf-8")


def described(project: dict[str, Any]) -> str:
    """The package's own pyproject.toml. Strings and lists of JSON are such of TOML."""
    lines = [
        "[project]",
        *(
            f"{key} = {json.dumps(project[key], ensure_ascii=False)}"
            for key in ("name", "version", "description", "requires-python", "dependencies")
        ),
    ]
    lines += [f"license = {json.dumps(project['license']['text'])}", 'license-files = ["LICENSE"]']
    lines += ["[project.optional-dependencies]", f"brief = {json.dumps(project['optional-dependencies']['brief'])}"]
    lines += ["[project.scripts]", f'{PACKAGE} = "{PACKAGE}.cli:main"']
    lines += ["[build-system]", 'requires = ["setuptools"]', 'build-backend = "setuptools.build_meta"']
    lines += ["[tool.setuptools.packages.find]", f'include = ["{PACKAGE}*"]', "namespaces = false"]
    lines += [
        "[tool.setuptools.package-data]",
        f'{PACKAGE} = ["**/*", ".github/**/*", ".forgejo/**/*", ".gitlab-ci.yml"]',
    ]
    return "".join(f"{line}\n" for line in lines)


def built(stage: Path) -> Path:
    """By setuptools, in a process of its own: it works in the folder that it stands in."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": MIDNIGHT, "PYTHONDONTWRITEBYTECODE": "1"}
    for path in sorted(stage.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (stage / "fertig").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUILD],
        cwd=stage,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=300,
    )
    made = list((stage / "fertig").glob("*.whl"))
    if done.returncode or len(made) != 1:
        last = (done.stderr.strip().splitlines() or ["ohne Meldung"])[-1]
        raise Refusal(
            f"Das Paket ließ sich nicht machen; setuptools sagt: {last}. Bitte im Ordner des Programms zuerst: make site"
        )
    return made[0]


if __name__ == "__main__":
    try:
        print(f"Das Paket liegt in {pack(Path(sys.argv[1]).resolve())}")
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
