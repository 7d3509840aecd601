"""What the group says of itself, and the lists beside it: read anew when one of their files changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from .. import group
from ..records.council import USUAL, Council, called, council_of
from ..records.fields import Record, Row, read_record, read_rows
from ..records.frontmatter import read_list
from ..records.guard import ALLOWED, check_guard
from ..records.nodes import Mapping
from ..records.problems import Problem, errors, problem, why
from .council import said_twice
from .tables import group_table

LISTS = ("fraktion.yaml", *(name for name, _ in group.LISTS.values()))


def read_bytes(path: Path, shown: str, found: list[Problem]) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        found.append(problem(shown, 0, "file-unreadable", why=why(error)))
        return None


def read_about(
    content: Path, private: tuple[str, ...] = (), council: Council = USUAL
) -> tuple[group.About | None, list[Problem]]:
    file = content / "fraktion.yaml"
    if not file.is_file():
        example = ", ".join(f"{f.key}: {f.example}" for f in group_table(council).fields.values() if f.required)
        return None, [problem("content/fraktion.yaml", 0, "list-missing", example=example)]
    found: list[Problem] = []
    data = read_bytes(file, "content/fraktion.yaml", found)
    if data is None:
        return None, found
    source = read_list("content/fraktion.yaml", data)
    guarded = check_guard(source.path, data, private)
    if not isinstance(source.head, Mapping):
        return None, [
            *(
                source.problems
                or [problem(source.path, 1, "list-no-map", example=council.say("name: Grüne {body.within}"))]
            ),
            *guarded,
        ]
    record, found = read_record(group_table(council), source, "fraktion")
    found += check_words(record, council) if record else []
    about = group.read_about(record.head, council) if record and not errors(found) else None
    return (
        replace(
            about,
            blocked=(*about.blocked, *(f"{ALLOWED}{value}" for value in record.head.get("erlaubt", ())), *private),
        )
        if about
        else None
    ), [*found, *guarded]


def check_words(record: Record, council: Council) -> Iterator[Problem]:
    """Own words of which one would mean two things."""
    row = council_of(record.get("vertretung", "")) or council.usual
    words = record.get("woerter")
    if words and (word := said_twice(called(row, words.values))):
        yield problem(record.path, record.line_of("woerter"), "words-same", word=word)


def read_group_lists(
    content: Path, blocked: tuple[str, ...], council: Council = USUAL
) -> tuple[group.Lists, list[Problem]]:
    found: list[Problem] = []
    rows: dict[str, list[Row]] = {}
    for kind, (name, _) in group.LISTS.items():
        file = content / name
        if file.is_file() and (data := read_bytes(file, f"content/{name}", found)) is not None:
            rows[kind], problems = read_rows(group_table(council), kind, read_list(f"content/{name}", data))
            found += problems + check_guard(f"content/{name}", data, blocked)
    lists, problems = group.read_lists(rows)
    return lists, found + problems
