"""What stands where in a letter to a council: each field by rules that do not know of one another.

A value is sure where two of them agree: where it stands and what it looks like, the head and the table, the text and the
file's name. What the letter does not hold stays out. The rules see lines and what the site knows, no files and no HTML.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..motions.vocabulary import KINDS, ROLES
from .shapes import BODY, DATE, GROUP, LABELLED, NAME, NUMBER_ALONE, OFFICE, ONLY_LABEL, PARTY, date_in, fold, nouns
from .sheet import HEADING, NOTE, PICTURE, ROW, Line, Sheet, joined, tidy

QUESTION = KINDS.one("question").word
MOTION = next(kind.word for kind in KINDS if kind.resolution)  # the usual one stands first
AMENDING = tuple(kind.word for kind in KINDS.those("amends"))
OFFICES = re.compile(
    rf"(?:{nouns('office', 'office_female', 'body', 'main_committee')}|(?:ober)?bürgermeister(?:in)?|vorsitzende[rn]? (?:des|der) [\w-]{{2,60}}(?: für [\w, -]{{3,100}})?|magistrat)(?!\w)",
    re.IGNORECASE,
)
OPENNESS = re.compile(r"(?:nicht[- ]?)?[öÖ]ffentlich(?:e sitzung)?", re.IGNORECASE)
LABEL = re.compile(
    r"(?:(?:vorlagen?|drucksachen?|antrags?|anfragen?)[- ]?(?:nr\b\.?|nummer)|drucksache|datum(?: des antrags)?|eingang|einge(?:reicht) am|status|öffentlichkeitsstatus|art(?: der vorlage| des antrags)?|vorlagenart|einreicher(?:in)?|antragsteller(?:in|/in|/-in|\*in)?|fraktion|"
    r"betreff|betr\.|betrifft|gegenstand|titel|thema|bezeichnung|aktenzeichen|federführend|zuständigkeit) ?:?",
    re.IGNORECASE,
)  # of a form, alone
CALLED = re.compile(
    r"\b(?:der|die) ([A-ZÄÖÜ][\w-]{2,40}(?: für [\w, -]{3,80})?) (?:möge|wolle) in (?:seiner|ihrer|der) (?:nächsten )?Sitzung (?:am|vom) ([\w. ]{6,20})"
)
NAMES_TITLE = re.compile(r"(?:betreff|betr\.|betrifft|gegenstand|titel|thema|bezeichnung)", re.IGNORECASE)
HEADER = re.compile(r"(?:gremi(?:um|en)|beratungsfolge)\b.{0,80}\b(?:termin|datum|sitzung\w*|top)\b", re.IGNORECASE)
FORM = re.compile(
    r"(?:vorlagen?[- ]?(?:nr|nummer)?\b\.?|drucksachen?[- ]?(?:nr|nummer)?\b\.?|eingang|eingegangen|verantwortlich|dienststelle|gremi(?:um|en)|termin|datum|top|aktenzeichen|az\b\.?|telefon|tel\b\.?|fax|telefax|e-?mail|mail|internet|web|"
    r"bearbeiter\w*|ansprechpartner\w*|iban|bic|bankverbindung|geschäftsstelle|büro|ihr zeichen|unser zeichen|sitzung\w*|status|anlagen?|beratungsfolge)(?: (?:am|vom|nr\.))? ?:",
    re.IGNORECASE,
)
DATED = re.compile(
    r"(?:(?:vom|den|eingang|eingegangen(?: am)?|einge(?:reicht)(?: am)?|datum|stand)\b ?:? ?(?:den )?|[A-ZÄÖÜ][\w /-]{1,40}, ?(?:den |der |am )?)(?=\d{1,2}\. ?\w|\d{4}-)",
    re.IGNORECASE,
)
ADDRESSED = re.compile(
    r"(?:an|zu händen|z\. ?hd\.) (?:den|die|das|herrn|frau)\b|(?:herrn|frau) (?:\w+ )?(?:landr|oberb|bürgerm|kreistagsp|ratsp|regionsp|vors)|(?:im|in) (?:hause|dem kreishaus|dem rathaus)\b",
    re.IGNORECASE,
)
LETTERHEAD = re.compile(
    r"(?:die |der )?(?:stadt|kreis|landkreis|gemeinde|region|bezirk|große kreisstadt) [\w -]{2,40}|(?:der|die) (?:ober)?bürgermeister(?:in)?|.*\b\d{5} [A-ZÄÖÜ][\w ./-]{1,40}|[A-ZÄÖÜ][\w.-]{1,40}(?: [\w.-]{1,30}){0,3} ?\d{1,4} ?[a-z]?|"
    r"\S+@\S+|(?:www\.|https?://)\S+|(?:tel|fax|telefon|mobil)\b.*",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"(?:betreff|betr\.|betrifft|hier|thema|gegenstand|titel) ?: ?(.*)", re.IGNORECASE)
GREETING = re.compile(r"(?:sehr geehrte|liebe|guten tag|werte)\w* ?.{0,120}[,!:]?$", re.IGNORECASE)
SIGNED = re.compile(
    r"(?:unterzeichnet|unterschrieben|gezeichnet|für die (?:antragsteller\w*|fraktion\w*))(?: (?:von|durch))? ?:?$|(?:unterzeichnet|gez(?:eichnet|\.))(?: von)? ?:? \w",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:mit (?:freundlich|best|grün|kollegial|herzlich|viel|solidarisch)\w* (?:gruß|grüßen|grüssen)|(?:freundliche|beste|herzliche|viele|grüne) grüße|hochachtungsvoll)\b.{0,40}",
    re.IGNORECASE,
)
DEMAND = re.compile(
    r"(?:der|die|das) [\w./ -]{2,80} (?:möge|wolle|soll)(?:n|en)? (?:daher |deshalb |folgendes |wie folgt )?(?:beschließen|beschliessen|empfehlen)\b.{0,60}|.{0,160}\b(?:beantrag\w+|bitte\w*|stell\w+).{0,120}:|"
    r"(?:beschluss(?:vorschlag|antrag|text|entwurf|empfehlung)?|antrag(?:stext)?|forderung(?:en)?|resolution(?:stext)?|anfrage|fragen?|wir fragen\b.{0,80}) ?:?",
    re.IGNORECASE,
)
REASON = re.compile(
    r"(?:sachverhalt|begründung|begruendung|gründe|sachlage|anlass)(?: ?(?:/|und) ?(?:sachverhalt|begründung))? ?:?",
    re.IGNORECASE,
)
ENCLOSED = re.compile(r"anlagen?\b ?:?", re.IGNORECASE)
MARKED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.)]{1,2}|[a-zA-Z][.)](?! ?[a-zA-Z]\.)|[ivxIVX]{1,5}[.)]|[-–•●○▪*]|o(?= )) ?(?=\S)"
)
ROLE = "|".join(
    sorted((re.escape(word) for role in ROLES for word in (role.word, *role.synonyms)), key=len, reverse=True)
)
ROW_END = re.compile(rf"(?: (?:[öÖoOxX☒☐nN]|nö|NÖ|Ö ?/ ?N|ja|nein))*(?: ({ROLE}|Behandlung))?$")
MOVERS = "Antragstellende"  # what became of a line
UNDATED = "noch offen"  # in the place of a day, as our own letters say it
TOP = re.compile(r"(?:top ?|ö ?|n ?)?(\d{1,3}(?:\.\d{1,3})*[a-z]?)(?![\d.])", re.IGNORECASE)
JOINT = re.compile(r"(?:interfraktionell\w*|gemeinsam\w*|überfraktionell\w*|fraktionsübergreifend\w*) ", re.IGNORECASE)
UNDER = re.compile(
    r"(?:kreistags|stadtrats|rats|gemeinderats)?fraktion|(?:fraktion )?(?:im|in der) ", re.IGNORECASE
)  # the second line of a group's name
NTH = re.compile(
    r"\d{1,3}\. ?(?:ordentliche |öffentliche )?(?:plenarsitzung|sitzung)(?: (?:des|der))? ?", re.IGNORECASE
)


class Found(Struct, frozen=True):
    """A value and how far to trust it. `value`: text, or a list of rows by the keys of the motions' table."""

    value: object
    sure: bool
    line: int  # of the letter; 0: not one line
    read: str  # what stands there


