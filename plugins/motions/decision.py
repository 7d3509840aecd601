"""The one composer of what is said of a decision: by whom, on which day, with which votes, referred to whom, put off to when, in which points.

Three lengths of the same facts:

    word(step)       „abgelehnt“                                                        for a row, a card, a category
    phrase(step)     „abgelehnt im Umweltausschuss“                                     before a colon and a title
    sentence(step)   „Umweltausschuss, 12. Juni 2024: Mit 41 zu 9 Stimmen abgelehnt“    on pages, in feeds, in data

Everything is put together from cells of the tables and from numbers; nothing that was said is taken apart again.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..records.german import NBSP, because, capital, counted, day, joined, toward, within
from ..records.problems import shorten
from .model import Step
from .progress import points_differ, silent
from .vocabulary import ADOPTED, MANNERS, REJECTED, STATUSES, UNKNOWN, Result
from .votes import Vote

LONGEST_QUOTE = 300  # characters of a quotation in a sentence; the page shows all of it


def word(step: Step) -> str:
    """The result alone; points that were decided differently are their own result."""
    return STATUSES[step.outcome.parted].label if points_differ(step) else step.outcome.feed


def phrase(step: Step) -> str:
    """What was decided and where: begins small, ends without a full stop."""
    where = within(step.body_name)
    if silent(step):
        return f"abgestimmt {where}"  # on something else: the result alone would be read as the motion's fate
    return f"{word(step)} {where}{put_off(step)}{sent_on(step)}"


def put_off(step: Step) -> str:
    return f" auf den {day(step.deferred_to)}" if step.deferred_to and step.outcome.defers else ""


def sent_on(step: Step) -> str:
    return f" {toward([link.text for link in step.referred_to])}" if step.referred_to and step.outcome.refers else ""


def sentence(step: Step) -> str:
    """Who, when, and the result with its vote: no full stop."""
    quoted = f": „{shorten(step.quote, LONGEST_QUOTE).strip('„“ .')}“" if step.quote and not step.outcome.typed else ""
    return f"{step.body_name}{f', {day(step.date)}' if step.date else ''}: {result_phrase(step)}{quoted}"


def carried(step: Step) -> str:
    """By whom, and with which votes where the motion was voted on: what stands beside the result itself, no full stop."""
    vote = next((v for v in step.votes if v.on_motion), None)
    said = told(vote, step.outcome, rejected=step.outcome.carried == "no") if vote else ""
    return f"{step.body_name}{f', {said}' if said else ''}"


def verdict_phrases(step: Step, heading: str, note: str) -> list[str]:
    """What is said below a heading that says the result already: nothing twice. `note`: what explains the status, as an editor put it."""
    heading, where = capital(heading), f"{step.body_name}{f', {day(step.date)}' if step.date else ''}"
    bare = capital(decided(step)) == heading and not step.reason and not (step.quote and not step.outcome.typed)
    said = f"{where}: {because(heading, note)}." if bare and note else f"{where}." if bare else f"{sentence(step)}."
    beside = [f"{capital(step.note).rstrip('.')}."] if bare and step.note else []
    again = step.outcome.status in STATUSES.by_word and STATUSES[step.outcome.status].sentence == heading
    why = [f"{because('Und zwar' if again else heading, note)}."] if note and not bare else []
    return [said, *beside, *why]


def result_phrase(step: Step) -> str:
    """The result with its vote on the motion, if there was one, and the note: begins with a capital letter, no full stop."""
    note = (
        f"{', ' if step.note[0].islower() else '. '}{step.note.rstrip('.')}" if step.note else ""
    )  # „…, ohne Empfehlung“, or a sentence of its own
    return capital(f"{because(decided(step), step.reason)}{note}")


def decided(step: Step) -> str:
    result = step.outcome if step.decided else UNKNOWN
    vote = next((v for v in step.votes if v.on_motion), None)
    if vote and result.verb:
        return with_votes(result, vote)
    if vote:  # „geändert empfohlen (mit 8 zu 4 Stimmen)“: the recommendation says already how it went
        said = told(vote, result, rejected=vote.outcome == REJECTED)
        return f"{plain(step, result)} ({said})" if said else plain(step, result)
    if result.verb and silent(step):
        other = step.votes[0]
        return vote_sentence(replace(other, result=other.outcome or (REJECTED if result.carried == "no" else ADOPTED)))
    return plain(step, result)


def plain(step: Step, result: Result) -> str:
    """Without votes. Names of which the gender is not known have no article: then where it was sent stands behind a colon."""
    if points_differ(step):
        return STATUSES[result.parted].label
    if step.referred_to and result.refers:
        names = [link.text for link in step.referred_to]
        where = toward(names)
        return f"{result.sentence} an: {joined(names)}" if ":" in where else f"{where} {result.feed}"
    return f"{result.sentence}{put_off(step)}"


def with_votes(result: Result, vote: Vote) -> str:
    """„mit 41 zu 9 Stimmen … in geänderter Fassung angenommen“; what the result says of the majority only where the votes do not."""
    said = told(vote, result, rejected=result.carried == "no")
    if not said:
        return result.sentence
    counts_say_it = (
        vote.tie
        or vote.unanimous
        or result.unanimous
        or vote.majority
        or (vote.yes is not None and vote.no is not None)
    )
    return " ".join(filter(None, ["" if counts_say_it else result.adverb, said, result.verb]))


# ------------------------------------------------------------------------------------ votes


def vote_sentence(vote: Vote, outcome: str = "") -> str:
    """„Mit 41 zu 24 Stimmen bei 1 Enthaltung abgelehnt“; the subject is named where it was not the motion.

    `outcome`: what became of the motion, where the vote on it does not tell.
    """
    outcome = vote.outcome or (outcome if vote.on_motion else "")
    said = " ".join(filter(None, [told(vote, rejected=outcome == REJECTED), outcome]))
    if vote.on_motion:
        return capital(said)
    return f"{vote.label}: {said}" if said else ""


def votes_aside(step: Step) -> Iterator[str]:
    """The votes that the result has not told: on points, on amendments; and who was not there."""
    for vote in step.votes[1 if silent(step) else 0 :]:
        if not vote.on_motion and (said := vote_sentence(vote)):
            yield said
    yield from (f"{vote.absent} abwesend" for vote in step.votes if vote.absent)


def told(vote: Vote, result: Result | None = None, *, rejected: bool) -> str:
    """How, with which counts and what beside: „in geheimer Abstimmung mit 41 zu 9 Stimmen bei 1 Enthaltung“."""
    unanimous = vote.unanimous or bool(result and result.unanimous) or of_one_mind(vote)
    return " ".join(
        filter(
            None,
            [
                MANNERS[vote.manner].phrase if vote.manner else "",
                counts(vote, unanimous, rejected),
                aside(vote, unanimous, rejected),
            ],
        )
    )


def of_one_mind(vote: Vote) -> bool:
    """Counted, and nobody on the other side: „15 zu 0“ is unanimous, whoever abstained."""
    return vote.yes is not None and vote.no is not None and 0 in (vote.yes, vote.no) and vote.yes != vote.no


def counts(vote: Vote, unanimous: bool, rejected: bool) -> str:
    """„mit 41 zu 9 Stimmen“, the winning side first; of one side alone only where it won."""
    yes, no = vote.yes, vote.no
    if unanimous:
        most = max(yes or 0, no or 0)
        return f"einstimmig mit {counted(most, 'Stimme', 'Stimmen')}" if most else "einstimmig"
    if vote.tie and yes is None:
        return "bei Stimmengleichheit"
    if yes is not None and no is not None:
        first, second = (no, yes) if rejected and no > yes else (yes, no)
        return f"mit {first} zu {second}{NBSP}Stimmen" if yes != no else ""
    said = "mehrheitlich" if vote.majority else ""
    if yes is not None and not rejected:
        said += f" mit {counted(yes, 'Ja-Stimme', 'Ja-Stimmen')}"
    if no is not None and rejected:
        said += f" mit {counted(no, 'Nein-Stimme', 'Nein-Stimmen')}"
    return said.strip()


def aside(vote: Vote, unanimous: bool, rejected: bool) -> str:
    """„bei 12 Gegenstimmen und 1 Enthaltung“; zeros that somebody counted are not worth a word."""
    said = []
    if vote.yes is not None and vote.yes == vote.no and not unanimous:
        said.append(f"Stimmengleichheit ({vote.yes} zu {vote.no})")
    if vote.yes and vote.no is None and rejected and not unanimous:
        said.append(counted(vote.yes, "Ja-Stimme", "Ja-Stimmen"))
    if vote.no and vote.yes is None and not rejected and not unanimous:
        said.append(counted(vote.no, "Gegenstimme", "Gegenstimmen"))
    if vote.abstained:
        said.append(counted(vote.abstained, "Enthaltung", "Enthaltungen"))
    if vote.invalid:
        said.append(counted(vote.invalid, "ungültigen Stimme", "ungültigen Stimmen"))
    if vote.biased:
        said.append(counted(vote.biased, "befangenen Mitglied", "befangenen Mitgliedern"))
    if vote.tie and vote.yes is None:
        return f"und {joined(said)}" if said else ""
    return f"bei {joined(said)}" if said else ""
