"""What must not become public: gaps that only the group can fill, and what is left of the sample.

A gap is a hint, and in a public build a problem. The sample's texts, names and addresses are a problem in a public build alone,
and only where the content does not say that it is the sample (`beispiel: ja`): `judged` decides that at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from .problems import Problem, problem
from .sample import digest_of, of_the_program, paragraphs

GAP = re.compile(r"\[Bitte ergänzen\b[^\]\n]{0,300}\]?|\b[Mm]usterort\b(?:\.example\b)?")
RESERVED = re.compile(
    r"(?<![\w.-])(?:(?:[\w-]{1,60}\.){0,4}example\.(?:org|com|net)|(?:[\w-]{1,60}\.){1,4}example)(?![\w-]|\.\w)",
    re.IGNORECASE,
)  # RFC 2606: nobody's
HINT, LEFT = "own-words", "sample-left"
GAPS = (HINT, "own-words-public")
PUBLIC = {HINT: "own-words-public", LEFT: "sample-left-public"}  # what they are in a public build


def gaps_in(text: str) -> list[str]:
    return [match[0] for match in GAP.finditer(text)]


def check_left(path: str, text: str) -> Iterator[Problem]:
    """From a file's text alone, with the line; `judged` says what counts. Nearly every text is done with after three looks."""
    sample = of_the_program()
    gaps, hosts, named = (
        "Bitte ergänzen" in text or "usterort" in text,
        "example" in text.casefold(),
        sample.named(text),
    )
    for number, line in enumerate(text.split("\n") if gaps or hosts or named else (), 1):
        if gaps and (near := GAP.search(line)):
            yield problem(path, number, HINT, near=near[0])
        elif near := (hosts and RESERVED.search(line)) or sample.named(line):
            yield problem(path, number, LEFT, near=near[0])
    if sample.paragraphs:
        yield from (
            problem(path, number, LEFT, near=part)
            for number, part in paragraphs(text)
            if digest_of(part) in sample.paragraphs
        )


def gaps_of(path: str, text: str) -> list[Problem]:
    """The lines with a gap: as many as the check names."""
    return [each for each in check_left(path, text) if each.code == HINT]


def judged(found: Iterable[Problem], public: bool, sample: bool) -> list[Problem]:
    """Gaps are problems in public; what is left of the sample is none elsewhere, nor where all of it is the sample."""
    kept = [each for each in found if each.code != LEFT or (public and not sample)]
    return [replace(each, code=PUBLIC[each.code]) if public and each.code in PUBLIC else each for each in kept]
