"""`fraktion hochladen`: what two people write becomes one, nothing is lost, no sign of a conflict is ever published."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from plugins.publishing.sharing import arrival, redirecting, standing
from plugins.publishing.sharing.clone import Clone, Entry, commit_of_texts
from plugins.publishing.sharing.joining import MINE, THEIRS, Clash, join

from .volunteers import TOKEN, Group, Killer, Volunteer
from .world import Checkout, World

pytestmark = pytest.mark.needs("git")


def play(folder: Path, seed: int, rounds: int = 12) -> Group:
    """Both write, upload, are interrupted, until both have everything. After each upload: no conflict sign in what is published."""
    group = Group(folder, seed)
    dice = group.dice
    for _ in range(rounds):
        for one in group.two:
            for _ in range(dice.randint(0, 3)):
                one.deed()
        one = dice.choice(group.two)
        one.upload(Killer(dice.randint(1, 90), dice.random() < 0.5) if dice.random() < 0.5 else None)
    for turn in range(6):
        group.two[turn % 2].upload()
    return group


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.lang) for seed in range(1, 50))])
def test_two_volunteers_lose_nothing_and_publish_no_conflict(tmp_path: Path, seed: int):
    group = play(tmp_path, seed)
    vera, uta = group.two
    texts = group.published()
    whole = "\n".join(texts.values())
    excused = vera.excused | uta.excused
    everything = {
        word
        for one in group.two
        for path in (one.root / ".cache/nicht-hochgeladen").rglob("*")
        if path.is_file()
        for word in TOKEN.findall(path.read_text("utf-8"))
    }
    spoken = {f"Wort{number}x" for number in range(1, next(vera.numbers))}
    written = {word for one in group.two for word in one.written}

    assert written <= spoken
    lost = sorted(written - set(TOKEN.findall(whole)) - excused - everything)
    assert not lost, "\n".join([str(lost), *vera.said, "=====", *uta.said])
    for commit in group.every_state():
        for sign in ("<<<<<<<", ">>>>>>>", "|||||||"):
            assert group.bare.git("grep", "-l", "-e", sign, commit, "--", "content", check=False) == ""
    for one in group.two:
        assert one.checkout.git("status", "--porcelain") == ""
        assert one.checkout.git("rev-parse", "HEAD^{tree}") == group.bare.git("rev-parse", "main^{tree}")


# ------------------------------------------------------------------------------- one of two versions

A, B, C = "eins\n\nzwei\n\ndrei\n", "eins\n\nzwei anders\n\ndrei\n", "eins\n\nzwei\n\ndrei anders\n"
TEXT = "---\nuid: b3c4d5\ntitel: T\n---\n\n"


def joined(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str], **chosen: str
) -> tuple[dict[str, str], list[Clash]]:
    """Trees as they are written: path below content/ → text."""

    def tree(files: dict[str, str]) -> dict[str, Entry]:
        return {f"content/{path}": Entry("100644", text) for path, text in files.items()}

    found = join(
        tree(base),
        tree(ours),
        tree(theirs),
        lambda entry: entry.oid.encode(),
        {f"content/{path}": side for path, side in chosen.items()},
    )
    return {
        path.removeprefix("content/"): entry.decode() if isinstance(entry, bytes) else entry.oid
        for path, entry in found.files.items()
    }, found.clashes


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ({"a": A}, {"a": B}, {"a": A}, {"a": B}),
        ({"a": A}, {"a": B}, {"a": C}, {"a": "eins\n\nzwei anders\n\ndrei anders\n"}),
        ({"a": A}, {"a": B}, {"a": B}, {"a": B}),
        ({"a": A}, {}, {"a": A}, {}),
        ({"a": A}, {"a": A, "b": B}, {"a": A, "c": C}, {"a": A, "b": B, "c": C}),
        (
            {"themen.yaml": "- name: A\n"},
            {"themen.yaml": "- name: A\n- name: B\n"},
            {"themen.yaml": "- name: A\n- name: C\n"},
            {"themen.yaml": "- name: A\n- name: C\n- name: B\n"},
        ),
        (
            {"themen.yaml": "- name: A\n"},
            {"themen.yaml": "- name: A\n- name: B"},
            {"themen.yaml": "- name: A\n- name: C\n- name: B\n"},
            {"themen.yaml": "- name: A\n- name: C\n- name: B\n"},
        ),
        (
            {"antraege/x.md": TEXT + A, "antraege/x/plan.pdf": "P"},
            {"antraege/y.md": TEXT + A, "antraege/y/plan.pdf": "P"},
            {"antraege/x.md": TEXT + B, "antraege/x/plan.pdf": "Q"},
            {"antraege/y.md": TEXT + B, "antraege/y/plan.pdf": "Q"},
        ),
        ({"a": A}, {"a": B.replace("\n", "\r\n")}, {"a": A}, {"a": B.replace("\n", "\r\n")}),
    ],
)
def test_what_is_certain_becomes_one(base, ours, theirs, both):
    assert joined(base, ours, theirs) == (both, [])
    assert joined(base, theirs, ours)[1] == []


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "mine", "others"),
    [
        ({"a": A}, {"a": B}, {"a": B.replace("anders", "weg")}, {"a": B}, {"a": B.replace("anders", "weg")}),
        ({"a": A}, {}, {"a": B}, {}, {"a": B}),
        ({"a": A}, {"a": B}, {}, {"a": B}, {}),
        ({}, {"a": A}, {"a": B}, {"a": A}, {"a": B}),
        ({"a": "\0"}, {"a": "\0a"}, {"a": "\0b"}, {"a": "\0a"}, {"a": "\0b"}),
        (
            {"antraege/x.md": TEXT},
            {"antraege/y.md": TEXT},
            {"antraege/z.md": TEXT},
            {"antraege/y.md": TEXT},
            {"antraege/z.md": TEXT},
        ),
    ],
)
def test_what_is_not_certain_is_asked_and_each_answer_is_obeyed(base, ours, theirs, mine, others):
    (path,) = {clash.path.removeprefix("content/") for clash in joined(base, ours, theirs)[1]}

    assert joined(base, ours, theirs, **{path: MINE}) == (mine, [])
    assert joined(base, ours, theirs, **{path: THEIRS}) == (others, [])


def test_two_lists_of_old_addresses_become_one_and_lead_where_something_is():
    row = "- von: {}\n  nach: {}\n".format
    base, paths = row("/alt/", "/antraege/x/"), {"content/antraege/y.md", "content/antraege/n.md"}
    ours = row("/alt/", "/antraege/z/") + row("/antraege/x/", "/antraege/z/")
    theirs = row("/alt/", "/antraege/y/") + row("/antraege/x/", "/antraege/y/") + row("/antraege/m/", "/antraege/n/")

    assert redirecting.joined(base.encode(), ours.encode(), theirs.encode(), paths) == theirs.encode()
    assert redirecting.joined(base.encode(), (base + "# Notiz\n").encode(), theirs.encode(), paths) is None


def test_an_old_address_is_written_once_leads_on_and_gives_way_to_a_page():
    text = '# von Hand\n- von: "/index.php?id=3"\n  nach: /antraege/a/\n'
    text = redirecting.with_moves(text, {"/antraege/a/": "/antraege/b/"})
    assert (
        text
        == '# von Hand\n- von: "/index.php?id=3"\n  nach: /antraege/b/\n- von: /antraege/a/\n  nach: /antraege/b/\n'
    )
    text = redirecting.with_moves(text, {"/antraege/b/": "/antraege/a/"})
    assert (
        text
        == '# von Hand\n- von: "/index.php?id=3"\n  nach: /antraege/a/\n- von: /antraege/b/\n  nach: /antraege/a/\n'
    )


# ------------------------------------------------------------------------------- with one command


def up(world: World, checkout: Checkout, *arguments: str, done: bool = True) -> str:
    said = world.fraktion("hochladen", *arguments, cwd=checkout.root)
    assert said.done is done, said.text
    return said.text


def test_one_command_publishes_and_its_last_line_takes_it_back(world: World):
    vera = world.clone("vera")
    vera.motion(text="Ein breiter Radweg wird gebaut.")
    vera.write("notiz.txt", "privat")
    refused = up(world, vera, done=False)
    assert 'fraktion hochladen --satz "Geändert: Radweg"' in refused
    assert vera.git("log", "--oneline").count("\n") == 0
    said = up(world, vera, "--satz", "Breiter")

    assert "geändert   /antraege/2024-03-radweg/  Radweg" in said
    assert "Außerdem geändert, bleibt aber hier: notiz.txt" in said
    assert "Öffentlich, Fassung 2:" in said
    assert said.strip().split("\n")[-1] == "Zurücknehmen: fraktion hochladen --zurueck"
    assert "breiter Radweg" in world.page("antraege/2024-03-radweg")
    assert vera.git("log", "-1", "--format=%s") == "Breiter"
    assert json.loads((world.place.public / "stand.json").read_bytes())["commit"] == vera.git("rev-parse", "HEAD")
    assert "Hier ist nichts, was noch nicht hochgeladen wäre." in up(world, vera)
    up(world, vera, "--zurueck", "--ja")
    assert "Ein Radweg wird gebaut." in world.page("antraege/2024-03-radweg")


def test_two_volunteers_and_a_server(world: World):
    vera, uta = world.clone("vera"), world.clone("uta")
    for one, word in ((vera, "Vera"), (uta, "Uta")):
        one.motion(text=f"{word} war hier.")
    up(world, vera, "--ja")
    said = up(world, uta, "--ja", done=False)
    assert "  hier    1. Uta war hier.\n  dort    1. Vera war hier.\n" in said
    assert "von Vera Beispiel am" in said
    assert "hochladen --meine content/antraege/2024-03-radweg.md" in said
    assert "Uta war hier." in (uta.root / "content/antraege/2024-03-radweg.md").read_text("utf-8")
    up(world, uta, "--ja", "--meine", "content/antraege/2024-03-radweg.md")
    assert "Uta war hier." in world.page("antraege/2024-03-radweg")

    assert "Geholt, was andere hochgeladen haben:" in up(world, vera)
    uta.git("mv", "content/antraege/2024-03-radweg.md", "content/antraege/2024-03-radschnellweg.md")
    said = up(world, uta, "--ja")
    assert "umgezogen  /antraege/2024-03-radweg/ → /antraege/2024-03-radschnellweg/" in said
    vera.write(
        "content/antraege/2024-03-radweg.md",
        (vera.root / "content/antraege/2024-03-radweg.md").read_text("utf-8") + "\n## Begründung\n\nDarum.\n",
    )
    up(world, vera, "--ja")
    assert "Darum." in world.page("antraege/2024-03-radschnellweg")
    assert '2024-03-radschnellweg/">Weiter zur Seite' in world.page("antraege/2024-03-radweg")


def test_what_is_secret_or_wrong_is_committed_nowhere(world: World):
    vera = world.clone("vera")
    vera.motion(text="Einwahl: https://us02web.zoom.us/j/81234567890?pwd=abc123DEF456")
    said = up(world, vera, "--ja", done=False)
    assert "Es wurde nichts hochgeladen" in said
    vera.motion(text="Gut.")
    vera.write(
        "content/antraege/2024-03-radweg.md",
        (vera.root / "content/antraege/2024-03-radweg.md").read_text("utf-8").replace("art: Antrag", "art: Antrak"),
    )
    assert "Antrak" in up(world, vera, "--ja", done=False)
    assert vera.git("log", "--oneline").count("\n") == 0


def test_what_is_deleted_says_so_and_what_vanishes_is_asked(world: World):
    vera = world.clone("vera")
    vera.motion("2024-05-bus", title="Bus")
    up(world, vera, "--ja")
    (vera.root / "content/antraege/2024-05-bus.md").unlink()
    said = up(world, vera, "--ja", "--weil", "Es gab ihn zweimal")
    assert "gelöscht   /antraege/2024-05-bus/  sagt, dass „Bus“ gelöscht ist" in said
    assert "Es gab ihn zweimal" in world.page("antraege/2024-05-bus")
    (vera.root / "content/antraege/2024-05-bus.md").unlink()
    assert "weg        /antraege/2024-05-bus/" in up(world, vera, "--ja", "--verschwindet", "--trotzdem")
    assert not (world.place.public / "antraege/2024-05-bus").exists()


def test_stand_says_what_lies_only_here_and_what_only_elsewhere(world: World):
    vera, uta = world.clone("vera"), world.clone("uta")

    def stand(one: Checkout) -> str:
        return world.fraktion("stand", cwd=one.root).text.replace("\u00a0", " ")

    assert stand(vera).startswith(
        "Auf diesem Rechner: nichts, was noch nicht hochgeladen wäre.\nÖffentlich: Fassung 1, seit"
    )
    vera.motion(text="Neu.")
    assert stand(vera).startswith(
        "Nur auf diesem Rechner: 1 Datei in content/ geändert, content/antraege/2024-03-radweg.md\n  Hochladen: fraktion hochladen\n"
    )
    vera.commit("Neu")
    assert "Nur auf diesem Rechner: 1 Schritt, zuletzt" in stand(vera)
    up(world, vera, "--ja")
    assert "Anderswo hochgeladen, hier noch nicht: 1 Schritt, zuletzt" in stand(uta)


class Site(http.server.BaseHTTPRequestHandler):
    """A public site that a forge builds: what it says of itself."""

    told: ClassVar[list[bytes]] = []

    def do_GET(self) -> None:
        body = self.told.pop(0) if len(self.told) > 1 else self.told[0]
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[tuple[Volunteer, str]]:
    """A clone of a plain repository, and the address of a site that somebody else builds."""
    group = Group(tmp_path, 1)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield group.two[0], f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def stamp(commit: str, day: str = "2026-11-22") -> bytes:
    return json.dumps({"commit": commit, "programm": "1.0.0", "tag": day}).encode()


def test_on_a_forge_the_public_site_itself_says_when_it_has_arrived(forge: tuple[Volunteer, str]):
    vera, url = forge
    clone = Clone(vera.root)
    old = clone.head
    vera.insert()
    assert vera.upload()
    later = vera.checkout.commit("Noch etwas")
    Site.told = [b"", b"<html>", b'{"commit": 3}', stamp("../x"), stamp(old), stamp(later)]

    assert arrival.wait(clone, url, clone.head, lambda: None, longest=20, step=0.01)
    assert arrival.holds(clone, arrival.ask(url), old)
    Site.told = [stamp(old)]
    assert not arrival.wait(clone, url, later, lambda: None, longest=0.05, step=0.02)
    assert arrival.ask("http://127.0.0.1:9") is None


def test_a_site_that_nobody_builds_any_more_is_told(forge: tuple[Volunteer, str]):
    vera, url = forge
    clone = Clone(vera.root)
    Site.told = [stamp(clone.head, "2026-11-10")]
    said = "\n".join(standing.on_the_site(clone, url, dt.date(2026, 11, 22), "https://forge.example.org/x/y/actions"))

    assert "Zuletzt gebaut für den 10. November 2026" in said.replace("\u00a0", " ")
    assert (
        "Das ist 12 Tage her: Der nächtliche Bau läuft nicht mehr. Nachsehen: https://forge.example.org/x/y/actions"
        in said.replace("\u00a0", " ")
    )


@pytest.mark.needs("rsync")
def test_with_a_webspace_the_same_command_goes_on_to_it(world: World, tmp_path: Path):
    vera, space = world.clone("vera"), tmp_path / "webspace"
    space.mkdir()
    vera.git("remote", "remove", "origin")
    assert "hochladen --wohin ZIEL" in up(world, vera, done=False)
    vera.motion(text="Auf dem Webspace.")
    said = up(world, vera, "--ja", "--wohin", f"{space}/")
    assert "Auf dem Webspace." in (space / "antraege/2024-03-radweg/index.html").read_text("utf-8")
    assert json.loads((space / "stand.json").read_bytes())["commit"] == vera.git("rev-parse", "HEAD")
    assert said.strip().endswith("Zurücknehmen: fraktion hochladen --zurueck")
    assert "Am Ziel ist alles auf dem neuesten Stand." in up(world, vera)


def test_what_was_never_committed_is_named_when_it_is_sent(world: World, tmp_path: Path):
    vera = world.clone("vera")
    vera.motion(text="Nirgends festgehalten.")
    said = world.fraktion("veroeffentlichen", f"{tmp_path}/webspace/", "--probe", cwd=vera.root).text

    assert "Dabei ist auch, was noch in keinem Commit steht: content/antraege/2024-03-radweg.md." in said


def test_a_build_names_its_commit_wherever_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """In a clone by git, in a forge's container by what the forge says; texts that no commit holds have none."""
    for name in ("GITHUB_SHA", "CI_COMMIT_SHA"):
        monkeypatch.delenv(name, raising=False)
    checkout = Checkout(tmp_path / "klon")
    checkout.write("content/a.md", "a")
    assert commit_of_texts(checkout.root) == ""
    monkeypatch.setenv("CI_COMMIT_SHA", "b" * 40)
    assert commit_of_texts(checkout.root) == "b" * 40
    checkout.git("init", "-q", "-b", "main")
    commit = checkout.commit("Anfang")
    assert commit_of_texts(checkout.root) == commit
    checkout.write("content/a.md", "b")
    assert commit_of_texts(checkout.root) == ""


def test_what_is_renamed_is_led_on_by_the_repair_too(world: World):
    vera = world.clone("vera")
    vera.git("mv", "content/antraege/2024-03-radweg.md", "content/antraege/2024-03-anders.md")
    said = world.fraktion("pruefen", "--beheben", cwd=vera.root)

    assert "/antraege/2024-03-radweg/ → /antraege/2024-03-anders/" in said
    assert (vera.root / "content/umleitungen.yaml").read_text(
        "utf-8"
    ) == "- von: /antraege/2024-03-radweg/\n  nach: /antraege/2024-03-anders/\n"
    assert "umgezogen  /antraege/2024-03-radweg/ → /antraege/2024-03-anders/" in up(world, vera, "--ja")
