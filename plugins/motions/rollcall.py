"""A table of votes by group that ran together into one line: „JaNeinEnthaltungCDU12SPD5Gesamt170“.

Where one column ends and the next begins is lost, and empty cells are too. It is read only where exactly one way to take the digits apart,
of all rows and of the last one, adds up; else nothing is read and the text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from .ballot import SIDES, how
from .speech import LISTS, PARTIES
from .votes import Vote

HEAD = re.compile(r"\s*ja\s*[/|;,]?\s*nein\s*[/|;,]?\s*enthaltung(?:en)?\s*", re.IGNORECASE)
TOTAL = re.compile(rf"(?:{'|'.join(LISTS['totals'])})\s*:?\s*(?=\d)", re.IGNORECASE)
NINETY = re.compile(r"(?<=[´’'‘`])90|(?<=[BbSs])90|(?<=[BbSs] )90")  # of „B‘90“, „Bündnis 90“: a name, not a count
MARK = "\ue000"
ROW = re.compile(r"([^\d]{1,80})(\d[\d ]{0,11})")
DIGITS = re.compile(r"\d[\d ]{0,11}")
CELLS = 3
ROWS = 20
WAYS = 2  # more are not counted: one is wanted

Cells = tuple[int, int, int]


def read_table(text: str) -> tuple[Vote, str] | None:
    """The vote, and what stands behind the table."""
    head = HEAD.match(text)
    total = TOTAL.search(text, head.end()) if head else None
    if not head or not total:
        return None
    digits = DIGITS.match(text, total.end())
    rows = [
        (named(found[1].strip(" :.-|").replace(MARK, "90")), found[2].replace(" ", ""))
        for found in ROW.finditer(NINETY.sub(MARK, text[head.end() : total.start()]))
    ]
    if not digits or not rows or len(rows) > ROWS:
        return None
    found = only([list(cells(part)) for _, part in rows], set(cells(digits[0].replace(" ", ""))))
    if found is None:
        return None
    sums, taken = found
    said = tuple(
        (name, ", ".join(how(kind, count) for count, kind in zip(row, SIDES, strict=True) if count))
        for (name, _), row in zip(rows, taken, strict=True)
    )
    return Vote(
        yes=sums[0], no=sums[1], abstained=sums[2], by_group=tuple((name, what) for name, what in said if what and name)
    ), text[digits.end() :].strip(" .")


def named(name: str) -> str:
    """„BMCDU“: a row without a vote ran into the next; the party is known."""
    low = name.casefold()
    return next(
        (name[-len(party) :] for party in PARTIES if name.isupper() and low.endswith(party) and len(party) >= 3), name
    )


def cells(digits: str) -> Iterator[Cells]:
    """Every way in which the digits may be one, two or three numbers, in their columns; the others are empty."""
    for count in range(1, CELLS + 1):
        for cuts in combinations(range(1, len(digits)), count - 1):
            pieces = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, len(digits)), strict=True)]
            if any(len(piece) > 1 and piece[0] == "0" for piece in pieces) or any(
                len(piece) > CELLS for piece in pieces
            ):
                continue
            for columns in combinations(range(CELLS), count):
                row = [0, 0, 0]
                for column, piece in zip(columns, pieces, strict=True):
                    row[column] = int(piece)
                yield tuple(row)


def only(rows: list[list[Cells]], totals: set[Cells]) -> tuple[Cells, list[Cells]] | None:
    """The one way that adds up, with its rows; None for none, and for two."""
    reached: dict[Cells, tuple[int, list[Cells]]] = {(0, 0, 0): (1, [])}
    most = tuple(max(total[column] for total in totals) for column in range(CELLS))
    for ways in rows:
        after: dict[Cells, tuple[int, list[Cells]]] = {}
        for sums, (count, path) in reached.items():
            for row in ways:
                new = (sums[0] + row[0], sums[1] + row[1], sums[2] + row[2])
                if all(have <= may for have, may in zip(new, most, strict=True)):
                    before = after.get(new, (0, path))[0]
                    after[new] = (min(WAYS, before + count), [*path, row])
        reached = after
    found = [(sums, reached[sums]) for sums in totals if sums in reached]
    if len(found) != 1 or found[0][1][0] != 1:
        return None
    return found[0][0], found[0][1][1]
