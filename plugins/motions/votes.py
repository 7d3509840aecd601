"""What a vote is. It is read in `wording.py` and told in `decision.py`."""

from __future__ import annotations

from msgspec import Struct

from .vocabulary import ADOPTED, ON_MOTION, PART, POINT, REJECTED, SUBJECTS, Subject
from .voices import Voice


class Vote(Struct, frozen=True, kw_only=True):
    """One vote, shaped like Popolo's vote_event counts. A number that is not known is None, never 0."""

    subject: str = ON_MOTION
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    biased: int | None = None
    absent: int | None = None
    invalid: int | None = None
    unanimous: bool = False
    majority: bool = False  # „mehrheitlich“ without a number of yes votes
    result: str = ""  # ADOPTED, REJECTED, or not known
    tie: bool = False  # „bei Stimmengleichheit“, with or without the numbers
    manner: str = ""
    by_group: tuple[tuple[str, str], ...] = ()
    by_name: tuple[Voice, ...] = ()
    source: str = ""

    @property
    def on_part(self) -> bool:
        """Was it on a point or another part of the motion?"""
        return self.subject.startswith((POINT, PART))

    @property
    def about(self) -> Subject | None:
        """The row of its subject; none of a part, and of a subject that only the minutes name."""
        return SUBJECTS.by_word.get(self.subject)

    @property
    def label(self) -> str:
        """What it was about, as sentences name it."""
        return self.about.label if self.about else self.subject

    @property
    def on_motion(self) -> bool:
        """Was it on the motion as a whole?"""
        return self.subject == ON_MOTION

    @property
    def telling(self) -> bool:
        """Does it say something of the motion's fate?"""
        return self.on_part or bool(self.about and self.about.telling)

    @property
    def outcome(self) -> str:
        """ADOPTED or REJECTED, from the result or else from both numbers (a tie is a no)."""
        if self.tie:
            return self.result or REJECTED
        if self.result or self.yes is None or self.no is None:
            return self.result
        return ADOPTED if self.yes > self.no else REJECTED
