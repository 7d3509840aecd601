"""What a volunteer reads of an upload: what changes for visitors, a sentence for it, and where two people wrote something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ...records.german import counted, day
from ...records.problems import shorten
from ..git import line
from .addresses import Differences
from .clone import Clone
from .joining import Clash, Place

MOST = 20  # rows; the rest is counted
LINES = 12  # of a place where two wrote something else
LONGEST = 72  # signs of a proposed sentence


def rows(found: Differences) -> list[str]:
    told = [f"  {word:10} {shorten(what, 160)}" for word, what in found.rows()]
    return told if len(told) <= MOST else [*told[:MOST], f"  … und {counted(len(told) - MOST, 'weiteres', 'weitere')}"]


def sentence(found: Differences) -> str:
    """A proposal for the history: what happened to which text."""
    results = {text.path for text in found.results}
    told = [f"Ergebnis eingetragen: {text.title}" for text in found.results]
    told += [
        f"{'Neue' if text.noun.endswith(('ung', 'e', 'son')) else 'Neues' if text.noun in ('Gremium',) else 'Neuer'} {text.noun}: {text.title}"
        for text in found.new
    ]
    told += [f"Umbenannt: {new.title or old.title}" for old, new in found.moved]
    told += [f"Gelöscht: {text.title}" for text in (*found.deleted, *found.gone)]
    told += [f"Geändert: {text.title}" for text in found.changed if text.path not in results]
    told += [f"Entwurf: {text.title}" for text in found.unseen]
    told += [f"Geändert: {name.removeprefix('content/')}" for name in found.lists]
    if not told:
        return "Texte"
    more = f" und {len(told) - 1} weitere" if len(told) > 1 else ""
    first = told[0] if len(told[0]) + len(more) <= LONGEST else told[0][: LONGEST - len(more) - 1].rstrip() + "…"
    return first + more


def clash(found: Clash, clone: Clone, base: str, theirs: str) -> str:
    """Who else changed the text, and both versions of each place."""
    who = by_whom(clone, base, theirs, found.theirs or found.path)
    if not found.mine:
        return f"{found.path}: hier gelöscht, {who} aber geändert."
    if not found.theirs:
        return f"{found.path}: {who} gelöscht, hier aber geändert."
    if found.mine != found.theirs:
        return f"{found.path}: hier umbenannt in {found.mine}, {who} in {found.theirs}."
    lines = [f"{found.path}: Dieselbe Stelle wurde hier und {who} geändert."]
    for place in found.places:
        lines += [*version("vorher", place.base), *version("hier", place.mine), *version("dort", place.theirs), ""]
    return "\n".join(
        lines if found.places else [*lines, "  (keine Textdatei, darum lässt sich nichts gegenüberstellen)"]
    )


def version(word: str, data: bytes) -> Iterable[str]:
    text = data.decode("utf-8", "replace").splitlines() or ["(nichts)"]
    for number, row in enumerate(text[:LINES]):
        yield f"  {word if not number else '':7} {shorten(row, 160)}"
    if len(text) > LINES:
        yield f"  {'':7} … und {len(text) - LINES} weitere Zeilen"


def by_whom(clone: Clone, base: str, theirs: str, path: str) -> str:
    """„von Vera Beispiel am 3. November 2026 („Ergebnis eingetragen“)“."""
    told = (
        line(
            clone.repo,
            "log",
            "-1",
            "--no-merges",
            "--format=%an%x00%cs%x00%s",
            theirs,
            *([f"^{base}"] if base else []),
            "--",
            path,
        )
        if theirs
        else ""
    )
    name, _, rest = told.partition("\0")
    date, _, subject = rest.partition("\0")
    try:
        when = day(dt.date.fromisoformat(date))
    except ValueError:
        return "von jemand anderem"
    return f"von {shorten(name, 60)} am {when} („{shorten(subject, 80)}“)"


__all__ = ["MOST", "Place", "clash", "rows", "sentence"]
