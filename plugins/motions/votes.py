"""Votes: read from the spellings found in minutes, told in a German sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..records.german import NBSP, counted, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote, shaped like Popolo's vote_event counts. A number that is not known is None, never 0."""

    subject: str = "Antrag"
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    biased: int | None = None
    absent: int | None = None
    unanimous: bool = False
    majority: bool = False  # „mehrheitlich“ without a number of yes votes
    result: str = ""  # "angenommen", "abgelehnt", or not known
    manner: str = ""  # offen, geheim, namentlich
    by_group: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def on_motion(self) -> bool:
        """Does this vote say what became of the motion (or of a point of it)?"""
        return self.subject == "Antrag" or self.subject.startswith("Punkt ")

    @property
    def outcome(self) -> str:
        """"angenommen" or "abgelehnt", from the result or else from both numbers (a tie is a no)."""
        if self.result or self.yes is None or self.no is None:
            return self.result
        return "angenommen" if self.yes > self.no else "abgelehnt"


# ------------------------------------------------------------------------------------ reading

NO = r"(?:nein(?:-?\s*stimmen?)?|gegen(?:-?\s*stimmen?)?|dagegen)"
YES = r"(?:ja(?:-?\s*stimmen?)?|dafür|zustimmung(?:en)?)"
ABSTAINED = r"(?:(?:stimm)?enthaltung(?:en)?)"
BIASED = r"(?:befangen(?:heit(?:en)?)?)"
ABSENT = r"(?:abwesend)"
PRESENT = r"(?:anwesend)"
KINDS = {"yes": YES, "no": NO, "abstained": ABSTAINED, "biased": BIASED, "absent": ABSENT, "present": PRESENT}
AFTER = re.compile("|".join(rf"(?P<{kind}>{rule})\s*:\s*(?P<n_{kind}>\d+)?" for kind, rule in KINDS.items()), re.I)
BEFORE = re.compile(r"(?P<n>\d+)\s*(?:" + "|".join(rf"(?P<{kind}>{rule}\b)" for kind, rule in KINDS.items()) + ")", re.I)
WORDS = re.compile(r"einstimmig|mehrheitlich|dafür|dagegen|angenommen|abgelehnt|zugestimmt|beschlossen|bei|mit|und|zu|stimmen?|keine[rn]?|ohne|oder", re.I)


def parse_votes(text: str) -> dict[str, int | bool | str] | None:
    """Read „24 Ja-Stimmen (SPD) / 41 Gegenstimmen / 1 Enthaltung“ and its relatives.

    Returns keyword arguments for `Vote` (what the text does not say is absent), or None where the
    text holds something that is not understood. Names in brackets are passed over.
    """
    rest = re.sub(r"\([^()]*\)", " ", text)
    said: dict[str, int | bool | str] = {}
    colon = bool(re.search(r"[a-zü]\s*:", rest, re.I))
    for match in (AFTER if colon else BEFORE).finditer(rest):
        kind = match.lastgroup.removeprefix("n_") if colon else next(k for k in KINDS if match[k])
        count = match[f"n_{kind}"] if colon else match["n"]
        if kind in said:
            return None
        if count is not None and kind != "present":
            said[kind] = int(count)
    left = (AFTER if colon else BEFORE).sub(" ", rest)
    low = left.casefold()
    if "einstimmig" in low:
        said["unanimous"] = True
    if "mehrheitlich" in low:
        said["majority"] = True
    if "dagegen" in low or "abgelehnt" in low:
        said["result"] = "abgelehnt"
    elif "dafür" in low or "angenommen" in low or "zugestimmt" in low or "beschlossen" in low:
        said["result"] = "angenommen"
    if re.search(r"\w", WORDS.sub(" ", left)):
        return None
    return said if said or not re.search(r"\d", text) else None


# ------------------------------------------------------------------------------------ telling

SUBJECTS = {
    "Änderungsantrag": "Änderungsantrag",
    "Beschlussempfehlung": "Beschlussempfehlung des Ausschusses",
    "Verwaltungsvorschlag": "Vorschlag der Verwaltung",
    "GO-Antrag": "Antrag zur Geschäftsordnung",
}


def vote_sentence(vote: Vote, result: str = "") -> str:
    """„Mit 41 zu 24 Stimmen bei 1 Enthaltung abgelehnt“; the subject is named where it was not the motion.

    `result` is the step's outcome word, used where the vote itself does not tell one.
    """
    word = vote.outcome or (result if vote.subject == "Antrag" else "")
    parts = [manner(vote), counts(vote, word), aside(vote)]
    sentence = " ".join(p for p in parts if p)
    sentence = f"{sentence} {word}".strip() if word else sentence
    if vote.subject == "Antrag":
        return sentence[:1].upper() + sentence[1:]
    return f"{SUBJECTS.get(vote.subject, vote.subject)}: {sentence}" if sentence else ""


def manner(vote: Vote) -> str:
    return {"geheim": "in geheimer Abstimmung", "namentlich": "in namentlicher Abstimmung"}.get(vote.manner, "")


def counts(vote: Vote, word: str) -> str:
    yes, no = vote.yes, vote.no
    if vote.unanimous:
        most = max(yes or 0, no or 0)
        return f"einstimmig mit {counted(most, 'Stimme', 'Stimmen')}" if most else "einstimmig"
    if yes is not None and no is not None:
        if yes == no:
            return f"bei Stimmengleichheit ({yes} zu {no})"
        first, second = (no, yes) if word == "abgelehnt" and no > yes else (yes, no)
        return f"mit {first} zu {second}{NBSP}Stimmen"
    if yes is not None:
        return f"mit {counted(yes, 'Ja-Stimme', 'Ja-Stimmen')}"
    return "mehrheitlich" if vote.majority else ""


def aside(vote: Vote) -> str:
    """„bei 12 Gegenstimmen und 1 Enthaltung“; zeros that somebody counted are not worth a word."""
    said = []
    if vote.no and (vote.yes is None) and not vote.unanimous:
        said.append(counted(vote.no, "Gegenstimme", "Gegenstimmen"))
    if vote.abstained:
        said.append(counted(vote.abstained, "Enthaltung", "Enthaltungen"))
    if vote.biased:
        said.append(counted(vote.biased, "befangenen Mitglied", "befangenen Mitgliedern"))
    return f"bei {joined(said)}" if said else ""
