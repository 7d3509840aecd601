"""German for programs: days, counts, lists of words, names close to a name, addresses from names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
NBSP = "\u00a0"


@lru_cache(maxsize=1 << 12)
def day(date: dt.date) -> str:
    """12. Juni 2024, with a blank that does not break after the day."""
    return f"{date.day}.{NBSP}{MONTHS[date.month - 1]} {date.year}"


def brief_day(date: dt.date) -> str:
    """12. Juni, 1. Dez.: in lists where the year is clear"""
    month = MONTHS[date.month - 1]
    return f"{date.day}.{NBSP}{month if len(month) < 5 else f'{month[:4] if month == MONTHS[8] else month[:3]}.'}"


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


MONTH = {name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrz": 3, "mae": 3, "jän": 1, "feber": 2}
DATE = re.compile(
    r"\b(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\. ?(?:(\d{1,2})\. ?|(Januar|Jänner|Februar|März|Maerz|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jan|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sept|Sep|Okt|Nov|Dez)\b\.? ?)(\d{4}|\d{2}))(?![\d-])",
    re.IGNORECASE,
)
CENTURY = 70  # „3.9.26“ is 2026, „3.9.98“ is 1998
EARLIEST, LATEST = 1900, 2100


def date_at(text: str, at: int) -> tuple[dt.date, int] | None:
    """The day that is written at this place, and where it ends; None for none, or for one that does not exist."""
    match = DATE.match(text, at)
    found = day_of(match) if match else None
    return (found, match.end()) if match and found else None


def day_of(match: re.Match[str]) -> dt.date | None:
    """What a date means. Two digits of a year are the nearest; a day that no calendar has is None („31.06.“ stands in real papers)."""
    year, month, day_, other_day, other_month, name, other_year = match.groups()
    if year is None:
        year = int(other_year) + (0 if len(other_year) == 4 else 2000 if int(other_year) < CENTURY else 1900)
        month, day_ = int(other_month) if other_month else MONTH[name.lower()[:3]], int(other_day)
    try:
        return dt.date(int(year), int(month), int(day_)) if EARLIEST <= int(year) <= LATEST else None
    except ValueError:
        return None


BEFORE_DAY = re.compile(
    r"(?:(?:(?:am|den|vom|der) )?(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\.?,? )?(?:(?:am|den|vom) )?",
    re.IGNORECASE,
)


def whole_date(text: str) -> re.Match[str] | None:
    """A value that is a date and no more, as it stands on letters: „3. September 2026“, „Freitag, den 3.9.26“, „2026-09-03“."""
    text = " ".join(text.split()).rstrip(",;")
    return DATE.fullmatch(text, BEFORE_DAY.match(text).end())


LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "Ä": "ae",
        "Ö": "oe",
        "Ü": "ue",
        "ẞ": "ss",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "đ": "d",
    }
)


@lru_cache(maxsize=1 << 12)
def slug(text: str) -> str:
    """The last part of an address: a-z, 0-9 and hyphens; umlauts as DIN 5007-2 writes them."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).casefold().translate(LETTERS))
    hyphens = re.sub(
        r"[^\w\u0300-\u036f]+|_", "-", plain
    )  # before marks above letters are dropped: „2020–2025“ has a dash
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


def near_word(word: str, known: Iterable[str]) -> str | None:
    """The known word of which this one is a slip of the pen; None where two are as near, and where the difference is a denial."""
    word = word.casefold()
    best: tuple[int, list[str]] = (3, [])
    for other in known:
        folded = other.casefold()
        most = 0 if min(len(word), len(folded)) < 4 else 1 if max(len(word), len(folded)) < 8 else 2
        if abs(len(word) - len(folded)) > most or folded == word or turned(word, folded):
            continue
        distance = slips(word, folded, most)
        if distance <= min(most, best[0]):
            best = (distance, [*best[1], other] if distance == best[0] else [other])
    return best[1][0] if len({one.casefold() for one in best[1]}) == 1 else None


TURNS = (
    "un",
    "nicht",
    "ab",
    "an",
    "gegen",
    "miss",
    "ent",
    "ver",
    "ge",
    "be",
    "er",
    "zer",
    "um",
    "zu",
    "auf",
    "ein",
    "aus",
    "vor",
    "nach",
    "hin",
    "über",
    "unter",
)  # with it or without, or one for the other, a word means another thing


