"""The same examples in every selection of tests: what Hypothesis draws depends on a test alone, not on what else is loaded."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import ROOT

ODD = ("ungewoehnlich", 918273645, 8.125)


def drawn() -> list[object]:
    found = []

    @settings(max_examples=300)
    @given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=False)))
    def draw(example: object) -> None:
        found.append(example)

    draw()
    return found


def test_a_module_more_changes_no_example(monkeypatch: pytest.MonkeyPatch):
    """Hypothesis would also draw the constants that stand in whatever modules of the project are loaded (3 of 100 draws)."""
    before = drawn()
    path = ROOT / ".cache" / "beispiele_der_tests.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"WORDS = {ODD!r}\nMORE = [{', '.join(repr(ODD[1] + n) for n in range(50))}]\n", "utf-8")
    spec = importlib.util.spec_from_file_location("beispiele_der_tests", path)
    monkeypatch.setitem(sys.modules, "beispiele_der_tests", importlib.util.module_from_spec(spec))
    after = drawn()
    path.unlink()

    assert len(before) == 300
    assert after == before
