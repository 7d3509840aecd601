"""`fraktion pruefen --beheben`: what a machine may mend without asking. Nothing else in a file changes."""

from __future__ import annotations

import re
from pathlib import Path

from ..press.write import write
from ..records.fields import derived_uid
from ..records.frontmatter import FENCE, without_suspects
from ..records.problems import Problem


def repair(project: Path, problems: list[Problem]) -> list[str]:
    """Mend missing ids and invisible characters; returns a sentence for each file that was changed."""
    done = []
    for path in sorted({p.path for p in problems if p.code in ("uid-missing", "character")}):
        file = project / path
        codes = {p.code for p in problems if p.path == path}
        text = old = file.read_bytes().decode("utf-8")
        said = []
        if "character" in codes:
            text = text[:1].replace("\ufeff", "") + without_suspects(text[1:].replace("\r\n", "\n").replace("\r", "\n"))
            said.append("unsichtbare Zeichen entfernt")
        if "uid-missing" in codes:
            text = with_uid(text, derived_uid(path))
            said.append("Kennung eingetragen")
        if text != old and write(file, text.encode("utf-8")):
            done.append(f"{path}: {' und '.join(said)}.")
    return done


def with_uid(text: str, uid: str) -> str:
    """Put the id on the first line of the head, or behind an empty `uid:`."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    close = next((i for i, line in enumerate(lines[1:], 1) if FENCE.match(line)), len(lines))
    empty = next((i for i in range(1, close) if re.match(r"uid:\s*$", lines[i])), 0)
    if empty:
        lines[empty] = f"uid: {uid}"
    else:
        lines.insert(1, f"uid: {uid}")
    return end.join(lines)
