"""A new text: a file with its permanent id, the required keys filled, the usual ones ready to be filled."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping
from itertools import chain, count
from pathlib import Path

from ..meetings.series import usual_stem
from ..meetings.vocabulary import ACCESS, FORMS, is_own
from ..motions.vocabulary import KINDS as MOTIONS
from ..news.vocabulary import OWN
from ..records import german
from ..records.body import PLACEHOLDERS
from ..records.characters import composed, without_suspects
from ..records.council import Council
from ..records.fields import READERS, UID_ALPHABET, Bad, Field, Table
from ..records.links import fold
from ..records.nodes import Mapping as Head
from ..records.nodes import Scalar
from ..records.problems import errors
from ..records.slips import quoted
from ..records.tree import read_yaml
from .content import Site, read_site
from .council import council_at
from .settings import Refusal
from .tables import tables

KINDS = {
    "antrag": "motion",
    "meldung": "news",
    "sitzung": "meeting",
    "reihe": "series",
    "person": "person",
    "gremium": "committee",
}
BODIES = {
    "motion": f"## Beschlussvorschlag\n\n1. {PLACEHOLDERS['resolution']}\n\n## Begründung\n\n{PLACEHOLDERS['reason']}\n",
    "question": f"## Fragen\n\n1. {PLACEHOLDERS['question']}\n\n## Begründung\n\n{PLACEHOLDERS['reason']}\n",
    "news": f"{PLACEHOLDERS['news']}\n",
}


def new_text(
    content: Path, kind: str, given: Mapping[str, str], today: dt.date, council: Council | None = None
) -> Path:
    """Write the file and return its path. Never overwrites; refuses values that the check would refuse."""
    council = council or council_at(content)
    table = tables(council)[KINDS[kind]]
    values = {key: clean for key, value in given.items() if (clean := cleaned(value))}
    values = (
        values if values.get("reihe") else {**usual(table, values), **values}
    )  # a date of a series takes the rest from there
    beside = attachments(values)
    if table.kind == "news" and values.get("herkunft", OWN) == OWN and not values.get("teaser"):
        values.setdefault("entwurf", "ja")  # until what `neu` wrote in its text is replaced
    for key in ("datum", "veroeffentlicht"):
        if key in table.fields and table.fields[key].required:
            values.setdefault(key, today.isoformat())
    for key, field in table.fields.items():
        if field.required and field.type != "uid" and not values.get(key) and not values.get(field.unless):
            raise Refusal(f'„{key}“ ({field.label}) fehlt. Zum Beispiel: fraktion neu {kind} --{key} "{field.example}"')
    for key, value in values.items():
        values[key] = checked(table.fields[key], value)
    site, before = read_site(content, today, council=council)
    if table.kind in ("person", "committee") and (known := site.names[table.kind].find(values["name"])):
        raise Refusal(
            f"„{values['name']}“ gibt es schon: content/{known.path.rstrip('/')}.md. Bitte dort weiterschreiben oder einen anderen Namen nehmen.\nEs wurde nichts angelegt."
        )
    names = {path.stem for path in (content / table.folder).rglob("*.md")}
    folder = content / table.folder / ("fremd" if table.kind == "news" and values.get("herkunft", OWN) != OWN else "")
    of_series = next(
        (s for s in site.series if fold(values.get("reihe", "")) in (s.uid, fold(s.stem), fold(s.name))), None
    )
    path = (
        folder
        / f"{usual_stem(of_series, dt.date.fromisoformat(values['datum'])) if of_series else stem_for(table, values, names)}.md"
    )
    if path.exists():
        raise Refusal(f"Die Datei {path.name} gibt es schon. Bitte dort weiterschreiben.\nEs wurde nichts angelegt.")
    path.parent.mkdir(parents=True, exist_ok=True)
    copied = [path.with_suffix("") / source.name for source in beside]
    for source, place in zip(beside, copied, strict=True):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(source.read_bytes())
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(
            text_for(table, values, new_uid(site), {kind: set(known.links) for kind, known in site.names.items()})
        )
    wrong = [p for p in errors(read_site(content, today, council=council)[1]) if p not in before]
    if wrong:  # what only the whole site can tell: an unknown committee, a place that is missing
        for place in (path, *copied):
            place.unlink()
        if copied:
            path.with_suffix("").rmdir()
        raise Refusal("\n".join(f"{p.what}\n    → {p.remedy}" for p in wrong) + "\nEs wurde nichts angelegt.")
    return path


def usual(table: Table, values: Mapping[str, str]) -> dict[str, str]:
    """What is proposed, by key. A sitting of a committee is called like it, and nobody knows yet how it meets; in general it is public."""
    found = {field.key: field.usual for field in table.fields.values() if field.usual}
    if table.kind == "meeting" and of_committee(table, values):
        found |= {
            "name": values.get("gremium") or values["art"],
            "form": next(form.word for form in FORMS if not form.settled),
            "zugang": next(one.word for one in ACCESS if one.free),
        }
    return {key: value for key, value in found.items() if value}


def of_committee(table: Table, values: Mapping[str, str]) -> bool:
    kind = values.get("art", "")
    known = next(
        (word for word in table.fields["art"].values if word.casefold() == kind.casefold()),
        table.fields["art"].synonyms.get(kind, kind),
    )
    return bool(kind) and not is_own(known)


def needed(table: Table, key: str, values: Mapping[str, str]) -> bool:
    """Must a sitting have this, after what is known of it: a committee, a place?"""
    if table.kind != "meeting":
        return False
    form = values.get("form", "")
    return (key == "gremium" and of_committee(table, values)) or (
        key == "ort" and form in FORMS.words and FORMS[form].needs_place
    )


def attachments(values: dict[str, str]) -> list[Path]:
    """The files that are to lie beside the text: copied there, and named in its head by their names alone."""
    found = []
    for key in ("pdf", "anlagen"):
        paths = [Path(part.strip()).expanduser() for part in values.get(key, "").split(",") if part.strip()]
        if gone := next((path for path in paths if not path.is_file()), None):
            raise Refusal(f"Die Datei {gone} gibt es nicht.\nEs wurde nichts angelegt.")
        if paths:
            values[key] = ", ".join(path.name for path in paths)
        found += paths
    return found


def cleaned(value: str) -> str:
    """Without what cannot be seen, as it comes along when copied from a letter or a page."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refusal(
            f"„{value.encode('utf-8', 'replace').decode()}“ ist kein lesbarer Text. Bitte neu eintippen."
        ) from None
    return composed(without_suspects(value.replace("\t", " "))).strip()


