"""What was asked, sent and answered, one file per meeting: appended line by line, on the disk before the next step.

„wird gesendet“ stands there before a mail goes out, and what became of it after. Where the second line is missing, nobody
knows whether the mail arrived; it is „ungewiss“ and never sent again by itself (decision 32). All of it is personal data:
it lies in the person's own state folder, never in the project, and is deleted some days after the meeting.

What may come in: a file of any bytes; disks fail, and people edit. Each line ends with a sum over itself. One that is not
as it was written becomes a gap: it may have been a mail to whoever it could concern, so that nobody gets a second one; the
rest goes on. The next run that writes sets it aside, into a file beside the journal.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from ..records.german import slug
from ..site.private import home
from ..site.settings import Refusal
from .guests import Guest

# what a line is about
MEETING, VERSION, ASKED, BEGUN, SENT, REFUSED, LATER, UNSENT, FILED, RETURNED, AGAIN, FORGOTTEN, DAMAGED = (
    "sitzung",
    "fassung",
    "anfrage",
    "wird gesendet",
    "angenommen",
    "abgewiesen",
    "vertagt",
    "nicht gesendet",
    "als Datei",
    "zurückgekommen",
    "noch einmal",
    "vergessen",
    "beschädigt",
)
MAILING = {"adresse": str, "fassung": int, "kennung": str, "art": str, "antwort": str, "abdruck": str}
# what it may say, and of which kind; the first of them it has to
KEYS: dict[str, dict[str, type]] = {
    MEETING: {"tag": dt.date},
    VERSION: {"fassung": int, "abdruck": str},
    ASKED: {"adresse": str, "name": str, "woher": str},
    AGAIN: {"adresse": str},
    FORGOTTEN: {"tag": dt.date, "anzahl": int},
    DAMAGED: {"zeile": int, "rest": str},
    **dict.fromkeys((BEGUN, SENT, REFUSED, LATER, UNSENT, FILED, RETURNED), MAILING),
}
NEEDED = {
    VERSION: ("fassung", "abdruck"),
    DAMAGED: ("zeile", "rest"),
    **{what: ("adresse", "fassung") for what, keys in KEYS.items() if keys is MAILING},
}
HARMLESS = (
    MEETING,
    VERSION,
    ASKED,
    AGAIN,
    FORGOTTEN,
    REFUSED,
    LATER,
    UNSENT,
    RETURNED,
)  # a line that begins so was no mail
ORDINARY = 600  # characters; a damaged stretch that is longer may hide more than one line


def state_folder(feed_tag: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Where the journals of this site lie: ~/.local/state/fraktion/<site>/einladungen, or below FRAKTION_ABLAGE.

    The site is known by its FEED_TAG, which stays when the address or the project's folder changes.
    """
    base = (
        environment.get("FRAKTION_ABLAGE")
        or f"{environment.get('XDG_STATE_HOME') or environment.get('HOME', '~') + '/.local/state'}/fraktion"
    )
    return home(base).absolute() / slug(feed_tag) / "einladungen"


class Mailing(Struct, frozen=True):
    """The last mail of one version to one person."""

    version: int
    message_id: str
    state: str  # BEGUN is an unknown outcome
    said: str = ""  # the server's words


class Gap(Struct, frozen=True):
    """A line that cannot be read any more, or a stretch between two that can."""

    at: int  # after so many lines that can
    line: int  # as an editor counts
    text: str  # what is left of it

    @property
    def harmless(self) -> bool:
        return (
            any(self.text.startswith(json.dumps({"was": what}, ensure_ascii=False)[:-1] + ",") for what in HARMLESS)
            and not self.large
        )

    @property
    def large(self) -> bool:
        return len(self.text) > ORDINARY or "\0\0" in self.text

    def concerns(self, meeting: str, key: str) -> bool:
        """Does it name this person, by the address or by a mail's id?"""
        return key in self.text.lower() or any(
            sign == signature(meeting, int(version), key)
            for version, sign in re.findall(r"\.(\d{1,6})\.([0-9a-f]{20})", self.text)
        )


def signature(meeting: str, version: int, key: str) -> str:
    """Stands for one mail to one person; nobody can read the address out of it."""
    return hashlib.sha256(f"{meeting}\0{version}\0{key}".encode()).hexdigest()[:20]


