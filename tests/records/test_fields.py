"""Reading a head by its table: every type, every way to write it, and the line of every slip."""

from __future__ import annotations

import datetime as dt

import pytest

from plugins.group import TABLE as GROUP
from plugins.records import fields
from plugins.records.fields import READERS, Field, Reference, Row
from plugins.records.links import WHERE
from plugins.site.reading import TABLES

from ..builders import read

MOTION = "uid: k7f3qz\ntitel: Radweg\nart: Antrag\ndatum: 2024-03-04\n"  # lines 2 to 5 of its file
MEETING = "uid: m4t8wd\nname: Fraktionssitzung\nart: Fraktionssitzung\ndatum: 2026-12-02\nbeginn: 19:30\nform: Videokonferenz\nzugang: öffentlich\n"  # lines 2 to 8
ALL = [*TABLES.values(), GROUP]
EVERY = [pytest.param(table, field, id=f"{table.kind}-{name}-{field.key}") for table in ALL for name, group in (("head", table.fields), *table.rows.items()) for field in group.values()]


def value(kind: str, head: str, key: str):
    record, problems = read(kind, head)
    assert problems == []
    return record.get(key)


def slips(kind: str, head: str) -> list[tuple[int, str]]:
    return [(p.line, p.code) for p in read(kind, head)[1]]


@pytest.mark.parametrize(
    ("line", "key", "text"),
    [("drucksache: 0270", "drucksache", "0270"), ("drucksache: 3.10", "drucksache", "3.10"), ("drucksache: 0270/2024", "drucksache", "0270/2024"), ("drucksache: yes", "drucksache", "yes"), ("drucksache: 1:30", "drucksache", "1:30"), ("drucksache: 0x1F", "drucksache", "0x1F")],
)
def test_what_looks_like_a_number_stays_as_typed(line: str, key: str, text: str):
    assert value("motion", MOTION + line, key) == text


def test_an_agenda_item_keeps_its_last_zero():
    (item,) = value("meeting", MEETING + "tagesordnung:\n  - {top: 3.10, titel: Haushalt}", "tagesordnung")

    assert item.get("top") == "3.10"


@pytest.mark.parametrize("text", ["2024-06-02", "2024-6-2", "2.6.2024", "02.06.2024", "2. 6. 2024", "'2024-06-02'"])
def test_a_day_is_read_in_the_ways_germans_write_it(text: str):
    assert value("motion", MOTION.replace("2024-03-04", text), "datum") == dt.date(2024, 6, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [("2024", "value-date"), ("2. Juni 2024", "value-date"), ("06/02/2024", "value-date"), ("2.6.24", "value-date"), ("2024-02-30", "value-no-day"), ("31.4.2024", "value-no-day"), ("0000-01-01", "value-no-day"), ("0024-06-02", "value-year"), ("2101-01-01", "value-year")],
)
def test_a_day_that_is_none_is_told(text: str, code: str):
    assert slips("motion", MOTION.replace("2024-03-04", text)) == [(5, code)]


@pytest.mark.parametrize(("text", "time"), [("19:30", dt.time(19, 30)), ("19.30", dt.time(19, 30)), ("19:30 Uhr", dt.time(19, 30)), ("19 Uhr", dt.time(19)), ("9:05", dt.time(9, 5)), ("0:00", dt.time(0))])
def test_a_time_is_read_in_the_ways_people_write_it(text: str, time: dt.time):
    assert value("meeting", MEETING.replace("19:30", text), "beginn") == time


@pytest.mark.parametrize("text", ["24:00", "19:60", "halb acht", "19:3", "1930"])
def test_a_time_that_is_none_is_told(text: str):
    assert slips("meeting", MEETING.replace("19:30", text)) == [(6, "value-time")]


@pytest.mark.parametrize(("text", "flag"), [("ja", True), ("Ja", True), ("wahr", True), ("true", True), ("nein", False), ("Nein", False), ("false", False)])
def test_yes_and_no_are_read(text: str, flag: bool):
    assert value("meeting", MEETING + f"abgesagt: {text}", "abgesagt") is flag


@pytest.mark.parametrize("text", ["vielleicht", "1", "j"])
def test_neither_yes_nor_no_is_told(text: str):
    assert slips("meeting", MEETING + f"abgesagt: {text}") == [(9, "value-flag")]


@pytest.mark.parametrize(("text", "known"), [("antrag", "Antrag"), ("ANFRAGE", "Anfrage"), ("Eilantrag", "Dringlichkeitsantrag"), ("große anfrage", "Anfrage")])
def test_a_choice_knows_upper_and_lower_case_and_other_words(text: str, known: str):
    assert value("motion", MOTION.replace("art: Antrag", f"art: {text}"), "art") == known


@pytest.mark.parametrize(("text", "code"), [("Antarg", "value-choice-near"), ("Xylophon", "value-choice")])
def test_an_unknown_choice_is_told(text: str, code: str):
    assert slips("motion", MOTION.replace("art: Antrag", f"art: {text}")) == [(4, code)]


