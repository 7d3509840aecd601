"""Which letters the site has, as pages of the press: each made from its motion, from who writes, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..motions.model import Motion
from ..motions.vocabulary import KINDS
from ..press import Page
from ..records.links import Link
from .letter import Old, Sender, decided_on, decision_of, last_decision, letter_of, paper, simplified
from .picture import Picture
from .typeset import NotSet, set_letters

LETTER, DECISION = "brief.pdf", "beschluss-brief.pdf"


def pages(sender: Sender, motion: Motion, pictures: tuple[Picture, ...], old: Motion | None) -> Iterator[Page]:
    """The letters of one motion. `pictures`: what they show; `old`: the motion of ours that this one amends."""
    inputs: dict[str, Any] = {"motion": motion, "sender": sender, "pictures": pictures}
    if has_letter(motion):
        yield Page(motion.path + LETTER, build_letter, {**inputs, "old": old}, says=head_words(motion))
    if has_decision(motion):
        yield Page(motion.path + DECISION, build_decision, inputs, says=head_words(motion))


def head_words(motion: Motion) -> str:
    """What the guard reads instead of the file, which takes it ten times as long as the setting: the running text was looked through as it was read."""
    return "\n".join(
        (
            motion.title,
            motion.reference,
            motion.legal_basis,
            *(f"{to.office} {to.name}" for to in motion.addressees),
            *(f"{one.person.text} {one.role}" for one in motion.signatories),
        )
    )


def links(motion: Motion) -> tuple[Link, ...]:
    """What its page says of them."""
    found = [Link(f"{motion.kind} als Brief (PDF)", motion.path + LETTER)] if has_letter(motion) else []
    return (
        *found,
        *([Link("Beschluss als eigenes Blatt (PDF)", motion.path + DECISION)] if has_decision(motion) else []),
    )


def has_letter(motion: Motion) -> bool:
    """What was filed is shown as it was: with a paper of its own a motion gets none."""
    return not motion.main_file and not motion.deleted and free(motion, LETTER)


def has_decision(motion: Motion) -> bool:
    """Was the text changed before it was decided?"""
    changed, step = motion.part("beschlossener_text"), last_decision(motion)
    return (
        not motion.deleted
        and free(motion, DECISION)
        and bool((changed and not changed.section.blank) or (step and step.text))
    )


def free(motion: Motion, name: str) -> bool:
    """Does no attachment have this name?"""
    return motion.path + name not in {file.path for file in motion.brings}


def amends(motion: Motion) -> str:
    """The path of the motion of ours that this one wants to change; "" where there is none."""
    if not KINDS[motion.kind].amends:
        return ""
    return next(
        (relation.link.path for relation in motion.relations if relation.key == "aendert" and relation.link.path), ""
    )


def old_of(motion: Motion | None) -> Old | None:
    part = motion.part("beschlussvorschlag") if motion else None
    return Old(motion.title, motion.reference, part) if motion and part and not part.section.blank else None


# -------------------------------------------------------------------------------------- making


def build_letter(motion: Motion, sender: Sender, pictures: tuple[Picture, ...], old: Motion | None) -> bytes:
    return made(letter_of(motion, sender, pictures, old_of(old)), motion, sender)


def build_decision(motion: Motion, sender: Sender, pictures: tuple[Picture, ...]) -> bytes:
    decision = decision_of(motion, sender, pictures)
    if decision is None:
        raise ValueError(motion.path)  # it is declared for no such motion
    return made(decision, motion, sender, decision=True)


def made(letter: dict[str, Any], motion: Motion, sender: Sender, *, decision: bool = False) -> bytes:
    """The PDF; where the text cannot be set as it is, the words alone, and a line that says so."""
    date = decided_on(motion) if decision else motion.date
    try:
        return set_letters(paper(letter, motion, date))
    except NotSet:
        return set_letters(paper(simplified(letter, f"{sender.url}/{motion.path}"), motion, date))


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "sender": "Angaben zur Fraktion",
    "pictures": "ein Bild",
    "old": "der geänderte Antrag",
}
