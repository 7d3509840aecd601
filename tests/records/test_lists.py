"""Lists as people type them: a number that is typed is the number that is shown, and a date is no point."""

from __future__ import annotations

import re

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.html import Html, to_html

ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
SIGNS = {"bracket": "{})", "point-bracket": "{}.)", "brackets": "({})"}


def convert(text: str) -> Html:
    return to_html(text, "antraege", "2024-03-radweg")


def shown(text: str) -> str:
    """What a browser shows: the words with the marks of the lists, a line for each point, paragraph and break."""
    lines = [""]

    def say(element, marks: list[str]) -> None:
        if element.tag in ("p", "li", "br", "pre", "tr", "blockquote", "ul", "ol", "table"):
            lines.append("")
        if element.tag == "li":
            lines[-1] += marks.pop(0) + " "
        inside = marks_of(element) if element.tag in ("ol", "ul") else marks
        lines[-1] += " ".join((element.text or "").split("\n"))
        for child in element:
            if child.tag == "p" and element.tag == "li" and not lines[-1].rstrip().partition(" ")[2]:
                lines[-1] += " ".join((child.text or "").split("\n"))
                for inner in child:
                    say(inner, [])
                    lines[-1] += " ".join((inner.tail or "").split("\n"))
            else:
                say(child, inside)
            lines[-1] += " ".join((child.tail or "").split("\n"))

    say(html5lib.parseFragment(convert(text).html, treebuilder="etree", namespaceHTMLElements=False), [])
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def marks_of(element) -> list[str]:
    """The marks of a list, as HTML (4.4.5, 4.4.8) and our style sheet give them."""
    marks, number = [], int(element.get("start", 1))
    _, sign, shape = (*element.get("class", "marks--").split("-", 2), "", "")[:3]
    for item in (child for child in element if child.tag == "li"):
        if element.tag == "ul":
            marks.append("•")
            continue
        number = int(item.get("value", number))
        kind = element.get("type", "1")
        word = {
            "a": chr(96 + number % 27),
            "A": chr(64 + number % 27),
            "i": ROMAN[number % 16],
            "I": ROMAN[number % 16].upper(),
        }.get(kind, str(number))
        marks.append(SIGNS.get(shape, "{}.").format(word * 2 if sign == "aa" else word))
        number += 1
    return marks


def tags(text: str) -> list[str]:
    return re.findall(r"<(ol|ul|li|p|table|pre|br)\b", convert(text).html)


