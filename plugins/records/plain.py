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
    root: Mapping | None = None
    frames: list[tuple[int, Mapping | list]] = []  # what is open, by how far it is indented
    lists: list[tuple[Mapping, str, list, int]] = []  # each becomes a Sequence when all is read
    waiting: tuple[Mapping, str] | None = None  # a key with nothing behind it yet
    for number, line in enumerate(text.split("\n"), first_line):
        match = LINE.fullmatch(line)
        if not match:
            return None
        blanks, dash, key, plain, double, single = match.groups()
        value = plain.rstrip(" ") if plain is not None else double if double is not None else single
        if key is None and value is None:
            if dash:
                return None
            continue
        depth = len(blanks)
        if root is None:
            root = Mapping({}, {}, number)
            frames.append((0, root))
        if waiting:
            holder, name = waiting
            above = frames[-1][0]
            if depth < above or (depth == above and not dash):
                holder.entries[name] = Scalar("", holder.lines[name])
            elif len(frames) >= DEEPEST:
                return None
            elif dash:
                lists.append((holder, name, [], number))
                frames.append((depth, lists[-1][2]))
            else:
                holder.entries[name] = Mapping({}, {}, number)
                frames.append((depth, holder.entries[name]))
            waiting = None
        while frames[-1][0] > depth or (not dash and frames[-1][0] == depth and type(frames[-1][1]) is list):
            frames.pop()
        above, inside = frames[-1]
        if above != depth or (type(inside) is list) != bool(dash):
            return None
        if dash and key is None:
            inside.append(Scalar(value, number, plain is not None))
            continue
        if dash:
            inside.append(Mapping({}, {}, number))
            inside = inside[-1]
            frames.append((depth + 2, inside))
        if key is None or key in inside.entries:
            return None
        inside.lines[key] = number
        inside.entries[key] = None if value is None else Scalar(value, number, plain is not None)
        if value is None:
            waiting = inside, key
    if waiting:
        holder, name = waiting
        holder.entries[name] = Scalar("", holder.lines[name])
    for holder, name, items, number in lists:
        holder.entries[name] = Sequence(tuple(items), number)
    return root