class Known(Struct, frozen=True):
    """What the site knows and a letter may name."""

    kinds: tuple[str, ...] = (MOTION, QUESTION)  # values of `art`
    synonyms: tuple[tuple[str, str], ...] = ()
    committees: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    own: tuple[str, ...] = ()  # how the group is called on motions


class Letter(Struct, frozen=True):
    fields: dict[str, Found]
    resolution: tuple[Line, ...] = ()
    reason: tuple[Line, ...] = ()
    parts: tuple[
        tuple[int, int, str], ...
    ] = ()  # first and last line, and what became of them: „Betreff“, „weggelassen: Anrede“
    doubts: tuple[str, ...] = ()  # of the text, not of a field; whole sentences


class Step(Struct):
    body: str
    date: dt.date | None
    top: str
    role: str
    line: int
    sitting: str = ""


def read_letter(sheet: Sheet, name: str = "", known: Known | None = None) -> Letter:
    """The parts of a letter. `name`: the file's, which may tell the number or the title too."""
    return Reader(tidy(sheet), name, known or Known()).read()


class Reader:
    """One letter while it is read: which lines are taken, and for what."""

    def __init__(self, sheet: Sheet, name: str, known: Known):
        self.sheet, self.name, self.known = sheet, name[:BRIEF], known
        self.lines = tuple(
            line if len(line.text) <= BRIEF else replace(line, text=line.text[:BRIEF], cells=()) for line in sheet.lines
        )  # what is longer is text and no field
        self.use: dict[int, str] = {}  # line → what it is
        self.kinds = {word.casefold(): value for word, value in (*((k, k) for k in known.kinds), *known.synonyms)}
        words = "|".join(sorted((re.escape(word).replace("\\-", "-?") for word in self.kinds), key=len, reverse=True))
        self.kind = re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)

    # ------------------------------------------------------------------------------- the frame

    def read(self) -> Letter:
        lines = self.lines
        self.end = self.signature()
        self.labelled = list(self.pairs())
        self.steps, self.table, self.after = self.meetings()
        self.start = self.body_start()
        fields: dict[str, Found | None] = {}
        fields["drucksache"] = self.number()
        fields["datum"] = self.date(fields["drucksache"])
        signatories = self.signatories()
        fields["antragstellende"] = self.movers()
        fields["adressat"] = self.addressee()
        fields["titel"] = self.title()
        fields["art"] = self.type(
            fields["drucksache"]
        )  # after the title, which says whether somebody else's motion is amended
        if aim := self.amended(fields["art"]):
            fields[aim[0]] = aim[1]
        fields["unterzeichner"] = signatories
        fields["beratungsfolge"] = self.sequence(fields["datum"])
        number = fields["drucksache"]
        if number and self.amends(number) and len(re.findall(r"\d+", str(number.value))) == 2 and not self.form_number:
            fields["drucksache"] = replace(number, sure=False)  # it may be that of the paper which is amended
        resolution, reason, doubts = self.text()
        if fields["art"] and fields["art"].value == QUESTION:
            self.use = {at: "Fragen" if what == "Beschlussvorschlag" else what for at, what in self.use.items()}
        return Letter(
            {key: found for key, found in fields.items() if found},
            resolution,
            reason,
            tuple(self.parts(lines)),
            tuple(doubts),
        )

    def signature(self) -> int:
        """Where the letter's text is over: at the signatures or the closing words."""
        for at, line in enumerate(self.lines):
            if CLOSING.fullmatch(line.text) or (SIGNED.match(line.text) and not REASON.fullmatch(line.text)):
                return at
        return self.names_alone()

    bare = False  # the names stand below the text without a word

    def names_alone(self) -> int:
        """Names at the end of a letter that has no closing: each with an office below or behind it, or of somebody the site knows."""
        known = {fold(name) for name in self.known.persons}
        last = next((at for at in range(len(self.lines) - 1, 0, -1) if self.lines[at].kind not in (NOTE, PICTURE)), 0)
        for at in range(max(1, last - 8), last + 1):
            cells = self.lines[at].cells or (self.lines[at].text,)
            people = [who for who in map(self.person, cells) if who]
            if not people or not (self.lines[at].gap or re.search(r"[.!?:)]$", self.lines[at - 1].text)):
                continue
            below = self.lines[at + 1].cells or (self.lines[at + 1].text,) if at < last else ()
            if all(fold(who[0]) in known or (who[1] and OFFICE.match(who[1])) for who in people) or any(
                OFFICE.match(cell) for cell in below
            ):
                self.bare = True
                return at
        return len(self.lines)

    def meetings(self) -> tuple[list[Step], int, int]:
        """The sittings; where their table begins and what comes after it (both len where there is none)."""
        for at, line in enumerate(self.lines[: self.end]):
            if HEADER.match(line.text):
                steps, after = self.rows(at + 1)
                if steps:
                    return steps, at, after
        for at, line in enumerate(self.lines[: self.end]):
            if ONLY_LABEL.fullmatch(line.text) and (found := self.labels(at)):
                return found
        steps = []
        first = after = len(self.lines)
        for at, line in enumerate(self.lines[: self.end]):
            if (match := re.match(r"(?:gremium|sitzung|beratung) ?: ?(.{3,160})", line.text, re.IGNORECASE)) and (
                step := self.step(match[1], line.number)
            ):
                steps.append(step)
                first, after = min(first, at), at + 1
        if not steps:
            for at, line in enumerate(self.lines[: min(self.end, 40)]):
                if (
                    match := re.match(
                        r"(?:antrag |anfrage )?(?:(?:zur|für die|in der) )?(?:nächsten )?(?:\w{2,40})?sitzung (?:des|der|vom|am)? ?(.{0,90}?)(?:,? am | vom )(?=\d)",
                        line.text,
                        re.IGNORECASE,
                    )
                ) and (day := date_in(line.text[match.end() :])):
                    top = re.search(r"\btop ?(\d[\d.]*)", line.text, re.IGNORECASE)
                    self.use[at] = "Sitzung"
                    return (
                        [Step(self.body_named(match[1]), day, top[1].rstrip(".") if top else "", "", line.number)]
                        if match[1]
                        else [],
                        first,
                        after,
                    )
        return steps, first, after

    labelled: Sequence[tuple[str, str, Line]] = ()

    def pairs(self) -> Iterator[tuple[str, str, Line]]:
        """The labels of a form with their values: a row of labels above one of values, a label beside or above its value."""
        lines = self.lines[: min(self.end, 80)]
        for at, line in enumerate(lines):
            below = lines[at + 1] if at + 1 < len(lines) else None
            if len(line.cells) > 1 and all(LABEL.fullmatch(cell) for cell in line.cells):
                if (
                    below
                    and len(below.cells) == len(line.cells)
                    and not any(LABEL.fullmatch(cell) for cell in below.cells)
                ):
                    yield from (
                        (label.rstrip(" :"), value, below) for label, value in zip(line.cells, below.cells, strict=True)
                    )
            elif len(line.cells) == 2 and LABEL.fullmatch(line.cells[0]) and not LABEL.fullmatch(line.cells[1]):
                yield line.cells[0].rstrip(" :"), line.cells[1], line
            elif (
                len(line.cells) < 2
                and LABEL.fullmatch(line.text)
                and below
                and len(below.cells) < 2
                and below.gap < 2
                and not LABEL.fullmatch(below.text)
                and not GREETING.fullmatch(below.text)
            ):
                yield line.text.rstrip(" :"), below.text, below

    def body_named(self, words: str) -> str:
        """A body in the genitive as the site calls it, where the site knows it."""
        known = {fold(name): name for name in self.known.committees}
        bare = re.sub(r"^([\w-]{0,40}(?:ausschuss|beirat))e?s\b", r"\1", words, flags=re.IGNORECASE)
        if bare != words:
            return known.get(fold(bare), bare)
        return next(
            (
                known[fold(form)]
                for form in (words, words.removesuffix("s"), words.removesuffix("es"))
                if fold(form) in known
            ),
            words.removesuffix("s") if BODY.fullmatch(words.removesuffix("s")) else words,
        )

    def rows(self, at: int) -> tuple[list[Step], int]:
        """Rows below a header: a name may take several lines until a day comes."""
        steps: list[Step] = []
        waiting: list[str] = []
        first = at
        while at < self.end and at - first < 40:
            text = " ".join(self.lines[at].cells) or self.lines[at].text
            if ROW_END.fullmatch(" " + text):  # marks of their own
                at += 1
                first = at if not waiting else first
                continue
            body, undated, rest = text.partition(f" {UNDATED}")
            if (
                undated
                and not waiting
                and not DATE.search(text)
                and (end := ROW_END.fullmatch(f" {rest.strip()}" if rest.strip() else ""))
            ):
                steps.append(Step(body, None, "", end[1] or "", self.lines[at].number))
                at += 1
                first = at
                continue
            waiting.append(text)
            joined = " ".join(waiting)
            if DATE.search(joined):
                step = self.step(joined, self.lines[at].number)
                if not step:
                    break
                steps.append(step)
                waiting = []
                at += 1
                first = at  # where the table ends, if no more rows come
            elif len(waiting) >= 3 or not re.match(r"[A-ZÄÖÜ(]|und |für ", text) or self.lines[at].gap > 1:
                break
            else:
                at += 1
        return steps, first

    def step(self, text: str, number: int) -> Step | None:
        """„Sozialausschuss 06.10.2021 4.1 x“"""
        match = DATE.search(text)
        if not match:
            return None
        body = re.sub(r",? (?:sitzung )?(?:am|vom|den)$", "", text[: match.start()].strip(" ,:;–-|")).strip(" ,:;–-|")
        sitting = body if NTH.match(body) else ""
        body = NTH.sub("", body).strip()
        rest = text[match.end() :].strip(" ,;|()")
        top = TOP.match(rest)
        end = ROW_END.search(" " + rest[top.end() if top else 0 :].strip(" ,;|()"))
        if (
            not body
            or not end
            or len(body) > 120
            or body.startswith(("TOP", "Der ", "Die "))
            or re.search(r"[.!?] \w", body)
        ):
            return None
        return Step(body, date_in(match[0]), top[1] if top else "", (end[1] or "") if end else "", number, sitting)

    def labels(self, at: int) -> tuple[list[Step], int, int] | None:
        """Labels one below the other, and then their values in the same order."""
        names: list[str] = []
        here = at
        while here < self.end and (match := ONLY_LABEL.fullmatch(self.lines[here].text)):
            names.append(match[1].lower())
            here += 1
        values = self.lines[here : here + len(names)]
        if len(names) < 2 or len(values) < len(names):
            return None
        said: dict[str, Line] = {}
        for name, line in zip(names, values, strict=True):
            key = (
                "body"
                if name.startswith("gremi")
                else "date"
                if name.startswith(("termin", "sitzung", "datum"))
                else "top"
                if name.startswith(("top", "tages"))
                else "number"
            )
            said.setdefault(key, line)
        day = date_in(said["date"].text) if "date" in said else None
        if "body" not in said or not day:
            return None
        for number in range(at, here + len(names)):
            self.use[number] = "Sitzung"
        self.form_number = said.get("number")
        sitting = said["body"].text if NTH.match(said["body"].text) else ""
        top = TOP.fullmatch(said["top"].text) if "top" in said else None
        return (
            [
                Step(
                    NTH.sub("", said["body"].text).strip(), day, top[1] if top else "", "", said["body"].number, sitting
                )
            ],
            at,
            here + len(names),
        )

    form_number: Line | None = None

    def body_start(self) -> int:
        """Where the text begins: after the table; without one after the greeting, the subject, or the first demand."""
        lines, end = self.lines, self.end
        if self.table < len(lines):
            self.use |= dict.fromkeys(range(self.table, self.after), "Sitzung")
            opened = next(
                (at for at in range(self.after, min(self.after + 3, end)) if OPENNESS.fullmatch(lines[at].text)), None
            )
            if opened is None:
                return self.below_subject(self.after)
            self.use[opened] = "weggelassen: Vordruck"
            at = opened + 1  # the title stands here, up to a gap
            while (
                at < end
                and at - opened < 5
                and (at == opened + 1 or lines[at].gap == 0)
                and not DEMAND.fullmatch(lines[at].text)
            ):
                at += 1
            self.opened = opened
            return at
        for at in range(end):
            if GREETING.fullmatch(lines[at].text):
                self.use[at] = "weggelassen: Anrede"
                return at + 1
        for at in range(end):
            if DEMAND.fullmatch(lines[at].text) and at:
                return at
        titles = [at for at in range(end) if lines[at].kind == HEADING or SUBJECT.match(lines[at].text)]
        return titles[0] + 1 if titles else min(1, end)

    def below_subject(self, at: int) -> int:
        """A form may have its subject, and other labels, below the table of sittings."""
        values = {id(line) for _, _, line in self.labelled}
        last = at
        for here in range(at, min(at + 8, self.end)):
            if DEMAND.fullmatch(self.lines[here].text) or REASON.fullmatch(self.lines[here].text):
                break
            if id(self.lines[here]) in values or ((match := SUBJECT.match(self.lines[here].text)) and match[1]):
                last = here + 1
        return last

    opened: int | None = None

    # ------------------------------------------------------------------------------ single fields

    def head(self) -> Iterable[tuple[int, Line]]:
        return enumerate(self.lines[: self.start])

    def aims(self, text: str) -> re.Match[str] | None:
        """„Änderungsantrag zu Drucksache 0270/2026“, „zu TOP 7, Vorlage 12/2026“: the number of what it is about, not its own."""
        bare = JOINT.sub("", subject[1] if (subject := SUBJECT.match(text)) else text)
        match = LABELLED.match(bare)
        return (
            match
            if match
            and re.search(r"\bzu[rm]? ", bare[: match.start(1)])
            and (self.kind.match(bare) or bare.casefold().startswith("zu"))
            else None
        )

    def amended(self, kind: Found | None) -> tuple[str, Found] | None:
        """What it changes, or what it is about."""
        for at, line in self.head():
            if match := self.aims(line.text):
                self.use.setdefault(at, "Bezug")
                twice = any(match[1] in other.text for here, other in enumerate(self.lines) if here != at)
                return "aendert" if kind and kind.value in AMENDING else "bezug", Found(
                    match[1], twice and bool(kind and kind.sure), line.number, line.text
                )
        return None

    def number(self) -> Found | None:
        rules: list[tuple[str, Line]] = []
        form = self.lines[: max(self.start, self.after if self.after < len(self.lines) else 0)]
        if self.form_number and NUMBER_ALONE.fullmatch(self.form_number.text):
            rules.append((self.form_number.text, self.form_number))
        rules += [
            (found[1] if (found := LABELLED.match(value)) else value, line)
            for label, value, line in self.labelled
            if len(line.cells) > 1
            and re.match(r"(?:vorlage|drucksache|antrags?[- ]?n|anfragen?[- ]?n)", label, re.IGNORECASE)
            and (NUMBER_ALONE.fullmatch(value) or LABELLED.match(value))
        ]
        self.form_number = self.form_number or next((line for _, line in rules), None)
        for at, line in enumerate(form):
            if self.aims(line.text):
                continue
            if match := LABELLED.match(line.text):
                rules.append((match[1], line))
            elif re.fullmatch(
                r"(?:vorlagen?|drucksachen?|sitzungsvorlagen?|beratungsunterlagen?)[- ]?(?:nr\.?|nummer)? ?:?",
                line.text,
                re.IGNORECASE,
            ):
                below = (
                    None
                    if self.form_number
                    else next(
                        (
                            other
                            for other in form[at + 1 : at + 4]
                            if NUMBER_ALONE.match(other.text) and not date_in(other.text)
                        ),
                        None,
                    )
                )
                if below and (match := NUMBER_ALONE.match(below.text)):
                    rules.append((match[0], below))
        if not rules:
            rules = [
                (line.text, line) for line in form if NUMBER_ALONE.fullmatch(line.text) and not date_in(line.text)
            ][:1]
        if not rules:
            return None
        value, line = rules[0]
        self.take(line, "Drucksache")
        digits = re.findall(r"\d+", value)
        years = {
            str(day.year)
            for day in (
                *(step.date for step in self.steps),
                *(date_in(other.text) for other in form if DATED.match(other.text)),
            )
            if day
        }
        years |= {str(int(year) - 1) for year in years}
        in_name = "".join(digits) in re.sub(r"\D", "", self.name) if self.name else False
        agreed = bool({d if len(d) == 4 else f"20{d}" for d in digits if len(d) in (2, 4)} & years) or in_name
        one = len({fold(other) for other, _ in rules}) == 1
        short = re.fullmatch(
            r"\d{4}/\d{1,3}", value
        )  # such numbers are printed with noughts in front elsewhere: the one that counts may have them
        return Found(value, one and agreed and (not short or in_name), line.number, line.text)

    def date(self, number: Found | None) -> Found | None:
        head = list(self.head())
        candidates = [(day, line) for _, line in head if DATED.match(line.text) and (day := date_in(line.text))]
        candidates += [
            (day, line)
            for _, line in head
            if not candidates
            and DATE.fullmatch(line.text)
            and (day := date_in(line.text))
            and not any(day == step.date for step in self.steps)
        ]
        if not candidates:
            candidates = [
                (day, line)
                for label, value, line in self.labelled
                if re.match(r"(?:datum|eingang|einge(?:reicht))", label, re.IGNORECASE)
                and DATE.fullmatch(value)
                and (day := date_in(value))
            ]
        if not candidates:
            below = [
                (day, line)
                for line in self.lines[max(self.start, self.end - 1) :]
                if len(line.text) < 60
                and re.match(r"[A-ZÄÖÜ][\w /-]{1,40}, ?(?:den |der )?\d", line.text)
                and (day := date_in(line.text))
            ]
            candidates = below[:1]
        if not candidates:
            return None
        day, line = candidates[0]
        self.take(line, "Datum")
        sittings = [step.date for step in self.steps if step.date]
        before = bool(sittings) and day <= min(sittings) and (min(sittings) - day).days < 730
        year = bool(number) and str(day.year) in str(number.value)
        named = day.isoformat() in self.name or f"{day:%Y-%m}" in self.name
        placed = (
            not sittings
            and bool(DATED.match(line.text))
            and line.number < self.lines[min(self.start, len(self.lines) - 1)].number
        )
        return Found(
            day.isoformat(),
            len({d for d, _ in candidates}) == 1 and (before or year or named or placed),
            line.number,
            line.text,
        )

    def type(self, number: Found | None) -> Found | None:
        """The word for what it is: on a line of its own, before a mover or a title, above the text, in the file's name."""
        rules: list[tuple[str, str, Line | None]] = []
        for at, line in self.head():
            bare = JOINT.sub("", line.text)
            if (match := self.kind.match(bare)) and self.use.get(at) in (None, "Titel", "Betreff", MOVERS):
                rest = bare[match.end() :].strip()
                if not rest or rest in (":",):
                    rules.append(("line", self.kinds_of(match[0]), line))
                    self.use.setdefault(at, "Art")
                elif (rest.startswith(":") and self.names_group(rest[1:])) or self.use.get(at) == MOVERS:
                    rules.append(("mover", self.kinds_of(match[0]), line))
                else:
                    rules.append(("title", self.kinds_of(match[0]), line))
            elif (subject := SUBJECT.match(line.text)) and (match := self.kind.match(subject[1])):
                rules.append(("title", self.kinds_of(match[0]), line))
        rules += [
            ("line", self.kinds_of(cell), line)
            for at, line in self.head()
            if len(line.cells) > 1 and line.kind != ROW
            for cell in line.cells
            if self.kind.fullmatch(cell)
        ]
        rules += [
            ("label", self.kinds_of(value), line)
            for label, value, line in self.labelled
            if re.match(r"(?:art|vorlagenart)", label, re.IGNORECASE) and self.kind.fullmatch(value)
        ]
        for line in self.lines[self.start : self.start + 2]:
            if match := self.kind.fullmatch(line.text.rstrip(" :")):
                rules.append(("heading", self.kinds_of(match[0]), line))
        for line in self.lines[self.end :][-3:]:
            if match := self.kind.fullmatch(line.text.rstrip(" :")):
                rules.append(("foot", self.kinds_of(match[0]), line))
        for text in (self.sheet.title, re.sub(r"[_-]+", " ", self.name)):
            if match := self.kind.search(text):
                rules.append(("name", self.kinds_of(match[0]), None))
        asked = [line for line in self.lines[self.start : self.end] if line.text.endswith("?")]
        demanded = any(
            re.search(
                r"\b(?:möge|wolle) .{0,40}beschließen|\bbeantrag|\bwird (?:beauftragt|gebeten|aufgefordert)|\bdie verwaltung (?:legt|prüft|stellt|wird|soll)",
                line.text,
                re.IGNORECASE,
            )
            for line in self.lines[self.start : self.end]
        )
        plain = QUESTION if asked and not demanded else MOTION if demanded or not asked else ""
        if not rules and not plain:
            return None
        value = rules[0][1] if rules else plain
        line = next((line for _, _, line in rules if line), None)
        agree = {rule for rule, kind, _ in rules if kind == value} | (
            {"text"} if plain and (plain == QUESTION) == (value == QUESTION) else set()
        )
        against = {kind for _, kind, _ in rules} - {value, MOTION}
        return Found(
            value,
            len(agree) > 1 and not against and not (value == MOTION and self.amends(number)),
            line.number if line else 0,
            line.text if line else "",
        )

    def amends(self, number: Found | None) -> bool:
        """Does what calls itself an Antrag look like one to somebody else's? Its number is one of a row, or its title says so."""
        below = bool(number) and len(re.findall(r"\d+", str(number.value))) > 2
        return below or any(
            re.search(r"absetz|vertag|änder|ergänz", line.text, re.IGNORECASE)
            for at, line in self.head()
            if self.use.get(at) in ("Titel", "Betreff", "Art")
        )

    def kinds_of(self, word: str) -> str:
        return self.kinds.get(word.casefold()) or next(
            (
                value
                for known, value in self.kinds.items()
                if known.replace("-", "") == word.casefold().replace("-", "")
            ),
            word,
        )

    def movers(self) -> Found | None:
        found: dict[str, Line] = {}
        row: list[str] = []  # what was found in the line above, by its columns
        for at, line in self.head():
            if (
                (match := self.kind.match(JOINT.sub("", line.text)))
                and (rest := JOINT.sub("", line.text)[match.end() :].strip()).startswith(":")
                and self.names_group(rest[1:])
            ):
                found.setdefault(rest.lstrip(": "), line)
                self.use[at] = MOVERS
                continue
            if (
                match and rest.startswith("der Fraktionen ") and len(names := self.groups(rest)) > 1
            ):  # „Antrag der Fraktionen CDU und FDP“: all of them, whoever the paper belongs to
                found = dict.fromkeys(names, line)
                self.use[at] = MOVERS
                break
            pieces = line.cells if len(line.cells) > 1 else (line.text,)
            if (
                len(pieces) == len(row)
                and not line.gap
                and all(not name or UNDER.match(piece) for name, piece in zip(row, pieces, strict=True))
            ):
                for name, piece in zip(row, pieces, strict=True):
                    if name in found:
                        found[f"{name} {piece}"] = found.pop(name)
                self.use[at] = MOVERS
                row = []
                continue
            row = [piece if (len(pieces) > 1 or at not in self.use) and self.moves(piece) else "" for piece in pieces]
            for name in filter(None, row):
                for group in self.groups(name) or [name]:
                    found.setdefault(group, line)
                self.use[at] = MOVERS
            row = row if any(row) else []
        for label, value, line in self.labelled:
            if re.match(r"(?:einreicher|antragsteller|fraktion)", label, re.IGNORECASE) and PARTY.search(value):
                found = {name: other for name, other in found.items() if fold(name) != fold(value)} | {value: line}
                self.take(line, MOVERS)
        if not found:  # „Gemeinsamer Antrag der Fraktionen von CDU und FDP“
            for _, line in self.head():
                if (match := self.kind.match(JOINT.sub("", line.text))) and (
                    names := self.groups(JOINT.sub("", line.text)[match.end() :].strip())
                ):
                    found = dict.fromkeys(names, line)
                    break
        if not found:
            return None
        line = next(iter(found.values()))
        said = " ".join(other.text for other in self.lines[self.start :])
        twice = all(
            any(
                word.casefold() in said.casefold()
                for word in re.findall(r"\w{3,}", name)
                if not re.fullmatch(r"(?i)\w*fraktion|die|und|gruppe|bündnis", word)
            )
            for name in found
        )
        named = [next((own for own in self.known.own if fold(own) in fold(name)), name) for name in found]
        return Found(
            list(dict.fromkeys(named)), twice or bool(set(named) & set(self.known.own)), line.number, line.text
        )

    @staticmethod
    def groups(text: str) -> list[str]:
        """„Fraktionen SPD, GRÜNE und Volt“ are three."""
        match = re.match(r"(?:die |der )?fraktionen (?:der |von |aus )?", text, re.IGNORECASE)
        names = (
            [
                name.strip()
                for name in re.split(r", | und | sowie | & | \+ ", re.split(r" im | in der ", text[match.end() :])[0])
            ]
            if match
            else []
        )
        return names if len(names) > 1 and all(PARTY.match(name) and len(name.split()) <= 4 for name in names) else []

    def moves(self, text: str) -> bool:
        """Is it the name of a group, and no address, office or title?"""
        if (
            len(text) >= 90
            or text.endswith((":", "."))
            or "@" in text
            or DATE.search(text)
            or OFFICE.match(text)
            or self.kind.match(text)
            or re.match(r"(?:www\.|https?:)", text)
        ):
            return False
        if self.groups(text):
            return True
        rest = re.sub(r"^(?:die )?fraktion (?:der |von )?", "", text, flags=re.IGNORECASE)
        return bool(
            GROUP.fullmatch(text)
            or (PARTY.match(text) and len(text.split()) <= 6)
            or (rest != text and PARTY.match(rest) and len(rest.split()) <= 8)
        )

    @staticmethod
    def names_group(text: str) -> bool:
        """„GRÜNE“, „SPD, Volt“, „CDU-Fraktion“, and no title that begins so."""
        text = text.strip()
        return bool(GROUP.fullmatch(text)) or all(
            PARTY.match(part.strip()) and len(part.split()) <= 3 for part in re.split(r"[,+&]| und ", text)
        )

    def title(self) -> Found | None:
        rules: list[tuple[str, str, Line]] = []
        for at, line in self.head():
            if (match := SUBJECT.match(line.text)) and match[1]:
                rules.append(("subject", joined([match[1], *self.goes_on(at)]).strip(), line))
                self.use[at] = "Betreff"
            elif (match and not match[1]) or (
                len(line.cells) < 2 and LABEL.fullmatch(line.text) and NAMES_TITLE.match(line.text)
            ):
                below = next(
                    (
                        value
                        for label, value, other in self.labelled
                        if at + 1 < self.start and other is self.lines[at + 1]
                    ),
                    "",
                )
                if below:
                    self.use[at] = self.use[at + 1] = "Betreff"
                    rules.append(("subject", joined([below, *self.goes_on(at + 1)]).strip(), self.lines[at + 1]))
        rules += [
            ("subject", value, line)
            for label, value, line in self.labelled
            if len(line.cells) > 1 and NAMES_TITLE.match(label)
        ]
        runs = self.runs()
        for run in runs:
            rules.append(("place", joined([line.text for line in run]), run[0]))
        rules += [
            ("look", line.text, line)
            for at, line in self.head()
            if (line.kind == HEADING or line.strong) and self.use.get(at) in (None, "Titel") and len(line.text) > 8
        ]
        rules = [(rule, self.as_title(text), line) for rule, text, line in rules if self.as_title(text)]
        if not rules:
            if not self.sheet.title or len(self.sheet.title) < 8:
                return None
            return Found(self.as_title(self.sheet.title), False, 0, self.sheet.title)
        rule, value, line = rules[0]
        self.take(line, "Titel")
        agree = {
            other
            for other, text, _ in rules
            if fold(text) == fold(value) or (other != rule and fold(text) in fold(value) and len(text) > 12)
        }
        if fold(self.as_title(self.sheet.title)) == fold(value):
            agree.add("properties")
        if self.recurs(value):
            agree.add("text")
        if (
            self.name
            and len(words := set(long_words(value)))
            and len(words & set(long_words(self.name))) * 2 >= len(words)
        ):
            agree.add("name")
        return Found(value, len(agree) > 1 and len(value) <= 220, line.number, line.text)

    def goes_on(self, at: int) -> Iterator[str]:
        """The lines of a subject after its first: without a gap, not a greeting, no field."""
        for number in range(at + 1, min(at + 4, self.start)):
            line = self.lines[number]
            if (
                line.gap
                or line.whole
                or self.use.get(number)
                or FORM.match(line.text)
                or DATED.match(line.text)
                or GREETING.fullmatch(line.text)
            ):
                return
            self.use[number] = "Betreff"
            yield line.text

    def runs(self) -> list[list[Line]]:
        """What is left of the head once all else is taken off: the one before the table, or after „öffentlich“, first."""
        free: list[list[int]] = []
        if self.opened is not None:
            places = list(range(self.opened + 1, self.start))
        else:
            places = list(range(min(self.start, self.table)))
        for at in places:
            line = self.lines[at]
            joins = (
                bool(free)
                and free[-1][-1] == at - 1
                and line.gap == 0
                and line.strong == self.lines[at - 1].strong
                and len(self.lines[at - 1].cells) < 2
                and (not line.whole or (self.lines[at - 1].strong and line.strong))
            )
            if self.use.get(at) or self.is_frame(line, inside=joins):
                continue
            if joins:
                free[-1].append(at)
            else:
                free.append([at])
        order = sorted(free, key=lambda run: (-self.weight(run), -run[0]))
        for run in order[:1]:
            for at in run:
                self.use[at] = "Titel"
        return [[self.lines[at] for at in run] for run in order[:1]]

    def weight(self, run: list[int]) -> float:
        text = " ".join(self.lines[at].text for at in run)
        near = 1.0 if run[-1] + 1 == self.table else 0.0
        return (
            near
            + (1.0 if any(self.lines[at].strong for at in run) else 0.0)
            + min(len(text), 60) / 60
            + (1.5 if self.recurs(text) else 0.0)
            + (
                0.0
                if not (match := self.kind.match(JOINT.sub("", text)))
                else 2.0
                if JOINT.sub("", text)[match.end() : match.end() + 1] == ":"
                else 0.8
            )
            - (1.0 if len(text) < 9 else 0.0)
        )

    def is_frame(self, line: Line, inside: bool = False) -> bool:
        """Does a line of the head belong to the paper, the sender or the one addressed, and not to what it is about? `inside`: it follows a line of the title."""
        text = line.text
        if (
            FORM.match(text)
            or DATED.match(text)
            or DATE.fullmatch(text)
            or OPENNESS.fullmatch(text)
            or NUMBER_ALONE.fullmatch(text)
            or GREETING.fullmatch(text)
        ):
            return True
        return not inside and bool(
            ADDRESSED.match(text)
            or LETTERHEAD.fullmatch(text)
            or (LABELLED.match(text) and not self.aims(text))
            or (OFFICE.match(text) and len(text) < 90)
            or (len(text) <= 4)
            or (
                NAME.fullmatch(text)
                and len(text.split()) <= 3
                and not line.strong
                and line.kind != HEADING
                and any(fold(text) == fold(name) for name in self.known.persons)
            )
        )

    def as_title(self, text: str) -> str:
        """Without the word for what it is: „Antrag: Radweg an der K 14“ is about the Radweg."""
        text = " ".join(text.split()).strip(" :–-")
        bare = JOINT.sub("", text)
        if (match := self.kind.match(bare)) and (
            rest := re.match(
                r"(?: der [\w./ -]{2,60}?[Ff]raktion\w*)?(?: ?[:–-] ?|(?: zum thema| betreffend)?:? (?=[A-ZÄÖÜ„\"]))(.{6,})",
                bare[match.end() :],
            )
        ):
            text = rest[1].strip()
        if len(text) > 1 and text[0] in '„“"' and text[-1] in '“”"' and not re.search(r"[„“”\"]", text[1:-1]):
            text = text[1:-1]
        return text

    def recurs(self, title: str) -> bool:
        """Do the words of a title come again in the text?"""
        words = set(long_words(title)) - INSTITUTIONS
        if not hasattr(self, "_words"):
            self._words = {stem for line in self.sheet.lines[self.start :] for stem in long_words(line.text)}
        here = sum(
            1
            for word in words
            if word in self._words or any(word in other for other in self._words if len(other) > len(word))
        )
        return bool(words) and here * 2 >= len(words)

    def addressee(self) -> Found | None:
        """The office, and who holds it: in one line, or in three („An den“, the office, „Herrn …“)."""
        for at, line in self.head():
            opened = re.match(r"an (?:den|die|das|herrn|frau)\b ?", line.text, re.IGNORECASE)
            if not opened and not re.match(
                r"(?:herrn|frau) (?:ober|landr|bürgerm|kreistagsp|regionsp)", line.text, re.IGNORECASE
            ):
                continue
            rest = line.text[opened.end() :] if opened else line.text.partition(" ")[2]
            here = at
            if not rest and at + 1 < self.start:
                here, rest = at + 1, self.lines[at + 1].text
            match = OFFICES.match(re.split(r",? (?=(?:herrn|frau)\b)", rest, flags=re.IGNORECASE)[0])
            if not match:
                continue
            office = (
                re.sub(r"^(V|v)orsitzenden (?=de)", r"\1orsitzender ", match[0])
                if opened and opened[0].casefold().startswith("an den")
                else match[0]
            )
            self.use |= dict.fromkeys(range(at, here + 1), "Anschrift")
            person = rest[match.end() :].strip(" ,")
            below = (
                re.sub(r"^(?:herrn|frau) ", "", self.lines[here + 1].text, flags=re.IGNORECASE)
                if here + 1 < self.start
                else ""
            )
            if not NAME.fullmatch(person):
                person = (
                    below
                    if NAME.fullmatch(below) and re.match(r"herrn|frau", self.lines[here + 1].text, re.IGNORECASE)
                    else ""
                )
                if person:
                    self.use[here + 1] = "Anschrift"
            for number in range(here + 1, self.start):  # the rest of the address
                if self.lines[number].gap or DATED.match(self.lines[number].text) or self.lines[number].strong:
                    break
                self.use[number] = "Anschrift"
            greeted = any(
                GREETING.fullmatch(other.text) and match[0].casefold()[:7] in other.text.casefold()
                for other in self.lines[: self.end]
            )
            return Found([{"amt": office, **({"name": person} if person else {})}], greeted, line.number, rest)
        return None

    def sequence(self, date: Found | None) -> Found | None:
        if not self.steps and (step := self.called()):
            self.steps = [step]
        if not self.steps:
            return None
        rows = [
            {
                "gremium": step.body,
                **({"rolle": step.role} if step.role else {}),
                **({"datum": step.date.isoformat()} if step.date else {}),
                **({"top": step.top} if step.top else {}),
            }
            for step in self.steps
        ]
        day = dt.date.fromisoformat(str(date.value)) if date else None
        known = {fold(name) for name in self.known.committees}
        sure = all(
            (fold(step.body) in known or BODY.search(step.body))
            and step.date
            and step.date.weekday() < 6
            and (not day or -31 <= (step.date - day).days < 1100)
            for step in self.steps
        )
        return Found(
            rows, sure, self.steps[0].line, self.lines[self.table].text if self.table < len(self.lines) else ""
        )

    def called(self) -> Step | None:
        """„… möge in seiner Sitzung am 16. Oktober 2026 beschließen“, in the first lines of the text."""
        text = joined([line.text for line in self.lines[self.start : min(self.start + 6, self.end)]])[:BRIEF]
        match = CALLED.search(text)
        day = date_in(match[2]) if match else None
        return (
            Step(self.body_named(match[1]), day, "", "", self.lines[self.start].number)
            if match and day and BODY.search(match[1])
            else None
        )

    # -------------------------------------------------------------------------------- signatures

    def signatories(self) -> Found | None:
        roles = self.roles()
        found: list[dict[str, object]] = []
        first = 0
        odd = signed = False  # signed: „gez.“ on a line of its own
        group = ""
        row: list[dict[str, object] | None] = []  # the persons of the line above, by their columns
        for at in range(self.end, len(self.lines)):
            line = self.lines[at]
            text = line.text
            if line.kind == NOTE:
                continue
            if at == self.end and not self.bare:
                self.use[at] = "weggelassen: Gruß"
                marked = re.match(r"(?:unterzeichnet|gez(?:eichnet|\.))(?: von)? ?:? ", text, re.IGNORECASE)
                if not marked or CLOSING.fullmatch(text):
                    continue
                text = text[marked.end() :] if not text.casefold().startswith("gez") else text
            if (
                (found and (line.gap > 1 and not self.people(line)))
                or REASON.fullmatch(text)
                or ENCLOSED.match(text)
                or date_in(text)
                or line.kind in (PICTURE,)
            ):
                break
            cells = tuple(cell for cell in line.cells if cell) or (text,)
            people = [self.person(cell) for cell in cells]
            if any(people):
                people = [
                    (who[0], "", who[2], who[1])
                    if who and PARTY.match(who[1]) and not OFFICE.search(who[1]) and len(who[1].split()) <= 4
                    else who and (*who, "")
                    for who in people
                ]
                row = [
                    {
                        "name": who[0],
                        **({"rolle": who[1]} if who[1] else {}),
                        **({"fraktion": who[3]} if who[3] else {}),
                        **({"fraktion": group} if group and not who[1] and not who[3] else {}),
                        **({"gez": True} if who[2] or signed else {}),
                    }
                    if who
                    else None
                    for who in people
                ]
                found += [entry for entry in row if entry]
                odd = odd or not all(people)  # who stands beside a name signs too
                first = first or line.number
                signed = False
                self.use[at] = "Unterschrift"
            elif re.fullmatch(r"gez(?:\.|eichnet)?:?", text, re.IGNORECASE):
                signed = True
                self.use[at] = "Unterschrift"
            elif (
                found and line.gap == 0 and any(OFFICE.match(cell) for cell in cells) and len(text) < 140
            ):  # their offices, below
                odd = odd or len(cells) > len(row) or (len(cells) > 1 and not all(OFFICE.match(cell) for cell in cells))
                for entry, cell in zip(row if len(row) == len(cells) else found[-len(cells) :], cells, strict=False):
                    if not entry or not OFFICE.match(cell):
                        continue
                    entry.setdefault("rolle", cell)
                    entry.pop("fraktion", None)
                self.use[at] = "Unterschrift"
            elif len(text) < 90 and (GROUP.fullmatch(text) or PARTY.search(text)):
                group = "" if len(cells) > 1 else group
                self.use[at] = "Unterschrift"
            elif found:
                odd = odd or (line.gap == 0 and self.kind.fullmatch(text.rstrip(":")) is None)
                break
        for entry in found:
            if role := roles.get(fold(str(entry["name"]))):
                entry.setdefault("rolle", role)
        if not found:
            return None
        known = {fold(name) for name in self.known.persons}
        seen = all(fold(str(entry["name"])) in roles or fold(str(entry["name"])) in known for entry in found)
        return Found(found, seen or not odd, first, "; ".join(str(entry["name"]) for entry in found))

    def people(self, line: Line) -> bool:
        return any(self.person(cell) for cell in line.cells or (line.text,))

    def person(self, text: str) -> tuple[str, str, bool] | None:
        """Name, role and whether it is „gez.“; None where the text is no name."""
        text, _, below = text.strip(" .,;_\n").partition("\n")
        gez = bool(re.match(r"gez\b\.?(?:eichnet)? ?", text, re.IGNORECASE))
        text = (
            re.sub(r"^(?:gez\b\.?(?:eichnet)?|f\. ?d\. ?r\.?) ?:? ?", "", text, flags=re.IGNORECASE)
            .strip("( ")
            .rstrip(") ")
            if gez or text.startswith("(")
            else text
        )
        before = ""
        if match := OFFICE.match(text):
            before, text = match[0], text[match.end() :].strip(" ,")
        match = NAME.match(text)
        if not match or GROUP.fullmatch(text) or BODY.fullmatch(text):
            return None
        name, rest = match[0].rstrip(" ."), text[match.end() :].strip()
        if PARTY.search(name) or any(word.casefold() in STOP for word in NOBLE.sub(" ", name).split()):
            return None
        if not rest:
            return name, before or " ".join(below.split()), gez
        if rest.startswith(("(", ",", "–", "-", "/")) and len(rest) < 90:
            return name, f"{before} {rest}".strip() if rest.startswith("(") and before else rest.strip("(),–-/ "), gez
        if rest.startswith(("und die ", "für die ", "im Namen ")) and len(rest) < 120:
            return name, rest, gez
        return None

    def roles(self) -> dict[str, str]:
        """„Stadträtin Doris Muster (SPD)“ in the head: who signs has the office that stands there."""
        found = {}
        for at, line in enumerate(self.lines[: self.start]):
            if (match := OFFICE.match(line.text)) and (name := NAME.match(line.text[match.end() :].strip())):
                rest = line.text[match.end() :].strip()[name.end() :].strip()
                if len(rest) < 60:
                    found[fold(name[0])] = f"{match[0]} {rest}".strip()
                    self.use[at] = MOVERS
        return found

    # --------------------------------------------------------------------------------------- text

    def text(self) -> tuple[tuple[Line, ...], tuple[Line, ...], list[str]]:
        """The resolution and the reasons. Where no heading parts them, all is the resolution, and that is said."""
        zone = [
            (at, line)
            for at, line in enumerate(self.sheet.lines[self.start : self.end], self.start)
            if not GREETING.fullmatch(self.lines[at].text) and self.use.get(at) != "Datum"
        ]
        for at, line in enumerate(self.lines[self.start : self.end], self.start):
            if GREETING.fullmatch(line.text):
                self.use[at] = "weggelassen: Anrede"
        labels = {
            n
            for n, (at, line) in enumerate(zone)
            if REASON.fullmatch(line.text)
            and not self.sheet.placed
            and (at + 1 >= self.end or self.lines[at + 1].page > line.page)
        }  # of a form, which the PDF's text has at the page's end
        for n in labels:
            self.use[zone[n][0]] = "weggelassen: Vordruck"
        formal = bool(labels) or any(REASON.fullmatch(line.text) for line in self.lines[self.end :])
        zone = [pair for n, pair in enumerate(zone) if n not in labels]
        split = next((n for n, (_, line) in enumerate(zone) if REASON.fullmatch(line.text)), None)
        doubts = []
        if split is not None:
            before, after = zone[:split], zone[split + 1 :]
            self.use[zone[split][0]] = "Überschrift der Begründung"
        else:
            before, after = zone, []
            at = self.widest(zone)
            if at and formal:
                before, after = zone[:at], zone[at:]
                doubts.append("Wo die Begründung beginnt, sagt der Brief nicht; getrennt ist an der größten Lücke.")
            elif len(zone) > 12:
                doubts.append("Eine Überschrift „Begründung“ steht nicht im Brief.")
        before = [
            pair
            for pair in before
            if not (
                self.kind.fullmatch(pair[1].text.rstrip(" :"))
                or (
                    DEMAND.fullmatch(pair[1].text)
                    and len(pair[1].text) < 24
                    and pair[1]
                    .text.rstrip(" :")
                    .casefold()
                    .startswith(("beschluss", "antrag", "anfrage", "frage", "resolution"))
                )
            )
        ]
        rest = [
            line
            for at, line in enumerate(self.lines[self.end :], self.end)
            if self.use.get(at) is None and line.kind not in (NOTE, PICTURE)
        ]
        if any(
            DEMAND.fullmatch(line.text) and re.search(r"beschlie|beantrag", line.text, re.IGNORECASE) for line in rest
        ):
            doubts.append(
                f"Unter den Unterschriften steht noch Text, der nicht übernommen ist (Zeilen {rest[0].number} bis {rest[-1].number})."
            )
        notes = [(at, line) for at, line in enumerate(self.sheet.lines[self.end :], self.end) if line.kind == NOTE]
        (after if after else before).extend(notes)
        self.use |= {at: "Beschlussvorschlag" for at, _ in before} | {at: "Begründung" for at, _ in after}
        opening = [line for _, line in before]
        if (
            opening
            and opening[0].text[:1].islower()
            and any(GREETING.fullmatch(line.text) for line in self.lines[: self.end])
        ):  # the sentence went on from „Sehr geehrte …,“
            opening[0] = replace(
                opening[0],
                text=opening[0].text[:1].upper() + opening[0].text[1:],
                markdown=opening[0].markdown[:1].upper() + opening[0].markdown[1:],
            )
        return tuple(opening), tuple(line for _, line in after), doubts

    def widest(self, zone: list[tuple[int, Line]]) -> int:
        """Where a text falls in two: after the last numbered point, at the largest gap; 0 where it does not."""
        marked = [n for n, (_, line) in enumerate(zone) if MARKED.match(line.text)]
        places = [n for n, (_, line) in enumerate(zone) if n and line.gap and not MARKED.match(line.text)]
        largest = max((zone[n][1].gap for n in places), default=0)
        if not largest and marked:  # no gaps in this text at all: the first paragraph after the points
            return next(
                (
                    n
                    for n in range(marked[-1] + 1, len(zone))
                    if zone[n - 1][1].text.endswith((".", "!", "?", ":")) and re.match(r"[A-ZÄÖÜ„]", zone[n][1].text)
                ),
                0,
            )
        return next(
            (n for n in places if zone[n][1].gap == largest and (largest > 1 or n > (marked[-1] if marked else 0))), 0
        )

    def take(self, line: Line, what: str) -> None:
        self.use[self.lines.index(line)] = what

    def parts(self, lines: Sequence[Line]) -> Iterator[tuple[int, int, str]]:
        """What became of each line, neighbours joined."""
        begun: tuple[int, int, str] | None = None
        for at, line in enumerate(lines):
            what = self.use.get(at) or (
                "weggelassen: Briefkopf"
                if at < self.start
                else "weggelassen: nach den Unterschriften"
                if at > self.end
                else "weggelassen"
            )
            if begun and begun[2] == what:
                begun = (begun[0], line.number, what)
            else:
                if begun:
                    yield begun
                begun = (line.number, line.number, what)
        if begun:
            yield begun


