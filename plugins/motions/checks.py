"""What can be wrong with one motion beyond its single fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from itertools import pairwise

from ..records.fields import Record, Row
from ..records.german import counted, day, joined
from ..records.links import fold
from ..records.problems import Problem, problem
from .model import Motion, Step
from .progress import final_steps, silent
from .vocabulary import ADOPTED, DRAFT, KINDS, POINT, RESULTS, ROLES, STATUSES, SUBJECTS, group_of
from .votes import Vote, parse_votes

LATER = dict.fromkeys(["veroeffentlicht", "frist", "beantwortet_am", "stand_seit", "geloescht_am"], "Datum des Antrags")


def check_votes(record: Record) -> Iterable[Problem]:
    """Spellings that are not understood: before the model is built, since the model trusts them."""
    for step in record.get("beratungsfolge", ()):
        for vote in step.get("abstimmungen", ()):
            text = vote.get("stimmen")
            if text is not None and parse_votes(text) is None:
                yield problem(record.path, vote.line_of("stimmen"), "value-votes", value=text)
            if text is not None and any(vote.get(key) is not None for key in ("ja", "nein", "enthaltung", "einstimmig")):
                yield problem(record.path, vote.line_of("stimmen"), "votes-twice")


def check_motion(record: Record, motion: Motion, today: dt.date, own_names: Collection[str]) -> Iterable[Problem]:
    """Every rule of the domain that one motion can break, in the order of the file."""
    yield from check_dates(record, motion, today)
    yield from check_steps(record, motion, today)
    yield from check_text(record, motion)
    yield from check_progress(record, motion, today)
    if own_names and not {fold(n) for n in own_names} & {fold(n) for n in motion.originators}:
        yield problem(record.path, record.line_of("antragstellende"), "originator-missing", name=next(iter(own_names)))
    if not motion.term:
        yield problem(record.path, record.line_of("datum"), "term-missing", date=day(motion.date))


def check_dates(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    if motion.date > today:
        yield problem(record.path, record.line_of("datum"), "date-ahead", key="datum", value=motion.date, days=counted((motion.date - today).days, "Tag", "Tage"))
    for key, label in LATER.items():
        value = record.get(key)
        if value and value < motion.date:
            yield problem(record.path, record.line_of(key), "date-early", key=key, value=value, date=day(motion.date), label=label)
    if motion.deadline_extended and motion.deadline and motion.deadline_extended < motion.deadline:
        line = record.line_of("frist_verlaengert")
        yield problem(record.path, line, "date-early", key="frist_verlaengert", value=motion.deadline_extended, date=day(motion.deadline), label="Frist")
    for key, value in (("beantwortet_am", motion.answered), ("stand_seit", motion.since), ("geloescht_am", motion.deleted)):
        if value and value > today:
            yield problem(record.path, record.line_of(key), "date-future", key=key, value=value)
    for key in ("umsetzung", "aenderungen"):
        for row in record.get(key, ()):
            if row.get("datum") < motion.date:
                yield problem(record.path, row.line_of("datum"), "date-early", key="datum", value=row.get("datum"), date=day(motion.date), label="Datum des Antrags")
            if row.get("datum") > today:
                yield problem(record.path, row.line_of("datum"), "date-future", key="datum", value=row.get("datum"))


def check_steps(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    rows: tuple[Row, ...] = record.get("beratungsfolge", ())
    before: dt.date | None = None
    for row, step in zip(rows, motion.steps, strict=True):
        if step.date:
            if before and step.date < before:
                yield problem(record.path, row.line_of("datum"), "dates-order", later=day(step.date), earlier=day(before))
            elif step.date < motion.date:
                yield problem(record.path, row.line_of("datum"), "step-early", step=day(step.date), date=day(motion.date))
            before = step.date if before is None else max(before, step.date)
        yield from check_result(record, row, step, today)
        for vote_row, vote in zip(row.get("abstimmungen", ()), step.votes, strict=True):
            yield from check_vote(record, vote_row, vote, step, motion)
    for first, second in pairwise(final_steps(motion.steps)):
        yield problem(record.path, second.line, "two-decisions", line=first.line, first=f"{first.body_name}: {first.outcome.label}", second=f"{second.body_name}: {second.outcome.label}")


def check_result(record: Record, row: Row, step: Step, today: dt.date) -> Iterable[Problem]:
    line = row.line_of("ergebnis")
    if step.scheduled and step.scheduled > today:
        yield problem(record.path, row.line_of("terminiert_am"), "date-future", key="terminiert_am", value=step.scheduled)
    if step.decided and step.date and step.date > today:
        yield problem(record.path, line, "result-early", date=day(step.date), result=step.result, today=day(today))
    if step.decided and not step.date and not step.outcome.undated:
        yield problem(record.path, line, "result-undated", result=step.result)
    for key, cell in (("verwiesen_an", "refers"), ("vertagt_auf", "defers")):
        if row.get(key) and not getattr(step.outcome, cell):
            wanted = joined([result.word for result in RESULTS.those(cell)], "oder")
            yield problem(record.path, row.line_of(key), "referred-without", key=key, result=step.result or "leer", wanted=wanted)
    if step.deferred_to and step.date and step.deferred_to <= step.date:
        yield problem(record.path, row.line_of("vertagt_auf"), "date-early", key="vertagt_auf", value=step.deferred_to, date=day(step.date), label="Sitzung")


def check_vote(record: Record, row: Row, vote: Vote, step: Step, motion: Motion) -> Iterable[Problem]:
    yes, no = vote.yes, vote.no
    unanimous = vote.unanimous or (step.outcome.unanimous and vote.on_motion)
    if unanimous and yes and no:
        yield problem(record.path, row.line, "votes-unanimous", ja=yes, nein=no)
    elif vote.on_motion and yes is not None and no is not None and (not step.role or ROLES[step.role].counts) and step.outcome.carried not in ("", majority(yes, no)):
        yield problem(record.path, row.line, "votes-contradict", result=step.result, ja=yes, nein=no)
    if vote.result and yes is not None and no is not None and (vote.result == ADOPTED) != (yes > no):
        yield problem(record.path, row.line_of("ergebnis"), "votes-contradict", result=vote.result, ja=yes, nein=no)
    if vote.on_point:
        part = motion.part("beschlussvorschlag")
        numbers = part.section.point_numbers if part else ()
        if vote.subject.removeprefix(POINT) not in numbers:
            yield problem(record.path, row.line_of("gegenstand"), "votes-point", point=vote.subject, points=joined(numbers) or "keine")


def majority(yes: int, no: int) -> str:
    """Who has it, as the tables say it. A tie is a no."""
    return "yes" if yes > no else "no"


def check_text(record: Record, motion: Motion) -> Iterable[Problem]:
    if motion.deleted:  # nothing of the text is shown, so nothing of it is asked for
        return
    if motion.question:
        part = motion.part("fragen")
        if not part or part.section.blank:
            yield problem(record.path, part.section.line - 1 if part else record.body_line, "questions-missing")
    elif KINDS[motion.kind].resolution:
        part = motion.part("beschlussvorschlag")
        if not part or part.section.blank:
            yield problem(record.path, part.section.line - 1 if part else record.body_line, "resolution-missing")
    elif not motion.parts:
        yield problem(record.path, record.body_line, "body-empty")


def check_progress(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    if motion.deleted:  # nobody waits for it any more
        return
    final = final_steps(motion.steps)
    given = record.get("stand")
    if final and silent(final[-1]) and not given:
        subjects = joined(sorted({SUBJECTS[v.subject].label for v in final[-1].votes}))
        values = joined([status.word for status in STATUSES.those("offered")], "oder")
        yield problem(record.path, final[-1].line, "progress-needed", subject=subjects, values=values)
    derived_means = not group_of(motion.derived).open
    if given and given != DRAFT and given != motion.derived and derived_means and not (final and silent(final[-1])):
        yield problem(record.path, record.line_of("stand"), "progress-contradicts", given=given, derived=motion.derived)
    if step := motion.unknown_result(today):
        yield problem(record.path, step.line, "result-open", days=counted((today - step.date).days, "Tag", "Tagen"), date=day(step.date))
    if motion.overdue(today):
        days = counted((today - motion.due).days, "Tag", "Tagen")
        line = record.line_of("frist_verlaengert" if motion.deadline_extended else "frist")
        yield problem(record.path, line, "answer-overdue", days=days, date=day(motion.due))


