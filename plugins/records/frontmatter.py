"""From bytes to a source: the YAML head as nodes that know their line, and the text below it."""

from __future__ import annotations

import re

from msgspec import Struct

from .bounds import long_lines
from .characters import composed, strange, suspects
from .conflicts import conflict
from .nodes import Node, Scalar, Sequence
from .problems import Problem, problem

LARGEST_FILE = 1_000_000  # bytes; the longest real motion known has 60,000
LARGEST_HEAD = 100_000  # characters
FENCE = re.compile(r"-{3,}[^\S\n]*(?![^\n])")


class Source(Struct, frozen=True):
    """A text file, split. `head` is None where it could not be read; `problems` says why."""

    path: str
    head: Node | None
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


def read_source(path: str, data: bytes) -> Source:
    """Split a Markdown file into its head and its text."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
    if not FENCE.match(text):
        lines = text.split("\n")
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        code = (
            "head-late"
            if FENCE.match(lines[first].strip())
            else "head-missing"
            if lines[first].strip()
            else "head-empty"
        )
        problems.append(problem(path, first + 1, code, line=lines[first].strip()))
        return Source(path, None, problems=tuple(problems))
    end = text.find("\n---") + 1
    while end and not FENCE.match(text, end):
        end = text.find("\n---", end) + 1
    if not end:
        problems.append(problem(path, 1, "head-open"))
        return Source(path, None, problems=tuple(problems))
    inside = text[text.find("\n") + 1 : end - 1]
    if len(inside) > LARGEST_HEAD:
        return Source(path, None, problems=(*problems, problem(path, 2, "head-large")))
    if long := list(long_lines(path, inside, 2)):
        return Source(path, None, problems=(*problems, *long))
    from .tree import read_yaml  # late, with libyaml: most builds read one text or none

    head, found = read_yaml(path, inside, first_line=2)
    problems += found
    if isinstance(head, (Sequence, Scalar)):
        problems.append(problem(path, 1, "head-no-keys"))
        head = None
    below = text.find("\n", end) + 1
    return Source(
        path, head, text[below:] if below else "", text.count("\n", 0, end) + (2 if below else 1), tuple(problems)
    )


def read_list(path: str, data: bytes) -> Source:
    """Read a file that is YAML from its first line to its last."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
    if long := list(long_lines(path, text, 1)):
        return Source(path, None, problems=(*problems, *long))
    from .tree import read_yaml  # late, as above

    head, found = read_yaml(path, text, first_line=1)
    return Source(path, head, problems=tuple(problems + found))


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """UTF-8 with or without a byte order mark; line ends become "\\n", letters are composed (Unicode NFC)."""
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1_000_000:.1f}".replace(".", ",")
        return None, [problem(path, 0, "file-large", size=size)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:64].count(0) > 4:
        return None, [problem(path, 1, "encoding", what="sondern in UTF-16 oder UTF-32")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[: error.start].rpartition(b"\n")[2][-20:]
        near = (before + data[error.start :].partition(b"\n")[0][:20]).decode("cp1252", "replace")
        return None, [problem(path, line, "encoding", what=f"zu sehen an „{near.strip()}“")]
    # Some programs write "ü" as "u" and two dots: it looks the same, is another word to every search, and no right HTML.
    text = composed(text).replace("\r\n", "\n").replace("\r", "\n")
    if clash := conflict(path, text):
        return None, [clash]  # all else that could be said of the file follows from it
    return text, [*suspects(path, text), *strange(path, text)]
