"""The pattern page: every component of the theme with its examples. In the preview only; the tests read the same examples."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..press import Frame, Page, html_page


def pages(frame: Frame, theme: Path) -> Iterator[Page]:
    if frame.drafts:
        yield html_page(frame, "muster/", "patterns.html", title="Muster", description="Alle Bausteine der Seiten, mit ihren Beispielen.", examples=read_examples(theme, frame.icon))


def read_examples(theme: Path, picture: str) -> dict[str, list[dict[str, Any]]]:
    """By component: its examples, each with a name and the values its macro is called with. `picture` stands for one that every site has."""
    return {file.stem: tomllib.loads(file.read_text("utf-8").replace("@icon", picture))["example"] for file in sorted((theme / "examples").glob("*.toml"))}
