"""Would the tests notice? Change one thing in one line of the program, run the tests, and tell which changes nobody noticed.

`make mutanten N=50 SEED=2026` draws a line of `ROOMS` and one of the changes below that is possible in it. It is made in a copy
of the project; first the room's tests are run, and where they stay green, all of `make test` (`GANZ=nein` leaves that out).
A change that makes no difference is argued in `mutants.toml`, and another is drawn in its place.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .selection import ELSEWHERE, ROOT

ROOMS = ("records", "motions", "meetings", "press", "feeds", "publishing")
COPY = ROOT / ".cache" / "mutanten"
EQUIVALENT = Path(__file__).with_name("mutants.toml")
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".cache", "output", "dist", "__pycache__", "node_modules", "*.egg-info"
)
TURNED = {
    ast.Lt: ">=",
    ast.GtE: "<",
    ast.Gt: "<=",
    ast.LtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
PATIENCE = 4  # times as long as the tests take with nothing changed; then they hang, which is noticed too


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    start: int  # bytes into the file
    end: int
    change: str
    text: str  # what stands there instead

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.text.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} [{self.change}]"


# --------------------------------------------------------------------------------- what can be changed


class Places:
    """Where the nodes of a module stand in its bytes."""

    def __init__(self, source: bytes):
        self.source, self.lines = source, [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        return (
            self.lines[node.lineno - 1] + node.col_offset,
            self.lines[node.end_lineno - 1] + node.end_col_offset,
        )

    def text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.source[start:end].decode()


def mutants_of(file: str, source: bytes) -> Iterator[Mutant]:
    """Every change that is possible in a module."""
    places, tree = Places(source), ast.parse(source)

    def mutant(node: ast.expr | ast.stmt, change: str, text: str) -> Mutant:
        return Mutant(file, node.lineno, *places.span(node), change, text)

    for node in ast.walk(tree):
        if isinstance(node, (ast.If, ast.IfExp)):
            yield mutant(node.test, "Bedingung falsch", "False")
        elif isinstance(node, ast.comprehension):
            yield from (mutant(test, "Bedingung falsch", "False") for test in node.ifs)
        elif isinstance(node, ast.Return) and node.value is not None:
            yield mutant(node, "return fehlt", "pass")
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = places.text(node.left), places.text(node.comparators[0])
            yield mutant(node, "Vergleich gedreht", f"({left}) {TURNED[type(node.ops[0])]} ({right})")
        elif isinstance(node, ast.BoolOp):
            word = " or " if isinstance(node.op, ast.And) else " and "
            yield mutant(node, "and/or getauscht", f"({word.join(f'({places.text(value)})' for value in node.values)})")
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield from (mutant(node, f"Zahl {step:+d}", f"({node.value + step})") for step in (1, -1))


def by_lines(root: Path) -> dict[tuple[str, int], list[Mutant]]:
    """Every line of the rooms in which something can be changed."""
    found = defaultdict(list)
    for room in ROOMS:
        for path in sorted((root / "plugins" / room).rglob("*.py")):
            file, source = path.relative_to(root).as_posix(), path.read_bytes()
            for mutant in mutants_of(file, source):
                found[file, mutant.line].append(mutant)
    return dict(found)


def drawn(seed: int, root: Path) -> Iterator[Mutant]:
    """Lines in an order that follows from the seed, in each of them one change."""
    chance, lines = random.Random(seed), by_lines(root)
    for key in chance.sample(sorted(lines), len(lines)):
        source = (root / key[0]).read_bytes()
        for mutant in chance.sample(lines[key], len(lines[key])):
            if is_code(mutant.applied(source)):
                yield mutant
                break


def is_code(source: bytes) -> bool:
    """A number within an f-string has no place of its own in older Pythons."""
    try:
        compile(source, "", "exec")
    except SyntaxError:
        return False
    return True


def argued() -> dict[tuple[str, str, str], str]:
    """Changes that make no difference: file, the line as it is, and the change, with the reason."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return {(row["file"], row["line"], row["change"]): row["because"] for row in rows}


