"""Seven kinds of council: a small site of each, and a file with every sentence that speaks of it, to be read for grammar.

After a change that is meant: `python -m tests.test_councils`, then read every difference aloud.
"""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path

import pytest

from plugins.press.hyphens import BREAK
from plugins.records.council import COUNCILS, USUAL, Council, council_of
from plugins.records.german import Noun, slug
from plugins.records.handbook import build_handbook
from plugins.site.content import read_site
from plugins.site.settings import Refusal
from plugins.site.tables import group_table, tables

from .builders import BASE, TODAY, Project

GOLDEN = Path(__file__).parent / "cases" / "vertretungen"
MOTION = "---\nuid: {uid}\ntitel: {title}\nart: Antrag\ndatum: 2026-0{month}-04\nadressat: {office}\nris_link: https://ris.example.org/1\nberatungsfolge:\n{steps}---\n\n## Beschlussvorschlag\n\n1. Eins.\n2. Zwei.\n"


def content(council: Council) -> dict[str, str]:
    """A site whose bodies have their own names, with what can be said of them."""
    body, main = council.body.word, council.main_committee.word
    met = f"  - gremium: {main}\n    datum: 2026-06-10\n    ergebnis: verwiesen\n    verwiesen_an: {body}\n"
    decided = f"  - gremium: {body}\n    datum: 2026-06-24\n    top: 6\n    ergebnis: abgelehnt\n    abstimmungen:\n      - 12 Ja, 39 Nein\n"
    parts = f"  - gremium: {body}\n    datum: 2026-06-24\n    ergebnis: beschlossen\n    abstimmungen:\n      - gegenstand: Punkt 1\n        stimmen: 30 Ja, 10 Nein\n      - gegenstand: Punkt 2\n        stimmen: 10 Ja, 30 Nein\n"
    return {
        **{name: text for name, text in BASE.items() if name != "gremien/kreistag.md"},
        "gremien/vertretung.md": f"---\nuid: g2k2t2\nname: {body}\nart: {body}\nweb: https://www.example.org/\n---\n",
        "gremien/haupt.md": f"---\nuid: g2k2t3\nname: {main}\nart: {main}\n---\n",
        "gremien/zweites.md": f"---\nuid: g2k2t4\nname: Vertretung der Nachbarn\nart: {body}\n---\n",
        "glossar.yaml": "- wort: Drucksache\n  erklaerung: Ein Papier.\n",
        "antraege/2026-06-a.md": MOTION.format(
            uid="k7f3qz", title="Verwiesen und abgelehnt", month=5, office=council.office_female, steps=met + decided
        ),
        "antraege/2026-06-b.md": MOTION.format(
            uid="k7f3q2", title="Punkte verschieden", month=5, office=council.office, steps=parts
        ),
        "antraege/2026-06-c.md": MOTION.format(
            uid="k7f3q3",
            title="Noch offen",
            month=9,
            office=council.office,
            steps=f"  - gremium: {body}\n    datum: 2026-12-16\n    top: 3\n",
        ),
        "antraege/2026-06-d.md": MOTION.format(
            uid="k7f3q4",
            title="Vertagt",
            month=5,
            office=council.office,
            steps=f"  - gremium: {main}\n    datum: 2026-06-10\n    ergebnis: vertagt\n    vertagt_auf: 2026-12-09\n",
        ),
        "sitzungen/2026-12-16-vertretung.md": f"---\nuid: m4t8wd\nname: Sitzung {council.body.of}\nart: {council.sitting}\ngremium: {body}\ndatum: 2026-12-16\nbeginn: 17:00\nform: Präsenz\nort: {council.building}\nzugang: öffentlich\n---\n",
        "meldungen/bericht.md": f"---\nuid: n5r2xp\ntitel: Bericht\ndatum: 2026-11-11\nart: Bericht {council.body.out_of}\nteaser: Kurz.\n---\n\nText.\n",
        "personen/vera.md": f"---\nuid: p3v7bn\nname: Vera Beispiel\nmitgliedschaften:\n  - gremium: {body}\n    rolle: Mitglied\n---\n",
    }


def unbroken(page: str) -> str:
    """Without the places where words may break."""
    return re.sub(r'<span class="wort">([^<]*)</span>', r"\1", page.replace(BREAK, ""))


