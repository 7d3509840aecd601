"""The style sheet is made small, and means the same."""

from __future__ import annotations

import re

from plugins.press.assets import SHEETS, in_place, join_styles, short_names
from plugins.press.theme import Theme

from ..conftest import ROOT


def test_what_never_changes_stands_where_it_is_used() -> None:
    css = ":root{--s:1rem;--c:#fff;--d:var(--s)}@media print{:root{--c:#000}}.a{margin:var(--s);color:var(--c)}"
    expected = ":root{--c:#fff;--d:1rem}@media print{:root{--c:#000}}.a{margin:1rem;color:var(--c)}"
    assert in_place(css) == expected


def test_what_has_another_value_somewhere_or_a_way_out_stays() -> None:
    css = ":root{--a:1px;--b:2px}.x{--a:3px}.y{top:var(--a);left:var(--b,4px)}"
    assert in_place(css) == css


def test_names_are_short_and_modifiers_keep_theirs() -> None:
    css = ':root{--long:1px;--other:2px}.chip--good,[class*="--good"]{top:var(--long);left:var(--long);right:var(--other)}'
    assert short_names(css) == (
        ':root{--a:1px;--b:2px}.chip--good,[class*="--good"]{top:var(--a);left:var(--a);right:var(--b)}'
    )


def test_every_property_that_is_used_is_set_in_one_of_the_sheets() -> None:
    """After all that; but for those that a rule may be without, which say what then."""
    sheets = join_styles(Theme((ROOT / "theme",)))
    assert sheets.keys() == SHEETS.keys()
    css = "".join(sheets.values())
    known = set(re.findall(r"[{;](--[a-zA-Z]+):", css))
    assert set(re.findall(r"var\((--[a-zA-Z]+)\)", css)) - known == set()
