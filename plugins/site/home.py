"""The home page: what we are for and a face, what is next, what was decided, places and topics, news, who we are, how to be told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .. import texts
from ..meetings import pages as of_meetings
from ..meetings.listings import Row as Sitting
from ..meetings.listings import soon
from ..motions import lately
from ..motions.listings import Card, FacetRow, counted, facet_rows
from ..news.pages import Teaser
from ..people.model import Person
from ..press import Page, html_page
from ..press.ask import Ask
from ..press.structured import organization
from ..press.things import decoder
from ..records import german
from ..records.links import File

LATEST = 4
TEASERS = 4
SUBJECTS = 8
FACES = 14


class Figures(Struct, frozen=True):
    """The two figures that count, each with its base."""

    adopted: int
    decided: int
    days: int | None  # in the middle

    @property
    def percent(self) -> int:
        return round(100 * self.adopted / self.decided) if self.decided else 0


class Portrait(Struct, frozen=True):
    """One of us, as the home page shows people."""

    name: str
    full_name: str
    path: str
    office: str
    picture: File | None


def home(ask: Ask, _: str) -> Iterator[Page]:
    frame = ask.piece("frame")
    coming = of_meetings.next_own(ask)
    counts = counted(ask)
    decided = tuple(decoder(lately.Lately).decode(row.data) for row in ask.newest(lately.LIST, LATEST))
    start = ask.piece("startbild")
    yield html_page(
        frame,
        "",
        "home.html",
        title=frame.short_name,
        description=ask.piece("satz"),
        claim=ask.piece("leitsatz"),
        sentence=ask.piece("satz"),
        picture=start,
        joining=next((text.path for text in [ask.facts("seiten/mitmachen", texts.Text)] if text), ""),
        decided=decided,
        figures=Figures(*ask.value(lately.VALUE)),
        latest=() if decided else tuple(ask.cards_of([row.number for row in ask.newest("antraege/", LATEST)], Card)),
        total=sum(each.count for each in counts),
        counts=counts,
        soon=soon(ask.data("bald", Sitting)),
        mails={coming.path: (of_meetings.invite(coming), coming.registration.mail)}
        if coming and coming.registration
        else {},
        invite=of_meetings.invite(coming) if coming else "",
        places=villages(ask),
        usual=ask.piece("bitte"),
        meetings_text=ask.piece("sitzungen").text,
        teasers=teasers(ask),
        structured=organization(frame, ask.piece("satz"), start.file if start else None),
        subjects=subjects(ask),
        people=portraits(ask),
        mailing=ask.piece("bestellung"),
    )


def portraits(ask: Ask) -> tuple[Portrait, ...]:
    today = ask.day()
    persons = (ask.facts(row.number, Person) for row in ask.rows("menschen"))
    present = [p for p in persons if not (p.left and p.left < today)]
    return tuple(Portrait(p.name, p.full_name, p.path, p.office, p.picture) for p in present[:FACES])


def teasers(ask: Ask) -> tuple[Teaser, ...]:
    """The newest; a busy party does not push the group off its own home page."""
    decode, found, others = decoder(tuple[bool, Teaser]).decode, [], 0
    for year in ask.which("neueste/"):
        for row in ask.rows("neueste/", year):
            own, teaser = decode(row.data)
            others += not own
            if own or others <= TEASERS // 2:
                found.append(teaser)
            if len(found) == TEASERS:
                return tuple(found)
    return tuple(found)


class Village(Struct, frozen=True):
    """A place, with how many motions are about it."""

    text: str
    path: str
    count: int


def villages(ask: Ask) -> tuple[Village, ...]:
    """Every place has its page, whether a motion is about it or not."""
    counts = {found.list: found.count for found in ask.lists("orte/")}
    found = [Village(text, path, counts.get(path, 0)) for path, (text, _) in ask.piece("orte/").items()]
    return tuple(sorted(found, key=lambda village: german.sort_key(village.text)))


def subjects(ask: Ask) -> tuple[FacetRow, ...]:
    """The topics with the most motions."""
    return tuple(
        sorted(
            facet_rows(ask, "themen/", {path: (text, "") for path, (text, _) in ask.piece("themen/").items()}),
            key=lambda row: -row.count,
        )[:SUBJECTS]
    )
