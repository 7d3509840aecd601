"""Words of the council, each explained once a page: where it stands first it leads to its sentence at the end of the page.

The link is no stop of the Tab key: ten of them stood between a reader and the text. The sentences themselves stand in the flow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape
from msgspec import Struct

from .hyphens import flowing


class Word(Struct, frozen=True):
    """An entry of the glossary."""

    term: str
    key: str  # last part of its address: glossar/#key
    text: str
    names: tuple[str, ...] = ()  # other spellings, as they stand in texts


class Words:
    """The glossary as one page needs it: which words it has told, in the order of the page."""

    def __init__(self, entries: tuple[Word, ...]):
        self.pattern, self.entries = compiled(entries)
        self.told: dict[str, Word] = {}

    def explain(self, text: str) -> str:
        """The text with a link for each word that was not explained before on this page."""
        if type(text) is not str:
            return text
        if not self.entries:
            return flowing(text)
        parts: list[str] = []
        end = 0
        for match in self.pattern.finditer(text):
            word = self.entries[match[0]]
            if word.key not in self.told:
                self.told[word.key] = word
                parts += [flowing(text[end : match.start()]), link(match[0], word)]
                end = match.end()
        return Markup("".join(map(escape, [*parts, flowing(text[end:])]))) if parts else flowing(text)


@lru_cache(maxsize=512)
def link(typed: str, word: Word) -> Markup:
    return Markup(f'<a class="word" href="#wort_{escape(word.key)}" tabindex="-1">{escape(flowing(typed))}</a>')


@lru_cache(maxsize=4)
def compiled(entries: tuple[Word, ...]) -> tuple[re.Pattern[str], dict[str, Word]]:
    """One pattern for all spellings, the longest first; a word in a sentence may begin with a small or a capital letter."""
    spelled = {name: word for word in entries for spelling in (word.term, *word.names) for name in both(spelling)}
    longest = sorted(spelled, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?![\w-])"), spelled


def both(spelling: str) -> Iterable[str]:
    """A noun stays as it is; „verwiesen“ begins a phrase, too."""
    return (spelling, spelling[:1].upper() + spelling[1:])
