"""Minutes of a sitting → which of our motions was decided how, with the sentence that says so. Proposes; somebody else says yes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..motions.speech import PHRASES
from ..motions.vocabulary import RESULTS
from ..motions.wording import read_votes, read_wording
from .letter import long_words
from .shapes import date_in, fold
from .sheet import Line, Sheet, tidy

ITEM = re.compile(
    r"(?:zu )?(?:(?:top|tagesordnungspunkt|punkt|ö|n) ?:? ?)?(\d{1,3}(?:\.\d{1,3})*)[.:)]? +(?=\S)", re.IGNORECASE
)
SITTING = re.compile(r"(?:sitzung|niederschrift|protokoll)", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?:]) (?=[A-ZÄÖÜ„])")
VOTES = re.compile(r"\d{1,3} ?(?:ja|nein|enthaltung|stimmen)|einstimmig|mehrheitlich", re.IGNORECASE)
END = re.compile(
    r"(?:(?:ende|schluss) der (?:öffentlichen |nichtöffentlichen |nicht öffentlichen )?sitzung|(?:die|der) [\w-]{3,40}[^.]{0,60} schließt die sitzung)\b",
    re.IGNORECASE,
)
SENTENCES = 400  # characters of a sentence in which a result is looked for
HEAD = 40  # lines in which the day and the body stand


def spoken(parts: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    """A phrase wherever its parts stand in a sentence."""
    return re.compile(r"\b" + r"\b.{0,200}?\b".join(" ".join(map(re.escape, part)) for part in parts) + r"\b")


SAID = [(len(phrase.words), spoken(phrase.parts), phrase.result) for phrase in PHRASES if len(phrase.words) > 6]
ASIDE = re.compile(  # of something else, or not yet decided
    r"\b(?:ob|dass|falls|wenn|solle|sollte|würde|vorgeschlagen|schlägt)\b|\bantrag auf (?:vertagung|schluss|redezeit|ende|unterbrechung|nichtbefassung|geheime|namentliche)|geschäftsordnungsantrag|go-antrag|^(?:der|dem|den|die) (?:änderungs|ergänzungs)antr|^(?:dem|diesem) (?:wird|vorschlag)",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\b(?:nicht|kein|keine|keinen|ohne)\b", re.IGNORECASE)


class Ours(Struct, frozen=True):
    """What of a motion is looked for. `days`: of its steps, in their order, ISO; "" for none. `bodies`: by which names their bodies are known."""

    title: str
    numbers: tuple[str, ...]
    days: tuple[str, ...]
    bodies: tuple[tuple[str, ...], ...] = ()


class Asked(Struct, frozen=True):
    """What minutes are read for. `results`, `synonyms`: the values of `ergebnis`."""

    motions: tuple[Ours, ...]
    committees: tuple[str, ...]
    results: tuple[str, ...]
    synonyms: dict[str, str]
    own: tuple[str, ...] = ()  # how the group is called


class Proposal(Struct, frozen=True):
    motion: int  # place in `Asked.motions`
    step: int  # which of the motion's, from 0; -1: it has none for this sitting
    top: str
    result: str  # a value of the table, or "" where the minutes do not say it in a word that is known
    votes: str  # as the minutes print them
    sentence: str
    line: int
    sure: bool


class Minutes(Struct, frozen=True):
    date: dt.date | None
    body: str
    proposals: tuple[Proposal, ...]


def read_minutes(sheet: Sheet, asked: Asked) -> Minutes:
    """The day, the body, and a proposal for each item that is about one of the motions."""
    lines = tidy(sheet).lines
    head = lines[:HEAD]
    date = next((day for line in head if SITTING.search(line.text) and (day := date_in(line.text))), None) or next(
        (day for line in head if (day := date_in(line.text))), None
    )
    body = body_in([line.text for line in head], asked.committees)
    words = sorted(
        (
            (word.casefold(), value)
            for word, value in (*asked.synonyms.items(), *((value, value) for value in asked.results))
        ),
        key=lambda pair: len(pair[0]),
        reverse=True,
    )
    found = []
    for top, item in items(lines):
        motion = ours(item, asked.motions)
        if motion is not None:
            found.append(propose(motion, step_of(asked.motions[motion], date, body), top, item, words, asked.own))
    decided = {proposal.motion for proposal in found if proposal.result}
    seen = {
        proposal.motion: at for at, proposal in enumerate(found)
    }  # the last that speaks of it: the agenda names it before
    return Minutes(
        date,
        body,
        tuple(
            proposal
            for at, proposal in enumerate(found)
            if proposal.result or (proposal.motion not in decided and seen[proposal.motion] == at)
        ),
    )


def body_in(head: Sequence[str], committees: Sequence[str]) -> str:
    """The body that sat: what the line that speaks of a sitting names, else the first that a line names. „des Ausschusses für …“ is the Ausschuss."""
    forms = [
        (re.sub(r"(?<=ausschuss)\\? ", "(?:es)? ", re.escape(name), flags=re.IGNORECASE), name)
        for name in sorted(committees, key=len, reverse=True)
    ]
    at = next(
        (number for number, text in enumerate(head) if re.search(r"\bsitzung (?:des|der)\b", text, re.IGNORECASE)), None
    )
    first = [" ".join(head[at : at + 2])] if at is not None else []
    return next(
        (
            name
            for text in (*first, *head)
            for form, name in forms
            if re.search(rf"\b{form}(?:e?s)?\b", text, re.IGNORECASE)
        ),
        "",
    )


def step_of(motion: Ours, date: dt.date | None, body: str) -> int:
    """Which step the sitting is: of its day, and of its body where both are known; -1 for none."""
    for at, day in enumerate(motion.days):
        theirs = motion.bodies[at] if at < len(motion.bodies) else ()
        if date and day == date.isoformat() and (not body or not theirs or body in theirs):
            return at
    return -1


def items(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The agenda's items with their lines; the agenda itself, a list of titles at the beginning, has items of one or two lines."""
    begun: tuple[str, list[Line]] | None = None
    for line in lines:
        if begun and END.match(line.text):
            yield begun
            begun = None
        match = ITEM.match(line.text)
        if match and date_in(line.text[: match.end() + 6]) is None and len(line.text) < 300:
            if begun:
                yield begun
            begun = (match[1], [line])
        elif begun:
            begun[1].append(line)
    if begun:
        yield begun


