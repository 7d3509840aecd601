"""The peers' motions as this project's content, and the edits that are measured."""

from __future__ import annotations

import datetime as dt
import json
import re
import runpy
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from plugins.records.fields import UID_ALPHABET
from plugins.records.german import slug

from ..builders import BASE

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"
GENERATOR = SHARED / "gen_corpus.py"
SEED = 1
NEWEST = dt.date(2026, 11, 1)  # no motion of the corpus is newer
TODAY = dt.date(2026, 12, 31)  # the day of every build but those of a new day: after the last result

ABOUT = BASE["fraktion.yaml"].replace(
    "beispiel: ja", "beispiel: nein"
)  # else the program would take all of it for its sample
TERMS = (
    ("1999-10-01", "2004-09-30"),
    ("2004-10-01", "2009-10-20"),
    ("2009-10-21", "2014-05-31"),
    ("2014-06-01", "2020-10-31"),
    ("2020-11-01", "2025-10-31"),
    ("2025-11-01", "2030-10-31"),
)
KINDS = {
    "Anfrage": "Prüfantrag"
}  # the corpus gives every motion a resolution and none questions; a question without them is an error here

MONTHS = (
    2,
    3,
    5,
    6,
    8,
    9,
    11,
    12,
)  # in which each committee sits, on a day of its own: what real councils do, and what the data is made of
LAST = TODAY - dt.timedelta(days=1)

# status in the corpus → role, the least days after submission and result, in the first committee and in the second
OPEN = ("", 0, "")
STEPS = {
    "eingereicht": (OPEN, OPEN),
    "überwiesen": (("Vorberatung", 14, "verwiesen"), OPEN),
    "beschlossen": (("Vorberatung", 14, "empfohlen"), ("Entscheidung", 28, "beschlossen")),
    "abgelehnt": (("Vorberatung", 14, "Ablehnung empfohlen"), ("Entscheidung", 28, "abgelehnt")),
    "zurückgezogen": (("Vorberatung", 14, "zurückgezogen"), OPEN),
    "vertagt": (("Vorberatung", 14, "vertagt"), OPEN),
}
ENTERED = (
    ("Vorberatung", 14, "verwiesen"),
    ("Entscheidung", 28, "beschlossen"),
)  # what „überwiesen“ becomes when a result is entered
VOTES = [
    "    abstimmungen:",
    "      - gegenstand: Antrag",
    "        ja: 31",
    "        nein: 12",
    "        enthaltung: 2",
]


def load_generator() -> Any:
    """gen_corpus.py as it lies there; None without it."""
    return SimpleNamespace(**runpy.run_path(str(GENERATOR))) if GENERATOR.is_file() else None


