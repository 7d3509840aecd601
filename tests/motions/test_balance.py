"""The Bilanz, against cases counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.motions.balance import Datum, Days, Row, Share, bodies, datum, days, pages, share
from plugins.motions.model import Motion
from plugins.motions.vocabulary import GROUPS

from ..builders import asked, motion, step

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
    return [datum(each) for each in motions]


def page(motions: list[Motion]) -> dict:
    """What the page gets to show."""
    [found] = pages(asked(motions), "")
    return found.inputs


def test_years_count_every_motion_once():
    assert GROUPS.words == ("erfolgreich", "nicht erfolgreich", "sonst erledigt", "offen", "unklar")
    assert page(MOTIONS)["total"] == Row("", "", (3, 1, 2, 1, 0))
    assert page([*MOTIONS, motion("z", JUN, progress="Entwurf")]) == page(MOTIONS)
    assert page(MOTIONS)["years"] == (
        Row("2024", "antraege/2024/", (2, 1, 2, 1, 0)),
        Row("2023", "antraege/2023/", (1, 0, 0, 0, 0)),
    )


def test_a_committee_counts_a_motion_once_however_often_it_dealt_with_it():
    twice = motion(
        "h",
        JAN,
        progress="abgelehnt",
        steps=(step("vertagt", JAN), step("abgelehnt", MAR), step("empfohlen", MAR, "Umweltausschuss", deciding=False)),
    )
    assert bodies(data([twice])) == (
        Row("Kreistag", "gremien/kreistag/", (0, 1, 0, 0, 0)),
        Row("Umweltausschuss", "gremien/umweltausschuss/", (0, 1, 0, 0, 0)),
    )


def test_the_share_counts_what_was_adopted_or_rejected():
    """Three of four; neither the question, nor what was withdrawn, nor what is open."""
    assert share(data(MOTIONS)) == Share(3, 4)
    assert share(data(MOTIONS)).percent == 75
    assert share([]).percent == 0
    assert share(data([motion("q", JAN, kind="Anfrage", progress="abgelehnt")])) == Share(0, 0)


def test_days_run_from_submission_to_the_final_decision():
    assert page(MOTIONS)["days"] == (Days(None, 40, 4), Days(2024, 30, 3), Days(2023, 50, 1))
    assert page([])["days"] == ()


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
    assert "<strong>50 %</strong> angenommen: 1 von 2 entschiedenen Anträgen" in page.replace("\u00a0", " ")
    assert "zurückgezogene, auf anderem Weg erledigte und noch offene Anträge zählen nicht mit" in page
    assert page.count("<rect") == 4  # two parts for the year, two for the body


def test_a_new_open_motion_leaves_other_pages_of_the_bilanz_alone(project):
    project.motion()
    project.build()
    project.motion("2024-04-bus", uid="k7f3qx", titel="Bus")
    assert [path for path in project.build().report.written if "bilanz" in path] == ["bilanz/index.html"]