# ------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "typed",
    [
        "1. Erstens\n3. Drittens\n4. Viertens",
        "1. Erstens\n\n3. Drittens\n\n4. Viertens",
        "1) Erstens\n3) Drittens",
        "2. Zweitens\n3. Drittens\n5. Fünftens",
        "1. Erstens\n2. Zweitens\n2. Nochmals\n3. Drittens",
        "(1) Eins\n(2) Zwei\n(4) Vier",
        "1.) Eins\n2.) Zwei",
        "a) eins\nb) zwei\nd) vier",
        "I. Eins\nII. Zwei\nIV. Vier",
        "aa) eins\nbb) zwei\ncc) drei",
        "A. Eins\nB. Zwei",
        "i) eins\nii) zwei\niii) drei",
        "h) acht\ni) neun\nj) zehn",
        "10. Zehn\n11. Elf",
        "1. Eins\n3. Drei\n2. Zwei",
        "(3) Alt\n[…]\n6. Sechs\n7. Sieben\n[…]\nneu:\n(3) Neu\n[…]\n6. Sechs",
        "1.Erstens\n2.Zweitens",
        "1.\u00a0Erstens\n2.\u00a0Zweitens",
        "1.\tErstens\n2.\tZweitens",
        "I. Eins\na) zwei\nb) drei\nII. Vier",
        "1. Eins\na) zwei\nb) drei\n2. Vier\na) fünf\nb) sechs",
        "1. Eins\n\na) zwei\n\nb) drei\n\n2. Vier",
        "1. Eins\n1) zwei\n2) drei\n2. Vier",
    ],
)
def test_a_list_is_shown_with_the_marks_that_were_typed(typed: str):
    assert "<ol" in convert(typed).html
    wanted = [" ".join(re.sub(r"^(\d+\.)(?=\w)", r"\1 ", line).split()) for line in typed.split("\n") if line]
    assert re.sub(r" (?=\[…\]|neu:)", "\n", shown(typed)).split("\n") == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "18. September Sitzung\n2. Oktober Sitzung\n16. Oktober Sitzung",
        "18. September 2026: Kreistag.\n\n2. Oktober 2026: Ausschuss.",
        "1. Januar\n2. Februar\n3. März",
        "3. 9. 2026 Sitzung\n10. 9. 2026 Sitzung",
        "2026. Das war das Jahr",
        "1990. Gründung\n1991. Umzug",
        "3. Nachtragshaushalt 2026",
        "19. Wahlperiode",
        "1. Änderungssatzung zur Hauptsatzung",
        "5. Klasse",
        "1. und 2. Oktober",
        "3. bis 5. Mai: Klausur",
        "16. Sept. 2026 Treffen",
        "1. stellv. Landrätin ist Frau Muster",
        "2. Bauabschnitt",
        "Das war so.\n3. Oktober ist Feiertag.",
        "§ 3 Abs. 2 gilt",
        "1.1 Eins\n1.2 Zwei",
        "a. D. heißt außer Dienst",
        "z. B. so",
        "24. 12. 2026 Heiligabend",
        "7. Lesung\n3. Lesung",
        "Wir treffen uns am\n12. Juni und am\n13. Juli.",
        "Das gilt seit dem\n1. Quartal 2026.",
        "Der Kreis kaufte\n2. Hand und\n3. Wahl.",
        "A. Müller stellte den Antrag.",
    ],
)
def test_a_date_a_year_an_ordinal_or_a_paragraph_is_no_point(typed: str):
    assert not {"ol", "ul"} & set(tags(typed))
    assert " ".join(shown(typed).split()) == " ".join(typed.split())


@pytest.mark.parametrize("form", ["{}", "> {}", "- {}", "1. Eins\n   - {}", "Termine:\n{}", "Text.\n\n{}", "• {}"])
@pytest.mark.parametrize(
    "date", ["18. September", "2. Oktober", "3. 9. 2026", "1. Mai", "31. Dez. 2026", "19. Wahlperiode", "2026. Jahr"]
)
def test_a_date_is_a_date_wherever_in_a_text_it_stands(form: str, date: str):
    assert date in " ".join(shown(form.format(f"{date} und mehr")).split())


def test_lines_that_begin_with_a_date_do_not_run_together():
    assert shown("18. September Kreistag\n2. Oktober Ausschuss") == "18. September Kreistag\n2. Oktober Ausschuss"


def test_points_know_their_numbers():
    assert convert("1. a\n3. b\n4. c").numbers == ("1.", "3.", "4.")
    assert convert("1. a\n2. b").numbers == convert("1) a\n2) b").numbers == ()
    assert convert("1. a\n\nSatz\n\n1. b").numbers == ("1.", "1.")


def test_a_single_point_is_one_and_a_single_ordinal_is_none():
    assert tags("1. Der Landrat wird beauftragt.") == ["ol", "li"]
    assert tags("7. Sinn") == ["p"]


def test_points_go_on_behind_a_paragraph():
    assert shown("1. Eins\n\nAbsatz\n\n2. Zwei") == "1. Eins\nAbsatz\n2. Zwei"
    assert tags("1. Eins\n\nAbsatz\n\n2. Zwei") == ["ol", "li", "p", "ol", "li"]


