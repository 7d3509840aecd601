"""What is to be done around an election, for `fraktion aufgaben`: step by step, each gone as soon as it is done.

Old motions keep what was true in their time: the group's name of then (`frueher` in content/fraktion.yaml), the committee's (`frueher` in its file).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..group.model import Entry
from ..records.council import Council
from ..records.german import capital, day

if TYPE_CHECKING:
    from .content import Site

AHEAD = dt.timedelta(days=60)  # before a term ends, the next one is asked for
AFTER = dt.timedelta(days=365)  # after it began, nobody is asked any more
AT_ONCE = dt.timedelta(days=90)  # what nothing in the texts can answer is asked so long
TERMS, ABOUT = "content/wahlperioden.yaml", "content/fraktion.yaml"
Step = tuple[str, str]  # where, and what


def steps(site: Site, today: dt.date, council: Council) -> Iterator[Step]:
    terms = sorted((term for term in site.lists.terms if term.start), key=lambda term: term.start)
    yield from next_term(terms, today)
    if (at := begun(terms, today)) is None:
        return
    now, before = terms[at], terms[at - 1]
    if today < now.start + AT_ONCE and site.about and not any(was.until >= before.start for was in site.about.before):
        name = f"{capital(council.group.the)} heißt hier „{site.about.name}“. Seit der Wahl anders, oder mit anderen zusammen?"
        yield ABOUT, f"{name} Dann „name“, „kurzname“ und „namen“ ändern und das Bisherige unter „frueher“ behalten."
    yield from members(site, now, before)
    yield from committees(site, now)


def next_term(terms: list[Entry], today: dt.date) -> Iterator[Step]:
    last = terms[-1] if terms else None
    if last and last.end and today > last.end - AHEAD:
        said = "endete" if last.end < today else "endet"
        yield (
            TERMS,
            f"Die Wahlperiode {last.link.text} {said} am {day(last.end)}. Bitte die nächste eintragen, mit „von“ und „bis“.",
        )


def begun(terms: list[Entry], today: dt.date) -> int | None:
    """Which term began a short time ago, where there was one before."""
    return next((at for at, term in enumerate(terms) if at and term.start <= today < term.start + AFTER), None)


def members(site: Site, now: Entry, before: Entry) -> Iterator[Step]:
    """Who sits where is new in every term."""
    until = day(before.end or now.start - dt.timedelta(days=1))
    for person in site.persons:
        old = [m for m in person.memberships if m.start and m.start < now.start and not m.end]
        new = any(m.start and m.start >= now.start for m in person.memberships)
        if old and not new and not person.left:
            yield (
                f"content/personen/{person.stem}.md",
                f"{person.full_name}: Weiter dabei? Dann je Gremium eine neue Zeile mit „von“ und bei den alten „bis“. Sonst: ausgeschieden_am, zum Beispiel {until}.",
            )


def committees(site: Site, now: Entry) -> Iterator[Step]:
    """A committee of which this term knows nothing."""
    met = {
        link.path
        for motion in site.motions
        for s in motion.steps
        if s.date and s.date >= now.start
        for link in s.committees
    }
    met |= {link.path for meeting in site.meetings if meeting.date >= now.start for link in meeting.committees}
    met |= {m.committee.path for person in site.persons for m in person.memberships if m.start and m.start >= now.start}
    for body in site.committees:
        if body.path not in met and not body.end and not (body.start and body.start >= now.start):
            yield (
                f"content/gremien/{body.stem}.md",
                f"{body.name}: Gibt es das noch? Heißt es anders, den neuen Namen unter „name“, den alten unter „frueher“. Ist es aufgelöst oder geteilt: „bis“, und die neuen mit: fraktion neu gremium",
            )


def left(site: Site, today: dt.date) -> Iterator[Step]:
    """Who answers for the site by law must be somebody who is there."""
    named = f"{site.about.represented_by}\n{site.about.responsible}" if site.about else ""
    for person in site.persons:
        if person.left and person.left < today and person.name in named:
            yield (
                ABOUT,
                f"{person.full_name} ist am {day(person.left)} ausgeschieden und steht noch unter „vertreten_durch“ oder „verantwortlich“.",
            )
