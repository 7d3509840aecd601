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
SUSPECT = re.compile("[" + "".join(re.escape(chr(c)) for c in sorted(CONTROL | set(INVISIBLE))) + "]")
COMMENT = re.compile(r"[ \t]+(#.*)")
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
    head: Node | None
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
        first = next((i for i, line in enumerate(lines) if line.strip()), 0)
        code = "head-late" if FENCE.match(lines[first].strip()) else "head-missing" if lines[first].strip() else "head-empty"
        problems.append(problem(path, first + 1, code, line=lines[first].strip()))
        return Source(path, None, problems=tuple(problems))
    end = next((i for i, line in enumerate(lines[1:], 1) if FENCE.match(line)), 0)
    if not end:
        problems.append(problem(path, 1, "head-open"))
        return Source(path, None, problems=tuple(problems))
    inside = "\n".join(lines[1:end])
    if len(inside) > LARGEST_HEAD:
        return Source(path, None, problems=(*problems, problem(path, 2, "head-large")))
    head, found = read_yaml(path, inside, first_line=2)
    problems += found
    if isinstance(head, (Sequence, Scalar)):
        problems.append(problem(path, 1, "head-no-keys"))
        head = None
    return Source(path, head, "\n".join(lines[end + 1 :]), min(end + 2, len(lines)), tuple(problems))


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
    if SUSPECTS.isdisjoint(text):  # a tenth of the time of the search below
        return []
    found = []
    for match in islice(SUSPECT.finditer(text), 10):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.start())
        line = text.count("\n", 0, start) + 1
        column = match.start() - start
        near = text[max(start, match.start() - 12) : match.start()] + "▯" + text[match.end() : match.end() + 12 if end < 0 else min(end, match.end() + 12)]
        found.append(problem(path, line, "character", column=column + 1, code=f"U+{ord(match[0]):04X}", kind=kind_of(match[0]), near=without_suspects(near).strip()))
    return found


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
    if not SUSPECTS.isdisjoint(text):
        text = SUSPECT.sub(" ", text)  # already reported; libyaml would stop at them
    tree = Tree(path, text.split("\n"), first_line)
    try:
        return tree.build(yaml.parse(text, Loader=Loader)), tree.found
    except Refused as refused:
        return None, [*tree.found, problem(path, refused.line, refused.code, **refused.values)]
    except yaml.MarkedYAMLError as error:
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

    def put(self, node: Node) -> None:
        (self.stack[-1].parts if self.stack else self.root).append(node)

    def build(self, events: Iterator[yaml.Event]) -> Node | None:
        documents = 0
        for event in events:
            line = event.start_mark.line + self.first_line
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Refused(line, "yaml-second")
            elif isinstance(event, yaml.AliasEvent):
                self.say(line, "yaml-alias", sign=f"*{event.anchor}")
                self.put(Scalar(f"*{event.anchor}", line))
            elif isinstance(event, yaml.ScalarEvent):
                self.put(self.scalar(event, line))
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                if event.anchor:  # nobody types this by mistake; a "bomb" is made of nothing else
                    raise Refused(line, "yaml-alias", sign=f"&{event.anchor}")
                if len(self.stack) >= DEEPEST:
                    raise Refused(line, "yaml-deep")
                self.properties(event, line)
                self.stack.append(Open("list" if isinstance(event, yaml.SequenceStartEvent) else "map", line))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                done = self.stack.pop()
                self.put(Sequence(tuple(done.parts), done.line) if done.kind == "list" else self.mapping(done))
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
        behind = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if behind and (lost := COMMENT.match(behind)):
            key = self.stack[-1].key if self.stack else ""
            whole = quoted(f"{event.value} {lost[1]}".strip())
            self.say(end.line + self.first_line, "yaml-comment", lost=lost[1], mended=f"{key}: {whole}" if key else f"- {whole}")

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


def quoted(value: str) -> str:
    """A quoted YAML scalar (YAML 1.2, 7.3): with ' where that spares every escape."""
    if '"' in value and "'" not in value and "\n" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


# -------------------------------------------------------------- why YAML could not be read

# Possessive, so that no line takes long.
LEAD = re.compile(r"\s*+(?:- ++)*+")
ENTRY = re.compile(r"(?P<key>[^\s:#\"'\[\]{}][^:#\"']*+):(?: ++|$)(?P<value>.*)$")
STUCK = re.compile(r"([^\W\d]\w*+):((?!//)\S.*)$")
ITEM = re.compile(r"[^\[\]{},\s][^\[\]{},]*#[^\[\]{},]*|#[^\[\]{},]*")  # of a list in brackets, with a comment sign in it
OPEN_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:\s+#.*)?$")
STARTS = "`@%*&!|>]},"  # what no plain value may begin with (YAML 1.2, 5.3); "[" and "{" open a list, quotes a quotation
ENDS = {'"': re.compile(r'(?:[^"\\]|\\.)*+"'), "'": re.compile(r"(?:[^']|'')*+'")}


def explained(path: str, text: str, error: yaml.MarkedYAMLError, first_line: int) -> list[Problem]:
    """The slips that can be told apart, all of them; libyaml's own place where none explains it."""
    slips = yaml_slips(path, text, first_line)
    own = marked(path, text, error, first_line)
    known = any(slip.line <= own.line and (slip.code != "yaml-comment" or own.code == "yaml-bracket") for slip in slips)
    return slips if known else sorted([own, *slips])