def checked(field: Field, value: str) -> str:
    """The value as the table reads it, or a refusal that says what is possible."""
    if field.type in ("rows", "ref", "mapping"):
        return value
    try:
        typed = READERS[field.type](value.strip(), field)
    except Bad as bad:
        possible = f"Möglich sind: {', '.join(field.values)}." if field.values else f"Zum Beispiel: {field.example}"
        raise Refusal(
            f"„{value}“ passt nicht zu „{field.key}“ ({field.label}). {(bad.values.get('near') and 'Meinten Sie „' + str(bad.values['near']) + '“? ') or ''}{possible}"
        ) from None
    if field.longest and len(value) > field.longest:
        raise Refusal(
            f"„{field.key}“ ({field.label}) hat {len(value)} Zeichen; höchstens {field.longest} sind vorgesehen."
        )
    return (
        typed.isoformat()
        if isinstance(typed, dt.date)
        else f"{typed:%H:%M}"
        if isinstance(typed, dt.time)
        else value.strip()
        if not isinstance(typed, str)
        else typed
    )


def stem_for(table: Table, values: Mapping[str, str], taken: set[str]) -> str:
    """2024-03-radweg-an-der-k-14; a number behind it where the name is taken."""
    noun = german.slug(table.noun)
    name = german.slug(values.get("kurz") or values.get("titel") or values.get("name", ""))[:60].strip("-") or noun
    date = values.get("datum", "")
    prefix = f"{date[:7]}-" if table.kind == "motion" else f"{date}-" if date else ""
    first = (
        f"{prefix}{name}" if prefix or not name.isdigit() else f"{noun}-{name}"
    )  # four digits alone are a year's page
    return next(stem for stem in chain([first], (f"{first}-{number}" for number in count(2))) if stem not in taken)


def new_uid(site: Site) -> str:
    """Six random signs that no text of the site carries yet."""
    taken = {
        record.uid
        for records in (site.motions, site.meetings, site.series, site.news, site.persons, site.committees)
        for record in records
    }
    while (uid := "".join(secrets.choice(UID_ALPHABET) for _ in range(6))) in taken:
        pass
    return uid


def text_for(table: Table, values: Mapping[str, str], uid: str, names: Mapping[str, set[str]]) -> str:
    lines = ["---"] if values.get("reihe") else ["---", f"uid: {uid}"]
    for key, field in table.fields.items():
        if values.get(key):
            lines += entry(field, values[key], names.get("committee" if field.rows == "step" else field.to, set()))
        elif (
            field.ask
            and not values.get(field.unless)
            and not values.get("reihe")
            and (table.kind != "meeting" or key not in ("gremium", "ort") or needed(table, key, values))
        ):
            lines.append(
                f"# {field.hint or field.label}" if field.hint else f"# {field.label}, zum Beispiel: {field.example}"
            )
            lines.append(f"{key}:")
    body = BODIES.get("question" if table.kind == "motion" and MOTIONS[values["art"]].question else table.kind, "")
    return "\n".join([*lines, "---", "", body])


LISTED = ("unterzeichner", "antragstellende", "anlagen", "weitere_nummern")  # several in one answer, divided by commas


def entry(field: Field, value: str, names: set[str]) -> list[str]:
    """One entry of the head, quoted where YAML would read it otherwise. `names`: what a reference may name."""
    if field.rows == "step":
        return [f"{field.key}:", *(f"  - gremium: {scalar(part)}" for part in listed(value, names))]
    if (
        field.many
        and field.key in LISTED
        and len(parts := [part.strip() for part in value.split(",") if part.strip()]) > 1
    ):
        return [f"{field.key}:", *(f"  - {scalar(part)}" for part in parts)]
    if field.many and field.type == "ref" and len(parts := list(listed(value, names))) > 1:
        return [f"{field.key}:", *(f"  - {scalar(part)}" for part in parts)]
    return [f"{field.key}: {scalar(value)}"]


def listed(value: str, names: set[str]) -> Iterator[str]:
    """„Verkehr, Soziales“ as two; „Ausschuss für Umwelt, Verkehr und Bau“ as one where that is a name."""
    parts = [part.strip() for part in value.split(",")]
    while parts:
        most = next((n for n in range(len(parts), 1, -1) if fold(", ".join(parts[:n])) in names), 1)
        if name := ", ".join(parts[:most]):
            yield name
        parts = parts[most:]


def scalar(value: str) -> str:
    """The value as it is where YAML reads just that, else in quotation marks."""
    value = " ".join(value.split("\n"))
    node, found = read_yaml("", f"x: {value}", 1)
    read = node.entries.get("x") if isinstance(node, Head) else None
    return value if not found and isinstance(read, Scalar) and read.text == value else quoted(value)
