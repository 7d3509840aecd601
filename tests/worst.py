"""Texts that an expression may find hard, made from the expression itself: each of its parts repeated, begun and never ended, almost matching."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from re import _constants as sign  # what the standard library's own parser says of an expression
from re import _parser as parser

KINDS = {
    sign.CATEGORY_DIGIT: "1",
    sign.CATEGORY_NOT_DIGIT: "a",
    sign.CATEGORY_SPACE: " ",
    sign.CATEGORY_NOT_SPACE: "a",
    sign.CATEGORY_WORD: "a",
    sign.CATEGORY_NOT_WORD: "-",
}
ENDS = ("\x00", "", "\n", " ", "a", "1")


class Slow(Exception):
    """It took longer than it may."""


def within(seconds: float, work: Callable[[], object]) -> None:
    """Do the work, or raise Slow when it has taken so many seconds of the processor (the engine asks for signals as it goes)."""

    def stop(*_: object) -> None:
        raise Slow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def one_of(items: list) -> str:
    """A character of a class; of one that excludes, any other."""
    if items and items[0][0] is sign.NEGATE:
        shut = re.compile(
            "[" + "".join(f"\\U{c:08x}" if what is sign.LITERAL else "" for what, c in items[1:]) + "\x00]"
        )
        return next((c for c in "a1 -.:/_xä(<" if not shut.match(c)), "~")
    what, value = items[0]
    return chr(value) if what is sign.LITERAL else chr(value[0]) if what is sign.RANGE else KINDS[value]


def example(parsed) -> str:
    """A short text that the parts of an expression find, as good as can be told without trying."""
    text = ""
    for what, value in parsed:
        if what in (sign.LITERAL, sign.NOT_LITERAL):
            text += chr(value) if what is sign.LITERAL else "a" if value != ord("a") else "b"
        elif what is sign.ANY:
            text += "a"
        elif what is sign.IN:
            text += one_of(value)
        elif what is sign.BRANCH:
            text += example(value[1][0])
        elif what is sign.SUBPATTERN:
            text += example(value[3])
        elif what is sign.ATOMIC_GROUP:
            text += example(value)
        elif what in (sign.MAX_REPEAT, sign.MIN_REPEAT, sign.POSSESSIVE_REPEAT):
            text += example(value[2]) * max(1, min(value[0], 50))
    return text


def inside(what, value) -> list:
    """The expressions that a part of one is made of."""
    if what is sign.BRANCH:
        return value[1]
    if what in (sign.MAX_REPEAT, sign.MIN_REPEAT, sign.POSSESSIVE_REPEAT):
        return [value[2]]
    return {
        sign.SUBPATTERN: lambda: [value[3]],
        sign.ATOMIC_GROUP: lambda: [value],
        sign.ASSERT: lambda: [value[1]],
        sign.ASSERT_NOT: lambda: [value[1]],
    }.get(what, list)()


def parts(parsed, before: str = "") -> Iterator[tuple[str, str]]:
    """What stands before each part of an expression, and the part: repeats, alternatives, groups."""
    for index, (what, value) in enumerate(parsed):
        start = before + example(parsed[:index])
        for each in inside(what, value):
            yield start, example(each)
            yield from parts(each, start)


def worst_cases(expression: re.Pattern, size: int, ends: tuple[str, ...] = ENDS) -> Iterator[str | bytes]:
    """Texts of about `size` characters, each with every end."""
    source = expression.pattern.decode("latin-1") if isinstance(expression.pattern, bytes) else expression.pattern
    parsed = parser.parse(source, expression.flags & ~re.UNICODE & ~re.DEBUG)
    whole = example(parsed)
    found = dict.fromkeys([("", whole), ("", whole[:-1]), ("", whole[1:]), *parts(parsed)])
    seeds = dict.fromkeys(
        [
            *found,
            *((start, part[:1]) for start, part in found),
            *((start, part + " ") for start, part in found),
            *((whole, part) for _, part in found),
        ]
    )
    for start, part in seeds:
        if part:
            for end in ends:
                text = start + part * max(1, (size - len(start)) // len(part)) + end
                yield text.encode("latin-1", "replace") if isinstance(expression.pattern, bytes) else text


def try_all(expression: re.Pattern, text: str | bytes) -> None:
    """Every way in which an expression is asked."""
    for _ in expression.finditer(text):
        pass
    expression.match(text)
    expression.fullmatch(text)
