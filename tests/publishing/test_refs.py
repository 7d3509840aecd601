"""Names of branches are whole: whatever else is called like one, the rooms read and publish the branch."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.cli import uploading
from plugins.founding import renew
from plugins.founding.answers import completed
from plugins.founding.begin import begin
from plugins.founding.move import fetch_history, move, move_council
from plugins.founding.wheel import Wheel
from plugins.publishing import git as door
from plugins.publishing import local, receive, refs, release, setup, status, teasers, upload, work
from plugins.publishing.examine import Update, examine
from plugins.publishing.git import ZERO, BareName, commit_of, git, line, names, stream
from plugins.publishing.place import led_to
from plugins.publishing.receive import Account
from plugins.publishing.refs import Ref, branch, objection, tag, tracking
from plugins.publishing.sharing import arrival, exchange, redirecting, sending, standing
from plugins.publishing.sharing.clone import Clone, commit_of_texts, uncommitted
from plugins.site.settings import Refusal

from ..conftest import ROOT
from .test_secrets import LINK
from .world import ENVIRONMENT, Checkout, World

pytestmark = pytest.mark.needs("git")
MAIN = branch("main")
BOTH = ("refs/heads/", "refs/tags/")

# ------------------------------------------------------------------------ which names may come to be

FINE = [
    "entwurf",
    "wahl-2025",
    "2025",
    "20261129",
    "vera/bus",
    "ä/ü",
    "patch-1",
    "dependabot/pip/pelican-4.12.0",
    "v1.0",
    "fix#12",
    "user@haus",
    "heading",
    "mainz",
    "main2",
    "überkopf",
    "notes",
    "facade",
    "refs-neu",
]
SAME = ["main", "Main", "MAIN", "maIn"]
READ_TWICE = [
    "HEAD",
    "head",
    "FETCH_HEAD",
    "Orig_Head",
    "AUTO_MERGE",
    "stash",
    "origin",
    "origin/main",
    "website/main",
    "refs/heads/main",
    "heads/main",
    "Heads/Main",
    "tags/x",
    "remotes/origin/main",
    "notes/commits",
    "refs/x",
    "a" * 40,
    "0" * 40,
    "1234567890" * 4,
    "f" * 64,
    "deadbeef",
    "DEADBEEF",
    "22303c87",
    "abcdef0",
]
IMPOSSIBLE = [
    "-x",
    "--upload-pack=x",
    "a b",
    "a;b",
    "$(id)",
    "`id`",
    "a|b",
    "a&b",
    "a>b",
    "a'b",
    'a"b',
    "a!b",
    "a\u202eb",
    "a\u200bb",
    "a\x1b[2J",
    "a\x9b2J",
    "a\nb",
    "a\0b",
    "\udcff",
    "a..b",
    ".a",
    "a/.b",
    "a.lock",
    "a.lock/b",
    "a/",
    "/a",
    "a//b",
    "a.",
    "@",
    "a@{1}",
    "ü" * 200,
    "a\\b",
    "a~1",
    "a^",
    "a:b",
    "a?",
    "a*",
    "a[",
]


@pytest.mark.parametrize("kind", BOTH)
def test_a_usual_name_may_come_to_be(kind: str):
    for name in FINE:
        assert objection(kind + name, {MAIN}, MAIN) == ("", ""), name
        assert objection(kind + unicodedata.normalize("NFD", name), {MAIN}, MAIN) == ("", ""), name


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("name", [*READ_TWICE, *IMPOSSIBLE])
def test_a_name_that_git_or_a_person_could_read_in_two_ways_is_refused_with_a_sentence(kind: str, name: str):
    what, remedy = objection(kind + name, {MAIN}, MAIN)

    assert what
    assert "Bitte umbenennen" in remedy


@pytest.mark.parametrize("name", SAME)
def test_nothing_else_is_called_like_the_main_branch_also_before_there_is_one(name: str):
    assert "So heißt schon der Zweig main" in objection(refs.TAGS + name, set(), MAIN)[0]
    assert (objection(refs.BRANCHES + name, set(), MAIN)[0] != "") is (name != "main")
    assert "kann es den Zweig main nicht geben" in objection(refs.BRANCHES + name + "/x", set(), MAIN)[0]
    assert objection(refs.TAGS + name + "/x", set(), MAIN) == ("", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("für-später", unicodedata.normalize("NFD", "für-später")),
        ("Entwurf", "entwurf"),
        ("STRASSE", "straße"),
        ("a", "a"),
    ],
)
def test_two_names_that_look_the_same_are_not_both_there(one: str, other: str):
    for kind, there in ((kind, there) for kind in BOTH for there in BOTH):
        if kind + one != there + other:
            assert "So heißt schon" in objection(kind + one, {MAIN, there + other}, MAIN)[0]


def test_the_main_branch_comes_to_be_whatever_has_its_name():
    assert objection(MAIN, {tag("main"), tag("Main"), branch("main/x")}, MAIN) == ("", "")


@pytest.mark.parametrize(
    "name",
    ["main", "refs/main", "refs/notes/main", "refs/heads/", "heads/main", "", "refs/heads/a\nb", "--all", "HEAD~1"],
)
def test_what_is_no_whole_name_cannot_be_made_one(name: str):
    with pytest.raises(ValueError, match="no whole name"):
        Ref(name)


# ------------------------------------------------------------------------ the door to git


@pytest.mark.parametrize(
    "words",
    [
        ("log", "main"),
        ("log", "-1", "--format=%h", "refs/heads/main"),
        ("rev-parse", "--verify", "main^{commit}"),
        ("rev-list", "HEAD"),
        ("rev-list", "^main"),
        ("show", "main:content"),
        ("ls-tree", "abcdef0"),
        ("archive", "v1"),
        ("reset", "--hard", "origin/main"),
        ("merge-base", "a" * 40, "HEAD"),
        ("diff-tree", "a" * 40, "main"),
        ("show-ref", "--verify", "main"),
        ("show-ref", "--verify", "refs/heads/main"),
        ("symbolic-ref", "HEAD"),
        ("for-each-ref", "refs/heads/main"),
        ("push", "x", "main"),
        ("push", "x", "HEAD:refs/heads/main"),
        ("push", "x", "main:main"),
        ("push", "x"),
        ("fetch", "x", "main"),
        ("fetch", "x"),
        ("push", "x", "refs/*:refs/*"),
        ("clone", "x"),
        ("checkout", "main"),
        ("branch", "x"),
        ("update-ref", "main", "a" * 40),
    ],
    ids=" ".join,
)
def test_a_bare_name_is_refused_before_git_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
):
    monkeypatch.setattr(door.subprocess, "run", lambda *_, **__: pytest.fail("git was run"))
    for call in (git, line):
        with pytest.raises(BareName):
            call(tmp_path, *words)


def test_ids_whole_names_options_and_paths_are_let_through():
    oid = "a" * 40
    for words in (
        ("log", "-1", "--format=%h", oid),
        ("show", f"{oid}:content/a b.md"),
        ("rev-list", "--objects", oid, "--not", f"^{oid}", "--all"),
        ("show-ref", "--verify", MAIN),
        ("push", "x", f"{MAIN}:{MAIN}"),
        ("fetch", "x", f"+{MAIN}:{tracking('origin', 'main')}"),
        ("diff-tree", "-r", oid, oid, "--", "main"),
        ("commit", "--message", "main"),
        ("-c", "gc.auto=1", "gc"),
    ):
        door.whole(words)


def test_an_id_given_on_a_line_is_whole_too(tmp_path: Path):
    with pytest.raises(BareName):
        list(stream(tmp_path, ["main"], 1))


# ------------------------------------------------------------------------ everything is called like a branch

CALLS = frozenset(["git", "line", "run", "commit_of", "names", "stream", "repository_of"])
ROOMS = sorted((ROOT / "plugins").rglob("*.py"))


def confuse(repo: Path, other: str, tip: str) -> None:
    """Let every name that the rooms use also be something else, that leads to another commit."""
    short = (
        "main",
        "entwurf",
        "HEAD",
        "origin/main",
        "website/main",
        "heads/main",
        "refs/heads/main",
        "refs/heads/entwurf",
        "remotes/website/main",
        "refs/remotes/website/main",
        tip,
        tip[:9],
        other[:9],
    )
    rows = [
        f"update refs/{kind}/{name} {other}\n"
        for name in short
        for kind in ("tags", "notes", "remotes")
        if f"refs/{kind}/{name}" != "refs/remotes/website/main"
    ]
    rows += [f"update refs/heads/{name} {other}\n" for name in short if name not in ("main", "entwurf")]
    rows += [f"update refs/{name} {other}\n" for name in ("main", "entwurf", "HEAD")] + [
        f"update refs/replace/{tip} {other}\n"
    ]
    subprocess.run(
        ["git", f"--git-dir={repo}", "update-ref", "--stdin"],
        input="".join(rows),
        text=True,
        check=True,
        env=ENVIRONMENT,
    )
    for name in ("main", "entwurf"):
        (repo / name).write_text(f"{other}\n")  # the first place where git looks


@contextlib.contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, int]]]:
    """Where in the rooms somebody stood when git was asked, and nothing else was started there."""
    seen: set[tuple[str, int]] = set()

    def note(command: list[str]) -> None:
        frame = sys._getframe(2)
        while frame:
            if (path := Path(frame.f_code.co_filename)).is_relative_to(ROOT / "plugins"):
                seen.add((path.relative_to(ROOT).as_posix(), frame.f_lineno))
            frame = frame.f_back

    run, popen = subprocess.run, subprocess.Popen

    class Popen(popen):
        def __init__(self, command, *rest, **options):
            if command[0] == "git":
                note(command)
            super().__init__(command, *rest, **options)

    monkeypatch.setattr(subprocess, "Popen", Popen)
    yield seen
    monkeypatch.setattr(subprocess, "Popen", popen)
    assert subprocess.run is run


def calls_of_git() -> dict[tuple[str, int], range]:
    """Every call of a function of git.py elsewhere: file and line, and the lines it takes."""
    found = {}
    for path in ROOMS:
        tree = ast.parse(path.read_text("utf-8"))
        taken = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == "git"
            for name in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in taken & CALLS:
                found[path.relative_to(ROOT).as_posix(), node.lineno] = range(node.lineno, node.end_lineno + 1)
    return found


def test_nobody_but_the_door_calls_git():
    """Another one would bring its own way of naming things. `site` stands below; it asks only about files."""
    callers = set()
    for path in ROOMS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            first = node.elts[0] if isinstance(node, (ast.List, ast.Tuple)) and node.elts else None
            if isinstance(first, ast.Constant) and first.value == "git":
                callers.add(path.relative_to(ROOT / "plugins").as_posix())

    assert callers == {"publishing/git.py", "site/private.py"}


def share(project: Checkout, folder: Path, new: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clones of one repository, in all of which every name is something else too: what lies there is joined, told and taken back."""
    Checkout(folder).git("clone", "-q", "--bare", str(project.root), str(folder / "gemeinsam.git"))
    two = []
    for name in ("vera", "uta"):
        Checkout(folder).git("clone", "-q", str(folder / "gemeinsam.git"), str(folder / name))
        checkout = Checkout(folder / name)
        checkout.git("reset", "-q", "--hard", new)
        confuse(checkout.root / ".git", other, new)
        two.append(checkout)
    confuse(folder / "gemeinsam.git", other, new)
    said: list[str] = []

    def upload(checkout: Checkout, answer: str = "", back: bool = False) -> None:
        clone = Clone(checkout.root)
        to = exchange.other_of(clone, clone.branch, lambda names: names[0])
        with clone.alone():
            job = sending.Upload(
                clone,
                to,
                sending.Wishes(),
                sending.Desk(said.append, lambda question: answer, True),
                list,
                dt.date(2026, 11, 22),
                "fraktion",
            )
            if back:
                job.take_back()
            assert job.run().commit

    vera, uta = two
    assert Clone(vera.root).elsewhere() == []
    assert Clone(vera.root).as_it_lies(new, ["gibt-es-nicht.txt"])
    vera.motion(text="Vera war hier.")
    assert uncommitted(vera.root) == ["content/antraege/2024-03-radweg.md"]
    assert commit_of_texts(vera.root) == ""
    upload(vera)
    assert commit_of_texts(vera.root) == vera.git("rev-parse", "HEAD")
    uta.motion(text="Uta war hier.")
    uta.motion("2024-08-neu", title="Neues")
    clone = Clone(uta.root)
    to = exchange.other_of(clone, clone.branch, lambda names: names[0])
    assert "Anderswo hochgeladen, hier noch nicht: 1\u00a0Schritt" in "\n".join(standing.here(clone, to, "fraktion"))
    upload(uta, "m")
    assert "von Vera Beispiel am" in "".join(said)
    assert "„Geändert: Radweg“" in "".join(said)
    assert arrival.holds(clone, arrival.Stamp(clone.head), new)
    assert not arrival.holds(clone, arrival.Stamp(other), clone.head)
    monkeypatch.setattr(arrival, "ask", lambda url: arrival.Stamp(other))
    assert not arrival.wait(clone, "", clone.head, list, longest=0)
    assert redirecting.now_at(clone, clone.tree(clone.head), "/antraege/2024-03-radweg/") == "/antraege/2024-03-radweg/"
    upload(uta, back=True)
    assert not (uta.root / "content/antraege/2024-08-neu.md").exists()
    before, after = clone.head, uta.commit("Noch ein Schritt")  # a run that was killed while files were laid out
    uta.git("update-ref", MAIN, before)
    clone.note(von=before, nach=after)
    with clone.alone():
        sending.Upload(
            clone, to, sending.Wishes(), sending.Desk(said.append, str, False), list, dt.date(2026, 11, 22), "fraktion"
        ).go_on()
    assert clone.head == after
    uploading.remember(clone, "origin")
    uploading.remember(clone, str(folder / "gemeinsam.git"))
    assert clone.told(exchange.REMOTE) == "website"
    uta.git("remote", "remove", "website")
    clone.tell("branch.main.remote", "niemand")
    uta.git("remote", "add", "zweites", str(folder / "gemeinsam.git"))
    assert exchange.other_of(clone, clone.branch, lambda names: "zweites").name == "zweites"
    for one in (vera, uta):
        assert "böse" not in (one.root / "content/antraege/2024-03-radweg.md").read_text("utf-8")


