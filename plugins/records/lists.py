"""Lists as people type them, as Markdown: „–“ and „•“, „a)“ and „I.“, points of which some were struck; and numbers that begin no list.

Whoever types a number means that number. Markdown counts on from the first one, whatever stands there, and takes a date for a point. So here every line
that begins with a number, a letter or a dash is looked at together with its neighbours. Each point that counts carries its mark between two `TYPED` signs („3) 1:) 3“: the mark, its kind, its value), from where `markdown.py` puts it on the element; what is no list gets a \\ before its point.
"""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct, field

TYPED = "\x11"  # around a mark; control characters cannot come from a source: they are refused on reading
BLANK = "[ \t\u00a0\u2000-\u200a\u202f]"  # word processors put fixed blanks behind their marks
SYMBOLS = "•·▪◦‣●○■□➢➤►✓✔\uf0a7\uf0b7\uf0d8\uf0fc"  # the last four: what Word's own fonts have in their place
LINE = re.compile(
    rf"""(?P<indent>\ *)(?:
        (?P<bullet>[-*+–—]) {BLANK}+ | (?P<symbol>[{SYMBOLS}]) {BLANK}* | (?P<drawn>[oØü§]) \t{BLANK}*
      | (?P<open>\()? (?P<sign>\d{{1,9}} | [a-zA-Z] | (?P<twin>[a-z])(?P=twin) | [ivx]{{2,5}} | [IVX]{{2,5}}) (?P<close>\.\) | [.)]) (?:{BLANK}+ | (?=[A-ZÄÖÜ„]))
    )(?P<rest>\S.*)""",
    re.VERBOSE,
)
PERHAPS = re.compile(rf"(?m)^\t|^[ \t>]*(?:[-*+–—{SYMBOLS}]|[oØü§]\t|\(?(?:\d|[a-zA-Z]{{1,5}}[.)]))")
RULE = re.compile(r" {0,3}([-*_])(?: {0,2}\1){2,} *$")
QUOTE = re.compile(r" {0,3}> ?")
SPECIAL = re.compile(
    r" {0,3}(?:#|\||[-=]+ *$)"
)  # a heading, a row of a table, an underline: a paragraph does not go on behind it

MONTH = r"(?:Jan|Jän|Feb|März|Maerz|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\b"
DATED = re.compile(
    rf"{MONTH}|\d{{1,2}}\.(?:{BLANK}*(?:\d{{4}}|\d{{2}})\b(?!\.)|{BLANK}+[^\d\s]|$)|(?:und|oder|bis|u\.|/|[-–]){BLANK}*\d",
    re.IGNORECASE,
)  # behind „18.“
COUNTED = (  # what is counted in German with a point behind the number
    r"Wahlperiode|Legislatur|\w{0,20}sitzung|Tagung|Änderung|Nachtrag|Lesung|Quartal|Halbjahr|Jahrhundert|Jh\b|Auflage|Fassung|Klasse|Klässler|Jahrgang|Etage|Stock|Obergeschoss|OG\b|Bauabschnitt|"
    r"Bürgermeister|Beigeordnete|Vorsitzende|Stellvertret|stellv|stv\b|Vizepräsident|Bundesliga|Lebensjahr|Geburtstag|Jahrestag|Weltkrieg|Welle|Runde|Ausbaustufe|Ergänzung|Fortschreibung|Novelle|"
    r"BImSchV|ordentliche|öffentliche|außerordentliche|Platz\b|Preis\b|Rang\b|Mal\b|Tag|Woche|Monat|Jahr"
)
ORDINAL = re.compile(COUNTED, re.IGNORECASE)
ENDED = re.compile(r"[.:;!?…“”\")\]]\s*$")  # a line behind which something new may begin
GOES_ON = re.compile(
    r"(?:^|\s)(?:am|und|oder|sowie|der|die|das|dem|den|des|vom|von|bis|zum|zur|zu|im|in|an|auf|bei|für|nach|mit|ab|seit|ein|eine|einer|eines|einem|einen|ist|sind|wird|nicht|Punkt|Nr\.?|Abs\.?|§|u\.)$|,$"
)  # a line was broken here, in the middle of a sentence
ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
    "xiii": 13,
    "xiv": 14,
    "xv": 15,
}
SUB = re.compile(
    r" {0,3}(?:\d{1,2}(?:\.\d{1,2})+\.?|§{1,2} ?\d+[a-z]?|\(\d{1,2}\)|([a-z])\1\))\s+\S"
)  # „1.2“, „§ 3“, „(2)“, „bb)“: no list, but a line of its own


