"""Only what has a page has files. The law over random sites: what lies in the output is reached, and nothing of what is not shown is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.pictures import cards
from plugins.press import templates
from plugins.records.problems import errors

from ..press.world import Compiled, compiled, tick
from .shelf import KNOWN, Shelf, files_of, references

__all__ = ["compiled"]
BLOCK = 20  # sites in one test


def said(kind: str, title: str, status: str, name: str, tone: str, sign: str) -> bytes:
    """A card as its words: a drawn one takes as long as all else of such a site."""
    return f"{kind} {title} {status} {name} {tone} {sign}".encode()


@pytest.fixture
def swift(compiled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "build_card", said)
    monkeypatch.setattr(templates, "Compiled", lambda version, folder: Compiled())  # also where Python writes none


def lawful(shelf: Shelf, output: Path, secrets: dict[str, str]) -> None:
    files = files_of(output)
    named = references(files)
    assert [path for path in files if path not in named and not KNOWN.fullmatch(path)] == [], "nobody leads there"
    assert {target: by for target, by in named.items() if target not in files} == {}, "nothing is there"
    assert [
        (path, whose)
        for path, data in files.items()
        for sign, whose in secrets.items()
        if sign in path or sign.encode() in data
    ] == [], "not shown, and there all the same"


def live(root: Path, seed: int) -> None:
    """A site as it begins, and after each of two things that happen to it: the law holds, in the output that is brought up to date."""
    shelf = Shelf(root, seed)
    for _ in range(3):
        result = shelf.project.build()
        assert [p.what for p in errors(result.problems)] == []
        lawful(shelf, shelf.project.output, shelf.secrets())
        tick()
        shelf.happen()


SMALL = 12


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(range(SMALL), id="small"),
        *(pytest.param(range(n, n + BLOCK), id=f"from-{n}", marks=pytest.mark.lang) for n in range(SMALL, 500, BLOCK)),
    ],
)
def test_what_is_not_shown_has_no_file_and_every_file_has_a_page(swift: None, tmp_path: Path, block: range) -> None:
    for seed in block:
        live(tmp_path / str(seed), seed)
