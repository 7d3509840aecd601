"""A date of a series as the record of a meeting: as if somebody had written a file for it, and together with the file that somebody wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from msgspec.structs import replace

from ..records.fields import Record, Reference, Row
from ..records.german import day
from .series import Occurrence, Series, usual_stem
from .vocabulary import FORMS

INHERITED = ("name", "art", "gremium", "form", "ort", "zugang")


def uid_of(series: Series, original: dt.date) -> str:
    return f"{series.uid}-{original.isoformat()}"


def record_of(record: Record, series: Series, one: Occurrence) -> Record:
    """The meeting on one date of a series, whose record gives what all dates have in common."""
    given = {key: record.get(key) for key in INHERITED if record.get(key)}
    lines = {key: record.line_of(key) for key in (*given, "anmeldung")} | {
        key: one.line or record.line_of(key) for key in ("beginn", "ende", "datum")
    }
    values: dict[str, Any] = {
        "uid": uid_of(series, one.original),
        **given,
        "reihe": Reference(series.uid, 1),
        "datum": one.date,
        "beginn": one.start,
        "ende": one.end,
        "anmeldung": registration(record.get("anmeldung"), one.date),
        "veroeffentlicht": one.published,
        "aenderungen": change_rows(one.changes),
        "abgesagt": one.cancelled,
        "absagegrund": one.reason if one.cancelled else "",
        "verlegt_von": one.original if one.moved else None,
        "verlegt_grund": one.reason if one.moved else "",
    }
    head = Row(1, {key: value for key, value in values.items() if value}, tuple(chain.from_iterable(lines.items())))
    return Record("meeting", record.path, usual_stem(series, one.original), head)


def registration(row: Row | None, date: dt.date) -> Row | None:
    if row is None:
        return None
    values = {
        "mail": row.get("mail"),
        "betreff": f"{row.get('betreff')} am {day(date)}" if row.get("betreff") else None,
    }
    if row.get("tage_vorher") is not None:
        values["frist"] = date - dt.timedelta(days=row.get("tage_vorher"))
    return Row(row.line, {key: value for key, value in values.items() if value}, row.lines)


def change_rows(days: Iterable[dt.date]) -> tuple[Row, ...]:
    return tuple(Row(1, {"datum": date, "was": ""}, ()) for date in days)


def find(typed: Record, dates: Sequence[Occurrence]) -> Occurrence | None:
    """Which date a file means: by the day that was planned, else by the day it was moved to."""
    wanted = typed.get("verlegt_von") or typed.get("datum")
    return next((o for o in dates if o.original == wanted), None) or next(
        (o for o in dates if o.date == wanted and not typed.get("verlegt_von")), None
    )


def moved_by(typed: Record, one: Occurrence) -> Occurrence:
    """The date as the file puts it."""
    return replace(one, date=typed.get("datum"), moved=True) if typed.get("verlegt_von") else one


def contradicts(typed: Record, one: Occurrence) -> bool:
    """Do file and series move the meeting to different days?"""
    return bool(typed.get("verlegt_von")) and one.date not in (one.original, typed.get("datum"))


def merged(made: Record, typed: Record) -> Record:
    """What the file says stands; what it does not say comes from the series."""
    own = dict(typed.head.values)
    values = {**made.head.values, **own, "datum": made.get("datum"), "reihe": made.get("reihe")}
    if (
        "form" in own and not FORMS[own["form"]].place and "ort" not in own
    ):  # who says so does not mean the place of the series
        values.pop("ort", None)
    if not values.get("abgesagt"):
        values.pop("absagegrund", None)
    values["aenderungen"] = tuple(
        sorted([*made.get("aenderungen", ()), *own.get("aenderungen", ())], key=lambda row: row.get("datum"))
    )
    return replace(typed, head=Row(typed.head.line, values, typed.head.lines))
