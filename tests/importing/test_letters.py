"""What stands in a letter is found, what does not stays out, and only that is sure on which two rules agree."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import replace

from plugins.importing.compose import build_body, build_head
from plugins.importing.letter import Known, Letter, read_letter
from plugins.importing.shapes import date_in, fold
from plugins.importing.sheet import NOTE, Line, Sheet, of_text
from plugins.site.new import scalar
from plugins.site.tables import tables

from ..conftest import REAL

KINDS = Known(
    kinds=tuple(tables()["motion"].fields["art"].values),
    committees=("Kreistag", "Ausschuss für Soziales", "Sozialausschuss"),
    persons=("Vera Beispiel",),
    own=("Bündnis 90/Die Grünen",),
)
LETTER = """\
Bündnis 90/Die Grünen
Fraktion im Kreistag Ebersfurt
Am Markt 1, 01234 Ebersfurt

An den
Landrat des Kreises Ebersfurt
Herrn Hans Muster

Ebersfurt, den 12. März 2026

Antrag: Ein Radweg an der K 14
zur Sitzung des Kreistags am 15.04.2026

Sehr geehrter Herr Landrat Muster,

die Fraktion Bündnis 90/Die Grünen beantragt, der Kreistag möge beschließen:

1. Der Kreis plant einen Radweg an der K 14.
2. Die Verwaltung berichtet im Aus-
   schuss für Soziales und Rad-
   und Fußwege.

Begründung:

Der Radweg fehlt.

Mit freundlichen Grüßen

Vera Beispiel                    Carl Muster
Fraktionssprecherin              Kreistagsmitglied

