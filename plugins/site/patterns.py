"""The pattern page: every component of the theme with its examples. In the preview only; the tests read the same examples."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ..press import Frame, Page, html_page
from ..press.theme import Theme
from ..records.council import USUAL, Council


def pages(frame: Frame, theme: Theme) -> Iterator[Page]:
    if frame.drafts:
        yield html_page(
            frame,
            "muster/",
            "patterns.html",
            title="Muster",
            description="Alle Bausteine der Seiten, mit ihren Beispielen.",
            examples=read_examples(theme, frame.icon, frame.council, frame.land),
        )


def read_examples(
    theme: Theme, picture: str, council: Council = USUAL, land: tuple[str, str] = ("", "")
) -> dict[str, list[dict[str, Any]]]:
    """By component: its examples, each with a name and the values its macro is called with. `picture` stands for one that every site has; the words are those of the `council`."""
    return {
        name.removesuffix(".toml"): shown(
            tomllib.loads(file.read_text("utf-8"))["example"],
            {"@bild": Standin(picture), "@vertretung": council, "@land": land},
            council,
        )
        for name, file in theme.files("examples").items()
        if name.endswith(".toml")
    }


class Standin(Struct, frozen=True):
    """Takes the place of a picture (`File`): the site's icon, in one size."""

    path: str
    width: int = 480
    height: int = 480
    widths: tuple[int, ...] = (480,)

    def variant(self, width: int, ending: str) -> str:
        return self.path


def shown(value: Any, standins: dict[str, Any], council: Council) -> Any:
    """The value, with what stands in where an example says "@bild", "@land" or "@vertretung", and the words of the council."""
    if isinstance(value, dict):
        return {key: shown(inner, standins, council) for key, inner in value.items()}
    if isinstance(value, list):
        return [shown(inner, standins, council) for inner in value]
    if isinstance(value, str):
        return standins.get(value) or council.say(value)
    return value
