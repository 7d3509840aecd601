"""What was asked, sent and answered, one file per meeting: appended line by line, on the disk before the next step.

„wird gesendet“ stands there before a mail goes out, and what became of it after. Where the second line is missing, nobody
knows whether the mail arrived; it is „ungewiss“ and never sent again by itself (decision 32). All of it is personal data:
it lies in the person's own state folder, never in the project, and is deleted some days after the meeting.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from ..records.german import slug
from ..site.settings import Refusal
from .guests import Guest

# what a line is about
MEETING, VERSION, ASKED, BEGUN, SENT, REFUSED, LATER, UNSENT, FILED, RETURNED, AGAIN, FORGOTTEN = (
    "sitzung", "fassung", "anfrage", "wird gesendet", "angenommen", "abgewiesen", "vertagt", "nicht gesendet", "als Datei", "zurückgekommen", "noch einmal", "vergessen",
)  # fmt: skip


def state_folder(feed_tag: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the journals of this site lie: ~/.local/state/fraktion/<site>/einladungen, or below FRAKTION_ABLAGE.

    The site is known by its FEED_TAG, which stays when the address or the project's folder changes.
    """
    base = environment.get("FRAKTION_ABLAGE") or f"{environment.get('XDG_STATE_HOME') or environment.get('HOME', '~') + '/.local/state'}/fraktion"
    return Path(base).expanduser().absolute() / slug(feed_tag) / "einladungen"


class Mailing(Struct, frozen=True):
    """The last mail of one version to one person."""

    version: int
    message_id: str
    state: str  # BEGUN is an unknown outcome
    said: str = ""  # the server's words


class Person(Struct):
    guest: Guest
    asked: bool = False
    mailings: dict[int, Mailing] = field(default_factory=dict)  # by version
    again: bool = False  # somebody decided that the last one is sent once more
    first_id: str = ""  # of the first mail, for the thread

    def state(self, version: int) -> str:
        """Of this version: "" where nothing was begun."""
        mailing = self.mailings.get(version)
        return "" if mailing is None or (self.again and version == max(self.mailings)) else mailing.state

    @property
    def invited(self) -> bool:
        """May a mail have arrived? Then later versions are for this person too."""
        return any(m.state in (SENT, BEGUN, FILED) for m in self.mailings.values())


class Story(Struct):
    """All that the journal of one meeting tells."""

    meeting: str = ""
    date: dt.date | None = None
    people: dict[str, Person] = field(default_factory=dict)
    version: int | None = None
    print: str = ""  # what the invitation said in this version
    forgotten: dt.date | None = None

    def person(self, guest: Guest) -> Person:
        return self.people.setdefault(guest.key, Person(guest))

    def by_message(self, message_id: str) -> Person | None:
        return next((p for p in self.people.values() if any(m.message_id == message_id for m in p.mailings.values())), None)


class Journal:
    """One meeting's file. Opened for reading by anybody, for writing only under the lock of the folder."""

    def __init__(self, folder: Path, meeting: str):
        self.path = folder / f"{meeting}.jsonl"
        self.story = Story(meeting)
        self.torn = 0
        for row in self.rows():
            self.take(row)

    def rows(self) -> Iterator[dict]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        whole, _, rest = data.rpartition(b"\n")
        self.torn = len(rest)  # a line whose writing was stopped; what it would have said did not happen yet, or is unknown
        for number, line in enumerate(whole.split(b"\n") if whole else (), 1):
            try:
                row = json.loads(line)
                row["was"], row.get("fassung", 0) + 0
            except (ValueError, TypeError, KeyError):
                raise Refusal(f"{self.path}:{number}: Diese Zeile ist beschädigt. Es wird nichts gesendet, damit niemand zweimal Post bekommt. Bitte die Datei aus einer Sicherung holen oder die Zeile löschen.") from None
            yield row

    def take(self, row: dict) -> None:
        story, what = self.story, row["was"]
        if what == MEETING:
            story.date = dt.date.fromisoformat(row["tag"])
        elif what == VERSION:
            story.version, story.print = row["fassung"], row["abdruck"]
        elif what == FORGOTTEN:
            story.forgotten = dt.date.fromisoformat(row["tag"])
        else:
            person = story.person(Guest(row["adresse"], row.get("name", "")))
            if row.get("name") and not person.guest.name:
                person.guest = Guest(person.guest.address, row["name"])
            self.note(person, what, row)

    def note(self, person: Person, what: str, row: dict) -> None:
        if what == ASKED:
            person.asked = True
        elif what == AGAIN:
            person.again = True
        else:
            version, known = row["fassung"], person.mailings.get(row["fassung"])
            person.again = person.again and what not in (BEGUN, FILED)
            person.mailings[version] = Mailing(version, row.get("kennung") or (known.message_id if known else ""), what, row.get("antwort", ""))
            person.first_id = person.first_id or person.mailings[version].message_id

    # ------------------------------------------------------------------------------------- writing

    def add(self, what: str, **values: object) -> None:
        """Append a line; when this returns, it is on the disk."""
        row = {"was": what, "zeit": dt.datetime.now().astimezone().isoformat(timespec="seconds"), **values}
        created = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if self.torn:
                os.ftruncate(handle, os.fstat(handle).st_size - self.torn)
                self.torn = 0
            data = json.dumps(row, ensure_ascii=False).encode() + b"\n"
            if os.write(handle, data) != len(data):
                raise OSError(28, "", str(self.path))
            os.fsync(handle)
        finally:
            os.close(handle)
        if created:
            sync(self.path.parent)
        self.take(row)

    def ask(self, guest: Guest, source: str) -> None:
        if not (known := self.story.people.get(guest.key)) or not known.asked:
            self.add(ASKED, adresse=guest.address, name=guest.name, woher=source)

    def forget(self, today: dt.date) -> int:
        """Leave nothing personal behind: only that there was something, and since when it is gone."""
        many = len(self.story.people)
        part = self.path.with_suffix(".neu~")
        row = {"was": FORGOTTEN, "tag": today.isoformat(), "anzahl": many}
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(json.dumps(row).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        sync(self.path.parent)
        self.story, self.torn = Story(self.story.meeting, forgotten=today), 0
        return many


def journals(folder: Path) -> Iterator[Journal]:
    for path in sorted(folder.glob("*.jsonl")):
        if re.fullmatch(r"[\w-]+", path.stem):
            yield Journal(folder, path.stem)


def due(story: Story, today: dt.date, days: int) -> bool:
    """Is it time to forget? By the day that was last known of the meeting, even if its text is gone since."""
    return bool(story.people) and story.date is not None and story.date + dt.timedelta(days=days) < today


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One run at a time. The lock ends with its process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    with os.fdopen(os.open(folder / "schloss", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal("Es läuft schon ein anderer Versand. Bitte warten, bis er fertig ist, dann noch einmal.") from None
        yield