MARKS = [
    "{n}.",
    "{n})",
    "({n})",
    "{n}.)",
    "{a})",
    "{a}.",
    "{A}.",
    "{A})",
    "{i})",
    "{I}.",
    "({a})",
    "–",
    "-",
    "•",
    "*",
    "§ {n}",
    "{n}.{n}",
    "{n}. September",
    "{n}. Mai",
    "19{n}.",
]
mark = st.builds(
    lambda form, n: form.format(n=n, a=chr(96 + n), A=chr(64 + n), i=ROMAN[n], I=ROMAN[n].upper()),
    st.sampled_from(MARKS),
    st.integers(1, 9),
)
line = st.builds(
    lambda indent, typed, end: (indent, typed, end),
    st.sampled_from(["", "", "", "  ", "   ", "    "]),
    st.one_of(mark, st.just("")),
    st.sampled_from([".", ":", "", ",", " und"]),
)
texts = st.lists(st.one_of(line, st.just(None)), min_size=1, max_size=9)


def check(lines: list) -> None:
    """Each word stands behind the mark that was typed before it, a dash of a list aside."""
    typed = [f"{one[0]}{one[1]} Wort{number}x{one[2]}".rstrip() if one else "" for number, one in enumerate(lines)]
    ones = sum(bool(one and one[1] in ("1.", "1)", "(1)", "1.)")) for one in lines)
    seen = " ".join(shown("\n".join(typed)).split())
    for number, one in enumerate(lines):
        if one and re.search(r"\w", one[1]) and not (ones > 1 and re.fullmatch(r"\(?1[.)]+", one[1])):
            assert f"{one[1]} Wort{number}x" in seen, (seen, "\n".join(typed))


@settings(deadline=None, max_examples=500, derandomize=True)
@given(texts)
def test_what_is_typed_before_a_word_is_shown_before_it(lines: list):
    check(lines)


@pytest.mark.lang
@settings(deadline=None, max_examples=30_000)
@given(texts)
def test_what_is_typed_before_a_word_is_shown_before_it_however_long_one_tries(lines: list):
    check(lines)


# ---------------------------------------------------------------------------- dashes, letters


@pytest.mark.parametrize("sign", ["–", "—", "•", "·", "▪", "‣", "●", "\uf0b7", "o\t", "§\t", "*", "+", "-"])
def test_dashes_and_bullets_of_word_processors_make_lists(sign: str):
    assert tags(f"{sign} Eins\n{sign} Zwei") == ["ul", "li", "li"]
    assert tags(f"Wir fordern:\n{sign} Eins\n{sign} Zwei\n\nDanach") == ["p", "ul", "li", "li", "p"]


@pytest.mark.parametrize(
    "typed",
    [
        "Der Kreis\n– so die Verwaltung –\nzahlt.",
        "– Es gilt das gesprochene Wort –",
        "Es sind 10\n- 20 Euro",
        "Das ist so\n– und bleibt so.",
    ],
)
def test_a_dash_in_a_sentence_is_a_dash(typed: str):
    assert tags(typed) == ["p"]


@pytest.mark.parametrize(
    "typed",
    [
        "Ein Satz.\n- Eins\n- Zwei",
        "Der Kreistag beschließt\n1. Eins\n2. Zwei",
        "Ein Satz.\n1) Eins\n2) Zwei",
        "Ein Satz:\na) Eins\nb) Zwei",
        "Ein Satz\n- Eins\n- Zwei",
    ],
)
def test_a_list_may_follow_a_sentence_without_an_empty_line(typed: str):
    assert [tag for tag in tags(typed) if tag in ("p", "li")] == ["p", "li", "li"]


def test_dashes_below_a_point_belong_to_it():
    assert tags("1. Eins\n- a\n- b\n2. Zwei") == ["ol", "li", "ul", "li", "li", "li"]
    assert tags("1. Eins\nweiter\n   - a\n2. Zwei") == ["ol", "li", "ul", "li", "li"]


def test_what_a_tab_moved_in_is_no_typewriter_text():
    assert tags("Satz\n\n\tMehr Text") == ["p", "p"]
    assert "<pre>" in convert("Satz\n\n    Code").html


def test_code_keeps_its_signs():
    assert "1. a\n3. b" in convert("    1. a\n    3. b").html
    assert "\x11" not in convert("`1. a`\n\n    18. September\n\n1. x\n\n        3. y\n").html
