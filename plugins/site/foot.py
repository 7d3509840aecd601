"""The foot of every page: three columns of links. What editors put there stands in the last one, unless one before it has it."""

from __future__ import annotations

from collections.abc import Iterable

Link = tuple[str, str]  # word, path

JOINING: tuple[Link, ...] = (
    ("Mitmachen", "mitmachen/"),
    ("Sitzungen", "sitzungen/"),
    ("Kalender", "kalender/"),
    ("Auf dem Laufenden bleiben", "abonnieren/"),
)
LOOKING: tuple[Link, ...] = (
    ("Anträge und Anfragen", "antraege/"),
    ("Themen", "themen/"),
    ("Orte", "orte/"),
    ("Gremien", "gremien/"),
    ("Bilanz", "bilanz/"),
    ("Daten", "daten/"),
    ("Wörter erklärt", "glossar/"),
    ("In Leichter Sprache", "leichte-sprache/"),
)
SOMETIMES = {"mitmachen/", "glossar/", "leichte-sprache/"}  # pages that not every site has


def columns(own: Iterable[Link], there: Iterable[str] = ()) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """`own`: word and path of what editors put there, in their order; `there`: those of the pages that not every site has."""
    own, there = tuple(own), {*there, *(path for _, path in own)}
    joining, looking = (
        tuple(link for link in links if link[1] not in SOMETIMES or link[1] in there) for links in (JOINING, LOOKING)
    )
    placed = {path for _, path in (*joining, *looking)}
    return (
        ("Dabei sein", joining),
        ("Nachschlagen", looking),
        ("Über diese Seite", tuple(link for link in own if link[1] not in placed)),
    )
