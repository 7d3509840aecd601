"""The pages of motions: each motion, its short address, and every listing made from the metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ..press import Crumb, FeedLink, Frame, Page, card_of, html_page
from ..records import german
from ..records.links import Link, mailto
from . import balance, embedded, listings
from .ballots import ballots
from .listings import by_years, card
from .model import Motion
from .shown import main_part, other_parts
from .stages import stages
from .story import Event, as_of, citation, life, verdict
from .structured import structured
from .vocabulary import GROUPS, UNKNOWN

HOME = Crumb("Start", "")
ALL = Crumb("Anträge", "antraege/")
RESERVED = frozenset({"demnaechst", "ohne-ergebnis", "drucksachen", "gemeinsam"})

REVERSE = {"bezug": "Darauf bezieht sich", "aendert": "Geändert durch", "ersetzt": "Ersetzt durch"}  # by the key of the field


class Around(Struct, frozen=True, kw_only=True):
    """What other rooms know about motions, by the motion's path."""

    news: Mapping[str, tuple[Link, ...]]
    meetings: Mapping[str, tuple[Link, ...]]  # with the motion on their agenda
    sittings: Mapping[tuple[str, dt.date], Link]  # committee's path and day → meeting
    numbers: Mapping[str, Mapping[tuple[str, dt.date], str]]  # on agendas, by the motion's path, committee and day
    topics: Mapping[str, str]  # descriptions, by path
    places: Mapping[str, str]
    letters: Mapping[str, tuple[Link, ...]] = {}  # by the motion's path: what it is as a letter


class Group(Struct, frozen=True):
    """Related papers under one label."""

    label: str
    links: tuple[Link, ...]


def pages(frame: Frame, motions: Iterable[Motion], today: dt.date, around: Around, cards: listings.Cards) -> Iterator[Page]:
    ordered = listings.newest_first(motions)
    reverse = reversed_relations(ordered)
    links = [None, *[Link(motion.title, motion.path) for motion in ordered], None]
    for index, motion in enumerate(ordered):
        yield motion_page(frame, motion, today, around, reverse.get(motion.path, ()), newer=links[index], older=links[index + 2])
        yield short_address(frame, motion)
    yield from all_motions(frame, ordered, today, cards)
    yield balance.page(frame, ordered)
    yield from facets(frame, ordered, cards, around)


def motion_page(frame: Frame, motion: Motion, today: dt.date, around: Around, reverse, newer: Link | None, older: Link | None) -> Page:
    """Declare a motion's page; what it shows is worked out when it is rendered."""
    day = motion.effective_day(today)
    steps = [(s.committees[0].path, s.date) for s in motion.steps if s.date]
    inputs = {
        "site": frame, "motion": motion, "day": day, "reverse": tuple(reverse),
        "sittings": {key: around.sittings[key] for key in steps if key in around.sittings},
        "numbers": {key: known[key] for key in steps if key in known} if (known := around.numbers.get(motion.path)) else {},
        "news": around.news.get(motion.path, ()), "meetings": around.meetings.get(motion.path, ()), "letters": around.letters.get(motion.path, ()),
        "newer": newer, "older": older,
    }  # fmt: skip
    return Page(f"{motion.path}index.html", "motion.html", inputs, motion_view, as_of(motion, day), motion.brings)


