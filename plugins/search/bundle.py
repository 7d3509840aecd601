"""From Pagefind's files to a bundle: the same records give the same bytes, and a question loads little.

Pagefind writes the values of a filter in the order of its hash table, another in each run; names and sums of other files follow
from it. Here they are put in order. Its word index comes in parts of 30 kB, each of which a question loads whole: these are cut
smaller, where other letters begin, and never between words that begin alike, since Pagefind looks for a beginning in one part only.
The files are CBOR (RFC 8949), behind a signature and gzipped; of CBOR they use numbers, texts and arrays.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from itertools import groupby
from typing import Any

from .entries import Entry, as_record, in_order
from .pagefind import index

SIGNATURE = b"pagefind_dcd"
PART = 12000  # bytes of one part of the word index before it is packed; more only where words begin alike
ALIKE = 3  # letters
RUNTIME = ("pagefind.js", "wasm.de.pagefind")
META, FILTERS, CHUNKS = ".pf_meta", 3, 2  # of the array in *.pf_meta: version, pages, parts of the word index, filters, sorts, fields


def build_bundle(entries: tuple[Entry, ...], runtime: bool = False) -> dict[str, bytes]:
    """The files of one bundle, the entry last: it names the others. With `runtime` also the program for the browser."""
    files = index([as_record(entry) for entry in in_order(entries)])
    meta = next(read(data) for name, data in files.items() if name.endswith(META))
    made = {name: data for name, data in files.items() if name.startswith("fragment/") or (runtime and name in RUNTIME)}
    words = [word for _, _, name in meta[CHUNKS] for word in words_of(unpack(files[f"index/{name}.pf_index"]))]
    meta[CHUNKS] = []
    for part in cut(words):
        data = b"".join((head(4, 1), head(4, len(part)), *(raw for _, raw in part)))
        meta[CHUNKS].append([part[0][0][:ALIKE], part[-1][0][:ALIKE] + "\U0010ffff", name_of(data)])
        made[f"index/{name_of(data)}.pf_index"] = pack(data)
    filters = [ordered(read(files[f"filter/{name}.pf_filter"])) for _, name in meta[FILTERS]]
    meta[FILTERS] = []
    for one in sorted(filters):
        data = write(one)
        meta[FILTERS].append([one[0], name_of(data)])
        made[f"filter/{name_of(data)}.pf_filter"] = pack(data)
    data = write(meta)
    made[f"pagefind.{name_of(data)}.pf_meta"] = pack(data)
    entry = json.loads(files["pagefind-entry.json"])
    entry["languages"]["de"]["hash"] = name_of(data)
    return {**dict(sorted(made.items())), "pagefind-entry.json": json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()}


def ordered(part: list) -> list:
    """A filter: its name, and each value with the pages that have it."""
    return [part[0], sorted(part[1])]


# All that is no text: numbers of one to five bytes, and the heads of arrays.
BETWEEN = re.compile(rb"(?:[\x00-\x17\x20-\x37\x80-\x97]|[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]....)*+", re.DOTALL)


def words_of(data: bytes) -> list[tuple[str, bytes]]:
    """The words of a part with their bytes as they are: reading a million numbers one by one would take seconds.

    A text stands only in [word, pages, variants] and in [variant, pages], so the byte before it says which it is.
    """
    starts: list[tuple[int, str]] = []
    at = BETWEEN.match(data).end()
    while at < len(data):
        text, end = item(data, at)
        if data[at - 1] == 0x83:
            starts.append((at - 1, text))
        at = BETWEEN.match(data, end).end()
    ends = [start for start, _ in starts[1:]] + [len(data)]
    return [(text, data[start:end]) for (start, text), end in zip(starts, ends, strict=True)]


def cut(words: list[tuple[str, bytes]], letters: int = 1) -> list[list[tuple[str, bytes]]]:
    """By their beginnings, from one letter to ALIKE: where a word is added, only the parts near to it are others."""
    parts: list[list[tuple[str, bytes]]] = []
    room = 0
    for _, group in groupby(words, key=lambda word: word[0][:letters]):
        alike = list(group)
        size = sum(len(raw) for _, raw in alike)
        if size > PART and letters < ALIKE:
            parts += cut(alike, letters + 1)
            room = 0
        elif size <= room:
            parts[-1] += alike
            room -= size
        else:
            parts.append(alike)
            room = PART - size
    return parts


def name_of(data: bytes) -> str:
    return "de_" + hashlib.blake2b(data, digest_size=5).hexdigest()


def pack(data: bytes) -> bytes:
    return gzip.compress(SIGNATURE + data, 9, mtime=0)


# ----------------------------------------------------------------------------------------- CBOR


def unpack(data: bytes) -> bytes:
    return gzip.decompress(data)[len(SIGNATURE) :]


def read(data: bytes) -> Any:
    return item(unpack(data), 0)[0]


def item(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends."""
    first = data[at]
    kind, value = first >> 5, first & 31
    at += 1
    if value > 23:
        end = at + (1 << (value - 24))
        value, at = int.from_bytes(data[at:end], "big"), end
    if kind == 0:
        return value, at
    if kind == 1:
        return -1 - value, at
    if kind == 3:
        return data[at : at + value].decode(), at + value
    if kind != 4:
        raise ValueError(f"CBOR of kind {kind}")
    values = []
    for _ in range(value):
        part, at = item(data, at)
        values.append(part)
    return values, at


def write(value: Any) -> bytes:
    out: list[bytes] = []
    put(value, out)
    return b"".join(out)


SMALL = [bytes([n]) for n in range(24)]


def put(value: Any, out: list[bytes]) -> None:
    if isinstance(value, int):
        out.append(SMALL[value] if 0 <= value < 24 else head(0, value) if value >= 0 else head(1, -1 - value))
    elif isinstance(value, str):
        data = value.encode()
        out += (head(3, len(data)), data)
    else:
        out.append(head(4, len(value)))
        for part in value:
            put(part, out)


def head(kind: int, value: int) -> bytes:
    if value < 24:
        return bytes([kind << 5 | value])
    size = next(n for n in range(4) if value < 1 << (8 << n))
    return bytes([kind << 5 | 24 + size]) + value.to_bytes(1 << size, "big")
