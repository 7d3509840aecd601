"""The HTML of a text as a tree: what stands there stays, in its order, and what a letter cannot hold is put right."""

from __future__ import annotations

import pytest

from plugins.documents.signs import printable
from plugins.documents.tree import read_tree

from .paper import html

MARK = '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>'
NOTES = '<div class="footnote"><hr><ol><li id="fn:1"><p>Nach <em>dem</em> Gesetz.&#160;<a class="footnote-backref" href="#fnref:1" title="zurück">↩</a></p></li></ol></div>'


def test_blocks_and_marks_are_what_they_were():
    assert read_tree(
        html("Ein **starkes** und *schräges* Wort[.](https://example.org)\n\n- eins\n- zwei\n\n> Zitat")
    ) == [
        {
            "t": "p",
            "c": [
                "Ein ",
                {"t": "b", "c": ["starkes"]},
                " und ",
                {"t": "i", "c": ["schräges"]},
                " Wort",
                {"t": "a", "href": "https://example.org", "c": ["."]},
            ],
        },
        {"t": "ul", "c": [[{"t": "p", "c": ["eins"]}], [{"t": "p", "c": ["zwei"]}]]},
        {"t": "quote", "c": [{"t": "p", "c": ["Zitat"]}]},
    ]


def test_a_table_keeps_head_rows_and_sides():
    (table,) = read_tree(html("| Ort | Euro |\n|---|--:|\n| Altental | 1.000 |\n| Neudorf | |"))

    assert table["head"] == [[{"t": "p", "c": ["Ort"]}], [{"t": "p", "c": ["Euro"]}]]
    assert [[cell and cell[0]["c"][0] for cell in row] for row in table["rows"]] == [
        ["Altental", "1.000"],
        ["Neudorf", []],
    ]
    assert table["align"] == ["left", "right"]


def test_the_first_row_is_the_head_of_a_table_whose_own_is_empty():
    (table,) = read_tree(html("| | |\n|---|---|\n| Ort | Euro |\n| Altental | 5 |"))

    assert [cell[0]["c"] for cell in table["head"]] == [["Ort"], ["Euro"]]
    assert len(table["rows"]) == 1


@pytest.mark.parametrize(
    ("list_", "start", "form", "numbers"),
    [
        ("<ol><li>a</li><li>b</li></ol>", 1, "1.", [None, None]),
        ('<ol start="3"><li>a</li></ol>', 3, "1.", [None]),
        ('<ol type="a"><li>a</li></ol>', 1, "a.", [None]),
        ('<ol type="a" class="marks-aa-bracket"><li>a</li></ol>', 1, "aa)", [None]),
        ('<ol class="marks-1-brackets"><li>a</li></ol>', 1, "(1)", [None]),
        ('<ol class="marks-x-y"><li>a</li></ol>', 1, "1.", [None]),
        ('<ol type="I" start="2"><li>a</li><li value="7">b</li></ol>', 2, "I.", [None, 7]),
        ('<ol start="x"><li value="-1">a</li></ol>', 1, "1.", [None]),
    ],
)
def test_points_keep_their_numbers(list_: str, start: int, form: str, numbers: list[int | None]):
    (node,) = read_tree(list_)

    assert (node["start"], node["as"], [item["n"] for item in node["c"]]) == (start, form, numbers)


@pytest.mark.parametrize(
    "box",
    [
        NOTES,
        NOTES.replace("<div", "<section")
        .replace("</div>", "</section>")
        .replace('class="footnote"', 'class="footnotes" role="doc-endnotes"'),
    ],
)
def test_a_footnote_stands_where_its_mark_is_and_its_way_back_is_gone(box: str):
    (paragraph,) = read_tree(f"<p>Wort{MARK}, und noch einmal{MARK}.</p>{box}")

    assert paragraph["c"] == [
        "Wort",
        {"t": "fn", "c": [["Nach ", {"t": "i", "c": ["dem"]}, " Gesetz.\u00a0"]]},
        ", und noch einmal",
        {"t": "again", "n": "1"},
        ".",
    ]


def test_a_link_to_a_heading_is_no_footnote():
    assert read_tree('<p>siehe <a href="#fn:1">dort</a></p>' + NOTES, lambda address: "") == [
        {"t": "p", "c": ["siehe ", "dort"]}
    ]


def test_headings_close_up_and_empty_ones_go():
    tree = read_tree("<h3>eins</h3><h6>tief</h6><h3></h3><h4><b>\u00ad </b></h4><h3>zwei</h3>", above=2)

    assert [(node["l"], node["c"]) for node in tree] == [(3, ["eins"]), (4, ["tief"]), (3, ["zwei"])]
    assert [node["l"] for node in read_tree("<h5>x</h5>", above=1)] == [2]


def test_a_picture_in_a_paragraph_stands_between_two():
    source = "\x1fbilder/0123-480.jpg"
    tree = read_tree(f'<p>davor <picture><source srcset="x"><img src="{source}" alt="Ein  Weg"></picture> danach</p>')

    assert tree == [
        {"t": "p", "c": ["davor"]},
        {"t": "img", "src": source, "alt": "Ein Weg"},
        {"t": "p", "c": ["danach"]},
    ]


def test_what_is_written_as_code_keeps_its_blanks():
    assert read_tree("<pre><code>a\n  b &lt;c&gt;\n</code></pre>") == [{"t": "pre", "c": ["a", "\u00a0\u00a0b <c>"]}]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Fußgänger*innen – „ja“ § 5", "Fußgänger*innen – „ja“ § 5"),
        ("u\u0308ber", "über"),
        ("✅ fertig", "□ fertig"),
        ("👍🏽", "□"),
        ("👨‍👩‍👧", "□□□"),
        ("a\u202fb\u00a0c", "a\u202fb\u00a0c"),
        ("ein\ttab", "ein tab"),
        ("Ж", "□"),
        ("\u2060\u200d\ufe0f", ""),
        ("Yıldıztepe, Łódź, Šibenik", "Yıldıztepe, Łódź, Šibenik"),
    ],
)
def test_a_sign_that_the_letters_lack_is_a_square_and_what_has_no_shape_is_nothing(typed: str, shown: str):
    assert printable(typed) == shown
