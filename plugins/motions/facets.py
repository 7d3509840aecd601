"""The pages of lists: all motions by year, and every way to look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.page import Year
from ..press.part import Part
from ..press.years import Listing, first_page, leads_to_first, page_of_year
from ..records import german
from ..records.links import Link
from . import embedded, listings
from .listings import ALL, HOME, outcome_path, rows_of
from .vocabulary import KINDS, UNKNOWN
from .within import BY_DECISION

AroundOf = Callable[[Ask, str], Any]  # what else there is of a subject, by the address of its list
WAYS = (
    ("Nach Ausgang", "ausgang/"),
    ("Nach Thema", "themen/"),
    ("Nach Gremium", "gremien/"),
    ("Nach Ort", "orte/"),
    ("Nach Art", "arten/"),
    ("Nach Person", "personen/"),
    ("Nach Wahlperiode", "wahlperioden/"),
    ("Nach dem Jahr der Entscheidung", "ausgang/entschieden/"),
    ("Gemeinsame Anträge", "antraege/gemeinsam/"),
    ("Demnächst beraten", "antraege/demnaechst/"),
    (UNKNOWN.sentence, "antraege/ohne-ergebnis/"),
    ("Nach Drucksachennummer", "antraege/drucksachen/"),
    ("Bilanz in Zahlen", "bilanz/"),
)


def overview(ask: Ask, _: str) -> Iterator[Page]:
    listing = first_page(ask, ALL.path, rows_of, one_year=True)
    yield all_page(ask, ALL.path, listing, listings.counted(ask))


def of_year(ask: Ask, key: str) -> Iterator[Page]:
    if found := page_of_year(ask, key, rows_of, pages=True):
        yield all_page(ask, *found)


def all_page(ask: Ask, path: str, listing: Listing, counts: tuple = ()) -> Page:
    year = listing.year
    return html_page(
        ask.piece("frame"),
        path,
        "motions.html",
        title="Anträge und Anfragen" + (f" {year}" if path != ALL.path else ""),
        description=f"Anträge und Anfragen, die wir im Jahr {year} gestellt haben."
        if path != ALL.path
        else "Alle unsere Anträge und Anfragen und was daraus wurde.",
        crumbs=(HOME,) if path == ALL.path else (HOME, ALL),
        listing=listing,
        ways=tuple(way for way in WAYS if ask.piece("frame").has(way[1])),
        counts=counts,
        decided=decided_in(ask, year) if year else (),
    )


class Decided(Struct, frozen=True):
    """How many were decided in a year, and the list of them."""

    word: str
    count: int
    path: str


def decided_in(ask: Ask, year: int) -> tuple[Decided, ...]:
    counts = [(one, ask.years(one.name).get(year, 0)) for one in BY_DECISION]
    return tuple(Decided(one.word, count, f"{one.path}{year}/") for one, count in counts if count)


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
    """A list beside the facets. `pages`: each year has a page of its own."""

    base: str
    title: str
    intro: str
    template: str = "listing.html"
    pages: bool = False

    def first(self, ask: Ask, _: str) -> Iterator[Page]:
        listing = (
            first_page(ask, self.name, rows_of, self.base, one_year=True)
            if self.pages
            else first_page(ask, self.name, rows_of, self.base)
        )
        yield listing_page(ask, self.base, self.base, self.title, self.intro, listing, self.template)

    def year(self, ask: Ask, key: str) -> Iterator[Page]:
        if found := page_of_year(ask, key, rows_of, self.base, pages=self.pages):
            path, listing = found
            yield (
                listing_page(ask, path, self.base, self.title, self.intro, listing, self.template)
                if listing
                else leads_to_first(ask.piece("frame"), path, self.title)
            )

    @property
    def name(self) -> str:
        return self.base.removeprefix(ALL.path)


NAMED = (
    Named("antraege/gemeinsam/", "Gemeinsame Anträge", "Anträge, die mehrere Fraktionen zusammen gestellt haben."),
    Named(
        "antraege/drucksachen/",
        "Drucksachen",
        "Alle Anträge nach ihrer Drucksachennummer.",
        "references.html",
        pages=True,
    ),
)


def listing_page(
    ask: Ask,
    path: str,
    base: str,
    title: str,
    intro: str,
    listing: Listing,
    template: str = "listing.html",
    above: tuple[Crumb, ...] = (HOME, ALL),
    embed: embedded.Embedding | None = None,
    decided: tuple[Year, ...] = (),
) -> Page:
    """A list, or one year of it. The years' pages name the list as the step before them."""
    year = "" if path == base else f" {listing.year}"
    crumbs = above if path == base else (*above, Crumb(title, base))
    more = {"embed": embed if path == base else None, "whole": None, "decided": decided, "year_word": "gestellt"}
    return html_page(
        ask.piece("frame"),
        path,
        template,
        title=title + year,
        description=intro or f"Anträge: {title}{year}",
        intro=intro,
        crumbs=crumbs,
        listing=listing,
        **(more if template == "listing.html" else {}),
    )


