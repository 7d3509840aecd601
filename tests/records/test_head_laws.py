"""Laws of the head reader: it never raises, never loses a word in silence, and says nothing against YAML that is right."""

from __future__ import annotations

import re

import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from plugins.records.characters import SUSPECT, composed
from plugins.records.frontmatter import read_list, read_source
from plugins.records.nodes import Mapping
from plugins.records.problems import Problem
from plugins.records.slips import quoted
from plugins.records.tree import read_yaml

from ..builders import codes
from .test_head import plain

quick = settings(deadline=None, max_examples=300)
slow = settings(deadline=None, max_examples=150)

REFERENCE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
REFUSED = {
    "yaml-comment",
    "yaml-alias",
    "yaml-tag",
    "key-twice",
    "yaml-key",
    "yaml-escape",
    "yaml-second",
    "yaml-deep",
}  # right YAML that is not taken


# ------------------------------------------------------------------------------------ what is generated

letters = st.characters(
    exclude_categories=["Cs"], exclude_characters="".join(chr(c) for c in range(0xFFFF) if SUSPECT.match(chr(c)))
).filter(lambda c: not SUSPECT.match(c))
words = st.sampled_from(
    [
        "Radweg",
        "K 14",
        "„Zitat“",
        "19:30",
        "3.10",
        "0270",
        "#Klima",
        "C#",
        "https://example.org/x#y",
        "- ",
        "* ",
        "a: b",
        "a:b",
        ": ",
        " #",
        "'",
        '"',
        "''",
        "\\",
        "[x]",
        "{y: z}",
        "|",
        ">",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        "ja",
        "~",
        "",
        " ",
        "?",
        "Ä ö",
        "😀",
        ",",
        "]",
        "---",
        "...",
    ]
)
texts = st.one_of(st.lists(st.one_of(words, words, letters), max_size=6).map("".join), st.text(letters, max_size=20))
keys = texts.map(str.strip)
data = st.recursive(
    texts, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)), max_leaves=12
)

# Lines that look like YAML: what a volunteer, a copy from minutes and an attacker may type.
signs = st.sampled_from(
    [
        "a",
        "b",
        "uid",
        "titel",
        ": ",
        ":",
        "- ",
        "-",
        "  ",
        " ",
        "    ",
        "\t",
        "\n",
        "\n",
        "\n",
        "#",
        " #",
        "'",
        '"',
        "''",
        "\\",
        '\\"',
        "\\n",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "|",
        ">",
        "|2",
        "|-",
        ">+1",
        "? ",
        "&a ",
        "*a",
        "!t ",
        "!!str ",
        "%",
        "@",
        "`",
        "---",
        "...",
        "ä",
        "1",
        "x y",
        "„“",
        "~",
        "<<: ",
    ]
)
fragments = st.lists(signs, max_size=30).map("".join)


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def all_composed(data):
    """As values are compared: letters that Unicode knows in two ways in the one that is composed."""
    if isinstance(data, dict):
        return {composed(key): all_composed(value) for key, value in data.items()}
    return composed(data) if isinstance(data, str) else list(map(all_composed, data))


# ------------------------------------------------------------------------------------ the laws


@given(
    data=st.dictionaries(keys, data, max_size=5),
    flow=st.sampled_from([False, True, None]),
    style=st.sampled_from([None, None, None, "'", '"', "|", ">"]),
    width=st.sampled_from([10, 40, 80, 1000]),
    indent=st.sampled_from([None, 2, 4, 7]),
)
@slow
@example(data={"a": "x y " * 30 + "b: c\n d"}, flow=False, style=None, width=20, indent=None)
@example(data={"a": "\U0002f800 A\u0308"}, flow=False, style=None, width=20, indent=None)
def test_what_another_program_wrote_is_read_without_a_word(data, flow, style, width, indent):
    """Every style of PyYAML's dumper, broken at any width: the same values, no problem."""
    text = yaml.dump(
        data,
        Dumper=Dumper,
        allow_unicode=True,
        default_flow_style=flow,
        default_style=style,
        width=width,
        indent=indent,
        sort_keys=False,
    )
    assume(
        not SUSPECT.search(text) and yaml.load(text, Loader=REFERENCE) == data
    )  # PyYAML's dumper has slips of its own

    node, problems = read_yaml("x.md", text, 1)

    assert problems == []
    assert plain(node) == all_composed(data)