class Mark(Struct):
    """A line that may be a point of a list."""

    index: int
    indent: int
    style: str  # „-“, „•“, „1.“, „a)“, „I.“, „(1)“ as „1()“
    label: str  # the mark as it was typed
    sign: str
    rest: str
    value: int = 0
    point: bool = False  # it is one

    @property
    def counts(self) -> bool:
        return self.style[0] in "1aA"

    @property
    def decimal(self) -> bool:
        return self.style[0] == "1"

    @property
    def dated(self) -> bool:
        return self.decimal and (self.value > 999 or bool(DATED.match(self.rest)))

    @property
    def ordinal(self) -> bool:
        return self.decimal and bool(ORDINAL.match(self.rest))


class Run(Struct):
    """Lines with marks of one style on one level, with nothing but their own text between them."""

    marks: list[Mark]
    fresh: bool  # it begins a paragraph
    before: str  # the line above it
    inside: bool = False  # the line above it is a point of another list
    last: int = 0  # the number of the point before it in this text, of the same style

    def decide(self) -> None:
        first = self.marks[0]
        if not first.counts:
            self.bullets(first)
        elif first.decimal:
            self.numbers()
        else:
            self.letters()

    def bullets(self, first: Mark) -> None:
        """A dash may also be one in a sentence; a typed hyphen begins a list in Markdown, wherever a paragraph begins."""
        between = [mark for mark in self.marks if mark.rest.rstrip().endswith((" –", " -", " —"))]
        dashes = first.style in "–—"
        good = bool(ENDED.search(self.before)) if not self.fresh else not dashes
        if first.style == "-" and self.fresh:
            good = True
        elif between or (first.style == "·" and len(self.marks) < 2):
            good = False
        elif len(self.marks) > 1 or first.style in SYMBOLS:
            good = True
        elif dashes:
            good = self.inside or self.before.rstrip().endswith(":")
        for mark in self.marks:
            mark.point = good

    def numbers(self) -> None:
        marks = self.marks
        if all(mark.dated for mark in marks):
            return
        if not (self.steps(marks) and (marks[0].value == 1 or marks[0].value == self.last + 1)):
            marks = [mark for mark in marks if not mark.dated]
        values = [mark.value for mark in marks]
        ups = [b - a for a, b in pairwise(values)]
        if len(values) == 1:
            known = values[0] == 1 or (self.last and values[0] > self.last)
            good = known and not marks[0].ordinal and (self.fresh or self.before.rstrip().endswith(":"))
        elif len(set(values)) == 1:
            good = True
            together = all(b.index - a.index <= 2 for a, b in pairwise(marks))
            for number, mark in enumerate(
                marks if values[0] == 1 and together else ()
            ):  # „1. 1. 1.“: Markdown's own way to have it counted
                mark.value += number
                mark.label = mark.label.replace(mark.sign, str(mark.value))
        elif values[0] == 1 or values[0] == self.last + 1:
            good = not (ups[0] > 9 and all(mark.ordinal for mark in marks))
        else:
            good = (
                all(up > 0 for up in ups)
                and 2 * ups.count(1) >= len(ups)
                and (self.fresh or bool(ENDED.search(self.before)))
            )
        for mark in marks:
            mark.point = good

    def letters(self) -> None:
        signs = [mark.sign for mark in self.marks]
        low = [sign.lower() for sign in signs]
        double = all(len(sign) == 2 and sign[0] == sign[1] and sign not in ("ii", "xx") for sign in low)
        roman = all(sign in ROMAN for sign in low) and (low[0] == "i" or any(len(sign) > 1 for sign in low))
        if not (double or roman or all(len(sign) == 1 for sign in low)):
            return
        for mark, sign in zip(self.marks, low, strict=True):
            mark.value = ROMAN[sign] if roman and not double else ord(sign[0]) - 96
            mark.style = (
                ("i" if signs[0].islower() else "I") + mark.style[1:]
                if roman and not double
                else "aa" + mark.style[1:]
                if double
                else mark.style
            )
        values = [mark.value for mark in self.marks]
        upward = len(values) > 1 and all(a < b for a, b in pairwise(values))
        if self.marks[0].label.endswith(".") and not (roman and values[0] == 1):  # „A. Müller“, „a. D.“
            upward = upward and values == list(range(1, len(values) + 1))
        for mark in self.marks:
            mark.point = upward

    @staticmethod
    def steps(marks: list[Mark]) -> bool:
        return all(b.value == a.value + 1 for a, b in pairwise(marks))


