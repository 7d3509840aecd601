"""What is taken out is gone: at once from the website, with the runbook's steps from every byte of the server's folder."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import brotli
import pytest
from PIL import Image

from plugins.publishing.listing import files_below

from ..conftest import ROOT
from .world import ENVIRONMENT, Checkout, World

pytestmark = pytest.mark.needs("git")
RUNBOOK = (ROOT / "content" / "BETRIEB.md").read_text("utf-8")
NAME = "Quastelflosse"


def opened(path: Path) -> list[bytes]:
    """A file's bytes, and what they are packed from."""
    data = path.read_bytes()
    found = [data]
    for unpack in (gzip.decompress, brotli.decompress, zlib.decompress, bz2.decompress, lzma.decompress):
        try:
            found.append(unpack(data))
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, brotli.error):
            continue
    return found


def holding(root: Path, word: str) -> list[str]:
    """Every file below that holds a word in its name or its bytes, packed or not; of a repository also all objects, led to or not."""
    wanted = word.encode()
    found = []
    for base, folders, names in os.walk(root):
        found += [str(Path(base, name)) for name in (*folders, *names) if word.lower() in name.lower()]
        found += [
            str(path)
            for name in names
            if (path := Path(base, name)).is_file()
            and not path.is_symlink()
            and any(wanted.lower() in data.lower() for data in opened(path))
        ]
    for repo in {path.parent for path in root.rglob("objects") if path.is_dir()}:
        objects = subprocess.run(
            ["git", f"--git-dir={repo}", "cat-file", "--batch-all-objects", "--unordered", "--batch"],
            capture_output=True,
            check=True,
            env=ENVIRONMENT,
        ).stdout
        found += [f"{repo}: object"] if wanted.lower() in objects.lower() else []
    return found


def portrait(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (500, 500), colour).save(out, "JPEG")
    return out.getvalue()


def write_person(checkout: Checkout, colour: str = "red") -> None:
    checkout.write(
        "content/personen/quastelflosse.md",
        f"---\nuid: q5b7sx\nname: Uta {NAME}\nkurzvorstellung: Uta {NAME} aus Moorbeck.\nmitgliedschaften:\n  - gremium: Kreistag\n    rolle: ordentliches Mitglied\n    von: 2020-11-01\nbild: portraet.jpg\nbild_alt: Uta {NAME}\n---\n\nUta {NAME} mag Moore.\n",
    )
    checkout.write("content/personen/quastelflosse/portraet.jpg", portrait(colour))


def pictures(world: World) -> set[str]:
    return {path.partition("-")[0] for path in files_below(world.place.public.resolve()) if path.startswith("bilder/")}


def with_search(world: World) -> None:
    """Search and cards, as a real site has them."""
    assert world.fraktion(
        "server", "einrichten", str(world.place.root), "--code-ohne-schluessel", cwd=world.project.root
    ).done
    conf = world.project.root / "pelicanconf.py"
    conf.write_text(re.sub(r"\nOHNE = .*\n", "\n", conf.read_text()))


def push(checkout: Checkout, message: str) -> None:
    checkout.commit(message)
    said = checkout.push("-o", "trotzdem", "-o", "verschwindet", "main")
    assert said.done, said.text


def test_a_person_is_gone_with_one_file_and_so_is_a_picture_that_was_replaced_before(world: World):
    with_search(world)
    write_person(world.project)
    push(world.project, "Person")
    assert holding(world.place.public.resolve(), NAME)
    (first,) = pictures(world)
    write_person(world.project, "blue")
    push(world.project, "Anderes Bild")
    assert first in pictures(world), "an open page still asks for it"
    assert len(pictures(world)) == 2

    (world.project.root / "content/personen/quastelflosse.md").unlink()
    push(world.project, "Ohne Person")
    assert pictures(world) == set()
    assert holding(world.place.public.resolve(), NAME) == []
    world.project.motion(text="Danach.")
    push(world.project, "Danach")
    assert pictures(world) == set()
    assert holding(world.place.public.resolve(), NAME) == []


def steps() -> list[str]:
    """The shell lines that the runbook prints, in their order."""
    section = RUNBOOK.partition("## Etwas für immer entfernen")[2].partition("\n## ")[0]
    return [
        line.strip()
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]


