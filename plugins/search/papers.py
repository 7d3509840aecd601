"""The text of PDF files, for the search: read in a process of its own, since what reads it is C and the files are anybody's.

A damaged, locked or endless file costs that process its time or its memory, never the build; the next file gets another process.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..records.characters import composed
from ..records.confined import allow, confine, program

ENDING = ".pdf"
SECONDS = 10  # of a processor, for one file
MEMORY = 1 << 30  # bytes
BYTES = 50 * 2**20  # of one file
PAGES = 200
LETTERS = 200_000  # of one file; about eighty pages of running text
PASSWORD = 4  # FPDF_ERR_PASSWORD of PDFium
HYPHEN = re.compile("[\ufffe\u00ad\x02]\\s*")  # what PDFium makes of a hyphen at the end of a line


class Read(Struct, frozen=True):
    """What was found in a file; `wrong`: code of the message."""

    text: str = ""
    wrong: str = ""


def read_papers(paths: list[Path], seconds: int = SECONDS) -> Iterator[Read]:
    """For each file what was found in it, in their order."""
    left = [str(path.absolute()) for path in paths]
    command, around = program(__name__)
    while left:
        done = subprocess.run(
            command, **around, input=json.dumps([seconds, left]).encode(), capture_output=True, check=False
        )
        told = done.stdout.splitlines(keepends=True)
        answers = [Read(**json.loads(line)) for line in told if line.endswith(b"\n")]
        if len(answers) < len(left):  # it ended while it read the next one
            answers.append(Read(wrong="pdf-bad"))
        yield from answers
        left = left[len(answers) :]


def extract(path: Path) -> Read:
    from pypdfium2 import PdfDocument, PdfiumError

    if path.stat().st_size > BYTES:
        return Read(wrong="pdf-huge")
    try:
        with PdfDocument(path) as document:
            text, whole = text_of(document)
    except PdfiumError as error:
        return Read(wrong="pdf-locked" if error.err_code == PASSWORD else "pdf-bad")
    except (OSError, MemoryError):
        return Read(wrong="pdf-bad")
    if not text:
        return Read(wrong="pdf-silent" if whole else "pdf-long")
    return Read(text, "" if whole else "pdf-long")


def text_of(document) -> tuple[str, bool]:
    """The text of its pages, and whether that is all of it."""
    found: list[str] = []
    left = LETTERS
    for number in range(min(len(document), PAGES)):
        found.append(tidy(document[number].get_textpage().get_text_bounded()))
        left -= len(found[-1])
        if left < 0:
            break
    return " ".join(filter(None, found))[:LETTERS], left >= 0 and len(document) <= PAGES


def tidy(text: str) -> str:
    """One line of words, those whole that were broken at its end, their letters composed: some programs write „ü“ as „u“ and two dots."""
    return composed(" ".join("".join(sign if sign.isprintable() else " " for sign in HYPHEN.sub("", text)).split()))


def main() -> None:
    seconds, paths = json.load(sys.stdin.buffer)
    confine(MEMORY)
    for path in paths:
        allow(seconds)
        read = extract(Path(path))
        sys.stdout.write(json.dumps({"text": read.text, "wrong": read.wrong}) + "\n")
        sys.stdout.flush()
    os._exit(0)  # nothing to tidy up


if __name__ == "__main__":
    main()
