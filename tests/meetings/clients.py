"""Programs that read calendars, each asked for the same: what is when, between two days."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from ..conftest import ROOT

BERLIN = ZoneInfo("Europe/Berlin")
CONFIG = """\
[calendars]
[[sitzungen]]
path = {folder}
[sqlite]
path = {base}/khal.db
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
"""


@dataclass(frozen=True, order=True)
class Instance:
    """A meeting as a calendar shows it: hours as a clock in Berlin shows them."""

    date: str
    start: str
    end: str
    uid: str
    summary: str
    cancelled: bool


def instance(start: dt.datetime, end: dt.datetime | None, uid: str, summary: str, cancelled: bool) -> Instance:
    start = start.astimezone(BERLIN)
    return Instance(
        f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end.astimezone(BERLIN):%H:%M}" if end else "", uid, summary, cancelled
    )


def by_icalendar(data: bytes) -> list[Instance]:
    """As written: no rule is expanded."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    events = calendar.walk("VEVENT")
    assert [e.errors for e in events if e.errors] == []
    return sorted(
        instance(
            e["dtstart"].dt,
            e["dtend"].dt if "dtend" in e else None,
            str(e["uid"]),
            str(e["summary"]),
            e["status"] == "CANCELLED",
        )
        for e in events
    )


def by_recurring(data: bytes, since: dt.date, until: dt.date) -> list[Instance]:
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(since, until + dt.timedelta(days=1))
    return sorted(
        instance(
            e["dtstart"].dt,
            e["dtend"].dt if "dtend" in e else None,
            str(e["uid"]),
            str(e["summary"]),
            e["status"] == "CANCELLED",
        )
        for e in events
    )


def by_icaljs(path: Path, since: dt.date, until: dt.date) -> list[Instance]:
    return sorted(
        instance(
            dt.datetime.fromisoformat(e["start"]),
            dt.datetime.fromisoformat(e["end"]) if e["end"] else None,
            e["uid"],
            e["summary"],
            e["status"] == "CANCELLED",
        )
        for e in told_by_icaljs(path, since, until)
    )


def told_by_icaljs(path: Path, since: dt.date, until: dt.date) -> list[dict[str, str]]:
    done = subprocess.run(
        ["node", ROOT / "tests/meetings/instances.mjs", path, str(since), str(until)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


class Khal:
    """khal with a calendar of its own."""

    def __init__(self, base: Path):
        folder = base / "kalender"
        folder.mkdir(parents=True)
        self.folder = folder
        self.config = base / "khal.conf"
        self.config.write_text(CONFIG.format(folder=folder, base=base))

    def run(self, *words: str) -> str:
        done = subprocess.run(
            ["khal", "-c", str(self.config), *words],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.config.parent), "TZ": "Europe/Berlin"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def take(self, path: Path) -> None:
        """Import a file, over what is there."""
        self.run("import", "--batch", str(path))

    def texts(self, since: dt.date, until: dt.date, form: str) -> list[list[str]]:
        """Each event once, its parts by `form`, which are set apart by |."""
        told = self.run(
            "list", "--once", "--day-format", "", "--format", f"§§{form.replace('|', '¦')}§", str(since), str(until)
        )
        return [
            found.split("¦")
            for found in re.findall(r"§§(.*?)§(?=\n|$)", re.sub(r"\x1b\[[0-9;]*m", "", told), re.DOTALL)
        ]

    def shows(self, since: dt.date, until: dt.date) -> list[Instance]:
        rows = self.texts(since, until, "{start-date}|{start-time}|{end-time}|{uid}|{cancelled}|{title}")
        return sorted(
            Instance(date, start, "" if end == start else end, uid, title, "CANCELLED" in cancelled.upper())
            for date, start, end, uid, cancelled, title in rows
        )
