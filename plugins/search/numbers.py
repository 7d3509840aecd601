"""What means exactly one thing, in every spelling: numbers of printed papers, roads, paragraphs, agenda numbers, days. As search.js has it too.

„Drucksache 0112/2026“, „DS 112-2026“, „112/26“ → 112/2026;  „K 14“ → k14;  „§ 5“ → §5;  „TOP 7“ → top7;  „18. Dezember 2026“ → @20261218 and @1218.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from .compounds import WORDS
from .letters import fold

NOISE = frozenset(WORDS["noise"])
TWO = re.compile(r"(?<![0-9])[0-9]{2}$")  # a year without its century
RUN = re.compile(r"[a-z]+|[0-9]+")
# Each begins with what it looks for, and looks back from there: a text is searched in a third of the time.
PAPER = re.compile(r"[0-9](?<![\w/.,-].)[0-9]{0,4}[/-][0-9]{2,5}(?![\w/-])")  # in running text
ROAD = re.compile(r"([KLBA])(?<!\w.)[ \u00a0\u202f]?([0-9]{1,4}[a-z]?)(?!\w)")
PARAGRAPH = re.compile(r"§[ \u00a0\u202f]?([0-9]{1,4}[a-z]?)(?!\w)")
ITEM = re.compile(r"(?<!\w)TOP[ \u00a0\u202f]?([0-9]{1,3})(?!\w)")
MONTHS = tuple(WORDS["months"])
DAY = re.compile(
    r"([0-9](?<![\w.].)[0-9]?)\.[ \u00a0]?(?:(Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?|([01]?[0-9])\.)[ \u00a0]?((?:19|20)[0-9]{2})?(?!\w)"
)


def number_keys(text: str) -> list[str]:
    """How a printed-paper number is looked up: as it is; then without its letters, and with the year behind."""
    runs = [run.lstrip("0") or "0" if run.isdigit() else run for run in RUN.findall(fold(text)) if run not in NOISE]
    two = TWO.search(text.strip())
    if two and len(runs) > 1 and runs[-1] == two[0] and not any(map(is_year, runs)):
        runs[-1] = f"20{two[0]}"
    digits = [run for run in runs if run.isdigit()]
    found = ["/".join(runs)]
    if len(digits) > 1:
        found.append("/".join(digits))
        first, last = digits[0], digits[-1]
        if len(digits) == 2 and is_year(first) and not is_year(last):
            found.append(f"{last}/{first}")
        elif len(digits) == 2 and len(first) == 2 and not is_year(last):
            found.append(f"{last}/20{first}")
    return list(dict.fromkeys(found))


def is_year(run: str) -> bool:
    return len(run) == 4 and run[:2] in ("19", "20")


def year_of(key: str) -> str:
    """In which file of numbers a key stands; "0" without a year."""
    return next((run for run in reversed(key.split("/")) if is_year(run)), "0")


def exact(text: str) -> Iterable[str]:
    """The roads, paragraphs, agenda numbers, days and paper numbers that a text names."""
    if "§" in text:
        yield from (f"§{number}" for number in PARAGRAPH.findall(text))
    if "TOP" in text:
        yield from (f"top{number}" for number in ITEM.findall(text))
    yield from (f"{letter.lower()}{number}" for letter, number in ROAD.findall(text))
    yield from (f"#{number_keys(number)[0]}" for number in PAPER.findall(text))
    for day, word, month, year in DAY.findall(text):
        number = MONTHS.index(fold(word)[:3]) + 1 if word else int(month)
        if 1 <= number <= 12 and 1 <= int(day) <= 31:
            yield f"@{number:02}{int(day):02}"
            if year:
                yield f"@{year}{number:02}{int(day):02}"


def day_terms(day: dt.date) -> tuple[str, str]:
    return f"@{day:%m%d}", f"@{day:%Y%m%d}"
