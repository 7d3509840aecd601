"""What can be wrong with one motion beyond its single fields."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import pairwise

from ..records.body import Body
from ..records.fields import Record, Row
from ..records.german import counted, day, joined
from ..records.links import fold
from ..records.problems import Problem, problem, shorten
from .model import Motion, Step, votes_of
from .progress import final_steps, silent
from .vocabulary import ADOPTED, DRAFT, KINDS, POINT, REJECTED, RESULTS, ROLES, STATUSES, VOICES, group_of
from .voices import counts, side_of
from .votes import Vote
from .wording import Reading, heard, read_votes, read_wording, slip

LATER = dict.fromkeys(["veroeffentlicht", "frist", "beantwortet_am", "stand_seit", "geloescht_am"], "Datum des Antrags")


def check_wording(record: Record, own: Collection[str] = ()) -> Iterable[Problem]:
    """Words that were not understood: they are quoted, and that is said. A slip of the pen in one of them is a problem."""
    for step in record.get("beratungsfolge", ()):
        typed = step.get("ergebnis", "")
        told = read_wording(typed, own=tuple(own)) if typed and typed not in RESULTS.by_word else None
        if typed and typed not in RESULTS.by_word and not (told and told.result):
            yield unread(record, step.line_of("ergebnis"), "result", typed, told)
        carried = (
            RESULTS[told.result if told and told.result else typed].carried
            if (told and told.result) or typed in RESULTS.by_word
            else ""
        )
        for vote in step.get("abstimmungen", ()):
            text = vote.get("stimmen")
            if text is not None and read_votes(text, carried, tuple(own)) is None:
                yield unread(record, vote.line_of("stimmen"), "votes", text)
            if text is not None and any(
                vote.get(key) is not None for key in ("ja", "nein", "enthaltung", "einstimmig")
            ):
                yield problem(record.path, vote.line_of("stimmen"), "votes-twice")


def unread(record: Record, line: int, what: str, text: str, told: Reading | None = None) -> Problem:
    if miss := slip(text):
        return problem(record.path, line, "word-slip", value=shorten(text, 120), word=miss[0], near=miss[1])
    understood = heard(text)
    code = "result-half" if told else f"{what}-quoted"
    return problem(
        record.path,
        line,
        code,
        value=shorten(text, 120),
        heard=f" Verstanden wurde davon: {understood}." if understood else "",
        values=", ".join(result.word for result in RESULTS if result.typed and result.known),
        adopted=ADOPTED,
        rejected=REJECTED,
    )


def check_motion(record: Record, motion: Motion, today: dt.date, own_names: Collection[str]) -> Iterable[Problem]:
    """Every rule of the domain that one motion can break, in the order of the file."""
    yield from check_dates(record, motion, today)
    yield from check_steps(record, motion, today)
    yield from check_progress(record, motion, today)
    if own_names and not {fold(n) for n in own_names} & {fold(n) for n in motion.originators}:
        yield problem(record.path, record.line_of("antragstellende"), "originator-missing", name=next(iter(own_names)))
    if not motion.term:
        yield problem(record.path, record.line_of("datum"), "term-missing", date=day(motion.date))


def check_dates(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    if motion.date > today >= record.get("veroeffentlicht", dt.date.min) and not motion.draft:
        yield problem(
            record.path,
            record.line_of("datum"),
            "date-ahead",
            key="datum",
            value=motion.date,
            days=counted((motion.date - today).days, "Tag", "Tage"),
        )
    for key, label in LATER.items():
        value = record.get(key)
        if value and value < motion.date:
            yield problem(
                record.path, record.line_of(key), "date-early", key=key, value=value, date=day(motion.date), label=label
            )
    if motion.deadline_extended and motion.deadline and motion.deadline_extended < motion.deadline:
        line = record.line_of("frist_verlaengert")
        yield problem(
            record.path,
            line,
            "date-early",
            key="frist_verlaengert",
            value=motion.deadline_extended,
            date=day(motion.deadline),
            label="Frist",
        )
    for key, value in (
        ("beantwortet_am", motion.answered),
        ("stand_seit", motion.since),
        ("geloescht_am", motion.deleted),
    ):
        if value and value > today:
            yield problem(record.path, record.line_of(key), "date-future", key=key, value=value)
    for key in ("umsetzung", "aenderungen"):
        for row in record.get(key, ()):
            if row.get("datum") < motion.date:
                yield problem(
                    record.path,
                    row.line_of("datum"),
                    "date-early",
                    key="datum",
                    value=row.get("datum"),
                    date=day(motion.date),
                    label="Datum des Antrags",
                )
            if row.get("datum") > today:
                yield problem(record.path, row.line_of("datum"), "date-future", key="datum", value=row.get("datum"))


def check_steps(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    rows: tuple[Row, ...] = record.get("beratungsfolge", ())
    before: dt.date | None = None
    for row, step in zip(rows, motion.steps, strict=True):
        if step.date:
            if before and step.date < before:
                yield problem(
                    record.path, row.line_of("datum"), "dates-order", later=day(step.date), earlier=day(before)
                )
            elif step.date < motion.date:
                yield problem(
                    record.path, row.line_of("datum"), "step-early", step=day(step.date), date=day(motion.date)
                )
            before = step.date if before is None else max(before, step.date)
        yield from check_result(record, row, step, today)
        for vote_row in row.get("abstimmungen", ()):
            for vote in votes_of(vote_row, step.outcome.carried, motion.originators):
                yield from check_vote(record, vote_row, vote, step, motion)
    for first, second in pairwise(final_steps(motion.steps)):
        yield problem(
            record.path,
            second.line,
            "two-decisions",
            line=first.line,
            first=f"{first.body_name}: {first.outcome.label}",
            second=f"{second.body_name}: {second.outcome.label}",
        )


def check_result(record: Record, row: Row, step: Step, today: dt.date) -> Iterable[Problem]:
    line = row.line_of("ergebnis")
    if step.scheduled and step.scheduled > today:
        yield problem(
            record.path, row.line_of("terminiert_am"), "date-future", key="terminiert_am", value=step.scheduled
        )
    if step.decided and step.date and step.date > today:
        yield problem(record.path, line, "result-early", date=day(step.date), result=step.result, today=day(today))
    if step.decided and not step.date and not step.outcome.undated:
        yield problem(record.path, line, "result-undated", result=step.result)
    for key, cell in (("verwiesen_an", "refers"), ("vertagt_auf", "defers")):
        if row.get(key) and not getattr(step.outcome, cell):
            wanted = joined([result.word for result in RESULTS.those(cell)], "oder")
            yield problem(
                record.path, row.line_of(key), "referred-without", key=key, result=step.result or "leer", wanted=wanted
            )
    if step.deferred_to and step.date and step.deferred_to <= step.date:
        yield problem(
            record.path,
            row.line_of("vertagt_auf"),
            "date-early",
            key="vertagt_auf",
            value=step.deferred_to,
            date=day(step.date),
            label="Sitzung",
        )


def check_vote(record: Record, row: Row, vote: Vote, step: Step, motion: Motion) -> Iterable[Problem]:
    yes, no = vote.yes, vote.no
    unanimous = vote.unanimous or (step.outcome.unanimous and vote.on_motion)
    if unanimous and yes and no:
        yield problem(record.path, row.line, "votes-unanimous", ja=yes, nein=no)
    elif (
        vote.on_motion
        and yes is not None
        and no is not None
        and (not step.role or ROLES[step.role].counts)
        and step.outcome.carried not in ("", majority(yes, no))
    ):
        yield problem(record.path, row.line, "votes-contradict", result=step.result, ja=yes, nein=no)
    if vote.result and yes is not None and no is not None and (vote.result == ADOPTED) != (yes > no):
        yield problem(record.path, row.line_of("ergebnis"), "votes-contradict", result=vote.result, ja=yes, nein=no)
    yield from check_names(record, row, vote)
    if vote.subject.startswith(POINT):
        part = motion.part("beschlussvorschlag")
        numbers = part.section.point_numbers if part else ()
        if vote.subject.removeprefix(POINT) not in numbers:
            yield problem(
                record.path,
                row.line_of("gegenstand"),
                "votes-point",
                point=vote.subject,
                points=joined(numbers) or "keine",
            )


def check_names(record: Record, row: Row, vote: Vote) -> Iterable[Problem]:
    """A roll call: each side is known, nobody votes twice, and there are as many names as votes."""
    line = row.line_of("namen")
    known = joined([kind.word for kind in VOICES], "oder")
    for typed in row.get("namen", {}):
        if not side_of(typed):
            yield problem(record.path, line, "names-side", value=typed, values=known)
    first: dict[str, str] = {}
    for voice in vote.by_name:
        name = voice.person.text
        if fold(name) in first:
            yield problem(record.path, line, "names-twice", name=name, first=first[fold(name)], second=voice.said)
        first.setdefault(fold(name), voice.said)
    heard = counts(vote.by_name)
    for kind in VOICES if vote.by_name else ():
        number = getattr(vote, kind.count)
        if number is not None and number != heard.get(kind.count, 0) and (kind.groups or heard.get(kind.count)):
            found = counted(heard.get(kind.count, 0), "Name", "Namen")
            yield problem(record.path, line, "names-count", side=kind.word, found=found, number=number)


def majority(yes: int, no: int) -> str:
    """Who has it, as the tables say it. A tie is a no."""
    return "yes" if yes > no else "no"


def check_parts(record: Record, body: Body) -> Iterable[Problem]:
    """The sections that a motion must have, also of one whose head has mistakes; where one is missing, the line that nearly was its heading."""
    if record.get("geloescht_am"):  # nothing of the text is shown, so nothing of it is asked for
        return
    kind = KINDS[art] if (art := record.get("art")) else None
    wanted = "fragen" if kind and kind.question else "beschlussvorschlag" if kind and kind.resolution else ""
    sections = {section.means: section for section in reversed(body.sections)}
    section = sections.get(wanted)
    if wanted and (section is None or section.blank):
        code = "questions" if wanted == "fragen" else "resolution"
        near = None if section else nearly(record, WORDS[wanted])
        yield (
            problem(record.path, near[0], f"{code}-near", near=near[1])
            if near
            else problem(record.path, section.line - 1 if section else record.body_line, f"{code}-missing")
        )
    elif kind and not wanted and not body.sections:
        yield problem(record.path, record.body_line, "body-empty")
    if (section := sections.get("beschlussvorschlag")) and section.numbers:
        again = [number for number, times in Counter(section.point_numbers).items() if times > 1]
        for number in again[:1]:
            yield problem(record.path, section.line, "point-twice", number=number)


WORDS = {
    "beschlussvorschlag": re.compile(r"(?:beschlu|beschlie|beantrag|antragstext|der antrag lautet)"),
    "fragen": re.compile(r"(?:fragen|anfrage|wir bitten um beantwortung|wir möchten wissen)"),
}


def nearly(record: Record, words: re.Pattern[str]) -> tuple[int, str] | None:
    """The first short line of its own that speaks of what is missing: number and words."""
    lines = record.body.split("\n")
    for index, line in enumerate(lines):
        plain = line.strip(" #*_\t")
        if (
            0 < len(plain) <= 100
            and not line.startswith(("-", "|", ">"))
            and (index == 0 or not lines[index - 1].strip())
            and words.search(plain.casefold())
        ):
            return record.body_line + index, plain
    return None


def check_progress(record: Record, motion: Motion, today: dt.date) -> Iterable[Problem]:
    if motion.deleted:  # nobody waits for it any more
        return
    final = final_steps(motion.steps)
    given = record.get("stand")
    if final and silent(final[-1]) and not given:
        subjects = joined(sorted({v.label for v in final[-1].votes}))
        values = joined([status.word for status in STATUSES.those("offered")], "oder")
        yield problem(record.path, final[-1].line, "progress-needed", subject=subjects, values=values)
    derived_means = group_of(motion.derived).settled
    if given and given != DRAFT and given != motion.derived and derived_means and not (final and silent(final[-1])):
        yield problem(record.path, record.line_of("stand"), "progress-contradicts", given=given, derived=motion.derived)
    if step := motion.unknown_result(today):
        yield problem(
            record.path,
            step.line,
            "result-open",
            days=counted((today - step.date).days, "Tag", "Tagen"),
            date=day(step.date),
        )
    if motion.overdue(today):
        days = counted((today - motion.due).days, "Tag", "Tagen")
        line = record.line_of("frist_verlaengert" if motion.deadline_extended else "frist")
        yield problem(record.path, line, "answer-overdue", days=days, date=day(motion.due))
