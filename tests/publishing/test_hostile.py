"""What a key for texts can send, over a real ssh: whatever it is, nothing of it runs, and program and configuration stay as they are."""

from __future__ import annotations

import getpass
import hashlib
import itertools
import random
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from plugins.publishing.git import ZERO, names
from plugins.publishing.place import led_to
from plugins.publishing.work import install, program_of

from .reached import Reached
from .test_push import REFUSED, a_giant, blob, tree_with
from .world import ENVIRONMENT, Checkout, World

pytestmark = [pytest.mark.needs("git", "sshd", "root")]
MANY = [4, pytest.param(200, marks=pytest.mark.lang)]

NAMES = [
    "refs/heads/main",
    "refs/heads/entwurf",
    "refs/heads/Main",
    "refs/heads/main/x",
    "refs/heads/refs/heads/main",
    "refs/heads/heads/main",
    "refs/heads/HEAD",
    "refs/heads/origin/main",
    "refs/heads/verweis",
    "refs/heads/-o",
    "refs/heads/--exec=x",
    "refs/heads/$(touch x)",
    "refs/heads/`id`",
    "refs/heads/a;b",
    "refs/heads/aktuell",
    "refs/heads/../../hooks/post-receive",
    "refs/heads/main.lock",
    "refs/heads/x\x1b[2J",
    "refs/heads/\u202e",
    "refs/heads/" + "a" * 40,
    "refs/heads/deadbeef",
    "refs/heads/" + "l" * 240,
    "refs/heads/",
    "refs/tags/main",
    "refs/tags/Main",
    "refs/tags/entwurf",
    "refs/tags/v1",
    "refs/tags/heads/main",
    "refs/tags/refs/heads/main",
    "refs/tags/HEAD",
    "refs/tags/origin/main",
    "refs/tags/@",
    "refs/tags/22303c87",
    "refs/tags/" + "0" * 40,
    "refs/notes/main",
    "refs/notes/commits",
    "refs/replace/{tip}",
    "refs/remotes/origin/main",
    "refs/stash",
    "refs/main",
    "refs/meta/config",
    "refs/bisect/x",
    "refs/worktree/x",
    "refs/for/main",
    "refs/pull/1/head",
    "refs/namespaces/x/refs/heads/main",
    "main",
    "HEAD",
    "FETCH_HEAD",
    "config",
    "hooks/post-receive",
    "objects/info/alternates",
    "info/attributes",
    "../server.json",
    "",
    "refs",
    "refs/",
    "/etc/passwd",
]
OPTIONS = [
    [],
    ["trotzdem"],
    ["code"],
    ["--code", "trotzdem"],
    ["code=1", "FRAKTION_ZUGANG=cora"],
    ["../x", "$(touch x)"],
    ["x" * 5000],
    ["o"] * 300,
    ["\x1b[2J", "ä"],
]


def evil(world: World) -> str:
    """A line of Python that shows that it ran."""
    return f"\nopen({str(world.folder / 'AUSGEFUEHRT')!r}, 'a').write(__file__)\n"


def spoiled(path: str) -> Callable[[Checkout, str], None]:
    def make(clone: Checkout, line: str) -> None:
        old = clone.root / path
        clone.write(path, (old.read_text("utf-8") if old.exists() else "") + line)
        clone.commit(path)

    make.__name__ = path
    return make


def merged(clone: Checkout, line: str) -> None:
    """It comes by a second parent."""
    clone.git("checkout", "-qb", "seite")
    spoiled("plugins/__init__.py")(clone, line)
    clone.git("checkout", "-q", "main")
    clone.commit("weiter")
    clone.git("merge", "-q", "--no-edit", "seite")


def taken_back(clone: Checkout, line: str) -> None:
    """The history holds it, the last commit does not. That may be published: nothing of it is built."""
    spoiled("plugins/__init__.py")(clone, line)
    clone.git("revert", "--no-edit", "HEAD")


def older(clone: Checkout, line: str) -> None:
    """A program that was in force once, and in which something was mended since."""
    clone.write("theme/static/css/alt.css", "body { color: red; }\n")
    clone.commit("Altes Programm")


def innocent(clone: Checkout, line: str) -> None:
    clone.motion("2024-09-harmlos", title="Harmlos")
    clone.commit("Harmlos")


def an_old_commit(clone: Checkout, line: str) -> None:
    clone.git("reset", "-q", "--hard", clone.git("rev-list", "--max-parents=0", "HEAD"))


