"""Many letters as one document, with contents and bookmarks: a year, a legislative term, a topic, or what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..motions.model import Motion
from ..records.german import counted, day
from .letter import Sender, decided_on, decision_of, document, letter_of
from .picture import Picture
from .typeset import SECONDS, NotSet, set_letters

CONTENTS = "Inhalt"
EACH = 1  # second of a processor more for each letter


def build_collection(
    motions: Sequence[Motion],
    sender: Sender,
    title: str,
    pictures: Callable[[Motion], tuple[Picture, ...]],
    old: Callable[[Motion], Any],
    *,
    decided: bool = False,
) -> bytes:
    """The letters in the order of `motions`. `decided`: where the text was changed, what was decided stands there instead. Raises NotSet."""
    letters = [one(motion, sender, pictures(motion), old(motion), decided) for motion in motions]
    last = max(decided_on(motion) if decided else motion.date for motion in motions)
    about = f"{sender.name}, {counted(len(motions), 'Schreiben', 'Schreiben')} bis {day(last)}"
    return set_letters(document(letters, title, (sender.name,), last, CONTENTS, about), SECONDS + EACH * len(letters))


def one(motion: Motion, sender: Sender, pictures: Iterable[Picture], old: Any, decided: bool) -> dict[str, Any]:
    letter = (decision_of(motion, sender, pictures) if decided else None) or letter_of(motion, sender, pictures, old)
    return {**letter, "marks": False}  # nobody folds a book


__all__ = ["NotSet", "build_collection"]
