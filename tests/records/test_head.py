"""The head of a text: YAML whose scalars stay text, whose nodes know their line, and whose slips are told in German."""

from __future__ import annotations

import pytest
import yaml

from plugins.records.frontmatter import read_list, read_source
from plugins.records.nodes import Mapping, Node, Sequence
from plugins.records.slips import quoted
from plugins.records.tree import read_yaml

from ..builders import codes


def plain(node: Node | None) -> object:
    """A node as Python's own lists and dicts."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node else None


def values(text: str) -> object:
    """What YAML says; it must not hold a problem."""
    node, problems = read_yaml("x.md", text, 1)
    assert problems == [], "\n".join(map(str, problems))
    return plain(node)


def slips(text: str) -> list[tuple[int, str]]:
    """Line and code of each problem."""
    return [(p.line, p.code) for p in read_yaml("x.md", text, 1)[1]]


# ------------------------------------------------------------------------------------ what is read


@pytest.mark.parametrize(
    "text",
    [
        "3.10",
        "0270",
        "007",
        "1e3",
        "1_000",
        "0x10",
        "ja",
        "nein",
        "yes",
        "no",
        "true",
        "on",
        "null",
        "~",
        "2024-03-04",
        "12:30",
        "190:20:30",
        ".inf",
        "234567",
        "1.0",
        "-1",
        "=",
        "<<",
    ],
)
def test_a_scalar_stays_the_text_that_was_typed(text: str):
    """Stock YAML makes numbers, dates, booleans and sexagesimal numbers of these."""
    assert values(f"top: {text}") == {"top": text}
    assert values(f"- {text}") == [text]
    assert values(f"{text}: x") == {text: "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:", {"a": ""}),
        ("a: ''", {"a": ""}),
        ("a: []", {"a": []}),
        ("a: {}", {"a": {}}),
        ("a:\n  - x\n  - y", {"a": ["x", "y"]}),
        ("a:\n- x\n- y\nb: z", {"a": ["x", "y"], "b": "z"}),
        ("a: [x, y]", {"a": ["x", "y"]}),
        ("a: [x,\n  y]", {"a": ["x", "y"]}),
        ("a: {b: c, d: e}", {"a": {"b": "c", "d": "e"}}),
        ("- - x\n  - y\n- z", [["x", "y"], "z"]),
        ("- a: b\n  c: d\n- e", [{"a": "b", "c": "d"}, "e"]),
        ("a: |\n  eins\n  zwei", {"a": "eins\nzwei"}),
        ("a: |-\n  eins\n\n  zwei\nb: x", {"a": "eins\n\nzwei", "b": "x"}),
        ("a: |2\n    eins\n   zwei\nb: x", {"a": "  eins\n zwei\n", "b": "x"}),
        ("a: |2-\n   eins\nb: x", {"a": " eins", "b": "x"}),
        ("a: >\n  eins\n  zwei\n", {"a": "eins zwei\n"}),
        ('a: | # Anmerkung\n  eins: zwei #drei\n  "offen\nb: x', {"a": 'eins: zwei #drei\n"offen\n', "b": "x"}),
        ("- a: |\n    eins: zwei: drei\n  b: x", [{"a": "eins: zwei: drei\n", "b": "x"}]),
        ("a: eins\n  zwei\n  drei", {"a": "eins zwei drei"}),
        ("a: 'eins\n  zwei: drei #vier\n  fünf'", {"a": "eins zwei: drei #vier fünf"}),
        ('a: "eins\n  b: zwei\n  drei"', {"a": "eins b: zwei drei"}),
        ('a: "eins \\\n  zwei"', {"a": "eins zwei"}),
        ("a: 'der ''Radweg'' kommt'", {"a": "der 'Radweg' kommt"}),
        ('a: "der \\"Radweg\\" kommt"', {"a": 'der "Radweg" kommt'}),
        ("a: der 'Radweg' kommt", {"a": "der 'Radweg' kommt"}),
        ('a: "x" # Anmerkung', {"a": "x"}),
        ("a: [x] # Anmerkung\n# b: c\n\n  # d\ne: f", {"a": ["x"], "e": "f"}),
        ("a: https://example.org/x#y?z=1&w=*", {"a": "https://example.org/x#y?z=1&w=*"}),
        ("a: um 19:30 Uhr", {"a": "um 19:30 Uhr"}),
        ("a: C#-Kurs, K#14", {"a": "C#-Kurs, K#14"}),
        ("a: „Zitat“ und ‚noch eins‘", {"a": "„Zitat“ und ‚noch eins‘"}),
        ("a: Schüler*innen & Co! 50 % @ home `x` | y > z", {"a": "Schüler*innen & Co! 50 % @ home `x` | y > z"}),
        ("a: x - y ? z, [w] {v}", {"a": "x - y ? z, [w] {v}"}),
        ("a: -1\nb: -x\nc: ?x\nd: :x", {"a": "-1", "b": "-x", "c": "?x", "d": ":x"}),
        ("a: \"*x &y !z #w: v\"\nb: '*x &y !z #w: v'", {"a": "*x &y !z #w: v", "b": "*x &y !z #w: v"}),
        (
            'Schlüssel mit Blank: x\nä-b_c.d/e: y\n"q: r": z',
            {"Schlüssel mit Blank": "x", "ä-b_c.d/e": "y", "q: r": "z"},
        ),
        ("? a\n: b", {"a": "b"}),
        ("a:\tb", {"a": "b"}),
        ("a: b\t", {"a": "b"}),
        ("--- \na: b\n...\n", {"a": "b"}),
        ("%YAML 1.1\n---\na: b", {"a": "b"}),
        ('a: "\\x41\\u00e4\\U0001F600\\t"', {"a": "Aä😀\t"}),
        ("a: 😀 bar", {"a": "😀 bar"}),
        ("", None),
        ("# nur eine Anmerkung", None),
    ],
)
def test_yaml_that_is_right_is_read_without_a_word(text: str, expected: object):
    assert values(text) == expected


def test_every_node_knows_its_line():
    text = "uid: x\nb:\n  - c: 1\n    d:\n      - 2\n      - e: 3\n\n# Anmerkung\nf: |\n  g\nh: [i,\n  j]\n"

    head = read_yaml("x.md", text, 10)[0]

    assert head.lines == {"uid": 10, "b": 11, "f": 18, "h": 20}
    step = head.entries["b"].items[0]
    assert (step.line, step.lines) == (12, {"c": 12, "d": 13})
    assert [item.line for item in step.entries["d"].items] == [14, 15]
    assert step.entries["d"].items[1].entries["e"].line == 15
    assert [item.line for item in head.entries["h"].items] == [20, 21]


def test_a_scalar_knows_whether_it_was_quoted():
    """`titel: -Radweg` may be a list without its blank; `titel: "-Radweg"` is not."""
    head = read_yaml("x.md", "a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\n", 1)[0]

    assert [head.entries[key].plain for key in "abcd"] == [True, False, False, False]


# ------------------------------------------------------------------------------------ what is lost or refused


@pytest.mark.parametrize(
    ("text", "lost", "mended"),
    [
        ("titel: Antrag zu #Klima", "#Klima", 'titel: "Antrag zu #Klima"'),
        ("titel: Antrag\t#Klima", "#Klima", 'titel: "Antrag #Klima"'),
        ("nr: #270", "#270", 'nr: "#270"'),
        ("- #Klima\n- b", "#Klima", '- "#Klima"'),
        ("- Klima #jetzt", "#jetzt", '- "Klima #jetzt"'),
        ("a:\n  - b: c #d\n    e: f", "#d", 'b: "c #d"'),
        ("a: eins\n  zwei #drei\nb: c", "#drei", 'a: "eins zwei #drei"'),
        ("a: |\n  eins\nb: zwei #drei", "#drei", 'b: "zwei #drei"'),
        ("- a: |\n    eins\n  b: zwei #drei", "#drei", 'b: "zwei #drei"'),
        ("a: '\n  eins'\nb: zwei #drei", "#drei", 'b: "zwei #drei"'),
        ('a: K "14" #x', "#x", "a: 'K \"14\" #x'"),
        ("a: [b, c #d\n  , e]", "#d", '- "c #d"'),
    ],
)
def test_what_a_comment_sign_would_swallow_is_named(text: str, lost: str, mended: str):
    """YAML drops it without a word (tried); the remedy is a line to paste."""
    (said,) = read_yaml("x.md", text, 1)[1]

    assert said.code == "yaml-comment"
    assert f"Alles ab „{lost}“" in said.what
    assert f": {mended} (" in said.remedy
    assert said.line == next(n for n, line in enumerate(text.split("\n"), 1) if lost in line)


def test_the_rest_of_a_head_is_read_in_spite_of_a_slip():
    """So that every mistake of a file is said at once, and others may still mean it by its name."""
    node, problems = read_yaml("x.md", "a: b #c\nd: e\nd: f\ng: *h\n", 1)

    assert codes(problems) == ["yaml-comment", "yaml-alias", "key-twice"]
    assert plain(node) == {"a": "b", "d": "e", "g": "*h"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", [(1, "yaml-colon")]),
        ("titel: „Zitat“: Rest", [(1, "yaml-colon")]),
        ("titel: Antrag (1. Lesung): Neu", [(1, "yaml-colon")]),
        ("titel: Radweg:", [(1, "yaml-colon")]),
        ("- a: b\n  c: d: e\n- f: g: h", [(2, "yaml-colon"), (3, "yaml-colon")]),
        ("Schlüssel mit Blank: b: c", [(1, "yaml-colon")]),
        ("a: b: c #d", [(1, "yaml-colon")]),
        ("a:\n\t- b", [(2, "yaml-tab")]),
        ("\ta: b", [(1, "yaml-tab")]),
        ('a: "b', [(1, "yaml-quote")]),
        ("a: 'b\nc: d", [(1, "yaml-quote")]),
        ("a: 'b\nc: 'd'", [(1, "yaml-quote")]),
        ("- a: 'b\n  c: d\n- e: f", [(1, "yaml-quote")]),
        ("- 'b\n- c", [(1, "yaml-quote")]),
        ("a: 'b'' c\nd: e", [(1, "yaml-quote")]),
        ('a: "b\\"\nd: e', [(1, "yaml-quote")]),
        ('a: "b" c', [(1, "yaml-after")]),
        ("a: 'b' c\nd: e", [(1, "yaml-after")]),
        ("a: *b*", [(1, "yaml-start")]),
        ("a: `b`", [(1, "yaml-start")]),
        ("a: @b", [(1, "yaml-start")]),
        ("a: % 5", [(1, "yaml-start")]),
        ("a: > 5", [(1, "yaml-start")]),
        ("a: - b", [(1, "yaml-start")]),
        ("a: ]b", [(1, "yaml-start")]),
        ("titel: [Entwurf] Radweg", [(1, "yaml-start")]),
        ("titel: {Entwurf} Radweg #neu", [(1, "yaml-start")]),
        ("uid: x\ntitel:Radweg\nart: y", [(2, "yaml-blank")]),
        ("a:\n  - b: c\n    d:e\n    f: g", [(3, "yaml-blank")]),
        ("uid: x\ntitel Radweg\nart: y", [(2, "yaml-no-colon")]),
        ("a: [b, c\nd: e", [(1, "yaml-bracket")]),
        ("a: {b: c\nd: e", [(1, "yaml-bracket")]),
        ("a: [b,", [(1, "yaml-bracket")]),
        ("a: [b, #c]\nd: e", [(1, "yaml-comment")]),
        ("a:\n  - b: c\n    d: e\n   f: g", [(4, "yaml-indent")]),
        ("a: b\n- c", [(2, "yaml-indent")]),
        ("a: b\n  c: d", [(2, "yaml-below")]),
        ("a: b\n  c\n  d: e", [(3, "yaml-below")]),
        ('a: "C:\\Quartier"', [(1, "yaml-backslash")]),
        ('a: "x\\u202ey"', [(1, "yaml-escape")]),
        ('a: "x\\0y"', [(1, "yaml-escape")]),
        ('a: "x\\ry"', [(1, "yaml-escape")]),
        ('a: "x\\Ny\\Pz"', [(1, "yaml-escape")]),
        ("a: [b]]", [(1, "yaml")]),
        ("a: *b", [(1, "yaml-alias")]),
        ("a: [*b, *c]", [(1, "yaml-alias")]),
        ("a: #b\nc: d: e", [(1, "yaml-comment"), (2, "yaml-colon")]),
        ("# a: b: c\n\n  # 'd\ne: f: g", [(4, "yaml-colon")]),
        ("a: &b c", [(1, "yaml-alias")]),
        ("a: &b\n  - c", [(1, "yaml-alias")]),
        ("&a b: c", [(1, "yaml-alias")]),
        ("a: !b c", [(1, "yaml-tag")]),
        ("a: !!str c", [(1, "yaml-tag")]),
        ("a: !!python/object/apply:os.system [x]", [(1, "yaml-tag")]),
        ("a: b\na: c", [(2, "key-twice")]),
        ("a: b\n'a': c", [(2, "key-twice")]),
        ("a: {b: c, b: d}", [(1, "key-twice")]),
        ("[a]: b", [(1, "yaml-key")]),
        ("? {a: b}\n: c", [(1, "yaml-key")]),
        ("a: b\n---\nc: d", [(2, "yaml-second")]),
        ("a: b\n...\nc: d", [(2, "yaml-second")]),
        ("[" * 9, [(1, "yaml-deep")]),
        ("a: " + "[" * 5000, [(1, "yaml-deep")]),
    ],
)
def test_a_slip_is_told_with_its_line(text: str, expected: list[tuple[int, str]]):
    assert slips(text) == expected


def test_all_slips_of_a_head_are_told_at_once():
    text = 'titel: a: b\nart: "c\ndatum: @d\nort:e\nthemen:\n\t- f\nfrist: "g" h\n'

    assert slips(text) == [
        (1, "yaml-colon"),
        (2, "yaml-quote"),
        (3, "yaml-start"),
        (4, "yaml-blank"),
        (6, "yaml-tab"),
        (7, "yaml-after"),
    ]


def test_a_text_that_looks_wrong_does_not_hide_the_line_that_is():
    """The block and the quotation are right; what is refused is line 6 only."""
    text = "a: |\n  b: c: d\n  \"e\nf: 'g\n  h: i: j'\nk: l: m\n"

    assert slips(text) == [(6, "yaml-colon")]


@pytest.mark.parametrize(
    "value",
    ["a", "a: b", "a #b", '"a', "'a", "a\"b'c\\d", "#", "*a", "- a", "", "\\", "„a“: b", '"a" b', "a\\", 'a"b\nc'],
)
def test_what_a_remedy_quotes_is_read_again_as_it_was_typed(value: str):
    assert yaml.safe_load(f"x: {quoted(value)}") == {"x": value}


# ------------------------------------------------------------------------------------ files


def source(text: str | bytes):
    return read_source("x.md", text.encode() if isinstance(text, str) else text)


def test_a_file_is_cut_into_head_and_text():
    found = source("---\na: b\n---\n\nText.\n")

    assert plain(found.head) == {"a": "b"}
    assert (found.body, found.body_line, found.problems) == ("\nText.\n", 4, ())


@pytest.mark.parametrize("fence", ["---", "--- ", "----", "---\t"])
def test_a_fence_may_be_longer_and_end_in_blanks(fence: str):
    assert plain(source(f"{fence}\na: b\n{fence}\nText").head) == {"a": "b"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(end: str, mark: str):
    """Windows' and old editors' files."""
    text = "---\na: b\nc: |\n  d\n  e\n---\n\nText.\nEnde."

    assert source(mark + text.replace("\n", end)) == source(text)


@pytest.mark.parametrize(
    "typed",
    ["Gr\u00f6\u00dfe, caf\u00e9", "Gro\u0308\u00dfe, cafe\u0301", '"Gro\\u0308\u00dfe, cafe\\u0301"'],
    ids=["one-sign", "apart", "escaped"],
)
def test_letters_are_composed_on_reading(typed: str):
    """In head, list and text; where an escape makes a mark, after it was read."""
    source = read_source("x.md", f"---\ntitel: {typed}\n---\n\nIm Text: {typed}".encode())
    assert source.head.entries["titel"].text == "Gr\u00f6\u00dfe, caf\u00e9"
    assert read_list("x.yaml", f"- {typed}".encode()).head.items[0].text == "Gr\u00f6\u00dfe, caf\u00e9"
    assert "\u0308" not in source.body


@pytest.mark.parametrize(("text", "line"), [("---\na: b\n---", 3), ("---\na: b\n---\n", 4), ("---\na: b\n---\n\n", 4)])
def test_a_text_that_is_missing_is_missed_on_a_line_that_the_file_has(text: str, line: int):
    assert source(text).body_line == line


def test_a_line_in_the_text_of_three_strokes_ends_nothing():
    found = source("---\na: b\n---\nText\n\n---\n\nc: d\n")

    assert plain(found.head) == {"a": "b"}
    assert found.body == "Text\n\n---\n\nc: d\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [(1, "head-empty")]),
        (b" \n\n", [(1, "head-empty")]),
        (b"\n---\na: b\n---\n", [(2, "head-late")]),
        (b" ---\na: b\n---\n", [(1, "head-late")]),
        (b"\n\nText", [(3, "head-missing")]),
        (b"a: b\n---\n", [(1, "head-missing")]),
        (b"---\na: b\n", [(1, "head-open")]),
        (b"---", [(1, "head-open")]),
        (b"---\n---\n", []),
        (b"---\n- a\n---\n", [(1, "head-no-keys")]),
        (b"---\nText\n---\n", [(1, "head-no-keys")]),
        ("---\na: \u00fc\n---\n".encode("latin-1"), [(2, "encoding")]),
        ("---\na: b\n---\n\n\u201e\u00fc\u201c".encode("cp1252"), [(5, "encoding")]),
        ("---\na: b\n---\nText\n".encode("utf-16"), [(1, "encoding")]),
        ("---\na: b\n---\nText\n".encode("utf-16-le"), [(1, "encoding")]),
        ("---\na: b\n---\nText\n".encode("utf-32-be"), [(1, "encoding")]),
        (b"---\na: b\x00\n---\n", [(2, "character")]),
        (b"---\n" + b"a: b\n" * 20_001 + b"---\n", [(2, "head-large")]),
        (b"---\na: b\n---\n" + b"x" * 1_000_000, [(0, "file-large")]),
    ],
    ids=range(19),
)
def test_a_file_that_is_no_text_with_a_head_is_told(data: bytes, expected: list[tuple[int, str]]):
    found = source(data)

    assert [(p.line, p.code) for p in found.problems] == expected
    assert found.head is None or codes(found.problems) == ["character"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["---", "---\na: b\n---\nText\n", "\ufeff-"])
def test_a_file_of_wider_signs_is_called_by_its_name(encoding: str, text: str):
    """With its mark however short it is; without one by its many zeros."""
    (said,) = source(text.encode(encoding) if len(text) > 9 else b"\xff\xfe" + text.encode("utf-16-le")).problems

    assert "UTF-16" in said.what


def test_a_list_in_another_encoding_is_told():
    found = read_list("themen.yaml", "- name: Bildung\n- name: Höfe\n".encode("latin-1"))

    assert (found.head, [(p.line, p.code) for p in found.problems]) == (None, [(2, "encoding")])


def test_the_message_about_another_encoding_shows_where():
    (said,) = source("---\na: b\n---\nÜber den Fußweg\n".encode("latin-1")).problems

    assert "„Über den Fußweg“" in said.what


def test_invisible_characters_are_told_with_line_and_column_ten_at_most():
    found = source("---\na: b\n---\n" + "x\u200by\u202ez\n" * 20)

    assert [(p.line, p.column) for p in found.problems] == [(line, column) for line in range(4, 9) for column in (2, 4)]


@pytest.mark.parametrize(
    "char", ["\u00a0", "\u202f", "\u2009", "\u2011", "\u200d", "😀", "é", "e\u0301", "ﬁ", "–", "ｚ"]
)
def test_characters_that_people_use_are_no_problem(char: str):
    """Blanks that do not break, hyphens, joined emoji, accents of either form."""
    assert source(f"---\na: x{char}y\n---\nx{char}y\n").problems == ()


def test_a_list_is_read_from_its_first_line_and_may_be_long():
    """A list of old addresses is longer than any head."""
    found = read_list(
        "umleitungen.yaml", b"".join(b"- von: /alt/%d\n  nach: /antraege/\n" % number for number in range(5000))
    )

    assert found.problems == ()
    assert len(found.head.items) == 5000
    assert found.head.items[4999].lines == {"von": 9999, "nach": 10000}
