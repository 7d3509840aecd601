"""The dates of the series among the texts: each becomes a draft of a meeting, with the file that was written for it or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ..meetings import occurrence, series_checks
from ..meetings.model import TABLE as MEETINGS
from ..meetings.occurrence import contradicts, find, merged, moved_by, record_of
from ..meetings.series import Occurrence, Series, occurrences, read_series, usual_stem
from ..records.fields import Record, Row
from ..records.german import day
from ..records.links import fold
from ..records.problems import problem
from .reading import Draft

Dated = tuple[Draft, Series, list[Occurrence]]


def weave(drafts: list[Draft]) -> tuple[list[Draft], dict[str, str]]:
    """All drafts with those of the dates; and usual addresses that a file's own name has changed, with where they lead now."""
    all_series = [dated for draft in drafts if draft.table.kind == "series" for dated in expand(draft)]
    if not any(draft.table.kind == "series" for draft in drafts):
        return drafts, {}
    forwards: dict[str, str] = {}
    taken: dict[tuple[str, dt.date], Draft] = {}
    alone: list[Draft] = []
    for draft in drafts:
        if draft.table.kind == "meeting" and draft.record.get("reihe"):
            attach(draft, all_series, taken, forwards)
        elif draft.table.kind == "meeting" and draft.record.get("datum"):
            alone.append(draft)
    made = [
        date_draft(draft, series, one)
        for draft, series, dates in all_series
        for one in dates
        if (series.uid, one.original) not in taken
    ]
    beside(alone, made)
    named = {draft.record.stem for draft in alone}  # such a file is told; the date must not hide it
    made = [draft for draft in made if draft.record.stem not in named]
    clashes(drafts, all_series)
    own = {f"sitzungen/{draft.record.stem}/" for draft in drafts}  # a meeting that is called so has the address
    return [*drafts, *made], {old: new for old, new in forwards.items() if old not in own}


def expand(draft: Draft) -> Iterator[Dated]:
    """A series in which every value could be read and which makes sense, with its dates."""
    if draft.record.complete:
        draft.found += series_checks.check_series(draft.record)
        if draft.good:
            series = read_series(draft.record)
            yield draft, series, occurrences(series)


def date_draft(draft: Draft, series: Series, one: Occurrence) -> Draft:
    """A date that no file was written for. Its own references and text were checked with the series."""
    record = record_of(draft.record, series, one)
    return Draft(
        MEETINGS,
        record,
        draft.body,
        {},
        [],
        typed=replace(record, head=Row(1, {}, ())),
        series=draft,
        brings=draft.brings,
    )


def attach(
    draft: Draft, all_series: list[Dated], taken: dict[tuple[str, dt.date], Draft], forwards: dict[str, str]
) -> None:
    """Complete a file from its series. What it says is kept apart, to be checked as it stands."""
    typed, name = draft.record, fold(draft.record.get("reihe").text)
    meant = [dated for dated in all_series if name in (dated[1].uid, fold(dated[1].stem), fold(dated[1].name))]
    draft.typed = typed
    if not meant or not typed.get("datum"):
        return  # the reference, or the day, is a problem of its own; or the series is
    of_series, series, dates = next((dated for dated in meant if find(typed, dated[2])), meant[0])
    one = find(typed, dates)
    path, line = typed.path, typed.line_of("verlegt_von" if typed.get("verlegt_von") else "datum")
    if one is None:
        wanted = typed.get("verlegt_von") or typed.get("datum")
        near = min(dates, key=lambda other: abs(other.original - wanted))
        draft.found.append(
            problem(
                path,
                line,
                "series-file-date",
                date=day(wanted),
                name=series.name,
                near=near.original.isoformat(),
                path=of_series.record.path,
            )
        )
        return
    key = (series.uid, one.original)
    if key in taken:
        draft.found.append(problem(path, line, "series-file-twice", other=taken[key].record.path))
        return
    taken[key] = draft
    if contradicts(typed, one):
        draft.found.append(
            problem(
                path,
                line,
                "series-file-moved",
                original=day(one.original),
                here=day(typed.get("datum")),
                there=day(one.date),
                path=of_series.record.path,
            )
        )
    check_uid(draft, series, one)
    draft.series = of_series
    draft.record = merged(record_of(of_series.record, series, moved_by(typed, one)), typed)
    if not draft.body:
        draft.body, draft.brings = of_series.body, (*draft.brings, *of_series.brings)
    if (usual := usual_stem(series, one.original)) != typed.stem:
        forwards[f"sitzungen/{usual}/"] = f"sitzungen/{typed.stem}/"


def check_uid(draft: Draft, series: Series, one: Occurrence) -> None:
    """A file may keep the uid it was published with before there was a series; later ones would double the meeting."""
    typed = draft.record
    if typed.get("uid") and not (
        typed.get("veroeffentlicht") and series.published and typed.get("veroeffentlicht") < series.published
    ):
        before = (series.published - dt.timedelta(days=1)).isoformat()
        draft.found.append(
            problem(
                typed.path,
                typed.line_of("uid"),
                "series-file-uid",
                uid=occurrence.uid_of(series, one.original),
                before=before,
            )
        )


def beside(alone: Iterable[Draft], made: Iterable[Draft]) -> None:
    """Files that were written for a date without saying so."""
    stems = {draft.record.stem: draft for draft in made}
    names = {(draft.record.get("name"), draft.record.get("datum")): draft for draft in made}
    for draft in alone:
        record = draft.record
        other = stems.get(record.stem) or names.get((record.get("name"), record.get("datum")))
        if other:
            draft.found.append(
                problem(
                    record.path,
                    record.line_of("datum"),
                    "series-beside",
                    date=day(record.get("datum")),
                    name=other.record.get("name"),
                    uid=other.series.record.get("uid"),
                )
            )


def clashes(drafts: list[Draft], all_series: list[Dated]) -> None:
    """A file may move its meeting onto another date of the series."""
    for of_series, _, dates in all_series:
        on = {one.date: one for one in dates if not one.cancelled}
        for draft in drafts:
            if (
                draft.series is of_series
                and draft.good
                and draft.typed.get("verlegt_von")
                and not draft.record.get("abgesagt")
            ):
                other = on.get(draft.record.get("datum"))
                if other and other.original != draft.typed.get("verlegt_von"):
                    draft.found.append(
                        problem(
                            draft.record.path,
                            draft.typed.line_of("datum"),
                            "series-clash",
                            date=day(other.date),
                            first=day(other.original),
                            second=day(draft.typed.get("verlegt_von")),
                        )
                    )


def as_typed(draft: Draft) -> Record:
    """What its author wrote, without what a series adds."""
    return draft.typed or draft.record
