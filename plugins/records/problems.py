"""A problem: where it is, what is there, what to do. Collected, never thrown."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable

from msgspec import Struct

from .messages import MESSAGES, WARNINGS
from .quoting import json_text, workflow, workflow_property


class Problem(Struct, frozen=True, order=True):
    path: str  # relative to the project, with "/"
    line: int  # counted from 1; 0 where the file as a whole is meant
    column: int  # counted from 1; 0 where the line as a whole is meant
    code: str  # a key of MESSAGES
    what: str  # German sentence: what is there
    remedy: str  # German sentence: what to do

    @property
    def warning(self) -> bool:
        return self.code in WARNINGS

    def __str__(self) -> str:
        place = ":".join([shorten(self.path), *(str(n) for n in (self.line, self.column) if n)])
        kind = "Hinweis: " if self.warning else ""
        return f"{place}: {kind}{self.what}\n    → {self.remedy}"


def problem(path: str, line: int, code: str, /, *, column: int = 0, **values: object) -> Problem:
    """Make a problem from its message. Values are shortened, so that no message runs off the screen."""
    what, remedy = MESSAGES[code]
    shown = {key: shorten(str(value), 900 if key in ("values", "known") else 240) for key, value in values.items()}
    return Problem(path, line, column, code, what.format(**shown), remedy.format(**shown))


def shorten(text: str, most: int = 240) -> str:
    """One printable line of at most `most` characters."""
    text = "".join(
        c if c.isprintable() or c in "\u00a0\u202f" else f"<U+{ord(c):04X}>" if c not in "\n\t" else " " for c in text
    )
    return text if len(text) <= most else text[: most - 1] + "…"


def bounded(text: str, most: int = 1000) -> str:
    """Sentences whose values may be as long as somebody made them: no line runs off the screen."""
    return "\n".join(line if len(line) <= most else line[: most - 1] + "…" for line in text.split("\n"))


def why(error: OSError) -> str:
    """Why a file cannot be read; the system's own words would be English."""
    return {
        errno.EACCES: "keine Berechtigung",
        errno.EPERM: "keine Berechtigung",
        errno.ENOENT: "sie ist nicht mehr da",
        errno.EIO: "Lesefehler",
    }.get(error.errno, f"Fehlernummer {error.errno}")


def failure(error: Exception) -> str:
    """What went wrong in the program and where, for whoever mends it: „ValueError: … (body.py, Zeile 80)“."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f" ({place.tb_frame.f_code.co_filename.rpartition('/')[2]}, Zeile {place.tb_lineno})" if place else ""
    return shorten(f"{type(error).__name__}{f': {error}' if str(error) else ''}{where}")


def errors(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if not p.warning]


def count_line(problems: list[Problem]) -> str:
    """The last line of every check: „2 Probleme und 1 Hinweis.“"""
    bad = len(errors(problems))
    hints = len(problems) - bad
    words = []
    if bad:
        words.append("1 Problem" if bad == 1 else f"{bad} Probleme")
    if hints:
        words.append("1 Hinweis" if hints == 1 else f"{hints} Hinweise")
    return (" und ".join(words) or "Alles in Ordnung") + "."


def as_text(problems: Iterable[Problem]) -> str:
    problems = sorted(set(problems))
    return "\n".join([*map(str, problems), count_line(problems)]) + "\n"


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands, one a line."""
    lines = []
    for p in sorted(set(problems)):
        place = f"file={workflow_property(p.path)},line={p.line or 1}" + (f",col={p.column}" if p.column else "")
        lines.append(f"::{'warning' if p.warning else 'error'} {place}::{workflow(f'{p.what}{chr(10)}→ {p.remedy}')}")
    return "".join(line + "\n" for line in lines)


def as_json(problems: Iterable[Problem]) -> str:
    rows = [
        {
            "datei": p.path,
            "zeile": p.line,
            "spalte": p.column,
            "art": "hinweis" if p.warning else "problem",
            "kennung": p.code,
            "was": p.what,
            "tun": p.remedy,
        }
        for p in sorted(set(problems))
    ]
    return json_text(rows, indent=1) + "\n"


def as_gitlab(problems: Iterable[Problem]) -> str:
    """A Code Quality report: GitLab shows it at the lines of a merge request, and tells new from old by the fingerprint."""
    rows = [
        {
            "description": f"{p.what} → {p.remedy}",
            "check_name": p.code,
            "fingerprint": hashlib.sha256(
                "\0".join((p.path, str(p.line), p.code, p.what)).encode("utf-8", "surrogateescape")
            ).hexdigest(),
            "severity": "minor" if p.warning else "blocker",
            "location": {"path": p.path, "lines": {"begin": p.line or 1}},
        }
        for p in sorted(set(problems))
    ]
    return json_text(rows, indent=1) + "\n"


FORMATS = {"text": as_text, "github": as_github, "gitlab": as_gitlab, "json": as_json}
