"""From bytes to a source: the YAML head as nodes that know their line, and the text below it.

YAML is read from libyaml's event stream, so that every scalar stays text, nesting is bounded
and nothing is ever constructed. Aliases, tags and second documents are refused (YAML 1.2, 3.2.2):
volunteers do not need them, and a "bomb" is made of nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import yaml

from .problems import Problem, problem

LARGEST_FILE = 1_000_000  # bytes; the longest real motion known has 60,000
LARGEST_HEAD = 100_000  # characters
DEEPEST = 8  # levels of nesting; the field tables need four

# Unicode Standard Annex 9 (directional formatting) and characters without a width.
INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "verdreht die Schreibrichtung")
INVISIBLE |= dict.fromkeys([0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF], "ist unsichtbar")
INVISIBLE |= dict.fromkeys(range(0xE0000, 0xE0080), "ist unsichtbar")
CONTROL = {c for c in range(0x20) if c not in (0x09, 0x0A)} | {0x7F} | set(range(0x80, 0xA0)) | {0x2028, 0x2029, 0xFFFE, 0xFFFF} | set(range(0xFDD0, 0xFDF0))
SUSPECTS = frozenset(map(chr, CONTROL | set(INVISIBLE)))
SUSPECT = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(CONTROL | set(INVISIBLE))) + "]")
FENCE = re.compile(r"-{3,}\s*$")


@dataclass(frozen=True, slots=True)
class Scalar:
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
    head: Mapping | Sequence | None
    body: str = ""
    body_line: int = 1
    problems: tuple[Problem, ...] = field(default=())


def read_source(path: str, data: bytes) -> Source:
    """Split a Markdown file into its head and its text."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        first = next((i for i, line in enumerate(lines, 1) if line.strip()), 1)
        problems.append(problem(path, first, "head-missing", line=lines[first - 1].strip() or "nichts"))
        return Source(path, None, problems=tuple(problems))
    end = next((i for i, line in enumerate(lines[1:], 1) if FENCE.match(line)), 0)
    if not end:
        problems.append(problem(path, 1, "head-open"))
        return Source(path, None, problems=tuple(problems))
    head, found = read_yaml(path, "\n".join(lines[1:end]), first_line=2)
    problems += found
    if isinstance(head, (Sequence, Scalar)):
        problems.append(problem(path, 2, "head-no-keys"))
        head = None
    return Source(path, head, "\n".join(lines[end + 1 :]), end + 2, tuple(problems))


def read_list(path: str, data: bytes) -> Source:
    """Read a file that is YAML from its first line to its last."""
    text, problems = decode(path, data)
    if text is None:
        return Source(path, None, problems=tuple(problems))
    head, found = read_yaml(path, text, first_line=1)
    return Source(path, head if not isinstance(head, Scalar) else None, problems=tuple(problems + found))


