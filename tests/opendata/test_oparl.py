"""The OParl files: objects as the standard has them, references that lead somewhere, lists that end, ids that stay."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.motions.vocabulary import DONE, RESULTS, STATUSES

from ..builders import Project
from ..conftest import REAL
from . import reader

SITE = "https://www.example.org"
SYSTEM = f"{SITE}/oparl/system.json"
INSIDE = {"AgendaItem", "Consultation", "File", "Membership", "Location"}  # have no file of their own

# What OParl 1.1 asks of each object (schema/*.json), for whoever has no ../shared; "…[]": a list of these.
TEXT, NUMBER, TRUTH, DAY, MOMENT, URL = "text", "number", "truth", "day", "moment", "url"
COMMON = {
    "id": URL,
    "type": TEXT,
    "created": MOMENT,
    "modified": MOMENT,
    "license": URL,
    "web": URL,
    "deleted": TRUTH,
    "keyword": f"{TEXT}[]",
}
REQUIRED = {
    "System": {"id", "type", "oparlVersion", "body"},
    "Body": {"id", "type", "name", "organization", "person", "meeting", "paper", "legislativeTerm"},
    "AgendaItem": {"id", "type", "order"},
    "File": {"id", "type", "accessUrl"},
}
PROPERTIES = {
    "System": {
        "oparlVersion": TEXT,
        "body": URL,
        "name": TEXT,
        "contactEmail": TEXT,
        "contactName": TEXT,
        "website": URL,
    },
    "Body": {
        "system": URL,
        "shortName": TEXT,
        "name": TEXT,
        "contactEmail": TEXT,
        "contactName": TEXT,
        "organization": URL,
        "person": URL,
        "meeting": URL,
        "paper": URL,
        "legislativeTerm": "LegislativeTerm[]",
        "legislativeTermList": URL,
    },
    "LegislativeTerm": {"body": URL, "name": TEXT, "startDate": DAY, "endDate": DAY},
    "Organization": {
        "body": URL,
        "name": TEXT,
        "shortName": TEXT,
        "membership": f"{URL}[]",
        "organizationType": TEXT,
        "classification": TEXT,
        "startDate": DAY,
        "endDate": DAY,
        "website": URL,
    },
    "Person": {
        "body": URL,
        "name": TEXT,
        "familyName": TEXT,
        "givenName": TEXT,
        "title": f"{TEXT}[]",
        "status": f"{TEXT}[]",
        "membership": "Membership[]",
        "life": TEXT,
    },
    "Membership": {
        "person": URL,
        "organization": URL,
        "role": TEXT,
        "votingRight": TRUTH,
        "startDate": DAY,
        "endDate": DAY,
        "onBehalfOf": URL,
    },
    "Meeting": {
        "name": TEXT,
        "meetingState": TEXT,
        "cancelled": TRUTH,
        "start": MOMENT,
        "end": MOMENT,
        "location": "Location",
        "organization": f"{URL}[]",
        "invitation": "File",
        "resultsProtocol": "File",
        "auxiliaryFile": "File[]",
        "agendaItem": "AgendaItem[]",
    },
    "AgendaItem": {
        "meeting": URL,
        "number": TEXT,
        "order": NUMBER,
        "name": TEXT,
        "public": TRUTH,
        "consultation": URL,
        "result": TEXT,
        "resolutionText": TEXT,
        "resolutionFile": "File",
    },
    "Consultation": {
        "paper": URL,
        "agendaItem": URL,
        "meeting": URL,
        "organization": f"{URL}[]",
        "authoritative": TRUTH,
        "role": TEXT,
    },
    "Paper": {
        "body": URL,
        "name": TEXT,
        "reference": TEXT,
        "date": DAY,
        "paperType": TEXT,
        "relatedPaper": f"{URL}[]",
        "superordinatedPaper": f"{URL}[]",
        "subordinatedPaper": f"{URL}[]",
        "mainFile": "File",
        "auxiliaryFile": "File[]",
        "location": "Location[]",
        "originatorPerson": f"{URL}[]",
        "originatorOrganization": f"{URL}[]",
        "consultation": "Consultation[]",
    },
    "File": {
        "name": TEXT,
        "fileName": TEXT,
        "mimeType": TEXT,
        "date": DAY,
        "size": NUMBER,
        "accessUrl": URL,
        "downloadUrl": URL,
    },
    "Location": {
        "description": TEXT,
        "room": TEXT,
        "streetAddress": TEXT,
        "postalCode": TEXT,
        "locality": TEXT,
        "subLocality": TEXT,
    },
}
FORMS = {
    TEXT: lambda v: isinstance(v, str) and v != "",
    NUMBER: lambda v: type(v) is int,
    TRUTH: lambda v: isinstance(v, bool),
    DAY: lambda v: bool(dt.date.fromisoformat(v)),
    MOMENT: lambda v: dt.datetime.fromisoformat(v).tzinfo is not None,
    URL: lambda v: bool(re.fullmatch(r"https?://[!-~]+", v)),
}


def faults(thing: dict[str, Any], of: str) -> Iterator[str]:
    """What the table has against an object, and against all that stands inside."""
    if reader.kind(thing) != of:
        yield f"{thing['id']}: {thing['type']}, not {of}"
    if (
        missing := REQUIRED.get(of, {"id", "type"})
        - thing.keys()
        - ({"never"} if not thing.get("deleted") else REQUIRED.get(of, set()))
    ):
        yield f"{thing['id']}: without {missing}"
    for name, value in thing.items():
        if ":" in name:
            plain = value if isinstance(value, list) else [value]
            if not all(isinstance(v, (str, int)) for v in plain):
                yield f"{thing['id']}: {name} is no plain value"
            continue
        form = (COMMON | PROPERTIES[of]).get(name)
        if form is None:
            yield f"{thing['id']}: {name} is no property of {of}"
        elif form.endswith("[]") != isinstance(value, list):
            yield f"{thing['id']}: {name} should be {form}"
        else:
            for one in value if isinstance(value, list) else [value]:
                if (inner := form.removesuffix("[]")) in PROPERTIES:
                    yield from faults(one, inner)
                elif not FORMS[inner](one):
                    yield f"{thing['id']}: {name} is {one!r}, not {inner}"


@pytest.fixture(scope="module")
def load(sample: Path) -> reader.Load:
    return reader.from_folder(sample, SITE)


@pytest.fixture(scope="module")
def found(load: reader.Load) -> dict[str, dict]:
    return reader.objects(load, SYSTEM)


def test_every_object_has_what_the_standard_asks_for(found):
    assert [fault for thing in found.values() for fault in faults(thing, reader.kind(thing))] == []
    assert {reader.kind(thing) for thing in found.values()} == set(PROPERTIES)


@pytest.mark.needs("real")
def test_every_object_fits_the_official_schema(found):
    """Each against the schema of its type; those inside stand for themselves too."""
    from jsonschema import Draft4Validator, FormatChecker

    forms = FormatChecker(formats=())
    forms.checks("url")(FORMS[URL])
    forms.checks("date", raises=ValueError)(FORMS[DAY])
    forms.checks("date-time", raises=ValueError)(FORMS[MOMENT])
    schemas = {kind: json.loads((REAL / "oparl/schema" / f"{kind}.json").read_text("utf-8")) for kind in PROPERTIES}
    checked = [
        (thing["id"], error.message)
        for thing in found.values()
        for error in Draft4Validator(schemas[reader.kind(thing)], format_checker=forms).iter_errors(thing)
    ]
    unknown = [
        (thing["id"], name)
        for thing in found.values()
        for name in thing
        if ":" not in name and name not in schemas[reader.kind(thing)]["properties"]
    ]

    assert checked == []
    assert unknown == []


@pytest.mark.needs("real")
def test_the_table_says_what_the_official_schemas_say():
    for kind, ours in PROPERTIES.items():
        schema = json.loads((REAL / "oparl/schema" / f"{kind}.json").read_text("utf-8"))
        assert set(schema["required"]) == REQUIRED.get(kind, {"id", "type"})
        assert set(ours) | set(COMMON) - ({"license", "keyword"} if kind == "System" else set()) <= set(
            schema["properties"]
        )


def test_every_reference_leads_to_an_object(found, load):
    """By its id, whether it has a file or stands inside of one."""
    lists = {
        load(SYSTEM)["body"],
        *(
            load(f"{SITE}/oparl/body.json")[name]
            for name in ("organization", "person", "meeting", "paper", "legislativeTermList")
        ),
    }
    named = Counter(
        value
        for thing in found.values()
        for name, some in thing.items()
        if name != "id"
        for value in (some if isinstance(some, list) else [some])
        if isinstance(value, str) and value.startswith(f"{SITE}/oparl/")
    )

    assert [reference for reference in named if reference not in found and reference not in lists] == []
    assert len(named) > 200


def test_an_id_is_the_address_of_its_file(found, load, sample: Path):
    for id, thing in found.items():
        if reader.kind(thing) in INSIDE:
            assert id.partition("#")[0] in found
        else:
            assert load(id) == thing
    files = {f"{SITE}/{path.relative_to(sample).as_posix()}" for path in (sample / "oparl").rglob("*.json")}
    lists = {
        file
        for file in files
        if re.search(r"/oparl/(bodies|terms|organizations|persons|(papers|meetings)(-\d{4})?)\.json$", file)
    }
    assert files - lists == {id for id, thing in found.items() if reader.kind(thing) not in INSIDE}


def test_a_file_that_an_object_names_is_there(found, sample: Path):
    files = [thing for thing in found.values() if reader.kind(thing) == "File"]
    for thing in files:
        assert (sample / thing["accessUrl"].removeprefix(f"{SITE}/")).stat().st_size == thing["size"]
    assert len(files) > 5


def test_it_holds_what_the_pages_show(found, sample: Path):
    count = Counter(reader.kind(thing) for thing in found.values())
    addresses = {thing["web"] for thing in found.values() if reader.kind(thing) == "Paper"}

    assert addresses == {f"{SITE}/antraege/{page.parent.name}/" for page in sample.glob("antraege/20??-*/index.html")}
    assert {thing["web"] for thing in found.values() if reader.kind(thing) == "Person"} == {
        f"{SITE}/personen/{page.parent.name}/"
        for page in sample.glob("personen/*-*/index.html")
        if not page.parent.name.isdecimal()
    }
    assert count["Organization"] == len(list(Path("content/gremien").glob("*.md"))) + 1
    assert all(
        (sample / thing["web"].removeprefix(f"{SITE}/") / "index.html").is_file()
        for thing in found.values()
        if thing.get("web")
    )


def test_no_address_of_a_person_and_no_request_is_in_it(sample: Path):
    text = "".join(path.read_text("utf-8") for path in (sample / "oparl").rglob("*.json"))

    assert set(re.findall(r"[\w.-]+@[\w.-]+", text)) == {"fraktion@example.org"}
    assert "mailto:" not in text and "telefon" not in text.lower()


MOTION = """\
themen: [Verkehr]
unterzeichner: [{name: Vera Beispiel, rolle: Vorsitzende}]
beratungsfolge:
  - gremium: Sozialausschuss
    datum: 2024-03-20
    top: 3.10
    ergebnis: verwiesen
    verwiesen_an: Kreistag
  - gremium: Kreistag
    datum: 2024-04-20
    top: 5
    ergebnis: geändert beschlossen
    beschlusstext: Ein Radweg wird geplant.
    abstimmungen: [{ja: 41, nein: 24, enthaltung: 1, nach_fraktionen: {CDU: Nein, SPD: Ja}}]