class Text(Struct):
    """What is known of a text while its lines are looked through."""

    lines: list[str]
    runs: list[Run] = field(default_factory=list)
    plain: set[int] = field(default_factory=set)  # lines that begin a paragraph which is part of no list
    code: set[int] = field(default_factory=set)

    def read(self) -> dict[int, Mark]:
        opened: list[Run] = []
        last: dict[str, int] = {}
        fresh, listed, coded = True, False, False
        for index, line in enumerate(self.lines):
            if not line.strip():
                fresh = True
                continue
            if (
                "\t" in line[: len(line) - len(line.lstrip())]
            ):  # before a paragraph it is what a word processor left of its indentation, in a list a level
                line = self.lines[index] = indented(line) if listed else line.lstrip()
            indent = len(line) - len(line.lstrip(" "))
            coded = indent >= 4 and (coded or (fresh and not listed))
            if coded:
                self.code.add(index)
                continue
            mark = read_mark(index, line)
            if mark is None:
                if fresh and indent < 2:
                    self.close(opened, last)
                    listed = False
                    self.plain.add(index)
                fresh = bool(SPECIAL.match(line))
                continue
            listed = True
            near = next(
                (
                    run
                    for run in reversed(opened)
                    if run.marks[0].style == mark.style and abs(run.marks[-1].indent - indent) <= 1
                ),
                None,
            )
            if near:
                del opened[opened.index(near) + 1 :]
                near.marks.append(mark)
            else:
                opened = [run for run in opened if run.marks[-1].indent <= indent + 1]
                beside = bool(self.runs and max(run.marks[-1].index for run in self.runs[-3:]) == index - 1) or (
                    mark.style == "-" and bool(opened) and indent > opened[-1].marks[-1].indent + 1
                )
                opened.append(
                    Run(
                        [mark], fresh or beside, "" if fresh else self.lines[index - 1], beside, last.get(mark.style, 0)
                    )
                )
                self.runs.append(opened[-1])
            fresh = False
        for run in self.runs:
            run.decide()
        return {mark.index: mark for run in self.runs for mark in run.marks}

    @staticmethod
    def close(opened: list[Run], last: dict[str, int]) -> None:
        for run in opened:
            if run.marks[0].decimal:
                last[run.marks[0].style] = run.marks[-1].value
        opened.clear()


def read_mark(index: int, line: str) -> Mark | None:
    match = LINE.match(line)
    if not match or RULE.match(line):
        return None
    indent, rest = len(match["indent"]), match["rest"]
    bullet = match["bullet"] or match["symbol"] or match["drawn"]
    if bullet:
        return Mark(index, indent, "-" if bullet in "-*+" else bullet, bullet, bullet, rest)
    sign, opened, closed = match["sign"], match["open"] or "", match["close"]
    if opened and closed != ")":
        return None
    kind = "1" if sign.isdecimal() else "a" if sign.islower() else "A"
    return Mark(
        index,
        indent,
        f"{kind}{'()' if opened else closed}",
        f"{opened}{sign}{closed}",
        sign,
        rest,
        int(sign) if sign.isdecimal() else 0,
    )


def as_markdown(text: str) -> str:
    """The text with its lists as Markdown has them, points below points four blanks further in."""
    text = text.replace(TYPED, "") if TYPED in text else text
    if not PERHAPS.search(text):
        return text
    return by_fours("\n".join(quotes(text.split("\n"))))


def indented(line: str) -> str:
    inside = line.lstrip(" \t")
    return line[: len(line) - len(inside)].expandtabs(4) + inside


def quotes(lines: list[str]) -> list[str]:
    """What stands in a block quote is a text of its own."""
    done: list[str] = []
    outside: list[str] = []
    index = 0
    while index < len(lines):
        if not (match := QUOTE.match(lines[index])) or (
            index and lines[index - 1].strip() and not QUOTE.match(lines[index - 1])
        ):
            outside.append(lines[index])
            index += 1
            continue
        done += rewritten(outside)
        outside, inside = [], []
        while index < len(lines) and (match := QUOTE.match(lines[index])):
            inside.append(lines[index][match.end() :])
            index += 1
        deeper = (
            quotes(inside) if any(QUOTE.match(line) for line in inside) and len(inside) < 200 else rewritten(inside)
        )
        done += [f"> {line}" for line in deeper]
    return done + rewritten(outside)


