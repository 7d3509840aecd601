"""The pages of motions: each motion, its short address, and every listing made from the metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ..press import Crumb, FeedLink, Frame, Page, card_of, html_page
from ..press.ask import Ask
from ..press.farewell import farewell
from ..press.part import Part
from ..press.years import Listing, first_page, page_of_year
from ..records import german
from ..records.links import Link, mailto
from . import balance, embedded, listings
from .ballots import ballots
from .listings import rows_of
from .model import Motion
from .places import order
from .shown import main_part, other_parts
from .stages import stages
from .story import Event, as_of, citation, life, verdict
from .structured import structured
from .vocabulary import KINDS, UNKNOWN

HOME = Crumb("Start", "")
ALL = Crumb("Anträge", "antraege/")
RESERVED = frozenset({"demnaechst", "ohne-ergebnis", "drucksachen", "gemeinsam"})


class Group(Struct, frozen=True):
    """Related papers under one label."""

    label: str
    links: tuple[Link, ...]


def of_motion(ask: Ask, ref: str) -> Iterator[Page]:
    """A motion's page and its short address; of one that was taken off the site, what is left of it."""
    motion = ask.whole(ref, Motion)
    if not motion:
        return
    frame = ask.piece("frame")
    yield deleted_page(frame, motion) if motion.deleted else motion_page(ask, frame, motion)
    yield short_address(frame, motion)


def motion_page(ask: Ask, frame: Frame, motion: Motion) -> Page:
    """Declare a motion's page; what it shows is worked out when it is rendered."""
    [day] = ask.data(f"tag:{motion.path}", dt.date)
    steps = dict.fromkeys((s.committees[0].path, s.date) for s in motion.steps if s.date)
    sittings = {step: ask.data(f"sitzung:{step[0]}{step[1]}", Link) for step in steps}
    numbers = {
        (committee, date): number
        for committee, date, number in ask.data(f"nummern:{motion.path}", tuple[str, dt.date, str])
    }
    newer, older = ask.beside("antraege/", motion.date.year, order(motion), motion.ref, listings.Card)
    inputs = {
        "site": frame,
        "motion": motion.facts,
        "words": motion.text,
        "day": day,
        "reverse": tuple(ask.data(f"bezug:{motion.path}", tuple[str, Link])),
        "sittings": tuple((*step, found[0]) for step, found in sittings.items() if found),
        "numbers": tuple((*step, numbers[step]) for step in steps if step in numbers),
        "news": tuple(ask.data(f"meldungen:{motion.path}", Link)),
        "meetings": tuple(ask.data(f"tagesordnung:{motion.path}", Link)),
        "letters": tuple(ask.data(f"briefe:{motion.path}", Link)),
        "newer": Link(newer.title, newer.path) if newer else None,
        "older": Link(older.title, older.path) if older else None,
    }
    return Page(f"{motion.path}index.html", "motion.html", inputs, motion_view, as_of(motion, day))


def motion_view(
    site: Frame,
    motion: Motion,
    words: tuple[str, ...],
    day: dt.date,
    reverse,
    sittings: tuple[tuple[str, dt.date, Link], ...],
    numbers: tuple[tuple[str, dt.date, str], ...],
    **shown,
) -> dict:
    """What the template of a motion sees. `words`: its running text, apart from the facts."""
    motion = motion.with_text(words)
    held, called = ({(committee, date): said for committee, date, said in rows} for rows in (sittings, numbers))
    told = verdict(motion, day)
    main = main_part(motion, told.tone)
    return {
        **shown,
        "site": site,
        "motion": motion,
        "coming": motion.next_step(day) is not None,
        "verdict": told,
        "main": main,
        "parts": other_parts(motion, main),
        "ballots": ballots(motion),
        "stages": stages(motion, day),
        "overdue": motion.overdue(day),
        "as_of": as_of(motion, day),
        "title": motion.title,
        "description": motion.summary
        or f"{motion.kind} vom {german.day(motion.date)}: {told.word}. {told.sentence}".strip(),
        "crumbs": (HOME, ALL, Crumb(str(motion.date.year), f"antraege/{motion.date.year}/")),
        "alternates": ()
        if motion.draft
        else (
            FeedLink(
                "Was mit diesem Antrag geschieht (Atom)", f"feeds/antrag/{motion.uid}.atom", "application/atom+xml"
            ),
        ),
        "life": tuple(in_sitting(e, held, called) for e in life(motion, day)),
        "card": card_of(motion.path, motion.title),
        "structured": structured(motion, site, as_of(motion, day)),
        "citation": citation(motion, site.name, site.absolute(motion.path)),
        "report": mailto(
            site.mail,
            f"Hinweis zu „{motion.title}“ ({motion.uid})",
            f"Auf der Seite {site.absolute(motion.path)} ist mir aufgefallen:\n\n",
        ),
        "related": grouped([*[(r.label, r.link) for r in motion.relations], *reverse]),
    }


