"""The values of motions: results, statuses and their groups, roles, what was done, votes, happenings; each a row of a table beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..records.values import Flawed, Row, Value, Values, load_values, must_be

Tone = Literal["good", "bad", "open", "info", "mixed", "unknown"]  # how a thing looks: its colour
Sign = Literal[
    "tick", "cross", "clock", "arrow", "question", "diamond", "half", "ring"
]  # how it is known without its colour
Side = Literal["yes", "no", ""]


class Kind(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    question: bool
    resolution: bool
    amends: bool
    letter: str


class Group(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Statuses that count together, in lists and charts."""

    label: str
    text: str
    tone: Tone
    sign: Sign
    decided: bool
    adopted: bool
    open: bool
    settled: bool


class Status(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    sentence: str
    tone: Tone
    sign: Sign
    short: str
    group: str
    typed: bool
    when: Literal["draft", "submitted", "scheduled", "discussed", "answered", "unknown", "lost", "quoted", ""]
    event: str
    offered: bool
    awaited: bool
    unchanged: bool
    oparl: str


class Result(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    typed: bool
    label: str
    sentence: str
    verb: str
    adverb: str
    feed: str
    tone: Tone
    sign: Sign
    known: bool
    decides: Literal["never", "deciding", "question", "anywhere"]
    status: str
    parted: str
    by_vote: bool
    carried: Side
    unanimous: bool
    refers: bool
    defers: bool
    undated: bool
    event: str
    oparl: str
    changed: str
    partly: str
    unanimously: str
    by_majority: str
    reason: bool
    yields: bool
    waits: bool


class Role(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str
    decides: bool
    if_voted: bool
    counts: bool
    oparl: str


class Done(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state of what was adopted: how far it was carried out."""

    label: str
    sentence: str
    feed: str
    tone: Tone
    sign: Sign
    stage: Literal["ahead", "now", "done"]
    beside: str
    clouds: bool
    ended: bool
    oparl: str


class Outcome(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a vote went."""

    spellings: tuple[str, ...]
    carried: Side


class Subject(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a vote was about."""

    label: str
    motion: bool
    telling: bool


class Manner(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    phrase: str
    by_name: bool


class VoiceKind(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody voted in a roll call."""

    count: Literal["yes", "no", "abstained", "biased", "absent"]
    tone: str
    sign: str
    groups: bool


class Event(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of happening. Its word stands in ids."""

    label: str
    title: str
    what: Literal[
        "submitted", "scheduled", "decided", "withdrawn", "answered", "ended", "implemented", "changed", "deleted"
    ]
    of_step: bool
    once: bool
    questions: bool


class StageWords(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a stage of a motion is called while it is ahead, now, and when it is done."""

    ahead: str
    now: str
    done: str


HERE = Path(__file__).parent
KINDS = load_values(Kind, HERE / "kinds.toml")
GROUPS = load_values(Group, HERE / "statuses.toml", "group")
STATUSES = load_values(Status, HERE / "statuses.toml")
RESULTS = load_values(Result, HERE / "results.toml")
ROLES = load_values(Role, HERE / "roles.toml")
DONE = load_values(Done, HERE / "implementation.toml")
OUTCOMES = load_values(Outcome, HERE / "votes.toml", "outcome")
SUBJECTS = load_values(Subject, HERE / "votes.toml", "subject")
MANNERS = load_values(Manner, HERE / "votes.toml", "manner")
VOICES = load_values(VoiceKind, HERE / "votes.toml", "voice")
EVENTS = load_values(Event, HERE / "happenings.toml")
STAGES = load_values(StageWords, HERE / "stages.toml")


def check_tables(statuses: Values[Status] = STATUSES, results: Values[Result] = RESULTS) -> None:
    """A cell that names a row of another table names one that is there."""
    for status in statuses:
        must_be(statuses, status, "group", GROUPS)
        must_be(statuses, status, "event", EVENTS)
    for result in results:
        must_be(results, result, "status", statuses)
        must_be(results, result, "parted", statuses)
        must_be(results, result, "event", EVENTS)
        for cell in ("changed", "partly", "unanimously", "by_majority"):
            must_be(results, result, cell, results)
        if (result.decides == "never") == bool(result.status):
            raise Flawed(
                f'{results.name}, Zeile „{result.word}“: Zu „decides = "{result.decides}"“ passt „status = "{result.status}"“ nicht: Was entscheidet, sagt, was daraus wird, und nichts sonst.'
            )


check_tables()
DRAFT, SUBMITTED, SCHEDULED, DISCUSSED, ANSWERED, NOT_KNOWN, LOST, IN_WORDS = (
    STATUSES.one("when", when).word
    for when in ("draft", "submitted", "scheduled", "discussed", "answered", "unknown", "lost", "quoted")
)
OPEN = next(group.word for group in GROUPS if group.open)
QUOTED = RESULTS.one("typed", False)  # what a step counts as of which only the council's own words are known
UNKNOWN = RESULTS.one("known", False)  # what a step without a result counts as
NOTED = RESULTS.one("decides", "question").word
ADOPTED, REJECTED = (OUTCOMES.one("carried", side).word for side in ("yes", "no"))
BY_NAME = MANNERS.one("by_name").word
ON_MOTION = SUBJECTS.one("motion").word
PART = "Teil "  # of what was voted on, as the minutes label it: „a“, „2“
POINT = "Punkt "  # of the resolution, with its number: a subject that has as many rows as there are points


def result_of(word: str) -> Result:
    return RESULTS[word] if word else UNKNOWN


def group_of(status: str) -> Group:
    return GROUPS[STATUSES[status].group]


def event(what: str) -> str:
    """The word of the happening that this is."""
    return EVENTS.one("what", what).word
