"""How long a line, a word and a paragraph may be, and how many signs of Markdown may stand together in a text.

What reads a text takes longer than its length where a line has no end or thousands of signs wait for their other half.
So there are limits, far above what anybody writes, each with a sentence; a text is never cut, it is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .problems import Problem, problem

LONGEST_LINE = 20_000  # characters; the longest paragraph of 300 real motions has 1,800
LONGEST_PARAGRAPH = 100_000  # characters without an empty line between them; a table is one
LONGEST_WORD = 500  # letters; the longest German word in a law had 67
MOST_WORK = 1_000_000_000  # about nanoseconds that the signs of one text may cost
LITTLE_WORK = 20_000_000  # the same, of a section that need not be looked at more closely
EACH_SIGN = 4_000  # nanoseconds, however little stands around it
MANY = 10_000  # paragraphs of one kind; below that nobody need count them
BESIDE = (
    (("    ", "\t"), "\t", 1_000),
    (("- ", "* ", "+ "), "- ", 8_000),
    (("> ", ">"), ">", 6_000),
)  # code, points apart, quotes: about nanoseconds each
DEEPEST_QUOTE = 400  # block quotes in one another that are read; each asks all open calls how deep it stands
WORD = re.compile(rf"[^\W\d_]{{{LONGEST_WORD + 1}}}")
# Lines that end a paragraph without an empty one: what follows is looked through from the beginning again, at about so many nanoseconds a character.
SPLITTING = (
    (re.compile(r"\n=+ *(?=\n|$)"), "=", 10),
    (re.compile(r"\n-+ *(?=\n|$)"), "-", 10),
    (re.compile(r"\n {0,3}([-_]) {0,2}\1 {0,2}\1"), "-", 4),
    (re.compile(r"\n {0,3}\* {0,2}\* {0,2}\*"), "*", 4),
    (re.compile(r"\n#"), "#", 1),
    (re.compile(r"\]: *\n"), "]:", 6),
    (re.compile(r"\n *[\"'(]"), "]:", 6),  # the title of a definition above it
)
NAMED = {"  \n": "zwei Leerzeichen am Zeilenende", "\t": "vier Leerzeichen am Anfang eines Absatzes"}
SIGNS = ("\\", "`", "[", "<", "&", "*", "_", "  \n")  # with which something begins in Markdown


class TooMuch(Exception):
    """A text whose signs would take too long to read; `near` is the text around them, `sign` the one that stands there `count` times."""

    def __init__(self, near: str, sign: str, count: int):
        super().__init__(sign)
        self.near, self.sign, self.count = near, sign, count


def long_lines(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Lines beyond LONGEST_LINE, each with its sentence."""
    if len(text) <= LONGEST_LINE:
        return
    for number, line in enumerate(text.split("\n"), first_line):
        if len(line) > LONGEST_LINE:
            yield problem(path, number, "line-long", count=len(line), most=LONGEST_LINE)


