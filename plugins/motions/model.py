"""What a motion is. Knows neither Pelican nor templates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..records.body import Body, Section
from ..records.fields import Record, Reference, Row, Table, load_table
from ..records.german import Noun
from ..records.links import File, Link, Resolver, titled
from . import voices
from .ballot import how
from .progress import aged, derive_progress, forgotten
from .vocabulary import (
    BY_NAME,
    DONE,
    DRAFT,
    KINDS,
    MANNERS,
    ON_MOTION,
    OUTCOMES,
    QUOTED,
    RESULTS,
    ROLES,
    STATUSES,
    SUBJECTS,
    SUBMITTED,
    Done,
    Result,
    Status,
    group_of,
    result_of,
)
from .vocabulary import Group as Outcome
from .votes import Vote
from .wording import read_votes, read_wording

TABLE: Table = load_table(
    "motion",
    Path(__file__).parent / "fields.toml",
    kinds=KINDS,
    statuses=STATUSES,
    roles=ROLES,
    results=RESULTS,
    subjects=SUBJECTS,
    outcomes=OUTCOMES,
    manners=MANNERS,
    implementation=DONE,
)
RESOLUTION = TABLE.rows["step"]["beschlusstext"].label


class Step(Struct, frozen=True, kw_only=True):
    """One step of the Beratungsfolge: OParl's Consultation, AgendaItem and Meeting in one."""

    committees: tuple[Link, ...]  # the first leads
    role: str = ""
    deciding: bool = False  # OParl: authoritative
    date: dt.date | None = None  # None: not scheduled yet
    meeting: Link | None = None
    item: str = ""  # number on the agenda, as printed
    public: bool | None = None
    result: str = ""  # a word of the table of results; "": nothing is known
    quote: str = ""  # in the council's own words
    reason: str = ""  # why it is done with
    referred_to: tuple[Link, ...] = ()
    deferred_to: dt.date | None = None
    text: str = ""  # resolution text
    file: File | None = None
    votes: tuple[Vote, ...] = ()
    note: str = ""
    line: int = 0
    scheduled: dt.date | None = None  # since when its day is known

    @property
    def outcome(self) -> Result:
        """The row of its result; of one that is only quoted, the row that says so."""
        return QUOTED if self.quote and not result_of(self.result).known else result_of(self.result)

    @property
    def decided(self) -> bool:
        return self.outcome.known

    @property
    def body_name(self) -> str:
        return self.committees[0].text


class Addressee(Struct, frozen=True):
    office: str
    name: str = ""


class Signatory(Struct, frozen=True):
    """Role and organisation are those of the day of signing."""

    person: Link
    role: str = ""
    organization: str = ""
    signed: bool = False  # „gez.“


class Implementation(Struct, frozen=True):
    date: dt.date
    state: str
    what: str = ""
    source: str = ""

    @property
    def done(self) -> Done:
        """The row of its state."""
        return DONE[self.state]


class Change(Struct, frozen=True, order=True):
    date: dt.date
    what: str
    number: int = 0  # its place in the list, from 1


class Relation(Struct, frozen=True):
    """A link to another paper, with the German word for how it is related."""

    label: str
    link: Link
    key: str = ""  # of the field that says so


class Part(Struct, frozen=True):
    """A section of the text; `key` is "" for a heading that has no meaning of its own."""

    key: str
    section: Section


