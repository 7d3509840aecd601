"""What looks like a mistake in a text is said: at its line, with what to do; and ordinary texts are left in peace."""

from __future__ import annotations

import re

import pytest

from plugins.records.characters import coded_once, in_our_letters
from plugins.records.conflicts import conflict
from plugins.records.doubts import check_doubts
from plugins.records.fields import Record, Row
from plugins.records.frontmatter import read_list, read_source

from ..conftest import REAL, ROOT


def told(text: str, kind: str = "motion", draft: bool = False) -> list[tuple[int, str]]:
    return [
        (p.line, p.code)
        for p in check_doubts(Record(kind, "content/antraege/a.md", "a", Row(1, {}, ()), text, 1), draft)
    ]


def code(text: str, **more) -> str:
    found = told(text, **more)
    return found[0][1] if found else ""


@pytest.mark.parametrize(
    "line",
    [
        "TODO Zahlen prüfen",
        "Das kostet 12.000 Euro. TODO: Vera fragen",
        "[Kommentar Vera: stimmt das?]",
        "[intern: Absprache mit SPD]",
        "(noch zu klären)",
        "ToDo: Anlage",
        "FIXME",
        "XXX",
        "[Anmerkung von Kim: streichen]",
        "(bitte ergänzen)",
        "@Vera: bitte ansehen",
        "Das bleibt so, nicht veröffentlichen",
        "Lorem ipsum dolor",
        "Intern: nur für uns",
        "[noch prüfen]",
        "[Rückfrage an den Kämmerer]",
    ],
)
def test_a_note_to_oneself_keeps_a_text_from_being_published(line: str):
    assert told(f"Text.\n\n{line}") == [(3, "note")]
    assert told(f"Text.\n\n{line}", draft=True) == [(3, "note-draft")]


@pytest.mark.parametrize("line", ["<!-- intern: Absprache mit SPD -->", "Text <!-- x", "| a | <!-- b --> |"])
def test_a_comment_would_be_public(line: str):
    assert code(line) == "comment"
    assert code(line, draft=True) == "comment-draft"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<b>fett</b>", "tag"),
        ("H<sub>2</sub>O", "tag"),
        ("Zeile<br>Zeile", "tag"),
        ('<span style="a">x</span>', "tag"),
        ("</p>", "tag"),
        ("a < b und b > c", ""),
        ("<https://example.org>", ""),
        ("<vera@example.org>", ""),
        ("`<b>`", ""),
    ],
)
def test_tags_are_named(line: str, found: str):
    assert code(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "Am XX.XX.2026 tagt der Kreistag.",
        "Das kostet xx Euro.",
        "Wer zahlt???",
        "Name: _______",
        "[Datum]",
        "{{titel}}",
        "Termin tbd",
        "<Name>",
    ],
)
def test_gaps_are_named(line: str):
    assert code(line) == "gap"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Sehr geehrter Herr Landrat,", "adressat"),
        ("Sehr geehrte Damen und Herren,", "adressat"),
        ("Mit freundlichen Grüßen", "unterzeichner"),
        ("gez. Mira Tannhof", "unterzeichner"),
        ("An den Landrat des Kreises", "adressat"),
        ("An die Vorsitzende des Ausschusses", "adressat"),
        ("Betreff: Radweg", "titel"),
        ("**Betr.:** Radweg", "titel"),
        ("Ebersfurt, den 3. September 2026", "datum"),
        ("Ebersfurt, 3.9.2026", ""),
        ("Drucksache Nr. 12/24", "drucksache"),
        ("Mit grünen Grüßen", "unterzeichner"),
        ("Viele Grüße", "unterzeichner"),
        ("i. A. Muster", "unterzeichner"),
    ],
)
def test_a_letters_frame_is_told_with_the_field_it_belongs_to(line: str, key: str):
    found = list(check_doubts(Record("motion", "a.md", "a", Row(1, {}, ()), f"{line}\n", 1), False))

    assert [re.search("unter „(.+?)“", p.remedy)[1] for p in found] == ([key] if key else [])
    assert told(line, kind="news") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a | b\nc | d", [(1, "table-none")]),
        ("| a | b |\n| 1 | 2 |", []),
        ("| a | b |\n|---|---|\n| 1 | 2 |", []),
        ("Nur | einmal", []),
        ("| allein |", [(1, "table-none")]),
        ("`a | b`\n`c | d`", []),
    ],
)
def test_rows_that_are_no_table_are_named(text: str, found: list):
    assert told(text) == found


def test_typewriter_text_is_named_once_a_paragraph():
    assert told("Text\n\n    eins\n    zwei\n\n- a\n\n    b\n") == [(3, "typewriter")]
    assert told("Text\n\n\tmit Tabulator") == []


