"""What a group does not have: nothing on the site, in its feeds, calendars, data, search and sitemap, in the tasks or in the check speaks of it."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from plugins.site.build import build
from plugins.site.tasks import tasks

from ..builders import ABOUT, TODAY, Project, codes
from ..test_councils import unbroken

OWN = ABOUT.replace("beispiel: ja", "beispiel: nein")
ALL = ("personenseiten", "eigene_sitzungen", "drucksachen", "antrag_als_pdf", "einladungen", "parteiinhalte")
MEETING = "---\nuid: {}\nname: {}\nart: {}\n{}datum: 2026-12-{}\nbeginn: 19:00\nform: Präsenz\nort: Rathaus\nzugang: öffentlich\n---\n"
SERIES = "---\nuid: r7k4qd\nveroeffentlicht: 2026-11-01\nname: Runde der Grünen\nart: Fraktionssitzung\nrhythmus: wöchentlich\ntag: Mittwoch\nab: 2026-12-02\nbis: 2026-12-30\nbeginn: 19:30\nform: Präsenz\nort: Rathaus\nzugang: öffentlich\n---\n"


def town(project: Project, *off: str) -> None:
    project.write(
        "fraktion.yaml",
        OWN + "sitzungen_text: Kommen Sie zu unserer Klausur.\n" + "".join(f"{key}: nein\n" for key in off),
    )
    project.motion(datum="2026-03-04", head="unterzeichner: Vera Beispiel")
    project.write(
        "personen/vera.md", "---\nuid: p3v7bn\nname: Vera Beispiel\nmitgliedschaften: [Kreistag]\n---\n\nSie radelt.\n"
    )
    project.write(
        "sitzungen/2026-12-09-rat.md",
        MEETING.format("m4t8wd", "Sitzung des Kreistags", "Kreistag", "gremium: Kreistag\n", "09"),
    )
    project.write("sitzungen/2026-12-10-klausur.md", MEETING.format("m4t8wk", "Stille Klausur", "Klausur", "", "10"))
    project.write("reihen/runde.md", SERIES)


def said(project: Project) -> dict[str, str]:
    files = {path.relative_to(project.output).as_posix(): path for path in project.output.rglob("*") if path.is_file()}
    return {
        name: path.read_text("utf-8", "ignore") for name, path in files.items() if not name.endswith((".png", ".woff2"))
    }


@pytest.mark.parametrize(
    ("switch", "pattern", "gone"),
    [
        ("personenseiten", r"personen/|Sie radelt|Menschen, |>Menschen<|und Menschen", "personen/vera/index.html"),
        (
            "eigene_sitzungen",
            r"Klausur|Runde der Grünen|kalender/fraktion\.ics|Fraktionssitzung(?!en\")|Einladung anfordern",
            "kalender/fraktion.ics",
        ),
        (
            "drucksachen",
            r"antraege/drucksachen/|Nummer einer Drucksache|Drucksachennummer",
            "antraege/drucksachen/index.html",
        ),
    ],
)
def test_what_is_switched_off_is_nowhere_and_comes_back(project: Project, switch: str, pattern: str, gone: str) -> None:
    town(project)
    assert codes(project.build().problems) == []
    before = said(project)
    assert gone in before
    town(project, switch)
    assert codes(project.build().problems) == []
    after = said(project)
    build(project.settings(), everything=True)
    assert said(project) == after, "what was made anew is not all that differs"
    pages = {name: text for name, text in after.items() if not name.startswith(("theme/", "daten/"))}
    assert [(name, found) for name, text in pages.items() for found in re.findall(pattern, text)] == []
    assert gone not in after
    assert "Radweg" in after["antraege/2024-03-radweg/index.html"]
    assert "Sitzung des Kreistags" in unbroken(after["sitzungen/index.html"])
    town(project)
    project.build()
    assert said(project) == before


def test_a_name_without_a_page_stays_on_the_motion_as_a_text(project: Project) -> None:
    town(project, "personenseiten")
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    assert "Vera Beispiel" in page and "personen/" not in page


def test_with_everything_off_nothing_is_to_be_done_and_nothing_to_be_mended(project: Project) -> None:
    town(project, *ALL)
    project.write("personen/kaputt.md", "---\nuid: nein\n---\n")  # not read at all
    for day in (TODAY, dt.date(2027, 1, 15)):
        site, problems = project.read(day)
        assert codes(problems) == []
        assert [task.group for task in tasks(site, day, problems=problems)] == []
