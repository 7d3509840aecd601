"""What the store remembers comes back as it was; what it cannot remember is refused, not bent."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import OrderedDict
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from msgspec import Struct

from plugins.motions.model import Step
from plugins.motions.votes import Vote
from plugins.press import Crumb, Year
from plugins.press.codec import Damaged, decode, digest, dumps, encode, loads, name_of, seal, unseal
from plugins.records.body import Section
from plugins.records.links import File, Link

links = st.builds(Link, st.text(), st.text(), st.text())
# JSON has no infinity (RFC 8259, section 6), and no value of a page is one.
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.binary(), st.dates(), st.times(), links,
    st.builds(Year, st.integers(), st.integers(), st.text()), st.builds(File, st.text(), st.text(), st.text(), st.text(), st.integers()),
    st.builds(Vote, yes=st.none() | st.integers(), by_group=st.lists(st.tuples(st.text(), st.text())).map(tuple)),
    st.builds(Step, committees=st.lists(links).map(tuple), date=st.none() | st.dates()),
)  # fmt: skip
keys = st.one_of(st.text(), st.integers(), st.dates(), st.tuples(st.text(), st.dates()), links)


def values_of(leaves_at_most: int) -> st.SearchStrategy:
    return st.recursive(leaves, lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(keys, inner), st.builds(Crumb, inner, inner)), max_leaves=leaves_at_most)


def there_and_back(value: object) -> object:
    return decode(loads(dumps(encode(value))))


def alike(one: object, other: object) -> bool:
    """Equal, and of the same kinds all through: 1 is no True, a list no tuple."""
    if type(one) is not type(other) or one != other:
        return False
    if isinstance(one, (list, tuple)):
        return all(map(alike, one, other))
    if isinstance(one, dict):
        return all(map(alike, one, other)) and all(map(alike, one.values(), other.values()))
    return True


@settings(deadline=None, derandomize=True, max_examples=300)
@given(values_of(20))
@example([(), [], {}, "", b"", "t", ["t"], ("d", "D"), {"@": "@"}])
@example((1, True, 1.0, 0, False, -0.0, None, "None"))
@example((float("inf"), [float("-inf")], {"a": float("inf")}, 5e-324, 1.7976931348623157e308, ["f", "inf"]))
@example({("gremien/kreistag/", dt.date(2024, 2, 29)): Link("Kreistag")})
@example("\x00\x1f\u2028\U0001f6b2")
@example(dt.time(23, 59, 59, 999999))
def test_what_is_written_comes_back(value):
    assert alike(there_and_back(value), value)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(values_of(4), values_of(4))
@example(1, True)
@example([1], (1,))
@example("1", 1)
@example(dt.date(2024, 1, 1), "2024-01-01")
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example(Link("a", "b"), Link("a", "", "b"))
@example(b"YQ==", "YQ==")
@example(float("inf"), None)
@example(float("inf"), ("f", "inf"))
def test_different_values_are_written_differently(one, other):
    """So that two pages made from different things never share a fingerprint."""
    if dumps(encode(one)) == dumps(encode(other)):
        assert alike(one, other)


def test_what_is_no_number_stays_none():
    assert math.isnan(there_and_back(float("nan")))
    assert math.copysign(1, there_and_back(-0.0)) == -1


def test_a_mapping_comes_back_as_a_dictionary_in_its_order():
    for value in (MappingProxyType({"b": 1, "a": 2}), OrderedDict(b=1, a=2)):
        back = there_and_back(value)
        assert back == {"b": 1, "a": 2}
        assert list(back) == ["b", "a"]


class Level(IntEnum):
    LOW = 1


class Loose(Struct):
    text: str = ""


class Foreign(Struct, frozen=True):
    text: str = ""


@pytest.mark.parametrize(
    "value",
    [dt.datetime(2024, 1, 1, 12), {1, 2}, frozenset([1]), Path("a"), Markup("<b>"), Level.LOW, 1j, bytearray(b"a"), range(3), object(), len, Link, Foreign(), Loose(), (Link("a"), {1})],
)
def test_other_kinds_are_refused(value):
    """Each of these would come back as something else, or not at all."""
    with pytest.raises(TypeError):
        encode(value)


def test_only_frozen_structs_of_this_program_have_a_name():
    assert name_of(Link) == "records.links:Link"
    Loose.__module__ = Foreign.__module__ = "plugins.records.links"
    try:
        assert name_of(Foreign) == "records.links:Foreign"
        with pytest.raises(TypeError):
            name_of(Loose)
    finally:
        Loose.__module__ = Foreign.__module__ = __name__


@pytest.mark.parametrize("name", ["records.links:fold", "press.store:Store", "press.codec:json"])
def test_a_name_that_is_no_struct_is_not_made(name):
    """The store is data: it can name a value of ours, not something to run."""
    with pytest.raises(TypeError):
        decode([name, "a"])


def test_names_stand_for_what_they_replace():
    card = Link("a", "b")
    written = encode((card, {"x": card}), lambda value: "hier" if value is card else None)
    assert json.dumps(written) == '["t", ["@", "hier"], ["d", "x", ["@", "hier"]]]'
    assert decode(written, {"hier": card}.get) == (card, {"x": card})


def test_how_a_text_is_loaded_is_no_part_of_it_but_what_it_says_is():
    """Else a mended typo in a news item would never appear."""
    first, second = (Section("", 1, key=digest(text), load=lambda text=text: text) for text in ("alt", "neu"))
    assert first != second
    assert encode(first) != encode(second)
    assert encode(first) == encode(Section("", 1, key=digest("alt"), load=lambda: "woanders her"))


@given(st.text(st.characters()))
@example("\ud800 in einem Dateinamen")
@example("\x00\x1f\x7f\u2028\"\\/\b\f\n\r\t")
def test_a_text_is_written_as_the_standard_library_does(text):
    """What is remembered for long (`invitations.mail`) must not change with the library that writes it."""
    assert dumps([text, {text: 1}]) == json.dumps([text, {text: 1}], ensure_ascii=False, separators=(",", ":"))


@given(st.text())
def test_a_sealed_text_is_opened_or_refused(text):
    sealed = seal(text, "texts", "k")
    assert unseal(sealed, "texts", "k") == text
    for place in ((), ("texts",), ("texts", "l"), ("parsed", "k"), ("text", "sk")):
        with pytest.raises(Damaged):
            unseal(sealed, *place)
    for damaged in (sealed[:-1], sealed + " ", "x" + sealed[1:], sealed[1:], "", None, b"a", 1):
        with pytest.raises(Damaged):
            unseal(damaged, "texts", "k")


@given(st.lists(st.text() | st.binary()), st.lists(st.text() | st.binary()))
@example(["ab", "c"], ["a", "bc"])
@example(["", "a"], ["a"])
@example(["1:a"], ["a"])
def test_parts_of_a_digest_never_run_into_one_another(one, other):
    flat = [[part.encode() if isinstance(part, str) else part for part in parts] for parts in (one, other)]
    assert (digest(*one) == digest(*other)) == (flat[0] == flat[1])
