"""The tables, the JSON and what describes them: complete, explained, the same as the pages, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.motions.vocabulary import DONE
from plugins.opendata.cells import barred, cell
from plugins.opendata.columns import COLUMNS, TABLES, VERSIONS
from plugins.opendata.pages import EXTENSIONS
from plugins.records.german import day
from plugins.records.quoting import csv_cell
from plugins.records.slips import quoted

from ..builders import Project
from ..conftest import ROOT
from ..reading import served
from . import reader
from .onpage import Told

SITE = "https://www.example.org"
ONE = "uid;datum;art;titel;drucksache;antragstellende;themen;orte;gremien;stand;ausgang;letzte_sitzung;letztes_ergebnis;umsetzung;adresse"  # the first version, for ever


@pytest.fixture(scope="module")
def data(sample: Path) -> dict:
    return json.loads((sample / "antraege/antraege.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def tables(sample: Path) -> dict[str, list[dict[str, str]]]:
    return {table.name: read_table(sample, table.name) for table in TABLES}


def read_table(output: Path, name: str = "antraege") -> list[dict[str, str]]:
    text = (output / f"daten/{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def published(sample: Path) -> set[str]:
    """The addresses of all motions that have a page."""
    return {f"{SITE}/antraege/{path.parent.name}/" for path in sample.glob("antraege/20??-*/index.html")}


# ------------------------------------------------------------------------------------- the tables


def test_the_table_and_the_data_hold_every_motion_once(sample: Path, tables, data) -> None:
    for rows in (tables["antraege"], data["antraege"]):
        assert {row["adresse"] for row in rows} == published(sample)
        assert len({row["uid"] for row in rows}) == len(rows) == len(published(sample))
        assert [row["datum"] for row in rows] == sorted((row["datum"] for row in rows), reverse=True)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_a_table_is_written_as_rfc_4180_says(sample: Path, table: str) -> None:
    """CRLF after each row, as many cells in each, a byte order mark for spreadsheets."""
    raw = (sample / f"daten/{table}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert rows[0] == [column.key for column in COLUMNS[table]]
    assert {len(row) for row in rows} == {len(COLUMNS[table])}
    assert raw.count(b"\n") == raw.count(b"\r\n") == len(rows)


def test_columns_are_never_renamed_and_never_moved(sample: Path) -> None:
    """What the first version had stands first, in its order; its address is the same file."""
    old = (sample / "antraege/antraege.csv").read_bytes()

    assert old == (sample / "daten/antraege.csv").read_bytes()
    assert old.decode("utf-8-sig").startswith(f"{ONE};")
    for columns in COLUMNS.values():
        assert [c.since for c in columns] == sorted(c.since for c in columns)
    assert [version.number for version in VERSIONS] == list(range(1, len(VERSIONS) + 1))


def test_the_rows_of_the_tables_belong_together(tables) -> None:
    uids, steps = {row["uid"] for row in tables["antraege"]}, [row["schritt"] for row in tables["beratungsschritte"]]

    assert len(set(steps)) == len(steps) > 50
    assert {row["antrag"] for row in tables["beratungsschritte"]} <= uids
    assert {row["schritt"] for row in tables["stimmen"]} <= set(steps)
    assert not [
        key
        for key, count in Counter((row["schritt"], row["nummer"], row["fraktion"]) for row in tables["stimmen"]).items()
        if count > 1
    ]
    assert {row["fraktion"] for row in tables["stimmen"]} > {""}


# ------------------------------------------------------------------ the same as on the pages


def test_every_cell_is_what_the_page_says(sample: Path, tables) -> None:
    """Cell by cell, from the built pages; of each column is said where the page shows it."""
    compared: Counter[str] = Counter()
    for row in tables["antraege"]:
        page = Told(sample / row["adresse"].removeprefix(f"{SITE}/") / "index.html")
        steps = [one for one in tables["beratungsschritte"] if one["antrag"] == row["uid"]]
        for name, shown in page.head().items():
            compared[f"antraege.{name}"] += 1
            if name == "kurzadresse":
                assert row[name] in shown.replace(" ", "")
            else:
                said = (
                    row[name][:1].lower() + row[name][1:] if name == "stand" else row[name]
                )  # a verdict begins with a capital letter
                assert said.split(" | ") == shown if isinstance(shown, list) and shown else said == (shown or ""), (
                    row["uid"],
                    name,
                )
        compare_steps(page, steps, [one for one in tables["stimmen"] if one["antrag"] == row["uid"]], compared)
        compare_ends(page, row, steps, compared)
        called = [one for one in tables["namen"] if one["antrag"] == row["uid"]]
        assert sorted((one["name"], one["fraktion"], one["stimme"]) for one in called) == sorted(page.roll)
        compared.update({f"namen.{name}": len(called) for name in ("name", "fraktion", "stimme")})
    unseen = {f"{name}.{column.key}" for name, columns in COLUMNS.items() for column in columns} - compared.keys()

    # Names of rows, places in them, and addresses of data: made for the tables, on no page. `ausgang` is the page of a list, `rolle` and `ergebnis` are said in sentences.
    assert unseen == NOT_ON_PAGES
    assert sum(compared.values()) > 1500


NOT_ON_PAGES = {
    "antraege.uid",
    "antraege.adresse",
    "antraege.ausgang",
    "antraege.veroeffentlicht_am",
    "antraege.geaendert_am",
    "antraege.oparl",
    "antraege.letztes_ergebnis",
    "beratungsschritte.schritt",
    "beratungsschritte.antrag",
    "beratungsschritte.titel",
    "beratungsschritte.nummer",
    "beratungsschritte.entscheidend",
    "beratungsschritte.adresse",
    "beratungsschritte.sitzung",
    "stimmen.schritt",
    "stimmen.antrag",
    "stimmen.titel",
    "stimmen.nummer",
    "stimmen.adresse",
    "stimmen.gremium",
    "stimmen.datum",
    "namen.schritt",
    "namen.antrag",
    "namen.titel",
    "namen.nummer",
    "namen.adresse",
    "namen.gremium",
    "namen.datum",
    "namen.gegenstand",
}


def compare_steps(page: Told, steps: list[dict[str, str]], votes: list[dict[str, str]], compared: Counter[str]) -> None:
    """Each step is a point of the life line: the same day, number, committee, sentence."""
    points = list(page.life())
    for step in steps:
        names = step["gremium"].split(" | ")
        said = f"{', '.join(names[:-1])} und {names[-1]}" if len(names) > 1 else names[0]
        found = [
            p
            for p in points
            if (p["datum"], p["top"], p["what"])
            == (step["datum"], step["top"], ", ".join(filter(None, [said, step["rolle"]])))
        ]
        point = next(
            (
                p
                for p in found
                if not step["ergebnis_im_satz"] or p["sentences"][:1] == [step["ergebnis_im_satz"].rstrip(".")]
            ),
            None,
        )
        assert point, step
        points.remove(point)
        assert (step["oeffentlich"] == "nein") == point["nichtöffentlich"]
        assert step["beschlusstext"] == point["text"]
        assert step["wortlaut"] == point["quote"]
        assert step["grund"].rstrip(".") in step["ergebnis_im_satz"]
        sentence = step["ergebnis_im_satz"]
        assert step["verwiesen_an"] == "" or all(name in sentence for name in step["verwiesen_an"].split(" | "))
        assert step["vertagt_auf"] == "" or spoken(step["vertagt_auf"]) in sentence
        assert step["anmerkung"].rstrip(".") in sentence
        own = [vote for vote in votes if vote["schritt"] == step["schritt"]]
        told = [sentence, *point["sentences"]]
        assert [vote["im_satz"] for vote in own if vote["im_satz"] and vote["im_satz"] not in told] == []
        assert {(vote["fraktion"], vote["stimmen"]) for vote in own if vote["fraktion"]} <= set(page.groups)
        numbers = set(re.findall(r"\d+", " ".join(told)))
        for vote in [*own, step]:
            for key in ("ja", "nein", "enthaltung", "befangen", "abwesend", "ungueltig"):
                assert vote.get(key, "") in ("", "0", *numbers), (step["schritt"], key, told)
        for vote in own:
            assert (
                vote["quelle"] in ("", point["tail"].removeprefix("Quelle: "))
                or vote["quelle"] in point["tail"]
                or vote["quelle"].startswith("http")
            )
            assert vote["einstimmig"] != "ja" or "einstimmig" in " ".join(told).lower()
            assert vote["mehrheitlich"] != "ja" or "mehrheitlich" in " ".join(told).lower()
            assert vote["stimmengleichheit"] != "ja" or "stimmengleichheit" in " ".join(told).lower()
            assert vote["art"] in ("", "offen") or vote["art"] in " ".join(told).lower()
        for name in (
            "gremium",
            "rolle",
            "datum",
            "top",
            "oeffentlich",
            "ergebnis",
            "ergebnis_im_satz",
            "verwiesen_an",
            "vertagt_auf",
            "beschlusstext",
            "anmerkung",
            "wortlaut",
            "grund",
            "ja",
            "nein",
            "enthaltung",
        ):
            compared[f"beratungsschritte.{name}"] += 1
        for name in (
            "gegenstand",
            "fraktion",
            "stimmen",
            "ja",
            "nein",
            "enthaltung",
            "befangen",
            "abwesend",
            "ungueltig",
            "einstimmig",
            "mehrheitlich",
            "stimmengleichheit",
            "ergebnis",
            "art",
            "im_satz",
            "quelle",
        ):
            compared[f"stimmen.{name}"] += len(own)


def compare_ends(page: Told, row: dict[str, str], steps: list[dict[str, str]], compared: Counter[str]) -> None:
    """What is worked out: the committees of the steps, the last result, the decision and what was done, all on the page's life line."""
    life = page.life()
    decided = [step for step in steps if step["ergebnis_im_satz"]]
    assert (
        row["gremien"].split(" | ")
        == list(dict.fromkeys(name for step in steps for name in step["gremium"].split(" | ")))
        or not steps
    )
    assert (row["letzte_sitzung"], row["letztes_ergebnis"]) == (
        (decided[-1]["datum"], decided[-1]["ergebnis"]) if decided else ("", "")
    )
    final = [
        step
        for step in decided
        if (step["datum"], step["gremium"], step["ergebnis"])
        == (row["entschieden_am"], row["entschieden_von"], row["entscheidung"])
    ]
    assert bool(final) == bool(row["entscheidung"])
    assert not final or (row["ja"], row["nein"], row["enthaltung"]) == (
        final[-1]["ja"],
        final[-1]["nein"],
        final[-1]["enthaltung"],
    )
    states = {done.feed: done.word for done in DONE}
    done = [point for point in life if point["what"] in states]
    last = max(done, key=lambda point: point["datum"], default=None)
    assert (row["umsetzung"], row["umsetzung_am"]) == ((states[last["what"]], last["datum"]) if last else ("", ""))
    assert row["umsetzung_was"].rstrip(".") == (last["sentences"][0] if last and last["sentences"] else "")
    for name in (
        "gremien",
        "letzte_sitzung",
        "entschieden_am",
        "entschieden_von",
        "entscheidung",
        "ja",
        "nein",
        "enthaltung",
        "umsetzung",
        "umsetzung_am",
        "umsetzung_was",
    ):
        compared[f"antraege.{name}"] += 1