def ours(item: list[Line], motions: Sequence[Ours]) -> int | None:
    """Which motion an item is about: its number stands there, or its title."""
    if len(item) < 2:
        return None
    text = " ".join(line.text for line in item)
    folded = fold(text)
    for at, motion in enumerate(motions):
        if any(re.search(rf"(?<![\w/]){re.escape(fold(number))}(?![\w/])", folded) for number in motion.numbers):
            return at
    title = set(long_words(" ".join(line.text for line in item[:4])))
    best = max(range(len(motions)), key=lambda at: share(motions[at], title), default=None)
    return best if best is not None and share(motions[best], title) >= 0.8 else None


def share(motion: Ours, words: set[str]) -> float:
    own = set(long_words(motion.title))
    return len(own & words) / len(own) if len(own) > 1 else 0.0


def propose(
    motion: int, step: int, top: str, item: list[Line], words: list[tuple[str, str]], own: tuple[str, ...] = ()
) -> Proposal:
    said = [(sentence, line.number) for sentence, line in sentences(item[1:])]
    marked = [
        pair
        for pair in said
        if re.match(
            r"(?:beschluss|abstimmung|ergebnis|beratungsergebnis|abstimmungsergebnis)\w* ?:", pair[0], re.IGNORECASE
        )
    ]
    votes = next((votes_in(sentence) for sentence, _ in reversed(said) if votes_in(sentence)), "")
    for sentence, line in reversed(said):
        if ASIDE.search(sentence[:SENTENCES]):
            continue
        read = read_wording(
            LABEL.sub("", sentence), own=own
        )  # word by word; what follows finds words in a sentence of which the rest is not known
        if read and read.result and not outvoted(read.result, votes):
            return Proposal(
                motion,
                step,
                top,
                read.result,
                votes or (LABEL.sub("", sentence).strip(" .") if read.votes else ""),
                sentence,
                line,
                step >= 0 and bool(marked or votes or read.votes),
            )
        brief = fold(sentence[:SENTENCES])
        negated = bool(NEGATED.search(brief))
        said_so = [(len(word), value) for word, value in words if len(word) > 6 and word in brief and not negated]
        said_so += [
            (length, value)
            for length, form, value in SAID
            if (match := form.search(brief)) and negated == bool(NEGATED.search(match[0]))
        ]
        found = [in_manner(value, brief) for _, value in sorted(said_so, key=lambda pair: pair[0], reverse=True)]
        if found and not outvoted(found[0], votes):
            others = {
                value
                for text, _ in said[-3:]
                for word, value in words
                if len(word) > 8 and word in fold(text[:SENTENCES])
            } - {found[0]}
            same = {
                value
                for value in others
                if value.endswith(found[0]) or found[0].endswith(value) or value.split()[-1] == found[0].split()[-1]
            }
            return Proposal(
                motion,
                step,
                top,
                found[0],
                votes,
                sentence,
                line,
                others == same and step >= 0 and bool(marked or votes),
            )
    return Proposal(
        motion,
        step,
        top,
        "",
        votes,
        said[-1][0] if said else item[0].text,
        said[-1][1] if said else item[0].number,
        False,
    )


def in_manner(value: str, sentence: str) -> str:
    """„beschlossen“, in a sentence that says „einstimmig“ too."""
    row = RESULTS[value]
    return next((word for word in (row.unanimously, row.by_majority) if word and word.split()[0] in sentence), value)


def outvoted(value: str, votes: str) -> bool:
    """Minutes print the text of the decision also where the vote refused it."""
    counted = next((vote for vote in read_votes(votes) or () if vote.on_motion), None) if votes else None
    return (
        counted is not None
        and counted.yes is not None
        and counted.no is not None
        and RESULTS[value].tone == "good"
        and counted.no >= counted.yes
    )


LABEL = re.compile(r"^(?:abstimmungs|beratungs)?(?:ergebnis|abstimmung|beschluss) ?: ?", re.IGNORECASE)


def votes_in(sentence: str) -> str:
    if not VOTES.search(sentence):
        return ""
    part = LABEL.sub("", sentence).strip(" .")
    return part if len(part) < 120 and read_votes(part) else ""


def sentences(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Whole sentences, with the line where each ends; a gap ends one too."""
    text = ""
    for line in lines:
        if line.gap and text:
            yield text, line
            text = ""
        text = f"{text} {line.text}".strip()
        *whole, text = SENTENCE.split(text)
        yield from ((sentence, line) for sentence in whole)
    if text:
        yield text, lines[-1]
