"""A row that is added to a table arrives everywhere, without a touch to the code: a copy of the program gets invented values, and is asked."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .builders import BASE
from .conftest import ROOT

ROWS = {
    "motions/results.toml": """
[[value]]
word      = "gutgeheißen"
synonyms  = ["für gut befunden"]
opposite  = "abgelehnt"
typed     = true
label     = "gutgeheißen"
sentence  = "gutgeheißen"
verb      = "gutgeheißen"
adverb    = ""
feed      = "für richtig gehalten"
tone      = "good"
sign      = "tick"
known     = true
decides   = "deciding"
status    = "gut gefunden"
parted    = ""
by_vote   = true
carried   = "yes"
unanimous = false
refers    = true
defers    = false
undated   = false
event     = "ergebnis"
oparl     = "gutgeheißen"
changed   = ""
partly    = ""
unanimously = ""
by_majority = ""
reason    = false
yields    = false
waits     = false
""",
    "motions/statuses.toml": """
[[value]]
word     = "gut gefunden"
synonyms = ["gelobt"]
opposite = "abgelehnt"
label    = "gut gefunden"
sentence = "Gut gefunden"
tone     = "good"
sign     = "tick"
short    = "Gut"
group    = "erfolgreich"
typed    = true
when     = ""
event    = "stand"
offered  = true
awaited  = false
unchanged = true
oparl    = "gut gefunden"
""",
    "motions/roles.toml": """
[[value]]
word     = "Mitentscheidung"
synonyms = []
opposite = ""
label    = "Mitentscheidung"
decides  = true
if_voted = false
counts   = true
oparl    = "Mitentscheidung"
""",
    "motions/implementation.toml": """
[[value]]
word     = "geplant"
synonyms = ["in Planung"]
opposite = ""
label    = "geplant"
sentence = "Die Umsetzung wird geplant"
feed     = "In Planung"
tone     = "open"
sign     = "clock"
stage    = "now"
beside   = "in Planung"
clouds   = false
ended    = false
oparl    = ""
""",
    "people/bodies.toml": """
[[value]]
word         = "Rechnungshof"
synonyms     = []
opposite     = ""
label        = "Rechnungshof"
decides      = true
order        = 0
oparl        = "Rechnungshof"
organization = "Gremium"
ours         = false
""",
    "meetings/forms.toml": """
[[value]]
word        = "Ortstermin"
synonyms    = ["Begehung"]
opposite    = ""
label       = "Begehung an Ort und Stelle"
listed      = "Draußen"
calendar    = "Feste Schuhe anziehen."
beside      = "draußen"
request     = "mit dem Treffpunkt"
answer      = "Darin steht der Treffpunkt."
where       = "Treffpunkt {place}"
begin       = ""
place       = true
needs_place = true
video       = false
settled     = true
attendance  = "Offline"
""",
}
MOTION = (
    "---\nuid: {uid}\ntitel: {title}\nart: Antrag\ndatum: 2026-01-12\n{head}---\n\n## Beschlussvorschlag\n\n1. Eins.\n"
)
STEPS = """beratungsfolge:
  - gremium: Rechnungshof
    datum: 2026-02-10
    ergebnis: für gut befunden
    verwiesen_an: Kreistag
    abstimmungen:
      - 9 Ja, 2 Nein
umsetzung:
  - datum: 2026-03-01
    stand: in Planung
    was: Es gibt einen Plan.
