"""Who voted how: the votes of a motion as sums, and as a table of the parliamentary groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from .model import Motion, Step
from .story import decision_of
from .vocabulary import MANNERS
from .voices import Voice, in_order
from .votes import Vote
from .wording import read_votes


class Row(Struct, frozen=True):
    """The votes of one group. `said`: its words, where they are no plain counts."""

    name: str
    yes: int = 0
    no: int = 0
    abstained: int = 0
    said: str = ""

    @property
    def marks(self) -> dict[str, tuple[int, ...]]:
        """Where each person's mark stands in the row: those in favour, against, neither."""
        ends = (0, self.yes, self.yes + self.no, self.yes + self.no + self.abstained)
        return {
            name: tuple(range(start, end))
            for name, start, end in zip(("yes", "no", "out"), ends, ends[1:], strict=False)
        }


class Ballot(Struct, frozen=True, kw_only=True):
    """One vote: on what, where, when, the sums, and the groups, those with the most in favour first."""

    subject: str  # "" where it was the motion
    where: str
    date: dt.date | None
    yes: int | None
    no: int | None
    abstained: int | None
    rows: tuple[Row, ...]
    voices: tuple[Voice, ...]  # of a roll call: everybody, group by group
    manner: str
    source: str

    @property
    def counted(self) -> bool:
        return self.yes is not None and self.no is not None

    @property
    def complete(self) -> bool:
        """Do the groups' votes add up to the sums?"""
        return (
            self.counted
            and not any(row.said for row in self.rows)
            and [sum(getattr(row, name) for row in self.rows) for name in ("yes", "no", "abstained")]
            == [self.yes, self.no, self.abstained or 0]
        )


def ballots(motion: Motion) -> tuple[Ballot, ...]:
    """The vote that decided, then every other one of which groups or names are known."""
    deciding = decision_of(motion)
    first = next((vote for vote in deciding.votes if vote.on_motion), None) if deciding else None
    found = (
        [of_vote(deciding, first)]
        if first and deciding and (first.by_group or first.by_name or (first.yes is not None and first.no is not None))
        else []
    )
    return (
        *found,
        *(
            of_vote(step, vote)
            for step in reversed(motion.steps)
            for vote in step.votes
            if (vote.by_group or vote.by_name) and vote is not first
        ),
    )


def of_vote(step: Step, vote: Vote) -> Ballot:
    rows = sorted(rows_of(vote), key=lambda row: (-row.yes, row.no, row.name))
    return Ballot(
        subject="" if vote.on_motion else vote.label,
        where=step.body_name,
        date=step.date,
        yes=vote.yes,
        no=vote.no,
        abstained=vote.abstained,
        rows=tuple(rows),
        voices=in_order(vote.by_name),
        manner=MANNERS[vote.manner].phrase if vote.manner else "",
        source=vote.source,
    )


def rows_of(vote: Vote) -> Iterator[Row]:
    for name, said in vote.by_group:
        read = read_votes(said)
        one = read[0] if read and len(read) == 1 else None
        plain = (
            one
            and not (one.unanimous or one.majority or one.tie or one.invalid or one.biased or one.absent)
            and (one.yes, one.no, one.abstained) != (None, None, None)
        )
        yield Row(name, one.yes or 0, one.no or 0, one.abstained or 0) if plain else Row(name, said=said)
