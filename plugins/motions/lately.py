"""What was decided or done last, and the two figures that count: for the home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from ..press.ask import Ask
from ..press.part import Part
from ..press.things import Place, encode, sort
from ..records import german
from ..records.problems import shorten
from .balance import Datum, all_days, share
from .decision import carried
from .model import Motion
from .progress import final_steps
from .story import done, heading, sign, tone
from .vocabulary import STATUSES

LIST = "zuletzt/"
VALUE = "zahlen-der-startseite"
LONGEST = 140  # characters of what was done


class Lately(Struct, frozen=True, kw_only=True):
    """A motion by the last thing that became of it."""

    title: str
    path: str
    tone: str
    sign: str
    heading: str  # „Angenommen, teilweise umgesetzt“
    said: str  # by whom and with which votes, or what was done
    date: dt.date
    done: bool  # the day is that of what was done


def lately(motion: Motion, today: dt.date) -> Lately | None:
    """None: nothing was decided yet."""
    last = done(motion)
    step = next((s for s in reversed(final_steps(motion.steps)) if s.date and s.date <= today), None)
    answered = motion.answered if motion.status.when == "answered" else None
    days = [day for day in (last.date if last else None, step.date if step else None, answered) if day and day <= today]
    if not days or motion.draft:
        return None
    newest = max(days)
    if last and last.date == newest:
        said = shorten(last.what, LONGEST)
    elif step and step.date == newest:
        said = carried(step)
    else:
        said = f"Von der Verwaltung {STATUSES[motion.progress].label}"
    return Lately(
        title=motion.title,
        path=motion.path,
        tone=tone(motion, today),
        sign=sign(motion, today),
        heading=german.capital(heading(motion, today)),
        said=said,
        date=newest,
        done=bool(last and last.date == newest),
    )


def places(motion: Motion, today: dt.date) -> Iterator[Place]:
    if found := lately(motion, today):
        here = sort(found.date, german.sort_key(motion.title), motion.uid, down=True)
        yield Place(LIST, here, found.date.year, encode(found), listed=True)


def figures(ask: Ask) -> list[int | None]:
    """How many were adopted of how many that were decided, and within how many days half of them were."""
    by_year = {year: ask.data("bilanz/", Datum, year) for year in ask.which("bilanz/")}
    part, days = share([each for group in by_year.values() for each in group]), all_days(by_year)
    return [part.adopted, part.decided, days[0].median if days else None]


PART = Part(name=VALUE, value=figures)