class Motion(Struct, frozen=True, kw_only=True):
    """A Paper that the group wrote."""

    uid: str
    stem: str
    source: str
    title: str
    kind: str
    date: dt.date  # on the letter
    submitted: dt.date
    group_decision: dt.date | None = None
    ours: Noun | None = None  # what the group was then, where it was something else
    reference: str = ""  # printed-paper number, verbatim
    other_references: tuple[str, ...] = ()
    addressees: tuple[Addressee, ...] = ()
    legal_basis: str = ""
    originators: tuple[str, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    department: str = ""
    topics: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    term: Link | None = None
    summary: str = ""
    steps: tuple[Step, ...] = ()
    progress: str = SUBMITTED
    progress_note: str = ""
    derived: str = ""  # what the steps alone say
    since: dt.date | None = None  # of a status that follows from no meeting
    deadline: dt.date | None = None
    deadline_extended: dt.date | None = None
    answered: dt.date | None = None
    implementation: tuple[Implementation, ...] = ()
    climate: str = ""
    main_file: File | None = None
    files: tuple[File, ...] = ()
    council_link: str = ""
    published: dt.date
    changes: tuple[Change, ...] = ()
    relations: tuple[Relation, ...] = ()
    deleted: dt.date | None = None  # its page says only that it was there
    deleted_because: str = ""
    parts: tuple[Part, ...] = ()
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def text(self) -> tuple[str, ...]:
        """See `records.body.Written`."""
        return tuple(part.section.html for part in self.parts)

    @property
    def facts(self) -> Motion:
        return replace(self, parts=tuple(Part(part.key, replace(part.section, line=0, html="")) for part in self.parts))

    def with_text(self, text: tuple[str, ...]) -> Motion:
        return replace(
            self,
            parts=tuple(
                Part(part.key, replace(part.section, html=html)) for part, html in zip(self.parts, text, strict=True)
            ),
        )

    @property
    def ref(self) -> str:
        """Its name among the things (`press.things`)."""
        return f"antraege/{self.stem}"

    @property
    def path(self) -> str:
        return f"antraege/{self.stem}/"

    @property
    def short_path(self) -> str:
        return f"a/{self.uid}/"

    @property
    def status(self) -> Status:
        """The row of its status."""
        return STATUSES[self.progress]

    @property
    def group(self) -> Outcome:
        """The group of its status, for filters and charts."""
        return group_of(self.progress)

    @property
    def draft(self) -> bool:
        return self.progress == DRAFT

    @property
    def joint(self) -> bool:
        return len(self.originators) > 1

    @property
    def question(self) -> bool:
        return KINDS[self.kind].question

    @property
    def due(self) -> dt.date | None:
        return self.deadline_extended or self.deadline

    def part(self, key: str) -> Part | None:
        return next((p for p in self.parts if p.key == key), None)

    def dated(self) -> list[dt.date]:
        """Every day on which something happened, by the front matter."""
        days = [self.date, self.submitted, self.published, self.answered, self.since, self.deleted]
        days += [s.date for s in self.steps if s.decided]
        days += [i.date for i in self.implementation] + [c.date for c in self.changes]
        return [d for d in days if d]

    def effective_day(self, today: dt.date) -> dt.date:
        """The last day on which this motion's pages may have changed: any day until the next gives the same.

        What the pages say depends on whether a date has come (`d`) and whether it is over (`d` + 1).
        """
        return max((turn for turn in self.turns() if turn <= today), default=dt.date.min)

    def next_day(self, today: dt.date) -> dt.date | None:
        """The next day on which they may change, though nothing is edited."""
        return min((turn for turn in self.turns() if turn > today), default=None)

    def turns(self) -> list[dt.date]:
        days = [*self.dated(), *(s.date for s in self.steps if s.date), *([self.due] if self.due else [])]
        return [turn for d in days for turn in (d, d + dt.timedelta(days=1))] + [
            forgotten(s) for s in self.steps if s.date and s.decided
        ]

    def overdue(self, today: dt.date) -> bool:
        return bool(self.question and self.due and self.due < today and self.awaited)

    @property
    def awaited(self) -> bool:
        """Of a question: is its answer still to come?"""
        return not self.answered and self.status.awaited

    def unknown_result(self, today: dt.date) -> Step | None:
        """The last step that took place without a result we know of, if nothing came after it."""
        past = [s for s in self.steps if s.date and s.date < today]
        if past and not past[-1].decided and not self.group.settled:
            return past[-1]
        return None

    def next_step(self, today: dt.date) -> Step | None:
        return next((s for s in self.steps if s.date and s.date >= today and not s.decided), None)


def on_site(motion: Motion) -> Motion:
    """As pages, feeds, search and data get it. Of one that was taken off the site nothing is left that its page does not say: no text, no file."""
    if not motion.deleted:
        return motion
    return replace(
        motion,
        summary="",
        parts=(),
        main_file=None,
        files=(),
        brings=(),
        steps=tuple(replace(step, text="", file=None, note="", quote="", reason="") for step in motion.steps),
    )


# ------------------------------------------------------------------------- from a record


def of_itself(step: Step, kind: str) -> Step:
    """Of a motion to change another, the vote on „Änderungsantrag“ is the vote on itself, where it is the only one and none is on „Antrag“."""
    own = [v for v in step.votes if v.about and kind in (v.about.word, *v.about.synonyms)]
    if len(own) != 1 or any(v.on_motion for v in step.votes):
        return step
    return replace(step, votes=tuple(replace(v, subject=ON_MOTION) if v is own[0] else v for v in step.votes))


def read_motion(
    record: Record,
    body: Body,
    names: Resolver,
    files: dict[str, File],
    group: Group,
    deciding: dict[str, bool],
    today: dt.date = dt.date.min,
) -> Motion:
    """Build the motion of a checked record, as it stands on a day. `deciding`: per committee's path, may it decide finally?"""
    get = record.get
    steps = tuple(
        of_itself(read_step(row, names, files, deciding, group.every_name), get("art"))
        for row in get("beratungsfolge", ())
    )
    parts = tuple(Part(s.means, s) for s in body.sections)
    date = get("datum")
    answered = get("beantwortet_am")
    derived = derive_progress(
        steps, question=KINDS[get("art")].question, answered=bool(answered or any(p.key == "antworten" for p in parts))
    )
    progress = DRAFT if get("entwurf") else get("stand") or aged(derived, steps, today)
    names_then, kind_then = group.called(date)
    originators = get("antragstellende") or names_then[:1]
    return Motion(
        uid=get("uid"),
        stem=record.stem,
        source=record.path,
        title=get("titel"),
        kind=get("art"),
        date=date,
        submitted=get("eingereicht_am", date),
        ours=kind_then,
        group_decision=get("fraktionsbeschluss_am"),
        reference=get("drucksache", ""),
        other_references=get("weitere_nummern", ()),
        addressees=tuple(Addressee(r.get("amt"), r.get("name", "")) for r in get("adressat", ())),
        legal_basis=get("rechtsgrundlage", ""),
        originators=tuple(originators),
        signatories=tuple(
            Signatory(
                names.link("person", r.get("name")), r.get("rolle", ""), r.get("fraktion", ""), r.get("gez", False)
            )
            for r in get("unterzeichner", ())
        ),
        department=get("federfuehrend", ""),
        topics=tuple(names.link("topic", r, own_name=True) for r in get("themen", ())),
        places=tuple(names.link("place", r, own_name=True) for r in get("ort", ())),
        term=names.link("term", get("wahlperiode")) if get("wahlperiode") else group.term(date),
        summary=" ".join(get("kurzfassung", "").split()),
        steps=steps,
        progress=progress,
        progress_note=get("stand_erklaerung", ""),
        derived=derived,
        since=get("stand_seit"),
        deadline=get("frist"),
        deadline_extended=get("frist_verlaengert"),
        answered=answered,
        implementation=tuple(
            Implementation(r.get("datum"), r.get("stand"), r.get("was", ""), r.get("quelle", ""))
            for r in get("umsetzung", ())
        ),
        climate=get("klimarelevanz", ""),
        main_file=titled(files.get(get("pdf", "")), "Antrag als PDF"),
        files=tuple(f for r in get("anlagen", ()) if (f := titled(files.get(r.get("datei")), r.get("titel", "")))),
        council_link=get("ris_link", ""),
        published=get("veroeffentlicht", date),
        changes=tuple(
            sorted(Change(r.get("datum"), r.get("was"), number) for number, r in enumerate(get("aenderungen", ()), 1))
        ),
        relations=read_relations(record, names),
        deleted=get("geloescht_am"),
        deleted_because=get("geloescht_weil", ""),
        parts=parts,
    )


def read_relations(record: Record, names: Resolver) -> tuple[Relation, ...]:
    found = []
    for key in ("bezug", "aendert", "ersetzt"):
        label = TABLE.fields[key].label
        found += [Relation(label, names.link("motion", ref), key) for ref in record.get(key, ())]
    return tuple(found)


def read_step(
    row: Row, names: Resolver, files: dict[str, File], deciding: dict[str, bool], own: tuple[str, ...] = ()
) -> Step:
    """A step of the table, with what its words say: keys that are typed go before what a sentence tells."""
    get = row.get
    committees = tuple(names.link("committee", ref) for ref in get("gremium", ()))
    role = get("rolle", "")
    may_decide = deciding.get(committees[0].path, False) if committees else False
    typed = get("ergebnis", "")
    told = read_wording(typed, own=own) if typed and typed not in RESULTS.by_word else None
    result = told.result if told else typed if typed in RESULTS.by_word else ""
    outcome = result_of(result)
    votes = [
        replace(
            vote, by_name=voices.linked(vote.by_name, lambda name, at=v.line: names.link("person", Reference(name, at)))
        )
        for v in get("abstimmungen", ())
        for vote in votes_of(v, outcome.carried, own)
    ]
    quotes = [
        get("wortlaut", ""),
        "" if result else typed,
        *(
            text
            for v in get("abstimmungen", ())
            if (text := v.get("stimmen")) and read_votes(text, outcome.carried, own) is None
        ),
    ]
    return Step(
        committees=committees,
        role=role,
        deciding=(ROLES[role].decides or (ROLES[role].if_voted and may_decide and outcome.by_vote))
        if role
        else may_decide,
        date=get("datum"),
        meeting=names.link("meeting", get("sitzung")) if get("sitzung") else None,
        item=get("top", ""),
        public=get("oeffentlich"),
        result=result,
        quote=" ".join(" ".join(quotes).split()),
        reason=get("grund", told.reason if told else ""),
        referred_to=tuple(names.link("committee", ref) for ref in get("verwiesen_an", ()))
        or tuple(names.link("committee", Reference(name, row.line)) for name in (told.referred if told else ())),
        deferred_to=get("vertagt_auf", told.deferred if told else None),
        text=get("beschlusstext", ""),
        file=titled(files.get(get("beschlussdatei", "")), RESOLUTION),
        votes=tuple(votes or (told.votes if told else ())),
        note=get("anmerkung", told.note if told else ""),
        line=row.line,
        scheduled=get("terminiert_am"),
    )


COUNTS = {
    "ja": "yes",
    "nein": "no",
    "enthaltung": "abstained",
    "befangen": "biased",
    "abwesend": "absent",
    "ungueltig": "invalid",
    "stimmengleichheit": "tie",
    "einstimmig": "unanimous",
    "mehrheitlich": "majority",
    "ergebnis": "result",
}


def votes_of(row: Row, carried: str = "", own: tuple[str, ...] = ()) -> tuple[Vote, ...]:
    """The votes of a row: several where its words tell of several. Empty where they were not understood, or tell that there was none."""
    text = row.get("stimmen", "")
    said: dict[str, Any] = {name: row.get(key) for key, name in COUNTS.items() if row.get(key) is not None}
    read = read_votes(text, carried, own) if text else ()
    if text and not read:
        return (Vote(subject=row.get("gegenstand", ON_MOTION), **said),) if said else ()
    if called := voices.read_names(row.get("namen", {})):
        said = {"by_name": called, "by_group": voices.groups(called, how), "manner": BY_NAME} | said
        said = (voices.counts(called) if not text else {}) | said
    said |= {"by_group": tuple(row.get("nach_fraktionen").items())} if row.get("nach_fraktionen") else {}
    said |= {
        name: row.get(key)
        for key, name in (("gegenstand", "subject"), ("art", "manner"), ("quelle", "source"))
        if row.get(key)
    }
    return tuple(replace(vote, **(said if len(read) == 1 else {})) for vote in read) if text else (Vote(**said),)


class Group(Struct, frozen=True):
    """What a motion needs to know of the group: its names and the legislative terms."""

    names: tuple[str, ...]
    terms: tuple[tuple[Link, dt.date, dt.date | None], ...]
    before: tuple[tuple[dt.date, tuple[str, ...], Noun | None], ...] = ()  # until when it was another, the latest first

    def called(self, date: dt.date) -> tuple[tuple[str, ...], Noun | None]:
        """Its names on a day, and what it was, where that was something else."""
        return next(
            ((names, kind) for until, names, kind in reversed(self.before) if date <= until), (self.names, None)
        )

    @property
    def every_name(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.names, *(name for _, names, _ in self.before for name in names))))

    def term(self, date: dt.date) -> Link | None:
        return next((link for link, start, end in self.terms if start <= date and (end is None or date <= end)), None)


def reference_names(motion: Record) -> list[str]:
    """The names by which other records may mean this motion."""
    return [
        motion.get("uid"),
        motion.stem,
        motion.get("drucksache", ""),
        *motion.get("weitere_nummern", ()),
        motion.get("titel"),
    ]
