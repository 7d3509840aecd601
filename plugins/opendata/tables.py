"""The files of the data: each table as CSV, all of it as JSON, and what a program needs to read the tables (Frictionless Data Package)."""

from __future__ import annotations

from typing import Any

from ..records.compact import dumps
from ..records.council import Council
from ..records.quoting import csv_rows, json_text
from .cells import ROWS, cell, of_motion, of_names, of_steps, of_votes, told
from .columns import COLUMNS, TABLES, VERSION, Column, DataTable
from .oparl.names import Origin
from .oparl.objects import Paper

FORMS = {
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "truth": {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
    "day": {"type": "date"},
    "url": {"type": "string", "format": "uri"},
    "list": {"type": "string"},
    "item": {"type": "string"},
}
FORM_WORDS = {
    "text": "Text",
    "number": "ganze Zahl",
    "truth": "ja oder nein",
    "day": "Tag (JJJJ-MM-TT)",
    "url": "Adresse im Netz",
    "list": "mehrere Werte, getrennt durch „|“",
    "item": "Text",
}

BETWEEN = ",\n"  # motions of the JSON
JSON_END = "\n]}\n"

# What of a row stands in the JSON too: the motion, or the step, is there around it.
OF_STEP = frozenset(column.key for column in COLUMNS["beratungsschritte"]) - {"antrag", "titel", "adresse"}
OF_VOTE = tuple(
    column.key
    for column in COLUMNS["stimmen"]
    if column.key not in ("schritt", "antrag", "titel", "gremium", "datum", "nummer", "fraktion", "stimmen", "adresse")
)

# Keys of the JSON that are no columns, by their place: worked out from the same.
INNER = {
    "unterzeichner.name": "Name",
    "unterzeichner.rolle": "Funktion am Tag der Unterschrift",
    "beschlussvorschlag": "nummerierte Punkte des Beschlussvorschlags",
    "stand_erklaerung": "Erklärung zum Stand",
    "beratungsfolge": "Beratungsfolge",
    "beratungsfolge.abstimmungen": "Abstimmungen",
    "beratungsfolge.abstimmungen.satz": "die Abstimmung als Satz",
    "beratungsfolge.abstimmungen.nach_fraktionen": "Stimmen nach Fraktionen",
    "beratungsfolge.abstimmungen.nach_fraktionen.fraktion": "Name der Fraktion",
    "beratungsfolge.abstimmungen.nach_fraktionen.stimmen": "Stimmen dieser Fraktion",
    "beratungsfolge.abstimmungen.namen": "namentliche Abstimmung",
    "beratungsfolge.abstimmungen.namen.name": "Name",
    "beratungsfolge.abstimmungen.namen.fraktion": "Name der Fraktion",
    "beratungsfolge.abstimmungen.namen.stimme": "wie er oder sie gestimmt hat",
    "umsetzung.datum": "Datum",
    "umsetzung.stand": "Umsetzung",
    "umsetzung.was": "Was geschah",
}


def csv_lines(table: str, one: Paper, by: Origin) -> str:
    """The rows of a motion in one of the tables."""
    columns = COLUMNS[table]
    return csv_rows([cell(values[c.key], c.form) for c in columns] for values in ROWS[table](one, by))


def csv_head(table: str) -> str:
    """The names of the columns, over the rows of all motions."""
    return csv_rows([[column.key for column in COLUMNS[table]]])


def detail(one: Paper, by: Origin) -> dict[str, Any]:
    """A motion with its steps and votes inside. Keys are those of the tables."""
    m = one.motion
    votes: dict[str, list[dict[str, Any]]] = {}
    for row in of_votes(one, by):
        if not row["fraktion"]:
            votes.setdefault(row["schritt"], []).append(
                {**{key: row[key] for key in (*OF_VOTE, "satz")}, "nach_fraktionen": [], "namen": []}
            )
        else:
            votes[row["schritt"]][-1]["nach_fraktionen"].append(
                {"fraktion": row["fraktion"], "stimmen": row["stimmen"]}
            )
    for row in of_names(one, by):
        vote = votes[row["schritt"]][row["nummer"] - 1]
        vote["namen"].append({key: row[key] for key in ("name", "fraktion", "stimme")})
    steps = [
        {**{key: value for key, value in row.items() if key in OF_STEP}, "abstimmungen": votes.get(row["schritt"], [])}
        for row in of_steps(one, by)
    ]
    return deep(
        {
            **of_motion(one, by),
            "stand_erklaerung": m.progress_note,
            "unterzeichner": [{"name": s.person.text, "rolle": s.role} for s in m.signatories],
            "beschlussvorschlag": part.section.numbered_points if (part := m.part("beschlussvorschlag")) else [],
            "beratungsfolge": steps,
            "umsetzung": [{"datum": i.date, "stand": i.state, "was": i.what} for i in m.implementation],
        }
    )


def deep(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: deep(inner) for key, inner in value.items()}
    return [deep(inner) for inner in value] if isinstance(value, list) else told(value)


def json_line(one: Paper, by: Origin) -> str:
    return dumps(detail(one, by))


def json_head(by: Origin, council: Council) -> str:
    """What stands before the motions, one of them on a line: a difference of two versions shows which are others."""
    head = {
        "fraktion": by.name,
        "adresse": by.page(""),
        "lizenz": by.licence,
        "lizenz_adresse": by.licence_url,
        "fassung": VERSION,
        "beschreibung": by.page("daten/"),
        "felder": keys(by, council),
    }
    return f'{dumps(head)[:-1]},\n"antraege":[\n'


def keys(by: Origin, council: Council) -> dict[str, str]:
    """What every key means; those of an inner list behind the name of the list: „umsetzung.was“."""
    own = {column.key: column.label for column in COLUMNS["antraege"]}
    steps = {
        f"beratungsfolge.{column.key}": column.label for column in COLUMNS["beratungsschritte"] if column.key in OF_STEP
    }
    votes = {
        f"beratungsfolge.abstimmungen.{column.key}": column.label
        for column in COLUMNS["stimmen"]
        if column.key in OF_VOTE
    }
    return {key: council.say(label) for key, label in {**own, **steps, **votes, **INNER}.items()}


# -------------------------------------------------------------------------------- data package


def said(column: Column, by: Origin, council: Council) -> tuple[str, str, str]:
    """Label, explanation and example, with the words of this council and the address of this site."""
    return tuple(
        council.say(text.replace("{url}", by.page(""))) for text in (column.label, column.hint, column.example)
    )


def described(column: Column, table: DataTable, by: Origin, council: Council) -> dict[str, Any]:
    label, hint, example = said(column, by, council)
    form = FORMS[column.form]
    needed = {"constraints": {"required": True}} if column.key in table.keys and column.key != "fraktion" else {}
    return {
        "name": column.key,
        **form,
        "title": label,
        **({"description": hint} if hint else {}),
        **({"example": example} if example and column.form in ("text", "item", "list") else {}),
        **needed,
    }


def resource(table: DataTable, by: Origin, council: Council) -> dict[str, Any]:
    foreign = {
        "beratungsschritte": ("antrag", "antraege", "uid"),
        "stimmen": ("schritt", "beratungsschritte", "schritt"),
        "namen": ("schritt", "beratungsschritte", "schritt"),
    }.get(table.name)
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "title": table.title,
        "description": table.about,
        "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [described(column, table, by, council) for column in table.columns],
            "missingValues": [""],
            **({"primaryKey": list(table.keys)} if "fraktion" not in table.keys else {}),
            **(
                {
                    "foreignKeys": [
                        {"fields": [foreign[0]], "reference": {"resource": foreign[1], "fields": [foreign[2]]}}
                    ]
                }
                if foreign
                else {}
            ),
        },
    }


def build_package(by: Origin, council: Council) -> str:
    """Beside the tables: which columns, of what form, under which licence. It changes with the fields and the group, not with the motions."""
    return (
        json_text(
            {
                "profile": "tabular-data-package",
                "name": "antraege",
                "id": by.page("daten/datapackage.json"),
                "title": f"Anträge und Anfragen: {by.name}",
                "description": f"Alle veröffentlichten Anträge und Anfragen, was in den Gremien daraus wurde, und wie abgestimmt wurde. Beschreibung: {by.page('daten/')}",
                "version": f"{VERSION}.0.0",
                "homepage": by.page("daten/"),
                **(
                    {"licenses": [{"title": by.licence, **({"path": by.licence_url} if by.licence_url else {})}]}
                    if by.licence
                    else {}
                ),
                "sources": [{"title": by.name, "path": by.page("")}],
                "contributors": [{"title": by.name, "path": by.page(""), "role": "publisher"}],
                "resources": [resource(table, by, council) for table in TABLES],
            },
            indent=1,
        )
        + "\n"
    )
