"""Words as the search compares them: folded and without their endings. theme/static/js/search.js does the same; tests/search/folding.tsv holds both.

`fold` takes every spelling to one: umlauts, ß and letters of other languages as a German keyboard writes them.
`stem` takes off endings of inflection: the light stemmer of J. Savoy for German (UniNE), with the plural's s and -innen.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from unicodedata import category, normalize

FOREIGN = str.maketrans(
    {"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "a", "œ": "o"}
)  # not taken apart by NFD
DOUBLE = re.compile("(?<![aeiouqy])([aou])e")
ENDING = frozenset("bdfghklmnt")  # before -s and -st
NO_PLURAL = ("los", "gas", "las", "oos")

WORD = re.compile(r"[^\W_\U00010000-\U0010ffff]+")  # signs beyond are sorted otherwise in a browser
JOINED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
STAR = re.compile(r"(?<=[a-zäöüß])[*:_]in(?:nen)?(?![a-zäöüß])")
BREAK = re.compile(
    r"</?(?:p|li|h[1-6]|td|th|tr|div|dt|dd|blockquote|pre|br|hr|ul|ol|dl|table|figure|figcaption)\b[^>]*>"
)
TAG = re.compile(r"<[^>]*>")


def fold(text: str) -> str:
    """Lower case, without marks: „Yıldıztepe“ and „Yildiztepe“, „Bäume“ and „Baeume“ are the same."""
    text = text.lower()
    if not text.isascii():
        text = "".join(sign for sign in normalize("NFD", text.translate(FOREIGN)) if category(sign)[0] != "M")
    if "e" in text:
        text = DOUBLE.sub(r"\1", text)
    return text.replace("sss", "ss") if "sss" in text else text


def stem(word: str) -> str:
    """Of a folded word. One with digits stays as it is."""
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("innen") and len(word) > 6:
        word = word[:-3]
    word = first_off(word)
    size, last = len(word), word[-2:]
    if size > 5 and word.endswith("est"):
        word = word[:-3]
    elif size > 4 and (
        last in ("er", "en") or (size > 6 and last == "st" and word[-3] in ENDING)
    ):  # „nächste“ is not „nach“
        word = word[:-2]
    return word[:-1] if word.endswith("ss") and len(word) > 3 else word


def first_off(word: str) -> str:
    size, last = len(word), word[-2:]
    if size > 5 and word.endswith("ern"):
        return word[:-3]
    if size > 4 and last in ("em", "en", "er", "es"):
        return word[:-2]
    if size > 3 and last[1] == "e":
        return word[:-1]
    if size > 3 and last[1] == "s" and (last[0] in ENDING or (last[0] in "ao" and not word.endswith(NO_PLURAL))):
        return word[:-1]
    return word[:-1] if size > 4 and last in ("ln", "rn") else word


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """By which a written word is found."""
    return stem(fold(word))


def words(text: str) -> list[str]:
    """Every word as it is written; of „Schüler*innen“ the first part; numbers without noughts before them."""
    if "*in" in text or ":in" in text or "_in" in text:
        text = STAR.sub("", text)
    return WORD.findall(text)


def joined(text: str) -> list[str]:
    """Words written with hyphens, as one."""
    return (
        [match[0].replace("-", "") for word in text.split() if "-" in word and (match := JOINED.search(word))]
        if "-" in text
        else []
    )


def plain(html: str) -> str:
    """The words of our own HTML, a line for each block; what is marked in the middle of a word does not cut it."""
    text = TAG.sub("", BREAK.sub("\n", html)).replace("\u00ad", "")
    text = unescape(text) if "&" in text else text
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))
