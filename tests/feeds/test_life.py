"""A motion's whole life, as people hear of it who read the feeds: each thing once, and nothing when something was only mended."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import feedparser
import pytest

from plugins.motions.vocabulary import EVENTS
from plugins.site.tables import tables

from ..builders import ROOT, Project
from ..reading import served

COMMITTEE = "gremien/soziales.md"


class Newsboat:
    """A real reader with its own folder; it reads feeds over HTTP."""

    def __init__(self, folder: Path, site: str, feeds: tuple[str, ...]):
        folder.mkdir()
        self.folder, self.cache = folder, folder / "cache.db"
        (folder / "urls").write_text("".join(f"{site}/feeds/{name}\n" for name in feeds), "utf-8")
        (folder / "config").write_text("", "utf-8")

    def heard(self) -> list[str]:
        """Titles of what it shows as new; they count as read then."""
        done = subprocess.run(
            ["newsboat", "-u", self.folder / "urls", "-c", self.cache, "-C", self.folder / "config", "-x", "reload"],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "HOME": str(self.folder)},
        )
        assert done.returncode == 0, done.stderr
        with sqlite3.connect(self.cache) as db:
            found = sorted(
                title for (title,) in db.execute("SELECT title FROM rss_item WHERE unread = 1 AND deleted = 0")
            )
            db.execute("UPDATE rss_item SET unread = 0")
        return found


class Life:
    """One motion among others, and what is said of it."""

    def __init__(self, project: Project):
        self.project = project
        self.head: dict[str, str] = {}
        self.steps: list[str] = []
        self.done: list[str] = []
        self.given = {
            "stem": "2024-03-radweg",
            "titel": "Radweg",
            "datum": "2024-03-04",
            "body": "## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut.\n",
        }
        self.settings: dict[str, str] = {}
        project.motion(
            "2024-01-bus",
            uid="n5b7sx",
            titel="Bus",
            datum="2024-01-05",
            head="beratungsfolge:\n  - gremium: Kreistag\n    datum: 2024-02-01\n    ergebnis: abgelehnt\n",
        )

    def write(self, **given: str) -> None:
        if "stem" in given:
            (self.project.content / f"antraege/{self.given['stem']}.md").unlink(missing_ok=True)
        self.given |= given
        lines = [f"{key}: {value}" for key, value in self.head.items()]
        lines += ["beratungsfolge:", *(f"  - {{{step}}}" for step in self.steps)] if self.steps else []
        lines += ["umsetzung:", *(f"  - {{{row}}}" for row in self.done)] if self.done else []
        self.project.motion(head="\n".join(lines), **self.given)

    def build(self, today: str) -> None:
        result = self.project.build(HEUTE=dt.date.fromisoformat(today), **self.settings)
        assert result.report, result.problems

    def updated(self) -> str:
        feed = feedparser.parse((self.project.output / "feeds/antraege.atom").read_bytes())
        return next(e for e in feed.entries if e.id.endswith("antrag/k7f3qz")).updated


def test_the_field_tables_name_what_is_told() -> None:
    """What FELDER.md says of a date is what the feeds know, no more and no less."""
    motion = tables()["motion"]
    assert {
        told for rows in (motion.fields, *motion.rows.values()) for field in rows.values() for told in field.tells
    } == {event.label for event in EVENTS}


@pytest.mark.needs("newsboat")
def test_a_whole_life(project: Project, tmp_path: Path) -> None:
    life = Life(project)
    life.build("2024-03-01")
    with served(project.output) as site:
        every, outcomes, own = (
            Newsboat(tmp_path / name, site, feeds)
            for name, feeds in (
                ("a", ("alles.atom",)),
                ("b", ("ergebnisse.rss",)),
                ("c", ("antrag/k7f3qz.atom", "antraege.atom")),
            )
        )
        every.heard(), outcomes.heard()
        days: list[str] = []

        def after(today: str, *told: str, outcome: bool = False, **given: str) -> bool:
            """What people hear after an edit: did the motion's one entry become newer?"""
            life.write(**given)
            life.build(today)
            assert every.heard() == sorted(told)
            assert outcomes.heard() == (sorted(told) if outcome else [])
            days.append(life.updated())
            return len(days) < 2 or days[-1] > days[-2]

        def mended(**given: str) -> None:
            assert after("2024-12-01" if len(days) > 9 else "2024-06-30", **given) is False
            assert days[-1] == days[-2]

        assert after("2024-03-04", "Eingereicht: Radweg")
        own.heard()
        life.steps = ["gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-04-10, top: '3'"]
        assert after("2024-03-20", "Am 10.\u00a0April 2024 im Sozialausschuss: Radweg")
        assert own.heard() == ["Am 10.\u00a0April 2024 im Sozialausschuss: Radweg"]
        life.steps = [
            "gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-04-10, ergebnis: vertagt, vertagt_auf: 2024-06-19",
            "gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-06-19",
        ]
        assert after("2024-04-11", "Vertagt im Sozialausschuss auf den 19.\u00a0Juni 2024: Radweg")
        life.steps[1] += ", ergebnis: verwiesen, verwiesen_an: Kreistag"
        assert after("2024-06-20", "Verwiesen im Sozialausschuss an den Kreistag: Radweg")
        life.steps.append("gremium: Kreistag, rolle: Entscheidung, datum: 2024-06-27")
        assert after("2024-06-21", "Am 27.\u00a0Juni 2024 im Kreistag: Radweg")
        life.steps[2] += ", ergebnis: geändert beschlossen, abstimmungen: [{ja: 41, nein: 9}]"
        assert after("2024-06-28", "In geänderter Fassung angenommen im Kreistag: Radweg", outcome=True)

        mended(body="## Beschlussvorschlag\n\n1. Ein Radweg wird gebaut, endlich.\n")
        mended(titel="Radweg an der K 14")
        mended(stem="2024-03-radweg-k14")
        life.head["drucksache"] = "0270/2024"
        mended()
        life.settings["SITEURL"] = "https://www.example.net/gruene"
        mended()
        (project.root / "theme").unlink()
        shutil.copytree(ROOT / "theme", project.root / "theme")
        for template in ("base.html", "motion.html"):
            (project.root / "theme/templates" / template).write_text(
                (ROOT / "theme/templates" / template).read_text("utf-8") + "<!-- neu -->", "utf-8"
            )
        mended()
        project.write(
            COMMITTEE,
            "---\nuid: g3s3z3\nname: Ausschuss für Teilhabe\nkurz: Teilhabeausschuss\nart: Ausschuss\nfrueher:\n  - name: Ausschuss für Soziales\n  - name: Sozialausschuss\n---\n",
        )
        mended()
        life.steps[2] = life.steps[2].replace("geändert beschlossen", "beschlossen").replace("41", "42")
        mended()
        life.steps[0] = life.steps[0].replace("2024-04-10", "2024-04-09")
        mended()

        life.done = ["datum: 2024-09-01, stand: in Umsetzung, was: Es geht los."]
        assert after("2024-12-01", "In Umsetzung: Radweg an der K 14")
        life.done.append("datum: 2024-12-01, stand: umgesetzt")
        assert after("2024-12-02", "Umgesetzt: Radweg an der K 14")
        life.head["aenderungen"] = "[{datum: 2024-12-02, was: Karte ergänzt}]"
        assert after("2024-12-02", "Text geändert: Radweg an der K 14")
        life.head |= {"geloescht_am": "2024-12-03", "geloescht_weil": "Doppelt eingestellt."}
        assert after("2024-12-03", "Gelöscht: Radweg an der K 14", body="")
        assert "Doppelt eingestellt." in project.page("antraege/2024-03-radweg-k14/")
        assert "Radweg" not in project.page("antraege/")
        own.heard()
        assert after("2024-12-04") is False
        assert own.heard() == []


