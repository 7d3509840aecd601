"""Which tests a change needs: those of its rooms, then of the rooms that stand on them, as many as fit into two minutes.

`python -m tests.selection` takes what git says has changed, `python -m tests.selection motions,feeds` the rooms named.
How long a test takes stands in `durations.json`; `pytest --write-durations` writes it anew.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .durations import file_of, measured
from .test_architecture import ARROWS

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
BUDGET = 170.0  # seconds of two processes together; collecting the tests comes on top
COLLECTING = 10  # seconds until the first test
UNKNOWN = 1.0  # seconds of a file that nobody has measured yet
WIDELY_USED = 1  # how far what every test uses (builders, conftest) is from any room

# What has tests and is no room, and what it stands on; the theme and the sample content are looked at through the site.
BESIDE: dict[str, set[str]] = {
    "theme": set(),
    "content": set(),
    "browser": {"theme", "content", "site"},
    "problems": {"content", "site"},
    "benchmark": {"site"},
    "house": {*ARROWS, "theme", "content"},  # the files of tests/ itself
}
STANDS_ON: dict[str, set[str]] = {
    **ARROWS,
    "site": ARROWS["site"] | {"theme", "content"},
    **BESIDE,
}
# Who tests what has no tests of its own.
ELSEWHERE = {"einstellungen": "founding", "theme": "browser", "content": "house"}


@dataclass(frozen=True)
class Unit:
    """A file of tests without its slow ones, or one slow test (`file::function`)."""

    name: str
    seconds: float

    @property
    def file(self) -> str:
        return file_of(self.name)

    @property
    def area(self) -> str:
        return area_of(self.file)

    @property
    def slow(self) -> bool:
        return self.name != self.file


@dataclass
class Selection:
    chosen: list[Unit] = field(default_factory=list)
    left_out: list[Unit] = field(default_factory=list)

    @property
    def files(self) -> list[str]:
        return sorted({unit.file for unit in self.chosen})

    @property
    def slow_left_out(self) -> list[str]:
        """Slow tests of files that are chosen."""
        files = set(self.files)
        return sorted(unit.name for unit in self.left_out if "::" in unit.name and unit.file in files)

    @property
    def seconds(self) -> float:
        return sum(unit.seconds for unit in self.chosen)


# ------------------------------------------------------------------------------------- what has changed


def area_of(path: str) -> str:
    """The room, or what is beside the rooms, to which a file of the project belongs."""
    first, _, rest = path.partition("/")
    if first == "plugins":
        room = rest.partition("/")[0].removesuffix(".py")
        return room if room in ARROWS else "house"
    if first == "tests":
        folder = rest.partition("/")[0]
        return folder if folder in STANDS_ON and "/" in rest else "house"
    return first if first in ("theme", "content") else "house"


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def changed_files() -> tuple[str, list[str]]:
    """With what is compared, and the files that differ from it, committed or not."""
    for name in ("@{upstream}", "origin/main", "main"):
        if base := git("merge-base", "HEAD", name):
            break
    else:
        name, base = "HEAD", "HEAD"
    files = names_of("diff", "--name-only", "-z", base) | names_of("ls-files", "-z", "--others", "--exclude-standard")
    if not files:
        name, files = "HEAD~1", names_of("diff", "--name-only", "-z", "HEAD~1", "HEAD")
    return name, sorted(files)


def names_of(*arguments: str) -> set[str]:
    return {name for name in git(*arguments).split("\0") if name}


# ------------------------------------------------------------------------------------ how far it reaches


def distances(changed: Iterable[str]) -> dict[str, int]:
    """Every area that stands on a changed one, by the fewest arrows between them; 0 for the changed ones."""
    found = dict.fromkeys(changed, 0)
    edge, distance = set(found), 0
    while edge:
        distance += 1
        edge = {area for area, below in STANDS_ON.items() if area not in found and below & edge}
        found.update(dict.fromkeys(edge, distance))
    return found


def ranks(files: Iterable[str]) -> dict[str, int]:
    """How near each area's tests are to changed files: changed tests concern their own folder alone."""
    files = list(files)
    found = distances({area_of(file) for file in files if not file.startswith("tests/")})
    for area in {area_of(file) for file in files if file.startswith("tests/") and not is_shared(file)}:
        found[area] = 0
    if any(map(is_shared, files)):
        found = {area: found.get(area, WIDELY_USED) for area in STANDS_ON}
    return tested_elsewhere(found)


