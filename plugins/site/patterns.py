"""The pattern page: every component of the theme with its examples. In the preview only; the tests read the same examples."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..press import Frame, Page, html_page


def pages(frame: Frame, theme: Path) -> Iterator[Page]:
    if frame.drafts:
        yield html_page(frame, "muster/", "patterns.html", title="Muster", description="Alle Bausteine der Seiten, mit ihren Beispielen.", examples=read_examples(theme, frame.icon))


def read_examples(theme: Path, picture: str) -> dict[str, list[dict[str, Any]]]:
    """By component: its examples, each with a name and the values its macro is called with. `picture` stands for one that every site has."""
    return {file.stem: shown(tomllib.loads(file.read_text("utf-8"))["example"], Standin(picture)) for file in sorted((theme / "examples").glob("*.toml"))}


class Standin(Struct, frozen=True):
    """Takes the place of a picture (`File`): the site's icon, in one size."""

    path: str
    width: int = 480
    height: int = 480
    widths: tuple[int, ...] = (480,)

    def variant(self, width: int, ending: str) -> str:
        return self.path


def shown(value: Any, picture: Standin) -> Any:
    """The value, with the picture where an example says "@bild"."""
    if isinstance(value, dict):
        return {key: shown(inner, picture) for key, inner in value.items()}
    if isinstance(value, list):
        return [shown(inner, picture) for inner in value]
    return picture if value == "@bild" else value
