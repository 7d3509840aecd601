"""What no branch leads to goes: previews and checked-out texts, however their branch went and whatever was killed meanwhile."""

from __future__ import annotations

from contextlib import suppress

from .git import names
from .place import Place, remove
from .previews import age
from .refs import short

OURS = frozenset(
    ["haupt", "output", "cache", "teaser", "teaser.neu", "teaser-gemerkt"]
)  # folders in arbeit/ that belong to no branch


def sweep(place: Place) -> None:
    """The names of previews follow from the branches (`Place.preview`), so what belongs to none is known. Call it with the lock held.

    Raises:
        GitError: the branches cannot be read; then nothing is removed.
    """
    there = previews(place)
    with suppress(FileNotFoundError):
        for entry in list(place.previews.iterdir()):
            if entry.name not in there:
                remove(entry)
    with suppress(FileNotFoundError):
        for entry in list(place.work.iterdir()):
            if entry.name not in there | OURS and (entry.is_symlink() or entry.is_dir()):
                remove(entry)
    age(place)


def previews(place: Place) -> set[str]:
    """The names of all previews that a branch leads to."""
    return {place.preview(short(ref)) for ref in names(place.repo, "refs/heads") if ref != place.main}
