"""Fetching on the own server: a commit like anybody's, through the same gate, and only if there is something new."""

from __future__ import annotations

import threading

import pytest

from plugins.publishing.git import GitError, git
from plugins.publishing.place import locked
from plugins.publishing.teasers import ACCOUNT, push

from ..teasers.rogue import FEED, Rogue, answer
from .world import World

TABLE = "- name: Bundespartei\n  adresse: {}/feed\n  ebene: Bundesverband\n"


@pytest.fixture
def rogue():
    server = Rogue()
    server.pages["/feed"] = answer(FEED.encode())
    yield server
    server.close()


@pytest.fixture
def fetching(world: World, rogue: Rogue) -> World:
    """A server whose program may fetch from this machine."""
    conf = (world.project.root / "pelicanconf.py").read_text("utf-8")
    world.project.write("pelicanconf.py", conf + '\nTEASER_NETZE = ["127.0.0.0/8"]\nHEUTE = "2026-11-22"\n')
    world.project.write("content/teaserquellen.yaml", TABLE.format(rogue.base))
    world.project.commit("Quellen")
    assert world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root).done
    said = world.project.push()
    assert said.done, said.text
    return world


@pytest.mark.needs("git")
def test_what_is_new_is_pushed_like_anybodys_texts_and_nothing_new_is_nothing(fetching: World, rogue: Rogue):
    shown, tip = fetching.public, fetching.tip()
    said = fetching.fraktion("server", "teaser", str(fetching.place.root))

    assert said.done, said.text
    assert "Bundespartei: 1\u00a0neu." in said
    assert fetching.public != shown
    assert "Schöne Wege" in fetching.page("meldungen")
    clone = fetching.clone("vera")
    assert clone.git("log", "-1", "--format=%an|%s") == "Abruf fremder Meldungen|Anrisse von anderen abgerufen"
    assert clone.git("diff", "--name-only", f"{tip}..HEAD").splitlines() == [
        "content/meldungen/fremd/.abgerufen",
        "content/meldungen/fremd/2026-11-10-schoene-wege.md",
    ]
    assert '"wer": "Teaser-Abruf"' in fetching.place.history.read_text("utf-8").splitlines()[-1]

    # nothing new, and then a dead source: no commit, no release
    shown, tip = fetching.public, fetching.tip()
    again = fetching.fraktion("server", "teaser", str(fetching.place.root))
    assert again.done, again.text
    rogue.pages.clear()
    memory = fetching.place.work / "teaser-gemerkt/teaser.json"
    memory.write_text(memory.read_text("utf-8").replace('"again": ', '"again": -'), "utf-8")  # half an hour later
    dead = fetching.fraktion("server", "teaser", str(fetching.place.root))
    assert "Bundespartei: antwortet mit 404" in dead
    assert not dead.done
    assert (fetching.public, fetching.tip()) == (shown, tip)

    # the account of the fetching has no right to the program, and nobody can be given its name
    clone.write("plugins/neu.py", "")
    clone.commit("Programm")
    assert "Dieser Zugang darf nur Texte ändern" in push(clone.root, "main").stderr
    assert not fetching.fraktion(
        "server", "zugang", str(fetching.place.root), ACCOUNT, "--schluessel", "/dev/null"
    ).done

    # somebody went back: fetching must not bring the newest back by the way
    assert fetching.fraktion("zurueck", "--ziel", str(fetching.place.root)).done
    shown = fetching.public
    rogue.pages["/feed"] = answer(FEED.replace("Schöne Wege", "Andere Wege").encode())
    held = fetching.fraktion("server", "teaser", str(fetching.place.root))
    assert "bis wieder etwas veröffentlicht wird, wird nichts abgerufen" in held
    assert fetching.public == shown


@pytest.mark.needs("git")
def test_what_a_push_sweeps_away_is_not_what_is_fetched_beside_it(fetching: World):
    """A push, a switch, the tidying after them: whoever has the lock takes away what a killed one left."""
    done = threading.Event()

    def sweeping() -> None:
        while not done.wait(0.001):
            with locked(fetching.place):
                pass

    beside = threading.Thread(target=sweeping)
    beside.start()
    try:
        said = fetching.fraktion("server", "teaser", str(fetching.place.root))
    finally:
        done.set()
        beside.join()
    assert "Bundespartei: 1\u00a0neu." in said
    assert said.done, said.text


@pytest.mark.needs("git")
def test_of_two_fetches_the_second_says_so_and_spoils_nothing(fetching: World, rogue: Rogue):
    second = []
    written = fetching.place.work / "teaser/geschrieben.md"

    def meanwhile(connection, request: str) -> None:
        written.write_text("vom ersten", "utf-8")
        second.append(fetching.fraktion("server", "teaser", str(fetching.place.root)))
        connection.sendall(answer(FEED.encode()))

    rogue.pages["/feed"] = meanwhile
    first = fetching.fraktion("server", "teaser", str(fetching.place.root))
    assert first.done, first.text
    assert [(said.done, "Gerade werden schon Anrisse geholt" in said) for said in second] == [(False, True)]
    assert written.is_file()
    assert "Schöne Wege" in fetching.page("meldungen")


@pytest.mark.needs("git")
def test_git_is_quoted_with_the_cause_and_not_with_its_advice(world: World):
    root = world.project.root
    with pytest.raises(GitError, match=r"^git add gelang nicht: fatal: pathspec 'gibtesnicht'"):
        git(root / ".git", f"--work-tree={root}", "add", "--", "gibtesnicht")
    with pytest.raises(GitError, match=r"^git push gelang nicht: fatal: '/gibtesnicht'"):  # two lines of advice follow
        git(root / ".git", "push", "/gibtesnicht", "refs/heads/main:refs/heads/main")


@pytest.mark.lang
@pytest.mark.needs("git")
def test_an_editor_who_pushes_meanwhile_loses_nothing(fetching: World, rogue: Rogue):
    """The push comes while the source is asked; the run notices, and starts again on what is there now."""
    fetching.project.motion("2024-05-bus", title="Ein Bus")
    fetching.project.commit("Bus")
    once = []

    def meanwhile(connection, request: str) -> None:
        if not once:
            once.append(fetching.project.push())
        connection.sendall(answer(FEED.encode()))

    rogue.pages["/feed"] = meanwhile
    said = fetching.fraktion("server", "teaser", str(fetching.place.root))

    assert once[0].done
    assert said.done, said.text
    assert "Schöne Wege" in fetching.page("meldungen")
    assert (fetching.place.public / "antraege/2024-05-bus/index.html").is_file()
