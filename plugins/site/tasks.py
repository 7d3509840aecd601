"""What the office still has to do: results missing, answers overdue, attachments missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..meetings.listings import in_order
from ..motions.listings import newest_first
from ..records.council import USUAL, Council
from ..records.german import counted, day
from ..records.left import GAPS
from ..records.problems import Problem
from . import election
from .content import Site


class Task(Struct, frozen=True, order=True):
    group: str
    order: int  # days; the most urgent first within a group
    path: str
    line: int
    text: str


GROUPS = (
    "Lücken füllen",
    "Nach der Wahl",
    "Impressum prüfen",
    "Ergebnis eintragen",
    "Antwort überfällig",
    "Antwort kommt bald",
    "Sitzung steht bevor",
    "Drucksache fehlt",
    "Antrag als PDF fehlt",
    "Protokoll fehlt",
    "Umsetzung nachfragen",
    "Entwürfe",
)


def tasks(site: Site, today: dt.date, council: Council = USUAL, problems: Iterable[Problem] = ()) -> list[Task]:
    """All open tasks, in the order of GROUPS, the oldest first. `problems`: gaps among them are tasks, too."""
    found: list[Task] = []
    numbered, filed = (site.about.numbered, site.about.filed) if site.about else (True, True)

    def add(group: str, days: int, path: str, line: int, text: str) -> None:
        found.append(Task(group, -days, path, line, text))

    for gap in problems:
        if gap.code in GAPS:
            add("Lücken füllen", 0, gap.path, gap.line, gap.what)
    for number, (path, text) in enumerate(election.steps(site, today, council)):
        add("Nach der Wahl", -number, path, 1, text)
    for path, text in election.left(site, today):
        add("Impressum prüfen", 0, path, 1, text)
    for motion in newest_first(m for m in site.motions if not m.deleted):
        name = f"„{motion.title}“"
        if motion.draft:
            add("Entwürfe", 0, motion.source, 1, f"{name} ist noch ein {motion.status.label}.")
            continue
        if step := motion.unknown_result(today):
            days = (today - step.date).days
            add(
                "Ergebnis eintragen",
                days,
                motion.source,
                step.line,
                f"{name}: {step.body_name} am {day(step.date)}, seit {counted(days, 'Tag', 'Tagen')}.",
            )
        if motion.overdue(today):
            days = (today - motion.due).days
            add(
                "Antwort überfällig",
                days,
                motion.source,
                1,
                f"{name}: Frist war der {day(motion.due)}, seit {counted(days, 'Tag', 'Tagen')}.",
            )
        elif motion.question and motion.due and motion.awaited and (motion.due - today).days <= 14:
            add("Antwort kommt bald", 0, motion.source, 1, f"{name}: Frist ist der {day(motion.due)}.")
        if (coming := motion.next_step(today)) and (coming.date - today).days <= 14:
            add(
                "Sitzung steht bevor",
                -(coming.date - today).days,
                motion.source,
                coming.line,
                f"{name}: {coming.body_name} am {day(coming.date)}"
                + (f", TOP {coming.item}." if coming.item else "; die TOP-Nummer fehlt."),
            )
        age = (today - motion.date).days
        if numbered and not motion.reference and age > 14:
            add(
                "Drucksache fehlt",
                age,
                motion.source,
                1,
                f"{name} hat nach {counted(age, 'Tag', 'Tagen')} keine Nummer.",
            )
        if filed and not motion.main_file and age <= 365:
            add("Antrag als PDF fehlt", age, motion.source, 1, name)
        if motion.group.adopted:
            last = max(
                [i.date for i in motion.implementation] or [d for d in motion.dated() if d <= today] or [motion.date]
            )
            done = motion.implementation and motion.implementation[-1].done.ended
            if not done and (today - last).days > 180:
                add(
                    "Umsetzung nachfragen",
                    (today - last).days,
                    motion.source,
                    1,
                    f"{name}: seit {counted((today - last).days, 'Tag', 'Tagen')} nichts Neues.",
                )
    for meeting in in_order(site.meetings):
        if (
            meeting.own
            and meeting.over(today)
            and not meeting.cancelled
            and not meeting.minutes
            and meeting.admission.free
        ):
            add(
                "Protokoll fehlt",
                (today - meeting.date).days,
                meeting.source,
                1,
                f"{meeting.name} am {day(meeting.date)}",
            )
    return sorted(found, key=lambda t: (GROUPS.index(t.group), t.order, t.path, t.line))


def as_text(found: list[Task]) -> str:
    lines: list[str] = []
    for group in GROUPS:
        of_group = [t for t in found if t.group == group]
        if of_group:
            lines += [
                f"{group} ({len(of_group)})",
                *(f"  {t.text}\n    → {Path(t.path).as_posix()}:{t.line}" for t in of_group),
                "",
            ]
    lines.append(f"{counted(len(found), 'Aufgabe', 'Aufgaben')}." if found else "Nichts zu tun.")
    return "\n".join(lines) + "\n"
