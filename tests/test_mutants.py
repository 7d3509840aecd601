"""Changes for `make mutanten`: each kind where it is possible, at the right bytes, and the same for the same seed."""

from __future__ import annotations

import itertools

import pytest

from .mutants import ROOMS, ROOT, argued, by_lines, drawn, first_failure, is_code, mutants_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("if ä == 'ß' and b: pass", ["if False: pass", "if ((ä == 'ß') or (b)): pass", "if (ä) != ('ß') and b: pass"]),
        ("x = 1 if y < z else 2", ["x = 1 if False else 2", "x = 1 if (y) >= (z) else 2", "x = (2) if y < z else 2"]),
        ("x = [a for a in b if a not in c]", ["x = [a for a in b if False]", "x = [a for a in b if (a) in (c)]"]),
        ("def f():\n    return g(\n        ü)", ["def f():\n    pass"]),
        ("x = a or b or c", ["x = ((a) and (b) and (c))"]),
        ("x = 'ü', 9", ["x = 'ü', (10)", "x = 'ü', (8)"]),
    ],
)
def test_each_kind_of_change_is_made_where_it_is_possible(before: str, after: list[str]):
    made = [mutant.applied(before.encode()).decode() for mutant in mutants_of("x.py", before.encode())]

    assert set(after) <= set(made)


@pytest.mark.parametrize("source", ["x = True", "def f():\n    return", "x = a < b < c", "x = '1'", "# 1 if 2"])
def test_what_is_no_rule_is_not_changed(source: str):
    assert list(mutants_of("x.py", source.encode())) == []


def test_the_same_seed_draws_the_same_lines_of_the_rooms():
    first, again, other = (list(itertools.islice(drawn(seed, ROOT), 40)) for seed in (2026, 2026, 2027))

    assert first == again != other
    assert {mutant.file.split("/")[1] for mutant in first} <= set(ROOMS)
    assert len({(mutant.file, mutant.line) for mutant in first}) == 40


def test_every_drawn_change_is_code_and_another_one():
    for mutant in itertools.islice(drawn(7, ROOT), 60):
        source = (ROOT / mutant.file).read_bytes()
        assert is_code(mutant.applied(source)), mutant
        assert mutant.applied(source) != source


def test_of_every_room_lines_can_be_drawn():
    assert {file.split("/")[1] for file, _ in by_lines(ROOT)} == set(ROOMS)


def test_what_is_argued_to_make_no_difference_still_stands_there():
    for file, line, change in argued():
        source = (ROOT / file).read_bytes()
        lines = source.decode().splitlines()
        there = {(lines[mutant.line - 1].strip(), mutant.change) for mutant in mutants_of(file, source)}
        assert (line, change) in there, f"{file}: {line}"


def test_the_test_that_notices_is_named():
    said = "...F\n=== short test summary info ===\nFAILED tests/a.py::test_b - assert 1 == 2\n1 failed in 3s\n"

    assert first_failure(said) == "tests/a.py::test_b"
    assert first_failure("ImportError\n") == "ImportError"
