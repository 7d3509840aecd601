"""Numbers as signs of a text: UTF-8 packs them, JSON escapes none, and the browser reads them with `charCodeAt`.

What stands behind a word in the index (postings): groups of class, count, ids, each id as its distance from the one before.
A class says where the word stands: 1 in the title, 2 in summary, names or number, 4 · (0 … 3) how often in the text, 16 only as a part of a longer word.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST = 50_000  # ids; what follows would need half of a pair (U+D800)
TITLE, SUMMARY, OFTEN, PART, CLASSES = 1, 2, 4, 16, 32


def code(number: int) -> int:
    """Without quotation mark, backslash, control characters, soft hyphen, and what turns or joins a text (U+2000 to U+206F)."""
    number += 35
    number += number >= 92
    number += 47 * (number >= 127)
    return number + 112 * (number >= 0x2000)


SIGN = [chr(code(number)) for number in range(MOST + CLASSES)]
NUMBER = {sign: number for number, sign in enumerate(SIGN)}


def often(count: int) -> int:
    """0, 1, 2 to 3, at least 4."""
    return count if count < 2 else 2 if count < 4 else 3


def pack(posts: Iterable[int]) -> str:
    """Of id · 32 + class, in the order of the ids."""
    groups: dict[int, list[int]] = {}
    for post in posts:
        groups.setdefault(post & 31, []).append(post >> 5)
    parts = []
    for kind in sorted(groups):
        ids = groups[kind]
        last = 0
        parts += (SIGN[kind], SIGN[len(ids)])
        for each in ids:
            parts.append(SIGN[each - last])
            last = each
    return "".join(parts)


def unpack(text: str) -> list[int]:
    numbers = [NUMBER[sign] for sign in text]
    found, at = [], 0
    while at < len(numbers):
        kind, count, last = numbers[at], numbers[at + 1], 0
        for distance in numbers[at + 2 : at + 2 + count]:
            last += distance
            found.append(last << 5 | kind)
        at += 2 + count
    return sorted(found)


def ids_as_signs(ids: Iterable[int]) -> str:
    parts, last = [], 0
    for each in ids:
        parts.append(SIGN[each - last])
        last = each
    return "".join(parts)
