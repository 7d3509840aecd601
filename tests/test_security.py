"""Each promise of SECURITY.md names a test that is there."""

from __future__ import annotations

import ast
import re

from .conftest import ROOT


def test_every_promise_names_tests_that_are_there():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promised = text.partition("## Was versprochen ist")[2].partition("## Was nicht versprochen ist")[0]
    rows = [row for row in promised.split("\n") if row.startswith("| ") and not row.startswith("| Versprechen")]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", promised)

    assert all(re.search(r"`tests/[\w/]+\.py::test_\w+`", row) for row in rows)
    assert len(named) >= len(rows) > 20
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body), f"{file}::{name}"
