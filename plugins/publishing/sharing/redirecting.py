"""Addresses that never die: what a renamed or deleted text leaves behind is written into content/, so that any server has it (decision 48).

Written are whole lines at the end of content/umleitungen.yaml, in its usual form; what somebody typed there stays as it is,
except a line that would lead away from an address that is a page again, or to one that moved on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from ...press.write import write
from ...records.quoting import json_text
from ...site.heads import Head
from ...site.new import scalar
from ...site.tables import FOLDERS, text_table
from .addresses import FREE, REDIRECTS, Comparison, Text, redirected
from .clone import CONTENT, Clone, Tree
from .joining import renames

ITEM = re.compile(r"(?m)^- .*\n?(?:(?!- )[^\n]*\n?)*")
VALUE = r"""(?m)^(?P<key>(?:- |  ){key}:[ \t]*)(?P<quote>["']?){value}(?P=quote)[ \t]*$"""
KEPT = ("uid", "titel", "name", "art", "datum", "beginn", "ende", "drucksache", "gremium", "reihe", "form", "zugang")  # of a deleted text: by which it is known
OVERVIEWS = {"seiten": "/"}


class Todo(Struct):
    """What has to be written, and what only a person can say."""

    moves: dict[str, str] = {}  # old address → new one
    deleted: list[Text] = []  # of which the page should say so

    def __bool__(self) -> bool:
        return bool(self.moves or self.deleted)


def todo(before: Tree, after: Tree, clone: Clone, today: dt.date) -> Todo:
    """What nobody has written yet: `before` is what was published last."""
    comparison = Comparison(before, after, clone.read, today)
    pages = {address_of_page(path) for path in after if path.startswith(f"{CONTENT}/")}
    led = {old: new for old, new in redirected(after, clone.read).items() if new.partition("#")[0] in pages or not is_of_text(new)}
    found = Todo()
    for old, new in comparison.moved():
        if led.get(old.address) != new.address:
            found.moves[old.address] = new.address
    stand_in = renames(before, after, clone.read)
    for path, new in stand_in.items() if found.moves else ():
        if not path.endswith(".md") and (address := address_of_file(path)) not in led:
            found.moves[address] = address_of_file(new)
    for text in comparison.lost():
        if text.path not in after and text.address not in led and not text.path.startswith(f"{CONTENT}/{FREE}/"):
            found.deleted.append(text)
    return found


def is_of_text(address: str) -> bool:
    """Or of a list, which no file stands for."""
    return address.count("/") == 3 and address.split("/")[1] in FOLDERS


def address_of_file(path: str) -> str:
    return "/" + path.removeprefix(f"{CONTENT}/").removeprefix("seiten/")


def with_moves(text: str, moves: Mapping[str, str]) -> str:
    """The list of old addresses, with these. Chains are shortened; what is a page again leads nowhere."""
    for old, new in moves.items():
        text = ITEM.sub(lambda row, new=new: "" if re.search(pattern("von", new), row[0]) else row[0], text)
        text = re.sub(pattern("nach", old), lambda found, new=new: f"{found['key']}{typed(new)}", text)
        if re.search(pattern("von", old), text):
            text = ITEM.sub(lambda row, old=old, new=new: re.sub(r"(?m)^(  nach:).*$", lambda found: f"{found[1]} {typed(new)}", row[0]) if re.search(pattern("von", old), row[0]) else row[0], text)
        else:
            text += ("" if not text or text.endswith("\n") else "\n") + f"- von: {typed(old)}\n  nach: {typed(new)}\n"
    return text


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
    return "".join(f"- von: {typed(old)}\n  nach: {typed(new)}\n" for old, new in found.items() if old not in pages).encode()


def rows_of(data: bytes) -> dict[str, str] | None:
    """None where somebody wrote it in another form, or a comment into it, which would get lost."""
    text = data.decode("utf-8", "replace")
    found: dict[str, str] = {}
    for row in ITEM.findall(text):
        parts = re.fullmatch(r"""- von:[ \t]*(["']?)(/[^"'\s#]*)\1\s*\n  nach:[ \t]*(["']?)(/[^"'\s]*)\3\s*""", row)
        if not parts:
            return None
        found[parts[2]] = parts[4]
    return found if not ITEM.sub("", text).strip() else None


def address_of_page(path: str) -> str:
    return address_of_file(path).removesuffix(".md") + "/" if path.endswith(".md") else address_of_file(path)


def pattern(key: str, address: str) -> str:
    return VALUE.format(key=key, value=re.escape(address))


def typed(address: str) -> str:
    """As YAML takes it; quoted where a sign would mean something there."""
    return address if re.fullmatch(r"/[\w./%+~-]*", address) else json_text(address)


def write_moves(clone: Clone, moves: Mapping[str, str]) -> None:
    file = clone.root / REDIRECTS
    text = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
    write(file, with_moves(text, moves).encode())


def write_deleted(clone: Clone, before: Tree, text: Text, today: dt.date, reason: str) -> None:
    """The file comes back with nothing but what it is known by, and since when it is gone; where its kind of text cannot say so, its address leads to the overview."""
    table = text_table(text.path.removeprefix(f"{CONTENT}/"))
    if table is None or "geloescht_am" not in table.fields:
        write_moves(clone, {text.address: OVERVIEWS.get(table.folder if table else "", f"/{table.folder}/" if table else "/")})
        return
    file = clone.root / REDIRECTS
    if file.exists():
        write(file, returned(file.read_bytes().decode("utf-8", "replace"), text.address).encode())
    write(clone.root / text.path, stub(clone.read(before[text.path]).decode("utf-8", "replace"), text.path, today, reason).encode())


def returned(text: str, address: str) -> str:
    """The address is a page again: nothing leads away from it, and what led to where it led leads to it."""
    gone = [found[1].rstrip() for row in ITEM.findall(text) if re.search(pattern("von", address), row) and (found := re.search(r"(?m)^  nach:[ \t]*(.*)$", row))]
    text = ITEM.sub(lambda row: "" if re.search(pattern("von", address), row[0]) else row[0], text)
    for target in gone:
        text = re.sub(pattern("nach", target.strip("\"'")), lambda found: f"{found['key']}{typed(address)}", text)
    return text


def stub(text: str, path: str, today: dt.date, reason: str) -> str:
    head = Head(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = [head.lines[0]]
    for at in range(1, head.close):
        if (found := re.match(r"([a-z_]+)\s*:", head.lines[at])) and found[1] in KEPT:
            lines += head.lines[at : head.block(at)]
    lines += [f"geloescht_am: {today.isoformat()}\n", *([f"geloescht_weil: {scalar(reason)}\n"] if reason else []), "---\n"]
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def lines_to_paste(todo: Todo) -> Iterable[str]:
    """For a server or a forge, where nothing can be written."""
    for old, new in todo.moves.items():
        yield f"- von: {typed(old)}\n  nach: {typed(new)}"


