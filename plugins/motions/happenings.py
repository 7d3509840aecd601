"""What happened to a motion, one thing after the other, each with a name that never changes.

The name is what a reader of feeds is told once. It holds the motion's uid (given by whoever makes a feed of it), the uid of
the committee, and which time the motion was there; no date, no title, no address and no result, so that whatever is mended
later tells nobody anything. What was entered wrongly and shall be told again is entered as a dated change (`aenderungen`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from ..records.german import day, joined, toward, within
from ..records.links import fold
from .model import Motion, Step, outcome
from .progress import ADOPTED, DECISIONS, FINAL, points_differ, silent
from .story import result_phrase

AHEAD = dt.timedelta(days=42)  # an agenda whose day of fixing nobody wrote down is told this long before the sitting

# Kind → what the field table calls it (`tells`). Names of entries hold the kind, so none is ever renamed.
KINDS = {
    "eingereicht": "eingereicht", "termin": "auf der Tagesordnung", "ergebnis": "Ergebnis", "zurueckgezogen": "zurückgezogen", "beantwortet": "beantwortet",
    "stand": "anders beendet", "umsetzung": "Umsetzung", "aenderung": "Text geändert", "geloescht": "gelöscht",
}  # fmt: skip
ANYWHERE = {"zurückgezogen": "zurueckgezogen", "beantwortet": "beantwortet"}  # can happen once, in a committee or out of it
OF_STEPS = ("termin", "ergebnis", "zurueckgezogen", "beantwortet")
WORDS = {
    **dict.fromkeys(ADOPTED, "angenommen"), "einstimmig beschlossen": "einstimmig angenommen", "mehrheitlich beschlossen": "mehrheitlich angenommen",
    "geändert beschlossen": "in geänderter Fassung angenommen", "teilweise beschlossen": "teilweise angenommen", "geändert empfohlen": "in geänderter Fassung empfohlen",
    "abgesetzt": "von der Tagesordnung genommen",
}  # fmt: skip
IMPLEMENTATION = {"offen": "Noch nicht umgesetzt", "in Umsetzung": "In Umsetzung"}


class Happening(Struct, frozen=True):
    kind: str
    key: str  # what never changes
    date: dt.date
    index: int = -1  # of the step, of the row of `umsetzung` or of `aenderungen`, as they stand in the motion
    final: bool = False  # it says what became of the motion


def happenings(motion: Motion, today: dt.date) -> list[Happening]:
    """All that is known to have happened by `today`, the oldest first; of one day in the order of the text."""
    begun = max(motion.submitted, motion.published)
    found = [Happening("eingereicht", "eingereicht", begun)]
    found += of_steps(motion, begun)
    keys = {h.key for h in found}
    last = max(h.date for h in found)
    if motion.answered and "beantwortet" not in keys:
        found.append(Happening("beantwortet", "beantwortet", motion.answered, final=True))
    if outcome(motion.progress) != "offen" and not any(h.final for h in found):
        kind = ANYWHERE.get(motion.progress, "stand")
        found.append(Happening(kind, kind, motion.since or last, final=True))
    found += [Happening("umsetzung", f"umsetzung-{n + 1}", row.date, n) for n, row in enumerate(motion.implementation)]
    found += [Happening("aenderung", f"aenderung-{row.number or n + 1}", row.date, n) for n, row in enumerate(motion.changes)]
    if motion.deleted:
        found.append(Happening("geloescht", "geloescht", motion.deleted))
    return sorted([h for h in found if h.date <= today], key=lambda h: h.date)


def of_steps(motion: Motion, begun: dt.date) -> Iterator[Happening]:
    """A day on an agenda, until there is a result; then the result alone."""
    times: Counter[str] = Counter()
    told: set[str] = set()  # committees whose next sitting a deferral has announced
    withdrawn: set[str] = set()
    last = begun
    for index, step in enumerate(motion.steps):
        lead = step.committees[0]
        body = lead.key or fold(lead.text)
        times[body] += 1
        key = f"gremium-{body}-{times[body]}"
        if kind := ANYWHERE.get(step.result):
            if kind not in withdrawn:
                yield Happening(kind, kind, step.date or motion.since or last, index, True)
            withdrawn.add(kind)
        elif step.decided and step.date:
            yield Happening("ergebnis", f"{key}/ergebnis", step.date, index, is_final(motion, step))
        elif step.date and (step.scheduled or body not in told):
            yield Happening("termin", f"{key}/termin", step.scheduled or min(step.date, max(last, step.date - AHEAD)), index)
        told = told | {body} if step.result == "vertagt" and step.deferred_to else told - {body}
        last = max(last, step.date) if step.decided and step.date else last


def is_final(motion: Motion, step: Step) -> bool:
    """Does this result decide the motion? An advising committee's does where the motion's status says the same."""
    return step.result in FINAL and (step.deciding or DECISIONS[step.result] == motion.progress)


# ------------------------------------------------------------------------------------ telling


def headline(motion: Motion, told: Happening) -> str:
    """„Abgelehnt im Kreistag“: before a colon and the title."""
    match told.kind:
        case "termin":
            step = motion.steps[told.index]
            return f"Am {day(step.date)} {within(step.body_name)}"
        case "ergebnis":
            return capital(result_words(motion, motion.steps[told.index]))
        case "umsetzung":
            state = motion.implementation[told.index].state
            return IMPLEMENTATION.get(state, capital(state))
        case "stand":
            return capital(motion.progress)
        case "aenderung":
            return "Text geändert"
    return capital(KINDS[told.kind])


def result_words(motion: Motion, step: Step) -> str:
    where = within(step.body_name)
    if silent(step):
        return f"abgestimmt {where}"  # on something else: „angenommen“ would be read as the motion's fate
    if step.result == "vertagt" and step.deferred_to:
        return f"vertagt {where} auf den {day(step.deferred_to)}"
    if step.result == "verwiesen" and step.referred_to:
        return f"verwiesen {where} {toward([link.text for link in step.referred_to])}"
    points = step.result in (*ADOPTED, "abgelehnt") and points_differ(step)
    return f"{'teilweise angenommen' if points else WORDS.get(step.result, step.result)} {where}"


def sentence(motion: Motion, told: Happening) -> str:
    """What happened, when and where, as one sentence or two."""
    step = next(iter(step_of(motion, told)), None)
    match told.kind:
        case "eingereicht":
            offices = joined([" ".join([a.office, a.name]).strip() for a in motion.addressees])
            return f"{motion.kind} vom {day(motion.date)}" + (f", eingereicht an: {offices}." if offices else ", eingereicht.")
        case "termin":
            top = f", TOP {step.item}" if step.item else ""
            role = f" ({step.role})" if step.role else ""
            return f"Auf der Tagesordnung: {step.body_name}, {day(step.date)}{top}{role}."
        case "ergebnis":
            return f"{step.body_name}, {day(step.date)}: {result_phrase(step)}."
        case "zurueckgezogen" if step is None:
            return f"Zurückgezogen{since(motion)}{because(motion)}."
        case "stand":
            return f"{capital(motion.progress)}{since(motion)}{because(motion)}."
        case "beantwortet" if step is None:
            return f"Die Verwaltung hat am {day(motion.answered)} geantwortet." if motion.answered else "Die Verwaltung hat geantwortet."
        case "umsetzung":
            row = motion.implementation[told.index]
            return f"{headline(motion, told)}, {day(row.date)}{f': {row.what}' if row.what else ''}".rstrip(".") + "."
        case "aenderung":
            row = motion.changes[told.index]
            return f"Text geändert am {day(row.date)}: {row.what}".rstrip(".") + "."
        case "geloescht":
            reason = f" {motion.deleted_because.rstrip('.')}." if motion.deleted_because else ""
            return f"Dieser Text steht seit dem {day(motion.deleted)} nicht mehr auf der Seite.{reason}"
    return f"{step.body_name}{f', {day(step.date)}' if step.date else ''}: {result_phrase(step)}."


def step_of(motion: Motion, told: Happening) -> tuple[Step, ...]:
    """The step in which it happened, if it was one."""
    return (motion.steps[told.index],) if told.kind in OF_STEPS and told.index >= 0 else ()


def since(motion: Motion) -> str:
    return f" am {day(motion.since)}" if motion.since else ""


def because(motion: Motion) -> str:
    note = motion.progress_note.rstrip(".")
    return f", {note}" if note else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