def turned(one: str, other: str) -> bool:
    """Are two words the same but for a syllable before them?"""
    heads = ["", *TURNS]
    rests = [{word[len(head) :] for head in heads if word.startswith(head)} for word in (one, other)]
    return one != other and any(len(rest) > 3 for rest in rests[0] & rests[1])


def slips(one: str, other: str, most: int) -> int:
    """How many letters are more, less, others or changed over with their neighbour (optimal string alignment); over `most` it is not counted."""
    before, last = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, sign in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def near_phrase(text: str, known: Iterable[str]) -> str | None:
    """The known words of which these are a slip of the pen: one word of them is near in spelling, all others are the same, in the same order."""
    words = text.casefold().split()
    found: dict[str, str] = {}
    by_place: dict[int, dict[str, str]] = {}
    for phrase in known:
        others = phrase.casefold().split()
        if len(text) > 3 and "".join(others) == "".join(words):
            return phrase  # only the blanks are others
        if len(others) == len(words):
            differ = [place for place, (one, other) in enumerate(zip(words, others, strict=True)) if one != other]
            if len(differ) == 1:
                by_place.setdefault(differ[0], {})[others[differ[0]]] = phrase
    for place, phrases in by_place.items():
        if word := near_word(words[place], phrases):
            found[phrases[word]] = word
    return next(iter(found)) if len(found) == 1 else None


DENIAL = re.compile(r"\b(?:nicht|kein)", re.IGNORECASE)


def denies(text: str) -> bool:
    """Does it say no: „nicht angenommen“, „keine“, „nichtöffentlich“?"""
    return bool(DENIAL.search(text))


def holds(text: str, word: str) -> bool:
    """Does the word, or do the words, stand in the text as such?"""
    found = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return f" {word.casefold()} " in f" {found} "


# ------------------------------------------------------------------------------------ nouns

ARTICLES = {
    "m": ("der", "des", "dem", "den", "er"),
    "f": ("die", "der", "der", "die", "sie"),
    "n": ("das", "des", "dem", "das", "es"),
}  # four cases, and the pronoun


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

    @property
    def joint(self) -> str:
        """As words begin that are made with it: Fraktions-, Gruppen-; „AG-“ with a hyphen, „Rats-“ of a „Rat der Stadt“."""
        word, genitive = self.word.split()[0], self.genitive.split()[0]
        if word.isupper():
            return f"{word}-"
        if self.gender == "f":
            return f"{word}{'s' if word.endswith(('ung', 'ion', 'schaft', 'heit', 'keit')) else 'n' if word.endswith('e') else ''}"
        return f"{word}s" if genitive in (f"{word}s", f"{word}es") and not word.endswith("s") else word


def capital(text: str) -> str:
    """With a capital letter, as a sentence begins."""
    return text[:1].upper() + text[1:]


MASCULINE = (
    "tag",
    "ausschuss",
    "rat",
    "gremium",
    "forum",
    "parlament",
    "kreis",
    "vorstand",
    "präsidium",
    "landtag",
    "senat",
)  # „im“, neuter too
FEMININE = ("versammlung", "kommission", "gruppe", "konferenz", "vertretung", "runde")


def within(body: str) -> str:
    """„im Umweltausschuss“, „in der Kommission“; a name of which the gender is not known stands in brackets."""
    first = body.split()[0].casefold() if body.split() else ""
    return f"im {body}" if first.endswith(MASCULINE) else f"in der {body}" if first.endswith(FEMININE) else f"({body})"


def toward(bodies: Sequence[str]) -> str:
    """„an den Sozialausschuss und den Seniorenrat“; with a colon where the gender of a name is not known."""
    found = [body.split()[0].casefold() if body.split() else "" for body in bodies]
    articles = ["den" if first.endswith(MASCULINE) else "die" if first.endswith(FEMININE) else "" for first in found]
    return (
        f"an {joined([f'{article} {body}' for article, body in zip(articles, bodies, strict=True)])}"
        if all(articles)
        else f"an: {joined(list(bodies))}"
    )


BEFORE_VERB_LAST = ("weil", "da", "nachdem", "denn")


def because(said: str, reason: str) -> str:
    """What is said, and why: „… durch Verwaltungshandeln“, „…, weil …“. A reason that is a clause stands behind a comma."""
    if not reason:
        return said
    comma = "," if reason.split()[0] in BEFORE_VERB_LAST else ""
    return f"{said}{comma} {reason.rstrip('.')}"
