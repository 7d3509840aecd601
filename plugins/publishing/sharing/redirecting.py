"""Addresses that never die: what a renamed or deleted text leaves behind is written into content/, so that any server has it (decision 48).

Written are whole lines at the end of content/umleitungen.yaml, in its usual form; what somebody typed there stays as it is,
except a line that would lead away from an address that is a page again, or to one that moved on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from urllib.parse import quote

from msgspec import Struct

from ...press.write import write
from ...records.problems import shorten
from ...records.quoting import json_text
from ...site.heads import Head
from ...site.new import scalar
from ...site.tables import FOLDERS, text_table
from .addresses import FREE, REDIRECTS, Comparison, Text, redirected
from .clone import CONTENT, Clone, Tree
from .joining import Read, items, renames

LINE = re.compile(r"(?P<key>(?:- |  )(?:von|nach): *)(?P<quote>[\"']?)(?P<value>/[^\"'#]*?)(?P=quote) *(?P<end>\r?\n?)")
KEPT = (
    "uid",
    "titel",
    "name",
    "art",
    "datum",
    "beginn",
    "ende",
    "drucksache",
    "gremium",
    "reihe",
    "form",
    "zugang",
)  # of a deleted text: by which it is known
OVERVIEWS = {"seiten": "/"}
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
MOST = 20  # lines of a refusal


class Todo(Struct):
    """What has to be written, and what only a person can say."""

    moves: dict[str, str] = {}  # old address → new one
    deleted: list[Text] = []  # of which the page should say so
    taken: list[str] = []  # old addresses at which another text is now

    def __bool__(self) -> bool:
        return bool(self.moves or self.deleted)


def todo(before: Tree, after: Tree, read: Read, today: dt.date) -> Todo:
    """What nobody has written yet: `before` is what was published last."""
    comparison = Comparison(before, after, read, today)
    pages = {address_of_page(path) for path in after if path.startswith(f"{CONTENT}/")}
    typed_now, typed_before = redirected(after, read), redirected(before, read)
    led = {old: new for old, new in typed_now.items() if new.partition("#")[0] in pages or not is_of_text(new)}
    found = Todo()
    for old, new in comparison.moved():
        if old.address in pages:  # another text has it now: what led to the one that moved leads on with it
            found.moves |= {
                source: new.address
                for source, target in typed_before.items()
                if target == old.address and typed_now.get(source) == target and source != new.address
            }
        elif old.address not in led:
            found.moves[old.address] = new.address
            text = read(after[new.path]).decode("utf-8", "replace")
            for path, there in renames(before, after, read).items():
                if (
                    path.startswith(f"{old.path.removesuffix('.md')}/")
                    and is_published_as_it_is(there, text)
                    and address_of_file(path) not in led
                ):
                    found.moves[address_of_file(path)] = address_of_file(there)
    found.taken = [text.address for text in comparison.new.values() if text.public and text.address in typed_now]
    for text in comparison.lost():
        if text.path not in after and text.address not in led and not text.path.startswith(f"{CONTENT}/{FREE}/"):
            found.deleted.append(text)
    return found


def is_published_as_it_is(path: str, text: str) -> bool:
    """An attachment that the text names; pictures have an address by what they show."""
    name = path.rpartition("/")[2]
    return not name.casefold().endswith(PICTURES) and (name in text or quote(name) in text)


def is_of_text(address: str) -> bool:
    """Or of a list, which no file stands for."""
    return address.count("/") == 3 and address.split("/")[1] in FOLDERS


def address_of_file(path: str) -> str:
    return "/" + path.removeprefix(f"{CONTENT}/").removeprefix("seiten/")


def with_moves(text: str, moves: Mapping[str, str], taken: Collection[str] = ()) -> str:
    """The list of old addresses, with these. Chains are shortened; what is a page again (`taken`) leads nowhere."""
    text = "".join(row for row in rows_in(text) if source_of(row) not in taken)
    for old, new in moves.items():
        rows = [retarget(row, old, new) for row in rows_in(text) if source_of(row) != new]
        if any(source_of(row) == old for row in rows):
            rows = [retarget(row, target_of(row), new) if source_of(row) == old else row for row in rows]
        else:
            rows.append(("" if not rows or not rows[-1] or rows[-1].endswith("\n") else "\n") + item(old, new))
        text = "".join(rows)
    return text


def rows_in(text: str) -> list[str]:
    return [row.decode("utf-8", "surrogateescape") for row in items(text.encode("utf-8", "surrogateescape"))]


def item(old: str, new: str) -> str:
    return f"- von: {typed(old)}\n  nach: {typed(new)}\n"


def value_of(row: str, key: str) -> str:
    found = (LINE.fullmatch(line) for line in row.splitlines(keepends=True))
    return next((each["value"] for each in found if each and each["key"][2:].startswith(key)), "")


def source_of(row: str) -> str:
    return value_of(row, "von")


def target_of(row: str) -> str:
    return value_of(row, "nach")


def retarget(row: str, old: str, new: str) -> str:
    """The row, leading to `new` where it led to `old`."""
    lines = row.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if (found := LINE.fullmatch(line)) and found["key"][2:].startswith("nach") and found["value"] == old:
            lines[number] = f"{found['key']}{typed(new)}{found['end']}"
    return "".join(lines)


def joined(base: bytes, ours: bytes, theirs: bytes, paths: set[str]) -> bytes | None:
    """The list of two people: what each added, changed and took out. Where both said something else of one address, or a target moved on, it leads to the page that is there."""
    rows = [rows_of(data) for data in (base, ours, theirs)]
    if None in rows:
        return None
    before, here, there = rows
    found = dict(there)
    for old in before.keys() - here.keys():
        if there.get(old) == before[old]:
            del found[old]
    pages = {address_of_page(path) for path in paths if path.startswith(f"{CONTENT}/")}
    for old, new in here.items():
        if before.get(old) != new and (found.get(old) in (None, before.get(old)) or new in pages):
            found[old] = new
    for old in list(found):
        seen = {old}
        while (target := found[old]) not in pages and target in found and target not in seen:
            seen.add(target)
            found[old] = found[target]
    return "".join(item(old, new) for old, new in found.items() if old not in pages).encode()


def rows_of(data: bytes) -> dict[str, str] | None:
    """None where somebody wrote it in another form, or a comment into it, which would get lost."""
    found: dict[str, str] = {}
    first, *rows = rows_in(data.decode("utf-8", "replace"))
    for row in rows:
        if sum(bool(line.strip()) for line in row.splitlines()) != 2 or not source_of(row) or not target_of(row):
            return None
        found[source_of(row)] = target_of(row)
    return found if not first.strip() else None


def address_of_page(path: str) -> str:
    return address_of_file(path).removesuffix(".md") + "/" if path.endswith(".md") else address_of_file(path)


def typed(address: str) -> str:
    """As YAML takes it; quoted where a sign would mean something there."""
    return address if re.fullmatch(r"/[\w./%+~-]*", address) else json_text(address)


def write_moves(clone: Clone, moves: Mapping[str, str], taken: Collection[str] = ()) -> None:
    file = clone.root / REDIRECTS
    text = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
    write(file, with_moves(text, moves, taken).encode())


def write_deleted(clone: Clone, before: Tree, text: Text, today: dt.date, reason: str) -> None:
    """The file comes back with nothing but what it is known by, and since when it is gone; where its kind of text cannot say so, its address leads to the overview."""
    if not says_so(text.path):
        write_moves(clone, {text.address: overview(text.path)})
        return
    file = clone.root / REDIRECTS
    if file.exists():
        write(file, returned(file.read_bytes().decode("utf-8", "replace"), text.address).encode())
    old = clone.read(before[text.path]).decode("utf-8", "replace")
    beside = [
        path
        for path in before
        if path.startswith(f"{text.path.removesuffix('.md')}/") and is_published_as_it_is(path, old)
    ]
    if beside:
        write_moves(clone, {address_of_file(path): text.address for path in beside})
    write(clone.root / text.path, stub(old, text.path, today, reason).encode())


def returned(text: str, address: str) -> str:
    """The address is a page again: nothing leads away from it, and what led to where it led leads to it."""
    rows = rows_in(text)
    for target in [target_of(row) for row in rows if source_of(row) == address]:
        rows = [retarget(row, target, address) for row in rows]
    return "".join(row for row in rows if source_of(row) != address)


def stub(text: str, path: str, today: dt.date, reason: str) -> str:
    head = Head(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = [head.lines[0]]
    for at in range(1, head.close):
        if (found := re.match(r"([a-z_]+)\s*:", head.lines[at])) and found[1] in KEPT:
            lines += head.lines[at : head.block(at)]
    lines += [
        f"geloescht_am: {today.isoformat()}\n",
        *([f"geloescht_weil: {scalar(reason)}\n"] if reason else []),
        "---\n",
    ]
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def refusal(found: Todo, today: dt.date, despite: str) -> str:
    """For whoever cannot write it for them: what to do by hand, with the finished lines."""
    lines = [
        "Was öffentlich war, wäre unter seiner Adresse nicht mehr zu finden.",
        "    → Am einfachsten: .venv/bin/fraktion hochladen; es schreibt diese Zeilen selbst.",
        "",
    ]
    if found.moves:
        lines += [
            "Umbenannt; in content/umleitungen.yaml gehört:",
            *(item(old, new).rstrip() for old, new in list(found.moves.items())[:MOST]),
        ]
    keeps = [text for text in found.deleted if says_so(text.path)]
    if keeps:
        lines += [
            "Gelöscht; diese Dateien bitte zurückholen, den Text herausnehmen und oben eintragen:",
            f"geloescht_am: {today.isoformat()}",
            *(f"  {text.path}  ({shorten(text.title, 80)})" for text in keeps[:MOST]),
        ]
    if others := [text for text in found.deleted if text not in keeps]:
        lines += [
            "Gelöscht; in content/umleitungen.yaml gehört:",
            *(item(text.address, overview(text.path)).rstrip() for text in others[:MOST]),
        ]
    return "\n".join([*lines, "", f"Sollen diese Adressen ins Leere führen: {despite}"])


def says_so(path: str) -> bool:
    """Can a text of this kind say that it was deleted?"""
    table = text_table(path.removeprefix(f"{CONTENT}/"))
    return table is not None and "geloescht_am" in table.fields


def overview(path: str) -> str:
    folder = path.removeprefix(f"{CONTENT}/").partition("/")[0]
    return OVERVIEWS.get(folder, f"/{folder}/")
