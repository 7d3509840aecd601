"""The Bilanz, against cases counted by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.motions.balance import Balance, Datum, Days, Row, Share, balance, by_link, datum, days, share
from plugins.motions.figures import figures, pages
from plugins.motions.model import Implementation, Motion
from plugins.motions.vocabulary import GROUPS

from ..builders import TODAY, asked, motion, step

JAN, MAR, JUN = dt.date(2024, 1, 10), dt.date(2024, 3, 10), dt.date(2024, 6, 10)


def decided(uid: str, submitted: dt.date, result: str, after: int, progress: str, **more):
    return motion(
        uid, submitted, steps=(step(result, submitted + dt.timedelta(days=after)),), progress=progress, **more
    )


MOTIONS = [
    decided("a", JAN, "beschlossen", 30, "angenommen"),
    decided("b", MAR, "geändert beschlossen", 10, "in geänderter Fassung angenommen"),
    decided("c", JUN, "abgelehnt", 100, "abgelehnt"),
    decided("d", dt.date(2023, 5, 1), "beschlossen", 50, "teilweise angenommen"),
    decided("e", JAN, "zurückgezogen", 5, "zurückgezogen"),
    motion("f", JUN, progress="in Beratung", steps=(step("vertagt", JUN),)),
    motion("g", JUN, kind="Anfrage", progress="beantwortet"),
]


def data(motions: list[Motion]) -> list[Datum]:
    return [datum(each, TODAY) for each in motions]


def counted(motions: list[Motion]) -> Balance:
    """What the page and the files get to show."""
    ask = asked(motions, namen=("Grüne",))
    assert len({repr(page.inputs["balance"]) for page in pages(ask, "")}) == 1
    return balance(ask)


def plain(rows: tuple[Row, ...]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(row.name, row.path, row.counts) for row in rows]


def test_years_count_every_motion_once():
    assert GROUPS.words == ("erfolgreich", "nicht erfolgreich", "sonst erledigt", "offen", "unklar")
    assert counted(MOTIONS).total.counts == (3, 1, 2, 1, 0)
    assert counted([*MOTIONS, motion("z", JUN, progress="Entwurf")]) == counted(MOTIONS)
    assert plain(counted(MOTIONS).years) == [
        ("2024", "antraege/2024/", (2, 1, 2, 1, 0)),
        ("2023", "antraege/2023/", (1, 0, 0, 0, 0)),
    ]
    assert counted(MOTIONS).years[1].paths == ("ausgang/erfolgreich/2023/", "", "", "", "")


def test_a_committee_counts_a_motion_once_however_often_it_dealt_with_it():
    twice = motion(
        "h",
        JAN,
        progress="abgelehnt",
        steps=(step("vertagt", JAN), step("abgelehnt", MAR), step("empfohlen", MAR, "Umweltausschuss", deciding=False)),
    )
    assert plain(by_link(data([twice]), lambda each: each.bodies)) == [
        ("Kreistag", "gremien/kreistag/", (0, 1, 0, 0, 0)),
        ("Umweltausschuss", "gremien/umweltausschuss/", (0, 1, 0, 0, 0)),
    ]


def test_the_share_counts_what_was_adopted_or_rejected():
    """Three of four; neither the question, nor what was withdrawn, nor what is open."""
    assert share(data(MOTIONS)) == Share(3, 4)
    assert share(data(MOTIONS)).percent == 75
    assert share([]).percent == 0
    assert share(data([motion("q", JAN, kind="Anfrage", progress="abgelehnt")])) == Share(0, 0)


def test_days_run_from_submission_to_the_final_decision():
    assert counted(MOTIONS).days == (Days(None, 40, 4), Days(2024, 30, 3), Days(2023, 50, 1))
    assert counted([]).days == ()


def test_decisions_count_in_the_year_in_which_they_were_made():
    """Submitted in December, decided in January."""
    late = decided("h", dt.date(2023, 12, 20), "beschlossen", 30, "angenommen")
    assert plain(counted([*MOTIONS, late]).decisions) == [
        ("2024", "ausgang/entschieden/2024/", (3, 1)),
        ("2023", "ausgang/entschieden/2023/", (1, 0)),
    ]
    assert counted([late]).decisions[0].paths == ("ausgang/erfolgreich/entschieden/2024/", "")


def test_what_was_adopted_counts_once_by_what_was_done_last():
    def did(uid: str, *states: str, progress: str = "angenommen", **more):
        rows = tuple(Implementation(dt.date(2025, n + 1, 1), state) for n, state in enumerate(states))
        return decided(uid, JAN, "beschlossen", 30, progress, implementation=rows, **more)

    rejected = did("h", "umgesetzt", progress="abgelehnt")
    asked_for = motion("i", JAN, kind="Anfrage", progress="angenommen")
    motions = [did("a", "in Umsetzung", "umgesetzt"), did("b"), did("c", "nicht umgesetzt"), rejected, asked_for]
    found = counted([*motions, did("d", "umgesetzt", progress="teilweise angenommen")])
    assert [(one.word, one.count) for one in found.carried] == [
        ("umgesetzt", 2),
        ("nicht umgesetzt", 1),
        ("ohne Angabe", 1),
    ]
    assert sum(one.count for one in found.carried) == found.share.adopted


def test_partners_are_all_who_submitted_it_but_us():
    joint = [motion(uid, JAN, originators=names, progress=progress) for uid, names, progress in (
        ("a", ("Grüne", "SPD"), "angenommen"),
        ("b", ("SPD", "Grüne", "Die Linke", "SPD"), "eingereicht"),
        ("c", ("Grüne",), "angenommen"),
    )]  # fmt: skip
    found = counted(joint).joint
    assert (found.count, found.adopted, found.open) == (2, 1, 1)
    assert [(one.word, one.count, one.path) for one in found.partners] == [
        ("SPD", 2, "antraege/gemeinsam/spd/"),
        ("Die Linke", 1, "antraege/gemeinsam/die-linke/"),
    ]


def test_a_topic_counts_each_of_its_motions():
    link = motion("a").topics
    assert counted([motion("a", JAN, topics=link)]).topics == ()


def test_the_figures_have_the_day_since_which_they_stand_so():
    """The last day on which anything is known to have happened; a day on which nothing does changes no byte."""
    assert counted(MOTIONS).day == JUN + dt.timedelta(days=100)  # the last decision
    assert counted([]).day is None


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            motion(
                "x",
                JAN,
                submitted=JAN + dt.timedelta(days=4),
                progress="angenommen",
                steps=(step("beschlossen", JAN + dt.timedelta(days=10)),),
            ),
            6,
        ),
        (motion("x", JAN, progress="angenommen", steps=(step("vertagt", MAR), step("beschlossen", JUN))), 152),
        (
            motion("x", JAN, progress="angenommen", steps=(step("empfohlen", MAR, "Umweltausschuss", deciding=False),)),
            None,
        ),
        (motion("x", JAN, progress="angenommen", steps=(step("beschlossen", None),)), None),
        (motion("x", JAN, progress="zurückgezogen", steps=(step("zurückgezogen", MAR),)), None),
        (motion("x", JAN, kind="Anfrage", progress="angenommen", steps=(step("beschlossen", MAR),)), None),
    ],
    ids=["submitted later than dated", "deferred first", "only advised", "no date", "withdrawn", "a question"],
)
def test_days_of_one_motion(case, expected):
    assert days(case) == expected


def read(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text().split())


def test_the_page_prints_what_it_counts(project):
    project.motion(head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-04-03\n    ergebnis: beschlossen")
    project.motion(
        "2024-04-bus",
        uid="k7f3qx",
        titel="Bus",
        head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: abgelehnt",
    )
    project.build()
    page = " ".join(project.page("bilanz/").split())
    assert "<strong>50 %</strong> <b>angenommen</b> <span>1 von 2 entschiedenen Anträgen</span>" in page.replace(
        "\u00a0", " "
    )
    assert "zurückgezogene, auf anderem Weg erledigte und offene Anträge zählen beim Anteil nicht mit" in read(page)
    assert (
        page.count("<rect") == 7
    )  # one for what was carried out; two parts for the year, for that of the decision, for the body


def test_a_new_open_motion_leaves_other_pages_of_the_bilanz_alone(project):
    project.motion()
    project.build()
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    assert [path for path in project.build().report.written if "bilanz" in path] == [
        "bilanz/bilanz.csv",
        "bilanz/bilanz.json",
        "bilanz/index.html",
    ]


# -------------------------------------------------------------------------------- page, files and lists


def table(output: Path) -> list[dict[str, str]]:
    text = (output / "bilanz/bilanz.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def listed(output: Path, address: str) -> int:
    """How many motions stand in a list, on however many pages; of a year that the first page shows whole, those there."""
    file = output / address.removeprefix("https://www.example.org/") / "index.html"
    page = parsed(file)
    if not page.select("#seite_inhalt"):  # leads on
        return listed_year(output, address)
    return int(page.select_one(".listing h2").get_text().split()[0].replace(".", ""))


def listed_year(output: Path, address: str) -> int:
    base, _, year = address.rstrip("/").rpartition("/")
    page = parsed(output / base.removeprefix("https://www.example.org/") / "index.html")
    return len(page.select_one(f"#jahr_{year}").parent.select(".papers__row"))


def parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text("utf-8"), "html.parser")


def test_every_figure_leads_to_the_list_of_just_what_it_counts(sample: Path) -> None:
    rows = [row for row in table(sample) if row["liste"]]
    assert len(rows) > 100
    assert [row for row in rows if listed(sample, row["liste"]) != int(row["anzahl"])] == []


def test_the_page_the_table_and_the_json_say_the_same(sample: Path) -> None:
    """Whatever number stands on the page as a link stands in the table with that list, and the other way round."""
    page = parsed(sample / "bilanz/index.html")
    shown = sorted(
        (link["href"].replace("../", "https://www.example.org/"), int(link.find(string=True).strip().replace(".", "")))
        for link in page.select(".bars td a")
    )
    told = [row for row in table(sample) if row["tabelle"] in ("thema", "jahr", "jahr der entscheidung", "gremium")]
    assert shown == sorted((row["liste"], int(row["anzahl"])) for row in told if row["liste"])
    assert {row["stand"] for row in table(sample)} == {"2026-11-16"}
    data = json.loads((sample / "bilanz/bilanz.json").read_text("utf-8"))
    assert data["stand"] == "2026-11-16"
    assert [
        {key: str(value or "") if key != "anzahl" else str(value) for key, value in row.items()}
        for row in data["zahlen"]
    ] == [{key: row[key] for key in ("tabelle", "zeile", "wert", "anzahl", "liste")} for row in table(sample)]
    strong = [found.get_text().replace("\u00a0", " ") for found in page.select(".figures strong")]
    by = {(row["tabelle"], row["zeile"], row["wert"]): int(row["anzahl"]) for row in table(sample)}
    adopted, decided = by["anteil", "", "angenommen"], by["anteil", "", "entschieden"]
    assert strong == [
        f"{round(100 * adopted / decided)} %",
        f"{by['umsetzung', '', 'umgesetzt']} von {adopted}",
        f"{by['dauer', '', 'Tage (Median)']} Tage",
    ]


def test_every_table_of_the_files_is_a_figure_of_the_page():
    assert {figure.table for figure in figures(counted(MOTIONS))} == {
        "anteil",
        "umsetzung",
        "dauer",
        "ausgang",
        "gemeinsam",
        "jahr",
        "jahr der entscheidung",
        "gremium",
    }
