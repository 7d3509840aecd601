"""The page of the data, and the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..group.model import Entry
from ..meetings.model import TABLE as MEETINGS
from ..meetings.model import Meeting
from ..motions.listings import newest_first
from ..motions.model import TABLE as MOTIONS
from ..motions.model import Motion
from ..people.model import COMMITTEES, PERSONS, Committee, Person
from ..press import Crumb, Frame, Page, html_page
from ..press.structured import publisher
from ..records.council import Council, spoken
from ..records.fields import Field, read_toml
from ..records.values import read_row
from . import oparl
from .columns import TABLES, VERSIONS, Column
from .oparl.names import Origin
from .tables import WORDS, build_csv, build_json, build_package, said

HOME = Crumb("Start", "")
JSON = "antraege/antraege.json"
OLD = "antraege/antraege.csv"  # where the first table always was


class Extension(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key of ours that the standard does not know."""

    object: str
    key: str
    what: str


FILE = Path(__file__).parent / "oparl" / "extensions.toml"
EXTENSIONS = tuple(read_row(Extension, f"oparl/{FILE.name}, Zeile „{row.get('key')}“", row) for row in read_toml(FILE)["extension"])


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


def pages(
    frame: Frame, by: Origin, motions: Iterable[Motion], meetings: Iterable[Meeting], persons: Iterable[Person], committees: Iterable[Committee], kinds: Mapping[str, tuple[str, str]], terms: Iterable[Entry], today: dt.date, wanted: Callable[[str], bool] = lambda path: True
) -> Iterator[Page]:  # fmt: skip
    """`motions`: all that are or were public; of those that were taken off the site nothing is told but that. `wanted`: is a path published?"""
    if not any(map(wanted, ("daten/", oparl.FOLDER, JSON, OLD))):
        return
    motions = newest_first(motions)
    held, steps = oparl.sittings(meetings, motions)
    papers = tuple(oparl.papers_of(motions, steps, today))
    public = tuple(paper for paper in papers if not paper.motion.deleted)
    for table in TABLES:
        yield Page(table.path, build_csv, {"by": by, "table": table.name, "papers": public})
    yield Page(OLD, build_csv, {"by": by, "table": TABLES[0].name, "papers": public})
    yield Page(JSON, build_json, {"by": by, "council": frame.council, "papers": public})
    yield Page("daten/datapackage.json", build_package, {"by": by, "council": frame.council})
    yield data_page(frame, by, max((paper.changed for paper in public), default=None))
    yield from oparl.pages(by, papers, held, persons, committees, kinds, terms)


def data_page(frame: Frame, by: Origin, last: dt.date | None) -> Page:
    tables = tuple(Table(t.title, t.about, t.path, tuple(described(c, min(x.since for x in t.columns), by, frame.council) for c in t.columns)) for t in TABLES)
    description = "Alle Anträge und Anfragen, ihre Beratung und die Abstimmungen, zum Herunterladen und Weiterverwenden."
    return html_page(
        frame, "daten/", "data.html", title="Offene Daten", description=description, crumbs=(HOME,), tables=tables, json=JSON, package="daten/datapackage.json", system="oparl/system.json",
        licence=by.licence, licence_url=by.licence_url, last=last, versions=VERSIONS, extensions=spoken(EXTENSIONS, frame.council), standard=standard(frame.council),
        citation=f"{by.name}: Offene Daten. {by.page('daten/')}", structured=dataset(frame, by, last, description),
    )  # fmt: skip


def described(column: Column, first: int, by: Origin, council: Council) -> Described:
    """`first`: the version in which its table came; of a later column it is said which one that was."""
    label, hint, example = said(column, by, council)
    return Described(column.key, label, hint, WORDS[column.form], example, column.since if column.since > first else 1)


def standard(council: Council) -> tuple[tuple[str, str, str], ...]:
    """Object, property, and what people type for it: from the tables of fields."""
    of = (("Paper", MOTIONS.fields), ("Consultation, AgendaItem", MOTIONS.rows["step"]), ("Meeting", MEETINGS.fields), ("Person", PERSONS.fields), ("Membership", PERSONS.rows["membership"]), ("Organization", COMMITTEES.fields))
    return tuple(dict.fromkeys((name, field.oparl, council.say(field.label)) for name, fields in of for field in known(fields.values())))


def known(fields: Iterable[Field]) -> Iterator[Field]:
    return (field for field in fields if field.oparl and field.oparl not in ("email", "image"))  # nobody's address, and no property of 1.1


def dataset(frame: Frame, by: Origin, last: dt.date | None, description: str) -> dict[str, Any]:
    """schema.org, Dataset: what search engines for data read."""
    files = [(t.path, "text/csv", t.title) for t in TABLES] + [(JSON, "application/json", "Anträge, Schritte und Abstimmungen"), ("oparl/system.json", "application/json", "OParl 1.1-förmige Objekte")]
    return {
        "@type": "Dataset", "@id": by.page("daten/"), "url": by.page("daten/"), "name": f"Anträge und Anfragen: {by.name}", "description": description, "inLanguage": "de", "isAccessibleForFree": True,
        "license": by.licence_url or by.licence, "creator": publisher(frame), "publisher": publisher(frame), "dateModified": last.isoformat() if last else "",
        "spatialCoverage": {"@type": "AdministrativeArea", "name": by.county}, "variableMeasured": list(dict.fromkeys(chain.from_iterable((c.label for c in t.columns) for t in TABLES))),
        "distribution": [{"@type": "DataDownload", "contentUrl": by.page(path), "encodingFormat": kind, "name": name} for path, kind, name in files],
    }  # fmt: skip