def in_sitting(
    event: Event, sittings: Mapping[tuple[str, dt.date], Link], numbers: Mapping[tuple[str, dt.date], str]
) -> Event:
    """A step with what only its sitting says: where its page is, and its number there."""
    key = (event.where.path, event.date) if event.where and event.date else None
    return (
        replace(event, meeting=event.meeting or sittings.get(key), item=event.item or numbers.get(key, ""))
        if key in sittings or key in numbers
        else event
    )


def short_address(frame: Frame, motion: Motion) -> Page:
    """A page that leads on at once (HTML standard, refresh); the permanent address of the motion."""
    return html_page(frame, motion.short_path, "forward.html", title=motion.title, target=motion.path)


def deleted_page(frame: Frame, motion: Motion) -> Page:
    """Of a motion that was taken off the site: its address says so, and so does its short one. Its text is no part of it."""
    return farewell(
        frame,
        motion.path,
        title=motion.title,
        what=f"{motion.kind} vom {german.day(motion.date)}",
        deleted=motion.deleted,
        because=motion.deleted_because,
        crumbs=(HOME, ALL),
        over=Crumb("Alle Anträge und Anfragen", ALL.path),
    )


def grouped(pairs: Iterable[tuple[str, Link]]) -> tuple[Group, ...]:
    groups: dict[str, dict[Link, None]] = {}
    for label, link in pairs:
        groups.setdefault(label, {})[link] = None
    return tuple(Group(label, tuple(links)) for label, links in groups.items())


# ---------------------------------------------------------------------------------- listings


WAYS = (
    ("Nach Ausgang", "ausgang/"),
    ("Nach Thema", "themen/"),
    ("Nach Gremium", "gremien/"),
    ("Nach Ort", "orte/"),
    ("Nach Art", "arten/"),
    ("Nach Person", "personen/"),
    ("Nach Wahlperiode", "wahlperioden/"),
    ("Gemeinsame Anträge", "antraege/gemeinsam/"),
    ("Demnächst beraten", "antraege/demnaechst/"),
    (UNKNOWN.sentence, "antraege/ohne-ergebnis/"),
    ("Nach Drucksachennummer", "antraege/drucksachen/"),
    ("Bilanz in Zahlen", "bilanz/"),
)


def overview(ask: Ask, _: str) -> Iterator[Page]:
    yield all_page(ask.piece("frame"), ALL.path, first_page(ask, ALL.path, rows_of), listings.counted(ask))


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    if found := page_of_year(ask, key, rows_of):
        yield all_page(ask.piece("frame"), *found)


def all_page(frame: Frame, path: str, listing: Listing, counts: tuple = ()) -> Page:
    title = "Anträge und Anfragen" + (f" {listing.year}" if path != ALL.path else "")
    return html_page(
        frame,
        path,
        "motions.html",
        title=title,
        description="Alle unsere Anträge und Anfragen und was daraus wurde.",
        crumbs=(HOME,) if path == ALL.path else (HOME, ALL),
        listing=listing,
        ways=tuple(way for way in WAYS if frame.has(way[1])),
        counts=counts,
    )


def coming(ask: Ask, _: str) -> Iterator[Page]:
    yield html_page(
        ask.piece("frame"),
        "antraege/demnaechst/",
        "steps.html",
        title="Demnächst beraten",
        description="Diese Anträge stehen auf einer der nächsten Tagesordnungen.",
        crumbs=(HOME, ALL),
        rows=tuple(ask.data("demnaechst", listings.Card)),
        empty="Zurzeit steht kein Antrag auf einer Tagesordnung.",
    )


def without_result(ask: Ask, _: str) -> Iterator[Page]:
    yield html_page(
        ask.piece("frame"),
        "antraege/ohne-ergebnis/",
        "steps.html",
        title=UNKNOWN.sentence,
        description="Die Sitzung ist vorbei, das Ergebnis ist hier noch nicht eingetragen. Niederschriften erscheinen oft erst nach Wochen.",
        crumbs=(HOME, ALL),
        rows=tuple(ask.data("ohne-ergebnis", listings.Card)),
        empty="Zu allen Sitzungen ist das Ergebnis bekannt.",
    )


class Named(Struct, frozen=True):
    """A list beside the facets."""

    base: str
    title: str
    intro: str
    template: str = "listing.html"

    def first(self, ask: Ask, _: str) -> Iterator[Page]:
        yield listing_page(
            ask.piece("frame"),
            self.base,
            self.base,
            self.title,
            self.intro,
            first_page(ask, self.name, rows_of, self.base),
            self.template,
        )

    def year(self, ask: Ask, key: str) -> Iterator[Page]:
        if found := page_of_year(ask, key, rows_of, self.base):
            yield listing_page(ask.piece("frame"), found[0], self.base, self.title, self.intro, found[1], self.template)

    @property
    def name(self) -> str:
        return self.base.removeprefix(ALL.path)


