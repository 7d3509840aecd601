"""German words are written together: „Fahrradabstellanlage“ is taken apart into words that stand alone elsewhere in these texts.

First parts take a linking letter, or lose their last one („Schul-“); the last part may be inflected. The fewest parts win, then the longest shortest one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ..records.fields import read_toml
from .letters import stem

LINKS = {"s": ("s", "es", "ns", "ens"), "n": ("n", "en"), "r": ("er",), "e": ("e",)}  # by their last letter
CUT = ("e", "en")
LEAST = 3  # letters of a part
LONGEST = 60  # letters of a word that is taken apart
WORDS = {name: words.split() for name, words in read_toml(Path(__file__).with_name("words.toml")).items()}
STOP, NO_PART = frozenset(WORDS["stop"]), frozenset(WORDS["no_part"])


class Nouns(Protocol):
    """Folded words, and the stems of them."""

    def __contains__(self, word: object) -> bool: ...

    def of_stem(self, own: str) -> bool: ...


class Splitter:
    """Takes words apart by the nouns it is given."""

    def __init__(self, nouns: Nouns):
        self.nouns = nouns
        self.fronts: dict[str, str] = {}
        self.known: dict[str, tuple[str, ...] | None] = {}

    def split(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a folded word; () where it has none."""
        if not 2 * LEAST <= len(word) <= LONGEST or not word.isalpha():
            return ()
        *firsts, last = self.best(word) or ("",)
        return tuple(dict.fromkeys((*map(self.front, firsts), stem(last)))) if last else ()

    def best(self, word: str) -> tuple[str, ...] | None:
        if word in self.known:
            return self.known[word]
        best: tuple[str, ...] | None = None
        size = len(word)
        for end in range(size - LEAST, LEAST - 1, -1):
            if not self.front(word[:end]):
                continue
            if self.back(word[end:]):
                candidate: tuple[str, ...] = (word[:end], word[end:])
            elif size - end >= 2 * LEAST and (more := self.best(word[end:])):
                candidate = (word[:end], *more)
            else:
                continue
            if best is None or (-len(candidate), min(map(len, candidate))) > (-len(best), min(map(len, best))):
                best = candidate
        self.known[word] = best
        return best

    def front(self, part: str) -> str:
        """The stem of the noun that this is, with a linking letter or without its last one; "" of any other."""
        found = self.fronts.get(part)
        if found is None:
            found = self.fronts[part] = self.looked_up(part)
        return found

    def looked_up(self, part: str) -> str:
        nouns = self.nouns
        if part in nouns:
            return stem(part)
        for link in LINKS.get(part[-1], ()):
            if part.endswith(link) and len(part) - len(link) >= LEAST and part[: -len(link)] in nouns:
                return stem(part[: -len(link)])
        return next((stem(part + more) for more in CUT if part + more in nouns), "")

    def back(self, part: str) -> bool:
        return part in self.nouns or (len(part) > LEAST and part not in NO_PART and self.nouns.of_stem(stem(part)))


def is_noun(word: str, folded: str) -> bool:
    """May this word, as it stands alone in a text, be a part of others?"""
    return (
        LEAST <= len(folded) <= 25
        and word[:1].isupper()
        and folded.isalpha()
        and folded not in STOP
        and folded not in NO_PART
    )
