"""What is wrong with the files of content/ as files, whatever stands in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from .. import texts
from ..motions.pages import RESERVED
from ..records import german
from ..records.characters import composed
from ..records.fields import Table
from ..records.guard import PRIVATE, SECRET, as_problem, find, find_name
from ..records.problems import Problem, problem
from .group_data import LISTS
from .reading import Entry
from .tables import FOLDERS, folder_of

STEM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_STEM = 100
TAKEN = frozenset(
    [
        "a",
        "abonnieren",
        "antraege",
        "arten",
        "bilanz",
        "bilder",
        "ausgang",
        "daten",
        "einbetten",
        "feeds",
        "glossar",
        "gremien",
        "meldungen",
        "muster",
        "oparl",
        "orte",
        "kalender",
        "karten",
        "personen",
        "reihen",
        "rundbriefe",
        "sitzungen",
        "suche",
        "themen",
        "theme",
        "vorschau",
        "wahlperioden",
    ]
)


COPY = re.compile(
    r"(.{1,100}?)(?:[ .]?\((?:\d{1,2}|Kopie[^()]{0,20}|Konflikt[^()]{0,60}|[^()]{0,60}conflicted copy[^()]{0,60})\)|\.sync-conflict-[\w-]{1,60}| - Kopie(?: \(\d\))?|_conflict-[\w-]{1,60})"
)
LITTER = re.compile(
    r"(?i)thumbs\.db|desktop\.ini|~\$.*|.*\.(?:tmp|part|crdownload|orig|bak)|icon\r?"
)  # what systems and programs leave behind
OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pages", ".docm")
ENDING = re.compile(r"(?i)(.{1,120}?)(?:\.md\.txt|\.markdown|\.md\.md|\.md|\.mdown)")


def check_name(path: str, entry: Entry, table: Table) -> list[Problem]:
    stem = path.rpartition("/")[2].removesuffix(".md").encode("utf-8", "replace").decode()
    if (copy := COPY.fullmatch(stem)) and not STEM.fullmatch(stem):
        return [problem(entry.shown, 0, "file-copy", name=f"{stem}.md", other=f"{copy[1].strip()}.md")]
    if not STEM.fullmatch(stem) or len(stem) > LONGEST_STEM:
        proposal = german.slug(stem)[:LONGEST_STEM].strip("-") or table.noun.lower()
        return [problem(entry.shown, 0, "name-bad", name=f"{stem}.md", proposal=proposal)]
    reserved = TAKEN if table.kind == "text" else RESERVED if table.kind == "motion" else frozenset()
    if stem in reserved or re.fullmatch(r"\d{4}", stem) or (table.kind == "text" and stem == "index"):
        return [problem(entry.shown, 0, "name-reserved", name=stem, proposal=f"{stem}-{table.noun.lower()}")]
    return []


def check_names(entries: Iterable[Entry], blocked: tuple[str, ...]) -> Iterator[tuple[str, Problem]]:
    """A file's name is part of its address. All of them are looked at as one text: there are many, and they are clean."""
    entries = list(entries)
    text = "\n".join(entry.path.encode("utf-8", "replace").decode() for entry in entries)
    for line in sorted({hit.line for hit in find("", text, blocked, whole=False) if hit.kind != SECRET}):
        yield entries[line - 1].path, problem(entries[line - 1].shown, 0, PRIVATE, kind="ein Link oder eine Nummer")
    for entry in entries:
        for hit in find_name(entry.shown, named_only=True):
            yield entry.path, as_problem(entry.shown, hit)


def check_alike(content: Path, entries: dict[str, Entry]) -> Iterator[Problem]:
    """Two files whose names differ only in how letters with marks are put together: nobody could say which is meant, and a Mac keeps only one."""
    for path, entry in entries.items():
        if (one := composed(path)) != path and one in entries:
            name = one.rpartition("/")[2]
            apart = "".join(
                f"<U+{ord(sign):04X}>" if unicodedata.combining(sign) else sign for sign in path.rpartition("/")[2]
            )
            yield problem(
                f"content/{one}",
                0,
                "file-alike",
                name=name,
                apart=apart,
                size=german.size(entries[one].size),
                other=german.size(entry.size),
            )


def check_strays(entries: dict[str, Entry]) -> Iterator[Problem]:
    """Files that lie beside no text: said, not published. A text that lies where none is read is an error."""
    for path, entry in entries.items():
        beside, _, name = path.rpartition("/")
        if folder_of(path) or is_quiet(path):
            continue
        if beside in (*FOLDERS, "meldungen/fremd"):
            if name.casefold().endswith(OFFICE):
                yield problem(entry.shown, 0, "text-office", name=name, path=entry.shown)
                continue
            if ending := ENDING.fullmatch(name):
                yield problem(entry.shown, 0, "text-ending", name=name, target=f"{german.slug(ending[1]) or 'text'}.md")
                continue
        if f"{beside}.md" in entries:
            continue
        if name.endswith((".md", ".yaml", ".yml")) and not (path == name and name.rpartition(".")[0].isupper()):
            yield problem(
                entry.shown, 0, "text-stray", known=", ".join([*(f"content/{name}/" for name in FOLDERS), *LISTS])
            )
        elif path.split("/")[0] in FOLDERS:
            yield problem(entry.shown, 0, "file-stray", folder=f"content/{path.split('/')[0]}")


def check_unnamed(text: str, beside: Iterable[str], named: set[str]) -> Iterator[Problem]:
    """Files beside a text that it does not name."""
    for name in beside:
        path = f"{text.removeprefix('content/').removesuffix('.md')}/{name}"
        if name not in named and not is_quiet(path):
            yield problem(f"content/{path}".encode("utf-8", "replace").decode(), 0, "file-unnamed", text=text)


def is_quiet(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.endswith("~") or path in LISTS or bool(LITTER.fullmatch(name))


def check_needed(entries: dict[str, Entry]) -> Iterator[Problem]:
    for name in texts.NEEDED:
        if f"seiten/{name}.md" not in entries:
            yield problem(f"content/seiten/{name}.md", 0, "page-missing", name=name)