Anlage: Karte
"""


def letter(text: str = LETTER, name: str = "") -> Letter:
    return read_letter(of_text(text), name, KINDS)


def values(found: Letter) -> dict[str, object]:
    return {key: entry.value for key, entry in found.fields.items()}


def test_an_offices_letter_gives_its_fields():
    assert values(letter()) == {
        "titel": "Ein Radweg an der K 14",
        "art": "Antrag",
        "datum": "2026-03-12",
        "adressat": [{"amt": "Landrat", "name": "Hans Muster"}],
        "antragstellende": ["Bündnis 90/Die Grünen"],
        "unterzeichner": [
            {"name": "Vera Beispiel", "rolle": "Fraktionssprecherin"},
            {"name": "Carl Muster", "rolle": "Kreistagsmitglied"},
        ],
        "beratungsfolge": [{"gremium": "Kreistag", "datum": "2026-04-15"}],
    }


def test_letterhead_greeting_and_closing_are_cut_away_and_broken_words_are_whole():
    body = build_body(letter(), question=False)

    assert body == (
        "## Beschlussvorschlag\n\nDie Fraktion Bündnis 90/Die Grünen beantragt, der Kreistag möge beschließen:\n\n"
        "1. Der Kreis plant einen Radweg an der K 14.\n\n2. Die Verwaltung berichtet im Ausschuss für Soziales und Rad- und Fußwege.\n\n## Begründung\n\nDer Radweg fehlt.\n"
    )


def test_what_the_letter_does_not_say_stays_out():
    assert "drucksache" not in letter().fields
    assert values(letter(LETTER.replace("Ebersfurt, den 12. März 2026\n", ""))).get("datum") is None
    assert "beratungsfolge" not in letter(LETTER.replace("zur Sitzung des Kreistags am 15.04.2026\n", "")).fields


@pytest.mark.parametrize(
    ("text", "name", "sure"),
    [
        ("Drucksache 0112/2026", "", True),
        ("Drucksache 0112/2019", "", False),
        ("Drucksache 0112/2019", "0112-2019-radweg.pdf", True),
    ],
)
def test_a_number_is_sure_where_the_year_or_the_files_name_agrees(text: str, name: str, sure: bool):
    found = letter(LETTER.replace("Ebersfurt, den", f"{text}\nEbersfurt, den"), name).fields["drucksache"]

    assert (found.value, found.sure) == (text.removeprefix("Drucksache "), sure)


def test_two_days_in_the_head_make_none_of_them_sure():
    assert (
        not letter(LETTER.replace("Ebersfurt, den 12. März 2026", "Eingang: 14.03.2026\nEbersfurt, den 12. März 2026"))
        .fields["datum"]
        .sure
    )


def test_an_unsure_field_has_a_line_above_it_that_says_where_it_was_read():
    head = build_head(
        letter(LETTER.replace("Ebersfurt, den", "Drucksache 0112/2019\nEbersfurt, den")), "abcdef", scalar
    )

    assert "# bitte prüfen: drucksache (gelesen: „Drucksache 0112/2019“, Zeile 7)\ndrucksache: 0112/2019\n" in head
    assert "# bitte prüfen: titel" not in head


def test_questions_are_a_question():
    text = LETTER.replace("Antrag: Ein Radweg an der K 14", "Anfrage: Wartezeiten im Kreishaus").replace(
        "beantragt, der Kreistag möge beschließen:", "fragt:"
    )
    text = re.sub(r"1\. Der Kreis.*?Fußwege\.\n", "1. Wie lange wartet man?\n2. Was ist geplant?\n", text, flags=re.S)

    assert values(letter(text))["art"] == "Anfrage"
    assert letter(text).fields["art"].sure


def signed(*lines: str) -> list[dict[str, object]]:
    return letter(LETTER.partition("Vera Beispiel")[0] + "\n".join(lines) + "\n").fields["unterzeichner"].value


def test_a_name_with_a_particle_is_a_name():
    assert signed("gez. Dr. Ilka von Muster", "Fraktionsvorsitzende") == [
        {"name": "Dr. Ilka von Muster", "gez": True, "rolle": "Fraktionsvorsitzende"}
    ]


def test_offices_below_names_belong_to_the_column_they_stand_in():
    assert signed(
        "Vera Beispiel                    Carl Muster", "stv. Fraktionssprecherin         schulpolitischer Sprecher"
    ) == [
        {"name": "Vera Beispiel", "rolle": "stv. Fraktionssprecherin"},
        {"name": "Carl Muster", "rolle": "schulpolitischer Sprecher"},
    ]


def test_who_stands_beside_a_name_and_is_not_understood_makes_the_signatures_unsure():
    assert (
        not letter(LETTER.replace("Carl Muster\n", "i. V. unleserlich\n").replace("Vera Beispiel  ", "Anna Neu       "))
        .fields["unterzeichner"]
        .sure
    )


def test_gez_on_a_line_of_its_own_is_said_of_those_below():
    assert signed("gez.", "Vera Beispiel                    Carl Muster") == [
        {"name": "Vera Beispiel", "gez": True},
        {"name": "Carl Muster", "gez": True},
    ]


FORM = """\
Landkreis Ebersfurt
Kreistag – Büro der Kreistagspräsidentin

Drucksachen-Nr.     Datum          Status
DS 12/2026          03.09.2026     öffentlich

Art der Vorlage     Einreicher
Antrag              Fraktion DIE LINKE

Gremium             Sitzungstermin     Zuständigkeit
Sozialausschuss     29.09.2026         Vorberatung
Kreistag            16.10.2026         Entscheidung

Betreff
Sozialpass: Ermäßigung auch im Hallenbad

Beschlussvorschlag
Der Kreistag beauftragt die Landrätin mit Verhandlungen über den Sozialpass.

Begründung
Der Eintritt ins Hallenbad ist zu teuer.

