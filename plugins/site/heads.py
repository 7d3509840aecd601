"""Single lines of a text's head, changed where they stand: everything else in the file stays as somebody typed it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..records.frontmatter import FENCE
from .new import scalar
from .settings import Refusal


class Head:
    """The lines of a file, its head between two fences; `path` for the sentence where a line is written in another way than usual."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
        self.end = next((line[len(line.rstrip("\r\n")) :] for line in self.lines), "\n") or "\n"
        self.close = next(
            (at for at, line in enumerate(self.lines[1:], 1) if FENCE.match(line.rstrip("\r\n"))), len(self.lines)
        )

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def unusual(self, key: str) -> Refusal:
        return Refusal(
            f"In {self.path} ist „{key}“ anders geschrieben als üblich. Bitte von Hand ändern. Es wurde nichts geändert."
        )

    def put(self, at: int, lines: list[str], instead: int = 0) -> None:
        self.lines[at : at + instead] = [f"{line}{self.end}" for line in lines]
        self.close += len(lines) - instead

    def find(self, key: str, start: int = 1, stop: int = 0, pad: str = "") -> int:
        """The line of a key; 0 without one."""
        return next(
            (at for at in range(start, stop or self.close) if re.match(rf"{pad}{key}\s*:(?:\s|$)", self.lines[at])), 0
        )

    def block(self, at: int) -> int:
        """The line after the value that begins there: what is indented deeper, and items of a list in the same column."""
        pad = len(self.lines[at]) - len(self.lines[at].lstrip(" "))
        end = at + 1
        while end < self.close and (
            not (line := self.lines[end].rstrip())
            or len(line) - len(line.lstrip(" ")) > pad
            or (pad == 0 and line.startswith("- "))
            or line.startswith("#")
        ):
            end += 1
        while end > at + 1 and (
            not self.lines[end - 1].strip() or self.lines[end - 1].startswith("#")
        ):  # what stands above the next key belongs to it
            end -= 1
        return end

    def set(self, key: str, value: str, after: str = "") -> None:
        """A value of the head on one line."""
        at = self.find(key)
        if at and self.block(at) > at + 1:
            raise self.unusual(key)
        where = self.find(after) if after else 0
        self.put(at or (self.block(where) if where else self.close), [f"{key}: {value}"], 1 if at else 0)

    def drop(self, key: str) -> None:
        if at := self.find(key):
            self.put(at, [], self.block(at) - at)

    def append(self, key: str, row: Mapping[str, str]) -> None:
        """One more item of a list."""
        lines = [f"{'- ' if number == 0 else '  '}{name}: {value}" for number, (name, value) in enumerate(row.items())]
        at = self.find(key)
        if not at or (re.fullmatch(rf"{key}\s*:\s*(?:\[\s*\])?\s*", self.lines[at]) and self.block(at) == at + 1):
            self.put(at or self.close, [f"{key}:", *(f"  {line}" for line in lines)], 1 if at else 0)
            return
        first = self.lines[at + 1] if at + 1 < self.block(at) else ""
        if not re.match(r" *- ", first) or self.lines[at].rstrip() != f"{key}:":
            raise self.unusual(key)
        self.put(self.block(at), [f"{' ' * (len(first) - len(first.lstrip(' ')))}{line}" for line in lines])

    # ------------------------------------------------------------------- an item of a list, by its line

    def item(self, line: int) -> tuple[int, int, str]:
        """Where the item begins and ends, and how far its keys are indented."""
        at = line - 1
        found = re.match(r"( *)- ", self.lines[at]) if at < self.close else None
        if not found:
            raise self.unusual(f"Zeile {line}")
        pad = found[1]
        end = at + 1
        while end < self.close and self.lines[end].strip() and re.match(rf"{pad} +\S", self.lines[end]):
            end += 1
        return at, end, f"{pad}  "

    def set_in(self, line: int, key: str, value: str, after: str = "") -> None:
        """A value of an item; "" takes it away."""
        at, end, pad = self.item(line)
        if re.match(r" *- *\{", self.lines[at]):  # all on one line
            self.set_flow(at, key, value)
            return
        place = next((n for n in range(at, end) if re.match(rf"(?:{pad}| *- ){key}\s*:(?:\s|$)", self.lines[n])), None)
        if place is None:
            if value:
                where = next(
                    (n for n in range(at, end) if after and re.match(rf"(?:{pad}| *- ){after}\s*:", self.lines[n])), at
                )
                while where + 1 < end and re.match(rf"{pad} +\S|{pad}- ", self.lines[where + 1]):
                    where += 1
                self.put(where + 1, [f"{pad}{key}: {value}"])
        elif place + 1 < end and re.match(rf"{pad} +\S", self.lines[place + 1]):
            raise self.unusual(key)
        elif value:
            before = re.match(rf"(?:{pad}| *- ){key}\s*:", self.lines[place])[0]
            self.put(place, [f"{before} {value}"], 1)
        elif place == at:
            raise self.unusual(key)
        else:
            self.put(place, [], 1)

    def set_flow(self, at: int, key: str, value: str) -> None:
        line = self.lines[at].rstrip("\r\n")
        found = re.search(rf"([{{,]\s*){key}\s*:\s*(\"[^\"]*\"|'[^']*'|[^,}}\[\]{{]*)", line)
        if not line.endswith("}") or (found and re.match(r"\s*[\[{]", line[found.end() :])):
            raise self.unusual(key)
        if found and value:
            line = f"{line[: found.start()]}{found[1]}{key}: {value}{line[found.end() :]}"
        elif found:
            line = (
                line[: found.start()] + line[found.end() :]
                if found[1].startswith(",")
                else f"{line[: found.start()]}{{{line[found.end() :].lstrip(', ')}"
            )
        elif value:
            line = f"{line[:-1]}, {key}: {value}}}"
        self.put(at, [line], 1)

    def remove(self, line: int) -> None:
        at, end, _ = self.item(line)
        self.put(at, [], end - at)


__all__ = ["Head", "scalar"]
