"""Tables as people type and paste them, as Markdown has them: right under a sentence, without the line of dashes, with a cell too many, with tabs."""

from __future__ import annotations

import re

DIVIDER = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
PIPE = re.compile(r"\\.|(`+)(?:(?!\1).)+\1|(\|)")
FRAMED = re.compile(r" {0,3}\|.*\|[ \t]*$")
LISTED = re.compile(
    r"[ \t]*(?:[-*+–—•·▪◦‣●○■□➢➤►✓✔\uf0a7\uf0b7\uf0d8\uf0fcoØü§]|\(?\w{1,5}[.)]{1,2})\t"
)  # a tab behind the mark of a point
LABEL = re.compile(r"[^\t]{1,40}:[ ]*\t")  # „Datum:⇥3. Mai“


def cells_of(line: str) -> list[str]:
    """The cells of a row; a pipe in `code` or behind a \\ is a sign."""
    line = line.strip()
    places = [match.start() for match in PIPE.finditer(line) if match[2]]
    cells = [line[a + 1 : b].strip() for a, b in zip([-1, *places], [*places, len(line)], strict=True)]
    if len(cells) > 1 and not cells[0] and line.startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1] and line.endswith("|"):
        cells = cells[:-1]
    return cells


def is_divider(line: str) -> bool:
    return "|" in line and "-" in line and bool(DIVIDER.match(line))


def row(cells: list[str], columns: int) -> str:
    return f"| {' | '.join([*cells, *[''] * (columns - len(cells))])} |"


def with_tables(text: str) -> str:
    """The text with its tables as the converter reads them: whole, and apart from what stands above and below."""
    if "|" not in text and "\t" not in text:
        return text
    lines = text.split("\n")
    lines = from_tabs(lines) if "\t" in text else lines
    return "\n".join(from_pipes(lines) if any("|" in line for line in lines) else lines)


def from_pipes(lines: list[str]) -> list[str]:
    done: list[str] = []
    index = 0
    while index < len(lines):
        end = framed(lines, index)
        divided = (
            index + 1 < len(lines)
            and "|" in lines[index]
            and is_divider(lines[index + 1])
            and not is_divider(lines[index])
            and not lines[index].startswith("    ")
        )
        if divided:
            end = index + 2
            tight = bool(FRAMED.match(lines[index]))
            while end < len(lines) and lines[end].strip() and ("|" in lines[end] or not tight):
                end += 1
        if not divided and end - index < 2:
            done.append(lines[index])
            index += 1
            continue
        if done and done[-1].strip():
            done.append("")
        done += table(lines[index:end], divided)
        if end < len(lines) and lines[end].strip():
            done.append("")
        index = end
    return done


def framed(lines: list[str], start: int) -> int:
    """The end of the rows from here on that begin and end with a pipe, none of them a divider, and have two cells."""
    end = start
    while (
        end < len(lines) and FRAMED.match(lines[end]) and not is_divider(lines[end]) and len(cells_of(lines[end])) > 1
    ):
        end += 1
    return start if end < len(lines) and is_divider(lines[end]) and end - start == 1 else end


def table(rows: list[str], divided: bool) -> list[str]:
    counts = [len(cells_of(line)) for line in rows if not is_divider(line)]
    most = max(counts)
    if divided and counts[0] == most and len(cells_of(rows[1])) == most:
        return rows
    head, body = cells_of(rows[0]), rows[2:] if divided else rows[1:]
    sides = cells_of(rows[1]) if divided else []
    return [row(head, most), row([*sides, *["---"] * (most - len(sides))][:most], most), *body]


def from_tabs(lines: list[str]) -> list[str]:
    """Rows whose cells are parted by tabs, as a spreadsheet puts them on the clipboard."""
    done: list[str] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and tabbed(lines[end]):
            end += 1
        rows = [[cell.strip() for cell in line.strip(" ").split("\t")] for line in lines[index:end]]
        if len(rows) < 2 or len(rows[0]) < max(map(len, rows)) or all(LABEL.match(line) for line in lines[index:end]):
            done += [plain(lines, number) for number in range(index, max(end, index + 1))]
            index = max(end, index + 1)
            continue
        if done and done[-1].strip():
            done.append("")
        columns = len(rows[0])
        rows = [[cell.replace("|", "\\|") for cell in cells] for cells in rows]
        done += [row(rows[0], columns), row(["---"] * columns, columns), *(row(cells, columns) for cells in rows[1:])]
        if end < len(lines) and lines[end].strip():
            done.append("")
        index = end
    return done


def tabbed(line: str) -> bool:
    return "\t" in line.strip() and not line.startswith(("\t", "    ", "#", ">", "|")) and not LISTED.match(line)


def plain(lines: list[str], index: int) -> str:
    """A line with tabs that is no row: below a label („Datum:⇥3. Mai“) the next one begins anew."""
    line = lines[index]
    if LABEL.match(line) and index + 1 < len(lines) and LABEL.match(lines[index + 1]):
        return f"{line.rstrip()}  "
    return line