# ----------------------------------------------------------------------------------------- what is run


class Bench:
    """A copy of the project, in which one thing at a time is changed."""

    def __init__(self, processes: int):
        shutil.rmtree(COPY, ignore_errors=True)
        shutil.copytree(ROOT, COPY, ignore=LEFT_OUT, symlinks=True)
        for name in (".git", "tests/browser/node_modules"):  # looked at, not changed
            if (ROOT / name).exists():
                (COPY / name).symlink_to(ROOT / name)
        if (ROOT.parent / "shared").is_dir() and not (COPY.parent / "shared").exists():
            (COPY.parent / "shared").symlink_to(ROOT.parent / "shared")
        self.processes, self.usual = processes, {}

    def run(self, *what: str, patience: float) -> str:
        """What the tests say: "" where they are green."""
        command = [sys.executable, "-m", "pytest", "-x", "-m", "not lang", "-n", str(self.processes)]
        command += ["--dist", "loadfile", "--no-loadscope-reorder", *what]
        environment = {**os.environ, "PYTHONPATH": str(COPY), "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            command,
            cwd=COPY,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        try:
            said, _ = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            return "hängt"
        finally:  # also where somebody breaks off
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return "" if process.returncode == 0 else first_failure(said)

    def tests_of(self, room: str) -> str:
        return f"tests/{ELSEWHERE.get(room, room)}"

    def measure(self, rooms: set[str]) -> None:
        """How long each room's tests take, which must be green before anything is changed."""
        for room in sorted(rooms):
            began = time.monotonic()
            if said := self.run(self.tests_of(room), patience=3600):
                raise SystemExit(f"Die Tests von {room} sind schon ohne Änderung rot: {said}")
            self.usual[room] = time.monotonic() - began

    def noticed(self, mutant: Mutant, whole: bool) -> str:
        """The test that notices, or "" where none does."""
        path, room = COPY / mutant.file, mutant.file.split("/")[1]
        source = path.read_bytes()
        path.write_bytes(mutant.applied(source))
        try:
            said = self.run(self.tests_of(room), patience=PATIENCE * self.usual[room] + 60)
            return said or (self.run("tests", patience=3600) if whole else "")
        finally:
            path.write_bytes(source)


def first_failure(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return lines[0].split(" - ")[0].partition(" ")[2] if lines else said.strip().rpartition("\n")[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument(
        "--room-only", action="store_true", help="do not run all of make test where the room's are green"
    )
    parser.add_argument("--list", action="store_true", help="only say what would be changed")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    known, mutants = argued(), []
    for mutant in drawn(given.seed, ROOT):
        if len(mutants) == given.count:
            break
        text = (ROOT / mutant.file).read_text("utf-8").splitlines()[mutant.line - 1].strip()
        if because := known.get((mutant.file, text, mutant.change)):
            print(f"ohne Wirkung: {mutant}: {because}")
            continue
        mutants.append(mutant)
        if given.list:
            print(f"{mutant}: {text}")
    if given.list:
        return 0
    bench = Bench(given.processes)
    bench.measure({mutant.file.split("/")[1] for mutant in mutants})
    survived = []
    for number, mutant in enumerate(mutants, 1):
        said = bench.noticed(mutant, not given.room_only)
        print(f"{number:3} {'bemerkt' if said else 'NICHT BEMERKT'}: {mutant} {said}", flush=True)
        if not said:
            survived.append(mutant)
    print(f"\nBemerkt: {len(mutants) - len(survived)} von {len(mutants)}.")
    for mutant in survived:
        source = (ROOT / mutant.file).read_bytes()
        print(f"  {mutant}\n    statt  {source[mutant.start : mutant.end].decode()}\n    steht  {mutant.text}")
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
