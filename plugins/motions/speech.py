"""The words of minutes: a text as words, numbers and signs, and what each of them may mean (`minutes.toml`, `phrases.toml`, `results.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from ..records.characters import composed
from ..records.council import COUNCILS
from ..records.fields import read_toml
from ..records.values import Flawed
from .vocabulary import NOTED, OUTCOMES, RESULTS

HERE = Path(__file__).parent
LONGEST = 600  # characters of a text that is read as votes or a result; what is longer is quoted
GAP = "…"
TOKEN = re.compile(r"[^\W\d_]+|[0-9]+|\S")
ALIKE = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "\u00ad": "",
        "×": "x",
        "：": ":",
        "∶": ":",
    }
)
BRACKETED = (("(en)", "en"), ("(n)", "n"), ("(e)", "e"), ("(r)", "r"))  # „Enthaltung(en)“


class Token(Struct, frozen=True):
    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def word(self) -> bool:
        return self.text[:1].isalpha()


class Phrase(Struct, frozen=True):
    """What minutes say for a result: its words, in parts where others stand between them, and the value it means."""

    words: str
    parts: tuple[tuple[str, ...], ...]
    result: str


def units() -> dict[str, int]:
    """Numbers as words, from none to ninety-nine."""
    ones = ["", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    tens = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
    found = {
        word: number
        for number, word in enumerate(
            [
                *ones,
                "zehn",
                "elf",
                "zwölf",
                "dreizehn",
                "vierzehn",
                "fünfzehn",
                "sechzehn",
                "siebzehn",
                "achtzehn",
                "neunzehn",
            ]
        )
        if word
    }
    found |= {tens[ten]: 10 * ten for ten in range(2, 10)} | {
        f"{ones[one]}und{tens[ten]}": 10 * ten + one for ten in range(2, 10) for one in range(1, 10)
    }
    found |= dict.fromkeys(["eins", "eine", "einer", "einem", "einen"], 1) | dict.fromkeys(
        ["null", "kein", "keine", "keiner", "keinen", "keinerlei", "ohne", "o"], 0
    )
    return {word.casefold(): number for word, number in found.items()}


NUMERALS = units()


def folded(words: str) -> tuple[str, ...]:
    return tuple(token.casefold() for token in TOKEN.findall(words))


def load_words() -> tuple[dict[str, dict[tuple[str, ...], list[tuple[str, object]]]], dict[str, str]]:
    """Everything that may be said, by its first word; and of each single word the usual form of what it means."""
    found: dict[str, dict[tuple[str, ...], list[tuple[str, object]]]] = {}
    single: dict[str, str] = {}

    def add(words: Iterable[str], means: str, value: object = None) -> None:
        key = tuple(words)
        found.setdefault(key[0], {}).setdefault(key, []).append((means, value))

    for row in read_toml(HERE / "minutes.toml")["word"]:
        for words in row["words"]:
            add(folded(words), row["means"])
            if len(folded(words)) == 1 and row["usual"]:
                single[folded(words)[0]] = words
    for noun in (noun for council in COUNCILS for noun in (council.body, council.main_committee)):
        for words in (
            noun.the,
            noun.to,
            noun.whom,
            noun.within,
            f"vom {noun.dative}",
            f"von {noun.to}",
            f"die Mitglieder {noun.of}",
        ):
            add(folded(words), "body")
    for result in RESULTS:
        for words in (result.word, *result.synonyms) if result.known else ():
            add(folded(words), "result", result.word)
            for word in folded(words):
                single.setdefault(word, word)
    for outcome in OUTCOMES:
        base = next(
            result.word
            for result in RESULTS
            if result.by_vote and result.carried == outcome.carried and result.unanimously
        )
        for words in outcome.spellings:
            add(folded(words), "result", base)
            single.setdefault(folded(words)[0], words)
    for phrase in PHRASES:
        if len(phrase.parts) == 1:
            add(phrase.parts[0], "result", phrase.result)
    for part in dict.fromkeys(part for phrase in PHRASES if len(phrase.parts) > 1 for part in phrase.parts):
        add(part, "part", part)
    return found, single


def load_phrases() -> tuple[Phrase, ...]:
    rows = read_toml(HERE / "phrases.toml")["phrase"]
    if odd := [row for row in rows if row["result"] not in RESULTS.by_word]:
        raise Flawed(
            f"motions/phrases.toml: „{odd[0]['words']}“ nennt das Ergebnis „{odd[0]['result']}“; das gibt es in motions/results.toml nicht."
        )
    return tuple(
        Phrase(row["words"], tuple(folded(part) for part in row["words"].split(GAP)), row["result"]) for row in rows
    )


PHRASES = load_phrases()
IN_PARTS = {phrase.parts: phrase.result for phrase in PHRASES if len(phrase.parts) > 1}
FREE = {parts: result for parts, result in IN_PARTS.items() if len(parts) == 2 and result == NOTED}
WORDS, SINGLE = load_words()
LISTS = {
    name: tuple(word.casefold() for word in words) for name, words in read_toml(HERE / "minutes.toml")["lists"].items()
}
SPEAKS, PARTIES = LISTS["speaks"], frozenset(LISTS["parties"])
GLUED = frozenset(word for word in SINGLE if len(word) > 3)  # after which a text run together goes on


def plain(text: str) -> str:
    """One kind of blank, hyphen and colon; „Enthaltung(en)“ without its brackets."""
    text = " ".join(composed(text).translate(ALIKE).split())
    for bracketed, ending in BRACKETED:
        text = text.replace(bracketed, ending)
    return text


def tokens_of(text: str) -> list[Token]:
    """Words, numbers and signs of a plain text, with where they stand. Words that were run together are taken apart."""
    found = []
    for match in TOKEN.finditer(text):
        at = match.start()
        for piece in apart(match[0], text[match.end() : match.end() + 1]):
            found.append(Token(piece, piece.casefold(), at, at + len(piece)))
            at += len(piece)
    return found


def apart(word: str, after: str) -> Iterator[str]:
    """„EnthaltungenBürgermeister“, „einstimmigb)“: two words, where the first is one that minutes end with."""
    for at in range(4, len(word)) if word.casefold() not in GLUED else ():
        if word[:at].casefold() in GLUED and (
            (word[at].isupper() and word[at - 1].islower()) or (at == len(word) - 1 and after in (")", "."))
        ):
            yield word[:at]
            yield from apart(word[at:], after)
            return
    yield word


def meanings(tokens: list[Token], at: int) -> Iterator[tuple[int, str, object]]:
    """What may begin here: where it ends, what it means, and of a result which one. A hyphen between two words is not told."""
    for key, said in WORDS.get(tokens[at].low, {}).items():
        if len(key) == 1:
            yield from ((at + 1, means, value) for means, value in said)
            continue
        end = at
        for number, word in enumerate(key):
            while number and end < len(tokens) and tokens[end].text == "-":
                end += 1
            if end >= len(tokens) or tokens[end].low != word:
                break
            end += 1
        else:
            yield from ((end, means, value) for means, value in said)


def number_at(tokens: list[Token], at: int, *, words: bool = True) -> int | None:
    """The number that stands here, in digits or as a word. „05“ is a time or a day, never a count."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if text[0] in "0123456789":
        return int(text) if len(text) <= 4 and (text == "0" or text[0] != "0") else None
    return NUMERALS.get(tokens[at].low) if words else None
