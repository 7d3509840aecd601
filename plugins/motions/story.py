"""The life of a motion as a reader sees it: a verdict first, then a line of events."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from ..records.german import day, joined
from ..records.links import File, Link
from .model import Motion, Step, outcome
from .progress import ADOPTED, silent
from .votes import vote_sentence

# How a status looks: a word for the style and the shape. Colour is never the only sign.
TONES = {
    "angenommen": "good", "in geänderter Fassung angenommen": "good", "teilweise angenommen": "good",
    "abgelehnt": "bad", "beantwortet": "info", "zur Kenntnis genommen": "info", "erledigt": "info", "zurückgezogen": "info",
}  # fmt: skip
RESULT_TONES = {
    **dict.fromkeys([*ADOPTED, "geändert beschlossen", "teilweise beschlossen", "empfohlen", "geändert empfohlen"], "good"),
    **dict.fromkeys(["abgelehnt", "Ablehnung empfohlen"], "bad"),
    **dict.fromkeys(["vertagt", "zurückgestellt", "abgesetzt", "", "offen"], "open"),
}
IMPLEMENTED = {"umgesetzt": "good", "teilweise umgesetzt": "good", "nicht umgesetzt": "bad", "offen": "open", "in Umsetzung": "open"}


class Verdict(Struct, frozen=True):
    """What became of it: a word, a tone (good, bad, open, info), one or two whole sentences."""

    word: str
    tone: str
    sentence: str


class Event(Struct, frozen=True, kw_only=True):
    """One point of the life line."""

    date: dt.date | None
    what: str
    tone: str = "info"
    where: Link | None = None  # committee
    item: str = ""  # agenda number
    result: str = ""  # a phrase with a capital letter, no full stop
    sentences: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()  # votes by parliamentary group
    meeting: Link | None = None
    text: str = ""  # resolution text as decided
    file: File | None = None
    source: str = ""
    public: bool | None = None
    also: tuple[Link, ...] = ()  # further committees of a joint meeting
    referred_to: tuple[Link, ...] = ()


def status_word(motion: Motion, today: dt.date) -> str:
    """The status in one word for listings; neutral where a result is not known here."""
    if motion.unknown_result(today):
        return "Ergebnis noch nicht bekannt"
    return motion.progress


def tone(motion: Motion) -> str:
    return TONES.get(motion.progress, "open")


def verdict(motion: Motion, today: dt.date) -> Verdict:
    word = status_word(motion, today)
    sentences = [*verdict_sentences(motion, today), *implementation_sentence(motion)]
    return Verdict(word[:1].upper() + word[1:], tone(motion), " ".join(sentences))


def verdict_sentences(motion: Motion, today: dt.date) -> list[str]:
    if motion.draft:
        return ["Dieser Text ist ein Entwurf und nur in der Vorschau zu sehen."]
    if step := motion.unknown_result(today):
        return [f"Stand auf der Tagesordnung: {step.body_name}, {day(step.date)}. Ein Ergebnis ist hier noch nicht bekannt."]
    said = []
    last = next((s for s in reversed(motion.steps) if s.decided), None)
    deciding = next((s for s in reversed(motion.steps) if s.decided and s.deciding), last)
    if outcome(motion.progress) == "offen":
        if last:
            said.append(step_sentence(last))
        elif motion.question and motion.due:
            said.append("Die Antwort steht aus." if motion.overdue(today) else f"Eine Antwort wird bis zum {day(motion.due)} erwartet.")
        elif not motion.next_step(today):
            said.append("Noch ist kein Termin für die Beratung bekannt.")
        if coming := motion.next_step(today):
            top = f" (TOP {coming.item})" if coming.item else ""
            said.append(f"Nächste Beratung: {coming.body_name}, {day(coming.date)}{top}.")
        return said
    if motion.progress == "beantwortet" and motion.answered:
        return [f"Die Verwaltung hat am {day(motion.answered)} geantwortet."]
    if deciding:
        said.append(step_sentence(deciding))
    if motion.progress_note:
        comma = "," if motion.progress_note.split()[0] in ("weil", "da", "nachdem", "denn") else ""
        said.append(f"{motion.progress[:1].upper() + motion.progress[1:]}{comma} {motion.progress_note.rstrip('.')}.")
    return said


def step_sentence(step: Step) -> str:
    """„Kreistag, 12. Juni 2024: Mit 41 zu 9 Stimmen bei 2 Enthaltungen angenommen.“"""
    when = f", {day(step.date)}" if step.date else ""
    return f"{step.body_name}{when}: {result_phrase(step)}."


def implementation_sentence(motion: Motion) -> list[str]:
    if not motion.implementation:
        return []
    last = sorted(motion.implementation, key=lambda i: i.date)[-1]  # of one day, the one that stands last
    word = {"offen": "Die Umsetzung steht noch aus", "in Umsetzung": "Die Umsetzung läuft"}.get(last.state, last.state[:1].upper() + last.state[1:])
    return [f"{word} (Stand {day(last.date)})."]


def result_phrase(step: Step) -> str:
    """The result with its vote on the motion, if there was one: a phrase, no full stop."""
    said = step.result if step.decided else "Ergebnis noch nicht bekannt"
    if step.referred_to and step.result == "verwiesen":
        said = f"verwiesen an: {joined([link.text for link in step.referred_to])}"
    if step.deferred_to and step.result == "vertagt":
        said = f"vertagt auf den {day(step.deferred_to)}"
    vote = next((v for v in step.votes if v.subject == "Antrag"), None)
    if vote and step.result == "einstimmig beschlossen":
        vote = replace(vote, unanimous=True)
    word = {"geändert beschlossen": "in geänderter Fassung angenommen", "teilweise beschlossen": "teilweise angenommen", "abgelehnt": "abgelehnt"}.get(step.result)
    if step.result in ADOPTED:
        word = "angenommen"
        said = {"einstimmig beschlossen": "einstimmig angenommen", "mehrheitlich beschlossen": "mehrheitlich angenommen"}.get(step.result, "angenommen")
    elif word:
        said = word
    if vote and word:
        said = counted_phrase(vote, word, said)
    elif vote:
        told = vote_sentence(vote)
        # „Geändert empfohlen (mit 8 zu 4 Stimmen)“: the recommendation says already how it went.
        told = (told[:1].lower() + told[1:]).removesuffix(vote.outcome).strip()
        said = f"{said} ({told})" if told else said
    elif word and silent(step):
        # Voted on was something else; „angenommen“ alone would be read as the motion's fate.
        said = vote_sentence(replace(step.votes[0], result=step.votes[0].outcome or ("abgelehnt" if word == "abgelehnt" else "angenommen")))
    if step.note:
        said = f"{said}. {step.note.rstrip('.')}"
    return said[:1].upper() + said[1:]


def counted_phrase(vote, word: str, plain: str) -> str:
    """„mit 41 zu 9 Stimmen … in geänderter Fassung angenommen“; without numbers the plain words."""
    told = vote_sentence(replace(vote, result=word))
    if told.casefold() == word.casefold():
        return plain
    known = {"einstimmig": vote.unanimous, "mehrheitlich": vote.majority or (vote.yes is not None and vote.no is not None)}
    adverb = plain.split()[0]
    return told if known.get(adverb, True) else f"{adverb} {told[:1].lower() + told[1:]}"


def life(motion: Motion, today: dt.date) -> tuple[Event, ...]:
    """Submitted, then step by step, then what was done: all that is known, nothing that is not."""
    offices = joined([" ".join([a.office, a.name]).strip() for a in motion.addressees])
    events = [Event(date=motion.submitted, what=f"Eingereicht an: {offices}" if offices else "Eingereicht")]
    for step in motion.steps:
        events.append(step_event(step, today))
    if motion.answered and not any(s.result == "beantwortet" for s in motion.steps):
        events.append(Event(date=motion.answered, what="Von der Verwaltung beantwortet", tone="info"))
    for entry in sorted(motion.implementation, key=lambda i: i.date):
        events.append(Event(date=entry.date, what=f"Umsetzung: {entry.state}", tone=IMPLEMENTED[entry.state], result=entry.what, source=entry.source))
    dated = [e for e in events if e.date]
    undated = [e for e in events if not e.date]
    return (*sorted(dated, key=lambda e: e.date), *undated)


def step_event(step: Step, today: dt.date) -> Event:
    decided = step.decided
    coming = not decided and (not step.date or step.date >= today)
    told_already = 1 if step.decided and silent(step) and step.result in (*ADOPTED, "abgelehnt", "geändert beschlossen", "teilweise beschlossen") else 0
    sentences = [vote_sentence(v) for v in step.votes[told_already:] if v.subject != "Antrag"]
    for vote in step.votes:
        if vote.absent:
            sentences.append(f"{vote.absent} abwesend")
    result = result_phrase(step) if decided else "" if coming else "Ergebnis noch nicht bekannt"
    if not step.date:
        result = result or "Termin noch offen"
    return Event(
        date=step.date, what=step.role, where=step.committees[0], also=step.committees[1:], item=step.item,
        tone=RESULT_TONES.get(step.result, "info") if decided else "open", result=result,
        sentences=tuple(s for s in sentences if s), groups=tuple(g for v in step.votes for g in v.by_group),
        meeting=step.meeting, text=step.text, file=step.file, public=step.public,
        referred_to=step.referred_to, source="; ".join(v.source for v in step.votes if v.source),
    )  # fmt: skip


def as_of(motion: Motion, today: dt.date) -> dt.date:
    """The last day on which something is known to have happened, by the front matter."""
    return max(d for d in motion.dated() if d <= today) if any(d <= today for d in motion.dated()) else motion.date


def citation(motion: Motion, group: str, url: str) -> str:
    """How to cite it, in the order of ISO 690: who, what, when, number, where."""
    reference = f", Drucksache {motion.reference}" if motion.reference else ""
    return f"{joined(list(motion.originators)) or group}: {motion.title}. {motion.kind} vom {day(motion.date)}{reference}. {url}"
