"""A volunteer's story: a motion pasted from a mail waits for its day, and months later the sentence of the minutes says what was decided."""

from __future__ import annotations

import datetime as dt
import re

from plugins.press.hyphens import BREAK

from ..builders import Project, codes

PASTED = """---
uid: k7f3qz
titel: Radweg: jetzt
art: Antrag
datum: 3. September 2026
drucksahce: Drucksache Nr. 12/26
unterzeichner: gez. Mira Tannhof (Fraktionssprecherin), Klaus Müller (SPD)
veroeffentlicht: 2026-10-01
STEPS---

**Beschluss:**

Der Kreistag beschließt
1. Ein Radweg wird gebaut.[^1]
3. Die Kosten trägt der Kreis:
Jahr\tEuro
2027\t10.000
2028\t12.500

**Begründung:**

Die Verwaltung tagt am
18. September und am 2. Oktober. Mehr unter www.example.org/radweg.

Mit freundlichen Grüßen

[^1]: Verkehrsbericht 2025, S. 12
"""
STEPS = "beratungsfolge:\n  - gremium: Kreistag\n    datum: 2026-11-18\n    ergebnis: mehrheitlich abgelehnt\n    abstimmungen:\n      - stimmen: 12 Ja, 30 Nein, 2 Enthaltungen\n"


def test_from_the_mail_to_the_result(project: Project):
    from plugins.site.repair import do, mends

    file = project.write("antraege/2026-09-radweg.md", PASTED.replace("STEPS", ""))
    before, day, after = dt.date(2026, 9, 15), dt.date(2026, 10, 1), dt.date(2026, 12, 1)
    problems = project.check(before)
    assert {"yaml-colon", "letter-part"} <= {p.code for p in problems}, problems
    for _ in range(3):
        if found := mends(project.content, project.check(before), before):
            do(project.content, found, project.root / ".cache" / "behoben.json")
    assert codes(project.check(before)) == ["letter-part"]

    file.write_text(file.read_text("utf-8").replace("Mit freundlichen Grüßen\n\n", ""), "utf-8")
    assert project.build(HEUTE=before).report
    assert not (project.output / "antraege" / "2026-09-radweg").exists()
    assert project.build(HEUTE=day).report
    page = re.sub(
        r'<span class="wort">([^<]*)</span>', r"\1", project.page("antraege/2026-09-radweg/").replace(BREAK, "")
    )
    for words in (
        '<li value="3">',
        "10.000",
        "Verkehrsbericht 2025, S. 12",
        "18. September und am 2. Oktober",
        "Mira Tannhof",
        "Klaus Müller",
        'href="https://www.example.org/radweg"',
    ):
        assert words in page, words
    assert "Drucksache Drucksache" not in page

    file.write_text(
        file.read_text("utf-8").replace("veroeffentlicht: 2026-10-01\n", f"veroeffentlicht: 2026-10-01\n{STEPS}"),
        "utf-8",
    )
    assert project.build(HEUTE=after).report, project.check(after)
    page = project.page("antraege/2026-09-radweg/")
    assert "bgelehnt" in page
    assert "30" in page
    assert "<li>" in page
