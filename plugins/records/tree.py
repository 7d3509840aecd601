"""YAML to nodes, through libyaml; what it does not take is told in words for people.

YAML is read from libyaml's event stream, so that every scalar stays text, nesting is bounded
and nothing is ever constructed. Aliases, tags and second documents are refused (YAML 1.2, 3.2.2):
volunteers do not need them, and a "bomb" is made of nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct, field

from .characters import SUSPECT, clean, composed, kind_of
from .nodes import Mapping, Node, Scalar, Sequence
from .problems import Problem, problem

DEEPEST = 8  # levels of nesting; the field tables need four
COMMENT = re.compile(r"[ \t]+(#.*)")


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


class Open(Struct):
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
        value = composed(event.value)  # „\\u0308“ in quotes has only now become a mark
        return Scalar(
            (self.properties(event, line) + value).strip() if event.anchor or event.tag else value, line, plain
        )

    def comment(self, event: yaml.ScalarEvent) -> None:
        """What is lost behind a plain value, because " #" begins a comment."""
        end = event.end_mark
        row = end.line
        if row < len(self.lines) and (lost := COMMENT.match(self.lines[row], end.column)):
            from .slips import quoted  # late, as above

            key = self.stack[-1].key if self.stack else ""
            whole = quoted(f"{event.value} {lost[1]}".strip())
            self.say(
                row + self.first_line, "yaml-comment", lost=lost[1], mended=f"{key}: {whole}" if key else f"- {whole}"
            )

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
