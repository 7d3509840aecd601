"""The door to the screen: whatever a command prints, nothing in it moves the cursor, renames the window or hides a word.

Both streams are replaced before the first word is said, so no place that prints can forget it.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from ..records.quoting import terminal


class Screen:
    """A stream that writes nothing a terminal would obey but line ends and tabs."""

    def __init__(self, stream: TextIO):
        self.own = stream  # for our own signs: a progress that writes over itself

    def write(self, text: str) -> int:
        self.own.write(terminal(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.own, name)


@contextlib.contextmanager
def screens() -> Iterator[None]:
    """For as long as a command runs. A stream that was closed before (`>&-`) leads nowhere."""
    before = sys.stdout, sys.stderr
    out, err = (stream if stream is not None else Path(os.devnull).open("w", encoding="utf-8") for stream in before)  # noqa: SIM115 (until the program ends)
    for stream in (out, err):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a C locale must not break an umlaut
    sys.stdout, sys.stderr = Screen(out), Screen(err)
    try:
        yield
    except Exception:
        raise  # and what Python says of it goes through the door too
    except BaseException:
        sys.stdout, sys.stderr = before
        raise
    sys.stdout, sys.stderr = before


def own(stream: Any) -> Any:
    """The stream itself, for what is ours to the last sign."""
    return stream.own if isinstance(stream, Screen) else stream


def let_go() -> None:
    """Say the last words. Where nobody listens any more (`fraktion aufgaben | head`) or no room is left, they go nowhere, and Python finds nothing to complain about."""
    for stream in (sys.stdout, sys.stderr):
        for _ in range(2):
            try:
                stream.flush()
                break
            except (OSError, ValueError):
                with contextlib.suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
