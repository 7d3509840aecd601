"""Other people's programs read the data: frictionless, pandas, a spreadsheet. None of them is told more than the page and the package say."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .test_data import read_table

pytestmark = pytest.mark.lang
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:"
GERMAN = '"Text - txt - csv (StarCalc)":59,34,76,1,,1031,false,true'  # LibreOffice, filter options for CSV: semicolon, quotes, UTF-8, from line 1, German, numbers and days recognized


@pytest.mark.needs("frictionless")
def test_frictionless_finds_the_tables_as_they_are_described(sample: Path) -> None:
    from frictionless import Package

    package = Package(str(sample / "daten/datapackage.json"))
    report = package.validate()

    assert report.valid, report.flatten(["type", "message"])
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(read_table(sample, name)) for name in ("antraege", "beratungsschritte", "stimmen")
    }
    data = json.loads((sample / "antraege/antraege.json").read_text("utf-8"))["antraege"]
    assert [
        (row["uid"], row["datum"].isoformat(), row["ja"]) for row in package.get_resource("antraege").read_rows()
    ] == [(m["uid"], m["datum"], m["ja"]) for m in data]


@pytest.mark.needs("pandas")
def test_pandas_answers_three_questions(sample: Path) -> None:
    """Which share was adopted a year, who was outvoted most narrowly, and how groups voted: with the page's words only."""
    import pandas

    motions, steps, votes = (
        pandas.read_csv(sample / f"daten/{name}.csv", sep=";", encoding="utf-8-sig", dtype={"top": str})
        for name in ("antraege", "beratungsschritte", "stimmen")
    )
    data = json.loads((sample / "antraege/antraege.json").read_text("utf-8"))["antraege"]

    decided = motions[motions["entschieden_am"].notna()]
    by_year = (
        decided.groupby(decided["entschieden_am"].str[:4])["ausgang"]
        .apply(lambda s: int((s == "erfolgreich").sum()))
        .to_dict()
    )
    assert by_year == {
        year: sum(m["ausgang"] == "erfolgreich" for m in data if (m["entschieden_am"] or "").startswith(year))
        for year in by_year
    }

    narrow = (
        votes[(votes["fraktion"].isna()) & votes["ja"].notna() & votes["nein"].notna()]
        .assign(lead=lambda v: (v["ja"] - v["nein"]).abs())
        .sort_values(["lead", "schritt", "nummer"])
        .iloc[0]
    )
    assert narrow["lead"] == min(
        abs(v["ja"] - v["nein"])
        for m in data
        for s in m["beratungsfolge"]
        for v in s["abstimmungen"]
        if v["ja"] is not None and v["nein"] is not None
    )

    joined = (
        votes[votes["fraktion"].notna()]
        .merge(steps, on="schritt", suffixes=("", "_schritt"))
        .merge(motions, left_on="antrag", right_on="uid", suffixes=("", "_antrag"))
    )
    assert len(joined) == sum(
        len(v["nach_fraktionen"]) for m in data for s in m["beratungsfolge"] for v in s["abstimmungen"]
    )
    assert set(joined["themen"].str.split(" | ", regex=False).explode()) <= {
        topic for m in data for topic in m["themen"]
    }


def in_spreadsheet(file: Path, folder: Path) -> list[list[str]]:
    """What LibreOffice shows of a CSV file that somebody opens in German: each cell as it stands on the screen."""
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{folder}/profil",
            f"--infilter={GERMAN}",
            "--convert-to",
            "fods",
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    rows = []
    for row in ElementTree.parse(folder / f"{file.stem}.fods").iter(f"{OFFICE}table:1.0}}table-row"):
        cells: list[str] = []
        for cell in row.iter(f"{OFFICE}table:1.0}}table-cell"):
            shown = "\n".join("".join(p.itertext()) for p in cell.iter(f"{OFFICE}text:1.0}}p"))
            cells += [shown] * min(int(cell.get(f"{OFFICE}table:1.0}}number-columns-repeated", "1")), 64)
        if any(cells):
            rows.append(cells)
    return rows


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("table", ["antraege", "beratungsschritte", "stimmen"])
def test_a_german_spreadsheet_shows_every_cell(sample: Path, tmp_path: Path, table: str) -> None:
    """Umlauts, columns, numbers; a day may stand there as days stand in German. No agenda number becomes a day."""
    head, *shown = in_spreadsheet(sample / f"daten/{table}.csv", tmp_path)
    rows = read_table(sample, table)

    assert [name for name in head if name] == list(rows[0])
    assert len(shown) == len(rows)
    for cells, row in zip(shown, rows, strict=True):
        for name, cell in zip(row, cells, strict=False):
            day = re.fullmatch(r"(\d\d)\.(\d\d)\.(\d\d)(\d\d)?", cell)
            assert row[name] in (
                cell,
                f"20{day[3]}-{day[2]}-{day[1]}"
                if day and not day[4]
                else f"{day[3]}{day[4]}-{day[2]}-{day[1]}"
                if day
                else cell,
            ), (row, name, cell)
