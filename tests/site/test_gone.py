"""Texts that were taken off the site: their address says so, links to them say so, and nothing else of them is published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ..builders import Project, codes
from ..disk import contents

GONE = "geloescht_am: 2026-11-02\ngeloescht_weil: Doppelt eingestellt.\n"
MEETING = "uid: m4t8wd\nname: Sommertreffen\nart: Fraktionssitzung\ndatum: 2025-07-02\n"
TEXTS = {
    "meldungen/2025-10-klinik.md": "uid: n5r2xp\ntitel: Kinderklinik bleibt\ndatum: 2025-10-11\n",
    "sitzungen/2025-07-02-treffen.md": MEETING,
    "rundbriefe/2025-10-31.md": "uid: r4n7bf\ntitel: Rundbrief im Herbst\ndatum: 2025-10-31\nbis: 2025-10-31\nerzaehlt:\n  - meldung/n5r2xp\n",
    "personen/uta.md": "uid: p3v7bn\n",
    "gremien/bau.md": "uid: g6k2hs\nname: Bauausschuss\nart: Ausschuss\n",
    "seiten/ueber.md": "titel: Über uns\n",
}
REST = {
    "sitzungen/2025-07-02-treffen.md": "beginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n",
    "personen/uta.md": "name: Uta Ungenannt\n",
}


def address(name: str) -> str:
    return name.removesuffix(".md").removeprefix("seiten/") + "/"


def whole(project: Project) -> None:
    for name, head in TEXTS.items():
        project.write(name, f"---\n{head}{REST.get(name, '')}---\n\nGeheimes Wort.\n")


def taken_off(project: Project) -> None:
    for name, head in TEXTS.items():
        project.write(name, f"---\n{head}{GONE}---\n\nGeheimes Wort.\n")


def test_of_each_kind_only_its_address_is_left_and_says_so(project: Project) -> None:
    whole(project)
    assert project.build().report
    pages = {path for path in contents(project.output) if path.endswith("index.html")}
    taken_off(project)
    assert codes(project.check()) == []
    assert project.build().report
    for name, head in TEXTS.items():
        page = project.page(address(name))
        assert "Was hier stand, steht seit dem " in page and "Doppelt eingestellt." in page, name
        assert '<meta name="robots" content="noindex">' in page
        assert "personen" in name or head.partition("titel: ")[2].partition("\n")[0] in page
    files = contents(project.output)
    assert pages - files.keys() == set(), "lists and years that had an address keep it"
    assert not [path for path, data in files.items() if b"Geheimes Wort" in data or b"Ungenannt" in data]
    sitemap = project.page("sitemap.xml")
    assert not [name for name in TEXTS if f"/{address(name)}<" in sitemap]
    lists = "".join(project.page(path) for path in ("meldungen/", "sitzungen/", "personen/", "gremien/", ""))
    assert not [word for word in ("Kinderklinik", "Sommertreffen", "Bauausschuss", "Über uns") if word in lists]


def test_what_was_made_from_edits_is_what_is_made_from_nothing(project: Project, tmp_path: Path) -> None:
    whole(project)
    project.build()
    taken_off(project)
    project.build()
    after = contents(project.output)
    cold = project.build(OUTPUT_PATH=str(tmp_path / "kalt"), CACHE_ORDNER=str(tmp_path / "cache"))
    assert cold.report and contents(tmp_path / "kalt") == after
    whole(project)
    project.build()
    assert "Geheimes Wort" in project.page("ueber/")


def test_readers_of_feeds_are_told_that_an_item_is_gone(project: Project) -> None:
    taken_off(project)
    project.build()
    entry = project.page("feeds/meldungen.atom").partition("<entry>")[2]
    assert "meldung/n5r2xp</id>" in entry and "Kinderklinik bleibt" in entry
    assert "Dieser Text steht seit dem 2." in entry and "Doppelt eingestellt." in entry
    assert "meldung/n5r2xp</id>" in project.page("feeds/alles.atom")


NAMES = """---
uid: n2b2b2
titel: Was daraus wurde
datum: 2026-11-05
{head}---

