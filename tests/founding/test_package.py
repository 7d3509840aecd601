"""The program as a package: the same bytes each time, and far from the checkout the same site."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from plugins import einstellungen
from plugins.founding.packing import NEWEST, digest_of, pack
from plugins.records.program import NAME, own_file, version
from plugins.site import pinned

from ..builders import Project
from ..conftest import ROOT
from ..disk import HEUTE, called, contents, run
from .package import packed_fraktion, unpacked

SETTINGS = (
    'from fraktion.einstellungen import *\n\nSITEURL = "https://www.example.org"\nFEED_TAG = "www.example.org,2026"\n'
)


def site_of_the_sample(folder: Path) -> Path:
    """This checkout's content as a site of the package."""
    folder.mkdir()
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "pelicanconf.py").write_text(SETTINGS, "utf-8")
    return folder


# ------------------------------------------------------------------------------------ the package


def test_the_same_checkout_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    again = pack(tmp_path)
    assert again.name == wheel.name == f"fraktion-{version()}-py3-none-any.whl"
    assert again.read_bytes() == wheel.read_bytes()


def test_beside_the_package_stand_its_digest_and_what_renewing_reads(wheel: Path) -> None:
    digest = digest_of(wheel)
    assert wheel.with_name(f"{wheel.name}.sha256").read_text("utf-8") == f"{digest}  {wheel.name}\n"
    assert json.loads(wheel.with_name(NEWEST).read_text("utf-8")) == {
        "version": version(),
        "datei": wheel.name,
        "sha256": digest,
    }


def test_of_content_only_the_handbooks_are_in_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(name for name in names if name.startswith("fraktion/content/")) == [
        f"fraktion/content/{name}.md" for name in ("BETRIEB", "EINLADEN", "FELDER", "HANDBUCH")
    ]
    assert {name.partition("/")[0] for name in names} == {"fraktion", f"fraktion-{version()}.dist-info"}


def test_far_from_the_checkout_it_builds_the_same_site_and_writes_nothing_beside_its_code(
    wheel: Path, sample: Path, tmp_path: Path
) -> None:
    site = site_of_the_sample(tmp_path / "weit weg")
    program = tmp_path / "programm"
    shutil.copytree(unpacked(wheel), program)
    before = {name: data for name, data in contents(program).items() if not name.endswith(".pyc")}
    done = packed_fraktion(wheel, "bauen", "--heute", HEUTE, cwd=site, program=program)
    assert done.returncode == 0, done.stderr
    assert contents(site / "output") == contents(sample)
    assert {
        name: data for name, data in contents(program).items() if not name.endswith(".pyc")
    } == before  # Python's own


@pytest.mark.lang
def test_set_up_in_an_empty_environment_the_command_and_stock_pelican_build_the_same_site(
    wheel: Path, sample: Path, tmp_path: Path
) -> None:
    """Every package by its hash, this one too."""
    site = site_of_the_sample(tmp_path / "weit weg")
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write(f'HEUTE = "{HEUTE}"\n')
    (site / "programm").mkdir()
    shutil.copy(wheel, site / "programm")
    locked = f"{own_file('requirements.txt').read_text('utf-8')}./programm/{wheel.name} \\\n    --hash=sha256:{digest_of(wheel)}\n"
    (site / "requirements.txt").write_text(locked, "utf-8")
    for command in (
        [sys.executable, "-m", "venv", ".venv"],
        [
            ".venv/bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
            "requirements.txt",
        ],
    ):
        done = run(command, site)
        assert done.returncode == 0, done.stderr
    assert run([".venv/bin/fraktion", "--version"], site).stdout == f"fraktion {version()}\n"
    assert run([".venv/bin/fraktion", "bauen", "--heute", HEUTE], site).returncode == 0
    done = run(
        [site / ".venv/bin/pelican", site / "content", "-s", site / "pelicanconf.py", "-o", tmp_path / "pelican"],
        tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert contents(site / "output") == contents(tmp_path / "pelican") == contents(sample)
    (site / "requirements.txt").write_text(locked.replace(digest_of(wheel), "0" * 64), "utf-8")
    assert "hier läuft eine andere Ausgabe derselben Fassung" in run([".venv/bin/fraktion", "pruefen"], site).stderr


def test_a_checkout_and_a_site_begin_with_the_same_settings() -> None:
    here: dict[str, object] = {}
    exec((ROOT / "pelicanconf.py").read_text("utf-8"), here)
    ours = {name: value for name, value in vars(einstellungen).items() if name.isupper()}
    assert ours | {"PLUGINS": ["plugins.site"], "THEME": "theme"} == {name: here[name] for name in ours}
    assert ours["PLUGINS"] == [f"{NAME}.site"]


def test_it_says_its_version(project: Project) -> None:
    assert called(project, "--version").stdout == f"fraktion {version()}\n"


# --------------------------------------------------------------------------- a site and its program


def pin(project: Project, number: str) -> None:
    (project.root / "requirements.txt").write_text(
        f"anyio==4.0 \\\n    --hash=sha256:{'a' * 64}\n./programm/fraktion-{number}-py3-none-any.whl \\\n    --hash=sha256:{'b' * 64}\n",
        "utf-8",
    )


def test_a_site_names_its_program_by_version_and_digest(project: Project) -> None:
    assert pinned.pin_of(project.root) is None
    pin(project, "2.10.0")
    assert pinned.pin_of(project.root) == pinned.Pin("fraktion-2.10.0-py3-none-any.whl", "2.10.0", "b" * 64)


@pytest.mark.parametrize(
    "command",
    [
        ("pruefen",),
        ("bauen",),
        ("aufgaben",),
        ("stand",),
        ("neu", "meldung", "--titel", "Eins"),
        ("veroeffentlichen", "./x"),
    ],
)
def test_another_program_says_so_before_anything_else(project: Project, command: tuple[str, ...]) -> None:
    project.write("antraege/2026-01-falsch.md", "---\n")
    pin(project, "9.0.0")
    done = called(project, *command)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"Diese Website gehört zur Fassung 9.0.0 des Programms; hier läuft {version()}.\n    → Bitte im Ordner {project.root} zuerst „make site“ und dann den Befehl von dort: .venv/bin/fraktion\n"
    )


def test_the_same_version_says_nothing(project: Project) -> None:
    pin(project, version())
    assert called(project, "pruefen").returncode == 0


# ------------------------------------------------------------------------------- a theme of its own


def test_a_file_of_the_sites_own_theme_takes_the_place_of_the_programs(project: Project) -> None:
    (project.root / "theme").unlink()
    with (project.root / "pelicanconf.py").open("a") as settings:
        settings.write(f"THEME = {str(ROOT / 'theme')!r}\n")
    project.build()
    before = contents(project.output)
    own = project.root / "theme"
    for name, text in (
        ("templates/base.html", None),
        ("static/css/components/chip.css", ".chip { color: #123456; }\n"),
    ):
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(
            text or (ROOT / "theme" / name).read_text("utf-8").replace("<footer", '<footer data-eigen="ja"'), "utf-8"
        )
    project.build()
    assert 'data-eigen="ja"' in project.page("")
    style = next(project.output.glob("theme/main.*.css")).read_text("utf-8")
    assert "#123456" in style
    assert "verdict" in style  # what it does not have comes from the program
    shutil.rmtree(own)
    project.build()
    assert contents(project.output) == before
