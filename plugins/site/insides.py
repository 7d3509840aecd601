"""What lies beside the texts is looked into: attachments, and files that no text names. For secrets, as the push does, and for what git leaves of a conflict."""

from __future__ import annotations

from pathlib import Path

from ..records.conflicts import FILES, conflict
from ..records.guard import allowed_in, as_problem, look_at, not_allowed, own_allowed, real, text_of_file
from ..records.problems import Problem
from .reading import Entry, located

LARGEST = 50 * 2**20  # bytes; a larger one is refused by every push


def check_inside(content: Path, entry: Entry, blocked: tuple[str, ...]) -> list[Problem]:
    """The secrets in a file, and conflicts. What stands in it is kept nowhere."""
    blocked = real(blocked)
    if not entry.regular or entry.size > LARGEST:
        return []
    try:
        data = located(content, entry.path).read_bytes()
    except OSError:
        return []  # whoever needs it says so
    hits = look_at(entry.shown, data, blocked)
    clash = (
        conflict(entry.shown, data.decode("utf-8", "replace").replace("\r\n", "\n"))
        if entry.path.casefold().endswith(FILES)
        else None
    )
    if any(not hit.firm for hit in hits):
        hits = not_allowed(hits, {*own_allowed(blocked), *allowed_beside(content, entry.shown)})
    return [*([clash] if clash else []), *(as_problem(entry.shown, hit) for hit in hits)]


def allowed_beside(content: Path, shown: str) -> tuple[str, ...]:
    """What the head of the text says beside which a file lies."""
    path = text_of_file(shown)
    try:
        return allowed_in(path, located(content, path.removeprefix("content/")).read_bytes())
    except OSError:
        return ()
