"""Lists within lists: of a subject or of all, what had one outcome; what was adopted, by what was done; who else submitted; by the year of the decision."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..press import Crumb, Page, html_page
from ..press.ask import Ask
from ..press.part import Part
from ..press.years import Listing, first_page, newest, page_of_year
from ..records import german
from ..records.digests import digest
from ..records.links import Link
from .listings import ADOPTED_GROUP, ALL, CARRIED, HOME, LISTED, Card, outcome_path, rows_of
from .vocabulary import ADOPTED, GROUPS, REJECTED

OF = "je:"  # before the address of a subject's list, in the name of its list of one outcome
CARRIED_OUT = "umsetzung/"
WITH = "gemeinsam-mit/"
DECIDED = "entschieden/"
EVERY = f"{DECIDED}alle/"
LONGEST = 80
JOINT = Link("Gemeinsame Anträge", "antraege/gemeinsam/")
OUTCOMES = Crumb("Ausgang", "ausgang/")
KINDS = {"themen/": "Themen", "orte/": "Orte", "gremien/": "Gremien", "personen/": "Menschen"}


def list_of_outcome(subject: str, group: str) -> str:
    """The name of the list of what had one outcome, of a subject: „je:themen/verkehr/erfolgreich/“."""
    return f"{OF}{subject}{german.slug(group)}/"


def called(ask: Ask, path: str) -> str:
    """What a subject is called, by the address of its page; "" where there is none."""
    base = f"{path.partition('/')[0]}/"
    if base in ("themen/", "orte/"):
        return ask.piece(base).get(path, ("", ""))[0]
    return next((link.text for link in ask.piece(f"{base[:-1]}:alle") if link.path == path), "")


def page(ask: Ask, name: str, path: str, title: str, intro: str, above: tuple[Crumb, ...], whole: Link) -> Page:
    listing = newest(ask, name, rows_of, whole.path)
    return html_page(
        ask.piece("frame"),
        path,
        "listing.html",
        title=title,
        description=f"{title}: {intro}",
        intro=intro,
        crumbs=above,
        listing=listing,
        embed=None,
        whole=whole if listing.total > len(listing.rows) else None,
        decided=(),
        year_word="gestellt",
    )


def of_outcome(ask: Ask, name: str) -> Iterator[Page]:
    """„Hohenbruch: erfolgreich“."""
    path = name.removeprefix(OF)
    subject, _, key = path.rstrip("/").rpartition("/")
    subject = f"{subject}/"
    group = next((group for group in GROUPS if german.slug(group.word) == key), None)
    if group and ask.which(name) and (text := called(ask, subject)):
        base = f"{subject.partition('/')[0]}/"
        above = (HOME, Crumb(KINDS[base], base), Crumb(text, subject))
        yield page(ask, name, path, f"{text}: {group.word}", group.text, above, Link(text, subject))


def of_carried(ask: Ask, name: str) -> Iterator[Page]:
    """What was adopted and carried out, or not."""
    one = next((each for each in CARRIED if each.list == name), None)
    if one and ask.which(name):
        whole = Link(ADOPTED_GROUP.label, outcome_path(ADOPTED_GROUP.word))
        intro = "Es zählt der letzte Stand der Umsetzung, der hier eingetragen ist. Anfragen zählen nicht mit."
        title = f"{german.capital(ADOPTED)}, {one.beside}"
        yield page(ask, name, one.path, title, intro, (HOME, OUTCOMES, Crumb(whole.text, whole.path)), whole)


def of_partner(ask: Ask, name: str) -> Iterator[Page]:
    """What was submitted together with one other group."""
    for row in ask.newest(name, 1):
        [card] = ask.cards_of([row.number], Card)
        text = next((each for each in card.originators if partner_list(each) == name), "")
        if text and text not in ask.piece("namen"):
            intro = f"Anträge, die wir gemeinsam mit {text} gestellt haben."
            above = (HOME, ALL, Crumb(JOINT.text, JOINT.path))
            yield page(ask, name, partner_path(text), f"Gemeinsam mit {text}", intro, above, JOINT)


def partner_list(name: str) -> str:
    return f"{WITH}{key_of_partner(name)}/"


def partner_path(name: str) -> str:
    return f"{JOINT.path}{key_of_partner(name)}/"


def key_of_partner(name: str) -> str:
    """The last part of its address. What is no name (nothing of it is a letter, or it is longer than a name) has its digest there."""
    slug = german.slug(name)
    return slug if 0 < len(slug) <= LONGEST else digest(name)[:12]


# ------------------------------------------------------------------------- by the year of the decision


class Decided(Struct, frozen=True):
    """What was decided, by the year of the decision. `word`: how."""

    name: str
    path: str
    word: str

    @property
    def above(self) -> tuple[Crumb, ...]:
        return (HOME, OUTCOMES)

    def first(self, ask: Ask, _: str) -> Iterator[Page]:
        title = f"{german.capital(self.word)}, nach dem Jahr der Entscheidung"
        intro = f"Hier zählt das Jahr, in dem ein Antrag {self.word} wurde, nicht das, in dem er gestellt wurde."
        left = self.undated(ask)
        if left:
            said = german.counted(left, "weiteren Antrag", "weiteren Anträgen")
            intro += f" Bei {said} ist der Tag der Entscheidung hier nicht bekannt."
        yield self.page(ask, self.path, title, intro, first_page(ask, self.name, rows_of, self.path, pages=True))

    def year(self, ask: Ask, key: str) -> Iterator[Page]:
        found = page_of_year(ask, key, rows_of, self.path, pages=True)
        if found and found[1]:
            year = found[1].year
            intro = f"Anträge, die im Jahr {year} {self.word} wurden, gleich wann wir sie gestellt haben."
            yield self.page(ask, found[0], f"Im Jahr {year} {self.word}", intro, found[1])

    def page(self, ask: Ask, path: str, title: str, intro: str, listing: Listing) -> Page:
        above = self.above if path == self.path else (*self.above, Crumb(german.capital(self.word), self.path))
        return html_page(
            ask.piece("frame"),
            path,
            "listing.html",
            title=title,
            description=intro,
            intro=intro,
            crumbs=above,
            listing=listing,
            embed=None,
            whole=None,
            decided=(),
            year_word=self.word,
        )

    def undated(self, ask: Ask) -> int:
        """How many were adopted on a day that nobody wrote down."""
        if self.word != ADOPTED:
            return 0
        return sum(found.count for found in ask.lists(CARRIED_OUT)) - ask.count(self.name)


def decided_list(group: str) -> str:
    return f"{DECIDED}{german.slug(group)}/"


BY_DECISION = (
    Decided(EVERY, f"{OUTCOMES.path}{DECIDED}", "entschieden"),
    *(
        Decided(
            decided_list(group.word), f"{outcome_path(group.word)}{DECIDED}", ADOPTED if group.adopted else REJECTED
        )
        for group in LISTED
        if group.decided
    ),
)

PARTS = (
    Part(name="je", per="list", kind=OF, pages=of_outcome),
    Part(name="umsetzung", per="list", kind=CARRIED_OUT, pages=of_carried),
    Part(name="gemeinsam-mit", per="list", kind=WITH, pages=of_partner),
    *(
        part
        for one in BY_DECISION
        for part in (
            Part(name=one.name, pages=one.first),
            Part(name=f"{one.name}jahr", per="year", kind=one.name, pages=one.year),
        )
    ),
)