class Person(Struct):
    guest: Guest
    asked: bool = False
    first: int = 0  # the line that names this person first, and the last one about a mail
    last: int = -1
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
    lines: int = 0
    gaps: list[Gap] = field(default_factory=list)
    written: dt.date | None = None  # the day of the last change to the file

    @property
    def highest(self) -> int | None:
        """The last version that anybody had; None where nobody had any."""
        return max((version for person in self.people.values() for version in person.mailings), default=None)

    def person(self, guest: Guest) -> Person:
        return self.people.setdefault(guest.key, Person(guest, first=self.lines))

    def hidden(self) -> Callable[[str], bool]:
        """Who may have had a mail of which a damaged line told? A later line about a person's mails says what became of them."""
        risky = [gap for gap in self.gaps if not gap.harmless]
        named = {gap.at: {key for key in self.people if gap.concerns(self.meeting, key)} for gap in risky}
        nameless = [gap for gap in risky if not named[gap.at]]

        def may_be(key: str) -> bool:
            person = self.people.get(key)
            for gap in risky:
                if person and person.last >= gap.at:
                    continue
                if gap.concerns(self.meeting, key):
                    return True
                # Whoever no line before it names would have been asked and written to in hidden lines: two at least.
                if gap.large or (not named[gap.at] and (len(nameless) > 1 or (person and person.first < gap.at))):
                    return True
            return False

        return may_be

    def by_message(self, message_id: str) -> Person | None:
        return next(
            (p for p in self.people.values() if any(m.message_id == message_id for m in p.mailings.values())), None
        )


