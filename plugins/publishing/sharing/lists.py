"""Topics, places and terms: an address follows from the name, unless the entry keeps another. So one that is only called otherwise keeps its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from ... import group
from ...records.fields import read_rows
from ...records.frontmatter import read_list
from ...records.problems import errors
from ...site.tables import group_table
from .clone import CONTENT, Tree
from .joining import Read, items

LISTS = {f"{CONTENT}/{group.LISTS[kind][0]}": (kind, group.LISTS[kind][1]) for kind in ("topic", "place", "term")}
NAME = re.compile(rb"(?:- |  )name:[ \t]*(?P<name>[^\r\n]*?)[ \t]*(?P<end>\r?\n|$)")


class Listed(Struct, frozen=True):
    name: str
    address: str
    typed: bool  # the entry says its address itself


class Changed(Struct):
    """What became of the addresses of lists."""

    renamed: dict[str, dict[str, str]] = {}  # file → name of the entry → the address that it had, as its key
    lost: dict[str, str] = {}  # old address → that of the list


def entries_in(path: str, tree: Tree, read: Read) -> list[Listed] | None:
    """None where it cannot be read."""
    if path not in tree:
        return []
    kind, _ = LISTS[path]
    source = read_list(path, read(tree[path]))
    rows, problems = read_rows(group_table(), kind, source)
    if errors(problems):
        return None
    lists, _ = group.read_lists({kind: rows})
    entries = {"topic": lists.topics, "place": lists.places, "term": lists.terms}[kind]
    keys = {row.get("name"): bool(row.get("adresse")) for row in rows}
    return [Listed(each.link.text, f"/{each.link.path}", keys.get(each.link.text, False)) for each in entries]


def changed_lists(before: Tree, after: Tree, read: Read) -> Changed:
    found = Changed()
    for path, (_, base) in LISTS.items():
        if before.get(path) == after.get(path):
            continue
        old, new = entries_in(path, before, read), entries_in(path, after, read)
        if old is None or new is None:
            continue
        was, is_now = {each.address for each in old}, {each.address for each in new}
        for index, each in enumerate(old):
            twin = new[index] if len(old) == len(new) else None
            if each.address in is_now:
                continue
            if twin and twin.address not in was and not twin.typed:
                found.renamed.setdefault(path, {})[twin.name] = each.address.strip("/").partition("/")[2]
            else:
                found.lost[each.address] = twin.address if twin and twin.address not in was else f"/{base}"
    return found


def with_addresses(data: bytes, renamed: Mapping[str, str]) -> bytes:
    """The list, with the address that each of these entries had; an entry in another form than usual stays as it is."""
    first, *rows = items(data)
    found = []
    for row in rows:
        match = NAME.match(row) or NAME.search(row)
        name = match["name"].decode("utf-8", "replace").strip("\"'") if match else ""
        if match and name in renamed:
            end = match["end"] or b"\n"
            row = (
                row[: match.end()]
                + (b"" if match["end"] else end)
                + f"  adresse: {renamed[name]}".encode()
                + end
                + row[match.end() :]
            )
        found.append(row)
    return first + b"".join(found)