def spoken(iso: str) -> str:
    return day(dt.date.fromisoformat(iso)).replace("\u00a0", " ")


def as_cells(values: dict, table: str) -> dict[str, str]:
    """JSON as it would stand in the table."""

    def one(value: object, form: str) -> str:
        if isinstance(value, list):
            return " | ".join(part.replace("|", "/") for part in value)
        if isinstance(value, bool):
            return "ja" if value else "nein"
        return "" if value is None else f"TOP {value}" if form == "item" and value else str(value)

    return {c.key: csv_cell(one(values[c.key], c.form)) for c in COLUMNS[table] if c.key in values}


def test_the_json_says_the_same_as_the_tables(tables, data) -> None:
    """Motion by motion, step by step, vote by vote."""
    steps, votes = iter(tables["beratungsschritte"]), iter(tables["stimmen"])
    for motion, row in zip(data["antraege"], tables["antraege"], strict=True):
        flat = {
            **motion,
            "unterzeichner": [one["name"] for one in motion["unterzeichner"]],
            "umsetzung": row["umsetzung"],
        }
        assert as_cells(flat, "antraege") == row
        assert not motion["umsetzung"] or row["umsetzung"] in [one["stand"] for one in motion["umsetzung"]]
        for step in motion["beratungsfolge"]:
            cells = as_cells(step, "beratungsschritte")
            assert cells == {key: value for key, value in next(steps).items() if key in cells}
            for number, vote in enumerate(step["abstimmungen"], 1):
                cells = as_cells(vote, "stimmen")
                found = next(votes)
                assert (found["schritt"], found["nummer"], found["fraktion"]) == (step["schritt"], str(number), "")
                assert cells == {key: value for key, value in found.items() if key in cells}
                for group in vote["nach_fraktionen"]:
                    found = next(votes)
                    assert (found["schritt"], found["fraktion"], found["stimmen"]) == (
                        step["schritt"],
                        group["fraktion"],
                        group["stimmen"],
                    )
    assert next(steps, None) is next(votes, None) is None


