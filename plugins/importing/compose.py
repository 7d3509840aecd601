"""A letter's parts → the text of a motion's file: the head with what is to be looked at, the body in this site's Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..records.confirm import LOOK
from .letter import MARKED, Found, Letter
from .markup import escape
from .sheet import HEADING, ITEM, NOTE, PICTURE, ROW, TEXT, Line, joined

SLACK = 1.0  # a blank, in letters; in points less than one
POINT = re.compile(r"(\d{1,2})(?:\.\)|[.)]) ?(?=\S)")
BELOW = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})+\.?\)?|[a-zA-Z]\)|[ivx]{1,5}[.)]|[a-h]\.) ?(?=\S)")
DASH = re.compile(r"[-–•●○▪o] (?=\S)|[•●○▪–](?=\S)")
SPECIAL = re.compile(r"(?:#{1,6}\s|[>+]\s|=+$|-{2,}$|\|)")
SECTION = re.compile(
    r"(?:finanzielle auswirkungen|deckungsvorschlag|klimarelevanz|klimawirkung|auswirkungen auf das klima) ?:?",
    re.IGNORECASE,
)  # headings that mean something here
ORDER = (
    "titel",
    "art",
    "datum",
    "drucksache",
    "bezug",
    "aendert",
    "adressat",
    "antragstellende",
    "unterzeichner",
    "beratungsfolge",
)


def build_body(letter: Letter, question: bool, about: Mapping[str, str] | None = None) -> str:
    """The two sections as Markdown, what is doubtful in between. `about`: alternative texts of pictures by their names."""
    about = about or {}
    parts = [f"## {'Fragen' if question else 'Beschlussvorschlag'}", *blocks(letter.resolution, about)]
    if letter.reason or letter.doubts:
        parts += [f"[{LOOK}: {doubt}]" for doubt in letter.doubts]
    if letter.reason:
        parts += ["## Begründung", *blocks(letter.reason, about)]
    return "\n\n".join(parts) + "\n"


def build_head(letter: Letter, uid: str, scalar: Callable[[str], str], more: Sequence[str] = ()) -> str:
    """The head, in the order of the table, a line to look at above each field that is not sure. `scalar` quotes a value for YAML; `more`: finished lines."""
    lines = ["---", f"uid: {uid}"]
    for key in ORDER:
        if found := letter.fields.get(key):
            if not found.sure:
                lines.append(mark(key, found))
            lines += entry(key, found.value, scalar)
    return "\n".join([*lines, *more, "---", "", ""])


def mark(key: str, found: Found) -> str:
    """„# bitte prüfen: drucksache (gelesen: „Vorlage Nr. 12“, Zeile 3)“"""
    read = " ".join(found.read.split())
    read = read if len(read) <= 100 else f"{read[:99]}…"
    place = ", ".join([*([f"gelesen: „{read}“"] if read else []), *([f"Zeile {found.line}"] if found.line else [])])
    return f"# {LOOK}: {key}{f' ({place})' if place else ''}"


def entry(key: str, value: object, scalar: Callable[[str], str]) -> list[str]:
    if isinstance(value, str):
        return [f"{key}: {scalar(value)}"]
    lines = [f"{key}:"]
    for row in value if isinstance(value, list) else ():
        if isinstance(row, str):
            lines.append(f"  - {scalar(row)}")
        else:
            for number, (name, inner) in enumerate(row.items()):
                lines.append(f"  {'- ' if not number else '  '}{name}: {'ja' if inner is True else scalar(str(inner))}")
    return lines


# ------------------------------------------------------------------------------------------- text


def blocks(lines: Sequence[Line], about: Mapping[str, str]) -> Iterator[str]:
    """Paragraphs, lists, tables: each as Markdown without a blank line around it."""
    lines = [line for line in lines if line.kind != NOTE] + [line for line in lines if line.kind == NOTE]
    at = 0
    inside = listed = False  # of a list's point: what follows belongs to it; what is lettered does so after a list too
    while at < len(lines):
        line = lines[at]
        end = at + 1
        if line.kind == ROW:
            while end < len(lines) and lines[end].kind == ROW:
                end += 1
            yield table(lines[at:end])
            inside = False
        elif line.kind == ITEM:
            while end < len(lines) and lines[end].kind == ITEM:
                end += 1
            yield items(lines[at:end])
            inside = False
            listed = lines[end - 1].marker.endswith(".")
        elif line.kind == PICTURE:
            words = about.get(line.text, "")
            yield f"![{escape(words) or f'{LOOK}: Hier steht, was das Bild zeigt.'}]({line.text})"  # without any words the preview would not show the draft
            if words:
                yield f"[{LOOK}: Beschreibt „{words}“ das Bild?]"
        elif line.kind in (HEADING, TEXT) and SECTION.fullmatch(line.text):
            yield f"## {line.text.strip(' :')}"
            inside = False
        elif line.kind == HEADING:
            yield f"### {(line.markdown or escape(line.text)).strip('*# ')}"
            inside = False
        elif line.kind == NOTE:
            yield f"\\[{line.marker.rstrip('.')}\\] {line.markdown or escape(line.text)}"
        else:
            while end < len(lines) and goes_on(lines[end - 1], lines[end]):
                end += 1
            text = joined([each.markdown or escape(each.text) for each in lines[at:end]])
            if match := POINT.match(text):
                yield f"{match[1]}. {text[match.end() :]}"
                inside = True
            elif match := BELOW.match(text):
                yield f"{'    ' if inside or listed else ''}{text}"
            elif match := DASH.match(text):
                yield f"{'    ' if inside and line.gap == 0 else ''}- {text[match.end() :]}"
            else:
                inside = inside and line.gap == 0
                listed = False
                yield f"{'    ' if inside else ''}{safe(text)}"
        at = end


def goes_on(before: Line, line: Line) -> bool:
    """Is a printed line the next of the same paragraph? It is not where its first word would have fitted into the line before, unless a word or a sentence goes on."""
    if (
        line.kind != TEXT
        or line.whole
        or before.whole
        or SECTION.fullmatch(line.text)
        or line.strong != before.strong
        or MARKED.match(line.text)
        or (line.gap and line.page == before.page)
    ):
        return False
    return (
        line.lead + SLACK > before.room
        or before.text.endswith("-")
        or (line.text[:1].islower() and not before.text.endswith((".", "!", "?", ":")))
    )


def safe(text: str) -> str:
    """A paragraph that Markdown takes for nothing else."""
    return (
        f"\\{text}"
        if SPECIAL.match(text)
        else re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
        if re.match(r"\d+[.)]\s", text)
        else text
    )


def items(lines: Sequence[Line]) -> str:
    """A list, its points one below the other; „a)“ keeps its letter as text."""
    out = []
    for line in lines:
        words = line.markdown or escape(line.text)
        pad = "    " * line.level
        if line.marker.endswith(")"):
            out.append(f"\n{pad}{line.marker} {words}\n")
        else:
            out.append(f"{pad}{line.marker} {words}")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")


def table(lines: Sequence[Line]) -> str:
    """Rows of cells; the first is the head."""
    width = max(len(line.cells) for line in lines)
    rows = [
        [" ".join(cell.split()).replace("|", "\\|") or " " for cell in (*line.cells, *[""] * (width - len(line.cells)))]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * width, *rows[1:]))
