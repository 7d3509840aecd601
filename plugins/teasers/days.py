"""The day of an entry as its feed writes it: RFC 822 and 3339, and as German programs write them.

A time without a zone is the wall's clock in Germany. A day that cannot be read is none, never today; the source's line says so.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
LONGEST = 120  # characters
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "januar", "january", "jän", "jänner", "jaen"),
            ("feb", "februar", "february", "feber"),
            ("mär", "märz", "mar", "march", "mrz", "maerz", "mae"),
            ("apr", "april"),
            ("mai", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("dez", "dec", "dezember", "december"),
        ),
        1,
    )
    for name in names
}
NAMED = re.compile(r"(?<!\d)(\d{1,2})\.?[\s-]{1,3}([A-Za-zäÄ]{3,9})\.?,?[\s-]{1,3}(\d{4}|\d{2})(?!\d)")
NAMED_FIRST = re.compile(
    r"(?<![A-Za-z])([A-Za-zäÄ]{3,9})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?\.?,?\s{1,3}(?:\d{1,2}:\d{2}(?::\d{2})?\s{1,3}(?:[A-Z+-][\w+:-]{0,9}\s{1,3})?)?(\d{4})(?!\d)"
)
DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\d.]?\d)")
SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
PACKED = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6})?(?!\d)")
CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})(?::|\.|h)(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?(?![\d.])")
AFTERNOON = re.compile(r"\d\s?([ap])\.?m\b", re.IGNORECASE)
OFFSET = re.compile(r"(?:[\sT]|\d{2}|GMT|UTC)([+-])(\d{2}):?(\d{2})(?!\d)")
ZONES = {
    "gmt": 0,
    "utc": 0,
    "ut": 0,
    "z": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "bst": 1,
    "wet": 0,
    "west": 1,
    "eet": 2,
    "eest": 3,
}
ZONE = re.compile(r"(?:[\s\d])(GMT|UTC|UT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT|BST|WET|WEST|EET|EEST)\b(?![+-]\d)")
SECONDS = re.compile(r"\d{9,10}|\d{13}")


def day_of(text: str) -> str:
    """ISO, or "" where it says no day that can be read."""
    text = " ".join(text[:LONGEST].split())
    date = date_in(text)
    if date is None and (found := SECONDS.fullmatch(text)):
        date = dt.datetime.fromtimestamp(int(found[0]) / (1000 if len(found[0]) == 13 else 1), BERLIN).date()
    if date is None:
        try:
            date = parsedate_to_datetime(text).astimezone(BERLIN).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""
    return date.isoformat() if FIRST <= date <= LAST else ""


def date_in(text: str) -> dt.date | None:
    day = written(text)
    if day is None:
        return None
    rest = OFFSET.search(text)
    named = ZONE.search(text)
    clock = CLOCK.search(
        text.partition("T")[2]
        if re.match(r"\d{4}-\d{2}-\d{2}T", text)
        else re.sub(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}", " ", text, count=1)
    )
    if not clock or not (rest or named):
        return day
    hours = (1 if rest[1] == "+" else -1) * (int(rest[2]) + int(rest[3]) / 60) if rest else ZONES[named[1].lower()]
    hour = (
        int(clock[1]) % 12 + 12 * (after[1] in "pP")
        if (after := AFTERNOON.search(text)) and int(clock[1]) <= 12
        else int(clock[1])
    )
    if abs(hours) > 15 or hour > 24 or int(clock[2]) > 59:
        return day
    try:
        return (
            (
                dt.datetime.combine(day, dt.time(), dt.timezone(dt.timedelta(hours=hours)))
                + dt.timedelta(hours=hour, minutes=int(clock[2]))
            )
            .astimezone(BERLIN)
            .date()
        )
    except (ValueError, OverflowError):
        return day


def written(text: str) -> dt.date | None:
    """The day as it stands there, in whatever order."""
    for form, order in (
        (ISO, "ymd"),
        (DOTTED, "dmy"),
        (NAMED, "dmy"),
        (NAMED_FIRST, "mdy"),
        (SLASHED, "dmy"),
        (PACKED, "ymd"),
    ):
        for found in form.finditer(text):
            parts = dict(zip(order, found.groups(), strict=False))
            month = MONTHS.get(parts["m"].casefold()) if not parts["m"].isdigit() else int(parts["m"])
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            if not month:
                continue
            date, month = int(parts["d"]), month
            if form is SLASHED and month > 12 >= date:
                date, month = month, date
            try:
                return dt.date(year, month, date)
            except ValueError:
                continue
    return None
