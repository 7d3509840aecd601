"""`fraktion pruefen --beheben`: what a machine may mend without asking. Nothing else in a file changes."""

from __future__ import annotations

import re
from pathlib import Path

from ..press.write import write
from ..records.characters import without_suspects
from ..records.fields import derived_uid
from ..records.frontmatter import FENCE
from ..records.problems import Problem
from .reading import located


def repair(content: Path, problems: list[Problem]) -> list[str]:
    """Mend missing ids and invisible characters; returns a sentence for each file that was changed."""
    done = []
    for path in sorted({p.path for p in problems if p.code in ("uid-missing", "character")}):
        file = located(content, path.removeprefix("content/"))
        codes = {p.code for p in problems if p.path == path}
        text = old = file.read_bytes().decode("utf-8")
        said = []
        if "character" in codes:
            # A byte order mark and the line ends of other systems are read without a word, so they stay.
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            text = mark + "".join(part if part == "\r" else without_suspects(part) for part in re.findall(r"\r|[^\r]+", text.removeprefix(mark)))
            said.append("unsichtbare Zeichen entfernt")
        if "uid-missing" in codes:
            text = with_uid(text, derived_uid(path))
            said.append("Kennung eingetragen")
        if text != old and write(file, text.encode("utf-8")):
            done.append(f"{path}: {' und '.join(said)}.")
    return done


def with_uid(text: str, uid: str) -> str:
    """Put the id on the first line of the head, or in the place of an empty `uid:`."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)
    end = lines[0][len(lines[0].rstrip("\r\n")) :]
    close = next((i for i, line in enumerate(lines[1:], 1) if FENCE.match(line.rstrip("\r\n"))), len(lines))
    empty = next((i for i in range(1, close) if re.match(r"""uid:\s*(?:''|"")?\s*(?:\s#.*)?$""", lines[i])), 0)
    lines[empty or 1 : empty + 1 if empty else 1] = [f"uid: {uid}{end}"]
    return "".join(lines)
