"""What is not shown is in no release: of a text that becomes a draft again, is taken off the site or is deleted, every file is gone with the next push."""

from __future__ import annotations

import pytest

from ..builders import PICTURE, pdf
from .world import World

TEXT = "---\nuid: q5v7sx\ntitel: Eisvogelwort\nart: Antrag\ndatum: 2026-03-04\nkurzfassung: Kurzeisvogel\npdf: Eisvogel.pdf\n{head}---\n\nSiehe [Anlage](Anlage.txt). ![Ein Eisvogel](vogel.png)\n\n## Beschlussvorschlag\n\n1. Ein Eisvogellauf.\n"
SIGNS = (b"Kurzeisvogel", b"Eisvogellauf", b"Blatteisvogel", b"Anlageeisvogel")


def told(world: World) -> list[str]:
    """Files of the public release that hold something of the text, or by name or as copies are something of it."""
    files = world.files()
    return sorted(
        path
        for path, data in files.items()
        if any(sign in data for sign in SIGNS) or path.startswith(("bilder/", "antraege/eisvogel/"))
    )


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("stand: Entwurf\n", id="draft"),
        pytest.param("geloescht_am: 2026-11-02\n", id="taken-off", marks=pytest.mark.lang),
        pytest.param("", id="deleted", marks=pytest.mark.lang),
    ],
)
def test_with_the_next_push_every_file_of_it_is_gone(world: World, end: str) -> None:
    project = world.project
    project.write("content/antraege/eisvogel.md", TEXT.format(head=""))
    for name, data in (
        ("Eisvogel.pdf", pdf("Blatteisvogel", more=b"/Sign (Blatteisvogel) ")),
        ("Anlage.txt", "Anlageeisvogel\n" * 200),
        ("vogel.png", PICTURE),
    ):
        project.write(f"content/antraege/eisvogel/{name}", data)
    project.commit()
    assert project.push().done
    before = told(world)
    assert {
        "antraege/eisvogel/Eisvogel.pdf",
        "antraege/eisvogel/Anlage.txt",
        "antraege/eisvogel/Anlage.txt.gz",
        "antraege/eisvogel/index.html",
    } <= set(before)
    assert len([path for path in before if path.startswith("bilder/")]) == 3
    if end:
        project.write("content/antraege/eisvogel.md", TEXT.format(head=end))
    else:
        project.git("rm", "-rq", "content/antraege/eisvogel.md", "content/antraege/eisvogel")
    project.commit()
    assert project.push(
        "-o", "trotzdem", "-o", "verschwindet", "main"
    ).done  # of two motions half the feeds' entries go
    tombstone = [f"antraege/eisvogel/index.html{copy}" for copy in ("", ".br", ".gz")] if "geloescht" in end else []
    assert [path for path in told(world) if path not in tombstone] == []


@pytest.mark.lang
def test_a_preview_has_the_files_of_a_draft(world: World) -> None:
    project = world.project
    project.git("checkout", "-qb", "neues")
    project.write("content/antraege/eisvogel.md", TEXT.format(head="stand: Entwurf\n"))
    for name, data in (("Eisvogel.pdf", pdf("Blatteisvogel")), ("Anlage.txt", "Anlage"), ("vogel.png", PICTURE)):
        project.write(f"content/antraege/eisvogel/{name}", data)
    project.commit()
    assert project.push("neues").done
    (there,) = world.place.previews.glob("neues*/antraege/eisvogel/Eisvogel.pdf")
    assert len(list(there.parents[2].glob("bilder/*"))) == 3