@pytest.mark.parametrize(
    "line",
    [
        "Die To-do-Liste der Verwaltung ist lang.",
        "Wir fordern ein XXL-Angebot",
        "Am 3. September (noch in diesem Jahr) tagt er.",
        "Frage an die Verwaltung: Wann?",
        "Der Kommentar der Presse",
        "Vorlage 12/24 nennt Kosten.",
        "Sehr gern",
        "Das gezeigte Bild",
        "Liebe zur Natur",
        "An der K 14",
        "# Betreff",
        "a_b",
        "Mail an vera@example.org: gut",
        "§ 5 | § 6",
    ],
)
def test_ordinary_lines_are_left_in_peace(line: str):
    assert told(line) == []


@pytest.mark.needs("real")
def test_real_motions_have_few_doubts():
    """They are whole texts by others; whatever is said of them should be true."""
    files = sorted((REAL / "motions-berlin").glob("*.md"))
    found = [
        (file.name, *one)
        for file in files
        for one in told(re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.S))
    ]

    assert len(files) > 250
    assert len([one for one in found if one[2] in ("note", "comment")]) <= 3, found
    assert len({one[0] for one in found}) < len(files) / 10, found


def test_the_sample_has_none():
    texts = [
        read_source(path.name, path.read_bytes())
        for path in sorted((ROOT / "content").rglob("*.md"))
        if path.name not in ("HANDBUCH.md", "FELDER.md")
    ]

    assert [found for source in texts for found in told(source.body, kind="motion") if "letter-part" not in found] == []


# ----------------------------------------------------------------------------- conflicts

CLASH = "Davor.\n\n<<<<<<< HEAD\nAlt.\n=======\nNeu.\n>>>>>>> feature\n"


def test_an_answer_in_an_answer_is_no_conflict():
    assert conflict("a.md", "> a\n\n>>>>>> a\n\n>>>>>>> a\n") is None
    assert conflict("a.md", "Ein Satz.\n>>>>>>> zweig\n")
    assert conflict("a.md", "<<<<<<< HEAD\n> a\n=======\n> b\n>>>>>>> zweig\n")


def test_a_conflict_is_one_sentence_with_both_sides():
    (found,) = read_source("content/antraege/a.md", f"---\ntitel: A\n---\n\n{CLASH}".encode()).problems

    assert (found.line, found.code) == (7, "conflict")
    assert "Zeile 7 bis 11" in found.what
    assert "„HEAD“ und „feature“" in found.what


@pytest.mark.parametrize(
    "text",
    [
        "---\n<<<<<<< HEAD\ntitel: A\n=======\ntitel: B\n>>>>>>> x\n---\n",
        "---\r\ntitel: A\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> x\r\n---\r\n",
    ],
)
def test_in_a_head_nothing_else_is_said(text: str):
    assert [p.code for p in read_source("a.md", text.encode()).problems] == ["conflict"]
    assert [p.code for p in read_list("themen.yaml", text.encode()).problems] == ["conflict"]


@pytest.mark.parametrize(
    "text", ["a\n>>>>>>> feature\nb", "a\n<<<<<<< HEAD\nb", "||||||| merged\n", "a\nb\n=======\nc", "\n=======\n"]
)
def test_a_conflict_that_is_half_mended_is_one(text: str):
    assert conflict("a.md", text)


@pytest.mark.parametrize(
    "text", ["Titel\n=======\n\nText", "\nTitel\n=======\n", "<<<<<< sechs", "========\n", "a <<<<<<< b", "> >>>>>>> x"]
)
def test_what_only_looks_like_a_conflict_is_none(text: str):
    assert conflict("a.md", text) is None


# ------------------------------------------------------------------------- strange letters


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("GrÃ¼ner", "Grüner"),
        ("â€žRadwegâ€œ", "„Radweg“"),
        ("StraÃŸe", "Straße"),
        ("Â§ 5", "§ 5"),
        ("5 â‚¬", "5 €"),
        ("Ã\u201eltere", "Ältere"),
        ("2020â€“2025", "2020–2025"),
        ("Château", "Château"),
        ("Âge", "Âge"),
        ("BUNDESLIGA Ä“", "BUNDESLIGA Ä“"),
        ("à la", "à la"),
    ],
)
def test_what_was_coded_twice_is_known(typed: str, meant: str):
    assert coded_once(typed) == meant
    assert [p.code for p in read_source("a.md", f"---\ntitel: {typed}\n---\n".encode()).problems] == (
        ["coded-twice"] if typed != meant else []
    )


@pytest.mark.parametrize("word", ["Grüner", "Äußerungen", "§ 5", "„Radweg“", "–", "€", "für"])
def test_every_german_sign_comes_back(word: str):
    try:
        twice = word.encode().decode("cp1252")
    except UnicodeDecodeError:
        twice = word.encode().decode("latin-1")
    assert coded_once(twice) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("R\u0430dweg", "Radweg"),
        ("\u0421DU", "CDU"),
        ("2O24", "2024"),
        ("1O.000", "1O.000"),
        ("μg", "μg"),
        ("α-Strahlung", "α-Strahlung"),
        ("Москва", "Москва"),
        ("A1O", "A1O"),
        ("H2O", "H2O"),
        ("CO2", "CO2"),
    ],
)
def test_letters_that_only_look_like_ours_are_known(typed: str, meant: str):
    assert in_our_letters(typed) == meant
