"""The handbook of fields: one Markdown page, made from the tables."""

from __future__ import annotations

from collections.abc import Iterable

from .fields import Field, Table

TYPES = {
    "line": "eine Zeile",
    "text": "Text",
    "date": "Datum",
    "time": "Uhrzeit",
    "until": "Uhrzeit",
    "count": "Zahl",
    "flag": "ja oder nein",
    "choice": "einer der Werte",
    "uid": "Kennung",
    "url": "Adresse im Netz",
    "mail": "Mailadresse",
    "contact": "Adresse im Netz oder Mailadresse",
    "file": "Datei neben dem Text",
    "slug": "a–z, 0–9, Bindestrich",
    "point": "Stelle im Bild",
    "votes": "Stimmen in Worten",
    "noun": "ein Hauptwort",
    "mapping": "Name: Text",
    "rows": "Angaben",
    "ref": "Verweis",
}
TARGETS = {
    "motion": "Antrag",
    "person": "Person",
    "committee": "Gremium",
    "meeting": "Sitzung",
    "topic": "Thema",
    "place": "Ort",
    "series": "Reihe",
    "term": "Wahlperiode",
}


def build_handbook(tables: Iterable[Table], lists: dict[str, str]) -> str:
    """`lists`: the files that are lists, with the name of their rows in the group's table."""
    parts = [
        "# Alle Felder",
        "",
        "Diese Seite entsteht aus den Feldtabellen: `fraktion felder > content/FELDER.md`. Pflichtfelder sind mit * markiert, „Liste“ heißt: einer oder mehrere Werte.",
        "",
    ]
    for table in tables:
        parts += chapter(table, lists if table.kind == "group" else {})
    return "\n".join(parts)


def chapter(table: Table, lists: dict[str, str]) -> list[str]:
    place = f"content/{table.folder}" + ("" if "." in table.folder else "/")
    parts = [f"## {table.noun} (`{place}`)", "", table.about, "", *rows(table.fields.values())]
    used = [f for f in table.fields.values() if f.type == "rows"]
    seen: list[str] = []
    while used:
        field = used.pop(0)
        if field.rows in seen:
            continue
        seen.append(field.rows)
        parts += [
            "",
            f"### Angaben unter `{field.key}`",
            "",
            *([f"Ein einfacher Wert gilt als `{field.scalar}`.", ""] if field.scalar else []),
            *rows(table.rows[field.rows].values()),
        ]
        used += [f for f in table.rows[field.rows].values() if f.type == "rows"]
    for file, name in lists.items():
        parts += ["", f"### Einträge in `content/{file}`", "", *rows(table.rows[name].values())]
    if table.sections:
        parts += ["", "### Abschnitte des Textes", "", "| Abschnitt | erkannt an der Überschrift |", "|---|---|"]
        parts += [f"| {row['label']} | {', '.join(row['names'])} |" for row in table.sections]
    return [*parts, ""]


def rows(fields: Iterable[Field]) -> list[str]:
    lines = ["| Schlüssel | Bezeichnung | Form | Beispiel | Erklärung |", "|---|---|---|---|---|"]
    for f in fields:
        form = (
            TYPES[f.type]
            + (f": {TARGETS[f.to]}" if f.to else "")
            + (" (auch fremde)" if f.foreign else "")
            + (", Liste" if f.many else "")
            + (f", höchstens {f.longest} Zeichen" if f.longest else "")
        )
        values = [*f.values, *([f.pattern.replace("[1-9][0-9]*", "n")] if f.pattern else [])]
        other = [f"{k} (= {v})" for k, v in f.synonyms.items()]
        told = " ".join(
            filter(
                None,
                [
                    f.hint,
                    f"Nicht nötig, wo „{f.unless}“ steht." if f.unless else "",
                    f"Werte: {', '.join(values)}." if values else "",
                    f"Auch: {', '.join(other)}." if other else "",
                    f"Meldet in den Feeds: {', '.join(f.tells)}." if f.tells else "",
                ],
            )
        )
        example = f"`{f.key}: {f.example}`" if f.example else ""
        lines.append(
            f"| `{f.key}`{'*' if f.required else ''} | {cell(f.label)} | {cell(form)} | {cell(example)} | {cell(told)} |"
        )
    return lines


def cell(text: str) -> str:
    return text.replace("|", "\\|")