def rewritten(lines: list[str]) -> list[str]:
    text = Text(lines)
    marks = text.read()
    if not marks:
        return [broken(lines, index, marks) for index in range(len(lines))]
    done: list[str] = []
    coded = False
    chain: list[Mark] = []  # the list that is open on each level, by its latest point
    for index, line in enumerate(lines):
        if index in text.code or not line.strip():
            done.append(line)
            continue
        mark = marks.get(index)
        if index in text.plain or (
            mark and not mark.point and mark.indent < 2 and (index == 0 or not lines[index - 1].strip())
        ):
            chain = []
        coded = line.startswith("    ") and not chain and (coded or index == 0 or not lines[index - 1].strip())
        if coded:  # what is above was no list after all
            done.append(line)
            continue
        if mark is None or not mark.point:
            line = escaped(mark, line) if mark else line
            line = broken(lines, index, marks, line)
        else:
            above = lines[index - 1] if index else ""
            if not chain and above.strip():
                done.append("")
            place_in(chain, mark, bool(above.strip()))
            line = as_point(mark, mark.indent if chain[:-1] or mark.indent < 4 else 0)
        extra = len(chain) - len({mark.indent // 2 for mark in chain})
        done.append(" " * (2 * extra) + line if extra > 0 and line.strip() else line)
    return done


def place_in(chain: list[Mark], mark: Mark, close: bool) -> None:
    """Put a point where it belongs: into a list that is open, or below the last point of one. Many type „a)“ under „1.“ without a blank before it."""
    while chain and chain[-1].indent > mark.indent + 1:
        chain.pop()
    beside = [one for one in chain if abs(one.indent - mark.indent) <= 1]
    if same := next((one for one in beside if one.style == mark.style), None):
        del chain[chain.index(same) :]
    elif beside and not below(beside[-1], mark, close):
        del chain[chain.index(beside[0]) :]
    chain.append(mark)


def below(above: Mark, mark: Mark, close: bool) -> bool:
    """May a list of another style on the same level be part of the point above it?"""
    if close:
        return not mark.counts or mark.value == 1
    return mark.counts and above.counts and mark.value == 1


def as_point(mark: Mark, indent: int) -> str:
    rest = mark.rest
    if (
        (inner := LINE.match(rest))
        and inner["sign"]
        and inner["sign"].isdecimal()
        and inner["close"] == "."
        and (inner["sign"] != "1" or DATED.match(inner["rest"]) or ORDINAL.match(inner["rest"]))
    ):
        rest = rest.replace(".", "\\.", 1)
    blanks = " " * indent
    if not mark.counts and mark.style[0] not in "iI":
        return f"{blanks}{mark.sign if mark.style == '-' else '-'} {rest}"
    shape = mark.style.lstrip("1aAiI")
    kind = mark.style.removesuffix(shape)
    return f"{blanks}1. {TYPED}{mark.label} {kind}{f':{shape}' if shape != '.' else ''} {mark.value}{TYPED}{rest}"


def escaped(mark: Mark, line: str) -> str:
    """A number with a point, or a dash, that Markdown must not take for one of a list."""
    if mark.style == "-":
        return line.replace(mark.sign, f"\\{mark.sign}", 1)
    return line.replace(".", "\\.", 1) if mark.decimal and mark.label.endswith(".") else line


def broken(lines: list[str], index: int, marks: dict[int, Mark], line: str | None = None) -> str:
    """The line; two blanks behind it where the next begins with a number of its own, so that they do not run together."""
    line = lines[index] if line is None else line
    after = lines[index + 1] if index + 1 < len(lines) else ""
    if not after.strip() or not line.strip() or SPECIAL.match(line):
        return line
    mark = marks.get(index + 1)
    numbered = (
        mark is not None
        and not mark.point
        and ((mark.counts and (mark.decimal or mark.label.endswith(")"))) or mark.style in "–—")
    ) or (mark is None and SUB.match(after))
    mine = marks.get(index)
    begun = (mine is not None and not mine.point and mine.counts) or SUB.match(line)
    told = ENDED.search(line) or (begun and not GOES_ON.search(line.rstrip()))
    return line.rstrip() + "  " if numbered and told else line


ITEM = re.compile(r" *(?:[-*+]|\d{1,3}\.) +\S")
SHALLOW = re.compile(r"\n {2,3}(?! )")


def by_fours(text: str) -> str:
    """What stands two or three blanks below a point belongs to it, as in most editors; Python-Markdown asks for four."""
    if not SHALLOW.search(text):
        return text
    lines: list[str] = []
    inside: list[int] = []  # of the open points: how far in a line must stand to belong to it
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if inside and line.strip() and indent < inside[-1] and lines[-1].strip() and not ITEM.match(line):
            lines.append(line)  # a point that goes on in its next line, wherever that begins
            continue
        while inside and line.strip() and indent < inside[-1]:
            inside.pop()
        if inside and line.strip():
            further = indent - inside[-1]  # six and more: a block of code
            line = " " * (4 * len(inside) + (further - 2 if further >= 6 else 0)) + line.lstrip(" ")
        if ITEM.match(line):
            inside.append(indent + 2)
        lines.append(line)
    return "\n".join(lines)