Siehe [die Meldung](../meldungen/2025-10-klinik.md), [das Treffen](/sitzungen/2025-07-02-treffen/#ort) und [den Antrag](/a/k7f3qz/).
[Kontakt](../seiten/kontakt.md).
"""


def test_a_link_to_a_deleted_text_says_so_wherever_it_is_written(project: Project) -> None:
    project.motion()
    whole(project)
    project.write("meldungen/2026-11-neues.md", NAMES.format(head="zu_antrag: k7f3qz\nzu_sitzung: m4t8wd\n"))
    project.motion("2026-01-bus", uid="b3b3b3", titel="Bus", datum="2026-01-05", head="bezug: k7f3qz")
    project.build()
    assert "(gelöscht)" not in project.page("meldungen/2026-11-neues/")
    taken_off(project)
    project.motion(head=GONE)
    found = [
        (problem.code, problem.line)
        for problem in project.check()
        if problem.path == "content/meldungen/2026-11-neues.md"
    ]
    assert sorted(found) == sorted([("ref-deleted", 5), ("ref-deleted", 6), *[("link-deleted", 9)] * 3])
    assert all(problem.warning for problem in project.check())
    project.build()
    page = re.sub(r"</?span[^>]*>", "", project.page("meldungen/2026-11-neues/"))  # where long words may break
    for word in ("die Meldung", "das Treffen", "den Antrag", "Radweg", "Sommertreffen am 2.\u00a0Juli 2025"):
        assert f"{word}</a> (gelöscht)" in page.replace(" (gelöscht)</a>", "</a> (gelöscht)"), word
    assert "Kontakt</a> (gelöscht)" not in page
    assert "Radweg (gelöscht)" in project.page("antraege/2026-01-bus/")
    assert "(gelöscht)" in project.page("feeds/alles.atom")


def test_a_person_who_is_gone_is_a_name_where_somebody_typed_it_and_nowhere_else(project: Project) -> None:
    whole(project)
    project.motion(head="unterzeichner: [Uta Ungenannt]")
    project.build()
    assert 'href="../../personen/uta/"' in project.page("antraege/2024-03-radweg/")
    taken_off(project)
    project.motion("2026-01-bus", uid="b3b3b3", titel="Bus", datum="2026-01-05", head="unterzeichner: [p3v7bn]")
    assert codes(project.check()) == []
    project.build()
    page = project.page("antraege/2024-03-radweg/")
    assert "Uta Ungenannt" in page and "personen/uta" not in page
    assert "(Name entfernt)" in project.page("antraege/2026-01-bus/")
    assert "Ungenannt" not in project.page("personen/uta/")


def test_a_committee_that_is_gone_still_has_decided(project: Project) -> None:
    project.write("gremien/kreistag.md", "---\nuid: g2k2t2\nname: Kreistag\nart: Kreistag\n---\n")
    project.motion(head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-05-02\n    ergebnis: angenommen")
    project.build()
    before = project.page("daten/antraege.csv")
    project.write("gremien/kreistag.md", f"---\nuid: g2k2t2\nname: Kreistag\nart: Kreistag\n{GONE}---\n")
    assert codes(project.check()) == ["committee-deleted"]
    project.build()
    assert project.page("daten/antraege.csv") == before
    assert "Was hier stand" in project.page("gremien/kreistag/")


def test_the_data_say_that_a_person_or_a_committee_is_gone(project: Project) -> None:
    taken_off(project)
    project.build()
    for name in ("person/p3v7bn", "organization/g6k2hs"):
        told = json.loads(project.page(f"oparl/{name}.json"))
        assert told["deleted"] is True and set(told) == {"id", "type", "created", "modified", "deleted"}


@pytest.mark.parametrize("name", ["kontakt", "impressum"])
def test_what_every_site_needs_cannot_be_taken_off(project: Project, name: str) -> None:
    project.write(f"seiten/{name}.md", f"---\ntitel: X\n{GONE}---\n")
    assert codes(project.check()) == ["page-missing"]


def test_a_series_cannot_say_so(project: Project) -> None:
    head = "uid: r8n4kd\nname: Treffen\nart: Fraktionssitzung\nrhythmus: jede Woche\ntag: Mittwoch\nbeginn: 19:30\nab: 2026-12-01\nbis: 2026-12-31\nform: Videokonferenz\nzugang: öffentlich\nveroeffentlicht: 2026-11-01\n"
    project.write("reihen/treffen.md", f"---\n{head}{GONE}---\n")
    assert codes(project.check()) == ["key-other", "key-other"]