def motion_view(site: Frame, motion: Motion, day: dt.date, reverse, sittings: Mapping[tuple[str, dt.date], Link], numbers: Mapping[tuple[str, dt.date], str], **shown) -> dict:
    """What the template of a motion sees."""
    told = verdict(motion, day)
    main = main_part(motion, told.tone)
    return {
        **shown, "site": site, "motion": motion, "coming": motion.next_step(day) is not None, "verdict": told, "main": main, "parts": other_parts(motion, main), "ballots": ballots(motion), "stages": stages(motion, day), "overdue": motion.overdue(day), "as_of": as_of(motion, day),
        "title": motion.title,
        "description": motion.summary or f"{motion.kind} vom {german.day(motion.date)}: {told.word}. {told.sentence}".strip(),
        "crumbs": (HOME, ALL, Crumb(str(motion.date.year), f"antraege/{motion.date.year}/")),
        "alternates": () if motion.draft else (FeedLink("Was mit diesem Antrag geschieht (Atom)", f"feeds/antrag/{motion.uid}.atom", "application/atom+xml"),),
        "life": tuple(in_sitting(e, sittings, numbers) for e in life(motion, day)),
        "card": card_of(motion.path, motion.title), "structured": structured(motion, site, as_of(motion, day)),
        "citation": citation(motion, site.name, site.absolute(motion.path)),
        "report": mailto(site.mail, f"Hinweis zu „{motion.title}“ ({motion.uid})", f"Auf der Seite {site.absolute(motion.path)} ist mir aufgefallen:\n\n"),
        "related": grouped([*[(r.label, r.link) for r in motion.relations], *reverse]),
    }  # fmt: skip


def in_sitting(event: Event, sittings: Mapping[tuple[str, dt.date], Link], numbers: Mapping[tuple[str, dt.date], str]) -> Event:
    """A step with what only its sitting says: where its page is, and its number there."""
    key = (event.where.path, event.date) if event.where and event.date else None
    return replace(event, meeting=event.meeting or sittings.get(key), item=event.item or numbers.get(key, "")) if key in sittings or key in numbers else event


def short_address(frame: Frame, motion: Motion) -> Page:
    """A page that leads on at once (HTML standard, refresh); the permanent address of the motion."""
    return html_page(frame, motion.short_path, "forward.html", title=motion.title, target=motion.path)


def deleted_pages(frame: Frame, motions: Iterable[Motion]) -> Iterator[Page]:
    """Of a motion that was taken off the site: its address says so, and so does its short one. Its text is no part of it."""
    for motion in motions:
        yield html_page(frame, motion.path, "deleted.html", title=motion.title, description=f"Diese Seite steht seit dem {german.day(motion.deleted)} nicht mehr hier.", crumbs=(HOME, ALL), kind=motion.kind, date=motion.date, deleted=motion.deleted, reason=motion.deleted_because)
        yield short_address(frame, motion)


def grouped(pairs: Iterable[tuple[str, Link]]) -> tuple[Group, ...]:
    groups: dict[str, dict[Link, None]] = {}
    for label, link in pairs:
        groups.setdefault(label, {})[link] = None
    return tuple(Group(label, tuple(links)) for label, links in groups.items())


def reversed_relations(motions: Iterable[Motion]) -> dict[str, list[tuple[str, Link]]]:
    """Who refers to a motion, by its path."""
    found: dict[str, list[tuple[str, Link]]] = {}
    for motion in motions:
        for relation in motion.relations:
            if relation.link.path:
                found.setdefault(relation.link.path, []).append((REVERSE[relation.key], Link(motion.title, motion.path)))
    return found


# ---------------------------------------------------------------------------------- listings