class Journal:
    """One meeting's file. Opened for reading by anybody, for writing only under the lock of the folder."""

    def __init__(self, folder: Path, meeting: str):
        self.path = folder / f"{meeting}.jsonl"
        self.story = Story(meeting)
        self.good: list[bytes] = []  # the file as it should be
        self.whole = True  # is it?
        self.read()

    def read(self) -> None:
        try:
            data = self.path.read_bytes()
            self.story.written = dt.date.fromtimestamp(self.path.stat().st_mtime)
        except FileNotFoundError:
            return
        whole, _, rest = data.rpartition(b"\n")
        lines = whole.split(b"\n") if whole else []
        if rest:
            end = rest.rfind(b"}") + 1
            if (row := row_of(rest[:end])) and "summe" in row:  # only the end of the line is damaged
                lines.append(rest[:end])
            elif end and end > len(rest) - 2:
                lines.append(rest)
            # Else its writing was stopped: what it would have said did not happen yet, or is unknown.
        damaged: list[bytes] = []
        for number, line in enumerate([*lines, b""], 1):
            row = row_of(line)
            if row is None and number <= len(lines):
                damaged.append(line)
                continue
            if damaged:  # one after the other: a line may have been broken in two
                for piece in pieces(b"\n".join(damaged)):
                    self.gap(number - len(damaged), piece)
                damaged = []
            if row is not None:
                self.good.append(line + b"\n")
                self.take(row)
        self.whole = data == b"".join(self.good)

    def gap(self, line: int, rest: bytes) -> None:
        row = {"was": DAMAGED, "zeile": line, "rest": rest.decode("utf-8", "replace")}
        self.good.append(line_of(row))
        self.take(row)

    def take(self, row: dict) -> None:
        story, what = self.story, row["was"]
        if what == MEETING:
            story.date = dt.date.fromisoformat(row["tag"])
        elif what == VERSION:
            story.version, story.print = row["fassung"], row["abdruck"]
        elif what == FORGOTTEN:
            story.forgotten = dt.date.fromisoformat(row["tag"])
        elif what == DAMAGED:
            story.gaps.append(Gap(story.lines, row["zeile"], row["rest"]))
        else:
            person = story.person(Guest(row["adresse"], row.get("name", "")))
            if row.get("name") and not person.guest.name:
                person.guest = Guest(person.guest.address, row["name"])
            self.note(person, what, row)
        story.lines += 1

    def note(self, person: Person, what: str, row: dict) -> None:
        if what == ASKED:
            person.asked = True
        elif what == AGAIN:
            person.again = True
        else:
            version, known = row["fassung"], person.mailings.get(row["fassung"])
            person.again = person.again and what not in (BEGUN, FILED)
            person.last = self.story.lines
            if row.get("abdruck") and version >= (self.story.version or 0):
                self.story.version, self.story.print = version, row["abdruck"]
            person.mailings[version] = Mailing(
                version, row.get("kennung") or (known.message_id if known else ""), what, row.get("antwort", "")
            )
            person.first_id = person.first_id or person.mailings[version].message_id

    # ------------------------------------------------------------------------------------- writing

    def add(self, what: str, **values: object) -> None:
        """Append a line; when this returns, it is on the disk."""
        row = {"was": what, "zeit": dt.datetime.now().astimezone().isoformat(timespec="seconds"), **values}
        self.mend()
        created = not self.path.exists()
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            end, data = os.fstat(handle).st_size, line_of(row)
            if os.write(handle, data) != len(data):
                os.ftruncate(handle, end)
                raise OSError(28, "", str(self.path))
            os.fsync(handle)
        finally:
            os.close(handle)
        if created:
            sync(self.path.parent)
        self.take(row)

    def mend(self) -> None:
        """Set aside what cannot be read: beside the journal as it is, in it as a line that says so. Killed anywhere, nothing is lost."""
        if self.whole:
            return
        data = self.path.read_bytes()
        if self.story.gaps:
            with os.fdopen(os.open(self.aside, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as file:
                known = {line.rstrip(b"\n") for line in self.good}
                file.writelines(
                    b"Zeile %d: %s\n" % (number, line)
                    for number, line in enumerate(data.split(b"\n"), 1)
                    if line and line not in known
                )
                file.flush()
                os.fsync(file.fileno())
        self.write(self.good)

    @property
    def aside(self) -> Path:
        return self.path.with_suffix(".beschaedigt")

    def write(self, lines: Iterable[bytes]) -> None:
        part = self.path.with_suffix(".neu~")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        sync(self.path.parent)
        self.whole = True

    def ask(self, guest: Guest, source: str) -> None:
        if not (known := self.story.people.get(guest.key)) or not known.asked:
            self.add(ASKED, adresse=guest.address, name=guest.name, woher=source)

    def forget(self, today: dt.date) -> int:
        """Leave nothing personal behind: only that there was something, and since when it is gone."""
        many = len(self.story.people)
        self.good = [line_of({"was": FORGOTTEN, "tag": today.isoformat(), "anzahl": many})]
        self.write(self.good)
        self.aside.unlink(missing_ok=True)
        self.story = Story(self.story.meeting, forgotten=today)
        return many


def line_of(row: dict) -> bytes:
    """A row as it stands in the file, with its sum."""
    return json.dumps({**row, "summe": sum_of(row)}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def sum_of(row: dict) -> str:
    rest = {key: value for key, value in row.items() if key != "summe"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:12]


def row_of(line: bytes) -> dict | None:
    """What a line says; None where it is not as it was written. Lines of earlier versions have no sum."""
    try:
        row = json.loads(line)
        kinds = KEYS[row["was"]] | {"was": str, "zeit": str, "summe": str}
        whole = row.get("summe", "") in ("", sum_of(row)) and all(is_a(value, kinds[key]) for key, value in row.items())
        return row if whole and all(key in row for key in NEEDED.get(row["was"], list(kinds)[:1])) else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def is_a(value: object, kind: type) -> bool:
    if kind is dt.date:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    return type(value) is kind and (kind is str or 0 <= value < 10**9)


def pieces(damaged: bytes) -> list[bytes]:
    """A stretch that cannot be read, apart where a line may have begun in it."""
    begin = b'{"was"'
    first, *others = damaged.split(begin)
    return [piece for piece in (first, *(begin + other for other in others)) if piece.strip(b"\n")]


def journals(folder: Path) -> Iterator[Journal]:
    for path in sorted(folder.glob("*.jsonl")):
        if re.fullmatch(r"[\w-]+", path.stem):
            yield Journal(folder, path.stem)


def due(story: Story, today: dt.date, days: int) -> bool:
    """Is it time to forget? By the day that was last known of the meeting, even if its text is gone since; where none is, a year after."""
    day = story.date or (story.written and story.written + dt.timedelta(days=366))
    return bool(story.people or story.gaps) and day is not None and day + dt.timedelta(days=days) < today


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
            raise Refusal(
                "Es läuft schon ein anderer Versand. Bitte warten, bis er fertig ist, dann noch einmal."
            ) from None
        yield
