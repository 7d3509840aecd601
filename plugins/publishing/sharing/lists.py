"""Topics, places and terms: an address follows from the name, unless the entry keeps another. So one that is only called otherwise keeps its own."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ...site.addresses import LISTS, Listed, entries_in
from .clone import CONTENT, Tree
from .joining import Read, items


class Changed(Struct):
    """What became of the addresses of lists."""

    renamed: dict[str, dict[str, str]] = {}  # file → name of the entry → the address that it had, as its key
    lost: dict[str, str] = {}  # old address → that of the list


def read_entries(name: str, tree: Tree, read: Read) -> list[Listed] | None:
    path = f"{CONTENT}/{name}"
    return entries_in(name, read(tree[path])) if path in tree else []


def changed_lists(before: Tree, after: Tree, read: Read) -> Changed:
    """An entry in whose place another stands was given another name; nobody is told so otherwise."""
    found = Changed()
    for name, (_, base) in LISTS.items():
        path = f"{CONTENT}/{name}"
        if before.get(path) == after.get(path):
            continue
        old, new = read_entries(name, before, read), read_entries(name, after, read)
        if old is None or new is None:
            continue
        was, is_now = {each.address for each in old}, {each.address for each in new}
        for index, each in enumerate(old):
            twin = new[index] if len(old) == len(new) and new[index].address not in was else None
            if each.address in is_now:
                continue
            if twin and not twin.typed:
                found.renamed.setdefault(path, {})[twin.name] = each.address.strip("/").partition("/")[2]
            else:
                found.lost[each.address] = twin.address if twin else f"/{base}"
    return found


def with_addresses(data: bytes, renamed: Mapping[str, str]) -> bytes:
    """The list, with the address that each of these entries had; an entry in another form than usual stays as it is."""
    found = []
    for row in items(data):
        for line in row.splitlines(keepends=True):
            found.append(line)
            key, _, value = line[2:].partition(b":")
            name = value.strip().decode("utf-8", "replace").strip("\"'")
            if line[:2] in (b"- ", b"  ") and key.strip() == b"name" and name in renamed:
                end = line[len(line.rstrip(b"\r\n")) :] or b"\n"
                found[-1] = line.rstrip(b"\r\n") + end
                found.append(f"  adresse: {renamed[name]}".encode() + end)
    return b"".join(found)