def is_shared(file: str) -> bool:
    """Builders and the like, which every test may use."""
    path = Path(file)
    return path.parent == Path("tests") and path.suffix == ".py" and not path.name.startswith("test_")


def tested_elsewhere(ranked: Mapping[str, int]) -> dict[str, int]:
    found = dict(ranked)
    for area, tester in ELSEWHERE.items():
        if area in found:
            found[tester] = min(found.get(tester, found[area]), found[area])
    return found


# ----------------------------------------------------------------------------------------- what is run


def units(known: Mapping[str, float]) -> list[Unit]:
    """All tests there are, in pieces."""
    found = []
    for path in sorted(TESTS.rglob("test_*.py")):
        file = path.relative_to(ROOT).as_posix()
        slow = [Unit(name, seconds) for name, seconds in known.items() if name.startswith(f"{file}::")]
        rest = known.get(file, UNKNOWN) - sum(unit.seconds for unit in slow)
        found += [Unit(file, max(rest, 0.0)), *slow]
    return found


def select(ranked: Mapping[str, int], every: Iterable[Unit], budget: float = BUDGET) -> Selection:
    """The nearest first, of equally near ones whole files before slow tests and the quickest first, until the time is used up."""
    selection, used = Selection(), 0.0
    near = [unit for unit in every if unit.area in ranked]
    for unit in sorted(near, key=lambda unit: (ranked[unit.area], unit.slow, unit.seconds, unit.name)):
        if used + unit.seconds <= budget and (not unit.slow or unit.file in selection.files):
            selection.chosen.append(unit)
            used += unit.seconds
        else:
            selection.left_out.append(unit)
    return selection


def arguments(selection: Selection, folder: Path) -> list[str]:
    """For pytest."""
    names = folder / "left-out.txt"
    names.write_text("".join(f"{name}\n" for name in selection.slow_left_out), "utf-8")
    return ["-m", "not lang", "--left-out", str(names), *selection.files]


def summary(selection: Selection) -> list[str]:
    """Which rooms were run whole, which in part, which not."""
    whole, part, none = [], [], []
    for area in STANDS_ON:
        chosen = [unit for unit in selection.chosen if unit.area == area]
        missing = [unit for unit in selection.left_out if unit.area == area]
        if chosen and missing:
            part.append(f"{area} (ohne {len(missing)} langsame)")
        elif chosen or missing:
            (none if missing else whole).append(area)
    rows = (("Gelaufen, ganz", whole), ("Zum Teil", part), ("Nicht; zwei Minuten reichen nicht", none))
    return [f"{label}: {', '.join(names)}." for label, names in rows if names]


def ranked_by(rooms: str) -> dict[str, int]:
    """By what was asked for, or by what git says; says which it is."""
    if not rooms:
        name, files = changed_files()
        ranked = ranks(files)
        near = sorted(area for area, rank in ranked.items() if rank == 0)
        print(f"Geändert gegenüber {name}: {len(files)} Dateien. Das betrifft: {', '.join(near) or 'nichts'}.")
        return ranked
    wanted = [room.strip() for room in rooms.split(",") if room.strip()]
    if unknown := [room for room in wanted if room not in STANDS_ON]:
        raise SystemExit(f"Unbekannt: {', '.join(unknown)}. Es gibt: {', '.join(STANDS_ON)}.")
    print(f"Räume: {', '.join(wanted)}, dann was auf ihnen steht.")
    return tested_elsewhere(distances(wanted))


def main(rooms: str = "") -> int:
    selection = select(ranked_by(rooms), units(measured()))
    if not selection.chosen:
        return 0
    seconds = selection.seconds / 2 + COLLECTING
    print(f"Es laufen Tests aus {len(selection.files)} Dateien, etwa {seconds:.0f} Sekunden.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
        code = subprocess.run([*command, *arguments(selection, Path(folder))], cwd=ROOT, check=False).returncode
    print("\n".join([*summary(selection), "Alles: make test"]))
    return code


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
