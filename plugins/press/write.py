"""Render declared pages and bring them to disk: only what differs, each under a temporary name first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from ..records.problems import Problem
from .page import Page
from .templates import render

PART = ".neu~"  # ending of temporary names; one that is left over is ours to remove
MARK = 'name="generator" content="fraktion"'  # in every page of the theme: this folder is ours to sweep


@dataclass(slots=True)
class Report:
    """What a build did."""

    pages: int = 0
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def press(pages: Iterable[Page], output: Path, env: jinja2.Environment, inspect: Callable[[str, str], list[Problem]] = lambda path, text: [], tick: Callable[[int], None] = lambda done: None) -> Report:
    """Bring `output` to exactly the declared pages. Unchanged files are not touched.

    `inspect` sees every text before it is written; a page it objects to is not written.
    `tick` hears how many pages are done.
    """
    report = Report()
    declared: set[str] = set()
    for page in pages:
        text = render(env, page.maker, page.path, page.inputs) if isinstance(page.maker, str) else page.maker(**page.inputs)
        found = inspect(page.path, text) if isinstance(text, str) else []
        report.problems += found
        declared.add(page.path)
        report.pages += 1
        if not found and write(output / page.path, text.encode() if isinstance(text, str) else text):
            report.written.append(page.path)
        tick(report.pages)
    if not report.problems:
        report.removed = sweep(output, declared)
    return report


def write(target: Path, data: bytes) -> bool:
    """Write through a temporary name in the same folder, so that a reader sees the old or the new bytes."""
    try:
        if target.stat().st_size == len(data) and target.read_bytes() == data:
            return False
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        pass
    clear(target)
    part = target.with_name(f".{target.name}{PART}")
    part.write_bytes(data)
    part.replace(target)
    return True


def clear(target: Path) -> None:
    """Make room: a folder where a file should be, or a file where a folder should be, from an older build."""
    if target.is_dir() and not target.is_symlink():
        target.rename(target.with_name(f".{target.name}{PART}.alt"))
    for parent in reversed(target.parents):
        if parent.is_file():
            parent.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def sweep(output: Path, declared: set[str]) -> list[str]:
    """Remove what is no longer declared, files first, then folders that have become empty."""
    removed = []
    for folder, _, files in os.walk(output, topdown=False):
        base = Path(folder)
        for name in files:
            path = (base / name).relative_to(output).as_posix()
            if path not in declared:
                (base / name).unlink()
                removed.append(path)
        if base != output and not any(os.scandir(base)):
            base.rmdir()
    return sorted(removed)


def strangers(output: Path) -> bool:
    """Does the folder hold somebody else's files? Then it is not ours to sweep."""
    if not output.exists():
        return False
    if not output.is_dir():
        return True
    names = [entry.name for entry in os.scandir(output) if not entry.name.endswith(PART)]
    home = output / "index.html"
    return bool(names) and not (home.is_file() and MARK in home.read_text("utf-8", "replace"))