# ------------------------------------------------------------------------------- explained


def test_every_key_of_the_data_is_explained_in_the_data(data) -> None:
    assert list(data) == [
        "fraktion",
        "adresse",
        "lizenz",
        "lizenz_adresse",
        "fassung",
        "beschreibung",
        "felder",
        "antraege",
    ]
    assert set(walk(data["antraege"])) <= set(data["felder"])
    assert {key for key, text in data["felder"].items() if not text.strip()} == set()
    assert data["felder"]["beratungsfolge.top"] == "TOP"
    assert data["felder"]["umsetzung.stand"] == "Umsetzung"


def walk(rows: list, path: str = "") -> Iterator[str]:
    for row in rows:
        if isinstance(row, dict):
            for key, value in row.items():
                yield path + key
                yield from walk(value, f"{path}{key}.") if isinstance(value, list) else ()


def test_the_page_explains_every_column_and_every_key_of_ours(sample: Path) -> None:
    page = (sample / "daten/index.html").read_text("utf-8")
    for columns in COLUMNS.values():
        assert [column.key for column in columns if f"<code>{column.key}</code>" not in page] == []
    found = reader.objects(reader.from_folder(sample, SITE), f"{SITE}/oparl/system.json")
    used = {(reader.kind(thing), key) for thing in found.values() for key in thing if ":" in key}

    assert used <= {(row.object, row.key) for row in EXTENSIONS}
    assert [row.key for row in EXTENSIONS if f"<code>{row.key}</code>" not in page] == []


