"""How things look in letters to a council: numbers, days, names, bodies, groups. Each expression takes one line and is linear."""

from __future__ import annotations

import datetime as dt
import re

from ..records.council import COUNCILS
from ..records.german import MONTHS

MONTH = {name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrz": 3, "mär": 3, "mae": 3}
DATE = re.compile(
    r"\b(\d{1,2})\. ?(?:(\d{1,2})\. ?|(Jan|Feb|Mär|Mrz|Mae|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]{0,6}\.? )(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def nouns(*names: str) -> str:
    """What councils of every kind call these (records/councils.toml), in every case, as alternatives of an expression."""
    found = {
        form
        for council in COUNCILS
        for name in names
        for form in (
            getattr(council, name).word,
            getattr(council, name).genitive,
            getattr(council, name).dative,
            getattr(council, name).plural,
        )
    }
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True))


NUMBER = r"(?:[A-ZÄÖÜ]{1,4}[-/ ]?(?:\d{1,2}[-/])?)?\d{1,5}(?:[-/.]\d{1,5}){1,3}(?:[-/ ][A-Z]{1,3})?"
NUMBER_ALONE = re.compile(NUMBER)
LABELLED = re.compile(
    rf"^(?:.{{0,80}}?\b)?(?:(?:vorlagen?|drucksachen?|beratungsunterlagen?|sitzungsvorlagen?|antrags?|anfragen?)[- ]?(?:nr|nummer|no)\b\.?|drs\b\.?|ds\b\.?|vorlage|drucksache)(?: ?-?nr\b\.?)? ?:? ?({NUMBER})(?![\w/])",
    re.IGNORECASE,
)
ONLY_LABEL = re.compile(
    r"(gremi(?:um|en)|termin|sitzung(?:stermin| am)?|vorlagen?[- ]?nr\.?|drucksachen?[- ]?nr\.?|vorlage|drucksache|top|tagesordnungspunkt|datum) ?:",
    re.IGNORECASE,
)

GIVEN = r"[A-ZÄÖÜÁÉÍÓÚÇŞÖØÅČŠŽĐĆŁİ][\w'’.-]{0,30}"
TITLES = r"(?:(?:Dr|Prof|Dipl|Ing|Mag)\.(?:[- ]?(?:h\. ?c|Ing|med|jur|phil|rer|nat|pol|agr)\.)* ?)*"
PARTICLE = r"(?:(?:von|van|vom|zu|zum|zur|de|del|der|den|di|da|dos|el|al|ter|ten|und) ){0,3}"
NAME = re.compile(rf"{TITLES}{GIVEN}(?: {PARTICLE}{GIVEN}){{1,3}}")
OFFICE = re.compile(
    rf"(?:(?:Stadt|Kreis|Gemeinde|Markt|Orts|Bezirks|Regions)(?:rat|rätin|räte|verordnete[rn]?)|(?:{nouns('member')})\w{{0,6}}|(?:Fraktions|Rats|Ratsmit)\w{{0,20}}|Mitglied (?:des|im) \w+|Sachkundige[rn]? (?:Bürger\w*|Einwohner\w*)|"
    r"[\w-]{2,40}politische[rn]? Sprecher(?:in)?|(?:Co-|[Ss]tv\.? |[Ss]tellv\w*\.? )?(?:Fraktions|Gruppen|Vor)(?:vorsitz\w*|sitzend\w*|sprecher\w*|geschäftsführ\w*)|Sprecher(?:in)?|Vorsitzende[rn]?|Geschäftsführer(?:in)?|Einzelstadtr\w+)\b",
)
PARTY = re.compile(
    r"(?:\b(?:spd|cdu|csu|fdp|afd|grüne?n?|bündnis 90|b ?[´’'`\u0301] ?90|b90|linken?|die partei|volt|kal|kult|freie wähler|fw|(?-i:FÜR)|ödp|ssw|bsw|uwg|fwg|piraten|klimaliste|wählergruppe|wählergemeinschaft)\b|fraktion\b|gruppe im)",
    re.IGNORECASE,
)
GROUP = re.compile(
    r"(?:[\w´’'`\u0301.|/+& -]{1,80}[- ])?(?:(?:gemeinderats|kreistags|stadtrats|rats|or|ortschaftsrats|bezirks|stadtverordneten)?-?fraktion(?:en)?|gruppe)(?: (?:im|in der) [\w -]{2,60})?",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:\w[\w/&.,() -]{0,120})?(?:rat|rats|ausschuss|kreistag|beirat|kommission|versammlung|vertretung|ausschuß|senat|regionstag|bezirkstag|aufsichtsrat)\b",
    re.IGNORECASE,
)


def date_in(text: str) -> dt.date | None:
    """The first day that a line names, in any usual spelling; None for none, or for one that does not exist."""
    for match in DATE.finditer(text):
        day, month, name, year = match.groups()
        if found := _date(
            int(year) + (2000 if len(year) == 2 else 0), int(month) if month else MONTH.get(name.lower(), 0), int(day)
        ):
            return found
    for match in ISO.finditer(text):
        if found := _date(*map(int, match.groups())):
            return found
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1945 <= year <= 2100 else None
    except ValueError:  # „31.06.“ stands in real papers
        return None


def fold(text: str) -> str:
    """Blanks, capitals and quotation marks make no difference."""
    return " ".join(re.sub(r"[„“”\"'‚‘’»«]", "", text).casefold().split())
