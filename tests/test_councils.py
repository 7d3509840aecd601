"""Seven kinds of council and four that are called otherwise: a small site of each, and a file with every sentence that speaks of it, to be read for grammar.

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
from plugins.site.council import council_at
from plugins.site.settings import Refusal
from plugins.site.tables import group_table, tables

from .builders import ABOUT, BASE, TODAY, Project

# What stands in content/fraktion.yaml: every row of the table, and councils with words of their own.
COUNCILS_SAID = {row.word: f"vertretung: {row.word}\n" for row in COUNCILS} | {
    "Verbandsgemeinderat": "vertretung: Gemeinderat\nwoerter:\n  vertretung: Verbandsgemeinderat\n  gebiet: Verbandsgemeinde\n  gebiet_amtlich: Verbandsgemeinde\n  verwaltung: Verbandsgemeindeverwaltung\n",
    "Stadtverordnetenversammlung": "vertretung: Stadtrat\nwoerter:\n  vertretung: Stadtverordnetenversammlung\n  mitglied: die Stadtverordnete, der Stadtverordneten, die Stadtverordneten\n  hauptausschuss: Magistrat\n",
    "Landschaftsversammlung": "vertretung: Kreistag\nwoerter:\n  vertretung: Landschaftsversammlung\n  hauptausschuss: Landschaftsausschuss\n  amt: Landesdirektor\n  amt_weiblich: Landesdirektorin\n  verwaltung: Verbandsverwaltung\n  gebiet: Landschaftsverband\n  gebiet_amtlich: Landschaftsverband\n  tagungsort: Landeshaus\n  ratsinformation: Sitzungsportal\n",
    "Gruppe": "vertretung: Stadtrat\nbezeichnung: Gruppe\n",
    "Zählgemeinschaft": "vertretung: BVV\nbezeichnung: Zählgemeinschaft\n",
    "Bündnis": "vertretung: Kreistag\nwoerter:\n  fraktion: Bürgerbündnis\n",
    "Rat der Stadt": "vertretung: Stadtrat\nwoerter:\n  vertretung: der Rat der Stadt, des Rates der Stadt, die Räte der Stadt\n  verwaltung: das Amt der Stadt, des Amtes der Stadt, die Ämter der Stadt\n",
}
GOLDEN = Path(__file__).parent / "cases" / "vertretungen"
MOTION = "---\nuid: {uid}\ntitel: {title}\nart: Antrag\ndatum: 2026-0{month}-04\nadressat: {office}\nris_link: https://ris.example.org/1\nberatungsfolge:\n{steps}---\n\n## Beschlussvorschlag\n\n1. Eins.\n2. Zwei.\n"


def about(said: str, council: Council) -> str:
    """The group's own data as a group of that council has them."""
    return (
        ABOUT.replace("im Kreistag", council.body.within).replace("kreis: Kreis ", f"kreis: {council.district} ") + said
    )


def content(council: Council, said: str) -> dict[str, str]:
    """A site whose bodies have their own names, with what can be said of them."""
    body, main = council.body.word, council.main_committee.word
    met = f"  - gremium: {main}\n    datum: 2026-06-10\n    ergebnis: verwiesen\n    verwiesen_an: {body}\n"
    decided = f"  - gremium: {body}\n    datum: 2026-06-24\n    top: 6\n    ergebnis: abgelehnt\n    abstimmungen:\n      - 12 Ja, 39 Nein\n"
    parts = f"  - gremium: {body}\n    datum: 2026-06-24\n    ergebnis: beschlossen\n    abstimmungen:\n      - gegenstand: Punkt 1\n        stimmen: 30 Ja, 10 Nein\n      - gegenstand: Punkt 2\n        stimmen: 10 Ja, 30 Nein\n"
    return {
        **{name: text for name, text in BASE.items() if name != "gremien/kreistag.md"},
        "fraktion.yaml": about(said, council),
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
        "personen/vera.md": f"---\nuid: p3v7bn\nname: Vera Beispiel\nmitgliedschaften:\n  - gremium: {body}\n    rolle: {council.group.joint}vorsitz\n---\n",
        "sitzungen/2026-12-02-eigene.md": f"---\nuid: m4t8wk\nname: {council.group.joint}sitzung\nart: {council.group.joint}sitzung\ndatum: 2026-12-02\nbeginn: 19:00\nform: Videokonferenz\nzugang: nach Anmeldung per Mail\n---\n",
    }


def unbroken(page: str) -> str:
    """Without the places where words may break."""
    return re.sub(r'<span class="wort">([^<]*)</span>', r"\1", page.replace(BREAK, ""))


def council_of_words(said: str) -> Council:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "fraktion.yaml").write_text(said, "utf-8")
        return council_at(Path(folder))


def sentences(said_of_it: str, root: Path) -> str:
    """Every form of every noun; then, each once, what pages, feeds, calendars, messages and the handbook say with one of them."""
    council = council_of_words(said_of_it)
    project = Project(root, content(council, said_of_it))
    result = project.build(OHNE=["karten/"])
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
    for problem in read_site(project.content, TODAY)[1]:
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
        and "@example.orghttps://" not in text  # the line that only paper shows: the address of each page
    )
    return "".join(f"{line}\n" for line in [*lines, *found])


# In a short run one of each kind: masculine, feminine, words of its own, another word for the group.
SHORT = ("Kreistag", "BVV", "Stadtverordnetenversammlung", "Gruppe")


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.lang) for name in COUNCILS_SAID]
)
def test_a_council_is_spoken_of_in_its_own_words(name: str, tmp_path: Path) -> None:
    said = sentences(COUNCILS_SAID[name], tmp_path / "projekt")
    council = council_of_words(COUNCILS_SAID[name])
    assert said == (GOLDEN / f"{slug(name)}.txt").read_text("utf-8")
    assert len(said.splitlines()) >= 50
    others = {
        name
        for other in COUNCILS
        for name in (other.body.word, other.information_system.word, other.administration.word)
    } - {
        str(council.body),
        str(council.information_system),
        str(council.administration),
        council.usual.information_system.word,
    }
    values = f"Werte: {', '.join(COUNCILS.words)}"  # of „vertretung“: an editor may choose another
    lines = [line for line in said.splitlines() if values not in line]
    assert [line for line in lines for name in others if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line)] == []
    if council.group != USUAL.group:
        pages = (tmp_path / "projekt/output").rglob("*.html")
        texts = {path: path.read_text("utf-8") for path in pages if path.parent.name != "daten"}
        assert [
            (path.name, found) for path, text in texts.items() for found in re.findall(r"Fraktion(?!en)\w*", text)
        ] == []
    if council.usual is not USUAL:
        files = {path: path.read_bytes() for path in (tmp_path / "projekt/output").rglob("*") if path.is_file()}
        assert len(files) > 100
        assert [path.name for path, data in files.items() if re.search(rb"(?i)kreistag|landr[a\xc3]", data)] == []


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
    project.write("fraktion.yaml", ABOUT + "vertretung: Stadtrat\n")
    assert [p.code for p in project.build().problems] == []
    assert "Was wir im Stadtrat" in project.page("")
    project.write("fraktion.yaml", ABOUT)
    assert [p.code for p in project.build().problems if not p.warning] == ["value-choice"]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, words in COUNCILS_SAID.items():
        with tempfile.TemporaryDirectory() as folder:
            (GOLDEN / f"{slug(name)}.txt").write_text(sentences(words, Path(folder) / "projekt"), "utf-8")
