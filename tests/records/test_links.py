"""Names in a head become links; files beside a text are named exactly; unknown ones are told with what was meant."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.records.fields import Reference
from plugins.records.links import File, Link, Names, Resolver, check_files, fold, mailto, plain_name, titled
from plugins.site.tables import tables

from ..builders import read

SOCIAL = Link("Ausschuss für Soziales", "gremien/soziales/", "g3s3z3")


@pytest.fixture
def resolver() -> Resolver:
    committees, persons, motions, topics, terms = (Names() for _ in range(5))
    committees.add(SOCIAL, [SOCIAL.text, "Sozialausschuss", "g3s3z3", "soziales", "Ausschuss für Jugend"])
    committees.add(Link("Kreistag", "gremien/kreistag/", "g2k2t2"), ["Kreistag", "g2k2t2"])
    persons.add(Link("Vera Beispiel", "personen/vera/", "p3v7bn"), ["Vera Beispiel", "Dr. Vera Beispiel"])
    motions.add(Link("Radweg", "antraege/radweg/", "k7f3qz"), ["k7f3qz", "radweg", "0270/2024", "Radweg"])
    topics.add(Link("Verkehr", "themen/verkehr/", "verkehr"), ["Verkehr", "verkehr"])
    topics.add(Link("Soziales", "themen/soziales/", "soziales"), ["Soziales", "soziales"])
    for term in ("2020–2025", "2025–2030"):
        terms.add(Link(term, f"wahlperioden/{term}/", term), [term, ""])
    return Resolver({"committee": committees, "person": persons, "motion": motions, "topic": topics, "term": terms})


def told(resolver: Resolver, *lines: str) -> list[tuple[int, str, str]]:
    record, problems = read("motion", "\n".join(["uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04", *lines]))
    assert problems == []
    return [(p.line, p.code, p.remedy) for p in resolver.check(record, tables()["motion"])]


# ------------------------------------------------------------------------------------ resolving


@pytest.mark.parametrize(
    "typed",
    [
        "Ausschuss für Soziales",
        "Sozialausschuss",
        "sozialausschuss",
        "  Ausschuss  für Soziales ",
        "Ausschuss für Jugend",
        "soziales",
    ],
)
def test_a_committee_is_meant_by_any_of_its_names_and_printed_as_typed(resolver: Resolver, typed: str):
    """Decision 5: former names keep; the link leads to today's page."""
    assert resolver.link("committee", Reference(typed, 1)) == Link(typed, SOCIAL.path, SOCIAL.key)


def test_an_id_is_printed_as_the_records_own_name(resolver: Resolver):
    assert resolver.link("committee", Reference("g3s3z3", 1)) == SOCIAL
    assert resolver.link("motion", Reference("0270/2024", 1), own_name=True).text == "Radweg"


def test_what_is_not_ours_is_plain_words(resolver: Resolver):
    assert resolver.link("motion", Reference("199/2021", 1)) == Link("199/2021")
    assert resolver.link("meeting", Reference("23. Sitzung", 1)) == Link("23. Sitzung")


def test_an_empty_name_is_no_name(resolver: Resolver):
    assert resolver.names["term"].find("") is None


def test_the_first_of_two_with_the_same_name_is_meant():
    names = Names()
    names.add(Link("A", "a/"), ["Rat"])
    names.add(Link("B", "b/"), ["rat"])

    assert names.find("RAT").path == "a/"


@given(st.text(max_size=20))
@settings(deadline=None, max_examples=100)
def test_capitals_and_blanks_tell_no_names_apart(name: str):
    assert fold(name) == fold(name.upper()) or name.upper().casefold() != name.casefold()
    assert fold(f"  {name}\n") == fold(name) == fold(fold(name))


