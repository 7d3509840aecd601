"""What the sample is. No code knows it: a package has a list of it (`founding/packing.py` writes it), a checkout takes it from its own content/.

Digests of paragraphs and of files, names of persons, the county, the telephone number. What any site may say stands in no list:
short paragraphs, and words that are nobody's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, convert, to_builtins

from .program import ROOT, is_packed, own_file

FILE = "beispiel.json"
SHORT = 80  # characters; a shorter paragraph may stand anywhere
FLAG = re.compile(r"^beispiel:\s*ja\s*$", re.MULTILINE)
NAMED = re.compile(r"^(?:name|kreis|telefon):[ \t]*(\S[^\n]*)$", re.MULTILINE)


class Sample(Struct, frozen=True):
    paragraphs: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()  # „size:digest“ of what is no text
    names: tuple[str, ...] = ()

    def named(self, line: str) -> re.Match[str] | None:
        return expression(self.names).search(line) if self.names else None


@cache
def expression(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """First line and words of each paragraph below the head that is long enough to be somebody's own."""
    lines = [*text.split("\n"), ""]
    start = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
    part: list[str] = []
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip():
            part.append(line)
        elif part:
            words = " ".join(" ".join(part).split())
            if len(words) >= SHORT:
                yield number - len(part), words
            part = []


def digest_of(paragraph: str) -> str:
    return hashlib.sha256(paragraph.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def mark_of(data: bytes) -> str:
    return f"{len(data)}:{hashlib.sha256(data).hexdigest()[:16]}"


def is_sample(content: Path) -> bool:
    try:
        return bool(FLAG.search((content / "fraktion.yaml").read_text("utf-8", "replace")))
    except OSError:
        return False


def read_sample(content: Path) -> Sample:
    """What a folder's content is, where it says that it is the sample."""
    if not is_sample(content):
        return Sample()
    about = (content / "fraktion.yaml").read_text("utf-8")
    found, files, names = set(), set(), set()
    for file in sorted(path for path in content.rglob("*") if path.is_file() and path.parent != content):
        if file.suffix != ".md":
            files.add(mark_of(file.read_bytes()))
            continue
        text = file.read_text("utf-8")
        found |= {digest_of(words) for _, words in paragraphs(text)}
        if file.parent.name == "personen":
            names |= set(NAMED.findall(text))
    told = dict(re.findall(r"^(kreis|telefon):[ \t]*(\S[^\n]*)$", about, re.MULTILINE))
    names |= {told["kreis"].split()[-1]} if "kreis" in told else set()
    names |= {told["telefon"]} if "telefon" in told else set()
    return Sample(frozenset(found), frozenset(files), tuple(sorted(names)))


@cache
def of_the_program() -> Sample:
    if is_packed():
        return convert(json.loads(own_file(FILE).read_text("utf-8")), Sample)
    return read_sample(ROOT / "content")


def as_data(sample: Sample) -> dict[str, Any]:
    return {name: sorted(value) for name, value in to_builtins(sample).items()}
