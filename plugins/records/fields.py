"""The one table of fields per kind of record, and reading a head by it.

A table is a TOML file beside the room's model: `folder`, `noun`, `about`, `[[field]]`, and `[[rows.NAME]]`
for values that are lists of small tables. `shared.toml` holds the fields that every kind has and the rows that several rooms use; `shared = false` does without those fields.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from . import german, pasted
from .frontmatter import Source
from .german import Noun
from .nodes import Mapping, Node, Scalar, Sequence
from .nouns import noun_of
from .problems import Problem, errors, problem

UID_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"  # no vowels (no words), nothing that looks like another sign
UID = re.compile(f"[{UID_ALPHABET}]{{6}}")
DELETED = "geloescht_am"  # of a head that has it, only what `stays` has to be there
MOST_ROWS = {
    "": 1000,
    "redirect": 20_000,
}  # of a list; each is a page, or a part of one. Of redirects fewer are taken, and that is said of those that can be meant
LONGEST_VALUE = (
    1000  # characters of a value that is not a text; keeps every later step (numbers, patterns, addresses) in bounds
)


class Field(Struct, frozen=True, kw_only=True):
    key: str
    label: str
    type: str  # one of READERS, or "ref", "file", "rows", "mapping"
    label_many: str = ""
    many: bool = False
    required: bool = False
    unless: str = ""  # a key; where it stands, the field need not
    stays: bool = False  # also of a text that was deleted: by which it is known, or what was told under its name
    ask: bool = False  # `fraktion neu` asks for it
    usual: str = ""  # … and proposes this
    of: str = ""  # for "choice": the table whose rows are the values
    values: tuple[str, ...] = ()
    synonyms: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)  # understood, and never shown: what values were called before
    opposites: dict[str, str] = field(default_factory=dict)
    free: bool = False  # for "choice": may be said in other words too; who reads the record makes what it can of them
    pattern: str = ""  # further values, as a regular expression
    to: str = ""  # for "ref": the kind of record it names
    foreign: bool = False  # for "ref": may name something that is not ours
    rows: str = ""  # for "rows": the name of the row table
    scalar: str = ""  # for "rows": the key that a plain value stands for
    longest: int = 0  # characters
    labels: tuple[
        str, ...
    ] = ()  # expressions of what people write before the value though its name says so: „Drucksache Nr.“
    nothing: tuple[str, ...] = ()  # words that mean the same as an empty value: „noch keine“
    several: bool = False  # one line may hold several, divided by commas
    groups: tuple[str, ...] = ()  # words by which a party or group is known
    roles: tuple[str, ...] = ()  # parts of words by which it is known what somebody is
    example: str = ""
    oparl: str = ""  # property of OParl 1.1, where there is one
    tells: tuple[str, ...] = ()  # of a date: what the feeds announce with it (`motions/happenings.py`)
    hint: str = ""

    def label_for(self, count: int) -> str:
        return self.label_many if count != 1 and self.label_many else self.label


Vocabulary = Iterable[Any]  # rows with `word`, `synonyms` and `opposite` (values.py)


class Table(Struct, frozen=True):
    kind: str
    folder: str
    noun: str
    about: str
    fields: dict[str, Field]
    rows: dict[str, dict[str, Field]]
    sections: tuple[dict[str, Any], ...] = ()


def read_toml(path: Path) -> dict[str, Any]:
    """A table's file."""
    return tomllib.loads(path.read_text("utf-8"))


@cache
def shared() -> dict[str, Any]:
    """What several tables have: `field`, which every record has, and `rows`."""
    return read_toml(Path(__file__).parent / "shared.toml")


def load_table(kind: str, path: Path, **vocabulary: Vocabulary) -> Table:
    """Read a table; an unknown property of a field is an error of ours, so it raises. `vocabulary`: the tables of values that it names with `of`."""
    data = read_toml(path)

    def read_field(row: dict) -> Field:
        typed = [value for value in vocabulary[row["of"]] if getattr(value, "typed", True)] if "of" in row else []
        said = (
            {
                "values": tuple(value.word for value in typed),
                "synonyms": {other: value.word for value in typed for other in value.synonyms},
                "opposites": {value.word: value.opposite for value in typed if value.opposite},
            }
            if typed
            else {"values": tuple(row.get("values", ()))}
        )
        return Field(
            **{
                **row,
                **said,
                **{name: tuple(row.get(name, ())) for name in ("tells", "labels", "nothing", "groups", "roles")},
            }
        )

    def fields(rows: list[dict]) -> dict[str, Field]:
        return {row["key"]: read_field(row) for row in rows}

    rows = {name: fields(table) for name, table in {**shared()["rows"], **data.get("rows", {})}.items()}
    table = Table(
        kind,
        data["folder"],
        data["noun"],
        data["about"],
        fields([*data["field"], *(shared_fields(data) if data.get("shared", True) else ())]),
        rows,
        tuple(data.get("section", ())),
    )
    LOADED.append(table)
    return table


