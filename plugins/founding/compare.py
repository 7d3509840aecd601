"""Two builds of the same texts, by the program of now and by another: which pages differ, by kind, and which motions have another status."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from msgspec import Struct

from ..records.german import counted

KINDS = {
    "antraege": "Anträge und ihre Listen",
    "a": "Kurzadressen",
    "meldungen": "Meldungen",
    "sitzungen": "Sitzungen",
    "personen": "Menschen",
    "gremien": "Gremien",
    "feeds": "Feeds",
    "kalender": "Kalender",
    "oparl": "offene Daten",
    "daten": "offene Daten",
    "theme": "Aussehen und Skripte",
    "suche": "Suche",
    "karten": "Bilder zum Teilen",
    "bilder": "Bilder",
    "rundbriefe": "Rundbriefe",
}
OTHER = "übrige Seiten"
HASHED = re.compile(rb"\.[0-9a-f]{10}(?=\.(?:css|js|svg|woff2)\b)")  # a page is not another because a style sheet is
TEXT = (".html", ".js", ".css")


class Difference(Struct, frozen=True):
    kinds: dict[str, dict[str, int]]  # kind → new, changed, gone
    statuses: tuple[tuple[str, str, str], ...]  # title, before, after

    def lines(self) -> list[str]:
        if not self.kinds:
            return ["Die Website bleibt, wie sie ist."]
        found = [
            f"  {kind}: {', '.join(f'{many} {what}' for what, many in counts.items() if many)}"
            for kind, counts in sorted(self.kinds.items())
        ]
        found = ["Auf der Website ändert sich:", *found]
        if self.statuses:
            found += [
                f"{counted(len(self.statuses), 'Text', 'Texte')} mit anderem Stand:",
                *(f"  „{title}“: bisher {before}, dann {after}" for title, before, after in self.statuses),
            ]
        return found


def compare(old: Path, new: Path) -> Difference:
    before, after = contents(old), contents(new)
    kinds: dict[str, dict[str, int]] = {}
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        what = "neu" if name not in before else "weg" if name not in after else "geändert"
        first = name.partition("/")[0] if "/" in name else ""
        kinds.setdefault(KINDS.get(first, OTHER), {"neu": 0, "geändert": 0, "weg": 0})[what] += 1
    was, is_now = statuses(old), statuses(new)
    changed = tuple(
        (was[uid][0], was[uid][1], is_now[uid][1])
        for uid in was.keys() & is_now.keys()
        if was[uid][1] != is_now[uid][1]
    )
    return Difference(kinds, tuple(sorted(changed)))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its name without digest, and its bytes without names that have one."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            data = path.read_bytes()
            found[HASHED.sub(b"", name.encode()).decode()] = HASHED.sub(b"", data) if name.endswith(TEXT) else data
    return found


def statuses(folder: Path) -> dict[str, tuple[str, str]]:
    """uid → title and status, from the open data."""
    file = folder / "daten" / "antraege.csv"
    if not file.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(file.read_text("utf-8-sig"), newline=""), delimiter=";")
    return {row["uid"]: (row["titel"], row["stand"]) for row in rows if row.get("uid")}
