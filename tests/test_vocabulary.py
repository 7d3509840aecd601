"""The tables of values: no word of theirs stands anywhere else, a row is whole or the program does not start, and a new row arrives everywhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jinja2 import nodes
from msgspec.structs import replace

from plugins.meetings import vocabulary as meetings
from plugins.motions import vocabulary as motions
from plugins.news import vocabulary as news
from plugins.newsletter import vocabulary as newsletter
from plugins.people import vocabulary as people
from plugins.press.templates import environment
from plugins.press.theme import Theme
from plugins.records.council import COUNCILS, Council, CouncilRow, GroupRow, in_words
from plugins.records.fields import READERS, Bad, Field, read_toml
from plugins.records.german import Noun, denies, within
from plugins.records.values import Flawed, Row, read_values
from plugins.site.tables import group_table, tables

from .conftest import ROOT

PLUGINS, THEME = ROOT / "plugins", ROOT / "theme"
# File, list in it, struct of a row.
TABLES: list[tuple[str, str, type[Row]]] = [
    ("motions/kinds.toml", "value", motions.Kind),
    ("motions/results.toml", "value", motions.Result),
    ("motions/statuses.toml", "value", motions.Status),
    ("motions/statuses.toml", "group", motions.Group),
    ("motions/roles.toml", "value", motions.Role),
    ("motions/implementation.toml", "value", motions.Done),
    ("motions/votes.toml", "outcome", motions.Outcome),
    ("motions/votes.toml", "subject", motions.Subject),
    ("motions/votes.toml", "manner", motions.Manner),
    ("motions/votes.toml", "voice", motions.VoiceKind),
    ("motions/happenings.toml", "value", motions.Event),
    ("motions/stages.toml", "value", motions.StageWords),
    ("meetings/forms.toml", "value", meetings.Form),
    ("meetings/access.toml", "value", meetings.Admission),
    ("meetings/kinds.toml", "value", meetings.Kind),
    ("meetings/rhythms.toml", "value", meetings.Rhythm),
    ("people/bodies.toml", "value", people.BodyKind),
    ("people/roles.toml", "value", people.Role),
    ("news/values.toml", "kind", news.Kind),
    ("news/values.toml", "origin", news.Origin),
    ("records/councils.toml", "council", CouncilRow),
    ("records/groups.toml", "group", GroupRow),
    ("newsletter/chapters.toml", "value", newsletter.Chapter),
]
# What editors type, and so what might be compared with. (The words of happenings are parts of ids, those of stages are the program's own.)
TYPED = [
    motions.KINDS,
    motions.RESULTS,
    motions.STATUSES,
    motions.GROUPS,
    motions.ROLES,
    motions.DONE,
    motions.OUTCOMES,
    motions.SUBJECTS,
    motions.MANNERS,
    meetings.FORMS,
    meetings.ACCESS,
    meetings.KINDS,
    meetings.RHYTHMS,
    people.BODIES,
    people.ROLES,
    news.KINDS,
    news.ORIGINS,
]
WORDS = {word for table in TYPED for row in table for word in (row.word, *row.synonyms) if "{" not in word}
SPOKEN = {
    word
    for table in (motions.RESULTS, motions.STATUSES, motions.DONE, motions.OUTCOMES, meetings.FORMS, meetings.ACCESS)
    for row in table
    for word in (row.word, *row.synonyms)
} - {"offen", "Video", "online"}
# Words that sound alike and mean something else, with where they stand: they are compared with no value.
HOMOGRAPHS = {
    "Antrag": {"importing/walk.py", "records/handbook.py"},
    "Anfrage": {
        "invitations/desk.py",
        "invitations/show.py",
    },  # what is counted, and what a reference leads to; a mail that asks for an invitation
    "Entwurf": {
        "invitations/flags.py",
        "publishing/sharing/addresses.py",
        "publishing/sharing/showing.py",
        "cli/parser.py",
        "site/newsletters.py",
    },  # a mail that nobody has sent yet; a text of any kind that is not public
    "geheim": {"publishing/place.py", "publishing/setup.py"},  # a folder of the server
    "offen": {"publishing/upload.py"},
    "angenommen": {
        "cli/uploading.py",
        "publishing/sharing/sending.py",
        "invitations/journal.py",
        "invitations/senders.py",
        "publishing/receive.py",
        "publishing/setup.py",
        "publishing/teasers.py",
        "publishing/waiting.py",
    },  # states of a transfer, of a mail, of a push
    "vertagt": {"invitations/journal.py", "invitations/show.py"},
    "abgelehnt": {
        "invitations/senders.py",
        "publishing/carriers.py",
        "publishing/sharing/exchange.py",
    },  # a mail that waits; a login
    "Videokonferenz": {"publishing/secrets.py", "records/rules.py"},  # whose link is a secret
    "erledigt": {"cli/parser.py"},
    "beschlossen": {"records/body.py", "records/messages.py"},  # verbs of a sentence
    "öffentlich": {
        "cli/parser.py",
        "cli/publishing.py",
        "cli/uploading.py",
        "publishing/alarm.py",
        "publishing/sharing/redirecting.py",
        "publishing/sharing/sending.py",
        "publishing/sharing/standing.py",
        "invitations/plan.py",
        "publishing/floor.py",
        "publishing/hub.py",
        "publishing/local.py",
        "publishing/receive.py",
        "publishing/secrets.py",
        "publishing/status.py",
        "publishing/upload.py",
        "records/messages.py",
    },  # what everybody can see
}
MODULES = sorted(PLUGINS.rglob("*.py"))


CAPITALS = {word[:1].upper() + word[1:]: word for word in SPOKEN} | {word: word for word in SPOKEN}


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds these words where they stand as such."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


VALUE = one_of(CAPITALS)


@cache
def texts_of(module: Path) -> tuple[tuple[int, str], ...]:
    """Every text that is no docstring, with its line."""
    tree = ast.parse(module.read_text("utf-8"))
    bodies = [
        node.body
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    docs = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    return tuple(
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )


def words_in(text: str) -> set[str]:
    """The values that a text is, or that stand in it as such."""
    return {text.strip()} & WORDS | {CAPITALS[shown] for shown in VALUE.findall(text)}


# ------------------------------------------------------------------------------- nowhere else


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PLUGINS).as_posix())
def test_no_module_names_a_value(module: Path) -> None:
    name = module.relative_to(PLUGINS).as_posix()
    assert [
        (line, word, text)
        for line, text in texts_of(module)
        for word in words_in(text)
        if name not in HOMOGRAPHS.get(word, ())
    ] == []


def test_every_word_that_only_sounds_like_a_value_is_still_there() -> None:
    found = {
        (word, module.relative_to(PLUGINS).as_posix())
        for module in MODULES
        for _, text in texts_of(module)
        for word in words_in(text)
    }
    assert sorted({(word, name) for word, names in HOMOGRAPHS.items() for name in names} - found) == []


@pytest.mark.parametrize("template", sorted((THEME / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_asks_for_a_value(template: Path) -> None:
    """In a condition, a comparison, a key or a `set`; as a word on the page a value comes from its row."""
    tree = environment(Theme((THEME,))).parse(template.read_text("utf-8"))
    asked = [test for kind in (nodes.If, nodes.CondExpr) for node in tree.find_all(kind) for test in (node.test,)]
    asked += [node for kind in (nodes.Compare, nodes.Dict, nodes.Assign, nodes.Getitem) for node in tree.find_all(kind)]
    assert [
        const.value
        for node in asked
        for const in [node, *node.find_all(nodes.Const)]
        if isinstance(const, nodes.Const) and isinstance(const.value, str) and words_in(const.value)
    ] == []


@pytest.mark.parametrize("script", sorted((THEME / "static/js").glob("*.js")), ids=lambda path: path.stem)
def test_no_script_holds_a_value_or_a_sentence(script: Path) -> None:
    """What a script says stands in the page."""
    code = re.sub(r"^\s*//.*$|(?<=[;{}]) //.*$", "", script.read_text("utf-8"), flags=re.M)
    said = [a or b or c for a, b, c in re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', code)]
    assert [
        text
        for text in said
        if words_in(text)
        or re.search(
            r"[A-Za-zÄÖÜäöüß]{3,} [A-Za-zÄÖÜäöüß]{2,}|[ÄÖÜäöüß]",
            re.sub(r"\$\{[^}]*\}", "", text).replace("button button", ""),
        )
    ] == []


def names_of(council: Council) -> set[str]:
    """Of the council; what a group may be called stands in other places, too: the minutes know groups of others."""
    nouns = [getattr(council, name) for name in council.__struct_fields__ if name != "group"]
    nouns = [noun for noun in nouns if isinstance(noun, Noun)]
    return {form for noun in nouns for form in (noun.word, noun.genitive, noun.plural, noun.dative_plural)}


COMMON = {
    "Stadt",
    "Städte",
    "Städten",
    "Gemeinde",
    "Gemeinden",
    "Region",
    "Regionen",
    "Bezirk",
    "Bezirks",
    "Bezirke",
    "Bezirken",
    "Kreis",
    "Kreises",
    "Kreise",
    "Kreisen",
    "Rathaus",
    "Rathauses",
    "Bürgermeister",
    "Hauptausschuss",
}  # words of everybody's German


def test_no_name_of_a_council_stands_outside_its_table() -> None:
    name = one_of({name for council in COUNCILS for name in names_of(council)} - COMMON)
    places = [
        *MODULES,
        *PLUGINS.rglob("*.toml"),
        *(THEME / "templates").rglob("*.html"),
        *(THEME / "examples").glob("*.toml"),
        *(THEME / "static/js").glob("*.js"),
    ]
    assert [
        (path.relative_to(ROOT).as_posix(), found)
        for path in places
        if path.name not in ("councils.toml", "groups.toml")
        for found in name.findall(path.read_text("utf-8"))
    ] == []


def test_no_page_speaks_of_the_area_by_one_name() -> None:
    """„im Kreis“, „des Kreises“: only as `site.council.area`."""
    name = one_of(COMMON - {"Bürgermeister", "Rathaus", "Rathauses"})
    assert [
        (path.name, found)
        for path in (THEME / "templates").rglob("*.html")
        for found in name.findall(path.read_text("utf-8"))
    ] == []


# ------------------------------------------------------------------------------- where words live

README = (PLUGINS / "README.md").read_text("utf-8").split("## Where German words live", 1)[1]
PLACES = [place for row in README.splitlines() if row.startswith("| ") for place in re.findall(r"`([^`]+/[^`]+)`", row)]
GERMAN = re.compile(r"[äöüßÄÖÜ„“]|\b(?:der|die|das|und|nicht|bitte|ist|mit|von|keine?)\b")


def test_every_place_of_german_words_is_named_in_the_readme() -> None:
    named = {path.resolve() for place in PLACES for path in PLUGINS.glob(place)}
    speaking = [
        module
        for module in MODULES
        if any(GERMAN.search(text) for _, text in texts_of(module) if "\\" not in text and "(?" not in text)
    ]
    tables_of_ours = list(PLUGINS.rglob("*.toml"))
    assert [
        path.relative_to(PLUGINS).as_posix() for path in (*speaking, *tables_of_ours) if path.resolve() not in named
    ] == []


def test_every_place_that_the_readme_names_is_there() -> None:
    assert [place for place in PLACES if not any(path.is_file() for path in PLUGINS.glob(place))] == []


# ------------------------------------------------------------------------------- a row is whole


def cells_of(row: dict[str, Any], within: str = "") -> Iterator[tuple[str, ...]]:
    for name, value in row.items():
        yield (*filter(None, (within,)), name)
        if isinstance(value, dict):
            yield from ((name, inner) for inner in value)


@pytest.mark.parametrize(("file", "section", "kind"), TABLES, ids=[f"{file}-{section}" for file, section, _ in TABLES])
def test_a_row_without_one_of_its_cells_is_an_error_that_names_table_row_and_cell(
    file: str, section: str, kind: type[Row]
) -> None:
    rows = read_toml(PLUGINS / file)[section]
    assert len(read_values(kind, file, rows).rows) == len(rows)
    rows = rows[:3] if section == "council" else rows  # seven rows of the same eighty cells
    for number, row in enumerate(rows):
        for path in cells_of(row):
            spoiled = {key: dict(value) if isinstance(value, dict) else value for key, value in row.items()}
            del (spoiled if len(path) == 1 else spoiled[path[0]])[path[-1]]
            with pytest.raises(Flawed) as said:
                read_values(kind, file, [*rows[:number], spoiled, *rows[number + 1 :]])
            assert file in str(said.value) and f"„{'.'.join(path)}“" in str(said.value)
            assert f"„{row['word']}“" in str(said.value) or path == ("word",)


SLIPS = {
    "tone": ({"tone": "rot"}, "falsche Form"),
    "unknown cell": ({"farbe": "rot"}, "„farbe“ gibt es hier nicht"),
    "twice": ({"word": "vertagt"}, "„vertagt“ steht schon"),
    "synonym of another": (
        {"synonyms": ["Vertagt"]},
        "Zeile „vertagt“: „vertagt“ steht schon in der Zeile „abgelehnt“",
    ),
    "opposite": ({"opposite": "nie"}, '„opposite = "nie"“ gibt es'),
    "kind of cell": ({"known": "ja"}, "falsche Form"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_row_is_said(slip: str) -> None:
    change, expected = SLIPS[slip]
    rows = read_toml(PLUGINS / "motions/results.toml")["value"]
    with pytest.raises(Flawed) as said:
        read_values(
            motions.Result,
            "motions/results.toml",
            [{**rows[8], **change}, *[row for row in rows if row is not rows[8]]],
        )
    assert expected in str(said.value)


def test_a_cell_that_names_a_row_of_another_table_names_one_that_is_there() -> None:
    rows = read_toml(PLUGINS / "motions/results.toml")["value"]
    for cell in ("status", "parted", "event", "changed", "unanimously"):
        wrong = read_values(
            motions.Result,
            "motions/results.toml",
            [{**row, cell: "nirgends"} if row["word"] == "abgelehnt" else row for row in rows],
        )
        with pytest.raises(Flawed, match=f"„abgelehnt“: „{cell} = "):
            motions.check_tables(results=wrong)


def test_what_decides_says_what_follows_and_nothing_else_does() -> None:
    rows = read_toml(PLUGINS / "motions/results.toml")["value"]
    for change in ({"decides": "never"}, {"status": "", "parted": ""}):
        wrong = read_values(
            motions.Result,
            "motions/results.toml",
            [{**row, **change} if row["word"] == "abgelehnt" else row for row in rows],
        )
        with pytest.raises(Flawed, match="Zeile „abgelehnt“: Zu „decides"):
            motions.check_tables(results=wrong)


def test_two_rows_of_one_name_in_the_words_of_a_council_are_an_error() -> None:
    council = replace(COUNCILS.rows[0], main_committee=COUNCILS.rows[0].body)
    with pytest.raises(Flawed, match="heißen zwei Zeilen gleich: "):
        in_words(people.BODIES, council)


# ------------------------------------------------------------------------------- reading


RESULT, STATUS, FORM = (
    tables()["motion"].rows["step"]["ergebnis"],
    tables()["motion"].fields["stand"],
    tables()["meeting"].fields["zugang"],
)
KIND = tables()["motion"].fields["art"]


@pytest.mark.parametrize(
    ("field", "typed", "never"),
    [
        (RESULT, "mehrheitlich abgelehnt", ("mehrheitlich beschlossen", "mehrheitlich angenommen", "beschlossen")),
        (RESULT, "einstimmig abgelehnt", ("einstimmig beschlossen", "einstimmig angenommen")),
        (RESULT, "nicht angenommen", ("angenommen", "beschlossen")),
        (RESULT, "nicht beschlossen", ("beschlossen",)),
        (RESULT, "teilweise abgelehnt", ("teilweise beschlossen", "teilweise angenommen")),
        (STATUS, "nicht angenommen", ("angenommen",)),
        (STATUS, "teilweise abgelehnt", ("teilweise angenommen",)),
        (FORM, "nicht öffentlich", ("öffentlich", "mitgliederöffentlich")),
    ],
)
def test_no_suggestion_turns_a_meaning_round(field: Field, typed: str, never: tuple[str, ...]) -> None:
    assert suggested(typed, field) not in never
    assert meaning(typed, field) not in never


def suggested(typed: str, field: Field) -> str | None:
    """What is proposed for words that are not accepted; of a field that takes any words, only for a slip."""
    try:
        READERS["choice"](typed, field)
    except Bad as refused:
        return refused.values.get("near")
    return None


def meaning(typed: str, field: Field) -> str | None:
    try:
        return READERS["choice"](typed, field)
    except Bad:
        return None


CHOICES = [
    (f"{table.kind}.{field.key}", field)
    for table in (*tables().values(), group_table())
    for rows in (table.fields, *table.rows.values())
    for field in rows.values()
    if field.type == "choice"
]
LETTERS = "abehnrtuä"


def misspelled(word: str) -> Iterator[str]:
    """Every word with one letter left out, doubled, changed over with the next, or another one."""
    for at in range(len(word)):
        yield from (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
        yield from (word[:at] + letter + word[at + 1 :] for letter in LETTERS)


def is_large(field: Field) -> bool:
    """Of its words every tenth slip is tried in the short run, and each in the long one."""
    return sum(map(len, (*field.values, *field.synonyms))) > 400


ONE_OFF = [
    *(pytest.param(field, 1, id=name, marks=pytest.mark.lang if is_large(field) else ()) for name, field in CHOICES),
    *(pytest.param(field, 10, id=f"{name}-some") for name, field in CHOICES if is_large(field)),
]


@pytest.mark.parametrize(("field", "every"), ONE_OFF)
def test_no_letter_that_is_off_leads_to_the_opposite(field: Field, every: int) -> None:
    """Each word of each table, with each letter off: what is proposed is never the opposite of what was meant, and denies as much."""
    wrong = []
    for word in (*field.values, *field.synonyms):
        meant = field.synonyms.get(word, word)
        for typed in sorted(set(misspelled(word)))[::every] if len(field.values) < 40 else ():
            near = suggested(typed, field)
            found = field.synonyms.get(near, near)
            if near and (
                field.opposites.get(meant) == found
                or field.opposites.get(found) == meant
                or denies(near) != denies(word)
            ):
                wrong.append((word, typed, near))
    assert wrong == []


@pytest.mark.parametrize(("name", "field"), CHOICES, ids=[name for name, _ in CHOICES])
def test_no_word_of_a_table_is_proposed_for_another(name: str, field: Field) -> None:
    """Words of other tables, as they are: an opposite that is not accepted here is never answered with its contrary."""
    wrong = []
    for word in sorted(WORDS):
        near = suggested(word, field)
        pairs = {(row.word, row.opposite) for table in TYPED for row in table if getattr(row, "opposite", "")}
        if near and ((word, near) in pairs or (near, word) in pairs):
            wrong.append((word, near))
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("fertig", STATUS),
        ("gemeinsamer Antrag", KIND),
        ("Kleiner Antrag", KIND),
        ("unverändert abgelehnt", STATUS),
        ("vertagt worden", STATUS),
    ],
)
def test_nothing_is_proposed_for_words_that_only_share_some(typed: str, key: Field) -> None:
    assert suggested(typed, key) is None


def test_a_slip_of_the_finger_still_finds_its_word() -> None:
    for field, typed, near in (
        (RESULT, "abgelent", "abgelehnt"),
        (RESULT, "einstimig beschlossen", "einstimmig beschlossen"),
        (RESULT, "nicht abgelehnt", None),
        (FORM, "nicht öffentlich", "nichtöffentlich"),
    ):
        assert suggested(typed, field) == near, typed


@pytest.mark.parametrize("council", COUNCILS.rows, ids=lambda row: row.word)
def test_a_name_in_a_headline_has_the_gender_of_its_table(council: Council) -> None:
    """Feeds say „im …“ of any committee, by its last syllable; of the council's own names that is right."""
    for noun in (council.body, council.main_committee):
        assert within(noun.word) == noun.within


# ------------------------------------------------------------------------------- told in one place

TELLING = (
    "motions/decision.py",
    "motions/story.py",
    "motions/happenings.py",
    "motions/stages.py",
    "motions/structured.py",
)
TAKING_APART = {
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "removesuffix",
    "removeprefix",
    "startswith",
    "endswith",
    "find",
    "index",
    "search",
    "match",
    "lower",
    "casefold",
}


@pytest.mark.parametrize("name", TELLING)
def test_no_sentence_is_taken_apart_to_make_another(name: str) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse((PLUGINS / name).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert [(call.lineno, call.func.attr) for call in calls if call.func.attr in TAKING_APART] == []


def test_only_the_composer_asks_how_a_result_is_said() -> None:
    """Else two places could say it differently."""
    cells = {"verb", "adverb"}
    found = {
        module.relative_to(PLUGINS).as_posix()
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in cells
    }
    assert found == {"motions/decision.py"}