def shared_fields(data: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What every kind of text has; a table that says it in its own words has its own. `without`: folders and lists for which a field means nothing."""
    own = {row["key"] for row in data["field"]}
    for row in shared()["field"]:
        if row["key"] not in own and not data["folder"].endswith(tuple(row.get("without", ()))):
            yield {key: value for key, value in row.items() if key != "without"}


LOADED: list[Table] = []  # every kind of text, to say where a key belongs


class Reference(Struct, frozen=True):
    """A name somebody typed for another record, not resolved yet."""

    text: str
    line: int


Given = TypeVar("Given")  # for `stored.py`, which knows of which kind each value is


class Row(Struct, Generic[Given], frozen=True):
    """Typed values of one mapping. Absent and empty keys are not in `values`, a dict."""

    line: int
    values: Given
    lines: tuple[str | int, ...]  # each key that was typed, and after it its line: a dict would take twice the room

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def line_of(self, key: str) -> int:
        return self.lines[self.lines.index(key) + 1] if key in self.lines else self.line


class Record(Struct, Generic[Given], frozen=True):
    """A file that was read by its table. `head`: a Row."""

    kind: str
    path: str  # content/antraege/2024-03-radweg.md
    stem: str
    head: Given
    body: str = ""
    body_line: int = 1
    complete: bool = True  # every value could be typed, so that a model can be built to check the rules by

    def get(self, key: str, default: Any = None) -> Any:
        return self.head.values.get(key, default)

    def line_of(self, key: str) -> int:
        return self.head.line_of(key) if key in self.head.lines else 1


def read_record(table: Table, source: Source, stem: str) -> tuple[Record | None, list[Problem]]:
    """Type a source by its table. The record is None where there is no head to read.

    A record with problems is returned too, so that its name is known to the others.
    """
    found = list(source.problems)
    if not isinstance(source.head, Mapping):
        if not found:
            found.append(problem(source.path, 1, "head-no-keys"))
        return None, found
    reader = Reader(table, source.path)
    head = reader.mapping(source.head, table.fields)
    complete = not errors([*found, *reader.found])
    return Record(table.kind, source.path, stem, head, source.body, source.body_line, complete), found + reader.found


def read_rows(table: Table, rows: str, source: Source) -> tuple[list[Row], list[Problem]]:
    """Type a file that is a list of rows."""
    found = list(source.problems)
    fields = table.rows[rows]
    if source.head is None and not found:
        return [], []
    if not isinstance(source.head, Sequence):
        example = "- " + ", ".join(f"{f.key}: {f.example}" for f in fields.values() if f.required)
        return [], found or [problem(source.path, 1, "list-no-rows", example=example)]
    reader = Reader(table, source.path)
    result = []
    most = MOST_ROWS.get(rows, MOST_ROWS[""])
    if len(source.head.items) > most:
        found.append(
            problem(source.path, source.head.items[most].line, "list-long", count=len(source.head.items), most=most)
        )
    for item in source.head.items[:most]:
        if isinstance(item, Mapping):
            result.append(reader.mapping(item, fields))
        else:
            key, example = next((f.key, f.example) for f in fields.values() if f.required)
            reader.found.append(
                problem(
                    source.path,
                    item.line,
                    "list-no-map",
                    example=f"- {key}: {item.text if isinstance(item, Scalar) else example}",
                )
            )
    return result, found + reader.found


def derived_uid(path: str) -> str:
    """A proposal that is the same each time: from the file's path."""
    number = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
    signs = []
    for _ in range(6):
        number, rest = divmod(number, len(UID_ALPHABET))
        signs.append(UID_ALPHABET[rest])
    return "".join(signs)


# ------------------------------------------------------------------------- typed values


class Bad(Exception):
    """A value that its type refuses; carries the message's code. Never leaves this module."""

    def __init__(self, code: str, **values: object):
        self.code, self.values = code, values


def date(text: str, _: Field) -> dt.date:
    """2024-06-12, or as it stands on letters: 12.6.2024, 12. Juni 2024, Mittwoch, den 12.6.24."""
    match = german.whole_date(text)
    if not match:
        raise (
            Bad("value-date-slash", proposal=text.replace("/", "."))
            if re.fullmatch(r"\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})", text)
            else Bad("value-date")
        )
    year = match[1] or match[7]
    if len(year) == 4 and not german.EARLIEST <= int(year) <= german.LATEST:
        raise Bad("value-year")
    if not (found := german.day_of(match)):
        raise Bad("value-no-day", value=text)
    return found


def time(text: str, _: Field) -> dt.time:
    match = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?Uhr)?", text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Bad("value-time")
    return dt.time(int(match[1]), int(match[2] or 0))


