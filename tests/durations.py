"""How long tests take, as measured once: `pytest --write-durations` writes the table, longest files are begun first."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

TABLE = Path(__file__).with_name("durations.json")
SLOW = 1.0  # seconds; a test that takes longer has a row of its own


def measured() -> dict[str, float]:
    """Seconds of each file (`tests/a/test_b.py`), and of each slow test in it (`tests/a/test_b.py::test_c`, with all its rows)."""
    return json.loads(TABLE.read_text("utf-8")) if TABLE.is_file() else {}


def longest_first(items: Iterable[pytest.Item], known: Mapping[str, float]) -> list[pytest.Item]:
    """Whole files, so that none is begun at the end that keeps one process busy while the other has nothing left to do."""
    return sorted(items, key=lambda item: -known.get(file_of(item.nodeid), 0))


def file_of(name: str) -> str:
    return name.partition("::")[0]


class Watch:
    """Adds up what each test took, with all that was set up for it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid.partition("[")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        files: defaultdict[str, float] = defaultdict(float)
        for name, seconds in self.seconds.items():
            files[file_of(name)] += seconds
        rows = {**files, **{name: seconds for name, seconds in self.seconds.items() if seconds >= SLOW}}
        known = {name: seconds for name, seconds in measured().items() if file_of(name) not in files}
        text = json.dumps({name: round(s, 1) for name, s in sorted({**known, **rows}.items())}, indent=0)
        TABLE.write_text(f"{text}\n", "utf-8")
