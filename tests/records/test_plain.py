"""Heads that are read line by line: the same nodes as libyaml's, or none, so that libyaml is asked."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plugins.records.characters import clean
from plugins.records.frontmatter import read_source
from plugins.records.nodes import Mapping, Scalar, Sequence
from plugins.records.plain import read_plain
from plugins.records.tree import read_yaml

from ..builders import ROOT
from .test_head_laws import fragments

# Lines of a head, most of them plain, put together at random: depths that fit and that do not.
blanks = st.sampled_from(["", "", "", "  ", "  ", "    ", "      ", " ", "   "])
dashes = st.sampled_from(["", "", "", "- ", "- ", "-", "-  ", "- - "])
keys = st.sampled_from(["", "a: ", "b: ", "c: ", "d:", "e:", "f:   ", "ä-1: ", "1: ", "a b: ", "a b/c. d: ", "a : ", "a.: ", "_: ", '"q": ', "a:b: ", "? "])
values = st.sampled_from(["", "", "", "x", "Radweg K 14", "1. Fassung, neu", "19:30", "a:b", "a: b", "a:", "a #b", "a#b", "C#", '"x"', '"x: y"', '"x #y"', '"a\\"b"', '"  a "', '"', "'x'", "'it''s'", "'x", "„x“", "§ 5", "(x): y", "[a]", "a [b], {c}", "- x", "-1", "x - y", "x  ", "x\u00a0", "|", ">", "~", "ja", "x\ty", "x\t", "---", "...", "#", "x y: ", "&a", "😀", "x\u00a0#y"])
lines = st.builds("".join, st.tuples(blanks, dashes, keys, values))
heads = st.lists(lines, max_size=9).map("\n".join)


def agrees(text: str) -> bool:
    """Was it read line by line? Then libyaml reads the same, and there is nothing to say about it."""
    found = read_plain(text, 1)
    assert found is None or (found, []) == read_yaml("x.md", text, 1), text
    return found is not None


@settings(deadline=None, max_examples=1500)
@given(heads)
@example("a:\n- x\n- y\nb: z")
@example("a:\n  - b: x\n    c:\n      - y\n  - z\n\nd:")
@example("a:\n\n  b: x\nc: y\n")
@example("a: x\n  b: y")
@example("a: x\n  - y")
@example("a:\n  b: x\n c: y")
@example("a:\n  - x\n    b: y")
@example("a: x\na: y")
@example("a:\n  x")
@example("- a: x")
@example("a: x\n---\nb: y")
@example("")
def test_a_head_is_read_as_libyaml_reads_it_or_not_at_all(text):
    agrees(text)


@settings(deadline=None, max_examples=1500)
@given(fragments.filter(clean))
def test_whatever_looks_like_yaml_is_left_to_libyaml_or_read_as_it_does(text):
    agrees(text)


def test_every_node_knows_its_line():
    text = "titel: Radweg\nthemen:\n- Verkehr\n\nfolge:\n  - gremium: Kreistag\n    ergebnis: ''\n  - gremium: Ausschuss\nnotiz:"
    assert read_plain(text, 2) == Mapping(
        {
            "titel": Scalar("Radweg", 2),
            "themen": Sequence((Scalar("Verkehr", 4),), 4),
            "folge": Sequence((Mapping({"gremium": Scalar("Kreistag", 7), "ergebnis": Scalar("", 8, False)}, {"gremium": 7, "ergebnis": 8}, 7), Mapping({"gremium": Scalar("Ausschuss", 9)}, {"gremium": 9}, 9)), 7),
            "notiz": Scalar("", 10),
        },
        {"titel": 2, "themen": 3, "folge": 6, "notiz": 10},
        2,
    )
    assert agrees(text)


def test_the_samples_are_read_alike():
    """Nearly all line by line: one that says more than people usually do (a block, a comment, brackets) by libyaml."""
    found = []
    for path in sorted((ROOT / "content").glob("*/**/*.md")):
        source = read_source(path.name, path.read_bytes())
        if isinstance(source.head, Mapping):
            head = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")[0]
            assert (source.head, list(source.problems)) == read_yaml(path.name, head, 2)
            found.append(agrees(head))
    assert sum(found) > len(found) / 2 > 10