BRIEF = 400  # characters of a line that the rules look at
STOP = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "für",
        "und",
        "oder",
        "mit",
        "von",
        "bei",
        "nach",
        "wir",
        "sie",
        "es",
        "im",
        "in",
        "am",
        "an",
        "auf",
        "zu",
        "zur",
        "zum",
        "anlage",
        "anlagen",
        "antrag",
        "anfrage",
        "begründung",
        "sachverhalt",
        "hauptamt",
        "fraktion",
        "stadt",
        "kreis",
        "landkreis",
        "gemeinde",
        "seite",
    ]
)
NOBLE = re.compile(
    r" (?:von|van|zu)(?: (?:der|den|dem))? "
)  # inside of a name; elsewhere such a word says that it is none
STEM = 5  # letters that two forms of a word share
INSTITUTIONS = frozenset(
    word[:STEM]
    for word in (
        "kreistag",
        "landkreis",
        "ausschuss",
        "landrat",
        "landrätin",
        "fraktion",
        "verwaltung",
        "sitzung",
        "geschäftsstelle",
        "präsidentin",
        "vorsitzende",
        "drucksache",
        "antrag",
        "anfrage",
        "büro",
    )
)


def long_words(text: str) -> Iterator[str]:
    """Beginnings of the words that say what a text is about."""
    for word in re.findall(r"[^\W\d_]{5,60}", text):
        yield word.casefold()[:STEM]
