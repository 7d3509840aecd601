"""Where long German words may break: browsers often lack a dictionary, and a word of thirty letters is wider than a telephone.

A place is an empty element, whose style brings the hyphen (.fuge, layout.css): a soft hyphen (U+00AD) would be copied and read aloud.
Outside running text a long word also moves to the next line as a whole (.wort) and breaks only where it alone is too wide.

The patterns are pyphen's (Liang's method, as TeX has it). Pyphen itself takes a second to read them, an edit may not;
so they are kept sorted beside the store, and only those that a word can need are looked through.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup, escape

from ..records.kept import keep, kept

BREAK = '<span class="fuge"></span>'
TYPED = ("\u00ad", "&shy;", "&#173;", "&#xAD;", "&#xad;")  # a soft hyphen that somebody typed
SHORTEST = 9  # letters; a shorter word fits on a telephone even in a title of letters twice the size
LONGEST = 200  # letters; what is longer is no word, and stays as it is
EDGE = 3  # letters left on either side
WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
LONG = 12  # letters, in a running text: what a telephone has no line for, be its letters twice the size
LONG_WORD = re.compile(rf"(?<![\w./@])[^\W\d_]{{{LONG},}}")  # not in an address
HEADING = re.compile("<h[2-6][ >]")
MARKUP = re.compile(r"(<(?:code>[^<]*</code>|[^<>]*>))")  # nor in an element or a quoted code
DIGITS = re.compile(r"\d")
VOWEL = re.compile(r"[aeiouyäöüáàâéèêíóôú]")
_folder: Path | None = None  # where the sorted patterns are kept; what comes out does not depend on it


def keep_in(folder: Path | None) -> None:
    global _folder
    _folder = folder


def soften(text: str) -> str:
    """The text with the places where its long words may break. HTML (`Markup`) stays as it is: there addresses are words, too."""
    return soft_text(text) if type(text) is str else text


@lru_cache(maxsize=1 << 12)  # a title stands on its own page, on its neighbours' and in a dozen listings
def soft_text(text: str) -> str:
    return Markup(soft_blocks(str(escape(text)))) if WORD.search(text) else text


def soft_blocks(html: str) -> str:
    """Each run of letters and signs that holds a long word, in a box of its own."""
    return " ".join([box(run) if len(run) >= SHORTEST else run for run in html.split(" ")])


def box(run: str) -> str:
    soft = WORD.sub(lambda match: soft_word(match[0]), run)
    return f'<span class="wort">{soft}</span>' if BREAK in soft else run


def flowing(text: str) -> str:
    """A sentence with the places where its very long words may break."""
    return Markup(soft_run(str(escape(text)))) if type(text) is str and len(text) >= LONG else text


def soften_html(html: str, large: bool = False) -> str:
    """The HTML of a text with the places where its very long words may break; in its headings, and in a text of large letters, those of all long words."""
    for typed in TYPED:
        html = html.replace(typed, "")
    parts = MARKUP.split(html)
    usual = soft_blocks if large else soft_run
    inside = usual
    for n, part in enumerate(parts):
        if n % 2:
            inside = soft_blocks if HEADING.match(part) else usual if part.startswith("</h") else inside
        elif len(part) >= SHORTEST:
            parts[n] = inside(part)
    return "".join(parts)


def soft_run(text: str) -> str:
    """Taken apart at the blanks, since an expression looks at every letter."""
    return " ".join([soft_words(words) if len(words) >= LONG else words for words in text.split(" ")])


@lru_cache(maxsize=1 << 14)
def soft_words(text: str) -> str:
    return LONG_WORD.sub(lambda match: soft_word(match[0]), text)


@lru_cache(maxsize=1 << 16)
def soft_word(word: str) -> str:
    parts, start = [], 0
    for place in places(word):
        parts.append(word[start:place])
        start = place
    return BREAK.join([*parts, word[start:]])


def places(word: str) -> list[int]:
    """Where a word may be broken: as the patterns say, EDGE letters from its ends, no syllable without a vowel."""
    if len(word) > LONGEST:
        return []
    found, end, lower = [], len(word), word.lower()
    for place in reversed([p for p in points(lower) if EDGE <= p <= len(word) - EDGE]):
        if VOWEL.search(lower, place, end):  # „Lei-t-linie“: the t belongs to what stands before it
            found.append(place)
            end = place
    return found[::-1]


def points(word: str) -> list[int]:
    """Liang: every pattern that fits raises the number between two letters; odd numbers are breaks."""
    dotted = f".{word}."
    numbers = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for beginning in (dotted[start : start + 2], dotted[start : start + 3]):
            known, sizes = group(beginning)
            for size in sizes:
                if pattern := known.get(dotted[start : start + size]):
                    place = start
                    for sign in pattern:
                        if sign in "0123456789":
                            numbers[place] = max(numbers[place], int(sign))
                        else:
                            place += 1
    return [place - 1 for place, value in enumerate(numbers) if value % 2]


@cache
def group(beginning: str) -> tuple[dict[str, str], list[int]]:
    """Patterns that begin with three letters (or are two), by their letters; and how long those are."""
    letters, found = (part.split() for part in patterns().get(beginning, "\t").split("\t"))
    return dict(zip(letters, found, strict=True)), sorted({len(each) for each in letters})


@cache
def patterns() -> dict[str, str]:
    """All patterns by their first three letters: their letters, a tab, and the same with numbers between them."""
    source = Path(find_spec("pyphen").origin).parent / "dictionaries" / "hyph_de_DE.dic"
    seen = os.stat(source)
    if _folder is None:
        return sort_patterns(source.read_text("latin-1"))
    file = _folder / f"trennung.{seen.st_size}-{seen.st_mtime_ns}.txt"
    if data := kept(file):
        return dict(line.split("\t", 1) for line in data.decode("latin-1").split("\n"))
    grouped = sort_patterns(source.read_text("latin-1"))
    keep(file, "\n".join(f"{beginning}\t{rest}" for beginning, rest in grouped.items()).encode("latin-1"))
    return grouped


def sort_patterns(text: str) -> dict[str, str]:
    """The lines of a hyphenation dictionary (man 4 hunspell). Those in capitals are settings, those with # or % are notes."""
    grouped: dict[str, dict[str, str]] = {}
    for line in text.split("\n")[1:]:
        pattern = line.strip()
        letters = DIGITS.sub("", pattern)
        if pattern and pattern[0] not in "#%" and pattern != letters and "HYPHEN" not in pattern:
            grouped.setdefault(letters[:3], {})[letters] = pattern
    return {beginning: f"{' '.join(found)}\t{' '.join(found.values())}" for beginning, found in grouped.items()}