class Facet(Struct, frozen=True):
    """A way to look at the motions: an overview of its values, and a list for each.

    always   of each of its values, also of those that no motion has
    """

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
                return {outcome_path(group.word): (group.label, group.text) for group in listings.LISTED}
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
            path, listing = found
            name = key.partition("\t")[0]
            yield (
                self.page(ask, name, path, listing)
                if listing
                else leads_to_first(ask.piece("frame"), path, self.texts(ask)[name][0])
            )

    def page(self, ask: Ask, name: str, path: str, listing: Listing) -> Page:
        title, text = self.texts(ask)[name]
        embed = embedded.embedding(ask.piece("frame"), Link(title, name)) if self.base in embedded.SINGULAR else None
        return listing_page(
            ask,
            path,
            name,
            title,
            text,
            listing,
            above=(HOME, ALL, Crumb(self.title, self.base)),
            embed=embed,
            decided=by_decision(ask, name) if path == name else (),
        )


def by_decision(ask: Ask, name: str) -> tuple[Year, ...]:
    """Of an outcome that a body decides: in which year how many were."""
    one = next((one for one in BY_DECISION if name == outcome_of(one.path)), None)
    return tuple(Year(year, f"{one.path}{year}/", count) for year, count in ask.years(one.name).items()) if one else ()


def left_years(ask: Ask, key: str) -> Iterator[Page]:
    """A year of an outcome in which no motion is any more, since each got a result, leads to the outcome: its address was public (decision 17)."""
    name, _, year = key.partition("\t")
    for group in listings.LISTED if name == ALL.path and int(year) in ask.which(name) else ():
        path = outcome_path(group.word)
        if int(year) not in ask.which(path):
            yield html_page(ask.piece("frame"), f"{path}{year}/", "forward.html", title=group.label, target=path)


def outcome_of(path: str) -> str:
    return path.removesuffix("entschieden/")


class Subjects(Facet, frozen=True, kw_only=True):
    """Places and topics: all there is of one on a page. `around`: what is next, news, people, how to follow."""

    around: AroundOf

    def of_name(self, ask: Ask, name: str) -> Iterator[Page]:
        yield from self.first(ask, name.removeprefix(PAGE_OF))

    def first(self, ask: Ask, name: str) -> Iterator[Page]:
        found = self.texts(ask).get(name)
        if not found:
            return
        title, text = found
        frame = ask.piece("frame")
        listing = first_page(ask, name, rows_of)
        yield html_page(
            frame,
            name,
            "subject.html",
            title=title,
            description=f"Alles zu {title} auf einer Seite: Anträge, Ergebnisse, Termine, Meldungen.",
            intro=text,
            crumbs=(HOME, Crumb(self.title, self.base)),
            listing=listing,
            around=self.around(ask, name),
            embed=embedded.embedding(frame, Link(title, name))
            if self.base in embedded.SINGULAR and listing.total
            else None,
            others=others(self.texts(ask), name),
            others_title=f"Andere {self.title}",
            place=self.base == "orte/",
            picture=ask.piece("themenbilder").get(name),
        )


def others(texts: dict[str, tuple[str, str]], name: str) -> tuple[Link, ...]:
    """The other places or topics, in the order of a dictionary."""
    found = [Link(text, path) for path, (text, _) in texts.items() if path != name]
    return tuple(sorted(found, key=lambda link: german.sort_key(link.text)))


PAGE_OF = "seite-von:"  # before the address of each place and each topic, whether a motion is about it or not


def parts(around: AroundOf) -> tuple[Part, ...]:
    facets = (
        Subjects("themen/", "Themen", "Wozu wir Anträge gestellt haben.", around=around),
        Subjects("orte/", "Orte", "Anträge, in denen es um einen bestimmten Ort geht.", around=around),
        Facet("arten/", "Arten", "Anträge, Anfragen, Resolutionen und was es sonst gibt."),
        Facet("wahlperioden/", "Wahlperioden", "Die Anträge der Wahlperioden."),
        Facet("ausgang/", "Ausgang", "Was aus den Anträgen wurde.", always=True),
    )
    found = [
        Part(name="antraege", pages=overview),
        Part(name="antraege-jahr", per="year", kind="antraege/", pages=of_year),
        Part(name="ausgang-jahr-leer", per="year", kind="antraege/", pages=left_years, begins="ausgang/"),
        Part(name="demnaechst", pages=coming),
        Part(name="ohne-ergebnis", pages=without_result),
    ]
    for one in NAMED:
        found.append(Part(name=one.name, pages=one.first))
        found.append(Part(name=f"{one.name}jahr", per="year", kind=one.name, pages=one.year))
    for one in facets:
        found.append(Part(name=one.base, pages=one.overview))
        found.append(Part(name=f"{one.base}jahr", per="year", kind=one.base, pages=one.year))
        if isinstance(one, Subjects):
            found.append(Part(name=f"{one.base}seite", per="list", kind=f"{PAGE_OF}{one.base}", pages=one.of_name))
        elif not one.always:
            found.append(Part(name=f"{one.base}liste", per="list", kind=one.base, pages=one.first))
    return tuple(found)
