"""Relatives of the slips that volunteers made: each is read rightly, or said with its line. None is silent and wrong.

Left the text as it is typed; right what the page shows, or „!“ and the code of what the check says.
"""

from __future__ import annotations

import html as markup
import re

import pytest

from plugins.motions.checks import check_parts
from plugins.motions.model import TABLE
from plugins.records.body import check_headings, check_placeholders, read_body
from plugins.records.doubts import check_doubts
from plugins.records.fields import Record, Row
from plugins.records.frontmatter import read_source
from plugins.site.reading import section_names

from .test_lists import shown

NAMES = section_names(TABLE.sections)

SHOWN = [
    # numbers and dates at the beginning of lines
    (
        "Termine:\n\n3. September 2026 Kreistag\n\n1. Oktober 2026 Ausschuss",
        "3. September 2026 Kreistag|1. Oktober 2026 Ausschuss",
    ),
    ("Sitzung am\n18. September", "18. September"),
    ("24. Dezember geschlossen", "24. Dezember geschlossen"),
    ("5. Mai 2027: Frist", "5. Mai 2027: Frist"),
    ("1. Mai ist Feiertag", "1. Mai ist Feiertag"),
    ("31. 12. 2026 endet die Frist", "31. 12. 2026 endet die Frist"),
    ("2027. In diesem Jahr", "2027. In diesem Jahr"),
    ("2025 kamen 300, 2026 kamen 400.", "2025 kamen 300, 2026 kamen 400."),
    ("16. bis 18. Mai Klausur", "16. bis 18. Mai Klausur"),
    ("20. Jahrhundert", "20. Jahrhundert"),
    ("3. Lesung des Haushalts", "3. Lesung des Haushalts"),
    ("12. BImSchV gilt", "12. BImSchV gilt"),
    ("2. Nachtragssatzung", "2. Nachtragssatzung"),
    ("4. Quartal: 12.000 Euro", "4. Quartal: 12.000 Euro"),
    ("1. stellvertretender Landrat", "1. stellvertretender Landrat"),
    ("1. Erstens\n2. Zweitens\n4. Viertens", "1. Erstens|2. Zweitens|4. Viertens"),
    ("2) Zweitens\n4) Viertens\n5) Fünftens", "2) Zweitens|4) Viertens|5) Fünftens"),
    ("1. Eins\n2. Zwei\n\nDazwischen.\n\n3. Drei", "1. Eins|2. Zwei|Dazwischen.|3. Drei"),
    ("1. Eins\n\nSatz.\n\n1. Noch eins", "1. Eins|Satz.|1. Noch eins"),
    ("a) eins\nc) drei", "a) eins|c) drei"),
    ("(a) eins\n(b) zwei", "(a) eins|(b) zwei"),
    ("A) eins\nB) zwei", "A) eins|B) zwei"),
    ("II. Zwei\nIII. Drei", "II. Zwei|III. Drei"),
    ("1.1 Eins.\n1.2 Zwei.", "1.1 Eins.|1.2 Zwei."),
    ("§ 1 Name.\n§ 2 Zweck.", "§ 1 Name.|§ 2 Zweck."),
    ("(1) Satz eins\n(2) Satz zwei", "(1) Satz eins|(2) Satz zwei"),
    ("10. Zehn\n11. Elf\n13. Dreizehn", "10. Zehn|11. Elf|13. Dreizehn"),
    ("Punkt 3 wird gestrichen:\n1. a\n2. b\n4. d", "Punkt 3 wird gestrichen:|1. a|2. b|4. d"),
    ("1. Eins\n   a) zwei\n   c) drei\n2. Vier", "1. Eins|a) zwei|c) drei|2. Vier"),
    ("0. Null\n1. Eins", "0. Null|1. Eins"),
    ("007. James", "007. James"),
    ("- 3. Mai\n- 10. Mai", "• 3. Mai|• 10. Mai"),
    ("> 2. Oktober", "2. Oktober"),
    ("| 2. Oktober | 3 |\n|---|---|\n| 16. Oktober | 4 |", "16. Oktober"),
    ("19:30 Uhr Beginn", "19:30 Uhr Beginn"),
    ("19.30 Uhr Beginn", "19.30 Uhr Beginn"),
    ("1.000 Euro im Jahr", "1.000 Euro im Jahr"),
    ("50 % mehr", "50 % mehr"),
    ("-5 Grad", "-5 Grad"),
    ("+49 Vorwahl", "+49 Vorwahl"),
    ("3,5 Mio. Euro", "3,5 Mio. Euro"),
    ("1/3 der Kosten", "1/3 der Kosten"),
    ("12/24 ist die Nummer", "12/24 ist die Nummer"),
    ("3 x 4 = 12", "3 x 4 = 12"),
    ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24"),
    ("K 14 und B 202", "K 14 und B 202"),
    # lists of word processors
    ("Wir fordern:\n•\tmehr Busse\n•\tmehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("\uf0b7\tmehr Busse\n\uf0b7\tmehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("– mehr Busse\n– mehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("o\tmehr Busse\no\tmehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("➢ mehr Busse\n➢ mehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("1.\tEins\n2.\tZwei", "1. Eins|2. Zwei"),
    ("1.\u00a0Eins\n3.\u00a0Drei", "1. Eins|3. Drei"),
    ("a.) eins\nb.) zwei", "a.) eins|b.) zwei"),
    ("Wir fordern\n- mehr Busse\n- mehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("Ein Satz.\n* mehr Busse\n* mehr Bahnen", "• mehr Busse|• mehr Bahnen"),
    ("1. Eins\n• a\n• b\n2. Zwei", "1. Eins|• a|• b|2. Zwei"),
    ("Er sagte – wie immer –\n– nichts.", "– nichts."),
    ("Der Rat\n- wie schon oft -\nschweigt.", "- wie schon oft -"),
    ("A. Muster und B. Beispiel", "A. Muster und B. Beispiel"),
    ("z. B. der Bus", "z. B. der Bus"),
    ("i. d. R. reicht das", "i. d. R. reicht das"),
    ("u. a. der Bus", "u. a. der Bus"),
    ("d. h. ja", "d. h. ja"),
    ("S. 12 sagt es", "S. 12 sagt es"),
    ("C. Muster:\nD. Beispiel:", "C. Muster: D. Beispiel:"),
    # tables
    ("Die Kosten:\n| Jahr | Euro |\n|---|---|\n| 2026 | 100 |", "Jahr Euro|2026 100"),
    ("| Jahr | Euro |\n| 2026 | 100 |", "2026 100"),
    ("Jahr\tEuro\n2026\t100\n2027\t200", "2027 200"),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "1 2 3"),
    ("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |", "1 2 3"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\nEin Satz danach.", "1 2|Ein Satz danach."),
    ("|a|b|\n|:-:|-:|\n|1|2|", "1 2"),
    # footnotes and links
    ("Text[^1].\n\n[^1]: Haushalt 2026, S. 12", "Haushalt 2026, S. 12"),
    ("Text[^quelle].\n\n[^quelle]: 3. Auflage, 2020", "3. Auflage, 2020"),
    ("Text[1].\n\n[1] Haushalt, S. 3", "Haushalt, S. 3"),
    ("Siehe https://example.org/a?b=1#c.", "Siehe https://example.org/a?b=1#c."),
    ("Mail an info@example.org, bitte.", "Mail an info@example.org, bitte."),
    ("(https://example.org)", "(https://example.org)"),
    ("www.example.org/Pfad_mit_Strich", "www.example.org/Pfad_mit_Strich"),
    # letters and stars
    ("Schüler*innen und Bürger:innen", "Schüler*innen und Bürger:innen"),
    ("Datei_name_mit_Strichen", "Datei_name_mit_Strichen"),
    ("H~2~O", "H~2~O"),
    ("5 < 6 und 7 > 6", "5 < 6 und 7 > 6"),
    ("AT&T", "AT&T"),
    ("C:\\Ordner\\Datei", "C:\\Ordner\\Datei"),
    ("Preis: 5,- Euro", "Preis: 5,- Euro"),
]

TOLD = [
    ("Text.\n\nTODO: Zahlen", "note"),
    ("Text.\n\nToDo: Zahlen", "note"),
    ("FIXME", "note"),
    ("[Kommentar KM: stimmt das?]", "note"),
    ("[Notiz: Vera fragen]", "note"),
    ("[intern: nicht sagen]", "note"),
    ("(noch zu klären: Kosten)", "note"),
    ("(bitte ergänzen)", "note"),
    ("@Vera: schau mal", "note"),
    ("Lorem ipsum", "note"),
    ("<!-- Absprache mit SPD -->", "comment"),
    ("Text <!-- Rest", "comment"),
    ("Zeile<br/>Zeile", "tag"),
    ("<u>wichtig</u>", "tag"),
    ("<font color=red>rot</font>", "tag"),
    ("<o:p></o:p>", "tag"),
    ("m<sup>2</sup>", "tag"),
    ("Das kostet XX Euro", "gap"),
    ("am xx.xx.2026", "gap"),
    ("Warum???", "gap"),
    ("[Datum]", "gap"),
    ("Unterschrift: ________", "gap"),
    ("{{ titel }}", "gap"),
    ("Sehr geehrte Frau Landrätin,", "letter-part"),
    ("Sehr geehrter Herr Vorsitzender,", "letter-part"),
    ("Mit freundlichen Grüßen", "letter-part"),
    ("gez. Mira Tannhof", "letter-part"),
    ("An den Landrat\ndes Kreises", "letter-part"),
    ("Betr.: Radweg", "letter-part"),
    ("Hochachtungsvoll", "letter-part"),
    ("Herzliche Grüße", "letter-part"),
    ("Drucksache 12/24", "letter-part"),
    ("Name | Amt\nVera | Landrätin", "table-none"),
    ("| a |", "table-none"),
    ("Text\n\n    eingerückt", "typewriter"),
    ("Text[^1]", "footnote-missing"),
    ("Text\n\n[^1]: Quelle", "footnote-unused"),
    ("# Titel", "heading-top"),
    ("### Zu tief", "heading-skip"),
    ("Hier steht, warum.", "placeholder"),
    ("## Beschlussvorschlag\n\n1. a\n2. b\n2. c", "point-twice"),
    ("## Beschlussvorschlg der Fraktion\n\n1. a", "resolution-near"),
    ("GrÃ¼n", "coded-twice"),
    ("SchÃ¶n und gutâ€œ", "coded-twice"),
    ("R\u0430dweg", "lookalike"),
    ("Im Jahr 2O26", "lookalike"),
    ("Rad\u200bweg", "character"),
    ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c", "conflict"),
    (">>>>>>> feature/radweg", "conflict"),
    ("|||||||  merged", "conflict"),
]


def told(text: str) -> set[str]:
    data = f"---\ntitel: A\n---\n\n{text}\n"
    source = read_source("content/antraege/a.md", data.encode())
    record = Record(
        "motion", "content/antraege/a.md", "a", Row(1, {"art": "Antrag"}, ()), source.body, source.body_line
    )
    body = read_body(record, "antraege", NAMES)
    return {
        p.code
        for p in (
            *source.problems,
            *body.found,
            *check_headings(record),
            *check_placeholders(record),
            *check_doubts(record, False),
            *check_parts(record, body),
        )
    } - {"resolution-missing"}


def words(text: str) -> str:
    record = Record("motion", "content/antraege/a.md", "a", Row(1, {}, ()), text, 1)
    return " ".join(
        markup.unescape(
            re.sub(r"<[^>]+>", " ", "".join(section.html for section in read_body(record, "antraege", NAMES).sections))
        ).split()
    )


@pytest.mark.parametrize(("typed", "wanted"), SHOWN)
def test_it_is_read_rightly(typed: str, wanted: str):
    plain = " ".join(shown(typed).split())
    for part in wanted.split("|"):
        assert part in plain or part in words(typed), (part, plain)
    assert not told(typed) - {"lookalike"} or "resolution-near" in told(typed)


@pytest.mark.parametrize(("typed", "code"), TOLD)
def test_it_is_said(typed: str, code: str):
    assert code in told(typed)


def test_there_are_enough_of_them():
    assert len(SHOWN) + len(TOLD) >= 100
