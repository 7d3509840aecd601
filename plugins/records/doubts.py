"""What looks like a mistake in a text: said, with its line, before anybody reads it on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cells import is_divider
from .fields import Record
from .lists import Text
from .notes import CODE
from .problems import Problem, problem

COMMENT = re.compile(r"<!--")
TAGS = "a|abbr|b|blockquote|body|br|center|div|em|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|o:p|ol|p|pre|s|script|small|span|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul|v:[a-z]{1,20}"
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
NOTE = re.compile(
    r"\b(?:TODO|To-?Do:|FIXME|XXX+)(?![\w-])"
    r"|\[(?:Kommentar|Anmerkung (?:von|für)|Notiz|intern|nur intern|Rückfrage|Frage an|bitte (?:ergänzen|klären|nachsehen|streichen)|noch (?:zu )?(?:klären|ergänzen|prüfen))\b[^\]\n]{0,400}\]?"
    r"|\((?:bitte (?:noch )?(?:ergänzen|klären|nachsehen|streichen)|noch (?:zu )?(?:klären|ergänzen|prüfen)|nur intern|intern:)[^)\n]{0,400}\)?"
    r"|(?<!\w)@[A-ZÄÖÜ][a-zäöüß]{1,20}: |\bnicht veröffentlichen\b|\bLorem ipsum\b|^(?:intern|Intern|INTERN): "
)
GAP = re.compile(
    r"\?{3,}|\b[Xx]{2}\.[Xx]{2}\.(?:\d{2,4}|[Xx]{2,4})?|\b[Xx]{2,} (?:Euro|EUR|€|Prozent|%)|\b(?:tbd|tba|N\. ?N\. eintragen)\b|_{5,}|\[(?:Datum|Name|Ort|Betrag|Nummer|…|\.\.\.)\]|<(?:Datum|Name|Ort|Betrag|Titel)>|\{\{[^{}\n]{1,80}\}\}",
    re.IGNORECASE,
)
SALUTATION = re.compile(r"Sehr geehrte[rns]?\b|Liebe[r]? (?:Kolleg|Frau|Herr)|Guten (?:Tag|Morgen),|Hallo [A-ZÄÖÜ]")
CLOSING = re.compile(
    r"Mit (?:freundlichen|besten|herzlichen|grünen|kollegialen|freundlichem|solidarischen)\w* (?:Grüßen|Grüssen|Gruß|Gruss)|(?:Freundliche|Viele|Herzliche|Beste|Grüne) Grüße|Hochachtungsvoll|MfG\b"
)
SIGNED = re.compile(r"(?:gez\.|gezeichnet:?)\s*\S|i\. ?[AV]\. [A-ZÄÖÜ]")
ADDRESSED = re.compile(
    r"(?:An (?:den|die|das) (?:Herrn? |Frau )?(?:Landr|Kreis|Oberb|Bürgerm|Vorsitz|Stadt|Rat|Verwalt|Präsid|Region)|z\. ?H(?:d)?\. )"
)
SUBJECT = re.compile(r"(?:Betreff|Betr\.|Betrifft)\s*:")
PLACED = re.compile(r"[A-ZÄÖÜ][\w /-]{2,40}, (?:den|im|am) ?\d{1,2}\. ?(?:\d{1,2}\.|[A-ZÄÖÜ][a-zä]{2,8}) ?\d{2,4}$")
PRINTED = re.compile(r"(?:Drucksache|Vorlage|DS|Drs\.)(?:[- ]?(?:Nr|Nummer)\.?)?\s*:?\s*\d[\w/.-]{1,20}$")
PARTS = (
    (SALUTATION, "eine Anrede", "adressat"),
    (CLOSING, "ein Briefschluss", "unterzeichner"),
    (SIGNED, "eine Unterschrift", "unterzeichner"),
    (ADDRESSED, "eine Anschrift", "adressat"),
    (SUBJECT, "ein Betreff", "titel"),
    (PLACED, "Ort und Tag eines Briefs", "datum"),
    (PRINTED, "eine Drucksachennummer", "drucksache"),
)


def check_doubts(record: Record, draft: bool) -> Iterator[Problem]:
    """Notes to oneself, comments, tags, gaps; a letter's frame; tables that are none; typewriter text. In a draft all of them are hints."""
    lines = record.body.split("\n")
    signs = "<" in record.body, record.kind == "motion"
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        number = record.body_line + index
        bare = CODE.sub("", line) if "`" in line else line
        if signs[0] and COMMENT.search(bare):
            yield problem(record.path, number, "comment-draft" if draft else "comment", near=bare.strip())
        elif signs[0] and (tag := TAG.search(bare)):
            yield problem(record.path, number, "tag", tag=tag[0])
        if note := NOTE.search(bare):
            yield problem(record.path, number, "note-draft" if draft else "note", near=note[0].strip())
        elif gap := GAP.search(bare):
            yield problem(record.path, number, "gap", near=gap[0])
        if signs[1] and not line.startswith((">", "|", "#")):
            plain = line.strip(" *_\t")
            if part := next(((what, key) for expression, what, key in PARTS if expression.match(plain)), None):
                yield problem(record.path, number, "letter-part", what=part[0], key=part[1], near=plain)
    yield from check_rows(record, lines)
    yield from check_typewriter(record, lines)


def check_rows(record: Record, lines: list[str]) -> Iterator[Problem]:
    """Lines with pipes one below the other that are no table."""
    if "|" not in record.body:
        return
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and "|" in CODE.sub("", lines[end]):
            end += 1
        rows = lines[start:end]
        framed = sum(row.strip().startswith("|") and row.strip().endswith("|") and row.count("|") > 2 for row in rows)
        if (len(rows) > 1 and not any(map(is_divider, rows)) and framed < len(rows)) or (
            len(rows) == 1 and rows[0].strip().startswith("|") and not is_divider(rows[0])
        ):
            yield problem(record.path, record.body_line + start, "table-none", near=rows[0].strip())
        start = max(end, start + 1)


def check_typewriter(record: Record, lines: list[str]) -> Iterator[Problem]:
    """Four blanks before a paragraph make typewriter text of it."""
    if "\n    " not in f"\n{record.body}":
        return
    text = Text(list(lines))
    text.read()
    for index in sorted(text.code):
        if index - 1 not in text.code and (index == 0 or not lines[index - 1].strip()):
            yield problem(record.path, record.body_line + index, "typewriter", near=lines[index].strip())
