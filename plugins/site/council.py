"""Which council this is and what is called how in it, as content/fraktion.yaml says: read before all else, since every other table speaks with these words.

Here nothing is refused. What is wrong in that file is told when it is checked (`group_data.py`), and until then the usual words stand there.
"""

from __future__ import annotations

from pathlib import Path

from ..people.vocabulary import bodies
from ..records.council import COUNCILS, USUAL, WORDS, Council, called, council_of, group_of
from ..records.frontmatter import read_list
from ..records.german import near_word
from ..records.nodes import Mapping, Node, Scalar
from ..records.nouns import noun_of
from ..records.values import Flawed
from .tables import tables

FILE = "fraktion.yaml"
NOBODY = Mapping({}, {}, 0)


def council_at(content: Path, usual: Council = USUAL) -> Council:
    """`usual`: where the file names none."""
    try:
        data = (content / FILE).read_bytes()
    except OSError:
        return usual
    head = read_list(FILE, data).head
    if not isinstance(head, Mapping):
        return usual
    row = chosen(text(head.entries.get("vertretung"))) or usual
    inner = head.entries.get("woerter")
    entries = (inner if isinstance(inner, Mapping) else NOBODY).entries
    found = {key: noun for key in WORDS if (noun := noun_of(text(entries.get(key))))}
    council = called(row, found, group_of(text(head.entries.get("bezeichnung"))))
    return row if said_twice(council) else council


def chosen(name: str) -> Council | None:
    """A slip of the pen is told with the right word; what else stands in the files is read with that one."""
    return council_of(name) or council_of(near_word(name, COUNCILS.words) or "") if name else None


def text(node: Node | None) -> str:
    return node.text.strip() if isinstance(node, Scalar) else ""


def said_twice(council: Council) -> str:
    """The word that would mean two things; with it no table could be read."""
    try:
        tables(council), bodies(council)
    except Flawed:
        return council.body.word if council.body != council.usual.body else council.main_committee.word
    words = [noun.word for noun in (council.body, council.main_committee)]
    return words[0] if words[0] == words[1] else ""
