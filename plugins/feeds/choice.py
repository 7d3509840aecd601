"""What stands in which feed, the newest first; and what is left to the archives of earlier years."""

from __future__ import annotations

from ..motions.happenings import Happening
from ..motions.model import Motion
from ..news.model import Item
from ..press.ask import Ask
from ..press.things import Row, decoder
from ..records.gone import Gone
from .entries import Farewell, Report, Thing, Told, Whole
from .places import Paper

WINDOW = 50  # entries of a feed, at least
TEXT = ("submitted", "answered")  # happenings that are told with the motion's own text


class Choice:
    """The entries of a main feed, from its list. `papers`: each record stands there once, in the order of what happened to it last."""

    def __init__(self, name: str, papers: bool):
        self.list, self.papers = f"feed:{name}/", papers
        self.archive = f"archiv:{name}/" if papers else self.list

    def rows(self, ask: Ask, year: int) -> list[Row]:
        return ask.rows(self.list, year, down=not self.papers)

    def newest(self, ask: Ask) -> list[Row]:
        return ask.newest(self.list, WINDOW, down=not self.papers)

    def current(self, ask: Ask) -> list[Row]:
        """What a reader of the feed gets: the newest, and all of this year, so that no archive grows."""
        this = [row for year in ask.which(self.list) if year >= ask.year() for row in self.rows(ask, year)]
        return this if len(this) >= WINDOW else self.newest(ask)

    def archives(self, ask: Ask) -> list[int]:
        """The years before this one up to the last of which not all is shown; the newest first."""
        this, years = ask.year(), ask.years(self.list)
        left = max(WINDOW, sum(count for year, count in years.items() if year >= this))
        last = 0
        for year, count in years.items():
            if last >= year:
                break
            if left < count:
                last = max(last, *([row_year(row) for row in self.rows(ask, year)[left:]] if self.papers else [year]))
            left = max(0, left - count)
        return [year for year in ask.which(self.archive) if year <= min(last, this - 1)]

    def archived(self, ask: Ask, year: int) -> list[Row]:
        return ask.rows(self.archive, year, down=not self.papers)


def row_year(row: Row) -> int:
    return decoder(Paper).decode(row.data).year


def entries(ask: Ask, rows: list[Row], papers: bool = False, whole: bool = False) -> tuple[Thing, ...]:
    """What the rows of a feed tell; `papers`: each is a whole record; `whole`: with the text, where an entry has it."""
    found: list[Thing] = []
    for row in rows:
        ref = ask.ref(row.number)
        if ref.startswith("geloescht/"):
            found.append(Farewell(ask.facts(row.number, Gone)))
        elif ref.startswith("meldungen/"):
            found.append(Report((ask.whole if whole else ask.facts)(row.number, Item), whole))
        elif papers:
            found.append(
                Whole(
                    (ask.whole if whole else ask.facts)(row.number, Motion), decoder(Paper).decode(row.data).news, whole
                )
            )
        else:
            told = decoder(Happening).decode(row.data)
            text = whole and told.event.what in TEXT
            found.append(Told((ask.whole if text else ask.facts)(row.number, Motion), told, text))
    return tuple(found)