def beside(name: bytes, mode: bytes = b"100644") -> Callable[[Checkout, str], None]:
    """An entry beside content/ that no file system would let one make."""

    def make(clone: Checkout, line: str) -> None:
        root = clone.git("ls-tree", "-z", "HEAD").encode("utf-8", "surrogateescape")
        entry = mode + b" blob " + blob(clone, line.encode()) + b"\t" + name + b"\0"
        clone.git(
            "reset",
            "-q",
            "--soft",
            clone.git("commit-tree", clone.git("mktree", "-z", data=root + entry), "-p", "HEAD", "-m", "daneben"),
        )

    make.__name__ = f"beside {name!r}"
    return make


def inside(name: bytes, mode: bytes = b"100755") -> Callable[[Checkout, str], None]:
    def make(clone: Checkout, line: str) -> None:
        tree_with(clone, mode + b" blob " + blob(clone, line.encode()) + b"\t" + name + b"\0")

    make.__name__ = f"inside {name!r}"
    return make


def content_is(mode: bytes) -> Callable[[Checkout, str], None]:
    def make(clone: Checkout, line: str) -> None:
        rows = [row for row in clone.git("ls-tree", "HEAD").splitlines() if not row.endswith("\tcontent")]
        oid = clone.git("rev-parse", "HEAD") if mode == b"160000" else blob(clone, b"/etc").decode()
        rows.append(f"{mode.decode()} {'commit' if mode == b'160000' else 'blob'} {oid}\tcontent")
        clone.git(
            "reset",
            "-q",
            "--soft",
            clone.git(
                "commit-tree", clone.git("mktree", data="\n".join(rows).encode() + b"\n"), "-p", "HEAD", "-m", "Inhalt"
            ),
        )

    make.__name__ = f"content {mode!r}"
    return make


def an_annotated_tag(clone: Checkout, line: str) -> None:
    spoiled("plugins/__init__.py")(clone, line)


TREES = [
    *map(
        spoiled,
        [
            "plugins/__init__.py",
            "plugins/cli/__init__.py",
            "plugins/publishing/receive.py",
            "pelicanconf.py",
            "publishconf.py",
            "sitecustomize.py",
            "theme/templates/base.html",
            "requirements.txt",
            "hooks/post-receive",
            "Makefile",
            ".gitmodules",
            ".gitattributes",
            "conftest.py",
            "Content/x.md",
            "content.py",
        ],
    ),
    merged,
    taken_back,
    older,
    innocent,
    an_old_commit,
    beside(b"Plugins"),
    beside(b"plugins\n"),
    beside(b".git"),
    beside(b"programm", b"120000"),
    beside(b"content "),
    inside(b".git"),
    inside(b".GIT "),
    inside(b"git~1"),
    inside(b"..", b"100644"),
    inside(b"x", b"120000"),
    inside(b"sitecustomize.py"),
    inside(b"hooks"),
    content_is(b"120000"),
    content_is(b"100755"),
    content_is(b"160000"),
    *(lambda clone, line, make=make: make(clone) for make in REFUSED if make is not a_giant),
]


class Sender:
    """Speaks git's protocol itself, so that nothing is held back on this side (gitprotocol-pack)."""

    def __init__(self, reached: Reached, name: str):
        self.reached, self.name = reached, name

    def send(self, source: Checkout, updates: Sequence[tuple[str, str, str]], options: Sequence[str] = ()) -> str:
        repo = self.reached.world.place.repo
        news = [new for _, new, _ in updates if new != ZERO]
        pack = (
            subprocess.run(
                ["git", "-C", str(source.root), "pack-objects", "--stdout", "--revs", "-q"],
                input="".join(f"{new}\n" for new in news).encode(),
                capture_output=True,
                check=True,
                env=ENVIRONMENT,
            ).stdout
            if news
            else b""
        )
        lines = [f"{old} {new} {ref}".encode("utf-8", "surrogateescape") for old, new, ref in updates]
        lines[0] += b"\0report-status side-band-64k push-options agent=x"
        asked = (
            b"".join(map(packet, lines))
            + b"0000"
            + b"".join(packet(option.encode()) for option in options)
            + b"0000"
            + pack
        )
        done = subprocess.run(
            [*self.reached.command(self.name).split(), f"{getpass.getuser()}@127.0.0.1", f"git-receive-pack '{repo}'"],
            input=asked,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace")


def packet(data: bytes) -> bytes:
    return b"%04x" % (len(data) + 4) + data


def state(world: World) -> dict[str, str]:
    """Everything that decides what runs on the server, and how."""
    place = world.place
    files = [
        place.settings,
        place.command,
        *place.configuration.rglob("*"),
        *place.repo.glob("hooks/*"),
        place.repo / "config",
        place.repo / "info/attributes",
        place.repo / "HEAD",
        *(path for path in place.programs.rglob("*") if "__pycache__" not in path.parts),
        *(world.folder / "home").rglob("authorized_keys"),
    ]
    moving = ("umleitungen.conf", "umleitungen.caddy")
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.is_file() and path.name not in moving
    } | {"aktuell": led_to(place.program)}


