"""What pages say of themselves to programs: valid, true, and unable to leave its element."""

from __future__ import annotations

import json
import re

import pytest

from plugins.press.structured import as_script

from ..builders import ABOUT, PICTURE
from ..hostile import NAMES, lines
from ..reading import parsed

HOSTILE = ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "&lt;", "\u2028", '"}', "\\", "</ScRiPt >"]


def data_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_leaves_the_element(text):
    made = as_script({"name": text})
    assert not re.search(r"[<>&\u2028\u2029]", made)
    assert json.loads(made)["name"] == text


@pytest.mark.parametrize("name", NAMES)
def test_no_hostile_text_leaves_the_element(name: str):
    for text in lines(name):
        made = as_script({"name": text, "list": [{"name": text}]})
        assert not re.search(r"[<>&\u2028\u2029]", made)
        assert json.loads(made).get("name", "") == text


def test_what_is_empty_is_not_said():
    assert json.loads(as_script({"a": "", "b": None, "c": [{"d": (), "e": 0}]})) == {
        "@context": "https://schema.org",
        "c": [{"e": 0}],
    }


def test_a_motion_says_what_it_is(project):
    project.motion(
        head="drucksache: 0112/2024\nthemen: [Verkehr]\nunterzeichner:\n  - name: Vera Beispiel\nberatungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: beschlossen"
    )
    project.build()
    said = data_of(project.page("antraege/2024-03-radweg/"))
    assert (said["@type"], said["name"], said["identifier"], said["creativeWorkStatus"]) == (
        "CreativeWork",
        "Radweg",
        [{"@type": "PropertyValue", "propertyID": "Drucksache", "value": "0112/2024"}],
        "angenommen",
    )
    assert [author["name"] for author in said["author"]] == ["Bündnis 90/Die Grünen", "Vera Beispiel"]
    assert said["about"] == [{"@type": "Thing", "name": "Verkehr", "url": "https://www.example.org/themen/verkehr/"}]
    assert said["isPartOf"]["url"] == "https://www.example.org/antraege/"
    assert (said["dateCreated"], said["dateModified"]) == ("2024-03-04", "2024-05-02")


@pytest.mark.parametrize(
    ("head", "status", "mode", "start"),
    [
        (
            "form: Videokonferenz\ndatum: 2026-12-02",
            "EventScheduled",
            "OnlineEventAttendanceMode",
            "2026-12-02T19:30:00+01:00",
        ),
        ("form: hybrid\ndatum: 2026-07-02", "EventScheduled", "MixedEventAttendanceMode", "2026-07-02T19:30:00+02:00"),
        (
            "form: Präsenz\nort:\n  name: Kreishaus\ndatum: 2026-12-02\nabgesagt: ja",
            "EventCancelled",
            "OfflineEventAttendanceMode",
            "2026-12-02T19:30:00+01:00",
        ),
        (
            "form: wird noch mitgeteilt\ndatum: 2026-12-02\nverlegt_von: 2026-12-01",
            "EventRescheduled",
            None,
            "2026-12-02T19:30:00+01:00",
        ),
    ],
)
def test_a_meeting_says_how_and_whether_it_takes_place(project, head, status, mode, start):
    project.write(
        "sitzungen/2026-12-02-sitzung.md",
        f"---\nuid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\nbeginn: 19:30\nzugang: öffentlich\n{head}\n---\n",
    )
    project.build()
    said = data_of(project.page("sitzungen/2026-12-02-sitzung/"))
    assert (said["@type"], said["eventStatus"], said.get("eventAttendanceMode"), said["startDate"]) == (
        "Event",
        f"https://schema.org/{status}",
        f"https://schema.org/{mode}" if mode else None,
        start,
    )