def until(text: str, _: Field) -> dt.time:
    """When something ends: midnight may be called 24:00."""
    return dt.time(0) if re.fullmatch(r"24(?:[:.]00)?(?: ?Uhr)?", text) else time(text, _)


def count(text: str, _: Field) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise Bad("value-count")
    return int(text)


def flag(text: str, _: Field) -> bool:
    word = text.casefold()
    if word not in ("ja", "nein", "true", "false", "wahr", "falsch"):
        raise Bad("value-flag")
    return word in ("ja", "true", "wahr")


def choice(text: str, field: Field) -> str:
    for known in field.values:
        if text.casefold() == known.casefold():
            return known
    for other, known in (*field.synonyms.items(), *field.before.items()):
        if text.casefold() == other.casefold():
            return known
    if field.pattern and re.fullmatch(field.pattern, text):
        return text
    values = ", ".join([*field.values, *(["Punkt 1, Punkt 2, …"] if field.pattern else [])])
    near = german.near_phrase(
        text, [word for word in (*field.values, *field.synonyms) if not contrary(text, word, field)]
    )
    if field.free and not near:
        return text
    raise Bad("value-choice-near", near=near, values=values) if near else Bad("value-choice", values=values)


def contrary(text: str, word: str, field: Field) -> bool:
    """Would the word turn round what somebody typed? It denies where they do not, or means the opposite of a value that they named."""
    if german.denies(text) != german.denies(word):
        return True
    if german.denies(text):  # „nicht öffentlich“ means the opposite of the value that it names
        return False
    meant, opposites = field.synonyms.get(word, word), field.opposites
    named = {
        field.synonyms.get(known, known) for known in (*field.values, *field.synonyms) if german.holds(text, known)
    }
    return meant not in named and any(opposites.get(meant) == value or opposites.get(value) == meant for value in named)


def uid(text: str, _: Field) -> str:
    if not UID.fullmatch(text):
        raise Bad("uid-bad", alphabet=UID_ALPHABET)
    return text


def url(text: str, _: Field) -> str:
    if not re.fullmatch(r"https?://[^\s\"'<>\\^`{|}]+\.[^\s\"'<>\\^`{|}]+", text):
        raise Bad("value-url")
    return text


def mail(text: str, _: Field) -> str:
    """The addr-spec people have (HTML standard, "valid email address")."""
    if not re.fullmatch(
        r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
        text,
        re.ASCII,
    ):
        raise Bad("value-mail")
    return text


def contact(text: str, _: Field) -> str:
    """A page or a mail address."""
    try:
        return mail(text, _) if "@" in text and "/" not in text else url(text, _)
    except Bad:
        raise Bad("value-contact") from None


def slug(text: str, _: Field) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise Bad("value-slug", proposal=german.slug(text) or "name")
    return text


SIDES = {"links": (0, None), "rechts": (100, None), "oben": (None, 0), "unten": (None, 100), "mitte": (None, None)}


def point(text: str, _: Field) -> str:
    """Which part of a picture must be seen: „oben rechts“, „25 40“. In quarters, „100-0“ from the left and from the top."""
    words = re.findall(r"\w+", text.casefold())
    if len(words) == 2 and all(re.fullmatch(r"[0-9]{1,3}", word) and int(word) <= 100 for word in words):
        across, down = (25 * round(int(word) / 25) for word in words)
        return f"{across}-{down}"
    sides = [SIDES[word] for word in words if word in SIDES]
    across, down = [a for a, _ in sides if a is not None], [d for _, d in sides if d is not None]
    if not sides or len(sides) < len(words) or len(across) > 1 or len(down) > 1 or len(sides) > 2:
        raise Bad("value-point")
    return f"{[*across, 50][0]}-{[*down, 50][0]}"


def line(text: str, field: Field) -> str:
    if "\n" in text.strip():
        raise Bad("value-line")
    return text.strip()


def text(value: str, field: Field) -> str:
    return value.strip()