@pytest.fixture(scope="module")
def besieged(reached: Reached) -> Reached:
    """With a program that was installed once and is in force no more, a branch, and a reference that somebody made on the server."""
    place = reached.world.place
    reached.grant("vera")
    clone = reached.world.clone("frueher")
    older(clone, "")
    repo = Checkout(place.repo)
    repo.git("fetch", "-q", str(clone.root), "HEAD")
    install(place, place.repo, clone.git("rev-parse", "HEAD"))
    repo.git("update-ref", "refs/heads/entwurf", reached.world.tip())
    repo.git("symbolic-ref", "refs/heads/verweis", "refs/heads/main")
    return reached


class Payloads:
    """Each tree as a commit in a clone of its own, made when it is asked for."""

    def __init__(self, world: World):
        self.world, self.made = world, {}

    def get(self, number: int) -> tuple[str, Checkout, str]:
        make = TREES[number]
        if number not in self.made:
            clone = self.world.clone(f"last-{number}-{self.world.public[:6]}")
            make(clone, evil(self.world))
            self.made[number] = make.__name__, clone, clone.git("rev-parse", "HEAD")
        return self.made[number]


def holds(reached: Reached, before: dict[str, str]) -> None:
    """Nothing ran, and nowhere came another program than the one in force."""
    world = reached.world
    assert not (world.folder / "AUSGEFUEHRT").exists()
    assert state(world) == before
    for ref, oid in names(world.place.repo).items():
        assert program_of(world.place.repo, oid) == before["aktuell"], f"{ref} brought another program"
    assert not [left for left in world.place.root.rglob("x") if left.is_file() and "objects" not in left.parts]


@pytest.mark.parametrize("count", MANY)
def test_whatever_is_sent_nothing_of_it_runs_and_the_program_stays(besieged: Reached, count: int):
    world, chance = besieged.world, random.Random(16)
    made, vera, before = Payloads(world), Sender(besieged, "vera"), state(world)
    for name, number, options in itertools.islice(
        zip(shuffled(NAMES, chance), shuffled(range(len(TREES)), chance), shuffled(OPTIONS, chance), strict=False),
        count,
    ):
        what, clone, commit = made.get(number)
        ref, tip = name.format(tip=world.tip()), world.tip()
        old = {str(ref): oid for ref, oid in names(world.place.repo).items()}.get(ref, ZERO)
        updates = (
            [(old, commit, ref)] if chance.random() < 0.8 else [(old, commit, ref), (tip, commit, "refs/heads/main")]
        )
        said = vera.send(clone, updates, options)
        assert "Traceback" not in said, (ref, what, said)
        holds(besieged, before)
    clone = besieged.clone("vera", f"vera-danach-{count}")
    clone.motion(f"2024-10-danach-{count}", title="Danach")
    clone.commit("Danach")
    said = clone.push()

    assert said.done, said.text
    assert f"https://www.altental.test/antraege/2024-10-danach-{count}/" in said
    holds(besieged, before)


def shuffled(values: Sequence, chance: random.Random):
    """All of them, in another order each time, for ever."""
    while True:
        yield from chance.sample(list(values), len(values))


def test_a_tag_named_like_the_branch_is_refused_and_one_that_is_there_holds_nothing_up(besieged: Reached):
    world, repo = besieged.world, Checkout(besieged.world.place.repo)
    clone = besieged.clone("vera", "vera-marke")
    spoiled("plugins/cli/__init__.py")(clone, evil(world))
    before, tip = state(world), world.tip()
    clone.git("tag", "main")
    said = clone.push("refs/tags/main")
    assert not said.done
    assert (
        "„main“: So heißt schon der Zweig main.\n    → Groß- und Kleinschreibung allein unterscheidet nicht. Bitte umbenennen: git tag NEU ALT, dann git tag -d ALT"
        in said
    )
    holds(besieged, before)

    repo.git("fetch", "-q", str(clone.root), "main")  # as an older server took it
    for name in ("refs/tags/main", "refs/notes/main", "refs/tags/refs/heads/main", "refs/remotes/main"):
        repo.git("update-ref", name, "FETCH_HEAD")
    clone.git("tag", "-d", "main")
    clone.git("reset", "-q", "--hard", tip)
    clone.motion("2024-10-trotzdem", title="Trotzdem")
    new = clone.commit("Trotzdem")
    said = Sender(besieged, "vera").send(clone, [(tip, new, "refs/heads/main")])
    assert "https://www.altental.test/antraege/2024-10-trotzdem/" in said, said
    stand = besieged.ask("vera", "stand")
    assert "Wartet: nichts." in stand
    assert (
        "Zweierlei unter einem Namen: main. Veröffentlicht wird nur der Zweig. Entfernen: git push website --delete refs/tags/main"
        in stand
    )
    assert not (world.folder / "AUSGEFUEHRT").exists()
    assert state(world) == before
    assert clone.push("--delete", "refs/tags/main").done, "whatever is called so may go"
    for name in ("refs/notes/main", "refs/tags/refs/heads/main", "refs/remotes/main"):
        repo.git("update-ref", "-d", name)


