"""Votes: what one is, and how it is read from the spellings found in minutes. It is told in `decision.py`."""

from __future__ import annotations

import re

from msgspec import Struct

from .vocabulary import ADOPTED, ON_MOTION, OUTCOMES, POINT, REJECTED, SUBJECTS


class Vote(Struct, frozen=True, kw_only=True):
    """One vote, shaped like Popolo's vote_event counts. A number that is not known is None, never 0."""

    subject: str = ON_MOTION
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    biased: int | None = None
    absent: int | None = None
    unanimous: bool = False
    majority: bool = False  # „mehrheitlich“ without a number of yes votes
    result: str = ""  # ADOPTED, REJECTED, or not known
    manner: str = ""
    by_group: tuple[tuple[str, str], ...] = ()
    source: str = ""

    @property
    def on_point(self) -> bool:
        return self.subject.startswith(POINT)

    @property
    def on_motion(self) -> bool:
        """Was it on the motion as a whole?"""
        return self.subject == ON_MOTION

    @property
    def telling(self) -> bool:
        """Does it say something of the motion's fate?"""
        return self.on_point or SUBJECTS[self.subject].telling

    @property
    def outcome(self) -> str:
        """ADOPTED or REJECTED, from the result or else from both numbers (a tie is a no)."""
        if self.result or self.yes is None or self.no is None:
            return self.result
        return ADOPTED if self.yes > self.no else REJECTED


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
SAID = {outcome.word: re.compile("|".join(map(re.escape, outcome.spellings)), re.I) for outcome in OUTCOMES}  # by what a text tells it
WORDS = re.compile(rf"einstimmig|mehrheitlich|{'|'.join(rule.pattern for rule in SAID.values())}|\b(?:bei|mit|und|stimmen?)\b", re.I)


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
    results = [word for word, rule in SAID.items() if rule.search(left)]
    if re.search(r"\w", WORDS.sub(" ", left)) or len(seen) != len(set(seen)) or all(words.values()) or len(results) > 1:
        return None
    said |= {word: True for word, there in words.items() if there}
    if results:
        said["result"] = results[0]
    return said if said or seen else None