def yaml_slips(path: str, text: str, first_line: int) -> list[Problem]:
    """What volunteers type by mistake, line by line. Asked only about text that YAML refuses: it guesses."""
    found: list[Problem] = []
    block = -1  # column of the entry that opened a block of text, while we are inside it
    quote: tuple[int, Typed] | None = None  # line number and line in which a quotation was opened, while we are inside it
    for number, raw in enumerate(text.split("\n"), first_line):
        line = typed(raw)
        if block >= 0 and (not raw.strip() or line.indent > block):
            continue
        block = -1
        if quote and not (line.key and line.column <= quote[1].column):
            quote = None if ENDS[quote[1].value[0]].match(raw) else quote
            continue
        if quote:
            found.append(unclosed(path, *quote))
            quote = None
        if "\t" in raw[: len(raw) - len(raw.lstrip())]:
            found.append(problem(path, number, "yaml-tab"))
        elif not line.value or (line.value.startswith("#") and not line.key):
            continue
        elif line.value[0] in ENDS and not ENDS[line.value[0]].match(line.value, 1):
            quote = (number, line)
        elif OPEN_BLOCK.match(line.value):
            block = line.column
        elif slip := slip_in(line):
            code, values = slip
            found.append(problem(path, number, code, **values))
    return [*found, unclosed(path, *quote)] if quote else found


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as people mean it: dashes, a key, a value. Any of them may be missing."""

    text: str
    indent: int
    column: int  # of the key, or of the last dash
    dash: str  # "- " or ""
    key: str
    value: str

    def quoted(self, value: str) -> str:
        """The line to paste, with the value in quotation marks."""
        return self.mended(quoted(value))

    def mended(self, value: str) -> str:
        return f"{self.dash}{self.key}: {value}" if self.key else f"{self.dash}{value}"


def typed(raw: str) -> Typed:
    lead = LEAD.match(raw)[0]
    indent = len(raw) - len(raw.lstrip(" "))
    entry = ENTRY.match(raw, len(lead))
    column = len(lead) if entry else max(len(lead.rstrip()) - 1, indent)
    return Typed(raw.strip(), indent, column, "- " if "-" in lead else "", entry["key"].strip() if entry else "", (entry["value"] if entry else raw[len(lead) :]).strip())


def unclosed(path: str, number: int, line: Typed) -> Problem:
    return problem(path, number, "yaml-quote", key=line.key or line.value, sign=line.value[0])


def slip_in(line: Typed) -> tuple[str, dict[str, str]] | None:
    """The code of a slip in one line that stands for itself, and what its message needs."""
    value = line.value
    before = f" {value}".partition(" #")[0][1:]
    lost = {"lost": value[len(before) :].strip()}
    if value[0] in ENDS:
        after = value[ENDS[value[0]].match(value, 1).end() :].strip()
        return ("yaml-after", {"sign": value[0], "rest": after, "mended": line.quoted(value)}) if after and after[0] not in "#:" else None
    if value[0] in "[{":
        closed = re.match(r"\[[^\]]*\]|\{[^}]*\}", value)
        after = value[closed.end() :].strip() if closed else ""
        if after and after[0] not in "#,]}":  # „[Entwurf] Radweg“
            return "yaml-start", {"sign": value[0], "mended": line.quoted(value)}
        return ("yaml-comment", {**lost, "mended": line.mended(ITEM.sub(lambda item: quoted(item[0].strip()), value))}) if before != value else None
    if value[0] in STARTS or (line.key and value.startswith(("- ", "? "))):
        return "yaml-start", {"sign": value[0], "mended": line.quoted(value)}
    if line.key and line.dash and re.match(r"\d+,? *\w+:", value):  # „- Ja: 24, Nein: 41“, as minutes have it
        return "yaml-colon", {"line": line.text, "mended": line.dash + quoted(f"{line.key}: {value}")}
    if line.key and re.search(r":(?: |$)", before):
        return "yaml-colon", {"line": line.text, "mended": line.quoted(value)}
    if not line.key and (stuck := STUCK.match(value)):
        return "yaml-blank", {"line": line.text, "mended": f"{line.dash}{stuck[1]}: {stuck[2]}"}
    return ("yaml-comment", {**lost, "mended": line.quoted(value)}) if before != value else None


def marked(path: str, text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    """libyaml's own word. It often notices a line too late; where it knows what was begun, that is the place."""
    lines = text.split("\n")
    context, said = error.context or "", error.problem or ""
    begun = context in ("while scanning a simple key", "while parsing a flow sequence", "while parsing a flow mapping")
    mark = error.context_mark if begun else error.problem_mark or error.context_mark
    index = min(mark.line, len(lines) - 1)
    index = next((i for i in range(index, 0, -1) if lines[i].strip()), 0)
    near = lines[index].strip()
    if "flow" in context:
        return problem(path, index + first_line, "yaml-bracket", near=near, sign="}" if "mapping" in context else "]")
    if begun:
        return problem(path, index + first_line, "yaml-no-colon", near=near)
    if "<document start>" in said:
        end = next((i for i in range(index, -1, -1) if lines[i].startswith(("...", "---"))), index)
        return problem(path, end + first_line, "yaml-second")
    if "escape" in said:
        return problem(path, index + first_line, "yaml-backslash", near=near)
    if said.startswith("mapping values"):
        return problem(path, index + first_line, "yaml-below", near=near)
    if context.startswith("while parsing a block") and not lines[index][: mark.column].strip():
        return problem(path, index + first_line, "yaml-indent", near=near)
    return problem(path, index + first_line, "yaml", column=mark.column + 1 if index == mark.line else 0, near=near or "(leere Zeile)")