def decode(path: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """UTF-8 with or without a byte order mark; line ends become "\\n"."""
    if len(data) > LARGEST_FILE:
        size = f"{len(data) / 1_000_000:.1f}".replace(".", ",")
        return None, [problem(path, 0, "file-large", size=size)]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:64].count(0) > 4:
        return None, [problem(path, 1, "encoding", what="UTF-16 oder UTF-32")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        near = data[max(0, error.start - 20) : error.end + 10].decode("cp1252", "replace")
        return None, [problem(path, line, "encoding", what=f"eine andere Kodierung, bei „{near.strip()}“")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, suspects(path, text)


def suspects(path: str, text: str) -> list[Problem]:
    """Control and invisible characters, at most the first ten of a file."""
    found: list[Problem] = []
    if SUSPECTS.isdisjoint(text):  # a tenth of the time of the search below
        return found
    for match in SUSPECT.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        line = text.count("\n", 0, start) + 1
        char = ord(match[0])
        kind = INVISIBLE.get(char, "ist ein Steuerzeichen")
        name = unicodedata.name(match[0], "ohne Namen")
        found.append(problem(path, line, "character", column=match.start() - start + 1, code=f"U+{char:04X}", name=name, kind=kind))
        if len(found) == 10:
            break
    return found


def without_suspects(text: str) -> str:
    """The same text without the characters that `suspects` names."""
    return SUSPECT.sub("", text)


# ------------------------------------------------------------------------------------- YAML


class Refused(Exception):
    """A YAML construct that is not read. Never leaves this module."""

    def __init__(self, line: int, code: str, **values: object):
        self.line, self.code, self.values = line, code, values


def read_yaml(path: str, text: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Parse YAML into nodes. All slips that can be told apart are reported, then libyaml's own word."""
    if len(text) > LARGEST_HEAD:
        return None, [problem(path, first_line, "head-large")]
    if not SUSPECTS.isdisjoint(text):
        text = SUSPECT.sub(" ", text)  # already reported; libyaml would stop at them
    slips = yaml_slips(path, text, first_line)
    if any(slip.code != "yaml-comment" for slip in slips):
        return None, slips
    try:
        node = build(yaml.parse(text, Loader=Loader), first_line)
    except Refused as refused:
        return None, [*slips, problem(path, refused.line, refused.code, **refused.values)]
    except yaml.MarkedYAMLError as error:
        return None, [*slips, marked(path, text, error, first_line)]
    except (yaml.YAMLError, ValueError, RecursionError):
        return None, [*slips, problem(path, first_line, "yaml", near=text.split("\n")[0])]
    return node, slips


Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def build(events, first_line: int) -> Node | None:
    """Build the tree from libyaml's events, without recursion."""
    root: list[Node] = []
    stack: list[tuple[str, list, int]] = []  # kind, what came so far, line

    def put(node: Node) -> None:
        (stack[-1][1] if stack else root).append(node)

    documents = 0
    for event in events:
        line = event.start_mark.line + first_line
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Refused(line, "yaml-second")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(line, "yaml-alias", sign=("*" if isinstance(event, yaml.AliasEvent) else "&") + str(event.anchor))
        if getattr(event, "tag", None):
            raise Refused(line, "yaml-tag", tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            put(Scalar(event.value, line, event.style is None or event.style == ""))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(stack) >= DEEPEST:
                raise Refused(line, "yaml-deep")
            stack.append(("list" if isinstance(event, yaml.SequenceStartEvent) else "map", [], line))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            kind, parts, start = stack.pop()
            put(Sequence(tuple(parts), start) if kind == "list" else mapping(parts, start))
    return root[0] if root else None


def mapping(parts: list[Node], line: int) -> Mapping:
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise Refused(key.line, "yaml-key")
        name = key.text.strip()
        if name in entries:
            raise Refused(key.line, "key-twice", key=name, line=lines[name])
        entries[name], lines[name] = value, key.line
    return Mapping(entries, lines, line)


# What a volunteer types by mistake, and what YAML would make of it. Each rule looks at one line.
ENTRY = re.compile(r"^(?P<lead>\s*(?:- +)*)(?P<key>[\w*-][\w *-]*?):(?P<blank> +|$)(?P<value>.*)$")
OPEN_BLOCK = re.compile(r"(?:^|[\s:-])[|>][+-]?\d?\s*$")


def yaml_slips(path: str, text: str, first_line: int) -> list[Problem]:
    found: list[Problem] = []
    block = -1  # indentation of the line that opened a block, while we are inside it
    quote: tuple[str, int, str] | None = None  # an open quotation mark: sign, line, key
    for number, line in enumerate(text.split("\n"), first_line):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0:
            if not line.strip() or indent > block:
                continue
            block = -1
        if quote:
            if closes(line, quote[0]):
                quote = None
                continue
            if not ENTRY.match(line):
                continue
            found.append(problem(path, quote[1], "yaml-quote", key=quote[2], sign=quote[0]))
            quote = None
        if "\t" in line[: len(line) - len(line.lstrip())]:
            found.append(problem(path, number, "yaml-tab"))
            continue
        if line.lstrip().startswith("#") or not line.strip():
            continue
        entry = ENTRY.match(line)
        value = (entry["value"] if entry else re.sub(r"^\s*(?:- +)*", "", line)).strip()
        key = entry["key"] if entry else ""
        if OPEN_BLOCK.search(line):
            block = indent
        elif value[:1] in ('"', "'"):
            if not closes(value[1:], value[0]):
                quote = (value[0], number, key)
        elif value[:1] in ("[", "{"):
            continue
        elif entry and re.search(r":(?: |$)", value):
            found.append(problem(path, number, "yaml-colon", line=line.strip(), mended=f"{key}: {quoted(value)}"))
        elif " #" in value:
            found.append(problem(path, number, "yaml-comment", lost=value[value.index(" #") + 1 :], mended=f"{key}: {quoted(value)}" if key else quoted(value)))
        elif value[:1] in ("„", "“", "”", "`", "@", "%"):
            if value[:1] in "`@%":
                found.append(problem(path, number, "yaml-start", sign=value[0], mended=f"{key}: {quoted(value)}" if key else quoted(value)))
        elif not entry and re.match(r"^[A-Za-zÄÖÜäöü_]+:\S", line) and "://" not in line:
            name, rest = line.split(":", 1)
            found.append(problem(path, number, "yaml-blank", line=line.strip(), mended=f"{name}: {rest}"))
    if quote:
        found.append(problem(path, quote[1], "yaml-quote", key=quote[2], sign=quote[0]))
    return found


def closes(rest: str, sign: str) -> bool:
    """Does the quotation opened before `rest` end in it?"""
    inside = rest.replace("''", "") if sign == "'" else re.sub(r"\\.", "", rest)
    return sign in inside


def quoted(value: str) -> str:
    """A YAML double-quoted scalar (YAML 1.2, 7.3.1)."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def marked(path: str, text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = min(mark.line, text.count("\n")) if mark else 0
    near = text.split("\n")[index].strip() or "(leere Zeile)"
    return problem(path, index + first_line, "yaml", column=mark.column + 1 if mark else 0, near=near)
