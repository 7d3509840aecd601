"""The pages of motions: each motion, and its short address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ..press import Crumb, FeedLink, Frame, Page, card_of, html_page
from ..press.ask import Ask
from ..press.farewell import farewell
from ..press.part import Part
from ..records import german
from ..records.links import Link, mailto
from . import embedded, facets, figures, lately, within
from .ballots import ballots
from .listings import ALL, HOME, Card
from .model import Motion
from .places import order
from .shown import main_part, other_parts
from .stages import stages
from .story import Event, as_of, citation, life, verdict
from .structured import structured

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
    newer, older = ask.beside("antraege/", motion.date.year, order(motion), motion.ref, Card)
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


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "balance": "die Zahlen",
    "day": "der Tag",
    "decided_groups": "die Gruppen",
    "method": "wie gezählt ist",
    "csv": "der Ort der Datei",
    "empty": "der Hinweis",
    "intro": "die Einleitung",
    "letters": "die Briefe dazu",
    "motion": "der Antrag",
    "news": "Meldungen dazu",
    "numbers": "eine Nummer der Tagesordnung",
    "reverse": "Bezüge anderer Anträge",
    "ways": "die Übersichten",
    "words": "der Text des Antrags",
    "counts": "die Zahlen",
    "total": "die Zahl der Anträge",
    "listing": "die Liste",
    "embed": "der Code zum Einbetten",
    "newer": "der neuere Nachbar",
    "older": "der ältere Nachbar",
    "sittings": "eine Sitzung dazu",
    "whole": "die Liste der älteren",
    "decided": "was in einem Jahr entschieden wurde",
    "year_word": "was das Jahr zählt",
    "others": "die anderen Orte und Themen",
    "others_title": "die anderen Orte und Themen",
    "place": "die Art der Seite",
}


def parts(around: facets.AroundOf) -> tuple[Part, ...]:
    return (
        Part(name="antrag", per="thing", kind="antraege/", pages=of_motion),
        *embedded.PARTS,
        Part(name="bilanz", pages=figures.pages),
        lately.PART,
        *facets.parts(around),
        *within.PARTS,
    )
