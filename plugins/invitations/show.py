"""What the person at the screen reads: who is invited, who was, what is left open. Never the link: screens are copied into logs."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..meetings.listings import upcoming
from ..meetings.model import Meeting
from ..records.german import counted, day
from . import letter
from .journal import BEGUN, FILED, LATER, REFUSED, RETURNED, SENT, UNSENT, Person
from .letter import CANCEL, CHANGE, FIRST, Occasion, when
from .mail import Sender
from .plan import Plan
from .requests import Found, Passed, Request

WORDS = {
    SENT: "gesendet",
    REFUSED: "abgewiesen",
    LATER: "vertagt, der nächste Aufruf versucht es wieder",
    UNSENT: "nicht gesendet, der nächste Aufruf versucht es wieder",
    BEGUN: "ungewiss",
}
HIDDEN = "(steht in der Mail)"
HEADS = {FIRST: "Neu einzuladen", CHANGE: "Erhalten die Änderung", CANCEL: "Erhalten die Absage"}


def coming(meetings: Iterable[Meeting], today: dt.date) -> list[Meeting]:
    """Those of the group to which somebody can be invited."""
    return [m for m in upcoming(meetings, today) if m.own and not m.admission.closed]


def plan(plan: Plan, meeting: Meeting) -> str:
    parts = [f"{meeting.name}, {when(meeting)}{' (abgesagt)' if meeting.cancelled else ''}, Kennung {meeting.uid}"]
    for kind, head in HEADS.items():
        parts.append(
            block(
                head,
                [f"{job.guest}{f'  ({job.source})' if job.source else ''}" for job in plan.jobs if job.kind == kind],
            )
        )
    parts.append(
        block(
            "Ungewiss, ob die Mail ankam",
            names(plan.settled.get(BEGUN, [])),
            "Bitte nachfragen. Noch einmal senden nur mit --nochmal ADRESSE.",
        )
    )
    parts.append(
        block(
            "Vom Mailserver abgewiesen",
            [f"{p.guest}: {last(p)}" for p in plan.settled.get(REFUSED, [])],
            "Bitte die Adresse prüfen. Noch einmal: --nochmal ADRESSE.",
        )
    )
    bounced = {person.guest.key: bounce.said for person, bounce in plan.bounced}
    parts.append(
        block(
            "Zurückgekommen",
            [f"{p.guest}: {bounced.get(p.guest.key) or last(p)}" for p in plan.settled.get(RETURNED, [])],
            "Bitte die Adresse prüfen. Noch einmal: --nochmal ADRESSE.",
        )
    )
    parts.append(block("Als Datei ausgegeben", names(plan.settled.get(FILED, []))))
    if done := plan.settled.get(SENT):
        parts.append(f"Schon gesendet: {counted(len(done), 'Person', 'Personen')}.")
    parts.append(to_look_at(plan.passed))
    parts.append(block("Keine Anfrage", [f"{each.source}: {each.why}" for each in plan.passed if each.machine]))
    parts.append(passed_over(plan.passed))
    if quiet := sum(each.quiet for each in plan.passed):
        parts.append(f"Ohne Kennzeichen einer Sitzung oder von uns selbst: {counted(quiet, 'Mail', 'Mails')}.")
    return "\n\n".join(filter(None, parts))


def block(head: str, rows: Sequence[str], remedy: str = "") -> str:
    return (
        "\n".join([f"{head} ({len(rows)}):", *(f"  {row}" for row in rows), *([f"  → {remedy}"] if remedy else [])])
        if rows
        else ""
    )


def to_look_at(passed: Iterable[Passed]) -> str:
    """What a person decides, each with the command to paste."""
    rows = ["\n    ".join([f"{each.source}: {each.why}", *each.lines]) for each in passed if each.looks]
    return block("Braucht einen Blick", rows, "Bitte selbst ansehen. Wer eingeladen werden soll, kommt von Hand dazu.")


def passed_over(passed: Iterable[Passed]) -> str:
    """What the owner of the mailbox deleted or put aside, counted."""
    counts = Counter(each.state for each in passed if each.state)
    said = ", ".join(f"{many} {state}" for state, many in sorted(counts.items()))
    return f"Übergangen, wie im Mailprogramm: {counted(counts.total(), 'Mail', 'Mails')} ({said})." if counts else ""


def names(people: Iterable[Person]) -> list[str]:
    return [str(person.guest) for person in people]


def last(person: Person) -> str:
    return person.mailings[max(person.mailings)].said


def sample(plan: Plan, occasion: Occasion, sender: Sender) -> str:
    """The first mail as it would go out, its secrets left out."""
    if not plan.jobs:
        return ""
    job = plan.jobs[0]
    text = letter.build_text(letter.paragraphs(job.kind, occasion, job.guest.name))
    for secret in sorted(occasion.access.secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    head = f"Von: {sender.name} <{sender.mail}>\nAn: {job.guest}\nBetreff: {letter.subject(job.kind, occasion.meeting)}\n\n{text}"
    return "\nDie erste Mail:\n" + "".join(f"  | {line}".rstrip() + "\n" for line in head.splitlines())


def ending(plan: Plan, meeting: Meeting) -> str:
    if not plan.jobs:
        return "Es ist nichts zu senden."
    return f"Es wurde nichts gesendet. Senden: denselben Befehl mit --senden wiederholen ({counted(len(plan.jobs), 'Mail', 'Mails')}). Als Dateien: --als-datei ORDNER."


def result(states: Sequence[str], wanted: int, meeting: str) -> str:
    """How it ended, in one line, and what to do about the rest."""
    words = [f"{states.count(SENT)} von {counted(wanted, 'Mail', 'Mails')} gesendet"]
    for state, word in ((REFUSED, "abgewiesen"), (BEGUN, "ungewiss")):
        if states.count(state):
            words.append(f"{states.count(state)} {word}")
    open_ = wanted - len(states) + states.count(LATER) + states.count(UNSENT)
    later = f" Noch offen: {open_}. Bitte später noch einmal: fraktion einladen {meeting} --senden" if open_ else ""
    unknown = f" Was ungewiss ist, zeigt: fraktion einladen {meeting}" if states.count(BEGUN) else ""
    return f"{', '.join(words)}.{later}{unknown}"


def line(meeting: Meeting, plan: Plan) -> str:
    """One meeting in the list of all."""
    counts = [
        f"{len([j for j in plan.jobs if j.kind == kind])} {word}"
        for kind, word in ((FIRST, "einzuladen"), (CHANGE, "mit Änderung"), (CANCEL, "mit Absage"))
        if any(j.kind == kind for j in plan.jobs)
    ]
    counts += [
        f"{len(plan.settled[state])} {word}"
        for state, word in (
            (SENT, "eingeladen"),
            (FILED, "als Datei"),
            (BEGUN, "ungewiss"),
            (REFUSED, "abgewiesen"),
            (RETURNED, "zurückgekommen"),
        )
        if state in plan.settled
    ]
    where = "fällt aus" if meeting.cancelled else meeting.form
    return f"{meeting.date.isoformat()}  {meeting.name}, {where} [{meeting.uid}]: {', '.join(counts) or 'niemand'}"


def leftover(found: Sequence[Found], meetings: Mapping[str, Meeting], today: dt.date) -> Iterator[str]:
    """What in a mailbox belongs to no coming meeting."""
    late: dict[str, int] = {}
    machines: dict[str, int] = {}
    for each in found:
        if isinstance(each, Request) and (each.meeting not in meetings or meetings[each.meeting].over(today)):
            late[each.meeting] = late.get(each.meeting, 0) + 1
        elif isinstance(each, Passed) and each.machine:
            machines[each.why] = machines.get(each.why, 0) + 1
    for mark, many in late.items():
        about = (
            f"zur Sitzung vom {day(meetings[mark].date)}, die vorbei ist"
            if mark in meetings
            else f"zu einer Sitzung, die es nicht gibt [{re.sub(r'[^a-z0-9-]', '', mark)}]"
        )
        yield f"Im Postfach: {counted(many, 'Anfrage', 'Anfragen')} {about}. Löschen: fraktion einladen --vergessen --postfach …"
    passed = [each for each in found if isinstance(each, Passed)]
    yield from filter(None, (to_look_at(passed), passed_over(passed)))
    for reason, many in machines.items():
        yield f"Im Postfach, keine Anfrage ({many}): {reason}"


__all__ = ["WORDS", "Passed"]
