"""What lies beside the texts is looked into: attachments, and files that no text names. For secrets, as the push does, and for what git leaves of a conflict."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..press.codec import digest, dumps
from ..press.store import Store
from ..records.conflicts import FILES, conflict
from ..records.guard import allowed_in, as_problem, look_at, not_allowed, own_allowed, real, text_of_file
from ..records.problems import Problem
from .reading import RACY, Entry, located

LARGEST = 50 * 2**20  # bytes; a larger one is refused by every push


def check_insides(content: Path, entries: Iterable[Entry], store: Store | None, blocked: tuple[str, ...], begun: int) -> list[Problem]:
    """The secrets in files. One that was clean and is as it was is not read again; what stands in it is kept nowhere."""
    found: list[Problem] = []
    blocked = real(blocked)
    sought = digest(*blocked)
    for entry in entries:
        if not entry.regular or entry.size > LARGEST:
            continue
        key, seen = f"looked:{digest(f'{content}/{entry.path}'.encode('utf-8', 'surrogateescape'))}", dumps([entry.stamp, sought])
        if store and store.seen(key) == seen:
            continue
        try:
            data = located(content, entry.path).read_bytes()
        except OSError:
            continue  # whoever needs it says so
        hits = look_at(entry.shown, data, blocked)
        if clash := conflict(entry.shown, data.decode("utf-8", "replace").replace("\r\n", "\n")) if entry.path.casefold().endswith(FILES) else None:
            found.append(clash)
        if not hits and not clash and store and max(entry.stamp[:2]) < begun - RACY:
            store.put_seen(key, seen)
        if any(not hit.firm for hit in hits):
            hits = not_allowed(hits, {*own_allowed(blocked), *allowed_beside(content, entry.shown)})
        found += [as_problem(entry.shown, hit) for hit in hits]
    return found


def allowed_beside(content: Path, shown: str) -> tuple[str, ...]:
    """What the head of the text says beside which a file lies."""
    path = text_of_file(shown)
    try:
        return allowed_in(path, located(content, path.removeprefix("content/")).read_bytes())
    except OSError:
        return ()
