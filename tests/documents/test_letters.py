"""A letter as it comes out: where everything stands, what it says, what programs find in it; and that no text stops it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from outloud import check

from plugins.documents import typeset
from plugins.documents.letter import decision_of
from plugins.documents.pages import build_decision, build_letter
from plugins.documents.signs import known
from plugins.motions.model import Addressee, Relation, Signatory, Step
from plugins.motions.votes import Vote
from plugins.records.body import read_body
from plugins.records.links import File, Link

from ..builders import read
from .paper import SENDER, html, in_order, letters_of, motion, properties, section, tags, words

pytestmark = pytest.mark.needs("pdftotext")
MM = 72 / 25.4


def made(one=None, **other) -> bytes:
    return build_letter(one or motion(**other), SENDER, (), None)


def boxes(pdf: bytes) -> dict[str, tuple[float, float]]:
    """Where each word begins, in mm from the left and from the top; of one that comes twice, the first."""
    said = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    found: dict[str, tuple[float, float]] = {}
    for left, top, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)</word>', said):
        found.setdefault(word, (float(left) / MM, float(top) / MM))
    return found


# ------------------------------------------------------------------------------- where it stands


def test_the_window_of_din_5008_shows_the_office_and_nothing_else():
    """Form B: the address field begins 45 mm from the top and 20 mm from the left, 85 mm wide and 45 mm high."""
    at = boxes(made(addressees=(Addressee("Landrätin", "Muster"),), reference="0270/2024"))

    assert 45 < at["Landrätin"][1] < at["Muster"][1] < 90
    assert 20 <= at["Landrätin"][0] < 30
    assert [word for word, (left, top) in at.items() if 20 < left < 105 and 62 < top < 90] == [
        "Landrätin",
        "Muster",
        "Kreis",
    ]  # „Probe“ stands in the letterhead, too


def test_subject_and_facts_stand_where_they_belong():
    at = boxes(made(reference="0270/2024", addressees=(Addressee("Landrätin"),)))

    assert at["0270/2024"][0] > 125
    assert 50 < at["0270/2024"][1] < 95
    assert 97 < at["Radweg"][1] < 110


def test_a_long_number_and_many_facts_push_the_subject_down_and_stay_on_the_page():
    number = "SV-8-0770/1 Ergänzung 2 (Fassung des Ausschusses für Umwelt, Klima und Landwirtschaft vom 12. Juni 2024)"
    pdf = made(
        reference=number,
        other_references=tuple(f"SV-8-0770/{n}-Nachtrag" for n in range(2, 12)),
        group_decision=dt.date(2024, 2, 28),
    )

    assert letters_of(number) in letters_of(words(pdf))
    at = boxes(pdf)
    assert at["Radweg"][1] > 105
    assert max(left for left, _ in at.values()) < 190


def test_fold_marks_and_hole_mark_are_there_and_are_no_text():
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(made())) as document:
        stream = document.pages[0].Contents.read_bytes().decode("latin-1")

    assert stream.count("/Artifact") >= 1
    assert words(made()).count("—") == 0


def test_the_pages_are_counted():
    pdf = made(html="<p>Ein Satz von vielen, der eine Zeile füllt.</p>" * 120)
    pages = re.findall(r"Seite (\d+) von (\d+)", words(pdf))

    assert len(pages) > 1
    assert pages == [(str(n), str(len(pages))) for n in range(1, len(pages) + 1)]


# ----------------------------------------------------------------------------------- what it says


def test_it_is_a_letter_from_greeting_to_closing():
    said = words(made(legal_basis="§ 5 GeschO", addressees=(Addressee("Landrätin"),)))

    assert in_order(
        "Probe,4.März2024 AntragderFraktionBündnis90/DieGrünen RadwegSehrgeehrteDamenundHerren, wirstellengemäß§5GeschOfolgendenAntrag: Beschlussvorschlag EinRadwegwirdgebaut. MitfreundlichenGrüßen".replace(
            " ", ""
        ),
        re.sub(r"\s", "", said),
    )


def test_a_text_that_greets_is_not_greeted_again():
    own = motion(
        parts=(
            section("", "<p>Sehr geehrte Frau Landrätin,</p><p>wir beantragen:</p>"),
            section("Beschlussvorschlag", "<p>Bauen.</p>"),
        )
    )

    assert words(made(own)).count("ehr geehrte") == 1


def test_what_a_text_says_itself_is_not_said_before_it():
    said = words(made(html="<p>Die Fraktion beantragt, der Kreistag möge beschließen:</p><ol><li>Bauen.</li></ol>"))

    assert "Sehr geehrte" in said
    assert "wir stellen" not in said


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("SPD",), "Antrag der Fraktion SPD"),
        (("SPD", "Linke"), "Antrag der Fraktionen SPD und Linke"),
        (("SPD-Fraktion", "FDP"), "Antrag: SPD-Fraktion und FDP"),
    ],
)
def test_who_moves_is_said_in_the_right_number(names: tuple[str, ...], said: str):
    assert said in words(made(originators=names))


def test_sittings_stand_in_a_table_with_their_agenda_numbers():
    steps = (
        Step(committees=(Link("Ausschuss für Soziales"),), role="Vorberatung", date=dt.date(2024, 5, 12), item="4.1"),
        Step(committees=(Link("Kreistag"),), role="Entscheidung"),
    )

    said = words(made(steps=steps))
    assert "Ausschuss für Soziales 12. Mai 2024 4.1 Vorberatung" in said
    assert "Kreistag noch offen Entscheidung" in said


def test_what_came_later_is_not_in_the_letter_that_was_filed():
    one = motion(
        parts=(
            section("Beschlussvorschlag", "<p>Bauen.</p>"),
            section("Antworten", "<p>Nein danke.</p>"),
            section("Beschlossener Text", "<p>Später bauen.</p>"),
        )
    )

    assert "Nein danke" not in words(made(one))
    assert "Später" not in words(made(one))
    assert "Später bauen." in words(build_decision(one, SENDER, ()))


def test_before_filing_there_is_room_to_sign_and_afterwards_the_names_as_they_stand():
    people = (
        Signatory(Link("Vera Beispiel"), "Fraktionssprecherin", signed=True),
        Signatory(Link("Ida Muster"), "Kreistagsmitglied"),
    )
    draft, filed = (boxes(made(signatories=people, progress=progress)) for progress in ("Entwurf", "eingereicht"))

    assert draft["Vera"][1] - draft["Grüßen"][1] > 15 > filed["Vera"][1] - filed["Grüßen"][1]
    assert "gez." in filed
    assert "gez." not in draft
    assert filed["Ida"][0] - filed["Vera"][0] > 50  # side by side


def test_each_group_of_a_joint_motion_signs_in_a_column_of_its_own():
    groups = ("Bündnis 90/Die Grünen", "SPD", "Linke")
    people = tuple(
        Signatory(Link(f"{name} Beispiel"), "Fraktionsvorsitz", group)
        for name, group in (("Ada", groups[0]), ("Ben", groups[0]), ("Cem", groups[1]), ("Dora", groups[2]))
    )
    at = boxes(made(originators=groups, signatories=people))

    assert at["Ada"][0] == pytest.approx(at["Ben"][0], abs=0.2)
    assert at["Ada"][0] < at["Cem"][0] < at["Dora"][0]
    assert at["Ada"][1] == pytest.approx(at["Cem"][1], abs=0.2)


@pytest.mark.parametrize(("count", "word"), [(1, "Anlage"), (2, "Anlagen")])
def test_enclosures_are_named_in_the_right_number(count: int, word: str):
    files = tuple(
        File(f"plan{n}.pdf", f"Lageplan {n}", f"antraege/2024-03-radweg/plan{n}.pdf", "", 5) for n in range(count)
    )
    said = words(made(files=files)).split("\n")

    assert word in said
    assert f"• Lageplan {count - 1}" in said


def test_an_amendment_shows_the_old_text_beside_the_new_one():
    old = motion(html("1. Bauen bis 2025.\n2. Berichten."), reference="0270/2024")
    new = motion(
        html("Punkt 1 lautet: Bauen bis 2027."),
        kind="Änderungsantrag",
        title="Frist",
        relations=(Relation("ändert", Link("0270/2024", old.path), "aendert"),),
    )
    at, said = boxes(build_letter(new, SENDER, (), old)), words(build_letter(new, SENDER, (), old))

    assert in_order("BisherigerText(0270/2024)BeantragteÄnderung", re.sub(r"\s", "", said))
    assert at["2025."][0] < 105 < at["2027."][0]
    assert "2025" not in words(build_letter(replace(new, kind="Antrag"), SENDER, (), old))


def test_old_and_new_text_under_their_own_headings_stand_side_by_side():
    one = motion(
        parts=(section("Bisherige Fassung", "<p>Altes Wort</p>"), section("Neue Fassung", "<p>Frisches Wort</p>"))
    )
    at = boxes(made(one))

    assert at["Altes"][0] < 105 < at["Frisches"][0]
    assert at["Altes"][1] == pytest.approx(at["Frisches"][1], abs=0.2)


def test_an_unchanged_motion_has_no_paper_of_its_decision():
    step = Step(committees=(Link("Kreistag"),), date=dt.date(2024, 6, 12), result="beschlossen", deciding=True)

    assert decision_of(motion(steps=(step,)), SENDER) is None


def test_the_paper_of_a_decision_says_where_when_and_with_how_many_votes():
    step = Step(
        committees=(Link("Kreistag"),),
        date=dt.date(2024, 6, 12),
        item="6",
        result="geändert beschlossen",
        deciding=True,
        text="Gebaut wird bis 2027.",
        votes=(Vote(yes=41, no=9, abstained=2),),
    )
    said = words(build_decision(motion(steps=(step,)), SENDER, ()))

    for words_ in (
        "Kreistag",
        "12. Juni 2024",
        "6",
        "Gebaut wird bis 2027.",
        "41 zu 9",
        "Verbindlich ist die Niederschrift",
    ):
        assert words_ in said
    assert "Grüßen" not in said


def test_footnotes_lists_tables_and_links_arrive():
    text = html(
        "1. Erstens\n2. Zweitens\n    - darunter\n\n| Ort | Euro |\n|---|--:|\n| Altental | 1.000 |\n\nSiehe [dort](https://example.org/x) und [hier](/antraege/)."
    )
    text += '<p>Wort<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p><div class="footnote"><ol><li id="fn:1"><p>Die Fußnote.</p></li></ol></div>'
    pdf = made(html=text)
    said, kinds = words(pdf), tags(pdf)

    assert in_order("1.Erstens2.Zweitens•darunterOrtEuroAltental1.000", re.sub(r"\s", "", said))
    assert said.index("Die Fußnote.") > said.index("Grüßen")
    assert {"H1", "H2", "P", "L", "LI", "Table", "TH", "TD", "Link", "Note"} <= set(kinds) or {"FENote"} & set(kinds)
    assert b"https://example.org/x" in links_of(pdf)
    assert b"https://www.example.org/antraege/" in links_of(pdf)


def test_points_have_the_marks_that_were_typed():
    said = words(
        made(
            html=html(
                "3. drei\n4. vier\n7. sieben\n\n   aa) doppelt\n   bb) auch\n\n(1) Klammer\n(2) Klammer\n\nb) be\nc) ce\n"
            )
        )
    )

    for mark in (
        "3. drei",
        "4. vier",
        "7. sieben",
        "aa) doppelt",
        "bb) auch",
        "(1) Klammer",
        "(2) Klammer",
        "b) be",
        "c) ce",
    ):
        assert mark in said


def test_a_footnote_that_two_sections_name_is_printed_once_with_one_number():
    body = read_body(
        read(
            "motion",
            "uid: k7f3qz\ntitel: T\nart: Antrag\ndatum: 2024-03-04",
            "## Beschlussvorschlag\n\nEins[^a], zwei[^b].\n\n## Begründung\n\nWieder[^b], neu[^c].\n\n[^a]: Note A.\n[^b]: Note B.\n[^c]: Note C.\n",
        )[0],
        "antraege",
    )
    said = words(made(motion(parts=tuple(section(part.heading, part.html) for part in body.sections))))

    assert "Eins1, zwei2." in said
    assert "Wieder2, neu3." in said
    assert re.findall(r"(\d)Note (\w)\.", said) == [("1", "A"), ("2", "B"), ("3", "C")]


def links_of(pdf: bytes) -> set[bytes]:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            bytes(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }


# ------------------------------------------------------------------------------ what programs say


def test_it_says_what_it_keeps_to_and_names_nobody_but_groups():
    people = (Signatory(Link("Vera Beispiel"), "Fraktionssprecherin"),)
    pdf = made(signatories=people)
    said = properties(pdf)

    assert said["{http://www.aiim.org/pdfa/ns/id/}part"], said["{http://www.aiim.org/pdfa/ns/id/}conformance"] == (
        "2",
        "A",
    )
    assert said["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    assert said["{http://purl.org/dc/elements/1.1/}title"] == "Radweg an der K 14"
    assert [name for name, value in said.items() if "Beispiel" in value] == []


def test_the_same_letter_has_the_same_bytes_whoever_made_what_before():
    first = made()
    made(html="<p>Ein anderer.</p>")
    typeset.stop()

    assert made() == first


@pytest.mark.needs("qpdf")
def test_programs_that_check_find_nothing(tmp_path: Path):
    """outloud: rules of PDF/UA-1. qpdf: is the file whole?"""
    table = html("| Ort | Euro |\n|---|--:|\n| Altental | 1.000 |")
    for number, pdf in enumerate(
        (made(), made(html=table), made(originators=("A", "B"), steps=(Step(committees=(Link("Kreistag"),)),)))
    ):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(pdf)
        found = check(str(file))
        assert (found.error or "", [f"{each.rule}: {each.message}" for each in found.findings]) == ("", [])
        assert subprocess.run(["qpdf", "--check", file], capture_output=True).returncode == 0


# ----------------------------------------------------------------------------- whatever is typed

MONSTERS = {
    "deep": "<ul><li>a" * 80 + "</li></ul>" * 80,
    "quotes": "<blockquote>" * 80 + "<p>x</p>" + "</blockquote>" * 80,
    "word": f"<p>{'x' * 5000}</p>",
    "address": f"<p><a href='https://example.org/{'a/' * 900}'>https://example.org/{'a/' * 900}</a></p>",
    "wide": "<table><tr>" + "<th>Spalte</th>" * 40 + "</tr><tr>" + "<td>Wert 1</td>" * 40 + "</tr></table>",
    "cell": f"<table><tr><th>A</th></tr><tr><td>{'Text in der Zelle. ' * 2000}</td></tr></table>",
    "inside": "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>",
    "nothing": "",
    "breaks": "<p><br><br></p>",
    "points": "<ol><li></li><li>b</li></ol><ul><li></li></ul>",
    "numbers": "<ol start='0'><li>n</li></ol><ol start='999999' type='i'><li>n</li></ol>",
    "picture": "<p><img src='\x1fx.png' alt=''></p>",
    "self": "<p>x<sup id='fnref:1'><a class='footnote-ref' href='#fn:1'>1</a></sup></p><div class='footnote'><ol><li id='fn:1'><p>N<sup id='fnref2:1'><a class='footnote-ref' href='#fn:1'>1</a></sup></p></li></ol></div>",
    "links": "<p><a href='mailto:'>x</a><a href='https://[bad'>y</a><a href=''>z</a></p>",
    "scripts": "<p>שלום עולم مرحبا ✅ Ж</p>",
    "long": "<p>Ein Satz, der lang ist und viele Wörter hat. </p>" * 2000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_becomes_a_letter(name: str):
    begun = time.monotonic()
    pdf = made(html=MONSTERS[name])

    assert "Grüßen" in words(pdf)
    assert time.monotonic() - begun < 20


COMMANDS = [
    "#panic()",
    "#sys.inputs",
    "$x^2$",
    "*fett*",
    "_kursiv_",
    "= Titel",
    "@ref",
    "<label>",
    "`code`",
    '#read("/etc/passwd")',
    "\\u{41}",
    "// weg",
    "/* weg */",
    '#import "x"',
    "~",
    "---",
    "'\"",
    "[x]",
    "{x}",
]


@pytest.mark.parametrize("typed", COMMANDS)
def test_nothing_of_a_text_is_a_command(typed: str):
    """It stands there as it was typed, wherever that was."""
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    pdf = made(
        title=typed,
        html=f"<p>vorn {escaped} hinten</p>",
        reference=typed,
        signatories=(Signatory(Link(typed), typed),),
        addressees=(Addressee(typed),),
    )

    said = re.sub(r"\s+", " ", words(pdf))
    assert f"vorn {typed} hinten" in said
    assert said.count(typed) >= 5


def test_where_typst_refuses_the_words_stand_there_all_the_same_and_the_letter_says_so(monkeypatch: pytest.MonkeyPatch):
    from plugins.documents import pages

    def refuse(data, *rest):
        if any(node["t"] == "table" for part in data["letters"][0]["parts"] for node in part["tree"]):
            raise typeset.NotSet("so nicht")
        return typeset.set_letters(data, *rest)

    monkeypatch.setattr(pages, "set_letters", refuse)
    said = words(made(html=html("| Ort | Euro |\n|---|---|\n| Altental | 5 |\n\n- Punkt")))

    assert "Ort | Euro" in said
    assert "• Punkt" in said
    assert "vereinfacht gesetzt" in re.sub(r"\s+", " ", said)
    assert "https://www.example.org/antraege/2024-03-radweg/" in re.sub(r"\s", "", said)


def test_a_process_that_dies_costs_one_letter_at_most():
    made()
    typeset.running[0].process.kill()
    typeset.running[0].process.wait()

    assert "Grüßen" in words(made())


def test_the_font_has_all_that_german_texts_are_typed_with():
    """By which `signs.lacking` passes over nearly all texts at once."""
    signs = {bytes([code]).decode("cp1252", "ignore") for code in range(32, 256) if code != 127} - {""}

    assert {sign for sign in signs if ord(sign) not in known()} == set()


def test_a_letter_is_quick_and_its_maker_small():
    """Measured over all of them in tests/documents/test_real.py; here a guard against a tenth of the speed."""
    one = motion(html(("Ein Absatz mit einigen Wörtern, wie er in Anträgen steht. " * 12 + "\n\n") * 8))
    made(one)
    begun = time.monotonic()
    for number in range(10):
        made(replace(one, title=f"Radweg {number}"))

    assert (time.monotonic() - begun) / 10 < 0.4
    size = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{typeset.running[0].process.pid}/status").read_text())
    assert int(size[1]) < 150 * 1024
