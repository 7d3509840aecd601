"""What visitors find changed between two trees, text by text: pure, from what the files say. A text is known by its uid (decision 48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec import Struct

from ...records.fields import Record, read_record
from ...records.frontmatter import read_list, read_source
from ...records.nodes import Mapping, Scalar, Sequence
from ...site.addresses import Dates, dates_in, has_page
from ...site.tables import folder_of, text_table
from ...site.unready import NEVER, appears
from .clone import CONTENT, Entry, Tree
from .joining import Read

REDIRECTS = f"{CONTENT}/umleitungen.yaml"
PAGES = f"{CONTENT}/seiten/"


class Text(Struct, frozen=True):
    """A text as visitors know it."""

    path: str  # content/antraege/2024-03-radweg.md
    noun: str  # „Antrag“
    title: str
    uid: str
    address: str  # /antraege/2024-03-radweg/; "" where it has no page of its own
    public: bool
    deleted: bool  # the page says so, and nothing else
    draft: bool  # waits for somebody, not for a day
    results: int  # steps with a result
    dated: Record | None = None  # of a file for a date of a series, which may go on without it


class Differences(Struct):
    """What is shown before an upload, and after it."""

    new: list[Text] = []
    changed: list[Text] = []
    results: list[Text] = []  # of these, where a result came in
    moved: list[tuple[Text, Text]] = []
    deleted: list[Text] = []  # say so from now on
    gone: list[Text] = []  # answer 404 from now on
    unseen: list[Text] = []  # drafts, and what waits for its day
    lists: list[str] = []  # other files of content/

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)

    def rows(self) -> list[tuple[str, str]]:
        """Word and what it is about, one a line."""
        rows = [("neu", f"{text.address}  {text.title}") for text in self.new]
        rows += [
            ("geändert", f"{text.address}  {text.title}" if text.address else f"{text.noun}: {text.title}")
            for text in self.changed
        ]
        rows += [("umgezogen", f"{old.address} → {new.address}") for old, new in self.moved]
        rows += [("gelöscht", f"{text.address}  sagt, dass „{text.title}“ gelöscht ist") for text in self.deleted]
        rows += [("weg", f"{text.address}  {text.title}") for text in self.gone]
        rows += [("geändert", name) for name in self.lists]
        return rows + [
            ("unsichtbar", f"{text.path}  {'Entwurf' if text.draft else 'erscheint später'}") for text in self.unseen
        ]


def text_of(path: str, data: bytes, today: dt.date) -> Text | None:
    """None where it is no text, or cannot be read."""
    table = text_table(path.removeprefix(f"{CONTENT}/"))
    if table is None:
        return None
    stem = path.rpartition("/")[2].removesuffix(".md")
    record, _ = read_record(table, read_source(path, data), stem)
    if record is None:
        return None
    folder = folder_of(path.removeprefix(f"{CONTENT}/"))
    day = appears(record)
    address = (f"/{stem}/" if folder == "seiten" else f"/{folder}/{stem}/") if has_page(record) else ""
    return Text(
        path,
        table.noun,
        title_of(record),
        record.get("uid", ""),
        address,
        day <= today,
        bool(record.get("geloescht_am")),
        day == NEVER,
        results_in(record),
        record if record.get("reihe") else None,
    )


def title_of(record: Record) -> str:
    return str(record.get("titel") or record.get("name") or record.stem)


def results_in(record: Record) -> int:
    return sum(bool(row.get("ergebnis")) for row in record.get("beratungsfolge", ()))


class Comparison:
    """Two trees of a website. `read` gives the bytes of a file of either."""

    def __init__(self, before: Tree, after: Tree, read: Read, today: dt.date):
        self.before, self.after, self.read, self.today = before, after, read, today
        self.paths = sorted(
            path
            for path in before.keys() | after.keys()
            if path.startswith(f"{CONTENT}/") and before.get(path) != after.get(path)
        )

    def texts(self, tree: Tree) -> dict[str, Text]:
        return {
            path: text
            for path in self.paths
            if path in tree and (text := text_of(path, self.read(tree[path]), self.today))
        }

    @cached_property
    def old(self) -> dict[str, Text]:
        return self.texts(self.before)

    @cached_property
    def new(self) -> dict[str, Text]:
        return self.texts(self.after)

    @cached_property
    def heirs(self) -> dict[str, Text]:
        """Of each uid that another file has now: that text."""
        return {text.uid: text for text in self.new.values() if text.uid}

    @cached_property
    def pages(self) -> dict[str, Text]:
        """Plain pages have no uid: one that went is the one that came with its very text, or with its title. By the old path."""
        come = [new for new in self.new.values() if new.path.startswith(PAGES) and new.path not in self.before]
        found: dict[str, Text] = {}
        for old in self.old.values():
            if come and old.path.startswith(PAGES) and old.path not in self.after:
                same = [new for new in come if self.after[new.path] == self.before[old.path]]
                same = same or [new for new in come if new.title == old.title]
                if len(same) == 1:
                    found[old.path] = same[0]
                    come.remove(same[0])
        return found

    @cached_property
    def dates(self) -> tuple[Dates, Dates]:
        """The dates of series, before and after."""
        return self.dates_of(self.before), self.dates_of(self.after)

    def dates_of(self, tree: Tree) -> Dates:
        paths = sorted(path for path in tree if path.startswith(f"{CONTENT}/reihen/"))
        return dates_in([(path.removeprefix(f"{CONTENT}/"), self.read(tree[path])) for path in paths], self.today)

    def heir(self, old: Text) -> Text | None:
        """What a text is now, under whatever name."""
        return self.heirs.get(old.uid) if old.uid else self.pages.get(old.path)

    def moved(self) -> Iterator[tuple[Text, Text]]:
        """Public texts that have another address now."""
        for old in self.old.values():
            heir = self.heir(old)
            if (
                old.public
                and heir
                and heir.path != old.path
                and heir.public
                and heir.address != old.address
                and old.address
            ):
                yield old, heir

    def lost(self) -> Iterator[Text]:
        """Public texts that are not there any more under any name, or are not public any more."""
        for path, old in self.old.items():
            now = self.heir(old) or self.new.get(path)
            if now is None and old.dated and old.address in self.dates[1].addresses():
                continue  # the series has the date, under the same address
            if (
                old.public
                and old.address
                and (now is None or not now.public)
                and (path not in self.after or path in self.new)
            ):
                yield old

    def replaced(self) -> Iterator[Text]:
        """Public texts in whose file another text is now."""
        for path, old in self.old.items():
            now = self.new.get(path)
            if old.uid and old.public and now and now.uid != old.uid and old.uid not in self.heirs:
                yield old

    def differences(self) -> Differences:
        found = Differences()
        led = redirected(self.after, self.read)
        there = (
            led.keys() | self.dates[1].addresses().keys() | {text.address for text in self.new.values() if text.public}
        )
        for old, new in self.moved():
            (found.moved if old.address in there else found.gone).append((old, new) if old.address in there else old)
        movers = {new.path for _, new in self.moved()}
        for old in self.lost():
            if old.address in led:
                found.moved.append((old, Text("", "", "", "", led[old.address], True, False, False, 0)))
            else:
                found.gone.append(old)
        for path, text in self.new.items():
            before = self.old.get(path) or next((old for old in self.old.values() if self.heir(old) is text), None)
            was = bool(before and before.public)
            if not text.public:
                found.unseen += [] if was else [text]
            elif text.deleted:
                (found.changed if before and before.deleted else found.deleted).append(text)
            elif not was:
                found.new.append(text)
            elif path not in movers or (before and self.before[before.path] != self.after[path]):
                found.changed.append(text)
                if before and text.results > before.results:
                    found.results.append(text)
        self.other(found)
        return found

    def other(self, found: Differences) -> None:
        """Files beside a text are part of its page; all else is a list."""
        named = {text.path for text in (*self.new.values(), *self.old.values())}
        for path in self.paths:
            if path in named or path.rpartition("/")[2].startswith("."):  # .gitkeep keeps an empty folder
                continue
            beside = f"{path.rpartition('/')[0]}.md"
            if beside in self.after:
                if beside not in named:
                    named.add(beside)
                    text = text_of(beside, self.read(self.after[beside]), self.today)
                    (found.changed if text and text.public else found.unseen).extend([text] if text else [])
            elif path != REDIRECTS or not found.moved:
                found.lists.append(path)


def redirected(tree: Tree, read: Callable[[Entry], bytes]) -> dict[str, str]:
    """Old address → new one, as content/umleitungen.yaml has it."""
    if REDIRECTS not in tree:
        return {}
    source = read_list(REDIRECTS, read(tree[REDIRECTS]))
    found = {}
    for row in source.head.items if isinstance(source.head, Sequence) else ():
        values = (
            {key: node.text for key, node in row.entries.items() if isinstance(node, Scalar)}
            if isinstance(row, Mapping)
            else {}
        )
        if values.get("von") and values.get("nach"):
            found[values["von"]] = values["nach"]
    return found