# ------------------------------------------------------------------------------------ unknown names


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["themen: Verker"], [(6, "ref-near", "Verkehr")]),
        (["themen:", "  - Verkehr", "  - Sozials"], [(8, "ref-near", "Soziales")]),
        (["beratungsfolge:", "  - gremium: Sozialauschuss"], [(7, "committee-near", "Sozialausschuss")]),
        (
            ["beratungsfolge:", "  - gremium: Kreistag", "    verwiesen_an: [Kreistag, Bauamt]"],
            [(8, "committee-unknown", "Kreistag")],
        ),
        (["themen: Raumfahrt"], [(6, "ref-unknown", "content/themen.yaml")]),
        (["themen: Verkehr, Soziales"], [(6, "ref-list", "[Verkehr, Soziales]")]),
        (["themen: Raumfahrt, Verkehr"], [(6, "ref-unknown", "Verkehr, Soziales")]),
        (["wahlperiode: 2020–2025, 2025–2030"], [(6, "ref-unknown", "2020–2025")]),
        (["unterzeichner: Vera Beispeil"], [(6, "ref-foreign-near", "Vera Beispiel")]),
        (["unterzeichner: Christiane Berlin"], []),
        (["unterzeichner: Dr. Vera Beispiel"], []),
        (["bezug: 199/2021"], []),
        (["bezug: k7f3qx"], [(6, "ref-foreign-near", "k7f3qz")]),
        (["bezug: b9s8vn"], []),
        (["beratungsfolge:", "  - {gremium: Kreistag, sitzung: 23. Sitzung}"], []),
    ],
)
def test_an_unknown_name_is_an_error_only_where_none_but_ours_makes_sense(
    resolver: Resolver, lines: list[str], expected: list[tuple[int, str, str]]
):
    found = told(resolver, *lines)

    assert [(line, code) for line, code, _ in found] == [(line, code) for line, code, _ in expected]
    assert all(word in remedy for (_, _, remedy), (_, _, word) in zip(found, expected, strict=True))


# ------------------------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("antrag.pdf", None),
        ("Anlage 1 (neu).pdf", None),
        ("Übersicht.pdf", None),
        ("gutachten.docx", "file-missing"),
        ("Antrag.pdf", "file-missing-near"),
        ("../geheim.pdf", "file-name"),
        ("ordner/antrag.pdf", "file-name"),
        ("/etc/passwd", "file-name"),
        ("antrag?.pdf", "file-name"),
        (".htaccess", "file-name"),
        ("-rf.pdf", "file-name"),
        ("a" * 117 + ".pdf", "file-name"),
        ("seite.html", "file-kind"),
        ("SEITE.HTML", "file-kind"),
        ("bild.svg", "file-kind"),
        ("programm.js", "file-kind"),
        ("antrag.pdf.xhtml", "file-kind"),
    ],
)
def test_a_file_lies_beside_its_text_under_its_very_name(typed: str, code: str | None):
    record, _ = read("motion", f"uid: k7f3qz\npdf: '{typed}'")
    found = check_files(record, tables()["motion"], {"antrag.pdf": 1, "Anlage 1 (neu).pdf": 1, "Übersicht.pdf": 1})

    assert [(p.line, p.code) for p in found] == ([(3, code)] if code else [])


def test_a_file_in_a_nested_row_is_told_with_its_line():
    record, _ = read(
        "motion",
        "uid: k7f3qz\nanlagen:\n  - a.pdf\n  - titel: B\n    datei: b.pdf\nberatungsfolge:\n  - gremium: Kreistag\n    beschlussdatei: c.pdf",
    )

    assert [p.line for p in check_files(record, tables()["motion"], {})] == [4, 6, 9]


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=200)
def test_a_plain_name_leaves_no_folder(name: str):
    if plain_name(name):
        assert not set(name) & set("/\\:*?\"<>|\n\x00&;$`'#%")
        assert name[0] not in ".-"


def test_a_file_is_called_by_its_title_where_it_has_one():
    plan = File("plan.pdf", "plan.pdf", "antraege/a/plan.pdf", "content/antraege/a/plan.pdf", 9)

    assert (titled(plan, "Lageplan").title, titled(plan, "").title, titled(None, "x")) == ("Lageplan", "plan.pdf", None)


# ------------------------------------------------------------------------------------ mail


def test_a_mail_address_carries_its_subject_and_its_lines():
    """RFC 6068: line ends are CRLF, a blank is %20 and never a plus sign."""
    address = mailto("vera@example.org", "Hinweis zu „Radweg & Bus“ (12.\u00a0Juni)", "Guten Tag,\nauf der Seite …")

    assert address.startswith("mailto:vera@example.org?subject=Hinweis%20zu%20")
    assert "+" not in address
    assert "%0D%0A" in address
    assert parse_qs(urlsplit(address).query) == {
        "subject": ["Hinweis zu „Radweg & Bus“ (12. Juni)"],
        "body": ["Guten Tag,\r\nauf der Seite …"],
    }


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=40),
)
@settings(deadline=None, max_examples=100)
def test_no_subject_and_no_text_breaks_out_of_a_mail_address(subject: str, body: str):
    address = mailto("vera@example.org", subject, body)

    assert address.isascii()
    assert not set(address) & set(" <>\"'\r\n")
    assert set(parse_qs(urlsplit(address).query, keep_blank_values=True)) <= {"subject", "body"}