def check_lengths(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Lines, words and paragraphs of a running text that are too long to be any."""
    yield from long_lines(path, text, first_line)
    if WORD.search(text):
        for number, line in enumerate(text.split("\n"), first_line):
            if found := WORD.search(line):
                yield problem(path, number, "word-long", near=found[0][:30], most=LONGEST_WORD)
    if len(text) > LONGEST_PARAGRAPH:
        for number, paragraph in paragraphs(text, first_line):
            if len(paragraph) > LONGEST_PARAGRAPH:
                yield problem(path, number, "paragraph-long", count=len(paragraph), most=LONGEST_PARAGRAPH)


def paragraphs(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """What stands between empty lines, with the number of its first line."""
    start, inside = first_line, []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.strip():
            start = start if inside else number
            inside.append(line)
        elif inside:
            yield start, "\n".join(inside)
            inside = []
    if inside:
        yield start, "\n".join(inside)


class Work(Struct):
    """What the signs of one text cost so far, in about nanoseconds; measured on Python-Markdown 3.11.3."""

    done: int = 0

    def add(self, cost: int, near: str, sign: str, count: int) -> None:
        self.done += cost
        if self.done > MOST_WORK:
            raise TooMuch(near, sign, count)

    def little(self, text: str) -> bool:
        """Is a section so harmless, as a whole, that whoever converts it need not count? Then it is counted so."""
        cost = max(cost for cost, _, _ in costs(text))
        if cost > LITTLE_WORK:
            return False
        self.add(cost, text, *counted(text))
        return True

    def blocks(self, text: str) -> None:
        """What is taken apart by lines: headings, rules and definitions one under the other, rows of a table with code in them."""
        if any(sign in text for sign in ("\n#", "\n-", "\n=", "\n*", "\n_", "\n ", "]:")):
            for _, paragraph in paragraphs(text, 1):
                for expression, sign, cost in SPLITTING:
                    if sign in paragraph and (number := len(expression.findall(paragraph))):
                        self.add(cost * number * len(paragraph), paragraph, sign, number)
        if text.count("\n\n") > MANY:
            for beginnings, sign, cost in BESIDE:
                if (number := sum(paragraph.startswith(beginnings) for _, paragraph in paragraphs(text, 1))) > MANY:
                    self.add(
                        number * max(cost, number // 8), text, sign, number
                    )  # each takes the first of all that are left
        if ">>" in text or "> >" in text:
            for _, paragraph in paragraphs(text, 1):
                if deepest := min(DEEPEST_QUOTE, max(quoted(line) for line in paragraph.split("\n"))):
                    self.add(
                        deepest * (3_000 + 30 * deepest) + deepest * len(paragraph) // 2,
                        paragraph,
                        ">",
                        paragraph.count(">"),
                    )
        if "|" in text:
            for _, paragraph in paragraphs(text, 1):
                second = paragraph.partition("\n")[2].partition("\n")[0]
                if "|" in paragraph and second and not second.strip("|:- "):
                    self.add(
                        6_000 * (second.count("|") + 1) * paragraph.count("\n"), paragraph, "|", paragraph.count("|")
                    )
        if "`" in text and "|" in text:
            for line in text.split("\n"):
                if (ticks := line.count("`")) and (pipes := line.count("|")):
                    self.add(60 * ticks * (pipes + ticks), line, "`", ticks)

    def inline(self, text: str) -> None:
        """What is taken apart by signs: a paragraph, a point of a list, a cell."""
        for cost, sign, count in costs(text):
            self.add(cost, text, sign, count)


def quoted(line: str) -> int:
    """How many block quotes a line begins, one in another."""
    return line[: len(line) - len(line.lstrip("> "))].count(">")


def counted(text: str) -> tuple[str, int]:
    """The sign that stands there most often, and how often."""
    return max(((sign, text.count(sign)) for sign in SIGNS), key=lambda pair: pair[1])


def costs(text: str) -> list[tuple[int, str, int]]:
    """About how long the signs of a text take, each kind of work with the sign that makes it. More text never costs less."""
    counts = {sign: text.count(sign) for sign in SIGNS}
    number = sum(counts.values())
    most = max(counts, key=counts.__getitem__)
    # Each sign that means something makes the text anew, with some twenty characters in its place.
    found = (
        [(number * (len(text) + 10 * number) * width(text) * 2 // 5 + EACH_SIGN * number, most, counts[most])]
        if number
        else [(0, most, 0)]
    )
    if opened := counts["["]:
        most_reach = opened * len(text)
        found.append((150 * (most_reach if most_reach < 100_000 else reach(text)), "[", opened))
    if ticks := counts["`"]:
        found.append((60 * ticks * len(text), "`", ticks))
    return found


def width(text: str) -> int:
    """Bytes that Python takes for each character."""
    return 1 if text.isascii() else 2 if max(text) < "\U00010000" else 4


def reach(text: str) -> int:
    """How far all brackets are from what closes them, together: what is never closed is looked for to the end."""
    total, end = 0, len(text)
    opened: list[int] = []
    for match in BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "](":
            total += target(text, match.end())
        if match[0] != "[" and opened:
            total += match.start() - opened.pop()
    return total + sum(end - start for start in opened)


BRACKET = re.compile(r"\[|\]\(?")
PLAIN_TARGET = re.compile(r"[^()\"']{0,2000}\)")


def target(text: str, start: int) -> int:
    """How far the address of a link may be looked through."""
    found = PLAIN_TARGET.match(text, start)
    return (found.end() if found else len(text)) - start


def told(path: str, lines: list[str], first_line: int, start: int, much: TooMuch) -> Problem:
    """The sentence, at the first line from `start` on that holds the beginning of what is too much."""
    beginning = next((line.strip() for line in much.near.split("\n") if line.strip()), "")[:200]
    index = next((i for i in range(start, len(lines)) if beginning in lines[i]), start)
    return problem(
        path, first_line + index, "text-signs", sign=NAMED.get(much.sign, much.sign.strip()), count=much.count
    )
