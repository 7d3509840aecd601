"""From bytes to a source: the YAML head as nodes that know their line, and the text below it.

YAML is read from libyaml's event stream, so that every scalar stays text, nesting is bounded
and nothing is ever constructed. Aliases, tags and second documents are refused (YAML 1.2, 3.2.2):
volunteers do not need them, and a "bomb" is made of nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import yaml

from .problems import Problem, problem

LARGEST_FILE = 1_000_000  # bytes; the longest real motion known has 60,000
LARGEST_HEAD = 100_000  # characters
DEEPEST = 8  # levels of nesting; the field tables need four

# Unicode Standard Annex 9 (directional formatting) and characters without a width.
INVISIBLE = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "ein Zeichen, das die Schreibrichtung verdreht")
INVISIBLE |= dict.fromkeys([0x034F, 0x180E, 0x200B, *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080)], "ein unsichtbares Zeichen")
INVISIBLE |= {0x00AD: "ein weiches Trennzeichen, das nicht zu sehen ist"}
CONTROL = {c for c in range(0x20) if c not in (0x09, 0x0A)} | {0x7F} | set(range(0x80, 0xA0)) | {0x2028, 0x2029, 0xFFFE, 0xFFFF} | set(range(0xFDD0, 0xFDF0))
SUSPECTS = frozenset(map(chr, CONTROL | set(INVISIBLE)))
SEEN_AS_LETTERS = tuple(sign for sign in sorted(SUSPECTS) if sign.isprintable())  # all others Python, too, calls unprintable
SUSPECT = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(CONTROL | set(INVISIBLE))) + "]")
COMMENT = re.compile(r"[ \t]+(#.*)")
FENCE = re.compile(r"-{3,}[^\S\n]*(?![^\n])")


class Scalar(NamedTuple):  # a head has forty: a tuple is made in half a dataclass's time
    text: str
    line: int
    plain: bool = True  # False: quoted or a block


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: dict[str, Node]
    lines: dict[str, int]  # of each key
    line: int


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """A text file, split. `head` is None where it could not be read; `problems` says why."""

    path: str
    head: Node | None
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = field(default=())


def read_source(path: str, data: bytes) -> Source:
    """Split a Markdown file into its head and its text."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
    if not FENCE.match(text):
        lines = text.split("\n")
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        code = "head-late" if FENCE.match(lines[first].strip()) else "head-missing" if lines[first].strip() else "head-empty"
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
    head, found = read_yaml(path, inside, first_line=2)
    problems += found
    if isinstance(head, (Sequence, Scalar)):
        problems.append(problem(path, 1, "head-no-keys"))
        head = None
    below = text.find("\n", end) + 1
    return Source(path, head, text[below:] if below else "", text.count("\n", 0, end) + (2 if below else 1), tuple(problems))


def read_list(path: str, data: bytes) -> Source:
    """Read a file that is YAML from its first line to its last."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
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
        before = data[:error.start].rpartition(b"\n")[2][-20:]
        near = (before + data[error.start :].partition(b"\n")[0][:20]).decode("cp1252", "replace")
        return None, [problem(path, line, "encoding", what=f"zu sehen an „{near.strip()}“")]
    # Some programs write "ü" as "u" and two dots: it looks the same, is another word to every search, and no right HTML.
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return text, suspects(path, text)


def suspects(path: str, text: str) -> list[Problem]:
    """Control and invisible characters, at most the first ten of a file."""
    if clean(text):
        return []
    found = []
    for match in islice(SUSPECT.finditer(text), 10):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.start())
        line = text.count("\n", 0, start) + 1
        column = match.start() - start
        near = text[max(start, match.start() - 12) : match.start()] + "▯" + text[match.end() : match.end() + 12 if end < 0 else min(end, match.end() + 12)]
        found.append(problem(path, line, "character", column=column + 1, code=f"U+{ord(match[0]):04X}", kind=kind_of(match[0]), near=without_suspects(near).strip()))
    return found


def clean(text: str) -> bool:
    """Are none of them in the text? Most texts hold nothing else that is unprintable, and that is known in a sixth of the time."""
    return (text.replace("\n", "").isprintable() and not any(sign in text for sign in SEEN_AS_LETTERS)) or SUSPECTS.isdisjoint(text)


def kind_of(char: str) -> str:
    return INVISIBLE.get(ord(char), "ein Steuerzeichen")


def without_suspects(text: str) -> str:
    """The same text without the characters that `suspects` names."""
    return SUSPECT.sub("", text)


# ------------------------------------------------------------------------------------- YAML


class Refused(Exception):
    """YAML that is not read any further. Never leaves this module."""

    def __init__(self, line: int, code: str, /, **values: object):
        self.line, self.code, self.values = line, code, values


def read_yaml(path: str, text: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Parse YAML into nodes. libyaml decides what is right; what it refuses is told in words for people."""
    if not clean(text):
        text = SUSPECT.sub(" ", text)  # already reported; libyaml would stop at them
    tree = Tree(path, text.split("\n"), first_line)
    try:
        return tree.build(yaml.parse(text, Loader=Loader)), tree.found
    except Refused as refused:
        return None, [*tree.found, problem(path, refused.line, refused.code, **refused.values)]
    except yaml.MarkedYAMLError as error:
        from .slips import explained  # late: nearly every head can be read

        return None, explained(path, text, error, first_line)
    except (yaml.YAMLError, ValueError):
        return None, [problem(path, first_line, "yaml", near=text.split("\n")[0])]


Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Open:
    """A list or mapping whose end has not come yet."""

    kind: str  # list, map
    line: int
    parts: list[Node] = field(default_factory=list)  # of a mapping: key, value, key, …

    @property
    def key(self) -> str:
        """The key whose value comes next, or ""."""
        last = self.parts[-1] if self.kind == "map" and len(self.parts) % 2 else None
        return last.text if isinstance(last, Scalar) else ""


