"""300 motions that nobody on this project wrote, as one site."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from plugins.records import german
from plugins.records.characters import without_suspects
from plugins.records.fields import UID_ALPHABET
from plugins.records.problems import errors
from plugins.records.slips import quoted
from plugins.site.build import build

from ..builders import Project
from ..conftest import REAL
from ..reading import find, parse, words

pytestmark = pytest.mark.needs("real")

STAND = {
    "Annahme": "angenommen",
    "Annahme mit Änderungen": "in geänderter Fassung angenommen",
    "Ablehnung": "abgelehnt",
    "Erledigt": "erledigt",
    "Nicht abgestimmt": "erledigt",
    "Zurückgezogen": "zurückgezogen",
    "Überweisung": "in Beratung",
}


def adapted(text: str, number: int) -> str:
    """A text of the corpus with this project's head. Sets what it lacks, and no more."""
    _, head, body = re.split(r"^---$", text, maxsplit=2, flags=re.M)
    known = yaml.safe_load(head)
    title = " ".join(without_suspects(str(known["titel"])).split())
    lines = {
        "uid": "".join(UID_ALPHABET[number // 26**place % 26] for place in range(6)),
        "titel": quoted(title),
        "art": "Antrag",
        "datum": day(f"{known['veranstaltung']} {known['kuerzel']}"),
        "drucksache": quoted(" ".join(str(known["kuerzel"]).split())),
        "antragstellende": "\n  - Bündnis 90/Die Grünen"
        + "".join(
            f"\n  - {quoted(name.strip())}" for name in str(known["antragsteller"] or "").split("\n") if name.strip()
        ),
        "stand": STAND.get(known["status_in_tabelle"], "eingereicht"),
    }
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n\n" + body


def day(text: str) -> dt.date:
    """The day of the conference where it is printed, else the first of its year."""
    if found := re.search(r"(\d{2})\.(\d{2})\.(20\d{2})", text):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    return dt.date(int(re.search(r"20\d{2}", text)[0]), 1, 1)


# What the checker refuses in these bodies, rightly: what cannot be seen, a heading that is the title's, a motion that asks for nothing.
MENDED = {
    "heading-top": lambda body: re.sub(r"^# ", "## ", body, flags=re.M),
    "resolution-near": lambda body: body + "\n## Antragstext\n\nDer Text des Antrags liegt nur als PDF vor.\n",
}


def put_in(project: Project) -> dict[str, str]:
    """All of them as texts of the project, by their paths; none is refused any more."""
    files = sorted((REAL / "motions-berlin").glob("*.md"))
    sources = {
        f"content/antraege/{german.slug(file.stem)[:100].strip('-')}.md": adapted(
            without_suspects(file.read_text("utf-8")), number
        )
        for number, file in enumerate(files)
    }
    project.write("wahlperioden.yaml", "- name: 2010–2030\n  von: 2010-01-01\n  bis: 2030-12-31\n")
    for source, text in sources.items():
        project.write(source.removeprefix("content/"), text)
    found = project.check()
    assert {p.code for p in found if p.warning} == {"gap", "point-twice"}, "\n".join(
        map(str, found)
    )  # said, and read all the same
    refused = [p for p in found if not p.warning]
    assert sorted(p.code for p in refused) == ["heading-top", "resolution-near"], "\n".join(map(str, refused))
    for p in refused:
        project.write(p.path.removeprefix("content/"), MENDED[p.code](sources[p.path]))
    return sources


def test_all_motions_of_a_party_become_one_site(project: Project) -> None:
    """300 texts, 300 addresses, none overwritten, no problem; bodies as they are but for what the check refuses."""
    sources = put_in(project)
    assert len(sources) == 300

    result = build(project.settings(OHNE=["karten/"]))

    assert errors(result.problems) == []
    pages = {
        path.parent.name: parse(path.read_text("utf-8"))
        for path in (project.output / "antraege").glob("*/index.html")
        if f"content/antraege/{path.parent.name}.md" in sources
    }
    assert len(pages) == 300
    typed = {
        Path(source).stem: json.loads(re.search(r"^titel: (.*)$", text, re.M)[1]) for source, text in sources.items()
    }
    assert {stem: words(find(page, "h1")) for stem, page in pages.items()} == {
        stem: " ".join(title.split()) for stem, title in typed.items()
    }
    assert [
        path for path in project.output.rglob("*.html") if not unicodedata.is_normalized("NFC", path.read_text("utf-8"))
    ] == []
    assert len(list((project.output / "a").iterdir())) == 300
    data = json.loads((project.output / "antraege/antraege.json").read_text("utf-8"))
    assert len({motion["adresse"] for motion in data["antraege"]}) == 300