@given(fragments)
@settings(deadline=None, max_examples=1500)
@example("a: 'b\n c: d\n e'")
@example("a: |\n\tb: c: d")
@example("a: b\n\tc")
@example("- a: |\n    b\n  c: 'd #e'")
def test_libyaml_decides_what_is_right(text: str):
    """What it reads is read the same or refused on purpose; what it does not read has a problem."""
    try:
        list(yaml.parse(text, Loader=REFERENCE))
        right = True
    except yaml.YAMLError:
        right = False

    node, problems = read_yaml("x.md", text, 1)

    if not right:
        assert problems
    elif problems:
        assert set(codes(problems)) <= REFUSED
    else:
        assert plain(node) == stripped(yaml.load(text, Loader=REFERENCE))


def stripped(value: object) -> object:
    """As stock, but with the blanks around keys cut off."""
    if isinstance(value, dict):
        return {key.strip(): stripped(item) for key, item in value.items()}
    return [stripped(item) for item in value] if isinstance(value, list) else value


def in_place(problems: list[Problem], lines: int) -> bool:
    return all(0 <= p.line <= lines and p.column >= 0 and p.what and p.remedy for p in problems)


@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        fragments.map(str.encode),
    ),
    st.booleans(),
)
@quick
def test_any_bytes_give_a_head_or_a_problem(data: bytes, fenced: bool):
    if fenced:
        data = b"---\n" + data + b"\n---\nText\n"

    found = read_source("x.md", data)

    assert isinstance(found.head, Mapping) or found.head is None
    assert found.problems or found.head is not None or data.startswith(b"---")
    assert in_place(list(found.problems), data.count(b"\n") + data.count(b"\r") + 1)


@given(st.one_of(st.binary(max_size=400), fragments.map(str.encode)))
@quick
def test_any_bytes_give_a_list_or_a_problem(data: bytes):
    found = read_list("x.yaml", data)

    assert in_place(list(found.problems), data.count(b"\n") + data.count(b"\r") + 1)


@given(
    st.text(letters.filter(lambda c: c not in "\n\r"), max_size=30),
    st.lists(st.one_of(words, letters), max_size=8).map("".join),
)
@quick
@example("", "| #")
def test_no_word_of_a_line_is_lost_in_silence(some: str, more: str):
    """A volunteer types a value behind a key. It arrives as typed, or there is a problem."""
    value = (some + more).replace("\n", " ").replace("\r", " ").strip()
    assume(value[:1] not in ("'", '"', "[", "{", "|", ">"))  # these have a meaning: quotations, lists, blocks

    node, problems = read_yaml("x.md", f"uid: x\ntitel: {value}\nart: y", 1)

    assert problems or plain(node) == {"uid": "x", "titel": value, "art": "y"}


@given(st.one_of(texts, st.lists(words, max_size=5).map("".join)))
@settings(deadline=None, max_examples=500)
def test_the_line_that_a_remedy_gives_can_be_pasted(value: str):
    """After it there is nothing more to say about the line."""
    value = " ".join(value.split())
    assume(len(value) < 80)
    problems = read_yaml("x.md", f"uid: x\ntitel: {value}\nart: y", 1)[1]
    told = [
        p
        for p in problems
        if p.code in ("yaml-colon", "yaml-comment", "yaml-start", "yaml-after", "yaml-blank") and p.line == 2
    ]
    assume(told)

    pasted = re.search(
        r"(?:Anführungszeichen setzen|so schreiben): (.*?)(?: \(Ein Kommentar bekommt eine eigene Zeile\.\))?$",
        told[0].remedy,
    )[1]
    node, left = read_yaml("x.md", f"uid: x\n{pasted}\nart: y", 1)

    assert left == []
    assert list(plain(node)) == ["uid", "titel", "art"]


@given(st.one_of(texts, st.text(letters, max_size=40)))
@quick
def test_a_quoted_value_is_read_as_it_was(value: str):
    assert plain(read_yaml("x.md", f"a: {quoted(value.replace(chr(10), ' '))}", 1)[0]) == {
        "a": value.replace("\n", " ")
    }
