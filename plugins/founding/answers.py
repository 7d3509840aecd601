"""What `fraktion anfangen` has to know: the questions with their proposals, and answers as somebody wrote them down.

From outside comes: a file of answers (YAML, read as every head is), and lines that somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..group.vocabulary import STATES, State
from ..records.council import COUNCILS, GROUPS, USUAL, Council, called, group_of
from ..records.fields import READERS, Bad, Field, Table, load_table, read_record
from ..records.frontmatter import read_list
from ..records.messages import MESSAGES
from ..records.problems import as_text, errors
from ..records.quoting import terminal
from ..records.values import choices
from ..site.new import scalar
from ..site.settings import Refusal

HERE = Path(__file__).parent


NAMES = re.compile(r"\{([a-z_]+)\}")


TABLE: Table = load_table(
    "answers", HERE / "fields.toml", councils=choices(COUNCILS), states=choices(STATES), groups=choices(GROUPS)
)


class Answers(Struct, frozen=True):
    """All answers, typed; where nothing was said, the proposal."""

    council: Council
    state: State
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


def council_said(known: Mapping[str, Any]) -> Council:
    row = COUNCILS[known["vertretung"]] if "vertretung" in known else USUAL
    return called(row, {}, group_of(known.get("bezeichnung", "")))


def proposed(field: Field, known: Mapping[str, Any]) -> str:
    """What to propose, after the answers so far. The council's words stand in the table as in every other."""
    if field.key.startswith("wahlperiode_"):
        return STATES[known["land"]].term[field.key.endswith("_bis")]
    text = council_said(known).say(field.usual)
    return NAMES.sub(lambda match: str(known.get(match[1], match[0])), text)


def typed(field: Field, text: str) -> Any:
    """An answer as a value; Refusal with the sentence that the check would say."""

    def one(part: str) -> Any:
        try:
            return READERS[field.type](part, field)
        except Bad as bad:
            what, remedy = MESSAGES[bad.code]
            said = {"key": field.key, "value": part, "label": field.label, "example": field.example, **bad.values}
            raise Refusal(f"{what.format_map(Loose(said))} {remedy.format_map(Loose(said))}") from None

    return tuple(one(part.strip()) for part in text.split(",") if part.strip()) if field.many else one(text)


class Loose(dict):
    """Values for a message that may name more than is known here."""

    def __missing__(self, key: str) -> str:
        return "…"


def completed(given: Mapping[str, Any]) -> Answers:
    """Every question answered: what is missing, as proposed."""
    known: dict[str, Any] = {}
    for field in TABLE.fields.values():
        known[field.key] = given[field.key] if field.key in given else empty_or(field, proposed(field, known))
    return Answers(council_said(known), STATES[known["land"]], known)


def empty_or(field: Field, text: str) -> Any:
    return typed(field, text) if text else ""


def read_answers(file: Path) -> Answers:
    """Answers from a file; whatever is wrong with them, all at once, with its line."""
    try:
        data = file.read_bytes()
    except OSError:
        raise Refusal(
            f"Die Datei {file} lässt sich nicht lesen. Eine Vorlage macht: fraktion anfangen --fragen > antworten.yaml"
        ) from None
    source = read_list(str(file), data)
    if source.head is None and not source.problems:
        return completed({})
    record, found = read_record(TABLE, source, "antworten")
    if record is None or errors(found):
        raise Refusal(f"{as_text(found)}Es wurde nichts angelegt.")
    return completed(record.head.values)


def ask(read: Callable[[str], str], say: Callable[[str], None]) -> Answers:
    """One question after the other; Enter takes the proposal."""
    say("Enter übernimmt den Vorschlag in Klammern; Strg+C bricht ab. Alles lässt sich später ändern.")
    known: dict[str, Any] = {}
    for field in TABLE.fields.values():
        proposal = proposed(field, known)
        if field.values:
            say("  " + ", ".join(field.values))
        if field.hint:
            say(f"  {field.hint}")
        while field.key not in known:
            bracketed = "" if not proposal else f" {proposal}" if proposal.startswith("[") else f" [{proposal}]"
            answer = read(terminal(f"{field.label}{bracketed}: ")).strip() or proposal
            try:
                known[field.key] = empty_or(field, answer)
            except Refusal as refusal:
                say(f"  {refusal}")
    return completed(known)


def build_questions(council: str = "") -> str:
    """All questions with their proposals, as a file to be filled in: unchanged it means the same as no file."""
    lines = [
        "# Antworten für: fraktion anfangen ORDNER --antworten DATEI",
        "# Jede Zeile ist ein Vorschlag und darf geändert werden oder fehlen; was fehlt, folgt aus den anderen Antworten.",
        "",
    ]
    known: dict[str, Any] = {"vertretung": council} if council else {}
    for field in TABLE.fields.values():
        text = known.get(field.key) or proposed(field, known)
        known[field.key] = empty_or(field, text)
        lines.append(f"# {field.label}{f' ({chr(44).join(field.values)})'.replace(',', ', ') if field.values else ''}")
        lines += [f"# {field.hint}"] if field.hint else []
        value = known[field.key]
        if field.many:
            lines += [f"{field.key}:", *(f"  - {scalar(each)}" for each in value)]
        else:
            lines.append(f"{field.key}: {scalar(text) if text else ''}".rstrip())
        lines.append("")
    return "\n".join(lines)