@pytest.mark.parametrize("text", ["themen: Verkehr", "themen: [Verkehr]", "themen:\n  - Verkehr", "themen:\n- Verkehr\n-"])
def test_one_value_may_stand_for_a_list(text: str):
    assert [r.text for r in value("motion", MOTION + text, "themen")] == ["Verkehr"]


def test_a_list_is_told_where_one_value_belongs():
    assert slips("motion", MOTION + "drucksache: [a, b]") == [(6, "value-one")]
    assert slips("motion", MOTION + "drucksache: {a: b}") == [(6, "value-scalar")]


def test_a_plain_value_stands_for_the_main_key_of_a_row():
    signatories = value("motion", MOTION + "unterzeichner:\n  - Vera Beispiel\n  - {name: Kim Muster}", "unterzeichner")

    assert [(row.line, row.get("name").text) for row in signatories] == [(7, "Vera Beispiel"), (8, "Kim Muster")]


def test_references_keep_their_line_and_lose_runs_of_blanks():
    assert value("motion", MOTION + "themen:\n  - Verkehr\n  - 'Bau  und   Wege'", "themen") == (Reference("Verkehr", 7), Reference("Bau und Wege", 8))


@pytest.mark.parametrize("text", ["", "''", "[]", "{}", "['']", "\n  -\n  -"])
def test_an_empty_value_is_as_good_as_none(text: str):
    record, problems = read("motion", MOTION + f"themen: {text}")

    assert problems == []
    assert "themen" not in record.head.values


def test_a_required_value_that_is_empty_is_told_at_its_line():
    assert slips("motion", MOTION.replace("titel: Radweg", "titel:")) == [(3, "key-missing")]
    assert slips("motion", MOTION.replace("titel: Radweg\n", "")) == [(2, "key-missing")]


def test_every_slip_has_its_line_however_deep():
    head = MOTION + "beratungsfolge:\n  - gremium: Kreistag\n    datum: morgen\n    abstimmungen:\n      - gegenstand: Antrag\n        ja: viele\n        nain: 3\n  - gremium: Kreistag\n    datum: 2024-02-30\n"

    assert sorted(slips("motion", head)) == [(8, "value-date"), (11, "value-count"), (12, "key-near"), (14, "value-no-day")]


@pytest.mark.parametrize(("key", "code"), [("tittel", "key-near"), ("Beratungsfolge", "key-near"), ("xyzzy", "key-unknown"), ("status", "key-status")])
def test_an_unknown_key_is_told(key: str, code: str):
    assert slips("motion", MOTION + f"{key}: a") == [(6, code)]


def test_the_label_of_a_field_leads_to_its_key():
    assert "„beratungsfolge“" in read("motion", MOTION + "Beratungsfolge: a")[1][0].remedy


@pytest.mark.parametrize(("count", "known"), [(1, "Antragsteller*in"), (2, "Antragsteller*innen"), (0, "Antragsteller*innen")])
def test_a_label_has_singular_and_plural(count: int, known: str):
    assert TABLES["motion"].fields["antragstellende"].label_for(count) == known


def test_a_value_that_is_too_long_is_told():
    assert slips("motion", MOTION + f"drucksache: {'x' * 1001}") == [(6, "value-long")]


@pytest.mark.parametrize("path", ["content/a.md", "content/antraege/ä.md", ""])
def test_a_derived_uid_is_one_and_stays(path: str):
    assert fields.UID.fullmatch(fields.derived_uid(path))
    assert fields.derived_uid(path) == fields.derived_uid(path)
    assert fields.derived_uid(path) != fields.derived_uid(path + "x")


# ------------------------------------------------------------------------------ the tables themselves


@pytest.mark.parametrize(("table", "field"), EVERY)
def test_a_field_has_a_label_and_an_example_that_it_accepts(table, field: Field):
    assert field.label
    if field.type in READERS:
        assert field.example
        READERS[field.type](field.example, field)  # raises where it does not
    elif field.type == "ref":
        assert field.example
        assert field.to in WHERE
    elif field.type == "rows":
        assert field.rows in table.rows
        assert not field.scalar or field.scalar in table.rows[field.rows]
    else:
        assert field.type == "mapping"


@pytest.mark.parametrize(("table", "field"), EVERY)
def test_what_else_a_field_says_fits_its_type(table, field: Field):
    assert bool(field.values) == (field.type == "choice")
    assert set(field.synonyms.values()) <= set(field.values)
    assert not {w.casefold() for w in field.synonyms} & {w.casefold() for w in field.values}
    assert bool(field.to) == (field.type == "ref")
    assert bool(field.rows) == (field.type == "rows")
    assert not field.label_many or field.many


def test_a_row_without_a_key_answers_with_its_own_line():
    assert Row(7, {}, {}).line_of("x") == 7