umsetzung: [{datum: 2024-09-01, stand: in Umsetzung, was: Die Planung läuft.}]
"""


def paper_of(project: Project, uid: str = "k7f3qz") -> dict[str, Any]:
    return json.loads(project.page(f"oparl/paper/{uid}.json"))


def test_a_motion_is_told_with_its_steps_votes_and_what_came_after(project: Project):
    project.motion(head=MOTION)
    assert project.build().report
    paper = paper_of(project)
    first, second = paper["consultation"]
    meeting = json.loads(project.page("oparl/meeting/g2k2t2-2024-04-20.json"))

    assert paper["fraktion:stand"] == "in geänderter Fassung angenommen"
    assert (paper["fraktion:umsetzung"], paper["fraktion:umsetzungSeit"], paper["fraktion:unterzeichner"]) == (
        "in Umsetzung",
        "2024-09-01",
        ["Vera Beispiel, Vorsitzende"],
    )
    assert (first["fraktion:ergebnis"], first["fraktion:verwiesenAn"], first["authoritative"]) == (
        "verwiesen",
        ["Kreistag"],
        False,
    )
    assert (second["fraktion:ja"], second["fraktion:nein"], second["fraktion:stimmenDerFraktionen"]) == (
        41,
        24,
        ["Antrag: CDU: Nein", "Antrag: SPD: Ja"],
    )
    assert meeting["agendaItem"] == [
        {
            "id": f"{SITE}/oparl/meeting/g2k2t2-2024-04-20.json#k7f3qz",
            "type": "https://schema.oparl.org/1.1/AgendaItem",
            "meeting": meeting["id"],
            "number": "5",
            "order": 1,
            "name": "Radweg",
            "consultation": second["id"],
            "result": "geändert beschlossen",
            "resolutionText": "Ein Radweg wird geplant.",
            "created": meeting["created"],
            "modified": meeting["modified"],
            "fraktion:paper": paper["id"],
        }
    ]
    assert second["agendaItem"] == meeting["agendaItem"][0]["id"]
    assert (meeting["start"], meeting["fraktion:uhrzeitBekannt"]) == ("2024-04-20T00:00:00+02:00", False)
    assert (paper["created"], paper["modified"]) == ("2024-03-04T12:00:00+01:00", "2024-09-01T12:00:00+02:00")


def test_modified_is_the_day_that_the_feed_of_the_motion_says(found, sample: Path):
    """Noon of the same day; entries of one day follow each other by minutes."""
    for thing in found.values():
        if reader.kind(thing) == "Paper":
            feed = (sample / f"feeds/antrag/{thing['id'].rsplit('/', 1)[1].removesuffix('.json')}.atom").read_text(
                "utf-8"
            )
            assert thing["modified"][:10] == re.search(r"</id>.*?<updated>(.{10})", feed, re.DOTALL)[1], thing["id"]


def test_a_sitting_keeps_its_name_when_it_is_moved_and_knows_the_steps_that_name_its_day(project: Project):
    project.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2026-12-11, top: 4}]")
    project.write(
        "sitzungen/2026-12-10-kreistag.md",
        "---\nuid: xm2p8c\nname: Sitzung des Kreistags\nart: Kreistag\ngremium: Kreistag\ndatum: 2026-12-11\nverlegt_von: 2026-12-10\nverlegt_grund: Der Saal ist belegt.\nbeginn: 16:00\nform: Präsenz\nort: {name: Kreishaus}\nzugang: öffentlich\ntagesordnung: [{top: 1, titel: Eröffnung}, {titel: Ein Radweg, antrag: k7f3qz}]\n---\n",
    )
    assert project.build().report
    meeting = json.loads(project.page("oparl/meeting/g2k2t2-2026-12-10.json"))
    (step,) = paper_of(project)["consultation"]

    assert (meeting["start"], meeting["fraktion:verlegtVon"]) == ("2026-12-11T16:00:00+01:00", "2026-12-10")
    assert [(item["number"], item["name"], item.get("consultation")) for item in meeting["agendaItem"]] == [
        ("1", "Eröffnung", None),
        ("4", "Ein Radweg", step["id"]),
    ]
    assert step["meeting"] == meeting["id"]
    assert not (project.output / "oparl/meeting/g2k2t2-2026-12-11.json").exists()


def test_what_was_public_and_is_gone_says_so_and_nothing_else(project: Project):
    project.motion(
        "2024-03-geheim", titel="Etwas Geheimes", head=f"{MOTION}geloescht_am: 2025-01-10\ngeloescht_weil: Ein Name.\n"
    )
    project.motion("2024-05-radweg", uid="n5b7sx")
    assert project.build().report
    listed = reader.objects(reader.from_folder(project.output, SITE), SYSTEM)

    assert paper_of(project) == {
        "id": f"{SITE}/oparl/paper/k7f3qz.json",
        "type": "https://schema.oparl.org/1.1/Paper",
        "created": "2024-03-04T12:00:00+01:00",
        "modified": "2025-01-10T12:00:00+01:00",
        "deleted": True,
    }
    assert json.loads(project.page("oparl/meeting/g2k2t2-2024-04-20.json"))["deleted"] is True
    assert [id for id in listed if "k7f3qz" in id or "2024-04-20" in id] == []
    assert "Geheimes" not in "".join(path.read_text("utf-8") for path in (project.output / "oparl").rglob("*.json"))


def test_drafts_are_no_objects_not_even_in_the_preview(project: Project):
    project.motion()
    project.motion(
        "2024-04-geheim",
        uid="n5b7sx",
        titel="Noch geheim",
        head="stand: Entwurf\nbezug: k7f3qz\nberatungsfolge: [{gremium: Kreistag, datum: 2026-12-11}]",
    )
    assert project.build(ENTWUERFE=True).report

    assert not (project.output / "oparl/paper/n5b7sx.json").exists()
    assert "n5b7sx" not in "".join(path.read_text("utf-8") for path in (project.output / "oparl").rglob("*.json"))


def test_ids_stay_when_the_site_moves(project: Project):
    project.motion()
    assert project.build(SITEURL="https://neu.example.org", OPARL_URL="https://www.example.org/").report
    paper = paper_of(project)

    assert paper["id"] == "https://www.example.org/oparl/paper/k7f3qz.json"
    assert paper["web"] == "https://neu.example.org/antraege/2024-03-radweg/"


def test_a_new_motion_changes_one_page_of_the_list(project: Project):
    for year in (2022, 2023, 2024):
        project.motion(f"{year}-03-radweg", uid=f"k7f3q{year % 10}", datum=f"{year}-03-04")
    assert project.build().report
    project.motion("2024-05-neu", uid="n5b7sx", datum="2024-05-04")
    report = project.build().report

    assert [path for path in report.written if path.startswith("oparl/")] == [
        "oparl/paper/n5b7sx.json",
        "oparl/papers.json",
    ]


def test_an_edited_text_changes_no_data(project: Project):
    path = project.motion(head=MOTION)
    assert project.build().report
    path.write_text(path.read_text("utf-8") + "\n## Begründung\n\nWeil.\n", "utf-8")

    assert [
        name for name in project.build().report.written if name.startswith(("oparl/", "daten/", "antraege/antraege."))
    ] == []


def test_every_value_has_its_word_of_the_standard():
    """The cells that nothing read for long: a result, a status, a state of what was done is never empty here; of a result that is only quoted, the quotation is it."""
    assert [
        row.word
        for row in (*RESULTS, *STATUSES, *DONE)
        if not row.oparl and row.word not in ("offen", "Entwurf") and (row.typed if row in RESULTS else True)
    ] == []