def heard_after(project: Project, *edits) -> list[set[str]]:
    """The ids that are new in `alles.atom` after each edit, in one set each."""
    known: set[str] = set()
    found = []
    for edit in edits:
        edit()
        assert project.build().report
        ids = {
            e.id.removeprefix("tag:www.example.org,2026:")
            for e in feedparser.parse((project.output / "feeds/alles.atom").read_bytes()).entries
        }
        found.append(ids - known)
        known |= ids
    return found


def steps(*rows: str) -> str:
    return "beratungsfolge:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def test_a_committee_that_is_learned_of_later_moves_no_name(project: Project) -> None:
    """Steps in front of one that is known, and a second sitting of a committee behind its first."""
    first, second, third = (
        "gremium: Kreistag, datum: 2024-06-20, ergebnis: abgelehnt",
        "gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-05-01, ergebnis: vertagt",
        "gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-06-01, ergebnis: empfohlen",
    )
    news = heard_after(
        project,
        lambda: project.motion(head=steps(first)),
        lambda: project.motion(head=steps(second, first)),
        lambda: project.motion(head=steps(second, third, first)),
    )
    assert news[1:] == [
        {"antrag/k7f3qz/ereignis/gremium-g3s3z3-1/ergebnis"},
        {"antrag/k7f3qz/ereignis/gremium-g3s3z3-2/ergebnis"},
    ]