def all_motions(frame: Frame, motions: list[Motion], today: dt.date, cards: listings.Cards) -> Iterator[Page]:
    coming = listings.next_on_agenda(motions, today)
    unknown = listings.without_result(motions, today)
    joint = [m for m in motions if m.joint]
    groups = listings.outcome_groups(motions)
    ways = (
        ("Nach Ausgang", "ausgang/"), ("Nach Thema", "themen/"), ("Nach Gremium", "gremien/"), ("Nach Ort", "orte/"), ("Nach Art", "arten/"),
        ("Nach Person", "personen/"), ("Nach Wahlperiode", "wahlperioden/"), ("Gemeinsame Anträge", "antraege/gemeinsam/"),
        ("Demnächst beraten", "antraege/demnaechst/"), (UNKNOWN.sentence, "antraege/ohne-ergebnis/"), ("Nach Drucksachennummer", "antraege/drucksachen/"), ("Bilanz in Zahlen", "bilanz/"),
    )  # fmt: skip
    counts = listings.balance_of(groups)
    for path, listing in by_years(ALL.path, motions, cards.rows):
        title = "Anträge und Anfragen" + (f" {listing.year}" if path != ALL.path else "")
        yield html_page(frame, path, "motions.html", title=title, description="Alle Anträge und Anfragen der Fraktion und was daraus wurde.", crumbs=(HOME,) if path == ALL.path else (HOME, ALL), listing=listing, ways=ways, counts=counts if path == ALL.path else ())
    for path, listing in by_years("antraege/gemeinsam/", joint, cards.rows):
        yield listing_page(frame, path, "antraege/gemeinsam/", "Gemeinsame Anträge", "Anträge, die mehrere Fraktionen zusammen gestellt haben.", listing)
    yield html_page(frame, "antraege/demnaechst/", "steps.html", title="Demnächst beraten", description="Diese Anträge stehen auf einer der nächsten Tagesordnungen.", crumbs=(HOME, ALL),
                    rows=tuple(card(m, today, s) for s, m in coming), empty="Zurzeit steht kein Antrag auf einer Tagesordnung.")  # fmt: skip
    yield html_page(frame, "antraege/ohne-ergebnis/", "steps.html", title=UNKNOWN.sentence, description="Die Sitzung ist vorbei, das Ergebnis ist hier noch nicht eingetragen. Niederschriften erscheinen oft erst nach Wochen.", crumbs=(HOME, ALL),
                    rows=tuple(card(m, today, s) for s, m in unknown), empty="Zu allen Sitzungen ist das Ergebnis bekannt.")  # fmt: skip
    for path, listing in by_years("antraege/drucksachen/", motions, cards.numbered):
        yield listing_page(frame, path, "antraege/drucksachen/", "Drucksachen", "Alle Anträge nach ihrer Drucksachennummer.", listing, "references.html")


def listing_page(frame: Frame, path: str, base: str, title: str, intro: str, listing, template: str = "listing.html", above: tuple[Crumb, ...] = (HOME, ALL), embed: embedded.Embedding | None = None) -> Page:
    """One year of a facet. The years' pages name the facet as the step before them."""
    year = "" if path == base else f" {listing.year}"
    crumbs = above if path == base else (*above, Crumb(title, base))
    return html_page(frame, path, template, title=title + year, description=intro or f"Anträge: {title}{year}", intro=intro, crumbs=crumbs, listing=listing, **({"embed": embed if path == base else None} if template == "listing.html" else {}))


def facets(frame: Frame, motions: list[Motion], cards: listings.Cards, around: Around) -> Iterator[Page]:
    """Topics, places, types, terms and outcomes: an overview each, and a listing for each value."""
    kinds = listings.by(motions, lambda m: [listings.kind_link(m)])
    outcomes = {name: (Link(GROUPS[name].label, listings.outcome_path(name), name), group) for name, group in listings.outcome_groups(motions).items()}
    described = {listings.outcome_path(group.word): group.text for group in GROUPS}
    for base, title, intro, groups, describe in (
        ("themen/", "Themen", "Wozu die Fraktion Anträge gestellt hat.", listings.by(motions, lambda m: m.topics), around.topics),
        ("orte/", "Orte", "Anträge, in denen es um einen bestimmten Ort geht.", listings.by(motions, lambda m: m.places), around.places),
        ("arten/", "Arten", "Anträge, Anfragen, Resolutionen und was es sonst gibt.", kinds, {}),
        ("wahlperioden/", "Wahlperioden", "Die Anträge der Wahlperioden.", listings.by(motions, lambda m: [m.term] if m.term else []), {}),
        ("ausgang/", "Ausgang", "Was aus den Anträgen wurde.", outcomes, described),
    ):
        rows = listings.facet_rows(groups.values(), dict(describe))
        yield html_page(frame, base, "facets.html", title=title, description=intro, crumbs=(HOME, ALL), rows=rows)
        for link, group in groups.values():
            for path, listing in by_years(link.path, group, cards.rows):
                yield listing_page(frame, path, link.path, link.text, describe.get(link.path, ""), listing, above=(HOME, ALL, Crumb(title, base)), embed=embedded.embedding(frame, link) if base == "themen/" and link.path else None)
