"""`fraktion umstellen`: from a clone of the program to a site of its own; texts, addresses and ids stay, the server first."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from plugins.founding.move import fetch_history, move, own_settings
from plugins.founding.wheel import read_wheel
from plugins.site.pinned import pin_of
from plugins.site.settings import Refusal

from ..conftest import ROOT
from ..disk import contents, run
from ..publishing.world import Checkout, World
from .package import packed_fraktion

pytestmark = pytest.mark.needs("git")
IDS = re.compile(rb"<(?:id|guid[^>]*)>([^<]+)</(?:id|guid)>")


def moved(world: World, wheel: Path, **more: bool) -> list[str]:
    said: list[str] = []
    assert move(world.project.root, read_wheel(wheel), said.append, None, True) == 0
    return said


def ids(files: dict[str, bytes]) -> dict[str, list[bytes]]:
    return {name: IDS.findall(data) for name, data in files.items() if name.startswith("feeds/")}


@pytest.mark.lang
def test_a_clone_becomes_a_site_of_its_own_and_its_texts_stay(world: World, wheel: Path) -> None:
    project = world.project
    (project.root / "theme/templates/base.html").write_text(
        (ROOT / "theme/templates/base.html").read_text("utf-8").replace("<footer>", '<footer data-unser="ja">'), "utf-8"
    )
    (project.root / "plugins/cli/around.py").write_text("# geändert\n", "utf-8")
    project.write("notizen.txt", "unsere\n")
    project.write("content/HANDBUCH.md", "x\n")
    project.commit("Eigenes")
    before = {name: data for name, data in contents(project.root / "content").items() if name != "HANDBUCH.md"}
    said = "\n".join(moved(world, wheel))
    assert contents(project.root / "content") == before
    assert "bleibt als Eigenes in theme/: theme/templates/base.html." in said
    assert "plugins/cli/around.py" in said
    assert sorted(
        path.name for path in project.root.iterdir() if path.name not in (".git", "__pycache__", "output")
    ) == sorted(
        [
            ".github",
            ".forgejo",
            ".gitlab-ci.yml",
            ".gitignore",
            "content",
            "handbuch",
            "programm",
            "theme",
            "notizen.txt",
            "pelicanconf.py",
            "publishconf.py",
            "Makefile",
            "README.md",
            "requirements.txt",
            "requirements-brief.txt",
        ]
    )
    assert sorted(contents(project.root / "theme")) == ["templates/base.html"]
    assert project.git("status", "--porcelain") == ""
    assert "Es gibt nichts zu tun" in "\n".join(moved(world, wheel))
    done = packed_fraktion(wheel, "bauen", "--heute", "2026-11-22", cwd=project.root)
    assert done.returncode == 0, done.stderr
    assert 'data-unser="ja"' in (project.root / "output/index.html").read_text("utf-8")


@pytest.mark.needs("history")
def test_the_server_first_then_the_site_and_no_address_or_id_changes(world: World, wheel: Path) -> None:
    project = world.project
    project.motion()
    project.commit("Radweg")
    assert world.fraktion(
        "server", "einrichten", str(world.place.root), "--code-ohne-schluessel", cwd=project.root
    ).done
    said = project.push()
    assert said.done, said.text
    before = contents(world.place.public.resolve())
    moved(world, wheel)
    done = packed_fraktion(wheel, "server", "einrichten", str(world.place.root), cwd=project.root)
    assert done.returncode == 0, done.stderr
    said = project.push()
    assert said.done, said.text
    after = contents(world.place.public.resolve())
    assert after.keys() == before.keys()
    assert ids(after) == ids(before)
    assert [
        name
        for name in after
        if after[name] != before[name]
        and name.partition(".br")[0] != "stand.json"
        and name.partition(".gz")[0] != "stand.json"
    ] == []
    project.motion(text="Ein Radweg wird schnell gebaut.")
    project.commit("Schnell")
    assert project.push().done
    assert packed_fraktion(wheel, "zurueck", "2", "--ziel", str(world.place.root), cwd=project.root).returncode == 0
    assert "schnell" not in world.page("antraege/2024-03-radweg")
    assert packed_fraktion(wheel, "zurueck", "0", "--ziel", str(world.place.root), cwd=project.root).returncode == 0
    assert "schnell" in world.page("antraege/2024-03-radweg")


def test_what_is_no_clone_or_not_committed_is_refused(world: World, wheel: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="ist keine Website, die eine Kopie des Programms ist"):
        move(tmp_path, read_wheel(wheel), lambda text: None, None, True)
    world.project.motion(text="neu")
    world.project.git("add", "--all")
    with pytest.raises(Refusal, match="noch nicht festgeschrieben"):
        moved(world, wheel)
    assert pin_of(world.project.root) is None


def test_a_clone_without_its_history_fetches_it_or_says_what_to_do(tmp_path: Path) -> None:
    """Else every older file of the program would look like the group's own."""
    program = Checkout(tmp_path / "programm")
    program.root.mkdir()
    program.git("init", "--quiet", "-b", "main")
    for text in ("alt", "neu"):
        program.write("theme/x.css", text)
        program.commit(text)
    Checkout(tmp_path).git("clone", "-q", "--depth", "1", f"file://{program.root}", str(tmp_path / "flach"))
    shallow = Checkout(tmp_path / "flach")
    shallow.git("remote", "set-url", "origin", str(tmp_path / "weg"))
    with pytest.raises(Refusal, match="noch einmal klonen, ohne „--depth“"):
        fetch_history(shallow.root / ".git")
    shallow.git("remote", "set-url", "origin", f"file://{program.root}")
    fetch_history(shallow.root / ".git")
    assert shallow.git("rev-parse", "--is-shallow-repository").strip() == "false"


