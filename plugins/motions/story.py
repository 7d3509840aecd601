"""The life of a motion as a reader sees it: a verdict first, then a line of events."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from ..records.german import because, capital, day, joined
from ..records.links import File, Link
from .decision import result_phrase, sentence, votes_aside
from .model import Motion, Step
from .vocabulary import ANSWERED, EVENTS, ROLES, STATUSES, UNKNOWN, event


class Verdict(Struct, frozen=True):
    """What became of it: a word, a tone (good, bad, open, info) with its sign, one or two whole sentences."""

    word: str
    tone: str
    sign: str
    sentence: str


class Event(Struct, frozen=True, kw_only=True):
    """One point of the life line."""

    date: dt.date | None
    what: str
    tone: str = "info"
    sign: str = "arrow"
    where: Link | None = None  # committee
    item: str = ""  # agenda number
    result: str = ""  # a phrase with a capital letter, no full stop
    sentences: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()  # votes by parliamentary group
    meeting: Link | None = None
    quote: str = ""  # the council's own words
    text: str = ""  # resolution text as decided
    file: File | None = None
    source: str = ""
    public: bool | None = None
    also: tuple[Link, ...] = ()  # further committees of a joint meeting


def status_word(motion: Motion, today: dt.date) -> str:
    """The status in one word for listings."""
    return motion.status.label


def tone(motion: Motion) -> str:
    return motion.status.tone


def verdict(motion: Motion, today: dt.date) -> Verdict:
    word = status_word(motion, today)
    sentences = [*verdict_sentences(motion, today), *implementation_sentence(motion)]
    return Verdict(capital(word), tone(motion), motion.status.sign, " ".join(sentences))


def verdict_sentences(motion: Motion, today: dt.date) -> list[str]:
    if motion.draft:
        return [f"Dieser Text ist ein {motion.status.label} und nur in der Vorschau zu sehen."]
    said = []
    if step := motion.unknown_result(today):
        said = [f"{step.body_name}, {day(step.date)}: Ein Ergebnis ist hier nicht bekannt."]
        if not (coming := motion.next_step(today)):
            return said
        return [*said, f"Nächste Beratung: {coming.body_name}, {day(coming.date)}{f' (TOP {coming.item})' if coming.item else ''}."]
    last = next((s for s in reversed(motion.steps) if s.decided), None)
    deciding = next((s for s in reversed(motion.steps) if s.decided and s.deciding), last)
    if not motion.group.settled:
        if not motion.group.open and last:
            return [f"{sentence(last)}.", *(["Was seitdem geschah, ist hier nicht bekannt."] if last.outcome.waits else [])]
        if last:
            said.append(f"{sentence(last)}.")
        elif motion.question and motion.due:
            said.append("Die Antwort steht aus." if motion.overdue(today) else f"Eine Antwort wird bis zum {day(motion.due)} erwartet.")
        elif not motion.next_step(today):
            said.append("Noch ist kein Termin für die Beratung bekannt.")
        if coming := motion.next_step(today):
            top = f" (TOP {coming.item})" if coming.item else ""
            said.append(f"Nächste Beratung: {coming.body_name}, {day(coming.date)}{top}.")
        return said
    if motion.status.when == "answered" and motion.answered:
        return [f"Die Verwaltung hat am {day(motion.answered)} geantwortet."]
    if deciding:
        said.append(f"{sentence(deciding)}.")
    if motion.progress_note:
        said.append(f"{because(motion.status.sentence, motion.progress_note)}.")
    return said


def implementation_sentence(motion: Motion) -> list[str]:
    if not motion.implementation:
        return []
    last = sorted(motion.implementation, key=lambda i: i.date)[-1]  # of one day, the one that stands last
    return [f"{last.done.sentence} (Stand {day(last.date)})."]


def life(motion: Motion, today: dt.date) -> tuple[Event, ...]:
    """Submitted, then step by step, then what was done: all that is known, nothing that is not."""
    offices = joined([" ".join([a.office, a.name]).strip() for a in motion.addressees])
    submitted = EVENTS[event("submitted")].title
    events = [Event(date=motion.submitted, what=f"{submitted} an: {offices}" if offices else submitted)]
    events += [step_event(step, today) for step in motion.steps]
    if motion.answered and not any(s.outcome.status == ANSWERED for s in motion.steps):
        events.append(Event(date=motion.answered, what=f"Von der Verwaltung {STATUSES[ANSWERED].label}", tone=STATUSES[ANSWERED].tone, sign=STATUSES[ANSWERED].sign))
    for entry in sorted(motion.implementation, key=lambda i: i.date):
        events.append(Event(date=entry.date, what=f"Umsetzung: {entry.done.label}", tone=entry.done.tone, sign=entry.done.sign, result=entry.what, source=entry.source))
    dated = [e for e in events if e.date]
    undated = [e for e in events if not e.date]
    return (*sorted(dated, key=lambda e: e.date), *undated)


def step_event(step: Step, today: dt.date) -> Event:
    decided = step.decided
    coming = not decided and (not step.date or step.date >= today)
    result = result_phrase(step) if decided else "" if coming else UNKNOWN.sentence
    if not step.date:
        result = result or "Termin noch offen"
    return Event(
        date=step.date, what=ROLES[step.role].label if step.role else "", where=step.committees[0], also=step.committees[1:], item=step.item,
        tone=step.outcome.tone, sign=step.outcome.sign, result=result, sentences=tuple(votes_aside(step)), groups=tuple((name if v.about else f"{v.label}: {name}", said) for v in step.votes for name, said in v.by_group),
        meeting=step.meeting, quote=step.quote, text=step.text, file=step.file, public=step.public, source="; ".join(v.source for v in step.votes if v.source),
    )  # fmt: skip


def as_of(motion: Motion, today: dt.date) -> dt.date:
    """The last day on which something is known to have happened, by the front matter."""
    return max(d for d in motion.dated() if d <= today) if any(d <= today for d in motion.dated()) else motion.date


def citation(motion: Motion, group: str, url: str) -> str:
    """How to cite it, in the order of ISO 690: who, what, when, number, where."""
    reference = f", Drucksache {motion.reference}" if motion.reference else ""
    return f"{joined(list(motion.originators)) or group}: {motion.title}. {motion.kind} vom {day(motion.date)}{reference}. {url}"
