"""The table of fields: values get their type from it, every key of it can be read, every wrong value has its line."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins import group
from plugins.records.fields import (
    LONGEST_VALUE,
    READERS,
    UID_ALPHABET,
    Field,
    Record,
    Reference,
    Row,
    Table,
    derived_uid,
    load_table,
    read_record,
    read_rows,
    walk_rows,
)
from plugins.records.frontmatter import read_list, read_source
from plugins.site.tables import FOLDERS, group_table, table_of, tables

from ..builders import codes, read

ALL = [*tables().values(), group_table()]
MOTION = "uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04"


def motion(*lines: str) -> Record:
    """A motion whose head ends in these lines; they must be right."""
    record, problems = read("motion", "\n".join([MOTION, *lines]))
    assert problems == [], "\n".join(map(str, problems))
    return record


def told(*lines: str) -> list[tuple[int, str]]:
    """Line and code of what is wrong with these lines; the first of them is line 6."""
    return [(p.line, p.code) for p in read("motion", "\n".join([MOTION, *lines]))[1]]


# ------------------------------------------------------------------------------------ scalars


@pytest.mark.parametrize("top", ["3.10", "10", "Ö 4.2", "18a", "3.1.2", "007", "1e3", "N 1", "3.14 ff."])
def test_a_number_on_the_agenda_is_what_is_printed(top: str):
    assert motion(f"beratungsfolge:\n  - gremium: Kreistag\n    top: {top}").get("beratungsfolge")[0].get("top") == top


@pytest.mark.parametrize(
    "number",
    [
        "0270",
        "2021/1012",
        "0270/2014",
        "0876/XIX.WP",
        "VO/1179/06/1-A",
        "1536/V",
        "WP8-13/2013",
        "2575-2023/DaDi",
        "SV-8-0770/1",
        "16-03427-01",
        "HFS/7/11/23",
        "2024-03-04",
        "1_000",
        "ja",
    ],
)
def test_a_printed_papers_number_is_kept_verbatim(number: str):
    assert motion(f"drucksache: {number}").get("drucksache") == number


def test_an_id_of_digits_is_no_number():
    assert read("motion", MOTION.replace("k7f3qz", "234567"))[0].get("uid") == "234567"


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2024-06-12", dt.date(2024, 6, 12)),
        ("2024-6-2", dt.date(2024, 6, 2)),
        ("12.6.2024", dt.date(2024, 6, 12)),
        ("12.06.2024", dt.date(2024, 6, 12)),
        ("12. 6. 2024", dt.date(2024, 6, 12)),
        ("29.02.2024", dt.date(2024, 2, 29)),
        ("1900-01-01", dt.date(1900, 1, 1)),
        ("31.12.2100", dt.date(2100, 12, 31)),
        ("'2024-06-12'", dt.date(2024, 6, 12)),
    ],
)
def test_a_date_is_read_as_germans_and_machines_write_it(typed: str, date: dt.date):
    assert motion(f"frist: {typed}").get("frist") == date


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2024", "value-date"),
        ("06/12/2024", "value-date-slash"),
        ("2024-06-12 10:00", "value-date"),
        ("morgen", "value-date"),
        ("2024-02-30", "value-no-day"),
        ("31.04.2024", "value-no-day"),
        ("2023-02-29", "value-no-day"),
        ("2024-00-10", "value-no-day"),
        ("1899-12-31", "value-year"),
        ("20240-01-01", "value-date"),
        ("2101-01-01", "value-year"),
    ],
)
def test_what_is_no_day_is_told(typed: str, code: str):
    assert told(f"frist: {typed}") == [(6, code)]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
@settings(deadline=None, max_examples=50)
def test_every_day_can_be_written_both_ways(date: dt.date):
    assert (
        READERS["date"](date.isoformat(), None) == READERS["date"](f"{date.day}.{date.month}.{date.year}", None) == date
    )


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("19:30", dt.time(19, 30)),
        ("19.30", dt.time(19, 30)),
        ("19:30 Uhr", dt.time(19, 30)),
        ("9 Uhr", dt.time(9)),
        ("7", dt.time(7)),
        ("00:00", dt.time(0)),
        ("23:59", dt.time(23, 59)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, time: dt.time):
    assert READERS["time"](typed, None) == time


@pytest.mark.parametrize("typed", ["24:00", "19:60", "halb acht", "19:3", "1930", "19:30:00", "-1"])
def test_what_is_no_time_is_told(typed: str):
    assert "value-time" in codes(read("meeting", f"beginn: {typed}")[1])


@pytest.mark.parametrize(
    ("typed", "flag"),
    [
        ("ja", True),
        ("Ja", True),
        ("true", True),
        ("wahr", True),
        ("nein", False),
        ("NEIN", False),
        ("False", False),
        ("falsch", False),
    ],
)
def test_yes_and_no_are_german_words(typed: str, flag: bool):
    assert motion(f"unterzeichner:\n  - name: Vera\n    gez: {typed}").get("unterzeichner")[0].get("gez") is flag


@pytest.mark.parametrize("typed", ["vielleicht", "1", "x", "yes", "j"])
def test_what_is_neither_yes_nor_no_is_told(typed: str):
    assert told("unterzeichner:", "  - name: Vera", f"    gez: {typed}") == [(8, "value-flag")]


@pytest.mark.parametrize("typed", ["41", "0", "007", "9999"])
def test_a_count_is_a_number(typed: str):
    row = (
        motion("beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen:", f"      - ja: {typed}")
        .get("beratungsfolge")[0]
        .get("abstimmungen")[0]
    )

    assert row.get("ja") == int(typed)


@pytest.mark.parametrize("typed", ["-1", "1.5", "1,5", "10000", "vier", "1 000", "٣", "1" * 900])
def test_what_is_no_count_is_told(typed: str):
    assert told("beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen:", f"      - ja: {typed}") == [
        (9, "value-count")
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.example.org",
        "http://example.org/a?b=c#d",
        "https://straße.example.org/ü",
        "https://example.org:8443/",
    ],
)
def test_an_address_is_kept(typed: str):
    assert motion(f"ris_link: {typed}").get("ris_link") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "www.example.org",
        "javascript:alert(1)",
        "https://example",
        "https:// example.org",
        "ftp://example.org",
        'https://a.b/"><script>',
        "//example.org",
        "HTTPS//x.y",
    ],
)
def test_what_is_no_address_is_told(typed: str):
    assert told(f"ris_link: '{typed}'") == [(6, "value-url")]


@pytest.mark.parametrize("typed", ["vera@example.org", "v.b+x@sub.example.org", "VERA@EXAMPLE.ORG", "a@1.de"])
def test_a_mail_address_is_kept(typed: str):
    assert READERS["mail"](typed, None) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "vera",
        "vera@",
        "@example.org",
        "vera@example",
        "vera @example.org",
        "vera@example..org",
        "vera@-example.org",
        "vera@example.org, b@example.org",
        "vera(at)example.org",
        "v\u00e4ra@example.org",
        "vera@example.org\nBcc: x@y.de",
    ],
)
def test_what_is_no_mail_address_is_told(typed: str):
    with pytest.raises(Exception) as refused:
        READERS["mail"](typed, None)

    assert refused.value.code == "value-mail"


# ------------------------------------------------------------------------------------ choices

CHOICES = [
    (table, field)
    for table in ALL
    for rows in (table.fields, *table.rows.values())
    for field in rows.values()
    if field.values
]


@pytest.mark.parametrize(("table", "field"), CHOICES, ids=lambda x: getattr(x, "key", getattr(x, "kind", "")))
def test_a_value_is_understood_however_it_is_capitalised(table: Table, field: Field):
    choice = READERS["choice"]
    for value in field.values:
        assert choice(value, field) == choice(value.upper(), field) == choice(value.lower(), field) == value
    for other, value in field.synonyms.items():
        assert choice(other, field) == choice(other.lower(), field) == value


@pytest.mark.parametrize(
    ("kind", "key", "typed", "meant"),
    [
        ("motion", "art", "Große Anfrage", "Anfrage"),
        ("motion", "art", "eilantrag", "Dringlichkeitsantrag"),
        ("motion", "stand", "beschlossen", "angenommen"),
        ("motion", "stand", "vertagt", "in Beratung"),
        ("meeting", "form", "online", "Videokonferenz"),
        ("meeting", "art", "Bürgergespräch", "Bürger*innengespräch"),
        ("news", "herkunft", "Bundespartei", "Bundesverband"),
    ],
)
def test_words_that_mean_the_same_are_understood(kind: str, key: str, typed: str, meant: str):
    assert read(kind, f"{key}: {typed}")[0].get(key) == meant


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Punkt 1", True),
        ("Punkt 12", True),
        ("Punkt 0", False),
        ("Punkt", False),
        ("Punkt 1 und 2", False),
        ("Änderungsantrag", True),
    ],
)
def test_points_are_a_choice_without_end(typed: str, kept: bool):
    assert told("beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen:", f"      - gegenstand: {typed}") == (
        [] if kept else [(9, "value-choice")]
    )


def test_an_unknown_value_is_told_with_the_one_that_is_near_and_with_all():
    said = read("motion", MOTION.replace("Antrag", "Anfragge"))[1][0]

    assert (said.code, said.line) == ("value-choice-near", 4)
    assert "„Anfrage“" in said.remedy
    assert all(value in said.remedy for value in tables()["motion"].fields["art"].values)


# ------------------------------------------------------------------------------------ one and many


@pytest.mark.parametrize(
    "typed",
    ["themen: Verkehr", "themen: [Verkehr]", "themen:\n  - Verkehr", "themen:\n- Verkehr", "themen: [Verkehr, '', ~~]"],
)
def test_where_many_are_allowed_one_needs_no_list(typed: str):
    assert motion(typed).get("themen")[0] == Reference("Verkehr", 6 if "\n" not in typed else 7)


def test_where_one_is_meant_a_list_is_told():
    assert told("titel2: x", "drucksache: [0270, 0271]") == [(6, "key-near"), (7, "value-one")]


@pytest.mark.parametrize("typed", ["frist:", "frist: ''", "frist: []", "frist: {}", "frist: ['']", "frist: [[], {}]"])
def test_an_empty_value_is_none_at_all(typed: str):
    assert motion(typed).get("frist") is None


def test_an_empty_key_that_is_needed_is_told_where_it_stands():
    record, problems = read("motion", "uid: k7f3qz\ntitel:\nart: Antrag")

    assert [(p.line, p.code) for p in problems] == [(3, "key-missing"), (2, "key-missing")]
    assert not record.complete


def test_a_plain_value_stands_for_the_first_part_of_a_row():
    record = motion(
        "adressat: Landrat", "unterzeichner:", "  - Vera Beispiel", "  - name: Kim Muster", "    rolle: Sprecher"
    )

    assert record.get("adressat")[0].values == {"amt": "Landrat"}
    assert [row.get("name").text for row in record.get("unterzeichner")] == ["Vera Beispiel", "Kim Muster"]


@pytest.mark.parametrize("typed", ["adressat:\n  amt:Landrat", "adressat: amt:Landrat", "adressat:\n  - amt:Landrat"])
def test_a_key_that_sticks_to_its_value_is_told_where_yaml_would_take_both_for_a_value(typed: str):
    assert [code for _, code in told(typed)] == ["yaml-blank"]


@pytest.mark.parametrize(
    "typed",
    [
        "adressat: Landrat:in",
        "adressat: 'amt:Landrat'",
        "beratungsfolge:\n  - gremium: Kreistag\n    abstimmungen: [Ja:24 Nein:3]",
    ],
)
def test_a_colon_in_a_value_is_not_such_a_slip(typed: str):
    assert told(typed) == []


@pytest.mark.parametrize(
    "typed", ["themen:\n  -Verkehr", "themen: -Verkehr", "themen:\n  -Verkehr\n  -Soziales", "adressat: -Landrat"]
)
def test_a_stroke_that_sticks_to_its_value_is_told(typed: str):
    assert [code for _, code in told(typed)] == ["yaml-dash"]


@pytest.mark.parametrize("typed", ["weitere_nummern: -1", "weitere_nummern: '-A'", "drucksache: -A"])
def test_a_stroke_that_belongs_to_the_value_is_left(typed: str):
    assert "yaml-dash" not in [code for _, code in told(typed)]


# ------------------------------------------------------------------------------------ lines


def test_every_wrong_value_is_told_with_its_own_line():
    lines = [
        "beratungsfolge:",
        "  - gremium: Kreistag",
        "    datum: x",
        "    abstimmungen:",
        "      - ja: x",
        "        nein: y",
        "      - stimmen: 1 Ja",
        "  - gremium:",
        "    datum: 2024-06-12",
        "umsetzung:",
        "  - {datum: x, stand: umgesetzt}",
        "  - stand: offen",
        "klimarelevanz: [positiv]",
    ]

    assert told(*lines) == [
        (8, "value-date"),
        (10, "value-count"),
        (11, "value-count"),
        (13, "key-missing"),
        (16, "value-date"),
        (17, "key-missing"),
        (18, "value-one"),
    ]


def test_a_row_knows_where_it_and_each_of_its_keys_stand():
    row = motion("beratungsfolge:", "  - gremium: Kreistag", "", "    # Anmerkung", "    datum: 2024-06-12").get(
        "beratungsfolge"
    )[0]

    assert (row.line, row.line_of("gremium"), row.line_of("datum"), row.line_of("top")) == (7, 7, 10, 7)


@pytest.mark.parametrize("typed", ["{SPD: 12 Ja, CDU: 20 Nein}", "\n          SPD: 12 Ja\n          CDU: 20 Nein"])
def test_names_with_words_are_kept_in_their_order(typed: str):
    row = motion(
        "beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen:", f"      - nach_fraktionen: {typed}"
    ).get("beratungsfolge")[0]

    assert [*row.get("abstimmungen")[0].get("nach_fraktionen").items()] == [("SPD", "12 Ja"), ("CDU", "20 Nein")]


@pytest.mark.parametrize("typed", ["SPD", "{SPD: {Ja: 12}}"])
def test_what_is_no_name_with_words_is_told(typed: str):
    assert told(
        "beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen:", f"      - nach_fraktionen: {typed}"
    ) == [(9, "value-rows")]


@pytest.mark.parametrize(
    ("key", "count", "label"),
    [
        ("antragstellende", 1, "Antragsteller*in"),
        ("antragstellende", 2, "Antragsteller*innen"),
        ("antragstellende", 0, "Antragsteller*innen"),
        ("frist", 2, "Antwort- oder Bearbeitungsfrist"),
    ],
)
def test_a_label_is_singular_for_one(key: str, count: int, label: str):
    assert tables()["motion"].fields[key].label_for(count) == label


def test_a_value_of_several_lines_is_one_line_where_one_is_meant():
    assert (
        motion("kurzfassung: Zwischen Altental\n  und Neudorf.").get("kurzfassung") == "Zwischen Altental und Neudorf."
    )
    assert told("rechtsgrundlage: |\n  § 5\n  § 6") == [(6, "value-line")]
    assert told("rechtsgrundlage: |\n  § 5") == []


@pytest.mark.parametrize(
    "key", ["drucksache", "rechtsgrundlage", "themen", "unterzeichner", "ris_link", "pdf", "stand", "frist"]
)
def test_a_value_has_an_end(key: str):
    """What no line of print can hold is refused before anything counts, compares or publishes it."""
    assert told(f"{key}: {'9' * (LONGEST_VALUE + 1)}") == [(6, "value-long")]


def test_a_text_may_be_long():
    assert len(motion(f"kurzfassung: {'Wort ' * 1000}").get("kurzfassung")) == 4999


# ------------------------------------------------------------------------------------ keys


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("drucksahce", "drucksache"),
        ("Drucksache", "drucksache"),
        ("beratungsfolgen", "beratungsfolge"),
        ("Thema", "themen"),
        ("Antragsteller*innen", "antragstellende"),
        ("datum2", "datum"),
    ],
)
def test_a_key_that_is_nearly_right_is_told_with_the_right_one(key: str, near: str):
    (said,) = read("motion", f"{MOTION}\n{key}: x")[1]

    assert (said.line, said.code) == (6, "key-near")
    assert f"„{near}“" in said.remedy


def test_a_key_that_nobody_knows_is_told_with_all_that_are_known():
    (said,) = read("motion", f"{MOTION}\nlieblingsfarbe: grün")[1]

    assert said.code == "key-unknown"
    assert all(key in said.remedy for key in tables()["motion"].fields)


@pytest.mark.parametrize("key", ["status", "Status", "STATUS"])
def test_pelicans_own_word_for_a_state_is_told_with_ours(key: str):
    (said,) = read("motion", f"{MOTION}\n{key}: angenommen")[1]

    assert said.code == "key-status"
    assert "„stand: angenommen“" in said.remedy


@pytest.mark.parametrize(("kind", "line"), [("meeting", "status: eingeladen"), ("motion", "status: [angenommen]")])
def test_that_word_means_nothing_where_there_is_no_stand_or_no_value(kind: str, line: str):
    assert "key-status" not in codes(read(kind, line)[1])
    assert {"key-near", "key-unknown"} & set(codes(read(kind, line)[1]))


def test_a_missing_id_is_told_with_a_line_to_paste():
    (said,) = read("motion", "titel: Radweg\nart: Antrag\ndatum: 2024-03-04")[1]

    assert said.code == "uid-missing"
    assert f"uid: {derived_uid('x.md')}" in said.remedy


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=100)
def test_a_derived_id_is_an_id_and_always_the_same(path: str):
    assert re.fullmatch(f"[{UID_ALPHABET}]{{6}}", derived_uid(path))
    assert derived_uid(path) == derived_uid(path)


@pytest.mark.parametrize(
    "uid", ["k7f3q", "k7f3qzz", "K7F3QZ", "k7f3qa", "k7f3q0", "k7f3q1", "k7f3ql", "../../x", "k7f-3q"]
)
def test_what_is_no_id_is_told(uid: str):
    assert codes(read("motion", MOTION.replace("k7f3qz", uid))[1]) == ["uid-bad"]


# ------------------------------------------------------------------------------------ the tables themselves


def every_field() -> list[tuple[str, str, Field]]:
    return [
        (table.kind, name, field)
        for table in ALL
        for name, rows in {"": table.fields, **table.rows}.items()
        for field in rows.values()
    ]


@pytest.mark.parametrize(("kind", "rows", "field"), every_field(), ids=lambda x: x.key if isinstance(x, Field) else x)
def test_the_example_of_a_field_is_right(kind: str, rows: str, field: Field):
    """Messages, handbook and templates print it."""
    table = next(t for t in ALL if t.kind == kind)
    assert field.type in {*READERS, "ref", "rows", "mapping"}
    if field.type == "rows":
        assert field.rows in table.rows
    assert field.scalar in ("", *(table.rows.get(field.rows, {})))
    assert all(value in field.values for value in field.synonyms.values())
    if not field.example:
        assert field.type == "rows"
        return
    alone = Table(kind, "x", "x", "x", {field.key: field}, table.rows)
    record, problems = read_record(
        alone, read_source("x.md", f"---\n{field.key}: {field.example}\n---\n".encode()), "x"
    )

    assert problems == []
    assert record.get(field.key) is not None


def test_every_field_is_asked_for_in_german():
    assert [
        field.key for _, _, field in every_field() if not field.label or not re.fullmatch(r"[a-z0-9_]+", field.key)
    ] == []


def test_a_property_that_no_field_has_is_an_error_of_ours(tmp_path):
    (tmp_path / "x.toml").write_text(
        'folder = "x"\nnoun = "x"\nabout = "x"\n[[field]]\nkey = "a"\nlabel = "A"\ntype = "line"\nrequierd = true\n',
        "utf-8",
    )

    with pytest.raises(TypeError, match="requierd"):
        load_table("x", tmp_path / "x.toml")


def test_required_fields_have_an_example():
    assert [field.key for _, _, field in every_field() if field.required and not field.example] == []
    assert {*Field.__struct_fields__} >= {"key", "label", "type", "example", "oparl", "hint"}


# ------------------------------------------------------------------------------------ lists in files


def rows(text: str) -> tuple[list[Row], list[tuple[int, str]]]:
    found, problems = read_rows(group.TABLE, "topic", read_list("themen.yaml", text.encode()))
    return found, [(p.line, p.code) for p in problems]


@pytest.mark.parametrize("text", ["", "# noch keine\n", "\n\n"])
def test_an_empty_list_is_a_list(text: str):
    assert rows(text) == ([], [])


def test_a_list_is_read_row_by_row():
    found, problems = rows("- name: Verkehr\n  beschreibung: Busse\n- name: Soziales\n")

    assert problems == []
    assert [(row.line, row.values) for row in found] == [
        (1, {"name": "Verkehr", "beschreibung": "Busse"}),
        (3, {"name": "Soziales"}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: Verkehr", [(1, "list-no-rows")]),
        ("Verkehr", [(1, "list-no-rows")]),
        ("- Verkehr\n- name: B", [(1, "list-no-map")]),
        ("- [a]", [(1, "list-no-map")]),
        ("- name: A\n- nam: B", [(2, "key-near"), (2, "key-missing")]),
        ("- name: 'A", [(1, "yaml-quote")]),
    ],
)
def test_what_is_no_list_of_rows_is_told(text: str, expected: list[tuple[int, str]]):
    assert rows(text)[1] == expected


def test_every_typed_value_is_found_with_its_row():
    record = motion(
        "themen: [Verkehr, Soziales]", "beratungsfolge:", "  - gremium: Kreistag", "    abstimmungen: [1 Ja]"
    )

    found = [
        (field.key, getattr(value, "text", value), row.line)
        for field, value, row in walk_rows(record, tables()["motion"], "ref", "votes")
    ]

    assert found == [
        ("themen", "Verkehr", 2),
        ("themen", "Soziales", 2),
        ("gremium", "Kreistag", 8),
        ("stimmen", "1 Ja", 9),
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_table_says_the_folder_where_it_is_looked_for(folder):
    assert table_of(folder).folder == folder
