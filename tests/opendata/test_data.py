"""The listings as data: complete, explained, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.opendata import COLUMNS, keys, safe
from plugins.records.slips import quoted

from ..builders import Project

SITE = "https://www.example.org"


@pytest.fixture(scope="module")
def table(sample: Path) -> list[dict[str, str]]:
    return read_table(sample)


@pytest.fixture(scope="module")
def data(sample: Path) -> dict:
    return json.loads((sample / "antraege/antraege.json").read_text("utf-8"))


def read_table(output: Path) -> list[dict[str, str]]:
    text = (output / "antraege/antraege.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def published(sample: Path) -> set[str]:
    """The addresses of all motions that have a page."""
    return {f"{SITE}/antraege/{path.parent.name}/" for path in sample.glob("antraege/20??-*/index.html")}


def test_the_table_and_the_data_hold_every_motion_once(sample: Path, table, data) -> None:
    for rows in (table, data["antraege"]):
        assert {row["adresse"] for row in rows} == published(sample)
        assert len({row["uid"] for row in rows}) == len(rows) == len(published(sample))
        assert [row["datum"] for row in rows] == sorted((row["datum"] for row in rows), reverse=True)


def test_the_table_is_written_as_rfc_4180_says(sample: Path) -> None:
    """CRLF after each row, as many cells in each, a byte order mark for spreadsheets."""
    raw = (sample / "antraege/antraege.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfuid;datum;art;titel;")
    assert raw.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_the_data_say_the_same_as_the_table(table, data) -> None:
    def as_cells(row: dict) -> dict[str, str]:
        said = {**row, "antragstellende": " und ".join([", ".join(row["antragstellende"][:-1]), row["antragstellende"][-1]]).removeprefix(" und ")}
        return {key: ", ".join(value) if isinstance(value, list) else value for key, value in said.items() if key in COLUMNS and key != "umsetzung"}

    assert [as_cells(row) for row in data["antraege"]] == [{key: value for key, value in row.items() if key != "umsetzung"} for row in table]
    assert [row["umsetzung"][-1]["stand"] if row["umsetzung"] else "" for row in data["antraege"]] == [row["umsetzung"] for row in table]


def test_every_key_of_the_data_is_explained_in_the_data(data) -> None:
    assert list(data) == ["fraktion", "adresse", "felder", "antraege"]
    assert set(data["felder"]) == set(walk(data["antraege"]))
    assert {key for key, text in data["felder"].items() if not text.strip()} == set()
    assert data["felder"]["beratungsfolge.top"] == "TOP"
    assert data["felder"]["umsetzung.stand"] == "Umsetzung"


def walk(rows: list, path: str = "") -> Iterator[str]:
    for row in rows:
        if isinstance(row, dict):
            for key, value in row.items():
                yield path + key
                yield from walk(value, f"{path}{key}.") if isinstance(value, list) else ()


def test_a_motion_is_told_with_its_steps_votes_and_points(project: Project) -> None:
    project.motion(
        head="""\
        drucksache: 0270/2024
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
              - gegenstand: Punkt 1
                ja: 41
                nein: 0
              - gegenstand: Punkt 2
                ja: 24
                nein: 41
                enthaltung: 1
        stand: teilweise angenommen
        umsetzung:
          - datum: 2024-09-01
            stand: in Umsetzung
            was: Die Planung läuft.
        """,
        body="## Beschlussvorschlag\n\n1. Ein Radweg.\n2. Noch einer.\n",
    )
    assert project.build().report
    (motion,) = json.loads(project.page("antraege/antraege.json"))["antraege"]
    first, second = motion["beratungsfolge"]
    assert (motion["drucksache"], motion["themen"], motion["orte"], motion["wahlperiode"]) == ("0270/2024", ["Verkehr", "Soziales"], ["Altental"], "2020–2025")
    assert (motion["stand"], motion["ausgang"], motion["letzte_sitzung"], motion["letztes_ergebnis"]) == ("teilweise angenommen", "erfolgreich", "2024-04-20", "geändert beschlossen")
    assert motion["beschlussvorschlag"] == ["Ein Radweg.", "Noch einer."]
    assert motion["unterzeichner"] == [{"name": "Vera Beispiel", "rolle": "Vorsitzende"}]
    assert (first["top"], first["ergebnis"], first["verwiesen_an"], first["entscheidend"]) == ("3.10", "verwiesen", ["Kreistag"], False)
    assert [(v["gegenstand"], v["ja"], v["nein"], v["enthaltung"], v["ergebnis"]) for v in second["abstimmungen"]] == [("Punkt 1", 41, 0, None, "angenommen"), ("Punkt 2", 24, 41, 1, "abgelehnt")]
    assert motion["umsetzung"] == [{"datum": "2024-09-01", "stand": "in Umsetzung", "was": "Die Planung läuft."}]


def test_drafts_are_no_data_not_even_in_the_preview(project: Project) -> None:
    project.motion("2024-03-radweg")
    project.motion("2024-04-geheim", uid="n5b7sx", titel="Noch geheim", head="stand: Entwurf")
    assert project.build(ENTWUERFE=True).report
    assert [row["titel"] for row in read_table(project.output)] == ["Radweg"]
    assert "geheim" not in project.page("antraege/antraege.json")


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
def test_a_safe_cell_holds_the_whole_text(cell: str) -> None:
    assert safe(cell) in (cell, "'" + cell)
    assert safe(cell).lstrip()[:1] not in tuple("=+-@")
    assert safe(cell)[:1] not in ("\t", "\r")


def test_keys_name_inner_keys_behind_their_list() -> None:
    assert list(keys([{"a": 1}, {"b": [{"c": None}], "a": "x"}])) == ["a", "b", "b.c"]
