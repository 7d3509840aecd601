"""The group's own data, and the lists beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..press.words import Word
from ..records import german
from ..records.addresses import asked_for
from ..records.characters import composed
from ..records.council import COUNCILS, GROUPS, USUAL, Council, group_of
from ..records.fields import Row, load_table
from ..records.links import Link, Names, fold
from ..records.problems import Problem, problem
from ..records.values import choices
from .face import Face, Named, read_face, read_picture
from .vocabulary import STATES

TABLE = load_table(
    "group",
    Path(__file__).parent / "fields.toml",
    councils=choices(COUNCILS),
    states=choices(STATES),
    groups=choices(GROUPS),
)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")  # no browser sends one

# kind of row → file in content/, first part of its address
LISTS = {
    "topic": ("themen.yaml", "themen/"),
    "place": ("orte.yaml", "orte/"),
    "term": ("wahlperioden.yaml", "wahlperioden/"),
    "word": ("glossar.yaml", "glossar/"),
    "redirect": ("umleitungen.yaml", ""),
    "source": ("teaserquellen.yaml", ""),
    "synonym": ("synonyme.yaml", ""),
}


class Before(Struct, frozen=True):
    """What the group was called until it took another name, or joined with others."""

    until: dt.date
    name: str
    names: tuple[str, ...]
    kind: german.Noun | None = None  # what it was; None: the same as now


class About(Struct, frozen=True, kw_only=True):
    """The group, as content/fraktion.yaml says."""

    name: str
    short_name: str
    names: tuple[str, ...]
    county: str
    sentence: str
    before: tuple[Before, ...] = ()  # the latest first
    mail: str
    phone: str = ""
    address: tuple[str, ...] = ()
    represented_by: str = ""
    responsible: str = ""
    accessibility_law: str = ""
    sample: bool = False
    teaser_words: int = 30
    party: bool = True  # may show what the party writes
    meetings_text: str = ""
    invite_mail: str = ""
    invite_subject: str = ""
    invite_days: int = 1
    keep_days: int = 14  # after a meeting, until the requests for it are forgotten
    blocked: tuple[str, ...] = ()
    licence: str = ""  # of the texts
    licence_url: str = ""
    letters: bool = False  # each motion has its letter as PDF
    logo: str = ""  # name of a file in content/fraktion/
    face: Face = Face()
    numbered: bool = True  # motions have the number of a printed paper
    filed: bool = True  # … and a PDF file
    invites: bool = True  # whoever wants to come may ask for an invitation
    meets: bool = True  # it has meetings of its own
    persons: bool = True  # its members have pages
    subscribe: str = ""  # where people subscribe to the newsletter: a page or a mail address

    @property
    def off(self) -> tuple[str, ...]:
        """How addresses begin that this site does not have."""
        has = {"personen/": self.persons, "antraege/drucksachen/": self.numbered, "kalender/fraktion.ics": self.meets}
        return tuple(address for address, there in has.items() if not there)

    @property
    def every_name(self) -> tuple[str, ...]:
        """Under which it signs motions, and signed them."""
        return tuple(dict.fromkeys((*self.names, *(name for was in self.before for name in was.names))))


def read_about(row: Row, council: Council = USUAL) -> About:
    get = row.get
    land = get("land", "")
    invite = get("anmeldung") or Row(1, {}, ())
    return About(
        name=get("name"),
        short_name=get("kurzname"),
        names=get("namen"),
        county=get("kreis"),
        sentence=" ".join(get("satz").split()),
        mail=get("mail"),
        phone=get("telefon", ""),
        address=get("anschrift"),
        represented_by=get("vertreten_durch"),
        responsible=get("verantwortlich"),
        accessibility_law=" ".join([*([STATES[land].law] if land else []), *get("barrierefreiheit_recht", "").split()]),
        before=tuple(
            sorted(
                (
                    Before(r.get("bis"), r.get("name"), r.get("namen"), group_of(r.get("bezeichnung", "")))
                    for r in get("frueher", ())
                ),
                key=lambda b: b.until,
                reverse=True,
            )
        ),
        sample=get("beispiel", False),
        teaser_words=get("teaser_woerter", 30),
        party=get("parteiinhalte", True),
        meetings_text=" ".join(get("sitzungen_text", "").split()),
        invite_mail=invite.get("mail", get("mail")),
        invite_subject=invite.get("betreff", council.say("Einladung zur {group.joint}sitzung")),
        invite_days=invite.get("tage_vorher", 1),
        keep_days=invite.get("tage_danach", 14),
        blocked=get("gesperrte_adressen", ()),
        licence=get("lizenz", ""),
        licence_url=get("lizenz_adresse", ""),
        letters=get("briefe", False),
        logo=get("logo", ""),
        face=read_face(row),
        numbered=get("drucksachen", True),
        filed=get("antrag_als_pdf", True),
        invites=get("einladungen", True) and get("eigene_sitzungen", True),
        meets=get("eigene_sitzungen", True),
        persons=get("personenseiten", True),
        subscribe=get("rundbrief_anmeldung", ""),
    )


class Entry(Struct, frozen=True):
    """A topic, a place or a legislative term."""

    link: Link
    description: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    picture: Named | None = None  # of a topic


class Redirect(Struct, frozen=True):
    source: str  # "/alt/seite.html"; with a query ("/index.php?id=17") only a server can answer it
    target: str
    line: int

    @property
    def asked(self) -> tuple[str, str]:
        """The old address as a server sees it: path and query."""
        return asked_for(self.source)

    @property
    def here(self) -> bool:
        """Can it be an address of this site at all?"""
        names = self.asked[0].split("/")
        return bool(re.match(r"/(?![/\\])", self.source)) and all(
            name not in (".", "..") and len(name.encode("utf-8", "surrogateescape")) <= 120 and not CONTROL.search(name)
            for name in names
        )

    @property
    def path(self) -> str | None:
        """From the root of the site, without slashes around it, as a file answers it; None where no file can, whatever system it lies on."""
        path = composed(self.asked[0]).strip("/")
        twice = "//" in self.source.partition("?")[0].strip("/")
        return None if not self.here or twice or not path.isprintable() or set(path) & set('<>:"\\|?*') else path

    @property
    def query(self) -> bool:
        return bool(self.asked[1])


class Source(Struct, frozen=True, kw_only=True):
    """A feed of somebody else, as content/teaserquellen.yaml says."""

    name: str
    address: str
    level: str
    most: int = 5
    days: int = 60
    wanted: tuple[str, ...] = ()  # words; one of them must occur
    unwanted: tuple[str, ...] = ()
    active: bool = True
    line: int = 0


class Synonym(Struct, frozen=True):
    """A rule of the search, as content/synonyme.yaml says: who asks for one of `words` is also shown what holds one of `also`."""

    words: tuple[str, ...]
    also: tuple[str, ...]  # () : the words mean the same, each of them all others


class Lists(Struct, frozen=True):
    topics: tuple[Entry, ...]
    places: tuple[Entry, ...]
    terms: tuple[Entry, ...]
    redirects: tuple[Redirect, ...]
    sources: tuple[Source, ...] = ()
    words: tuple[Word, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    def names(self) -> dict[str, Names]:
        """All three lists as names that a head may use."""
        result = {}
        for kind, entries in (("topic", self.topics), ("place", self.places), ("term", self.terms)):
            result[kind] = Names()
            for entry in entries:
                result[kind].add(entry.link, [entry.link.text, entry.link.key])
        return result


def read_lists(rows: dict[str, list[Row]]) -> tuple[Lists, list[Problem]]:
    """Entries with their addresses; the same name or address twice is a problem."""
    found: list[Problem] = []
    entries: dict[str, tuple[Entry, ...]] = {}
    for kind in ("topic", "place", "term"):
        file, base = LISTS[kind]
        entries[kind] = tuple(read_entries(rows.get(kind, []), f"content/{file}", base, found))
    for row in rows.get("term", []):
        if row.get("von") and row.get("bis") and row.get("bis") < row.get("von"):
            found.append(
                problem(
                    "content/wahlperioden.yaml",
                    row.line_of("bis"),
                    "span-backwards",
                    until=german.day(row.get("bis")),
                    since=german.day(row.get("von")),
                )
            )
    redirects = tuple(
        Redirect(row.get("von"), row.get("nach"), row.line)
        for row in rows.get("redirect", [])
        if row.get("von") and row.get("nach")
    )
    sources = tuple(read_sources(rows.get("source", []), found))
    words = tuple(read_words(rows.get("word", []), found))
    synonyms = tuple(read_synonyms(rows.get("synonym", []), found))
    return Lists(entries["topic"], entries["place"], entries["term"], redirects, sources, words, synonyms), found


def read_synonyms(rows: Iterable[Row], found: list[Problem]) -> Iterable[Synonym]:
    """A rule says either which words are equal, or from which others one comes to which; anything else is a problem."""
    path, seen = f"content/{LISTS['synonym'][0]}", {}
    for row in rows:
        equal, words, also = row.get("gleich", ()), row.get("von", ()), row.get("zu", ())
        if (len({*map(fold, equal)}) < 2 if equal else not (words and also)) or (equal and (words or also)):
            found.append(problem(path, row.line, "synonym-half"))
            continue
        for word in equal or words:
            known = (bool(equal), fold(word))
            if known in seen:
                found.append(problem(path, row.line, "synonym-twice", word=word, line=seen[known]))
            seen.setdefault(known, row.line)
        yield Synonym(equal or words, also)


def read_sources(rows: Iterable[Row], found: list[Problem]) -> Iterable[Source]:
    """Feeds of others; the same name or address twice is a problem."""
    path, names, addresses = f"content/{LISTS['source'][0]}", set(), {}
    for row in rows:
        name, address, level = row.get("name"), row.get("adresse"), row.get("ebene")
        if not (name and address and level):
            continue
        if fold(name) in names:
            found.append(problem(path, row.line_of("name"), "name-twice", name=name, other="ein Eintrag darüber"))
        elif address in addresses:
            found.append(
                problem(path, row.line_of("adresse"), "address-twice", address=address, other=addresses[address])
            )
        else:
            names.add(fold(name))
            addresses[address] = name
            yield Source(
                name=name,
                address=address,
                level=level,
                most=row.get("anzahl", 5),
                days=row.get("tage", 60),
                wanted=row.get("nur_mit", ()),
                unwanted=row.get("nicht_mit", ()),
                active=row.get("aktiv", True),
                line=row.line,
            )


def read_entries(rows: Iterable[Row], path: str, base: str, found: list[Problem]) -> Iterable[Entry]:
    seen: dict[str, str] = {}
    for row in rows:
        name = row.get("name")
        if not name:
            continue
        key = row.get("adresse") or german.slug(name) or "eintrag"
        for taken in (fold(name), key):
            if taken in seen and seen[taken] != name:
                found.append(problem(path, row.line, "address-twice", address=base + key, other=seen[taken]))
                break
        else:
            if fold(name) in seen:
                found.append(problem(path, row.line, "name-twice", name=name, other="ein Eintrag darüber"))
                continue
            seen[fold(name)] = seen[key] = name
            yield Entry(
                Link(name, f"{base}{key}/", key),
                row.get("beschreibung", ""),
                row.get("von"),
                row.get("bis"),
                read_picture(row.get("bild")),
            )


def read_words(rows: Iterable[Row], found: list[Problem]) -> Iterable[Word]:
    """The glossary in the order of a dictionary. A spelling explains one word only."""
    path, seen, words = f"content/{LISTS['word'][0]}", {}, []
    for row in rows:
        term, text = row.get("wort"), row.get("erklaerung")
        if not term or not text:
            continue
        key = row.get("adresse") or german.slug(term) or "wort"
        spelled = dict.fromkeys((term, *row.get("auch", ())))
        taken = next((name for name in (*spelled, key) if seen.get(name, term) != term), None)
        if taken or term in seen:
            found.append(
                problem(path, row.line, "name-twice", name=taken or term, other=f"bei „{seen[taken or term]}“")
            )
            continue
        seen |= dict.fromkeys((*spelled, key), term)
        words.append(Word(term, key, " ".join(text.split()), tuple(spelled)[1:]))
    return sorted(words, key=lambda word: german.sort_key(word.term))
