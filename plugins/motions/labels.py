"""Several votes in one text: „a) … b) …“, „Punkt 1: … Punkt 2: …“, „Bauausschuss: … Umweltausschuss: …“ → its parts, each with what it was about."""

from __future__ import annotations

from msgspec import Struct

from .speech import LISTS, SINGLE, SPEAKS, Token, meanings, number_at
from .vocabulary import PART, POINT, SUBJECTS

INTRO, POINTS, PIECES, CHOICES = (frozenset(LISTS[name]) for name in ("intro", "points", "pieces", "choices"))
STOPS = ".):"
MOST = 40  # parts
LONGEST_LABEL, LONGEST_TITLE = 8, 20  # words


class Part(Struct, frozen=True):
    subjects: tuple[str, ...]  # as `gegenstand` names them; none: of the whole
    tokens: list[Token]


class Mark(Struct, frozen=True):
    """A label that counts on: where it begins and ends, its values („2. – 4.“), and whether it names points of the resolution."""

    start: int
    end: int
    values: tuple[str, ...]
    points: bool
    named: str = ""  # „Alternative“, „Vorschlag“


def split(tokens: list[Token], text: str) -> list[Part]:
    """The parts of a text with labels; none where they do not count on from each other."""
    marks = chain([mark for at in range(len(tokens)) if (mark := mark_at(tokens, at))])
    if marks:
        return [
            *before(tokens[: marks[0].start]),
            *(
                part
                for n, mark in enumerate(marks)
                for part in parts_of(
                    mark, tokens[mark.end : marks[n + 1].start if n + 1 < len(marks) else len(tokens)], text
                )
            ),
        ]
    return by_colons(tokens, text)


def before(tokens: list[Token]) -> list[Part]:
    """What stands before the first label: „einstimmig:“ is a vote on the whole."""
    words = [token for token in tokens if token.word]
    return [Part((), tokens)] if words else []


def parts_of(mark: Mark, tokens: list[Token], text: str) -> list[Part]:
    """A part, or its own parts: „1. a) … b) …“."""
    inner = chain([found for at in range(len(tokens)) if (found := mark_at(tokens, at))])
    if inner and len(mark.values) == 1 and titled(tokens[: inner[0].start]):
        return [
            Part(
                tuple(f"{PART}{mark.values[0]} {value}" for value in each.values),
                tokens[each.end : inner[n + 1].start if n + 1 < len(inner) else len(tokens)],
            )
            for n, each in enumerate(inner)
        ]
    names = tuple(
        f"{POINT if mark.points and value.isdigit() else PART}{value}" if not mark.named else f"{mark.named} {value}"
        for value in mark.values
    )
    return [Part(names, tokens)]


def titled(tokens: list[Token]) -> bool:
    """Nothing, or a title: „1. Antrag der Fraktion: a) …“"""
    return len(tokens) <= LONGEST_TITLE and not any(
        token.text.isdigit() or token.low.startswith(SPEAKS) for token in tokens
    )


def chain(marks: list[Mark]) -> list[Mark]:
    """The labels that count on, from the first; two at least, or one that names a point."""
    found: list[Mark] = []
    for mark in marks:
        if not found or (
            mark.start >= found[-1].end
            and mark.named == found[-1].named
            and follows(found[-1].values[-1], mark.values[0], mark.points)
        ):
            found.append(mark)
    return found if len(found) > 1 or (found and found[0].points and found[0].start == 0) else []


def follows(last: str, this: str, points: bool) -> bool:
    if last.isdigit() and this.isdigit():
        return int(this) == int(last) + 1 or (points and int(this) > int(last))
    return len(last) == len(this) == 1 and not last.isdigit() and ord(this) == ord(last) + 1


def mark_at(tokens: list[Token], at: int) -> Mark | None:
    """A label that begins here, behind nothing or behind a whole vote: its number is never a count."""
    if at and tokens[at - 1].word and tokens[at - 1].low not in SINGLE:
        return None  # „Grundsteuer A:“
    end = at
    while end < len(tokens) and tokens[end].low in INTRO:
        end += 1
    noun = tokens[end].low if end < len(tokens) and tokens[end].low in POINTS | PIECES else ""
    named = tokens[end].text if noun in CHOICES else ""
    if noun:
        end += 2 if end + 1 < len(tokens) and tokens[end + 1].text == "." else 1
    values: list[str] = []
    while end < len(tokens):
        token = tokens[end]
        if not (
            token.text.isascii()
            and (
                (token.text.isdigit() and 0 < len(token.text) <= 2 and token.text[0] != "0")
                or (len(token.text) == 1 and token.text.isalpha())
            )
        ):
            return None
        values.append(token.low)
        end += 1
        stopped = end
        while end < len(tokens) and tokens[end].text in STOPS:
            end += 1
        again = (
            end < len(tokens)
            and tokens[end].text in ("/", "-", "+")
            and end + 1 < len(tokens)
            and (tokens[end + 1].text.isdigit() or len(tokens[end + 1].text) == 1)
            and not tokens[end + 1].text.isspace()
        )
        if again and (noun or end > stopped) and tokens[end + 1].text.isalnum() and not counted(tokens, end + 1):
            if tokens[end].text == "-" and values[-1].isdigit() and tokens[end + 1].text.isdigit():
                values += [
                    str(number)
                    for number in range(int(values[-1]) + 1, min(int(tokens[end + 1].text), int(values[-1]) + MOST))
                ]
            end += 1
            continue
        if stopped == end and not noun:
            return None  # „5 Ja“
        break
    if not values or (
        values[0].isdigit()
        and not noun
        and end < len(tokens)
        and tokens[end - 1].text == ":"
        and tokens[end - 2].text not in STOPS
        and end - at < 3
        and at == end - 2
        and number_at(tokens, end) is not None
    ):
        return None  # „24:5“
    return Mark(at, end, tuple(values), noun in POINTS, named)


def counted(tokens: list[Token], at: int) -> bool:
    """Is the number here a count of something?"""
    return at + 1 < len(tokens) and any(
        means in ("yes", "no", "counter", "abstained", "invalid", "voters") for _, means, _ in meanings(tokens, at + 1)
    )


def by_colons(tokens: list[Token], text: str) -> list[Part]:
    """„Bauausschuss: … Umweltausschuss: …“, „Änderungsantrag: … Antrag: …“"""
    cuts = []
    for at, token in enumerate(tokens):
        if token.text != ":" or at == 0 or not tokens[at - 1].word:
            continue
        start = at
        while start and at - start < LONGEST_LABEL and label_word(tokens, start - 1, text):
            start -= 1
        while start < at and not tokens[start].capital:
            start += 1
        if start < at:
            cuts.append((start, at))
    if not cuts or cuts[0][0] != 0 or len(cuts) > MOST:
        return []
    found = []
    for number, (start, at) in enumerate(cuts):
        label = text[tokens[start].start : tokens[at - 1].end]
        subject = next(
            (row.word for row in SUBJECTS for word in (row.word, *row.synonyms) if word.casefold() == label.casefold()),
            label,
        )
        found.append(Part((subject,), tokens[at + 1 : cuts[number + 1][0] if number + 1 < len(cuts) else len(tokens)]))
    return found


def label_word(tokens: list[Token], at: int, text: str) -> bool:
    token = tokens[at]
    if token.text in "-/":
        return at > 0 and tokens[at - 1].word and label_word(tokens, at - 1, text)
    return (
        token.word
        and (token.capital or token.low in LISTS["within"])
        and (token.low not in SINGLE or token.low in PIECES)
        and number_at(tokens, at) is None
    )
