"""What the data say of a motion, worked out once: its rows in the tables, its line in the JSON, its object. The files are these, joined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from ..motions.happenings import happenings
from ..motions.model import Motion
from ..motions.places import order
from ..press.ask import Ask
from ..press.page import Large
from ..press.structured import filled
from ..press.things import Place, decoder, encode, sort
from ..records.compact import dumps
from ..records.digests import digest, face_of
from .columns import TABLES
from .oparl import objects
from .oparl.names import Origin
from .oparl.objects import Paper
from .oparl.sittings import places_of, steps_of
from .tables import csv_lines, json_line

DATA = "daten/"  # the list of all papers
CHANGED = "daten-stand/"  # … by the day of their last change


class Lines(Struct, frozen=True):
    """Of one that was taken off the site only the object is left."""

    tables: tuple[str, ...]
    json: str
    oparl: str


SEVERAL = len(
    TABLES
)  # a row of the list of papers says of each what stands for it: the tables, then the JSON, then the object
JSON, OPARL = SEVERAL, SEVERAL + 1
FACE = 8  # bytes


def faces_of(lines: Lines) -> bytes:
    return b"".join(
        face_of(line.encode("utf-8", "surrogatepass")).to_bytes(FACE, "big")
        for line in (*lines.tables, lines.json, lines.oparl)
    )


class Named(Struct, frozen=True):
    """What a motion's own row says: its uid, and what stands for its lines."""

    uid: str
    faces: bytes


def lines_of(ask: Ask, motion: Motion, today: dt.date, by: Origin) -> tuple[bytes, list[Place]]:
    """The lines of a motion that is public or was, encoded, and in which lists it stands because of them."""
    told = [h.date for h in happenings(motion, today)]
    changed = max([motion.published, *told])
    paper = Paper(
        motion=motion,
        day=max([motion.effective_day(today), *told]),
        changed=changed,
        places=places_of(ask, motion),
        **relations(ask, motion),
    )
    line = object_line(objects.paper(paper, by))
    lines = (
        Lines((), "", line)
        if motion.deleted
        else Lines(tuple(csv_lines(table.name, paper, by) for table in TABLES), json_line(paper, by), line)
    )
    faces = faces_of(lines)
    places = [
        Place(f"papier:{motion.uid}"),
        Place(f"papierdaten:{motion.ref}", data=encode(Named(motion.uid, faces))),
        *steps_of(motion),
    ]
    if not motion.deleted:
        places += [
            Place(DATA, order(motion), motion.date.year, faces, listed=True),
            Place(CHANGED, sort(changed, motion.uid, down=True), changed.year, listed=True),
        ]
        places += [
            Place(
                f"datenbezug:{relation.link.key}",
                order(motion) + b"%03d" % number,
                data=encode((relation.key, motion.uid)),
            )
            for number, relation in enumerate(motion.relations)
            if relation.link.key
        ]
    return encode(lines), places


def relations(ask: Ask, motion: Motion) -> dict[str, tuple[str, ...]]:
    """Uids of the papers that it names, and of those that name it."""
    own: dict[str, list[str]] = {"aendert": [], "bezug": [], "ersetzt": []}
    named: dict[str, list[str]] = {"aendert": [], "bezug": [], "ersetzt": []}
    for relation in motion.relations if not motion.deleted else ():
        if relation.link.key and ask.rows(f"papier:{relation.link.key}"):
            own[relation.key].append(relation.link.key)
    for key, uid in ask.data(f"datenbezug:{motion.uid}", tuple[str, str]):
        named[key].append(uid)
    related = dict.fromkeys([*own["bezug"], *own["ersetzt"], *named["bezug"], *named["ersetzt"]])
    return {
        "parents": tuple(own["aendert"]),
        "children": tuple(named["aendert"]),
        "replaced": tuple(own["ersetzt"]),
        "related": tuple(related),
    }


def object_line(thing: objects.Object) -> str:
    """An object as it stands in its file and, the same, in its list; without the blanks that only a page needs."""
    return dumps(filled(thing)).replace("\u00a0", " ")


def of_paper(ask: Ask, ref: str) -> tuple[str, Lines] | None:
    """Uid and lines of a motion; None of one that never was public."""
    for row in ask.rows(f"papierdaten:{ref}"):
        return decoder(Named).decode(row.data).uid, decoder(Lines).decode(ask.lines_behind([row.number])[row.number])
    return None


class Rows(Large):
    """One line each of the papers of some years, as one input of a file. Their rows say what they are; the lines are read when the file is made.

    `which`: a table by its number, `JSON` or `OPARL`.
    """

    def __init__(self, ask: Ask, years: list[int], which: int):
        rows = [ask.rows(DATA, year) for year in years]
        self.ask, self.which, self.years = ask, which, [[row.number for row in some] for some in rows]
        super().__init__(digest(*(row.data[which * FACE : (which + 1) * FACE] for some in rows for row in some)))

    def load(self) -> Iterator[str]:
        decode, which = decoder(Lines).decode, self.which
        for numbers in self.years:
            found = self.ask.lines_behind(numbers)
            for number in numbers:
                lines = decode(found[number])
                yield lines.tables[which] if which < SEVERAL else lines.json if which == JSON else lines.oparl