def test_who_may_change_texts_cannot_go_back_to_an_older_program(besieged: Reached):
    """It was installed once; what was wrong with it is why there is a newer one."""
    clone = besieged.clone("vera", "vera-zurueck")
    before = state(besieged.world)
    older(clone, "")
    assert program_of(clone.root / ".git", clone.git("rev-parse", "HEAD")) in [
        path.name for path in besieged.world.place.programs.iterdir()
    ]
    for what in ("main", "main:alt"):
        said = clone.push(what)
        assert not said.done
        assert "Dieser Zugang darf nur Texte ändern" in said
        assert "theme/static/css/alt.css" in said
    assert state(besieged.world) == before


def test_what_was_not_installed_by_somebody_who_may_is_not_published(world: World):
    """The program of the tip is gone, as after a restore: nobody takes it from the commit, and a sentence says who can help."""
    tip, before = world.tip(), world.files()
    program = world.place.program.resolve()
    other = Checkout(world.place.repo)
    clone = world.clone("heimlich")
    spoiled("plugins/cli/__init__.py")(clone, evil(world))
    new = clone.commit("Heimlich")
    other.git("fetch", "-q", str(clone.root), new)
    other.git("update-ref", "refs/heads/main", new)
    for words in (("server", "nacht"), ("zurueck", "0", "--ziel")):
        said = world.fraktion(*words, str(world.place.root))
        assert f"Das Programm der Fassung {new[:9]} ist auf dem Server nicht eingerichtet" in said
        assert "Zugang mit --code" in said
    other.git("update-ref", "refs/heads/main", tip)

    assert not (world.folder / "AUSGEFUEHRT").exists()
    assert world.files() == before
    assert [path.name for path in world.place.programs.iterdir() if not path.is_symlink()] == [program.name]


WORDS = [
    "git-upload-archive '{repo}'",
    "git-receive-pack '{repo}'; touch {mark}",
    "git-receive-pack '{repo}' && touch {mark}",
    "git-receive-pack $(touch {mark})",
    "git-receive-pack `touch {mark}`",
    "git-receive-pack --help",
    "git-receive-pack -- '{repo}'",
    "git-receive-pack /etc",
    "git-receive-pack '{repo}/../../x'",
    "git receive-pack '{repo}'",
    "git-upload-pack --exec=sh '{repo}'",
    "git-shell -c x",
    "sh -c 'touch {mark}'",
    "bash",
    "scp -t /",
    "sftp",
    "internal-sftp",
    "rsync --server . /",
    "stand --ziel /",
    "stand;id",
    "stand\ntouch {mark}",
    "stand -h",
    "zurueck -1",
    "zurueck 1 --ziel /",
    "zurueck ２ x",
    "zurueck 1;id",
    "zurueck --help",
    "env GIT_DIR=/ git-receive-pack x",
    "GIT_DIR=/ git-receive-pack x",
    "../bin/fraktion server einrichten /",
    "server nacht {repo}",
    "server zugang x",
    "",
    "'",
    '"',
    "\\",
    "git-receive-pack",
    "git-receive-pack a b",
    "git-receive-pack '{repo}' '{repo}'",
    "cat {repo}/../server.json",
    "*",
    "~",
    "!",
    "git-receive-pack site;touch {mark}",
]


@pytest.mark.parametrize("words", [WORDS[:3], pytest.param(WORDS, marks=pytest.mark.lang)], ids=["einige", "alle"])
def test_the_key_opens_nothing_else(besieged: Reached, words: list[str]):
    world = besieged.world
    before = state(world)
    for word in words:
        besieged.ask("vera", word.format(repo=world.place.repo, mark=world.folder / "AUSGEFUEHRT"))
    ssh = [*besieged.command("vera").split(), f"{getpass.getuser()}@127.0.0.1"]
    for extra in (
        ["-o", "SetEnv=FRAKTION_ZUGANG=cora GIT_DIR=/tmp", "-o", "RequestTTY=force"],
        ["-A", "-X"],
        ["-L", "0:127.0.0.1:22"],
    )[: 1 if len(words) < len(WORDS) else 3]:
        said = subprocess.run(
            [ssh[0], *extra, *ssh[1:], "touch", str(world.folder / "AUSGEFUEHRT")],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        assert said.returncode != 0

    assert not (world.folder / "AUSGEFUEHRT").exists()
    assert state(world) == before
    assert not (Path("/tmp") / "x").exists()
