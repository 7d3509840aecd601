"""The words of a text as the search shall find them: plain, with the parts of compounds, with numbers in every spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from ..press.hyphens import LONGEST, points

INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W\d_]{7,}")
MARK = "~"  # between a word and its endings; what follows it is never shown (theme/static/js/search.js)
EDGE = 3  # letters left on either side of a break
LEAST = 4  # letters of an ending; shorter ones are seldom words …
SHORT = frozenset(["amt", "bad", "bau", "bus", "hof", "ort", "rad", "rat", "see", "tag", "tor", "weg", "zug"])  # … but these are, in many compounds

# Endings that are no words: „…rungen“, „…lichkeit“.
SUFFIX = re.compile(r"[bcdfghjklmnpqrstvwxz]{0,4}(?:(?:ig|lich|bar|sam)?keit|heit|schaft|ung|ierung|tion|ation|ität|innen|lich|isch|ig)(?:e|en|er|em|es|s)?")


def plain(html: str) -> str:
    """The words of our own HTML as one line; what stands in two blocks does not run together."""
    return " ".join(unescape(TAG.sub(" ", INLINE.sub("", html))).replace("\u00ad", "").replace(MARK, " ").split())


@lru_cache(maxsize=1 << 15)
def endings(word: str) -> tuple[str, ...]:
    """„Radwegebau“ → wegebau, bau: from every syllable to the end, so that a word inside of a compound is the beginning of one of them."""
    if len(word) > LONGEST:
        return ()
    places = [place for place in points(word.lower()) if EDGE <= place <= len(word) - EDGE]
    places += [place - 1 for place in places if word[place - 1] == "s" and word[place] in "pt"]  # „Kreiss-traße“, says the dictionary
    parts = (word[place:].lower() for place in sorted(places))
    return tuple(part for part in parts if (len(part) >= LEAST and not SUFFIX.fullmatch(part)) or part in SHORT)


def with_endings(text: str) -> str:
    """Each long word with its endings where it stands first. Pagefind takes what stands between signs for words of one place."""
    seen: set[str] = set()

    def once(match: re.Match[str]) -> str:
        word = match[0]
        if word in seen:
            return word
        seen.add(word)
        return MARK.join((word, *endings(word)))

    return WORD.sub(once, text)


def spellings(number: str) -> str:
    """A printed-paper number as typed and without leading noughts: „0112/2026“ is asked for as „112/2026“ too."""
    short = re.sub(r"(?<!\d)0+(?=\d)", "", number)
    return number if short == number else f"{number} {short}"
