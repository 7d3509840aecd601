"""German for programs: days, counts, lists of words, names close to a name, addresses from names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

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


MASCULINE = ("tag", "ausschuss", "rat", "gremium", "forum", "parlament", "kreis", "vorstand", "präsidium", "landtag", "senat")  # „im“, neuter too
FEMININE = ("versammlung", "kommission", "gruppe", "konferenz", "vertretung", "runde")


def within(body: str) -> str:
    """„im Kreistag“, „in der Kommission“; a name of which the gender is not known stands in brackets."""
    first = body.split()[0].casefold() if body.split() else ""
    return f"im {body}" if first.endswith(MASCULINE) else f"in der {body}" if first.endswith(FEMININE) else f"({body})"


def toward(bodies: Sequence[str]) -> str:
    """„an den Sozialausschuss und den Kreistag“; with a colon where the gender of a name is not known."""
    found = [body.split()[0].casefold() if body.split() else "" for body in bodies]
    articles = ["den" if first.endswith(MASCULINE) else "die" if first.endswith(FEMININE) else "" for first in found]
    return f"an {joined([f'{article} {body}' for article, body in zip(articles, bodies, strict=True)])}" if all(articles) else f"an: {joined(list(bodies))}"
