"""Heads as most people type them, read line by line: libyaml takes three times as long, and as long to import as to render a page.

Plain is what means the same to everybody: `key: value`, `- value`, `- key: value`, indented by blanks; a value begins with a
letter, a digit or a sign that YAML has no use for, or stands in quotes without an escape, and ends with its line. Whatever else is there, libyaml is asked.
"""

from __future__ import annotations

import re

from .nodes import Mapping, Scalar, Sequence

DEEPEST = 6  # open lists and mappings; what is nested more deeply, libyaml counts
LINE = re.compile(  # possessive, so that no line takes long
    r"""(?P<blanks>\ *+) (?P<dash>-\ )?+ (?: (?P<key>[^\W\d_](?:[\w\ ./-]{0,60}\w)?) : (?:\ ++|$) )?+
    (?: (?P<plain>(?:[^\W_]|[§„(])[^:#\t]*+(?: (?: :(?![\ ]|$) | (?<!\ )\# ) [^:#\t]*+ )*+) | "(?P<double>[^"\\\t]*+)" | '(?P<single>[^'\t]*+)' )?+ \ *+""",
    re.VERBOSE,
)


def read_plain(text: str, first_line: int) -> Mapping | None:
    """The nodes of a head; None where something is not plain, so that libyaml decides. `text` holds no control character."""
    root = Mapping({}, {}, first_line)
    frames: list[tuple[int, Mapping | list]] = [(0, root)]  # by how far they are indented; a list becomes a Sequence at its end
    lists: list[tuple[Mapping, str, list, int]] = []
    waiting = ""  # a key with nothing behind it yet
    for number, line in enumerate(text.split("\n"), first_line):
        match = LINE.fullmatch(line)
        if not match:
            return None
        blanks, dash, key, plain, double, single = match.groups()
        value = plain.rstrip(" ") if plain is not None else double if double is not None else single
        depth = len(blanks)
        if key is None and value is None:
            if dash:
                return None
            continue
        if not root.entries and not waiting:
            if depth or dash:
                return None
            root = Mapping({}, {}, number)
            frames = [(0, root)]
        above, holder = frames[-1]
        if waiting:
            if depth > above or (dash and depth == above):
                if (not dash and key is None) or len(frames) >= DEEPEST:
                    return None
                if dash:
                    inner: Mapping | list = []
                    lists.append((holder, waiting, inner, number))
                else:
                    inner = holder.entries[waiting] = Mapping({}, {}, number)
                frames.append((depth, inner))
            else:
                holder.entries[waiting] = Scalar("", holder.lines[waiting])
            waiting = ""
        while frames and (frames[-1][0] > depth or (not dash and frames[-1][0] == depth and type(frames[-1][1]) is list)):
            frames.pop()
        if not frames or frames[-1][0] != depth:
            return None
        holder = frames[-1][1]
        if dash:
            if type(holder) is not list:
                return None
            if key is None:
                holder.append(Scalar(value, number, plain is not None))
                continue
            holder.append(Mapping({}, {}, number))
            holder = holder[-1]
            frames.append((depth + 2, holder))
        if key is None or key in holder.entries:
            return None
        holder.lines[key] = number
        holder.entries[key] = None if value is None else Scalar(value, number, plain is not None)
        if value is None:
            waiting = key
    if waiting:
        holder.entries[waiting] = Scalar("", holder.lines[waiting])
    for holder, key, items, number in lists:
        holder.entries[key] = Sequence(tuple(items), number)
    return root if root.entries else None
