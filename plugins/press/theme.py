"""How pages look: the program's theme, and over it, file by file, what a group has of its own."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct


class Theme(Struct, frozen=True):
    folders: tuple[Path, ...]  # the first that has a file gives it

    def files(self, below: str = "") -> dict[str, Path]:
        """Every file below a folder of the theme, by its name there, in the order of names; through links to folders too, as Jinja follows them."""
        found = {
            file.relative_to(folder / below).as_posix(): file
            for folder in reversed(self.folders)
            for file in files_below(folder / below)
        }
        return dict(sorted(found.items()))

    def file(self, name: str) -> Path:
        return next((folder / name for folder in self.folders if (folder / name).is_file()), self.folders[-1] / name)


def files_below(folder: Path) -> list[Path]:
    return [
        Path(base, name)
        for base, _, names in os.walk(folder, followlinks=True)
        for name in names
        if os.path.isfile(os.path.join(base, name))
    ]
