"""Votes: read from the spellings found in minutes, told in a German sentence."""

from __future__ import annotations

import re

from msgspec import Struct

from ..records.german import NBSP, counted, joined


class Vote(Struct, frozen=True, kw_only=True):
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
AFTER = re.compile("|".join(rf"(?P<{kind}>{rule})\s*:\s*(?P<n_{kind}>[0-9]{{1,4}}(?![0-9]))?" for kind, rule in KINDS.items()), re.I)
BEFORE = re.compile(r"(?P<n>(?<![0-9-])[0-9]{1,4}|\b(?:keine[rn]?|ohne|einer?)\b)\s*(?:" + "|".join(rf"(?P<{kind}>{rule}\b)" for kind, rule in KINDS.items()) + ")", re.I)
NUMERALS = {"eine": 1, "einer": 1}  # „bei einer Enthaltung“; the others (keine, keiner, ohne) are 0
ACCEPTED = re.compile(r"dafür|angenommen|zugestimmt|beschlossen", re.I)
REJECTED = re.compile(r"dagegen|abgelehnt", re.I)
WORDS = re.compile(rf"einstimmig|mehrheitlich|{ACCEPTED.pattern}|{REJECTED.pattern}|\b(?:bei|mit|und|stimmen?)\b", re.I)


def parse_votes(text: str) -> dict[str, int | bool | str] | None:
    """Read „24 Ja-Stimmen (SPD) / 41 Gegenstimmen / 1 Enthaltung“ and its relatives.

    Returns keyword arguments for `Vote` (what the text does not say is absent), or None where the
    text holds something that is not understood. Brackets are read where they hold votes, „angenommen
    (24 Ja, 3 Nein)“, and passed over where they hold names.
    """
    text = re.sub(r"\(([^()]*)\)", lambda bracket: f" {bracket[1]} " if parse_votes(bracket[1]) else " ", text)
    said: dict[str, int | bool | str] = {}
    spelling = AFTER if re.search(r"[a-zü]\s*:", text, re.I) else BEFORE
    seen = []
    for match in spelling.finditer(text):
        kind = next(k for k in KINDS if match[k])
        seen.append(kind)
        count = match[f"n_{kind}"] if spelling is AFTER else match["n"]
        if count and kind != "present":
            said[kind] = int(count) if count.isdigit() else NUMERALS.get(count.casefold(), 0)
    left = spelling.sub(" ", text)
    words = {"unanimous": "einstimmig" in left.casefold(), "majority": "mehrheitlich" in left.casefold()}
    results = {"angenommen": ACCEPTED.search(left), "abgelehnt": REJECTED.search(left)}
    if re.search(r"\w", WORDS.sub(" ", left)) or len(seen) != len(set(seen)) or all(words.values()) or all(results.values()):
        return None
    said |= {word: True for word, there in words.items() if there}
    if result := next((word for word, there in results.items() if there), ""):
        said["result"] = result
    return said if said or seen else None


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
    parts = [manner(vote), counts(vote, word), aside(vote, word)]
    sentence = " ".join(p for p in parts if p)
    sentence = f"{sentence} {word}".strip() if word else sentence
    if vote.subject == "Antrag":
        return sentence[:1].upper() + sentence[1:]
    return f"{SUBJECTS.get(vote.subject, vote.subject)}: {sentence}" if sentence else ""


def manner(vote: Vote) -> str:
    return {"geheim": "in geheimer Abstimmung", "namentlich": "in namentlicher Abstimmung"}.get(vote.manner, "")


def counts(vote: Vote, word: str) -> str:
    """„mit 41 zu 9 Stimmen“, the winning side first; of one side alone only where it won."""
    yes, no = vote.yes, vote.no
    if vote.unanimous:
        most = max(yes or 0, no or 0)
        return f"einstimmig mit {counted(most, 'Stimme', 'Stimmen')}" if most else "einstimmig"
    if yes is not None and no is not None:
        first, second = (no, yes) if word == "abgelehnt" and no > yes else (yes, no)
        return f"mit {first} zu {second}{NBSP}Stimmen" if yes != no else ""
    said = "mehrheitlich" if vote.majority else ""
    if yes is not None and word != "abgelehnt":
        said += f" mit {counted(yes, 'Ja-Stimme', 'Ja-Stimmen')}"
    if no is not None and word == "abgelehnt":
        said += f" mit {counted(no, 'Nein-Stimme', 'Nein-Stimmen')}"
    return said.strip()


def aside(vote: Vote, word: str) -> str:
    """„bei 12 Gegenstimmen und 1 Enthaltung“; zeros that somebody counted are not worth a word."""
    said = []
    if vote.yes is not None and vote.yes == vote.no and not vote.unanimous:
        said.append(f"Stimmengleichheit ({vote.yes} zu {vote.no})")
    if vote.yes and vote.no is None and word == "abgelehnt" and not vote.unanimous:
        said.append(counted(vote.yes, "Ja-Stimme", "Ja-Stimmen"))
    if vote.no and vote.yes is None and word != "abgelehnt" and not vote.unanimous:
        said.append(counted(vote.no, "Gegenstimme", "Gegenstimmen"))
    if vote.abstained:
        said.append(counted(vote.abstained, "Enthaltung", "Enthaltungen"))
    if vote.biased:
        said.append(counted(vote.biased, "befangenen Mitglied", "befangenen Mitgliedern"))
    return f"bei {joined(said)}" if said else ""