def sentences(council: Council, root: Path) -> str:
    """Every form of every noun; then, each once, what pages, feeds, calendars, messages and the handbook say with one of them."""
    project = Project(root, content(council))
    result = project.build(VERTRETUNG=council.word, OHNE=["karten/", "suche/"])
    assert result.report and [p for p in result.problems if not p.warning] == [], "\n".join(map(str, result.problems))
    nouns = [noun for name in council.__struct_fields__ if isinstance(noun := getattr(council, name), Noun)]
    lines = [
        f"{n.the}, {n.of}, {n.to}, {n.whom}, {n.pronoun}; {n.within}, {n.at}, {n.out_of}, {n.toward}; die {n.plural}, den {n.dative_plural}"
        for n in nouns
    ]
    said = set()
    for path in sorted(project.output.rglob("*.html")):
        for part in re.split(
            r"</?(?:p|li|h\d|td|th|dt|dd|tr|caption|title|nav|div|section|span|blockquote|option)\b[^>]*>|\n",
            unbroken(path.read_text("utf-8")).replace("\u00a0", " "),
        ):
            said |= {
                " ".join(html.unescape(text).split())
                for text in (re.sub(r"<[^>]+>", "", part), *re.findall(r'name="description" content="([^"]*)"', part))
            }
    for path in (project.output / "feeds").rglob("*.atom"):
        said |= {
            "Feed: " + html.unescape(text)
            for text in re.findall(
                r"<(?:title|subtitle|summary)>([^<]*)</", path.read_text("utf-8").replace("\u00a0", " ")
            )
        }
    for path in (project.output / "kalender").rglob("*.ics"):
        said |= {
            f"Kalender: {line}"
            for line in path.read_text("utf-8").replace("\r\n ", "").splitlines()
            if line.startswith(("SUMMARY", "CATEGORIES", "LOCATION", "X-WR-CALNAME"))
        }
    said |= {
        f"Handbuch: {text.strip()}"
        for line in build_handbook([*tables(council).values(), group_table(council)], {}).splitlines()
        for text in line.split("|")
    }
    project.write("gremien/falsch.md", "---\nuid: g2k2t9\nname: Falsch\nart: Landtag\n---\n")
    project.write(
        "sitzungen/2026-12-17-falsch.md",
        f"---\nuid: m4t8w9\nname: Falsch\nart: {council.body}\ndatum: 2026-12-17\nbeginn: 17:00\nform: Präsenz\nort: Hier\nzugang: öffentlich\n---\n",
    )
    for problem in read_site(project.content, TODAY, council=council)[1]:
        said |= {f"Prüfung: {problem.what}", f"Prüfung: {problem.remedy}"}
    (project.content / "fraktion.yaml").unlink()
    said |= {
        f"Prüfung: {problem.remedy}"
        for problem in read_site(project.content, TODAY, council=council)[1]
        if problem.code == "list-missing"
    }
    forms = {
        form for noun in nouns for form in (noun.word, noun.genitive, noun.dative, noun.plural, noun.dative_plural)
    }
    found = sorted(
        text
        for text in said
        if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in forms)
        and "{" not in text.replace("{SPD", "")
    )
    return "".join(f"{line}\n" for line in [*lines, *found])


@pytest.mark.parametrize("council", COUNCILS.rows, ids=lambda row: row.word)
def test_a_council_is_spoken_of_in_its_own_words(council: Council, tmp_path: Path) -> None:
    said = sentences(council, tmp_path / "projekt")
    assert said == (GOLDEN / f"{slug(council.word)}.txt").read_text("utf-8")
    assert len(said.splitlines()) >= 50
    others = {
        name
        for other in COUNCILS
        if other is not council
        for name in (other.body.word, other.information_system.word, other.administration.word)
    } - {str(council.body), str(council.information_system), str(council.administration)}
    assert [line for line in said.splitlines() for name in others if re.search(rf"(?<!\w){name}(?!\w)", line)] == []


def test_a_row_is_chosen_by_its_name_or_another_name_of_it(project: Project) -> None:
    assert project.settings().council == USUAL
    assert [council_of(name).word for name in ("stadtrat", " BVV ", "Regionsversammlung")] == [
        "Stadtrat",
        "Bezirksverordnetenversammlung",
        "Regionsversammlung",
    ]
    with pytest.raises(Refusal, match=r"so heißt hier keine Vertretung\. Möglich sind: Kreistag, Stadtrat,"):
        project.settings(VERTRETUNG="Landtag")


def test_another_council_makes_a_built_site_anew(project: Project) -> None:
    """What was read and made for one council is not taken for another's."""
    project.motion()
    project.build()
    project.write("gremien/kreistag.md", "---\nuid: g2k2t2\nname: Stadtrat\nart: Stadtrat\n---\n")
    assert [p.code for p in project.build(VERTRETUNG="Stadtrat").problems] == []
    assert "Was wir im Stadtrat" in project.page("")
    assert [p.code for p in project.build().problems if not p.warning] == ["value-choice"]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for row in COUNCILS:
        with tempfile.TemporaryDirectory() as folder:
            (GOLDEN / f"{slug(row.word)}.txt").write_text(sentences(row, Path(folder) / "projekt"), "utf-8")
