"""The page of the data, and the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..meetings.model import TABLE as MEETINGS
from ..motions.model import TABLE as MOTIONS
from ..people.model import COMMITTEES, PERSONS
from ..press import Crumb, Frame, Page, html_page
from ..press.ask import Ask
from ..press.page import Joined
from ..press.part import Part
from ..press.structured import publisher
from ..press.things import key_of
from ..records.council import Council, spoken
from ..records.fields import Field, read_toml
from ..records.quoting import csv_file
from ..records.values import read_row
from . import lines
from .columns import TABLES, VERSIONS, Column
from .lines import CHANGED, DATA, Rows
from .oparl import pages as oparl
from .oparl.names import Origin
from .tables import BETWEEN, FORM_WORDS, JSON_END, build_package, csv_head, json_head, said

HOME = Crumb("Start", "")
JSON = "antraege/antraege.json"
OLD = "antraege/antraege.csv"  # where the first table always was


class Extension(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key of ours that the standard does not know."""

    object: str
    key: str
    what: str


FILE = Path(__file__).parent / "oparl" / "extensions.toml"
EXTENSIONS = tuple(
    read_row(Extension, f"oparl/{FILE.name}, Zeile „{row.get('key')}“", row) for row in read_toml(FILE)["extension"]
)


class Described(Struct, frozen=True):
    """A column, as the page explains it."""

    key: str
    label: str
    hint: str
    form: str
    example: str
    since: int


class Table(Struct, frozen=True):
    title: str
    about: str
    path: str
    columns: tuple[Described, ...]


def chunks(ask: Ask, key: str) -> Iterator[Page]:
    """A year of every file. Of what was taken off the site nothing stands here."""
    year = int(key.partition("\t")[2])
    if year in ask.which(DATA):
        for number, table in enumerate(TABLES):
            yield Page(key_of(table.path, year), csv_chunk, {"papers": Rows(ask, [year], number)}, kept=True)
        yield Page(key_of(JSON, year), json_chunk, {"papers": Rows(ask, [year], lines.JSON)}, kept=True)


def pages(ask: Ask, _: str) -> Iterator[Page]:
    """The files: a head, then the years, the newest first."""
    years = ask.which(DATA)
    for path, table in (*((table.path, table) for table in TABLES), (OLD, TABLES[0])):
        head = csv_head(table.name)
        yield Page(path, build_csv, {"head": head, "papers": ask.joined(table.path, years)}, says=head)
    head = json_head(ask.piece("herkunft"), ask.piece("frame").council)
    yield Page(JSON, build_json, {"head": head, "papers": ask.joined(JSON, years)}, says=head)


def about(ask: Ask, _: str) -> Iterator[Page]:
    """The page that explains the files, and what programs need to read the tables."""
    frame, by, years = ask.piece("frame"), ask.piece("herkunft"), ask.which(CHANGED)
    last = ask.first_day(CHANGED, max(years)) if years else None
    yield Page("daten/datapackage.json", build_package, {"by": by, "council": frame.council})
    yield data_page(frame, by, last)


def csv_chunk(papers: Rows) -> bytes:
    return "".join(papers.load()).encode("utf-8", "replace")


def json_chunk(papers: Rows) -> str:
    return BETWEEN.join(papers.load())


def build_csv(head: str, papers: Joined) -> bytes:
    return b"".join([csv_file(head), *papers.load()])


def build_json(head: str, papers: Joined) -> bytes:
    between = BETWEEN.encode()
    years = [part for chunk in papers.load() for part in (between, chunk)][1:]
    return b"".join([head.encode(), *years, JSON_END.encode()])  # once, not thrice: of ten thousand motions it is large