def test_the_steps_of_the_runbook_leave_nothing_in_any_byte(world: World):
    """Text, name and picture, on main and in a preview whose branch stayed; then the site goes on."""
    with_search(world)
    write_person(world.project)
    world.project.motion("2024-09-name", text=f"Hier steht ein Name: {NAME}.")
    push(world.project, "Mit Person")
    world.project.git("checkout", "-qb", "entwurf")
    world.project.motion("2024-10-name", text=f"Und hier: {NAME}.")
    world.project.commit("Entwurf")
    assert world.project.push("entwurf").done
    world.project.git("checkout", "-q", "main")
    (world.place.work / "letzter-fehler.txt").write_text(NAME)
    (world.place.root / "protokoll/zugriffe.log").write_text(f"GET /personen/{NAME.lower()}/")
    (world.project.root / "content/personen/quastelflosse.md").unlink()
    shutil.rmtree(world.project.root / "content/personen/quastelflosse")
    world.project.motion("2024-09-name", text="Hier steht kein Name.")
    push(world.project, "Ohne Namen")
    world.wait_for_spare()
    assert holding(world.place.root, NAME)

    files = "content/personen/quastelflosse.md content/personen/quastelflosse content/antraege/2024-09-name.md"
    cleaned = Checkout(world.folder / "bereinigt")
    here = world.folder
    for line in steps():
        words = (
            line.replace("website@www.example.org:", "")
            .replace("/srv/website", str(world.place.root))
            .replace("DATEI", files)
        )
        if words == "cd bereinigt":
            here = cleaned.root
        elif words.startswith(".venv/bin/fraktion"):
            assert (said := world.fraktion(*words.split()[1:], cwd=world.project.root)).done, said.text
        else:
            done = subprocess.run(
                ["bash", "-ec", words],
                cwd=here,
                env={**ENVIRONMENT, "FILTER_BRANCH_SQUELCH_WARNING": "1"},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        if words.startswith("git filter-branch"):  # the file stays without the passage, as the runbook says
            cleaned.motion("2024-09-name", text="Hier steht kein Name.")
            cleaned.git("commit", "--amend", "--allow-empty", "-qm", "Ohne Namen")
            cleaned.commit("Wieder da")
    world.wait_for_spare()

    assert holding(world.place.root, NAME) == []
    assert "Hier steht kein Name." in world.page("antraege/2024-09-name")
    cleaned.motion(text="Weiter.")
    push(cleaned, "Weiter")
    assert "Weiter." in world.page("antraege/2024-03-radweg")


@pytest.mark.lang
def test_a_runbook_of_before_leaves_nothing_either(world: World):
    """The steps in another order: releases first, branches last, which then are no more."""
    world.project.motion("2024-09-quastelflosse", text=f"{NAME}.")
    push(world.project, "Mit Namen")
    world.project.push("main:entwurf")
    world.project.git("rm", "-q", "content/antraege/2024-09-quastelflosse.md")
    push(world.project, "Ohne Namen")
    assert world.fraktion("server", "aufraeumen", str(world.place.root), "--behalten", "1").done
    world.place.repo.rename(world.folder / "alt.git")
    assert world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root).done
    world.project.git("checkout", "-q", "--orphan", "neu")
    world.project.commit("Neu")
    assert world.project.push("-o", "trotzdem", "HEAD:main").done
    world.wait_for_spare()
    shutil.rmtree(world.place.work)

    assert holding(world.place.root, NAME) == []


@pytest.mark.lang
def test_taking_out_for_ever_leaves_no_list_of_what_went(world: World):
    world.project.motion("2024-09-quastelflosse")
    push(world.project, "Mit Namen")
    world.project.git("rm", "-q", "content/antraege/2024-09-quastelflosse.md")
    push(world.project, "Ohne Namen")
    assert NAME.lower() in json.dumps(json.loads((world.place.releases / f"{world.public}.json").read_text()))
    assert world.fraktion("server", "aufraeumen", str(world.place.root), "--behalten", "1").done

    assert holding(world.place.releases, NAME) == []
