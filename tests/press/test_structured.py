"""What pages say of themselves to programs: valid, true, and unable to leave its element."""

from __future__ import annotations

import json
import re

import pytest

from plugins.press.structured import as_script

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
                for address in re.findall(r'"(?:url|contentUrl|image|mainEntityOfPage)": "([^"]*)"', json.dumps(said)):
                    assert address.startswith("https://www.example.org/")
                    local = sample / address.removeprefix("https://www.example.org/")
                    assert local.is_file() or (local / "index.html").is_file(), address
    assert seen == set(kinds.values())
