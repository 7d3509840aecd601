"""The life of a motion as a reader sees it: a verdict first, then a line of events."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from ..records.german import because, capital, day, joined
from ..records.links import File, Link
from .decision import result_phrase, verdict_phrases, votes_aside
from .model import Implementation, Motion, Step
from .vocabulary import ADOPTED, ANSWERED, EVENTS, ROLES, STATUSES, UNKNOWN, Done, event

OVERDUE = "Antwort überfällig"


class Verdict(Struct, frozen=True):
    """What became of it: a word, a tone (good, bad, open, info) with its sign, one or two whole sentences."""

    word: str
    tone: str
    sign: str
    sentence: str
    heading: str = ""  # the word, and what was done since


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


def done(motion: Motion) -> Implementation | None:
    """The last that is known of what was done with it, where it was adopted at all; of one day, what stands last."""
    return (
        sorted(motion.implementation, key=lambda i: i.date)[-1]
        if motion.implementation and motion.group.adopted
        else None
    )


def clouded(motion: Motion) -> Done | None:
    """What speaks against its status: it was adopted, and not carried out."""
    last = done(motion)
    return last.done if last and last.done.clouds else None


def status_word(motion: Motion, today: dt.date) -> str:
    """What became of it in few words, for listings: the whole truth, not the decision alone."""
    if motion.overdue(today):
        return OVERDUE
    cloud = clouded(motion)
    return f"{motion.status.label}, {cloud.beside}" if cloud else motion.status.label


def tone(motion: Motion, today: dt.date | None = None) -> str:
    cloud = clouded(motion)
    return "mixed" if today and motion.overdue(today) else cloud.tone if cloud else motion.status.tone


def sign(motion: Motion, today: dt.date) -> str:
    cloud = clouded(motion)
    return "diamond" if motion.overdue(today) else cloud.sign if cloud else motion.status.sign


def heading(motion: Motion, today: dt.date) -> str:
    """The verdict as the page's heading: the decision, its points, and what was done."""
    if motion.overdue(today):
        return OVERDUE
    decided = next((s for s in reversed(motion.steps) if s.decided), None)
    if motion.group.open and decided and decided.outcome.waits and decided.outcome.typed:
        return decided.outcome.sentence
    points, last = adopted_points(motion), done(motion)
    word = motion.status.short if last or points else motion.status.sentence
    return "".join((word, f": {points}" if points else "", f", {last.done.beside}" if last else ""))


def adopted_points(motion: Motion) -> str:
    """„Punkt 1 und Punkt 3“, where some were adopted and some were not."""
    step = decision_of(motion)
    parts = [vote for vote in step.votes if vote.on_part and vote.outcome] if step and motion.group.adopted else []
    return (
        joined([vote.label for vote in parts if vote.outcome == ADOPTED])
        if len({vote.outcome for vote in parts}) > 1
        else ""
    )


def decision_of(motion: Motion) -> Step | None:
    """The step that decided, or the last one with a result."""
    last = next((s for s in reversed(motion.steps) if s.decided), None)
    return next((s for s in reversed(motion.steps) if s.decided and s.deciding), last)


def verdict(motion: Motion, today: dt.date) -> Verdict:
    sentences = [*verdict_sentences(motion, today), *implementation_sentence(motion)]
    return Verdict(
        capital(motion.status.label),
        tone(motion, today),
        sign(motion, today),
        " ".join(sentences),
        capital(heading(motion, today)),
    )


def verdict_sentences(motion: Motion, today: dt.date) -> list[str]:
    if motion.draft:
        return [f"Dieser Text ist ein {motion.status.label} und nur in der Vorschau zu sehen."]
    said = []
    if step := motion.unknown_result(today):
        said = [f"{step.body_name}, {day(step.date)}: Ein Ergebnis ist hier nicht bekannt."]
        if not (coming := motion.next_step(today)):
            return said
        return [
            *said,
            f"Nächste Beratung: {coming.body_name}, {day(coming.date)}{f' (TOP {coming.item})' if coming.item else ''}.",
        ]
    last, deciding = next((s for s in reversed(motion.steps) if s.decided), None), decision_of(motion)
    if not motion.group.settled:
        if not motion.group.open and last:
            return [
                *verdict_phrases(last, motion.status.sentence, ""),
                *(["Was seitdem geschah, ist hier nicht bekannt."] if last.outcome.waits else []),
            ]
        if last:
            said += verdict_phrases(last, motion.status.sentence, "")
        elif motion.question and motion.due:
            said.append(
                f"Die Antwort war bis zum {day(motion.due)} zugesagt und fehlt."
                if motion.overdue(today)
                else f"Eine Antwort wird bis zum {day(motion.due)} erwartet."
            )
        elif not motion.next_step(today):
            said.append("Noch ist kein Termin für die Beratung bekannt.")
        if last and last.outcome.defers and not last.deferred_to and not motion.next_step(today):
            said.append("Ein neuer Termin steht noch nicht fest.")
        if coming := motion.next_step(today):
            top = f" (TOP {coming.item})" if coming.item else ""
            said.append(f"Nächste Beratung: {coming.body_name}, {day(coming.date)}{top}.")
        return said
    if motion.status.when == "answered" and motion.answered:
        return [f"Die Verwaltung hat am {day(motion.answered)} geantwortet."]
    if deciding:
        return [*said, *verdict_phrases(deciding, motion.status.sentence, motion.progress_note)]
    if motion.progress_note:  # the heading has said what it explains
        said.append(f"{because('Und zwar', motion.progress_note)}.")
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
    if motion.answered and not any(s.outcome.status == ANSWERED and s.date == motion.answered for s in motion.steps):
        events.append(
            Event(
                date=motion.answered,
                what=f"Von der Verwaltung {STATUSES[ANSWERED].label}",
                tone=STATUSES[ANSWERED].tone,
                sign=STATUSES[ANSWERED].sign,
            )
        )
    for entry in sorted(motion.implementation, key=lambda i: i.date):
        events.append(
            Event(
                date=entry.date,
                what=entry.done.feed,
                tone=entry.done.tone,
                sign=entry.done.sign,
                result=entry.what,
                source=entry.source,
            )
        )
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
        date=step.date,
        what=ROLES[step.role].label if step.role else "",
        where=step.committees[0],
        also=step.committees[1:],
        item=step.item,
        tone=step.outcome.tone,
        sign=step.outcome.sign,
        result=result,
        sentences=tuple(votes_aside(step)),
        groups=tuple(
            (name if v.about else f"{v.label}: {name}", said) for v in step.votes for name, said in v.by_group
        ),
        meeting=step.meeting,
        quote=step.quote,
        text=step.text,
        file=step.file,
        public=step.public,
        source="; ".join(v.source for v in step.votes if v.source),
    )


def as_of(motion: Motion, today: dt.date) -> dt.date:
    """The last day on which something is known to have happened, by the front matter."""
    return max(d for d in motion.dated() if d <= today) if any(d <= today for d in motion.dated()) else motion.date


def citation(motion: Motion, group: str, url: str) -> str:
    """How to cite it, in the order of ISO 690: who, what, when, number, where."""
    reference = f", Drucksache {motion.reference}" if motion.reference else ""
    return f"{joined(list(motion.originators)) or group}: {motion.title}. {motion.kind} vom {day(motion.date)}{reference}. {url}"