def test_the_sample_uses_every_key_of_ours_or_it_stands_in_the_code() -> None:
    """No key is explained that nobody writes."""
    code = (ROOT / "plugins/opendata/oparl/objects.py").read_text("utf-8")
    counts = {
        f"fraktion:{name}" for name in ("ja", "nein", "enthaltung", "befangen", "abwesend", "ungueltig")
    }  # written in one line

    assert [row.key for row in EXTENSIONS if f'"{row.key}"' not in code and row.key not in counts] == []


def test_the_page_names_licence_day_and_files_and_how_to_cite(sample: Path) -> None:
    page = (sample / "daten/index.html").read_text("utf-8")
    dataset = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    files = {one["contentUrl"].removeprefix(f"{SITE}/") for one in dataset["distribution"]}

    assert 'rel="license noreferrer">CC0 1.0</a>' in page
    assert (
        "So zitieren Sie die Daten: Bündnis 90/Die Grünen im Kreistag Ebersfurt: Offene Daten. https://www.example.org/daten/, Stand"
        in page
    )
    assert dataset["@type"] == "Dataset"
    assert dataset["dateModified"] == max(row["geaendert_am"] for row in read_table(sample))
    assert [name for name in files if not (sample / name).is_file()] == []
    assert files == {
        "daten/antraege.csv",
        "daten/beratungsschritte.csv",
        "daten/stimmen.csv",
        "daten/namen.csv",
        "antraege/antraege.json",
        "oparl/system.json",
    }


def test_without_a_licence_the_page_says_that_one_has_to_ask(project: Project) -> None:
    project.motion()
    assert project.build().report
    assert "Eine Lizenz ist nicht angegeben." in project.page("daten/")
    assert "licenses" not in json.loads(project.page("daten/datapackage.json"))


# --------------------------------------------------------------------------- the data package