def uid(number: int) -> str:
    """Six signs that no other number has."""
    return "".join(UID_ALPHABET[number // len(UID_ALPHABET) ** place % len(UID_ALPHABET)] for place in range(6))


def sitting(committee: str, since: dt.date) -> dt.date:
    """The first sitting of a committee on that day or later."""
    number = sum(committee.encode()) % 26 + 1
    found = next(
        day
        for year in (since.year, since.year + 1)
        for month in MONTHS
        if (day := dt.date(year, month, number)) >= since
    )
    return min(found, LAST)


def motion_text(head: dict[str, Any], body: str) -> str:
    """A motion of the corpus in this project's front matter. The body stays as it is."""
    day = dt.date.fromisoformat(head["date"])
    lines = [
        f"uid: {uid(int(head['slug'][:5]))}",
        f"titel: {json.dumps(head['title'], ensure_ascii=False)}",
        f"art: {KINDS.get(head['type'], head['type'])}",
        f"datum: {day}",
        f"drucksache: {head['drucksache']}",
    ]
    for key, values in (("unterzeichner", head["signatories"]), ("themen", head["topics"])):
        lines += [f"{key}:", *(f"  - {value}" for value in values)]
    lines.append("beratungsfolge:")
    held = day
    for committee, (role, days, result) in zip(
        head["committees"], ENTERED if head.get("entered") else STEPS[head["status"]], strict=True
    ):
        lines.append(f"  - gremium: {committee}")
        if result:
            held = sitting(committee, max(day + dt.timedelta(days), held))
            lines += [f"    rolle: {role}", f"    datum: {held}", f"    ergebnis: {result}"]
    return "\n".join(["---", *lines, *(VOTES if head.get("entered") else ()), "---", "", body])


def committee_text(number: int, name: str, former: str = "") -> str:
    kind = name if name in ("Kreistag", "Kreisausschuss") else "Ausschuss"
    return (
        f"---\nuid: {uid(10**8 + number)}\nname: {name}\nart: {kind}\n"
        + (f"frueher:\n  - name: {former}\n" if former else "")
        + "---\n"
    )


def group_files(generator: Any) -> dict[str, str]:
    """What the site needs beside its motions, by name below content/."""
    files = {name: text for name, text in BASE.items() if name.startswith("seiten/")}
    files["fraktion.yaml"] = ABOUT
    files["themen.yaml"] = "".join(f"- name: {name}\n" for name in generator.TOPICS)
    files["wahlperioden.yaml"] = "".join(
        f"- name: {start[:4]}–{end[:4]}\n  von: {start}\n  bis: {end}\n" for start, end in TERMS
    )
    for number, name in enumerate(generator.COMMS):
        files[f"gremien/{slug(name)}.md"] = committee_text(number, name)
    return files


Motion = tuple[dict[str, Any], str]  # head and body


@dataclass(frozen=True)
class Edit:
    """What an editor does. Peers know motions only; they build all in any case."""

    written: tuple[Motion, ...] = ()
    deleted: tuple[Motion, ...] = ()
    files: dict[str, str] = field(default_factory=dict)  # of our content/
    day: dt.date = TODAY


class Corpus:
    """Motions, oldest first, and what an editor does to them."""

    def __init__(self, generator: Any, count: int):
        self.generator, self.count, self.edits, self.new, self.day = generator, count, 0, 0, TODAY
        self.motions: list[Motion] = [generator.motion(i, count, SEED) for i in range(count)]

    def edit(self, what: str) -> Edit:
        """One more edit of that kind; of motions, to one in the middle of the archive, or a new newest one."""
        self.edits += 1
        if what == "day":
            self.day += dt.timedelta(1)  # the first is New Year
            return Edit(day=self.day)
        if what == "committee":
            number, name = next(
                (number, name)
                for number, name in enumerate(self.generator.COMMS)
                if name not in ("Kreistag", "Kreisausschuss")
            )
            return Edit(
                files={f"gremien/{slug(name)}.md": committee_text(number, f"{name} ({self.edits}. Name)", name)}
            )
        if what == "sentence":
            return Edit(
                files={"fraktion.yaml": re.sub(r"(?m)^satz: .*$", f"satz: Wir prüfen zum {self.edits}. Mal.", ABOUT)}
            )
        if what == "deleted":
            return Edit(deleted=(self.motions.pop(len(self.motions) // 2),))
        if what == "new":
            self.motions.append(self.newest())
            return Edit((self.motions[-1],))
        place = self.undecided() if what == "result" else len(self.motions) // 2
        head, body = self.motions[place]
        if what == "result":
            head = {**head, "status": "beschlossen", "entered": True}
        elif what == "title":
            head = {**head, "title": f"{head['title'].partition(' (')[0]} ({self.edits}. Fassung)"}
        else:
            body = re.sub(r"Bearbeitungsstand \d+", f"Bearbeitungsstand {self.edits}", body)
        self.motions[place] = head, body
        return Edit((self.motions[place],))

    def newest(self) -> Motion:
        place, self.new = self.count + self.new, self.new + 1
        head, body = self.generator.motion(place, self.count, SEED)
        day = NEWEST + dt.timedelta(min(self.new, 59))  # the first motion of a new year is a rarer thing
        return head | {
            "date": day.isoformat(),
            "year": str(day.year),
            "drucksache": f"{place + 1}/{day.year}",
            "status": "eingereicht",
        }, body

    def undecided(self) -> int:
        """Where the one from the middle on stands that was sent to another committee, which is to decide."""
        half = len(self.motions) // 2
        return next(
            place
            for place in (*range(half, len(self.motions)), *range(half))
            if self.motions[place][0]["status"] == "überwiesen"
        )