def data_page(frame: Frame, by: Origin, last: dt.date | None) -> Page:
    tables = tuple(
        Table(
            t.title,
            t.about,
            t.path,
            tuple(described(c, min(x.since for x in t.columns), by, frame.council) for c in t.columns),
        )
        for t in TABLES
    )
    description = (
        "Alle Anträge und Anfragen, ihre Beratung und die Abstimmungen, zum Herunterladen und Weiterverwenden."
    )
    return html_page(
        frame,
        "daten/",
        "data.html",
        title="Offene Daten",
        description=description,
        crumbs=(HOME,),
        tables=tables,
        json=JSON,
        package="daten/datapackage.json",
        system="oparl/system.json",
        licence=by.licence,
        licence_url=by.licence_url,
        last=last,
        versions=VERSIONS,
        extensions=spoken(EXTENSIONS, frame.council),
        standard=standard(frame.council),
        citation=f"{by.name}: Offene Daten. {by.page('daten/')}",
        structured=dataset(frame, by, last, description),
    )


def described(column: Column, first: int, by: Origin, council: Council) -> Described:
    """`first`: the version in which its table came; of a later column it is said which one that was."""
    label, hint, example = said(column, by, council)
    return Described(
        column.key, label, hint, FORM_WORDS[column.form], example, column.since if column.since > first else 1
    )


def standard(council: Council) -> tuple[tuple[str, str, str], ...]:
    """Object, property, and what people type for it: from the tables of fields."""
    of = (
        ("Paper", MOTIONS.fields),
        ("Consultation, AgendaItem", MOTIONS.rows["step"]),
        ("Meeting", MEETINGS.fields),
        ("Person", PERSONS.fields),
        ("Membership", PERSONS.rows["membership"]),
        ("Organization", COMMITTEES.fields),
    )
    return tuple(
        dict.fromkeys(
            (name, field.oparl, council.say(field.label)) for name, fields in of for field in known(fields.values())
        )
    )


def known(fields: Iterable[Field]) -> Iterator[Field]:
    return (
        field for field in fields if field.oparl and field.oparl not in ("email", "image")
    )  # nobody's address, and no property of 1.1


def dataset(frame: Frame, by: Origin, last: dt.date | None, description: str) -> dict[str, Any]:
    """schema.org, Dataset: what search engines for data read."""
    files = [(t.path, "text/csv", t.title) for t in TABLES] + [
        (JSON, "application/json", "Anträge, Schritte und Abstimmungen"),
        ("oparl/system.json", "application/json", "OParl 1.1-förmige Objekte"),
    ]
    return {
        "@type": "Dataset",
        "@id": by.page("daten/"),
        "url": by.page("daten/"),
        "name": f"Anträge und Anfragen: {by.name}",
        "description": description,
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "license": by.licence_url or by.licence,
        "creator": publisher(frame),
        "publisher": publisher(frame),
        "dateModified": last.isoformat() if last else "",
        "spatialCoverage": {"@type": "AdministrativeArea", "name": by.county},
        "variableMeasured": list(dict.fromkeys(chain.from_iterable((c.label for c in t.columns) for t in TABLES))),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": by.page(path), "encodingFormat": kind, "name": name}
            for path, kind, name in files
        ],
    }


def is_wanted(wanted: Callable[[str], bool]) -> bool:
    """Is any of this published? `wanted`: is a path?"""
    return any(map(wanted, ("daten/", oparl.FOLDER, JSON, OLD)))


# What the inputs of pages are called when one is the reason for a page (`--warum`).
WORDS = {
    "around": "die Zahl der Jahre",
    "citation": "Name oder Adresse der Seite",
    "committees": "die Gremien",
    "entry": "die Wahlperiode",
    "extensions": "die Erklärung der Daten",
    "head": "die Spalten, der Name oder die Adresse der Seite",
    "json": "der Ort der Datei",
    "last": "der Tag der letzten Änderung",
    "licence": "die Lizenz",
    "licence_url": "die Lizenz",
    "line": "der Antrag",
    "of": "die Mitglieder",
    "package": "der Ort der Datei",
    "papers": "ein Antrag",
    "sitting": "die Sitzung",
    "standard": "die Erklärung der Daten",
    "system": "der Ort der Datei",
    "table": "die Tabelle",
    "tables": "die Spalten der Tabellen",
    "terms": "die Wahlperioden",
    "versions": "die Fassungen der Daten",
}
PARTS = (
    Part(name="daten-jahr", per="year", kind=DATA, pages=chunks),
    Part(name="daten", pages=pages, last=1),
    Part(name="daten-seite", pages=about, begins="daten/"),
    *oparl.PARTS,
)