"""
CONTENT = {
    **BASE,
    "gremien/rechnungshof.md": "---\nuid: g4r4h4\nname: Rechnungshof\nart: Rechnungshof\n---\n",
    "antraege/2026-01-a.md": MOTION.format(uid="k7f3qz", title="Erster", head=STEPS),
    "antraege/2026-01-b.md": MOTION.format(
        uid="k7f3q2", title="Zweiter", head="stand: gelobt\nstand_seit: 2026-02-01\n"
    ),
    "antraege/2026-01-c.md": MOTION.format(
        uid="k7f3q3",
        title="Dritter",
        head="beratungsfolge:\n  - gremium: Sozialausschuss\n    rolle: Mitentscheidung\n    datum: 2026-03-01\n    ergebnis: gutgeheißen\n  - gremium: Kreistag\n    rolle: Mitentscheidung\n    datum: 2026-12-16\n",
    ),
    "sitzungen/2026-12-02-x.md": "---\nuid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Begehung\nort: Am Bach\nzugang: nach Anmeldung per Mail\n---\n",
}


class Copy:
    """The program with more rows, and a site made by it."""

    def __init__(self, root: Path):
        self.root = root
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pelicanconf.py", root)
        for name, text in CONTENT.items():
            self.write(f"content/{name}", text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def add(self, name: str, row: str) -> None:
        """Behind the last row of its kind: a table may hold more than one list."""
        file = self.root / "plugins" / name
        text = file.read_text("utf-8")
        end = text.find("\n[[group]]") if "[[group]]" in text else len(text)
        file.write_text(text[:end].rstrip() + "\n" + row + text[end:], "utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "plugins.cli", *arguments],
            cwd=self.root,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def page(self, name: str) -> str:
        return (
            (self.root / "output" / name)
            .read_text("utf-8")
            .replace('<span class="fuge"></span>', "")
            .replace('<span class="wort">', "")
            .replace("\u00a0", " ")
        )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("werte") / "programm")
    for name, row in ROWS.items():
        copy.add(name, row)
    copy.write("pelicanconf.py", (copy.root / "pelicanconf.py").read_text("utf-8") + '\nOHNE = ["karten/", "suche/"]\n')
    done = copy.run("bauen", "--heute", "2026-11-22")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


# Where a value arrives: what of it → the file, and what stands there.
PLACES = {
    "result: page": (
        "antraege/2026-01-a/index.html",
        "Rechnungshof, 10. Februar 2026: Mit 9 zu 2 Stimmen gutgeheißen.",
    ),
    "result: stages": ("antraege/2026-01-a/index.html", '<span class="stages__word">Gut</span>'),
    "result: feed of results": (
        "feeds/ergebnisse.atom",
        "<title>Für richtig gehalten (Rechnungshof) an den Kreistag: Erster</title>",
    ),
    "result: feed of the motion": ("feeds/antrag/k7f3qz.atom", "Mit 9 zu 2 Stimmen gutgeheißen."),
    "status: page": ("antraege/2026-01-a/index.html", '<h2 id="stand">Gut, in Planung</h2>'),
    "status: structured data": ("antraege/2026-01-a/index.html", '"creativeWorkStatus":"gut gefunden"'),
    "status: list": ("antraege/index.html", "<strong>Gut gefunden.</strong>"),
    "status: home page": ("index.html", "<strong>3</strong> <span>erfolgreich"),
    "status: chart": ("bilanz/index.html", "100 %</strong> <b>angenommen</b> <span>3 von 3"),
    "status: outcome": ("ausgang/erfolgreich/index.html", "Zweiter"),
    "status: feed": ("feeds/alles.atom", "<title>Gut gefunden: Zweiter</title>"),
    "role: it decides": ("antraege/2026-01-c/index.html", '<h2 id="stand">Gut gefunden</h2>'),
    "role: page": ("antraege/2026-01-c/index.html", "Mitentscheidung</p>"),
    "implementation: page": ("antraege/2026-01-a/index.html", "In Planung</p>"),
    "implementation: sentence": ("antraege/2026-01-a/index.html", "Die Umsetzung wird geplant (Stand 1. März 2026)."),
    "implementation: stages": ("antraege/2026-01-a/index.html", '<span class="stages__word">Geplant</span>'),
    "implementation: feed": ("feeds/alles.atom", "<title>In Planung: Erster</title>"),
    "body: page": ("gremien/rechnungshof/index.html", "Dieses Gremium kann abschließend entscheiden."),
    "form: page": ("sitzungen/2026-12-02-x/index.html", "Begehung an Ort und Stelle"),
    "form: invitation": ("sitzungen/2026-12-02-x/index.html", "Darin steht der Treffpunkt."),
    "form: list": ("sitzungen/index.html", "Draußen: Am Bach"),
    "form: home page": ("index.html", "Draußen: Am Bach"),
    "form: calendar": ("kalender/termine/2026-12-02-x.ics", "Feste Schuhe anziehen."),
    "form: structured data": ("sitzungen/2026-12-02-x/index.html", "OfflineEventAttendanceMode"),
    "form: request": ("sitzungen/2026-12-02-x/index.html", "mit%20dem%20Treffpunkt"),
    "result: JSON": ("antraege/antraege.json", '"letztes_ergebnis":"gutgeheißen"'),
    "status: JSON": ("antraege/antraege.json", '"ausgang":"erfolgreich"'),
    "implementation: JSON": ("antraege/antraege.json", '"stand":"geplant"'),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_new_value_arrives(copy: Copy, place: str) -> None:
    file, expected = PLACES[place]
    text = (
        re.sub(r'(?<=[":,]) (?=["\d])', "", copy.page(file))
        if file.endswith(".json") or "structured" in place
        else copy.page(file)
    )
    assert expected in text


def test_a_new_value_arrives_in_the_table_of_all_motions(copy: Copy) -> None:
    rows = list(
        csv.DictReader(io.StringIO((copy.root / "output/antraege/antraege.csv").read_text("utf-8-sig")), delimiter=";")
    )
    first = next(row for row in rows if row["titel"] == "Erster")
    assert (first["stand"], first["ausgang"], first["letztes_ergebnis"], first["umsetzung"]) == (
        "gut gefunden",
        "erfolgreich",
        "gutgeheißen",
        "geplant",
    )
    assert {row["stand"] for row in json.loads(copy.page("antraege/antraege.json"))["antraege"]} == {"gut gefunden"}


def test_a_new_value_arrives_in_the_handbook_the_tasks_and_the_questions(copy: Copy) -> None:
    handbook = copy.run("felder").stdout
    for word in (
        "gutgeheißen",
        "für gut befunden (= gutgeheißen)",
        "gut gefunden",
        "Mitentscheidung",
        "geplant",
        "Rechnungshof",
        "Begehung (= Ortstermin)",
    ):
        assert word in handbook, word
    assert "Umsetzung nachfragen (3)" in copy.run("aufgaben", "--heute", "2026-11-22").stdout
    assert "Ortstermin" in copy.run("neu", "sitzung", "--help").stdout


def test_a_new_value_is_checked_and_suggested(copy: Copy) -> None:
    """A slip of the finger finds it; votes that contradict it are said; what it may not have beside it is said."""
    spoiled = {"ergebnis: für gut befunden": "ergebnis: gutgeheisen", "stand: in Planung": "stand: geplannt"}
    text = CONTENT["antraege/2026-01-a.md"]
    for right, wrong in spoiled.items():
        text = text.replace(right, wrong)
    copy.write("content/antraege/2026-01-a.md", text)
    copy.write(
        "content/antraege/2026-01-c.md",
        CONTENT["antraege/2026-01-c.md"].replace(
            "gutgeheißen\n", "gutgeheißen\n    vertagt_auf: 2026-05-01\n    abstimmungen:\n      - 2 Ja, 9 Nein\n"
        ),
    )
    said = copy.run("pruefen").stdout
    copy.write("content/antraege/2026-01-a.md", CONTENT["antraege/2026-01-a.md"])
    copy.write("content/antraege/2026-01-c.md", CONTENT["antraege/2026-01-c.md"])
    for expected in ("Meinten Sie „gutgeheißen“?", "Meinten Sie „geplant“?", "gutgeheißen", "„vertagt_auf“"):
        assert expected in said, said


def test_a_table_that_is_no_table_ends_every_command_with_one_sentence(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "programm")
    copy.add("meetings/forms.toml", "\n[[value]\n")
    done = copy.run("pruefen")
    assert (
        done.returncode == 1
        and done.stderr.startswith("meetings/forms.toml: Die Datei lässt sich nicht lesen (")
        and "Traceback" not in done.stderr
    ), done.stderr


def test_a_row_that_is_not_whole_ends_every_command_with_one_sentence(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "programm")
    copy.add("motions/results.toml", ROWS["motions/results.toml"].replace('tone      = "good"\n', ""))
    for command in ("pruefen", "bauen", "felder"):
        done = copy.run(command)
        assert (
            done.returncode == 1
            and done.stderr.startswith("motions/results.toml, Zeile „gutgeheißen“: Es fehlt „tone“.")
            and "Traceback" not in done.stderr
        ), done.stderr