def test_every_command_of_the_rooms_finds_the_branch_where_all_else_has_its_name(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A call of git that this does not reach is an error: somebody has to think about what its names may mean."""
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    for key, value in ENVIRONMENT.items():
        if key.startswith("GIT_"):
            monkeypatch.setenv(key, value)
    place, project = world.place, world.project
    said: list[str] = []
    monkeypatch.setattr(work, "build", lambda *_, **__: work.Built(True, "", "gebaut"))
    monkeypatch.setattr(receive, "later", lambda place: None)
    monkeypatch.setattr(
        teasers,
        "fetch",
        lambda place, clone, say: (
            bool((clone / "content/meldungen/fremd").mkdir(parents=True))
            or (clone / "content/meldungen/fremd/.abgerufen").write_text("x\n")
        ),
    )
    project.git("config", "remote.website.url", str(place.repo))
    project.git("fetch", "-q", "website")
    project.motion(text="Noch besser.")
    evil = world.clone("boese")
    evil.write("plugins/boese.py", "x = 1\n")
    evil.write("content/antraege/2024-03-radweg.md", "böse\n")
    other, tip = evil.commit("Böse"), world.tip()
    new = project.commit("Neu")
    project.write("content/zugang.txt", f"{LINK}\n")
    secret = project.commit("Geheim")
    project.git("reset", "-q", "--hard", new)
    project.git("branch", "entwurf", new)
    for repo, commit in ((place.repo, tip), (project.root / ".git", new)):
        git_in = Checkout(repo)
        git_in.git("fetch", "-q", str(evil.root), other)
        confuse(repo, other, commit)
    foreign = project.git("commit-tree", f"{new}^{{tree}}", "-m", "fremd")
    for commit in (secret, foreign):
        Checkout(place.repo).git(
            "fetch", "-q", str(project.root / ".git"), commit
        )  # as the hook sees them: objects are there, no name leads to them

    with recorded(monkeypatch) as seen:
        nobody = Account("vera", False)
        assert receive.before(place, [Update(tip, new, MAIN), Update(ZERO, tip, tag("wahl"))], nobody, said.append), (
            said
        )
        assert not receive.before(place, [Update(ZERO, secret, branch("neu"))], nobody, said.append)
        assert "Einwahllink" in "".join(said)
        assert not receive.before(
            place, [Update(ZERO, other, tag("main")), Update(tip, other, MAIN)], nobody, said.append
        )
        assert "So heißt schon der Zweig main" in said[-1]
        assert "Dieser Zugang darf nur Texte ändern" in said[-1]
        assert not receive.before(place, [Update(tip, foreign, MAIN)], nobody, said.append)
        assert names(place.repo)[MAIN] == tip
        assert release.staged(place, new, led_to(place.program))

        Checkout(place.repo).git("update-ref", MAIN, new)
        receive.after(
            place,
            [Update(tip, new, MAIN), Update(ZERO, new, branch("entwurf")), Update(ZERO, new, tag("wahl"))],
            nobody,
            said.append,
        )
        assert release.load(place, world.public).commit == new
        Checkout(place.repo).git("update-ref", branch("entwurf"), new)
        assert "Wartet: nichts." in status.standing(place)
        assert f"Vorschau: entwurf, {new[:7]} „Neu“" in status.standing(place)
        receive.back(place, 1, "", said.append)
        assert "Wartet: 1\u00a0Commit, zuletzt" in status.standing(place)
        receive.back(place, 0, "", said.append)
        assert release.load(place, world.public).commit == new
        assert receive.nightly(place, said.append)
        assert release.load(place, world.public).commit == new

        assert teasers.fetch_and_publish(place, said.append), said
        assert commit_of(place.repo, MAIN) != new
        assert line(place.repo, "rev-list", "--max-count=1", "--skip=1", commit_of(place.repo, MAIN)) == new

        at_last = commit_of(place.repo, MAIN)
        monkeypatch.setattr(
            teasers,
            "fetch",
            lambda place, clone, say: (clone / "content/meldungen/fremd/.abgerufen").write_text(f"{LINK}\n") > 0,
        )
        with pytest.raises(Refusal, match="Die abgerufenen Anrisse wurden nicht angenommen"):
            teasers.fetch_and_publish(place, said.append)
        assert commit_of(place.repo, MAIN) == at_last

        list(local.install(project.root))
        assert local.before_push(project.root, "website", [f"{MAIN} {new} {MAIN} {tip}\n".encode()]) == ""
        assert "Auf dem Server liegt Neueres" in local.before_push(
            project.root, "website", [f"{MAIN} {new} {MAIN} {'1' * 40}\n".encode()]
        )
        assert "Einwahllink" in local.before_push(project.root, "website", [f"{MAIN} {secret} {MAIN} {tip}\n".encode()])
        assert local.before_push(project.root, "website", []) == ""
        assert upload.head(project.root) == new
        assert not upload.behind(project.root, tip)
        assert upload.behind(project.root, other)
        assert status.find("", project.root).root == place.root
        list(setup.set_up(tmp_path / "zweiter", project.root))
        assert work.program_of(place.repo, new) in [folder.name for folder in (tmp_path / "zweiter/programm").iterdir()]
        begin(
            tmp_path / "eigene",
            completed({}),
            dt.date(2026, 11, 22),
            Wheel("fraktion-1.0.0-py3-none-any.whl", b"", "0" * 64),
            said.append,
        )
        assert commit_of(tmp_path / "eigene/.git", MAIN)
        share(project, tmp_path, new, other, monkeypatch)
        lock, (wheel,) = tmp_path / "eigene/requirements.txt", (tmp_path / "eigene/programm").glob("*.whl")
        newer = wheel.with_name("fraktion-1.1.0-py3-none-any.whl")
        newer.write_bytes(b"neu")
        lock.write_text(lock.read_text().replace(wheel.name, newer.name).replace("0" * 64, "1" * 64))
        renew.settle(tmp_path / "eigene", "Neu", ["requirements.txt", f"programm/{newer.name}"])
        assert renew.back(tmp_path / "eigene", said.append) == 0
        assert wheel.name in lock.read_text()
        assert move(project.root, Wheel("fraktion-1.0.0-py3-none-any.whl", b"", "0" * 64), said.append, None, True) == 0
        fetch_history(project.root / ".git")
        settings = project.root / "pelicanconf.py"
        settings.write_text(f'{settings.read_text("utf-8")}VERTRETUNG = "Stadtrat"\n', "utf-8")
        with pytest.raises(Refusal, match="liegen noch Änderungen"):
            move_council(project.root, said.append, None, True)
        assert teasers.changed(evil.root) is False  # where nothing was ever fetched
        missed = {at for at, lines in calls_of_git().items() if not any((at[0], number) in seen for number in lines)}

    assert not missed, sorted(missed)
    assert not any("boese.py" in [path.name for path in folder.rglob("*.py")] for folder in place.programs.iterdir())
    assert "böse" not in (place.public / "antraege/2024-03-radweg/index.html").read_text("utf-8")


def test_a_tag_of_the_public_history_brings_nothing_new_also_of_another_program(world: World):
    """As when a server moves with all its tags; any other tag is looked at like a branch."""
    clone, repo = world.clone("umzug"), Checkout(world.place.repo)
    clone.write("theme/static/css/alt.css", "body { color: red; }\n")
    old = clone.commit("Anderes Programm")
    clone.git("revert", "--no-edit", "HEAD")
    new = clone.git("rev-parse", "HEAD")
    clone.git("tag", "-a", "alt", "-m", "alt", old)
    repo.git("fetch", "-q", str(clone.root), "main", "refs/tags/alt")
    mark = [Update(ZERO, clone.git("rev-parse", "refs/tags/alt"), tag("alt"))]

    assert "Dieser Zugang darf nur Texte ändern" in "".join(examine(world.place, mark, False))
    assert examine(world.place, mark, True) == []
    assert examine(world.place, [*mark, Update(world.tip(), new, MAIN)], False) == []
    repo.git("update-ref", "-d", MAIN)
    assert examine(world.place, [*mark, Update(ZERO, new, MAIN)], False) == []
    repo.git("update-ref", MAIN, new)
    assert examine(world.place, mark, False) == []


def test_what_leads_to_no_commit_or_stands_twice_is_refused_with_a_sentence(shared_world: World):
    place, repo, tip = shared_world.place, Checkout(shared_world.place.repo), shared_world.tip()
    of_a_tag = repo.git(
        "mktag", data=f"object {tip}\ntype commit\ntag x\ntagger V <v@example.org> 0 +0000\n\nx\n".encode()
    )
    content = repo.git("rev-parse", f"{tip}:content")
    for updates, words in (
        ([Update(ZERO, of_a_tag, branch("x"))], "„x“ zeigt auf keinen Commit."),
        ([Update(ZERO, content, tag("x"))], "„x“ zeigt auf keinen Commit."),
        ([Update(ZERO, "1" * 40, tag("x"))], "„x“ zeigt auf keinen Commit."),
        ([Update(tip, tip, MAIN)] * 2, "„main“ steht in diesem Push zweimal."),
        (
            [Update(ZERO, tip, branch(f"x{number}")) for number in range(501)],
            "Das sind 501 Zweige und Marken auf einmal.",
        ),
        ([Update(ZERO, tip, branch("neu")), Update(ZERO, tip, tag("Neu"))], "„neu“: So heißt schon die Marke Neu."),
        ([Update(tip, ZERO, MAIN)], "lässt sich nicht löschen"),
    ):
        assert words in "".join(examine(place, updates, True)), words
    assert examine(place, [Update(ZERO, of_a_tag, tag("x")), Update(ZERO, tip, branch("y"))], False) == []
