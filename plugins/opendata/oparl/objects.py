"""The objects: one pure function each, from what the site knows to a dictionary as the standard has it.

What the standard has no property for stands under `fraktion:…`, always as plain values (a program that does not know them can pass over them).
Empty properties are left out when the object is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ...group.model import Entry
from ...meetings.model import Location, Meeting
from ...motions.decision import result_phrase, vote_sentence
from ...motions.happenings import happenings
from ...motions.model import Motion, Step
from ...motions.vocabulary import ROLES
from ...people.model import Committee, Membership, Person
from ...people.vocabulary import GROUP, role_of
from ...records.links import File
from .names import Origin, moment, typed
from .sittings import Item, Sitting, consultation_keys

Object = dict[str, Any]


class Paper(Struct, frozen=True, kw_only=True):
    """A motion, and what only the rest of the site knows of it."""

    motion: Motion  # its facts
    day: dt.date  # any day until the next change gives the same object
    changed: dt.date  # when something happened last, as the feeds say it
    places: tuple[tuple[str, str] | None, ...] = ()  # of each step: its sitting and the item there
    parents: tuple[str, ...] = ()  # uids of motions that it changes
    children: tuple[str, ...] = ()  # … that change it
    related: tuple[str, ...] = ()  # … to which it refers, or which refer to it
    replaced: tuple[str, ...] = ()


def base(id: str, kind: str, by: Origin, created: dt.date | None, modified: dt.date | None, web: str = "") -> Object:
    """What every object has."""
    return {
        "id": id,
        "type": typed(kind),
        "created": moment(created) if created else "",
        "modified": moment(modified) if modified else "",
        "license": by.licence_url,
        "web": web,
    }


def gone(id: str, kind: str, created: dt.date, modified: dt.date) -> Object:
    """Of what was public once: that it was there (OParl 1.1, 2.8)."""
    return {"id": id, "type": typed(kind), "created": moment(created), "modified": moment(modified), "deleted": True}


# ------------------------------------------------------------------------------- system and body


def system(by: Origin) -> Object:
    return {
        **base(by.file("system"), "System", by, None, None, by.page("daten/")),
        "oparlVersion": typed(""),
        "body": by.file("bodies"),
        "name": f"Offene Daten: {by.name}",
        "contactEmail": by.mail,
        "contactName": by.name,
        "website": by.page(""),
        "fraktion:hinweis": "Ein fester Satz von Dateien in der Form von OParl 1.1, kein Server: Filter wie modified_since wirken nicht.",
    }


def body(by: Origin, terms: Iterable[Entry]) -> Object:
    return {
        **base(by.file("body"), "Body", by, None, None, by.page("")),
        "system": by.file("system"),
        "name": by.county,
        "shortName": by.county,
        "contactEmail": by.mail,
        "contactName": by.name,
        "organization": by.file("organizations"),
        "person": by.file("persons"),
        "meeting": by.file("meetings"),
        "paper": by.file("papers"),
        "legislativeTermList": by.file("terms"),
        "legislativeTerm": [term(entry, by) for entry in terms],
        "fraktion:hinweis": f"Was {by.name} beantragt und berät; andere Papiere und Sitzungen stehen hier nicht.",
    }


def term(entry: Entry, by: Origin) -> Object:
    return {
        **base(by.id("term", entry.link.key), "LegislativeTerm", by, None, None),
        "body": by.file("body"),
        "name": entry.link.text,
        "startDate": day(entry.start),
        "endDate": day(entry.end),
    }


# --------------------------------------------------------------------- organizations and persons


def group(by: Origin) -> Object:
    return {
        **base(by.ours, "Organization", by, None, None, by.page("")),
        "body": by.file("body"),
        "name": by.name,
        "shortName": by.short_name,
        "organizationType": GROUP.organization,
        "classification": GROUP.oparl,
        "website": by.page(""),
    }


def organization(committee: Committee, by: Origin, kind: tuple[str, str], of: Iterable[str]) -> Object:
    """`kind`: classification and type, as the table of bodies has them; `of`: ids of memberships."""
    return {
        **base(by.id("organization", committee.uid), "Organization", by, None, None, by.page(committee.path)),
        "body": by.file("body"),
        "name": committee.name,
        "shortName": committee.short_name,
        "classification": kind[0],
        "organizationType": kind[1],
        "membership": list(of),
        "startDate": day(committee.start),
        "endDate": day(committee.end),
        "website": committee.web,
        "fraktion:entscheidet": committee.decides,
        "fraktion:fruehereNamen": [f"{f.name} (bis {f.until})" if f.until else f.name for f in committee.former],
    }


def person(one: Person, by: Origin) -> Object:
    """Without mail address, telephone or address: public is what the page shows, and here less."""
    return {
        **base(by.id("person", one.uid), "Person", by, None, None, by.page(one.path)),
        "body": by.file("body"),
        "name": one.full_name,
        "familyName": one.family_name,
        "givenName": one.given_name,
        "title": list(one.titles),
        "status": [one.office] if one.office else [],
        "life": one.life,
        "membership": [
            membership(one, m, key, by) for m, key in zip(one.memberships, membership_keys(one), strict=True)
        ],
        "fraktion:ausgeschiedenAm": day(one.left),
    }


def membership_keys(one: Person) -> list[str]:
    """Of each membership: the committee, and which of those in it."""
    keys: list[str] = []
    for m in one.memberships:
        before = sum(other.committee.key == m.committee.key for other in one.memberships[: len(keys)])
        keys.append(f"{m.committee.key}-{before + 1}")
    return keys


def membership(one: Person, m: Membership, key: str, by: Origin) -> Object:
    return {
        "id": f"{by.id('person', one.uid)}#{key}",
        "type": typed("Membership"),
        "person": by.id("person", one.uid),
        "organization": by.id("organization", m.committee.key),
        "role": role_of(m.role).oparl if m.role else "",
        "votingRight": m.voting,
        "startDate": day(m.start),
        "endDate": day(m.end),
        "onBehalfOf": by.ours,
    }


# ------------------------------------------------------------------------------------- meetings


def meeting(one: Sitting, by: Origin) -> Object:
    id = by.id("meeting", one.name)
    if one.deleted:
        return gone(id, "Meeting", one.created, one.modified)
    held = one.meeting
    said = {
        **base(
            id,
            "Meeting",
            by,
            one.created,
            one.modified,
            by.page(held.path) if held else by.page(one.committees[0].path),
        ),
        "name": one.title,
    }
    said |= of_file(held, id, by) if held else {"start": moment(one.date, dt.time(0)), "fraktion:uhrzeitBekannt": False}
    return {
        **said,
        "organization": [by.id("organization", c.key) for c in one.committees] or [by.ours],
        "agendaItem": [agenda_item(item, order, one, by) for order, item in enumerate(one.items, 1)],
    }


def of_file(held: Meeting, id: str, by: Origin) -> Object:
    """What a file says of a meeting, and a step does not."""
    end = held.date if held.end and held.end > held.start else held.date + dt.timedelta(1)
    return {
        "meetingState": held.state,
        "cancelled": held.cancelled or None,
        "start": moment(held.date, held.start),
        "end": moment(end, held.end) if held.end else "",
        "location": place(held.location, id, by) if held.location else None,
        "invitation": file(held.invitation, id, "einladung", by),
        "resultsProtocol": file(held.minutes, id, "niederschrift", by),
        "auxiliaryFile": [file(one, id, f"anlage-{number}", by) for number, one in enumerate(held.files, 1)],
        "fraktion:art": held.kind,
        "fraktion:form": held.held.label,
        "fraktion:zugang": held.access,
        "fraktion:verlegtVon": day(held.moved_from),
        "fraktion:grund": held.reason,
    }


def agenda_item(item: Item, order: int, sitting: Sitting, by: Origin) -> Object:
    id = by.id("meeting", sitting.name)
    return {
        "id": f"{id}#{item.key}",
        "type": typed("AgendaItem"),
        "meeting": id,
        "number": item.number,
        "order": order,
        "name": item.title,
        "public": item.public,
        "consultation": f"{by.id('paper', item.paper)}#{item.consultation}" if item.consultation else "",
        "result": item.result,
        "resolutionText": item.text,
        "resolutionFile": file(item.file, f"{id}#{item.key}", "beschluss", by),
        "created": moment(sitting.created),
        "modified": moment(sitting.modified),
        "fraktion:paper": by.id("paper", item.paper) if item.paper else "",
    }


def place(where: Location, owner: str, by: Origin) -> Object:
    return {
        "id": f"{owner}#ort",
        "type": typed("Location"),
        "description": where.name,
        "room": where.room,
        "streetAddress": where.street,
        "postalCode": where.postal_code,
        "locality": where.town,
        "subLocality": where.district,
    }


# --------------------------------------------------------------------------------------- papers


def paper(one: Paper, by: Origin) -> Object:
    m = one.motion
    id = by.id("paper", m.uid)
    if m.deleted:
        return gone(id, "Paper", m.published, m.deleted)
    told = happenings(m, one.day)
    return {
        **base(id, "Paper", by, m.published, one.changed, by.page(m.path)),
        "body": by.file("body"),
        "name": m.title,
        "reference": m.reference,
        "date": day(m.date),
        "paperType": m.kind,
        "keyword": [t.text for t in m.topics],
        "originatorOrganization": [by.ours] if set(by.names) & set(m.originators) else [],
        "originatorPerson": persons(m, by),
        "superordinatedPaper": [by.id("paper", uid) for uid in one.parents],
        "subordinatedPaper": [by.id("paper", uid) for uid in one.children],
        "relatedPaper": [by.id("paper", uid) for uid in one.related],
        "mainFile": file(m.main_file, id, "antrag", by, m.date),
        "auxiliaryFile": [file(f, id, f"anlage-{number}", by) for number, f in enumerate(m.files, 1)],
        "location": [
            {"id": f"{id}#ort-{number}", "type": typed("Location"), "description": p.text}
            for number, p in enumerate(m.places, 1)
        ],
        "consultation": [
            consultation(s, key, where, id, by, one.changed, m.published)
            for s, key, where in zip(m.steps, consultation_keys(m.steps), one.places, strict=True)
        ],
        **of_group(m, by),
        "fraktion:ersetzt": [by.id("paper", uid) for uid in one.replaced],
        "fraktion:ereignisse": [f"{h.date} {h.key}" for h in told],
    }


def persons(m: Motion, by: Origin) -> list[str]:
    """Who has a page; everybody else is a name under `fraktion:unterzeichner`."""
    return [by.id("person", s.person.key) for s in m.signatories if s.person.path]


def of_group(m: Motion, by: Origin) -> Object:
    """What the standard has no property for."""
    done = m.implementation[-1] if m.implementation else None
    return {
        "fraktion:stand": m.status.oparl,
        "fraktion:ausgang": m.status.group,
        "fraktion:standErklaerung": m.progress_note,
        "fraktion:umsetzung": (done.done.oparl or done.done.label) if done else "",
        "fraktion:umsetzungSeit": day(done.date) if done else "",
        "fraktion:umsetzungVerlauf": [
            " ".join(filter(None, [f"{i.date}:", i.done.label, f"({i.what})" if i.what else ""]))
            for i in m.implementation
        ],
        "fraktion:antragstellende": list(m.originators),
        "fraktion:unterzeichner": [
            ", ".join(filter(None, [s.person.text, s.role, s.organization])) for s in m.signatories
        ],
        "fraktion:kurzfassung": m.summary,
        "fraktion:beschlussvorschlag": part.section.numbered_points if (part := m.part("beschlussvorschlag")) else [],
        "fraktion:eingereichtAm": day(m.submitted),
        "fraktion:beschlussDerFraktionAm": day(m.group_decision),
        "fraktion:frist": day(m.due),
        "fraktion:beantwortetAm": day(m.answered),
        "fraktion:weitereNummern": list(m.other_references),
        "fraktion:adressat": [" ".join(filter(None, [a.office, a.name])) for a in m.addressees],
        "fraktion:rechtsgrundlage": m.legal_basis,
        "fraktion:federfuehrend": m.department,
        "fraktion:klimarelevanz": m.climate,
        "fraktion:wahlperiode": by.id("term", m.term.key) if m.term else "",
        "fraktion:aenderungen": [f"{c.date}: {c.what}" for c in m.changes],
        "fraktion:aendert": [r.link.text for r in m.relations if r.key == "aendert" and not r.link.key],
        "fraktion:kurzadresse": by.page(m.short_path),
        "fraktion:informationssystem": m.council_link,
    }


def consultation(
    step: Step, key: str, where: tuple[str, str] | None, id: str, by: Origin, changed: dt.date, created: dt.date
) -> Object:
    sitting = by.id("meeting", where[0]) if where else ""
    vote = next((v for v in step.votes if v.on_motion), None)
    counts: Mapping[str, int | None] = (
        {
            "ja": vote.yes,
            "nein": vote.no,
            "enthaltung": vote.abstained,
            "befangen": vote.biased,
            "abwesend": vote.absent,
            "ungueltig": vote.invalid,
        }
        if vote
        else {}
    )
    return {
        "id": f"{id}#{key}",
        "type": typed("Consultation"),
        "paper": id,
        "meeting": sitting,
        "agendaItem": f"{sitting}#{where[1]}" if where else "",
        "organization": [by.id("organization", c.key) for c in step.committees if c.key],
        "authoritative": step.deciding,
        "role": ROLES[step.role].oparl if step.role else "",
        "created": moment(created),
        "modified": moment(changed),
        "fraktion:gremium": [c.text for c in step.committees],
        "fraktion:datum": day(step.date),
        "fraktion:ergebnis": step.outcome.oparl,
        "fraktion:wortlaut": step.quote,
        "fraktion:grund": step.reason,
        "fraktion:ergebnisSatz": result_phrase(step) if step.decided else "",
        "fraktion:verwiesenAn": [c.text for c in step.referred_to],
        "fraktion:vertagtAuf": day(step.deferred_to),
        **{f"fraktion:{name}": count for name, count in counts.items()},
        "fraktion:abstimmungen": [said for v in step.votes if (said := vote_sentence(v))],
        "fraktion:stimmenDerFraktionen": [
            f"{v.subject}: {name}: {how}" for v in step.votes for name, how in v.by_group
        ],
        "fraktion:stimmenDerPersonen": [
            f"{v.subject}: {voice.person.text}{f' ({voice.group})' if voice.group else ''}: {voice.said}"
            for v in step.votes
            for voice in v.by_name
        ],
    }


def file(one: File | None, owner: str, key: str, by: Origin, date: dt.date | None = None) -> Object | None:
    """A file stands where it is named; its id is the place of its name, its address the file itself."""
    if one is None:
        return None
    mark = "-" if "#" in owner else "#"
    return {
        "id": f"{owner}{mark}{key}",
        "type": typed("File"),
        "name": one.title or one.name,
        "fileName": one.name,
        "mimeType": one.type,
        "size": one.size,
        "date": day(date),
        "accessUrl": by.page(one.path),
        "downloadUrl": by.page(one.path),
    }


def day(date: dt.date | None) -> str:
    return date.isoformat() if date else ""


def members(committee: Committee, persons: Iterable[Person], by: Origin) -> list[str]:
    """The memberships in a committee; they stand in their persons."""
    return [
        f"{by.id('person', p.uid)}#{key}"
        for p in persons
        for m, key in zip(p.memberships, membership_keys(p), strict=True)
        if m.committee.key == committee.uid
    ]
