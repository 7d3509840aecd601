"""A noun as somebody types it, in all its cases: one word by its ending, or three forms as a dictionary has them.

„Kulturausschuss“; „der Bürgerrat, des Bürgerrats, die Bürgerräte“. Nothing is guessed: an ending that is not in the table, or two words without their
forms, are no noun.
"""

from __future__ import annotations

import re

from .german import ARTICLES, Noun, capital

# How words of local politics end: gender, what the genitive adds, how the plural ends. The longer ending stands first where one ends with the other.
ENDINGS: tuple[tuple[str, str, str, str], ...] = (
    ("magistrat", "m", "s", "magistrate"),
    ("senat", "m", "s", "senate"),
    ("referat", "n", "s", "referate"),
    ("sekretariat", "n", "s", "sekretariate"),
    ("rat", "m", "s", "räte"),
    ("tag", "m", "s", "tage"),
    ("ausschuss", "m", "es", "ausschüsse"),
    ("vorstand", "m", "s", "vorstände"),
    ("verband", "m", "s", "verbände"),
    ("kreis", "m", "es", "kreise"),
    ("bezirk", "m", "s", "bezirke"),
    ("präsident", "m", "en", "präsidenten"),
    ("meister", "m", "s", "meister"),
    ("vorsteher", "m", "s", "vorsteher"),
    ("direktor", "m", "s", "direktoren"),
    ("saal", "m", "s", "säle"),
    ("ung", "f", "", "ungen"),
    ("ion", "f", "", "ionen"),
    ("schaft", "f", "", "schaften"),
    ("konferenz", "f", "", "konferenzen"),
    ("rätin", "f", "", "rätinnen"),
    ("entin", "f", "", "entinnen"),
    ("erin", "f", "", "erinnen"),
    ("orin", "f", "", "orinnen"),
    ("stadt", "f", "", "städte"),
    ("gemeinde", "f", "", "gemeinden"),
    ("gruppe", "f", "", "gruppen"),
    ("runde", "f", "", "runden"),
    ("liste", "f", "", "listen"),
    ("halle", "f", "", "hallen"),
    ("amt", "n", "s", "ämter"),
    ("haus", "n", "es", "häuser"),
    ("mitglied", "n", "s", "mitglieder"),
    ("system", "n", "s", "systeme"),
    ("parlament", "n", "s", "parlamente"),
    ("portal", "n", "s", "portale"),
    ("kollegium", "n", "s", "kollegien"),
    ("gremium", "n", "s", "gremien"),
    ("zentrum", "n", "s", "zentren"),
    ("forum", "n", "s", "foren"),
    ("bündnis", "n", "ses", "bündnisse"),
)
GENDERS = {articles[0]: gender for gender, articles in ARTICLES.items()}  # „der“ → m
SAID = re.compile(r"(?:(der|die|das) )?([A-ZÄÖÜ]\S*)")
LONGEST = 200  # signs; no noun has more


def noun_of(text: str) -> Noun | None:
    """None where its forms are not known."""
    if len(text) > LONGEST:
        return None
    parts = [" ".join(part.split()) for part in text.split(",")]
    return spelled_out(parts) if len(parts) > 1 else by_ending(parts[0])


def by_ending(text: str) -> Noun | None:
    """One word, with or without its article."""
    said = SAID.fullmatch(text)
    if not said:
        return None
    word = said[2]
    for ending, gender, genitive, plural in ENDINGS:
        if word.lower().endswith(ending):
            if said[1] and GENDERS[said[1]] != gender:
                return None
            stem, last = word[: -len(ending)], word[-len(ending) :]
            return made(gender, word, word + genitive, stem + (capital(plural) if last[0].isupper() else plural))
    return None


def spelled_out(parts: list[str]) -> Noun | None:
    """„der Rat der Stadt“, „des Rates der Stadt“, „die Räte der Stadt“; the last may be missing where there is only one."""
    (article, _, word), (second, _, genitive), *more = (part.partition(" ") for part in parts)
    gender = GENDERS.get(article, "")
    many = [plural for last, _, plural in more if last == "die" and plural]
    if (
        not gender
        or second != ARTICLES[gender][1]
        or not word
        or not genitive
        or len(parts) > 3
        or len(many) != len(more)
    ):
        return None
    return made(gender, word, genitive, many[0] if many else word)


def made(gender: str, word: str, genitive: str, plural: str) -> Noun:
    weak = genitive.endswith("n") and genitive != word and gender != "n"  # Präsident, Stadtverordnete
    case = genitive if weak else word
    head, blank, rest = plural.partition(" ")
    many = head if head.endswith(("n", "s")) else f"{head}n"
    return Noun(
        word=word,
        gender=gender,
        genitive=genitive,
        dative=case,
        accusative=word if gender == "f" else case,
        plural=plural,
        dative_plural=f"{many}{blank}{rest}",
    )


def compound(first: Noun, last: str) -> str:
    """„Gruppensitzung“, „AG-Sitzung“"""
    return f"{first.joint}{capital(last) if first.joint.endswith('-') else last}"