NAMED = (
    Named("antraege/gemeinsam/", "Gemeinsame Anträge", "Anträge, die mehrere Fraktionen zusammen gestellt haben."),
    Named("antraege/drucksachen/", "Drucksachen", "Alle Anträge nach ihrer Drucksachennummer.", "references.html"),
)


def listing_page(
    frame: Frame,
    path: str,
    base: str,
    title: str,
    intro: str,
    listing: Listing,
    template: str = "listing.html",
    above: tuple[Crumb, ...] = (HOME, ALL),
    embed: embedded.Embedding | None = None,
) -> Page:
    """One year of a facet. The years' pages name the facet as the step before them."""
    year = "" if path == base else f" {listing.year}"
    crumbs = above if path == base else (*above, Crumb(title, base))
    return html_page(
        frame,
        path,
        template,
        title=title + year,
        description=intro or f"Anträge: {title}{year}",
        intro=intro,
        crumbs=crumbs,
        listing=listing,
        **({"embed": embed if path == base else None} if template == "listing.html" else {}),
    )


class Facet(Struct, frozen=True):
    """A way to look at the motions: an overview of its values, and a list for each. `always`: also of values that no motion has."""

    base: str
    title: str
    intro: str
    always: bool = False

    def texts(self, ask: Ask) -> dict[str, tuple[str, str]]:
        """By a list's address: its heading, and what stands below that."""
        match self.base:
            case "arten/":
                return {f"arten/{german.slug(kind.word)}/": (kind.word, "") for kind in KINDS}
            case "ausgang/":
                return {listings.outcome_path(group.word): (group.label, group.text) for group in listings.LISTED}
        return ask.piece(self.base)

    def overview(self, ask: Ask, _: str) -> Iterator[Page]:
        yield html_page(
            ask.piece("frame"),
            self.base,
            "facets.html",
            title=self.title,
            description=self.intro,
            crumbs=(HOME, ALL),
            rows=listings.facet_rows(ask, self.base, self.texts(ask)),
        )
        if self.always:
            for name in self.texts(ask):
                yield from self.first(ask, name)

    def first(self, ask: Ask, name: str) -> Iterator[Page]:
        if self.always or ask.which(name):
            yield self.page(ask, name, name, first_page(ask, name, rows_of))

    def year(self, ask: Ask, key: str) -> Iterator[Page]:
        if found := page_of_year(ask, key, rows_of):
            yield self.page(ask, key.partition("\t")[0], *found)

    def page(self, ask: Ask, name: str, path: str, listing: Listing) -> Page:
        title, text = self.texts(ask)[name]
        frame = ask.piece("frame")
        embed = embedded.embedding(frame, Link(title, name)) if self.base in embedded.SINGULAR else None
        return listing_page(
            frame, path, name, title, text, listing, above=(HOME, ALL, Crumb(self.title, self.base)), embed=embed
        )


FACETS = (
    Facet("themen/", "Themen", "Wozu wir Anträge gestellt haben."),
    Facet("orte/", "Orte", "Anträge, in denen es um einen bestimmten Ort geht."),
    Facet("arten/", "Arten", "Anträge, Anfragen, Resolutionen und was es sonst gibt."),
    Facet("wahlperioden/", "Wahlperioden", "Die Anträge der Wahlperioden."),
    Facet("ausgang/", "Ausgang", "Was aus den Anträgen wurde.", always=True),
)


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "bodies": "die Gremien",
    "day": "der Tag",
    "days": "die Dauer",
    "empty": "der Hinweis",
    "intro": "die Einleitung",
    "letters": "die Briefe dazu",
    "motion": "der Antrag",
    "news": "Meldungen dazu",
    "numbers": "eine Nummer der Tagesordnung",
    "reverse": "Bezüge anderer Anträge",
    "share": "der Anteil",
    "ways": "die Übersichten",
    "words": "der Text des Antrags",
    "counts": "die Zahlen",
    "total": "die Zahl der Anträge",
    "listing": "die Liste",
    "embed": "der Code zum Einbetten",
    "newer": "der neuere Nachbar",
    "older": "der ältere Nachbar",
    "sittings": "eine Sitzung dazu",
}
PARTS = (
    Part(name="antrag", per="thing", kind="antraege/", pages=of_motion),
    Part(name="antraege", pages=overview),
    Part(name="antraege-jahr", per="year", kind="antraege/", pages=of_year),
    *embedded.PARTS,
    Part(name="demnaechst", pages=coming),
    Part(name="ohne-ergebnis", pages=without_result),
    Part(name="bilanz", pages=balance.pages),
    *(
        part
        for one in NAMED
        for part in (
            Part(name=one.name, pages=one.first),
            Part(name=f"{one.name}jahr", per="year", kind=one.name, pages=one.year),
        )
    ),
    *(
        part
        for one in FACETS
        for part in (
            Part(name=one.base, pages=one.overview),
            *(() if one.always else (Part(name=f"{one.base}liste", per="list", kind=one.base, pages=one.first),)),
            Part(name=f"{one.base}jahr", per="year", kind=one.base, pages=one.year),
        )
    ),
)
