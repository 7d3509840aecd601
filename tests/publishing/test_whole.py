"""A release is compared with its list before it is public; what differs is set right, or said."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from plugins.publishing.listing import files_below, look_through
from plugins.publishing.place import Place
from plugins.publishing.previews import TABLE, age, keeping
from plugins.publishing.release import names
from plugins.publishing.whole import faults_of

from .world import World

OLD, NEW = "bilder/aaaaaaaaaaaa-480.webp", "bilder/bbbbbbbbbbbb-480.webp"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As a release: two texts with their copies, a picture, and a style of before."""
    root = tmp_path / "000001-aaaaaaaaaaaa"
    for path, text in (
        ("index.html", "a" * 300),
        ("x/index.html", "b" * 300),
        ("x/klein.html", "b"),
        ("x/zahlen.csv", "c" * 300),
        ("x/zahlen.csv.gz", "von Hand"),
        (OLD, "d"),
        ("theme/main.0123456789.css", "e" * 300),
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for path in ("index.html", "x/index.html", "theme/main.0123456789.css"):
        for ending in (".br", ".gz"):
            (root / (path + ending)).write_text("gepackt")
            os.utime(root / (path + ending), ns=(1, (root / path).stat().st_mtime_ns))
    return root


def looked(folder: Path) -> tuple[dict, dict[str, str]]:
    """Its list, as a build's output would give it, and what it carries."""
    stamps = files_below(folder)
    listing = look_through(folder, {})
    for path in stamps:
        if path.startswith("theme/") or (path.endswith((".br", ".gz")) and path != "x/zahlen.csv.gz"):
            del listing[path.rpartition("/")[0]][1][path.rpartition("/")[2]]
    return listing, {path: stamp for path, stamp in stamps.items() if path == "theme/main.0123456789.css"}


def test_a_whole_release_has_no_faults(folder: Path):
    """A file of the site that is named like a copy is none, and what it is named after has no copies."""
    assert not faults_of(folder, *looked(folder))


def test_every_fault_has_its_place(folder: Path):
    told = looked(folder)
    (folder / "index.html").unlink()
    (folder / "x/index.html.br").unlink()
    (folder / "x/klein.html").unlink()
    (folder / "x/klein.html").symlink_to("index.html")
    (folder / OLD).write_text("anders")
    (folder / "fremd.txt").write_text("x")
    (folder / "leer").mkdir()
    (folder / "theme/main.0123456789.css.gz").write_text("neu gepackt")
    (folder / "x/verweis").symlink_to("/etc")
    faults = faults_of(folder, *told)

    assert faults.files == {"index.html", "x/klein.html", OLD}
    assert faults.copies == {"x/index.html", "theme/main.0123456789.css"}
    assert faults.extra == ("fremd.txt", "leer", "x/verweis")


@pytest.mark.needs("git")
def test_nobody_goes_back_to_a_damaged_release(world: World):
    first = world.public
    for number in (1, 2):
        world.project.motion(text=f"Runde {number}.")
        world.project.commit(f"Runde {number}")
        assert world.project.push().done
    (world.place.releases / names(world.place)[1] / "index.html").unlink()
    said = world.fraktion("zurueck", "--ziel", str(world.place.root))

    assert not said.done
    assert (
        said.text
        == "Die Fassung 2 ist beschädigt; öffentlich bleibt, was es ist. Bitte eine andere wählen, zum Beispiel: fraktion zurueck 2\n"
    )
    assert "Runde 2." in world.page("antraege/2024-03-radweg")
    assert world.fraktion("zurueck", "2", "--ziel", str(world.place.root)).done
    assert world.public == first


@pytest.mark.needs("git")
def test_a_release_that_was_staged_and_damaged_before_it_was_public_is_made_anew(world: World):
    hook = world.place.repo / "hooks/post-receive"
    text = hook.read_text()
    hook.write_text("#!/bin/sh\nkill -9 $$\n")
    world.project.motion(text="Neu.")
    world.project.commit("Neu")
    world.project.push()
    hook.write_text(text)
    staged = world.place.releases / names(world.place)[-1]
    (staged / "index.html").unlink()
    assert world.project.push("main:zweig").done

    assert "Neu." in world.page("antraege/2024-03-radweg")
    assert (world.place.public / "index.html").is_file()
    assert world.public.startswith("000003-")


def test_an_open_page_of_a_preview_finds_its_picture_for_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from plugins.publishing import previews

    place, name = Place(tmp_path), "entwurf-0123"
    output = place.previews / name
    (place.work / name).mkdir(parents=True)

    def build(page: str, *files: str) -> None:
        """As the press does: what is not named is swept."""
        with keeping(place, name):
            for path in files_below(output) if output.is_dir() else ():
                (output / path).unlink()
            for path, text in (("index.html", page), *((file, file) for file in files)):
                (output / path).parent.mkdir(parents=True, exist_ok=True)
                (output / path).write_text(text)

    build(f"<img src={OLD}>", OLD)
    build(f"<img src={NEW}>", NEW)
    build(f"<img src={NEW}> neu", NEW)
    assert files_below(output).keys() == {"index.html", OLD, NEW}
    age(place)
    assert files_below(output).keys() == {"index.html", OLD, NEW}
    monkeypatch.setattr(previews, "now", lambda now=previews.now: now() + dt.timedelta(days=1, seconds=1))
    age(place)
    assert files_below(output).keys() == {"index.html", NEW}
    assert not (place.work / name / TABLE).exists()
    build("nichts mehr")
    assert files_below(output).keys() == {"index.html"}