def test_the_sample_says_on_every_page_what_it_should(sample):
    """JSON that reads, addresses that are absolute and there."""
    kinds = {
        "index.html": "Organization",
        "antraege/2024-": "CreativeWork",
        "meldungen/2026-": "NewsArticle",
        "sitzungen/2026-": "Event",
        "daten/": "Dataset",
        "personen/": "Person",
        "antraege/": "BreadcrumbList",
    }
    seen = set()
    for path, page in parsed(sample).items():
        for element in page.iter("script"):
            if element.get("type") == "application/ld+json":
                said = json.loads(element.text)
                seen.add(said["@type"])
                assert (
                    any(path.startswith(start) and said["@type"] == kind for start, kind in kinds.items())
                    or said["@type"] in kinds.values()
                )
                assert said["@context"] == "https://schema.org"
                for address in re.findall(
                    r'"(?:url|contentUrl|image|logo|item|mainEntityOfPage)": "([^"]*)"', json.dumps(said)
                ):
                    assert address.startswith("https://www.example.org/")
                    local = sample / address.removeprefix("https://www.example.org/")
                    assert local.is_file() or (local / "index.html").is_file(), address
    assert seen == set(kinds.values())


def test_a_group_says_where_it_is_and_what_it_looks_like(project):
    """Its name is no part of its street; what its page shows, and no other picture, is its image (citizens.md 60)."""
    about = ABOUT.replace("anschrift:\n", "anschrift:\n  - Grüne im Kreistag Probe\n")
    account = "konten:\n  - name: Netz\n    adresse: https://netz.example.net/@probe\n"
    project.write("fraktion.yaml", about + account + "logo: logo.png\nstartbild: {datei: wir.png, alt: Wir}\n")
    project.write("fraktion/logo.png", PICTURE)
    project.write("fraktion/wir.png", PICTURE)
    project.build()
    said = data_of(project.page(""))
    assert said["address"]["streetAddress"] == "Am Markt 1" and said["address"]["addressLocality"] == "Probe"
    assert said["sameAs"] == ["https://netz.example.net/@probe"]
    for address in (said["logo"], said["image"]):
        name = address.removeprefix("https://www.example.org/")
        assert (project.output / name).is_file() and name.rpartition(".")[0] in project.page("")


def test_a_person_says_what_her_page_says(project):
    head = "uid: p3v7bn\nname: Vera Beispiel\ntitel: [Dr.]\nfunktion: Sprecherin\nmail: vera@example.org\nort: Altental"
    head += "\nthemen: [Verkehr]\nbild: vera.png\nbild_alt: Vera\nmitgliedschaften:\n  - gremium: Kreistag\n    von: 2020-11-01"
    head += "\n  - gremium: Sozialausschuss\n    von: 2020-11-01\n    bis: 2025-10-31"
    project.write("personen/vera.md", f"---\n{head}\n---\n")
    project.write("personen/vera/vera.png", PICTURE)
    project.build()
    said = data_of(project.page("personen/vera/"))
    assert (said["@type"], said["honorificPrefix"], said["jobTitle"]) == ("Person", "Dr.", "Sprecherin")
    assert [each["name"] for each in said["memberOf"]] == ["Grüne im Kreistag Probe", "Kreistag"]
    assert (said["knowsAbout"], said["email"]) == (["Verkehr"], ["vera@example.org"])
    assert (project.output / said["image"].removeprefix("https://www.example.org/")).is_file()


def test_a_page_says_the_way_to_it(project):
    project.motion()
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    said = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert said["@type"] == "BreadcrumbList"
    assert [(row["position"], row["name"]) for row in said["itemListElement"]] == [
        (1, "Start"),
        (2, "Anträge"),
        (3, "2024"),
        (4, "Radweg"),
    ]
    assert said["itemListElement"][3]["item"] == "https://www.example.org/antraege/2024-03-radweg/"


def test_a_news_item_has_the_picture_that_it_shows_and_else_none(project):
    item = "---\nuid: nxnnn2\ntitel: Neu\ndatum: 2026-11-20\nart: Meldung\n{}---\n\nText.\n"
    project.write("meldungen/neu.md", item.format("bild: neu.png\nbild_alt: Neu\n"))
    project.write("meldungen/neu/neu.png", PICTURE)
    project.write("meldungen/alt.md", item.format("").replace("nxnnn2", "nxnnn3"))
    project.build()
    assert data_of(project.page("meldungen/neu/"))["image"].rpartition("/")[2] in project.page("meldungen/neu/")
    assert "image" not in data_of(project.page("meldungen/alt/"))
