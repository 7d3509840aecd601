"""Why YAML could not be read: what people type by mistake, line by line, with the line as it was meant."""

from __future__ import annotations

import re

import yaml
from msgspec import Struct

from .problems import Problem, problem

# Possessive, so that no line takes long.
LEAD = re.compile(r"\s*+(?:- ++)*+")
ENTRY = re.compile(r"(?P<key>[^\s:#\"'\[\]{}][^:#\"']*+):(?: ++|$)(?P<value>.*)$")
STUCK = re.compile(r"([^\W\d]\w*+):((?!//)\S.*)$")
ITEM = re.compile(r"[^\[\]{},\s][^\[\]{},]*")  # of a list in brackets
OPEN_BLOCK = re.compile(r"[|>](?:[+-]?[1-9]?|[1-9][+-])(?:\s+#.*)?$")
STARTS = (
    "`@%*&!|>]},"  # what no plain value may begin with (YAML 1.2, 5.3); "[" and "{" open a list, quotes a quotation
)
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
    quote: tuple[int, Typed] | None = (
        None  # line number and line in which a quotation was opened, while we are inside it
    )
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


class Typed(Struct, frozen=True):
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
    return Typed(
        raw.strip(),
        indent,
        column,
        "- " if "-" in lead else "",
        entry["key"].strip() if entry else "",
        (entry["value"] if entry else raw[len(lead) :]).strip(),
    )


def unclosed(path: str, number: int, line: Typed) -> Problem:
    return problem(path, number, "yaml-quote", key=line.key or line.value, sign=line.value[0])


def slip_in(line: Typed) -> tuple[str, dict[str, str]] | None:
    """The code of a slip in one line that stands for itself, and what its message needs."""
    value = line.value
    before = f" {value}".partition(" #")[0][1:]
    lost = {"lost": value[len(before) :].strip()}
    if value[0] in ENDS:
        after = value[ENDS[value[0]].match(value, 1).end() :].strip()
        return (
            ("yaml-after", {"sign": value[0], "rest": after, "mended": line.quoted(value)})
            if after and after[0] not in "#:"
            else None
        )
    if value[0] in "[{":
        closed = re.match(r"\[[^\]]*\]|\{[^}]*\}", value)
        after = value[closed.end() :].strip() if closed else ""
        if after and after[0] not in "#,]}":  # „[Entwurf] Radweg“
            return "yaml-start", {"sign": value[0], "mended": line.quoted(value)}
        return (
            (
                "yaml-comment",
                {
                    **lost,
                    "mended": line.mended(
                        ITEM.sub(lambda item: quoted(item[0].strip()) if "#" in item[0] else item[0], value)
                    ),
                },
            )
            if before != value
            else None
        )
    if value[0] in STARTS or (line.key and value.startswith(("- ", "? "))):
        return "yaml-start", {"sign": value[0], "mended": line.quoted(value)}
    if line.key and line.dash and re.match(r"\d++(?:,? *+\w++)?+:", value):  # „- Ja: 24, Nein: 41“, as minutes have it
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
    return problem(
        path,
        index + first_line,
        "yaml",
        column=mark.column + 1 if index == mark.line else 0,
        near=near or "(leere Zeile)",
    )


def quoted(value: str) -> str:
    """A quoted YAML scalar (YAML 1.2, 7.3): with ' where that spares every escape."""
    if '"' in value and "'" not in value and "\n" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
