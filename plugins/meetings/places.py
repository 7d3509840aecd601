"""In which lists a meeting stands, and what its row says there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ..press.things import Place, encode, sort
from ..records.german import day
from ..records.links import Link
from .listings import offered, row
from .model import Meeting

DAY = dt.timedelta(days=1)


def order(meeting: Meeting, *, down: bool = False) -> bytes:
    """The nearest first; `down`: the latest day first."""
    return sort(meeting.date, meeting.start.isoformat(), meeting.name, meeting.uid, down=down)


def places(meeting: Meeting, today: dt.date) -> Iterator[Place]:
    """Rows of past meetings stand in the order of their days, too: whoever shows them turns them round."""
    here, shown, over = order(meeting), encode(row(meeting)), meeting.over(today)
    yield (
        Place("sitzungen/", here, meeting.date.year, shown, listed=True) if over else Place("kommend", here, data=shown)
    )
    if meeting.own and not over and not meeting.cancelled and not meeting.admission.closed:
        yield Place("naechste", here)
    if not over and offered(meeting):
        yield Place("bald", here, data=shown)
    if not meeting.own and not over and not meeting.cancelled and meeting.admission.free:
        yield Place("naechste-oeffentliche", here)
    yield Place(f"vorbei:{meeting.path}", data=encode(over))
    yield Place(among(meeting), order(meeting, down=True), meeting.date.year, card=True, next=True, listed=True)
    link = encode(Link(f"{meeting.name} am {day(meeting.date)}", meeting.path))
    for committee in dict.fromkeys(committee.path for committee in meeting.committees):
        if committee:
            if over:
                yield Place(f"gewesen:{committee}", here, meeting.date.year, shown, listed=True)
            yield Place(f"am:{committee}{meeting.date}", here, data=shown)
        yield Place(f"sitzung:{committee}{meeting.date}", here, data=link)
        if not meeting.cancelled:
            yield Place(f"findet-statt:{committee}{meeting.date}", here)
    yield from of_subjects(meeting, here, shown, over)
    for motion, committee, number in numbers(meeting):
        yield Place(f"nummern:{motion}", here, data=encode((committee, meeting.date, number)))
    for motion in dict.fromkeys(motion.path for item in meeting.agenda for motion in item.motions if motion.path):
        yield Place(f"tagesordnung:{motion}", here, data=link)
    if meeting.date >= dt.date(today.year - 1, 1, 1):
        for calendar in [*(committee.path for committee in meeting.committees), *([""] if meeting.own else [])]:
            yield Place(f"kalender:{calendar}", here)
        for calendar in dict.fromkeys(link.path for link in (*meeting.topics, *meeting.places) if link.path):
            if meeting.own and not meeting.admission.closed:
                yield Place(f"kalender:{calendar}", here)


def of_subjects(meeting: Meeting, here: bytes, shown: bytes, over: bool) -> Iterator[Place]:
    """On the pages of its committees; of its topics and places, where anybody may come."""
    about = dict.fromkeys(link.path for link in (*meeting.topics, *meeting.places) if link.path)
    yield Place(f"geht-um:{meeting.path}", data=encode(tuple(about)))
    committees = dict.fromkeys(committee.path for committee in meeting.committees if committee.path)
    for subject in () if over else (*committees, *(() if meeting.admission.closed else about)):
        yield Place(f"dort:{subject}", here, data=shown)


def among(meeting: Meeting) -> str:
    """The list in which the sitting before and the one after it stand: of the group, or of the same body."""
    return f"termine:{'' if meeting.own or not meeting.committees else meeting.committees[0].path}"


def card(meeting: Meeting) -> Link:
    """As other sittings name it."""
    off = " (abgesagt)" if meeting.cancelled else ""
    return Link(f"{meeting.name} am {day(meeting.date)}{off}", meeting.path)


def numbers(meeting: Meeting) -> Iterator[tuple[str, str, str]]:
    """What an agenda says of a motion's number: the motion's path, the committee's, the number."""
    for item in meeting.agenda if meeting.committees else ():
        for link in item.motions if item.number else ():
            yield from ((link.path, committee.path, item.number) for committee in meeting.committees)


def next_day(meeting: Meeting, today: dt.date) -> dt.date | None:
    """On which its rows read otherwise: the day after it, and the new year with which it leaves the calendars."""
    return min(
        (turn for turn in ((meeting.last or meeting.date) + DAY, dt.date(meeting.date.year + 2, 1, 1)) if turn > today),
        default=None,
    )
