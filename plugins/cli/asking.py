"""The questions of `fraktion neu`: each with its choices, each answer checked at once, none thrown away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..records.fields import Field, Table
from ..records.german import near
from ..records.links import Names
from ..records.quoting import shell, terminal
from ..site.new import checked, listed, needed
from ..site.settings import Refusal
from .around import program

FILES = ("pdf", "anlagen")
MANY = 40  # names that are shown with a question


def ask(
    table: Table,
    word: str,
    today: str,
    known: dict[str, str],
    names: dict[str, Names],
    read: Callable[[str], str] = input,
) -> dict[str, str]:
    """Ask for the usual fields; Enter leaves one open, or takes what stands in brackets. `known`: earlier answers. `names`: what references may name."""
    print(f"Neu: {table.noun}. Enter übernimmt den Vorschlag oder lässt das Feld frei; Strg+C bricht ab.")
    given: dict[str, str] = {}
    try:
        for field in in_order(table):
            if not field.ask or (
                word == "sitzung" and field.key in ("gremium", "ort") and not needed(table, field.key, given)
            ):
                continue
            given[field.key] = one(
                table, field, known.get(field.key) or proposal(table, field, given, today), given, names, read
            )
    except (KeyboardInterrupt, EOFError):
        answers = {key: value for key, value in given.items() if value}
        if answers:
            print(
                f"\nAbgebrochen. So geht es mit den Antworten weiter:\n    {program()} neu {word} {' '.join(f'--{key} {shell(value)}' for key, value in answers.items())}"
            )
        raise KeyboardInterrupt from None
    return given


def in_order(table: Table) -> list[Field]:
    """As the table has them; what a sitting is called depends on its kind and committee."""
    fields = list(table.fields.values())
    return sorted(
        fields,
        key=lambda field: (
            ("art", "gremium", "name").index(field.key)
            if table.kind == "meeting" and field.key in ("art", "gremium", "name")
            else 3
        ),
    )


def proposal(table: Table, field: Field, given: dict[str, str], today: str) -> str:
    if table.kind == "meeting" and field.key == "name" and given.get("gremium"):
        return given["gremium"]
    return field.usual or (today if field.key == "datum" else "")


def one(
    table: Table,
    field: Field,
    proposed: str,
    given: dict[str, str],
    names: dict[str, Names],
    read: Callable[[str], str],
) -> str:
    choices = choices_for(table, field, names)
    if choices:
        print(terminal("  " + ", ".join(choices[:MANY]) + (" …" if len(choices) > MANY else "")))
    hint = (
        "Wo die Datei auf diesem Rechner liegt; sie wird neben den Text kopiert." if field.key in FILES else field.hint
    )
    if hint and not field.required:
        print(f"  {hint}")
    while True:
        answer = read(terminal(f"{field.label}{f' [{proposed}]' if proposed else ''}: ")).strip() or proposed
        if not answer and (field.required or needed(table, field.key, given)):
            print(f"  Bitte eintragen, zum Beispiel: {field.example}")
            continue
        try:
            if answer and field.key in FILES:
                attached(answer)
            return known_names(field_of(table, field), checked(field, answer), names) if answer else ""
        except Refusal as refusal:
            print(f"  {terminal(str(refusal))}")


def field_of(table: Table, field: Field) -> Field:
    """The reference that an answer names: of a step its committee."""
    rows = table.rows.get(field.rows, {})
    return rows["gremium"] if field.rows == "step" else field


def choices_for(table: Table, field: Field, names: dict[str, Names]) -> list[str]:
    field = field_of(table, field)
    if field.values:
        return list(field.values)
    return (
        sorted(dict.fromkeys(names[field.to].proper))
        if field.type == "ref" and not field.foreign and field.to in names
        else []
    )


def known_names(field: Field, answer: str, names: dict[str, Names]) -> str:
    """Are there the records that an answer names? Where only ours make sense, at once and not after the last question."""
    if field.type != "ref" or field.foreign or field.to not in names:
        return answer
    here = names[field.to]
    for part in listed(answer, set(here.links)):
        if not here.find(part):
            close = near(part, here.proper, 0.75)
            raise Refusal(
                f"„{part}“ gibt es noch nicht. {f'Meinten Sie „{close}“? ' if close else ''}Mehrere bitte durch Kommas trennen."
            )
    return answer


def attached(answer: str) -> list[Path]:
    """The files that an answer names, on this machine; a refusal where one is not there."""
    paths = [Path(part.strip()).expanduser() for part in answer.split(",") if part.strip()]
    for path in paths:
        if not path.is_file():
            raise Refusal(f"Die Datei {path} gibt es nicht.")
    return paths
