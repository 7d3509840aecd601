"""A text with what it says of others: checked, made into a model, and put into the lists in which it stands. What it asks for is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from .. import feeds, meetings, motions, news, newsletter, opendata, people, pictures, search, subjects, texts
from ..documents.checks import check_taken
from ..documents.pages import links as letters_of
from ..meetings.model import Invite, check_meeting
from ..meetings.places import card as card_of_meeting
from ..meetings.places import next_day as next_day_of_meeting
from ..meetings.places import places as places_of_meeting
from ..meetings.series import Series
from ..motions.checks import check_motion, check_wording
from ..motions.model import Group
from ..motions.places import next_day as next_day_of_motion
from ..motions.places import of_today
from ..motions.places import places as places_of_motion
from ..news.model import check_item
from ..news.pages import next_day as next_day_of_item
from ..news.pages import places as places_of_item
from ..news.pages import teaser
from ..newsletter.model import check_newsletter
from ..people.model import check_spans
from ..people.pages import next_day as next_day_of_person
from ..people.pages import of_committee, of_person
from ..press.ask import Ask
from ..press.store import Store
from ..press.things import Place, Thing, encode, sort
from ..records import german
from ..records.body import check_targets
from ..records.council import Council
from ..records.digests import face_of, number_of
from ..records.fields import DELETED, Record, derived_uid
from ..records.links import RUNNABLE, Resolver, check_files, fold, plain_name
from ..records.problems import Problem, problem
from .agendas import check_agenda, completed, standing
from .dates import as_typed
from .events import check_told
from .files import check_unnamed
from .gallery import Gallery, named_files
from .gone import check_links, is_gone, thing_of, with_marks, year_of
from .names import ALWAYS, Beside, There, has_file, has_page, path_of, ref_of
from .papers import Papers
from .reading import Draft
from .unready import check_named, waits

DAY = dt.timedelta(days=1)


class Context(Struct):
    """What all texts are taken with."""

    content: Path
    store: Store
    ask: Ask
    resolver: Resolver  # for what is public
    among_waiting: Resolver  # for what is not yet
    gallery: Gallery
    today: dt.date
    drafts: bool  # a preview: drafts are shown
    council: Council
    blocked: tuple[str, ...]
    group: Group
    invite: Invite
    words: int  # of a teaser
    party: bool  # may show what the party writes
    letters: bool  # the group wants letters of motions
    letters_shown: bool  # and they can be made
    tolerated: frozenset[str] = frozenset()
    origin: opendata.Origin | None = None  # who publishes data; None where nobody does
    meets: bool = True  # the group has meetings of its own


class Taken(Struct, frozen=True):
    """What became of a text. `things`: none where it has no model."""

    ref: str
    found: tuple[Problem, ...]
    things: tuple[Thing, ...]
    keys: tuple[int, ...]


def take(context: Context, draft: Draft, misnamed: bool, papers: Papers) -> Taken:
    context.ask.noted = {}
    waiting = waits(draft, context.today, context.drafts)
    draft.found += check(context, draft, waiting, papers)
    aside = [p for p in draft.found if p.code in context.tolerated]
    draft.found = [p for p in draft.found if p.code not in context.tolerated]
    if is_gone(draft):
        things = (
            tuple(thing_of(draft, context.resolver, context.council))
            if draft.good and not misnamed and not waiting
            else ()
        )
        return Taken(ref_of(draft), (*draft.found, *aside), things, tuple(map(number_of, context.ask.noted)))
    draft.body = with_marks(context.ask, draft.body)
    model, daily = (None, False) if misnamed else build(context, draft, waiting)
    things = tuple(emit(context, draft, model, daily, papers)) if model else ()
    if draft.good:  # else what it names may be misspelt
        draft.found += check_unnamed(draft.record.path, draft.beside, named_files(draft) if draft.beside else set())
    return Taken(ref_of(draft), (*draft.found, *aside), things, tuple(map(number_of, context.ask.noted)))


# ------------------------------------------------------------------------------------ checks


def check(context: Context, draft: Draft, waiting: dt.date | None, papers: Papers) -> Iterator[Problem]:
    """What is wrong with what it says of others. `waiting`: for its day."""
    ask, resolver = context.ask, context.among_waiting if waiting else context.resolver
    yield from check_twice(ask, draft)
    if is_gone(draft):
        if draft.table.kind == "text" and draft.record.stem in texts.NEEDED:
            yield problem(draft.record.path, draft.record.line_of(DELETED), "page-missing", name=draft.record.stem)
        return
    if has_file(draft):
        typed = as_typed(draft)
        yield from resolver.check(typed, draft.table)
        yield from check_files(typed, draft.table, draft.beside)
        yield from check_targets(
            draft.record,
            draft.body,
            draft.beside,
            There(ask, "quelle", "quellen"),
            There(ask, "seite", "seiten", ALWAYS),
            Beside(ask),
        )
        yield from check_body_files(draft)
        yield from check_named(ask, draft, context.resolver.later, waiting or dt.date.min)
        yield from check_links(ask, draft, resolver)
    yield from context.gallery.check(draft)
    yield from papers.check(draft, context.blocked)


def check_twice(ask: Ask, draft: Draft) -> Iterator[Problem]:
    """The same uid or name twice names both files; the one whose name sorts later is asked to change."""
    record, kind = draft.record, draft.table.kind
    if uid := record.get("uid"):
        first = ask.data(f"uid:{uid}", str)[0]
        if first != record.path:
            yield problem(
                record.path, record.line_of("uid"), "uid-twice", uid=uid, other=first, proposal=derived_uid(record.path)
            )
    if kind in ("committee", "person") and uid and (name := record.get("name")):
        first = ask.data(f"heisst:{kind}:{fold(name)}", str)[0]
        if first != record.path:
            yield problem(record.path, record.line_of("name"), "name-twice", name=name, other=first)
    if kind == "motion" and (number := record.get("drucksache")):
        first = ask.data(f"drucksache:{fold(number)}", str)[0]
        if first != record.path:  # a hint: nobody can say which motion the number means
            yield problem(record.path, record.line_of("drucksache"), "reference-twice", value=number, other=first)


def check_body_files(draft: Draft) -> Iterator[Problem]:
    for target in draft.body.targets:
        if target.kind == "file" and target.value in draft.beside:
            common = {"value": target.value, "key": "Text", "folder": draft.record.path.removesuffix(".md")}
            if not plain_name(target.value):
                yield problem(draft.record.path, target.line, "file-name", **common)
            elif target.value.rpartition(".")[2].casefold() in RUNNABLE:
                yield problem(draft.record.path, target.line, "file-kind", **common)


def check_ahead(record: Record, today: dt.date) -> Iterator[Problem]:
    """A day to come that holds nothing back."""
    date = record.get("datum")
    if date and date > today >= record.get("veroeffentlicht", dt.date.min) and not record.get("entwurf"):
        yield problem(
            record.path,
            record.line_of("datum"),
            "date-ahead",
            key="datum",
            value=date,
            days=german.counted((date - today).days, "Tag", "Tage"),
        )


def check_picture(draft: Draft) -> Iterator[Problem]:
    record = draft.record
    ending = record.get("bild", "").rpartition(".")[2].casefold()
    if (
        record.get("bild") and ending not in RUNNABLE and not record.get("bild").lower().endswith(pictures.ENDINGS)
    ):  # what a browser might run was told already
        yield problem(record.path, record.line_of("bild"), "picture-kind", text=record.get("bild"), key="bild")
    if record.get("bild") and not record.get("bild_alt"):
        yield problem(
            record.path,
            record.line_of("bild"),
            "picture-alt-key",
            text=record.get("bild"),
            key="bild_alt",
            example=draft.table.fields["bild_alt"].example,
        )


# ------------------------------------------------------------------------------------ models


class Deciding:
    """May a committee decide finally? By its path."""

    def __init__(self, ask: Ask):
        self.ask = ask

    def get(self, path: str, default: bool = False) -> bool:
        return bool(path and self.ask.rows(f"entscheidet:{path}")) or default


def build(context: Context, draft: Draft, waiting: dt.date | None) -> tuple[Any, bool]:
    """The model of a text that is right, else None; what its own rules find is added to its problems. Does what they find change every day?

    What waits for its day is checked, and no model; a draft of a motion is one, for the preview and for letters.
    """
    ask, record, body, names = (
        context.ask,
        draft.record,
        draft.body,
        context.among_waiting if waiting else context.resolver,
    )
    model, daily = None, False
    match draft.table.kind:
        case "committee":
            draft.found += check_spans(record)
            model = people.read_committee(record, body, context.council) if draft.good else None
        case "motion":
            ask.note("piece:fraktion")
            draft.found += check_wording(record, context.group.every_name)
            if record.complete:
                model = motions.read_motion(
                    record, body, names, context.gallery.attached(draft), context.group, Deciding(ask), context.today
                )
                found = list(check_motion(record, model, context.today, context.group.every_name))
                draft.found += found
                daily = bool(found)
                if draft.good and context.letters:
                    draft.found += check_taken([motions.on_site(replace(model, brings=draft.brings))])
        case "series":
            model = meetings.read_series(record) if draft.good else None
        case "meeting":
            # Of a series that waits for its day there is no thing; its dates wait with it, and are checked all the same.
            whole = (
                (
                    ask.facts(path_of(draft.series).removesuffix(".md"), Series) is not None
                    or (waiting and draft.series.good)
                )
                if draft.series
                else not record.get("reihe")
            )
            if record.complete and whole:
                draft.found += check_meeting(record)
                ask.note("piece:fraktion")
                model = (
                    meetings.read_meeting(record, body, names, context.gallery.attached(draft), context.invite)
                    if draft.good
                    else None
                )
                model = model if model and (context.meets or not model.own) else None
                if model and not waiting:
                    draft.found += check_agenda(ask, model, draft if has_file(draft) else None)
        case "news":
            ahead = list(check_ahead(record, context.today))
            draft.found += [*check_item(record, body), *ahead, *check_picture(draft)]
            daily = bool(ahead)
            ask.note("piece:fraktion")
            model = (
                news.read_item(record, body, names, context.gallery.files(draft), context.words) if draft.good else None
            )
            model = None if model and model.from_party and not context.party else model
        case "person":
            draft.found += [*check_spans(record), *check_picture(draft)]
            model = people.read_person(record, body, names, context.gallery.all_files(draft)) if draft.good else None
        case "newsletter":
            if record.complete:
                draft.found += check_newsletter(record)
                model = newsletter.read_newsletter(record, body, names, bool(waiting)) if draft.good else None
                draft.found += check_told(ask, model, record.line_of("erzaehlt")) if model else ()
        case "text":
            if not body and not draft.found:
                draft.found.append(problem(record.path, record.body_line, "body-empty"))
            model = texts.read_text(record, body) if draft.good else None
    public = not waiting or draft.table.kind == "newsletter" or (draft.table.kind == "motion" and model and model.draft)
    return (model if draft.good and public else None), daily


# ------------------------------------------------------------------------------------ places


def emit(context: Context, draft: Draft, model: Any, daily: bool, papers: Papers) -> Iterator[Thing]:
    """The model as a thing, in all its lists."""
    kind, today, ref = draft.table.kind, context.today, ref_of(draft)
    if kind == "series":
        yield Thing(
            ref,
            encode(model),
            places=(Place("reihen", sort(path_of(draft))), Place(f"zahl:{kind}", sort(ref), listed=True)),
        )
        return
    if draft.brings:
        model = replace(model, brings=draft.brings)
    if kind == "motion":
        model = motions.on_site(model)
    shown = kind not in ("motion", "newsletter") or context.drafts or not model.draft
    found = [Place(f"zahl:{kind}", sort(path_of(draft), ref), listed=True)]
    card, lines, turn = b"", b"", [today + DAY] if daily else []
    facts, text = encode(model.facts), encode(model.text)
    if kind == "motion":
        found += standing(model)
    if kind == "newsletter":
        found += newsletter.telling(model)
    if shown:
        found += places_of(context, kind, model)
        context.ask.note("piece:adresse")
        if context.origin and kind == "meeting":
            found += opendata.names_of(model)
        if context.origin and kind == "motion" and not model.draft:
            lines, more = opendata.lines_of(context.ask, model.facts, today, context.origin)
            found += more
        if has_page(draft):  # of what has no page nobody asks for its files
            found += [
                Place(f"datei:{file.digest or file.path}", sort(ref), data=encode(file), listed=True)
                for file in dict.fromkeys(model.brings)
            ]
        if not (kind == "motion" and model.deleted):
            found += search.places(
                kind,
                model,
                f"{face_of(facts)} {face_of(text)}",
                papers.of(model.path, model.brings) if has_page(draft) else (),
                today,
            )
        if kind == "meeting" and (agenda := completed(context.ask, model)) != model.agenda:
            found.append(Place(f"agenda:{model.path}", data=encode(agenda)))
        if kind == "motion" and context.letters_shown and not model.deleted:
            found += [
                Place(f"briefe:{model.path}", sort(number), data=encode(link))
                for number, link in enumerate(letters_of(model))
            ]
    match kind:
        case "motion":
            card = encode(motions.card(model, today))
            turn += [model.next_day(today), next_day_of_motion(model, today), feeds.next_day(model, today)]
        case "meeting":
            card = encode(card_of_meeting(model))
            turn += [next_day_of_meeting(model, today), feeds.next_day_of_meeting(model, today)]
        case "person":
            turn.append(next_day_of_person(model, today))
        case "news":
            card = encode(teaser(model))
            turn += [next_day_of_item(model, today), feeds.next_day_of_item(model, today)]
    yield Thing(
        ref if shown else f"entwurf:{ref}",
        facts,
        text,
        card,
        lines,
        tuple(dict.fromkeys(found)),
        min(filter(None, turn), default=None),
    )


def places_of(context: Context, kind: str, model: Any) -> Iterator[Place]:
    """By every room that lists it."""
    today = context.today
    match kind:
        case "committee":
            yield from of_committee(model)
            if model.decides:
                yield Place(f"entscheidet:{model.path}")
        case "person":
            yield from of_person(model, today)
        case "text":
            yield from texts.places(model)
        case "newsletter":
            yield from newsletter.places(model)
        case "meeting":
            yield from places_of_meeting(model, today)
            yield from feeds.of_meeting(model, today)
        case "news":
            yield from places_of_item(model, today)
            yield from subjects.subjects_of(context.ask, model, today)
            yield from feeds.of_item(model, today)
        case "motion":
            yield of_today(model, today)
            if not model.deleted:
                yield from places_of_motion(model, today)
            else:
                yield from year_of("antraege/", model.path, model.date)
            if not model.draft:
                yield from feeds.of_motion(model, today)