class Tree:
    """Builds the nodes from libyaml's events, without recursion, and names what it does not take."""

    def __init__(self, path: str, lines: list[str], first_line: int):
        self.path, self.lines, self.first_line = path, lines, first_line
        self.root: list[Node] = []
        self.stack: list[Open] = []
        self.said: dict[tuple[int, str], Problem] = {}  # one of a kind a line

    @property
    def found(self) -> list[Problem]:
        return list(self.said.values())

    def say(self, line: int, code: str, /, **values: object) -> None:
        if (line, code) not in self.said:
            self.said[line, code] = problem(self.path, line, code, **values)

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        put = self.root.append
        for event in events:
            kind = type(event)
            line = event.start_mark.line + self.first_line
            if kind is yaml.ScalarEvent:
                put(self.scalar(event, line))
            elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                if event.anchor:  # nobody types this by mistake; a "bomb" is made of nothing else
                    raise Refused(line, "yaml-alias", sign=f"&{event.anchor}")
                if len(self.stack) >= DEEPEST:
                    raise Refused(line, "yaml-deep")
                self.properties(event, line)
                self.stack.append(Open("list" if kind is yaml.SequenceStartEvent else "map", line))
                put = self.stack[-1].parts.append
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                done = self.stack.pop()
                put = self.stack[-1].parts.append if self.stack else self.root.append
                put(Sequence(tuple(done.parts), done.line) if done.kind == "list" else self.mapping(done))
            elif kind is yaml.AliasEvent:
                self.say(line, "yaml-alias", sign=f"*{event.anchor}")
                put(Scalar(f"*{event.anchor}", line))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise Refused(line, "yaml-second")
        return self.root[0] if self.root else None

    def properties(self, event: yaml.NodeEvent, line: int) -> str:
        """What stands before a node with a meaning of its own: refused, and given back as it was typed."""
        typed = ""
        if event.anchor:
            typed = f"&{event.anchor} "
            self.say(line, "yaml-alias", sign=f"&{event.anchor}")
        if event.tag:
            typed += f"{event.tag} "
            self.say(line, "yaml-tag", tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        return typed

    def scalar(self, event: yaml.ScalarEvent, line: int) -> Scalar:
        plain = not event.style
        if plain:
            self.comment(event)
        elif hidden := SUSPECT.search(event.value):  # written as an escape, "\u202e"
            self.say(line, "yaml-escape", code=f"U+{ord(hidden[0]):04X}", kind=kind_of(hidden[0]))
        return Scalar((self.properties(event, line) + event.value).strip() if event.anchor or event.tag else event.value, line, plain)

    def comment(self, event: yaml.ScalarEvent) -> None:
        """What is lost behind a plain value, because " #" begins a comment."""
        end = event.end_mark
        row = end.line
        if row < len(self.lines) and (lost := COMMENT.match(self.lines[row], end.column)):
            from .slips import quoted  # late, as above

            key = self.stack[-1].key if self.stack else ""
            whole = quoted(f"{event.value} {lost[1]}".strip())
            self.say(row + self.first_line, "yaml-comment", lost=lost[1], mended=f"{key}: {whole}" if key else f"- {whole}")

    def mapping(self, done: Open) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for key, value in zip(done.parts[::2], done.parts[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.say(key.line, "yaml-key")
            elif (name := key.text.strip()) in entries:
                self.say(key.line, "key-twice", key=name, line=lines[name])
            else:
                entries[name], lines[name] = value, key.line
        return Mapping(entries, lines, done.line)
