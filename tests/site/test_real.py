"""300 motions that nobody on this project wrote, as one site."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
import yaml

from plugins.records.fields import UID_ALPHABET
from plugins.records.frontmatter import quoted, without_suspects
from plugins.site.build import build

from ..builders import Project
from ..conftest import REAL
from ..reading import find, parse, words

pytestmark = pytest.mark.needs("real")

STAND = {
    "Annahme": "angenommen", "Annahme mit Änderungen": "in geänderter Fassung angenommen", "Ablehnung": "abgelehnt", "Erledigt": "erledigt",
    "Nicht abgestimmt": "erledigt", "Zurückgezogen": "zurückgezogen", "Überweisung": "in Beratung",
}  # fmt: skip


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
        "antragstellende": "\n  - Bündnis 90/Die Grünen" + "".join(f"\n  - {quoted(name.strip())}" for name in str(known["antragsteller"] or "").split("\n") if name.strip()),
        "stand": STAND.get(known["status_in_tabelle"], "eingereicht"),
    }
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n\n" + body


def day(text: str) -> dt.date:
    """The day of the conference where it is printed, else the first of its year."""
    if found := re.search(r"(\d{2})\.(\d{2})\.(20\d{2})", text):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    return dt.date(int(re.search(r"20\d{2}", text)[0]), 1, 1)