def test_the_package_describes_the_tables_as_they_are(sample: Path, tables) -> None:
    """Names, order, forms and references, checked without anybody's library; `make test-lang` asks frictionless."""
    package = json.loads((sample / "daten/datapackage.json").read_text("utf-8"))
    forms = {
        "integer": r"-?\d+",
        "date": r"\d{4}-\d\d-\d\d",
        "boolean": "ja|nein",
        "string": ".*",
    }
    by_name = {resource["name"]: resource for resource in package["resources"]}

    assert list(by_name) == list(tables)
    for name, rows in tables.items():
        fields = by_name[name]["schema"]["fields"]
        assert (sample / "daten" / by_name[name]["path"]).is_file()
        assert [field["name"] for field in fields] == list(rows[0])
        for field in fields:
            assert field["title"]
            assert [
                row[field["name"]]
                for row in rows
                if row[field["name"]] and not re.fullmatch(forms[field["type"]], row[field["name"]])
            ] == [], (name, field["name"])
            assert not field.get("constraints") or all(row[field["name"]] for row in rows)
        for key in by_name[name]["schema"].get("foreignKeys", ()):
            there = {row[key["reference"]["fields"][0]] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"][0]] for row in rows} <= there


# ---------------------------------------------------------------------------------- a motion


HEAD = """\
drucksache: 0270/2024
antragstellende: [Bündnis 90/Die Grünen, "Freie Wähler, Liste 3", "A|B"]
themen: [Verkehr, Soziales]
ort: Altental
unterzeichner: [{name: Vera Beispiel, rolle: Vorsitzende}]
beratungsfolge:
  - gremium: Sozialausschuss
    datum: 2024-03-20
    top: 3.10
    ergebnis: verwiesen
    verwiesen_an: Kreistag
  - gremium: Kreistag
    datum: 2024-04-20
    ergebnis: geändert beschlossen
    abstimmungen:
      - {gegenstand: Punkt 1, ja: 41, nein: 0}
      - {gegenstand: Punkt 2, ja: 24, nein: 41, enthaltung: 1, nach_fraktionen: {CDU: Nein, SPD: 12 Ja}}
stand: teilweise angenommen
umsetzung:
  - {datum: 2024-09-01, stand: in Umsetzung, was: Die Planung läuft.}
"""


POINTS = "## Beschlussvorschlag\n\n1. Ein Radweg.\n2. Noch einer.\n"


def test_a_motion_is_told_with_its_steps_votes_and_points(project: Project) -> None:
    project.motion(head=HEAD, body=POINTS)
    assert project.build().report
    (motion,) = json.loads(project.page("antraege/antraege.json"))["antraege"]
    first, second = motion["beratungsfolge"]
    assert (motion["drucksache"], motion["themen"], motion["orte"], motion["wahlperiode"]) == (
        "0270/2024",
        ["Verkehr", "Soziales"],
        ["Altental"],
        "2020–2025",
    )
    assert (motion["stand"], motion["ausgang"], motion["letzte_sitzung"], motion["letztes_ergebnis"]) == (
        "teilweise angenommen",
        "erfolgreich",
        "2024-04-20",
        "geändert beschlossen",
    )
    assert (motion["entschieden_am"], motion["entschieden_von"], motion["entscheidung"], motion["ja"]) == (
        "2024-04-20",
        ["Kreistag"],
        "geändert beschlossen",
        None,
    )
    assert motion["beschlussvorschlag"] == ["Ein Radweg.", "Noch einer."]
    assert motion["unterzeichner"] == [{"name": "Vera Beispiel", "rolle": "Vorsitzende"}]
    assert (first["top"], first["ergebnis"], first["verwiesen_an"], first["entscheidend"]) == (
        "3.10",
        "verwiesen",
        ["Kreistag"],
        False,
    )
    assert [(v["gegenstand"], v["ja"], v["nein"], v["enthaltung"], v["ergebnis"]) for v in second["abstimmungen"]] == [
        ("Punkt 1", 41, 0, None, "angenommen"),
        ("Punkt 2", 24, 41, 1, "abgelehnt"),
    ]
    assert second["abstimmungen"][1]["nach_fraktionen"] == [
        {"fraktion": "CDU", "stimmen": "Nein"},
        {"fraktion": "SPD", "stimmen": "12 Ja"},
    ]
    assert motion["umsetzung"] == [{"datum": "2024-09-01", "stand": "in Umsetzung", "was": "Die Planung läuft."}]


def test_a_vote_is_a_row_and_each_group_in_it_another(project: Project) -> None:
    project.motion(head=HEAD, body=POINTS)
    assert project.build().report
    votes = read_table(project.output, "stimmen")

    assert [
        (v["schritt"], v["nummer"], v["gegenstand"], v["fraktion"], v["stimmen"], v["ja"], v["nein"]) for v in votes
    ] == [
        ("k7f3qz/g2k2t2-1", "1", "Punkt 1", "", "", "41", "0"),
        ("k7f3qz/g2k2t2-1", "2", "Punkt 2", "", "", "24", "41"),
        ("k7f3qz/g2k2t2-1", "2", "Punkt 2", "CDU", "Nein", "", ""),
        ("k7f3qz/g2k2t2-1", "2", "Punkt 2", "SPD", "12 Ja", "", ""),
    ]
    assert [(s["schritt"], s["top"], s["verwiesen_an"]) for s in read_table(project.output, "beratungsschritte")] == [
        ("k7f3qz/g3s3z3-1", "TOP 3.10", "Kreistag"),
        ("k7f3qz/g2k2t2-1", "", ""),
    ]


def test_a_cell_of_several_names_is_taken_apart_again(project: Project) -> None:
    """A comma may stand in a name; the bar may not, so it stands there as a slash."""
    project.motion(head=HEAD, body=POINTS)
    assert project.build().report
    (row,) = read_table(project.output)

    assert row["antragstellende"].split(" | ") == ["Bündnis 90/Die Grünen", "Freie Wähler, Liste 3", "A/B"]
    assert json.loads(project.page("antraege/antraege.json"))["antraege"][0]["antragstellende"][2] == "A|B"


@given(st.lists(st.text().map(lambda t: t.strip()).filter(bool), max_size=4))
def test_as_many_names_come_out_of_a_cell_as_went_in(names: list[str]) -> None:
    assert cell(names, "list").split(" | ") == ([barred(name) for name in names] or [""])
    assert not [name for name in names if "|" in barred(name)]


def test_an_open_result_says_so_as_the_page_does(project: Project) -> None:
    project.motion(head="beratungsfolge: [{gremium: Kreistag, datum: 2024-04-20}]")
    assert project.build().report
    assert (
        read_table(project.output)[0]["stand"].lower()
        == Told(project.output / "antraege/2024-03-radweg/index.html").head()["stand"].lower()
    )


def test_drafts_are_no_data_not_even_in_the_preview(project: Project) -> None:
    project.motion("2024-03-radweg")
    project.motion(
        "2024-04-geheim",
        uid="n5b7sx",
        titel="Noch geheim",
        head="stand: Entwurf\nberatungsfolge: [{gremium: Kreistag, datum: 2024-04-20}]",
    )
    assert project.build(ENTWUERFE=True).report
    assert [row["titel"] for row in read_table(project.output)] == ["Radweg"]
    for path in ("antraege/antraege.json", "daten/beratungsschritte.csv", "daten/stimmen.csv", "daten/"):
        assert "geheim" not in project.page(path)


@pytest.mark.parametrize("typed", ["=HYPERLINK(1)", "+49 123", "-1", "@SUM(A1)", " =1", "＝1"])
def test_no_cell_begins_as_a_formula(project: Project, typed: str) -> None:
    """The same text stands in the data as it is; only the table goes to a spreadsheet."""
    project.motion(titel=quoted(f"x{typed}"), head=f"drucksache: {quoted(typed)}")
    assert project.build().report
    (row,) = read_table(project.output)
    assert row["drucksache"] == "'" + typed.strip()
    assert row["titel"] == f"x{typed}"
    assert json.loads(project.page("antraege/antraege.json"))["antraege"][0]["drucksache"] == typed.strip()


@given(st.text())
def test_a_safe_cell_holds_the_whole_text(text: str) -> None:
    assert csv_cell(text) in (text, "'" + text)
    assert csv_cell(text).lstrip()[:1] not in tuple("=+-@")
    assert csv_cell(text)[:1] not in ("\t", "\r")


# ---------------------------------------------------------------------- what somebody does with it


def test_thirty_lines_answer_a_question_from_two_sites(tmp_path: Path) -> None:
    """„Alle Anträge zu Radwegen aus zwei Fraktionen“, over HTTP, from what each site says of itself."""
    nord, sued = Project(tmp_path / "nord"), Project(tmp_path / "sued")
    for project, titles in ((nord, ["Radweg an der K 14", "Buslinie 47"]), (sued, ["Ein Radweg für Altental"])):
        project.write(
            "fraktion.yaml",
            (project.content / "fraktion.yaml")
            .read_text("utf-8")
            .replace("Grüne im Kreistag Probe", f"Grüne {project.root.name}"),
        )
        project.output.mkdir()
        for number, title in enumerate(titles, 3):
            project.motion(f"2024-0{number}-antrag", uid=f"k7f3q{number}", titel=title)
    with served(nord.output) as one, served(sued.output) as two:
        assert nord.build(SITEURL=one).report
        assert sued.build(SITEURL=two).report
        said = subprocess.run(
            [
                sys.executable,
                str(Path(__file__).with_name("radwege.py")),
                f"{one}/oparl/system.json",
                f"{two}/oparl/system.json",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert said.splitlines() == [
        "2024-03-04  Grüne nord  Radweg an der K 14 (eingereicht)",
        "2024-03-04  Grüne sued  Ein Radweg für Altental (eingereicht)",
        "2 Anträge",
    ]
    assert len(Path(__file__).with_name("radwege.py").read_text("utf-8").splitlines()) <= 30