gez. Anna Neu
"""


def test_a_form_says_its_values_below_its_labels():
    found = values(letter(FORM))

    assert {key: found.get(key) for key in ("titel", "art", "datum", "drucksache", "antragstellende")} == {
        "titel": "Sozialpass: Ermäßigung auch im Hallenbad",
        "art": "Antrag",
        "datum": "2026-09-03",
        "drucksache": "12/2026",
        "antragstellende": ["Fraktion DIE LINKE"],
    }
    assert [step["datum"] for step in found["beratungsfolge"]] == ["2026-09-29", "2026-10-16"]
    assert (
        build_body(letter(FORM), question=False)
        == "## Beschlussvorschlag\n\nDer Kreistag beauftragt die Landrätin mit Verhandlungen über den Sozialpass.\n\n## Begründung\n\nDer Eintritt ins Hallenbad ist zu teuer.\n"
    )


def test_a_form_may_head_its_sittings_with_another_word_and_print_any_number():
    found = values(letter(FORM.replace("DS 12/2026 ", "VO/0312/26 ").replace("Gremium       ", "Beratungsfolge")))

    assert (found["drucksache"], [step["gremium"] for step in found["beratungsfolge"]]) == (
        "VO/0312/26",
        ["Sozialausschuss", "Kreistag"],
    )


def test_the_office_that_prints_a_paper_is_no_title_that_is_sure():
    found = letter(FORM.replace("Betreff\nSozialpass: Ermäßigung auch im Hallenbad\n\n", "")).fields.get("titel")

    assert found is None or not found.sure


def test_two_groups_side_by_side_are_two_and_an_address_is_none():
    head = "CDU-Fraktion                 FDP-Fraktion\nim Kreistag Ebersfurt        im Kreistag Ebersfurt\nRingweg 1                    Lange Str. 8\ncdu-fraktion@example.org     fdp@example.org\n"
    found = letter(head + LETTER.partition("Am Markt 1, 01234 Ebersfurt\n")[2]).fields["antragstellende"]

    assert found.value == ["CDU-Fraktion im Kreistag Ebersfurt", "FDP-Fraktion im Kreistag Ebersfurt"]


def test_a_group_beside_the_day_is_a_group():
    assert letter(
        "FREIE WÄHLER Ebersfurt          Ebersfurt, 21.08.2026\n"
        + LETTER.partition("01234 Ebersfurt\n")[2].replace("Ebersfurt, den 12. März 2026", "")
    ).fields["antragstellende"].value == ["FREIE WÄHLER Ebersfurt"]


AMENDING = """\
Fraktion Bündnis 90/Die Grünen im Kreistag Ebersfurt

An den Vorsitzenden des Ausschusses für Soziales
Herrn Carl Muster

05.11.2026

Änderungsantrag zu TOP 7 „Sozialbericht“, Drucksache 0270/2026
Sitzung des Ausschusses für Soziales am 19.11.2026

Sehr geehrter Herr Muster,

wir bitten, die Vorlage zu ändern.

Begründung

Der Sozialbericht fehlt.

Finanzielle Auswirkungen

Keine.

