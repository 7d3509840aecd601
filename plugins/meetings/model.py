"""What a meeting is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from ..records.body import Body, Written
from ..records.fields import Record, Reference, Row, load_table
from ..records.german import clock, day, joined
from ..records.links import File, Link, Resolver, titled
from ..records.problems import Problem, problem
from .hours import hours, last_day, too_long
from .vocabulary import ACCESS, FORMS, KINDS, Admission, Form, is_own

TABLE = load_table("meeting", Path(__file__).parent / "fields.toml", kinds=KINDS, forms=FORMS, access=ACCESS)
BERLIN = ZoneInfo("Europe/Berlin")
LONGEST = dt.timedelta(days=14)  # a retreat


class Location(Struct, frozen=True):
    name: str
    room: str = ""
    street: str = ""
    postal_code: str = ""
    town: str = ""
    district: str = ""

    @property
    def short(self) -> str:
        """„Rathaus, Altental“; the town once, also where the name holds it."""
        return self.name if not self.town or self.town in self.name else f"{self.name}, {self.town}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The whole address, part by part; a room that is only a number says what it is."""
        room = f"Raum {self.room}" if self.room[:1].isdigit() else self.room
        return tuple(
            filter(None, (self.name, room, self.street, f"{self.postal_code} {self.town}".strip(), self.district))
        )


class Registration(Struct, frozen=True):
    mail: str
    subject: str
    deadline: dt.date | None


class AgendaItem(Struct, frozen=True):
    number: str
    title: str
    motions: tuple[Link, ...] = ()
    public: bool | None = None


class Change(Struct, frozen=True):
    """After the meeting was made public."""

    date: dt.date
    what: str = ""


class Meeting(Written, frozen=True, kw_only=True):
    uid: str
    stem: str
    source: str
    name: str
    kind: str
    committees: tuple[Link, ...] = ()
    date: dt.date
    start: dt.time
    end: dt.time | None = None
    last: dt.date | None = None  # of several days
    pause: str = ""
    state: str = ""
    cancelled: bool = False
    reason: str = ""
    moved_from: dt.date | None = None  # the day of the meeting itself: only the hours were changed
    form: str = ""
    location: Location | None = None
    second: Location | None = None  # where it goes on, or where one can be too
    access: str = ""
    registration: Registration | None = None  # only where people ask by mail
    agenda: tuple[AgendaItem, ...] = ()
    invitation: File | None = None
    minutes: File | None = None
    files: tuple[File, ...] = ()
    published: dt.date | None = None
    series: str = ""  # uid of the series it belongs to
    changes: tuple[Change, ...] = ()  # the oldest first
    topics: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()  # on whose pages it stands
    brings: tuple[File, ...] = ()  # see `site/files.py`

    @property
    def path(self) -> str:
        return f"sitzungen/{self.stem}/"

    @property
    def held(self) -> Form:
        """The row of its form."""
        return FORMS[self.form]

    @property
    def admission(self) -> Admission:
        """The row of who may come."""
        return ACCESS[self.access]

    @property
    def own(self) -> bool:
        """A meeting of the group, not of the council."""
        return is_own(self.kind)

    @property
    def hours(self) -> str:
        """From when to when, in words."""
        return hours(self.start, self.end, self.date, self.last)

    @property
    def last_day(self) -> dt.date:
        return last_day(self.date, self.start, self.end, self.last)

    def over(self, today: dt.date) -> bool:
        return (self.last or self.date) < today


class Invite(Struct, frozen=True):
    """How to ask for an invitation where a meeting does not say otherwise."""

    mail: str
    subject: str
    days_before: int


def read_meeting(record: Record, body: Body, names: Resolver, files: dict[str, File], invite: Invite) -> Meeting:
    get = record.get
    return Meeting(
        uid=get("uid"),
        stem=record.stem,
        source=record.path,
        name=get("name"),
        kind=get("art"),
        committees=tuple(names.link("committee", r) for r in get("gremium", ())),
        date=get("datum"),
        start=get("beginn"),
        end=get("ende"),
        state=get("zustand", ""),
        cancelled=get("abgesagt", False),
        reason=get("absagegrund" if get("abgesagt") else "verlegt_grund", ""),
        moved_from=get("verlegt_von"),
        form=get("form"),
        access=get("zugang"),
        location=read_location(get("ort")),
        second=read_location(get("zweiter_ort")),
        last=get("ende_am"),
        pause=get("pause", ""),
        registration=read_registration(record, invite) if ACCESS[get("zugang")].by_mail else None,
        agenda=tuple(
            AgendaItem(
                r.get("top", ""),
                r.get("titel"),
                tuple(names.link("motion", m) for m in r.get("antrag", ())),
                r.get("oeffentlich"),
            )
            for r in get("tagesordnung", ())
        ),
        invitation=titled(files.get(get("einladung", "")), "Einladung"),
        minutes=titled(files.get(get("protokoll", "")), "Protokoll"),
        files=tuple(f for r in get("anlagen", ()) if (f := titled(files.get(r.get("datei")), r.get("titel", "")))),
        sections=body.sections,
        published=get("veroeffentlicht"),
        series=names.link("series", get("reihe")).key if get("reihe") else "",
        changes=tuple(
            sorted(
                (Change(r.get("datum"), r.get("was", "")) for r in get("aenderungen", ())),
                key=lambda change: change.date,
            )
        ),
        topics=tuple(names.link("topic", r, own_name=True) for r in get("themen", ())),
        places=read_places(record, names),
    )


