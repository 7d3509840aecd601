"""Addresses that never die: what a renamed or deleted text leaves behind is written into content/, so that any server has it (decision 48).

Written are whole lines at the end of content/umleitungen.yaml, in its usual form; what somebody typed there stays as it is,
except a line that would lead away from an address that is a page again, or to one that moved on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct

from ...press.write import write
from ...records.fields import DELETED
from ...records.german import counted
from ...records.problems import shorten
from ...records.quoting import json_text
from ...site.addresses import NEEDED, SITTINGS
from ...site.heads import Head
from ...site.new import scalar
from ...site.tables import FOLDERS, text_table
from ..git import line
from .addresses import REDIRECTS, Comparison, Text, redirected
from .clone import CONTENT, Clone, Tree
from .joining import Read, items, uid_of
from .lists import changed_lists, with_addresses

LINE = re.compile(r"(?P<key>(?:- |  )(?:von|nach): *)(?P<quote>[\"']?)(?P<value>/[^\"'#]*?)(?P=quote) *(?P<end>\r?\n?)")
MOTIONS = f"{CONTENT}/antraege/"
PERSONS = f"{CONTENT}/personen/"
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
MOST = 20  # lines of a refusal


class Todo(Struct):
    """What has to be written, and what only a person can say."""

    moves: dict[str, str] = {}  # old address → new one
    deleted: list[Text] = []  # of which the page should say so
    lists: dict[str, dict[str, str]] = {}  # file → name of an entry → the address that it had under another name
    ended: dict[str, str] = {}  # old address of a date, or of an entry of a list, that is no more → where its kind is
    files: dict[str, str] = {}  # of an attachment that went → the page of its text; nobody is refused for it
    taken: list[str] = []  # old addresses at which another text is now

    def __bool__(self) -> bool:
        return bool(self.moves or self.deleted or self.lists or self.ended)


def todo(before: Tree, after: Tree, read: Read, today: dt.date) -> Todo:
    """What nobody has written yet: `before` is what was published last."""
    comparison = Comparison(before, after, read, today)
    was_dated, is_dated = comparison.dates
    dates = is_dated.addresses()
    pages = {address_of_page(path) for path in after if path.startswith(f"{CONTENT}/")} | dates.keys()
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
            for path, there in beside(old, new, before, after):
                if is_published_as_it_is(there, text) and address_of_file(path) not in led:
                    found.moves[address_of_file(path)] = address_of_file(there)
    for text in comparison.lost():
        if text.path in after or text.address in led or text.path.removeprefix(f"{CONTENT}/") in NEEDED:
            continue
        if text.dated:  # the series has the date under another address, or no more
            if usual := is_dated.usual(text.dated):
                found.moves[text.address] = usual
            else:
                found.ended[text.address] = SITTINGS
        else:
            found.deleted.append(text)
    gone = [address for address in was_dated.addresses() if address not in pages and address not in led]
    found.ended |= dict.fromkeys((address for address in gone if address not in found.moves), SITTINGS)
    changed = changed_lists(before, after, read)
    found.lists = changed.renamed
    found.ended |= {old: new for old, new in changed.lost.items() if old not in led}
    renamed = {old.path: new.path for old, new in comparison.moved()}
    found.files = {old: new for old, new in lost_files(before, after, renamed, read) if old not in led}
    for text in comparison.replaced():  # its address is another's now; the short one was its own alone
        if text.path.startswith(MOTIONS) and (short := f"/a/{text.uid}/") not in led:
            found.ended[short] = "/antraege/"
    now = {text.address for text in comparison.new.values() if text.public} | dates.keys()
    found.taken = [address for address in typed_now if address in now]
    return found


def dead(tree: Tree, read: Read, today: dt.date) -> dict[str, str]:
    """Old addresses that lead to a text which is not there: two people renamed it at once. With where they lead."""
    pages = {address_of_page(path) for path in tree if path.startswith(f"{CONTENT}/")}
    rows = {old: new for old, new in redirected(tree, read).items() if is_of_text(new) and new not in pages}
    dates = Comparison({}, tree, read, today).dates[1].addresses() if rows else {}
    return {old: new for old, new in rows.items() if new.partition("#")[0] not in pages | dates.keys()}


def now_at(clone: Clone, tree: Tree, address: str) -> str:
    """Where a text is that once had an address, by its uid; else where its kind is; "" where there never was one: somebody mistyped it."""
    folder = address.split("/")[1]
    path = f"{CONTENT}{address.partition('#')[0].rstrip('/')}.md"
    known = line(clone.repo, "rev-list", "--max-count=1", "--full-history", clone.head, "--", path)
    commits = line(clone.repo, "rev-list", "--max-count=1", "--parents", known).split() if known else []
    entries = [there[path] for commit in commits if path in (there := clone.tree(commit))]
    uid = uid_of(clone.read(entries[0])) if entries else ""
    heirs = (other for other in tree if other.startswith(f"{CONTENT}/{folder}/") and other.endswith(".md"))
    found = next((other for other in heirs if uid and uid_of(clone.read(tree[other])) == uid), "")
    return address_of_page(found) if found else f"/{folder}/" if entries else ""


def beside(old: Text, new: Text, before: Tree, after: Tree) -> Iterator[tuple[str, str]]:
    """Files that lay beside a text, and where they lie now that it is called otherwise."""
    folder, there = f"{old.path.removesuffix('.md')}/", f"{new.path.removesuffix('.md')}/"
    for path in before:
        if path.startswith(folder) and path not in after and there + path.removeprefix(folder) in after:
            yield path, there + path.removeprefix(folder)


def lost_files(before: Tree, after: Tree, renamed: Mapping[str, str], read: Read) -> Iterator[tuple[str, str]]:
    """Attachments that were public and went, of texts that are still there."""
    for path in before:
        text = f"{path.rpartition('/')[0]}.md"
        now = renamed.get(text, text)
        if path in after or text not in before or now not in after or not text_table(text.removeprefix(f"{CONTENT}/")):
            continue
        moved = f"{now.removesuffix('.md')}/{path.rpartition('/')[2]}"
        if moved not in after and is_published_as_it_is(path, read(before[text]).decode("utf-8", "replace")):
            yield address_of_file(path), address_of_page(now)


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
    for number, each in enumerate(lines):
        if (found := LINE.fullmatch(each)) and found["key"][2:].startswith("nach") and found["value"] == old:
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


def write_all(clone: Clone, found: Todo, vanish: bool = False) -> list[str]:
    """What follows from the texts alone, and what was done. `vanish`: what ended may answer 404."""
    moves = {**found.moves, **({} if vanish else {**found.ended, **found.files})}
    if moves or found.taken:
        write_moves(clone, moves, found.taken)
    for path, renamed in found.lists.items():
        file = clone.root / path
        write(file, with_addresses(file.read_bytes(), renamed))
    said = []
    if found.taken:
        taken = ", ".join(found.taken[:MOST])
        said.append(f"Unter diesen früheren Adressen steht jetzt wieder etwas; sie leiten nicht mehr weiter: {taken}")
    if found.moves:
        said.append(led("Umbenannt; die alten Adressen leiten jetzt weiter", found.moves))
    for path, renamed in found.lists.items():
        names = ", ".join(f"„{shorten(name, 60)}“" for name in renamed)
        said.append(f"Umbenannt in {path}: {names}. Die Adresse bleibt die alte, damit Links und Feeds weiter gehen.")
    if moves.keys() & found.ended.keys():
        said.append(led("Gibt es nicht mehr; diese Adressen leiten jetzt zur Übersicht", found.ended))
    if moves.keys() & found.files.keys():
        said.append(led("Anlagen, die es nicht mehr gibt; ihre Adressen leiten jetzt zum Text", found.files))
    return said


def led(words: str, moves: Mapping[str, str]) -> str:
    told = [f"  {old} → {new}" for old, new in list(moves.items())[:MOST]]
    more = [f"  … und {counted(len(moves) - MOST, 'weitere', 'weitere')}"] if len(moves) > MOST else []
    return "\n".join([f"{words} ({REDIRECTS}):", *told, *more])


def write_deleted(clone: Clone, before: Tree, text: Text, today: dt.date, reason: str) -> None:
    """The file comes back with nothing but what it is known by, and since when it is gone."""
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
    """Of a person nothing stays but what links mean: whoever wants to be off the site is."""
    table = text_table(path.removeprefix(f"{CONTENT}/"))
    stays = {key for key, field in table.fields.items() if field.stays} if table else set()
    head = Head(path, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    lines = [head.lines[0]]
    for at in range(1, head.close):
        if (found := re.match(r"([a-z_]+)\s*:", head.lines[at])) and found[1] in stays:
            lines += head.lines[at : head.block(at)]
    lines += [
        f"{DELETED}: {today.isoformat()}\n",
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
        lines += ["Umbenannt; in content/umleitungen.yaml gehört:", *rows(found.moves)]
    for path, renamed in found.lists.items():
        lines += [f"Umbenannt; in {path} gehört unter den Namen, damit Seite und Feed ihre Adresse behalten:"]
        lines += [f"- name: {name}\n  adresse: {key}" for name, key in list(renamed.items())[:MOST]]
    if found.deleted:
        lines += [
            "Gelöscht; diese Dateien bitte zurückholen, den Text herausnehmen und oben eintragen:",
            f"{DELETED}: {today.isoformat()}",
            *(f"  {text.path}  ({shorten(text.title, 80)})" for text in found.deleted[:MOST]),
        ]
        if any(text.path.startswith(PERSONS) for text in found.deleted):
            lines.append("Bei einer Person muss auch der Name heraus; es bleibt nur die Zeile mit „uid“.")
    if found.ended:
        lines += ["Gibt es nicht mehr; in content/umleitungen.yaml gehört:", *rows(found.ended)]
    return "\n".join([*lines, "", f"Sollen diese Adressen ins Leere führen: {despite}"])


def rows(moves: Mapping[str, str]) -> list[str]:
    return [item(old, new).rstrip() for old, new in list(moves.items())[:MOST]]
