"""The program's handbooks in the words of another council: they are written for the first row of the table, and told again for the others.

What stands with its article or a preposition is put into the case of the other noun; then the bare forms. A compound with the group's
word follows; all others (Kreisverband) are words of their own.
"""

from __future__ import annotations

import re
from functools import cache

from ..records.council import NOUNS, USUAL, Council
from ..records.german import Noun, capital

PHRASES = ("of", "to", "whom", "within", "at", "out_of", "toward", "the")
BARE = ("genitive", "dative_plural", "plural", "word")


def retold(text: str, council: Council) -> str:
    forms = forms_of(council)
    return pattern(tuple(forms)).sub(lambda found: forms[found[0]], text) if forms else text


@cache
def forms_of(council: Council) -> dict[str, str]:
    """As it stands in the handbooks → as it is said here; the first of two that look alike counts."""
    found: dict[str, str] = {}
    for cell in (*NOUNS, "group"):
        old, new = getattr(USUAL, cell), getattr(council, cell)
        bare = BARE if cell != "group" else BARE[-1:]  # many „Fraktionen“ are those of others
        if old != new:
            for said, now in (*phrases(old, new), *((getattr(old, form), getattr(new, form)) for form in bare)):
                found.setdefault(said, now)
                found.setdefault(capital(said), capital(now))
    if council.group != USUAL.group:
        found[USUAL.group.joint] = council.group.joint
    return found


def phrases(old: Noun, new: Noun) -> list[tuple[str, str]]:
    both = [(getattr(old, phrase), getattr(new, phrase)) for phrase in PHRASES]
    for m, f in (("zum", "zur"), ("vom", "von der")):
        both.append((f"{f if old.gender == 'f' else m} {old.dative}", f"{f if new.gender == 'f' else m} {new.dative}"))
    return both


@cache
def pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """The longest form first; a compound goes on with a small letter."""
    joint = USUAL.group.joint
    ends = [
        re.escape(form) + ("(?=[a-zäöü])(?!gemeinschaft)" if form == joint else r"(?![\w-])")
        for form in sorted(forms, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ends)})")