def read_places(record: Record, names: Resolver) -> tuple[Link, ...]:
    """On whose pages it stands: as somebody typed; else those in which a meeting of the group is held."""
    if typed := record.get("zu_ort", ()):
        return tuple(names.link("place", r, own_name=True) for r in typed)
    rows = [record.get(key) for key in ("ort", "zweiter_ort")] if is_own(record.get("art", "")) else []
    towns = [row.get(key, "") for row in rows if row for key in ("ortsteil", "stadt")]
    found = [names.link("place", Reference(town, 1), own_name=True) for town in towns if town]
    return tuple(dict.fromkeys(link for link in found if link.path))


def read_location(place: Row | None) -> Location | None:
    return (
        Location(*(place.get(key, "") for key in ("name", "raum", "strasse", "plz", "stadt", "ortsteil")))
        if place
        else None
    )


def read_registration(record: Record, invite: Invite) -> Registration:
    """The subject ends with the meeting's uid, by which a request is matched whatever else was written."""
    row = record.get("anmeldung") or Row(1, {}, ())
    date = record.get("datum")
    subject = row.get("betreff", f"{invite.subject} am {day(date)}")
    return Registration(
        row.get("mail", invite.mail),
        f"{subject} [{record.get('uid')}]",
        row.get("frist", date - dt.timedelta(days=invite.days_before)),
    )


def check_meeting(record: Record) -> Iterable[Problem]:
    get = record.get
    last = get("ende_am")
    if last and not get("datum") <= last <= get("datum") + LONGEST:
        yield problem(
            record.path, record.line_of("ende_am"), "end-day", end=day(last), start=day(get("datum")), most=LONGEST.days
        )
    elif get("ende") and (
        too_long(get("beginn"), get("ende")) if not last else last == get("datum") and get("ende") <= get("beginn")
    ):
        yield problem(
            record.path,
            record.line_of("ende"),
            "end-before-start",
            end=f"{get('ende'):%H:%M}",
            start=f"{get('beginn'):%H:%M}",
        )
    for key in ("beginn", "ende"):
        on = get("datum") if key == "beginn" else last_day(get("datum"), get("beginn"), get(key), last)
        if get(key) and (how := at_clock_change(on, get(key))):
            yield problem(record.path, record.line_of(key), "clock-change", date=day(on), time=clock(get(key)), how=how)
    if get("absagegrund") and not get("abgesagt"):
        yield problem(record.path, record.line_of("absagegrund"), "reason-without")
    if FORMS[get("form")].needs_place and not get("ort") and not get("abgesagt"):
        yield problem(
            record.path,
            record.line_of("form"),
            "place-missing",
            form=get("form"),
            unsettled=joined([form.word for form in FORMS if not form.settled], "oder"),
        )
    if not is_own(get("art", "")) and not get("gremium"):
        yield problem(record.path, record.line_of("art"), "committee-missing", kind=get("art"))
    if get("anmeldung") and get("anmeldung").get("frist") and get("anmeldung").get("frist") > get("datum"):
        yield problem(
            record.path,
            get("anmeldung").line_of("frist"),
            "date-early",
            key="datum",
            value=get("datum"),
            date=day(get("anmeldung").get("frist")),
            label="Anmeldefrist",
        )


def at_clock_change(date: dt.date, time: dt.time) -> str:
    """Is the hour left out or doubled that day? Both offsets are the same at any other."""
    first, second = (dt.datetime.combine(date, time, BERLIN).replace(fold=fold).utcoffset() for fold in (0, 1))
    return "" if first == second else "nicht" if first < second else "zweimal"


def meeting_names(record: Record) -> list[str]:
    """A meeting is meant by its uid, its file's name, or its name with its day; not by a name that recurs."""
    return [record.get("uid"), record.stem, f"{record.get('name')} am {record.get('datum'):%Y-%m-%d}"]


def series_names(record: Record) -> list[str]:
    return [record.get("uid"), record.stem, record.get("name")]
