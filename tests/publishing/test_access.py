"""Who may push, over a real ssh; and what the set-up leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from .reached import Reached
from .world import World

pytestmark = pytest.mark.needs("git")


@pytest.mark.needs("sshd", "root")
def test_a_key_publishes_and_asks_and_nothing_else(reached: Reached):
    said = reached.grant("vera")
    assert "vera darf jetzt veröffentlichen." in said
    clone = reached.clone("vera")
    clone.motion("2024-08-bus", title="Bus")
    clone.commit("Bus")
    said = clone.push()

    assert said.done, said.text
    assert "https://www.altental.test/antraege/2024-08-bus/" in said
    assert '"wer": "vera"' in reached.world.place.history.read_text("utf-8")
    assert "Öffentlich: Fassung" in reached.ask("vera", "stand")
    for words in (
        ["sh"],
        ["rm", "-rf", "/"],
        ["git-upload-archive", "x"],
        ["git-receive-pack", "/etc"],
        ["zurueck", "--ziel", "/"],
        ["stand;id"],
        ["'"],
    ):
        assert "Das geht mit diesem Zugang nicht." in reached.ask("vera", *words), words
    assert "Dieser Zugang veröffentlicht mit git" in reached.ask("vera")


@pytest.mark.needs("sshd", "root")
def test_going_back_over_ssh(reached: Reached):
    reached.grant("vera")
    clone = reached.clone("vera", "bei-vera-zurueck")
    clone.motion("2024-08-tram", title="Tram")
    clone.commit("Tram")
    assert clone.push().done

    assert "Öffentlich ist jetzt wieder die Fassung" in reached.ask("vera", "zurueck")
    assert not (reached.world.place.public / "antraege/2024-08-tram").exists()
    assert reached.ask("vera", "zurueck", "0").done
    assert (reached.world.place.public / "antraege/2024-08-tram").exists()


@pytest.mark.needs("sshd", "root")
def test_a_key_for_texts_cannot_change_the_program_and_one_for_code_can(reached: Reached):
    reached.grant("tom")
    reached.grant("cora", "--code")
    for name, allowed in (("tom", False), ("cora", True)):
        clone = reached.clone(name)
        clone.catch_up()
        clone.write(
            "theme/static/css/base.css",
            (clone.root / "theme/static/css/base.css").read_text("utf-8") + f"\n/* {name} */\n",
        )
        clone.commit("Farbe")
        said = clone.push()
        assert said.done is allowed, said.text
        assert ("Dieser Zugang darf nur Texte ändern" in said) is not allowed


@pytest.mark.needs("sshd", "root")
def test_who_is_taken_away_is_kept_out_at_once(reached: Reached):
    reached.grant("uli")
    assert reached.ask("uli", "stand").done
    said = reached.world.fraktion(
        "server", "zugang", str(reached.world.place.root), "uli", "--entfernen", HOME=str(reached.home)
    )

    assert "uli kann nicht mehr veröffentlichen." in said
    assert not reached.ask("uli", "stand").done


def test_other_keys_of_the_account_stay_as_they_are(world: World, tmp_path: Path):
    home = tmp_path / "home"
    (home / ".ssh").mkdir(parents=True)
    keys = home / ".ssh/authorized_keys"
    keys.write_text("ssh-ed25519 AAAAB3 andere\n# ein Kommentar")
    file = tmp_path / "vera.pub"
    file.write_text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBEl vera@zuhause\n")
    for _ in range(2):
        assert world.fraktion(
            "server", "zugang", str(world.place.root), "vera", "--schluessel", str(file), HOME=str(home)
        ).done
    text = keys.read_text()

    assert text.startswith("ssh-ed25519 AAAAB3 andere\n# ein Kommentar\n")
    assert text.count("restrict,command=") == 1
    assert "zuhause" not in text
    assert keys.stat().st_mode & 0o777 == 0o600
    world.fraktion("server", "zugang", str(world.place.root), "vera", "--entfernen", HOME=str(home))
    assert keys.read_text() == "ssh-ed25519 AAAAB3 andere\n# ein Kommentar\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-----BEGIN OPENSSH " + "PRIVATE KEY-----\nx\n", "Das ist der geheime Teil des Schlüssels"),
        ("Guten Tag", "Das ist kein öffentlicher ssh-Schlüssel"),
        ('command="x" ssh-ed25519 AAAA', "Das ist kein öffentlicher ssh-Schlüssel"),
        ("ssh-ed25519 AAAA a\nssh-ed25519 BBBB b\n", "Das ist kein öffentlicher ssh-Schlüssel"),
        ("", "Das ist kein öffentlicher ssh-Schlüssel"),
    ],
)
def test_what_is_no_public_key_is_refused(shared_world: World, tmp_path: Path, text: str, words: str):
    file = tmp_path / "x.pub"
    file.write_text(text)
    said = shared_world.fraktion(
        "server", "zugang", str(shared_world.place.root), "vera", "--schluessel", str(file), HOME=str(tmp_path)
    )

    assert not said.done
    assert words in said
    assert not (tmp_path / ".ssh").exists()


def test_setting_up_again_changes_nothing(world: World):
    def state() -> dict[str, tuple[bytes, int]]:
        return {
            path.relative_to(world.place.root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in world.place.root.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.name not in ("sperre", "config")
        }

    before = state()
    said = world.fraktion("server", "einrichten", str(world.place.root), cwd=world.project.root)

    assert f"Der Server in {world.place.root} ist auf dem neuen Stand." in said
    assert state() == before


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("{project}/server", "liegt im Projekt selbst"),
        ("{folder}/mit leerzeichen", "Leerzeichen oder Sonderzeichen"),
        ("{folder}/projekt/..", "enthält schon anderes"),
    ],
)
def test_a_place_that_will_not_do_is_refused(shared_world: World, root: str, words: str):
    said = shared_world.fraktion(
        "server",
        "einrichten",
        root.format(project=shared_world.project.root, folder=shared_world.folder),
        cwd=shared_world.project.root,
    )

    assert not said.done
    assert words in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["stand", "--ziel", "/gibt/es/nicht"],
        ["zurueck", "--ziel", "/gibt/es/nicht"],
        ["server", "nacht", "/gibt/es/nicht"],
        ["server", "zugang", "/gibt/es/nicht"],
    ],
)
def test_without_a_server_a_sentence_says_so(shared_world: World, arguments: list[str]):
    said = shared_world.fraktion(*arguments)

    assert not said.done
    assert "In /gibt/es/nicht ist kein Server eingerichtet." in said