def noun(text: str, field: Field) -> Noun:
    if not (found := noun_of(text)):
        raise Bad("value-noun")
    return found


READERS: dict[str, Callable[[str, Field], Any]] = {
    "line": line,
    "text": text,
    "date": date,
    "time": time,
    "until": until,
    "count": count,
    "flag": flag,
    "choice": choice,
    "uid": uid,
    "url": url,
    "mail": mail,
    "contact": contact,
    "slug": slug,
    "point": point,
    "file": line,
    "votes": line,
    "noun": noun,
}


class Reader:
    """Types the nodes of one file by one table and collects what is wrong."""

    def __init__(self, table: Table, path: str):
        self.table, self.path = table, path
        self.found: list[Problem] = []

    def say(self, line: int, code: str, /, **values: object) -> None:
        self.found.append(problem(self.path, line, code, **values))

    def mapping(self, node: Mapping, fields: dict[str, Field]) -> Row:
        values: dict[str, Any] = {}
        given = set()
        for key, value in node.entries.items():
            if not empty(value):
                given.add(key)
            if key not in fields:
                self.unknown(node.lines[key], key, value, fields)
            elif key in given:
                typed = self.value(fields[key], value, node.lines[key])
                if typed is not None:
                    values[key] = typed
        deleted = DELETED in given and fields is self.table.fields
        for known in fields.values():
            needed = known.required and (known.stays or not deleted)
            if needed and known.key not in given and known.unless not in given:
                place = node.lines.get(known.key, node.line)
                if known.type == "uid":
                    self.say(place, "uid-missing", uid=derived_uid(self.path))
                else:
                    self.say(place, "key-missing", key=known.key, label=known.label, example=known.example)
        return Row(node.line, values, tuple(chain.from_iterable(node.lines.items())))

    def unknown(self, line: int, key: str, value: Node, fields: dict[str, Field]) -> None:
        if key.casefold() == "status" and "stand" in fields and isinstance(value, Scalar):
            return self.say(line, "key-status", value=value.text)
        if elsewhere := self.elsewhere(key, fields):
            code, values = elsewhere
            return self.say(line, code, key=key, noun=self.table.noun, **values)
        names = {**{f.label: k for k, f in fields.items()}, **{k: k for k in fields}}
        near = near_key(key, names) if len(self.found) < german.GUESSES else None
        if near:
            return self.say(line, "key-near", key=key, near=names[near])
        return self.say(line, "key-unknown", key=key or "(leer)", known=", ".join(fields))

    def elsewhere(self, key: str, fields: dict[str, Field]) -> tuple[str, dict[str, str]] | None:
        """Where a key belongs that is known, but not here: in an entry of a list, above it, in another kind of text."""
        for holder in self.table.fields.values():
            inner = self.table.rows.get(holder.rows, {})
            if key in inner and fields is self.table.fields:
                first = next((f.key for f in inner.values() if f.required), key)
                return "key-inside", {
                    "holder": holder.key,
                    "first": first,
                    "example": inner[first].example,
                    "own": inner[key].example,
                }
        if fields is not self.table.fields and key in self.table.fields:
            return "key-above", {}
        if key in ("bild", "bild_alt", "bild_urheber") and not self.table.folder.endswith(".yaml"):
            return "key-picture", {}
        kinds = [
            other
            for other in LOADED
            if key in other.fields
            and other.folder
            and other.kind != self.table.kind
            and not other.folder.endswith(".yaml")
        ]
        return (
            (
                "key-other",
                {
                    "kinds": german.joined([other.noun for other in kinds], "oder"),
                    "folders": german.joined([f"content/{other.folder}/" for other in kinds], "oder"),
                },
            )
            if kinds and fields is self.table.fields
            else None
        )

    def value(self, field: Field, node: Node, line: int) -> Any:
        if field.many and isinstance(node, Scalar) and node.plain and re.match(r"-[^\W\d]", node.text):
            return self.say(node.line, "yaml-dash", line=node.text, mended=f"- {node.text[1:].partition(' -')[0]}")
        if field.many:
            items = node.items if isinstance(node, Sequence) else self.divided(field, node)
            typed = [self.one(field, part) for item in items if not empty(item) for part in self.people(field, item)]
            return tuple(v for v in typed if v is not None)
        if isinstance(node, Sequence):
            return self.say(line, "value-one", key=field.key, label=field.label, example=field.example)
        return self.one(field, node)

    def divided(self, field: Field, node: Node) -> tuple[Node, ...]:
        """One line as several values, where people write them so."""
        if field.several and isinstance(node, Scalar):
            return tuple(Scalar(part, node.line, node.plain) for part in pasted.groups_in(node.text, field.groups))
        return (node,)

    def one(self, field: Field, node: Node) -> Any:
        if field.type == "rows":
            return self.row(field, node)
        if field.type == "mapping":
            return self.named(field, node)
        if not isinstance(node, Scalar):
            return self.say(node.line, "value-scalar", key=field.key, label=field.label, example=field.example)
        longest = field.longest or (LONGEST_VALUE if field.type != "text" else 0)
        if longest and len(node.text.strip()) > longest:
            return self.say(
                node.line, "value-long", key=field.key, label=field.label, count=len(node.text.strip()), most=longest
            )
        if field.nothing and pasted.says_nothing(node.text, field.nothing):
            return self.say(node.line, "value-nothing", key=field.key, label=field.label, value=node.text.strip())
        if field.type == "ref":
            return Reference(pasted.without_label(" ".join(node.text.split()), field.labels), node.line)
        try:
            return READERS[field.type](
                node.text
                if field.type == "text"
                else pasted.without_label(node.text.strip(), field.labels)
                if field.labels
                else node.text.strip(),
                field,
            )
        except Bad as bad:
            values = {
                "key": field.key,
                "label": field.label,
                "value": node.text.strip(),
                "example": field.example,
                "uid": derived_uid(self.path),
            }
            return self.say(node.line, bad.code, **{**values, **bad.values})

    def people(self, field: Field, node: Node) -> tuple[Node, ...]:
        """„gez. Mira Muster (Sprecherin), Jo Beispiel (SPD)“ as a row each."""
        if not (field.type == "rows" and field.roles and isinstance(node, Scalar)):
            return (node,)
        found = pasted.people_in(node.text, field.groups, field.roles)
        return (
            tuple(
                Mapping(
                    {key: Scalar(text, node.line) for key, text in row.items()},
                    dict.fromkeys(row, node.line),
                    node.line,
                )
                for row in found
            )
            if found
            else (node,)
        )

    def row(self, field: Field, node: Node) -> Row | None:
        fields = self.table.rows[field.rows]
        stuck = re.match(r"(\w+):(\S.*)", node.text) if isinstance(node, Scalar) and node.plain else None
        if stuck and stuck[1] in ([field.scalar] if field.scalar else fields):
            return self.say(node.line, "yaml-blank", line=node.text, mended=f"{stuck[1]}: {stuck[2]}")
        if isinstance(node, Scalar) and field.scalar:
            node = Mapping({field.scalar: node}, {field.scalar: node.line}, node.line)
        if not isinstance(node, Mapping):
            return self.say(node.line, "value-rows", key=field.key, label=field.label, known=", ".join(fields))
        return self.mapping(node, fields)

    def named(self, field: Field, node: Node) -> dict[str, str] | None:
        """A text for each name; a list is a text with semicolons."""
        entries = node.entries if isinstance(node, Mapping) else {"": node}
        lists = {key: value.items if isinstance(value, Sequence) else (value,) for key, value in entries.items()}
        if "" in lists or not all(isinstance(one, Scalar) for some in lists.values() for one in some):
            return self.say(node.line, "value-rows", key=field.key, label=field.label, known=field.example)
        return {
            key: "; ".join(one.text.strip() for one in some if not empty(one))
            for key, some in lists.items()
            if not empty(entries[key])
        }


def near_key(key: str, names: Iterable[str]) -> str | None:
    """The key that was meant: „verlegt_auf“ is not „verlegt_grund“, though they share a word."""
    if "_" not in key:
        return german.near(key, [name for name in names if "_" not in name], 0.7)
    spaced = {name.replace("_", " "): name for name in names}
    found = german.near_phrase(key.replace("_", " "), spaced)
    return spaced[found] if found else None


def empty(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not node.text or node.text.isspace()
    return all(map(empty, node.items)) if isinstance(node, Sequence) else not node.entries


def walk_rows(record: Record, table: Table, *types: str) -> list[tuple[Field, Any, Row]]:
    """Every value of these types with its field and the row it stands in, nested rows included."""
    found: list[tuple[Field, Any, Row]] = []

    def walk(row: Row, fields: dict[str, Field]) -> None:
        for key, value in row.values.items():
            field = fields[key]
            if field.type in types:
                found.extend((field, item, row) for item in (value if field.many else (value,)))
            elif field.type == "rows":
                for item in value if field.many else (value,):
                    walk(item, table.rows[field.rows])

    walk(record.head, table.fields)
    return found
