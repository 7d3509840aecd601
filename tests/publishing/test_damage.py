"""Whatever is damaged on the server: after the next push or night visitors find what a build from nothing gives, byte for byte."""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest

from plugins.publishing.listing import ENDINGS, files_below
from plugins.publishing.making import SPARE

from .world import World

pytestmark = pytest.mark.needs("git")


# ------------------------------------------------------------------------------------- ways to damage a file


def flip(path: Path, chance: random.Random) -> None:
    """One bit, into the file that is there."""
    data = bytearray(path.read_bytes()) or bytearray(1)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def truncate(path: Path, chance: random.Random) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garbage(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(200))


def empty(path: Path, chance: random.Random) -> None:
    os.truncate(path, 0)


def missing(path: Path, chance: random.Random) -> None:
    path.unlink()


def other(path: Path, chance: random.Random) -> None:
    """Another file under the name; what shared it stays whole."""
    path.unlink()
    path.write_bytes(b"anderes")


def link(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def folder(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.mkdir()
    (path / "fremd.html").write_text("fremd")


def beside(path: Path, chance: random.Random) -> None:
    """A file that nobody listed."""
    path.with_name("fremd.html").write_text("fremd")


WAYS: tuple[Callable[[Path, random.Random], None], ...] = (
    flip,
    truncate,
    garbage,
    empty,
    missing,
    other,
    link,
    folder,
    beside,
)


# ------------------------------------------------------------------------------------- what can be damaged


def spare(world: World) -> Path:
    return world.place.releases / f"{SPARE}-{world.public}"


def some(root: Path, *patterns: str) -> Path:
    return next(path for pattern in patterns for path in sorted(root.glob(pattern)) if path.is_file())


PLACES: dict[str, Callable[[World], Path]] = {
    "spare page": lambda world: spare(world) / "index.html",
    "spare copy": lambda world: spare(world) / "antraege/2024-03-radweg/index.html.br",
    "spare style": lambda world: some(spare(world), "theme/*.css"),
    "public page": lambda world: world.place.public.resolve() / "index.html",
    "public feed": lambda world: world.place.public.resolve() / "feeds/antraege.atom",
    "public copy": lambda world: world.place.public.resolve() / "antraege/index.html.gz",
    "list": lambda world: world.place.releases / f"{world.public}.liste",
    "description": lambda world: world.place.releases / f"{world.public}.json",
    "output page": lambda world: world.place.work / "output/index.html",
    "output file": lambda world: world.place.work / "output/antraege/antraege.json",
    "store": lambda world: world.place.work / "cache/presse.sqlite",
    "index": lambda world: world.place.work / "haupt/index",
    "content": lambda world: world.place.work / "haupt/content/antraege/2024-03-radweg.md",
    "module": lambda world: some(world.place.program.resolve(), "plugins/press/__pycache__/write.*.siegel"),
    "start module": lambda world: some(world.place.program.resolve(), "plugins/cli/__pycache__/publishing.*.siegel"),
    "template": lambda world: some(world.place.work, "cache/vorlagen/*.jinja"),
    "patterns": lambda world: some(world.place.work / "cache", "trennung.*"),
    "history": lambda world: world.place.history,
}


def exchanged_texts(world: World) -> None:
    with sqlite3.connect(world.place.work / "cache/presse.sqlite") as db:
        rows = db.execute("SELECT key, data FROM parsed").fetchall()
        for (key, _), (_, data) in zip(rows, rows[1:] + rows[:1], strict=True):
            db.execute("UPDATE parsed SET data = ? WHERE key = ?", (data, key))
    db.close()


def store_as_folder(world: World) -> None:
    (world.place.work / "cache/presse.sqlite").unlink()
    (world.place.work / "cache/presse.sqlite").mkdir()


def cache_as_file(world: World) -> None:
    shutil.rmtree(world.place.work / "cache")
    (world.place.work / "cache").write_text("x")


def output_as_file(world: World) -> None:
    shutil.rmtree(world.place.work / "output")
    (world.place.work / "output").write_text("x")


def foreign_output(world: World) -> None:
    shutil.rmtree(world.place.work / "output")
    shutil.rmtree(world.place.work / "cache")
    (world.place.work / "output").mkdir()
    (world.place.work / "output/fremd.txt").write_text("fremd")


def public_link_elsewhere(world: World) -> None:
    world.place.public.unlink()
    world.place.public.symlink_to("/etc")


def public_link_to_nothing(world: World) -> None:
    world.place.public.unlink()
    world.place.public.symlink_to("releases/000009-aaaaaaaaaaaa")


def public_as_folder(world: World) -> None:
    name = world.public
    world.place.public.unlink()
    shutil.copytree(world.place.releases / name, world.place.public)


def spare_as_link(world: World) -> None:
    shutil.rmtree(spare(world))
    spare(world).symlink_to(world.public)


def empty_folder_in_spare(world: World) -> None:
    (spare(world) / "leer/noch").mkdir(parents=True)


def exchanged_in_spare(world: World) -> None:
    one, two = spare(world) / "index.html", spare(world) / "404.html"
    one.rename(one.with_name("x"))
    two.rename(one)
    one.with_name("x").rename(two)


def exchanged_copies(world: World) -> None:
    one, two = spare(world) / "index.html.br", spare(world) / "404.html.br"
    one.rename(one.with_name("x"))
    two.rename(one)
    one.with_name("x").rename(two)


def all_work_gone(world: World) -> None:
    shutil.rmtree(world.place.work)


WHOLE = (
    exchanged_texts,
    store_as_folder,
    cache_as_file,
    output_as_file,
    foreign_output,
    public_link_elsewhere,
    public_link_to_nothing,
    public_as_folder,
    spare_as_link,
    empty_folder_in_spare,
    exchanged_in_spare,
    exchanged_copies,
    all_work_gone,
)

CASES: list[tuple[str, Callable[[World, random.Random], object]]] = [
    *(
        (f"{place}, {way.__name__}", lambda world, chance, find=find, way=way: way(find(world), chance))
        for place, find in PLACES.items()
        for way in WAYS
    ),
    *((damage.__name__, lambda world, chance, damage=damage: damage(world)) for damage in WHOLE),
]
NOT_ASKED = {
    f"{place}, beside"
    for place in ("module", "start module", "template", "patterns", "list", "description", "store", "index", "history")
}  # nobody looks for others there
CASES = [case for case in CASES if case[0] not in NOT_ASKED]


# ------------------------------------------------------------------------------------- the law


def cold(world: World, where: Path) -> dict[str, bytes]:
    """What a build from nothing gives of the public commit."""
    content = where / "text"
    content.mkdir(parents=True)
    world.project.git("archive", "--output", str(where / "text.tar"), "HEAD", "content")
    shutil.unpack_archive(where / "text.tar", content)
    program = world.place.program.resolve()
    said = world.fraktion(
        "bauen",
        "--einstellungen",
        str(program / "publishconf.py"),
        "--inhalt",
        str(content / "content"),
        "--ausgabe",
        str(where / "output"),
        "--zwischenspeicher",
        str(where / "cache"),
        FRAKTION_COMMIT=world.project.git("rev-parse", "HEAD"),
    )
    assert said.done, said.text
    return {path: (where / "output" / path).read_bytes() for path in files_below(where / "output")}


def wrong(world: World, built: dict[str, bytes]) -> list[str]:
    """What a visitor finds that is not so in a build from nothing: more, less, other bytes, or another compressed copy."""
    root = world.place.public.resolve()
    if not root.is_relative_to(world.place.releases):
        return [f"aktuell → {root}"]
    found = [str(path) for path in root.rglob("*") if path.is_symlink() or (path.is_dir() and not any(path.iterdir()))]
    there = {path: (root / path).read_bytes() for path in files_below(root)}
    plain = {path: data for path, data in there.items() if not path.endswith(ENDINGS)}
    found += [path for path in plain.keys() | built.keys() if plain.get(path) != built.get(path)]
    unpack = {".br": brotli.decompress, ".gz": gzip.decompress}
    for path in there.keys() - plain.keys():
        try:
            same = unpack[path[-3:]](there[path]) == built.get(path[:-3])
        except (OSError, EOFError, brotli.error):
            same = False
        found += [] if same else [path]
    found += [
        path + ending
        for path, data in built.items()
        if path.endswith((".html", ".atom", ".css")) and len(data) > 1000
        for ending in ENDINGS
        if path + ending not in there
    ]
    return sorted(found)


def damaged(world: World, cases: list, seed: int, night: bool) -> None:
    """One push or night after the damage, and everything is as it was; nothing has to be done by hand."""
    chance = random.Random(seed)
    for _, damage in cases:
        with contextlib.suppress(
            FileNotFoundError, StopIteration, NotADirectoryError, IsADirectoryError
        ):  # another damage took it away
            damage(world, chance)
    if night:
        said = world.fraktion("server", "nacht", str(world.place.root))
    else:
        world.project.motion(text=f"Nach dem Schaden {seed}.")
        world.project.commit("Weiter")
        said = world.project.push("-o", "trotzdem", "main")
    assert said.done, f"{[name for name, _ in cases]}: {said.text}"
    assert "Traceback" not in said


@pytest.fixture
def own(fresh_world: World) -> World:
    """A server whose files no other test shares: some ways write into the files that are there."""
    assert fresh_world.project.push().done
    fresh_world.wait_for_spare()
    return fresh_world


@pytest.mark.parametrize("night", [False, pytest.param(True, marks=pytest.mark.lang)], ids=["push", "night"])
def test_damage_in_every_place_at_once_heals(own: World, tmp_path: Path, night: bool):
    chance = random.Random(7)
    damaged(
        own,
        [
            case
            for case in CASES
            if case[0]
            in (
                "spare page, missing",
                "spare copy, flip",
                "spare style, link",
                "spare page, beside",
                "empty_folder_in_spare",
            )
        ],
        6,
        night,
    )
    assert wrong(own, cold(own, tmp_path / "erst")) == [], "only the spare was damaged"
    picked = [
        chance.choice([case for case in CASES if case[0].startswith(f"{place},")])
        for place in PLACES
        if place != "store"
    ]
    damaged(own, [*picked, ("exchanged_texts", lambda world, chance: exchanged_texts(world))], 7, night)

    assert wrong(own, cold(own, tmp_path / "kalt")) == []


@pytest.mark.lang
def test_damage_of_every_kind_heals(own: World, tmp_path: Path):
    """Each way in each place, five at a time, by a push or by a night, in one server that goes on."""
    cases = CASES.copy()
    random.Random(3).shuffle(cases)
    failed = {}
    for number in range(0, len(cases), 5):
        own.wait_for_spare()
        some = cases[number : number + 5]
        damaged(own, some, number, night=number % 2 == 1)
        if found := wrong(own, cold(own, tmp_path / f"kalt{number}")):
            failed[tuple(name for name, _ in some)] = found[:5]
        shutil.rmtree(tmp_path / f"kalt{number}")
    assert failed == {}
