"""The first part of `fraktion stand`: what lies only on this machine, what lies only elsewhere; and, where others build, what the public site says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...records.german import counted, day
from ...records.problems import shorten
from ...site.settings import Refusal
from ..git import git, in_words
from .arrival import ask, holds
from .clone import CONTENT, Clone, uncommitted
from .exchange import Other

NAMED = 5
FRESH = 2  # days; a site that is built each night is never older


def here(clone: Clone, other: Other | None, program: str) -> Iterator[str]:
    loose = uncommitted(clone.root)
    if loose:
        yield f"Nur auf diesem Rechner: {counted(len(loose), 'Datei', 'Dateien')} in {CONTENT}/ geändert, {some(loose)}"
    if not other:
        if loose:
            yield f"  Hochladen: {program} hochladen"
        return
    try:
        theirs, trouble = other.fetch(), ""
    except Refusal as refusal:
        theirs, trouble = other.tip, str(refusal)
    ours = clone.head
    waiting, missing = commits(clone, ours, theirs), commits(clone, theirs, ours)
    if waiting:
        yield f"{'Außerdem nur hier' if loose else 'Nur auf diesem Rechner'}: {counted(len(waiting), 'Schritt', 'Schritte')}, zuletzt {in_words(clone.repo, waiting[0])}"
    if loose or waiting:
        yield f"  Hochladen: {program} hochladen"
    else:
        yield "Auf diesem Rechner: nichts, was noch nicht hochgeladen wäre."
    if missing:
        yield f"Anderswo hochgeladen, hier noch nicht: {counted(len(missing), 'Schritt', 'Schritte')}, zuletzt {in_words(clone.repo, missing[0])}"
        yield f"  Holen: {program} hochladen"
    if trouble:
        yield f"  {trouble.partition('. ')[0]}; verglichen ist mit dem, was zuletzt geholt wurde."


def some(paths: list[str]) -> str:
    return ", ".join(shorten(path, 80) for path in paths[:NAMED]) + (
        f" und {len(paths) - NAMED} weitere" if len(paths) > NAMED else ""
    )


def commits(clone: Clone, of: str, without: str) -> list[str]:
    return git(clone.repo, "rev-list", of, *([f"^{without}"] if without else [])).decode().split() if of else []


def on_the_site(clone: Clone, url: str, today: dt.date, log: str) -> Iterator[str]:
    """Of a site that a forge builds, or that lies on a webspace."""
    stamp = ask(url)
    if not stamp:
        yield f"Öffentlich: {url}/ sagt nichts über sich; entweder ist dort noch nichts, oder es ist nicht zu erreichen."
        return
    yield (
        f"Öffentlich: {in_words(clone.repo, stamp.commit) or stamp.commit[:9] or 'ein Stand, den kein Commit festhält'}"
        + (f", Programm {stamp.program}" if stamp.program else "")
    )
    yield f"  Zuletzt gebaut für den {day(stamp.day)}"
    if (today - stamp.day).days > FRESH:
        yield (
            f"  Das ist {counted((today - stamp.day).days, 'Tag', 'Tage')} her: Der nächtliche Bau läuft nicht mehr."
            + (f" Nachsehen: {log}" if log else "")
        )
    if stamp.commit and not holds(clone, stamp, clone.head):
        yield "  Was hier festgehalten ist, ist dort noch nicht dabei."
