"""German for programs: days, counts, lists of words, names close to a name, addresses from names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NBSP = "\u00a0"


@lru_cache(maxsize=1 << 12)
def day(date: dt.date) -> str:
    """12. Juni 2024, with a blank that does not break after the day."""
    return f"{date.day}.{NBSP}{MONTHS[date.month - 1]} {date.year}"


def weekday(date: dt.date) -> str:
    return WEEKDAYS[date.weekday()]


def clock(time: dt.time) -> str:
    """19:30 Uhr"""
    return f"{time:%H:%M}{NBSP}Uhr"


def number(value: float, places: int = 0) -> str:
    """1.234,5 (DIN 5008 groups by points)"""
    return f"{value:,.{places}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def size(count: int) -> str:
    """A file's size in kB or MB, as people read it."""
    if count < 999_500:  # above, kB would be rounded to „1.000 kB“
        return f"{number(max(1, round(count / 1000)))}{NBSP}kB"
    return f"{number(count / 1_000_000, 1)}{NBSP}MB"


def counted(count: int, one: str, many: str) -> str:
    """1 Antrag, 2 Anträge"""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def joined(words: Sequence[str], last: str = "und") -> str:
    """a, b und c"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue", "ẞ": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "đ": "d"})


@lru_cache(maxsize=1 << 12)
def slug(text: str) -> str:
    """The last part of an address: a-z, 0-9 and hyphens; umlauts as DIN 5007-2 writes them."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold().translate(LETTERS))
    hyphens = re.sub(r"[^\w\u0300-\u036f]+|_", "-", plain)  # before marks above letters are dropped: „2020–2025“ has a dash
    return re.sub(r"[^a-z0-9]+", "-", hyphens.encode("ascii", "ignore").decode()).strip("-")


@lru_cache(maxsize=1 << 15)
def sort_key(text: str) -> tuple[str, str]:
    """Order of words in a German list (DIN 5007-1: ä as a, ß as ss)."""
    base = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join([c for c in base if c < "\x80" or not unicodedata.combining(c)]), text


GUESSES = 25  # of „Meinten Sie …?“ for one text: looking for a near name takes long, and whoever has more to mend needs another list


def near(word: str, known: Iterable[str], cutoff: float = 0.75) -> str | None:
    """The known word that somebody most likely meant, or None."""
    folded = {k.casefold(): k for k in sorted(known, reverse=True)}
    if len(word) > 120:
        return None
    import difflib  # late: most texts name what there is

    match = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return folded[match[0]] if match else None


DENIAL = re.compile(r"\b(?:nicht|kein)", re.IGNORECASE)


def denies(text: str) -> bool:
    """Does it say no: „nicht angenommen“, „keine“, „nichtöffentlich“?"""
    return bool(DENIAL.search(text))


def holds(text: str, word: str) -> bool:
    """Does the word, or do the words, stand in the text as such?"""
    found = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {word.casefold()} " in f" {found} "


# ------------------------------------------------------------------------------------ nouns

ARTICLES = {"m": ("der", "des", "dem", "den", "er"), "f": ("die", "der", "der", "die", "sie"), "n": ("das", "des", "dem", "das", "es")}  # four cases, and the pronoun


class Noun(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A noun in all its cases; with its article and with the prepositions that swallow one."""

    word: str
    gender: Literal["m", "f", "n"]
    genitive: str
    dative: str
    accusative: str
    plural: str
    dative_plural: str

    def __str__(self) -> str:
        return self.word

    @property
    def the(self) -> str:
        """der Kreis, die Stadt"""
        return f"{ARTICLES[self.gender][0]} {self.word}"

    @property
    def The(self) -> str:
        """Der Kreis, as a sentence begins."""
        return capital(self.the)

    @property
    def of(self) -> str:
        """des Kreises, der Stadt"""
        return f"{ARTICLES[self.gender][1]} {self.genitive}"

    @property
    def to(self) -> str:
        """dem Kreis, der Stadt"""
        return f"{ARTICLES[self.gender][2]} {self.dative}"

    @property
    def whom(self) -> str:
        """den Kreis, die Stadt"""
        return f"{ARTICLES[self.gender][3]} {self.accusative}"

    @property
    def pronoun(self) -> str:
        return ARTICLES[self.gender][4]

    @property
    def within(self) -> str:
        """im Kreis, in der Stadt"""
        return f"in der {self.dative}" if self.gender == "f" else f"im {self.dative}"

    @property
    def at(self) -> str:
        """beim Kreis, bei der Stadt"""
        return f"bei der {self.dative}" if self.gender == "f" else f"beim {self.dative}"

    @property
    def out_of(self) -> str:
        """aus dem Kreis, aus der Stadt"""
        return f"aus {self.to}"

    @property
    def toward(self) -> str:
        """an den Kreis, an die Stadt"""
        return f"an {self.whom}"


def capital(text: str) -> str:
    """With a capital letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


MASCULINE = ("tag", "ausschuss", "rat", "gremium", "forum", "parlament", "kreis", "vorstand", "präsidium", "landtag", "senat")  # „im“, neuter too
FEMININE = ("versammlung", "kommission", "gruppe", "konferenz", "vertretung", "runde")


def within(body: str) -> str:
    """„im Umweltausschuss“, „in der Kommission“; a name of which the gender is not known stands in brackets."""
    first = body.split()[0].casefold() if body.split() else ""
    return f"im {body}" if first.endswith(MASCULINE) else f"in der {body}" if first.endswith(FEMININE) else f"({body})"


def toward(bodies: Sequence[str]) -> str:
    """„an den Sozialausschuss und den Seniorenrat“; with a colon where the gender of a name is not known."""
    found = [body.split()[0].casefold() if body.split() else "" for body in bodies]
    articles = ["den" if first.endswith(MASCULINE) else "die" if first.endswith(FEMININE) else "" for first in found]
    return f"an {joined([f'{article} {body}' for article, body in zip(articles, bodies, strict=True)])}" if all(articles) else f"an: {joined(list(bodies))}"


BEFORE_VERB_LAST = ("weil", "da", "nachdem", "denn")


def because(said: str, reason: str) -> str:
    """What is said, and why: „… durch Verwaltungshandeln“, „…, weil …“. A reason that is a clause stands behind a comma."""
    if not reason:
        return said
    comma = "," if reason.split()[0] in BEFORE_VERB_LAST else ""
    return f"{said}{comma} {reason.rstrip('.')}"