def test_of_the_settings_what_is_the_groups_own_stays_with_its_comment() -> None:
    settings = (
        (ROOT / "pelicanconf.py").read_text("utf-8").replace("https://www.example.org", "https://www.altental.test")
        + '\n# Ein Filter.\ndef laut(text):\n    return text.upper()\n\n\nJINJA_FILTERS = {"laut": laut}\nTEASER_NETZE = ["127.0.0.0/8"]  # nur hier\n'
    )
    text = own_settings(settings)
    values: dict[str, object] = {}
    exec(text.replace("from fraktion.", "from plugins."), values)
    old: dict[str, object] = {}
    exec(settings, old)
    assert {name: values[name] for name in ("SITEURL", "FEED_TAG", "OPARL_URL", "WEBSUB", "TEASER_NETZE")} == {
        name: old[name] for name in ("SITEURL", "FEED_TAG", "OPARL_URL", "WEBSUB", "TEASER_NETZE")
    }
    assert values["laut"]("a") == "A"
    assert "# Ein Filter." in text and "# nur hier" in text and "Nach einem Umzug steht hier die frühere" in text
    assert "PLUGIN" not in text and "ARTICLE_PATHS" not in text


@pytest.mark.lang
@pytest.mark.needs("history")
def test_a_server_of_the_commit_before_packages_is_renewed_first(world: World, wheel: Path, tmp_path: Path) -> None:
    """Its program, its hooks, its release; it refuses a site of its own until it is renewed."""
    data = subprocess.run(
        [
            "git",
            "-C",
            str(ROOT),
            "archive",
            "34f2a6ff",
            "plugins",
            "theme",
            "pelicanconf.py",
            "publishconf.py",
            "requirements.txt",
            "Makefile",
            "pyproject.toml",
        ],
        capture_output=True,
        check=True,
    ).stdout
    project = world.project
    with tarfile.open(fileobj=BytesIO(data)) as archive:
        own = (project.root / "pelicanconf.py").read_text("utf-8")
        project.git("rm", "-r", "-q", "plugins", "theme")
        archive.extractall(project.root, filter="data")
    project.write("pelicanconf.py", own)
    project.motion()
    project.commit("Wie vorher")
    server = tmp_path / "alter-server"
    environment = {"PYTHONPATH": str(project.root)}
    assert (
        run(
            [sys.executable, "-P", "-m", "plugins.cli", "server", "einrichten", server, "--code-ohne-schluessel"],
            project.root,
            env=environment,
        ).returncode
        == 0
    )
    project.git("remote", "set-url", "website", str(server / "site.git"))
    assert project.push().done
    before = contents((server / "aktuell").resolve())
    moved(world, wheel)
    assert not project.push().done
    assert packed_fraktion(wheel, "server", "einrichten", server, cwd=project.root).returncode == 0
    said = project.push()
    assert said.done, said.text
    after = contents((server / "aktuell").resolve())
    pages = {name for name in before if not re.match(r"(?:theme|suche|karten|bilder)/", name)}
    assert pages - after.keys() == set()
    assert {name: each for name, each in ids(after).items() if name in before} == ids(before)
    assert packed_fraktion(wheel, "zurueck", "1", "--ziel", server, cwd=project.root).returncode == 0
    back = contents((server / "aktuell").resolve())
    assert {name: back.get(name) for name in before} == before  # beside it lies what an open page may still ask for
