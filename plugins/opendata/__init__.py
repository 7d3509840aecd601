"""The listings as data: one CSV for spreadsheets, one JSON for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain

from ..motions.decision import vote_sentence
from ..motions.listings import LISTED, newest_first
from ..motions.model import TABLE, Facts, Motion
from ..press import Frame, Page
from ..press.codec import dumps
from ..records.german import joined
from ..records.quoting import csv_cell, csv_table

COLUMNS = ("uid", "datum", "art", "titel", "drucksache", "antragstellende", "themen", "orte", "gremien", "stand", "ausgang", "letzte_sitzung", "letztes_ergebnis", "umsetzung", "adresse")
safe = csv_cell  # what every cell of ours goes through, by its name in this room


def pages(frame: Frame, motions: Iterable[Motion]) -> Iterator[Page]:
    facts = tuple(map(Facts, newest_first(motions)))
    yield Page("antraege/antraege.csv", build_csv, {"frame": frame, "motions": facts})
    yield Page("antraege/antraege.json", build_json, {"frame": frame, "motions": facts})


def row(motion: Motion, frame: Frame) -> dict[str, str]:
    decided = [s for s in motion.steps if s.decided]
    last = decided[-1] if decided else None
    return {
        "uid": motion.uid, "datum": motion.date.isoformat(), "art": motion.kind, "titel": motion.title, "drucksache": motion.reference,
        "antragstellende": joined(list(motion.originators)), "themen": ", ".join(t.text for t in motion.topics), "orte": ", ".join(p.text for p in motion.places),
        "gremien": ", ".join(dict.fromkeys(c.text for s in motion.steps for c in s.committees)), "stand": motion.progress, "ausgang": motion.status.group,
        "letzte_sitzung": last.date.isoformat() if last and last.date else "", "letztes_ergebnis": last.result if last else "",
        "umsetzung": motion.implementation[-1].state if motion.implementation else "", "adresse": frame.absolute(motion.path),
    }  # fmt: skip


def build_csv(frame: Frame, motions: tuple[Facts, ...]) -> bytes:
    """For spreadsheets: a head of names, then a motion a row."""
    rows = (row(facts.motion, frame) for facts in motions)
    return csv_table(chain([COLUMNS], ([cells[column] for column in COLUMNS] for cells in rows)))


def detail(motion: Motion, frame: Frame) -> dict:
    """A motion with its steps. Keys are those of the field table, so that the handbook explains them."""
    return {
        **row(motion, frame),
        "wahlperiode": motion.term.text if motion.term else "", "stand_erklaerung": motion.progress_note, "frist": iso(motion.due), "beantwortet_am": iso(motion.answered),
        "kurzadresse": frame.absolute(motion.short_path), "kurzfassung": motion.summary, "weitere_nummern": list(motion.other_references),
        "antragstellende": list(motion.originators), "themen": [t.text for t in motion.topics], "orte": [p.text for p in motion.places],
        "gremien": list(dict.fromkeys(c.text for s in motion.steps for c in s.committees)),
        "unterzeichner": [{"name": s.person.text, "rolle": s.role} for s in motion.signatories],
        "beschlussvorschlag": part.section.numbered_points if (part := motion.part("beschlussvorschlag")) else [],
        "beratungsfolge": [
            {
                "gremium": [c.text for c in s.committees], "rolle": s.role, "entscheidend": s.deciding, "datum": iso(s.date), "top": s.item, "ergebnis": s.result,
                "verwiesen_an": [c.text for c in s.referred_to], "vertagt_auf": iso(s.deferred_to),
                "abstimmungen": [
                    {"gegenstand": v.subject, "ja": v.yes, "nein": v.no, "enthaltung": v.abstained, "befangen": v.biased, "abwesend": v.absent, "einstimmig": v.unanimous, "mehrheitlich": v.majority, "ergebnis": v.outcome, "satz": vote_sentence(v)}
                    for v in s.votes
                ],
            }
            for s in motion.steps
        ],
        "umsetzung": [{"datum": i.date.isoformat(), "stand": i.state, "was": i.what} for i in motion.implementation],
    }  # fmt: skip


def iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def build_json(frame: Frame, motions: tuple[Facts, ...]) -> str:
    """One motion on a line: a difference of two versions shows which are others, and indenting ten thousand takes seconds."""
    rows = [detail(facts.motion, frame) for facts in motions]
    head = {"fraktion": frame.name, "adresse": frame.absolute(""), "felder": {key: label(key) for key in keys(rows)}}
    lines = ",\n".join(map(dumps, rows))
    return f'{dumps(head)[:-1]},\n"antraege":[\n{lines}\n]}}\n'


# ------------------------------------------------------------------------- what the keys mean

# Keys that no editor types: worked out from those of the field table.
WORKED_OUT = {
    "orte": "Orte, um die es geht", "gremien": "alle Gremien der Beratungsfolge", "ausgang": f"Gruppe des Stands: {', '.join(group.word for group in LISTED)}",
    "letzte_sitzung": "Tag der letzten Sitzung, deren Ergebnis bekannt ist", "letztes_ergebnis": "Ergebnis dieser Sitzung", "adresse": "Seite des Antrags",
    "kurzadresse": "Adresse, die sich nie ändert", "beschlussvorschlag": "nummerierte Punkte des Beschlussvorschlags",
    "beratungsfolge.entscheidend": "ob das Gremium hier abschließend entscheidet", "beratungsfolge.abstimmungen.satz": "die Abstimmung als Satz",
}  # fmt: skip


def keys(rows: list[dict]) -> list[str]:
    """Every key once, as it comes; those of an inner list behind the name of the list: "umsetzung.was"."""
    seen: dict[str, None] = {}

    def look(rows: list, path: str) -> None:
        for row in rows:
            for key, value in row.items() if type(row) is dict else ():
                seen[path + key] = None
                if type(value) is list:
                    look(value, f"{path}{key}.")

    look(rows, "")
    return list(seen)


def label(path: str) -> str:
    """What a key means: the label of the field table, where editors know it from."""
    if path in WORKED_OUT:
        return WORKED_OUT[path]
    fields, found = TABLE.fields, None
    for key in path.split("."):
        found = fields[key]
        fields = TABLE.rows.get(found.rows, {})
    return found.label