def test_a_withdrawal_is_told_once_wherever_it_is_written(project: Project) -> None:
    news = heard_after(
        project,
        lambda: project.motion(head="stand: zurückgezogen"),
        lambda: project.motion(head="stand: zurückgezogen\nstand_seit: 2024-05-03"),
        lambda: project.motion(
            head=steps("gremium: Sozialausschuss, rolle: Vorberatung, datum: 2024-05-04, ergebnis: zurückgezogen")
        ),
    )
    assert news == [{"antrag/k7f3qz/ereignis/eingereicht", "antrag/k7f3qz/ereignis/zurueckgezogen"}, set(), set()]


def test_a_result_that_comes_with_its_day_is_one_announcement(project: Project) -> None:
    """Nobody is told of an agenda after the sitting."""
    news = heard_after(
        project,
        project.motion,
        lambda: project.motion(head=steps("gremium: Kreistag, datum: 2024-06-20, ergebnis: abgelehnt")),
    )
    assert news[1] == {"antrag/k7f3qz/ereignis/gremium-g2k2t2-1/ergebnis"}


def test_an_agenda_is_told_when_it_is_fixed_or_six_weeks_before(project: Project) -> None:
    far = "gremium: Kreistag, datum: 2027-06-20"
    news = heard_after(
        project,
        lambda: project.motion(head=steps(far)),
        lambda: project.motion(head=steps(f"{far}, terminiert_am: 2026-11-20")),
    )
    assert news == [{"antrag/k7f3qz/ereignis/eingereicht"}, {"antrag/k7f3qz/ereignis/gremium-g2k2t2-1/termin"}]


def test_a_question_is_told_when_it_is_asked_and_answered(project: Project) -> None:
    asked = "## Fragen\n\n1. Wie viele Radwege?\n"
    project.motion(art="Anfrage", body=asked)
    project.build()
    assert titles(project, "fragen") == ["Eingereicht: Radweg"]
    project.motion(art="Anfrage", head="beantwortet_am: 2024-05-06", body=asked + "\n## Antworten\n\n1. Drei.\n")
    project.build()
    assert titles(project, "fragen") == ["Beantwortet: Radweg", "Eingereicht: Radweg"]
    answer = feedparser.parse((project.output / "feeds/fragen.atom").read_bytes()).entries[0].content[0].value
    assert "Wie viele Radwege?" in answer
    assert "Drei." in answer


def titles(project: Project, name: str) -> list[str]:
    return [e.title for e in feedparser.parse((project.output / f"feeds/{name}.atom").read_bytes()).entries]