Vera Beispiel
stv. Fraktionssprecherin
"""


def test_the_number_of_what_is_amended_is_not_the_motions_own():
    found = letter(AMENDING).fields

    assert "drucksache" not in found
    assert (found["aendert"].value, found["aendert"].sure) == ("0270/2026", False)
    assert (found["art"].value, found["titel"].value) == (
        "Änderungsantrag",
        "Änderungsantrag zu TOP 7 „Sozialbericht“, Drucksache 0270/2026",
    )
    assert found["beratungsfolge"].value == [{"gremium": "Ausschuss für Soziales", "datum": "2026-11-19"}]
    assert found["adressat"].value == [{"amt": "Vorsitzender des Ausschusses für Soziales", "name": "Carl Muster"}]
    assert found["antragstellende"].value == ["Bündnis 90/Die Grünen"]


def test_what_a_motion_of_its_own_refers_to_is_a_reference():
    found = letter(LETTER.replace("zur Sitzung des Kreistags am 15.04.2026", "zu Drucksache 0270/2025")).fields

    assert "drucksache" not in found
    assert found["bezug"].value == "0270/2025"


def test_names_below_a_text_without_a_closing_are_signatures():
    found = letter(AMENDING)

    assert found.fields["unterzeichner"].value == [{"name": "Vera Beispiel", "rolle": "stv. Fraktionssprecherin"}]
    assert build_body(found, question=False).endswith("## Finanzielle Auswirkungen\n\nKeine.\n")


def test_a_note_below_the_signatures_belongs_to_the_text():
    sheet = of_text(LETTER)
    note = Line(99, "Quelle: Kreis Ebersfurt", kind=NOTE, marker="1.", whole=True)

    assert build_body(read_letter(replace(sheet, lines=(*sheet.lines, note)), "", KINDS), question=False).endswith(
        "Der Radweg fehlt.\n\n\\[1\\] Quelle: Kreis Ebersfurt\n"
    )


def test_the_sitting_may_be_named_in_the_sentence_that_demands():
    text = LETTER.replace("zur Sitzung des Kreistags am 15.04.2026\n", "").replace(
        "der Kreistag möge beschließen", "der Kreistag möge in seiner\nSitzung am 15. April 2026 beschließen"
    )

    assert letter(text).fields["beratungsfolge"].value == [{"gremium": "Kreistag", "datum": "2026-04-15"}]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("DS 12/2026", "12/2026"),
        ("Drs.-Nr. 0112/26", "0112/26"),
        ("VO/0312/26", "VO/0312/26"),
        ("Drucksachen-Nr.: 0112/2026-1", "0112/2026-1"),
        ("Vorlage-Nr. 2026/0112", "2026/0112"),
        ("Vorlage Nr. XI/112/2026", "XI/112/2026"),
    ],
)
def test_a_number_in_the_spelling_of_any_administration(printed: str, number: str):
    assert values(letter(LETTER.replace("Ebersfurt, den", f"{printed}\n\nEbersfurt, den"))).get("drucksache") == number


def test_a_block_of_the_letterhead_beside_the_subject_is_not_of_it():
    lines = [line for line in of_text(LETTER).lines if not line.text.startswith("Antrag:")]
    at = next(number for number, line in enumerate(lines) if line.text.startswith("zur Sitzung"))
    beside = [
        Line(90, "ANTRAG Ansprechpartnerin:", gap=1, cells=("ANTRAG", "Ansprechpartnerin:")),
        Line(91, "Heike Neu"),
        Line(92, "Ein Radweg an der K 14", strong=True),
    ]
    found = read_letter(Sheet((*lines[:at], *beside, *lines[at:])), "", KINDS).fields

    assert (found["titel"].value, found["art"].value) == ("Ein Radweg an der K 14", "Antrag")


def test_groups_in_one_line_are_several_and_a_party_behind_a_name_is_no_office():
    head = "Fraktionen SPD, GRÜNE und Volt im Kreistag Ebersfurt\n"
    found = letter(
        head
        + LETTER.partition("Am Markt 1, 01234 Ebersfurt\n")[2]
        .replace("Fraktionssprecherin              Kreistagsmitglied\n", "")
        .replace(
            "Vera Beispiel                    Carl Muster", "gez. Vera Beispiel (GRÜNE)       gez. Carl Muster (SPD)"
        )
    ).fields

    assert found["antragstellende"].value == ["SPD", "GRÜNE", "Volt"]
    assert found["unterzeichner"].value == [
        {"name": "Vera Beispiel", "fraktion": "GRÜNE", "gez": True},
        {"name": "Carl Muster", "fraktion": "SPD", "gez": True},
    ]
    joint = LETTER.replace("Bündnis 90/Die Grünen\nFraktion im Kreistag Ebersfurt\n", "").replace(
        "Antrag: Ein", "Gemeinsamer Antrag der Fraktionen von CDU und FDP\n\nBetreff: Ein"
    )
    assert letter(joint).fields["antragstellende"].value == ["CDU", "FDP"]
    assert letter(joint).fields["titel"].value == "Ein Radweg an der K 14"


def test_a_day_above_the_names_is_the_letters_and_no_text():
    found = letter(
        LETTER.replace("Ebersfurt, den 12. März 2026\n", "").replace(
            "Mit freundlichen", "Ebersfurt, den 12. März 2026\n\nMit freundlichen"
        )
    )

    assert found.fields["datum"].value == "2026-03-12"
    assert "12. März" not in build_body(found, question=False)


def test_a_motion_below_the_signatures_of_a_covering_letter_is_not_lost_in_silence():
    covering = "SPD-Fraktion\n\nSehr geehrter Herr Landrat,\n\nanbei unser Antrag.\n\nMit freundlichen Grüßen\nVera Beispiel\n\nAntrag: Bänke\n\nDer Kreistag möge beschließen:\n1. Es gibt Bänke.\n"

    assert letter(covering).doubts == (
        "Unter den Unterschriften steht noch Text, der nicht übernommen ist (Zeilen 6 bis 8).",
    )


@pytest.mark.parametrize("day", ["12. März 2026", "12.03.2026", "12.3.26", "12. Mrz. 2026", "2026-03-12"])
def test_days_in_any_spelling(day: str):
    assert str(date_in(f"vom {day} an")) == "2026-03-12"


def test_a_day_that_does_not_exist_is_none():
    assert date_in("am 31.06.2026") is None


def test_any_text_is_read_without_a_crash_and_quickly():
    for sign in (
        ".",
        "-",
        " ",
        "1. ",
        "a",
        "A",
        "(",
        "[",
        "Gremium ",
        "Termin: ",
        "12.03.2026 ",
        "gez. ",
        "Dr. ",
        "Anna ",
        "Antrag ",
        "\t",
        "\n",
        "\u0301",
        "Vorlage Nr. ",
        "1/1",
    ):
        for text in (sign * 20_000, (sign * 200 + "\n") * 50, LETTER + sign * 5_000):
            found = read_letter(of_text(text), sign * 50, KINDS)
            build_head(found, "abcdef", scalar)
            build_body(found, question=False)


# ------------------------------------------------------------------------------- papers of a council


def papers() -> list[dict]:
    return json.loads((REAL / "motions-karlsruhe" / "labels.json").read_text("utf-8"))


@pytest.mark.needs("real")
def test_thirty_papers_of_a_council_are_read_as_their_labels_say():
    """Right: equal after blanks, case and quotation marks; a title also where it holds the right one whole."""
    right = dict.fromkeys(("title", "number", "kind", "top", "day", "date"), 0)
    hits = false = missed = 0
    sure: list[tuple[str, bool]] = []
    for label in papers():
        found = read_letter(of_text((REAL / "motions-karlsruhe" / label["file"]).read_text("utf-8")), "", KINDS)
        got = values(found)
        steps = got.get("beratungsfolge") or []
        is_right = {
            "title": any(
                fold(title) in fold(str(got.get("titel", ""))).replace("–", "-")
                for title in (label["title"], *label["title_accept"])
            ),
            "number": got.get("drucksache") == label["drucksache"],
            "kind": got.get("art") == label["type"].removeprefix("Interfraktioneller "),
            "top": bool(steps) and steps[0].get("top") == label["top"],
            "day": [(s["gremium"], s.get("datum"), s.get("top")) for s in steps]
            == [(s["committee"], s["date"], s["top"]) for s in label["consultations"]],
            "date": got.get("datum") == (label["date"] if label["date_source"] == "text" else None),
        }
        for key, good in is_right.items():
            right[key] += good
        names, truth = (
            {row["name"] for row in got.get("unterzeichner") or []},
            {row["name"] for row in label["signatories"]},
        )
        hits, false, missed = hits + len(names & truth), false + len(names - truth), missed + len(truth - names)
        sure += [
            (key, is_right[short])
            for key, short in (
                ("titel", "title"),
                ("drucksache", "number"),
                ("art", "kind"),
                ("beratungsfolge", "day"),
                ("datum", "date"),
            )
            if key in found.fields and found.fields[key].sure
        ]

    assert all(
        right[key] >= least
        for key, least in {"title": 29, "number": 29, "kind": 30, "top": 30, "day": 30, "date": 30}.items()
    ), right
    assert 2 * hits / (2 * hits + false + missed) >= 0.98
    assert [key for key, good in sure if not good] in (
        [],
        ["titel"],
    )  # one title is printed with another sign than the record has
    assert len(sure) >= 0.7 * 30 * 4
