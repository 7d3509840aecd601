"""Pages in Leichter Sprache: what the check says of them, which is how long a sentence is, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from ..records.fields import Record
from ..records.problems import Problem, problem

MOST = 15  # words of a sentence (DIN SPEC 33429 asks for short ones; netzwerk-leichte-sprache.de for one thought)
ENDS = (".", "!", "?", ":", "…")
AFTER = "\"'“”‘’»«)*_`]"  # what may follow the sign that ends a sentence
SHOWN = 6  # words of the sentence that a hint shows


def check_sentences(record: Record) -> Iterator[Problem]:
    """A hint for each sentence of more than MOST words, at the line on which it begins."""
    for line, words in sentences(record.body, record.body_line):
        if len(words) > MOST:
            yield problem(record.path, line, "easy-long", count=len(words), near=" ".join(words[:SHOWN]), most=MOST)


def sentences(text: str, first: int = 1) -> Iterator[tuple[int, list[str]]]:
    """Sentences with their lines: a heading, a point of a list, an empty line ends one, too."""
    begun, words = first, []
    for number, line in enumerate(text.split("\n"), first):
        tokens = line.split()
        mark = bool(tokens) and (tokens[0] in "-*+–•>" or set(tokens[0]) == {"#"} or tokens[0].rstrip(".)").isdigit())
        if (mark or not tokens) and words:
            yield begun, words
            words = []
        for token in tokens[1:] if mark else tokens:
            if any(sign.isalnum() for sign in token):
                begun = begun if words else number
                words.append(token.partition("](")[0].strip("[*_"))
            if ends(token) and words:
                yield begun, words
                words = []
        if mark and tokens[0][0] == "#" and words:
            yield begun, words
            words = []
    if words:
        yield begun, words


def ends(token: str) -> bool:
    """„3.“ before a month ends no sentence, and no abbreviation of one letter does."""
    bare = token.rstrip(AFTER)
    return bare.endswith(ENDS) and not (bare.endswith(".") and (bare[:-1].isdigit() or len(bare) == 2))
