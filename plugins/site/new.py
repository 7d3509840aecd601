"""A new text: a file with its permanent id, the required keys filled, the usual ones ready to be filled."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from pathlib import Path

from ..records import german
from ..records.body import PLACEHOLDERS
from ..records.fields import READERS, UID_ALPHABET, Bad, Field, Table
from ..records.frontmatter import quoted, yaml_slips
from ..records.problems import errors
from .content import read_site
from .reading import TABLES
from .settings import Refusal

KINDS = {"antrag": "motion", "meldung": "news", "sitzung": "meeting", "person": "person", "gremium": "committee"}
DEFAULTS = {
    "motion": {"art": "Antrag", "stand": "Entwurf"},
    "news": {"art": "Meldung", "teaser": ""},
    "meeting": {"name": "Fraktionssitzung", "art": "Fraktionssitzung", "beginn": "19:30", "form": "Videokonferenz", "zugang": "nach Anmeldung per Mail"},
    "person": {},
    "committee": {"art": "Ausschuss"},
}
BODIES = {
    "motion": f"## Beschlussvorschlag\n\n1. {PLACEHOLDERS['resolution']}\n\n## Begründung\n\n{PLACEHOLDERS['reason']}\n",
    "question": f"## Fragen\n\n1. {PLACEHOLDERS['question']}\n\n## Begründung\n\n{PLACEHOLDERS['reason']}\n",
    "news": f"{PLACEHOLDERS['news']}\n",
}


def new_text(content: Path, kind: str, given: Mapping[str, str], today: dt.date) -> Path:
    """Write the file and return its path. Never overwrites; refuses values that the check would refuse."""
    table = TABLES[KINDS[kind]]
    values = {**DEFAULTS[table.kind], **{key: value for key, value in given.items() if value}}
    if "datum" in table.fields:
        values.setdefault("datum", today.isoformat())
    for key, field in table.fields.items():
        if field.required and field.type != "uid" and not values.get(key):
            raise Refusal(f"„{key}“ ({field.label}) fehlt. Zum Beispiel: fraktion neu {kind} --{key} \"{field.example}\"")
    for key, value in values.items():
        values[key] = checked(table.fields[key], value)
    names = {path.stem for path in (content / table.folder).rglob("*.md")}
    folder = content / table.folder / ("fremd" if table.kind == "news" and values.get("herkunft", "eigen") != "eigen" else "")
    path = folder / f"{stem_for(table, values, names)}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text_for(table, values, new_uid(content, today)))
    shown = f"content/{path.relative_to(content).as_posix()}"
    wrong = [p for p in errors(read_site(content, today)[1]) if p.path == shown]
    if wrong:  # what only the whole site can tell: an unknown committee, a place that is missing
        path.unlink()
        raise Refusal("\n".join(f"{p.what}\n    → {p.remedy}" for p in wrong) + "\nEs wurde nichts angelegt.")
    return path


def checked(field: Field, value: str) -> str:
    """The value as the table reads it, or a refusal that says what is possible."""
    if field.type in ("rows", "ref", "mapping"):
        return value
    try:
        typed = READERS[field.type](value.strip(), field)
    except Bad as bad:
        possible = f"Möglich sind: {', '.join(field.values)}." if field.values else f"Zum Beispiel: {field.example}"
        raise Refusal(f"„{value}“ passt nicht zu „{field.key}“ ({field.label}). {(bad.values.get('near') and 'Meinten Sie „' + str(bad.values['near']) + '“? ') or ''}{possible}") from None
    if field.longest and len(value) > field.longest:
        raise Refusal(f"„{field.key}“ ({field.label}) hat {len(value)} Zeichen; höchstens {field.longest} sind vorgesehen.")
    return typed.isoformat() if isinstance(typed, dt.date) else f"{typed:%H:%M}" if isinstance(typed, dt.time) else value.strip() if not isinstance(typed, str) else typed


def stem_for(table: Table, values: Mapping[str, str], taken: set[str]) -> str:
    """2024-03-radweg-an-der-k-14; a number behind it where the name is taken."""
    name = german.slug(values.get("kurz") or values.get("titel") or values.get("name", ""))[:60].strip("-") or german.slug(table.noun)
    date = values.get("datum", "")
    prefix = f"{date[:7]}-" if table.kind == "motion" else f"{date}-" if date else ""
    stem, number = f"{prefix}{name}", 2
    while stem in taken:
        stem, number = f"{prefix}{name}-{number}", number + 1
    return stem


def new_uid(content: Path, today: dt.date) -> str:
    """Six random signs that no text of the site carries yet."""
    site, _ = read_site(content, today)
    taken = {record.uid for records in (site.motions, site.meetings, site.news, site.persons, site.committees) for record in records}
    while (uid := "".join(secrets.choice(UID_ALPHABET) for _ in range(6))) in taken:
        pass
    return uid


def text_for(table: Table, values: Mapping[str, str], uid: str) -> str:
    lines = ["---", f"uid: {uid}"]
    for key, field in table.fields.items():
        if values.get(key):
            lines += entry(field, values[key])
        elif field.ask:
            lines.append(f"# {field.hint or field.label}" if field.hint else f"# {field.label}, zum Beispiel: {field.example}")
            lines.append(f"{key}:")
    body = BODIES.get("question" if values.get("art") == "Anfrage" else table.kind, "")
    return "\n".join([*lines, "---", "", body])


def entry(field: Field, value: str) -> list[str]:
    """One entry of the head, quoted where YAML would read it otherwise."""
    if field.many and "," in value and field.type == "ref":
        return [f"{field.key}:", *(f"  - {scalar(part.strip())}" for part in value.split(",") if part.strip())]
    return [f"{field.key}: {scalar(value)}"]


def scalar(value: str) -> str:
    plain = f"x: {value}"
    unsafe = yaml_slips("", plain, 1) or value[:1] in "!&*-?|>@`%{}[],#'\"" or value[-1:] == ":" or "\n" in value
    return quoted(" ".join(value.split("\n"))) if unsafe else value
